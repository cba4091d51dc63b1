//! What shows that a customer had to repeat themselves: the two messages, by what they were told, how sure that is.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::view::choices::{self, one};
use crate::api::view::{With, time};
use crate::domain::error::Result;
use crate::reports::{Behind, Metric, Quote, Row, Shown, Signal, who_name};

/// A message in short.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RepeatQuote)]
pub struct QuoteView {
    pub conversation_number: u64,
    pub position: u32,
    pub at: String,
    /// An agent's id, or who else.
    pub by: String,
    pub text: String,
}

/// One sign of a repetition.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = RepeatEvidence)]
pub struct EvidenceView {
    #[schema(schema_with = one::<choices::RepeatSignal>)]
    pub signal: &'static str,
    /// Of `asked`: what was asked for (`matter`, `name`, `email`, `phone`, `order`, `address`, `document`, `company`,
    /// `attribute`).
    pub datum: Option<&'static str>,
    #[schema(schema_with = one::<choices::Confidence>)]
    pub confidence: &'static str,
    /// The message that shows it, or what they said beside a rating.
    pub said: QuoteView,
    /// The message before that it repeats; null where it is on file, or not yours to read.
    pub before: Option<QuoteView>,
}

fn quote(it: &Quote) -> QuoteView {
    QuoteView {
        conversation_number: it.number,
        position: it.position,
        at: time(it.at),
        by: who_name(it.by),
        text: it.text.clone(),
    }
}

fn view(it: &Shown) -> EvidenceView {
    EvidenceView {
        signal: it.signal.name(),
        datum: match it.signal {
            Signal::Asked(datum) => Some(datum.name()),
            _ => None,
        },
        confidence: it.confidence.name(),
        said: quote(&it.said),
        before: it.before.as_ref().map(quote),
    }
}

/// The evidence behind a sighting, for who may read it.
///
/// # Errors
/// The store's.
pub fn of(
    with: &With<'_, '_>,
    behind: &mut Behind,
    (metric, it): (Metric, &Row),
) -> Result<Vec<EvidenceView>> {
    if metric != Metric::HadToRepeat {
        return Ok(Vec::new());
    }
    let found = behind.of(with.look, with.viewer, (it.number, it.at))?;
    Ok(found.iter().map(view).collect())
}
