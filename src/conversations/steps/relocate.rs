//! Bringing messages from one conversation to another and back: a message keeps where it was born, and where it
//! was a line stays that says where it went.

use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{ConversationId, MessageId};
use crate::domain::message::Message;
use crate::store::{Look, Write};

/// Brings messages (in order) to the end of another conversation.
///
/// # Errors
/// The store's.
pub fn bring(
    w: &mut Write<'_>,
    from: &Conversation,
    to: &mut Conversation,
    messages: Vec<Message>,
) -> Result<Vec<MessageId>> {
    let mut moved = Vec::with_capacity(messages.len());
    for m in messages {
        let place = (to.id, to.n_messages);
        to.n_messages += 1;
        w.put_message(&line_left(&m, place))?;
        let born = m.born_in.unwrap_or(from.id);
        let here = Message {
            conversation: place.0,
            position: place.1,
            born_in: Some(born).filter(|it| *it != to.id),
            ..m
        };
        w.put_message(&here)?;
        follow(w, &here)?;
        moved.push(here.id);
    }
    Ok(moved)
}

/// Takes messages back to the lines they left. Where they end a conversation their rows go, else lines stay.
///
/// # Errors
/// The store's.
pub fn take_back(
    w: &mut Write<'_>,
    from: &Conversation,
    to: &mut Conversation,
    moved: &[MessageId],
) -> Result<()> {
    let mut here = Vec::new();
    for id in moved {
        if let Some((conversation, position)) = w.message_place(*id)?
            && conversation == to.id
            && let Some(m) = w.message_at(conversation, position)?
            && let Some(line) = line_of(w, from.id, *id)?
        {
            here.push((m, line));
        }
    }
    here.sort_by_key(|(m, _)| m.position);
    let first = here.first().map_or(0, |(m, _)| m.position);
    let count = u32::try_from(here.len()).unwrap_or(u32::MAX);
    let at_the_end = first.saturating_add(count) == to.n_messages;
    for (m, line) in here {
        let place = (line.conversation, line.position);
        if at_the_end {
            w.put_message(&line_left(&m, place))?;
            w.remove_message_row(to.id, m.position)?;
        } else {
            w.put_message(&line_left(&m, place))?;
        }
        let back = Message {
            conversation: place.0,
            position: place.1,
            born_in: line.born_in,
            ..m
        };
        w.put_message(&back)?;
        follow(w, &back)?;
    }
    if at_the_end {
        to.n_messages = first;
    }
    Ok(())
}

/// What stays where a message was: no text, no files.
fn line_left(m: &Message, to: (ConversationId, u32)) -> Message {
    Message {
        id: m.id,
        conversation: m.conversation,
        position: m.position,
        kind: m.kind,
        author: m.author,
        channel: m.channel,
        at: m.at,
        said_at: m.said_at,
        why: m.why,
        history: m.history,
        born_in: m.born_in,
        moved_to: Some(to),
        ..Message::default()
    }
}

fn line_of(
    look: &Look<'_>,
    conversation: ConversationId,
    id: MessageId,
) -> Result<Option<Message>> {
    let mut found = None;
    crate::conversations::steps::append::each(look, conversation, |m| {
        if m.id == id && m.moved_to.is_some() {
            found = Some(m);
        }
    })?;
    Ok(found)
}

/// The delivery of a message goes with it.
fn follow(w: &mut Write<'_>, m: &Message) -> Result<()> {
    let delivery = m.delivery.map(|id| w.delivery(id)).transpose()?.flatten();
    if let Some(mut delivery) = delivery {
        delivery.conversation = m.conversation;
        w.put_delivery(&delivery)?;
    }
    Ok(())
}
