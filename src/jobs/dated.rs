//! Says what is due of dated events: settled, put into words, said.

use crate::app::App;
use crate::app::dated::said;
use crate::conversations::automatic::say::{Outcome, is_in_vain};
use crate::conversations::dated::say::{give_up, say, settle};
use crate::domain::error::Result;
use crate::domain::id::{DatedEventId, DatedKindId};
use crate::domain::time::Millis;
use crate::store::{Lane, Write};

/// What was planned may be overtaken so often before it is left to the next look.
const TRIES: usize = 5;

/// Does what is due of an event, if `due` is still when it is looked at.
///
/// # Errors
/// The store's.
pub async fn carry_out(app: &App, event: DatedEventId, due: Millis) -> Result<()> {
    for _ in 0..TRIES {
        let planned = app.act(move |w| settle(w, event, due)).await?;
        let Some(planned) = planned else {
            return Ok(());
        };
        let (words, keys, plan) = (said(&planned), app.keys.clone(), planned.clone());
        let deed = move |w: &mut Write<'_>| say(w, &keys, &plan, &words);
        match app.act(deed).await {
            Ok(Outcome::Said | Outcome::Another | Outcome::Nothing) => {}
            Err(err) if is_in_vain(&err) => {
                tracing::info!(error = %err, "a dated event could not be spoken of");
                app.act(move |w| give_up(w, &planned)).await?;
            }
            Err(err) => return Err(err),
        }
    }
    Ok(())
}

/// Plans the events of a kind anew, a lot of them.
///
/// # Errors
/// The store's.
pub async fn plan_anew(
    app: &App,
    kind: DatedKindId,
    after: Option<(Millis, DatedEventId)>,
) -> Result<()> {
    let deed = move |w: &mut Write<'_>| crate::conversations::dated::plan_anew(w, kind, after);
    app.act_in(Lane::Bulk, deed).await.map(|_| ())
}
