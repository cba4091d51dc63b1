//! Reading: a conversation with what a reader must know of it, its messages in pages, a person's timeline, and
//! what happened between the messages.

use crate::contacts::people::{identifiers, records};
use crate::conversations::steps::pending::owes;
use crate::conversations::{chat::receipts, find::find};
use crate::domain::actor::{Right, Viewer};
use crate::domain::contact::{Contact, Identifier};
use crate::domain::conversation::{Conversation, Participant};
use crate::domain::error::{Error, Result};
use crate::domain::event::Event;
use crate::domain::id::{AgentId, ContactId, ConversationId, Seq};
use crate::domain::job::TimerKind;
use crate::domain::message::Message;
use crate::store::{Look, Write};

/// A conversation as it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub conversation: Conversation,
    /// The record it was made with.
    pub contact: Contact,
    /// The root of the person; the same record when nothing was joined.
    pub person: Contact,
    /// What names the person, over all their records.
    pub identifiers: Vec<Identifier>,
    pub participants: Vec<(Participant, Contact)>,
    /// Whether we owe something in it.
    pub owed: bool,
    pub previous: Option<Conversation>,
    pub successor: Option<Conversation>,
    /// The case it may belong to.
    pub suggested: Option<Conversation>,
}

/// # Errors
/// [`Error::NotFound`].
pub fn show(look: &Look<'_>, viewer: &Viewer, number: u64) -> Result<Shown> {
    let conversation = find(look, viewer, number)?;
    let contact = look.contact(conversation.contact)?.unwrap_or_default();
    let person = look.person(conversation.contact)?;
    let mut participants = Vec::new();
    for it in &conversation.participants {
        let contact = look.contact(it.contact)?;
        participants.extend(contact.map(|contact| (*it, contact)));
    }
    let seen = |id: Option<ConversationId>| -> Result<Option<Conversation>> {
        let found = id.map(|id| look.conversation(id)).transpose()?.flatten();
        Ok(found.filter(|it| viewer.sees(it)))
    };
    Ok(Shown {
        identifiers: identifiers(look, conversation.contact)?,
        person: person.unwrap_or_else(|| contact.clone()),
        contact,
        participants,
        owed: owes(look, &conversation)?,
        previous: seen(conversation.previous)?,
        successor: seen(conversation.successor)?,
        suggested: seen(conversation.suggestion.map(|it| it.conversation))?,
        conversation,
    })
}

/// Whether somebody may answer in a conversation: they work, they see it, and it did not go on in another.
#[must_use]
pub fn may_answer(viewer: &Viewer, c: &Conversation) -> bool {
    viewer.may(Right::Work) && viewer.sees(c) && !c.merged
}

/// Which way a page of messages goes from a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The newest ones.
    Newest,
    Before(u32),
    After(u32),
}

/// A page of messages, in order.
///
/// # Errors
/// [`Error::NotFound`].
pub fn messages(
    look: &Look<'_>,
    viewer: &Viewer,
    number: u64,
    page: Page,
    limit: usize,
) -> Result<Vec<Message>> {
    let c = find(look, viewer, number)?;
    match page {
        Page::Newest => look.messages_before(c.id, None, limit),
        Page::Before(at) => look.messages_before(c.id, Some(at), limit),
        Page::After(at) => look.messages_after(c.id, Some(at), limit),
    }
}

/// One case in a person's timeline; of one that may not be read only that it is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    Case(Box<Conversation>),
    /// Of a private team: its channel, date, team and state, no text.
    Hidden(Box<Conversation>),
}

/// Everything a person was in, newest first, as customer or participant.
///
/// # Errors
/// [`Error::NotFound`] for an unknown contact.
pub fn timeline(look: &Look<'_>, viewer: &Viewer, contact: ContactId) -> Result<Vec<Entry>> {
    if look.contact(contact)?.is_none() {
        return Err(Error::not_found("contact"));
    }
    let mut ids = std::collections::BTreeSet::new();
    for record in records(look, contact)? {
        ids.extend(look.conversations_of(record)?);
    }
    let mut cases: Vec<Conversation> = Vec::with_capacity(ids.len());
    for id in ids {
        cases.extend(look.conversation(id)?.filter(|it| !it.merged));
    }
    cases.sort_by_key(|it| std::cmp::Reverse((it.active_at, it.number)));
    Ok(cases
        .into_iter()
        .map(|it| {
            if viewer.sees(&it) {
                Entry::Case(Box::new(it))
            } else {
                Entry::Hidden(Box::new(without_text(it)))
            }
        })
        .collect())
}

fn without_text(it: Conversation) -> Conversation {
    Conversation {
        id: it.id,
        number: it.number,
        contact: it.contact,
        status: it.status,
        team: it.team,
        audience: it.audience,
        brand: it.brand,
        channel: it.channel,
        channel_kind: it.channel_kind,
        created_at: it.created_at,
        active_at: it.active_at,
        ..Conversation::default()
    }
}

/// What happened in a conversation after a place in the log, in order.
///
/// # Errors
/// [`Error::NotFound`].
pub fn activity(
    look: &Look<'_>,
    viewer: &Viewer,
    number: u64,
    after: Seq,
    limit: usize,
) -> Result<Vec<Event>> {
    let c = find(look, viewer, number)?;
    look.events_of(c.id, after, limit)
}

/// Notes how far an agent has read: messages below this position. Meant for a lazy write; what the agent had not
/// seen of courtesies is seen then, and a failed answer too; who wrote is told where that is set.
///
/// # Errors
/// The store's.
pub fn mark_read(
    w: &mut Write<'_>,
    agent: AgentId,
    conversation: ConversationId,
    position: u32,
) -> Result<()> {
    let Some(mut c) = w.conversation(conversation)? else {
        return Ok(());
    };
    receipts::tell(w, &c, (agent, position))?;
    if w.read_mark(agent, conversation)? < position {
        w.put_read_mark(agent, conversation, position)?;
    }
    if c.has_failed && c.assignee.is_none_or(|it| it == agent) {
        w.set_timer(c.id, TimerKind::FailedUnseen, None)?;
    }
    if c.assignee == Some(agent) && c.unseen_courtesies > 0 && position >= c.n_messages {
        c.unseen_courtesies = 0;
        w.put_conversation(&c)?;
    }
    Ok(())
}
