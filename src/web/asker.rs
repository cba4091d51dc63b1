//! Who asks for a page and how they want it: the extractors handlers begin with, and how answers leave.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use askama::Template;
use url::form_urlencoded;

use crate::app::App;
use crate::domain::actor::Viewer;
use crate::domain::agent::Agent;
use crate::domain::error::Error;
use crate::domain::time::Millis;
use crate::web::error::PageError;
use crate::web::page::{Look, Page, Theme};
use crate::web::session::{self, Signed};
use crate::words::{Language, Words};

/// What a handler answers.
pub type Answer = Result<HttpResponse, PageError>;

/// Cookie with `light` or `dark`.
pub const THEME: &str = "theme";
/// Cookie with `compact` or `roomy`.
pub const DENSITY: &str = "density";
/// Cookie with the language of somebody who is not logged in.
pub const LANGUAGE: &str = "language";

/// Somebody who is logged in and asks for a page or a piece of one.
#[derive(Clone)]
pub struct Asker {
    pub app: Data<App>,
    pub signed: Signed,
    pub words: Words,
    pub look: Look,
    /// A script asks for a piece of the page.
    pub piece: bool,
    pub now: Millis,
}

impl Asker {
    #[must_use]
    pub fn viewer(&self) -> &Viewer {
        &self.signed.viewer
    }

    #[must_use]
    pub fn agent(&self) -> &Agent {
        &self.signed.agent
    }
}

/// Somebody who need not be logged in.
#[derive(Clone)]
pub struct Visitor {
    pub app: Data<App>,
    pub words: Words,
    pub look: Look,
    pub business: String,
    /// Of the session, when there is one.
    pub csrf: String,
}

impl Visitor {
    /// A page of the plain layout.
    #[must_use]
    pub fn page(&self) -> Page {
        Page::plain(
            self.words.clone(),
            self.look.clone(),
            self.csrf.clone(),
            self.business.clone(),
        )
    }
}

/// A page or piece as an answer.
///
/// # Errors
/// [`Error::Internal`] when the template fails.
pub fn html(view: &impl Template) -> Answer {
    Ok(page_of(rendered(view)?))
}

/// A page or piece as text.
///
/// # Errors
/// As [`html`].
pub fn rendered(view: &impl Template) -> Result<String, Error> {
    view.render()
        .map_err(|err| Error::internal("rendering a page", err))
}

/// What was rendered, as an answer.
#[must_use]
pub fn page_of(body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .body(body)
}

/// Sends the browser on with GET after a deed.
#[must_use]
pub fn see_other(place: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, place))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}

fn cookie_text(req: &HttpRequest, name: &str) -> String {
    req.cookie(name)
        .map(|it| it.value().to_owned())
        .unwrap_or_default()
}

fn look_of(req: &HttpRequest, agent: Option<&Agent>) -> Look {
    let preferences = agent.map(|it| it.preferences.clone()).unwrap_or_default();
    let theme = cookie_text(req, THEME);
    let density = cookie_text(req, DENSITY);
    Look {
        theme: Theme::parse(if theme.is_empty() {
            &preferences.theme
        } else {
            &theme
        }),
        compact: match density.as_str() {
            "compact" => true,
            "roomy" => false,
            _ => preferences.compact,
        },
        keys_off: preferences.keys_off,
        keys: preferences.keys,
        after: preferences.after,
    }
}

/// The language asked for by `?language=`, when Lobby speaks it.
#[must_use]
pub fn language_asked(query: &str) -> Option<Language> {
    form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == LANGUAGE)
        .and_then(|(_, value)| Language::spoken(&value))
}

/// The language of somebody who is not logged in: asked for, chosen before, accepted, or that of the business.
#[must_use]
pub fn language_of(req: &HttpRequest, business: &str) -> Language {
    let accepted = req.headers().get(header::ACCEPT_LANGUAGE);
    language_asked(req.query_string())
        .or_else(|| Language::spoken(&cookie_text(req, LANGUAGE)))
        .or_else(|| {
            accepted
                .and_then(|it| it.to_str().ok())
                .and_then(Language::wished)
        })
        .unwrap_or_else(|| Language::parse(business))
}

/// Reads the visitor of any request; never fails: an error page must be shown whatever is broken.
pub async fn visitor(req: &HttpRequest) -> Option<Visitor> {
    let app = req.app_data::<Data<App>>()?.clone();
    let business = app.look(|look| look.business()).await.ok().flatten();
    let business = business.unwrap_or_default();
    let signed = session::of(req).await.ok().flatten();
    let agent = signed.as_ref().map(|it| &it.agent);
    let words = match agent {
        Some(it) => Words::for_reader(&it.language, &it.time_zone),
        None => Words::for_reader(
            language_of(req, &business.language).code(),
            &business.time_zone,
        ),
    }
    .in_country(&business.country);
    Some(Visitor {
        look: look_of(req, agent),
        words,
        business: if business.name.is_empty() {
            "Lobby".to_owned()
        } else {
            business.name
        },
        csrf: signed.map(|it| it.session.csrf).unwrap_or_default(),
        app,
    })
}

/// The country of the business; empty before it was named.
async fn country(app: &App) -> String {
    if let Some(known) = app.store.glance().business() {
        return known.country;
    }
    let found = app.look(|look| look.business()).await.ok().flatten();
    found.map(|it| it.country).unwrap_or_default()
}

type Waiting<T> = Pin<Box<dyn Future<Output = Result<T, actix_web::Error>>>>;

impl FromRequest for Asker {
    type Error = actix_web::Error;
    type Future = Waiting<Self>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let signed = Signed::from_request(req, payload);
        let req = req.clone();
        Box::pin(async move {
            let signed = signed.await?;
            let app = req
                .app_data::<Data<App>>()
                .cloned()
                .ok_or_else(|| PageError(Error::Internal("no app behind this route".to_owned())))?;
            let words = Words::for_reader(&signed.agent.language, &signed.agent.time_zone);
            Ok(Self {
                words: words.in_country(&country(&app).await),
                look: look_of(&req, Some(&signed.agent)),
                piece: req.headers().contains_key("x-fragment"),
                now: app.clock.now(),
                app,
                signed,
            })
        })
    }
}

impl FromRequest for Visitor {
    type Error = actix_web::Error;
    type Future = Waiting<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            let found = visitor(&req).await;
            found.ok_or_else(|| {
                PageError(Error::Internal("no app behind this route".to_owned())).into()
            })
        })
    }
}
