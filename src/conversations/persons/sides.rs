//! Whose each message is, where two are one person: told by whom it came from or went to.

use std::collections::BTreeSet;

use crate::contacts::joins::came_with;
use crate::contacts::people::{find, records};
use crate::conversations::steps::append::each;
use crate::domain::actor::Viewer;
use crate::domain::change::{Change, ChangeKind};
use crate::domain::consent::Consent;
use crate::domain::contact::Handle;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{ChangeId, ContactId, ConversationId, MessageId, Seq};
use crate::domain::message::{Author, Message, MessageKind};
use crate::store::Look;

/// Events of a case looked through for the making of its promise.
const EVENTS: usize = 10_000;

/// A join as it stands, and who is on which side of it.
pub(in crate::conversations::persons) struct Joined {
    pub row: Change,
    pub root: ContactId,
    pub other: ContactId,
    pub merged: Vec<ChangeId>,
    pub stay: BTreeSet<ContactId>,
    pub go: BTreeSet<ContactId>,
}

pub(in crate::conversations::persons) fn joined(
    look: &Look<'_>,
    by: &Viewer,
    change: ChangeId,
) -> Result<Joined> {
    let row = look.change(change)?;
    let row = row.ok_or_else(|| Error::not_found("change"))?;
    let ChangeKind::Join {
        root,
        other,
        merged,
        ..
    } = &row.kind
    else {
        return Err(Error::not_found("change"));
    };
    let (root, other, merged) = (*root, *other, merged.clone());
    find(look, by, root)?;
    if row.undone_at.is_some() {
        return Err(Error::conflict("undone"));
    }
    let go: BTreeSet<ContactId> = came_with(look, root, other)?.into_iter().collect();
    let all = records(look, root)?;
    Ok(Joined {
        stay: all.into_iter().filter(|it| !go.contains(it)).collect(),
        row,
        root,
        other,
        merged,
        go,
    })
}

/// Whose a message is: of the person that stays, or of the one that goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::conversations::persons) enum Side {
    Stays,
    Goes,
}

impl Joined {
    fn side(&self, id: ContactId) -> Option<Side> {
        if self.go.contains(&id) {
            Some(Side::Goes)
        } else {
            self.stay.contains(&id).then_some(Side::Stays)
        }
    }

    /// What was allowed or refused on the person that stays since they were joined, oldest first.
    pub fn said_since(&self, look: &Look<'_>) -> Result<Vec<Consent>> {
        let mut out = Vec::new();
        for record in &self.stay {
            out.extend(look.consents_of(*record)?);
        }
        // What they wrote themselves is told apart by who wrote it.
        out.retain(|it| it.at >= self.row.at && it.message.is_none());
        out.sort_by_key(|it| it.seq);
        Ok(out)
    }

    /// The record of ours that a message came from or went to, with its side; `None` when it names nobody, or both.
    fn whose(&self, look: &Look<'_>, m: &Message) -> Result<Option<(ContactId, Side)>> {
        if let (MessageKind::Inbound, Author::Contact(id)) = (m.kind, m.author) {
            return Ok(self.side(id).map(|side| (id, side)));
        }
        let (MessageKind::Reply, Some(mail)) = (m.kind, &m.mail) else {
            return Ok(None);
        };
        let mut found: Option<(ContactId, Side)> = None;
        for to in mail.to.iter().chain(&mail.cc).chain(&mail.bcc) {
            for held in look.holders(&Handle::email(to.address.as_str()))? {
                match (self.side(held.contact), found) {
                    (Some(side), Some((_, known))) if side != known => return Ok(None),
                    (Some(side), None) => found = Some((held.contact, side)),
                    _ => {}
                }
            }
        }
        Ok(found)
    }

    /// Every case of the two with the side of each of its messages. What names nobody follows what it stands behind.
    pub fn cases(&self, look: &Look<'_>) -> Result<Vec<Case>> {
        let mut ids: BTreeSet<ConversationId> = BTreeSet::new();
        for record in self.stay.iter().chain(&self.go) {
            ids.extend(look.conversations_of(*record)?);
        }
        let mut out = Vec::new();
        for id in ids {
            let Some(c) = look.conversation(id)?.filter(|it| !it.merged) else {
                continue;
            };
            let Some(own) = self.side(c.contact) else {
                continue;
            };
            out.push(self.case(look, c, own)?);
        }
        Ok(out)
    }

    fn case(&self, look: &Look<'_>, c: Conversation, own: Side) -> Result<Case> {
        let mut all = Vec::new();
        each(look, c.id, |m| all.push(m))?;
        all.retain(|it| it.moved_to.is_none());
        let (mut side, mut whose) = (own, None);
        let mut lines = Vec::with_capacity(all.len());
        for m in all {
            if let Some((id, found)) = self.whose(look, &m)? {
                side = found;
                whose = whose.or(Some(id).filter(|_| found != own));
            }
            lines.push((m, side));
        }
        Ok(Case {
            conversation: c,
            own,
            lines,
            whose,
        })
    }
}

/// A case of the two.
pub(in crate::conversations::persons) struct Case {
    pub conversation: Conversation,
    pub own: Side,
    pub lines: Vec<(Message, Side)>,
    /// The record of the other side that comes first in it.
    pub whose: Option<ContactId>,
}

impl Case {
    pub fn foreign(&self) -> Vec<MessageId> {
        let foreign = self.lines.iter().filter(|it| it.1 != self.own);
        foreign.map(|it| it.0.id).collect()
    }

    /// Whether the open promise was made to the other side.
    pub fn promise_is_foreign(&self, look: &Look<'_>) -> Result<bool> {
        if self.conversation.promise.is_none() {
            return Ok(false);
        }
        let events = look.events_of(self.conversation.id, Seq(0), EVENTS)?;
        let made = |kind: &EventKind| matches!(kind, EventKind::PromiseMade { .. });
        let Some(at) = events.iter().rfind(|it| made(&it.kind)).map(|it| it.at) else {
            return Ok(false);
        };
        let before = self.lines.iter().rfind(|it| it.0.at <= at);
        Ok(before.is_some_and(|it| it.1 != self.own))
    }
}
