//! Invitations: making them, who was invited, a new link, taking them back.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::id;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::access::{InvitationMade, InvitationView};
use crate::api::view::choices::{self, chosen, one};
use crate::app::App;
use crate::auth::invite::{self, Invitation};
use crate::auth::link;
use crate::auth::secret::Secret;
use crate::desk::sending::need_mailbox;
use crate::domain::actor::Role;
use crate::domain::error::Result;
use crate::domain::id::{LinkId, TeamId};

/// `GET /invitations`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<InvitationView>>> {
    let found = caller.look(&app, |with| invite::open(with.look, with.viewer, with.now));
    Ok(Json(List::whole(
        found.await?.iter().map(InvitationView::of).collect(),
    )))
}

/// `GET /invitations/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<LinkId>,
) -> Answer<Json<InvitationView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: LinkId) -> Answer<InvitationView> {
    let found = caller.look(app, move |with| {
        invite::one(with.look, with.viewer, id, with.now)
    });
    Ok(InvitationView::of(&found.await?))
}

/// Somebody to invite.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "email": "bea@shop.example", "name": "Bea", "role": "agent", "by_mail": true }))]
pub struct NewInvitation {
    #[schema(required = true)]
    email: String,
    name: String,
    #[schema(schema_with = one::<choices::Role>)]
    role: Option<String>,
    /// The teams they will belong to.
    teams: Vec<String>,
    /// Send the link there too; needs a mailbox.
    by_mail: bool,
}

impl NewInvitation {
    fn invitation(&self) -> Result<Invitation> {
        Ok(Invitation {
            name: self.name.clone(),
            email: self.email.clone(),
            role: role(self.role.as_deref())?.unwrap_or_default(),
            teams: teams(&self.teams)?,
            by_mail: self.by_mail,
        })
    }
}

/// A role by its name.
///
/// # Errors
/// When it is none: `role` is wrong.
pub fn role(written: Option<&str>) -> Result<Option<Role>> {
    let named = |it| chosen::<choices::Role>("role", it);
    let name = written.map(named).transpose()?;
    Ok(name.and_then(Role::parse))
}

/// Ids of teams.
///
/// # Errors
/// When one is none: `teams` is wrong.
pub fn teams(written: &[String]) -> Result<Vec<TeamId>> {
    written.iter().map(|it| id("teams", it)).collect()
}

/// `POST /invitations`.
pub async fn create(app: Data<App>, call: Call<NewInvitation>) -> Answer<HttpResponse> {
    let (new, keys, secret) = (call.it.invitation()?, app.keys.clone(), Secret::new()?);
    let (for_deed, mailed) = (secret.clone(), new.by_mail);
    let made = call
        .act(&app, move |w, by| {
            if new.by_mail {
                need_mailbox(w)?;
            }
            Ok(invite::make(w, by, &new, &for_deed, &keys)?.id)
        })
        .await?;
    let secret = (!made.replayed).then_some(&secret);
    let view = with_link(&app, &call.caller, made.it, secret, mailed).await?;
    Ok(made.respond(view))
}

/// The link is told once: a repeat names the invitation alone.
async fn with_link(
    app: &App,
    caller: &Caller,
    id: LinkId,
    secret: Option<&Secret>,
    mailed: bool,
) -> Answer<InvitationMade> {
    let found = caller
        .look(app, move |with| {
            invite::one(with.look, with.viewer, id, with.now)
        })
        .await?;
    let url = secret.map(|it| link::address(&app.config.public_url, &found.purpose, it));
    Ok(InvitationMade {
        invitation: InvitationView::of(&found),
        url,
        mailed,
    })
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "by_mail": true }))]
pub struct Resend {
    /// Send the link there too; needs a mailbox.
    by_mail: bool,
}

/// `POST /invitations/{id}/resend`.
pub async fn resend(app: Data<App>, id: Path<LinkId>, call: Call<Resend>) -> Answer<HttpResponse> {
    let (id, keys, secret) = (*id, app.keys.clone(), Secret::new()?);
    let (for_deed, mailed) = (secret.clone(), call.it.by_mail);
    let made = call
        .act(&app, move |w, by| {
            if mailed {
                need_mailbox(w)?;
            }
            let keys = mailed.then_some(&*keys);
            Ok(invite::renew(w, by, id, &for_deed, keys)?.id)
        })
        .await?;
    let secret = (!made.replayed).then_some(&secret);
    let view = with_link(&app, &call.caller, made.it, secret, mailed).await?;
    Ok(made.done(view))
}

/// `DELETE /invitations/{id}`.
pub async fn withdraw(
    app: Data<App>,
    id: Path<LinkId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| {
            invite::one(w, by, id, w.now())?;
            invite::withdraw(w, by, id)
        })
        .await?;
    Ok(made.gone())
}
