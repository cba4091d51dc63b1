//! Mails about mails: bounces, delays, receipts, complaints.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use crate::channels::email::wire::{self, Headers};
use crate::channels::email::{body, bounce};
use crate::domain::delivery::DeliveryState;
use crate::domain::inbound::{ReportKind, ReportedRecipient};
use crate::text::address::Address;

/// What a report says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    pub kind: ReportKind,
    /// Message-IDs of the mail it is about, most certain first.
    pub about: Vec<String>,
    pub tokens: Vec<String>,
    pub recipients: Vec<ReportedRecipient>,
    /// Only its habits speak for a report.
    pub is_guess: bool,
}

/// Reads a report, if the mail is one: by its parts (RFC 3464, 8098, 5965), else by the habits of older servers.
pub fn find(message: &Message<'_>, headers: &Headers<'_>, from: Option<&Address>) -> Option<Found> {
    let returned = returned_headers(message);
    let returned = returned.as_deref();
    let mut found =
        if let Some(status) = part(message, &["delivery-status", "global-delivery-status"]) {
            let recipients = bounce::recipients_of_status(&status, &notice(message));
            if recipients.is_empty() {
                by_habit(message, headers, from, returned)?
            } else {
                of_recipients(recipients)
            }
        } else if let Some(receipt) = part(
            message,
            &[
                "disposition-notification",
                "global-disposition-notification",
            ],
        ) {
            receipt_of(&receipt)
        } else if let Some(complaint) = part(message, &["feedback-report"]) {
            complaint_of(&complaint, returned)
        } else {
            by_habit(message, headers, from, returned)?
        };
    found.about = about(&found, headers, returned, &notice(message));
    found.tokens = tokens(headers, returned);
    Some(found)
}

/// The bytes of the first part of type `message/…` with one of these subtypes, as text.
fn part(message: &Message<'_>, subtypes: &[&str]) -> Option<String> {
    let is_it = |part: &&MessagePart<'_>| {
        part.content_type().is_some_and(|it| {
            it.ctype().eq_ignore_ascii_case("message")
                && it
                    .subtype()
                    .is_some_and(|it| subtypes.iter().any(|sub| it.eq_ignore_ascii_case(sub)))
        })
    };
    message
        .parts
        .iter()
        .find(is_it)
        .map(|it| wire::decode(&body::bytes_of(it, message)))
}

/// The header of the returned mail, from an attached mail or a part of headers.
fn returned_headers(message: &Message<'_>) -> Option<Vec<u8>> {
    let is_headers = |part: &&MessagePart<'_>| {
        matches!(part.body, PartType::Message(_))
            || part.content_type().is_some_and(|it| {
                it.subtype().is_some_and(|it| {
                    it.eq_ignore_ascii_case("rfc822-headers")
                        || it.eq_ignore_ascii_case("global-headers")
                })
            })
    };
    message
        .parts
        .iter()
        .skip(1)
        .find(is_headers)
        .map(|it| body::bytes_of(it, message))
}

/// What the report says in words.
fn notice(message: &Message<'_>) -> String {
    let texts = body::texts(message);
    texts
        .text
        .or_else(|| {
            texts
                .html
                .map(|it| crate::text::plain::from_html(&it, crate::text::plain::Links::Dropped))
        })
        .unwrap_or_default()
}

fn of_recipients(recipients: Vec<ReportedRecipient>) -> Found {
    let any = |state: DeliveryState| recipients.iter().any(|it| it.state == state);
    let kind = if any(DeliveryState::Bounced) {
        ReportKind::Bounce
    } else if any(DeliveryState::Sent) {
        ReportKind::Delayed
    } else {
        ReportKind::Delivered
    };
    Found {
        kind,
        recipients,
        ..Found::default()
    }
}

fn receipt_of(receipt: &str) -> Found {
    let field = |name: &str| bounce::field(receipt, name);
    let is_read =
        field("Disposition").is_some_and(|it| it.to_ascii_lowercase().contains("displayed"));
    let (kind, state) = if is_read {
        (ReportKind::Read, DeliveryState::Read)
    } else {
        (ReportKind::Delivered, DeliveryState::Delivered)
    };
    let about = field("Original-Message-ID")
        .and_then(|it| wire::message_id(it.trim_matches(['<', '>', ' '])));
    let recipient = field("Final-Recipient")
        .or_else(|| field("Original-Recipient"))
        .and_then(|it| bounce::typed_address(&it));
    let recipients = recipient.map(|address| ReportedRecipient {
        address: address.to_string(),
        state,
        ..ReportedRecipient::default()
    });
    Found {
        kind,
        about: about.into_iter().collect(),
        recipients: recipients.into_iter().collect(),
        ..Found::default()
    }
}

fn complaint_of(complaint: &str, returned: Option<&[u8]>) -> Found {
    let mut named: Vec<String> = bounce::fields(complaint, "Original-Rcpt-To")
        .chain(bounce::fields(complaint, "Removal-Recipient"))
        .collect();
    if named.is_empty() {
        named.extend(
            returned
                .and_then(|it| Headers::read(it).ok())
                .and_then(|it| it.first("To")),
        );
    }
    let mut recipients: Vec<ReportedRecipient> = Vec::new();
    for address in named.iter().filter_map(|it| bounce::typed_address(it)) {
        if !recipients.iter().any(|it| it.address == address.as_str()) {
            recipients.push(ReportedRecipient {
                address: address.to_string(),
                state: DeliveryState::Delivered,
                ..ReportedRecipient::default()
            });
        }
    }
    Found {
        kind: ReportKind::Complaint,
        recipients,
        ..Found::default()
    }
}

/// A bounce in a form of its own: told by who sends it and what it says.
fn by_habit(
    message: &Message<'_>,
    headers: &Headers<'_>,
    from: Option<&Address>,
    returned: Option<&[u8]>,
) -> Option<Found> {
    if !bounce::looks_like_one(headers, from, returned.is_some()) {
        return None;
    }
    let mut notice = notice(message);
    if notice.trim().is_empty() {
        // A multipart whose parts never begin: the fields stand in what should have been before them.
        notice = body::whole(message);
    }
    let mut recipients = bounce::recipients_of_status(&notice, "");
    if recipients.is_empty() {
        recipients = bounce::recipients_of_notice(&notice, headers, returned);
    }
    (!recipients.is_empty()).then(|| Found {
        is_guess: true,
        ..of_recipients(recipients)
    })
}

fn about(
    found: &Found,
    headers: &Headers<'_>,
    returned: Option<&[u8]>,
    notice: &str,
) -> Vec<String> {
    let mut about = found.about.clone();
    let mut add = |ids: Vec<String>| {
        for id in ids {
            if !about.contains(&id) {
                about.push(id);
            }
        }
    };
    if let Some(returned) = returned.and_then(|it| Headers::read(it).ok()) {
        add(returned.ids("Message-ID"));
    }
    let (_, copied) = bounce::split_notice(notice);
    if let Ok(copied) = Headers::read(copied.as_bytes()) {
        add(copied.ids("Message-ID"));
    }
    add(headers.ids("In-Reply-To"));
    let mut references = headers.ids("References");
    references.reverse();
    add(references);
    about
}

fn tokens(headers: &Headers<'_>, returned: Option<&[u8]>) -> Vec<String> {
    let mut text: Vec<String> = ["To", "Delivered-To", "X-Original-To", "Envelope-To"]
        .iter()
        .flat_map(|it| headers.all(it))
        .collect();
    if let Some(returned) = returned.and_then(|it| Headers::read(it).ok()) {
        text.extend(
            ["Reply-To", "From", "Return-Path"]
                .iter()
                .flat_map(|it| returned.all(it).collect::<Vec<_>>()),
        );
    }
    wire::tokens(&text.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_came_back_is_a_bounce() {
        use DeliveryState::{Bounced, Delivered, Sent};
        for (states, kind) in [
            ([Sent, Delivered], ReportKind::Delayed),
            ([Delivered, Delivered], ReportKind::Delivered),
            ([Delivered, Bounced], ReportKind::Bounce),
            ([Sent, Bounced], ReportKind::Bounce),
        ] {
            let recipients = states.map(|state| ReportedRecipient {
                state,
                ..ReportedRecipient::default()
            });
            assert_eq!(of_recipients(recipients.to_vec()).kind, kind, "{states:?}");
        }
    }
}
