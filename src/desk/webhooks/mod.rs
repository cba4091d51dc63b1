//! Webhooks: which programs hear of what happens, and what signs what they are told.

pub mod calls;

use url::Url;

use crate::channels::api;
use crate::desk::setting::{self, noun};
use crate::desk::teams::narrowed_to;
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::ChannelKind;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{Id, TeamId, WebhookId};
use crate::domain::webhook::{OVERLAP, Webhook, is_told};
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// Webhooks at most: each is a task that reads the log.
const MOST: usize = 50;
const LONGEST_URL: usize = 500;

noun! { Webhook, WebhookId, "webhook", webhook, webhooks, put_webhook, webhook: WebhookMade WebhookChanged WebhookRetired }

/// What an administrator says of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub url: String,
    pub events: Vec<String>,
    pub teams: Vec<TeamId>,
    pub channels: Vec<ChannelKind>,
    pub slim: bool,
}

impl About {
    #[must_use]
    pub fn of(it: &Webhook) -> Self {
        About {
            name: it.name.clone(),
            url: it.url.clone(),
            events: it.events.clone(),
            teams: it.teams.clone(),
            channels: it.channels.clone(),
            slim: it.slim,
        }
    }
}

/// Those in use, by name.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>) -> Result<Vec<Webhook>> {
    setting::list(look)
}

/// One in use.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: WebhookId) -> Result<Webhook> {
    setting::find(look, id)
}

/// Makes one that hears of what happens from now on. Its secret is told once.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `name`, `url`, `events` or `teams`; [`Error::Conflict`] `too_many`.
pub fn make(
    w: &mut Write<'_>,
    by: &Viewer,
    keys: &KeyRing,
    about: &About,
    secret: &str,
) -> Result<Webhook> {
    by.need(Right::Administer)?;
    if list(w)?.len() >= MOST {
        return Err(Error::conflict("too_many"));
    }
    let id: WebhookId = w.new_id();
    let new = Webhook {
        id,
        sealed_secret: sealed(keys, id, secret)?,
        created_at: w.now(),
        ..Webhook::default()
    };
    let made = setting::put(w, by, told(w, by, about, new)?)?;
    let now = w.last_seq()?;
    w.put_cursor(&made.follower(), now)?;
    Ok(made)
}

/// Says anew what it hears of, and where.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(w: &mut Write<'_>, by: &Viewer, id: WebhookId, about: &About) -> Result<Webhook> {
    by.need(Right::Administer)?;
    let known = find(w, id)?;
    let moved = known.url != about.url;
    let mut new = told(w, by, about, known)?;
    if moved {
        // Another address has not failed yet.
        (new.failures, new.failing_since, new.rests_until) = (0, None, None);
        (new.trouble, new.detail) = (String::new(), String::new());
    }
    setting::put(w, by, new)
}

fn told(look: &Look<'_>, by: &Viewer, about: &About, it: Webhook) -> Result<Webhook> {
    let url = about.url.trim();
    check_url(url)?;
    if !about.events.iter().all(|it| is_told(it)) {
        return Err(Error::invalid("events", "error-webhook-events"));
    }
    narrowed_to(look, by, (&about.teams, &it.teams))?;
    let mut events = about.events.clone();
    events.sort();
    events.dedup();
    Ok(Webhook {
        name: about.name.clone(),
        url: url.to_owned(),
        events,
        teams: about.teams.clone(),
        channels: about.channels.clone(),
        slim: about.slim,
        ..it
    })
}

/// Whether something can be posted to an address at all; that it lies outside is asked when it is.
///
/// # Errors
/// [`Error::Invalid`] on `url`.
pub fn check_url(url: &str) -> Result<()> {
    let fine = Url::parse(url).is_ok_and(|it| {
        matches!(it.scheme(), "https" | "http") && it.has_host() && it.username().is_empty()
    });
    if fine && url.len() <= LONGEST_URL {
        Ok(())
    } else {
        Err(Error::invalid("url", "error-url"))
    }
}

fn sealed(keys: &KeyRing, id: WebhookId, secret: &str) -> Result<Vec<u8>> {
    if !api::is_secret(secret) {
        return Err(Error::Internal("no secret was made".to_owned()));
    }
    keys.seal(&id.bytes(), secret.as_bytes())
}

/// Gives it another secret. The one before signs too for a day.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn renew_secret(
    w: &mut Write<'_>,
    by: &Viewer,
    keys: &KeyRing,
    id: WebhookId,
    secret: &str,
) -> Result<()> {
    by.need(Right::Administer)?;
    let it = find(w, id)?;
    let new = Webhook {
        sealed_secret: sealed(keys, id, secret)?,
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
pub fn secrets(
    keys: &KeyRing,
    it: &Webhook,
    now: crate::domain::time::Millis,
) -> Result<Vec<String>> {
    let mut sealed = vec![&it.sealed_secret];
    sealed.extend(
        it.older_until
            .filter(|until| now < *until)
            .map(|_| &it.older_secret),
    );
    let open = |it: &Vec<u8>, id: WebhookId| {
        let secret = keys.unseal(&id.bytes(), it)?;
        Ok(String::from_utf8_lossy(&secret).into_owned())
    };
    sealed
        .into_iter()
        .map(|secret| open(secret, it.id))
        .collect()
}

/// Pauses it, or lets it go on: what happened meanwhile is sent then.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn pause(w: &mut Write<'_>, by: &Viewer, id: WebhookId, paused: bool) -> Result<()> {
    by.need(Right::Administer)?;
    let it = find(w, id)?;
    if it.stopped_at.is_some() == paused {
        return Ok(());
    }
    let stopped_at = paused.then(|| w.now());
    if !paused {
        calls::hurry(w, id, true)?;
    }
    let new = Webhook {
        stopped_at,
        failures: 0,
        failing_since: None,
        rests_until: None,
        trouble: String::new(),
        detail: String::new(),
        ..it
    };
    setting::put(w, by, new).map(|_| ())
}

/// Sends it a call that says nothing.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] `webhook_stopped`.
pub fn test(w: &mut Write<'_>, by: &Viewer, id: WebhookId) -> Result<()> {
    by.need(Right::Administer)?;
    let it = find(w, id)?;
    if !it.is_on() {
        return Err(Error::conflict("webhook_stopped"));
    }
    w.put_webhook(&Webhook {
        rests_until: None,
        ..it
    })?;
    let kind = EventKind::WebhookTested { webhook: id };
    w.event(by.actor, crate::domain::event::Subject::default(), kind)
        .map(|_| ())
}

/// Takes one out of use.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: WebhookId) -> Result<()> {
    setting::retire::<Webhook>(w, by, id)
}
