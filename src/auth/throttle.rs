//! The throttle before log-in, codes and resets: per account, per peer address, and for everybody together.
//!
//! A generic cell rate (GCRA) each: one number a key, in memory. Keyed by the address the connection came from and
//! never by a header, and by the account as typed whether or not it exists.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use crate::domain::error::{Error, Result};
use crate::domain::time::{Millis, Span};
use crate::keys::sha256;

/// `burst` tries at once, then one each `every`.
#[derive(Debug, Clone, Copy)]
struct Rate {
    burst: i64,
    every: Span,
}

const PER_ACCOUNT: Rate = Rate {
    burst: 8,
    every: Span::minutes(1),
};
/// Each reset mails somebody: three a day.
const RESETS: Rate = Rate {
    burst: 3,
    every: Span::hours(8),
};
const PER_ADDRESS: Rate = Rate {
    burst: 30,
    every: Span::seconds(10),
};
/// Argon2 costs 30 ms of a core: everybody together gets a fraction of one.
const TOGETHER: Rate = Rate {
    burst: 100,
    every: Span(200),
};
/// Keys kept; above it what has run out is swept.
const MANY: usize = 10_000;

/// Tries counted since start. One for a running Lobby.
#[derive(Debug, Default)]
pub struct Throttle {
    cells: Mutex<HashMap<Cell, Millis>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Cell {
    /// SHA-256 of purpose and account, cut: the account as typed is not kept.
    Account(u64),
    Address(IpAddr),
    Together,
}

/// What is tried; each has its own count per account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Try {
    LogIn,
    SecondFactor,
    Reset,
    SetUp,
    Link,
}

impl Throttle {
    /// Counts a try.
    ///
    /// # Errors
    /// [`Error::TooMany`] with the seconds to wait; a refused try does not count.
    pub fn count(&self, what: Try, account: &str, from: Option<IpAddr>, now: Millis) -> Result<()> {
        let account = account.trim().to_lowercase();
        let hash = sha256(format!("{what:?} {account}").as_bytes());
        let short = hash.0.first_chunk::<8>().copied().unwrap_or_default();
        let rate = if what == Try::Reset {
            RESETS
        } else {
            PER_ACCOUNT
        };
        let mut asked = vec![
            (Cell::Account(u64::from_be_bytes(short)), rate),
            (Cell::Together, TOGETHER),
        ];
        asked.extend(from.map(|it| (Cell::Address(network(it)), PER_ADDRESS)));
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        if cells.len() > MANY {
            cells.retain(|_, full| *full > now);
        }
        let waits = asked.iter().filter_map(|(cell, rate)| {
            let full = cells.get(cell).copied().unwrap_or(now).max(now);
            let room = Span(rate.every.0.saturating_mul(rate.burst - 1));
            let over = full.since(now).0 - room.0;
            (over > 0).then_some(over)
        });
        if let Some(wait) = waits.max() {
            let seconds = u64::try_from(wait / 1_000 + 1).unwrap_or(1);
            return Err(Error::TooMany {
                retry_after_s: seconds,
            });
        }
        for (cell, rate) in asked {
            let full = cells.entry(cell).or_insert(now);
            *full = (*full).max(now) + rate.every;
        }
        Ok(())
    }

    /// A right password makes the account's earlier tries good.
    pub fn forgive(&self, what: Try, account: &str) {
        let account = account.trim().to_lowercase();
        let hash = sha256(format!("{what:?} {account}").as_bytes());
        let short = hash.0.first_chunk::<8>().copied().unwrap_or_default();
        let mut cells = self.cells.lock().unwrap_or_else(PoisonError::into_inner);
        cells.remove(&Cell::Account(u64::from_be_bytes(short)));
    }
}

/// One household of IPv6 counts as one: the first 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(it) if it.to_ipv4_mapped().is_none() => {
            let bits = u128::from(it) & !u128::from(u64::MAX);
            IpAddr::V6(bits.into())
        }
        other => other.to_canonical(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_account_is_slowed_and_recovers() {
        let throttle = Throttle::default();
        let now = Millis(1_000_000);
        for _ in 0..8 {
            throttle
                .count(Try::LogIn, "ana@example.co", None, now)
                .unwrap();
        }
        let refused = throttle.count(Try::LogIn, " ANA@example.co", None, now);
        assert!(matches!(refused, Err(Error::TooMany { retry_after_s }) if retry_after_s > 50));
        assert!(
            throttle
                .count(Try::Reset, "ana@example.co", None, now)
                .is_ok()
        );
        assert!(
            throttle
                .count(Try::LogIn, "bea@example.co", None, now)
                .is_ok()
        );
        let later = now + Span::seconds(61);
        assert!(
            throttle
                .count(Try::LogIn, "ana@example.co", None, later)
                .is_ok()
        );
        assert!(
            throttle
                .count(Try::LogIn, "ana@example.co", None, later)
                .is_err()
        );
        throttle.forgive(Try::LogIn, "ana@example.co");
        assert!(
            throttle
                .count(Try::LogIn, "ana@example.co", None, later)
                .is_ok()
        );
    }

    #[test]
    fn an_address_is_slowed_whatever_account_it_names() {
        let throttle = Throttle::default();
        let now = Millis(1_000_000);
        let one: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8::ffff".parse().unwrap();
        for i in 0..30 {
            throttle
                .count(Try::LogIn, &i.to_string(), Some(one), now)
                .unwrap();
        }
        assert!(
            throttle
                .count(Try::LogIn, "x", Some(neighbour), now)
                .is_err()
        );
        let other: IpAddr = "198.51.100.7".parse().unwrap();
        assert!(throttle.count(Try::LogIn, "x", Some(other), now).is_ok());
    }

    #[test]
    fn everybody_together_is_slowed() {
        let throttle = Throttle::default();
        let now = Millis(1_000_000);
        for i in 0..100 {
            throttle
                .count(Try::LogIn, &i.to_string(), None, now)
                .unwrap();
        }
        assert!(throttle.count(Try::LogIn, "one more", None, now).is_err());
    }
}
