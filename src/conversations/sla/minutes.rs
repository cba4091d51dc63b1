//! Which time of a conversation counts: when it stood still, read from its log.

use crate::conversations::sla::hours;
use crate::domain::conversation::{Conversation, Status, WaitingOn};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::Seq;
use crate::domain::sla::{Clock, ClockKind, Pauses, SlaPolicy, Step};
use crate::domain::time::{Millis, Term};
use crate::sla::calendar::Calendar;
use crate::sla::clock::{Pace, Pause};
use crate::store::Look;

/// Events of a conversation looked through.
const EVENTS: usize = 10_000;

/// The moves of a conversation's status: when, and where to.
type Moves = Vec<(Millis, Status)>;

/// When its status moved, in order; nothing where no clock of the policy ever stands still.
fn moves(look: &Look<'_>, c: &Conversation, policy: &SlaPolicy) -> Result<Moves> {
    let resolves = policy
        .targets
        .iter()
        .any(|it| it.clock == ClockKind::Resolution);
    if !resolves && !policy.pauses.snoozed && !policy.pauses.waiting_third_party {
        return Ok(Vec::new());
    }
    let events = look.events_of(c.id, Seq::default(), EVENTS)?;
    let moves = events.into_iter().filter_map(|it| match it.kind {
        EventKind::StatusMoved { to, .. } => Some((it.at, to)),
        _ => None,
    });
    Ok(moves.collect())
}

/// The times a clock stood still.
fn pauses(moves: &Moves, kind: ClockKind, pauses: Pauses) -> Vec<Pause> {
    let mut out: Vec<Pause> = Vec::new();
    for (at, to) in moves {
        let stands = stands_still(*to, kind, pauses);
        match out.last_mut() {
            Some((_, end @ None)) if !stands => *end = Some(*at),
            Some((_, None)) => {}
            _ if stands => out.push((*at, None)),
            _ => {}
        }
    }
    out
}

fn stands_still(status: Status, kind: ClockKind, pauses: Pauses) -> bool {
    let resolution = kind == ClockKind::Resolution;
    match status {
        Status::Open => false,
        Status::Snoozed { .. } => pauses.snoozed,
        Status::Waiting {
            on: WaitingOn::ThirdParty,
            ..
        } => pauses.waiting_third_party,
        Status::Waiting { .. } => resolution && pauses.waiting_customer,
        Status::Resolved { .. } | Status::Spam => resolution,
    }
}

/// What counts in a conversation by a policy: read once, asked for every clock and step.
pub struct Count<'p> {
    policy: &'p SlaPolicy,
    calendar: Calendar<'p>,
    moves: Moves,
}

impl<'p> Count<'p> {
    /// Reads what there is to count by.
    ///
    /// # Errors
    /// The store's.
    pub fn read(look: &Look<'_>, c: &Conversation, policy: &'p SlaPolicy) -> Result<Self> {
        Ok(Count {
            policy,
            calendar: hours::of(look, c)?,
            moves: moves(look, c, policy)?,
        })
    }

    /// When a clock falls due. What stood still after it was met made it fall due no later.
    #[must_use]
    pub fn due(
        &self,
        (kind, since): (ClockKind, Millis),
        target: Term,
        met_at: Option<Millis>,
    ) -> Option<Millis> {
        let mut stood = self.stood(kind);
        stood.retain(|it| met_at.is_none_or(|met| it.0 < met));
        self.pace(stood).due(since, target, &self.calendar)
    }

    /// The next step of a clock, and when it is to be taken; none of one that stands still or was met.
    #[must_use]
    pub fn next_step(&self, clock: &Clock) -> Option<(&'p Step, Millis)> {
        let due = clock.due.filter(|_| clock.met_at.is_none())?;
        let step = self.policy.steps.get(usize::from(clock.steps))?;
        let pace = self.pace(self.stood(clock.kind));
        let at = pace.beside((clock.since, clock.target), due, step.minutes)?;
        Some((step, at))
    }

    /// The parts of time that counted for a clock until it was met, or until now.
    #[must_use]
    pub fn counted(&self, clock: &Clock, now: Millis) -> Vec<(Millis, Millis)> {
        let pace = self.pace(self.stood(clock.kind));
        pace.counted(clock.since, clock.met_at.unwrap_or(now))
    }

    fn stood(&self, kind: ClockKind) -> Vec<Pause> {
        pauses(&self.moves, kind, self.policy.pauses)
    }

    fn pace(&self, pauses: Vec<Pause>) -> Pace<'_> {
        Pace {
            calendar: self.policy.business_hours.then_some(&self.calendar),
            pauses,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_stands_still_where_its_policy_says_so() {
        let asked = |on| Status::Waiting {
            on,
            follow_up_at: None,
        };
        let resolved = Status::Resolved {
            at: Millis(50),
            quiet: false,
        };
        let moves = vec![
            (Millis(10), asked(WaitingOn::Customer)),
            (Millis(20), Status::Open),
            (Millis(30), asked(WaitingOn::ThirdParty)),
            (Millis(40), Status::Snoozed { until: Millis(45) }),
            (Millis(45), Status::Open),
            (Millis(50), resolved),
        ];
        let usual = Pauses::default();
        let found = pauses(&moves, ClockKind::Resolution, usual);
        assert_eq!(found, [(Millis(10), Some(Millis(20))), (Millis(50), None)]);
        assert_eq!(pauses(&moves, ClockKind::NextResponse, usual), []);
        let all = Pauses {
            waiting_customer: true,
            waiting_third_party: true,
            snoozed: true,
        };
        let found = pauses(&moves, ClockKind::NextResponse, all);
        assert_eq!(found, [(Millis(30), Some(Millis(45)))]);
    }
}
