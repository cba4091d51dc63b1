//! The one middleware before every page: the host must be ours, and what changes something must come from our own
//! pages and carry the session's token.

use std::net::IpAddr;

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::http::{StatusCode, Uri};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpMessage, HttpResponse};
use futures_util::StreamExt;

use crate::app::App;
use crate::auth::secret;
use crate::config::Config;
use crate::web::reading::{self, ShownUpTo};
use crate::web::session;
use crate::web::source;

/// Largest form that is not a file upload.
const FORM_LIMIT: usize = 1 << 20;
/// Answered under any name: what a monitor asks by address, and what the page looks like that says the right name.
const ANY_HOST: &[&str] = &["/healthz", "/readyz", "/assets/"];

/// What may be posted by who is not logged in; all else is refused before its body is read.
const OPEN: &[&str] = &[
    "/login", "/logout", "/forgot", "/reset", "/invite", "/setup", "/look", "/survey",
];

/// Why a request goes no further.
enum Refused {
    As(StatusCode),
    /// It came to the proxy before us without encryption: to the same page with it.
    Unencrypted(String),
    /// To the log-in, or to the second factor that is owed.
    NotLoggedIn {
        owes: bool,
    },
}

impl From<StatusCode> for Refused {
    fn from(status: StatusCode) -> Self {
        Refused::As(status)
    }
}

/// Lets a request through to the pages, or refuses it.
pub async fn guard<B: MessageBody + 'static>(
    mut req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    match judge(&mut req).await {
        Ok(()) => {
            reading::of_form(&req).await;
            let answer = next.call(req).await;
            answer.map(ServiceResponse::map_into_left_body)
        }
        Err(Refused::As(status)) => {
            tracing::info!(%status, method = %req.method(), "refused before any page");
            let mut response = HttpResponse::build(status);
            response.insert_header((header::CACHE_CONTROL, "no-store"));
            Ok(req.into_response(response.finish()).map_into_right_body())
        }
        Err(Refused::Unencrypted(place)) => {
            let mut response = HttpResponse::PermanentRedirect();
            response.insert_header((header::LOCATION, place));
            Ok(req.into_response(response.finish()).map_into_right_body())
        }
        Err(Refused::NotLoggedIn { owes }) => {
            let response = session::to_login(req.request(), owes);
            Ok(req.into_response(response).map_into_right_body())
        }
    }
}

async fn judge(req: &mut ServiceRequest) -> Result<(), Refused> {
    let app = req.app_data::<Data<App>>().cloned();
    let app = app.ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
    if !ANY_HOST.iter().any(|it| req.path().starts_with(it)) {
        check_host(req.headers(), req.uri(), &app.config)?;
        check_encryption(req, &app.config)?;
    }
    if req.method().is_safe() || speaks_for_itself(req) {
        return Ok(());
    }
    let origin = check_origin(req.headers(), &app.config)?;
    let known = session::of(req.request()).await;
    let known = known.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
    let owes = known.as_ref().map(|it| it.session.owes_second_factor);
    if owes != Some(false) && !is_open(req.path()) {
        return Err(Refused::NotLoggedIn {
            owes: owes == Some(true),
        });
    }
    match known {
        Some(signed) => Ok(check_token(req, &signed.session.csrf, origin).await?),
        None => Ok(()),
    }
}

/// Somebody reading, whose browser came to a named proxy over plain HTTP, is sent on. A browser on HTTPS says where
/// it fetches from (`Sec-Fetch-Mode`): then the proxy is mistaken, and a redirect would go round for ever.
fn check_encryption(req: &ServiceRequest, config: &Config) -> Result<(), Refused> {
    let from_us = req.headers().contains_key("sec-fetch-mode");
    let reads = req.method().is_safe() && !speaks_for_itself(req) && !from_us;
    if reads
        && config.is_https()
        && source::came_unencrypted(req.request().peer_addr(), req.headers(), config)
    {
        let place = req.uri().path_and_query().map_or("/", |it| it.as_str());
        return Err(Refused::Unencrypted(format!(
            "{}{place}",
            config.public_url
        )));
    }
    Ok(())
}

fn is_open(path: &str) -> bool {
    OPEN.iter().any(|open| {
        let rest = path.strip_prefix(open);
        rest.is_some_and(|it| it.is_empty() || it.starts_with('/'))
    })
}

/// Whether a request does not come from a page of somebody else's, as far as the browser says.
#[must_use]
pub fn is_from_here(headers: &HeaderMap, config: &Config) -> bool {
    check_origin(headers, config).is_ok()
}

/// Programs and providers prove themselves by a token or signature of their own, not by a cookie; visitors of the chat by
/// their pass, and their pages ask [`is_from_here`].
fn speaks_for_itself(req: &ServiceRequest) -> bool {
    const OWN_PROOF: [&str; 4] = ["/api/", "/hooks/", "/widget/", "/chat/"];
    OWN_PROOF.iter().any(|it| req.path().starts_with(it))
}

/// The host must be the public one, or a loopback name of this machine; any address when nobody said by which name
/// people come. An address cannot be pointed elsewhere by a stranger, as a name can.
fn check_host(headers: &HeaderMap, uri: &Uri, config: &Config) -> Result<(), StatusCode> {
    let mut named = headers.get_all(header::HOST);
    let first = named.next().and_then(|it| it.to_str().ok());
    if named.next().is_some() {
        return Err(StatusCode::BAD_REQUEST);
    }
    let asked = [first, uri.authority().map(|it| it.as_str())];
    let mut asked = asked.into_iter().flatten().peekable();
    if asked.peek().is_none() {
        return Err(StatusCode::BAD_REQUEST);
    }
    if asked.all(|it| is_ours(it, config)) {
        Ok(())
    } else {
        Err(StatusCode::MISDIRECTED_REQUEST)
    }
}

fn is_ours(authority: &str, config: &Config) -> bool {
    let Ok(parsed) = url::Url::parse(&format!("http://{authority}")) else {
        return false;
    };
    if !parsed.username().is_empty() || parsed.path() != "/" || parsed.query().is_some() {
        return false;
    }
    match parsed.host() {
        Some(url::Host::Domain(name)) => {
            name == "localhost" || name.eq_ignore_ascii_case(&config.public_host())
        }
        Some(url::Host::Ipv4(ip)) => {
            is_own_address(ip.into(), config) || ip.to_string() == config.public_host()
        }
        Some(url::Host::Ipv6(ip)) => {
            is_own_address(ip.into(), config) || format!("[{ip}]") == config.public_host()
        }
        None => false,
    }
}

fn is_own_address(ip: IpAddr, config: &Config) -> bool {
    ip.is_loopback() || ip == config.listen.ip() || config.entrance.any_address
}

/// How sure it is that one of our own pages asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The browser said so.
    Ours,
    /// Nothing was said: no browser, or a very old one.
    Unsaid,
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|it| it.to_str().ok())
}

fn check_origin(headers: &HeaderMap, config: &Config) -> Result<Origin, StatusCode> {
    let fetch_site = HeaderName::from_static("sec-fetch-site");
    let site = text(headers, &fetch_site);
    if site.is_some_and(|it| it != "same-origin" && it != "none") {
        return Err(StatusCode::FORBIDDEN);
    }
    let host = text(headers, &header::HOST).unwrap_or_default();
    // Where pages are encrypted, what came without is not one of them: a tunnel's localhost may be.
    let is_public = host.split(':').next() == Some(config.public_host().as_str());
    let plain = if config.is_https() && is_public {
        String::new()
    } else {
        format!("http://{host}")
    };
    let is_own = |given: &str| {
        let Ok(given) = url::Url::parse(given) else {
            return false;
        };
        let origin = given.origin();
        let own = [config.public_url.clone(), plain.clone()];
        origin.is_tuple()
            && own
                .iter()
                .filter_map(|it| url::Url::parse(it).ok())
                .any(|it| it.origin() == origin)
    };
    let said = text(headers, &header::ORIGIN).or_else(|| text(headers, &header::REFERER));
    match said {
        Some(given) if is_own(given) => Ok(Origin::Ours),
        Some(_) => Err(StatusCode::FORBIDDEN),
        None if headers.contains_key(header::ORIGIN) => Err(StatusCode::FORBIDDEN),
        None if site.is_some() => Ok(Origin::Ours),
        None => Ok(Origin::Unsaid),
    }
}

/// The session's token must come in a header or as the form field `csrf`. An upload's field is left unread; there
/// the browser's own word for where it came from is needed.
async fn check_token(
    req: &mut ServiceRequest,
    token: &str,
    origin: Origin,
) -> Result<(), StatusCode> {
    let given = req.headers().get("x-csrf-token");
    if let Some(given) = given.and_then(|it| it.to_str().ok()) {
        return verdict(secret::same(given, token));
    }
    match req.content_type() {
        "application/x-www-form-urlencoded" => {
            let body = read(req).await?;
            let field = |wanted: &str| {
                url::form_urlencoded::parse(&body)
                    .find(|(name, _)| name == wanted)
                    .map(|(_, value)| value.into_owned())
            };
            let (given, shown) = (field("csrf"), field("read"));
            if let Some(position) = shown.and_then(|it| it.parse().ok()) {
                req.extensions_mut().insert(ShownUpTo(position));
            }
            req.set_payload(Bytes::from(body).into());
            verdict(given.is_some_and(|it| secret::same(&it, token)))
        }
        "multipart/form-data" => verdict(origin == Origin::Ours),
        _ => Err(StatusCode::FORBIDDEN),
    }
}

fn verdict(right: bool) -> Result<(), StatusCode> {
    if right {
        Ok(())
    } else {
        Err(StatusCode::FORBIDDEN)
    }
}

async fn read(req: &mut ServiceRequest) -> Result<Vec<u8>, StatusCode> {
    let mut payload = req.take_payload();
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| StatusCode::BAD_REQUEST)?;
        if body.len() + chunk.len() > FORM_LIMIT {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
