//! Bounces: for whom a mail of ours failed, why, and whether the address itself is gone.
//!
//! Read from the fields of RFC 3464 where there are any, else from the notices servers have written since the 1980s.

use crate::channels::email::automatic;
use crate::channels::email::wire::Headers;
use crate::domain::delivery::DeliveryState;
use crate::domain::inbound::ReportedRecipient;
use crate::text::address::Address;
use crate::text::name;

/// Longest diagnostic kept, in bytes.
const MAX_DIAGNOSTIC: usize = 500;
/// Most recipients of one report.
const MAX_RECIPIENTS: usize = 300;

/// How the subjects of bounces begin, lower case.
const SUBJECTS: &[&str] = &[
    "undeliver",
    "undelivered mail",
    "mail delivery fail",
    "mail delivery system",
    "delivery status notification",
    "delivery failure",
    "delivery notification",
    "failure notice",
    "returned mail",
    "mail system error",
    "message delivery fail",
    "delivery has failed",
    "mail could not be delivered",
    "non remis",
    "unzustellbar",
    "no se puede entregar",
    "non delivery",
    "non-delivery",
    "notice: mail delivery status",
    "delivery report",
    "mensaje no entregado",
    "mensagem nao entregue",
    "warning: could not send",
    "warning: message",
    "couldn't be delivered",
    "failed mail",
];

/// Lines below which a notice copies the mail it returns, lower case.
const COPY_MARKS: &[&str] = &[
    "below this line is a copy",
    "this is a copy of",
    "original message",
    "original message headers",
    "unsent message",
    "the header of the original",
    "headers of the original",
    "returned message",
    "original-message",
    "message headers follow",
    "undelivered message headers",
    "text of your message",
    "message header follows",
    "copy of the message",
];

/// Words that say an address does not exist, lower case.
const GONE: &[&str] = &[
    "user unknown",
    "unknown user",
    "no such user",
    "no such recipient",
    "no such mailbox",
    "no mailbox here",
    "unknown recipient",
    "recipient unknown",
    "recipient not found",
    "recipnotfound",
    "recipient name is not recognized",
    "does not exist",
    "doesn't exist",
    "do not exist",
    "was not found",
    "not found",
    "unknown address",
    "address unknown",
    "invalid recipient",
    "invalid mailbox",
    "mailbox unavailable or not",
    "unrouteable address",
    "unroutable address",
    "host unknown",
    "host or domain name not found",
    "domain not found",
    "no such domain",
    "name or service not known",
    "unknown host",
    "invalid address",
    "bad destination",
    "address rejected",
    "not a valid mailbox",
    "no longer valid",
    "no longer available",
    "has moved",
    "not listed in",
    "is not a known user",
    "account is disabled",
    "account disabled",
    "mailbox not found",
    "couldn't find any host",
    "user not found",
    "not our customer",
    "not known at this site",
    "recipient address rejected: access denied",
];

/// Words that say the address may be good but not now or not for this mail, lower case.
const STAYS: &[&str] = &[
    "mailbox full",
    "mailbox is full",
    "quota",
    "over limit",
    "storage",
    "insufficient disk",
    "spam",
    "blocked",
    "blacklist",
    "block list",
    "policy",
    "rejected due to",
    "authentication",
    "dmarc",
    "spf",
    "relay",
    "too large",
    "too big",
    "size limit",
    "exceeds",
    "virus",
    "content",
    "timed out",
    "timeout",
    "timeout",
    "try again",
    "expired",
    "temporarily",
    "connection refused",
    "too many",
    "command not",
    "improper sequence",
    "loop",
    "greylist",
    "sender",
    "denied by",
    "not allowed",
    "no permission",
    "resolver.rst",
    "local configuration error",
    "mail server",
    "security",
];

/// Words of a warning that the mail is late but not given up, lower case.
const STILL_TRYING: &[&str] = &[
    "has not yet been delivered",
    "still being retried",
    "will be retried",
    "will keep trying",
    "not been delivered yet",
];

/// Whether who sends a mail speaks for a bounce; or its subject, when it came from nobody or returns a mail: people
/// write of undelivered parcels. Absence notes come from people and do not.
pub fn looks_like_one(headers: &Headers<'_>, from: Option<&Address>, returns_a_mail: bool) -> bool {
    let is_daemon = from.is_some_and(|it| {
        matches!(
            it.local(),
            "mailer-daemon" | "postmaster" | "mailerdaemon" | "mail-daemon"
        ) || it.local().starts_with("mailer-daemon")
    });
    let raw_from = headers
        .first("From")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let subject = headers.first("Subject").unwrap_or_default().to_lowercase();
    is_daemon
        || raw_from.contains("mailer-daemon")
        || headers.has("X-Failed-Recipients")
        || ((returns_a_mail || automatic::has_null_return_path(headers))
            && SUBJECTS.iter().any(|it| subject.trim().starts_with(it)))
}

/// The recipients of a `message/delivery-status` part; the notice beside it may say more of each.
pub fn recipients_of_status(status: &str, notice: &str) -> Vec<ReportedRecipient> {
    let status = status.replace("\r\n", "\n");
    let mut recipients: Vec<ReportedRecipient> = Vec::new();
    for block in status.split("\n\n") {
        let address = field(block, "Final-Recipient")
            .and_then(|it| typed_address(&it))
            .or_else(|| field(block, "Original-Recipient").and_then(|it| typed_address(&it)));
        let action = field(block, "Action")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let Some(address) = address else { continue };
        let diagnostic = field(block, "Diagnostic-Code").unwrap_or_default();
        let said = field(block, "Status")
            .and_then(|it| enhanced_status(&it))
            .unwrap_or_default();
        let state = match action.split(|it: char| !it.is_ascii_alphabetic()).next() {
            Some("delayed") => DeliveryState::Sent,
            Some("delivered" | "relayed" | "expanded") => DeliveryState::Delivered,
            _ => DeliveryState::Bounced,
        };
        let detail = if diagnostic.is_empty() {
            section_of(notice, address.as_str())
        } else {
            diagnostic
        };
        let known = recipients
            .iter_mut()
            .find(|it| it.address == address.as_str());
        if known.is_none() && recipients.len() < MAX_RECIPIENTS {
            recipients.push(recipient(&address, state, &said, &detail));
        }
    }
    recipients
}

/// The recipients a notice names, each with the lines below it.
pub fn recipients_of_notice(
    notice: &str,
    headers: &Headers<'_>,
    returned: Option<&[u8]>,
) -> Vec<ReportedRecipient> {
    let (said, copied) = split_notice(notice);
    let mut sections = sections(said, headers);
    if sections.is_empty() {
        let to_of = |header: &[u8]| Headers::read(header).ok().and_then(|it| it.first("To"));
        let named = headers
            .first("X-Failed-Recipients")
            .or_else(|| first_address_in(said).map(|it| it.to_string()))
            .or_else(|| returned.and_then(to_of))
            .or_else(|| to_of(copied.as_bytes()));
        let named = named.unwrap_or_default();
        sections.extend(
            named
                .split(',')
                .filter_map(first_address_in)
                .map(|it| (it, String::new())),
        );
    }
    let mut found = Vec::new();
    for (address, section) in sections.into_iter().take(MAX_RECIPIENTS) {
        let says_why = has_code(&section) || is_any(&section, GONE) || is_any(&section, STAYS);
        let detail = if says_why { section } else { said.to_owned() };
        let state = if is_any(&detail, STILL_TRYING) {
            DeliveryState::Sent
        } else {
            DeliveryState::Bounced
        };
        found.push(recipient(&address, state, "", &detail));
    }
    found
}

/// The addresses that open lines of a notice, each with the text below it. Where some are followed by a colon, as
/// Postfix and qmail write recipients, only those count.
fn sections(said: &str, headers: &Headers<'_>) -> Vec<(Address, String)> {
    let us = headers.first("To").unwrap_or_default().to_ascii_lowercase();
    let is_marked = |line: &str| line.trim_end().ends_with(">:") || line.contains(">: ");
    let only_marked = said
        .lines()
        .any(|it| is_marked(it) && leading_address(it).is_some());
    // Exim names the sender first, when it is a third one.
    let said = said
        .split_once("address(es) failed")
        .map_or(said, |(_, it)| it);
    let mut sections: Vec<(Address, String)> = Vec::new();
    for line in said.lines() {
        let opened = leading_address(line).filter(|_| !only_marked || is_marked(line));
        if let Some(address) = opened
            && !sections.iter().any(|(it, _)| *it == address)
            && !us.contains(address.as_str())
        {
            sections.push((address, String::new()));
        }
        if let Some((_, section)) = sections.last_mut()
            && section.len() < 4 * MAX_DIAGNOSTIC
        {
            section.push(' ');
            section.push_str(line.trim());
        }
    }
    sections
}

/// A notice's own words, and the mail it copies below them.
pub fn split_notice(notice: &str) -> (&str, &str) {
    let mut at = 0;
    let mut after_blank = false;
    for line in notice.split_inclusive('\n') {
        let trimmed = line.trim();
        let lower = trimmed.to_ascii_lowercase();
        let is_ruled =
            trimmed.starts_with("--") || trimmed.ends_with(':') || trimmed.ends_with("--");
        let is_mark =
            is_ruled && trimmed.len() < 120 && COPY_MARKS.iter().any(|it| lower.contains(it));
        let is_header = after_blank
            && [
                "received:",
                "return-path:",
                "dkim-signature:",
                "x-google-smtp-source:",
            ]
            .iter()
            .any(|it| lower.starts_with(it));
        if is_mark || is_header {
            let from = if is_mark { at + line.len() } else { at };
            let said = notice.get(..at).unwrap_or(notice);
            return (said, notice.get(from..).unwrap_or_default().trim_start());
        }
        after_blank = trimmed.is_empty();
        at += line.len();
    }
    (notice, "")
}

fn recipient(
    address: &Address,
    state: DeliveryState,
    said: &str,
    detail: &str,
) -> ReportedRecipient {
    let detail = detail.split_whitespace().collect::<Vec<_>>().join(" ");
    let status = best_status(said, &detail);
    let address_gone = state == DeliveryState::Bounced && is_gone(&status, &detail);
    ReportedRecipient {
        address: address.to_string(),
        state,
        status,
        diagnostic: name::cut(&detail, MAX_DIAGNOSTIC).to_owned(),
        address_gone,
    }
}

/// The more telling of the status field and the code in the diagnostic: one that ends in 0 says little.
fn best_status(said: &str, detail: &str) -> String {
    match enhanced_status(detail) {
        Some(told) if said.is_empty() || (said.ends_with(".0") && !told.ends_with(".0")) => told,
        _ => said.to_owned(),
    }
}

fn is_gone(status: &str, detail: &str) -> bool {
    const ADDRESS_CODES: &[&str] = &[
        "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.4.4", "4.1.1",
    ];
    let is_address_code = ADDRESS_CODES.contains(&status);
    let is_other_code = status.starts_with("5.7.") || status == "5.2.2" || status.starts_with("4.");
    match (is_any(detail, GONE), is_any(detail, STAYS)) {
        (true, false) => is_address_code || !is_other_code,
        (true, true) | (false, false) => is_address_code,
        (false, true) => false,
    }
}

fn is_any(text: &str, words: &[&str]) -> bool {
    let lower = text.to_ascii_lowercase();
    words.iter().any(|it| lower.contains(it))
}

/// The enhanced status (RFC 3463) in a text that is no part of a network address: the first that does not end in 0.
fn enhanced_status(text: &str) -> Option<String> {
    let pieces = text
        .split(|it: char| !(it.is_ascii_digit() || it == '.'))
        .map(|it| it.trim_matches('.'));
    let codes = pieces.filter(|it| {
        let mut numbers = it.split('.');
        let is_class = numbers
            .next()
            .is_some_and(|it| matches!(it, "2" | "4" | "5"));
        let is_short = |it: Option<&str>| it.is_some_and(|it| (1..=3).contains(&it.len()));
        is_class && is_short(numbers.next()) && is_short(numbers.next()) && numbers.next().is_none()
    });
    let codes: Vec<&str> = codes.collect();
    let telling = codes
        .iter()
        .find(|it| !it.ends_with(".0"))
        .or(codes.first());
    telling.map(|it| (*it).to_owned())
}

/// Whether a text has a status or a reply code of SMTP.
fn has_code(text: &str) -> bool {
    let is_reply = |it: &str| {
        it.len() == 3 && it.starts_with(['4', '5']) && it.bytes().all(|it| it.is_ascii_digit())
    };
    enhanced_status(text).is_some()
        || text
            .split(|it: char| !(it.is_ascii_digit() || it == '.' || it == '@'))
            .any(is_reply)
}

/// The address that opens a line of a notice: `<a@b>:`, `a@b`, `Name<mailto:a@b>`.
fn leading_address(line: &str) -> Option<Address> {
    let line = line
        .trim()
        .trim_start_matches(['*', '-', '>', '"'])
        .trim_start();
    let first = line.split([' ', '\t', ',', ';']).next()?;
    let bare = match first.split_once('<') {
        Some((_, rest)) => rest.split('>').next()?,
        None => first,
    };
    let bare = bare
        .strip_prefix("mailto:")
        .unwrap_or(bare)
        .trim_matches(|it: char| matches!(it, '<' | '>' | ':' | '"' | '\'' | '(' | ')' | '.'));
    let address = Address::parse(bare)?;
    address.domain().contains('.').then_some(address)
}

/// The first address anywhere in a text.
pub fn first_address_in(text: &str) -> Option<Address> {
    let is_edge = |it: char| {
        it.is_whitespace()
            || matches!(
                it,
                '<' | '>' | '(' | ')' | '[' | ']' | ',' | ';' | '"' | '\'' | ':' | '|'
            )
    };
    text.split(is_edge)
        .filter(|it| it.contains('@'))
        .find_map(|it| Address::parse(it.trim_matches('.')))
}

/// What the notice says below an address.
fn section_of(notice: &str, address: &str) -> String {
    let (said, _) = split_notice(notice);
    let lower = said.to_ascii_lowercase();
    let from = lower.find(address).unwrap_or(0);
    let section = said.get(from..).unwrap_or(said);
    name::cut(section, 2 * MAX_DIAGNOSTIC).to_owned()
}

/// The address in a typed field, `rfc822; a@b`; brackets and comments around it are passed over.
pub fn typed_address(value: &str) -> Option<Address> {
    let value = value.split_once(';').map_or(value, |(_, it)| it);
    first_address_in(value)
}

/// The first field of this name in a block of fields, unfolded.
pub fn field(block: &str, name: &str) -> Option<String> {
    fields(block, name).next()
}

/// All fields of this name.
pub fn fields<'a>(block: &'a str, name: &'a str) -> impl Iterator<Item = String> + 'a {
    let lines: Vec<&str> = block.lines().collect();
    let starts = (0..lines.len()).collect::<Vec<_>>();
    starts.into_iter().filter_map(move |at| {
        let (found, value) = lines.get(at)?.split_once(':')?;
        if !found.trim().eq_ignore_ascii_case(name) {
            return None;
        }
        let folds = lines
            .iter()
            .skip(at + 1)
            .take_while(|it| it.starts_with([' ', '\t']) && !it.trim().is_empty());
        Some(
            std::iter::once(value.trim())
                .chain(folds.map(|it| it.trim()))
                .collect::<Vec<_>>()
                .join(" "),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_are_told_from_numbers_of_the_network() {
        for (text, status) in [
            ("550 5.1.1 <a@b>... User Unknown", Some("5.1.1")),
            ("host mx [5.1.1.2]: 552 refused", None),
            ("#5.7.26 smtp", Some("5.7.26")),
            ("version 4.72", None),
            ("(4.4.1)", Some("4.4.1")),
            ("", None),
        ] {
            assert_eq!(enhanced_status(text).as_deref(), status, "{text}");
        }
    }

    #[test]
    fn fields_unfold() {
        let block = "Reporting-MTA: dns; x\nDiagnostic-Code: smtp; 550 5.1.1\n  no such user\nStatus: 5.1.1";
        assert_eq!(
            field(block, "diagnostic-code").as_deref(),
            Some("smtp; 550 5.1.1 no such user")
        );
        assert_eq!(
            typed_address("rfc822; <Ana@X.example> (x)")
                .map(|it| it.to_string())
                .as_deref(),
            Some("ana@x.example")
        );
    }

    #[test]
    fn an_address_is_gone_or_only_busy() {
        for (status, detail, gone) in [
            ("5.1.1", "550 5.1.1 user unknown", true),
            ("5.2.2", "552 mailbox full", false),
            ("5.1.1", "552 mailbox full", false),
            ("5.7.1", "554 blocked by policy", false),
            ("5.4.4", "Host or domain name not found", true),
            ("", "This user does not exist", true),
            ("4.4.1", "connection timed out", false),
            ("5.0.0", "554 something", false),
        ] {
            assert_eq!(is_gone(status, detail), gone, "{status} {detail}");
        }
    }
}
