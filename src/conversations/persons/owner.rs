//! A number that may have another owner than before: asked where it is answered, settled either way, and taken back.

use crate::contacts::apart::tell_apart;
use crate::contacts::clues;
use crate::contacts::joins::Taken;
use crate::contacts::people::{find, records};
use crate::conversations::moving;
use crate::conversations::persons::join::join;
use crate::conversations::steps::append::each;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::change::{Change, ChangeKind};
use crate::domain::contact::{Contact, Doubt, Identifier, NamedBy};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ChangeId, ContactId, ConversationId, MessageId};
use crate::domain::message::{Author, Message};
use crate::store::{Look, Write};

/// Changes of one record that are looked at.
const CHANGES: usize = 100;

/// What there is to ask of a person's numbers: the record it is asked of, and what is in doubt.
///
/// # Errors
/// The store's.
pub fn in_doubt(look: &Look<'_>, contact: ContactId) -> Result<Option<(ContactId, Doubt)>> {
    for id in records(look, contact)? {
        if let Some(doubt) = look.contact(id)?.and_then(|it| it.doubt) {
            return Ok(Some((id, doubt)));
        }
    }
    Ok(None)
}

fn asked(look: &Look<'_>, by: &Viewer, contact: ContactId) -> Result<(Contact, Doubt)> {
    find(look, by, contact)?;
    let (id, doubt) = in_doubt(look, contact)?.ok_or_else(|| Error::conflict("no_doubt"))?;
    Ok((find(look, by, id)?, doubt))
}

/// It is the same person: a record the provider told apart is joined to the one before. Answers the person.
///
/// # Errors
/// [`Error::Conflict`] `no_doubt`; [`Error::NotFound`].
pub fn same(w: &mut Write<'_>, by: &Viewer, contact: ContactId) -> Result<Contact> {
    let (it, doubt) = asked(w, by, contact)?;
    settle(w, it.clone())?;
    let before = doubt.before;
    w.event(
        by.actor,
        about(&it, &doubt),
        EventKind::OwnerConfirmed { before },
    )?;
    if before != it.id {
        join(w, by, (before, it.id), &Taken::default(), false)?;
    }
    let root = w.person(it.id)?;
    root.ok_or_else(|| Error::not_found("contact"))
}

/// It is another: from the message on that was asked of, the number names a record of its own, and what was said by it
/// since belongs to that. Answers the record of the new owner.
///
/// # Errors
/// As [`same`].
pub fn another(w: &mut Write<'_>, by: &Viewer, contact: ContactId) -> Result<Contact> {
    let (it, doubt) = asked(w, by, contact)?;
    settle(w, it.clone())?;
    let now = if doubt.before == it.id {
        hand_over(w, by, &it, &doubt)?
    } else {
        it.id
    };
    tell_apart(w, by, doubt.before, now, true)?;
    let change: ChangeId = w.new_id();
    w.put_change(&Change {
        id: change,
        at: w.now(),
        by: by.agent_id(),
        kind: ChangeKind::NewOwner {
            before: doubt.before,
            now,
        },
        undone_at: None,
    })?;
    let subject = Subject {
        contact: Some(now),
        ..about(&it, &doubt)
    };
    w.event(
        by.actor,
        subject,
        EventKind::OwnerChanged { change, to: now },
    )?;
    find(w, by, now)
}

/// Takes [`another`] back: both records are one person.
///
/// # Errors
/// [`Error::Conflict`] `undone`; [`Error::NotFound`].
pub fn undo(w: &mut Write<'_>, by: &Viewer, change: ChangeId) -> Result<Contact> {
    let row = w
        .change(change)?
        .ok_or_else(|| Error::not_found("change"))?;
    let ChangeKind::NewOwner { before, now } = row.kind else {
        return Err(Error::not_found("change"));
    };
    if row.undone_at.is_some() {
        return Err(Error::conflict("undone"));
    }
    tell_apart(w, by, before, now, false)?;
    join(w, by, (before, now), &Taken::default(), false)?;
    w.put_change(&Change {
        undone_at: Some(w.now()),
        ..row
    })?;
    find(w, by, before)
}

/// Numbers this record took over, which can be taken back: the change, and whose they were.
///
/// # Errors
/// The store's.
pub fn taken_over(look: &Look<'_>, contact: ContactId) -> Result<Vec<(ChangeId, Contact)>> {
    let mut out = Vec::new();
    for row in look.changes_of(contact, CHANGES)? {
        if let ChangeKind::NewOwner { before, now } = row.kind
            && now == contact
            && row.undone_at.is_none()
            && let Some(before) = look.contact(before)?.filter(|it| it.erased_at.is_none())
        {
            out.push((row.id, before));
        }
    }
    Ok(out)
}

fn about(it: &Contact, doubt: &Doubt) -> Subject {
    Subject {
        contact: Some(it.id),
        conversation: Some(doubt.conversation).filter(|it| *it != ConversationId::default()),
        ..Subject::default()
    }
}

fn settle(w: &mut Write<'_>, it: Contact) -> Result<()> {
    w.put_contact(&Contact { doubt: None, ..it })
}

/// Makes the record of the new owner, with the number and what was said by it since.
fn hand_over(w: &mut Write<'_>, by: &Viewer, it: &Contact, doubt: &Doubt) -> Result<ContactId> {
    let new = Contact {
        id: w.new_id(),
        name: doubt.name_now.clone(),
        named_by: NamedBy::Channel,
        created_at: w.now(),
        last_seen_at: it.last_seen_at,
        ..Contact::default()
    };
    w.put_contact(&new)?;
    w.event(by.actor, Subject::contact(new.id), EventKind::ContactMade)?;
    let mut old = Contact {
        doubt: None,
        last_seen_at: doubt.last,
        ..it.clone()
    };
    old.other_names.retain(|name| *name != doubt.name_now);
    w.put_contact(&old)?;
    w.event(
        by.actor,
        Subject::contact(old.id),
        EventKind::ContactChanged,
    )?;
    for held in w.identifiers_of(it.id)? {
        if held.handle.value != doubt.handle.value || held.former {
            continue;
        }
        w.put_identifier(&Identifier {
            contact: new.id,
            since: doubt.since,
            ..held.clone()
        })?;
        w.put_identifier(&Identifier {
            former: true,
            ..held
        })?;
    }
    // Who may work with the person parts all of their cases, also those of teams they are not in: they see none of it.
    let all = Viewer {
        sees_all: true,
        ..by.clone()
    };
    for id in w.conversations_of(it.id)? {
        let found = w.conversation(id)?;
        if let Some(c) = found.filter(|c| c.contact == it.id && c.active_at >= doubt.since) {
            carry(w, &all, (&c, new.id), doubt)?;
        }
    }
    Ok(new.id)
}

/// Gives what was said by the number since to its new owner: the whole case when there is nothing else in it.
fn carry(
    w: &mut Write<'_>,
    by: &Viewer,
    (c, to): (&Conversation, ContactId),
    doubt: &Doubt,
) -> Result<()> {
    let (mut theirs, mut others): (Vec<Message>, bool) = (Vec::new(), false);
    each(w, c.id, |it| {
        let peer = it.chat.as_ref().map(|chat| chat.peer.as_str());
        // An answer of ours names the number as the provider wrote it.
        let plain = |it: &str| it.trim_start_matches('+').to_owned();
        let by_number = peer.map(plain) == Some(plain(&doubt.handle.value));
        match (it.at >= doubt.since, by_number) {
            _ if it.moved_to.is_some() => {}
            (true, true) => theirs.push(it),
            // A note made since stands beside what it was made of.
            (true, false) if !it.kind.is_public() => theirs.push(it),
            _ => others = true,
        }
    })?;
    for it in &theirs {
        if it.author == Author::Contact(c.contact) {
            w.put_message(&Message {
                author: Author::Contact(to),
                ..it.clone()
            })?;
        }
    }
    if theirs.is_empty() {
        return Ok(());
    }
    let ids: Vec<MessageId> = theirs.iter().map(|it| it.id).collect();
    clues::hand_over(w, (c.contact, to), &ids)?;
    if others {
        moving::split_off(w, by, c.number, &ids, (to, false))?;
        return Ok(());
    }
    let mut c = c.clone();
    let from = c.contact;
    c.contact = to;
    Voice::of(by).tell(w, &mut c, EventKind::CustomerChanged { from, to })?;
    w.put_conversation(&c)
}
