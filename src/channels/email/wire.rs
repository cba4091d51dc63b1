//! The bytes of a mail before any parser: its header fields, the caps, Message-IDs, and who it says it is from.
//!
//! Parsers disagree about malformed headers, and forgers live on that. What matters for trust is therefore read here,
//! strictly, and whatever is not plain is called unclear.

use crate::domain::message::READ_WHOLE;
use crate::text::address::Address;

/// Largest mail read, in bytes.
pub const MAX_BYTES: usize = 35 << 20;
const _: () = assert!(MAX_BYTES as u64 == READ_WHOLE);
/// Most header fields of a mail.
pub const MAX_FIELDS: usize = 1_000;
/// Longest header field, in bytes (Postfix has the same).
pub const MAX_FIELD: usize = 102_400;
/// Most parts of a mail, and most multiparts within each other.
pub const MAX_PARTS: usize = 1_000;
pub const MAX_DEPTH: usize = 50;
/// Most Message-IDs taken from one field.
const MAX_IDS: usize = 100;
/// Shortest and longest reply token, in characters.
const MIN_TOKEN: usize = 20;
const MAX_TOKEN: usize = 64;
/// Longest Message-ID, in bytes: a line of mail (RFC 5322, 2.1.1).
const MAX_ID: usize = 998;

/// Why a mail is not read. Its raw form is kept and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    #[error("larger than {MAX_BYTES} bytes")]
    TooLarge,
    #[error("more than {MAX_FIELDS} header fields")]
    TooManyFields,
    #[error("a header field longer than {MAX_FIELD} bytes")]
    FieldTooLong,
    #[error("more than {MAX_PARTS} parts")]
    TooManyParts,
    #[error("parts nested deeper than {MAX_DEPTH}")]
    TooDeep,
    #[error("no header")]
    NoHeader,
}

impl Unreadable {
    /// Key of `words`.
    pub fn word(self) -> &'static str {
        match self {
            Unreadable::TooLarge => "parked-mail-too-large",
            Unreadable::TooManyFields => "parked-mail-too-many-fields",
            Unreadable::FieldTooLong => "parked-mail-field-too-long",
            Unreadable::TooManyParts => "parked-mail-too-many-parts",
            Unreadable::TooDeep => "parked-mail-too-deep",
            Unreadable::NoHeader => "parked-mail-no-header",
        }
    }
}

/// The header fields of a mail, in order, undecoded.
pub struct Headers<'a> {
    /// Name as written, value with its folds.
    fields: Vec<(&'a [u8], &'a [u8])>,
    /// Something in the header is neither field nor fold.
    has_stray_lines: bool,
}

impl<'a> Headers<'a> {
    /// Cuts the header of a mail into fields, within the caps.
    pub fn read(raw: &'a [u8]) -> Result<Self, Unreadable> {
        if raw.len() > MAX_BYTES {
            return Err(Unreadable::TooLarge);
        }
        let mut headers = Headers {
            fields: Vec::new(),
            has_stray_lines: false,
        };
        let mut rest = without_mbox_line(raw);
        while let Some((field, after)) = next_field(rest) {
            if field.len() > MAX_FIELD {
                return Err(Unreadable::FieldTooLong);
            }
            rest = after;
            match field.iter().position(|it| *it == b':') {
                Some(colon) if colon > 0 => {
                    let (name, value) = field.split_at(colon);
                    headers
                        .fields
                        .push((name, value.get(1..).unwrap_or_default()));
                }
                _ => headers.has_stray_lines = true,
            }
            if headers.fields.len() > MAX_FIELDS {
                return Err(Unreadable::TooManyFields);
            }
        }
        if headers.fields.is_empty() {
            Err(Unreadable::NoHeader)
        } else {
            Ok(headers)
        }
    }

    /// The values of every field of this name, unfolded, from the top.
    pub fn all<'s>(&'s self, name: &'s str) -> impl Iterator<Item = String> + 's {
        self.raw(name).map(unfold)
    }

    /// The values as they stand, with folds, from the top.
    pub fn raw<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'a [u8]> + 's {
        let is_named = move |it: &&(&[u8], &[u8])| it.0.eq_ignore_ascii_case(name.as_bytes());
        self.fields.iter().filter(is_named).map(|(_, value)| *value)
    }

    pub fn first(&self, name: &str) -> Option<String> {
        self.all(name).next()
    }

    pub fn has(&self, name: &str) -> bool {
        self.raw(name).next().is_some()
    }

    /// Whether any field's name begins so.
    pub fn has_prefix(&self, prefix: &str) -> bool {
        let is_named = |name: &[u8]| {
            name.get(..prefix.len())
                .is_some_and(|it| it.eq_ignore_ascii_case(prefix.as_bytes()))
        };
        self.fields.iter().any(|(name, _)| is_named(name))
    }

    /// Names and raw values from the top.
    pub fn iter(&self) -> impl Iterator<Item = (&'a [u8], &'a [u8])> + '_ {
        self.fields.iter().copied()
    }

    /// The Message-IDs in every field of this name, in order, without brackets; tolerates missing ones.
    pub fn ids(&self, name: &str) -> Vec<String> {
        let mut ids = Vec::new();
        for value in self.all(name) {
            let bracketed = value
                .split('<')
                .skip(1)
                .filter_map(|it| it.split_once('>'))
                .map(|(id, _)| id);
            let before = ids.len();
            ids.extend(bracketed.filter_map(message_id));
            if ids.len() == before {
                let bare = value
                    .split([' ', '\t', ',', ';'])
                    .map(|it| it.trim_matches(['<', '>', '"']));
                ids.extend(
                    bare.filter(|it| it.contains('@') || *it == value)
                        .filter_map(message_id),
                );
            }
        }
        ids.truncate(MAX_IDS);
        ids
    }

    /// Whose mail this is, as far as its header says so without doubt.
    pub fn sender(&self) -> Sender {
        let looks_like_from = |name: &[u8]| {
            let letters = name
                .iter()
                .filter(|it| it.is_ascii_alphabetic())
                .map(u8::to_ascii_lowercase);
            letters.eq(*b"from")
        };
        let mut froms = self.fields.iter().filter(|(name, _)| looks_like_from(name));
        let (Some((name, value)), None) = (froms.next(), froms.next()) else {
            return Sender::Unclear;
        };
        if !name.eq_ignore_ascii_case(b"from") || self.has_stray_lines {
            return Sender::Unclear;
        }
        let Ok(value) = std::str::from_utf8(value) else {
            return single_address(&unfold(value));
        };
        single_address(&unfold(value.as_bytes()))
    }
}

/// Whom the one From field names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sender {
    Clear(Address),
    /// None, several, or one that can be read in two ways.
    Unclear,
}

/// A From field with exactly one address that everybody reads alike.
fn single_address(value: &str) -> Sender {
    let Some(bare) = without_quoted(value) else {
        return Sender::Unclear;
    };
    if bare.chars().any(char::is_control)
        || bare.contains([',', ';', ':'])
        || bare.matches('@').count() != 1
    {
        return Sender::Unclear;
    }
    let (before, address, after) = match bare.split_once('<') {
        Some((before, rest)) => match rest.split_once('>') {
            Some((address, after)) => (before, address, after),
            None => return Sender::Unclear,
        },
        None => ("", bare.trim(), ""),
    };
    let is_plain = !before.contains(['@', '>'])
        && after.trim().is_empty()
        && !address.contains(['<', '>'])
        && !address.contains("=?");
    match Address::parse(address).filter(|_| is_plain) {
        Some(address) => Sender::Clear(address),
        None => Sender::Unclear,
    }
}

/// The text without quoted strings and comments; `None` when one of them never ends.
fn without_quoted(value: &str) -> Option<String> {
    let mut bare = String::with_capacity(value.len());
    let (mut in_quotes, mut comments, mut escaped) = (false, 0_u32, false);
    for it in value.chars() {
        if escaped {
            escaped = false;
        } else if it == '\\' && (in_quotes || comments > 0) {
            escaped = true;
        } else if in_quotes {
            in_quotes = it != '"';
        } else {
            match it {
                '"' if comments == 0 => {
                    in_quotes = true;
                    bare.push(' ');
                }
                '(' => comments += 1,
                ')' => comments = comments.checked_sub(1)?,
                it if comments == 0 => bare.push(it),
                _ => {}
            }
        }
    }
    (!in_quotes && comments == 0).then_some(bare)
}

/// An id as it is compared: trimmed, and short enough for a line of mail.
pub fn message_id(written: &str) -> Option<String> {
    let id = written.trim();
    let is_sound = !id.is_empty()
        && id.len() <= MAX_ID
        && !id.contains(char::is_whitespace)
        && !id.chars().any(char::is_control);
    is_sound.then(|| id.to_owned())
}

/// What stands between a plus sign and an `@` in any address of a text, if it is long enough to be a token of ours.
///
/// Lower case, each once. Whether it is one is for the keeper of the keys to say.
pub fn tokens(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in text.split('+').skip(1) {
        let length = piece
            .bytes()
            .take(MAX_TOKEN + 1)
            .take_while(u8::is_ascii_alphanumeric)
            .count();
        let (token, rest) = piece.split_at_checked(length).unwrap_or_default();
        let is_token = (MIN_TOKEN..=MAX_TOKEN).contains(&length) && rest.starts_with('@');
        let token = token.to_ascii_lowercase();
        if is_token && found.len() < MAX_IDS && !found.contains(&token) {
            found.push(token);
        }
    }
    found
}

/// Bytes as text: UTF-8, else Windows-1252, which old mail programs write unannounced.
pub fn decode(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => match mail_parser::decoders::charsets::map::charset_decoder(b"windows-1252") {
            Some(decoder) => decoder(bytes),
            None => String::from_utf8_lossy(bytes).into_owned(),
        },
    }
}

/// The mail without the "From " line that mailbox files put before it.
pub fn without_mbox_line(raw: &[u8]) -> &[u8] {
    let is_mbox =
        raw.starts_with(b"From ") && raw.get(5).is_some_and(|it| *it != b':' && *it != b' ');
    let end = raw.iter().position(|it| *it == b'\n').filter(|_| is_mbox);
    end.and_then(|it| raw.get(it + 1..)).unwrap_or(raw)
}

fn unfold(value: &[u8]) -> String {
    let text = decode(value);
    if !text.contains(['\r', '\n']) {
        return text.trim().to_owned();
    }
    text.split(['\r', '\n'])
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The next field with its folds, and what follows; `None` at the blank line that ends the header.
fn next_field(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut end = 0;
    loop {
        let line = rest.get(end..)?;
        let length = line
            .iter()
            .position(|it| *it == b'\n')
            .map_or(line.len(), |it| it + 1);
        if end == 0
            && line
                .get(..length)?
                .iter()
                .all(|it| matches!(it, b'\r' | b'\n'))
        {
            return None;
        }
        end += length;
        let folds = rest.get(end).is_some_and(|it| matches!(it, b' ' | b'\t'));
        if length == 0 || !folds {
            let (field, after) = rest.split_at_checked(end)?;
            return Some((field.trim_ascii_end(), after));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn headers(raw: &str) -> Headers<'_> {
        Headers::read(raw.as_bytes()).unwrap()
    }

    #[test]
    fn fields_are_cut_and_unfolded() {
        let headers = headers("From a@b Thu\nSubject: one\r\n two\r\nTo:x\n\nBody: no\n");
        assert_eq!(headers.first("subject").as_deref(), Some("one two"));
        assert_eq!(headers.first("TO").as_deref(), Some("x"));
        assert!(!headers.has("body") && headers.has_prefix("sub"));
    }

    #[test]
    fn raw_eight_bit_is_read_as_latin() {
        assert_eq!(decode(b"Mu\xf1oz \x80"), "Muñoz €");
        assert_eq!(decode("Muñoz".as_bytes()), "Muñoz");
    }

    #[test]
    fn ids_come_without_brackets() {
        for (field, ids) in [
            ("<a@b> <c@d>\n\t<e@f>", vec!["a@b", "c@d", "e@f"]),
            ("a@b c@d", vec!["a@b", "c@d"]),
            ("text <a@b> from me@x", vec!["a@b"]),
            ("nothing here", vec![]),
            ("", vec![]),
            ("<a@b", vec!["a@b"]),
        ] {
            assert_eq!(
                headers(&format!("X: y\nReferences: {field}\n\n")).ids("References"),
                ids,
                "{field}"
            );
        }
        let many = headers(&format!("References: {}\n\n", "<a@b>\n ".repeat(500)))
            .ids("references")
            .len();
        assert_eq!(many, MAX_IDS);
    }

    #[test]
    fn tokens_are_found_in_addresses() {
        let token = "r1abcdefghijklmnopqrstuvwxyz2345672345";
        let text = format!(
            "To: <Support+{}@shop.example>, a+short@b, x+{token}@y z+{token} +1 555",
            token.to_uppercase()
        );
        assert_eq!(tokens(&text), [token]);
        assert!(tokens(&"+".repeat(100_000)).is_empty());
    }

    #[test]
    fn a_plain_sender_is_clear() {
        for from in [
            "ana@x.example",
            "<Ana@X.example>",
            "Ana <ana@x.example>",
            "\"Ruiz, Ana\" <ana@x.example>",
            "ana@x.example (Ana, Sales)",
            "=?utf-8?q?Ana?= <ana@x.example>",
            "\"a@b\" <ana@x.example>",
            "Ana\r\n <ana@x.example>",
            "Mu\u{f1}oz <ana@x.example>",
        ] {
            let sender = headers(&format!("From: {from}\r\n\r\n")).sender();
            assert_eq!(
                sender,
                Sender::Clear(Address::parse("ana@x.example").unwrap()),
                "{from}"
            );
        }
    }

    #[test]
    fn a_sender_that_could_be_two_is_unclear() {
        for header in [
            "From: a@x.example\nFrom: b@x.example",
            "From: a@x.example, b@y.example",
            "From : a@x.example",
            " From: a@x.example\nX: y",
            "From: <a@x.example> <b@y.example>",
            "From: a@x.example <b@y.example>",
            "From: <b@y.example> a@x.example",
            "From: group: a@x.example;",
            "From: =?utf-8?q?a=40x.example?=",
            "From: <=?utf-8?q?a?=@x.example>",
            "From: a@x.example\0",
            "From: \"unclosed <a@x.example>",
            "From: (unclosed a@x.example",
            "From: <@relay.example:a@x.example>",
            "From: a@x.example@y.example",
            "From: ",
            "Subject: no from",
            "From\t: a@x.example",
            "FrOm: a@x.example\nfrom: b@y.example",
            "From: a%x.example@y.example",
            "From\0: a@x.example",
            "From: a@x.example\nF rom: b@y.example",
            "stray\nFrom: a@x.example",
            "From: a@x.example\r b@y.example",
        ] {
            let raw = format!("{header}\n\nbody");
            assert_eq!(
                Headers::read(raw.as_bytes()).map_or(Sender::Unclear, |it| it.sender()),
                Sender::Unclear,
                "{header:?}"
            );
        }
    }

    #[test]
    fn caps_hold() {
        let refused = |raw: &str| Headers::read(raw.as_bytes()).err();
        assert_eq!(refused(""), Some(Unreadable::NoHeader));
        assert_eq!(
            refused(&"A: b\n".repeat(MAX_FIELDS + 1)),
            Some(Unreadable::TooManyFields)
        );
        assert_eq!(
            refused(&format!("A: {}\n", "b".repeat(MAX_FIELD))),
            Some(Unreadable::FieldTooLong)
        );
        assert_eq!(
            Headers::read(&vec![b'a'; MAX_BYTES + 1]).err(),
            Some(Unreadable::TooLarge)
        );
    }
}
