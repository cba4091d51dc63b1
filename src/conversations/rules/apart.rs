//! What a rule says and writes: each a deed of its own, so that what cannot be said stops nothing else.

use crate::conversations::automatic::allowed::{Heard, silence};
use crate::conversations::canned_replies::Known;
use crate::conversations::note::{Note, note};
use crate::conversations::outreach::{Ask, Gate, gate};
use crate::conversations::reply::{Reply, reply};
use crate::conversations::rules::act::{failed, voice};
use crate::conversations::said::Said;
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::consent::Purpose;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::Then;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConversationId, RuleId};
use crate::domain::job::JobKind;
use crate::domain::macros::MacroAct;
use crate::domain::message::{Attachment, Message};
use crate::domain::rule::{RuleAct, Trouble};
use crate::domain::time::Span;
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// Newest messages looked through for whether anybody spoke meanwhile.
const NEWEST: usize = 20;

/// One act of a rule in a conversation.
#[derive(Debug, Clone, Copy)]
pub struct Doing {
    pub rule: RuleId,
    pub conversation: ConversationId,
    pub act: u8,
    pub depth: u8,
}

/// Says or writes it. What was planned by a rule that is switched off now is not done.
///
/// # Errors
/// What stands in its way: the caller notes it by [`in_vain`].
pub fn say(w: &mut Write<'_>, keys: &KeyRing, doing: Doing) -> Result<()> {
    let Some((act, c)) = planned(w, doing)? else {
        return Ok(());
    };
    if act.speaks() && waits(w, doing, &c)? {
        return Ok(());
    }
    let before = w.caused(doing.depth);
    let done = said(w, keys, doing.rule, (&act, &c));
    w.caused(before);
    done
}

fn planned(look: &Look<'_>, doing: Doing) -> Result<Option<(RuleAct, Conversation)>> {
    let rule = look.rule(doing.rule)?.filter(|it| it.is_on());
    let act = rule.and_then(|it| it.acts.get(usize::from(doing.act)).cloned());
    let c = look
        .conversation(doing.conversation)?
        .filter(Conversation::is_case);
    Ok(act.zip(c))
}

/// Whether what a clock asked for is said at another hour, or is news no more: then it is as good as done.
fn waits(w: &mut Write<'_>, doing: Doing, c: &Conversation) -> Result<bool> {
    if !is_by_time(w, doing.rule)? {
        return Ok(false);
    }
    if moved_on(w, doing.rule, c)? {
        return Ok(true);
    }
    let ask = Ask {
        purpose: Purpose::Service,
        contact: c.contact,
        channel: c.channel_kind,
        zone: "",
    };
    match gate(w, &ask, w.now())? {
        Gate::Open => Ok(false),
        Gate::Leave(_) => Err(Error::TooMany { retry_after_s: 0 }),
        Gate::Wait(until) => {
            let Doing {
                rule,
                conversation,
                act,
                depth,
            } = doing;
            let again = JobKind::RuleAct {
                rule,
                conversation,
                act,
                depth,
            };
            w.job(until, again)?;
            Ok(true)
        }
    }
}

fn is_by_time(look: &Look<'_>, rule: RuleId) -> Result<bool> {
    Ok(look.rule(rule)?.is_some_and(|it| it.trigger.is_by_time()))
}

/// Whether the customer or a person of ours spoke since the rule was asked.
fn moved_on(look: &Look<'_>, rule: RuleId, c: &Conversation) -> Result<bool> {
    let marks = c.ruled.iter().filter(|it| it.rule == rule);
    let Some(asked) = marks.map(|it| it.at).max() else {
        return Ok(false);
    };
    let newest = look.messages_before(c.id, None, NEWEST)?;
    let speaks = |it: &Message| it.kind.is_public() && !it.automatic && !it.undone && !it.courtesy;
    Ok(newest.iter().any(|it| it.at > asked && speaks(it)))
}

fn said(
    w: &mut Write<'_>,
    keys: &KeyRing,
    rule: RuleId,
    (act, c): (&RuleAct, &Conversation),
) -> Result<()> {
    let by = Viewer {
        actor: voice(rule).actor,
        ..Viewer::system(SystemPart::Timers)
    };
    let known = Known::of_agent(w, c.assignee, c)?;
    let mut attachments = Vec::new();
    let text = match act {
        RuleAct::Do(MacroAct::Reply { text }) => known.sign(text),
        RuleAct::Say { reply } => {
            let found = w.canned_reply(*reply)?;
            let found = found.filter(|it| it.retired_at.is_none());
            let found = found.ok_or(Error::not_found("canned reply"))?;
            for file in &found.files {
                let id = w.new_id();
                attachments.push(Attachment { id, ..file.clone() });
            }
            known.said_by(&found)
        }
        RuleAct::Do(MacroAct::Note { text }) => {
            let input = Note {
                conversation: c.number,
                said: Said::of(known.sign(text).trim_end()),
                ..Note::default()
            };
            return note(w, &by, &input).map(|_| ());
        }
        _ => return Ok(()),
    };
    let heard = Heard::read(w, c)?;
    if silence(w, c, (None, &heard), w.now())?.is_some() {
        return Err(Error::TooMany { retry_after_s: 0 });
    }
    let input = Reply {
        conversation: c.number,
        said: Said::of(text.trim_end()),
        attachments,
        then: Then::KeepOpen,
        undo: Some(Span(0)),
        purpose: is_by_time(w, rule)?.then_some(Purpose::Service),
        ..Reply::default()
    };
    reply(w, keys, &by, &input).map(|_| ())
}

/// Notes that it could not be done.
///
/// # Errors
/// The store's.
pub fn in_vain(w: &mut Write<'_>, doing: Doing, why: Trouble) -> Result<()> {
    let Some((_, mut c)) = planned(w, doing)? else {
        return Ok(());
    };
    failed(w, doing.rule, why, &mut c)?;
    w.put_conversation(&c)
}

/// What an error means for a rule.
#[must_use]
pub fn trouble(err: &Error) -> Trouble {
    match err {
        Error::TooMany { .. } => Trouble::Enough,
        other => Trouble::of(other),
    }
}
