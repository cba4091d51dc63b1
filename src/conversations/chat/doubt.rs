//! Whether who writes from a number may be another than who did before: the provider told them apart or said that it
//! changed hands, or, where it tells nothing, another name after a long silence. Nobody decides it but a person.

use crate::contacts::people::records;
use crate::conversations::chat::talk::Talk;
use crate::domain::contact::{Contact, Doubt, Handle, IdentifierKind};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::message::{Author, Message};
use crate::domain::time::Span;
use crate::store::{Look, Write};
use crate::text::fold::words;

/// After so long another name is worth a question.
const SILENCE: Span = Span::days(180);

/// Asks it of who wrote `placed`, when there is something to ask. `was` is the record as it was before, when there was
/// one.
///
/// # Errors
/// The store's.
pub fn ask(
    w: &mut Write<'_>,
    talk: &Talk<'_>,
    was: Option<&Contact>,
    placed: &Message,
) -> Result<()> {
    let Author::Contact(id) = placed.author else {
        return Ok(());
    };
    let Some(it) = w.contact(id)? else {
        return Ok(());
    };
    if talk.input.history || it.doubt.is_some() {
        return Ok(());
    }
    let found = match was {
        Some(was) => renamed(talk, was),
        None => handed_over(w, talk, &it)?,
    };
    let Some(doubt) = found else {
        return Ok(());
    };
    let (before, conversation) = (doubt.before, placed.conversation);
    let doubt = Doubt {
        since: w.now(),
        conversation,
        ..doubt
    };
    w.put_contact(&Contact {
        doubt: Some(doubt),
        ..it
    })?;
    let subject = Subject {
        contact: Some(id),
        conversation: Some(conversation),
        ..Subject::default()
    };
    let actor = talk.voice(id).actor;
    w.event(actor, subject, EventKind::OwnerDoubted { before })?;
    Ok(())
}

fn names<'t>(talk: &'t Talk<'_>) -> impl Iterator<Item = &'t Handle> {
    let also = talk.input.also_known_as.iter().map(|it| &it.0);
    let all = std::iter::once(&talk.input.from).chain(also);
    all.filter(|it| matches!(it.kind, IdentifierKind::Phone | IdentifierKind::WhatsApp))
}

/// Somebody new writes from a number that was another's.
fn handed_over(look: &Look<'_>, talk: &Talk<'_>, it: &Contact) -> Result<Option<Doubt>> {
    let own = records(look, it.id)?;
    for handle in names(talk).filter(|it| it.scope.is_empty()) {
        for held in look.holders(handle)? {
            if !held.former || !held.evidence.is_verified() || own.contains(&held.contact) {
                continue;
            }
            let before = look.contact(held.contact)?;
            let Some(before) = before.filter(|it| it.erased_at.is_none()) else {
                continue;
            };
            return Ok(Some(Doubt {
                before: before.id,
                handle: handle.clone(),
                last: before.last_seen_at,
                ..Doubt::default()
            }));
        }
    }
    Ok(None)
}

/// A number alone, no id of a person beside it, under a name that shares no word with those known, after long silence.
fn renamed(talk: &Talk<'_>, was: &Contact) -> Option<Doubt> {
    let input = talk.input;
    let has_id = names(talk).any(|it| !it.scope.is_empty());
    let name = input.from_name.trim();
    let silent = talk.clock_from(input.said_at).since(was.last_seen_at);
    if has_id || names(talk).next().is_none() || name.is_empty() || was.name.is_empty() {
        return None;
    }
    if was.last_seen_at.0 <= 0 || silent < SILENCE {
        return None;
    }
    let mut known = words(&was.name);
    known.extend(was.other_names.iter().flat_map(|it| words(it)));
    let strange = words(name).iter().all(|it| !known.contains(it));
    strange.then(|| Doubt {
        before: was.id,
        handle: input.from.clone(),
        name_now: name.to_owned(),
        last: was.last_seen_at,
        ..Doubt::default()
    })
}
