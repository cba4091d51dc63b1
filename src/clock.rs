//! What time it is: the system's clock, or a test's.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::time::{Millis, Span};

/// A clock. Cheap to clone; clones of a test's clock move together.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    #[default]
    System,
    /// Stands still until moved.
    Test(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at` until moved.
    #[must_use]
    pub fn standing(at: Millis) -> Self {
        Clock::Test(Arc::new(AtomicI64::new(at.0)))
    }

    #[must_use]
    pub fn now(&self) -> Millis {
        match self {
            Clock::System => {
                let since = SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .unwrap_or_default();
                Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
            }
            Clock::Test(at) => Millis(at.load(Ordering::Acquire)),
        }
    }

    /// Moves a test's clock; the system's does not move.
    pub fn advance(&self, by: Span) {
        if let Clock::Test(at) = self {
            at.fetch_add(by.0, Ordering::AcqRel);
        }
    }
}
