//! Forms that change a contact: fields, ways to reach, who is somebody else, blocks.

use actix_web::HttpResponse;
use actix_web::web::{Form, Path, Query};
use serde::Deserialize;

use crate::contacts::apart::tell_apart;
use crate::contacts::blocks;
use crate::contacts::edit::{Edit, add_identifier, update};
use crate::contacts::people::find;
use crate::conversations::{blocked, persons};
use crate::domain::attribute::AttributeOf;
use crate::domain::contact::Tier;
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::contacts::fields::laid;
use crate::web::conversations::log::handle;
use crate::web::settings::{Pairs, first};

/// What the forms send; each its own fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    reach: String,
    /// `same` or `new`.
    owner: String,
    other: String,
    /// The conversation beside which it was said; there one is led back.
    back: Option<u64>,
    /// `1`: that they are different people is forgotten.
    undo: String,
    block: String,
    /// Number of the conversation one came from.
    from: String,
}

/// The page of a contact.
pub fn back(id: ContactId) -> HttpResponse {
    see_other(&format!("/contacts/{id}"))
}

/// What stands in an address.
///
/// # Errors
/// [`Error::NotFound`].
pub fn parsed<T: std::str::FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::not_found("contact"))
}

/// `POST /contacts/{id}`: the fields the form holds; beside a conversation those of the business alone.
pub async fn save(asker: Asker, id: Path<String>, form: Pairs) -> Answer {
    let id: ContactId = parsed(&id)?;
    let form = form.into_inner();
    let text = |name: &str| {
        let found = form.iter().find(|it| it.0 == name);
        found.map(|it| it.1.replace("\r\n", "\n"))
    };
    let tier = if first(&form, "vip") == "1" {
        Tier::Vip
    } else {
        Tier::Normal
    };
    let edit = Edit {
        name: text("name"),
        company: text("company"),
        notes: text("notes"),
        // An empty box is not sent: it belongs to the form with the name.
        tier: text("name").map(|_| tier),
        ..Edit::default()
    };
    let number = first(&form, "back").parse::<u64>().ok();
    let viewer = asker.viewer().clone();
    let done = asker.app.act(move |w| {
        let was = find(w, &viewer, id)?;
        let attributes = laid(w, AttributeOf::Contacts, &was.attributes, &form)?;
        let edit = Edit {
            attributes: Some(attributes),
            ..edit.clone()
        };
        update(w, &viewer, id, &edit).map(|_| ())
    });
    let said = match done.await {
        Ok(()) => "done=done".to_owned(),
        Err(Error::Invalid(fields)) => {
            let code = fields.first().map_or("error-field", |it| it.code);
            format!("wrong={code}")
        }
        Err(err) => return Err(err.into()),
    };
    Ok(match number {
        Some(number) if said.starts_with("done") => see_other(&format!("/c/{number}?{said}")),
        _ => see_other(&format!("/contacts/{id}?{said}")),
    })
}

/// `POST /contacts/{id}/owner`: the number they write from is still the same person's, or a new owner's.
pub async fn owner(asker: Asker, id: Path<String>, form: Form<Wanted>) -> Answer {
    let id: ContactId = parsed(&id)?;
    let (viewer, is_same) = (asker.viewer().clone(), form.owner == "same");
    let found = asker
        .app
        .act(move |w| {
            if is_same {
                persons::same(w, &viewer, id)
            } else {
                persons::another(w, &viewer, id)
            }
        })
        .await?;
    Ok(match form.back {
        Some(number) => see_other(&format!("/c/{number}?done=done")),
        None => back(found.id),
    })
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
    let look = move |look: &Look<'_>| Ok(!blocked::of(look, id)?.is_empty());
    if !blocks_it && asker.app.look(look).await? {
        return Ok(see_other(&format!("/contacts/{id}?lifted=1")));
    }
    Ok(match form.from.parse::<u64>() {
        Ok(number) => see_other(&format!("/c/{number}?done=done")),
        Err(_) => back(id),
    })
}
