//! The live monitor: how many people wait, who has what, which channels work, what went wrong.

use actix_web::web::{Data, Json};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::Asking;
use crate::api::fields::instant;
use crate::api::problem::Answer;
use crate::api::view::time;
use crate::app::App;
use crate::app::monitor::{Happened, Monitored, Present, monitored};
use crate::board::{AGES, Count, What};
use crate::domain::error::Result;
use crate::domain::time::Millis;

/// Of when.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Asked {
    /// A time of the last 24 hours; now when absent.
    at: Option<String>,
}

/// What conversations add up to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MonitorCount)]
pub struct CountView {
    /// Persons who wait for an answer; who writes by two channels is one.
    pub people_waiting: usize,
    /// Conversations whose customer waits.
    pub waiting: usize,
    /// Since when the one that has waited for longest does.
    pub longest_since: Option<String>,
    pub longest_s: Option<i64>,
    /// How many have waited below each of 5, 15, 60 and 240 minutes, and longer.
    pub ages: Vec<AgeView>,
    /// Conversations that need an answer or another act of ours, and those of them nobody has.
    pub open: usize,
    pub unassigned: usize,
    /// Something agreed falls due within 15 minutes; is overdue.
    pub at_risk: usize,
    pub breached: usize,
}

/// Conversations whose customer has waited for less than this, and no less than the age before.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MonitorAge)]
pub struct AgeView {
    /// Absent: any longer time.
    pub below_s: Option<i64>,
    pub waiting: usize,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MonitorQueue)]
pub struct QueueView {
    /// Absent: of no team.
    pub team_id: Option<String>,
    pub count: CountView,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MonitorChannel)]
pub struct DoorView {
    pub channel_id: String,
    pub kind: &'static str,
    pub name: String,
    /// `new`, `working`, `troubled`, `needs_you` or `paused`.
    pub health: &'static str,
    /// Nothing comes any more where usually something does.
    pub silent: bool,
    pub count: CountView,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MonitorAgent)]
pub struct AgentView {
    pub agent_id: String,
    pub name: String,
    /// `here`, `idle`, `break`, `away`, `off_shift`, `off`; `unknown` of a time before it was said.
    pub state: &'static str,
    pub since: Option<String>,
    pub open: usize,
    pub waiting: usize,
    pub load: u16,
    pub capacity: u16,
    pub longest_since: Option<String>,
    /// The number of the conversation in front of them.
    pub viewing: Option<u64>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = MonitorException)]
pub struct ExceptionView {
    pub at: String,
    /// `failed`, `late`, `broken`, `not_taken`, `lively`, `told`, `rule_off`, `down` or `silent`.
    pub kind: &'static str,
    pub conversation: Option<u64>,
    pub channel_id: Option<String>,
    pub rule_id: Option<String>,
}

/// The monitor's figures.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Monitor)]
pub struct MonitorView {
    pub at: String,
    /// Since when one may go back.
    pub since: String,
    pub count: CountView,
    pub queues: Vec<QueueView>,
    pub channels: Vec<DoorView>,
    pub agents: Vec<AgentView>,
    /// What went wrong within the day before, newest first.
    pub exceptions: Vec<ExceptionView>,
}

fn count(it: &Count, at: Millis) -> CountView {
    let below = AGES.iter().map(|it| Some(it.0 / 1_000)).chain([None]);
    let ages = below.zip(it.ages);
    CountView {
        people_waiting: it.people,
        waiting: it.waiting,
        longest_since: it.longest.map(|it| time(it.0)),
        longest_s: it.longest.map(|it| at.since(it.0).0 / 1_000),
        ages: ages
            .map(|(below_s, waiting)| AgeView { below_s, waiting })
            .collect(),
        open: it.open,
        unassigned: it.unassigned,
        at_risk: it.soon,
        breached: it.late,
    }
}

fn agent(it: &Present) -> AgentView {
    AgentView {
        agent_id: it.agent.id.to_string(),
        name: it.agent.name.clone(),
        state: it.there.name(),
        since: it.since.map(time),
        open: it.load.open,
        waiting: it.load.waiting,
        load: it.load.points,
        capacity: it.agent.serving.cap(),
        longest_since: it.load.longest.map(|it| time(it.0)),
        viewing: it.at,
    }
}

fn exception(it: &Happened) -> ExceptionView {
    ExceptionView {
        at: time(it.mishap.at),
        kind: it.mishap.what.name(),
        conversation: it.conversation.as_ref().map(|it| it.number),
        channel_id: it.channel.as_ref().map(|it| it.id.to_string()),
        rule_id: match it.mishap.what {
            What::Told(rule) | What::RuleOff(rule) => Some(rule.to_string()),
            _ => None,
        },
    }
}

fn view(found: &Monitored) -> MonitorView {
    let (figures, at) = (&found.figures, found.figures.at);
    let doors = found.doors.iter().map(|(channel, connection)| {
        let own = figures.channels.iter().find(|it| it.0 == channel.id);
        let own = own.map(|it| it.1.clone()).unwrap_or_default();
        DoorView {
            channel_id: channel.id.to_string(),
            kind: channel.kind.name(),
            name: channel.name.clone(),
            health: connection.health.state.name(),
            silent: connection.health.silent_since.is_some(),
            count: count(&own, at),
        }
    });
    let queues = figures.queues.iter().map(|(team, it)| QueueView {
        team_id: team.map(|it| it.to_string()),
        count: count(it, at),
    });
    MonitorView {
        at: time(at),
        since: time(found.since),
        count: count(&figures.whole, at),
        queues: queues.collect(),
        channels: doors.collect(),
        agents: found.people.iter().map(agent).collect(),
        exceptions: found.happened.iter().map(exception).collect(),
    }
}

/// `GET /live`.
pub async fn show(app: Data<App>, asking: Asking<Asked>) -> Answer<Json<MonitorView>> {
    let Asking { caller, it: asked } = asking;
    let at = instant("at", asked.at.as_deref())?;
    let (for_look, now) = (app.clone(), app.clock.now());
    let found = caller.look(&app, move |with| -> Result<MonitorView> {
        let found = monitored(&for_look, with.look, with.viewer, (at, now))?;
        Ok(view(&found))
    });
    Ok(Json(found.await?))
}
