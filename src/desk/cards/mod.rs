//! Data cards: what is asked of a system of the business, what of its answer is shown, and to whom.

pub mod actions;

use crate::channels::api;
use crate::desk::setting::{self, checked_name, noun};
use crate::desk::teams::narrowed_to;
use crate::domain::actor::{Right, Viewer};
use crate::domain::card::fill::{is_address, is_body};
use crate::domain::card::read::is_path;
use crate::domain::card::{
    CardField, DataCard, KEEPS, KEEPS_MOST, OVERLAP, SecretHeader, WAITS, WAITS_MOST,
};
use crate::domain::channel::ChannelKind;
use crate::domain::error::{Error, Result};
use crate::domain::id::{CardId, Id, TagId, TeamId};
use crate::domain::time::Millis;
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// Cards at most: each may be asked whenever a conversation is opened.
const MOST: usize = 20;
const FIELDS: usize = 20;
const HEADERS: usize = 10;
const LONGEST_HEADER: usize = 2_000;
/// Headers that say how a call is made, and are not the administrator's.
const OURS: [&str; 10] = [
    "host",
    "connection",
    "content-length",
    "content-type",
    "transfer-encoding",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "proxy-authorization",
];

noun! { DataCard, CardId, "card", card, cards, put_card, card: CardMade CardChanged CardRetired }

/// What an administrator says of one.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub url: String,
    pub body: String,
    /// Names and values; without one it stays as it is known.
    pub headers: Vec<(String, Option<String>)>,
    pub fields: Vec<CardField>,
    /// Minutes and seconds; the usual ones when none are given.
    pub keeps: Option<u32>,
    pub waits: Option<u32>,
    pub channels: Vec<ChannelKind>,
    pub tags: Vec<TagId>,
    pub teams: Vec<TeamId>,
    pub confirmed_only: bool,
    pub link: String,
}

impl About {
    #[must_use]
    pub fn of(it: &DataCard) -> Self {
        let headers = it.headers.iter().map(|it| (it.name.clone(), None));
        About {
            name: it.name.clone(),
            url: it.url.clone(),
            body: it.body.clone(),
            headers: headers.collect(),
            fields: it.fields.clone(),
            keeps: Some(it.keeps),
            waits: Some(it.waits),
            channels: it.channels.clone(),
            tags: it.tags.clone(),
            teams: it.teams.clone(),
            confirmed_only: it.confirmed_only,
            link: it.link.clone(),
        }
    }
}

/// Those in use, by name.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>) -> Result<Vec<DataCard>> {
    setting::list(look)
}

/// One in use.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: CardId) -> Result<DataCard> {
    setting::find(look, id)
}

/// Makes one. Its secret is told once.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on what is wrong; [`Error::Conflict`] `too_many`.
pub fn make(
    w: &mut Write<'_>,
    by: &Viewer,
    keys: &KeyRing,
    about: &About,
    secret: &str,
) -> Result<DataCard> {
    by.need(Right::Administer)?;
    if list(w)?.len() >= MOST {
        return Err(Error::conflict("too_many"));
    }
    let id: CardId = w.new_id();
    let new = DataCard {
        id,
        sealed_secret: sealed_secret(keys, id, secret)?,
        created_at: w.now(),
        ..DataCard::default()
    };
    let said = said(w, by, keys, about, new)?;
    setting::put(w, by, said)
}

/// Says anew what it asks and shows.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(
    w: &mut Write<'_>,
    by: &Viewer,
    keys: &KeyRing,
    id: CardId,
    about: &About,
) -> Result<DataCard> {
    by.need(Right::Administer)?;
    let known = find(w, id)?;
    let said = said(w, by, keys, about, known)?;
    setting::put(w, by, said)
}

fn said(
    look: &Write<'_>,
    by: &Viewer,
    keys: &KeyRing,
    about: &About,
    it: DataCard,
) -> Result<DataCard> {
    let (url, body, link) = (about.url.trim(), about.body.trim(), about.link.trim());
    if !url.is_empty() && !is_address(url) {
        return Err(Error::invalid("url", "error-card-url"));
    }
    if !body.is_empty() && !is_body(body) {
        return Err(Error::invalid("body", "error-card-body"));
    }
    if !link.is_empty() && !is_address(link) {
        return Err(Error::invalid("link", "error-card-url"));
    }
    narrowed_to(look, by, (&about.teams, &it.teams))?;
    let within = |given: Option<u32>, usual: u32, most: u32| given.unwrap_or(usual).min(most);
    let new = DataCard {
        name: about.name.clone(),
        url: url.to_owned(),
        body: body.to_owned(),
        headers: headers(keys, about, &it)?,
        fields: fields(&about.fields)?,
        keeps: within(about.keeps, KEEPS, KEEPS_MOST),
        waits: within(about.waits, WAITS, WAITS_MOST).max(1),
        channels: about.channels.clone(),
        tags: tags(look, &about.tags)?,
        teams: about.teams.clone(),
        confirmed_only: about.confirmed_only,
        link: link.to_owned(),
        ..it.clone()
    };
    // What was asked otherwise is asked anew.
    let changed_at = if new == it { it.changed_at } else { look.now() };
    Ok(DataCard { changed_at, ..new })
}

fn headers(keys: &KeyRing, about: &About, it: &DataCard) -> Result<Vec<SecretHeader>> {
    let wrong = || Error::invalid("headers", "error-card-headers");
    let mut out: Vec<SecretHeader> = Vec::new();
    for (name, value) in &about.headers {
        let name = name.trim();
        let token = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
        let fine = !name.is_empty() && name.len() <= 80 && name.bytes().all(token);
        let again = out.iter().any(|it| it.name.eq_ignore_ascii_case(name));
        let ours = OURS.iter().any(|it| it.eq_ignore_ascii_case(name));
        if !fine || again || ours {
            return Err(wrong());
        }
        let known = it
            .headers
            .iter()
            .find(|it| it.name.eq_ignore_ascii_case(name));
        let sealed = match (value.as_deref().map(str::trim), known) {
            (Some(value), _) if !value.is_empty() => {
                let printable = |it: char| it.is_ascii() && !it.is_ascii_control();
                if value.len() > LONGEST_HEADER || !value.chars().all(printable) {
                    return Err(wrong());
                }
                keys.seal(&it.id.bytes(), value.as_bytes())?
            }
            (_, Some(known)) => known.sealed.clone(),
            (_, None) => return Err(wrong()),
        };
        out.push(SecretHeader {
            name: name.to_owned(),
            sealed,
        });
    }
    if out.len() > HEADERS {
        return Err(wrong());
    }
    Ok(out)
}

fn fields(given: &[CardField]) -> Result<Vec<CardField>> {
    if given.len() > FIELDS {
        return Err(Error::invalid("fields", "error-card-fields"));
    }
    let read = |it: &CardField| {
        let label = checked_name(&it.label);
        let label = label.map_err(|_| Error::invalid("fields", "error-card-label"))?;
        let (path, currency) = (it.path.trim(), it.currency.trim());
        if !is_path(path) || !is_path(currency) {
            return Err(Error::invalid("fields", "error-card-path"));
        }
        Ok(CardField {
            label,
            path: path.to_owned(),
            kind: it.kind,
            currency: currency.to_owned(),
        })
    };
    given.iter().map(read).collect()
}

fn tags(look: &Look<'_>, given: &[TagId]) -> Result<Vec<TagId>> {
    for id in given {
        look.tag(*id)?
            .ok_or_else(|| Error::invalid("tags", "error-missing"))?;
    }
    Ok(given.to_vec())
}

fn sealed_secret(keys: &KeyRing, id: CardId, secret: &str) -> Result<Vec<u8>> {
    if !api::is_secret(secret) {
        return Err(Error::Internal("no secret was made".to_owned()));
    }
    keys.seal(&id.bytes(), secret.as_bytes())
}

/// Gives it another secret. The one before signs actions too for a day.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn renew_secret(
    w: &mut Write<'_>,
    by: &Viewer,
    keys: &KeyRing,
    id: CardId,
    secret: &str,
) -> Result<()> {
    by.need(Right::Administer)?;
    let it = find(w, id)?;
    let new = DataCard {
        sealed_secret: sealed_secret(keys, id, secret)?,
        older_secret: it.sealed_secret.clone(),
        older_until: Some(w.now() + OVERLAP),
        ..it
    };
    setting::put(w, by, new).map(|_| ())
}

/// What signs at the moment, the newest first.
///
/// # Errors
/// When one cannot be unsealed.
pub fn secrets(keys: &KeyRing, it: &DataCard, now: Millis) -> Result<Vec<String>> {
    let older = it.older_until.filter(|until| now < *until);
    let all = std::iter::once(&it.sealed_secret).chain(older.map(|_| &it.older_secret));
    all.map(|sealed| opened(keys, it.id, sealed)).collect()
}

/// The headers that go along, opened.
///
/// # Errors
/// When one cannot be unsealed.
pub fn headers_of(keys: &KeyRing, it: &DataCard) -> Result<Vec<(String, String)>> {
    let open =
        |header: &SecretHeader| Ok((header.name.clone(), opened(keys, it.id, &header.sealed)?));
    it.headers.iter().map(open).collect()
}

fn opened(keys: &KeyRing, id: CardId, sealed: &[u8]) -> Result<String> {
    let secret = keys.unseal(&id.bytes(), sealed)?;
    Ok(String::from_utf8_lossy(&secret).into_owned())
}

/// Takes one out of use.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: CardId) -> Result<()> {
    setting::retire::<DataCard>(w, by, id)
}
