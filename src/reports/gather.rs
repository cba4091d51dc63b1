//! Reads what the fact of a conversation is made of.

use crate::conversations::effort;
use crate::domain::automatic::Saying;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{ChannelId, ContactId, ConversationId, Seq};
use crate::domain::message::{Message, MessageKind};
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::reports::calendars::Calendars;
use crate::reports::fact::By;
use crate::reports::fold::{Case, Said, Survey, counts};
use crate::reports::repeats::{self, Heard};
use crate::store::Look;

const PAGE: usize = 200;

/// Reads a conversation with all that its figures need.
///
/// # Errors
/// The store's.
pub fn gather(look: &Look<'_>, c: Conversation) -> Result<Case> {
    let contact = look.person(c.contact)?;
    let events = events(look, c.id)?;
    let (told, heard) = said(look, &c)?;
    let (said, surveys) = told;
    let others = if counts(&c) {
        others(look, &c)?
    } else {
        Vec::new()
    };
    let talk = repeats::talk(look, &c, (heard, &others), |it| Ok(self::said(look, it)?.1))?;
    Ok(Case {
        talk,
        tier: contact.map(|it| it.tier).unwrap_or_default(),
        surveys,
        said,
        began_others: began_after(look, &others, &events)?,
        came_from: came_from(look, &others, c.created_at)?,
        events,
        calendars: Calendars::read(look)?,
        worked: effort::spent(look, &c)?,
        conversation: c,
    })
}

/// When the person began other conversations after this one was first resolved: as far as its last resolution asks.
fn began_after(look: &Look<'_>, others: &[Conversation], events: &[Event]) -> Result<Vec<Millis>> {
    let resolved = events.iter().filter(|it| {
        matches!(
            it.kind,
            EventKind::StatusMoved {
                to: Status::Resolved { .. },
                ..
            }
        )
    });
    let (first, last) = resolved.fold((None, None), |(first, _), it| {
        (first.or(Some(it.at)), Some(it.at))
    });
    let (Some(first), Some(last)) = (first, last) else {
        return Ok(Vec::new());
    };
    let mut later: Vec<_> = others.iter().filter(|it| it.created_at > first).collect();
    later.sort_by_key(|it| it.created_at);
    let mut out = Vec::new();
    for other in later {
        if !began_by_them(look, other)? {
            continue;
        }
        out.push(other.created_at);
        if other.created_at > last {
            break;
        }
    }
    Ok(out)
}

/// By what and when the person wrote last in another conversation before an instant.
fn came_from(
    look: &Look<'_>,
    others: &[Conversation],
    before: Millis,
) -> Result<Option<(ChannelKind, Millis)>> {
    let heard = |it: &Conversation| it.last_inbound_at.map(|at| at.min(before));
    let mut earlier: Vec<_> = others.iter().filter(|it| it.created_at <= before).collect();
    earlier.sort_by_key(|it| std::cmp::Reverse(heard(it)));
    let mut best: Option<(ChannelKind, Millis)> = None;
    for other in earlier {
        // None of the rest can have heard anything later.
        if best.is_some_and(|it| heard(other) < Some(it.1)) {
            break;
        }
        let last = last_word(look, other, before)?;
        best = last
            .filter(|it| best.is_none_or(|best| it.1 > best.1))
            .or(best);
    }
    Ok(best)
}

fn events(look: &Look<'_>, id: ConversationId) -> Result<Vec<Event>> {
    let mut all: Vec<Event> = Vec::new();
    loop {
        let after = all.last().map_or(Seq::default(), |it| it.seq);
        let page = look.events_of(id, after, PAGE)?;
        let full = page.len() == PAGE;
        all.extend(page);
        if !full {
            return Ok(all);
        }
    }
}

/// The other conversations of the same person that figures speak of, in no order.
///
/// # Errors
/// The store's.
pub fn others(look: &Look<'_>, c: &Conversation) -> Result<Vec<Conversation>> {
    let mut out = of_person(look, c.contact)?;
    out.retain(|it| it.id != c.id && counts(it));
    Ok(out)
}

/// All conversations of a person as the customer, whatever record of theirs they hang on.
///
/// # Errors
/// The store's.
pub fn of_person(look: &Look<'_>, contact: ContactId) -> Result<Vec<Conversation>> {
    let root = look.root_of(contact)?;
    let mut records = look.records_of_person(root)?;
    if !records.contains(&root) {
        records.push(root);
    }
    let mut out = Vec::new();
    for record in records {
        for id in look.conversations_of(record)? {
            let found = look.conversation(id)?;
            out.extend(found.filter(|it| it.contact == record));
        }
    }
    Ok(out)
}

/// Whether the person began it with something that asks: no courtesy, nothing we wrote first, and nothing that was
/// taken out of another conversation.
fn began_by_them(look: &Look<'_>, c: &Conversation) -> Result<bool> {
    if matches!(
        c.why,
        Reason::Split { .. } | Reason::StartedByAgent | Reason::DatedEvent
    ) || c.history
    {
        return Ok(false);
    }
    let first = look.messages_after(c.id, None, 1)?;
    Ok(first.first().is_some_and(Message::asks_us))
}

/// The last a person wrote in another conversation before this one began.
fn last_word(
    look: &Look<'_>,
    other: &Conversation,
    before: Millis,
) -> Result<Option<(ChannelKind, Millis)>> {
    let ((said, _), _) = said(look, other)?;
    let heard = said.iter().rfind(|it| it.is_inbound() && it.at < before);
    Ok(heard.map(|it| (it.kind, it.at)))
}

/// What was said, and which of it asked for a rating; beside it the words of it.
type Told = ((Vec<Said>, Vec<Survey>), Heard);

fn said(look: &Look<'_>, c: &Conversation) -> Result<Told> {
    let (mut out, mut surveys, mut after) = (Vec::new(), Vec::new(), None);
    let mut heard = Heard::default();
    loop {
        let page = look.messages_after(c.id, after, PAGE)?;
        after = page.last().map(|it| it.position);
        for it in &page {
            let Some(said) = one(look, c, it)? else {
                continue;
            };
            if it.says.contains(&Saying::Survey) {
                let (message, at) = (it.id, said.at);
                surveys.push(Survey { message, at });
            }
            heard.take(c, &said, it);
            out.push((said.at, it.position, said));
        }
        if page.len() < PAGE {
            break;
        }
    }
    out.sort_by_key(|it| (it.0, it.1));
    heard.sort();
    Ok(((out.into_iter().map(|it| it.2).collect(), surveys), heard))
}

/// A message as figures see it; none that nobody said, that was moved away, taken back or did not arrive.
fn one(look: &Look<'_>, c: &Conversation, m: &Message) -> Result<Option<Said>> {
    let stands = m.kind.is_public() && m.moved_to.is_none() && !m.undone;
    if !stands || (m.history && !c.history) {
        return Ok(None);
    }
    let inbound = m.kind == MessageKind::Inbound;
    let by_us = !inbound && m.delivery.is_some();
    let mut at = if inbound { m.clock_from() } else { m.said_at };
    if let Some(id) = m.delivery.filter(|_| !inbound) {
        let Some(delivery) = look.delivery(id)? else {
            return Ok(None);
        };
        if !delivery.state.is_on_its_way() {
            return Ok(None);
        }
        if delivery.chosen_time {
            at = at.max(delivery.wanted_at);
        }
    }
    Ok(Some(Said {
        at,
        written: if by_us { m.at } else { m.said_at },
        by: if inbound {
            By::Customer
        } else {
            m.author.into()
        },
        channel: m.channel,
        kind: kind(look, c, m.channel)?,
        asks: m.asks_us(),
        answers: m.is_said_by_us(),
    }))
}

fn kind(look: &Look<'_>, c: &Conversation, channel: ChannelId) -> Result<ChannelKind> {
    if channel == c.channel {
        return Ok(c.channel_kind);
    }
    Ok(look.channel(channel)?.map_or(c.channel_kind, |it| it.kind))
}
