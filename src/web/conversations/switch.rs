//! By which other channels an answer that did not arrive can go now: a button each.

use crate::conversations::chat::reach::ways as ways_of;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::message::{Message, MessageKind};
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::conversations::ways;
use crate::web::names::glyph;
use crate::web::view::Act;

/// Buttons of one message at most.
const MOST: usize = 2;

/// The buttons; `back` is where their forms lead, its conversation if empty. A way that was only typed by the customer
/// is not offered at one click.
///
/// # Errors
/// The store's.
pub fn acts(
    asker: &Asker,
    look: &Look<'_>,
    c: &Conversation,
    (message, back): (&Message, &'static str),
) -> Result<Vec<Act>> {
    let is_template = message
        .chat
        .as_ref()
        .is_some_and(|it| it.template.is_some());
    if message.kind != MessageKind::Reply || is_template || c.merged {
        return Ok(Vec::new());
    }
    let size: u64 = message.attachments.iter().map(|it| it.size).sum();
    let mut out = Vec::new();
    for (channel, reach) in ways_of(look, c, asker.now)? {
        let fits = size <= channel.kind.abilities().attachments_limit;
        let is_other = reach.is_yes() && channel.id != message.channel;
        if !is_other || !fits || ways::is_claimed(c, (&channel, &reach)) {
            continue;
        }
        let word = asker.words.t(glyph(channel.kind).1);
        out.push(Act {
            href: format!("/c/{}/m/{}/delivery", c.number, message.position),
            text: asker.words.t_of("act-switch", "channel", word),
            fields: vec![
                ("do", "switch".to_owned()),
                ("channel", channel.id.to_string()),
                ("back", back.to_owned()),
            ],
        });
    }
    out.truncate(MOST);
    Ok(out)
}
