//! How a visitor comes to be known: the owner's site vouches for them, or they say themselves how to reach them.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Form, Json, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

use crate::app::App;
use crate::app::visitors::Rate;
use crate::channels::kit::Door;
use crate::channels::webchat::identity::{self, Unproven};
use crate::channels::webchat::pass::Pass;
use crate::conversations::chat::visitor;
use crate::domain::contact::Handle;
use crate::domain::error::Error;
use crate::domain::time::Span;
use crate::text::address::Address;
use crate::web::asker::{Answer, see_other};
use crate::web::widget::{Chat, panel, say};

const TRIES: Rate = Rate {
    burst: 20,
    every: Span::seconds(6),
};
const REACH: Rate = Rate {
    burst: 5,
    every: Span::minutes(1),
};

/// Who the site says it is: a JWT, or an id with its hash.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Vouched {
    token: String,
    identifier: String,
    identifier_hash: String,
}

/// `POST /widget/{key}/identify`: a new pass for a user of the site. The one before it counts no more, and what was
/// written under it is theirs.
pub async fn identify(
    app: Data<App>,
    req: HttpRequest,
    key: Path<String>,
    given: Json<Vouched>,
) -> Answer {
    let chat = Chat::posting(&app, &req, &key).await?;
    app.visitors.count("identify", chat.from, TRIES, chat.now)?;
    let door = Door::open(chat.connection.clone(), &app.keys, &app.net)?;
    let secrets = door.secret("identity_secret");
    let proven = if given.token.is_empty() {
        identity::by_hash(secrets, &given.identifier, &given.identifier_hash, chat.now)
    } else {
        identity::by_token(secrets, &given.token, chat.now)
    };
    let it = match proven {
        Ok(it) => it,
        Err(why) => return Ok(refused(why)),
    };
    let pass = Pass::of_user(&app.keys, chat.channel.id, &it.user, it.until);
    let before = chat.pass.filter(|it| !it.proven).map(|it| chat.handle(&it));
    let (now, known_as) = (chat.handle(&pass), say::known_as(&chat, &it));
    app.act(move |w| visitor::identify(w, before.as_ref(), &now, &known_as))
        .await?;
    chat.follow(&pass).await?;
    let body = json!({ "pass": pass.written(&app.keys, chat.channel.id) });
    let mut response = HttpResponse::Ok().json(body);
    if !chat.framed {
        panel::keep(&chat, &pass, &mut response);
    }
    Ok(response)
}

/// Says why, to the site's programmers.
fn refused(why: Unproven) -> HttpResponse {
    HttpResponse::build(StatusCode::UNAUTHORIZED).json(json!({ "why": why.word() }))
}

/// Where they can be answered when they are gone.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Reach {
    email: String,
}

/// `POST /widget/{key}/reach`: an address the visitor typed. It is claimed, and shows them nothing of its owner's.
pub async fn reach(
    app: Data<App>,
    req: HttpRequest,
    key: Path<String>,
    form: Form<Reach>,
) -> Answer {
    let chat = Chat::posting(&app, &req, &key).await?;
    let pass = chat.pass.ok_or(Error::Unauthenticated)?;
    app.visitors.count("reach", pass.peer(), REACH, chat.now)?;
    let page = format!("/chat/{}", chat.key);
    let Some(address) = Address::parse(&form.email) else {
        if chat.plain {
            return Ok(see_other(&format!("{page}?error=1")));
        }
        return Err(Error::invalid("email", "error-bad-address").into());
    };
    let (handle, claimed) = (chat.handle(&pass), Handle::email(address.as_str()));
    app.act(move |w| visitor::claims(w, &handle, &claimed))
        .await?;
    if chat.plain {
        return Ok(see_other(&page));
    }
    Ok(HttpResponse::NoContent().finish())
}
