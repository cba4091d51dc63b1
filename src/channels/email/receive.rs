//! From the bytes of a mail to what it says: pure, without I/O, and the same each time.
//!
//! The parser may be handed anything; whoever calls this does so inside `catch_unwind`.

use mail_parser::{Addr, Message, MessageParser, PartType};
use sha2::{Digest, Sha256};

use crate::channels::email::auth_results::{self, Dmarc};
use crate::channels::email::body::{self, File};
use crate::channels::email::wire::{self, Headers, Sender, Unreadable};
use crate::channels::email::{automatic, forward, report};
use crate::domain::contact::{Evidence, Handle};
use crate::domain::id::RawId;
use crate::domain::inbound::{Inbound, InboundMail, Received, Report};
use crate::domain::mail::MailPlace;
use crate::domain::message::{Attachment, Body, MailAddress};
use crate::domain::time::Millis;
use crate::text::address::Address;
use crate::text::html::CLEANER;
use crate::text::language::Language;
use crate::text::prepare::{Given, Prepared, prepare};
use crate::text::{name, subject};

/// Longer bodies are staged as blobs, in bytes.
pub const MAX_INLINE: usize = 32 * 1024;
/// Most recipients kept of one field.
const MAX_RECIPIENTS: usize = 300;
/// Longest subject kept, in bytes.
const MAX_SUBJECT: usize = 1_000;
/// Most attached mails within each other or side by side that are parsed.
const MAX_ATTACHED_MAILS: usize = 100;

/// What is known of the mailbox a mail came to.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mailbox<'a> {
    /// Every address of ours, aliases included.
    pub addresses: &'a [Address],
    /// The server whose Authentication-Results are trusted; empty for none.
    pub authserv_id: &'a str,
    /// Calling code of the country, digits only, for phone numbers in forms.
    pub country: &'a str,
    /// Names of our brand and agents, for courtesies.
    pub our_names: &'a [&'a str],
}

/// Where a mail was found, and when.
#[derive(Debug, Clone, Default)]
pub struct Source {
    pub place: MailPlace,
    pub sent_folder: bool,
    pub history: bool,
    /// Stands in for a missing or impossible Date.
    pub received_at: Millis,
    pub raw: Option<RawId>,
}

/// A mail, read. What is to be staged is still here as bytes; `attachments` of the message are in the order of `files`,
/// their blobs not yet named.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    pub received: Received,
    pub files: Vec<File>,
    /// Cleaned HTML too long to stand in the message, to be staged as its `html`.
    pub long_html: Option<String>,
    /// The whole text, when the message holds only its beginning.
    pub long_text: Option<String>,
}

/// Reads a mail.
pub fn read(raw: &[u8], mailbox: &Mailbox<'_>, source: &Source) -> Result<Letter, Unreadable> {
    let headers = Headers::read(raw)?;
    if attached_mails(raw) > MAX_ATTACHED_MAILS {
        return Err(Unreadable::TooDeep);
    }
    let raw = wire::without_mbox_line(raw);
    let message = MessageParser::default()
        .parse(raw)
        .ok_or(Unreadable::NoHeader)?;
    body::check_shape(&message)?;
    let sender = headers.sender();
    let from = match &sender {
        Sender::Clear(address) => Some(address),
        Sender::Unclear => None,
    };
    if let Some(found) = report::find(&message, &headers, from).filter(|_| !source.sent_folder) {
        return Ok(report_letter(found, raw, &message, &headers, source));
    }
    Ok(message_letter(
        raw, &message, &headers, &sender, mailbox, source,
    ))
}

fn report_letter(
    found: report::Found,
    raw: &[u8],
    message: &Message<'_>,
    headers: &Headers<'_>,
    source: &Source,
) -> Letter {
    let message_id = headers.ids("Message-ID").into_iter().next();
    let report = Report {
        dedupe: message_id.unwrap_or_else(|| hashed(&[raw])),
        kind: found.kind,
        about: found.about,
        tokens: found.tokens,
        recipients: found.recipients,
        said_at: said_at(message, source),
        place: source.place.clone(),
        raw: source.raw,
    };
    Letter {
        received: Received::Report(Box::new(report)),
        files: Vec::new(),
        long_html: None,
        long_text: None,
    }
}

fn message_letter(
    raw: &[u8],
    message: &Message<'_>,
    headers: &Headers<'_>,
    sender: &Sender,
    mailbox: &Mailbox<'_>,
    source: &Source,
) -> Letter {
    let texts = body::texts(message);
    let files = body::files(message, texts.html.as_deref());
    let from = who(message, headers, sender, mailbox);
    let prepared = prepare(&Given {
        text: texts.text.as_deref(),
        html: texts.html.as_deref(),
        has_attachment: files.iter().any(|it| !it.is_inline),
        our_names: mailbox.our_names,
        their_names: &[from.address.name.as_str()],
    });
    let mail = threading(
        raw, message, headers, &from, &texts, &prepared, mailbox, source,
    );
    let long_text = (prepared.own.len() > MAX_INLINE).then(|| prepared.own.clone());
    let safe = prepared.html.map(|it| it.to_string());
    let (html, long_html) = match safe {
        Some(it) if it.len() > MAX_INLINE => (None, Some(it)),
        Some(html) => (
            Some(Body::Inline {
                html,
                cleaner: CLEANER,
            }),
            None,
        ),
        None => (None, None),
    };
    let inbound = Inbound {
        dedupe: if mail.message_id.is_empty() {
            mail.content_hash.clone()
        } else {
            mail.message_id.clone()
        },
        from: Handle::email(&from.address.address),
        from_name: from.address.name.clone(),
        as_sent: from.as_sent,
        evidence: from.evidence,
        unverified: from.is_unverified,
        said_at: said_at(message, source),
        subject: subject_of(message, headers),
        text: name::cut(&prepared.own, MAX_INLINE).to_owned(),
        quoted: name::cut(&prepared.quoted, MAX_INLINE).to_owned(),
        html,
        excerpt: prepared.excerpt,
        language: prepared
            .language
            .map(Language::code)
            .unwrap_or_default()
            .to_owned(),
        attachments: files.iter().map(attachment).collect(),
        courtesy_words: prepared.is_courtesy,
        closing_answer: prepared.is_closing_answer,
        asks: prepared.asks,
        holding_words: prepared.is_holding,
        mail: Some(Box::new(mail)),
        raw: source.raw,
        history: source.history,
        ..Inbound::default()
    };
    Letter {
        received: Received::Message(Box::new(inbound)),
        files,
        long_html,
        long_text,
    }
}

/// Who a mail is from, and how far that is to be believed.
struct From {
    address: MailAddress,
    as_sent: String,
    evidence: Evidence,
    is_unverified: bool,
}

fn who(
    message: &Message<'_>,
    headers: &Headers<'_>,
    sender: &Sender,
    mailbox: &Mailbox<'_>,
) -> From {
    let as_sent = headers.first("From").unwrap_or_default();
    let written = message
        .from()
        .and_then(|it| it.first())
        .and_then(|it| it.name())
        .unwrap_or_default();
    let name = name::person(written);
    let Sender::Clear(address) = sender else {
        // Shown, never believed: which of several a program picks is what forgers play with.
        let guess = message
            .from()
            .and_then(|it| it.first())
            .and_then(mail_address)
            .unwrap_or_default();
        return From {
            address: guess,
            as_sent,
            evidence: Evidence::Claimed,
            is_unverified: true,
        };
    };
    let is_ours = mailbox.addresses.contains(address);
    if is_ours || automatic::is_own_group(headers, mailbox.addresses) {
        let original = headers
            .first("X-Original-Sender")
            .and_then(|it| Address::parse(&it));
        if let Some(original) = original.filter(|it| !mailbox.addresses.contains(it)) {
            let name = name
                .split(" via ")
                .next()
                .unwrap_or_default()
                .trim_matches(['\'', '"', ' '])
                .to_owned();
            let address = MailAddress {
                name,
                address: original.to_string(),
            };
            return From {
                address,
                as_sent,
                evidence: Evidence::Claimed,
                is_unverified: false,
            };
        }
    }
    let verdict = auth_results::dmarc(headers, mailbox.authserv_id, address.domain());
    let evidence = if verdict == Dmarc::Pass {
        Evidence::Dmarc
    } else {
        Evidence::Claimed
    };
    From {
        address: MailAddress {
            name,
            address: address.to_string(),
        },
        as_sent,
        evidence,
        is_unverified: verdict == Dmarc::Fail,
    }
}

#[allow(clippy::too_many_arguments)] // one record out of all that was read; splitting it would only rename them
fn threading(
    raw: &[u8],
    message: &Message<'_>,
    headers: &Headers<'_>,
    from: &From,
    texts: &body::Texts,
    prepared: &Prepared,
    mailbox: &Mailbox<'_>,
    source: &Source,
) -> InboundMail {
    let in_reply_to = headers.ids("In-Reply-To");
    let references = headers.ids("References");
    let mut points_to: Vec<String> = Vec::new();
    for id in in_reply_to.iter().chain(references.iter().rev()) {
        if !points_to.contains(id) {
            points_to.push(id.clone());
        }
    }
    let subject = subject_of(message, headers);
    let reply_to = addresses(message.reply_to());
    let form = forward::form_sender(&from.address, &reply_to, mailbox.addresses);
    let sender = Address::parse(&from.address.address);
    let automatic = automatic::kind(headers, sender.as_ref(), mailbox.addresses)
        .filter(|_| form.is_none() || headers.has_prefix("List-"));
    let whole_text = texts
        .text
        .as_deref()
        .or(texts.html.as_deref())
        .unwrap_or_default();
    InboundMail {
        place: source.place.clone(),
        sent_folder: source.sent_folder,
        message_id: headers
            .ids("Message-ID")
            .into_iter()
            .next()
            .unwrap_or_default(),
        points_to,
        in_reply_to,
        references,
        reply_tokens: reply_tokens(headers, prepared, texts),
        from: from.address.clone(),
        to: addresses(message.to()),
        cc: addresses(message.cc()),
        reply_to,
        delivered_to: delivered_to(headers),
        subject_root: subject::root(&subject),
        automatic,
        forwarded: forward::original(message, &subject, prepared, mailbox.addresses),
        form_fields: if form.is_some() {
            forward::form_fields(&prepared.own, mailbox.country)
        } else {
            Vec::new()
        },
        form_reply_to: form,
        size: u64::try_from(raw.len()).unwrap_or(u64::MAX),
        content_hash: hashed(&[
            from.address.address.as_bytes(),
            headers.first("Date").unwrap_or_default().as_bytes(),
            subject.as_bytes(),
            whole_text.trim().as_bytes(),
        ]),
    }
}

/// Reply tokens: in the recipients first, then in what is quoted.
fn reply_tokens(headers: &Headers<'_>, prepared: &Prepared, texts: &body::Texts) -> Vec<String> {
    const RECIPIENTS: &[&str] = &[
        "To",
        "Cc",
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Forwarded-To",
        "X-Forwarded-For",
    ];
    let recipients: Vec<String> = RECIPIENTS.iter().flat_map(|it| headers.all(it)).collect();
    let mut tokens = wire::tokens(&recipients.join(" "));
    let below = [
        prepared.quoted.as_str(),
        texts.html.as_deref().unwrap_or_default(),
    ];
    for token in below.iter().flat_map(|it| wire::tokens(it)) {
        if !tokens.contains(&token) {
            tokens.push(token);
        }
    }
    tokens
}

fn delivered_to(headers: &Headers<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for value in [
        "Delivered-To",
        "X-Original-To",
        "Envelope-To",
        "X-Forwarded-To",
    ]
    .iter()
    .flat_map(|it| headers.all(it))
    {
        for address in value.split(',').filter_map(Address::parse) {
            if found.len() < MAX_RECIPIENTS && !found.iter().any(|it| it == address.as_str()) {
                found.push(address.to_string());
            }
        }
    }
    found
}

fn addresses(field: Option<&mail_parser::Address<'_>>) -> Vec<MailAddress> {
    field
        .map(|it| {
            it.iter()
                .filter_map(mail_address)
                .take(MAX_RECIPIENTS)
                .collect()
        })
        .unwrap_or_default()
}

pub(crate) fn mail_address(addr: &Addr<'_>) -> Option<MailAddress> {
    let address = Address::parse(addr.address()?)?;
    Some(MailAddress {
        name: name::person(addr.name().unwrap_or_default()),
        address: address.to_string(),
    })
}

fn attachment(file: &File) -> Attachment {
    Attachment {
        name: file.name.clone(),
        content_type: file.content_type.clone(),
        size: u64::try_from(file.bytes.len()).unwrap_or(u64::MAX),
        cid: file.cid.clone(),
        inline: file.is_inline,
        ..Attachment::default()
    }
}

/// The subject on one line; raw bytes of no announced charset are read as Windows-1252.
fn subject_of(message: &Message<'_>, headers: &Headers<'_>) -> String {
    let parsed = message.subject().unwrap_or_default();
    let given = if parsed.contains('\u{fffd}') {
        headers.first("Subject").unwrap_or_default()
    } else {
        parsed.to_owned()
    };
    let visible: String = given
        .chars()
        .map(|it| if it.is_control() { ' ' } else { it })
        .filter(|it| !name::is_hidden(*it))
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    name::cut(&line, MAX_SUBJECT).to_owned()
}

fn said_at(message: &Message<'_>, source: &Source) -> Millis {
    let date = message
        .date()
        .filter(|it| it.is_valid())
        .map(|it| Millis(it.to_timestamp().saturating_mul(1000)));
    date.filter(|it| it.0 > 0).unwrap_or(source.received_at)
}

/// How often a mail says that it holds a mail.
fn attached_mails(raw: &[u8]) -> usize {
    let is_mail = |it: &[u8]| {
        it.get(..6).is_some_and(|it| {
            it.eq_ignore_ascii_case(b"rfc822") || it.eq_ignore_ascii_case(b"global")
        })
    };
    raw.split(|it| *it == b'/')
        .skip(1)
        .filter(|it| is_mail(it))
        .count()
}

/// SHA-256 over the pieces, each with its length, in hex.
fn hashed(pieces: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for piece in pieces {
        hash.update(piece.len().to_be_bytes());
        hash.update(piece);
    }
    hash.finalize()
        .iter()
        .map(|it| format!("{it:02x}"))
        .collect()
}

/// The mail attached to a message, if one is.
pub(crate) fn attached<'m>(message: &'m Message<'m>) -> Option<&'m Message<'m>> {
    message.parts.iter().find_map(|it| match &it.body {
        PartType::Message(inner) => Some(inner),
        _ => None,
    })
}
