//! The chat itself: in a frame on a page of the owner's site, and as a page of its own that needs no script.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::app::App;
use crate::channels::webchat::pass::Pass;
use crate::domain::channel::ChannelKind;
use crate::domain::error::{Error, Result};
use crate::keys::sha256;
use crate::web::asker::{Answer, see_other};
use crate::web::assets;
use crate::web::view::initials;
use crate::web::widget::thread::{self, ThreadView};
use crate::web::widget::{Chat, asked, asking_site};
use crate::words::Words;

/// Characters of what a link brings along.
const LONGEST_SAY: usize = 200;

/// What is asked before the first message.
struct Ask {
    name: &'static str,
    label: String,
    kind: &'static str,
    auto: &'static str,
}

#[derive(Template)]
#[template(path = "widget/panel.html")]
struct PanelView {
    words: Words,
    key: String,
    name: String,
    face: String,
    framed: bool,
    /// `root { … }`: the one style that is inside, allowed by its hash.
    style: String,
    open: bool,
    status: String,
    greeting: String,
    asks: Vec<Ask>,
    /// Under which a message posted without a script is known.
    once: String,
    pass: String,
    thread: ThreadView,
    sites: String,
    script_words: String,
    error: String,
    /// What stands in the field already: what a link brought.
    say: String,
}

impl PanelView {
    fn asset(&self, name: &str) -> &'static str {
        assets::path(name)
    }

    fn icon(&self, name: &str) -> String {
        format!("{}#{name}", assets::path("icons.svg"))
    }
}

/// Whether somebody is there by the calendar, and the sentence for it.
#[must_use]
pub fn hours(chat: &Chat) -> (bool, String) {
    let calendar = &chat.calendar;
    let words = chat.words.clone().in_zone(calendar.zone());
    if calendar.is_open_at(chat.now) {
        let until = calendar.closes_after(chat.now);
        let text = until.map(|it| words.t_of("widget-open-until", "time", words.clock(it)));
        return (true, text.unwrap_or_else(|| words.t("widget-answers-soon")));
    }
    let next = calendar.opens_after(chat.now);
    let text = next.map(|it| words.t_of("widget-opens", "time", words.until(it, chat.now)));
    (
        false,
        text.unwrap_or_else(|| words.t("widget-answers-later")),
    )
}

fn asks(chat: &Chat) -> Vec<Ask> {
    let known = chat.settings.asked.iter();
    known
        .map(|it| match *it {
            "email" => Ask {
                name: "email",
                label: chat.words.t("widget-email"),
                kind: "email",
                auto: "email",
            },
            "phone" => Ask {
                name: "phone",
                label: chat.words.t("widget-phone"),
                kind: "tel",
                auto: "tel",
            },
            _ => Ask {
                name: "name",
                label: chat.words.t("widget-name"),
                kind: "text",
                auto: "name",
            },
        })
        .collect()
}

/// The sentences the script says itself.
fn script_words(words: &Words) -> Value {
    json!({
        "sending": words.t("widget-sending"),
        "failed": words.t("widget-failed"),
        "retry": words.t("widget-retry"),
        "offline": words.t("widget-offline"),
        "slow": words.t("widget-slow-down"),
        "large": words.t("widget-too-large"),
        "remove": words.t("widget-remove-file"),
        "thanks": words.t("widget-reach-thanks"),
        "email": words.t("widget-email-wrong"),
    })
}

async fn view(chat: &Chat, framed: bool, pass: &Pass) -> Result<PanelView> {
    let thread = thread::view(chat, Some(pass)).await?;
    let (open, status) = hours(chat);
    let greeting = if chat.settings.greeting.is_empty() {
        chat.words.t("widget-greeting")
    } else {
        chat.settings.greeting.clone()
    };
    Ok(PanelView {
        key: chat.key.clone(),
        name: chat.name().to_owned(),
        face: initials(chat.name()),
        framed,
        style: format!(":root{{--brand:{}}}", chat.settings.colour),
        open,
        status,
        greeting,
        asks: if thread.items.is_empty() {
            asks(chat)
        } else {
            Vec::new()
        },
        once: uuid::Uuid::new_v4().to_string(),
        pass: if framed {
            pass.written(&chat.app.keys, chat.channel.id)
        } else {
            String::new()
        },
        thread,
        sites: json!(chat.settings.origins).to_string(),
        script_words: script_words(&chat.words).to_string(),
        error: String::new(),
        say: String::new(),
        words: chat.words.clone(),
    })
}

fn answer(view: &PanelView, ancestors: &str) -> Answer {
    let body = view
        .render()
        .map_err(|err| Error::internal("rendering a page", err))?;
    let hash = STANDARD.encode(sha256(view.style.as_bytes()).0);
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-{hash}'; \
         img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors {ancestors}"
    );
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, policy))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(body))
}

/// `GET /widget/{key}/panel`: for a frame on the sites that were named, and on no other.
pub async fn frame(app: Data<App>, req: HttpRequest, key: Path<String>) -> Answer {
    let chat = Chat::of(&app, &req, &key).await?;
    let sites = &chat.settings.origins;
    let dest = req.headers().get("sec-fetch-dest");
    let is_framed = dest.is_some_and(|it| it == "iframe");
    let stranger = asking_site(&req).is_some_and(|it| !sites.contains(&it));
    if is_framed && stranger {
        return Err(Error::Forbidden { need: "origin" }.into());
    }
    let ancestors = if sites.is_empty() {
        "'none'".to_owned()
    } else {
        sites.join(" ")
    };
    let view = view(&chat, true, &Pass::fresh(chat.now)?).await?;
    answer(&view, &ancestors)
}

/// `GET /chat/{key}`: the whole page. The pass is a cookie here.
pub async fn page(app: Data<App>, req: HttpRequest, key: Path<String>) -> Answer {
    let chat = Chat::of(&app, &req, &key).await?;
    let pass = match chat.pass {
        Some(it) => it,
        None => Pass::fresh(chat.now)?,
    };
    let mut view = view(&chat, false, &pass).await?;
    if asked(&req, "error").is_some() {
        view.error = chat.words.t("widget-failed");
    }
    if let Some(said) = asked(&req, "say") {
        view.say = said.chars().take(LONGEST_SAY).collect();
    }
    let ancestors = if app.config.demo { "'self'" } else { "'none'" };
    let mut response = answer(&view, ancestors)?;
    if chat.pass.is_none() {
        keep(&chat, &pass, &mut response);
    }
    Ok(response)
}

/// Gives the browser the pass to keep, out of reach of scripts.
pub fn keep(chat: &Chat, pass: &Pass, response: &mut HttpResponse) {
    let left = pass.until.since(chat.now).0 / 1_000;
    let cookie = Cookie::build(chat.cookie(), pass.written(&chat.app.keys, chat.channel.id))
        .path("/")
        .http_only(true)
        .secure(chat.app.config.is_https())
        .same_site(SameSite::Strict)
        .max_age(actix_web::cookie::time::Duration::seconds(left))
        .finish();
    let _ = response.add_cookie(&cookie);
}

/// `GET /chat`: the chat of the business.
pub async fn home(app: Data<App>) -> Answer {
    let found = app
        .look(|look| {
            let all = look.connections()?.into_iter();
            let mut chats =
                all.filter(|it| it.kind == ChannelKind::WebChat && it.retired_at.is_none());
            Ok(chats.next().map(|it| it.key))
        })
        .await?;
    let key = found.ok_or(Error::not_found("chat"))?;
    Ok(see_other(&format!("/chat/{key}")))
}
