//! Says by itself what a message asks for: planned, put into words, said.

use crate::app::App;
use crate::app::automatic::text;
use crate::conversations::automatic::plan::plan;
use crate::conversations::automatic::say::{Outcome, is_in_vain, say};
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
