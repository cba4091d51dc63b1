//! What is to be done about a dated event now: said, left out, or left for later; decided from what is there.

use crate::contacts::people::is_blocked;
use crate::conversations::automatic::allowed::{Heard, TALKING};
use crate::conversations::automatic::plan::language;
use crate::conversations::dated::way::{Way, way};
use crate::conversations::dated::{kind_of, when};
use crate::conversations::outreach::Gate;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::chat::Template;
use crate::domain::consent::Purpose;
use crate::domain::conversation::Conversation;
use crate::domain::dated::plan::{DatedKind, Stage, StageTemplate, Verb};
use crate::domain::dated::{DatedEvent, LeftOut, THANKED_WITHIN};
use crate::domain::error::Result;
use crate::domain::id::{ChannelId, ConversationId, DatedEventId};
use crate::domain::message::Attachment;
use crate::domain::time::{Millis, Span};
use crate::store::Look;

/// What could not be said for so long (Lobby did not run) is not said any more.
const TOO_LATE: Span = Span::days(2);

/// What is to be done now.
#[derive(Debug, Clone, PartialEq)]
pub enum Next {
    Nothing,
    Leave(u32, LeftOut),
    /// Looked at again then.
    Wait(u32, Millis, LeftOut),
    /// Nobody is thanked any more.
    NoThanks,
    Say(Box<Plan>),
}

/// What is to be said, by what.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub event: DatedEvent,
    pub purpose: Purpose,
    pub channel: ChannelId,
    pub kind: ChannelKind,
    /// BCP 47.
    pub language: String,
    pub country: String,
    pub part: Part,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    Stage {
        id: u32,
        /// The desk's own; without one the usual is said.
        text: Option<String>,
        files: Vec<Attachment>,
        template: Option<Box<(StageTemplate, Template)>>,
        verbs: Vec<Verb>,
        /// Whether its date is over when it is said.
        after: bool,
    },
    Thank {
        verb: Verb,
        conversation: ConversationId,
    },
}

/// What is to be done about an event.
///
/// # Errors
/// The store's.
pub fn next(look: &Look<'_>, id: DatedEventId, now: Millis) -> Result<Next> {
    let Some(it) = look.dated_event(id)? else {
        return Ok(Next::Nothing);
    };
    if it.thank.is_some() {
        return thanks(look, &it, now);
    }
    let Some(kind) = kind_of(look, &it)? else {
        return Ok(Next::Nothing);
    };
    let mut due = when::ahead(&kind, &it);
    due.retain(|(at, _)| *at <= now);
    // What waited is as late as it was allowed to be said, no later.
    for (at, stage) in &mut due {
        let waits = it.waits.filter(|waits| waits.stage == stage.id);
        *at = waits.map_or(*at, |waits| waits.until.max(*at));
    }
    // Of several only the last is said: the others are not news any more.
    if let [(_, first), _, ..] = due.as_slice() {
        return Ok(Next::Leave(first.id, LeftOut::Overtaken));
    }
    match due.first() {
        Some((at, stage)) if *at <= now => of_stage(look, &it, (&kind, stage, *at), now),
        _ => Ok(Next::Nothing),
    }
}

fn of_stage(
    look: &Look<'_>,
    it: &DatedEvent,
    (kind, stage, at): (&DatedKind, &Stage, Millis),
    now: Millis,
) -> Result<Next> {
    let leave = |why| Ok(Next::Leave(stage.id, why));
    let is_before = stage.offset < 0;
    if (is_before && now >= when::ends(it)) || now.since(at) > TOO_LATE {
        return leave(LeftOut::TooLate);
    }
    if stage.unless_confirmed && it.state == crate::domain::dated::DatedState::Confirmed {
        return leave(LeftOut::Confirmed);
    }
    if is_blocked(look, it.contact, now)? {
        return leave(LeftOut::Blocked);
    }
    let (found, gate) = match way(look, it, (kind, stage), now)? {
        Ok(found) => found,
        Err(why) => return leave(why),
    };
    match gate {
        Gate::Open => {}
        Gate::Wait(until) => return Ok(Next::Wait(stage.id, until, LeftOut::Hours)),
        Gate::Leave(why) => return leave(why.into()),
    }
    if let Some(until) = talking(look, it, now)? {
        return Ok(Next::Wait(stage.id, until, LeftOut::Talking));
    }
    let plan = of_way(look, it, (kind, stage), found, now)?;
    Ok(Next::Say(Box::new(plan)))
}

/// A person of ours talks with them: until when nothing is said beside.
fn talking(look: &Look<'_>, it: &DatedEvent, now: Millis) -> Result<Option<Millis>> {
    let heard = Heard::read(look, &of(it))?;
    let until = heard.person.map(|at| at + TALKING);
    Ok(until.filter(|until| *until > now))
}

/// A conversation with nobody else in it, to ask what is asked of conversations.
fn of(it: &DatedEvent) -> Conversation {
    Conversation {
        contact: it.contact,
        ..Conversation::default()
    }
}

fn of_way(
    look: &Look<'_>,
    it: &DatedEvent,
    (kind, stage): (&DatedKind, &Stage),
    Way { channel, template }: Way,
    now: Millis,
) -> Result<Plan> {
    let language = language(look, &of(it), "", &channel)?;
    let own = Some(stage.text.clone()).filter(|it| !it.trim().is_empty());
    let canned = stage.reply.filter(|_| own.is_none());
    let canned = canned
        .map(|id| look.canned_reply(id))
        .transpose()?
        .flatten();
    let canned = canned.filter(|it| it.retired_at.is_none());
    let files = canned.as_ref().map(|it| it.files.clone());
    let text = own.or_else(|| canned.map(|it| it.text_for(&language).to_owned()));
    Ok(Plan {
        purpose: kind.purpose.0,
        part: Part::Stage {
            id: stage.id,
            text,
            files: files.filter(|_| template.is_none()).unwrap_or_default(),
            template: template.map(Box::new),
            verbs: stage.buttons.clone(),
            after: now >= it.at,
        },
        ..plan(look, it, &channel, language)?
    })
}

fn plan(look: &Look<'_>, it: &DatedEvent, channel: &Channel, language: String) -> Result<Plan> {
    let kind = look.dated_kind(it.kind)?.unwrap_or_default();
    Ok(Plan {
        event: it.clone(),
        purpose: kind.purpose.0,
        channel: channel.id,
        kind: channel.kind,
        language,
        country: look.business()?.unwrap_or_default().country,
        part: Part::Thank {
            verb: Verb::Confirm,
            conversation: ConversationId::default(),
        },
    })
}

/// Who pressed is thanked where they did, once, while it is fresh.
fn thanks(look: &Look<'_>, it: &DatedEvent, now: Millis) -> Result<Next> {
    let thank = it.thank.filter(|it| now.since(it.at) < THANKED_WITHIN);
    let Some(thank) = thank else {
        return Ok(Next::NoThanks);
    };
    let Some(c) = look.conversation(thank.conversation)? else {
        return Ok(Next::NoThanks);
    };
    let channel = look.channel(c.channel)?;
    let Some(channel) = channel.filter(|it| it.retired_at.is_none() && it.kind.is_chat()) else {
        return Ok(Next::NoThanks);
    };
    let language = language(look, &c, "", &channel)?;
    Ok(Next::Say(Box::new(Plan {
        part: Part::Thank {
            verb: thank.verb,
            conversation: c.id,
        },
        ..plan(look, it, &channel, language)?
    })))
}
