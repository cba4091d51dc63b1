//! Keeps the clocks of conversations: measured anew when something happens in them, and all of them when what counts
//! became another.

use std::time::Duration;

use crate::app::App;
use crate::conversations::sla::follow::{follow, may_matter};
use crate::conversations::sla::measure::{Anew, measure_lot};
use crate::domain::error::Result;
use crate::domain::event::Event;
use crate::domain::id::Seq;
use crate::jobs::follow::{Follower, by_deed};
use crate::store::{Lane, Look, Write};

/// Who measures.
pub enum Measure {}

impl Follower for Measure {
    const NAME: &'static str = "sla";
    const BETWEEN: Duration = Duration::from_millis(50);

    fn matters(look: &Look<'_>, events: &[Event]) -> Result<bool> {
        may_matter(look, events)
    }

    async fn follow(app: &App, from: Seq, limit: usize) -> Result<Seq> {
        by_deed::<Self>(app, (from, limit), follow).await
    }
}

/// Measures conversations, a lot at a time, from below a number on.
///
/// # Errors
/// The store's.
pub async fn measure_all(app: &App, before: Option<u64>, anew: bool) -> Result<()> {
    let anew = if anew { Anew::Agreement } else { Anew::Nothing };
    let mut next = before;
    loop {
        let deed = move |w: &mut Write<'_>| measure_lot(w, next, anew);
        (next, _) = app.act_in(Lane::Bulk, deed).await?;
        if next.is_none() {
            return Ok(());
        }
    }
}
