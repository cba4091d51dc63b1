//! `GET /w/{key}.js`: the script a site names. It brings its settings along, so nothing else is fetched before somebody
//! opens the chat.

use actix_web::http::header::{CACHE_CONTROL, HeaderName};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::app::visitors::Load;
use crate::desk::providers;
use crate::domain::error::Error;
use crate::web::asker::Answer;
use crate::web::assets;
use crate::web::widget::{Chat, asking_site};
use crate::words::{Language, Words};

/// What of a load is remembered, by the names in the settings learnt.
pub const SEEN_ON: &str = "seen_on";
pub const SEEN_AT: &str = "seen_at";

/// `GET /w/{name}`
pub async fn script(app: Data<App>, req: HttpRequest, name: Path<String>) -> Answer {
    let key = name.strip_suffix(".js").ok_or(Error::not_found("script"))?;
    let chat = Chat::of(&app, &req, key).await?;
    let site = asking_site(&req);
    let own = url::Url::parse(&app.config.public_url).map(|it| it.origin().ascii_serialization());
    let is_own = site.is_some() && site == own.ok();
    let allowed = site
        .as_ref()
        .is_none_or(|it| chat.settings.origins.contains(it));
    if let Some(origin) = site.filter(|_| !is_own) {
        note(&chat, origin, allowed);
    }
    if !allowed && !is_own {
        return Ok(HttpResponse::Forbidden()
            .content_type("text/plain; charset=utf-8")
            .insert_header((CACHE_CONTROL, "no-store"))
            .body(chat.words.t("widget-not-allowed")));
    }
    let body = format!(
        "{}({});",
        String::from_utf8_lossy(&assets::loader())
            .trim_end()
            .trim_end_matches(';'),
        settings(&chat)
    );
    Ok(HttpResponse::Ok()
        .content_type("text/javascript; charset=utf-8")
        .insert_header((CACHE_CONTROL, "public, max-age=300"))
        .insert_header((
            HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ))
        .body(body))
}

/// What the script knows from the start. Its few words are in every language: only the page it runs on knows which.
fn settings(chat: &Chat) -> Value {
    let mut words = Map::new();
    for language in Language::ALL {
        let spoken = Words::new(language, chat.words.zone().clone());
        let own = json!([
            spoken.t("widget-open"),
            spoken.t("widget-close"),
            spoken.t_of("widget-title", "name", chat.name()),
            spoken.t("widget-unread")
        ]);
        words.insert(language.primary().to_owned(), own);
    }
    json!({
        "key": chat.key,
        "colour": chat.settings.colour,
        "left": chat.settings.left,
        "words": words,
    })
}

/// Remembers where the script was loaded: what the page *Install* shows.
fn note(chat: &Chat, origin: String, allowed: bool) {
    let (id, at) = (chat.connection.id, chat.now);
    let load = Load {
        origin: origin.clone(),
        allowed,
        at,
    };
    let is_news = chat.app.visitors.loaded(id, load);
    if is_news {
        chat.app.hub.called(id);
    }
    if is_news && allowed {
        let learnt = [
            (SEEN_ON.to_owned(), origin),
            (SEEN_AT.to_owned(), at.0.to_string()),
        ];
        let key = format!("chat loaded {id}");
        chat.app
            .store
            .later(key, move |w| providers::learn(w, id, &learnt));
    }
}
