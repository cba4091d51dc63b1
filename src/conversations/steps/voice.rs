//! Whose doing a change is, and the events that say so.

use crate::domain::actor::{Actor, SystemPart, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::MessageId;
use crate::store::Write;

/// Who acts, and whether it is history that reactors pass unread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    pub actor: Actor,
    pub history: bool,
}

impl Voice {
    #[must_use]
    pub fn of(by: &Viewer) -> Self {
        Voice {
            actor: by.actor,
            history: false,
        }
    }

    #[must_use]
    pub fn system(part: SystemPart) -> Self {
        Voice {
            actor: Actor::System(part),
            history: false,
        }
    }

    /// Appends an event about a conversation and notes its place there.
    ///
    /// # Errors
    /// The store's.
    pub fn tell(self, w: &mut Write<'_>, c: &mut Conversation, kind: EventKind) -> Result<()> {
        self.append(w, c, Subject::conversation(c.id), kind)
    }

    /// As [`Voice::tell`], about one of its messages.
    ///
    /// # Errors
    /// The store's.
    pub fn tell_message(
        self,
        w: &mut Write<'_>,
        c: &mut Conversation,
        message: MessageId,
        kind: EventKind,
    ) -> Result<()> {
        self.append(w, c, Subject::message(c.id, message), kind)
    }

    fn append(
        self,
        w: &mut Write<'_>,
        c: &mut Conversation,
        subject: Subject,
        kind: EventKind,
    ) -> Result<()> {
        c.seq = if self.history {
            w.history_event(self.actor, subject, kind)?
        } else {
            w.event(self.actor, subject, kind)?
        };
        Ok(())
    }
}
