//! Changing contacts: making, editing, joining and un-joining, blocking.

use actix_web::web::{Data, Json, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::body;
use crate::api::caller::Caller;
use crate::api::contacts::shown;
use crate::api::conversations::{given, id, instant};
use crate::api::moves::Identifier;
use crate::api::once::Once;
use crate::api::problem::Answer;
use crate::api::view::contact::ContactView;
use crate::api::view::{List, With};
use crate::app::App;
use crate::contacts::edit::{self, Edit};
use crate::contacts::suggestions::suggestions as suggested;
use crate::contacts::{blocks, joins};
use crate::domain::contact::Tier;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChangeId, ContactId};

/// A contact to make.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewContact {
    identifier: Identifier,
    name: Option<String>,
    company: Option<String>,
    language: Option<String>,
    notes: Option<String>,
}

/// What may be changed of a contact; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ContactPatch)]
pub struct Patch {
    name: Option<String>,
    company: Option<String>,
    language: Option<String>,
    notes: Option<String>,
    /// All of them, by name.
    #[schema(value_type = Option<Object>)]
    attributes: Option<std::collections::BTreeMap<String, String>>,
    /// `normal` or `vip`.
    tier: Option<String>,
    /// An agent's id; null takes the owner away.
    #[serde(deserialize_with = "given")]
    owner: Option<Option<String>>,
    /// To be added.
    add_identifiers: Vec<Identifier>,
    /// To be taken away.
    remove_identifiers: Vec<Identifier>,
}

impl Patch {
    fn edit(&self) -> Result<Edit> {
        let tier = match self.tier.as_deref() {
            None => None,
            Some("normal") => Some(Tier::Normal),
            Some("vip") => Some(Tier::Vip),
            Some(_) => return Err(Error::invalid("tier", "error-field")),
        };
        let owner = match &self.owner {
            Some(Some(written)) => Some(Some(id("owner", written)?)),
            Some(None) => Some(None),
            None => None,
        };
        Ok(Edit {
            name: self.name.clone(),
            company: self.company.clone(),
            language: self.language.clone(),
            notes: self.notes.clone(),
            attributes: self.attributes.clone().map(|it| it.into_iter().collect()),
            tier,
            owner,
        })
    }
}

/// `POST /contacts`.
pub async fn create(
    app: Data<App>,
    caller: Caller,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<NewContact>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let new = came.it;
    let handle = new.identifier.handle()?;
    let edit = Edit {
        name: new.name,
        company: new.company,
        language: new.language,
        notes: new.notes,
        ..Edit::default()
    };
    let by = caller.viewer.clone();
    let made = once
        .act(&app, move |w| Ok(edit::make(w, &by, &handle, &edit)?.id))
        .await?;
    let view = shown(&app, &caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /contacts/{id}`.
pub async fn change(
    app: Data<App>,
    caller: Caller,
    id: Path<ContactId>,
    payload: Payload,
) -> Answer<Json<ContactView>> {
    let patch = body::json::<Patch>(payload).await?.it;
    let edit = patch.edit()?;
    let (by, id) = (caller.viewer.clone(), *id);
    app.act(move |w| {
        edit::update(w, &by, id, &edit)?;
        for it in &patch.add_identifiers {
            edit::add_identifier(w, &by, id, &it.handle()?)?;
        }
        for it in &patch.remove_identifiers {
            edit::remove_identifier(w, &by, id, &it.handle()?)?;
        }
        Ok(())
    })
    .await?;
    shown(&app, &caller, id).await.map(Json)
}

/// Somebody who may be the same person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = SamePerson)]
pub struct SamePerson {
    contact: ContactView,
    /// Why it looks so.
    code: String,
    text: String,
}

/// `GET /contacts/{id}/suggestions`.
pub async fn suggestions(
    app: Data<App>,
    caller: Caller,
    id: Path<ContactId>,
) -> Answer<Json<List<SamePerson>>> {
    let id = *id;
    let data = caller
        .look(&app, move |with: &With<'_, '_>| {
            let mut out = Vec::new();
            for (contact, why) in suggested(with.look, with.viewer, id)? {
                out.push(SamePerson {
                    contact: with.contact(&contact)?,
                    code: why.word().replace('-', "_"),
                    text: with.words.t(why.word()),
                });
            }
            Ok(out)
        })
        .await?;
    Ok(Json(List {
        data,
        next_cursor: None,
    }))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ContactMerge)]
pub struct Join {
    other_id: String,
}

/// A join that can be undone.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ContactMerged)]
pub struct Joined {
    merge_id: String,
    contact: ContactView,
}

/// `POST /contacts/{id}/merge`: the other joins this one.
pub async fn merge(
    app: Data<App>,
    caller: Caller,
    root: Path<ContactId>,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<Join>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let other = id("other_id", &came.it.other_id)?;
    let (by, root) = (caller.viewer.clone(), *root);
    let made = once
        .act(&app, move |w| joins::join(w, &by, root, other))
        .await?;
    let joined = Joined {
        merge_id: made.it.to_string(),
        contact: shown(&app, &caller, root).await?,
    };
    Ok(made.respond(joined))
}

/// `POST /merges/{id}/undo`.
pub async fn unmerge(
    app: Data<App>,
    caller: Caller,
    id: Path<ChangeId>,
    req: HttpRequest,
) -> Answer<HttpResponse> {
    let once = Once::of(&req, &caller, &[])?;
    let (by, id) = (caller.viewer.clone(), *id);
    let made = once
        .act(&app, move |w| Ok(joins::unjoin(w, &by, id)?.id))
        .await?;
    let view = shown(&app, &caller, made.it).await?;
    Ok(made.done(view))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = NewBlock)]
pub struct Block {
    until: Option<String>,
    reason: String,
}

/// `POST /contacts/{id}/block`.
pub async fn block(
    app: Data<App>,
    caller: Caller,
    id: Path<ContactId>,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<Block>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let until = instant("until", came.it.until.as_deref())?;
    let (by, id, reason) = (caller.viewer.clone(), *id, came.it.reason);
    let made = once
        .act(&app, move |w| {
            Ok(blocks::block(w, &by, id, until, &reason)?.id)
        })
        .await?;
    let view = shown(&app, &caller, made.it).await?;
    Ok(made.done(view))
}

/// `DELETE /contacts/{id}/block`.
pub async fn unblock(
    app: Data<App>,
    caller: Caller,
    id: Path<ContactId>,
) -> Answer<Json<ContactView>> {
    let (by, id) = (caller.viewer.clone(), *id);
    app.act(move |w| blocks::unblock(w, &by, id)).await?;
    shown(&app, &caller, id).await.map(Json)
}
