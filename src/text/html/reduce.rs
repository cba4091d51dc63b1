//! The linear pass before the cleaner: counts, refuses what would be slow to clean, drops what would be dropped anyway.
//!
//! Parsing HTML takes quadratic time on deep nesting, on unclosed formatting that is rebuilt in every block, on text
//! that stands loose in tables, and on tags with very many attributes. This pass follows the open elements closely
//! enough to see all of them coming. It is no wall against scripts: the cleaner behind it trusts nothing of it.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use crate::text::html::scan::{Kind, Tokens, attributes};
use crate::text::html::{allow, quoted};

/// Longest HTML cleaned, in bytes.
pub const MAX_BYTES: usize = 1 << 20;
/// Most tags in a mail, start and end tags together.
pub const MAX_TAGS: usize = 20_000;
/// Most attributes on one tag.
pub const MAX_ATTRIBUTES: usize = 50;
/// Most elements open within each other.
pub const MAX_DEPTH: usize = 200;
/// Most formatting elements a parser would have to open again after they were cut off by a block.
const MAX_REBUILT: usize = 20_000;
/// Most pieces standing in a table but in none of its cells; each is moved before the table by a walk over its place.
const MAX_STRAY: usize = 1_000;
/// Most character references; each is a piece of its own to the parser.
const MAX_REFERENCES: usize = 60_000;

/// Which cap a piece of HTML breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cap {
    Bytes,
    Tags,
    Attributes,
    Depth,
    Rebuilt,
    Stray,
    References,
    /// Each cleaning changes it again.
    Unstable,
}

/// HTML with only the tags and attributes that may stay, ready for the cleaner.
#[derive(Debug)]
pub struct Reduced {
    pub html: String,
    /// Nothing stands loose in a table and no heading or link in another: a parser would read its own output as it read this.
    pub is_regular: bool,
}

/// Reduces HTML to what may stay, or says which cap it breaks.
pub fn reduce(html: &str) -> Result<Reduced, Cap> {
    if html.len() > MAX_BYTES {
        return Err(Cap::Bytes);
    }
    let mut out = String::with_capacity(html.len());
    let mut open = Open::default();
    let (mut tags, mut references) = (0, 0);
    let mut tokens = Tokens::of(html);
    while let Some(token) = tokens.next() {
        match token.kind {
            Kind::Text => {
                references += token.raw.bytes().filter(|it| *it == b'&').count();
                if references > MAX_REFERENCES {
                    return Err(Cap::References);
                }
                open.text(token.raw)?;
                push_text(token.raw, &mut out);
            }
            Kind::Start {
                name,
                attributes: source,
            } => {
                tags += 1;
                let tag = find(allow::TAGS, name);
                if let Some(tag) = tag {
                    open.start(tag, source)?;
                    push_start(tag, source, &mut out)?;
                } else if let Some(dropped) = find(allow::DROPPED_WITH_CONTENT, name) {
                    skip(dropped, &mut tokens);
                } else if attributes(source).nth(MAX_ATTRIBUTES).is_some() {
                    return Err(Cap::Attributes);
                }
            }
            Kind::End { name } => {
                tags += 1;
                if let Some(tag) = find(allow::TAGS, name) {
                    open.end(tag);
                    push_all(&mut out, &["</", tag, ">"]);
                }
            }
            Kind::Comment => {}
        }
        if tags > MAX_TAGS {
            return Err(Cap::Tags);
        }
    }
    Ok(Reduced {
        html: out,
        is_regular: open.stray == 0 && !open.has_nested_twin,
    })
}

/// Passes over an element that goes with its content. A head may hold any of the others, and often has no end tag.
fn skip(name: &'static str, tokens: &mut Tokens<'_>) {
    if name != "head" {
        tokens.skip_content_of(name);
    }
}

/// The entry of a sorted list that a name in any case stands for.
fn find(list: &[&'static str], name: &str) -> Option<&'static str> {
    let wanted = || name.bytes().map(|it| it.to_ascii_lowercase());
    list.binary_search_by(|it| it.bytes().cmp(wanted()))
        .ok()
        .and_then(|at| list.get(at))
        .copied()
}

fn push_all(out: &mut String, pieces: &[&str]) {
    pieces.iter().for_each(|it| out.push_str(it));
}

/// Text as it stands; a bracket that opens no tag is escaped, lest it opens one when the next tag is dropped.
fn push_text(text: &str, out: &mut String) {
    let is_plain =
        |it: u8| it != b'<' && (it >= 0x20 || matches!(it, b'\t' | b'\n' | b'\r' | 0x0C));
    if text.bytes().all(is_plain) {
        out.push_str(text);
        return;
    }
    for it in text.chars() {
        match it {
            '<' => out.push_str("&lt;"),
            it if u8::try_from(it).is_ok_and(|it| !is_plain(it)) => {}
            it => out.push(it),
        }
    }
}

fn push_start(tag: &'static str, source: &str, out: &mut String) -> Result<(), Cap> {
    push_all(out, &["<", tag]);
    let own = allow::attributes_of(tag);
    for (count, (name, value)) in attributes(source).enumerate() {
        if count >= MAX_ATTRIBUTES {
            return Err(Cap::Attributes);
        }
        let Some(name) = find(allow::GENERIC_ATTRIBUTES, name).or_else(|| find(own, name)) else {
            continue;
        };
        push_all(out, &[" ", name]);
        let quote = if value.contains('"') { "'" } else { "\"" };
        push_all(out, &["=", quote]);
        if quote == "'" && value.contains('\'') {
            out.push_str(&value.replace('\'', "&#39;"));
        } else {
            out.push_str(value);
        }
        out.push_str(quote);
    }
    if let Some(mark) = quoted::mark_of(tag, source) {
        push_all(out, &[" data-quoted=\"", mark, "\""]);
    }
    out.push('>');
    Ok(())
}

/// The open elements, as a parser would hold them.
#[derive(Default)]
struct Open {
    stack: Vec<&'static str>,
    /// Formatting elements not closed by their own end tag; `None` marks where a table cell began.
    formatting: Vec<Option<Formatting>>,
    rebuilt: usize,
    stray: usize,
    has_nested_twin: bool,
}

#[derive(Clone, Copy)]
struct Formatting {
    tag: &'static str,
    attributes: u64,
    is_open: bool,
}

impl Open {
    fn text(&mut self, text: &str) -> Result<(), Cap> {
        if text.bytes().all(|it| it.is_ascii_whitespace()) {
            return Ok(());
        }
        self.count_stray()?;
        self.rebuild()
    }

    fn start(&mut self, tag: &'static str, source: &str) -> Result<(), Cap> {
        if is_table_part(tag) {
            if !self.open_table_part(tag) {
                return Ok(());
            }
        } else {
            self.count_stray()?;
            self.close_implied(tag);
        }
        if is_formatting(tag) {
            self.rebuild()?;
            self.remember(tag, source);
        } else if !is_block(tag) {
            self.rebuild()?;
        }
        if !is_void(tag) {
            self.push(tag)?;
        }
        if matches!(tag, "td" | "th" | "caption") {
            self.formatting.push(None);
        }
        Ok(())
    }

    fn end(&mut self, tag: &'static str) {
        let at = self.stack.iter().rposition(|it| *it == tag);
        if is_formatting(tag) {
            if let Some(known) = self
                .formatting
                .iter()
                .rposition(|it| it.is_some_and(|it| it.tag == tag))
            {
                self.formatting.remove(known);
            }
            if let Some(at) = at {
                if self.stack.iter().skip(at).any(|it| is_block(it)) {
                    self.stack.remove(at);
                } else {
                    self.pop_to(at);
                }
            }
            return;
        }
        let Some(at) = at else { return };
        let mut above = self.stack.iter().skip(at + 1);
        let is_kept = if is_block(tag) {
            !is_table_part(tag)
                && tag != "table"
                && above.any(|it| matches!(*it, "td" | "th" | "caption" | "table"))
        } else {
            above.any(|it| is_block(it))
        };
        if !is_kept {
            self.pop_to(at);
        }
    }

    fn push(&mut self, tag: &'static str) -> Result<(), Cap> {
        self.stack.push(tag);
        if self.stack.len() > MAX_DEPTH {
            Err(Cap::Depth)
        } else {
            Ok(())
        }
    }

    /// Closes the element at this place and all within it.
    fn pop_to(&mut self, at: usize) {
        while self.stack.len() > at {
            let Some(tag) = self.stack.pop() else { return };
            if is_formatting(tag) {
                let known = self
                    .formatting
                    .iter_mut()
                    .rev()
                    .flatten()
                    .find(|it| it.tag == tag && it.is_open);
                if let Some(known) = known {
                    known.is_open = false;
                }
            } else if matches!(tag, "td" | "th" | "caption") {
                let cell = self
                    .formatting
                    .iter()
                    .rposition(Option::is_none)
                    .unwrap_or(0);
                self.formatting.truncate(cell);
            }
        }
    }

    /// Opens again, before text or an inline tag, the formatting elements a block has cut off.
    fn rebuild(&mut self) -> Result<(), Cap> {
        let cell = self
            .formatting
            .iter()
            .rposition(Option::is_none)
            .map_or(0, |it| it + 1);
        for at in cell..self.formatting.len() {
            let Some(Some(known)) = self.formatting.get_mut(at) else {
                continue;
            };
            if !known.is_open {
                known.is_open = true;
                let tag = known.tag;
                self.rebuilt += 1;
                self.push(tag)?;
            }
        }
        if self.rebuilt > MAX_REBUILT {
            Err(Cap::Rebuilt)
        } else {
            Ok(())
        }
    }

    /// Notes a formatting element; a parser keeps at most three equal ones, and one link.
    fn remember(&mut self, tag: &'static str, source: &str) {
        let attributes = BuildHasherDefault::<DefaultHasher>::default().hash_one(source);
        let cell = self
            .formatting
            .iter()
            .rposition(Option::is_none)
            .map_or(0, |it| it + 1);
        let is_same = |it: &Option<Formatting>| {
            it.is_some_and(|it| it.tag == tag && (tag == "a" || it.attributes == attributes))
        };
        let same = self
            .formatting
            .iter()
            .skip(cell)
            .filter(|it| is_same(it))
            .count();
        if same >= if tag == "a" { 1 } else { 3 } {
            let first = self.formatting.iter().skip(cell).position(is_same);
            if let Some(first) = first {
                self.formatting.remove(cell + first);
            }
            self.has_nested_twin |= tag == "a";
            if tag == "a"
                && let Some(at) = self.stack.iter().rposition(|it| *it == "a")
            {
                self.stack.remove(at);
            }
        }
        self.formatting.push(Some(Formatting {
            tag,
            attributes,
            is_open: true,
        }));
    }

    /// Closes what a start tag ends without saying so: a paragraph, an earlier item.
    fn close_implied(&mut self, tag: &'static str) {
        let siblings: &[&str] = match tag {
            "li" => &["li"],
            "dd" | "dt" => &["dd", "dt"],
            _ => &[],
        };
        for (at, it) in self.stack.iter().enumerate().rev() {
            if siblings.contains(it) {
                self.pop_to(at);
                break;
            }
            if is_block(it) && !matches!(*it, "p" | "div" | "address") {
                break;
            }
        }
        if is_block(tag)
            && let Some(at) = self.stack.iter().rposition(|it| *it == "p")
        {
            let is_fenced = self
                .stack
                .iter()
                .skip(at)
                .any(|it| matches!(*it, "td" | "th" | "caption" | "table"));
            if !is_fenced {
                self.pop_to(at);
            }
        }
        if is_heading(tag) && self.stack.last().is_some_and(|it| is_heading(it)) {
            self.pop_to(self.stack.len().saturating_sub(1));
        }
        self.has_nested_twin |= is_heading(tag) && self.stack.iter().any(|it| is_heading(it));
    }

    /// Closes the earlier row or cell. False where no table is open: the tag is then ignored.
    fn open_table_part(&mut self, tag: &'static str) -> bool {
        let Some(table) = self.stack.iter().rposition(|it| *it == "table") else {
            return false;
        };
        let holders: &[&str] = match tag {
            "td" | "th" => &["tr", "tbody", "thead", "tfoot"],
            "tr" => &["tbody", "thead", "tfoot"],
            _ => &[],
        };
        let holder = self
            .stack
            .iter()
            .skip(table)
            .rposition(|it| holders.contains(it));
        let keep = holder.map_or(table, |it| table + it);
        self.pop_to(keep + 1);
        true
    }

    fn count_stray(&mut self) -> Result<(), Cap> {
        if self
            .stack
            .last()
            .is_some_and(|it| matches!(*it, "table" | "tbody" | "thead" | "tfoot" | "tr"))
        {
            self.stray += 1;
        }
        if self.stray > MAX_STRAY {
            Err(Cap::Stray)
        } else {
            Ok(())
        }
    }
}

fn is_void(tag: &str) -> bool {
    matches!(tag, "br" | "col" | "hr" | "img" | "wbr")
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn is_table_part(tag: &str) -> bool {
    matches!(
        tag,
        "caption" | "col" | "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr"
    )
}

/// The elements whose end tag closes all others within; the HTML standard calls them special.
fn is_block(tag: &str) -> bool {
    is_heading(tag)
        || is_table_part(tag)
        || matches!(
            tag,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "center"
                | "dd"
                | "details"
                | "div"
                | "dl"
                | "dt"
                | "figcaption"
                | "figure"
                | "footer"
                | "header"
                | "hr"
                | "li"
                | "main"
                | "nav"
                | "ol"
                | "p"
                | "pre"
                | "section"
                | "summary"
                | "table"
                | "ul"
        )
}

fn is_formatting(tag: &str) -> bool {
    matches!(
        tag,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(allow::TAGS.is_sorted());
        assert!(allow::DROPPED_WITH_CONTENT.is_sorted());
        assert!(allow::GENERIC_ATTRIBUTES.is_sorted());
        for tag in allow::TAGS {
            assert!(allow::attributes_of(tag).is_sorted(), "{tag}");
        }
    }

    #[test]
    fn drops_what_is_not_for_people() {
        let html = "<html><head><meta x><title>t</title><style>p{}</style></head><body class=a>\
                    <!-- c --><P CLASS=MsoNormal align='left' onclick=x>Hi<o:p></o:p> 1 < 2\0</P><svg><p>x</svg></body>";
        assert_eq!(
            reduce(html).unwrap().html,
            "<p align=\"left\">Hi 1 &lt; 2</p>"
        );
    }

    #[test]
    fn unclosed_drawings_hide_nothing_and_cost_nothing() {
        assert_eq!(reduce("<svg><p>a").unwrap().html, "<p>a");
        assert!(reduce(&"<svg>x".repeat(MAX_TAGS)).is_ok());
    }

    #[test]
    fn a_dropped_tag_joins_no_new_one() {
        assert_eq!(reduce("<<o:p>b>x").unwrap().html, "&lt;b>x");
    }

    #[test]
    fn quotes_in_values_stay_values() {
        assert_eq!(
            reduce(r#"<p title=a"b'c>"#).unwrap().html,
            r#"<p title='a"b&#39;c'>"#
        );
    }

    #[test]
    fn unclosed_items_paragraphs_and_cells_do_not_nest() {
        for html in [
            "<p>a".repeat(5000),
            "<ul>".to_owned() + &"<li>a".repeat(5000),
            "<table>".to_owned() + &"<tr><td>a<td><b>b".repeat(3000),
            "<dl>".to_owned() + &"<dt>a<dd>b".repeat(5000),
            "<b>a<p>b</p></b>".repeat(4000),
            "<font size=1>a</font><br>".repeat(5000),
            "<font color=red>a<br>".repeat(190),
        ] {
            assert!(
                reduce(&html).is_ok(),
                "{:?} {}",
                reduce(&html).err(),
                html.get(..20).unwrap()
            );
        }
    }

    #[test]
    fn every_cap_holds() {
        let many = |it: &str, n: usize| it.repeat(n);
        let fonts: String = (0..150).map(|it| format!("<font size={it}>")).collect();
        for (html, cap) in [
            (many("a", MAX_BYTES + 1), Cap::Bytes),
            (many("<br>", MAX_TAGS + 1), Cap::Tags),
            (format!("<p{}>", many(" a=1", 51)), Cap::Attributes),
            (format!("<unknown{}>", many(" a=1", 51)), Cap::Attributes),
            (many("<div>", 201), Cap::Depth),
            (many("<span>", 201), Cap::Depth),
            (many("<a><div>", 300), Cap::Depth),
            (
                format!("<p>{fonts}</p>{}", many("<p>x</p>", 200)),
                Cap::Rebuilt,
            ),
            (format!("<table>{}", many("<i>x</i>", 1001)), Cap::Stray),
            (many("&amp;", MAX_REFERENCES + 1), Cap::References),
        ] {
            assert_eq!(
                reduce(&html).err(),
                Some(cap),
                "{}",
                html.get(..30).unwrap()
            );
        }
    }
}
