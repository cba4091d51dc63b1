//! Says by itself what a message asks for, and asks how it was: planned, put into words, said.

use crate::app::App;
use crate::app::automatic::{asking, text};
use crate::conversations::automatic::plan::plan;
use crate::conversations::automatic::say::{Outcome, is_in_vain, say};
use crate::conversations::surveys;
use crate::domain::error::Result;
use crate::domain::id::{ConversationId, MessageId};
use crate::store::Write;

/// What was planned may be overtaken so often before it is left.
const TRIES: usize = 3;

/// Says it, if there is anything to say. Somebody who cannot be written to now hears nothing.
///
/// # Errors
/// The store's.
pub async fn say_itself(app: &App, conversation: ConversationId, message: MessageId) -> Result<()> {
    for _ in 0..TRIES {
        let now = app.clock.now();
        let of = (conversation, message);
        let Some(planned) = app.look(move |look| plan(look, of, now)).await? else {
            return Ok(());
        };
        let (said, keys) = (text(&planned, now), app.keys.clone());
        let deed = move |w: &mut Write<'_>| say(w, &keys, &planned, &said);
        match app.act(deed).await {
            Ok(Outcome::Another) => {}
            Ok(Outcome::Said | Outcome::Nothing) => return Ok(()),
            Err(err) if is_in_vain(&err) => {
                tracing::info!(error = %err, "nothing could be said by itself");
                return Ok(());
            }
            Err(err) => return Err(err),
        }
    }
    Ok(())
}

/// Asks for a rating, or thanks for one, if there is anything to say.
///
/// # Errors
/// The store's.
pub async fn survey(app: &App, conversation: ConversationId) -> Result<()> {
    for _ in 0..TRIES {
        let now = app.clock.now();
        let planned = app.look(move |look| surveys::plan::plan(look, conversation, now));
        let Some(planned) = planned.await? else {
            break;
        };
        let (said, keys) = (asking(app, &planned), app.keys.clone());
        let deed = move |w: &mut Write<'_>| surveys::say::say(w, &keys, &planned, &said);
        match app.act(deed).await {
            Ok(Outcome::Another) => {}
            Ok(Outcome::Said) => return Ok(()),
            Ok(Outcome::Nothing) => break,
            Err(err) if is_in_vain(&err) => {
                tracing::info!(error = %err, "no rating could be asked for");
                break;
            }
            Err(err) => return Err(err),
        }
    }
    app.act(move |w| surveys::say::give_up(w, conversation))
        .await
}
