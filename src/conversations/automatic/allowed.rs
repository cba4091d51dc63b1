//! Whether a contact may hear something by itself: the rules for everything nobody pressed send for, whether a rule says
//! it or a channel.

use crate::contacts::people::{is_blocked, records};
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::store::Look;

/// A contact hears something by itself so often a day.
pub const A_DAY: usize = 3;
/// Not while a person of ours talks with them.
pub const TALKING: Span = Span::minutes(30);
/// What lay for longer than this before we saw it is answered by a person.
pub const STALE: Span = Span::minutes(15);
/// Conversations of a contact, and newest messages of each, that are looked through.
const LOOKED_AT: usize = 20;
const MESSAGES: usize = 50;

/// Why nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// Spam, blocked, automatic mail, or of a sender nobody knows for certain.
    Aside,
    /// A courtesy, automatic mail, history, or by somebody who does not belong to the conversation.
    NotTheirs,
    /// It lay for long before we saw it.
    Stale,
    /// They never wrote to us by mail.
    NeverWrote,
    /// A person of ours talks with them.
    Talking,
    /// They heard enough today.
    Enough,
}

/// What a contact heard and said lately, over all their conversations.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// Messages of ours nobody pressed send for, newest first.
    pub by_itself: Vec<Message>,
    /// A person of ours wrote last.
    pub person: Option<Millis>,
    /// They wrote to us by mail.
    pub mailed: bool,
}

impl Heard {
    /// Reads it.
    ///
    /// # Errors
    /// The store's.
    pub fn read(look: &Look<'_>, c: &Conversation) -> Result<Self> {
        let mut out = Heard::default();
        for record in records(look, c.contact)? {
            let all = look.conversations_of(record)?;
            for id in all.into_iter().rev().take(LOOKED_AT) {
                for it in look.messages_before(id, None, MESSAGES)? {
                    out.take(it);
                }
            }
        }
        out.by_itself.sort_by_key(|it| std::cmp::Reverse(it.at));
        Ok(out)
    }

    fn take(&mut self, it: Message) {
        match it.kind {
            MessageKind::Inbound => {
                let themselves = !it.unverified && !by_others(&it);
                self.mailed |= it.mail.is_some() && themselves;
            }
            MessageKind::Reply if it.undone => {}
            MessageKind::Reply if it.automatic || matches!(it.author, Author::Rule(_)) => {
                self.by_itself.push(it);
            }
            MessageKind::Reply if matches!(it.author, Author::Agent(_) | Author::Colleague) => {
                self.person = self.person.max(Some(it.at));
            }
            _ => {}
        }
    }

    /// How often something was said by itself since then.
    #[must_use]
    pub fn since(&self, then: Millis) -> usize {
        self.by_itself.iter().filter(|it| it.at > then).count()
    }
}

/// Why a contact may hear nothing by itself now; `None` when they may. `of`: what it would be said to.
///
/// # Errors
/// The store's.
pub fn silence(
    look: &Look<'_>,
    c: &Conversation,
    (of, heard): (Option<&Message>, &Heard),
    now: Millis,
) -> Result<Option<Silence>> {
    let aside = c.is_aside() || c.unverified;
    if aside || c.status == Status::Spam || is_blocked(look, c.contact, now)? {
        return Ok(Some(Silence::Aside));
    }
    if let Some(of) = of
        && !is_theirs(look, c, of)?
    {
        return Ok(Some(Silence::NotTheirs));
    }
    if is_stale(look, c, of, now)? {
        return Ok(Some(Silence::Stale));
    }
    if c.channel_kind == ChannelKind::Email && !heard.mailed {
        return Ok(Some(Silence::NeverWrote));
    }
    if heard.person.is_some_and(|at| now.since(at) < TALKING) {
        return Ok(Some(Silence::Talking));
    }
    let today = heard.since(now - Span::days(1));
    Ok((today >= A_DAY).then_some(Silence::Enough))
}

/// Whether a message is one of the customer's, or of somebody accepted into the conversation, that wants an answer.
fn is_theirs(look: &Look<'_>, c: &Conversation, of: &Message) -> Result<bool> {
    let wants = of.kind == MessageKind::Inbound && !of.courtesy && !of.history;
    let gone = of.moved_to.is_some() || of.redacted || of.unverified || by_others(of);
    let Author::Contact(author) = of.author else {
        return Ok(false);
    };
    if !wants || gone || (of.automatic && !of.needs_answer) {
        return Ok(false);
    }
    let mut accepted = c.participants.iter().filter(|it| it.accepted);
    Ok(accepted.any(|it| it.contact == author) || records(look, c.contact)?.contains(&author))
}

/// Whether somebody else sent it, be it about them: a form, whose address anybody types, or one of us.
fn by_others(it: &Message) -> bool {
    matches!(it.why, Reason::Form | Reason::ForwardedBy { .. })
}

/// Whether it, or without one anything they wrote a moment ago, lay for long before we saw it.
fn is_stale(look: &Look<'_>, c: &Conversation, of: Option<&Message>, now: Millis) -> Result<bool> {
    let late = |it: &Message| it.at.since(it.said_at) > STALE;
    if let Some(of) = of {
        // Read long after it came, it is old all the same.
        return Ok(late(of) || now.since(of.at) > STALE);
    }
    let newest = look.messages_before(c.id, None, MESSAGES)?;
    let mut theirs = newest.iter().filter(|it| it.kind == MessageKind::Inbound);
    Ok(theirs.any(|it| late(it) && now.since(it.at) < STALE))
}
