//! API tokens: which there are, making one, revoking it. A token's role is its scope: what an agent, a supervisor, an
//! administrator or an owner may do.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::maybe_id;
use crate::api::invitations::{role, teams};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::api::view::access::{TokenMade, TokenView};
use crate::api::view::choices::{self, one};
use crate::app::App;
use crate::auth::secret::Secret;
use crate::auth::token;
use crate::domain::error::{Error, Result};
use crate::domain::id::TokenId;

/// `GET /tokens`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<TokenView>>> {
    let found = caller.look(&app, |with| token::list(with.look, with.viewer));
    Ok(Json(List::whole(
        found.await?.iter().map(TokenView::of).collect(),
    )))
}

/// `GET /tokens/{id}`.
pub async fn show(app: Data<App>, caller: Caller, id: Path<TokenId>) -> Answer<Json<TokenView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: TokenId) -> Answer<TokenView> {
    let found = caller
        .look(app, move |with| {
            let all = token::list(with.look, with.viewer)?;
            let found = all.into_iter().find(|it| it.id == id);
            found.ok_or(Error::not_found("token"))
        })
        .await?;
    Ok(TokenView::of(&found))
}

/// A token to make. It may do no more than who makes it, and ends with the token it is made with.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "Invoices", "role": "agent" }))]
pub struct NewToken {
    #[schema(required = true)]
    name: String,
    #[schema(schema_with = one::<choices::Role>)]
    role: Option<String>,
    /// The id of an agent as whom it writes; without one it writes as a program.
    acts_as: Option<String>,
    /// Private teams it may see.
    teams: Vec<String>,
}

impl NewToken {
    fn made_with(&self, maker: TokenId) -> Result<token::NewToken> {
        Ok(token::NewToken {
            name: self.name.clone(),
            role: role(self.role.as_deref())?.unwrap_or_default(),
            acts_as: maybe_id("acts_as", self.acts_as.as_ref())?,
            teams: teams(&self.teams)?,
            made_with: Some(maker),
        })
    }
}

/// `POST /tokens`. The secret is told once: a repeat names the token alone.
pub async fn create(app: Data<App>, call: Call<NewToken>) -> Answer<HttpResponse> {
    let new = call.it.made_with(call.caller.token)?;
    let secret = Secret::new()?;
    let hash = secret.hash();
    let made = call
        .act(&app, move |w, by| Ok(token::make(w, by, &new, hash)?.id))
        .await?;
    let view = TokenMade {
        token: shown(&app, &call.caller, made.it).await?,
        secret: (!made.replayed).then(|| token::written(&secret)),
    };
    Ok(made.respond(view))
}

/// `DELETE /tokens/{id}`: with it end those that were made with it.
pub async fn revoke(
    app: Data<App>,
    id: Path<TokenId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| token::revoke(w, by, id))
        .await?;
    Ok(made.gone())
}
