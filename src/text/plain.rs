//! Plain text: out of HTML, and cut down to one line for lists.

use crate::text::html::scan::{Kind, Tokens, attributes};
use crate::text::name;

/// Longest text made of HTML, in bytes; what is longer is read in the original.
const MAX_TEXT: usize = 512 * 1024;
/// How much HTML is walked for it, in bytes.
const MAX_HTML: usize = 4 << 20;

/// What becomes of the address of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Only the words of the link stay: for matching, search and excerpts.
    Dropped,
    /// The address follows in brackets unless the words say it: for mails sent as text.
    Kept,
}

/// The text of HTML, in one linear pass; for HTML that is not cleaned as well.
pub fn from_html(html: &str, links: Links) -> String {
    let html = name::cut(html, MAX_HTML);
    let mut writer = Writer::default();
    let mut link: Option<(String, usize)> = None;
    let mut tokens = Tokens::of(html);
    while let Some(token) = tokens.next() {
        if writer.out.len() > MAX_TEXT {
            break;
        }
        match token.kind {
            Kind::Text => writer.text(token.raw),
            Kind::Start {
                name,
                attributes: source,
            } => {
                let name = name.to_ascii_lowercase();
                if matches!(
                    name.as_str(),
                    "script" | "style" | "title" | "template" | "svg" | "math"
                ) {
                    tokens.skip_content_of(&name);
                } else {
                    writer.start(&name);
                }
                if name == "a" && links == Links::Kept {
                    let address =
                        attributes(source).find(|(name, _)| name.eq_ignore_ascii_case("href"));
                    link = address.map(|(_, it)| (decode(it), writer.out.len()));
                }
            }
            Kind::End { name } => {
                if name.eq_ignore_ascii_case("a")
                    && let Some((address, from)) = link.take()
                {
                    writer.link(&address, from);
                }
                writer.end(&name.to_ascii_lowercase());
            }
            Kind::Comment => {}
        }
    }
    writer.out.trim().to_owned()
}

#[derive(Default)]
struct Writer {
    out: String,
    /// Line breaks due before the next word: 1 ends a line, 2 leaves a blank one.
    breaks: usize,
    /// A blank is due before the next word.
    blank: bool,
    /// Inside `pre`, where blanks and line breaks stand as written.
    pre: usize,
    /// Kind and count of the lists we are in: `None` for bullets.
    lists: Vec<Option<usize>>,
}

impl Writer {
    fn text(&mut self, raw: &str) {
        let text = decode(raw);
        if self.pre > 0 {
            self.flush();
            self.out.push_str(&text);
            return;
        }
        let is_space = |it: char| it.is_whitespace() && it != '\u{a0}';
        if text.starts_with(is_space) {
            self.blank = true;
        }
        let mut first = true;
        for word in text.split(is_space).filter(|it| !it.is_empty()) {
            self.blank |= !first;
            first = false;
            self.flush();
            self.out.push_str(word);
        }
        if !first && text.ends_with(is_space) {
            self.blank = true;
        }
    }

    /// Writes the breaks and blanks that are due.
    fn flush(&mut self) {
        if self.out.is_empty() {
            self.breaks = 0;
            self.blank = false;
        }
        if self.breaks > 0 {
            let there = self.out.bytes().rev().take_while(|it| *it == b'\n').count();
            self.out
                .extend(std::iter::repeat_n('\n', self.breaks.saturating_sub(there)));
        } else if self.blank && !self.out.ends_with([' ', '\n', '\t']) {
            self.out.push(' ');
        }
        self.breaks = 0;
        self.blank = false;
    }

    fn start(&mut self, name: &str) {
        match name {
            "br" => {
                self.flush();
                self.out.push('\n');
            }
            "hr" => {
                self.breaks = 1;
                self.flush();
                self.out.push_str("---");
                self.breaks = 1;
            }
            "pre" => {
                self.breaks = self.breaks.max(2);
                self.pre += 1;
            }
            "ul" => self.lists.push(None),
            "ol" => self.lists.push(Some(0)),
            "li" => {
                self.breaks = self.breaks.max(1);
                self.flush();
                let mark = match self.lists.last_mut() {
                    Some(Some(count)) => {
                        *count += 1;
                        format!("{count}. ")
                    }
                    _ => "- ".to_owned(),
                };
                self.out.push_str(&mark);
            }
            "td" | "th" => self.blank = true,
            _ => self.breaks = self.breaks.max(breaks_of(name)),
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.breaks = self.breaks.max(2);
            }
            "ul" | "ol" => {
                self.lists.pop();
                self.breaks = self.breaks.max(1);
            }
            "td" | "th" => self.blank = true,
            "li" => self.breaks = self.breaks.max(1),
            _ => self.breaks = self.breaks.max(breaks_of(name)),
        }
    }

    fn link(&mut self, address: &str, from: usize) {
        let words = self.out.get(from..).unwrap_or_default().trim();
        let is_said = words == address || address.strip_prefix("mailto:") == Some(words);
        let leads_somewhere = ["http://", "https://"]
            .iter()
            .any(|it| address.starts_with(it));
        if leads_somewhere && !is_said {
            self.out.push_str(" (");
            self.out.push_str(address);
            self.out.push(')');
        }
    }
}

/// Line breaks before and after a block.
fn breaks_of(name: &str) -> usize {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "table" | "dl" => 2,
        "div" | "tr" | "section" | "article" | "header" | "footer" | "center" | "address"
        | "aside" | "main" | "nav" | "figure" | "figcaption" | "details" | "summary"
        | "caption" | "dt" | "dd" | "form" | "body" => 1,
        _ => 0,
    }
}

/// Text with its character references decoded: all numeric ones, and the named ones of Latin mail.
pub fn decode(raw: &str) -> String {
    if !raw.contains('&') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut pieces = raw.split('&');
    out.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let length = piece
            .bytes()
            .take(12)
            .position(|it| !(it.is_ascii_alphanumeric() || it == b'#'))
            .unwrap_or(piece.len().min(12));
        let (name, rest) = piece.split_at_checked(length).unwrap_or((piece, ""));
        match reference(name) {
            Some(it) => {
                out.push(it);
                out.push_str(rest.strip_prefix(';').unwrap_or(rest));
            }
            None => {
                out.push('&');
                out.push_str(piece);
            }
        }
    }
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code)
            .filter(|it| !it.is_control() || matches!(it, '\n' | '\t'))
            .or(Some('\u{fffd}'));
    }
    REFERENCES
        .binary_search_by_key(&name, |(it, _)| it)
        .ok()
        .and_then(|at| REFERENCES.get(at))
        .map(|(_, it)| *it)
}

/// Named character references (HTML standard, 13.5) met in Latin mail. Sorted.
const REFERENCES: &[(&str, char)] = &[
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Agrave", 'À'),
    ("Atilde", 'Ã'),
    ("Auml", 'Ä'),
    ("Ccedil", 'Ç'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Egrave", 'È'),
    ("Iacute", 'Í'),
    ("Ntilde", 'Ñ'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Otilde", 'Õ'),
    ("Ouml", 'Ö'),
    ("Uacute", 'Ú'),
    ("Uuml", 'Ü'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("copy", '©'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("emsp", ' '),
    ("ensp", ' '),
    ("euml", 'ë'),
    ("euro", '€'),
    ("gt", '>'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iexcl", '¡'),
    ("iquest", '¿'),
    ("iuml", 'ï'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{a0}'),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("ordf", 'ª'),
    ("ordm", 'º'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("shy", '\u{ad}'),
    ("szlig", 'ß'),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("ugrave", 'ù'),
    ("uuml", 'ü'),
    ("zwnj", '\u{200c}'),
];

/// At most so many characters of a text on one line, without hidden or reordering ones; cut at a word where it can be.
pub fn excerpt(text: &str, chars: usize) -> String {
    let mut out = String::new();
    let mut count = 0;
    let mut last_word_end = 0;
    let mut blank = false;
    for it in text.chars() {
        if it.is_whitespace() {
            blank = count > 0;
            continue;
        }
        if name::is_hidden(it) && it != '\u{200d}' && it != '\u{fe0f}' {
            continue;
        }
        let needed = 1 + usize::from(blank);
        if count + needed > chars {
            let keep = if last_word_end > out.len() / 2 && !blank {
                last_word_end
            } else {
                out.len()
            };
            out.truncate(keep);
            while out.chars().count() >= chars && out.pop().is_some() {}
            out.push('…');
            return out;
        }
        if blank {
            last_word_end = out.len();
            out.push(' ');
            blank = false;
        }
        out.push(it);
        count += needed;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_html_as_a_person_would() {
        for (html, text) in [
            (
                "<p>Hola&nbsp;Ana,</p><p>uno<br>dos</p>",
                "Hola\u{a0}Ana,\n\nuno\ndos",
            ),
            (
                "<ul><li>a<li>b</ul><ol><li>c</li><li>d</li></ol>e",
                "- a\n- b\n1. c\n2. d\ne",
            ),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a b\nc",
            ),
            (
                "<style>x{}</style><script>y</script><b>a</b>  <i>b</i>c",
                "a bc",
            ),
            ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
            (
                "&iexcl;Qu&eacute; ni&#241;o&#x21; &unknown; & &lt;b&gt;",
                "¡Qué niño! &unknown; & <b>",
            ),
            ("a<hr>b", "a\n---\nb"),
            ("<div><div><div>a</div></div></div><div>b</div>", "a\nb"),
            ("<p></p><p> </p>", ""),
            ("a\r\n   b", "a b"),
        ] {
            assert_eq!(from_html(html, Links::Dropped), text, "{html}");
        }
    }

    #[test]
    fn links_are_kept_when_asked() {
        let html = "<a href=\"https://x.example/?a&amp;b\">aquí</a> <a href=https://y.example>https://y.example</a> <a href=mailto:a@b.c>a@b.c</a>";
        assert_eq!(
            from_html(html, Links::Kept),
            "aquí (https://x.example/?a&b) https://y.example a@b.c"
        );
        assert_eq!(
            from_html(html, Links::Dropped),
            "aquí https://y.example a@b.c"
        );
    }

    #[test]
    fn text_of_hostile_html_is_bounded() {
        assert!(from_html(&"<div>x".repeat(500_000), Links::Dropped).len() <= MAX_TEXT + 8);
        assert_eq!(
            from_html(&"<".repeat(100_000), Links::Dropped).len(),
            100_000
        );
    }

    #[test]
    fn excerpts_are_one_short_visible_line() {
        for (text, chars, expected) in [
            ("Hola\n\n  Ana", 40, "Hola Ana"),
            ("one two three four", 10, "one two…"),
            ("aaaaaaaaaaaaaaa", 5, "aaaa…"),
            ("ab\u{202e}cd\u{200b}\0", 10, "abcd"),
            ("", 5, ""),
            ("12345", 5, "12345"),
            ("ñandú ñandú", 6, "ñandú…"),
        ] {
            let made = excerpt(text, chars);
            assert_eq!(made, expected, "{text}");
            assert!(made.chars().count() <= chars);
        }
    }

    #[test]
    fn the_references_are_sorted() {
        assert!(REFERENCES.is_sorted_by_key(|(name, _)| *name));
    }
}
