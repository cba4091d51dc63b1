//! How often one token may ask: a bucket of tokens each, in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::domain::id::TokenId;
use crate::domain::time::Millis;

/// Requests at once, and a second after that.
pub const BURST: u32 = 1_000;
pub const A_SECOND: u32 = 50;

/// What is left to a caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    pub requests: u32,
    /// Seconds until the bucket is full again.
    pub reset_s: u64,
}

impl Left {
    /// Of an empty bucket.
    pub const NONE: Left = Left {
        requests: 0,
        reset_s: (BURST / A_SECOND) as u64,
    };
}

/// The buckets of all tokens.
#[derive(Debug, Default)]
pub struct Limits(Mutex<HashMap<TokenId, Bucket>>);

/// Thousandths of requests, so that no fraction is lost.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    thousandths: u64,
    at: Millis,
}

const FULL: u64 = BURST as u64 * 1_000;

impl Limits {
    /// Takes one request from a token's bucket.
    ///
    /// # Errors
    /// Seconds to wait, when it is empty.
    pub fn take(&self, token: TokenId, now: Millis) -> Result<Left, u64> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(token).or_insert(Bucket {
            thousandths: FULL,
            at: now,
        });
        let passed = u64::try_from(now.since(bucket.at).0).unwrap_or(0);
        let refill = passed.saturating_mul(A_SECOND.into());
        bucket.thousandths = bucket.thousandths.saturating_add(refill).min(FULL);
        bucket.at = bucket.at.max(now);
        let Some(rest) = bucket.thousandths.checked_sub(1_000) else {
            return Err(1);
        };
        bucket.thousandths = rest;
        Ok(Left {
            requests: u32::try_from(rest / 1_000).unwrap_or(BURST),
            reset_s: (FULL - rest).div_ceil(u64::from(A_SECOND) * 1_000),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::time::Span;

    #[test]
    fn a_burst_then_as_many_as_come_back() {
        let (limits, token) = (Limits::default(), TokenId::default());
        let start = Millis(1_000_000);
        for left in (0..BURST).rev() {
            assert_eq!(limits.take(token, start).unwrap().requests, left);
        }
        assert_eq!(limits.take(token, start), Err(1));
        let later = start + Span::seconds(1);
        for _ in 0..A_SECOND {
            limits.take(token, later).unwrap();
        }
        assert_eq!(limits.take(token, later), Err(1));
        // A clock set back gives nothing and takes nothing.
        assert_eq!(limits.take(token, start), Err(1));
    }
}
