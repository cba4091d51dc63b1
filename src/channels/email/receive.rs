//! From the bytes of a mail to what it says: pure, without I/O, and the same each time.
//!
//! The parser may be handed anything; whoever calls this does so inside `catch_unwind`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mail_parser::{Addr, Message, MessageParser, PartType};
use sha2::{Digest, Sha256};

use crate::channels::email::auth_results::{self, Dmarc};
use crate::channels::email::body::{self, File};
use crate::channels::email::dkim::{self, Claim};
use crate::channels::email::wire::{self, Headers, Sender, Unreadable};
use crate::channels::email::{automatic, forward, report};
use crate::channels::kit::wording::clues;
use crate::domain::contact::{Evidence, Handle};
use crate::domain::id::RawId;
use crate::domain::inbound::{AutomaticKind, Inbound, InboundMail, Received, Report};
use crate::domain::mail::MailPlace;
use crate::domain::message::{Attachment, Body, MailAddress};
use crate::domain::time::Millis;
use crate::keys::code::hashes_in;
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
/// Bytes of Thread-Index that all mails of a thread share.
const OUTLOOK_THREAD: usize = 22;

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
    /// Gmail's id of its thread; 0 when there is none.
    pub thread: u64,
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
    /// What the mail's signatures could still prove of its From, when nobody we trust has said anything of it.
    pub claim: Option<Claim>,
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
    let open = Open {
        raw,
        message: &message,
        headers: &headers,
        mailbox,
        source,
    };
    let sender = headers.sender();
    let from = match &sender {
        Sender::Clear(address) => Some(address),
        Sender::Unclear => None,
    };
    let report = report::find(&message, &headers, from).filter(|_| !source.sent_folder);
    Ok(match report {
        Some(found) => open.report(found, &sender),
        None => open.message(&sender),
    })
}

/// A mail taken apart, and what is known around it.
struct Open<'a> {
    raw: &'a [u8],
    message: &'a Message<'a>,
    headers: &'a Headers<'a>,
    mailbox: &'a Mailbox<'a>,
    source: &'a Source,
}

impl Open<'_> {
    fn report(&self, found: report::Found, sender: &Sender) -> Letter {
        let guessed = found.is_guess.then(|| self.message(sender));
        let message_id = self.headers.ids("Message-ID").into_iter().next();
        let mut report = Report {
            dedupe: message_id.unwrap_or_else(|| hashed(&[self.raw])),
            kind: found.kind,
            about: found.about,
            tokens: found.tokens,
            recipients: found.recipients,
            said_at: self.said_at(),
            place: self.source.place.clone(),
            raw: self.source.raw,
            mail: None,
        };
        let (files, long_html, long_text) = match guessed {
            None => (Vec::new(), None, None),
            Some(letter) => {
                if let Received::Message(mail) = letter.received {
                    report.mail = Some(mail);
                }
                (letter.files, letter.long_html, letter.long_text)
            }
        };
        Letter {
            received: Received::Report(Box::new(report)),
            files,
            long_html,
            long_text,
            claim: None,
        }
    }

    fn message(&self, sender: &Sender) -> Letter {
        let texts = body::texts(self.message);
        let files = body::files(self.message, texts.html.as_deref());
        let from = self.sent_by(sender);
        let mut prepared = prepare(&Given {
            text: texts.text.as_deref(),
            html: texts.html.as_deref(),
            has_attachment: files.iter().any(|it| !it.is_inline),
            our_names: self.mailbox.our_names,
            their_names: &[from.address.name.as_str()],
        });
        let mail = self.threading(&from, &texts, &prepared);
        let claim = self.claim(&from, sender);
        let long_text = (prepared.own.len() > MAX_INLINE).then(|| prepared.own.clone());
        let html = prepared.html.take().map(|it| it.to_string());
        let (long_html, html) = html.map_or((None, None), |it| {
            if it.len() > MAX_INLINE {
                (Some(it), None)
            } else {
                (None, Some(it))
            }
        });
        let mut inbound = self.inbound(from, &prepared, mail);
        inbound.html = html.map(|html| Body::Inline {
            html,
            cleaner: CLEANER,
        });
        inbound.attachments = files.iter().map(attachment).collect();
        Letter {
            received: Received::Message(Box::new(inbound)),
            files,
            long_html,
            long_text,
            claim,
        }
    }

    fn inbound(&self, from: SentBy, prepared: &Prepared, mail: InboundMail) -> Inbound {
        let key = if mail.message_id.is_empty() {
            &mail.content_hash
        } else {
            &mail.message_id
        };
        Inbound {
            dedupe: key.clone(),
            from: Handle::email(&from.address.address),
            from_name: from.address.name,
            as_sent: from.as_sent,
            evidence: from.evidence,
            unverified: from.is_unverified,
            said_at: self.said_at(),
            subject: self.subject(),
            text: name::cut(&prepared.own, MAX_INLINE).to_owned(),
            quoted: name::cut(&prepared.quoted, MAX_INLINE).to_owned(),
            excerpt: prepared.excerpt.clone(),
            language: prepared
                .language
                .map(Language::code)
                .unwrap_or_default()
                .to_owned(),
            courtesy_words: prepared.is_courtesy,
            closing_answer: prepared.is_closing_answer,
            asks: prepared.asks,
            holding_words: prepared.is_holding,
            move_codes: hashes_in(&format!("{} {}", self.subject(), prepared.own)),
            clues: clues(&prepared.own, self.mailbox.country),
            mail: Some(Box::new(mail)),
            raw: self.source.raw,
            history: self.source.history,
            ..Inbound::default()
        }
    }

    /// Who the mail is from, and how far that is to be believed.
    fn sent_by(&self, sender: &Sender) -> SentBy {
        let as_sent = self.headers.first("From").unwrap_or_default();
        let written = self
            .message
            .from()
            .and_then(|it| it.first())
            .and_then(|it| it.name())
            .unwrap_or_default();
        let name = name::person(written);
        let Sender::Clear(address) = sender else {
            // Shown, never believed: which of several a program picks is what forgers play with.
            let guess = self
                .message
                .from()
                .and_then(|it| it.first())
                .and_then(mail_address)
                .unwrap_or_default();
            return SentBy {
                address: guess,
                as_sent,
                evidence: Evidence::Claimed,
                is_unverified: true,
            };
        };
        let is_ours = self.mailbox.addresses.contains(address);
        if is_ours || automatic::is_own_group(self.headers, self.mailbox.addresses) {
            let original = self
                .headers
                .first("X-Original-Sender")
                .and_then(|it| Address::parse(&it));
            if let Some(original) = original.filter(|it| !self.mailbox.addresses.contains(it)) {
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
                return SentBy {
                    address,
                    as_sent,
                    evidence: Evidence::Claimed,
                    is_unverified: false,
                };
            }
        }
        let verdict = auth_results::dmarc(self.headers, self.mailbox.authserv_id, address.domain());
        let evidence = if verdict == Dmarc::Pass {
            Evidence::Dmarc
        } else {
            Evidence::Claimed
        };
        SentBy {
            address: MailAddress {
                name,
                address: address.to_string(),
            },
            as_sent,
            evidence,
            is_unverified: verdict == Dmarc::Fail,
        }
    }

    /// What could still be proven: of the one From as it stands, of a mail that came to us.
    fn claim(&self, from: &SentBy, sender: &Sender) -> Option<Claim> {
        let Sender::Clear(address) = sender else {
            return None;
        };
        let is_open = from.evidence == Evidence::Claimed
            && !from.is_unverified
            && !self.source.sent_folder
            && from.address.address == address.as_str();
        is_open.then(|| dkim::claim(self.headers, address.domain()))?
    }

    fn threading(&self, from: &SentBy, texts: &body::Texts, prepared: &Prepared) -> InboundMail {
        let in_reply_to = self.headers.ids("In-Reply-To");
        let references = self.headers.ids("References");
        let mut points_to: Vec<String> = Vec::new();
        for id in in_reply_to.iter().chain(references.iter().rev()) {
            if !points_to.contains(id) {
                points_to.push(id.clone());
            }
        }
        let subject = self.subject();
        let reply_to = addresses(self.message.reply_to());
        let ours = self.mailbox.addresses;
        let sender = Address::parse(&from.address.address);
        let automatic = automatic::kind(self.headers, sender.as_ref(), ours);
        let form = forward::form_sender(&from.address, &reply_to, ours, automatic);
        let automatic = automatic.filter(|it| form.is_none() || *it != AutomaticKind::Generated);
        let whole_text = texts
            .text
            .as_deref()
            .or(texts.html.as_deref())
            .unwrap_or_default();
        InboundMail {
            place: self.source.place.clone(),
            sent_folder: self.source.sent_folder,
            message_id: self
                .headers
                .ids("Message-ID")
                .into_iter()
                .next()
                .unwrap_or_default(),
            points_to,
            in_reply_to,
            references,
            provider_threads: self.provider_threads(),
            reply_tokens: reply_tokens(self.headers, prepared, texts),
            from: from.address.clone(),
            to: addresses(self.message.to()),
            cc: addresses(self.message.cc()),
            reply_to,
            delivered_to: delivered_to(self.headers),
            subject_root: subject::root(&subject),
            automatic,
            forwarded: forward::original(self.message, &subject, prepared, self.mailbox.addresses),
            form_fields: if form.is_some() {
                forward::form_fields(&prepared.own, self.mailbox.country)
            } else {
                Vec::new()
            },
            form_reply_to: form,
            size: u64::try_from(self.raw.len()).unwrap_or(u64::MAX),
            received_at: self.received_at(),
            content_hash: hashed(&[
                from.address.address.as_bytes(),
                self.headers.first("Date").unwrap_or_default().as_bytes(),
                subject.as_bytes(),
                whole_text.trim().as_bytes(),
            ]),
        }
    }

    /// The threads providers put it in. Gmail's are an account's own; Outlook's begin with 22 bytes that all of a thread
    /// share ([MS-OXOMSG] 2.2.1.3), and count together with the thread's topic.
    fn provider_threads(&self) -> Vec<String> {
        let mut out = Vec::new();
        if self.source.thread != 0 {
            let account = self.source.place.connection;
            out.push(format!("x-gm-thrid {account} {}", self.source.thread));
        }
        let index: String = self.headers.first("Thread-Index").unwrap_or_default();
        let index: String = index.split_whitespace().collect();
        let bytes = STANDARD.decode(index).unwrap_or_default();
        if let Some(shared) = bytes.get(..OUTLOOK_THREAD) {
            let topic = subject::root(&self.subject()).to_lowercase();
            out.push(format!(
                "thread-index {}",
                hashed(&[shared, topic.as_bytes()])
            ));
        }
        out
    }

    /// The subject on one line; raw bytes of no announced charset are read as Windows-1252.
    fn subject(&self) -> String {
        let parsed = self.message.subject().unwrap_or_default();
        let given = if parsed.contains('\u{fffd}') {
            self.headers.first("Subject").unwrap_or_default()
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

    /// When our server got it: the topmost Received field is the last one written (RFC 5321, 4.4).
    fn received_at(&self) -> Millis {
        let field = self.headers.first("Received").unwrap_or_default();
        let date = field.rsplit_once(';').map_or("", |it| it.1.trim());
        let at = mail_parser::DateTime::parse_rfc822(date).filter(mail_parser::DateTime::is_valid);
        at.map_or(Millis(0), |it| {
            Millis(it.to_timestamp().saturating_mul(1000))
        })
    }

    fn said_at(&self) -> Millis {
        let date = self
            .message
            .date()
            .filter(|it| it.is_valid())
            .map(|it| Millis(it.to_timestamp().saturating_mul(1000)));
        date.filter(|it| it.0 > 0)
            .unwrap_or(self.source.received_at)
    }
}

/// Who a mail is from, and how far that is to be believed.
struct SentBy {
    address: MailAddress,
    as_sent: String,
    evidence: Evidence,
    is_unverified: bool,
}

/// Reply tokens: in the recipients first, then in what is quoted, then in the rest, since the line above a quote is
/// not known in every language. Each carries its own proof, so where it stands does not count.
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
        prepared.own.as_str(),
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
