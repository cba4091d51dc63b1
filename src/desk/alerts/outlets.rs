//! Places outside Lobby that are told: an address that is posted to, a chat in which a bot says it.

use crate::channels::api;
use crate::desk::setting::{self, noun};
use crate::desk::webhooks::check_url;
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::{ChannelKind, ConnectionSettings};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, Id, OutletId};
use crate::domain::monitor::alert::{Outlet, Way};
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// Outlets at most.
const MOST: usize = 20;
/// Letters and digits nobody takes for another.
const ALPHABET: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
/// Under which name a bot's connection remembers who said a code last, and the code.
pub const HEARD: &str = "alerts";

noun! { Outlet, OutletId, "outlet", outlet, outlets, put_outlet, outlet: OutletMade OutletChanged OutletRetired }

/// Those in use, by name.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>) -> Result<Vec<Outlet>> {
    setting::list(look)
}

/// One in use.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: OutletId) -> Result<Outlet> {
    setting::find(look, id)
}

/// Makes one that is posted to. Its secret, which is answered, is told once.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `name` or `url`; [`Error::Conflict`] `too_many`.
pub fn make_webhook(
    w: &mut Write<'_>,
    by: &Viewer,
    keys: &KeyRing,
    (name, url): (&str, &str),
    secret: &str,
) -> Result<Outlet> {
    by.need(Right::Administer)?;
    check_url(url)?;
    if !api::is_secret(secret) {
        return Err(Error::Internal("no secret was made".to_owned()));
    }
    let id: OutletId = w.new_id();
    let way = Way::Webhook {
        url: url.to_owned(),
        sealed_secret: keys.seal(&id.bytes(), secret.as_bytes())?,
    };
    make(w, by, id, name, way)
}

/// Makes one that a connected bot says in a chat, once somebody said its code there.
///
/// # Errors
/// As [`make_webhook`]; [`Error::Invalid`] on `bot`.
pub fn make_telegram(
    w: &mut Write<'_>,
    by: &Viewer,
    (name, bot): (&str, ConnectionId),
    code: &str,
) -> Result<Outlet> {
    by.need(Right::Administer)?;
    let known = w.connection(bot)?;
    let known = known.filter(|it| it.kind == ChannelKind::Telegram && it.retired_at.is_none());
    if known.is_none() {
        return Err(Error::invalid("bot", "error-missing"));
    }
    let id: OutletId = w.new_id();
    let way = Way::Telegram {
        connection: bot,
        code: code.to_owned(),
        chat: String::new(),
        title: String::new(),
    };
    make(w, by, id, name, way)
}

fn make(w: &mut Write<'_>, by: &Viewer, id: OutletId, name: &str, way: Way) -> Result<Outlet> {
    if list(w)?.len() >= MOST {
        return Err(Error::conflict("too_many"));
    }
    let new = Outlet {
        id,
        name: name.to_owned(),
        way,
        created_at: w.now(),
        ..Outlet::default()
    };
    setting::put(w, by, new)
}

/// Whether it is told too when a channel does not work.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn tell_of_channels(w: &mut Write<'_>, by: &Viewer, id: OutletId, on: bool) -> Result<()> {
    by.need(Right::Administer)?;
    let it = find(w, id)?;
    setting::put(w, by, Outlet { channels: on, ..it }).map(|_| ())
}

/// Links the chat in which its code was said.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] `not_heard` while nobody said it.
pub fn link(w: &mut Write<'_>, by: &Viewer, id: OutletId) -> Result<()> {
    by.need(Right::Administer)?;
    let it = find(w, id)?;
    let Way::Telegram {
        connection, code, ..
    } = &it.way
    else {
        return Err(Error::not_found("outlet"));
    };
    let known = w.connection(*connection)?.map(|it| it.settings);
    let Some(ConnectionSettings::Provider(settings)) = known else {
        return Err(Error::conflict("not_heard"));
    };
    let heard = settings.learnt(HEARD);
    let mut parts = heard.splitn(3, ' ');
    let (said, chat, title) = (parts.next(), parts.next(), parts.next());
    let (Some(chat), true) = (chat, said == Some(code.as_str())) else {
        return Err(Error::conflict("not_heard"));
    };
    let way = Way::Telegram {
        connection: *connection,
        code: code.clone(),
        chat: chat.to_owned(),
        title: title.unwrap_or_default().to_owned(),
    };
    setting::put(w, by, Outlet { way, ..it.clone() }).map(|_| ())
}

/// Takes one out of use.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: OutletId) -> Result<()> {
    setting::retire::<Outlet>(w, by, id)
}

/// A code somebody can type, of eight letters.
#[must_use]
pub fn new_code() -> String {
    // Its first six and its last two bytes are random as a whole; of the others some bits are fixed.
    let random = uuid::Uuid::new_v4();
    let letter = |it: &u8| ALPHABET.get(usize::from(*it) % ALPHABET.len()).copied();
    let letters = random
        .as_bytes()
        .iter()
        .take(6)
        .chain(random.as_bytes().iter().skip(14));
    letters.filter_map(letter).map(char::from).collect()
}

/// Whether all of these are in use.
///
/// # Errors
/// The store's.
pub fn are_known(look: &Look<'_>, all: &[OutletId]) -> Result<bool> {
    for id in all {
        if look.outlet(*id)?.is_none_or(|it| it.retired_at.is_some()) {
            return Ok(false);
        }
    }
    Ok(true)
}
