//! Finds the quoted history in a mail's HTML and folds it away.

use crate::text::html::SafeHtml;
use crate::text::html::scan::{Kind, Tokens, attributes};

/// Classes and ids by which mail programs mark an element that holds history.
const BLOCK_MARKS: &[&str] = &[
    "gmail_quote",
    "yahoo_quoted",
    "moz-cite-prefix",
    "protonmail_quote",
    "zmail_extra",
    "tutanota_quote",
    "reply-intro",
];
/// Ids of elements after which only history comes.
const REST_MARKS: &[&str] = &[
    "divrplyfwdmsg",
    "appendonsend",
    "olk_src_body_section",
    "mail-editor-reference-message-container",
    "ms-outlook-mobile-reference-message",
];
/// The line Outlook and Windows Mail draw above the headers of the mail answered.
const RULES_ABOVE_HISTORY: &[&str] = &[
    "border-top:solid#e1e1e1",
    "border-top:solid#b5c4df",
    "border-top:1ptsolid#e1e1e1",
];

/// Our mark for this start tag: `block` where the element is history, `rest` where all from here on is.
pub fn mark_of(tag: &str, source: &str) -> Option<&'static str> {
    if source.is_empty() || !matches!(tag, "div" | "blockquote" | "span" | "section" | "p" | "hr") {
        return None;
    }
    for (name, value) in attributes(source) {
        let is = |wanted: &str| name.eq_ignore_ascii_case(wanted);
        if is("class") || is("id") || is("name") {
            let value = value.to_ascii_lowercase();
            if REST_MARKS.iter().any(|it| value.contains(it)) {
                return Some("rest");
            }
            if BLOCK_MARKS.iter().any(|it| value.contains(it)) {
                return Some("block");
            }
        } else if is("type") && tag == "blockquote" && value.eq_ignore_ascii_case("cite") {
            return Some("block");
        } else if is("style") && tag == "div" {
            let value: String = value
                .to_ascii_lowercase()
                .split_ascii_whitespace()
                .collect();
            if RULES_ABOVE_HISTORY.iter().any(|it| value.contains(it)) {
                return Some("rest");
            }
        }
    }
    None
}

/// Splits cleaned HTML into what its writer says and the history quoted below.
///
/// Nothing is folded away (`None`) when words stand after or between the quoted parts, or when nothing stands before.
pub fn split_quoted(html: &SafeHtml) -> (SafeHtml, Option<SafeHtml>) {
    let whole = || (html.clone(), None);
    if !html.as_str().contains(" data-quoted=\"") {
        return whole();
    }
    let Some(cut) = find_cut(html.as_str()) else {
        return whole();
    };
    let Some((before, after)) = html.as_str().split_at_checked(cut.at) else {
        return whole();
    };
    let mut visible = before.to_owned();
    for (name, _) in cut.open.iter().rev() {
        visible.push_str("</");
        visible.push_str(name);
        visible.push('>');
    }
    let mut history: String = cut.open.iter().map(|(_, tag)| *tag).collect();
    history.push_str(after);
    (SafeHtml(visible), Some(SafeHtml(history)))
}

struct Cut<'a> {
    at: usize,
    /// The elements open there: name and start tag.
    open: Vec<(&'a str, &'a str)>,
}

/// Where the history begins, if it is the end of the mail.
fn find_cut(html: &str) -> Option<Cut<'_>> {
    let mut cut: Option<Cut<'_>> = None;
    let mut open: Vec<(&str, &str)> = Vec::new();
    // How many elements are open around the quoted element we are in.
    let mut inside: Option<usize> = None;
    let mut has_words = false;
    let mut at = 0;
    for token in Tokens::of(html) {
        match token.kind {
            Kind::Text if inside.is_none() && !is_blank(token.raw) => {
                if cut.is_some() {
                    return None;
                }
                has_words = true;
            }
            Kind::Start {
                name,
                attributes: source,
            } => {
                let mark = attributes(source)
                    .find(|(it, _)| *it == "data-quoted")
                    .map(|(_, value)| value);
                if inside.is_none() {
                    if let Some(mark) = mark {
                        cut.get_or_insert_with(|| Cut {
                            at,
                            open: open.clone(),
                        });
                        if mark == "rest" {
                            break;
                        }
                        inside = Some(open.len());
                    } else if name == "img" {
                        if cut.is_some() {
                            return None;
                        }
                        has_words = true;
                    }
                }
                if !matches!(name, "br" | "col" | "hr" | "img" | "wbr") {
                    open.push((name, token.raw));
                }
            }
            Kind::End { .. } => {
                open.pop();
                if inside.is_some_and(|it| open.len() <= it) {
                    inside = None;
                }
            }
            _ => {}
        }
        at += token.raw.len();
    }
    cut.filter(|_| has_words)
}

fn is_blank(text: &str) -> bool {
    text.replace("&nbsp;", " ")
        .chars()
        .all(|it| it.is_whitespace() || matches!(it, '\u{200B}' | '\u{FEFF}'))
}
