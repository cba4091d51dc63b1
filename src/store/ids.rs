//! Where ids come from: UUIDv7 of the group's time and random bits, or of a seed in tests.

use std::sync::{Mutex, MutexGuard, PoisonError};

use uuid::{Builder, Uuid};

use crate::domain::time::Millis;

/// A source of ids.
#[derive(Debug)]
pub struct Ids(Mutex<Source>);

#[derive(Debug)]
enum Source {
    System,
    Seeded(u64),
}

impl Ids {
    #[must_use]
    pub fn from_the_system() -> Self {
        Ids(Mutex::new(Source::System))
    }

    /// The same seed gives the same ids.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Ids(Mutex::new(Source::Seeded(seed)))
    }

    fn lock(&self) -> MutexGuard<'_, Source> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a seeded source stands; `None` when ids are the system's.
    pub(super) fn mark(&self) -> Option<u64> {
        match &*self.lock() {
            Source::System => None,
            Source::Seeded(state) => Some(*state),
        }
    }

    /// Sets a seeded source back to a mark, so that the same group gives the same ids.
    pub(super) fn rewind(&self, mark: Option<u64>) {
        if let (Source::Seeded(state), Some(mark)) = (&mut *self.lock(), mark) {
            *state = mark;
        }
    }

    pub(super) fn next(&self, now: Millis) -> Uuid {
        let mut random = [0_u8; 10];
        match &mut *self.lock() {
            Source::System => {
                // The system's source failing means no security at all: v4 asks it again and panics if it must.
                if getrandom::fill(&mut random).is_err() {
                    return Uuid::new_v4();
                }
            }
            Source::Seeded(state) => {
                for chunk in random.chunks_mut(8) {
                    let bytes = split_mix(state).to_be_bytes();
                    for (slot, byte) in chunk.iter_mut().zip(bytes) {
                        *slot = byte;
                    }
                }
            }
        }
        let millis = u64::try_from(now.0).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
