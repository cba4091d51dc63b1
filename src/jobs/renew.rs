//! Opening the door of a connection with a token that is good: renewed a little before it ends, by one at a time, and
//! the newest refresh token kept.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::channels::email::oauth::{self, OAuthError, Tokens};
use crate::channels::kit::{Door, Trouble, open_secret};
use crate::domain::channel::{Connection, ConnectionSettings, EmailSettings, OAuthGrant};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, Id};
use crate::domain::time::{Millis, Span};
use crate::jobs::Yard;
use crate::jobs::health::{self, Half};
use crate::store::Write;

/// A token is renewed this long before it ends.
const BEFORE: Span = Span::minutes(3);

type Turn = Arc<tokio::sync::Mutex<()>>;

/// Who is renewing what: one at a time for each connection.
#[derive(Clone, Default)]
pub struct Renewals(Arc<Mutex<HashMap<ConnectionId, Turn>>>);

impl Renewals {
    fn turn(&self, id: ConnectionId) -> Turn {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(id).or_default().clone()
    }
}

/// The door of a connection, its token renewed if need be; or why a person must act.
///
/// # Errors
/// The store's; [`Error::NotFound`].
pub async fn door(yard: &Yard, id: ConnectionId) -> Result<Result<Door, Trouble>> {
    let mut connection = find(yard, id).await?;
    if is_stale(&connection, yard.app.clock.now()) {
        let turn = yard.renewing.turn(id);
        let _turn = turn.lock().await;
        // Another may have renewed it meanwhile.
        connection = find(yard, id).await?;
        if is_stale(&connection, yard.app.clock.now()) {
            match renew(yard, &connection).await? {
                Ok(it) => connection = it,
                Err(trouble) => return Ok(Err(trouble)),
            }
        }
    }
    Door::open(connection, &yard.app.keys, &yard.net).map(Ok)
}

async fn find(yard: &Yard, id: ConnectionId) -> Result<Connection> {
    let found = yard.app.look(move |look| look.connection(id)).await?;
    found.ok_or_else(|| Error::not_found("connection"))
}

fn grant(connection: &Connection) -> Option<(&EmailSettings, &OAuthGrant)> {
    let mail = connection.email()?;
    Some((mail, mail.oauth.as_ref()?))
}

fn is_stale(connection: &Connection, now: Millis) -> bool {
    grant(connection).is_some_and(|(_, it)| {
        it.sealed_access_token.is_empty() || it.access_expires_at < now + BEFORE
    })
}

async fn renew(yard: &Yard, connection: &Connection) -> Result<Result<Connection, Trouble>> {
    let Some((mail, grant)) = grant(connection) else {
        return Ok(Ok(connection.clone()));
    };
    let open = |sealed: &[u8]| open_secret(&yard.app.keys, connection.id, sealed);
    if grant.sealed_refresh_token.is_empty() {
        // Nobody was asked yet, or the app was changed since.
        return Ok(Err(Trouble {
            needs_you: true,
            ..Trouble::new("health-authorise", "")
        }));
    }
    let secret = open(&grant.sealed_client_secret)?;
    let token = open(&grant.sealed_refresh_token)?;
    let renewed = oauth::refresh(&yard.net, (mail.auth, grant, secret.as_str()), &token).await;
    match renewed {
        Ok(tokens) => {
            let kept = keep(yard, connection.id, &tokens).await?;
            health::tell(&yard.app, connection.id, Half::Grant, None).await;
            Ok(Ok(kept))
        }
        Err(err) => Ok(Err(trouble(&err))),
    }
}

fn trouble(err: &OAuthError) -> Trouble {
    match err {
        OAuthError::Refused { .. } => Trouble {
            needs_you: true,
            ..Trouble::new("health-grant-refused", err.to_string())
        },
        OAuthError::Net(_) => Trouble::new("health-token-unreachable", err.to_string()),
        OAuthError::NotSetUp => Trouble {
            needs_you: true,
            ..Trouble::new("health-settings", err.to_string())
        },
    }
}

async fn keep(yard: &Yard, id: ConnectionId, tokens: &Tokens) -> Result<Connection> {
    let owner = id.bytes();
    let keys = &yard.app.keys;
    let access = keys.seal(&owner, tokens.access.as_bytes())?;
    let refresh = match &tokens.refresh {
        Some(it) => Some(keys.seal(&owner, it.as_bytes())?),
        None => None,
    };
    let expires_at = yard.app.clock.now() + Span::seconds(tokens.expires_in_s);
    let deed = move |w: &mut Write<'_>| {
        change(w, id, |grant| {
            grant.sealed_access_token.clone_from(&access);
            grant.access_expires_at = expires_at;
            if let Some(refresh) = &refresh {
                grant.sealed_refresh_token.clone_from(refresh);
            }
        })
    };
    let kept = yard.app.act(deed).await?;
    kept.ok_or_else(|| Error::not_found("connection"))
}

/// The access token a connection logs in with, still sealed; empty for a password.
#[must_use]
pub fn token(connection: &Connection) -> &[u8] {
    grant(connection).map_or(&[], |(_, it)| it.sealed_access_token.as_slice())
}

/// The server refuses a token before its time: the next try renews it. One that was renewed since is left alone.
///
/// # Errors
/// The store's.
pub async fn distrust(yard: &Yard, id: ConnectionId, refused: &[u8]) -> Result<()> {
    let refused = refused.to_vec();
    let deed = move |w: &mut Write<'_>| {
        change(w, id, |grant| {
            if grant.sealed_access_token == refused {
                grant.access_expires_at = Millis(0);
            }
        })
        .map(|_| ())
    };
    yard.app.act(deed).await
}

fn change(
    w: &mut Write<'_>,
    id: ConnectionId,
    how: impl Fn(&mut OAuthGrant),
) -> Result<Option<Connection>> {
    let Some(mut connection) = w.connection(id)? else {
        return Ok(None);
    };
    if let ConnectionSettings::Email(mail) = &mut connection.settings
        && let Some(grant) = &mut mail.oauth
    {
        how(grant);
    }
    w.put_connection(&connection)?;
    Ok(Some(connection))
}
