//! What somebody said and was told, emptied: places, times and numbers are left of it.

use crate::conversations::legal::stand;
use crate::conversations::steps::append::{count_anew, each};
use crate::conversations::steps::moves::move_to;
use crate::conversations::steps::promise;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::SystemPart;
use crate::domain::change::ChangeKind;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::draft::Draft;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{ContactId, ConversationId};
use crate::domain::legal::LegalEnd;
use crate::domain::message::{Author, MailAddress, MailFacts, Message};
use crate::domain::reason::Reason;
use crate::quality::forget::forget;
use crate::store::{Look, Write};

/// Messages emptied in one deed.
const LOT: usize = 100;
/// Changes of one subject that are looked at.
const CHANGES: usize = 1_000;

/// What rows looked like before a change holds texts.
///
/// # Errors
/// The store's.
pub fn drop_changes(w: &mut Write<'_>, subject: impl crate::domain::id::Id) -> Result<()> {
    for mut it in w.changes_of(subject, CHANGES)? {
        match &mut it.kind {
            ChangeKind::Messages { before, .. } if before.is_some() => *before = None,
            ChangeKind::Join { layer, .. } if layer.is_some() => *layer = None,
            _ => continue,
        }
        w.put_change(&it)?;
    }
    Ok(())
}

/// Every conversation of the person, as customer or beside one.
///
/// # Errors
/// The store's.
pub fn conversations(look: &Look<'_>, root: ContactId) -> Result<Vec<ConversationId>> {
    let mut out = Vec::new();
    for record in look.records_of_person(root)? {
        out.extend(look.conversations_of(record)?);
    }
    out.sort_unstable();
    out.dedup();
    Ok(out)
}

/// Empties the next messages of a conversation, from a position on; where to go on, or nothing at the end.
///
/// # Errors
/// The store's.
pub fn lot(
    w: &mut Write<'_>,
    root: ContactId,
    id: ConversationId,
    after: Option<u32>,
) -> Result<Option<u32>> {
    let Some(mut c) = w.conversation(id)? else {
        return Ok(None);
    };
    let person = Person::read(w, root)?;
    let whole = person.records.contains(&c.contact);
    let page = w.messages_after(id, after, LOT)?;
    for message in &page {
        person.forget_in(w, message, whole)?;
    }
    if page.len() == LOT {
        return Ok(page.last().map(|it| it.position));
    }
    let voice = Voice::system(SystemPart::Upkeep);
    if whole {
        empty(w, &mut c, voice)?;
        forget(w, id)?;
        w.remove_focus(id)?;
    } else {
        c.participants
            .retain(|it| !person.records.contains(&it.contact));
        count_anew(w, &mut c)?;
    }
    drop_changes(w, id)?;
    voice.tell(w, &mut c, EventKind::Erased)?;
    w.put_conversation(&c)?;
    Ok(None)
}

/// Of a page of conversations below a number: those in which the person is named or wrote although they are not among
/// their own (a third party, a message moved away); and where to go on, or nothing at the end.
///
/// # Errors
/// The store's.
pub fn elsewhere(
    look: &Look<'_>,
    root: ContactId,
    before: Option<u64>,
    limit: usize,
) -> Result<(Vec<ConversationId>, Option<u64>)> {
    let person = Person::read(look, root)?;
    let page = look.conversations_before(before, limit)?;
    let mut out = Vec::new();
    for c in &page {
        let mut named = false;
        each(look, c.id, |it| {
            named |= !it.redacted && person.is_in(&it);
        })?;
        if named {
            out.push(c.id);
        }
    }
    let last = page.last().map(|it| it.number);
    Ok((out, last.filter(|_| page.len() == limit)))
}

/// The conversation itself: numbers and times are left of it.
fn empty(w: &mut Write<'_>, c: &mut Conversation, voice: Voice) -> Result<()> {
    for it in w.drafts_in(c.id)? {
        w.put_draft(&Draft {
            conversation: c.id,
            agent: it.agent,
            note: it.note,
            revision: it.revision + 1,
            saved_at: w.now(),
            gone: true,
            ..Draft::default()
        })?;
    }
    // What was typed for a system, and what it said.
    for it in w.card_runs(c.id, usize::MAX)? {
        w.remove_card_run(&it)?;
    }
    promise::dropped(w, c, voice)?;
    stand::end(w, c, voice, (LegalEnd::Removed, String::new()))?;
    c.legal = None;
    if c.status.is_unresolved() {
        let at = w.now();
        let to = Status::Resolved { at, quiet: false };
        move_to(w, c, voice, to, Reason::ByAgent)?;
    }
    c.subject.clear();
    c.about.clear();
    c.about_contact = None;
    c.excerpt.clear();
    c.participants.clear();
    (c.has_draft, c.has_failed, c.suggestion) = (false, false, None);
    c.has_waiting = false;
    Ok(())
}

/// Whom to look for.
struct Person {
    records: Vec<ContactId>,
    addresses: Vec<String>,
}

impl Person {
    fn read(look: &Look<'_>, root: ContactId) -> Result<Self> {
        let records = look.records_of_person(root)?;
        let mut addresses = Vec::new();
        for record in &records {
            addresses.extend(look.contact(*record)?.unwrap_or_default().other_names);
        }
        Ok(Person { records, addresses })
    }

    /// Whether the person wrote a message, or its mail names them.
    fn is_in(&self, message: &Message) -> bool {
        let named = |mail: &MailFacts| self.without(mail) != *mail;
        self.wrote(message) || message.mail.as_deref().is_some_and(named)
    }

    fn wrote(&self, message: &Message) -> bool {
        match message.author {
            Author::Contact(id) => self.records.contains(&id),
            Author::ThirdParty => message
                .mail
                .as_ref()
                .is_some_and(|it| self.addresses.contains(&it.from.address)),
            _ => false,
        }
    }

    fn forget_in(&self, w: &mut Write<'_>, message: &Message, whole: bool) -> Result<()> {
        let delivery = message.delivery.map_or(Ok(None), |id| w.delivery(id))?;
        if whole || self.wrote(message) {
            if let Some(raw) = message.raw {
                w.remove_raw_input(raw)?;
            }
            if let Some(delivery) = delivery {
                forget_delivery(w, delivery)?;
            }
            return w.put_message(&emptied(message));
        }
        let Some(mail) = message.mail.as_deref() else {
            return Ok(());
        };
        let without = self.without(mail);
        if without == *mail {
            return Ok(());
        }
        if let Some(mut delivery) = delivery {
            delivery
                .recipients
                .retain(|it| !self.addresses.contains(&it.address));
            w.put_delivery(&delivery)?;
        }
        // The mail of another names them: its raw form goes, its text stays.
        if let Some(raw) = message.raw {
            w.remove_raw_input(raw)?;
        }
        w.put_message(&Message {
            mail: Some(Box::new(without)),
            raw: None,
            ..message.clone()
        })
    }

    fn without(&self, mail: &MailFacts) -> MailFacts {
        let others = |all: &[MailAddress]| -> Vec<MailAddress> {
            let is_other = |it: &&MailAddress| !self.addresses.contains(&it.address);
            all.iter().filter(is_other).cloned().collect()
        };
        let from = if self.addresses.contains(&mail.from.address) {
            MailAddress::default()
        } else {
            mail.from.clone()
        };
        MailFacts {
            from,
            reply_to: others(&mail.reply_to),
            to: others(&mail.to),
            cc: others(&mail.cc),
            bcc: others(&mail.bcc),
            ..mail.clone()
        }
    }
}

/// A message of which only its place, times and author's id are left.
fn emptied(it: &Message) -> Message {
    Message {
        id: it.id,
        conversation: it.conversation,
        position: it.position,
        kind: it.kind,
        author: it.author,
        channel: it.channel,
        also_to: it.also_to.clone(),
        at: it.at,
        said_at: it.said_at,
        why: it.why,
        delivery: it.delivery,
        courtesy: it.courtesy,
        automatic: it.automatic,
        says: it.says.clone(),
        unverified: it.unverified,
        history: it.history,
        undone: it.undone,
        redacted: true,
        born_in: it.born_in,
        moved_to: it.moved_to,
        ..Message::default()
    }
}

fn forget_delivery(w: &mut Write<'_>, it: Delivery) -> Result<()> {
    // What has not left does not leave any more, and nobody is asked to try again.
    let state = if it.state.is_unsettled() {
        DeliveryState::Cancelled
    } else {
        it.state
    };
    w.put_delivery(&Delivery {
        state,
        recipients: Vec::new(),
        error: None,
        ..it
    })
}
