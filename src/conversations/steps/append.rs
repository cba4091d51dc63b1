//! A message at the end of its conversation, and the summary a list shows of it.

use crate::domain::automatic::afterwards;
use crate::domain::conversation::{Conversation, LastBy};
use crate::domain::error::Result;
use crate::domain::id::{ChannelId, ConversationId};
use crate::domain::message::{Author, Message, MessageKind};
use crate::store::{Look, Write};
use crate::text::plain;

/// Characters of the line a list shows.
pub const EXCERPT: usize = 120;
/// A history mail found late is put among at most so many later ones; else it comes last.
const SHIFTED: usize = 200;

/// Puts a message behind the others, filling in its conversation and position. `excerpt` is the line a list
/// shows, already cut.
///
/// # Errors
/// The store's.
pub fn append(
    w: &mut Write<'_>,
    c: &mut Conversation,
    mut m: Message,
    excerpt: &str,
) -> Result<Message> {
    m.conversation = c.id;
    m.position = c.n_messages;
    if m.history {
        m.position = place_in_time(w, c, &m)?;
    }
    let newest = m.position == c.n_messages;
    c.n_messages += 1;
    if newest
        && m.kind.is_public()
        && c.channel != m.channel
        && let Some(channel) = w.channel(m.channel)?
    {
        c.channel_kind = channel.kind;
    }
    w.put_message(&m)?;
    summarise(c, &m, excerpt, newest);
    if !m.kind.is_aside() {
        for channel in &m.also_to {
            also_over(w, c, *channel)?;
        }
    }
    Ok(m)
}

/// Notes a further channel a conversation came over: its team has it in its list too.
///
/// # Errors
/// The store's.
pub fn also_over(look: &Look<'_>, c: &mut Conversation, channel: ChannelId) -> Result<()> {
    if !c.channels.contains(&channel) {
        c.channels.push(channel);
    }
    let team = look.channel(channel)?.and_then(|it| it.team);
    let others = &mut c.also_teams;
    others.extend(team.filter(|it| c.team != Some(*it) && !others.contains(it)));
    Ok(())
}

/// History is found newest first: an older mail goes before the later ones, which move on by one, and before all that
/// came since Lobby was there.
fn place_in_time(w: &mut Write<'_>, c: &Conversation, m: &Message) -> Result<u32> {
    let mut later = w.messages_before(c.id, None, SHIFTED)?;
    later.reverse();
    later.retain(|it| !it.history || it.said_at > m.said_at);
    if later.len() >= SHIFTED {
        return Ok(c.n_messages);
    }
    let mut at = c.n_messages;
    for mut it in later {
        if it.position + 1 != at {
            break;
        }
        it.position = at;
        w.put_message(&it)?;
        at -= 1;
    }
    if at < c.n_messages {
        move_read_marks(w, c.id, at)?;
    }
    Ok(at)
}

/// What was read stays read where the messages from a place on move on by one.
fn move_read_marks(w: &mut Write<'_>, c: ConversationId, from: u32) -> Result<()> {
    for agent in w.agents()? {
        let mark = w.read_mark(agent.id, c)?;
        if mark > from {
            w.put_read_mark(agent.id, c, mark + 1)?;
        }
    }
    Ok(())
}

fn summarise(c: &mut Conversation, m: &Message, excerpt: &str, newest: bool) {
    // What is said with third parties is no way to the customer.
    if !m.kind.is_aside() {
        for channel in std::iter::once(&m.channel).chain(&m.also_to) {
            if !c.channels.contains(channel) {
                c.channels.push(*channel);
            }
        }
    }
    let is_public = m.kind.is_public();
    if afterwards(&m.says) {
        return;
    }
    if is_public {
        c.last_public_at = c.last_public_at.max(Some(m.said_at));
    }
    if m.kind == MessageKind::Inbound {
        c.last_inbound_at = c.last_inbound_at.max(Some(m.said_at));
    }
    if !newest {
        return;
    }
    if is_public {
        c.channel = m.channel;
    }
    let said = if m.history { m.said_at } else { m.at };
    c.active_at = c.active_at.max(said);
    // When we open, said by itself, is no news: a list goes on showing what the customer wants.
    if says_itself(m) && c.last_by == LastBy::Customer && !c.excerpt.is_empty() {
        return;
    }
    excerpt.clone_into(&mut c.excerpt);
    c.last_by = last_by(m);
}

/// Whether it was said to the customer without anybody pressing send.
fn says_itself(m: &Message) -> bool {
    m.kind == MessageKind::Reply && matches!(m.author, Author::System | Author::Rule(_))
}

fn last_by(m: &Message) -> LastBy {
    match (m.kind, m.author) {
        (MessageKind::Inbound, _) => LastBy::Customer,
        (MessageKind::Note, Author::Agent(id)) => LastBy::Note(id),
        (MessageKind::Forward, _) => LastBy::Forwarded,
        (MessageKind::ThirdParty, _) => LastBy::ThirdParty,
        (_, Author::Agent(id)) => LastBy::Us(id),
        (_, Author::Colleague) => LastBy::Colleague,
        _ => LastBy::Lobby,
    }
}

/// Counts the summary anew from the messages that are here: after a move, an undo or a withdrawal.
///
/// # Errors
/// The store's.
pub fn count_anew(look: &Look<'_>, c: &mut Conversation) -> Result<()> {
    c.channels.clear();
    (c.last_public_at, c.last_inbound_at) = (None, None);
    c.excerpt.clear();
    let mut newest = None;
    each(look, c.id, |m| {
        if m.moved_to.is_some() || m.undone {
            return;
        }
        // What was brought here may be older than what stood here.
        let is_newest = newest.is_none_or(|at| m.said_at >= at);
        newest = newest.max(Some(m.said_at));
        let line = if is_newest {
            plain::excerpt(&m.text, EXCERPT)
        } else {
            String::new()
        };
        summarise(c, &m, &line, is_newest);
    })?;
    if let Some(channel) = look.channel(c.channel)? {
        c.channel_kind = channel.kind;
    }
    Ok(())
}

/// Visits all messages of a conversation in order, in pages.
///
/// # Errors
/// The store's.
pub fn each(
    look: &Look<'_>,
    conversation: ConversationId,
    mut visit: impl FnMut(Message),
) -> Result<()> {
    let mut after = None;
    loop {
        let page = look.messages_after(conversation, after, 200)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.position);
        page.into_iter().for_each(&mut visit);
    }
}
