//! Doing a macro: its texts and acts, as far as they were chosen, in one deed that is taken back as one.

use crate::conversations::bulk::{apply, one_done};
use crate::conversations::canned_replies::Known;
use crate::conversations::find::for_work;
use crate::conversations::note::{Note, note};
use crate::conversations::reply::{Reply, reply};
use crate::conversations::said::Said;
use crate::domain::actor::Viewer;
use crate::domain::bulk::{BulkAction, Changed, Facts};
use crate::domain::conversation::Conversation;
use crate::domain::delivery::Then;
use crate::domain::error::{Error, Result};
use crate::domain::id::{BulkId, MacroId};
use crate::domain::macros::MacroAct;
use crate::keys::KeyRing;
use crate::store::Write;

/// A macro to do, its texts as they shall be said.
#[derive(Debug, Clone, Default)]
pub struct Doing {
    pub conversation: u64,
    pub id: MacroId,
    pub acts: Vec<MacroAct>,
    /// Position of the last message that was shown.
    pub seen_up_to: Option<u32>,
}

/// Does it; `None` when nothing was changed by it.
///
/// # Errors
/// Those of its acts; [`Error::Invalid`] on `acts` when none was chosen.
pub fn carry_out(
    w: &mut Write<'_>,
    keys: &KeyRing,
    by: &Viewer,
    doing: &Doing,
) -> Result<Option<BulkId>> {
    if doing.acts.is_empty() {
        return Err(Error::invalid("acts", "error-macro-empty"));
    }
    let c = for_work(w, by, doing.conversation)?;
    let was = act(w, keys, by, (&c, doing.seen_up_to), &doing.acts)?;
    let action = BulkAction::Macro { id: doing.id };
    one_done(w, by, c.id, (action, was.answer), (was.before, was.after))
}

/// Does acts to a conversation, their texts as they shall be said; what there was before and is now.
///
/// # Errors
/// Those of the acts.
pub fn act(
    w: &mut Write<'_>,
    keys: &KeyRing,
    by: &Viewer,
    (c, seen_up_to): (&Conversation, Option<u32>),
    acts: &[MacroAct],
) -> Result<Changed> {
    let number = c.number;
    let (before, mut answer) = (Facts::of(c), None);
    let leaves = acts.iter().any(MacroAct::moves);
    for act in acts {
        match act {
            MacroAct::Reply { text } => {
                let input = Reply {
                    conversation: number,
                    said: Said::of(text.trim_end()),
                    seen_up_to,
                    then: if leaves { Then::KeepOpen } else { Then::Wait },
                    ..Reply::default()
                };
                answer = Some(reply(w, keys, by, &input)?.message.id);
            }
            MacroAct::Note { text } => {
                let input = Note {
                    conversation: number,
                    said: Said::of(text.trim_end()),
                    ..Note::default()
                };
                note(w, by, &input)?;
            }
            act => {
                let now = w.conversation(c.id)?.unwrap_or_default();
                if let Some(action) = act.action(by.agent_id(), w.now()) {
                    apply(w, by, &now, action)?;
                }
            }
        }
    }
    let after = Facts::of(&w.conversation(c.id)?.unwrap_or_default());
    Ok(Changed {
        before,
        after,
        answer,
    })
}

/// The same acts with what is known of a case in the places of their texts.
#[must_use]
pub fn filled(known: &Known, acts: &[MacroAct]) -> Vec<MacroAct> {
    let filled = |act: &MacroAct| match act {
        MacroAct::Reply { text } => MacroAct::Reply {
            text: known.fill(text),
        },
        MacroAct::Note { text } => MacroAct::Note {
            text: known.fill(text),
        },
        other => other.clone(),
    };
    acts.iter().map(filled).collect()
}
