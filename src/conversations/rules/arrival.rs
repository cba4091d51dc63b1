//! Rules of arrival: asked in the deed that takes a message in, until one of us has answered.

use crate::conversations::rules::act::{carry_out, is_marked};
use crate::conversations::rules::ask::{holds, in_use};
use crate::conversations::steps::pending::is_answer;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::reason::Reason;
use crate::domain::rule::{Rule, Trigger};
use crate::store::{Look, Write};

/// Messages looked through for an answer.
const LOOKED_THROUGH: usize = 200;

/// A customer wrote, and the conversation and its message stand: asks the rules of arrival, each done once in it. The
/// caller puts the row.
///
/// # Errors
/// The store's.
pub fn arrived(w: &mut Write<'_>, c: &mut Conversation) -> Result<()> {
    let is_of = |it: &Rule| it.trigger == Trigger::Arrival && it.is_on();
    if !w.arranged::<Rule>()?.iter().any(is_of) {
        return Ok(());
    }
    let aside = matches!(
        c.why,
        Reason::BlockedSender | Reason::AutomaticMail | Reason::UnverifiedSender
    );
    if aside || !c.is_case() || c.history || is_answered(w, c)? {
        return Ok(());
    }
    let now = w.now();
    for rule in in_use(w)?.into_iter().filter(is_of) {
        if is_marked(c, rule.id, c.created_at) || !holds(w, c, &rule.condition, now)? {
            continue;
        }
        let of = c.created_at;
        carry_out(w, c, &rule, (of, 0))?;
        if rule.stops {
            break;
        }
    }
    Ok(())
}

/// Whether one of us has answered in it.
///
/// # Errors
/// The store's.
pub fn is_answered(look: &Look<'_>, c: &Conversation) -> Result<bool> {
    for it in look.messages_after(c.id, None, LOOKED_THROUGH)? {
        if is_answer(look, &it)? {
            return Ok(true);
        }
    }
    Ok(false)
}
