//! Small ready-to-show pieces that many pages share: times, faces, chips, links, buttons.

use crate::domain::time::Millis;
use crate::words::Words;

/// A time as text, with the machine's form and the full form on hover.
#[derive(Debug, Clone)]
pub struct TimeView {
    pub text: String,
    pub machine: String,
    pub full: String,
    /// The page's script counts it on.
    pub relative: bool,
}

impl TimeView {
    /// For lists and lines: "12 min ago".
    #[must_use]
    pub fn ago(words: &Words, at: Millis, now: Millis) -> Self {
        Self {
            text: words.ago(at, now),
            machine: words.machine(at),
            full: words.date_time(at),
            relative: now.since(at).0 < 86_400_000,
        }
    }

    /// For messages under their day: "14:05".
    #[must_use]
    pub fn clock(words: &Words, at: Millis) -> Self {
        Self {
            text: words.clock(at),
            machine: words.machine(at),
            full: words.date_time(at),
            relative: false,
        }
    }

    /// For tables and pages without a day line: "21 Nov 2026, 14:05".
    #[must_use]
    pub fn full(words: &Words, at: Millis) -> Self {
        Self {
            text: words.date_time(at),
            ..Self::clock(words, at)
        }
    }
}

/// Initials on one of eight hues, both from the name.
#[derive(Debug, Clone)]
pub struct Avatar {
    pub name: String,
    pub initials: String,
    pub hue: u8,
}

impl Avatar {
    /// The face of `name`.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            initials: initials(name),
            hue: hue(name),
        }
    }
}

/// The first letters of the first and the last word, "?" when there is none.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut letters = name
        .split(|c: char| c.is_whitespace() || c == '@' || c == '.')
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .flat_map(char::to_uppercase);
    let Some(first) = letters.next() else {
        return "?".to_owned();
    };
    letters
        .last()
        .map_or_else(|| first.to_string(), |last| format!("{first}{last}"))
}

/// One of eight hues, the same for the same name always (FNV-1a).
#[must_use]
pub fn hue(name: &str) -> u8 {
    let hash = name
        .to_lowercase()
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
    u8::try_from((hash >> 8) % 8).unwrap_or(0)
}

/// A small label; `tone` is empty, `ok`, `warn`, `bad`, `accent` or `line`.
#[derive(Debug, Clone)]
pub struct Chip {
    pub text: String,
    pub tone: &'static str,
    pub hue: Option<u8>,
    pub until: Option<Until>,
}

/// What a chip counts down to by itself: as text stands in its two sentences, with `{span}` for the time.
#[derive(Debug, Clone)]
pub struct Until {
    /// RFC 3339.
    pub due: String,
    pub left: String,
    pub late: String,
    /// Milliseconds before it is due when it becomes urgent.
    pub soon: i64,
}

impl Chip {
    #[must_use]
    pub fn new(text: impl Into<String>, tone: &'static str) -> Self {
        Self {
            text: text.into(),
            tone,
            hue: None,
            until: None,
        }
    }

    /// A tag in its own hue.
    #[must_use]
    pub fn tag(name: &str) -> Self {
        Self {
            text: name.to_owned(),
            tone: "",
            hue: Some(hue(name)),
            until: None,
        }
    }
}

/// A link and its words.
#[derive(Debug, Clone)]
pub struct Link {
    pub href: String,
    pub text: String,
}

/// A button that posts its fields to `href`.
#[derive(Debug, Clone)]
pub struct Act {
    pub href: String,
    pub text: String,
    pub fields: Vec<(&'static str, String)>,
}

/// One thing to choose in a menu or select.
#[derive(Debug, Clone)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub hint: String,
    pub current: bool,
    pub avatar: Option<Avatar>,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>, current: bool) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: String::new(),
            current,
            avatar: None,
        }
    }
}

/// What stands where a list would be.
#[derive(Debug, Clone)]
pub struct Empty {
    pub icon: &'static str,
    pub title: String,
    pub text: String,
    pub action: Option<Link>,
}

/// A piece of text, linked when it was an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub text: String,
    pub href: Option<String>,
}

/// Text in pieces, web and mail addresses linked. Only `http`, `https` and `mailto` ever become links.
#[must_use]
pub fn linked(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut plain = String::new();
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let bare = word.trim_matches(|c: char| "<>()[]{}\"'“”«».,;:!?".contains(c));
        let Some(href) = address_of(bare) else {
            plain.push_str(piece);
            continue;
        };
        let start = piece.find(bare).unwrap_or(0);
        let (before, rest) = piece.split_at_checked(start).unwrap_or((piece, ""));
        let (inside, after) = rest.split_at_checked(bare.len()).unwrap_or((rest, ""));
        plain.push_str(before);
        if !plain.is_empty() {
            parts.push(Part {
                text: std::mem::take(&mut plain),
                href: None,
            });
        }
        parts.push(Part {
            text: inside.to_owned(),
            href: Some(href),
        });
        plain.push_str(after);
    }
    if !plain.is_empty() {
        parts.push(Part {
            text: plain,
            href: None,
        });
    }
    parts
}

fn address_of(word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    if (lower.starts_with("https://") || lower.starts_with("http://")) && word.len() > 10 {
        return Some(word.to_owned());
    }
    if lower.starts_with("www.") && word.len() > 6 {
        return Some(format!("https://{word}"));
    }
    let (local, host) = word.split_once('@')?;
    let is_mail = !local.is_empty()
        && host.contains('.')
        && !host.contains('@')
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "@.-_+".contains(c));
    is_mail.then(|| format!("mailto:{word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hrefs(text: &str) -> Vec<String> {
        linked(text).into_iter().filter_map(|it| it.href).collect()
    }

    #[test]
    fn faces_have_two_letters_at_most() {
        assert_eq!(initials("María Fernández Ruiz"), "MR");
        assert_eq!(initials("ana"), "A");
        assert_eq!(initials("ventas@tienda.co"), "VC");
        assert_eq!(initials("  "), "?");
        assert!(hue("Ana") < 8);
        assert_eq!(hue("Ana"), hue("ANA"));
    }

    #[test]
    fn addresses_become_links_and_the_text_stays_whole() {
        let text =
            "Vea (https://lobby.example/a?b=1). Escriba a ventas@tienda.co, o javascript:alert(1)";
        assert_eq!(
            hrefs(text),
            ["https://lobby.example/a?b=1", "mailto:ventas@tienda.co"]
        );
        let whole: String = linked(text).into_iter().map(|it| it.text).collect();
        assert_eq!(whole, text);
    }

    #[test]
    fn what_only_looks_like_an_address_stays_text() {
        assert!(hrefs("a@b data:text/html,x http:// @ana JAVASCRIPT:x https:e").is_empty());
    }
}
