//! Reports about answers that one of us sent with another program: they have no delivery of ours.

use crate::conversations::intake::reported::is_recipient;
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::error::Result;
use crate::domain::id::ConnectionId;
use crate::domain::inbound::{Report, ReportKind};
use crate::domain::message::{Message, MessageKind};
use crate::store::Write;

/// An answer one of us sent outside Lobby came back: from here on it has a delivery, so that it is seen to like any.
pub fn sent_outside(
    w: &mut Write<'_>,
    connection: ConnectionId,
    input: &Report,
) -> Result<Option<(Message, Delivery)>> {
    if input.kind != ReportKind::Bounce {
        return Ok(None);
    }
    for id in &input.about {
        let found = w
            .mail_id(id)?
            .map(|id| w.message(id))
            .transpose()?
            .flatten();
        let went_there = |it: &Message| {
            let mut reported = input.recipients.iter();
            reported.any(|to| is_recipient(it, &to.address))
        };
        let fits = |it: &Message| it.kind == MessageKind::Reply && it.delivery.is_none();
        let Some(mut message) = found.filter(|it| fits(it) && !it.history && went_there(it)) else {
            continue;
        };
        let channel = w.channel(message.channel)?;
        if channel.is_none_or(|it| it.connection != connection) {
            continue;
        }
        let delivery = Delivery {
            id: w.new_id(),
            message: message.id,
            conversation: message.conversation,
            channel: message.channel,
            connection,
            state: DeliveryState::Sent,
            at: message.said_at,
            created_at: message.said_at,
            due: message.said_at,
            wanted_at: message.said_at,
            by_human: true,
            may_have_left: true,
            ..Delivery::default()
        };
        w.put_delivery(&delivery)?;
        message.delivery = Some(delivery.id);
        w.put_message(&message)?;
        return Ok(Some((message, delivery)));
    }
    Ok(None)
}
