//! Changing a contact by hand: fields, identifiers.

use crate::contacts::identity::{Who, create};
use crate::contacts::people::find;
use crate::contacts::{attributes, companies};
use crate::domain::actor::{Right, Viewer};
use crate::domain::attribute::AttributeOf;
use crate::domain::contact::{
    Contact, Evidence, Handle, Identifier, IdentifierKind, NamedBy, Tier,
};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, CompanyId, ContactId};
use crate::domain::time::Millis;
use crate::store::Write;
use crate::text::address::Address;
use crate::text::{name, phone};

/// Longest of each, characters.
const NAME: usize = 200;
const NOTES: usize = 20_000;
const ATTRIBUTES: usize = 100;
const IDENTIFIERS: usize = 100;

/// What to change; `None` leaves it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edit {
    pub name: Option<String>,
    /// The name of their company; one that nobody has is made.
    pub company: Option<String>,
    /// Wins over the name; `Some(None)` takes them out.
    pub company_of: Option<Option<CompanyId>>,
    pub language: Option<String>,
    pub notes: Option<String>,
    pub attributes: Option<Vec<(String, String)>>,
    pub tier: Option<Tier>,
    /// `Some(None)` takes the owner away.
    pub owner: Option<Option<AgentId>>,
}

/// Makes a contact by hand, with its first identifier.
///
/// # Errors
/// [`Error::Invalid`] on `identifier`; [`Error::Conflict`] `identifier_taken`; what [`update`] says.
pub fn make(w: &mut Write<'_>, by: &Viewer, handle: &Handle, edit: &Edit) -> Result<Contact> {
    by.need(Right::Work)?;
    let handle = checked(handle)?;
    check(edit)?;
    free(w, None, &handle)?;
    let who = Who {
        handle: &handle,
        evidence: Evidence::Agent,
        name: edit.name.as_deref().unwrap_or_default(),
        as_sent: &handle.value,
        language: edit.language.as_deref().unwrap_or_default(),
        // Nobody has heard of them yet.
        seen_at: Millis(0),
        history: false,
    };
    let contact = create(w, by.actor, &who)?;
    update(w, by, contact.id, edit)
}

/// Changes fields of a record. A name given here wins over what a channel says.
///
/// # Errors
/// [`Error::Invalid`] on the field; [`Error::NotFound`].
pub fn update(w: &mut Write<'_>, by: &Viewer, id: ContactId, edit: &Edit) -> Result<Contact> {
    check(edit)?;
    let before = find(w, by, id)?;
    let mut it = before.clone();
    if let Some(given) = &edit.name {
        rename(&mut it, &name::person(given));
    }
    take(&mut it.language, edit.language.as_ref());
    take(&mut it.notes, edit.notes.as_ref());
    if let Some(given) = &edit.attributes {
        let of = AttributeOf::Contacts;
        it.attributes = attributes::checked(w, of, &before.attributes, given)?;
    }
    take(&mut it.tier, edit.tier.as_ref());
    if let Some(owner) = edit.owner {
        let known = owner.map(|id| w.agent(id)).transpose()?.flatten();
        if owner.is_some() && !known.is_some_and(|it| it.is_active()) {
            return Err(Error::invalid("owner", "error-no-such-agent"));
        }
        it.owner = owner;
    }
    belong(w, by, &mut it, edit)?;
    if it.company_of != before.company_of {
        let (from, to) = (before.company_of, it.company_of);
        let kind = EventKind::CompanySet { from, to };
        w.event(by.actor, Subject::contact(id), kind)?;
    }
    if it != before {
        w.put_contact(&it)?;
        w.event(by.actor, Subject::contact(id), EventKind::ContactChanged)?;
    }
    Ok(it)
}

/// The company meant: by its id, else by its name, which makes one that nobody has.
fn belong(w: &mut Write<'_>, by: &Viewer, it: &mut Contact, edit: &Edit) -> Result<()> {
    let company = match (edit.company_of, &edit.company) {
        (Some(Some(id)), _) => match companies::find(w, by, id) {
            Ok(found) => Some(found),
            Err(Error::NotFound { .. }) => {
                return Err(Error::invalid("company_id", "error-no-such-company"));
            }
            Err(err) => return Err(err),
        },
        (Some(None), _) => None,
        (None, Some(name)) => companies::named(w, by, name)?,
        (None, None) => return Ok(()),
    };
    it.company_of = company.as_ref().map(|it| it.id);
    it.company = company.map(|it| it.name).unwrap_or_default();
    Ok(())
}

fn take<T: Clone>(field: &mut T, given: Option<&T>) {
    if let Some(given) = given {
        field.clone_from(given);
    }
}

fn rename(it: &mut Contact, name: &str) {
    if it.name != name {
        if !it.name.is_empty() && !it.other_names.contains(&it.name) {
            it.other_names.push(it.name.clone());
        }
        name.clone_into(&mut it.name);
    }
    it.named_by = NamedBy::Agent;
}

fn check(edit: &Edit) -> Result<()> {
    let long = |text: &Option<String>, most: usize| {
        text.as_ref().is_some_and(|it| it.chars().count() > most)
    };
    for (field, wrong) in [
        ("name", long(&edit.name, NAME)),
        ("company", long(&edit.company, NAME)),
        ("language", long(&edit.language, 35)),
        ("notes", long(&edit.notes, NOTES)),
        (
            "attributes",
            edit.attributes.as_ref().is_some_and(|it| {
                it.len() > ATTRIBUTES
                    || it
                        .iter()
                        .any(|(k, v)| k.trim().is_empty() || k.len() + v.len() > NOTES)
            }),
        ),
    ] {
        if wrong {
            return Err(Error::invalid(field, "error-too-long"));
        }
    }
    Ok(())
}

/// A handle in its canonical form.
///
/// # Errors
/// [`Error::Invalid`] on `identifier`.
pub fn checked(handle: &Handle) -> Result<Handle> {
    let value = match handle.kind {
        IdentifierKind::Email => Address::parse(&handle.value).map(|it| it.as_str().to_owned()),
        IdentifierKind::Phone | IdentifierKind::WhatsApp => phone::canon(&handle.value, ""),
        IdentifierKind::External | IdentifierKind::Telegram | IdentifierKind::Visitor => {
            let value = handle.value.trim();
            (!value.is_empty() && value.len() <= NAME).then(|| value.to_owned())
        }
    };
    let value = value.ok_or_else(|| Error::invalid("identifier", "error-bad-identifier"))?;
    Ok(Handle {
        value,
        ..handle.clone()
    })
}

/// Nobody else holds it as verified.
fn free(w: &Write<'_>, own: Option<ContactId>, handle: &Handle) -> Result<()> {
    let holders = w.holders(handle)?;
    let mut others = holders.iter().filter(|it| Some(it.contact) != own);
    if others.any(|it| it.evidence.is_verified() && !it.former) {
        return Err(Error::conflict("identifier_taken"));
    }
    Ok(())
}

/// Says that a contact holds a handle: an agent's word, so it is verified; a claimed one becomes so.
///
/// # Errors
/// [`Error::Invalid`] on `identifier`; [`Error::Conflict`] `identifier_taken` when another holds it as verified;
/// [`Error::NotFound`].
pub fn add_identifier(
    w: &mut Write<'_>,
    by: &Viewer,
    id: ContactId,
    handle: &Handle,
) -> Result<Identifier> {
    let contact = find(w, by, id)?;
    let handle = checked(handle)?;
    free(w, Some(contact.id), &handle)?;
    let held = w.identifiers_of(contact.id)?;
    if held.len() >= IDENTIFIERS {
        return Err(Error::invalid("identifier", "error-too-many"));
    }
    let known = held.into_iter().find(|it| it.handle == handle);
    let known = known.unwrap_or(Identifier {
        contact: contact.id,
        handle,
        since: w.now(),
        ..Identifier::default()
    });
    let it = Identifier {
        evidence: known.evidence.max(Evidence::Agent),
        former: false,
        invalid: false,
        ..known
    };
    w.put_identifier(&it)?;
    w.event(by.actor, Subject::contact(id), EventKind::IdentifierAdded)?;
    Ok(it)
}

/// Takes a handle from a contact.
///
/// # Errors
/// [`Error::NotFound`].
pub fn remove_identifier(
    w: &mut Write<'_>,
    by: &Viewer,
    id: ContactId,
    handle: &Handle,
) -> Result<()> {
    let contact = find(w, by, id)?;
    if !w.remove_identifier(contact.id, handle)? {
        return Err(Error::not_found("identifier"));
    }
    w.event(by.actor, Subject::contact(id), EventKind::IdentifierRemoved)?;
    Ok(())
}
