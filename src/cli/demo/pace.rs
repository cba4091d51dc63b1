//! How fast time goes by for the pretend customers. It may be changed while they write: what is due comes sooner or later
//! from then on.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// The slowest and the fastest there is.
pub const SPEEDS: std::ops::RangeInclusive<f64> = 0.1..=60.0;

/// Time as the customers feel it, since the demo began. Cheap to clone.
#[derive(Clone)]
pub struct Pace(Arc<watch::Sender<Beat>>);

#[derive(Clone, Copy)]
struct Beat {
    speed: f64,
    since: Instant,
    gone: Duration,
}

impl Beat {
    fn at(&self, now: Instant) -> Duration {
        self.gone
            + now
                .saturating_duration_since(self.since)
                .mul_f64(self.speed)
    }
}

impl Pace {
    /// Begins now.
    #[must_use]
    pub fn new(speed: f64) -> Self {
        Pace(Arc::new(watch::Sender::new(Beat {
            speed,
            since: Instant::now(),
            gone: Duration::ZERO,
        })))
    }

    #[must_use]
    pub fn speed(&self) -> f64 {
        self.0.borrow().speed
    }

    /// Goes on at another speed, kept within [`SPEEDS`].
    pub fn set(&self, speed: f64) {
        let now = Instant::now();
        self.0.send_modify(|it| {
            *it = Beat {
                speed: speed.clamp(*SPEEDS.start(), *SPEEDS.end()),
                since: now,
                gone: it.at(now),
            };
        });
    }

    /// How much time has gone by for the customers.
    #[must_use]
    pub fn now(&self) -> Duration {
        self.0.borrow().at(Instant::now())
    }

    /// Waits until so much has gone by, or the speed changes.
    pub async fn until(&self, due: Duration) {
        let mut changes = self.0.subscribe();
        let beat = *changes.borrow_and_update();
        let left = due.saturating_sub(beat.gone).div_f64(beat.speed);
        tokio::select! {
            () = tokio::time::sleep_until(beat.since + left) => {}
            _ = changes.changed() => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_goes_on_from_where_it_was_at_another_speed() {
        let since = Instant::now();
        let slow = Beat {
            speed: 2.0,
            since,
            gone: Duration::ZERO,
        };
        let later = since + Duration::from_secs(10);
        assert_eq!(slow.at(later), Duration::from_secs(20));
        let fast = Beat {
            speed: 60.0,
            since: later,
            gone: slow.at(later),
        };
        let end = later + Duration::from_secs(1);
        assert_eq!(fast.at(end), Duration::from_secs(80));
        let pace = Pace::new(1.0);
        pace.set(1_000.0);
        assert!((pace.speed() - 60.0).abs() < 1e-9);
    }
}
