//! Whether a connection works, and how often something usually comes by it.

use serde::{Deserialize, Serialize};

use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

/// Whether a connection works, since when, and why not: `code` is a key of `words` (`health-…`).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Health {
    pub state: HealthState,
    pub since: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub code: String,
    /// What the server said, cut to 300 characters; shown to administrators only.
    #[serde(skip_serializing_if = "unset")]
    pub detail: String,
    #[serde(skip_serializing_if = "unset")]
    pub last_in: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub last_out: Option<Millis>,
    /// How often something usually comes.
    #[serde(skip_serializing_if = "unset")]
    pub rhythm: Rhythm,
    /// Nothing came since then, though usually something comes sooner: somebody was told.
    #[serde(skip_serializing_if = "unset")]
    pub silent_since: Option<Millis>,
    /// When it is looked again whether it is silent: the one timer of this connection.
    #[serde(skip_serializing_if = "unset")]
    pub looked_at: Option<Millis>,
}

/// How often something comes, as far as it is known.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Rhythm {
    /// When the first thing came.
    pub since: Millis,
    /// Times that something was noted, a minute apart at least.
    pub heard: u32,
    /// The longest silence of this while and of the one before, so that a holiday is forgotten some day.
    pub longest: Span,
    pub before: Span,
    /// When this while began.
    pub turned_at: Millis,
}

/// Notes, and the time they must lie apart, from which it is known how often something usually comes.
const ENOUGH: u32 = 20;
const LONG_ENOUGH: Span = Span::days(3);
/// A silence shorter than this alarms nobody.
const QUIET: Span = Span::hours(6);
/// How long the longest silence is remembered at least.
const WHILE: Span = Span::days(30);

impl Health {
    /// Something came.
    pub fn hear(&mut self, at: Millis) {
        let Some(last) = self.last_in else {
            self.last_in = Some(at);
            (self.rhythm.since, self.rhythm.turned_at) = (at, at);
            self.rhythm.heard = 1;
            return;
        };
        if at <= last {
            return;
        }
        self.last_in = Some(at);
        let it = &mut self.rhythm;
        if it.heard == 0 {
            (it.since, it.turned_at) = (last, last);
        }
        it.heard = it.heard.saturating_add(1);
        if at.since(it.turned_at) > WHILE {
            (it.before, it.longest, it.turned_at) = (it.longest, Span::default(), at);
        }
        it.longest = it.longest.max(at.since(last));
    }

    /// From when on it is alarming that nothing came: more than twice the longest silence, nights and weekends among
    /// them, and never less than six hours. `None` while too little is known.
    #[must_use]
    pub fn alarming_from(&self) -> Option<Millis> {
        let (it, last) = (&self.rhythm, self.last_in?);
        if it.heard < ENOUGH || last.since(it.since) < LONG_ENOUGH {
            return None;
        }
        let usual = it.longest.max(it.before);
        let twice = Span(usual.0.saturating_mul(2));
        Some(last + twice.max(QUIET))
    }

    /// What is known of the connection when its settings change: how it fares is to be seen anew.
    #[must_use]
    pub fn anew(&self, now: Millis) -> Health {
        Health {
            since: now,
            last_in: self.last_in,
            last_out: self.last_out,
            rhythm: self.rhythm.clone(),
            looked_at: self.looked_at,
            ..Health::default()
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum HealthState {
    #[default]
    New,
    Working,
    /// Retrying by itself.
    Troubled,
    /// Waits for a person: password refused, grant withdrawn.
    NeedsYou,
    Paused,
}

impl HealthState {
    /// It waits for a person to mend it.
    #[must_use]
    pub fn is_down(self) -> bool {
        self == HealthState::NeedsYou
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            HealthState::New => "new",
            HealthState::Working => "working",
            HealthState::Troubled => "troubled",
            HealthState::NeedsYou => "needs_you",
            HealthState::Paused => "paused",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hearing(every: Span, times: i64) -> Health {
        let mut it = Health::default();
        for n in 0..times {
            it.hear(Millis(1_000 + n * every.0));
        }
        it
    }

    #[test]
    fn a_silence_alarms_after_twice_the_longest_one() {
        let it = hearing(Span::hours(5), 30);
        let last = Millis(1_000 + 29 * Span::hours(5).0);
        assert_eq!(it.alarming_from(), Some(last + Span::hours(10)));
        let often = hearing(Span::minutes(10), 1_000);
        let last = Millis(1_000 + 999 * Span::minutes(10).0);
        assert_eq!(often.alarming_from(), Some(last + QUIET));
    }

    #[test]
    fn too_little_is_no_rhythm() {
        assert_eq!(Health::default().alarming_from(), None);
        assert_eq!(hearing(Span::days(1), 19).alarming_from(), None);
        assert_eq!(hearing(Span::hours(1), 72).alarming_from(), None);
        assert!(hearing(Span::hours(1), 73).alarming_from().is_some());
        // The same news told again, or late, is nothing new.
        let mut it = hearing(Span::days(1), 19);
        it.hear(Millis(1_000));
        assert_eq!(it.rhythm.heard, 19);
    }

    #[test]
    fn a_holiday_is_forgotten_some_day() {
        let mut it = hearing(Span::hours(1), 100);
        let mut at = it.last_in.unwrap_or_default() + Span::days(10);
        it.hear(at);
        let long = it.alarming_from().unwrap_or_default();
        assert_eq!(long, at + Span::days(20));
        for _ in 0..24 * 65 {
            at = at + Span::hours(1);
            it.hear(at);
        }
        assert_eq!(it.alarming_from(), Some(at + QUIET));
    }
}
