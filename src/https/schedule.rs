//! When a certificate is renewed, and how long to wait after a try that failed.

use crate::domain::time::{Millis, Span};
use crate::https::certificate::Facts;

/// Certificates shorter than this are renewed at half of their life, others at two thirds, as Let's Encrypt advises.
const SHORT: Span = Span::days(10);
/// How long to wait after the first, second … try that failed. Let's Encrypt bears five failed proofs an hour for one
/// name (<https://letsencrypt.org/docs/rate-limits/>); with these there are four.
const PAUSES: &[Span] = &[
    Span::minutes(1),
    Span::minutes(5),
    Span::minutes(20),
    Span::hours(1),
    Span::hours(3),
    Span::hours(6),
    Span::hours(12),
];

/// When to renew: when the authority suggests it (RFC 9773), in any case before the last third of the certificate's
/// life.
#[must_use]
pub fn renew_at(facts: &Facts, suggested: Option<(Millis, Millis)>) -> Millis {
    let life = facts.not_after.since(facts.not_before).0.max(0);
    let part = if life < SHORT.0 {
        life / 2
    } else {
        life / 3 * 2
    };
    let own = facts.not_before + Span(part);
    match suggested {
        Some((from, to)) => own.min(within(facts, from, to)),
        None => own,
    }
}

/// A moment of the window, another for every certificate and always the same for one.
fn within(facts: &Facts, from: Millis, to: Millis) -> Millis {
    let width = to.since(from).0;
    if width <= 0 {
        return from;
    }
    let dice = facts.serial.iter().fold(7_i64, |sum, it| {
        sum.wrapping_mul(31).wrapping_add(i64::from(*it))
    });
    from + Span(dice.rem_euclid(width))
}

/// The pause after `tries` failed in a row.
#[must_use]
pub fn pause_after(tries: usize) -> Span {
    let last = PAUSES.last().copied().unwrap_or(Span::hours(12));
    PAUSES.get(tries.saturating_sub(1)).copied().unwrap_or(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(life: Span) -> Facts {
        Facts {
            not_before: Millis(0),
            not_after: Millis(life.0),
            serial: vec![1, 2, 3],
            authority_key: None,
        }
    }

    #[test]
    fn well_before_it_ends() {
        let day = Span::days(1).0;
        assert_eq!(renew_at(&facts(Span::days(90)), None), Millis(60 * day));
        assert_eq!(renew_at(&facts(Span::days(6)), None), Millis(3 * day));
        assert_eq!(renew_at(&facts(Span::seconds(40)), None), Millis(20_000));
        assert_eq!(renew_at(&facts(Span(-5)), None), Millis(0));
    }

    #[test]
    fn sooner_when_the_authority_asks_for_it_and_never_later() {
        let day = Span::days(1).0;
        let it = facts(Span::days(90));
        let early = renew_at(&it, Some((Millis(3 * day), Millis(4 * day))));
        assert!(
            early >= Millis(3 * day) && early < Millis(4 * day),
            "{early:?}"
        );
        assert_eq!(
            early,
            renew_at(&it, Some((Millis(3 * day), Millis(4 * day))))
        );
        let late = renew_at(&it, Some((Millis(80 * day), Millis(81 * day))));
        assert_eq!(late, Millis(60 * day));
        let void = renew_at(&it, Some((Millis(9 * day), Millis(9 * day))));
        assert_eq!(void, Millis(9 * day));
    }

    #[test]
    fn four_tries_in_the_first_hour_and_a_half_then_ever_fewer() {
        let pauses: Vec<_> = (1..=9).map(pause_after).collect();
        assert!(pauses.windows(2).all(|it| it.first() <= it.last()));
        let first: i64 = pauses.iter().take(3).map(|it| it.0).sum();
        assert!(first < Span::hours(1).0);
        assert_eq!(pause_after(99), Span::hours(12));
        assert_eq!(pause_after(0), Span::minutes(1));
    }
}
