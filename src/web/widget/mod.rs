//! The chat on the owner's web site: the script that puts it there, the frame it stands in, and the same as a whole page.
//! A visitor is known by a pass their own browser keeps; nobody here is logged in.

pub mod known;
pub mod live;
pub mod loader;
pub mod panel;
pub mod routes;
pub mod say;
pub mod thread;

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Data;
use url::{Url, form_urlencoded};

use crate::app::App;
use crate::app::visitors::{Place, Rate};
use crate::auth::secret;
use crate::channels::webchat::pass::Pass;
use crate::channels::webchat::settings::Settings;
use crate::conversations::chat::visitor;
use crate::conversations::sla::hours;
use crate::domain::channel::{Channel, ChannelKind, Connection};
use crate::domain::contact::Handle;
use crate::domain::error::{Error, Result};
use crate::domain::id::ConversationId;
use crate::domain::team::Business;
use crate::domain::time::{Millis, Span};
use crate::sla::calendar::Calendar;
use crate::store::Look;
use crate::web::{guard, source};
use crate::words::{Language, Words};

/// A frame says that it is one: cookies of the page count for nothing there.
const FRAME: &str = "x-chat-frame";

/// Messages, typing and the like of one address, all its visitors together.
const OF_ADDRESS: Rate = Rate {
    burst: 120,
    every: Span(500),
};

/// The chat a request is for, and who asks.
#[derive(Clone)]
pub struct Chat {
    pub app: Data<App>,
    pub key: String,
    pub connection: Connection,
    pub channel: Channel,
    pub settings: Settings,
    pub business: Business,
    /// Those of the channel, else of its team, else of the desk.
    pub calendar: Calendar<'static>,
    pub words: Words,
    pub now: Millis,
    /// A pass that counts.
    pub pass: Option<Pass>,
    pub from: Option<IpAddr>,
    /// In a frame on somebody's page.
    pub framed: bool,
    /// The page asks not as a script.
    pub plain: bool,
}

impl Chat {
    /// Reads who asks for what.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a key nobody has.
    pub async fn of(app: &Data<App>, req: &HttpRequest, key: &str) -> Result<Self> {
        let framed = req.headers().contains_key(FRAME);
        let (wanted, given) = (key.to_owned(), given_pass(req, key, framed));
        let (keys, now) = (app.keys.clone(), app.clock.now());
        let found = app
            .look(move |look| {
                let (connection, channel) = find(look, &wanted)?;
                let pass = Pass::read(&keys, channel.id, &given, now);
                let pass = match pass {
                    Some(it) if visitor::is_over(look, &it.handle(&channel.scope()))? => None,
                    other => other,
                };
                let business = look.business()?.unwrap_or_default();
                let calendar = hours::at(look, channel.id, channel.team)?;
                Ok((connection, channel, (business, calendar), pass))
            })
            .await?;
        let (connection, channel, (business, calendar), pass) = found;
        let language = language(req, &channel, &business);
        Ok(Chat {
            app: app.clone(),
            key: key.to_owned(),
            settings: Settings::of(&connection.provider().cloned().unwrap_or_default()),
            words: Words::for_reader(language.code(), &business.time_zone)
                .in_country(&business.country),
            connection,
            channel,
            business,
            calendar,
            now,
            pass,
            from: source::address(req),
            framed,
            plain: !accepts_json(req),
        })
    }

    /// As [`Chat::of`], for what changes something: it must come from a page of ours, and not too often.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::TooMany`]; [`Error::NotFound`].
    pub async fn posting(app: &Data<App>, req: &HttpRequest, key: &str) -> Result<Self> {
        if !guard::is_from_here(req.headers(), &app.config) {
            return Err(Error::Forbidden { need: "origin" });
        }
        let chat = Self::of(app, req, key).await?;
        chat.app
            .visitors
            .count("any", chat.from, OF_ADDRESS, chat.now)?;
        Ok(chat)
    }

    /// What names a visitor in the store.
    #[must_use]
    pub fn handle(&self, pass: &Pass) -> Handle {
        pass.handle(&self.channel.scope())
    }

    #[must_use]
    pub fn place(&self, pass: &Pass) -> Place {
        Place {
            channel: self.channel.id,
            peer: pass.peer(),
        }
    }

    /// What the chat is called to visitors.
    #[must_use]
    pub fn name(&self) -> &str {
        if self.settings.name.is_empty() {
            &self.business.name
        } else {
            &self.settings.name
        }
    }

    /// The conversations somebody is in.
    ///
    /// # Errors
    /// The store's.
    pub async fn conversations(&self, pass: &Pass) -> Result<Vec<ConversationId>> {
        let (channel, handle) = (self.channel.clone(), self.handle(pass));
        self.app
            .look(move |look| visitor::talks(look, &channel, &handle).map(|it| it.conversations))
            .await
    }

    /// Tells the open chats of somebody which conversations are theirs now.
    ///
    /// # Errors
    /// The store's.
    pub async fn follow(&self, pass: &Pass) -> Result<()> {
        let all = self.conversations(pass).await?;
        self.app.visitors.follow(&self.place(pass), &all);
        Ok(())
    }

    /// The name of the cookie that carries the pass where no script does.
    #[must_use]
    pub fn cookie(&self) -> String {
        cookie(&self.key)
    }
}

fn cookie(key: &str) -> String {
    let word = key.chars().filter(char::is_ascii_alphanumeric).take(10);
    format!("chat-{}", word.collect::<String>())
}

fn find(look: &Look<'_>, key: &str) -> Result<(Connection, Channel)> {
    let gone = || Error::not_found("chat");
    let connection = look.connections()?.into_iter().find(|it| {
        it.kind == ChannelKind::WebChat
            && it.retired_at.is_none()
            && !it.key.is_empty()
            && secret::same(&it.key, key)
    });
    let connection = connection.ok_or_else(gone)?;
    let channels = look.channels_of(connection.id)?;
    let channel = channels.into_iter().find(|it| it.retired_at.is_none());
    Ok((connection, channel.ok_or_else(gone)?))
}

/// `Authorization: Bearer`, else, on the whole page, the cookie.
fn given_pass(req: &HttpRequest, key: &str, framed: bool) -> String {
    let header = req.headers().get(header::AUTHORIZATION);
    let header = header.and_then(|it| it.to_str().ok());
    if let Some(bearer) = header.and_then(|it| it.strip_prefix("Bearer ")) {
        return bearer.trim().to_owned();
    }
    let kept = req.cookie(&cookie(key)).filter(|_| !framed);
    kept.map(|it| it.value().to_owned()).unwrap_or_default()
}

fn accepts_json(req: &HttpRequest) -> bool {
    let accepted = req.headers().get(header::ACCEPT);
    accepted
        .and_then(|it| it.to_str().ok())
        .is_some_and(|it| it.contains("application/json"))
}

/// The language of the page the chat stands on, else of the browser, else of the channel and the business.
fn language(req: &HttpRequest, channel: &Channel, business: &Business) -> Language {
    let accepted = req.headers().get(header::ACCEPT_LANGUAGE);
    let own = if channel.language.is_empty() {
        &business.language
    } else {
        &channel.language
    };
    asked(req, "lang")
        .and_then(|it| Language::spoken(&it))
        .or_else(|| {
            let header = accepted.and_then(|it| it.to_str().ok());
            header.and_then(Language::wished)
        })
        .unwrap_or_else(|| Language::parse(own))
}

/// A parameter of the address.
fn asked(req: &HttpRequest, name: &str) -> Option<String> {
    form_urlencoded::parse(req.query_string().as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}

/// The site whose page asked, when the browser says so.
fn asking_site(req: &HttpRequest) -> Option<String> {
    let referer = req.headers().get(header::REFERER)?.to_str().ok()?;
    let origin = Url::parse(referer).ok()?.origin();
    origin.is_tuple().then(|| origin.ascii_serialization())
}
