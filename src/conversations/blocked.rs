//! What came from somebody while they were blocked: kept, and shown when the block is lifted.

use crate::contacts::people::records;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::store::Look;

/// The conversations of a person that lie among the blocked, newest first.
///
/// # Errors
/// The store's.
pub fn of(look: &Look<'_>, contact: ContactId) -> Result<Vec<Conversation>> {
    let mut out = Vec::new();
    for record in records(look, contact)? {
        for id in look.conversations_of(record)? {
            let it = look.conversation(id)?;
            out.extend(it.filter(|it| it.blocked && it.contact == record));
        }
    }
    out.sort_by_key(|it| std::cmp::Reverse((it.active_at, it.number)));
    Ok(out)
}
