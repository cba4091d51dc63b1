//! Telling customers that they were read because who is responsible opened their talk, where a channel is set to that.
//! Who only looks, searches or watches tells nobody anything.

use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, ConnectionId, MessageId};
use crate::domain::job::JobKind;
use crate::domain::message::{Message, MessageKind};
use crate::store::{Look, Write};

/// Newest messages looked through for one of theirs.
const NEWEST: usize = 20;

/// The setting of a channel, and its word that asks for this.
const SETTING: &str = "receipts";
const OPENED: &str = "opened";

/// The newest message of the customer's that an agent sees for the first time now, up to a position, when its sender is
/// to be told.
///
/// # Errors
/// The store's.
pub fn newly_read(
    look: &Look<'_>,
    c: &Conversation,
    (agent, up_to): (AgentId, u32),
) -> Result<Option<(MessageId, ConnectionId)>> {
    let before = look.read_mark(agent, c.id)?;
    if c.assignee != Some(agent) || up_to <= before {
        return Ok(None);
    }
    let theirs = |it: &Message| {
        let chat = it.chat.as_ref().is_some_and(|it| !it.ids.is_empty());
        it.kind == MessageKind::Inbound && chat && !it.history
    };
    let read = look.messages_before(c.id, Some(up_to), NEWEST)?;
    let read = read.into_iter().rev();
    let newest = read.take_while(|it| it.position >= before).find(theirs);
    let Some(message) = newest else {
        return Ok(None);
    };
    let Some(channel) = look.channel(message.channel)? else {
        return Ok(None);
    };
    let connection = look.connection(channel.connection)?;
    let connection = connection.filter(|it| it.retired_at.is_none());
    let set = connection.as_ref().and_then(|it| it.provider());
    let set = set.is_some_and(|it| it.value(SETTING) == OPENED);
    Ok(set.then_some((message.id, channel.connection)))
}

/// Has its sender told, as far as that is to be.
///
/// # Errors
/// The store's.
pub fn tell(w: &mut Write<'_>, c: &Conversation, (agent, up_to): (AgentId, u32)) -> Result<()> {
    if let Some((message, connection)) = newly_read(w, c, (agent, up_to))? {
        let kind = JobKind::TellRead {
            message,
            connection,
        };
        w.job(w.now(), kind)?;
    }
    Ok(())
}

/// The provider's id of a message whose sender is to be told; `None` when it is gone.
///
/// # Errors
/// The store's.
pub fn id_of(look: &Look<'_>, message: MessageId) -> Result<Option<String>> {
    let found = look.message(message)?;
    let chat = found.and_then(|it| it.chat);
    Ok(chat.and_then(|it| it.ids.first().cloned()))
}
