//! The contact beside a conversation: ways to reach, tags, who else takes part, other cases.

use crate::contacts::people::identifiers;
use crate::domain::attribute::AttributeOf;
use crate::domain::contact::{Contact, Evidence, Identifier, IdentifierKind};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::integrations::facts;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::contacts::fields::FieldView;
use crate::web::contacts::{consents, fields, show};
use crate::web::conversations::show::{OtherCase, ParticipantView, Reach, Side, TagView};
use crate::web::conversations::thread::status_chip;
use crate::web::dated::said;
use crate::web::effort;
use crate::web::names::Directory;
use crate::web::shell;
use crate::web::view::{Avatar, TimeView, hue};
use crate::words::Words;

/// Other cases shown at most.
const OTHERS: usize = 6;
/// Longest number of a customer at the owner's program that is shown as it is, characters.
const OWN_NUMBER: usize = 16;
/// Newest cases of a record among which they are looked for.
const LOOKED_AT: usize = 50;

/// The panel beside a conversation.
///
/// # Errors
/// The store's.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    it: &Conversation,
) -> Result<Side> {
    let words = &asker.words;
    let person = look.person(it.contact)?.unwrap_or_default();
    let name = if person.name.is_empty() {
        words.t("unknown-person")
    } else {
        person.name.clone()
    };
    let cases = newest_cases(asker, look, &person, LOOKED_AT)?;
    let first = cases.len() <= 1 && it.n_messages <= 1;
    let mut held = identifiers(look, person.id)?;
    held.retain(|it| !it.former);
    let participants = participants(asker, look, it)?;
    // Of a sender we could not confirm nothing is said to be anybody's.
    let alike = if it.unverified {
        None
    } else {
        show::alike(asker, look, &person)?.into_iter().next()
    };
    Ok(Side {
        avatar: Avatar::of(&name),
        id: person.id.to_string(),
        href: format!("/contacts/{}", person.id),
        line: if first {
            words.t("side-first-time")
        } else {
            words.t_of("side-since", "date", words.date(person.created_at))
        },
        suggestion: alike,
        reach: reach_views(words, &held),
        cards: cards(asker, look, it)?,
        tags: it
            .tags
            .iter()
            .filter_map(|id| directory.tag(*id))
            .map(|it| TagView {
                id: it.id.to_string(),
                name: it.name.clone(),
                hue: hue(&it.name),
            })
            .collect(),
        all_tags: shell::offered_tags(asker, directory),
        participants,
        facts: facts(words, directory, &person, it),
        company: person
            .company_of
            .map(|id| (format!("/companies/{id}"), person.company.clone())),
        fields: beside(words, look, &person)?,
        about: about(look, it)?,
        dated: said::next(words, look, person.id, asker.now)?,
        effort: effort::line(asker, look, it)?,
        refused: consents::refused(asker, look, person.id)?,
        others: cases
            .into_iter()
            .filter(|(id, _)| *id != it.number)
            .take(OTHERS)
            .map(|(_, it)| it)
            .collect(),
        name,
    })
}

/// The business' own fields that are shown beside conversations.
fn beside(words: &Words, look: &Look<'_>, person: &Contact) -> Result<Vec<FieldView>> {
    let mut all = fields::views(words, look, AttributeOf::Contacts, &person.attributes)?;
    all.retain(|it| it.beside);
    Ok(all)
}

/// Cards beside it: what they say is asked for when the page is there.
fn cards(asker: &Asker, look: &Look<'_>, it: &Conversation) -> Result<Vec<(String, String)>> {
    let all = facts::beside(look, asker.viewer(), it)?;
    let named = all.into_iter().map(|it| (it.id.to_string(), it.name));
    Ok(named.collect())
}

/// Whom it is about, when that is somebody else.
fn about(look: &Look<'_>, it: &Conversation) -> Result<(String, String)> {
    let Some(id) = it.about_contact else {
        return Ok((String::new(), it.about.clone()));
    };
    let person = look.person(id)?.unwrap_or_default();
    let held = look.identifiers_of(person.id)?;
    let address = held.first().map(|it| it.handle.value.clone());
    let name = if person.name.is_empty() {
        address.unwrap_or_default()
    } else {
        person.name
    };
    Ok((format!("/contacts/{}", person.id), name))
}

fn participants(asker: &Asker, look: &Look<'_>, it: &Conversation) -> Result<Vec<ParticipantView>> {
    let mut participants = Vec::new();
    for who in &it.participants {
        let found = look.person(who.contact)?.unwrap_or_default();
        let held = look.identifiers_of(who.contact)?;
        let address = held.first().map(|it| reach_name(&asker.words, it));
        let address = address.unwrap_or_default();
        participants.push(ParticipantView {
            name: if found.name.is_empty() {
                address.clone()
            } else {
                found.name
            },
            address,
            accepted: who.accepted,
        });
    }
    Ok(participants)
}

/// The ways to reach somebody, each said once: a number on WhatsApp is their phone too, and a visitor of the chat is one
/// however many names their browsers have.
#[must_use]
pub fn reach_views(words: &Words, held: &[Identifier]) -> Vec<Reach> {
    let on_whatsapp = |it: &Identifier| {
        it.handle.kind == IdentifierKind::Phone
            && held.iter().any(|other| {
                other.handle.kind == IdentifierKind::WhatsApp
                    && other.handle.value == it.handle.value
                    && other.evidence >= it.evidence
            })
    };
    let shown = held.iter().filter(|it| !on_whatsapp(it));
    let mut out: Vec<Reach> = Vec::new();
    for it in shown.map(|it| reach_view(words, it)) {
        let known = |other: &Reach| {
            let is_like = (other.icon, &other.value) == (it.icon, &it.value);
            is_like && (other.confirmed, &other.gone) == (it.confirmed, &it.gone)
        };
        if !out.iter().any(known) {
            out.push(it);
        }
    }
    out
}

/// What people call a way to reach somebody: an address and a number as they are; for what only programs read, where it
/// leads.
#[must_use]
pub fn reach_name(words: &Words, it: &Identifier) -> String {
    let value = &it.handle.value;
    let label = || words.t(&format!("identifier-{}", it.handle.kind.name()));
    match it.handle.kind {
        IdentifierKind::Email | IdentifierKind::Phone => value.clone(),
        IdentifierKind::WhatsApp if value.starts_with('+') => value.clone(),
        // A customer's number at the owner's own program is short, and they know it.
        IdentifierKind::External if value.chars().count() <= OWN_NUMBER => {
            words.t_of("identifier-external-named", "value", value)
        }
        _ => label(),
    }
}

/// A way to reach somebody, with how sure it is that it is theirs.
fn reach_view(words: &Words, it: &Identifier) -> Reach {
    // That a browser is the same as before says nothing of who sits at it.
    let only_browser =
        it.handle.kind == IdentifierKind::Visitor && it.evidence == Evidence::Provider;
    let why = if only_browser {
        "evidence-browser".to_owned()
    } else {
        format!("evidence-{}", it.evidence.name())
    };
    Reach {
        icon: match it.handle.kind {
            IdentifierKind::Email => "mail",
            IdentifierKind::Phone => "phone",
            IdentifierKind::WhatsApp => "whatsapp",
            IdentifierKind::Telegram => "telegram",
            IdentifierKind::Visitor => "chat",
            IdentifierKind::External => "api",
        },
        value: reach_name(words, it),
        confirmed: it.evidence != Evidence::Claimed && !only_browser,
        why: words.t(&why),
        // A browser known by another name since is no loss to anybody.
        gone: match it {
            it if it.former && !only_browser => words.t("contact-former"),
            it if it.invalid => words.t("contact-invalid"),
            _ => String::new(),
        },
    }
}

/// Every case of a person the viewer may see, newest first.
///
/// # Errors
/// The store's.
pub fn cases(asker: &Asker, look: &Look<'_>, person: &Contact) -> Result<Vec<(u64, OtherCase)>> {
    newest_cases(asker, look, person, usize::MAX)
}

/// As [`cases`], of each record's newest ones by when they began, at most `limit`.
fn newest_cases(
    asker: &Asker,
    look: &Look<'_>,
    person: &Contact,
    limit: usize,
) -> Result<Vec<(u64, OtherCase)>> {
    let mut found = Vec::new();
    for record in look.records_of_person(person.id)? {
        for id in look.newest_conversations_of(record, limit)? {
            found.extend(look.conversation(id)?);
        }
    }
    found.retain(|it| asker.viewer().sees(it) && !it.merged);
    found.sort_by_key(|it| std::cmp::Reverse((it.active_at, it.number)));
    found.dedup_by_key(|it| it.id);
    let words = &asker.words;
    Ok(found
        .into_iter()
        .map(|it| {
            let title = if it.subject.is_empty() {
                format!("#{}", it.number)
            } else {
                format!("#{} · {}", it.number, it.subject)
            };
            let case = OtherCase {
                href: format!("/c/{}", it.number),
                title,
                when: TimeView::ago(words, it.active_at, asker.now),
                status: status_chip(words, &it, asker.now),
                excerpt: it.excerpt.clone(),
            };
            (it.number, case)
        })
        .collect())
}

fn facts(
    words: &Words,
    directory: &Directory,
    person: &Contact,
    it: &Conversation,
) -> Vec<(String, String)> {
    let channels: Vec<_> = it
        .channels
        .iter()
        .filter_map(|id| directory.channel(*id))
        .map(|it| it.known_as().to_owned())
        .collect();
    // One that is a company is a link above.
    let company = match person.company_of {
        Some(_) => String::new(),
        None => person.company.clone(),
    };
    let all = [
        ("side-channels", channels.join(", ")),
        ("side-started", words.date_time(it.created_at)),
        ("side-company", company),
        ("side-language", person.language.clone()),
        ("side-notes", person.notes.clone()),
    ];
    all.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (words.t(key), value))
        .collect()
}
