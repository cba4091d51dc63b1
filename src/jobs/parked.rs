//! Trying again what could not be read or acted on.

use crate::domain::error::Result;
use crate::domain::id::ParkedId;
use crate::jobs::{Yard, intake};

/// Reads parked input again. What was settled meanwhile is left alone.
///
/// # Errors
/// The store's.
pub async fn retry(yard: &Yard, id: ParkedId) -> Result<()> {
    let found = yard
        .app
        .look(move |look| {
            let Some(parked) = look.parked(id)?.filter(|it| it.settled_at.is_none()) else {
                return Ok(None);
            };
            look.raw_input(parked.raw)
        })
        .await?;
    match found {
        Some(raw) => intake::again(yard, raw).await,
        None => Ok(()),
    }
}
