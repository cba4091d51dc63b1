//! Asking Google or Microsoft for leave to a mailbox: off to the provider with state and PKCE (RFC 7636), back to a
//! page whose button exchanges the code. What waits meanwhile travels sealed in a cookie of ten minutes.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::{Form as Body, Path, Query};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::auth::secret::{Secret, same};
use crate::channels::email::oauth::{self, Pkce};
use crate::channels::kit::open_secret;
use crate::desk::channels::{self, Granted};
use crate::desk::mailbox::Hidden;
use crate::domain::channel::{Connection, EmailSettings, OAuthGrant};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, Id};
use crate::domain::time::{Millis, Span};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::settings::{admin, id, show};
use crate::web::sheet::{Field, Form, Part, Section, Sheet};

const COOKIE: &str = "lobby-oauth";
const VALID: Span = Span::minutes(10);

/// What waits for the provider's answer.
#[derive(Debug, Serialize, Deserialize)]
struct Waiting {
    channel: ChannelId,
    state: String,
    verifier: String,
    until: Millis,
}

fn callback(app: &App) -> String {
    format!("{}/settings/oauth/callback", app.config.public_url)
}

fn mailbox(connection: &Connection) -> Result<(&EmailSettings, &OAuthGrant)> {
    let settings = connection.email().ok_or(Error::not_found("channel"))?;
    let grant = settings.oauth.as_ref();
    Ok((settings, grant.ok_or(Error::conflict("not-oauth"))?))
}

/// `POST /settings/channels/{id}/oauth`: sends the browser to the provider.
pub async fn start(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let channel: ChannelId = id(&at)?;
    let app = &asker.app;
    let (_, connection) = app.look(move |look| channels::find(look, channel)).await?;
    let (settings, grant) = mailbox(&connection)?;
    let pkce = Pkce::new().map_err(|err| Error::internal("preparing to ask", err))?;
    let state = Secret::new()?.expose();
    let asked = (callback(app), state.as_str(), &pkce);
    let url = oauth::authorize_url(
        settings.auth,
        grant,
        &settings.address,
        (&asked.0, asked.1, asked.2),
    )
    .map_err(|_| Error::invalid("oauth.client_id", "error-missing"))?;
    let waiting = Waiting {
        channel,
        state,
        verifier: pkce.verifier,
        until: asker.now + VALID,
    };
    let mut answer = see_other(&url);
    put_cookie(&asker, &mut answer, &waiting)?;
    Ok(answer)
}

fn put_cookie(
    asker: &Asker,
    answer: &mut actix_web::HttpResponse,
    waiting: &Waiting,
) -> Result<()> {
    let text =
        serde_json::to_vec(waiting).map_err(|err| Error::internal("writing a cookie", err))?;
    let sealed = asker
        .app
        .keys
        .seal(&asker.signed.session.id.bytes(), &text)?;
    let cookie = Cookie::build(COOKIE, URL_SAFE_NO_PAD.encode(sealed))
        .path("/settings/oauth")
        .http_only(true)
        .secure(asker.app.config.is_https())
        .same_site(SameSite::Lax)
        .max_age(actix_web::cookie::time::Duration::milliseconds(VALID.0))
        .finish();
    answer
        .add_cookie(&cookie)
        .map_err(|err| Error::internal("writing a cookie", err))
}

/// What this session waits for; nothing when it never asked, or too long ago.
fn waiting(asker: &Asker, req: &HttpRequest, state: &str) -> Result<Waiting> {
    let gone = || Error::not_found("link");
    let cookie = req.cookie(COOKIE).ok_or_else(gone)?;
    let sealed = URL_SAFE_NO_PAD.decode(cookie.value()).map_err(|_| gone())?;
    let owner = asker.signed.session.id.bytes();
    let opened = asker.app.keys.unseal(&owner, &sealed).map_err(|_| gone())?;
    let waiting: Waiting = serde_json::from_slice(&opened).map_err(|_| gone())?;
    if same(&waiting.state, state) && asker.now < waiting.until {
        Ok(waiting)
    } else {
        Err(gone())
    }
}

/// How the provider answers.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answered {
    code: String,
    state: String,
    error: String,
}

/// `GET /settings/oauth/callback`: shows a button; nothing is done by a GET.
pub async fn back(asker: Asker, req: HttpRequest, answered: Query<Answered>) -> Answer {
    admin(&asker)?;
    let waiting = waiting(&asker, &req, &answered.state)?;
    let words = &asker.words;
    let place = format!("/settings/channels/{}", waiting.channel);
    let mut sheet =
        Sheet::new(words.t("oauth-title"), String::new()).back(&place, words.t("set-channels"));
    if answered.code.is_empty() {
        let key = if answered.error == "access_denied" {
            "oauth-denied"
        } else {
            "oauth-failed"
        };
        sheet.banner("bad", words.t(key));
        return show(&asker, sheet).await;
    }
    let form = Form::new(
        "/settings/oauth/callback",
        words.t("oauth-finish"),
        vec![
            Field::hidden("code", &answered.code),
            Field::hidden("state", &answered.state),
        ],
    );
    show(
        &asker,
        sheet
            .with(Section::of(String::new(), vec![Part::Form(form)]).text(words.t("oauth-agreed"))),
    )
    .await
}

/// `POST /settings/oauth/callback`: exchanges the code for tokens and keeps them sealed.
pub async fn finish(asker: Asker, req: HttpRequest, answered: Body<Answered>) -> Answer {
    admin(&asker)?;
    let waiting = waiting(&asker, &req, &answered.state)?;
    let channel = waiting.channel;
    let place = format!("/settings/channels/{channel}");
    let granted = match exchange(&asker, &waiting, &answered.code).await {
        Ok(it) => it,
        Err(err) => {
            tracing::warn!(error = %err, "a grant was not exchanged");
            let words = &asker.words;
            let mut sheet = Sheet::new(words.t("oauth-title"), String::new())
                .back(&place, words.t("set-channels"));
            sheet.banner("bad", words.t("oauth-failed"));
            return show(&asker, sheet).await;
        }
    };
    let (viewer, keys) = (asker.viewer().clone(), asker.app.keys.clone());
    asker
        .app
        .act(move |write| channels::put_grant(write, &viewer, &keys, channel, &granted))
        .await?;
    let mut answer = see_other(&place);
    let mut gone = Cookie::build(COOKIE, "").path("/settings/oauth").finish();
    gone.make_removal();
    answer
        .add_cookie(&gone)
        .map_err(|err| Error::internal("writing a cookie", err))?;
    Ok(answer)
}

async fn exchange(asker: &Asker, waiting: &Waiting, code: &str) -> Result<Granted> {
    let app = &asker.app;
    let channel = waiting.channel;
    let (_, connection) = app.look(move |look| channels::find(look, channel)).await?;
    let (settings, grant) = mailbox(&connection)?;
    let secret = open_secret(&app.keys, connection.id, &grant.sealed_client_secret)?;
    let tokens = oauth::exchange(
        &app.net,
        (settings.auth, grant, secret.as_str()),
        (code, &callback(app), &waiting.verifier),
    )
    .await
    .map_err(|err| Error::internal("asking for tokens", err))?;
    let refresh = tokens.refresh.unwrap_or_default();
    Ok(Granted {
        refresh_token: Hidden::new(&refresh),
        access_token: Hidden::new(&tokens.access),
        expires_at: app.clock.now() + Span::seconds(tokens.expires_in_s),
    })
}
