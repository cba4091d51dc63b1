//! Everything that is kept of a person, in the order in which it is written down for them.

use crate::domain::actor::Viewer;
use crate::domain::contact::Contact;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ContactId, ConversationId};
use crate::store::Look;

/// The person, and the conversations in which they are the customer, as far as the asker may read them.
///
/// # Errors
/// [`Error::NotFound`].
pub fn of(
    look: &Look<'_>,
    viewer: &Viewer,
    id: ContactId,
) -> Result<(Contact, Vec<ConversationId>)> {
    let root = look.person(id)?.filter(|it| it.erased_at.is_none());
    let root = root.ok_or_else(|| Error::not_found("contact"))?;
    let records = look.records_of_person(root.id)?;
    let mut found: Vec<Conversation> = Vec::new();
    for record in &records {
        for id in look.conversations_of(*record)? {
            let it = look.conversation(id)?;
            let is_theirs = |it: &Conversation| records.contains(&it.contact) && viewer.sees(it);
            found.extend(it.filter(is_theirs));
        }
    }
    found.sort_by_key(|it| it.number);
    found.dedup_by_key(|it| it.id);
    Ok((root, found.iter().map(|it| it.id).collect()))
}
