//! Small things done now and then: files no record names are swept.

use std::time::Duration;

use crate::app::off_the_loop;
use crate::domain::error::Result;
use crate::domain::time::Span;
use crate::jobs::Yard;

const EVERY: Duration = Duration::from_secs(3600);
/// A file younger than this may still wait for its deed.
const UNNAMED_FOR: Span = Span::hours(24);

/// Keeps at it until Lobby stops.
pub async fn run(yard: Yard) {
    while yard.rest(EVERY).await {
        match sweep(&yard).await {
            Ok(0) => {}
            Ok(n) => tracing::info!(n, "files no record names were removed"),
            Err(err) => tracing::warn!(error = %err, "sweeping failed"),
        }
    }
}

async fn sweep(yard: &Yard) -> Result<usize> {
    let (blobs, store) = (yard.app.blobs.clone(), yard.app.store.clone());
    let before = yard.app.clock.now() - UNNAMED_FOR;
    off_the_loop(move || blobs.sweep(before, |hash| store.look(|look| look.is_blob_named(hash))))
        .await?
}
