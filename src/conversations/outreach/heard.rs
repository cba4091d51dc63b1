//! What somebody heard from us of what they did not ask for.

use crate::contacts::people::records;
use crate::domain::channel::ChannelKind;
use crate::domain::consent::Purpose;
use crate::domain::delivery::DeliveryState;
use crate::domain::error::Result;
use crate::domain::id::{ContactId, ConversationId};
use crate::domain::message::{Message, MessageKind};
use crate::domain::time::{Millis, Span};
use crate::store::Look;

/// So long before an instant it is looked for: a week, and what was written in one before for a later hour.
const LOOKED_BACK: Span = Span::days(21);
/// Newest conversations of a record that are looked through, and messages of one read at once.
const LOOKED_AT: usize = 100;
const LOT: usize = 50;

/// One thing they heard, or will.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// When it leaves, or left.
    pub at: Millis,
    pub purpose: Purpose,
    pub channel: ChannelKind,
}

/// All of it lately, over all records and conversations of a person.
///
/// # Errors
/// The store's.
pub fn heard(look: &Look<'_>, contact: ContactId, at: Millis) -> Result<Vec<Said>> {
    let since = at - LOOKED_BACK;
    let mut out = Vec::new();
    for record in records(look, contact)? {
        let all = look.conversations_of(record)?;
        for id in all.into_iter().rev().take(LOOKED_AT) {
            let c = look.conversation(id)?;
            if c.is_some_and(|it| it.contact == record && it.active_at >= since) {
                in_one(look, id, since, &mut out)?;
            }
        }
    }
    Ok(out)
}

fn in_one(look: &Look<'_>, id: ConversationId, since: Millis, out: &mut Vec<Said>) -> Result<()> {
    let mut before = None;
    loop {
        let lot = look.messages_before(id, before, LOT)?;
        for it in lot.iter().filter(|it| it.at >= since) {
            out.extend(said(look, it)?);
        }
        let oldest = lot.first();
        before = oldest.map(|it| it.position);
        if lot.len() < LOT || oldest.is_none_or(|it| it.at < since) {
            return Ok(());
        }
    }
}

/// What a message counts as; `None` for one that does not: a person's word, an answer, or what never reached them.
fn said(look: &Look<'_>, it: &Message) -> Result<Option<Said>> {
    let gone = it.undone || it.history || it.moved_to.is_some();
    if it.kind != MessageKind::Reply || gone {
        return Ok(None);
    }
    let Some(purpose) = purpose(look, it)? else {
        return Ok(None);
    };
    let delivery = it.delivery.map(|id| look.delivery(id)).transpose()?;
    let delivery = delivery.flatten();
    let lost = |it: DeliveryState| {
        matches!(
            it,
            DeliveryState::Cancelled | DeliveryState::Failed | DeliveryState::Bounced
        )
    };
    if delivery.as_ref().is_some_and(|it| lost(it.state)) {
        return Ok(None);
    }
    let chosen = delivery.filter(|it| it.chosen_time);
    let channel = look.channel(it.channel)?.map(|it| it.kind);
    Ok(channel.map(|channel| Said {
        at: chosen.map_or(it.at, |it| it.wanted_at),
        purpose,
        channel,
    }))
}

/// What it is about. Of a dated event said before messages told so, its kind says it.
fn purpose(look: &Look<'_>, it: &Message) -> Result<Option<Purpose>> {
    let (None, Some(asks)) = (it.purpose, it.dated.as_deref()) else {
        return Ok(it.purpose);
    };
    let Some(event) = look.dated_event(asks.event)? else {
        return Ok(None);
    };
    let kind = look.dated_kind(event.kind)?;
    Ok(kind.map(|it| it.purpose.0))
}
