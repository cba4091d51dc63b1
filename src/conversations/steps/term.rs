//! Terms by the hours that count in a conversation.

use crate::conversations::sla::hours;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::time::{Millis, Term};
use crate::store::Write;

/// When a term that begins now is over: working days are those of its hours, holidays left out.
///
/// # Errors
/// The store's.
pub fn term_from_now(w: &Write<'_>, c: &Conversation, term: Term) -> Result<Millis> {
    Ok(hours::of(w, c)?.after(w.now(), term))
}
