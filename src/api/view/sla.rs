//! SLA policies and clocks as programs see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::view::choices::{self, chosen, maybe, one};
use crate::api::view::{With, time};
use crate::conversations::sla::minutes::Count;
use crate::domain::conversation::{Conversation, Priority};
use crate::domain::error::{Error, Result};
use crate::domain::sla::{Clock, ClockKind, Target};
use crate::domain::time::{Span, Term};

/// Where a conversation stands with its policy.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Sla)]
pub struct SlaView {
    pub policy_id: String,
    pub policy: String,
    pub clocks: Vec<ClockView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SlaClock)]
pub struct ClockView {
    #[schema(schema_with = one::<choices::Clock>)]
    pub clock: &'static str,
    #[schema(schema_with = one::<choices::ClockState>)]
    pub state: &'static str,
    pub since: String,
    /// Null while it stands still.
    pub due: Option<String>,
    pub met_at: Option<String>,
    /// The target; one of the two.
    pub minutes: Option<i64>,
    pub working_days: Option<u16>,
    /// The stretches of time that counted so far.
    pub counted: Vec<StretchView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Stretch)]
pub struct StretchView {
    pub from: String,
    pub to: String,
}

fn split(term: Term) -> (Option<i64>, Option<u16>) {
    match term {
        Term::Span(span) => (Some(span.0 / Span::minutes(1).0), None),
        Term::WorkingDays(n) => (None, Some(n)),
    }
}

impl With<'_, '_> {
    /// # Errors
    /// The store's.
    pub fn sla(&self, it: &Conversation) -> Result<Option<SlaView>> {
        let Some(sla) = &it.sla else {
            return Ok(None);
        };
        let policy = self.look.sla_policy(sla.policy)?;
        let Some(policy) = policy.filter(|it| it.retired_at.is_none()) else {
            return Ok(None);
        };
        let count = Count::read(self.look, it, &policy)?;
        let clocks = sla.clocks.iter().map(|it| self.clock(&count, it));
        Ok(Some(SlaView {
            policy_id: sla.policy.to_string(),
            clocks: clocks.collect(),
            policy: policy.name,
        }))
    }

    fn clock(&self, count: &Count<'_>, clock: &Clock) -> ClockView {
        let parts = count.counted(clock, self.now);
        let (minutes, working_days) = split(clock.target);
        ClockView {
            clock: clock.kind.name(),
            state: clock.state(self.now).name(),
            since: time(clock.since),
            due: clock.due.map(time),
            met_at: clock.met_at.map(time),
            minutes,
            working_days,
            counted: parts
                .into_iter()
                .map(|(from, to)| StretchView {
                    from: time(from),
                    to: time(to),
                })
                .collect(),
        }
    }
}

/// How long one thing may take: `minutes` or `working_days`.
#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SlaTarget)]
pub struct TargetView {
    #[schema(schema_with = one::<choices::Clock>)]
    pub clock: String,
    /// For every priority when absent.
    #[serde(default)]
    #[schema(schema_with = maybe::<choices::Priority>)]
    pub priority: Option<String>,
    #[serde(default)]
    pub minutes: Option<i64>,
    #[serde(default)]
    pub working_days: Option<u16>,
}

impl TargetView {
    #[must_use]
    pub fn of(it: &Target) -> Self {
        let (minutes, working_days) = split(it.term);
        TargetView {
            clock: it.clock.name().to_owned(),
            priority: Some(it.priority.name().to_owned()),
            minutes,
            working_days,
        }
    }

    /// # Errors
    /// [`Error::Invalid`] on `targets`.
    pub fn read(&self) -> Result<Vec<Target>> {
        let wrong = || Error::invalid("targets", "error-sla-target");
        let name = chosen::<choices::Clock>("targets", &self.clock)?;
        let clock = ClockKind::parse(name).ok_or_else(wrong)?;
        let term = match (self.minutes, self.working_days) {
            (Some(n), None) => Term::Span(Span::minutes(n.clamp(0, 10_000_000))),
            (None, Some(n)) => Term::WorkingDays(n),
            _ => return Err(wrong()),
        };
        let priorities = match &self.priority {
            Some(name) => vec![Priority::parse(name).ok_or_else(wrong)?],
            None => Priority::ALL.to_vec(),
        };
        let target = |priority| Target {
            clock,
            priority,
            term,
        };
        Ok(priorities.into_iter().map(target).collect())
    }
}
