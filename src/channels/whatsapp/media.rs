//! Files that lie at Meta: asked for by their id, fetched from the hosts that are allowed, checked by their sum.

use ring::digest::{SHA256, digest as sum};
use url::Url;

use crate::channels::kit::Door;
use crate::channels::whatsapp::content::digest;
use crate::channels::whatsapp::graph::{BASE, Graph, is_partner};
use crate::channels::whatsapp::wire::{at, text};
use crate::channels::{Media, MediaError};
use crate::domain::message::MediaRef;
use crate::domain::outbound::SendError;
use crate::net::api::Call;

/// Where Meta keeps files; `*.` stands for any beginning.
const HOSTS: [&str; 3] = ["lookaside.fbsbx.com", "*.fbsbx.com", "graph.facebook.com"];

/// Fetches a file, at most `cap` bytes.
///
/// # Errors
/// [`MediaError`].
pub async fn fetch(door: &Door, media: &MediaRef, cap: u64) -> Result<Media, MediaError> {
    let graph = Graph { door };
    let place = if media.id.starts_with("https://") || media.id.starts_with("http://") {
        Place {
            url: media.id.clone(),
            sha256: media.sha256.clone(),
            content_type: String::new(),
        }
    } else {
        find(graph, media, cap).await?
    };
    if !is_allowed(door, &place.url) {
        return Err(MediaError::gone("its host is not allowed"));
    }
    let mut call = Call::get(&place.url);
    call.largest = usize::try_from(cap).unwrap_or(usize::MAX);
    call.total = std::time::Duration::from_secs(120);
    // The token goes to the API's host and to Meta's own only; to others that were allowed it does not.
    let answer = if is_trusted(door, &place.url) {
        graph.call(call).await.map_err(|err| failed(&err))?
    } else {
        let answer = door.net.call(call).await;
        answer.map_err(|err| MediaError::later(err.to_string()))?
    };
    match answer.status {
        200 => {}
        // The address lives for five minutes, and is asked for anew.
        status @ (401 | 403 | 404 | 500..=599 | 429) => {
            return Err(MediaError::later(status.to_string()));
        }
        status => return Err(MediaError::gone(status.to_string())),
    }
    let content_type = if place.content_type.is_empty() {
        answer.content_type
    } else {
        place.content_type
    };
    check(&answer.body, &place.sha256)?;
    Ok(Media {
        bytes: answer.body,
        content_type: content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned(),
        name: String::new(),
    })
}

/// Where a file lies, and what it is.
struct Place {
    url: String,
    /// In hexadecimal digits, or empty.
    sha256: String,
    content_type: String,
}

async fn find(graph: Graph<'_>, media: &MediaRef, cap: u64) -> Result<Place, MediaError> {
    let door = graph.door;
    let asked = format!(
        "{}?phone_number_id={}",
        graph.url(&media.id),
        door.value("phone_number_id")
    );
    let told = graph.get(&asked).await.map_err(|err| failed(&err))?;
    if at(&told, "file_size").as_u64().is_some_and(|it| it > cap) {
        return Err(MediaError::too_large());
    }
    let given = digest(&text(&told, "sha256"));
    Ok(Place {
        url: by_partner(door, text(&told, "url")),
        sha256: if given.is_empty() {
            media.sha256.clone()
        } else {
            given
        },
        content_type: text(&told, "mime_type"),
    })
}

/// A partner hands files out by its own host, on the path Meta has them.
fn by_partner(door: &Door, url: String) -> String {
    let own = Url::parse(door.api_base(BASE)).ok();
    let (true, Ok(mut there), Some(own)) =
        (is_partner(door.value("auth_header")), Url::parse(&url), own)
    else {
        return url;
    };
    let meant = there
        .host_str()
        .is_some_and(|it| matches(it, "*.fbsbx.com"));
    if meant && there.set_host(own.host_str()).is_ok() && there.set_port(own.port()).is_ok() {
        return there.to_string();
    }
    url
}

fn failed(err: &SendError) -> MediaError {
    match err {
        SendError::MessageRefused { .. } | SendError::RecipientRefused { .. } => {
            MediaError::gone(err.to_string())
        }
        _ => MediaError::later(err.to_string()),
    }
}

fn check(bytes: &[u8], expected: &str) -> Result<(), MediaError> {
    let sum = sum(&SHA256, bytes);
    let hex: String = sum.as_ref().iter().map(|it| format!("{it:02x}")).collect();
    if expected.is_empty() || hex.eq_ignore_ascii_case(expected) {
        Ok(())
    } else {
        Err(MediaError::later("its sum is not the one that was told"))
    }
}

fn matches(host: &str, allowed: &str) -> bool {
    match allowed.strip_prefix('*') {
        Some(end) => host.ends_with(end) && host.len() > end.len(),
        None => host.eq_ignore_ascii_case(allowed),
    }
}

/// Meta's hosts, and the one of the API.
fn is_trusted(door: &Door, url: &str) -> bool {
    let (Ok(there), own) = (Url::parse(url), Url::parse(door.api_base(BASE))) else {
        return false;
    };
    let own_origin = own.is_ok_and(|it| it.origin() == there.origin());
    let metas = there.scheme() == "https"
        && there
            .host_str()
            .is_some_and(|host| HOSTS.iter().any(|it| matches(host, it)));
    own_origin || metas
}

/// Those, and what was filled in: hosts, with a port where it is not the usual one, apart by blanks or commas.
fn is_allowed(door: &Door, url: &str) -> bool {
    if is_trusted(door, url) {
        return true;
    }
    let Ok(there) = Url::parse(url) else {
        return false;
    };
    let host = there.host_str().unwrap_or_default();
    let with_port = there.port().map(|it| format!("{host}:{it}"));
    let filled = door.value("media_hosts");
    let mut own = filled.split([' ', ',', '\n']).filter(|it| !it.is_empty());
    own.any(|it| matches(host, it) || with_port.as_deref() == Some(it))
}
