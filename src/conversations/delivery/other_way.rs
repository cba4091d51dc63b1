//! Another way for what did not arrive: the failure is seen to, text and files go as a new message by another channel.

use crate::conversations::delivery::hand::cancel;
use crate::conversations::find::find_delivery;
use crate::conversations::reply::{Replied, Reply, reply};
use crate::conversations::said::Said;
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, DeliveryId};
use crate::domain::message::MessageKind;
use crate::keys::KeyRing;
use crate::store::Write;

/// Sends by another channel what failed, is held, bounced or uncertain. What it quotes stays behind: it is not there.
///
/// # Errors
/// [`Error::Conflict`] `not_in_trouble`; [`Error::NotFound`]; what [`reply`] says.
pub fn switch(
    w: &mut Write<'_>,
    keys: &KeyRing,
    by: &Viewer,
    id: DeliveryId,
    channel: ChannelId,
) -> Result<Replied> {
    by.need(Right::Work)?;
    let (c, it) = find_delivery(w, by, id)?;
    let message = w.message(it.message)?;
    let message = message
        .filter(|it| it.kind == MessageKind::Reply)
        .ok_or_else(|| Error::not_found("message"))?;
    if !it.state.is_trouble() {
        return Err(Error::conflict("not_in_trouble"));
    }
    cancel(w, by, id)?;
    let chat = message.chat.unwrap_or_default();
    let again = Reply {
        conversation: c.number,
        said: Said::of(&message.text),
        attachments: message.attachments,
        channel: Some(channel),
        then: it.then,
        keeps_promise: it.keeps_promise,
        buttons: chat.buttons,
        ..Reply::default()
    };
    reply(w, keys, by, &again)
}
