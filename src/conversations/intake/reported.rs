//! Which message of ours a report is about.

use crate::conversations::steps::strand;
use crate::domain::delivery::Delivery;
use crate::domain::error::Result;
use crate::domain::inbound::{Report, ReportedRecipient};
use crate::domain::message::{Message, MessageKind};
use crate::keys::KeyRing;
use crate::store::Look;

/// The message a report is about, by a Message-ID that is ours, else by our reply token.
///
/// # Errors
/// The store's.
pub fn about(
    look: &Look<'_>,
    keys: &KeyRing,
    input: &Report,
) -> Result<Option<(Message, Delivery)>> {
    for id in &input.about {
        let Some(id) = keys.read_mail_id(id) else {
            continue;
        };
        if let Some(found) = with_delivery(look, look.message(id)?)? {
            return Ok(Some(found));
        }
    }
    for token in &input.tokens {
        if let Some(begun) = strand::by_token(look, keys, token)? {
            let said = strand::said_in(look, begun.conversation, begun.id)?;
            let went =
                |it: &Message| it.kind == MessageKind::Forward && went_to(it, &input.recipients);
            let newest = said.into_iter().rfind(went);
            if let Some(found) = with_delivery(look, newest)? {
                return Ok(Some(found));
            }
        }
        let Some(number) = keys.read_reply_token(token) else {
            continue;
        };
        let Some(c) = look.conversation_numbered(number)? else {
            continue;
        };
        // A token names the conversation only: its newest message that went to who is reported.
        for message in look.messages_before(c.id, None, 50)?.into_iter().rev() {
            let went = message.kind == MessageKind::Reply && went_to(&message, &input.recipients);
            if went && let Some(found) = with_delivery(look, Some(message))? {
                return Ok(Some(found));
            }
        }
    }
    Ok(None)
}

fn went_to(message: &Message, reported: &[ReportedRecipient]) -> bool {
    reported.is_empty() || reported.iter().any(|it| is_recipient(message, &it.address))
}

/// Whether a message of ours went to an address.
#[must_use]
pub fn is_recipient(message: &Message, address: &str) -> bool {
    message.mail.as_ref().is_some_and(|mail| {
        let mut all = mail.to.iter().chain(&mail.cc).chain(&mail.bcc);
        all.any(|it| it.address == address)
    })
}

fn with_delivery(look: &Look<'_>, it: Option<Message>) -> Result<Option<(Message, Delivery)>> {
    let Some(message) = it else { return Ok(None) };
    let delivery = message.delivery.map(|id| look.delivery(id)).transpose()?;
    Ok(delivery.flatten().map(|delivery| (message, delivery)))
}
