//! What taking a join back will do, to be looked at first.

use crate::contacts::people::find;
use crate::conversations::persons::sides::joined;
use crate::domain::actor::Viewer;
use crate::domain::change::{ChangeKind, Fields, Layer};
use crate::domain::consent::Consent;
use crate::domain::contact::Contact;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::ChangeId;
use crate::domain::message::{Message, MessageKind};
use crate::domain::time::Millis;
use crate::store::Look;

/// What becomes of a case when a join is taken back.
#[derive(Debug, Clone)]
pub struct Parting {
    pub conversation: Conversation,
    /// Messages that stay in it, and those that become a case of the other.
    pub stay: usize,
    pub go: usize,
}

/// What taking a join back will do, for the viewer's eyes.
#[derive(Debug, Clone, Default)]
pub struct Preview {
    pub root: Contact,
    pub other: Contact,
    pub at: Millis,
    pub parted: Vec<Parting>,
    /// How many further cases of private teams are made two.
    pub hidden: usize,
    /// What we sent in cases of both since: it may have told the one of the other.
    pub sent: Vec<(Conversation, Message)>,
    /// What was written on the person since, beside what there was; it stays with the root.
    pub written: Option<Layer>,
    /// What they allowed or refused since; it stays with the root too.
    pub consents: Vec<Consent>,
}

impl Preview {
    /// Whether there is nothing to look at first.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.parted.is_empty()
            && self.hidden == 0
            && self.sent.is_empty()
            && self.written.is_none()
            && self.consents.is_empty()
    }
}

/// What taking a join back would do.
///
/// # Errors
/// [`crate::domain::error::Error::NotFound`]; [`crate::domain::error::Error::Conflict`] `undone`.
pub fn preview(look: &Look<'_>, viewer: &Viewer, change: ChangeId) -> Result<Preview> {
    let it = joined(look, viewer, change)?;
    let mut out = Preview {
        root: find(look, viewer, it.root)?,
        other: find(look, viewer, it.other)?,
        at: it.row.at,
        consents: it.said_since(look)?,
        ..Preview::default()
    };
    let since = |m: &Message| m.kind == MessageKind::Reply && m.at >= it.row.at && !m.undone;
    for case in it.cases(look)? {
        let go = case.foreign().len();
        if go == 0 {
            continue;
        }
        if !viewer.sees(&case.conversation) {
            out.hidden += 1;
            continue;
        }
        let sent = case.lines.iter().filter(|(m, _)| since(m));
        out.sent
            .extend(sent.map(|(m, _)| (case.conversation.clone(), m.clone())));
        out.parted.push(Parting {
            stay: case.lines.len() - go,
            go,
            conversation: case.conversation,
        });
    }
    if let ChangeKind::Join {
        layer: Some(layer), ..
    } = &it.row.kind
    {
        let (was, now) = (layer.now.clone(), Fields::of(&out.root));
        out.written = (now != was).then_some(Layer { was, now });
    }
    Ok(out)
}
