//! Who may be the same person, ranked, with the reasons: for a person to decide.

use std::collections::BTreeMap;

use crate::contacts::apart::are_told_apart;
use crate::contacts::clues;
use crate::contacts::people::{find, identifiers, records};
use crate::domain::actor::Viewer;
use crate::domain::clue::{Clue, ClueKind};
use crate::domain::contact::{Contact, Handle, Identifier, IdentifierKind};
use crate::domain::error::Result;
use crate::domain::id::{ContactId, MessageId};
use crate::store::Look;
use crate::text::fold::fold;
use crate::text::phone;

/// Most suggestions of one contact.
const MOST: usize = 10;
/// Contacts of an equal name looked at.
const NAMED: usize = 50;
/// Persons who share a clue: more of them, and it tells nobody apart (a shop's own number, a shared computer).
const SHARED: usize = 4;

/// Why two records may be one person, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Both hold the same address, one of them only as claimed.
    SameAddress,
    /// Both hold the same phone, or its spelling in another country's form.
    SamePhone,
    /// One of them wrote an address of the other's in a message.
    AddressWritten,
    /// One of them wrote a phone number of the other's in a message.
    PhoneWritten,
    /// Both wrote of the same order.
    SameOrder,
    /// Equal name and company.
    SameNameAndCompany,
    /// Both wrote in the chat from the same browser.
    SameDevice,
}

impl Why {
    /// Key of `words` (`same-person-…`).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Why::SameAddress => "same-person-address",
            Why::SamePhone => "same-person-phone",
            Why::AddressWritten => "same-person-address-written",
            Why::PhoneWritten => "same-person-phone-written",
            Why::SameOrder => "same-person-order",
            Why::SameNameAndCompany => "same-person-name",
            Why::SameDevice => "same-person-device",
        }
    }
}

/// One thing that speaks for two being one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    pub why: Why,
    /// What is the same; empty where it says nothing to people.
    pub value: String,
    /// The message it stands in.
    pub message: Option<MessageId>,
}

/// Somebody who may be the same person, with all that speaks for it: the strongest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike {
    pub person: Contact,
    pub evidence: Vec<Evidence>,
}

type Found = Vec<(ContactId, Evidence)>;

/// Who may be the same person, the strongest reason first, of equal ones the one with more.
///
/// # Errors
/// [`crate::domain::error::Error::NotFound`].
pub fn suggestions(look: &Look<'_>, viewer: &Viewer, contact: ContactId) -> Result<Vec<Alike>> {
    let own = find(look, viewer, contact)?;
    let known = records(look, contact)?;
    let held = identifiers(look, contact)?;
    let mut found: Found = Vec::new();
    // A number they gave up says nothing of who has it now.
    for it in held.iter().filter(|it| !it.former) {
        found.extend(holding(look, it)?);
        found.extend(wrote(look, viewer, it)?);
    }
    for clue in clues::of(look, viewer, contact)? {
        found.extend(named_by(look, viewer, &clue)?);
    }
    found.extend(namesakes(look, &own)?);
    let mut all = persons(look, found, &known)?;
    let mut apart = Vec::new();
    for it in &all {
        // What a banner asks already is not asked twice.
        let asked = own.doubt.as_ref();
        let asked = asked.is_some_and(|doubt| doubt.before == it.person.id);
        apart.push(asked || are_told_apart(look, &known, it.person.id)?);
    }
    let mut apart = apart.into_iter();
    all.retain(|_| apart.next() != Some(true));
    all.truncate(MOST);
    Ok(all)
}

/// Whoever else holds what names somebody, in any spelling.
fn holding(look: &Look<'_>, it: &Identifier) -> Result<Found> {
    let (values, why) = match it.handle.kind {
        IdentifierKind::Email => (vec![it.handle.value.clone()], Why::SameAddress),
        IdentifierKind::Phone | IdentifierKind::WhatsApp => {
            (spellings(&it.handle.value), Why::SamePhone)
        }
        _ => return Ok(Vec::new()),
    };
    let mut out = Vec::new();
    for value in values {
        for scope in [String::new(), it.handle.scope.clone()] {
            let handle = Handle {
                kind: it.handle.kind,
                scope,
                value: value.clone(),
            };
            let evidence = Evidence {
                why,
                value: value.clone(),
                message: None,
            };
            let holders = look.holders(&handle)?.into_iter().filter(|it| !it.former);
            out.extend(holders.map(|it| (it.contact, evidence.clone())));
        }
    }
    Ok(out)
}

/// A number with its other spellings, its own first.
fn spellings(number: &str) -> Vec<String> {
    let mut out = vec![number.to_owned()];
    out.extend(phone::variants(number));
    out
}

/// Whoever wrote what names somebody in a message.
fn wrote(look: &Look<'_>, viewer: &Viewer, it: &Identifier) -> Result<Found> {
    let (kind, values, why) = match it.handle.kind {
        IdentifierKind::Email => (
            ClueKind::Email,
            vec![it.handle.value.clone()],
            Why::AddressWritten,
        ),
        IdentifierKind::Phone | IdentifierKind::WhatsApp => (
            ClueKind::Phone,
            spellings(&it.handle.value),
            Why::PhoneWritten,
        ),
        _ => return Ok(Vec::new()),
    };
    let mut out = Vec::new();
    for value in values {
        out.extend(sharing(look, viewer, (kind, &value), why)?);
    }
    Ok(out)
}

/// Whoever a clue of somebody's speaks for.
fn named_by(look: &Look<'_>, viewer: &Viewer, clue: &Clue) -> Result<Found> {
    let (handles, why) = match clue.kind {
        ClueKind::Order => return sharing(look, viewer, (clue.kind, &clue.value), Why::SameOrder),
        ClueKind::Device => {
            return sharing(look, viewer, (clue.kind, &clue.value), Why::SameDevice);
        }
        ClueKind::Email => (vec![Handle::email(clue.value.clone())], Why::AddressWritten),
        ClueKind::Phone => {
            let all = spellings(&clue.value).into_iter();
            (all.map(Handle::phone).collect(), Why::PhoneWritten)
        }
    };
    let mut out = Vec::new();
    for handle in handles {
        for it in look.holders(&handle)?.into_iter().filter(|it| !it.former) {
            let evidence = Evidence {
                why,
                value: clue.value.clone(),
                message: Some(clue.message),
            };
            out.push((it.contact, evidence));
        }
    }
    Ok(out)
}

/// Whoever gave a clue, unless many did.
fn sharing(
    look: &Look<'_>,
    viewer: &Viewer,
    (kind, value): (ClueKind, &str),
    why: Why,
) -> Result<Found> {
    let all = clues::who(look, viewer, kind, value)?;
    if all.len() > SHARED {
        return Ok(Vec::new());
    }
    let value = if kind == ClueKind::Device { "" } else { value };
    let evidence = |it: Clue| Evidence {
        why,
        value: value.to_owned(),
        message: Some(it.message),
    };
    Ok(all
        .into_iter()
        .map(|it| (it.contact, evidence(it)))
        .collect())
}

fn namesakes(look: &Look<'_>, own: &Contact) -> Result<Found> {
    if own.name.is_empty() || own.company.is_empty() {
        return Ok(Vec::new());
    }
    let from = Contact {
        id: ContactId::default(),
        ..own.clone()
    };
    let near = look.contacts_by_name(Some(&from), NAMED)?;
    let same =
        |it: &Contact| fold(&it.name) == fold(&own.name) && fold(&it.company) == fold(&own.company);
    let evidence = |it: Contact| {
        let named = Evidence {
            why: Why::SameNameAndCompany,
            value: String::new(),
            message: None,
        };
        (it.id, named)
    };
    Ok(near.into_iter().filter(same).map(evidence).collect())
}

/// What was found by person, without the person itself.
fn persons(look: &Look<'_>, found: Found, known: &[ContactId]) -> Result<Vec<Alike>> {
    let mut all: BTreeMap<ContactId, Alike> = BTreeMap::new();
    for (id, evidence) in found {
        if known.contains(&id) {
            continue;
        }
        let Some(person) = look.person(id)?.filter(|it| it.erased_at.is_none()) else {
            continue;
        };
        if known.contains(&person.id) {
            continue;
        }
        let alike = all.entry(person.id).or_insert_with(|| Alike {
            person,
            evidence: Vec::new(),
        });
        let again = |it: &Evidence| it.why == evidence.why && it.value == evidence.value;
        if !alike.evidence.iter().any(again) {
            alike.evidence.push(evidence);
        }
    }
    let mut out: Vec<Alike> = all.into_values().collect();
    for it in &mut out {
        it.evidence.sort_by_key(|it| it.why);
    }
    out.sort_by_key(|it| {
        let strongest = it.evidence.first().map(|it| it.why);
        (
            strongest,
            std::cmp::Reverse(it.evidence.len()),
            it.person.id,
        )
    });
    Ok(out)
}
