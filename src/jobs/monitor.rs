//! Keeps on disk how conversations moved, so that the live monitor can go back beyond the last start. It never causes a
//! write of its own while people work: a lot rides along with what they do.

use std::time::Duration;

use crate::app::App;
use crate::jobs::Yard;

/// How much may be lost when the machine is cut off.
const EVERY: Duration = Duration::from_secs(20);

/// Keeps at it until Lobby stops; then what is left is kept.
pub async fn run(yard: Yard) {
    loop {
        let goes_on = yard.rest(EVERY).await;
        keep(&yard.app);
        if !goes_on {
            return;
        }
    }
}

fn keep(app: &App) {
    if let Some(lot) = app.board.monitor().keep() {
        let key = format!("moves until {}", lot.until);
        app.store.later(key, move |w| w.put_moves(&lot));
    }
}
