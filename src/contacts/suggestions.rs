//! Who may be the same person, ranked, with the reason: for a person to decide.

use crate::contacts::people::{find, identifiers, records};
use crate::domain::actor::Viewer;
use crate::domain::contact::{Contact, IdentifierKind};
use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::store::Look;
use crate::text::fold::fold;
use crate::text::phone;

/// Most suggestions of one contact.
const MOST: usize = 10;
/// Contacts of an equal name looked at.
const NAMED: usize = 50;

/// Why two records may be one person, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Both hold the same address, one of them only as claimed.
    SameAddress,
    /// Both hold the same phone, or its spelling in another country's form.
    SamePhone,
    /// Equal name and company.
    SameNameAndCompany,
}

impl Why {
    /// Key of `words` (`same-person-…`).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Why::SameAddress => "same-person-address",
            Why::SamePhone => "same-person-phone",
            Why::SameNameAndCompany => "same-person-name",
        }
    }
}

/// # Errors
/// [`crate::domain::error::Error::NotFound`].
pub fn suggestions(
    look: &Look<'_>,
    viewer: &Viewer,
    contact: ContactId,
) -> Result<Vec<(Contact, Why)>> {
    let own = find(look, viewer, contact)?;
    let known = records(look, contact)?;
    let mut found: Vec<(ContactId, Why)> = Vec::new();
    for it in identifiers(look, contact)? {
        let (values, why) = match it.handle.kind {
            IdentifierKind::Email => (vec![it.handle.value.clone()], Why::SameAddress),
            IdentifierKind::Phone | IdentifierKind::WhatsApp => {
                let mut values = phone::variants(&it.handle.value);
                values.push(it.handle.value.clone());
                (values, Why::SamePhone)
            }
            _ => continue,
        };
        for value in values {
            for scope in [String::new(), it.handle.scope.clone()] {
                let handle = crate::domain::contact::Handle {
                    kind: it.handle.kind,
                    scope,
                    value: value.clone(),
                };
                let holders = look.holders(&handle)?;
                found.extend(holders.into_iter().map(|it| (it.contact, why)));
            }
        }
    }
    found.extend(namesakes(look, &own)?);
    found.sort_by_key(|(id, why)| (*why, *id));
    ranked(look, found, &known)
}

fn namesakes(look: &Look<'_>, own: &Contact) -> Result<Vec<(ContactId, Why)>> {
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
    Ok(near
        .into_iter()
        .filter(same)
        .map(|it| (it.id, Why::SameNameAndCompany))
        .collect())
}

fn ranked(
    look: &Look<'_>,
    found: Vec<(ContactId, Why)>,
    known: &[ContactId],
) -> Result<Vec<(Contact, Why)>> {
    let mut out: Vec<(Contact, Why)> = Vec::new();
    for (id, why) in found {
        if known.contains(&id) || out.len() >= MOST {
            continue;
        }
        let Some(person) = look.person(id)?.filter(|it| it.erased_at.is_none()) else {
            continue;
        };
        if !known.contains(&person.id) && out.iter().all(|(it, _)| it.id != person.id) {
            out.push((person, why));
        }
    }
    Ok(out)
}
