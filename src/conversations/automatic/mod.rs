//! What customers are told while nobody presses send: when we open, a greeting, a menu. Whether anything may be said by
//! itself at all is decided in one place, for rules too ([`allowed`]); what a message asks for is planned ([`plan`]), put
//! into words outside, and said by one deed that plans anew ([`say`]): running twice says nothing twice.

pub mod allowed;
pub mod menu;
pub mod plan;
pub mod say;

use crate::conversations::dated;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::job::JobKind;
use crate::domain::message::Message;
use crate::domain::reason::Reason;
use crate::store::Write;

/// A customer wrote: reads a choice of the menu out of it, and asks for what is to be said. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn arrived(w: &mut Write<'_>, c: &mut Conversation, message: &Message) -> Result<()> {
    let aside = matches!(
        message.why,
        Reason::BlockedSender | Reason::AutomaticMail | Reason::UnverifiedSender
    );
    if aside || !c.is_case() || message.courtesy || message.history {
        return Ok(());
    }
    dated::heard::answered(w, c, message)?;
    menu::heard(w, c, message)?;
    let Some(channel) = w.channel(message.channel)? else {
        return Ok(());
    };
    let asked = c.menu.is_some() || channel.automatic.speaks(channel.kind);
    if asked && plan::may_ask(w, c, &channel, w.now())? {
        let (conversation, message) = (c.id, message.id);
        let kind = JobKind::SayItself {
            conversation,
            message,
        };
        w.job(w.now(), kind)?;
    }
    Ok(())
}
