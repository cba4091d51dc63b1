//! Tags and priority of a conversation: set once, told once; what is so already is left alone.

use crate::conversations::steps::voice::Voice;
use crate::domain::conversation::{Conversation, Priority};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::TagId;
use crate::store::Write;

/// Most tags of one conversation.
pub const TAGS: usize = 50;

/// # Errors
/// The store's.
pub fn prioritise(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    to: Priority,
) -> Result<()> {
    let from = std::mem::replace(&mut c.priority, to);
    if from == to {
        return Ok(());
    }
    voice.tell(w, c, EventKind::PrioritySet { from, to })
}

/// Adds a tag; whether it is there and may be added was asked before.
///
/// # Errors
/// The store's.
pub fn tag(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, tag: TagId) -> Result<()> {
    if c.tags.contains(&tag) {
        return Ok(());
    }
    c.tags.push(tag);
    voice.tell(w, c, EventKind::Tagged { tag })
}

/// Takes a tag away.
///
/// # Errors
/// The store's.
pub fn untag(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, tag: TagId) -> Result<()> {
    if !c.tags.contains(&tag) {
        return Ok(());
    }
    c.tags.retain(|it| *it != tag);
    voice.tell(w, c, EventKind::Untagged { tag })
}
