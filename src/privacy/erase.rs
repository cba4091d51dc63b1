//! Erasing a person: first nobody finds them any more, then lot by lot everything they said and were told goes.

use crate::conversations::steps::moves::move_to;
use crate::conversations::steps::promise;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Right, SystemPart, Viewer};
use crate::domain::change::{Change, ChangeKind};
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::delivery::{Delivery, DeliveryState};
use crate::domain::draft::Draft;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ContactId, ConversationId, RawId};
use crate::domain::job::JobKind;
use crate::domain::mail::MailOutcome;
use crate::domain::message::{Author, MailAddress, MailFacts, Message};
use crate::domain::raw::RawSource;
use crate::domain::reason::Reason;
use crate::store::{Look, Write};

/// Messages emptied in one deed.
const LOT: usize = 100;
/// Changes of one subject that are looked at.
const CHANGES: usize = 1_000;

/// Begins to erase the person a record belongs to, all records joined to it. They are found by nobody from now on.
/// Answers the root.
///
/// # Errors
/// [`Error::Forbidden`] below an admin; [`Error::NotFound`].
pub fn begin(w: &mut Write<'_>, by: &Viewer, id: ContactId) -> Result<ContactId> {
    by.need(Right::Administer)?;
    let root = w.person(id)?.filter(|it| it.erased_at.is_none());
    let root = root.ok_or_else(|| Error::not_found("contact"))?;
    let now = w.now();
    for record in w.records_of_person(root.id)? {
        let Some(was) = w.contact(record)? else {
            continue;
        };
        let mut addresses = Vec::new();
        for it in w.identifiers_of(record)? {
            addresses.push(it.handle.value.clone());
            w.remove_identifier(record, &it.handle)?;
        }
        drop_changes(w, record)?;
        // Until the end it is still to be known what to look for in the mails of others.
        w.put_contact(&Contact {
            id: record,
            joined_to: was.joined_to,
            created_at: was.created_at,
            erased_at: Some(now),
            other_names: addresses,
            ..Contact::default()
        })?;
        w.put_erased(record)?;
        w.event(by.actor, Subject::contact(record), EventKind::Erased)?;
    }
    w.job(now, JobKind::Erase { contact: root.id })?;
    Ok(root.id)
}

/// What rows looked like before a change holds texts.
fn drop_changes(w: &mut Write<'_>, subject: impl crate::domain::id::Id) -> Result<()> {
    for it in w.changes_of(subject, CHANGES)? {
        if let ChangeKind::Messages {
            from,
            to,
            moved,
            whole,
            from_status,
            to_status,
            left_at,
            ..
        } = it.kind
        {
            w.put_change(&Change {
                kind: ChangeKind::Messages {
                    from,
                    to,
                    moved,
                    whole,
                    from_status,
                    to_status,
                    before: None,
                    left_at,
                },
                ..it
            })?;
        }
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
    } else {
        c.participants
            .retain(|it| !person.records.contains(&it.contact));
    }
    drop_changes(w, id)?;
    voice.tell(w, &mut c, EventKind::Erased)?;
    w.put_conversation(&c)?;
    Ok(None)
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
    promise::dropped(w, c, voice)?;
    if c.status.is_unresolved() {
        let at = w.now();
        let to = Status::Resolved { at, quiet: false };
        move_to(w, c, voice, to, Reason::ByAgent)?;
    }
    c.subject.clear();
    c.excerpt.clear();
    c.participants.clear();
    (c.has_draft, c.has_failed, c.suggestion) = (false, false, None);
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

    fn forget_in(&self, w: &mut Write<'_>, message: &Message, whole: bool) -> Result<()> {
        let is_theirs = matches!(message.author, Author::Contact(id) if self.records.contains(&id));
        if whole || is_theirs {
            if let Some(raw) = message.raw {
                w.remove_raw_input(raw)?;
            }
            if let Some(delivery) = message.delivery.map_or(Ok(None), |id| w.delivery(id))? {
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
        MailFacts {
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
    let state = if it.state.is_pending() {
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

/// Of a page of raw input beyond `after`: what is about messages of erased persons although no message holds it
/// (a second copy, a bounce); and the last one looked at.
///
/// # Errors
/// The store's.
pub fn loose_raws(
    look: &Look<'_>,
    after: Option<RawId>,
    limit: usize,
) -> Result<(Vec<RawId>, Option<RawId>)> {
    let page = look.raws_after(after, limit)?;
    let mut out = Vec::new();
    for raw in &page {
        let RawSource::Mail { place, .. } = &raw.source;
        let about = match look.ledger_row(place)?.map(|it| it.outcome) {
            Some(MailOutcome::DuplicateOf { message }) => Some(message),
            Some(MailOutcome::Report { message }) => message,
            _ => None,
        };
        let Some(message) = about.map_or(Ok(None), |id| look.message(id))? else {
            continue;
        };
        let c = look.conversation(message.conversation)?;
        let contact = c.map_or(Ok(None), |it| look.contact(it.contact))?;
        if contact.is_some_and(|it| it.erased_at.is_some()) {
            out.push(raw.id);
        }
    }
    let last = page.last().map(|it| it.id);
    Ok((out, last.filter(|_| page.len() == limit)))
}

/// Removes raw input found by [`loose_raws`].
///
/// # Errors
/// The store's.
pub fn drop_raws(w: &mut Write<'_>, raws: &[RawId]) -> Result<()> {
    for raw in raws {
        w.remove_raw_input(*raw)?;
    }
    Ok(())
}

/// The end: the addresses that were looked for go too.
///
/// # Errors
/// The store's.
pub fn finish(w: &mut Write<'_>, root: ContactId) -> Result<()> {
    for record in w.records_of_person(root)? {
        if let Some(it) = w.contact(record)? {
            w.put_contact(&Contact {
                other_names: Vec::new(),
                ..it
            })?;
        }
    }
    Ok(())
}
