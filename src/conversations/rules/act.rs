//! What a rule does in a conversation it fits: at once what changes the conversation, apart what speaks.

use crate::conversations::legal::stand;
use crate::conversations::steps::answer::FOLLOW_UP;
use crate::conversations::steps::labels::{self, TAGS};
use crate::conversations::steps::moves::{WAITING_CUSTOMER, bring_to, give_to, may_have, move_to};
use crate::conversations::steps::pending::{pending, unanswered_since};
use crate::conversations::steps::term::term_from_now;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Actor;
use crate::domain::conversation::{Conversation, Status, WaitingOn};
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind, Subject};
use crate::domain::id::LegalKindId;
use crate::domain::id::{AgentId, RuleId, SlaPolicyId, TagId, TeamId, WebhookId};
use crate::domain::job::JobKind;
use crate::domain::macros::MacroAct;
use crate::domain::reason::Reason;
use crate::domain::rule::{Broken, Mark, Rule, RuleAct, Trigger, Trouble};
use crate::domain::time::{Millis, Span};
use crate::store::Write;

/// Marks kept of a conversation.
const MARKS: usize = 60;
/// A rule that did something so often in a conversation in which no person did anything goes round in a circle.
const ALONE: usize = 5;
/// Newest events looked through for that, and for what people did.
const EVENTS: usize = 200;

/// Whether a rule was done for what went on since then.
#[must_use]
pub fn is_marked(c: &Conversation, rule: RuleId, of: Millis) -> bool {
    c.ruled.iter().any(|it| it.rule == rule && it.of == of)
}

/// Notes that a rule was asked for what went on since then.
pub fn mark(c: &mut Conversation, rule: RuleId, (of, at): (Millis, Millis)) {
    c.ruled.retain(|it| it.rule != rule || it.of != of);
    c.ruled.push(Mark { rule, of, at });
    let extra = c.ruled.len().saturating_sub(MARKS);
    c.ruled.drain(..extra);
}

/// Does what a rule says, for what went on since `of`, so many rules behind what a person did. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn carry_out(
    w: &mut Write<'_>,
    c: &mut Conversation,
    rule: &Rule,
    (of, depth): (Millis, u8),
) -> Result<()> {
    let now = w.now();
    mark(c, rule.id, (of, now));
    if !c.is_case() {
        return Ok(());
    }
    let newest = w.events_of_before(c.id, None, EVENTS)?;
    if runs_in_circles(&newest, rule.id) {
        return broke(w, rule.id, Trouble::Loop, Some(c));
    }
    let before = w.caused(depth.saturating_add(1));
    let done = all(w, c, rule, &newest);
    w.caused(before);
    done
}

fn all(w: &mut Write<'_>, c: &mut Conversation, rule: &Rule, newest: &[Event]) -> Result<()> {
    let (voice, now) = (voice(rule.id), w.now());
    voice.tell(w, c, EventKind::RuleApplied { rule: rule.id })?;
    for (at, act) in (0..).zip(&rule.acts) {
        let trouble = match act {
            it if it.is_apart() => {
                let depth = w.depth();
                w.job(
                    now,
                    JobKind::RuleAct {
                        rule: rule.id,
                        conversation: c.id,
                        act: at,
                        depth,
                    },
                )?;
                None
            }
            RuleAct::Tell(_) => {
                let told = EventKind::RuleTold {
                    rule: rule.id,
                    act: at,
                };
                voice.tell(w, c, told)?;
                None
            }
            RuleAct::Agree { policy } => agree(w, c, (voice, rule.id), *policy)?,
            RuleAct::LegalDue { kind } => legally_due(w, c, voice, *kind)?,
            RuleAct::Call { webhook } => call(w, c, (voice, rule.id), *webhook)?,
            it if is_outranked(newest, rule.trigger, it) => None,
            RuleAct::Untag { tag } => {
                labels::untag(w, c, voice, *tag)?;
                None
            }
            RuleAct::Do(it) => change(w, c, (voice, rule.id), it)?,
            RuleAct::Say { .. } => None,
        };
        if let Some(why) = trouble {
            failed(w, rule.id, why, c)?;
        }
    }
    Ok(())
}

/// Has it measured by a policy; the clocks follow the log.
fn agree(
    w: &mut Write<'_>,
    c: &mut Conversation,
    (voice, rule): (Voice, RuleId),
    policy: SlaPolicyId,
) -> Result<Option<Trouble>> {
    let known = w.sla_policy(policy)?;
    if known.is_none_or(|it| it.retired_at.is_some()) {
        return Ok(Some(Trouble::Gone));
    }
    if c.agreed != Some(policy) {
        c.agreed = Some(policy);
        voice.tell(w, c, EventKind::RuleAgreed { rule, policy })?;
    }
    Ok(None)
}

/// Law wants it answered by a date.
fn legally_due(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    kind: LegalKindId,
) -> Result<Option<Trouble>> {
    match w.legal_kind(kind)?.filter(|it| it.retired_at.is_none()) {
        None => Ok(Some(Trouble::Gone)),
        Some(kind) => stand::by_rule(w, c, voice, &kind).map(|()| None),
    }
}

/// Has it posted to a program.
fn call(
    w: &mut Write<'_>,
    c: &mut Conversation,
    (voice, rule): (Voice, RuleId),
    webhook: WebhookId,
) -> Result<Option<Trouble>> {
    let known = w.webhook(webhook)?;
    if known.is_none_or(|it| it.retired_at.is_some()) {
        return Ok(Some(Trouble::Gone));
    }
    voice.tell(w, c, EventKind::RuleCalled { rule, webhook })?;
    Ok(None)
}

/// In whose name a rule acts.
#[must_use]
pub fn voice(rule: RuleId) -> Voice {
    Voice {
        actor: Actor::Rule(rule),
        history: false,
    }
}

/// Notes in a conversation that a rule could not do something; one that must be mended is switched off. The caller puts
/// the row.
///
/// # Errors
/// The store's.
pub fn failed(w: &mut Write<'_>, rule: RuleId, why: Trouble, c: &mut Conversation) -> Result<()> {
    voice(rule).tell(w, c, EventKind::RuleFailed { rule, why })?;
    if why.breaks() {
        broke(w, rule, why, Some(c))?;
    }
    Ok(())
}

/// Switches a rule off until somebody mends it.
fn broke(w: &mut Write<'_>, id: RuleId, why: Trouble, c: Option<&mut Conversation>) -> Result<()> {
    let Some(mut rule) = w.rule(id)?.filter(Rule::is_on) else {
        return Ok(());
    };
    rule.broken = Some(Broken { at: w.now(), why });
    w.put_rule(&rule)?;
    let told = EventKind::RuleBroken { rule: id, why };
    match c {
        Some(c) => voice(id).tell(w, c, told),
        None => w
            .event(Actor::Rule(id), Subject::default(), told)
            .map(|_| ()),
    }
}

/// Whether a rule did something again and again since a person did anything.
fn runs_in_circles(newest: &[Event], rule: RuleId) -> bool {
    let by_person = |it: &&Event| matches!(it.actor, Actor::Agent(_) | Actor::Contact(_));
    let alone = newest.iter().take_while(|it| !by_person(it));
    alone
        .filter(|it| it.kind == EventKind::RuleApplied { rule })
        .count()
        >= ALONE
}

/// What a person set stays as they set it until the customer writes again. What goes on for long was meant to end.
fn is_outranked(newest: &[Event], trigger: Trigger, act: &RuleAct) -> bool {
    let waited = matches!(trigger, Trigger::Waited { .. });
    let since = newest
        .iter()
        .take_while(|it| !matches!(it.kind, EventKind::MessageReceived { .. }));
    let mut by_people = since.filter(|it| it.actor.is_human());
    let RuleAct::Do(act) = act else {
        return false;
    };
    by_people.any(|it| match (it.kind, act) {
        (EventKind::TeamSet { .. }, MacroAct::SetTeam { .. })
        | (EventKind::PrioritySet { .. }, MacroAct::SetPriority { .. }) => true,
        (EventKind::Assigned { why, .. }, MacroAct::Assign { .. }) => why != Reason::RepliedFirst,
        (EventKind::StatusMoved { why, .. }, it) => !waited && why == Reason::ByAgent && it.moves(),
        _ => false,
    })
}

fn change(
    w: &mut Write<'_>,
    c: &mut Conversation,
    (voice, rule): (Voice, RuleId),
    act: &MacroAct,
) -> Result<Option<Trouble>> {
    let why = Reason::ByRule { rule };
    match *act {
        MacroAct::Reply { .. } | MacroAct::Note { .. } | MacroAct::AssignMe => {}
        MacroAct::Assign { to: Some(agent) } => return assign(w, c, (voice, why), agent),
        MacroAct::Assign { to: None } => give_to(w, c, voice, None, why)?,
        MacroAct::SetTeam { to } => return bring(w, c, (voice, why), to),
        MacroAct::Tag { tag } => return add_tag(w, c, voice, tag),
        MacroAct::SetPriority { to } => labels::prioritise(w, c, voice, to)?,
        MacroAct::Open if c.status == Status::Open => {}
        MacroAct::Open => {
            move_to(w, c, voice, Status::Open, why)?;
            c.waiting_since = unanswered_since(w, c.id)?;
        }
        MacroAct::WaitForCustomer => move_to(w, c, voice, WAITING_CUSTOMER, why)?,
        MacroAct::WaitForThirdParty => {
            let to = Status::Waiting {
                on: WaitingOn::ThirdParty,
                follow_up_at: Some(term_from_now(w, c, FOLLOW_UP)?),
            };
            move_to(w, c, voice, to, why)?;
        }
        MacroAct::Resolve => resolve(w, c, voice, why)?,
        MacroAct::Snooze { hours } => {
            let until = w.now() + Span::hours(i64::from(hours));
            move_to(w, c, voice, Status::Snoozed { until }, why)?;
        }
    }
    Ok(None)
}

/// Never over a promise, a legal due date, or what has not left yet: a person is to see to those.
fn resolve(w: &mut Write<'_>, c: &mut Conversation, voice: Voice, why: Reason) -> Result<()> {
    let is_resolved = matches!(c.status, Status::Resolved { .. });
    let owed = c.promise.is_some() || stand::standing(c).is_some();
    if is_resolved || owed || !pending(w, c.id)?.is_empty() {
        return Ok(());
    }
    let at = w.now();
    move_to(w, c, voice, Status::Resolved { at, quiet: false }, why)
}

fn assign(
    w: &mut Write<'_>,
    c: &mut Conversation,
    (voice, why): (Voice, Reason),
    to: AgentId,
) -> Result<Option<Trouble>> {
    match w.agent(to)?.filter(|it| it.is_active()) {
        None => Ok(Some(Trouble::Gone)),
        // Outside a private team: not theirs to read.
        Some(agent) if !may_have(c, &agent) => Ok(Some(Trouble::Failed)),
        Some(_) => give_to(w, c, voice, Some(to), why).map(|()| None),
    }
}

fn bring(
    w: &mut Write<'_>,
    c: &mut Conversation,
    (voice, why): (Voice, Reason),
    to: TeamId,
) -> Result<Option<Trouble>> {
    let known = w.team(to)?.is_some_and(|it| it.retired_at.is_none());
    if !known {
        return Ok(Some(Trouble::Gone));
    }
    bring_to(w, c, voice, Some(to), why).map(|()| None)
}

fn add_tag(
    w: &mut Write<'_>,
    c: &mut Conversation,
    voice: Voice,
    tag: TagId,
) -> Result<Option<Trouble>> {
    let known = w.tag(tag)?.is_some_and(|it| it.retired_at.is_none());
    if !known {
        return Ok(Some(Trouble::Gone));
    }
    if !c.tags.contains(&tag) && c.tags.len() >= TAGS {
        return Ok(Some(Trouble::Failed));
    }
    labels::tag(w, c, voice, tag).map(|()| None)
}
