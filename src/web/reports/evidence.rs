//! What shows that a customer had to repeat themselves: two messages side by side, by what they were told, how sure that
//! is.

use crate::domain::error::Result;
use crate::reports::{Behind, Metric, Quote, Row, Shown, Signal};
use crate::store::Look;
use crate::web::reports::frame::Frame;
use crate::web::view::TimeView;

/// One of the two.
#[derive(Debug, Clone)]
pub struct QuoteView {
    pub href: String,
    pub who: String,
    pub when: TimeView,
    pub text: String,
}

/// One sign of a repetition.
#[derive(Debug, Clone)]
pub struct EvidenceView {
    pub signal: String,
    pub confidence: String,
    /// The colour of how sure that is.
    pub tone: &'static str,
    pub before: Option<QuoteView>,
    pub said: QuoteView,
}

/// The evidence behind a sighting, for who may read it.
///
/// # Errors
/// The store's.
pub fn of(
    frame: &Frame,
    look: &Look<'_>,
    (behind, metric, it): (&mut Behind, Metric, &Row),
) -> Result<Vec<EvidenceView>> {
    if metric != Metric::HadToRepeat {
        return Ok(Vec::new());
    }
    let found = behind.of(look, frame.asker.viewer(), (it.number, it.at))?;
    Ok(found.iter().map(|it| view(frame, it)).collect())
}

fn view(frame: &Frame, it: &Shown) -> EvidenceView {
    let words = frame.words();
    let signal = match it.signal {
        Signal::Asked(datum) => {
            let datum = words.t(&format!("datum-{}", datum.name()));
            words.t_of("signal-asked", "datum", datum)
        }
        other => words.t(&format!("signal-{}", other.name().replace('_', "-"))),
    };
    EvidenceView {
        signal,
        confidence: words.t(&format!("confidence-{}", it.confidence.name())),
        tone: if it.confidence == crate::reports::Confidence::Medium {
            ""
        } else {
            "warn"
        },
        before: it.before.as_ref().map(|it| quote(frame, it)),
        said: quote(frame, &it.said),
    }
}

fn quote(frame: &Frame, it: &Quote) -> QuoteView {
    let at = it.position;
    QuoteView {
        href: format!("/c/{}?at={at}#m-{at}", it.number),
        who: frame.by(it.by),
        when: TimeView::full(frame.words(), it.at),
        text: it.text.clone(),
    }
}
