//! Following the log: what happened is told to whom it concerns, each event once, from where it was left off.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::conversation::Status;
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{AgentId, ChannelId, ConversationId, Seq};
use crate::domain::job::JobKind;
use crate::domain::notice::{Notice, NoticeKind};
use crate::domain::time::{Millis, Span};
use crate::notices::outlets::gather;
use crate::notices::tell::{Ring, tell};
use crate::notices::whom::{may_matter, owners, whom};
use crate::store::Write;

/// Under which name the place in the log is kept.
pub const NAME: &str = "notices";
/// Events told of together.
pub const BATCH: usize = 512;
/// A promise is told of so long before it is due.
const BEFORE_DUE: Span = Span::minutes(15);
/// More than so many conversations of which one person is told the same at once are told of as one.
const MANY: usize = 3;

/// Who has which conversation in front of their eyes.
pub type Eyes = BTreeSet<(AgentId, ConversationId)>;

/// Where to go on.
///
/// # Errors
/// The store's.
pub fn place(w: &mut Write<'_>) -> Result<Seq> {
    w.place(NAME)
}

/// Tells of what stands behind `from`, at most `limit` events, and notes how far that is. What pages are to say.
///
/// # Errors
/// The store's.
pub fn react(w: &mut Write<'_>, from: Seq, limit: usize, eyes: &Eyes) -> Result<(Seq, Vec<Ring>)> {
    let mut news: Vec<Notice> = Vec::new();
    let mut last = from;
    for event in w.events_after(from, limit)? {
        last = event.seq;
        if may_matter(&event) {
            news.extend(whom(w, &event)?);
            gather(w, &event)?;
            beside(w, &event)?;
        }
    }
    let mut rings = Vec::new();
    for it in together(news) {
        let seen = !it.gathers
            && it
                .conversation
                .is_some_and(|c| eyes.contains(&(it.agent, c)));
        let Some(agent) = w.agent(it.agent)? else {
            continue;
        };
        rings.extend(tell(w, &agent, it, seen)?);
    }
    w.put_cursor(NAME, last)?;
    Ok((last, rings))
}

/// What else follows from an event.
fn beside(w: &mut Write<'_>, event: &Event) -> Result<()> {
    let Some(conversation) = event.subject.conversation else {
        return Ok(());
    };
    match event.kind {
        EventKind::PromiseMade { due } => {
            let at = soon_before(due, w.now());
            w.job(at, JobKind::TellDue { conversation, due })
                .map(|_| ())
        }
        EventKind::Assigned { to: Some(_), .. } => taken(w, conversation),
        _ => Ok(()),
    }
}

/// Fifteen minutes before, or, of what is due sooner, when half of the time is over.
fn soon_before(due: Millis, now: Millis) -> Millis {
    let before = due - BEFORE_DUE;
    if before > now {
        return before;
    }
    now + Span(due.since(now).0.max(0) / 2)
}

/// Somebody has it: nobody else need be told that it is new.
fn taken(w: &mut Write<'_>, conversation: ConversationId) -> Result<()> {
    let now = w.now();
    for agent in w.agents()? {
        let like = Notice {
            agent: agent.id,
            kind: NoticeKind::New,
            gathers: true,
            ..Notice::default()
        };
        let Some(mut it) = w.notice_unread_like(&like)? else {
            continue;
        };
        if it.conversation == Some(conversation) && it.n <= 1 {
            it.read_at = Some(now);
            w.put_notice(&it)?;
        }
    }
    Ok(())
}

/// What one person is told at once of the same is one notice: all messages of a conversation, and a pile of conversations
/// given to them.
fn together(news: Vec<Notice>) -> Vec<Notice> {
    let mut piles: BTreeMap<(AgentId, NoticeKind), BTreeSet<ConversationId>> = BTreeMap::new();
    for it in news.iter().filter(|it| it.kind.piles_up()) {
        let pile = piles.entry((it.agent, it.kind)).or_default();
        pile.extend(it.conversation);
    }
    let mut out: Vec<Notice> = Vec::new();
    for mut it in news {
        let pile = piles.get(&(it.agent, it.kind));
        it.gathers |= pile.is_some_and(|all| all.len() > MANY);
        let same = |other: &&mut Notice| {
            let about = it.gathers || other.conversation == it.conversation;
            (other.agent, other.kind, other.gathers, other.channel)
                == (it.agent, it.kind, it.gathers, it.channel)
                && about
        };
        let Some(known) = out.iter_mut().find(same) else {
            out.push(it);
            continue;
        };
        if !it.gathers || known.conversation != it.conversation {
            known.n = known.n.saturating_add(it.n);
        }
        known.at = it.at;
        if it.gathers {
            (known.conversation, known.message, known.by) = (it.conversation, it.message, it.by);
        }
    }
    out
}

/// What was promised for `due` is due soon, if it still is.
///
/// # Errors
/// The store's.
pub fn due(
    w: &mut Write<'_>,
    conversation: ConversationId,
    due: Millis,
    eyes: &Eyes,
) -> Result<Vec<Ring>> {
    let Some(c) = w.conversation(conversation)? else {
        return Ok(Vec::new());
    };
    if c.promise.is_none_or(|it| it.due != due) || c.merged || c.status == Status::Spam {
        return Ok(Vec::new());
    }
    let mut rings = Vec::new();
    for id in owners(w, &c)? {
        rings.extend(one(w, id, conversation, NoticeKind::Due, eyes)?);
    }
    Ok(rings)
}

/// Somebody wanted to be reminded of a conversation at `at`, if they still do.
///
/// # Errors
/// The store's.
pub fn reminded(
    w: &mut Write<'_>,
    (agent, conversation): (AgentId, ConversationId),
    at: Millis,
) -> Result<Vec<Ring>> {
    if w.reminder(agent, conversation)?
        .is_none_or(|it| it.at != at)
    {
        return Ok(Vec::new());
    }
    w.remove_reminder(agent, conversation)?;
    // Who asked for it is reminded though it lies in front of them.
    let eyes = Eyes::new();
    let ring = one(w, agent, conversation, NoticeKind::Reminder, &eyes)?;
    Ok(ring.into_iter().collect())
}

/// Reminds somebody of a channel whose set-up is not over, as they asked.
///
/// # Errors
/// The store's.
pub fn reminded_of_channel(
    w: &mut Write<'_>,
    agent: AgentId,
    channel: ChannelId,
) -> Result<Option<Ring>> {
    let Some(agent) = w.agent(agent)?.filter(|it| it.is_active()) else {
        return Ok(None);
    };
    let news = Notice {
        agent: agent.id,
        kind: NoticeKind::Reminder,
        channel: Some(channel),
        n: 1,
        at: w.now(),
        ..Notice::default()
    };
    tell(w, &agent, news, false)
}

fn one(
    w: &mut Write<'_>,
    agent: AgentId,
    conversation: ConversationId,
    kind: NoticeKind,
    eyes: &Eyes,
) -> Result<Option<Ring>> {
    let found = w.agent(agent)?.filter(|it| it.is_active());
    let c = w.conversation(conversation)?;
    let (Some(agent), Some(c)) = (found, c) else {
        return Ok(None);
    };
    if !crate::notices::viewer(&agent).sees(&c) {
        return Ok(None);
    }
    let news = Notice {
        agent: agent.id,
        kind,
        conversation: Some(conversation),
        n: 1,
        at: w.now(),
        ..Notice::default()
    };
    let seen = eyes.contains(&(agent.id, conversation));
    tell(w, &agent, news, seen)
}
