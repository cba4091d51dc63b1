//! What an event means for whom: nobody is told of what they did themselves, nor of what they may not see.

use crate::domain::abilities::TOLD_BEFORE_CLOSING;
use crate::domain::actor::{Right, Role};
use crate::domain::agent::{Agent, Availability};
use crate::domain::automatic::survey::BAD;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{AgentId, ConnectionId, MessageId, ReviewId, RuleId, TeamId, ThresholdId};
use crate::domain::job::TimerKind;
use crate::domain::message::{Author, MessageKind};
use crate::domain::notice::{Notice, NoticeKind};
use crate::domain::reason::Reason;
use crate::domain::rule::{RuleAct, Told};
use crate::domain::sla::Step;
use crate::domain::time::Millis;
use crate::notices::outlets::{later, loud};
use crate::notices::viewer;
use crate::store::Look;

/// Messages looked through for who said the last thing of ours.
const LOOKED_THROUGH: usize = 50;

/// Whether an event can concern anybody: most do not, and need not be looked at closer.
#[must_use]
pub fn may_matter(event: &Event) -> bool {
    !event.history
        && matches!(
            event.kind,
            EventKind::ConversationStarted { .. }
                | EventKind::MessageReceived { .. }
                | EventKind::NeedsAnswer { .. }
                | EventKind::ThirdPartyAnswered { .. }
                | EventKind::StatusMoved {
                    to: Status::Open,
                    ..
                }
                | EventKind::Assigned { .. }
                | EventKind::TeamSet { .. }
                | EventKind::Mentioned { .. }
                | EventKind::DeliveryMoved { .. }
                | EventKind::PromiseMade { .. }
                | EventKind::PromiseBroken { .. }
                | EventKind::TimerFired { .. }
                | EventKind::LegalDueNear { .. }
                | EventKind::LegalDueMissed { .. }
                | EventKind::SlaWarned { .. }
                | EventKind::SlaMissed { .. }
                | EventKind::SlaEscalated { .. }
                | EventKind::Rated { rating: ..=BAD, .. }
                | EventKind::RuleTold { .. }
                | EventKind::RuleBroken { .. }
                | EventKind::ThresholdCrossed { over: true, .. }
                | EventKind::WebhookStopped { .. }
                | EventKind::ReviewGiven { .. }
                | EventKind::ReviewDone { .. }
                | EventKind::ReviewDisputed { .. }
                | EventKind::ReviewSettled { .. }
                | EventKind::HealthMoved { .. }
                | EventKind::SilenceMoved { .. }
        )
}

/// The notices an event is for: new ones, each of one thing, not written yet.
///
/// # Errors
/// The store's.
pub fn whom(look: &Look<'_>, event: &Event) -> Result<Vec<Notice>> {
    if let EventKind::HealthMoved { connection, to, .. } = event.kind {
        return down(look, event, connection, to.is_down());
    }
    if let EventKind::SilenceMoved { connection, silent } = event.kind {
        return down(look, event, connection, silent);
    }
    if let EventKind::ThresholdCrossed {
        threshold,
        n,
        over: true,
    } = event.kind
    {
        return crossed(look, event, threshold, n);
    }
    if matches!(event.kind, EventKind::WebhookStopped { .. }) {
        return stopped(look, event);
    }
    if let Some((review, kind)) = of_review(&event.kind) {
        return reviewed(look, event, review, kind);
    }
    let id = event.subject.conversation;
    let Some(c) = id.map(|id| look.conversation(id)).transpose()?.flatten() else {
        return Ok(Vec::new());
    };
    if c.merged || c.blocked || c.status == Status::Spam {
        return Ok(Vec::new());
    }
    let Some((kind, people)) = concerned(look, event, &c)? else {
        return Ok(Vec::new());
    };
    let hidden = quietly(look, event)?;
    let mut out = Vec::new();
    for id in people {
        let Some(agent) = told(look, event, id)? else {
            continue;
        };
        let own = kind != NoticeKind::New
            && (kind != NoticeKind::Closing || c.assignee == Some(agent.id));
        let reachable = own || agent.availability == Availability::Online;
        if reachable && viewer(&agent).sees(&c) {
            out.push(Notice {
                conversation: Some(c.id),
                message: event.subject.message,
                by: event.actor.agent(),
                when: until(event),
                hidden,
                ..of(&agent, kind, event)
            });
        }
    }
    Ok(out)
}

fn of(agent: &Agent, kind: NoticeKind, event: &Event) -> Notice {
    Notice {
        agent: agent.id,
        kind,
        n: 1,
        gathers: kind == NoticeKind::New,
        at: event.at,
        ..Notice::default()
    }
}

/// Somebody who works here and did not do it themselves.
fn told(look: &Look<'_>, event: &Event, id: AgentId) -> Result<Option<Agent>> {
    if event.actor.agent() == Some(id) {
        return Ok(None);
    }
    Ok(look.agent(id)?.filter(Agent::is_active))
}

type Concerned = Option<(NoticeKind, Vec<AgentId>)>;

fn concerned(look: &Look<'_>, event: &Event, c: &Conversation) -> Result<Concerned> {
    let is_new = c.assignee.is_none() && c.status == Status::Open && !c.automatic;
    Ok(match event.kind {
        EventKind::Mentioned { agent } => Some((NoticeKind::Mentioned, vec![agent])),
        EventKind::Assigned {
            to: Some(agent),
            why,
            ..
        } if c.assignee == Some(agent) && why != Reason::RepliedFirst => {
            Some((NoticeKind::Given, vec![agent]))
        }
        // The first message of a new one is told as that.
        EventKind::MessageReceived { position: 0, .. } => None,
        EventKind::MessageReceived { .. }
        | EventKind::NeedsAnswer { .. }
        | EventKind::ThirdPartyAnswered { .. } => Some((NoticeKind::Answered, keepers(c))),
        EventKind::ConversationStarted { .. } if is_new => {
            Some((NoticeKind::New, colleagues(look, c.team)?))
        }
        // Begun with an owner: the one who always has them.
        EventKind::ConversationStarted { .. } => None,
        EventKind::StatusMoved { from, .. } if is_new && from != Status::Open => {
            Some((NoticeKind::New, colleagues(look, c.team)?))
        }
        EventKind::TeamSet { to: Some(team), .. } if is_new => {
            Some((NoticeKind::New, colleagues(look, Some(team))?))
        }
        EventKind::DeliveryMoved { to, .. } if to.is_trouble() => {
            let sender = sender(look, event.subject.message, c)?;
            sender.map(|it| (NoticeKind::Failed, vec![it]))
        }
        EventKind::PromiseBroken { .. } => Some((NoticeKind::Due, owners(look, c)?)),
        EventKind::LegalDueNear { .. } | EventKind::LegalDueMissed { .. } => {
            Some((NoticeKind::Legal, named(look, c, (true, true), Vec::new())?))
        }
        EventKind::SlaWarned { step, .. } => Some((NoticeKind::GoalNear, of_step(look, c, step)?)),
        EventKind::SlaMissed { step, .. } | EventKind::SlaEscalated { step, .. } => {
            Some((NoticeKind::GoalMissed, of_step(look, c, step)?))
        }
        EventKind::Rated { rating: ..=BAD, .. } => Some((NoticeKind::Rated, responsible(look, c)?)),
        EventKind::RuleTold { rule, act } => {
            Some((NoticeKind::Rule, of_rule(look, c, (rule, act))?))
        }
        EventKind::RuleBroken { .. } => Some((NoticeKind::Rule, admins(look)?)),
        EventKind::TimerFired { timer, .. } => match TimerKind::from_code(timer) {
            Some(TimerKind::WindowCloses) if c.waiting_since.is_some() => {
                Some((NoticeKind::Closing, answerable(look, c)?))
            }
            Some(TimerKind::HoldingReminder) => Some((NoticeKind::Reminder, spoke(look, c)?)),
            // Nobody has it for long, or who has it does not take it.
            Some(TimerKind::Line) if is_late(c, event) => {
                Some((NoticeKind::Untaken, leads(look, c.team)?))
            }
            Some(TimerKind::TakeBack) => Some((NoticeKind::Untaken, leads(look, c.team)?)),
            Some(TimerKind::FailedUnseen) => Some((NoticeKind::Failed, leads(look, c.team)?)),
            _ => None,
        },
        _ => None,
    })
}

/// Whether that was when the lead is to be told that nobody has it.
fn is_late(c: &Conversation, event: &Event) -> bool {
    let told = c.line.as_ref().and_then(|it| it.told_at);
    c.stands_in_line() && told == Some(event.at)
}

/// Until when free answers are taken, or by when law wants one, where that is what an event tells.
fn until(event: &Event) -> Option<Millis> {
    match event.kind {
        EventKind::TimerFired { timer, due } if timer == TimerKind::WindowCloses.code() => {
            Some(due + TOLD_BEFORE_CLOSING)
        }
        EventKind::LegalDueNear { due, .. } | EventKind::LegalDueMissed { due } => Some(due),
        _ => None,
    }
}

/// Who is to answer: who has it, and its team where nobody does or where who has it is away.
fn answerable(look: &Look<'_>, c: &Conversation) -> Result<Vec<AgentId>> {
    let mut all: Vec<AgentId> = c.assignee.into_iter().collect();
    if all.is_empty() || c.covered {
        let team = colleagues(look, c.team)?;
        all.extend(team.into_iter().filter(|it| c.assignee != Some(*it)));
    }
    Ok(all)
}

/// Whether people are told without a sound now: it is not one of the hours in which it is wanted.
fn quietly(look: &Look<'_>, event: &Event) -> Result<bool> {
    let told = loud(look, event)?;
    let later = told.map(|it| later(look, it.hours, event.at)).transpose()?;
    Ok(later.flatten().is_some())
}

/// A figure went above what somebody wants to hear of.
fn crossed(look: &Look<'_>, event: &Event, id: ThresholdId, n: u32) -> Result<Vec<Notice>> {
    let Some(it) = look.threshold(id)? else {
        return Ok(Vec::new());
    };
    let hidden = quietly(look, event)?;
    let mut all = it.people;
    if it.lead {
        all.extend(leads(look, it.team)?);
    }
    all.sort_unstable();
    all.dedup();
    let mut out = Vec::new();
    for agent in all {
        if let Some(agent) = told(look, event, agent)? {
            out.push(Notice {
                threshold: Some(id),
                n: n.max(1),
                hidden,
                ..of(&agent, NoticeKind::Threshold, event)
            });
        }
    }
    Ok(out)
}

/// The review an event is of, and what is told of it.
fn of_review(kind: &EventKind) -> Option<(ReviewId, NoticeKind)> {
    match *kind {
        EventKind::ReviewDone { review } | EventKind::ReviewSettled { review } => {
            Some((review, NoticeKind::Reviewed))
        }
        EventKind::ReviewGiven { review } | EventKind::ReviewDisputed { review } => {
            Some((review, NoticeKind::ToReview))
        }
        _ => None,
    }
}

/// Of what was found its agent is told, of what is to be done its reviewer; of an exercise of reviewers nobody else.
fn reviewed(look: &Look<'_>, event: &Event, id: ReviewId, kind: NoticeKind) -> Result<Vec<Notice>> {
    let Some(it) = look.review(id)? else {
        return Ok(Vec::new());
    };
    let who = match kind {
        NoticeKind::Reviewed if it.calibration.is_some() => return Ok(Vec::new()),
        NoticeKind::Reviewed => it.agent,
        _ => it.reviewer,
    };
    let agent = told(look, event, who)?;
    Ok(agent.iter().map(|it| of(it, kind, event)).collect())
}

/// A webhook is told no more.
fn stopped(look: &Look<'_>, event: &Event) -> Result<Vec<Notice>> {
    let mut out = Vec::new();
    for agent in admins(look)? {
        let known = told(look, event, agent)?;
        out.extend(known.map(|it| of(&it, NoticeKind::WebhookOff, event)));
    }
    Ok(out)
}

/// A step of the policy of a conversation.
///
/// # Errors
/// The store's.
pub fn step_of(look: &Look<'_>, c: Option<&Conversation>, step: u8) -> Result<Option<Step>> {
    let policy = c.and_then(|it| it.sla.as_ref());
    let policy = policy.map(|it| look.sla_policy(it.policy)).transpose()?;
    Ok(policy
        .flatten()
        .and_then(|it| it.steps.get(usize::from(step)).cloned()))
}

/// Whom an act of a rule tells.
///
/// # Errors
/// The store's.
pub fn act_of(look: &Look<'_>, rule: RuleId, act: u8) -> Result<Option<Told>> {
    let rule = look.rule(rule)?;
    Ok(
        match rule.and_then(|it| it.acts.get(usize::from(act)).cloned()) {
            Some(RuleAct::Tell(told)) => Some(told),
            _ => None,
        },
    )
}

/// Whom a step of the policy names.
fn of_step(look: &Look<'_>, c: &Conversation, step: u8) -> Result<Vec<AgentId>> {
    match step_of(look, Some(c), step)? {
        Some(it) => named(look, c, (it.assignee, it.lead), it.people),
        None => Ok(Vec::new()),
    }
}

/// Whom an act of a rule names.
fn of_rule(look: &Look<'_>, c: &Conversation, (rule, act): (RuleId, u8)) -> Result<Vec<AgentId>> {
    match act_of(look, rule, act)? {
        Some(told) => named(look, c, (told.assignee, told.lead), told.people),
        None => Ok(Vec::new()),
    }
}

/// Who has it (its team, where nobody does), the lead, and some by name.
fn named(
    look: &Look<'_>,
    c: &Conversation,
    (assignee, lead): (bool, bool),
    people: Vec<AgentId>,
) -> Result<Vec<AgentId>> {
    let mut all = people;
    if assignee {
        match c.assignee {
            Some(agent) => all.push(agent),
            None => all.extend(colleagues(look, c.team)?),
        }
    }
    if lead {
        all.extend(leads(look, c.team)?);
    }
    all.sort_unstable();
    all.dedup();
    Ok(all)
}

/// Who is to hear that a customer was not satisfied: the lead, and who is named for the channel.
fn responsible(look: &Look<'_>, c: &Conversation) -> Result<Vec<AgentId>> {
    let channel = look.channel(c.channel)?.unwrap_or_default();
    named(look, c, (false, true), channel.automatic.surveys.tell)
}

/// Those who can mend what an administrator arranged.
fn admins(look: &Look<'_>) -> Result<Vec<AgentId>> {
    let agents = look.arranged::<Agent>()?;
    let least = Right::Administer.least_role();
    let all = agents
        .iter()
        .filter(|it| it.role >= least && it.is_active());
    Ok(all.map(|it| it.id).collect())
}

/// Who has it, and who follows it.
fn keepers(c: &Conversation) -> Vec<AgentId> {
    let mut all: Vec<AgentId> = c.assignee.into_iter().collect();
    all.extend(c.followers.iter().filter(|it| c.assignee != Some(**it)));
    all
}

/// Whom a promise concerns: its owner and who has the case; its team where nobody does.
///
/// # Errors
/// The store's.
pub fn owners(look: &Look<'_>, c: &Conversation) -> Result<Vec<AgentId>> {
    let owner = c.promise.and_then(|it| it.owner);
    let mut all = keepers(c);
    all.extend(owner.filter(|it| !all.contains(it)));
    if all.is_empty() {
        return colleagues(look, c.team);
    }
    Ok(all)
}

/// The people of a team; everybody where there is none.
fn colleagues(look: &Look<'_>, team: Option<TeamId>) -> Result<Vec<AgentId>> {
    let agents = look.arranged::<Agent>()?;
    let member = |it: &&Agent| it.is_active() && team.is_none_or(|id| it.teams.contains(&id));
    Ok(agents.iter().filter(member).map(|it| it.id).collect())
}

/// The lead of the team; without one the supervisors, else the owner.
fn leads(look: &Look<'_>, team: Option<TeamId>) -> Result<Vec<AgentId>> {
    let team = team.map(|id| look.team(id)).transpose()?.flatten();
    if let Some(lead) = team.and_then(|it| it.lead) {
        return Ok(vec![lead]);
    }
    let agents = look.arranged::<Agent>()?;
    let of = |role: Role| -> Vec<AgentId> {
        let all = agents.iter().filter(|it| it.is_active() && it.role == role);
        all.map(|it| it.id).collect()
    };
    let supervisors = of(Role::Supervisor);
    Ok(if supervisors.is_empty() {
        of(Role::Owner)
    } else {
        supervisors
    })
}

/// Who wrote what did not arrive, while they work here; else who has the case. Of what no person wrote, nobody.
fn sender(
    look: &Look<'_>,
    message: Option<MessageId>,
    c: &Conversation,
) -> Result<Option<AgentId>> {
    let message = message.map(|id| look.message(id)).transpose()?.flatten();
    let Some(message) = message.filter(|it| !it.automatic) else {
        return Ok(None);
    };
    if let Author::Agent(id) = message.author
        && look.agent(id)?.is_some_and(|it| it.is_active())
    {
        return Ok(Some(id));
    }
    Ok(c.assignee)
}

/// Who only said "one moment": who has it, else who said our last words.
fn spoke(look: &Look<'_>, c: &Conversation) -> Result<Vec<AgentId>> {
    if let Some(agent) = c.assignee {
        return Ok(vec![agent]);
    }
    let newest = look.messages_before(c.id, None, LOOKED_THROUGH)?;
    let ours = newest.iter().rev().find(|it| it.kind == MessageKind::Reply);
    let agent = ours.and_then(|it| it.author.agent());
    Ok(agent.into_iter().collect())
}

/// A channel does not work, or works again: for those who can do something about it.
fn down(
    look: &Look<'_>,
    event: &Event,
    connection: ConnectionId,
    is_down: bool,
) -> Result<Vec<Notice>> {
    let channel = look.channels_of(connection)?.into_iter();
    let channel = channel.map(|it| (it.retired_at.is_none(), it.id));
    let Some((true, channel)) = channel.max().filter(|_| is_down) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    for id in admins(look)? {
        if let Some(it) = told(look, event, id)? {
            out.push(Notice {
                channel: Some(channel),
                ..of(&it, NoticeKind::ChannelDown, event)
            });
        }
    }
    Ok(out)
}
