//! Starting a conversation: we write first.

use crate::contacts::people::records;
use crate::conversations::fields::checked_subject;
use crate::conversations::reply::{Replied, Reply, reply};
use crate::conversations::steps::line;
use crate::conversations::steps::moves::give_to;
use crate::conversations::steps::open::{Beginning, begin, private};
use crate::conversations::steps::voice::Voice;
use crate::conversations::steps::whom::contact;
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{AgentId, ChannelId, ContactId, TagId, TeamId};
use crate::domain::reason::Reason;
use crate::keys::KeyRing;
use crate::store::{Look, Write};

pub use crate::conversations::steps::whom::To;

/// A conversation to start with a message of ours.
#[derive(Debug, Clone)]
pub struct Start {
    pub to: To,
    pub channel: ChannelId,
    pub subject: String,
    /// The first message; its `conversation` and `channel` are filled in.
    pub reply: Reply,
    pub assignee: Option<AgentId>,
    pub team: Option<TeamId>,
    pub tags: Vec<TagId>,
    /// A new one, even when there is an unresolved one on the channel.
    pub new: bool,
}

/// Writes first: goes on in the contact's unresolved conversation on that channel, unless a new one is asked for.
///
/// # Errors
/// [`Error::Conflict`] `blocked`, `channel_gone`; [`Error::Invalid`] on `subject`, `to`, `team`, `tags` and what
/// [`reply`] says; [`Error::NotFound`] for an unknown contact or channel.
pub fn start(w: &mut Write<'_>, keys: &KeyRing, by: &Viewer, input: &Start) -> Result<Replied> {
    by.need(Right::Work)?;
    let subject = checked_subject(&input.subject)?;
    let more = input.reply.attachments.len() + usize::from(input.reply.template.is_some());
    input.reply.said.check(more)?;
    let channel = usable(w, input.channel)?;
    check(w, by, input)?;
    let contact = contact(w, by, &input.to)?;
    if contact.is_blocked(w.now()) {
        return Err(Error::conflict("blocked"));
    }
    let known = if input.new {
        None
    } else {
        continued(w, by, contact.id, channel.id)?
    };
    let c = match known {
        Some(c) => c,
        None => fresh(w, by, (&contact, &channel), (&subject, input))?,
    };
    let first = Reply {
        conversation: c.number,
        channel: Some(channel.id),
        ..input.reply.clone()
    };
    reply(w, keys, by, &first)
}

fn usable(look: &Look<'_>, id: ChannelId) -> Result<Channel> {
    let channel = look.channel(id)?;
    let channel = channel.ok_or_else(|| Error::not_found("channel"))?;
    if channel.retired_at.is_some() || channel.kind == ChannelKind::Log {
        return Err(Error::conflict("channel_gone"));
    }
    Ok(channel)
}

fn check(look: &Look<'_>, by: &Viewer, input: &Start) -> Result<()> {
    if let Some(team) = input.team {
        let known = look.team(team)?.filter(|it| it.retired_at.is_none());
        let allowed = known.is_some_and(|it| !it.private || by.sees_team(team));
        if !allowed {
            return Err(Error::invalid("team", "error-no-such-team"));
        }
    }
    for tag in &input.tags {
        if look.tag(*tag)?.is_none_or(|it| it.retired_at.is_some()) {
            return Err(Error::invalid("tags", "error-no-such-tag"));
        }
    }
    if let Some(agent) = input.assignee
        && look.agent(agent)?.is_none_or(|it| !it.is_active())
    {
        return Err(Error::invalid("assignee", "error-no-such-agent"));
    }
    Ok(())
}

/// The newest unresolved case of the person on this channel that the writer may see.
fn continued(
    look: &Look<'_>,
    by: &Viewer,
    contact: ContactId,
    channel: ChannelId,
) -> Result<Option<Conversation>> {
    let mut newest: Option<Conversation> = None;
    for record in records(look, contact)? {
        for id in look.conversations_of(record)? {
            let Some(c) = look.conversation(id)? else {
                continue;
            };
            let fits = c.contact == record
                && c.status.is_unresolved()
                && !c.merged
                && !c.unverified
                && c.channel == channel
                && by.sees(&c);
            if fits && newest.as_ref().is_none_or(|it| it.active_at < c.active_at) {
                newest = Some(c);
            }
        }
    }
    Ok(newest)
}

fn fresh(
    w: &mut Write<'_>,
    by: &Viewer,
    (contact, channel): (&Contact, &Channel),
    (subject, input): (&str, &Start),
) -> Result<Conversation> {
    let voice = Voice::of(by);
    let at = w.now();
    let mut c = begin(
        w,
        voice,
        &Beginning {
            contact: contact.id,
            channel,
            subject,
            status: Status::Open,
            why: Reason::StartedByAgent,
            at,
            previous: None,
        },
    )?;
    if input.team.is_some() {
        c.team = input.team;
        c.audience = private(w, input.team)?;
    }
    let tags = input.tags.clone();
    for tag in tags {
        voice.tell(w, &mut c, EventKind::Tagged { tag })?;
        c.tags.push(tag);
    }
    let why = Reason::GivenBy {
        agent: by.agent_id(),
    };
    give_to(w, &mut c, voice, input.assignee, why)?;
    line::keep(w, &mut c)?;
    w.put_conversation(&c)?;
    Ok(c)
}
