//! Terms by the hours of the business.

use crate::domain::error::Result;
use crate::domain::time::{Millis, Term};
use crate::sla::calendar::Calendar;
use crate::store::Write;

/// When a term that begins now is over: working days are those of the business, its holidays left out.
///
/// # Errors
/// The store's.
pub fn term_from_now(w: &Write<'_>, term: Term) -> Result<Millis> {
    let business = w.business()?.unwrap_or_default();
    Ok(Calendar::of(&business).after(w.now(), term))
}
