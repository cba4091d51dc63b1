//! Whom one of us means: a contact, or whoever a handle names.

use crate::contacts::identity::{Who, meant_or_create};
use crate::domain::actor::Viewer;
use crate::domain::contact::{Contact, Evidence, Handle};
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::store::Write;

/// Whom to write to.
#[derive(Debug, Clone, PartialEq)]
pub enum To {
    Contact(ContactId),
    /// Found, or made with this name.
    Handle {
        handle: Handle,
        name: String,
    },
}

/// The contact meant, made when a handle names nobody.
///
/// # Errors
/// [`Error::NotFound`] for an unknown or erased contact.
pub fn contact(w: &mut Write<'_>, by: &Viewer, to: &To) -> Result<Contact> {
    match to {
        To::Contact(id) => {
            let found = w.contact(*id)?.filter(|it| it.erased_at.is_none());
            found.ok_or_else(|| Error::not_found("contact"))
        }
        To::Handle { handle, name } => {
            let who = Who {
                handle,
                evidence: Evidence::Agent,
                name,
                as_sent: &handle.value,
                language: "",
                seen_at: w.now(),
                history: false,
            };
            meant_or_create(w, by.actor, &who)
        }
    }
}
