//! The files of a message, as the channel it leaves by takes them.

use crate::domain::abilities::Abilities;
use crate::domain::chat::holding::Holding;
use crate::domain::message::Message;
use crate::domain::outbound::OutboundFile;

/// The files of a message as a channel takes them, and its text: where points on the map are not shown as such, they stand
/// below it as the address of a map.
#[must_use]
pub fn files(message: &Message, abilities: &Abilities) -> (Vec<OutboundFile>, String) {
    let (mut files, mut text) = (Vec::new(), message.text.trim_end().to_owned());
    for it in &message.attachments {
        if let (Some(Holding::Place(place)), false) = (it.holds.as_deref(), abilities.holdings) {
            let lines = [place.name.clone(), place.address.clone(), place.link()];
            let lines: Vec<_> = lines.into_iter().filter(|it| !it.is_empty()).collect();
            text = format!("{text}\n\n{}", lines.join("\n"));
            continue;
        }
        files.push(OutboundFile {
            name: it.name.clone(),
            content_type: it.content_type.clone(),
            blob: it.blob,
            size: it.size,
            cid: it.cid.clone(),
            holds: it.holds.clone().filter(|_| abilities.holdings),
        });
    }
    (files, text.trim_start().to_owned())
}
