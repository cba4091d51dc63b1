//! Instants and spans: milliseconds, UTC. Calendars live in `sla`, words for times in `words`.

use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01 UTC.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Millis(pub i64);

/// A length of time in milliseconds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Span(pub i64);

/// How long something may take, as people say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Term {
    Span(Span),
    /// Until the end of the nth open day after this one.
    WorkingDays(u16),
}

impl Span {
    #[must_use]
    pub const fn seconds(n: i64) -> Self {
        Span(n * 1_000)
    }
    #[must_use]
    pub const fn minutes(n: i64) -> Self {
        Span(n * 60_000)
    }
    #[must_use]
    pub const fn hours(n: i64) -> Self {
        Span(n * 3_600_000)
    }
    #[must_use]
    pub const fn days(n: i64) -> Self {
        Span(n * 86_400_000)
    }
}

impl Millis {
    /// RFC 3339 with milliseconds, in UTC; far-out instants are clamped to what the calendar knows.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let at = jiff::Timestamp::from_millisecond(self.0).unwrap_or(jiff::Timestamp::MAX);
        format!("{at:.3}")
    }

    /// Reads RFC 3339.
    #[must_use]
    pub fn parse_rfc3339(text: &str) -> Option<Self> {
        text.parse::<jiff::Timestamp>()
            .ok()
            .map(|it| Millis(it.as_millisecond()))
    }

    /// The span from `earlier` to here; negative when `earlier` is later.
    #[must_use]
    pub fn since(self, earlier: Millis) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl std::ops::Add<Span> for Millis {
    type Output = Millis;
    fn add(self, span: Span) -> Millis {
        Millis(self.0.saturating_add(span.0))
    }
}

impl std::ops::Sub<Span> for Millis {
    type Output = Millis;
    fn sub(self, span: Span) -> Millis {
        Millis(self.0.saturating_sub(span.0))
    }
}
