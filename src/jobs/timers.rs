//! Timers that fall due while nobody touches their conversation. Sleeps at most thirty seconds, so that a clock that was
//! set is noticed.

use std::time::Duration;

use crate::conversations::timers;
use crate::domain::time::Millis;
use crate::jobs::Yard;
use crate::store::Lane;

/// The longest sleep.
const NAP: Duration = Duration::from_secs(30);

/// Fires them until Lobby stops.
pub async fn run(yard: Yard) {
    let mut rung = yard.app.bell.subscribe();
    loop {
        rung.mark_unchanged();
        let wait = match fire(&yard).await {
            Ok(next) => nap(next, yard.app.clock.now()),
            Err(err) => {
                tracing::warn!(error = %err, "timers could not be fired");
                Duration::from_secs(5)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            changed = rung.changed() => if changed.is_err() { return },
            () = yard.stopping() => return,
        }
    }
}

/// Fires what is due; when the next is.
async fn fire(yard: &Yard) -> crate::domain::error::Result<Option<Millis>> {
    loop {
        let now = yard.app.clock.now();
        let next = yard.app.look(timers::next).await?;
        if next.is_none_or(|it| it > now) {
            return Ok(next);
        }
        if yard.app.act_in(Lane::Bulk, timers::fire).await?.0 == 0 {
            return Ok(None);
        }
    }
}

/// How long to sleep until something is due.
#[must_use]
pub fn nap(next: Option<Millis>, now: Millis) -> Duration {
    let left = next.map_or(i64::MAX, |it| it.since(now).0);
    Duration::from_millis(u64::try_from(left).unwrap_or(0)).min(NAP)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nap_ends_when_something_is_due() {
        assert_eq!(nap(None, Millis(0)), NAP);
        assert_eq!(
            nap(Some(Millis(1_500)), Millis(500)),
            Duration::from_secs(1)
        );
        assert_eq!(nap(Some(Millis(1)), Millis(500)), Duration::ZERO);
    }
}
