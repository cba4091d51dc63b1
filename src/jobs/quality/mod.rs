//! Draws what is to be reviewed of the week that ended: looked up page by page beside other work, drawn in one deed.

use crate::app::App;
use crate::domain::error::Result;
use crate::domain::time::Millis;
use crate::quality::sample::{pool, put};
use crate::quality::week::Week;

/// Draws it, unless it was drawn before or is not wanted any more.
///
/// # Errors
/// The store's.
pub async fn draw(app: &App, due: Millis) -> Result<()> {
    let at = app.clock.now().max(due);
    let week = app.look(move |look| {
        let wanted = look.quality_plan()?.due == Some(due);
        let zone = look.business()?.unwrap_or_default().time_zone;
        Ok(wanted.then(|| Week::before(at, &zone)))
    });
    let Some(week) = week.await? else {
        return Ok(());
    };
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let (more, end) = app.look(move |look| pool(look, &week, after)).await?;
        found.extend(more);
        after = end;
        if end.is_none() {
            break;
        }
    }
    app.act(move |w| put(w, &found, due)).await.map(|_| ())
}
