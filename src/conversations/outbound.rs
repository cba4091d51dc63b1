//! A delivery as what leaves: composed when it is sent, the same at every try.

use crate::conversations::canned_replies::Known;
use crate::conversations::chat::leaving;
use crate::conversations::steps::files::files;
use crate::conversations::steps::quote::{Quote, quoted};
use crate::conversations::steps::strand;
use crate::domain::channel::{Channel, Plus};
use crate::domain::conversation::Conversation;
use crate::domain::delivery::{Delivery, DeliveryState, RecipientResult};
use crate::domain::error::{Error, Result};
use crate::domain::id::AgentId;
use crate::domain::message::MailAddress;
use crate::domain::outbound::{Outbound, OutboundMail};
use crate::keys::KeyRing;
use crate::store::Look;
use crate::text::address::Address;
use crate::text::html::SafeHtml;
use crate::text::markdown;

/// Composes what leaves with a delivery.
///
/// # Errors
/// [`Error::NotFound`] when the message or its channel is gone; [`Error::Conflict`] `undone` when it was taken back.
pub fn outbound(look: &Look<'_>, keys: &KeyRing, delivery: &Delivery) -> Result<Outbound> {
    let message = look.message(delivery.message)?;
    let message = message.ok_or_else(|| Error::not_found("message"))?;
    if message.undone || message.redacted {
        return Err(Error::conflict("undone"));
    }
    let c = look.conversation(message.conversation)?;
    let c = c.ok_or_else(|| Error::not_found("conversation"))?;
    let channel = look.channel(delivery.channel)?;
    let channel = channel.ok_or_else(|| Error::not_found("channel"))?;
    if channel.kind.is_chat() {
        return leaving::outbound(look, delivery, &c, (channel.kind, &message));
    }
    let facts = message.mail.clone().unwrap_or_default();
    let signature = signature(look, (message.author.agent(), &channel), &c)?;
    let (quoted, reply_to) = if message.kind.is_aside() {
        let back = strand::reply_address(look, keys, &channel, &message)?;
        (strand::along(look, &message)?, back)
    } else {
        let quoted = quoted(look, &c, &message, &facts)?;
        (quoted, reply_to(keys, &channel, &c))
    };
    let takes_tags = takes_tags(look, &channel)?;
    let (files, own) = files(&message, channel.kind.abilities());
    Ok(Outbound {
        delivery: delivery.id,
        message: message.id,
        text: as_text(&own, &signature, &quoted),
        html: Some(as_html(&own, &signature, &quoted)),
        attachments: files,
        mail: Some(OutboundMail {
            message_id: facts.message_id,
            from: facts.from,
            reply_to: reply_to.filter(|_| takes_tags),
            to: facts.to,
            cc: facts.cc,
            bcc: facts.bcc,
            subject: message.subject.clone(),
            date: None,
            in_reply_to: facts.in_reply_to,
            references: facts.references,
            automatic: message.automatic,
            list_id: String::new(),
            only: only(delivery),
        }),
        chat: None,
    })
}

/// The channel's address with the conversation's token: what comes back to it is in its thread.
fn reply_to(keys: &KeyRing, channel: &Channel, c: &Conversation) -> Option<MailAddress> {
    let address = Address::parse(&channel.address)?;
    Some(MailAddress {
        name: channel.name.clone(),
        address: address.with_tag(&keys.reply_token(c.number)).to_string(),
    })
}

/// Whether answers may name an address with a token. Where the server is not known to take such mail, From is answered,
/// and the Message-ID finds the thread.
fn takes_tags(look: &Look<'_>, channel: &Channel) -> Result<bool> {
    let connection = look.connection(channel.connection)?;
    let settings = connection.as_ref().and_then(|it| it.email());
    Ok(settings.is_some_and(|it| it.plus == Plus::Yes))
}

/// Who is still to get it, when some recipients have got it or were refused for good.
fn only(delivery: &Delivery) -> Option<Vec<String>> {
    let waits = |it: &&RecipientResult| it.state == DeliveryState::Queued;
    let left: Vec<String> = delivery
        .recipients
        .iter()
        .filter(waits)
        .map(|it| it.address.clone())
        .collect();
    (!left.is_empty() && left.len() < delivery.recipients.len()).then_some(left)
}

/// What stands below a mail of somebody's in a case: their own signature, else the channel's, its places filled in.
///
/// # Errors
/// The store's.
pub fn signature(
    look: &Look<'_>,
    (by, channel): (Option<AgentId>, &Channel),
    c: &Conversation,
) -> Result<String> {
    let own = by.map_or(Ok(None), |id| look.agent(id))?;
    let own = own
        .map(|it| it.signature)
        .filter(|it| !it.trim().is_empty());
    let text = own.unwrap_or_else(|| channel.signature.clone());
    if text.contains("{{") {
        return Ok(Known::of_agent(look, by, c)?.sign(&text));
    }
    Ok(text)
}

fn as_text(own: &str, signature: &str, quoted: &[Quote]) -> String {
    let mut out = markdown::to_text(own);
    if !signature.trim().is_empty() {
        out.push_str("\n\n-- \n");
        out.push_str(signature.trim());
    }
    for it in quoted {
        out.push_str("\n\n");
        out.push_str(&it.head);
        for line in it.text.trim().lines() {
            out.push_str("\n> ");
            out.push_str(line);
        }
    }
    out.push('\n');
    out
}

fn as_html(own: &str, signature: &str, quoted: &[Quote]) -> String {
    let mut out = format!("<div>{}</div>", markdown::to_html(own));
    if !signature.trim().is_empty() {
        let signature = SafeHtml::of_text(signature.trim());
        out.push_str(&format!("<div>-- <br>{signature}</div>"));
    }
    for it in quoted {
        let (head, text) = (
            SafeHtml::of_text(&it.head),
            SafeHtml::of_text(it.text.trim()),
        );
        out.push_str(&format!(
            "<div>{head}</div><blockquote type=\"cite\">{text}</blockquote>"
        ));
    }
    out
}
