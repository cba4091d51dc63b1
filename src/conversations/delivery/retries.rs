//! When a message that could not leave is tried again.

use crate::domain::id::{DeliveryId, Id};
use crate::domain::time::Span;

/// First wait, longest wait and life of a message in the queue: Postfix's `minimal_backoff_time`,
/// `maximal_backoff_time` and `maximal_queue_lifetime`.
const FIRST: i64 = 300;
const LONGEST: i64 = 4_000;
pub const LIFE: Span = Span::days(5);
/// In a talk one waits for an answer now: the first wait is this, and the longest a tenth of a mail's.
const FIRST_IN_TALK: i64 = 5;
/// Waits differ by up to this share, so that what failed together does not come back together.
const JITTER_PERCENT: i64 = 20;

/// The wait after try number `attempts` (from 1): doubled each time, with the delivery's own jitter.
#[must_use]
pub fn wait_before(delivery: DeliveryId, attempts: u32, talks: bool) -> Span {
    let (first, longest) = if talks {
        (FIRST_IN_TALK, LONGEST / 10)
    } else {
        (FIRST, LONGEST)
    };
    let doubled = first << attempts.saturating_sub(1).min(7);
    let wait = doubled.min(longest);
    let [.., a, b] = delivery.bytes();
    let spread = i64::from(u16::from_be_bytes([
        a,
        b.wrapping_add(attempts.to_be_bytes()[3]),
    ]));
    let percent = spread % (2 * JITTER_PERCENT + 1) - JITTER_PERCENT;
    Span::seconds(wait + wait * percent / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_a_limit_and_differ_by_a_fifth() {
        for (attempts, seconds) in [
            (1, 300),
            (2, 600),
            (3, 1_200),
            (4, 2_400),
            (5, 4_000),
            (99, 4_000),
        ] {
            let mut seen = std::collections::BTreeSet::new();
            for n in 0..200_u128 {
                let id = DeliveryId::from_uuid(uuid::Uuid::from_u128(n * 7_919));
                let wait = wait_before(id, attempts, false).0 / 1_000;
                assert!(
                    wait >= seconds * 8 / 10 && wait <= seconds * 12 / 10,
                    "{attempts}: {wait}"
                );
                seen.insert(wait);
            }
            assert!(seen.len() > 20, "{attempts}: no spread");
        }
    }
}
