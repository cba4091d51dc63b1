//! Mails that speak for somebody else: forwards by our people, and web forms.

use mail_parser::Message;

use crate::channels::email::{body, bounce, receive};
use crate::domain::inbound::{AutomaticKind, Forwarded};
use crate::domain::message::MailAddress;
use crate::text::address::Address;
use crate::text::prepare::Prepared;
use crate::text::{name, phone, plain, quote, subject};

/// Providers whose domain many strangers share: another address there is not one of ours.
const SHARED_DOMAINS: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "msn.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "proton.me",
    "protonmail.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "mail.ru",
    "yandex.ru",
    "uol.com.br",
    "bol.com.br",
    "terra.com.br",
    "outlook.es",
    "hotmail.es",
    "yahoo.es",
    "yahoo.com.br",
    "yahoo.co.id",
    "zoho.com",
];
/// Longest name of a form's field, in characters, and most fields read.
const MAX_LABEL: usize = 40;
const MAX_FIELDS: usize = 40;

/// The mail inside a forward: attached whole, or copied with its header block below the forwarder's words.
pub fn original(
    message: &Message<'_>,
    subject_line: &str,
    prepared: &Prepared,
    ours: &[Address],
) -> Option<Forwarded> {
    let is_named = subject::is_forward(subject_line);
    if !is_named && !prepared.is_forward && receive::attached(message).is_none() {
        return None;
    }
    let found = copied(prepared).or_else(|| attached(message, prepared))?;
    let is_ours = ours.iter().any(|it| it.as_str() == found.from.address);
    (!is_ours).then_some(found)
}

fn copied(prepared: &Prepared) -> Option<Forwarded> {
    let headers = quote::forwarded_headers(&prepared.quoted)?;
    let address = bounce::first_address_in(&headers.from)?;
    let named = headers
        .from
        .split(['<', '[', '('])
        .next()
        .unwrap_or_default();
    let name = if named.contains('@') {
        String::new()
    } else {
        name::person(named)
    };
    Some(Forwarded {
        from: MailAddress {
            name,
            address: address.to_string(),
        },
        subject: headers.subject,
        text: headers.text,
        above: prepared.own.clone(),
    })
}

fn attached(message: &Message<'_>, prepared: &Prepared) -> Option<Forwarded> {
    let inner = receive::attached(message)?;
    let from = inner
        .from()
        .and_then(|it| it.first())
        .and_then(receive::mail_address)?;
    let texts = body::texts(inner);
    let text = texts.text.or_else(|| {
        texts
            .html
            .map(|it| plain::from_html(&it, plain::Links::Dropped))
    });
    Some(Forwarded {
        from,
        subject: inner.subject().unwrap_or_default().to_owned(),
        text: text.unwrap_or_default().trim().to_owned(),
        above: prepared.own.clone(),
    })
}

/// The one other address a form names in Reply-To, when From is one of ours or nobody reads it. Newsletters and
/// responders of others do the same and are no forms.
pub fn form_sender(
    from: &MailAddress,
    reply_to: &[MailAddress],
    ours: &[Address],
    automatic: Option<AutomaticKind>,
) -> Option<MailAddress> {
    let [one] = reply_to else { return None };
    let sender = Address::parse(&from.address)?;
    let is_neighbour = ours
        .iter()
        .any(|it| it.domain() == sender.domain() && !SHARED_DOMAINS.contains(&it.domain()));
    let is_robot = sender.is_robot() && automatic.is_none_or(|it| it == AutomaticKind::Generated);
    let is_form = ours.contains(&sender) || is_neighbour || is_robot;
    let is_other = one.address != from.address
        && !ours
            .iter()
            .any(|it| it.split_tag().0.as_str() == one.address || it.as_str() == one.address);
    let is_person = Address::parse(&one.address).is_some_and(|it| !it.is_robot());
    (is_form && is_other && is_person).then(|| one.clone())
}

/// The phones and addresses in a form's fields, `Teléfono: 300 123 4567`, canonical, with the name of their field.
pub fn form_fields(text: &str, country: &str) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    for line in text.lines() {
        let Some((label, value)) = line.split_once(':') else {
            continue;
        };
        let label = label.trim().trim_matches(['*', '-', ' ']);
        if label.is_empty() || label.chars().count() > MAX_LABEL || fields.len() >= MAX_FIELDS {
            continue;
        }
        let value = value.trim().trim_matches(['*', ' ']);
        let canonical = Address::parse(value)
            .map(|it| it.to_string())
            .or_else(|| phone::canon(value, country));
        fields.extend(canonical.map(|it| (label.to_owned(), it)));
    }
    fields
}
