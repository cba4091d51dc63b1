//! From and Subject of a mail that cannot be read: each line by itself, cut, so that nothing of the rest is in the way.

use mail_parser::MessageParser;

/// Bytes looked at, and of one line.
pub const LOOKED_AT: usize = 64 << 10;
const LINE: usize = 1_000;
/// Lines of a head looked at.
const LINES: usize = 2_000;

/// What is seen at a glance; empty where nothing is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Glance {
    pub name: String,
    /// As it stands there.
    pub address: String,
    pub subject: String,
    /// What follows the head, as text.
    pub rest: String,
}

/// Looks at the beginning of a mail.
#[must_use]
pub fn glance(raw: &[u8]) -> Glance {
    let text = String::from_utf8_lossy(raw.get(..LOOKED_AT).unwrap_or(raw)).replace('\0', "");
    let mut lines = text.lines();
    let (mut from, mut subject, mut current) = (String::new(), String::new(), None);
    for line in lines.by_ref().take(LINES) {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            let field = match current {
                Some(true) => &mut from,
                Some(false) => &mut subject,
                None => continue,
            };
            if field.len() < LINE {
                field.push(' ');
                field.push_str(line.trim());
            }
            continue;
        }
        let (name, value) = line.split_once(':').unwrap_or_default();
        current = match name.trim().to_ascii_lowercase().as_str() {
            "from" if from.is_empty() => Some(true),
            "subject" if subject.is_empty() => Some(false),
            _ => None,
        };
        match current {
            Some(true) => from = value.trim().to_owned(),
            Some(false) => subject = value.trim().to_owned(),
            None => {}
        }
    }
    let rest: Vec<&str> = lines.collect();
    read(&from, &subject, rest.join("\n"))
}

fn read(from: &str, subject: &str, rest: String) -> Glance {
    let cut = |it: &str| -> String { it.chars().take(LINE).collect() };
    let (from, subject) = (cut(from), cut(subject));
    let head = format!("From: {from}\r\nSubject: {subject}\r\n\r\n");
    let parsed = MessageParser::default().parse(head.as_bytes());
    let sender = parsed.as_ref().and_then(|it| it.from()?.first().cloned());
    let (name, address) = sender.map_or((None, None), |it| (it.name, it.address));
    let decoded = parsed.as_ref().and_then(|it| it.subject());
    Glance {
        name: name.map(|it| it.into_owned()).unwrap_or_default(),
        address: address.map_or(from, |it| it.into_owned()),
        subject: decoded.map_or(subject, str::to_owned),
        rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_and_subject_are_seen_whatever_stands_around_them() {
        let long = "x".repeat(200_000);
        for raw in [
            "From: =?utf-8?q?Jos=C3=A9?= <jose@example.com>\r\nSubject: Broken\r\n\r\nHello"
                .to_owned(),
            "junk\nFROM : =?utf-8?q?Jos=C3=A9?=\n <jose@example.com>\nsubject: Bro\0ken\n\nHello"
                .to_owned(),
            format!(
                "From: =?utf-8?q?Jos=C3=A9?= <jose@example.com>\r\nSubject: Broken\r\n\r\nHello{long}"
            ),
        ] {
            let seen = glance(raw.as_bytes());
            assert_eq!(
                (seen.name.as_str(), seen.address.as_str()),
                ("José", "jose@example.com")
            );
            assert_eq!(seen.subject, "Broken");
            assert!(seen.rest.starts_with("Hello") && seen.rest.len() <= LOOKED_AT);
        }
        assert_eq!(glance(b"\xff\xfe no head at all").address, "");
        assert_eq!(glance(format!("From: {long}").as_bytes()).subject, "");
    }
}
