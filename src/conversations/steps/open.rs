//! A new conversation.

use crate::conversations::steps::line;
use crate::conversations::steps::voice::Voice;
use crate::domain::channel::Channel;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{ContactId, ConversationId, TeamId};
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Longest subject kept, in characters; mail may carry any.
const SUBJECT: usize = 300;

/// What a case begins with.
#[derive(Debug, Clone)]
pub struct Beginning<'a> {
    pub contact: ContactId,
    pub channel: &'a Channel,
    pub subject: &'a str,
    pub status: Status,
    pub why: Reason,
    pub at: Millis,
    pub previous: Option<ConversationId>,
}

/// How a case starts: what was found as history was over when it was said.
#[must_use]
pub fn starts(history: bool, at: Millis) -> Status {
    if history {
        Status::Resolved { at, quiet: false }
    } else {
        Status::Open
    }
}

/// Begins a conversation in the channel's team. The caller appends its first message and puts the row.
///
/// # Errors
/// The store's.
pub fn begin(w: &mut Write<'_>, voice: Voice, with: &Beginning<'_>) -> Result<Conversation> {
    let mut c = Conversation {
        id: w.new_id(),
        number: w.next_number()?,
        contact: with.contact,
        subject: with.subject.chars().take(SUBJECT).collect(),
        status: with.status,
        team: with.channel.team,
        audience: private(w, with.channel.team)?,
        brand: with.channel.brand,
        channel: with.channel.id,
        channel_kind: with.channel.kind,
        why: with.why,
        created_at: w.now(),
        active_at: with.at,
        previous: with.previous,
        history: voice.history,
        ..Conversation::default()
    };
    let started = EventKind::ConversationStarted {
        number: c.number,
        why: with.why,
    };
    voice.tell(w, &mut c, started)?;
    line::keep(w, &mut c)?;
    Ok(c)
}

/// The team, when it is private: the audience of its conversations.
///
/// # Errors
/// The store's.
pub fn private(look: &Look<'_>, team: Option<TeamId>) -> Result<Option<TeamId>> {
    let Some(id) = team else { return Ok(None) };
    Ok(look.team(id)?.filter(|it| it.private).map(|it| it.id))
}
