//! Smaller deeds on a conversation, a form each: priority, tags, who takes part, what may belong together, reading.

use actix_web::HttpResponse;
use actix_web::web::{Form, Path};
use serde::Deserialize;

use crate::app::presence::Presence;
use crate::contacts::identity::meant;
use crate::conversations::bulk::at_once;
use crate::conversations::delivery::late;
use crate::conversations::find::find;
use crate::conversations::{fields, participants, persons, read, undo, unread};
use crate::desk::tags;
use crate::domain::bulk::BulkAction;
use crate::domain::change::ChangeKind;
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChangeId, ContactId, TagId};
use crate::domain::list::List;
use crate::notices::list;
use crate::store::Write;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::conversations::change::{back, back_from};
use crate::web::conversations::log::handle;
use crate::web::{reading, shell};

/// What these forms send; each its own fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    priority: String,
    add: String,
    about: String,
    remove: String,
    contact: String,
    answer: String,
    position: u32,
    state: String,
    list: String,
}

/// `POST /c/{number}/priority`.
pub async fn set_priority(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let number = number.into_inner();
    let to = Priority::parse(&form.priority);
    let to = to.ok_or_else(|| Error::invalid("priority", "error-field"))?;
    let viewer = asker.viewer().clone();
    let deed = move |w: &mut Write<'_>| at_once(w, &viewer, number, BulkAction::SetPriority { to });
    let done = asker.app.act(deed).await?;
    Ok(back_from(number, &form.list, ("done", done)))
}

/// `POST /c/{number}/about`: somebody else, by an address or number of a contact, else in words; empty for nobody.
pub async fn set_about(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let number = number.into_inner();
    let (viewer, text) = (asker.viewer().clone(), form.about.trim().to_owned());
    asker
        .app
        .act(move |w| {
            let country = w.business()?.unwrap_or_default().country;
            let named = handle(&text, &country).ok();
            let contact = named.map_or(Ok(None), |it| meant(w, &it))?;
            let text = if contact.is_some() { "" } else { text.as_str() };
            fields::set_about(w, &viewer, number, (text, contact))
        })
        .await?;
    Ok(back(number, &form.list, "done"))
}

/// `POST /c/{number}/tags`: `add` is a name, `remove` an id.
pub async fn set_tags(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let number = number.into_inner();
    let (add, remove) = (form.add.clone(), form.remove.parse::<TagId>().ok());
    let viewer = asker.viewer().clone();
    let done = asker
        .app
        .act(move |w| {
            let action = match remove {
                Some(tag) => BulkAction::Untag { tag },
                None => BulkAction::Tag {
                    tag: tags::find_or_make(w, &viewer, &add)?.id,
                },
            };
            at_once(w, &viewer, number, action)
        })
        .await?;
    Ok(back_from(number, &form.list, ("done", done)))
}

/// `POST /c/{number}/participants`: `accept` or `remove`.
pub async fn set_participant(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let number = number.into_inner();
    let contact: ContactId = parsed(&form.contact, "contact")?;
    let (viewer, accepts) = (asker.viewer().clone(), form.answer == "accept");
    asker
        .app
        .act(move |w| {
            if accepts {
                participants::accept(w, &viewer, number, contact)
            } else {
                participants::remove(w, &viewer, number, contact)
            }
        })
        .await?;
    Ok(back(number, &form.list, "done"))
}

/// `POST /c/{number}/suggestion`: `join` the other conversation, or `no`.
pub async fn answer_suggestion(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let number = number.into_inner();
    let (viewer, joins) = (asker.viewer().clone(), form.answer == "join");
    let place = asker
        .app
        .act(move |w| {
            if joins {
                let (c, change) = participants::join_suggested(w, &viewer, number)?;
                Ok((c.number, Some(change)))
            } else {
                participants::dismiss_suggestion(w, &viewer, number).map(|c| (c.number, None))
            }
        })
        .await?;
    Ok(after_move(place.0, place.1))
}

/// To where things went, with the way back in hand.
#[must_use]
pub fn after_move(number: u64, change: Option<ChangeId>) -> HttpResponse {
    match change {
        Some(change) => see_other(&format!("/c/{number}?done=moved&change={change}")),
        None => see_other(&format!("/c/{number}?done=done")),
    }
}

/// `POST /changes/{id}/undo`: brings back what a move, split, merge or a deed on all late answers did.
pub async fn undo_change(asker: Asker, id: Path<String>) -> Answer {
    let change: ChangeId = parsed(&id, "change")?;
    let row = asker.app.look(move |look| look.change(change)).await?;
    if row.is_some_and(|it| matches!(it.kind, ChangeKind::NewOwner { .. })) {
        let viewer = asker.viewer().clone();
        let deed = move |w: &mut Write<'_>| persons::undo_owner(w, &viewer, change);
        let person = asker.app.act(deed).await?;
        return Ok(see_other(&format!("/contacts/{}", person.id)));
    }
    let viewer = asker.viewer().clone();
    let back = asker
        .app
        .act(move |w| {
            let row = w.change(change)?;
            let is_late = row.is_some_and(|it| matches!(it.kind, ChangeKind::Late { .. }));
            if is_late {
                return late::undo_all(w, &viewer, change).map(|_| None);
            }
            undo::undo(w, &viewer, change).map(|c| Some(c.number))
        })
        .await?;
    Ok(match back {
        Some(number) => after_move(number, None),
        None => see_other(&shell::address(List::Failed)),
    })
}

/// `POST /c/{number}/read`: the page showed everything up to `position`. By a script it is written lazily.
pub async fn mark_read(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let number = number.into_inner();
    let (viewer, position) = (asker.viewer().clone(), form.position);
    if asker.piece {
        reading::soon(&asker.app, &viewer, number, position).await?;
        return Ok(HttpResponse::NoContent().finish());
    }
    let me = asker.agent().id;
    asker
        .app
        .act(move |w| {
            let c = find(w, &viewer, number)?;
            list::opened(w, me, c.id)?;
            read::mark_read(w, me, c.id, reading::count(&c, position))
        })
        .await?;
    asker.app.hub.read(me);
    Ok(back(number, &form.list, "read"))
}

/// `POST /c/{number}/unread`: what they said last is new again; back to the list.
pub async fn mark_unread(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let (number, viewer) = (number.into_inner(), asker.viewer().clone());
    asker
        .app
        .act(move |w| unread::mark_unread(w, &viewer, number))
        .await?;
    let list = crate::web::inbox::list::parse(&asker, &form.list).unwrap_or(List::ToAnswer);
    Ok(see_other(&shell::address(list)))
}

/// `POST /c/{number}/presence`: one looks at it, is answering, or has left. Kept in memory only.
pub async fn be_here(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let (viewer, number) = (asker.viewer().clone(), number.into_inner());
    let c = asker
        .app
        .look(move |look| find(look, &viewer, number))
        .await?;
    let presence = match form.state.as_str() {
        "replying" => Some(Presence::Replying),
        "viewing" => Some(Presence::Viewing),
        _ => None,
    };
    let me = asker.agent().id;
    let changed = asker.app.whereabouts.beat(c.id, me, presence, asker.now);
    if let Some(people) = changed {
        let writes = people.iter().any(|it| it.1 == Presence::Replying);
        asker.app.visitors.typing(c.id, writes);
        asker.app.hub.presence(&c, &people);
    }
    Ok(HttpResponse::NoContent().finish())
}

fn parsed<T: std::str::FromStr>(text: &str, field: &'static str) -> Result<T> {
    text.parse()
        .map_err(|_| Error::invalid(field, "error-field"))
}
