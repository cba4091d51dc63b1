//! Mails as the pretend customers write them: bytes as a mail program makes them (RFC 5322).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::domain::time::Millis;

/// The server whose word about the sender's domain the demo's mailbox trusts.
pub const AUTHSERV_ID: &str = "mx.demo.example";
/// The picture of a customer who sends one.
const PHOTO: &[u8] = include_bytes!("../../../templates/demo/label.png");

const VOICE: &[u8] = include_bytes!("../../../templates/demo/voice.ogg");

/// What a customer sends along with their words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Enclosed {
    #[default]
    Nothing,
    Photo,
    Voice,
}

impl Enclosed {
    /// Name, kind and bytes of the file.
    #[must_use]
    pub fn file(self) -> Option<(&'static str, &'static str, &'static [u8])> {
        match self {
            Enclosed::Nothing => None,
            Enclosed::Photo => Some(("label.png", "image/png", PHOTO)),
            Enclosed::Voice => Some(("voice.ogg", "audio/ogg", VOICE)),
        }
    }
}

/// A mail to write.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    pub from_name: String,
    pub from: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    /// Without brackets.
    pub message_id: String,
    /// Message-IDs it answers, oldest first, without brackets.
    pub references: Vec<String>,
    pub at: Millis,
    pub with: Enclosed,
    pub newsletter: bool,
}

impl Letter {
    /// The mail's bytes.
    #[must_use]
    pub fn raw(&self) -> Vec<u8> {
        let domain = self.from.split('@').next_back().unwrap_or_default();
        let mut out = format!(
            "Authentication-Results: {AUTHSERV_ID}; dmarc=pass header.from={domain}\r\n\
             From: {} <{}>\r\nTo: <{}>\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: <{}>\r\n\
             MIME-Version: 1.0\r\n",
            encoded(&self.from_name),
            self.from,
            self.to,
            encoded(&self.subject),
            date(self.at),
            self.message_id,
        );
        if let Some(last) = self.references.last() {
            let all: Vec<_> = self.references.iter().map(|it| format!("<{it}>")).collect();
            out += &format!(
                "In-Reply-To: <{last}>\r\nReferences: {}\r\n",
                all.join("\r\n ")
            );
        }
        if self.newsletter {
            out += "List-Unsubscribe: <https://mail.example/leave>\r\nPrecedence: bulk\r\n";
        }
        let text = format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            lines(self.text.as_bytes())
        );
        if let Some((name, kind, bytes)) = self.with.file() {
            out += &format!(
                "Content-Type: multipart/mixed; boundary=demo\r\n\r\n--demo\r\n{text}--demo\r\n\
                 Content-Type: {kind}; name={name}\r\n\
                 Content-Disposition: attachment; filename={name}\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{}\r\n--demo--\r\n",
                lines(bytes)
            );
        } else {
            out += &text;
        }
        out.into_bytes()
    }
}

/// A header's words (RFC 2047).
fn encoded(text: &str) -> String {
    if text.is_ascii() {
        text.to_owned()
    } else {
        format!("=?utf-8?B?{}?=", STANDARD.encode(text))
    }
}

/// Base64 in lines of 76 characters (RFC 2045).
fn lines(bytes: &[u8]) -> String {
    let written = STANDARD.encode(bytes);
    let lines = written
        .as_bytes()
        .chunks(76)
        .map(|it| String::from_utf8_lossy(it));
    lines.collect::<Vec<_>>().join("\r\n")
}

fn date(at: Millis) -> String {
    let at = Timestamp::from_millisecond(at.0).unwrap_or_default();
    jiff::fmt::rfc2822::to_string(&at.to_zoned(TimeZone::UTC)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use mail_parser::MessageParser;

    #[test]
    fn it_is_read_as_it_was_meant() {
        let letter = Letter {
            from_name: "Óscar Peña".into(),
            from: "oscar.pena@mail.example".into(),
            to: "hola@tienda.example".into(),
            subject: "¿Dónde está?".into(),
            text: "Línea uno\nlínea dos".into(),
            message_id: "3@mail.example".into(),
            references: vec!["1@x.example".into(), "2@x.example".into()],
            at: Millis(1_793_804_400_000),
            with: Enclosed::Voice,
            ..Letter::default()
        };
        let raw = letter.raw();
        let read = MessageParser::default().parse(&raw).unwrap();
        assert_eq!(read.subject(), Some("¿Dónde está?"));
        assert_eq!(read.body_text(0).unwrap().trim(), letter.text);
        assert_eq!(read.message_id(), Some("3@mail.example"));
        assert_eq!(read.in_reply_to().as_text(), Some("2@x.example"));
        assert_eq!(read.attachment_count(), 1);
        assert_eq!(read.date().unwrap().to_timestamp(), 1_793_804_400);
    }
}
