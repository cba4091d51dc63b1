//! What keeps a queue from pressing a provider: a breaker that leaves it alone while it is down or asked for rest, and a
//! pace that stays below what it takes.

use std::time::Duration;

use tokio::time::Instant;

use crate::domain::outbound::SendError;

/// Failures in a row that open the breaker, and how long it stays open: doubled each time.
const FAILURES: u32 = 3;
const OPEN: Duration = Duration::from_secs(30);
const LONGEST_OPEN: Duration = Duration::from_secs(600);
/// A refused log-in, or settings that are wrong, are tried again seldom: a person must act, and no server should lock the account.
const REFUSED: Duration = Duration::from_secs(900);
/// While the breaker is open, what a person just sent or asked to be tried again is tried, but not more often.
const BETWEEN_PROBES: Duration = Duration::from_secs(5);

/// What a failure did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The next one is tried.
    Nothing,
    /// The provider asked for rest and gets it; nothing is wrong with it yet.
    Rests,
    /// It is left alone, and that is shown.
    Opens,
}

/// Counts failures that speak of the provider.
#[derive(Debug, Default)]
pub struct Breaker {
    failures: u32,
    open_until: Option<Instant>,
    /// The provider named a time: not even what is pressed is tried before.
    asked_until: Option<Instant>,
    failed_at: Option<Instant>,
}

impl Breaker {
    /// How long it is open still.
    #[must_use]
    pub fn open_for(&self, now: Instant) -> Option<Duration> {
        left(self.open_until?, now)
    }

    /// How long even what is pressed must wait.
    #[must_use]
    pub fn rests_for(&self, now: Instant) -> Option<Duration> {
        let since = self.failed_at.map(|it| it + BETWEEN_PROBES);
        left(since.max(self.asked_until)?, now)
    }

    /// Whether the last send failed: the next one goes alone, so that not many are lost to find out.
    #[must_use]
    pub fn is_shaken(&self) -> bool {
        self.failures > 0
    }

    /// Counts a failure.
    pub fn failed(&mut self, err: &SendError, now: Instant) -> Effect {
        self.failed_at = Some(now);
        self.failures = self.failures.saturating_add(1);
        if let Some(wait) = asked(err) {
            let until = now + wait.min(LONGEST_OPEN);
            (self.asked_until, self.open_until) = (Some(until), Some(until));
        }
        let needs_you = |it: &SendError| {
            matches!(
                it,
                SendError::LoginRefused { .. } | SendError::Misconfigured { .. }
            )
        };
        let refused = needs_you(err.cause());
        if !refused && self.failures < FAILURES {
            return if asked(err).is_some() {
                Effect::Rests
            } else {
                Effect::Nothing
            };
        }
        let doubled = OPEN * 2_u32.saturating_pow((self.failures.saturating_sub(FAILURES)).min(8));
        let open = if refused {
            REFUSED
        } else {
            doubled.min(LONGEST_OPEN)
        };
        self.open_until = self.open_until.max(Some(now + open));
        Effect::Opens
    }
}

fn left(until: Instant, now: Instant) -> Option<Duration> {
    let left = until.saturating_duration_since(now);
    (!left.is_zero()).then_some(left)
}

/// The rest a provider asked for by name (`Retry-After`, RFC 9110, 10.2.3).
fn asked(err: &SendError) -> Option<Duration> {
    match err.cause() {
        SendError::Later { retry_after_s, .. } => retry_after_s.map(Duration::from_secs),
        _ => None,
    }
}

/// Begins sends no faster than so many a second.
#[derive(Debug)]
pub struct Pace {
    every: Duration,
    next: Option<Instant>,
}

impl Pace {
    /// `a_second` of 0 is no limit.
    #[must_use]
    pub fn of(a_second: u16) -> Self {
        Pace {
            every: match a_second {
                0 => Duration::ZERO,
                n => Duration::from_secs(1) / u32::from(n),
            },
            next: None,
        }
    }

    /// How long the next send must wait; when it need not, it counts as begun.
    pub fn begin(&mut self, now: Instant) -> Option<Duration> {
        if let Some(wait) = self.next.and_then(|it| left(it, now)) {
            return Some(wait);
        }
        self.next = Some(now + self.every);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn down() -> SendError {
        SendError::Unreachable {
            detail: String::new(),
        }
    }

    fn later(retry_after_s: Option<u64>) -> SendError {
        SendError::Later {
            code: "503".to_owned(),
            detail: String::new(),
            retry_after_s,
        }
    }

    #[test]
    fn it_opens_after_failures_in_a_row_and_at_once_for_a_refused_login() {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        assert_eq!(breaker.failed(&down(), now), Effect::Nothing);
        assert_eq!(breaker.failed(&down(), now), Effect::Nothing);
        assert!(breaker.open_for(now).is_none() && breaker.is_shaken());
        assert_eq!(breaker.failed(&down(), now), Effect::Opens);
        assert_eq!(breaker.open_for(now), Some(OPEN));
        let now = now + OPEN;
        assert!(breaker.open_for(now).is_none() && breaker.is_shaken());
        assert_eq!(breaker.failed(&later(None), now), Effect::Opens);
        assert_eq!(breaker.open_for(now), Some(OPEN * 2));
        let refused = SendError::LoginRefused {
            code: String::new(),
            detail: String::new(),
        };
        let mut breaker = Breaker::default();
        assert!(breaker.rests_for(now).is_none());
        assert_eq!(breaker.failed(&refused, now), Effect::Opens);
        assert_eq!(breaker.open_for(now), Some(REFUSED));
        assert_eq!(breaker.rests_for(now), Some(BETWEEN_PROBES));
    }

    #[test]
    fn a_provider_that_names_a_time_is_left_alone_for_it() {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        assert_eq!(breaker.failed(&later(Some(20)), now), Effect::Rests);
        let twenty = Some(Duration::from_secs(20));
        assert_eq!(breaker.open_for(now), twenty);
        assert_eq!(breaker.rests_for(now), twenty);
        let now = now + Duration::from_secs(20);
        assert!(breaker.open_for(now).is_none() && breaker.rests_for(now).is_none());
        let mut breaker = Breaker::default();
        assert_eq!(breaker.failed(&later(Some(u64::MAX)), now), Effect::Rests);
        assert_eq!(breaker.open_for(now), Some(LONGEST_OPEN));
    }

    #[test]
    fn sends_begin_no_faster_than_their_pace() {
        let (mut pace, mut free, start) = (Pace::of(20), Pace::of(0), Instant::now());
        let times = (0..100).map(|n| start + Duration::from_millis(10 * n));
        let begun = times.filter(|now| {
            assert!(free.begin(*now).is_none());
            pace.begin(*now).is_none()
        });
        assert_eq!(begun.count(), 20);
    }
}
