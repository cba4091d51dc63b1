//! Which conversations an event makes to be looked at anew.

use std::collections::BTreeSet;

use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{ContactId, ConversationId, Seq};
use crate::reports::gather::of_person;
use crate::store::Look;

/// What events touched.
#[derive(Debug, Default)]
pub struct Dirty {
    pub conversations: BTreeSet<ConversationId>,
    /// People of whom every conversation is concerned: what comes before and after one is part of its fact.
    people: BTreeSet<ContactId>,
    /// Every conversation is counted anew: the newest event that asks for it.
    pub everything: Option<Seq>,
}

impl Dirty {
    pub fn take(&mut self, event: &Event) {
        let about = event.subject.conversation;
        self.conversations.extend(about);
        match event.kind {
            EventKind::MessagesMoved { to: other, .. }
            | EventKind::ConversationsMerged { from: other, .. }
            | EventKind::ConversationSplit { into: other, .. } => {
                self.conversations.insert(other);
            }
            EventKind::FiguresRecounted | EventKind::RequiredQuestionsSet => {
                self.everything = Some(event.seq);
            }
            EventKind::CustomerChanged { from, to } => self.people.extend([from, to]),
            EventKind::ContactsJoined { other, .. } | EventKind::ContactsUnjoined { other, .. } => {
                self.people.insert(other);
                self.people.extend(event.subject.contact);
            }
            EventKind::OwnerChanged { to, .. } => {
                self.people.insert(to);
                self.people.extend(event.subject.contact);
            }
            EventKind::ContactChanged
            | EventKind::ContactBlocked { .. }
            | EventKind::ContactUnblocked
            | EventKind::Erased => self.people.extend(event.subject.contact),
            _ => {}
        }
    }

    /// Adds the other conversations of those whose own changes how they are seen: a new one is a return to the ones
    /// before, one that was merged or turned out to be spam is none any more.
    ///
    /// # Errors
    /// The store's.
    pub fn widen(&mut self, look: &Look<'_>, events: &[Event]) -> Result<()> {
        // Before the set-up is over hours are found, not changed: what is there goes by them too.
        if look.business()?.is_none_or(|it| it.set_up_at.is_none()) {
            let moved = events.iter().rfind(|it| it.kind.moves_hours());
            self.everything = self.everything.max(moved.map(|it| it.seq));
        }
        let mut people = std::mem::take(&mut self.people);
        for event in events.iter().filter(|it| reaches_others(&it.kind)) {
            let id = event.subject.conversation;
            let found = id.map_or(Ok(None), |id| look.conversation(id))?;
            people.extend(found.map(|it| it.contact));
        }
        for event in events {
            if let EventKind::MessageReceived { position, .. } = event.kind {
                self.conversations.extend(reached(look, event, position)?);
            }
        }
        for person in people {
            let all = of_person(look, person)?;
            self.conversations.extend(all.iter().map(|it| it.id));
        }
        Ok(())
    }
}

/// The other conversations a message of a customer is part of: those that began after it was said, as one that comes
/// late was before them. The first a person wrote among automatic mail makes it a conversation: it reaches all.
fn reached(look: &Look<'_>, event: &Event, position: u32) -> Result<Vec<ConversationId>> {
    let found = event.subject.conversation;
    let found = found.map_or(Ok(None), |id| look.conversation(id))?;
    let Some(c) = found else {
        return Ok(Vec::new());
    };
    let message = look.message_at(c.id, position)?;
    let said = message.map_or(event.at, |it| it.clock_from());
    let before = look.messages_before(c.id, Some(position), 1)?;
    let after_machine = before.iter().any(|it| it.automatic);
    let mut others = of_person(look, c.contact)?;
    others.retain(|it| it.id != c.id && (after_machine || it.created_at >= said));
    Ok(others.iter().map(|it| it.id).collect())
}

fn reaches_others(kind: &EventKind) -> bool {
    match kind {
        EventKind::ConversationStarted { .. }
        | EventKind::MessagesMoved { .. }
        | EventKind::ConversationsMerged { .. }
        | EventKind::ConversationSplit { .. }
        | EventKind::ChangeUndone { .. }
        | EventKind::MessageRedacted { .. }
        | EventKind::MessageEdited { .. }
        | EventKind::MessageWithdrawn { .. }
        | EventKind::ReplyUndone { .. }
        | EventKind::TeamSet { .. }
        | EventKind::AudienceSet { .. }
        | EventKind::NeedsAnswer { .. } => true,
        // What does not arrive was never said.
        EventKind::DeliveryMoved { from, to, .. } => from.is_on_its_way() != to.is_on_its_way(),
        EventKind::StatusMoved { from, to, .. } => {
            use crate::domain::conversation::Status;
            (*from == Status::Spam) != (*to == Status::Spam)
        }
        _ => false,
    }
}
