//! Forms that change a contact: fields, ways to reach, joins, blocks.

use actix_web::HttpResponse;
use actix_web::web::{Form, Path, Query};
use serde::Deserialize;

use crate::contacts::edit::{Edit, add_identifier, update};
use crate::contacts::suggestions::tell_apart;
use crate::contacts::{blocks, joins};
use crate::domain::contact::Tier;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChangeId, ContactId};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::conversations::begin::handle;

/// What the forms send; each its own fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    name: String,
    company: String,
    notes: String,
    vip: String,
    reach: String,
    other: String,
    /// The conversation beside which it was said; there one is led back.
    back: Option<u64>,
    /// `1`: that they are different people is forgotten.
    undo: String,
    block: String,
    /// Number of the conversation one came from.
    from: String,
}

fn back(id: ContactId) -> HttpResponse {
    see_other(&format!("/contacts/{id}"))
}

fn parsed<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::not_found("contact"))
}

/// `POST /contacts/{id}`: name, company, notes, kind.
pub async fn save(asker: Asker, id: Path<String>, form: Form<Wanted>) -> Answer {
    let id: ContactId = parsed(&id)?;
    let edit = Edit {
        name: Some(form.name.clone()),
        company: Some(form.company.clone()),
        notes: Some(form.notes.replace("\r\n", "\n")),
        tier: Some(if form.vip == "1" {
            Tier::Vip
        } else {
            Tier::Normal
        }),
        ..Edit::default()
    };
    let viewer = asker.viewer().clone();
    asker
        .app
        .act(move |w| update(w, &viewer, id, &edit))
        .await?;
    Ok(back(id))
}

/// `POST /contacts/{id}/reach`: a phone or address somebody of ours knows.
pub async fn add_reach(asker: Asker, id: Path<String>, form: Form<Wanted>) -> Answer {
    let id: ContactId = parsed(&id)?;
    let business = asker.app.look(|look| look.business()).await?;
    let handle = handle(&form.reach, &business.unwrap_or_default().country)?;
    let viewer = asker.viewer().clone();
    asker
        .app
        .act(move |w| add_identifier(w, &viewer, id, &handle).map(|_| ()))
        .await?;
    Ok(back(id))
}

/// `POST /contacts/{id}/join`: `other` is the same person.
pub async fn join(asker: Asker, id: Path<String>, form: Form<Wanted>) -> Answer {
    let (id, other): (ContactId, ContactId) = (parsed(&id)?, parsed(&form.other)?);
    let viewer = asker.viewer().clone();
    let change = asker
        .app
        .act(move |w| joins::join(w, &viewer, id, other))
        .await?;
    Ok(match form.back {
        Some(number) => see_other(&format!("/c/{number}?done=joined&change={change}")),
        None => back(id),
    })
}

/// `POST /contacts/{id}/apart`: `other` is somebody else, and is not suggested again; `undo` forgets that.
pub async fn apart(
    asker: Asker,
    id: Path<String>,
    asked: Query<Wanted>,
    form: Form<Wanted>,
) -> Answer {
    let wanted = if form.other.is_empty() {
        asked
    } else {
        Query(form.into_inner())
    };
    let (id, other): (ContactId, ContactId) = (parsed(&id)?, parsed(&wanted.other)?);
    let (viewer, apart) = (asker.viewer().clone(), wanted.undo != "1");
    asker
        .app
        .act(move |w| tell_apart(w, &viewer, id, other, apart))
        .await?;
    Ok(match wanted.back {
        Some(number) if apart => see_other(&format!(
            "/c/{number}?done=apart&other={other}&contact={id}"
        )),
        Some(number) => see_other(&format!("/c/{number}?done=done")),
        None => back(id),
    })
}

/// `POST /joins/{change}/undo`: two persons again.
pub async fn unjoin(asker: Asker, change: Path<String>, asked: Query<Wanted>) -> Answer {
    let change: ChangeId = parsed(&change)?;
    let viewer = asker.viewer().clone();
    let root = asker
        .app
        .act(move |w| joins::unjoin(w, &viewer, change))
        .await?;
    Ok(match asked.back {
        Some(number) => see_other(&format!("/c/{number}?done=done")),
        None => back(root.id),
    })
}

/// `POST /contacts/{id}/block`: `block` is `1`, or empty to lift it.
pub async fn block(asker: Asker, id: Path<String>, form: Form<Wanted>) -> Answer {
    let id: ContactId = parsed(&id)?;
    let (viewer, blocks_it) = (asker.viewer().clone(), form.block == "1");
    asker
        .app
        .act(move |w| {
            if blocks_it {
                blocks::block(w, &viewer, id, None, "")
            } else {
                blocks::unblock(w, &viewer, id)
            }
        })
        .await?;
    Ok(match form.from.parse::<u64>() {
        Ok(number) => see_other(&format!("/c/{number}?done=done")),
        Err(_) => back(id),
    })
}
