//! What an agent types, as HTML for mails and pages and as plain text.

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

use crate::text::html::{SafeHtml, clean};
use crate::text::plain::{self, Links};

/// Longest Markdown rendered, in bytes; what is longer is shown as it is written.
const MAX_BYTES: usize = 256 * 1024;
/// Deepest nesting of quotes, lists and emphasis rendered.
const MAX_DEPTH: usize = 30;
/// Most brackets and emphasis marks; each unmatched one may be looked at again.
const MAX_MARKS: usize = 10_000;

/// Renders Markdown. HTML within it shows as the characters it is written with; line breaks stay where they were typed.
pub fn to_html(markdown: &str) -> SafeHtml {
    if is_bounded(markdown)
        && let Some(rendered) = render(markdown)
        && let Ok(safe) = clean(&rendered)
    {
        return safe;
    }
    SafeHtml::of_text(markdown)
}

/// The same as plain text: emphasis marks gone, lists and quotes readable, addresses of links in brackets.
pub fn to_text(markdown: &str) -> String {
    let rendered = to_html(markdown);
    if rendered.is_empty() {
        markdown.trim().to_owned()
    } else {
        plain::from_html(rendered.as_str(), Links::Kept)
    }
}

fn render(markdown: &str) -> Option<String> {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut depth = 0_usize;
    let mut in_link = 0_usize;
    let mut events = Vec::new();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(tag) => {
                depth += 1;
                in_link += usize::from(matches!(tag, Tag::Link { .. } | Tag::CodeBlock(_)));
                if depth > MAX_DEPTH {
                    return None;
                }
                events.push(Event::Start(tag));
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                in_link = in_link
                    .saturating_sub(usize::from(matches!(tag, TagEnd::Link | TagEnd::CodeBlock)));
                events.push(Event::End(tag));
            }
            Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
            Event::SoftBreak => events.push(Event::HardBreak),
            Event::Text(text) if in_link == 0 && text.contains("://") => {
                push_linked(&text, &mut events)
            }
            other => events.push(other),
        }
    }
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events.into_iter());
    Some(out)
}

/// Text with the addresses in it made links.
fn push_linked(text: &str, events: &mut Vec<Event<'_>>) {
    let own = |it: &str| Event::Text(CowStr::from(it.to_owned()));
    let mut rest = text;
    while let Some(at) = ["https://", "http://"]
        .iter()
        .filter_map(|it| rest.find(it))
        .min()
    {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let length = from
            .find(|it: char| it.is_whitespace() || matches!(it, '<' | '>' | '"'))
            .unwrap_or(from.len());
        let address = from
            .get(..length)
            .unwrap_or_default()
            .trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '\'']);
        events.push(own(before));
        let link = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: address.to_owned().into(),
            title: "".into(),
            id: "".into(),
        };
        events.extend([Event::Start(link), own(address), Event::End(TagEnd::Link)]);
        rest = from.get(address.len()..).unwrap_or_default();
        if address.is_empty() {
            break;
        }
    }
    events.push(own(rest));
}

/// Whether a text is small and flat enough that parsing it stays quick.
fn is_bounded(markdown: &str) -> bool {
    let marks = markdown
        .bytes()
        .filter(|it| matches!(it, b'[' | b'*' | b'_' | b'`' | b'~' | b'<'))
        .count();
    markdown.len() <= MAX_BYTES
        && marks <= MAX_MARKS
        && markdown
            .lines()
            .all(|it| leading_containers(it) <= MAX_DEPTH)
}

/// Quotes and list items opened at the beginning of a line.
fn leading_containers(line: &str) -> usize {
    let mut previous = ' ';
    let mut count = 0;
    for it in line.chars() {
        match it {
            '>' => count += 1,
            ' ' | '\t' if matches!(previous, '-' | '+' | '*' | '.' | ')') => count += 1,
            ' ' | '\t' | '-' | '+' | '*' | '.' | ')' | '0'..='9' => {}
            _ => break,
        }
        previous = it;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renders_what_agents_type() {
        for (markdown, html, text) in [
            (
                "Hola **Ana**\nadiós",
                "<p>Hola <strong>Ana</strong><br>\nadiós</p>",
                "Hola Ana\nadiós",
            ),
            (
                "- a\n- b",
                "<ul>\n<li>a</li>\n<li>b</li>\n</ul>",
                "- a\n- b",
            ),
            (
                "<script>hit()</script>",
                "&lt;script&gt;hit()&lt;/script&gt;",
                "<script>hit()</script>",
            ),
            (
                "[x](javascript:hit())",
                "<p><a target=\"_blank\" rel=\"noopener noreferrer\">x</a></p>",
                "x",
            ),
            (
                "Vea https://x.example/a, gracias",
                "<p>Vea <a href=\"https://x.example/a\" target=\"_blank\" rel=\"noopener noreferrer\">https://x.example/a</a>, gracias</p>",
                "Vea https://x.example/a, gracias",
            ),
            (
                "[aquí](https://x.example)",
                "<p><a href=\"https://x.example\" target=\"_blank\" rel=\"noopener noreferrer\">aquí</a></p>",
                "aquí (https://x.example)",
            ),
            ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>", "1 < 2 & 3"),
            ("", "", ""),
        ] {
            assert_eq!(to_html(markdown).as_str().trim(), html);
            assert_eq!(to_text(markdown), text);
        }
    }

    #[test]
    fn deep_nesting_is_shown_as_written() {
        for bomb in [
            ">".repeat(100_000),
            "[".repeat(100_000),
            "*a ".repeat(50_000),
            "(".repeat(100_000),
            "- ".repeat(50_000),
            "> > ".repeat(5_000) + "\nx",
        ] {
            assert!(!to_html(&bomb).is_empty());
            assert!(!is_bounded(&bomb) || bomb.starts_with('('));
        }
        let nested: String = (0..40)
            .map(|it| format!("{}- a\n", "  ".repeat(it)))
            .collect();
        assert!(render(&nested).is_none());
        assert!(to_html(&nested).as_str().starts_with("- a<br>"));
    }
}
