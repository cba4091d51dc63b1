//! Webhooks: programs of the business that hear of what happens, and what became of each call to them.

use serde::{Deserialize, Serialize};

use crate::domain::channel::ChannelKind;
use crate::domain::event::name::TOLD;
use crate::domain::id::{Seq, TeamId, WebhookId};
use crate::domain::record::unset;
use crate::domain::time::{Millis, Span};

/// A call is tried again for so long; a webhook that took nothing for so long is stopped.
pub const PATIENCE: Span = Span::days(3);
/// The secret before the newest signs too for so long, so that a program can take the new one over.
pub const OVERLAP: Span = Span::days(1);
/// Waits between tries, in seconds; the last again and again. The first as Standard Webhooks advises, the rest closer
/// together: who was away for an hour is told within the next.
const WAITS: [i64; 9] = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 21_600];

/// A program that hears of events.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Webhook {
    pub id: WebhookId,
    pub name: String,
    pub url: String,
    /// What signs the calls, sealed with the webhook's id as associated data.
    #[serde(with = "serde_bytes")]
    pub sealed_secret: Vec<u8>,
    /// The one before, sealed alike, and until when it signs too.
    #[serde(with = "serde_bytes", skip_serializing_if = "unset")]
    pub older_secret: Vec<u8>,
    #[serde(skip_serializing_if = "unset")]
    pub older_until: Option<Millis>,
    /// What it hears of: names such as `message.received`, or all of a noun as `message.*`; all of [`TOLD`] when empty.
    #[serde(skip_serializing_if = "unset")]
    pub events: Vec<String>,
    /// Only of conversations of these teams; when empty of all but those of private teams.
    #[serde(skip_serializing_if = "unset")]
    pub teams: Vec<TeamId>,
    /// Only of conversations that came by these kinds of channels; of all when empty.
    #[serde(skip_serializing_if = "unset")]
    pub channels: Vec<ChannelKind>,
    /// It is told ids and numbers alone: neither who somebody is nor what they wrote.
    #[serde(skip_serializing_if = "unset")]
    pub slim: bool,
    /// Tries in a row that failed, since when, and until when it is left alone.
    #[serde(skip_serializing_if = "unset")]
    pub failures: u32,
    #[serde(skip_serializing_if = "unset")]
    pub failing_since: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub rests_until: Option<Millis>,
    /// Why the last try failed, as a key of `words`, and what was said.
    #[serde(skip_serializing_if = "unset")]
    pub trouble: String,
    #[serde(skip_serializing_if = "unset")]
    pub detail: String,
    /// When it took something last.
    #[serde(skip_serializing_if = "unset")]
    pub reached_at: Option<Millis>,
    /// Nothing is sent there: Lobby gave up, or a person paused it. What happens meanwhile is sent when it goes on.
    #[serde(skip_serializing_if = "unset")]
    pub stopped_at: Option<Millis>,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Webhook({})", self.id)
    }
}

impl Webhook {
    /// Whether it hears of events of this name.
    #[must_use]
    pub fn hears(&self, name: &str) -> bool {
        let all_of = |pattern: &str| {
            pattern
                .strip_suffix('*')
                .is_some_and(|it| name.starts_with(it))
        };
        let fits = |it: &String| it == name || all_of(it);
        TOLD.contains(&name) && (self.events.is_empty() || self.events.iter().any(fits))
    }

    /// Whether something is sent there at all.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.retired_at.is_none() && self.stopped_at.is_none()
    }

    /// Whose place in the log it has.
    #[must_use]
    pub fn follower(&self) -> String {
        format!("webhook {}", self.id)
    }
}

/// Whether one can hear of this: a name of [`TOLD`], or all of a noun that is in it.
#[must_use]
pub fn is_told(pattern: &str) -> bool {
    match pattern.strip_suffix(".*") {
        Some(noun) => nouns().any(|it| it == noun),
        None => TOLD.contains(&pattern),
    }
}

/// The nouns of [`TOLD`], each once, in order.
pub fn nouns() -> impl Iterator<Item = &'static str> {
    let all = TOLD.iter().filter_map(|it| it.split('.').next());
    let mut last = "";
    all.filter(move |it| std::mem::replace(&mut last, it) != *it)
}

/// How long is waited after so many failed tries, from 1. `luck`, 0–1, spreads it by a fifth, so that calls that failed
/// together do not come back together.
#[must_use]
pub fn wait_after(tries: u32, luck: f64) -> Span {
    let at = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
    let seconds = WAITS.get(at).or(WAITS.last()).copied().unwrap_or_default();
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "at most a day of milliseconds"
    )]
    let spread = (seconds as f64 * 1_000.0 * (0.9 + 0.2 * luck.clamp(0.0, 1.0))) as i64;
    Span(spread)
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CallState {
    #[default]
    Waiting,
    Taken,
    /// The others were taken, and this one was not for [`PATIENCE`].
    GivenUp,
}

impl CallState {
    pub const ALL: [CallState; 3] = [CallState::Waiting, CallState::Taken, CallState::GivenUp];

    /// The name in the API and `words` (`webhook-call-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            CallState::Waiting => "waiting",
            CallState::Taken => "taken",
            CallState::GivenUp => "given_up",
        }
    }
}

/// An event on its way to a webhook, and what became of it. What it says is read when it leaves: nothing of a customer's is
/// kept here.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookCall {
    pub webhook: WebhookId,
    /// The event.
    pub seq: Seq,
    pub state: CallState,
    /// When it is tried next, while it waits.
    pub due: Millis,
    pub tries: u32,
    /// The first try since it waits, and the last one.
    #[serde(skip_serializing_if = "unset")]
    pub first_at: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub last_at: Option<Millis>,
    /// The HTTP status of the last answer; 0 when there was none.
    #[serde(skip_serializing_if = "unset")]
    pub status: u16,
    /// Milliseconds until it came.
    #[serde(skip_serializing_if = "unset")]
    pub took_ms: u32,
    /// Why it was not taken, as a key of `words`, and what was said.
    #[serde(skip_serializing_if = "unset")]
    pub trouble: String,
    #[serde(skip_serializing_if = "unset")]
    pub detail: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_heard_is_a_name_all_of_a_noun_or_all() {
        let of = |events: &[&str]| Webhook {
            events: events.iter().map(ToString::to_string).collect(),
            ..Webhook::default()
        };
        assert!(of(&[]).hears("message.received"));
        assert!(
            !of(&[]).hears("token.made"),
            "of the desk itself nothing is told"
        );
        assert!(of(&["message.*"]).hears("message.received"));
        assert!(!of(&["message.*"]).hears("conversation.started"));
        assert!(of(&["contact.made", "delivery.moved"]).hears("delivery.moved"));
        assert!(!of(&["contact.made"]).hears("contact.made_up"));
        assert!(is_told("message.*") && is_told("contact.made"));
        for wrong in ["*", "message", "token.*", "message.read", "", ".*"] {
            assert!(!is_told(wrong), "{wrong}");
        }
        assert_eq!(nouns().count(), 11);
    }

    #[test]
    fn waits_grow_are_spread_and_fill_three_days() {
        assert_eq!(wait_after(1, 0.5), Span::seconds(5));
        assert_eq!((wait_after(1, 0.0).0, wait_after(1, 1.0).0), (4_500, 5_500));
        assert_eq!(wait_after(9, 0.5), wait_after(90, 0.5));
        let mut all = 0;
        let tries = (1..).take_while(|n| {
            all += wait_after(*n, 0.5).0;
            all < PATIENCE.0
        });
        assert!((15..30).contains(&tries.count()));
    }
}
