//! Ask and hold: an approved text goes out and asks; the answer behind it waits for a yes.

use crate::conversations::chat::template;
use crate::conversations::find::for_work;
use crate::conversations::reply::{Replied, Reply, given, write};
use crate::conversations::steps::mail::channel_for;
use crate::domain::actor::Viewer;
use crate::domain::chat::TemplateUse;
use crate::domain::error::{Error, Result};
use crate::keys::KeyRing;
use crate::store::Write;

/// Writes both: the text that asks, and the answer that waits.
///
/// # Errors
/// As [`crate::conversations::reply::reply`].
pub fn ask_and_wait(
    w: &mut Write<'_>,
    keys: &KeyRing,
    by: &Viewer,
    (input, ask): (&Reply, &TemplateUse),
) -> Result<Replied> {
    input.said.check(input.attachments.len())?;
    if input.template.is_some() || input.send_at.is_some() {
        return Err(Error::invalid("ask", "error-field"));
    }
    let c = for_work(w, by, input.conversation)?;
    let channel = channel_for(w, &c, given(w, input)?)?;
    let ask = template::asking(w, &c, &channel, ask)?;
    let asking = Reply {
        conversation: input.conversation,
        channel: Some(channel.id),
        seen_up_to: input.seen_up_to,
        undo: input.undo,
        template: Some(ask),
        ..Reply::default()
    };
    let asked = write(w, keys, by, (&asking, None))?;
    let waits = Reply {
        channel: Some(channel.id),
        seen_up_to: None,
        ..input.clone()
    };
    write(w, keys, by, (&waits, Some(asked.message.id)))
}
