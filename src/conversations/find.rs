//! Finding a conversation and being allowed to are one call: what may not be seen is not found.

use crate::conversations::steps::settle::settle;
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::delivery::Delivery;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConversationId, DeliveryId, MessageId};
use crate::domain::message::Message;
use crate::store::{Look, Write};

/// The conversation with this number.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or none this viewer may see.
pub fn find(look: &Look<'_>, viewer: &Viewer, number: u64) -> Result<Conversation> {
    seen(viewer, look.conversation_numbered(number)?)
}

/// As [`find`], by id.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find_by_id(look: &Look<'_>, viewer: &Viewer, id: ConversationId) -> Result<Conversation> {
    seen(viewer, look.conversation(id)?)
}

/// A message with the conversation it lies in now.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find_message(
    look: &Look<'_>,
    viewer: &Viewer,
    id: MessageId,
) -> Result<(Conversation, Message)> {
    let message = look.message(id)?;
    let message = message.ok_or_else(|| Error::not_found("message"))?;
    let conversation = look.conversation(message.conversation)?;
    let conversation = conversation
        .filter(|it| viewer.sees(it))
        .ok_or_else(|| Error::not_found("message"))?;
    Ok((conversation, message))
}

/// A delivery with its conversation.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find_delivery(
    look: &Look<'_>,
    viewer: &Viewer,
    id: DeliveryId,
) -> Result<(Conversation, Delivery)> {
    let delivery = look.delivery(id)?;
    let delivery = delivery.ok_or_else(|| Error::not_found("delivery"))?;
    let conversation = look.conversation(delivery.conversation)?;
    let conversation = conversation
        .filter(|it| viewer.sees(it))
        .ok_or_else(|| Error::not_found("delivery"))?;
    Ok((conversation, delivery))
}

/// Finds a conversation for a deed of somebody who may work, and settles what of it is due. The caller puts it.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`]; [`Error::Conflict`] `merged` when it went on in another.
pub fn for_work(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    by.need(Right::Work)?;
    let mut c = find(w, by, number)?;
    if c.merged {
        return Err(Error::conflict("merged"));
    }
    settle(w, &mut c)?;
    Ok(c)
}

fn seen(viewer: &Viewer, found: Option<Conversation>) -> Result<Conversation> {
    found
        .filter(|it| viewer.sees(it))
        .ok_or_else(|| Error::not_found("conversation"))
}
