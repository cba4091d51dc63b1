//! A visitor of the chat: what they see of their talks, what they say of what they saw, and how they come to be known.

use crate::contacts::identity::find;
use crate::contacts::joins::{Taken, join};
use crate::contacts::people::records;
use crate::conversations::chat::moved::moved;
use crate::conversations::chat::talk::hold;
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::channel::Channel;
use crate::domain::contact::{Evidence, Handle, Identifier, IdentifierKind};
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ContactId, ConversationId, MessageId};
use crate::domain::inbound::Moved;
use crate::domain::message::{Message, MessageKind};
use crate::store::{Look, Write};

/// Cases a visitor looks back on, and messages of each.
const CASES: usize = 10;
const MESSAGES: usize = 100;

/// One message as the visitor sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    pub message: Message,
    /// Number of its conversation.
    pub number: u64,
    /// Of an answer of ours: where it is.
    pub state: Option<DeliveryState>,
    /// Of what they wrote: one of us has read it.
    pub read: bool,
}

/// All a visitor may see.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Talks {
    pub contact: Option<ContactId>,
    /// The conversations they are in, oldest first.
    pub conversations: Vec<ConversationId>,
    /// Oldest first.
    pub messages: Vec<Seen>,
}

/// Whether a pass was taken back: its visitor came to be known, and has another one since.
///
/// # Errors
/// The store's.
pub fn is_over(look: &Look<'_>, handle: &Handle) -> Result<bool> {
    let held = look.holders(handle)?;
    Ok(!held.is_empty() && held.iter().all(|it| it.former))
}

/// What the visitor sees: what they wrote themselves and what was answered to them here, nothing else of the person
/// they are.
///
/// # Errors
/// The store's.
pub fn talks(look: &Look<'_>, channel: &Channel, handle: &Handle) -> Result<Talks> {
    let Some(contact) = find(look, handle, Evidence::Provider)? else {
        return Ok(Talks::default());
    };
    let peers = peers(look, contact, handle)?;
    let mut cases: Vec<Conversation> = Vec::new();
    for record in records(look, contact)? {
        for id in look.conversations_of(record)? {
            let known = cases.iter().any(|it| it.id == id);
            let found = look.conversation(id)?.filter(|it| !known && !it.merged);
            cases.extend(found.filter(|it| it.channels.contains(&channel.id)));
        }
    }
    cases.sort_by_key(|it| it.number);
    let mut out = Talks {
        contact: Some(contact),
        ..Talks::default()
    };
    for c in cases.iter().skip(cases.len().saturating_sub(CASES)) {
        let read = read_up_to(look, c)?;
        let before = out.messages.len();
        for message in look.messages_before(c.id, None, MESSAGES)? {
            if is_theirs(&message, channel, &peers) {
                out.messages.extend(seen(look, c, message, read)?);
            }
        }
        if out.messages.len() > before {
            out.conversations.push(c.id);
        }
    }
    out.messages
        .sort_by_key(|it| (it.message.at, it.message.position));
    Ok(out)
}

/// Names under which the visitor wrote before they were known, and their own.
fn peers(look: &Look<'_>, contact: ContactId, handle: &Handle) -> Result<Vec<String>> {
    let mut out = vec![handle.value.clone()];
    for record in records(look, contact)? {
        let held = look.identifiers_of(record)?;
        let earlier = held.into_iter().filter(|it| {
            let here = it.handle.kind == IdentifierKind::Visitor && it.handle.scope == handle.scope;
            here && it.former && it.as_sent == handle.value
        });
        out.extend(earlier.map(|it| it.handle.value));
    }
    Ok(out)
}

fn is_theirs(message: &Message, channel: &Channel, peers: &[String]) -> bool {
    let peer = message.chat.as_ref().map(|it| &it.peer);
    message.channel == channel.id
        && message.kind.is_public()
        && !message.undone
        && message.moved_to.is_none()
        && peer.is_some_and(|it| peers.contains(it))
}

/// Positions below this one of us has read.
fn read_up_to(look: &Look<'_>, c: &Conversation) -> Result<u32> {
    let mut most = 0;
    for agent in look.agents()? {
        most = most.max(look.read_mark(agent.id, c.id)?);
    }
    Ok(most)
}

/// An answer that has not left yet, or was taken back, is not there for them.
fn seen(look: &Look<'_>, c: &Conversation, message: Message, read: u32) -> Result<Option<Seen>> {
    let delivery = match message.delivery {
        Some(id) => look.delivery(id)?,
        None => None,
    };
    if message.kind == MessageKind::Reply && !delivery.as_ref().is_some_and(has_left) {
        return Ok(None);
    }
    Ok(Some(Seen {
        number: c.number,
        state: delivery.map(|it| it.state),
        read: message.kind == MessageKind::Inbound && message.position < read,
        message,
    }))
}

fn has_left(it: &Delivery) -> bool {
    matches!(
        it.state,
        DeliveryState::Sent | DeliveryState::Delivered | DeliveryState::Read
    )
}

/// Answers that would move if the visitor had got, or read, everything up to `up_to`.
///
/// # Errors
/// The store's.
pub fn unmoved(
    look: &Look<'_>,
    (channel, handle): (&Channel, &Handle),
    (to, up_to): (DeliveryState, Option<MessageId>),
) -> Result<Vec<MessageId>> {
    let all = talks(look, channel, handle)?.messages;
    let end = match up_to {
        Some(id) => all
            .iter()
            .position(|it| it.message.id == id)
            .map(|it| it + 1),
        None => Some(all.len()),
    };
    let reached = all.iter().take(end.unwrap_or(0));
    let waits = reached.filter(|it| it.state.is_some_and(|it| it < to));
    Ok(waits.map(|it| it.message.id).collect())
}

/// Says that the visitor got, or read, everything up to a message.
///
/// # Errors
/// The store's.
pub fn saw(
    w: &mut Write<'_>,
    (channel, handle): (&Channel, &Handle),
    (to, up_to): (DeliveryState, Option<MessageId>),
) -> Result<()> {
    for id in unmoved(w, (channel, handle), (to, up_to))? {
        let news = Moved {
            of: id.to_string(),
            to,
            at: w.now(),
            ..Moved::default()
        };
        moved(w, channel, &news)?;
    }
    Ok(())
}

/// Says where else the visitor can be answered. They typed it: it is claimed, and opens nothing.
///
/// # Errors
/// [`Error::NotFound`] for a visitor who has written nothing.
pub fn claims(w: &mut Write<'_>, handle: &Handle, claimed: &Handle) -> Result<()> {
    let contact = find(w, handle, Evidence::Provider)?;
    let contact = contact.ok_or_else(|| Error::not_found("visitor"))?;
    hold(w, contact, (claimed, Evidence::Claimed), "")
}

/// The site vouched for a visitor: `now` is what names them from here on, `proven` what was signed of them. What they
/// wrote before goes along; the name they had before is nobody's any more.
///
/// # Errors
/// The store's.
pub fn identify(
    w: &mut Write<'_>,
    before: Option<&Handle>,
    now: &Handle,
    proven: &[Handle],
) -> Result<()> {
    let all = std::iter::once(now).chain(proven);
    let mut known = None;
    for handle in all.clone() {
        known = known.or(find(w, handle, Evidence::Signed)?);
    }
    let earlier = match before {
        Some(handle) if !is_over(w, handle)? => find(w, handle, Evidence::Provider)?,
        _ => None,
    };
    let contact = match (known, earlier) {
        (Some(known), Some(earlier)) => {
            let one = records(w, known)?.contains(&earlier);
            if !one {
                let system = Viewer::system(SystemPart::Intake);
                join(w, &system, known, earlier, &Taken::default())?;
            }
            known
        }
        (Some(it), None) | (None, Some(it)) => it,
        (None, None) => return Ok(()),
    };
    for handle in all {
        hold(w, contact, (handle, Evidence::Signed), "")?;
    }
    match before {
        Some(before) if before != now => retire(w, before, now),
        _ => Ok(()),
    }
}

fn retire(w: &mut Write<'_>, before: &Handle, now: &Handle) -> Result<()> {
    for held in w.holders(before)?.into_iter().filter(|it| !it.former) {
        w.put_identifier(&Identifier {
            former: true,
            as_sent: now.value.clone(),
            ..held
        })?;
    }
    Ok(())
}
