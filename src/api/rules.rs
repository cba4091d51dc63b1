//! Rules: what happens by itself.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::{hours, id, maybe_id};
use crate::api::macros::Act;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, maybe, one};
use crate::api::view::{List, time};
use crate::api::views::Condition;
use crate::app::App;
use crate::conversations::rules::past::past;
use crate::desk::rules::{self as desk, About};
use crate::desk::views::check_for_rule;
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::RuleId;
use crate::domain::rule::{Rule, RuleAct, Told, Trigger, Wait};
use crate::domain::time::Span;
use crate::domain::view::State;
use crate::store::Write;

/// Days gone back over at most.
const DAYS: i64 = 90;

/// When a rule is asked; what else counts hangs on it.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = RuleTrigger)]
pub struct TriggerView {
    #[schema(schema_with = one::<choices::Trigger>)]
    when: String,
    /// Of `state`: any when null.
    #[schema(schema_with = maybe::<choices::RuleState>)]
    from_state: Option<String>,
    #[schema(schema_with = maybe::<choices::RuleState>)]
    to_state: Option<String>,
    /// Of `priority`: any when null.
    #[schema(schema_with = maybe::<choices::Priority>)]
    from_priority: Option<String>,
    #[schema(schema_with = maybe::<choices::Priority>)]
    to_priority: Option<String>,
    /// Of `tagged`: any when null.
    tag_id: Option<String>,
    /// Of `waited`.
    #[schema(schema_with = maybe::<choices::Wait>)]
    goes_on: Option<String>,
    minutes: Option<i64>,
    /// Only the hours count in which the business is open.
    open_hours: Option<bool>,
}

impl TriggerView {
    fn of(it: Trigger) -> Self {
        let plain = TriggerView {
            when: it.name().to_owned(),
            ..TriggerView::default()
        };
        let state = |it: Option<State>| it.map(|it| it.name().to_owned());
        let priority = |it: Option<Priority>| it.map(|it| it.name().to_owned());
        match it {
            Trigger::StateMoved { from, to } => TriggerView {
                from_state: state(from),
                to_state: state(to),
                ..plain
            },
            Trigger::PrioritySet { from, to } => TriggerView {
                from_priority: priority(from),
                to_priority: priority(to),
                ..plain
            },
            Trigger::Tagged { tag } => TriggerView {
                tag_id: tag.map(|it| it.to_string()),
                ..plain
            },
            Trigger::Waited {
                on,
                span,
                open_hours,
            } => TriggerView {
                goes_on: Some(on.name().to_owned()),
                minutes: Some(span.0 / Span::minutes(1).0),
                open_hours: Some(open_hours),
                ..plain
            },
            _ => plain,
        }
    }

    fn read(&self) -> Result<Trigger> {
        let wrong = || Error::invalid("trigger", "error-field");
        let state = |it: &Option<String>| named(it.as_deref(), State::parse).ok_or_else(wrong);
        let priority =
            |it: &Option<String>| named(it.as_deref(), Priority::parse).ok_or_else(wrong);
        Ok(match Trigger::parse(&self.when).ok_or_else(wrong)? {
            Trigger::StateMoved { .. } => Trigger::StateMoved {
                from: state(&self.from_state)?,
                to: state(&self.to_state)?,
            },
            Trigger::PrioritySet { .. } => Trigger::PrioritySet {
                from: priority(&self.from_priority)?,
                to: priority(&self.to_priority)?,
            },
            Trigger::Tagged { .. } => Trigger::Tagged {
                tag: maybe_id("trigger", self.tag_id.as_ref())?,
            },
            Trigger::Waited { .. } => Trigger::Waited {
                on: named(self.goes_on.as_deref(), Wait::parse)
                    .flatten()
                    .ok_or_else(wrong)?,
                span: Span::minutes(self.minutes.ok_or_else(wrong)?.clamp(0, 10_000_000)),
                open_hours: self.open_hours.unwrap_or(true),
            },
            other => other,
        })
    }
}

/// A word by its name: nothing where there is none, wrong where it is no such word.
fn named<T>(it: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match it {
        None => Some(None),
        Some(name) => parse(name).map(Some),
    }
}

/// Whom a rule tells.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = RuleTold)]
pub struct ToldView {
    /// Who has the conversation; its team, where nobody does.
    assignee: bool,
    lead: bool,
    /// These agents: ids.
    people: Vec<String>,
    /// These places outside Lobby: ids.
    outlets: Vec<String>,
    /// When at all.
    #[schema(schema_with = maybe::<choices::AlertHours>)]
    hours: Option<String>,
}

/// What a rule does.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = RuleAct)]
pub enum RuleActView {
    /// What macros do, but for taking it for oneself.
    Do(Act),
    /// A tag's id.
    Untag(String),
    /// A canned reply's id.
    Say(String),
    Tell(ToldView),
    /// The id of a policy it is measured by, whatever conversations that is for otherwise.
    SlaPolicy(String),
    /// The id of a kind of legal due dates: law wants it answered by then; one that stands stays.
    LegalDue(String),
    /// A webhook's id: `conversation.rule_called` is posted there.
    Call(String),
}

impl RuleActView {
    fn of(it: &RuleAct) -> Self {
        match it {
            RuleAct::Do(act) => RuleActView::Do(Act::of(act)),
            RuleAct::Untag { tag } => RuleActView::Untag(tag.to_string()),
            RuleAct::Say { reply } => RuleActView::Say(reply.to_string()),
            RuleAct::Agree { policy } => RuleActView::SlaPolicy(policy.to_string()),
            RuleAct::LegalDue { kind } => RuleActView::LegalDue(kind.to_string()),
            RuleAct::Call { webhook } => RuleActView::Call(webhook.to_string()),
            RuleAct::Tell(told) => RuleActView::Tell(ToldView {
                assignee: told.assignee,
                lead: told.lead,
                people: told.people.iter().map(ToString::to_string).collect(),
                outlets: told.outlets.iter().map(ToString::to_string).collect(),
                hours: Some(told.hours.name().to_owned()),
            }),
        }
    }

    fn read(&self, w: &mut Write<'_>, by: &Viewer) -> Result<RuleAct> {
        Ok(match self {
            RuleActView::Do(act) => RuleAct::Do(act.read(w, by)?),
            RuleActView::Untag(tag) => RuleAct::Untag {
                tag: id("acts", tag)?,
            },
            RuleActView::Say(reply) => RuleAct::Say {
                reply: id("acts", reply)?,
            },
            RuleActView::SlaPolicy(policy) => RuleAct::Agree {
                policy: id("acts", policy)?,
            },
            RuleActView::LegalDue(kind) => RuleAct::LegalDue {
                kind: id("acts", kind)?,
            },
            RuleActView::Call(webhook) => RuleAct::Call {
                webhook: id("acts", webhook)?,
            },
            RuleActView::Tell(told) => RuleAct::Tell(Told {
                assignee: told.assignee,
                lead: told.lead,
                people: told
                    .people
                    .iter()
                    .map(|it| id("acts", it))
                    .collect::<Result<_>>()?,
                outlets: told
                    .outlets
                    .iter()
                    .map(|it| id("acts", it))
                    .collect::<Result<_>>()?,
                hours: hours(told.hours.as_deref(), "acts")?,
            }),
        })
    }
}

/// Why Lobby switched a rule off.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RuleBroken)]
pub struct BrokenView {
    #[schema(schema_with = one::<choices::Trouble>)]
    why: &'static str,
    at: String,
}

/// When something happens and a conversation is like this, that is done.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Rule)]
pub struct RuleView {
    pub id: String,
    pub name: String,
    pub trigger: TriggerView,
    pub condition: Condition,
    /// Done in this order.
    pub acts: Vec<RuleActView>,
    /// Once it fits, rules behind it are not asked about the same thing.
    pub stops: bool,
    pub off: bool,
    /// Null while it works.
    pub broken: Option<BrokenView>,
    /// Its place among those of its trigger.
    pub position: u32,
    pub created_at: String,
}

impl RuleView {
    #[must_use]
    pub fn of(it: &Rule) -> Self {
        RuleView {
            id: it.id.to_string(),
            name: it.name.clone(),
            trigger: TriggerView::of(it.trigger),
            condition: Condition::of(&it.condition),
            acts: it.acts.iter().map(RuleActView::of).collect(),
            stops: it.stops,
            off: it.off,
            broken: it.broken.map(|it| BrokenView {
                why: it.why.name(),
                at: time(it.at),
            }),
            position: it.position,
            created_at: time(it.created_at),
        }
    }
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Refunds", "trigger": { "when": "arrival" }, "condition": { "said": { "part": "text", "words": ["refund", "money back"] } }, "acts": [{ "do": { "priority": "high" } }, { "tell": { "lead": true } }] }))]
pub struct NewRule {
    name: String,
    trigger: TriggerView,
    /// All conversations when absent.
    #[serde(default)]
    condition: Option<Condition>,
    acts: Vec<RuleActView>,
    #[serde(default)]
    stops: bool,
    #[serde(default)]
    off: bool,
}

/// What may be changed; absent means as it is. What was switched off by Lobby is asked again.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "off": true }))]
pub struct RulePatch {
    name: Option<String>,
    trigger: Option<TriggerView>,
    condition: Option<Condition>,
    acts: Option<Vec<RuleActView>>,
    stops: Option<bool>,
    off: Option<bool>,
}

fn acts(w: &mut Write<'_>, by: &Viewer, given: &[RuleActView]) -> Result<Vec<RuleAct>> {
    given.iter().map(|it| it.read(w, by)).collect()
}

/// `GET /rules`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<RuleView>>> {
    let found = caller.look(&app, |with| desk::list(with.look)).await?;
    Ok(Json(List::whole(found.iter().map(RuleView::of).collect())))
}

/// `GET /rules/{id}`.
pub async fn show(app: Data<App>, caller: Caller, id: Path<RuleId>) -> Answer<Json<RuleView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: RuleId) -> Answer<RuleView> {
    let found = caller.look(app, move |with| desk::find(with.look, id));
    Ok(RuleView::of(&found.await?))
}

/// `POST /rules`.
pub async fn make(app: Data<App>, call: Call<NewRule>) -> Answer<HttpResponse> {
    let it = call.it.clone();
    let condition = it.condition.as_ref().map(Condition::read).transpose()?;
    let trigger = it.trigger.read()?;
    let made = call
        .act(&app, move |w, by| {
            let about = About {
                name: it.name.clone(),
                trigger,
                condition: condition.clone().unwrap_or_default(),
                acts: acts(w, by, &it.acts)?,
                stops: it.stops,
                off: it.off,
            };
            desk::make(w, by, &about).map(|it| it.id)
        })
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /rules/{id}`.
pub async fn change(
    app: Data<App>,
    at: Path<RuleId>,
    call: Call<RulePatch>,
) -> Answer<HttpResponse> {
    let (patch, at) = (call.it.clone(), *at);
    let condition = patch.condition.as_ref().map(Condition::read).transpose()?;
    let trigger = patch.trigger.as_ref().map(TriggerView::read).transpose()?;
    let made = call
        .act(&app, move |w, by| {
            let was = About::of(&desk::find(w, at)?);
            let does = patch
                .acts
                .as_deref()
                .map(|it| acts(w, by, it))
                .transpose()?;
            let about = About {
                name: patch.name.clone().unwrap_or(was.name),
                trigger: trigger.unwrap_or(was.trigger),
                condition: condition.clone().unwrap_or(was.condition),
                acts: does.unwrap_or(was.acts),
                stops: patch.stops.unwrap_or(was.stops),
                off: patch.off.unwrap_or(was.off),
            };
            desk::change(w, by, at, &about).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, at).await?))
}

/// `DELETE /rules/{id}`.
pub async fn retire(app: Data<App>, id: Path<RuleId>, call: Call<Nothing>) -> Answer<HttpResponse> {
    let id = *id;
    let made = call.act(&app, move |w, by| desk::retire(w, by, id)).await?;
    Ok(made.gone())
}

/// A rule that is not kept, and over how many days it is tried.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "trigger": { "when": "arrival" }, "condition": "upset", "days": 7 }))]
pub struct RuleDryRun {
    trigger: TriggerView,
    /// All conversations when absent.
    #[serde(default)]
    condition: Option<Condition>,
    /// At most 90.
    days: i64,
}

/// What it would have done: of the newest 2,000 conversations at most.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RulePast)]
pub struct PastView {
    /// Conversations in which it would have been asked.
    pub asked: usize,
    /// Those in which it fitted.
    pub fitted: usize,
    /// Not all were looked at.
    pub or_more: bool,
    /// Some of those in which it fitted, newest first.
    pub examples: Vec<ExampleView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RuleExample)]
pub struct ExampleView {
    /// Number of the conversation.
    pub conversation: u64,
    pub at: String,
}

/// `POST /rules/dry_run`.
pub async fn dry_run(app: Data<App>, call: Call<RuleDryRun>) -> Answer<Json<PastView>> {
    let it = &call.it;
    let condition = it.condition.as_ref().map(Condition::read).transpose()?;
    let rule = Rule {
        trigger: it.trigger.read()?,
        condition: condition.unwrap_or_default(),
        ..Rule::default()
    };
    let (now, days) = (app.clock.now(), it.days.clamp(1, DAYS));
    let found = call.caller.look(&app, move |with| {
        with.viewer.need(Right::Administer)?;
        check_for_rule(with.look, with.viewer, &rule.condition, None)?;
        past(with.look, &rule, (now - Span::days(days), now))
    });
    let found = found.await?;
    let example = |(number, at): &(u64, crate::domain::time::Millis)| ExampleView {
        conversation: *number,
        at: time(*at),
    };
    Ok(Json(PastView {
        asked: found.asked,
        fitted: found.fitted,
        or_more: found.or_more,
        examples: found.examples.iter().map(example).collect(),
    }))
}
