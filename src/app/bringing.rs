//! A table of contacts brought in: some rows a deed, so that people at work do not wait for it.

use std::sync::Arc;

use crate::app::App;
use crate::domain::actor::Viewer;
use crate::domain::error::Result;
use crate::setup::country;
use crate::store::{Lane, Look, Write};
use crate::transfer::contacts::{Known, Report, Sheet, bring, rehearse};

/// Rows of one deed.
const LOT: usize = 25;

/// The calling code of numbers written without one: that of the business.
///
/// # Errors
/// The store's.
pub fn calling_code(look: &Look<'_>) -> Result<&'static str> {
    let business = look.business()?.unwrap_or_default();
    Ok(country::find(&business.country).map_or("", |it| it.phone))
}

/// What a table would do.
///
/// # Errors
/// [`crate::domain::error::Error::Forbidden`] below an admin; the store's.
pub async fn try_out(app: &App, by: &Viewer, sheet: Arc<Sheet>, known: Known) -> Result<Report> {
    let by = by.clone();
    app.look(move |look| rehearse(look, &by, &sheet, (known, calling_code(look)?)))
        .await
}

/// Does it. Cut short, it can be done again: what was done before is the same then.
///
/// # Errors
/// As [`try_out`].
pub async fn carry_out(app: &App, by: &Viewer, sheet: Arc<Sheet>, known: Known) -> Result<Report> {
    let mut report = Report::default();
    for from in (0..sheet.rows.len()).step_by(LOT) {
        let (by, sheet) = (by.clone(), sheet.clone());
        let deed = move |w: &mut Write<'_>| {
            let country = calling_code(w)?;
            bring(w, &by, &sheet, (known, country), (from, LOT))
        };
        report.add(app.act_in(Lane::Bulk, deed).await?.0);
    }
    Ok(report)
}
