//! Whether a program wrote a mail, and what kind of program.

use crate::channels::email::wire::Headers;
use crate::domain::inbound::AutomaticKind;
use crate::text::address::Address;
use crate::text::fold::fold;

/// Fields that older responders put on their answers.
const RESPONDER_FIELDS: &[&str] = &[
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-AutoReply-From",
    "X-Mail-Autoreply",
];

/// How the subjects of absence notes begin, folded. A weak sign: it only tells the kind of what is automatic anyway.
const ABSENCE_SUBJECTS: &[&str] = &[
    "automatic reply",
    "auto reply",
    "autoreply",
    "auto-reply",
    "out of office",
    "out of the office",
    "respuesta automatica",
    "fuera de la oficina",
    "fuera de oficina",
    "resposta automatica",
    "ausencia",
    "ausente",
    "balasan otomatis",
    "abwesenheit",
    "automatische antwort",
    "reponse automatique",
    "absence",
    "risposta automatica",
    "vacation",
];

/// What speaks for a program (RFC 3834 and older custom), or `None` for a mail a person seems to have sent.
///
/// `ours` are our addresses: a list that is one of them is our own group, whose mails are from people.
pub fn kind(
    headers: &Headers<'_>,
    from: Option<&Address>,
    ours: &[Address],
) -> Option<AutomaticKind> {
    let submitted = keyword(headers, "Auto-Submitted");
    let precedence = keyword(headers, "Precedence");
    let answers = submitted == "auto-replied"
        || matches!(precedence.as_str(), "auto_reply" | "auto-reply")
        || RESPONDER_FIELDS
            .iter()
            .any(|it| headers.has(it) && keyword(headers, it) != "no")
        || keyword(headers, "X-Apple-Action") == "vacation";
    if answers {
        return Some(AutomaticKind::Reply);
    }
    let is_generated = !matches!(submitted.as_str(), "" | "no")
        || headers
            .first("X-Auto-Response-Suppress")
            .is_some_and(|it| suppresses(&it))
        || has_null_return_path(headers)
        || from.is_some_and(Address::is_robot);
    let subject = fold(&headers.first("Subject").unwrap_or_default());
    if is_generated && ABSENCE_SUBJECTS.iter().any(|it| subject.starts_with(it)) {
        return Some(AutomaticKind::Reply);
    }
    let is_list =
        matches!(precedence.as_str(), "bulk" | "list" | "junk") || headers.has_prefix("List-");
    if is_list && !is_own_group(headers, ours) {
        return Some(AutomaticKind::List);
    }
    is_generated.then_some(AutomaticKind::Generated)
}

/// Whether the envelope sender was empty, as that of bounces and responders is (RFC 5321, 4.5.5).
pub fn has_null_return_path(headers: &Headers<'_>) -> bool {
    headers.first("Return-Path").is_some_and(|it| {
        matches!(
            it.split_whitespace().collect::<String>().as_str(),
            "<>" | ""
        )
    })
}

/// The first word of a field, lower case.
fn keyword(headers: &Headers<'_>, name: &str) -> String {
    let value = headers.first(name).unwrap_or_default();
    let word = value
        .split([';', ' ', '\t', '('])
        .next()
        .unwrap_or_default();
    word.to_ascii_lowercase()
}

fn suppresses(value: &str) -> bool {
    const NAMES: &[&str] = &["all", "oof", "autoreply", "dr", "ndr", "rn", "nrn"];
    value
        .split([',', ' '])
        .any(|it| NAMES.iter().any(|name| it.eq_ignore_ascii_case(name)))
}

/// A group whose address is ours (Google Groups in front of a mailbox) hands on mails of people.
pub fn is_own_group(headers: &Headers<'_>, ours: &[Address]) -> bool {
    let named: String = ["List-Post", "List-ID", "Mailing-list", "X-Google-Group-Id"]
        .iter()
        .flat_map(|it| headers.all(it))
        .collect::<Vec<_>>()
        .join(" ")
        .to_ascii_lowercase();
    ours.iter().any(|it| {
        named.contains(it.as_str()) || named.contains(&format!("<{}.{}>", it.local(), it.domain()))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn of(header: &str) -> Option<AutomaticKind> {
        let raw = format!("From: ana@x.example\n{header}\n\n");
        let headers = Headers::read(raw.as_bytes()).unwrap();
        let from = headers.first("From").and_then(|it| Address::parse(&it));
        kind(
            &headers,
            from.as_ref(),
            &[Address::parse("support@shop.example").unwrap()],
        )
    }

    #[test]
    fn programs_give_themselves_away() {
        use AutomaticKind::{Generated, List, Reply};
        for (header, expected) in [
            ("Auto-Submitted: auto-replied", Some(Reply)),
            (
                "Auto-Submitted: auto-replied; owner-email=\"x\"",
                Some(Reply),
            ),
            ("Auto-Submitted: auto-generated", Some(Generated)),
            ("Auto-Submitted: auto-notified", Some(Generated)),
            ("Auto-Submitted: no", None),
            (
                "Auto-Submitted: auto-generated\nSubject: Respuesta automática: hola",
                Some(Reply),
            ),
            ("X-Autoreply: yes", Some(Reply)),
            ("X-Autorespond: x", Some(Reply)),
            ("Precedence: auto_reply", Some(Reply)),
            ("Precedence: bulk", Some(List)),
            ("Precedence: list", Some(List)),
            ("Precedence: first-class", None),
            ("List-Unsubscribe: <x>", Some(List)),
            ("List-ID: <news.x.example>", Some(List)),
            (
                "List-ID: <support.shop.example>\nList-Post: <mailto:support@shop.example>\nPrecedence: list",
                None,
            ),
            (
                "X-Auto-Response-Suppress: DR, OOF, AutoReply",
                Some(Generated),
            ),
            ("X-Auto-Response-Suppress: None", None),
            ("Return-Path: <>", Some(Generated)),
            ("Return-Path: <ana@x.example>", None),
            ("Subject: Out of office", None),
        ] {
            assert_eq!(of(header), expected, "{header}");
        }
    }
}
