//! Further addresses of a mailbox: one is shown to be the mailbox's when Lobby's mail to it comes in there.

use crate::conversations::intake::letter::Letter;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::keys::KeyRing;
use crate::store::Write;

/// A mail came in: if it is the one that asks for an address of this mailbox, that is proven. Its Message-ID is known to
/// nobody but who got it.
///
/// # Errors
/// The store's.
pub fn arrived(w: &mut Write<'_>, keys: &KeyRing, letter: &Letter<'_>) -> Result<()> {
    if letter.mail.sent_folder || letter.mail.automatic.is_none() {
        return Ok(());
    }
    let Some(id) = keys.read_mail_id(&letter.mail.message_id) else {
        return Ok(());
    };
    for mut channel in w.channels_of(letter.connection.id)? {
        let asked = channel.unproven.as_ref().and_then(|it| it.asked);
        if asked == Some(id) {
            channel.unproven = None;
            w.put_channel(&channel)?;
            let actor = Actor::System(SystemPart::Intake);
            let subject = Subject::channel(channel.id);
            w.event(actor, subject, EventKind::ChannelChanged)?;
        }
    }
    Ok(())
}
