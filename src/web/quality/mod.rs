//! `/reports/quality`: conversations that are reviewed, by whom, and what came of it. Not there at all until an
//! administrator switches it on.

pub mod calibration;
pub mod guide;
pub mod mine;
pub mod queue;
pub mod review;
pub mod routes;
pub mod trends;

use crate::domain::error::{Error, Result};
use crate::domain::quality::review::{Review, Standing};
use crate::domain::quality::scorecard::Score;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::names::Directory;
use crate::web::sheet::Row;
use crate::web::view::TimeView;
use crate::words::Words;

/// Where reviews are.
pub const PLACE: &str = "/reports/quality";

/// # Errors
/// [`Error::NotFound`] while nothing is reviewed.
fn on(look: &Look<'_>) -> Result<()> {
    if look.quality_plan()?.on {
        Ok(())
    } else {
        Err(Error::not_found("page"))
    }
}

/// A review as a line of a list; `whose` says whose work it is.
fn row(
    asker: &Asker,
    look: &Look<'_>,
    (directory, whose): (&Directory, bool),
    it: &Review,
) -> Result<Row> {
    let words = &asker.words;
    let c = it
        .conversation
        .map(|id| look.conversation(id))
        .transpose()?;
    let c = c.flatten().filter(|c| asker.viewer().sees(c));
    let mut title = match &c {
        Some(c) => format!("#{}", c.number),
        None => words.t("review-conversation-gone"),
    };
    let name = |id| directory.agent(id).map(|it| it.name.clone());
    if whose {
        title = format!("{title} · {}", name(it.agent).unwrap_or_default());
    }
    if let Some(score) = it.score {
        title = format!("{} · {title}", said(words, score));
    }
    let by = words.t_of("review-by", "who", name(it.reviewer).unwrap_or_default());
    let why = words.t(&format!("review-why-{}", it.why.name()));
    let waits = it.standing == Standing::ToDo && it.saved_at.is_some();
    let chip = if waits { "draft" } else { it.standing.name() };
    Ok(Row {
        href: format!("{PLACE}/reviews/{}", it.id),
        title,
        text: if it.is_open() {
            format!("{why} · {by}")
        } else {
            by
        },
        chip: words.t(&format!("review-{}", chip.replace('_', "-"))),
        when: Some(TimeView::ago(words, it.at(), asker.now)),
        ..Row::default()
    })
}

/// A score in words.
#[must_use]
pub fn said(words: &Words, score: Score) -> String {
    let share = words.share(u64::from(score.thousandths));
    if score.failed {
        format!("{share} ({})", words.t("review-failed"))
    } else {
        share
    }
}
