//! Forms that change a contact: fields, ways to reach, joins, blocks.

use actix_web::HttpResponse;
use actix_web::web::{Form, Path};
use serde::Deserialize;

use crate::contacts::edit::{Edit, add_identifier, update};
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
    block: String,
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
    asker
        .app
        .act(move |w| joins::join(w, &viewer, id, other).map(|_| ()))
        .await?;
    Ok(back(id))
}

/// `POST /joins/{change}/undo`: two persons again.
pub async fn unjoin(asker: Asker, change: Path<String>) -> Answer {
    let change: ChangeId = parsed(&change)?;
    let viewer = asker.viewer().clone();
    let root = asker
        .app
        .act(move |w| joins::unjoin(w, &viewer, change))
        .await?;
    Ok(back(root.id))
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
    Ok(back(id))
}
