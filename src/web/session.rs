//! Who is asking: the extractors every page begins with, the cookie, and where to go on after logging in.

use std::future::Future;
use std::pin::Pin;

use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::error::InternalError;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};

use crate::app::App;
use crate::auth::secret::Secret;
use crate::auth::session;
use crate::config::Config;
use crate::domain::access::Session;
use crate::domain::actor::Viewer;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::store::Look;
use crate::store::access::SecretHash;

/// Somebody who is logged in, second factor and all.
///
/// As an extractor it sends a page's reader to `/login?next=…`, and answers 401 to a script.
#[derive(Debug, Clone)]
pub struct Signed {
    pub viewer: Viewer,
    pub agent: Agent,
    pub session: Session,
    /// SHA-256 of the session's secret: what streams ask again with, what is kept when others end.
    pub key: SecretHash,
}

/// The session a request came with, whether or not the second factor is still owed.
#[derive(Debug, Clone)]
pub struct Known(pub Option<Signed>);

/// Name of the cookie; the prefix makes browsers hold it to this host, to `/`, and to HTTPS (RFC 6265bis).
#[must_use]
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_https() {
        "__Host-lobby"
    } else {
        "lobby"
    }
}

/// The cookie that carries a session.
#[must_use]
pub fn cookie(config: &Config, secret: &Secret) -> Cookie<'static> {
    Cookie::build(cookie_name(config), secret.expose())
        .path("/")
        .http_only(true)
        .secure(config.is_https())
        .same_site(SameSite::Lax)
        .max_age(actix_web::cookie::time::Duration::milliseconds(
            session::ABSOLUTE.0,
        ))
        .finish()
}

/// The cookie that ends it in the browser.
#[must_use]
pub fn no_cookie(config: &Config) -> Cookie<'static> {
    let mut cookie = Cookie::build(cookie_name(config), "")
        .path("/")
        .http_only(true)
        .secure(config.is_https())
        .finish();
    cookie.make_removal();
    cookie
}

/// Browser and system in a few words, from `User-Agent`.
#[must_use]
pub fn device(req: &HttpRequest) -> String {
    let agent = header_text(req, header::USER_AGENT);
    let first = |names: &[(&'static str, &'static str)]| {
        let found = names.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(", ")
}

fn header_text(req: &HttpRequest, name: header::HeaderName) -> &str {
    let value = req.headers().get(name);
    value.and_then(|it| it.to_str().ok()).unwrap_or_default()
}

/// Where to go on after logging in: a path of our own, or the inbox. Anything a browser could read as another
/// place is refused, before and after decoding.
#[must_use]
pub fn safe_next(next: &str) -> &str {
    let path = next.split(['?', '#']).next().unwrap_or_default();
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    let coded = path.to_ascii_lowercase();
    let is_own = path.starts_with('/')
        && !path.contains("//")
        && !next.contains(odd)
        && !["%2f", "%5c", "%0", "%1", "%00", "/."]
            .iter()
            .any(|it| coded.contains(it));
    let loops = ["/login", "/logout", "/setup", "/reset", "/invite"];
    if is_own && !loops.iter().any(|it| path.starts_with(it)) {
        next
    } else {
        "/"
    }
}

/// The session of a request's cookie; nothing when there is none, or it is over.
///
/// # Errors
/// The store's.
pub async fn of(req: &HttpRequest) -> Result<Option<Signed>> {
    if let Some(known) = req.extensions().get::<Known>() {
        return Ok(known.0.clone());
    }
    let found = load(req).await?;
    req.extensions_mut().insert(Known(found.clone()));
    Ok(found)
}

async fn load(req: &HttpRequest) -> Result<Option<Signed>> {
    let Some(app) = req.app_data::<Data<App>>().cloned() else {
        return Err(Error::Internal("no app behind this route".to_owned()));
    };
    let secret = req
        .cookie(cookie_name(&app.config))
        .and_then(|it| Secret::parse(it.value()));
    let Some(secret) = secret else {
        return Ok(None);
    };
    let (now, key) = (app.clock.now(), secret.hash());
    let known = session::glance(&app.store.glance(), &secret, now);
    let found = match known {
        Some(it) => Some(it),
        None => {
            let look = move |look: &Look<'_>| session::find(look, &secret, now);
            app.look(look).await?
        }
    };
    let Some((session, agent)) = found else {
        return Ok(None);
    };
    if now.since(session.seen_at).0 > session::TOUCH_AFTER.0 {
        app.store
            .later([b"seen ".as_slice(), &key.0].concat(), move |write| {
                session::touch(write, key, now)
            });
    }
    if is_act(req) && !session.owes_second_factor {
        app.presences.seen(agent.id, now);
    }
    Ok(Some(Signed {
        viewer: session::viewer(&agent),
        agent,
        session,
        key,
    }))
}

/// Whether somebody did something, as opposed to a page that stands open and asks for news.
fn is_act(req: &HttpRequest) -> bool {
    let beats = ["/presence", "/focus"]
        .iter()
        .any(|it| req.path().ends_with(it))
        || req.path() == "/notifications/here";
    !beats && (!req.method().is_safe() || is_navigation(req))
}

/// Whether a person's browser navigates here, as opposed to a script fetching.
#[must_use]
pub fn is_navigation(req: &HttpRequest) -> bool {
    match header_text(req, header::HeaderName::from_static("sec-fetch-mode")) {
        "" => header_text(req, header::ACCEPT).contains("text/html"),
        mode => mode == "navigate",
    }
}

/// Sends a page's reader to the log-in (or, who owes it, to the second factor); 401 to a script.
#[must_use]
pub fn to_login(req: &HttpRequest, owes: bool) -> HttpResponse {
    if is_navigation(req) {
        let place = if owes { "/login/code" } else { "/login" };
        let asked = req.uri().path_and_query().map_or("/", |it| it.as_str());
        let next = if req.method().is_safe() {
            safe_next(asked)
        } else {
            "/"
        };
        let target = if next == "/" {
            place.to_owned()
        } else {
            let coded: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("{place}?next={coded}")
        };
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, target))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish()
    } else {
        HttpResponse::Unauthorized()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish()
    }
}

fn not_signed(req: &HttpRequest, owes: bool) -> actix_web::Error {
    InternalError::from_response("not logged in", to_login(req, owes)).into()
}

fn broken(err: &Error) -> actix_web::Error {
    tracing::warn!(error = %err, "a session could not be read");
    let mut response = HttpResponse::ServiceUnavailable();
    response.insert_header((header::RETRY_AFTER, "2"));
    InternalError::from_response("no session store", response.finish()).into()
}

type Waiting<T> = Pin<Box<dyn Future<Output = Result<T, actix_web::Error>>>>;

impl FromRequest for Signed {
    type Error = actix_web::Error;
    type Future = Waiting<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move {
            match of(&req).await.map_err(|err| broken(&err))? {
                Some(it) if !it.session.owes_second_factor => Ok(it),
                Some(_) => Err(not_signed(&req, true)),
                None => Err(not_signed(&req, false)),
            }
        })
    }
}

impl FromRequest for Known {
    type Error = actix_web::Error;
    type Future = Waiting<Self>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let req = req.clone();
        Box::pin(async move { of(&req).await.map(Known).map_err(|err| broken(&err)) })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_a_path_of_our_own_is_gone_on_to() {
        for own in [
            "/",
            "/c/482",
            "/search?q=a+b",
            "/list/mine?after=x#m-3",
            "/contacts/a-b_c~1",
            "/search?q=https://e",
        ] {
            assert_eq!(safe_next(own), own);
        }
        let other = [
            "",
            " ",
            "//e",
            "///e",
            "////e",
            "/\\e",
            "\\e",
            "\\\\e",
            "/\\/e",
            "/\te",
            "/\ne",
            "/\r\ne",
            "/%09/e",
            "/%0a/e",
            "/%0d%0ae",
            "/%2fe",
            "/%2Fe",
            "/%5ce",
            "/%5C/e",
            "/.//e",
            "/..//e",
            "/./e",
            "/../e",
            "/a//e",
            "https:e",
            "https://e",
            "https:/e",
            "http:e",
            "HTTPS://e",
            "javascript:alert(1)",
            "data:text/html,x",
            "e",
            "e.example",
            "@e",
            "/ e",
            " /e",
            "\u{0}/e",
            "/\u{0}e",
            "/\u{a0}e",
            "/\u{2028}e",
            "?next=/",
            "#/e",
            "/login",
            "/login?next=/",
            "/logout",
            "//user@e",
            "/%00",
        ];
        assert!(other.len() >= 40);
        for it in other {
            assert_eq!(safe_next(it), "/", "{it:?}");
        }
    }

    #[test]
    fn the_cookie_holds_to_this_host() {
        let mut config = Config {
            data_dir: "x".into(),
            listen: "127.0.0.1:1".parse().unwrap(),
            public_url: "https://desk.example.co".into(),
            entrance: Default::default(),
            allow_loopback: false,
            allow_networks: Vec::new(),
            resolver: None,
            demo: false,
        };
        let secret = Secret::new().unwrap();
        let text = cookie(&config, &secret).to_string();
        assert!(text.starts_with("__Host-lobby="), "{text}");
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(text.contains(part), "{text}");
        }
        config.public_url = "http://127.0.0.1:1".into();
        assert!(!cookie(&config, &secret).to_string().contains("Secure"));
    }
}
