//! A mail as it goes over the wire: headers and text by the mail library, files streamed from their blobs.

use std::fs::File;
use std::io::Read;
use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::message::header::{
    ContentDisposition, ContentId, ContentTransferEncoding, ContentType, HeaderName, HeaderValue,
    Headers,
};
use lettre::message::{Mailbox, Message, MultiPart, SinglePart};
use lettre::{Address, message::MessageBuilder};

use crate::channels::kit::OpenBlob;
use crate::domain::message::MailAddress;
use crate::domain::outbound::{Outbound, OutboundFile, OutboundMail, SendError};
use crate::net::line::Meter;

/// Bytes of a file encoded at once: lines of 76 characters hold 57.
const PIECE: usize = 57 * 1024;

/// A mail in pieces; files are opened already.
pub struct Mail {
    pieces: Vec<Piece>,
}

enum Piece {
    Bytes(Vec<u8>),
    File(File, u64),
}

/// Writes a mail.
///
/// # Errors
/// [`SendError::Misconfigured`] for addresses or names that cannot stand in a header, and files that are gone.
pub fn compose(out: &Outbound, mail: &OutboundMail, open: &OpenBlob) -> Result<Mail, SendError> {
    let mut head = headers(mail)?;
    head.remove_raw("Content-Transfer-Encoding");
    head.remove_raw("Content-Type");
    let mut top = head.to_string();
    top.push_str("MIME-Version: 1.0\r\n");
    let text = text_part(out);
    let (inline, attached): (Vec<&OutboundFile>, Vec<&OutboundFile>) =
        out.attachments.iter().partition(|it| !it.cid.is_empty());
    let mut pieces = Vec::new();
    if inline.is_empty() && attached.is_empty() {
        pieces.push(Piece::Bytes([top.into_bytes(), text].concat()));
        return Ok(Mail { pieces });
    }
    let mixed = boundary(out, "m");
    let related = boundary(out, "r");
    top.push_str(&format!(
        "Content-Type: multipart/mixed; boundary=\"{mixed}\"\r\n\r\n--{mixed}\r\n"
    ));
    if inline.is_empty() {
        pieces.push(Piece::Bytes([top.into_bytes(), text].concat()));
    } else {
        top.push_str(&format!(
            "Content-Type: multipart/related; boundary=\"{related}\"\r\n\r\n--{related}\r\n"
        ));
        pieces.push(Piece::Bytes([top.into_bytes(), text].concat()));
        files(&mut pieces, &inline, &related, open)?;
        pieces.push(Piece::Bytes(format!("\r\n--{related}--\r\n").into_bytes()));
    }
    files(&mut pieces, &attached, &mixed, open)?;
    pieces.push(Piece::Bytes(format!("\r\n--{mixed}--\r\n").into_bytes()));
    Ok(Mail { pieces })
}

impl Mail {
    /// The bytes, piece by piece. `ended` is told when the last was handed out; a file that cannot be read stops the
    /// line, so that half a mail is never taken for a whole one.
    pub fn stream(
        self,
        meter: Meter,
        ended: std::sync::Arc<std::sync::atomic::AtomicBool>,
    ) -> impl Iterator<Item = Vec<u8>> {
        let mut pieces = self.pieces.into_iter();
        let mut current: Option<(File, u64)> = None;
        std::iter::from_fn(move || {
            loop {
                if let Some((file, left)) = &mut current {
                    if *left == 0 {
                        current = None;
                        continue;
                    }
                    return match encoded(file, left) {
                        Some(bytes) => Some(bytes),
                        None => {
                            meter.stop_writing();
                            None
                        }
                    };
                }
                match pieces.next() {
                    Some(Piece::Bytes(bytes)) => return Some(bytes),
                    Some(Piece::File(file, size)) => current = Some((file, size)),
                    None => {
                        ended.store(true, std::sync::atomic::Ordering::Release);
                        return None;
                    }
                }
            }
        })
    }
}

/// The next part of a file as base64 lines; `None` when it is shorter than it was.
fn encoded(file: &mut File, left: &mut u64) -> Option<Vec<u8>> {
    let n = usize::try_from(*left).unwrap_or(PIECE).min(PIECE);
    let mut bytes = vec![0_u8; n];
    file.read_exact(&mut bytes).ok()?;
    *left -= n as u64;
    let mut out = Vec::with_capacity(n / 57 * 78 + 80);
    for line in bytes.chunks(57) {
        out.extend_from_slice(STANDARD.encode(line).as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    Some(out)
}

fn headers(mail: &OutboundMail) -> Result<Headers, SendError> {
    let mut builder = Message::builder()
        .message_id(Some(format!("<{}>", one_line(&mail.message_id)?)))
        .from(mailbox(&mail.from)?)
        .subject(without_breaks(&mail.subject));
    if let Some(at) = mail.date.and_then(|it| u64::try_from(it.0).ok()) {
        builder = builder.date(UNIX_EPOCH + Duration::from_millis(at));
    }
    if let Some(it) = &mail.reply_to {
        builder = builder.reply_to(mailbox(it)?);
    }
    for it in &mail.to {
        builder = builder.to(mailbox(it)?);
    }
    for it in &mail.cc {
        builder = builder.cc(mailbox(it)?);
    }
    builder = ids(builder, "In-Reply-To", &mail.in_reply_to)?;
    builder = ids(builder, "References", &mail.references)?;
    if mail.automatic {
        builder = raw(builder, "Auto-Submitted", "auto-generated");
        builder = raw(builder, "X-Auto-Response-Suppress", "All");
    }
    if !mail.list_id.is_empty() {
        builder = raw(
            builder,
            "List-Id",
            &format!("<{}>", one_line(&mail.list_id)?),
        );
    }
    let first = mail.to.iter().chain(&mail.cc).chain(&mail.bcc).next();
    let first = first.ok_or_else(|| wrong("no recipient"))?;
    // The library wants an envelope; Lobby speaks its own, one recipient a command.
    let envelope = lettre::address::Envelope::new(None, vec![address(&first.address)?])
        .map_err(|err| wrong(&err.to_string()))?;
    let message = builder
        .envelope(envelope)
        .body(String::new())
        .map_err(|err| wrong(&err.to_string()))?;
    let mut headers = message.headers().clone();
    headers.remove_raw("MIME-Version");
    Ok(headers)
}

fn ids(
    builder: MessageBuilder,
    name: &'static str,
    ids: &[String],
) -> Result<MessageBuilder, SendError> {
    if ids.is_empty() {
        return Ok(builder);
    }
    let mut folded = Vec::with_capacity(ids.len());
    for id in ids {
        folded.push(format!("<{}>", one_line(id)?));
    }
    let plain = folded.join(" ");
    let name = HeaderName::new_from_ascii_str(name);
    let value = HeaderValue::dangerous_new_pre_encoded(name, plain, folded.join("\r\n "));
    Ok(builder.raw_header(value))
}

fn raw(builder: MessageBuilder, name: &'static str, value: &str) -> MessageBuilder {
    let name = HeaderName::new_from_ascii_str(name);
    builder.raw_header(HeaderValue::new(name, value.to_owned()))
}

fn text_part(out: &Outbound) -> Vec<u8> {
    match &out.html {
        Some(html) => MultiPart::alternative_plain_html(out.text.clone(), html.clone()).formatted(),
        None => SinglePart::plain(out.text.clone()).formatted(),
    }
}

fn files(
    pieces: &mut Vec<Piece>,
    files: &[&OutboundFile],
    boundary: &str,
    open: &OpenBlob,
) -> Result<(), SendError> {
    for it in files {
        let mut head = Headers::new();
        let kind = ContentType::parse(&it.content_type)
            .or_else(|_| ContentType::parse("application/octet-stream"))
            .map_err(|err| wrong(&err.to_string()))?;
        head.set(kind);
        let name = without_breaks(&it.name);
        if it.cid.is_empty() {
            head.set(ContentDisposition::attachment(&name));
        } else {
            head.set(ContentDisposition::inline_with_name(&name));
            head.set(ContentId::from(format!("<{}>", one_line(&it.cid)?)));
        }
        head.set(ContentTransferEncoding::Base64);
        pieces.push(Piece::Bytes(
            format!("\r\n--{boundary}\r\n{head}\r\n").into_bytes(),
        ));
        let file = open(it.blob).map_err(|_| wrong("an attachment is gone"))?;
        pieces.push(Piece::File(file, it.size));
    }
    Ok(())
}

/// A boundary that is the same for the same message, and in no text that was written before it.
fn boundary(out: &Outbound, kind: &str) -> String {
    format!("=_{kind}_{}", out.delivery.0.simple())
}

/// An address as the wire wants it: the domain in ASCII (IDNA).
///
/// # Errors
/// [`SendError::Misconfigured`] when it is no address.
pub fn address(text: &str) -> Result<Address, SendError> {
    let (local, domain) = text.rsplit_once('@').ok_or_else(|| wrong("no address"))?;
    let domain = match url::Host::parse(domain) {
        Ok(url::Host::Domain(it)) => it,
        _ => domain.to_owned(),
    };
    Address::new(local, domain).map_err(|err| wrong(&err.to_string()))
}

fn mailbox(it: &MailAddress) -> Result<Mailbox, SendError> {
    let name = without_breaks(&it.name);
    let name = Some(name).filter(|it| !it.is_empty());
    Ok(Mailbox::new(name, address(&it.address)?))
}

/// Text that goes into a header: what would end the header becomes a blank.
fn without_breaks(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|it| {
            if it.is_control() || matches!(it, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                it
            }
        })
        .collect();
    clean.trim().to_owned()
}

/// An id that goes into a header as it is.
fn one_line(id: &str) -> Result<&str, SendError> {
    let fine = !id.is_empty()
        && id
            .bytes()
            .all(|it| it.is_ascii_graphic() && it != b'<' && it != b'>');
    if fine {
        Ok(id)
    } else {
        Err(wrong("an id cannot stand in a header"))
    }
}

fn wrong(detail: &str) -> SendError {
    SendError::Misconfigured {
        detail: detail.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::io::Write;
    use std::sync::Arc;
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::domain::id::{BlobHash, DeliveryId, MessageId};

    fn mail() -> OutboundMail {
        OutboundMail {
            message_id: "a@x.co".to_owned(),
            from: named("Clínica", "hola@x.co"),
            to: vec![named("Ana\r\nBcc: evil@x.co", "ana@y.co")],
            bcc: vec![named("", "secret@y.co")],
            subject: "Hola\r\nBcc: evil@x.co\u{2028}ñ".to_owned(),
            references: vec!["one@y.co".to_owned(), "two@y.co".to_owned()],
            ..OutboundMail::default()
        }
    }

    fn named(name: &str, address: &str) -> MailAddress {
        MailAddress {
            name: name.to_owned(),
            address: address.to_owned(),
        }
    }

    fn out(attachments: Vec<OutboundFile>) -> Outbound {
        Outbound {
            delivery: DeliveryId::default(),
            message: MessageId::default(),
            text: "Hola ñ\n.punto\n".to_owned(),
            html: Some("<p>Hola</p>".to_owned()),
            attachments,
            mail: None,
            chat: None,
        }
    }

    fn text(out: &Outbound, mail: &OutboundMail, open: OpenBlob) -> (String, bool) {
        let ended = Arc::new(AtomicBool::new(false));
        let made = compose(out, mail, &open).unwrap();
        let bytes: Vec<u8> = made
            .stream(Meter::default(), ended.clone())
            .flatten()
            .collect();
        let ended = ended.load(std::sync::atomic::Ordering::Acquire);
        (String::from_utf8(bytes).unwrap(), ended)
    }

    fn no_blobs() -> OpenBlob {
        Arc::new(|_| Err(std::io::Error::other("none")))
    }

    #[test]
    fn nothing_written_by_anybody_makes_a_header() {
        let (text, ended) = text(&out(Vec::new()), &mail(), no_blobs());
        assert!(ended);
        let head = text.split("\r\n\r\n").next().unwrap();
        let names: Vec<&str> = head
            .split("\r\n")
            .filter(|it| !it.starts_with([' ', '\t']))
            .map(|it| it.split(':').next().unwrap())
            .collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        assert_eq!(
            sorted,
            [
                "Content-Type",
                "Date",
                "From",
                "MIME-Version",
                "Message-ID",
                "References",
                "Subject",
                "To"
            ]
        );
        assert!(!text.contains("secret@"));
        assert!(
            head.contains("References: <one@y.co>\r\n <two@y.co>"),
            "{head}"
        );
    }

    #[test]
    fn files_are_streamed_whole_or_the_line_stops() {
        let path = std::env::temp_dir().join(format!("lobby-compose-{}", std::process::id()));
        let bytes: Vec<u8> = (0..200_000_u32).map(|it| it.to_le_bytes()[0]).collect();
        File::create(&path).unwrap().write_all(&bytes).unwrap();
        let open: OpenBlob = {
            let path = path.clone();
            Arc::new(move |_| File::open(&path))
        };
        let file = OutboundFile {
            name: "informe ñ.pdf\r\nX: y".to_owned(),
            content_type: "application/pdf".to_owned(),
            blob: BlobHash::default(),
            size: 200_000,
            cid: String::new(),
            holds: None,
        };
        let (text, ended) = text(&out(vec![file.clone()]), &mail(), open.clone());
        assert!(ended);
        let parsed = mail_parser::MessageParser::default()
            .parse(text.as_bytes())
            .unwrap();
        assert_eq!(parsed.attachment_count(), 1);
        assert_eq!(parsed.attachment(0).unwrap().contents(), bytes);
        assert_eq!(
            parsed.body_text(0).unwrap().replace("\r\n", "\n"),
            "Hola ñ\n.punto\n"
        );

        let longer = OutboundFile {
            size: 200_001,
            ..file
        };
        let (_, ended) = self::text(&out(vec![longer]), &mail(), open);
        assert!(!ended, "a file that shrank was sent as whole");
    }

    #[test]
    fn addresses_are_taken_apart_once() {
        assert_eq!(
            address("ana@bücher.example").unwrap().domain(),
            "xn--bcher-kva.example"
        );
        for bad in ["", "ana", "a b@x.co", "a@x.co\r\nRCPT TO:<b@x.co>", "a@b@"] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }
}
