//! The parts of a mail: its texts in the right charset, and its files byte for byte.

use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};

use crate::channels::email::wire::{self, MAX_DEPTH, MAX_PARTS, Unreadable};
use crate::text::html::SafeHtml;
use crate::text::name;

/// A file that came with a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// A label, cleaned.
    pub name: String,
    /// As the mail says, lower case; never trusted for serving.
    pub content_type: String,
    /// Content-ID without brackets.
    pub cid: String,
    /// Shown inside the HTML.
    pub is_inline: bool,
    pub bytes: Vec<u8>,
}

/// The texts of a mail: what stands in text parts, what in HTML parts.
#[derive(Debug, Default)]
pub struct Texts {
    pub text: Option<String>,
    pub html: Option<String>,
}

/// Refuses a mail of too many parts, or of parts too deep within each other.
pub fn check_shape(message: &Message<'_>) -> Result<(), Unreadable> {
    if message.parts.len() > MAX_PARTS {
        return Err(Unreadable::TooManyParts);
    }
    let mut depths = vec![0_usize; message.parts.len()];
    for (at, part) in message.parts.iter().enumerate() {
        let PartType::Multipart(inner) = &part.body else {
            continue;
        };
        let depth = depths.get(at).copied().unwrap_or_default() + 1;
        if depth > MAX_DEPTH {
            return Err(Unreadable::TooDeep);
        }
        for id in inner {
            if let Some(it) = usize::try_from(*id).ok().and_then(|id| depths.get_mut(id)) {
                *it = depth;
            }
        }
    }
    Ok(())
}

/// The bodies of a mail, text parts and HTML parts each joined in their order.
pub fn texts(message: &Message<'_>) -> Texts {
    let mut texts = Texts::default();
    for part in message.text_bodies() {
        if matches!(part.body, PartType::Text(_)) {
            append(&mut texts.text, &text_of(part, message), "\n\n");
        }
    }
    let has_html = message
        .html_bodies()
        .any(|it| matches!(it.body, PartType::Html(_)));
    for part in message.html_bodies().filter(|_| has_html) {
        match part.body {
            PartType::Html(_) => append(&mut texts.html, &text_of(part, message), "<br>"),
            // A text part beside HTML parts stands where it stood.
            PartType::Text(_) => append(
                &mut texts.html,
                SafeHtml::of_text(text_of(part, message).trim()).as_str(),
                "<br>",
            ),
            _ => {}
        }
    }
    texts
}

/// Everything below the header as it came, as text.
pub fn whole(message: &Message<'_>) -> String {
    let raw = message.raw_message();
    let blank = raw.windows(2).position(|it| it == b"\n\n").map(|it| it + 2);
    let blank = blank.or_else(|| {
        raw.windows(4)
            .position(|it| it == b"\r\n\r\n")
            .map(|it| it + 4)
    });
    wire::decode(blank.and_then(|it| raw.get(it..)).unwrap_or_default())
}

fn append(whole: &mut Option<String>, piece: &str, between: &str) {
    match whole {
        Some(whole) => {
            whole.push_str(between);
            whole.push_str(piece);
        }
        None => *whole = Some(piece.to_owned()),
    }
}

/// The text of a part. Bytes that fit no announced charset are read as Windows-1252 unless they are UTF-8.
pub fn text_of(part: &MessagePart<'_>, message: &Message<'_>) -> String {
    let (PartType::Text(text) | PartType::Html(text)) = &part.body else {
        return String::new();
    };
    if text.contains('\u{fffd}') && !has_known_charset(part) {
        wire::decode(&bytes_of(part, message))
    } else {
        text.to_string()
    }
}

fn has_known_charset(part: &MessagePart<'_>) -> bool {
    let charset = part.content_type().and_then(|it| it.attribute("charset"));
    charset.is_some_and(|it| {
        let is_plain = it.eq_ignore_ascii_case("us-ascii")
            || it.eq_ignore_ascii_case("utf-8")
            || it.eq_ignore_ascii_case("utf8");
        !is_plain && mail_parser::decoders::charsets::map::charset_decoder(it.as_bytes()).is_some()
    })
}

/// The decoded bytes of a part, whatever kind of part it was taken for.
pub fn bytes_of(part: &MessagePart<'_>, message: &Message<'_>) -> Vec<u8> {
    if let PartType::Binary(bytes) | PartType::InlineBinary(bytes) = &part.body {
        return bytes.to_vec();
    }
    let place = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
    let raw = message
        .raw_message
        .get(place(part.offset_body)..place(part.offset_end))
        .unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::None => None,
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    };
    decoded.unwrap_or_else(|| raw.to_vec())
}

/// The files of a mail: all parts that are no body. Attached mails and Outlook's winmail.dat stay whole.
pub fn files(message: &Message<'_>, html: Option<&str>) -> Vec<File> {
    message
        .attachments()
        .enumerate()
        .map(|(at, part)| file(part, message, at + 1, html))
        .collect()
}

fn file(part: &MessagePart<'_>, message: &Message<'_>, number: usize, html: Option<&str>) -> File {
    let content_type = part.content_type().map_or_else(
        || "application/octet-stream".to_owned(),
        |it| {
            format!("{}/{}", it.ctype(), it.subtype().unwrap_or("octet-stream"))
                .to_ascii_lowercase()
        },
    );
    let cid = part
        .content_id()
        .unwrap_or_default()
        .trim_matches(['<', '>', ' '])
        .to_owned();
    let given = part
        .attachment_name()
        .map(str::to_owned)
        .or_else(|| match &part.body {
            PartType::Message(inner) => inner
                .subject()
                .filter(|it| !it.is_empty())
                .map(|it| format!("{it}.eml")),
            _ => None,
        });
    let is_named_in_html =
        !cid.is_empty() && html.is_some_and(|it| it.contains(&format!("cid:{cid}")));
    File {
        name: name::file_name(&given.unwrap_or_else(|| {
            format!(
                "{}-{number}{}",
                kind_of(&content_type),
                extension_of(&content_type)
            )
        })),
        is_inline: is_named_in_html && content_type.starts_with("image/"),
        content_type,
        cid,
        bytes: bytes_of(part, message),
    }
}

fn kind_of(content_type: &str) -> &str {
    match content_type.split('/').next() {
        Some(kind @ ("image" | "audio" | "video" | "message")) => kind,
        _ => "file",
    }
}

/// The usual extension of a nameless file.
fn extension_of(content_type: &str) -> &'static str {
    match content_type {
        "image/jpeg" | "image/jpg" => ".jpg",
        "image/png" => ".png",
        "image/gif" => ".gif",
        "image/webp" => ".webp",
        "application/pdf" => ".pdf",
        "text/calendar" => ".ics",
        "text/csv" => ".csv",
        "text/plain" => ".txt",
        "text/html" => ".html",
        "message/rfc822" => ".eml",
        "application/ms-tnef" => ".dat",
        _ => "",
    }
}
