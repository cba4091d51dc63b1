//! Whether somebody spoke since the writer last looked.

use crate::conversations::note::author;
use crate::domain::actor::Viewer;
use crate::domain::channel::Channel;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::message::MessageKind;
use crate::store::Look;

/// The customer's newer mail stops a reply, in a talk it does not; whatever one of us said or noted meanwhile does.
///
/// # Errors
/// [`Error::Stale`].
pub fn unseen(
    look: &Look<'_>,
    by: &Viewer,
    (c, channel): (&Conversation, &Channel),
    seen: Option<u32>,
) -> Result<()> {
    let Some(seen_up_to) = seen else {
        return Ok(());
    };
    let newer = look.messages_after(c.id, Some(seen_up_to), 50)?;
    let own = author(by.actor);
    let talks = channel.kind.abilities().talks;
    if newer
        .iter()
        .filter(|it| !(talks && it.kind == MessageKind::Inbound))
        .any(|it| it.author != own && !it.courtesy && !it.automatic)
    {
        return Err(Error::Stale { seen_up_to });
    }
    Ok(())
}
