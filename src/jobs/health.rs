//! How a connection does: its state, since when, and why.

use crate::app::App;
use crate::channels::kit::{Trouble, cut};
use crate::conversations::chat::silence;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::channel::{Connection, Health, HealthState};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ConnectionId;
use crate::store::Write;

/// Which part of a mailbox speaks: none calls another well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    In,
    Out,
    /// Getting tokens, which both need.
    Grant,
}

impl Half {
    fn owns(self, code: &str) -> bool {
        let owner = match code {
            "health-authorise" | "health-grant-refused" | "health-token-unreachable" => Half::Grant,
            it if it.starts_with("health-smtp-") => Half::Out,
            // A provider is asked at one address with one token for both.
            it if it.starts_with("health-provider-") => return self != Half::Grant,
            _ => Half::In,
        };
        if code.is_empty() {
            self != Half::Grant
        } else {
            self == owner
        }
    }
}

/// Records that a half works, or why not.
pub async fn tell(app: &App, id: ConnectionId, half: Half, trouble: Option<&Trouble>) {
    let trouble = trouble.cloned();
    let told = app.act(move |w| set(w, id, half, trouble.as_ref())).await;
    if let Err(err) = told {
        tracing::warn!(connection = %id, error = %err, "the health of a connection was not kept");
    }
}

fn set(w: &mut Write<'_>, id: ConnectionId, half: Half, trouble: Option<&Trouble>) -> Result<()> {
    let Some(connection) = w.connection(id)? else {
        return Ok(());
    };
    let Some(health) = next(&connection, half, trouble) else {
        return Ok(());
    };
    let (from, to) = (connection.health.state, health.state);
    let health = Health {
        since: w.now(),
        ..health
    };
    w.put_connection(&Connection {
        health,
        ..connection
    })?;
    if from == to {
        return Ok(());
    }
    let moved = EventKind::HealthMoved {
        connection: id,
        from,
        to,
    };
    for channel in w.channels_of(id)? {
        w.event(
            Actor::System(SystemPart::Upkeep),
            Subject::channel(channel.id),
            moved,
        )?;
    }
    Ok(())
}

/// The health after this news; `None` when it changes nothing.
fn next(connection: &Connection, half: Half, trouble: Option<&Trouble>) -> Option<Health> {
    let now = &connection.health;
    if now.state == HealthState::Paused || connection.retired_at.is_some() {
        return None;
    }
    let health = match trouble {
        Some(it) => Health {
            state: if it.needs_you {
                HealthState::NeedsYou
            } else {
                HealthState::Troubled
            },
            code: it.code.to_owned(),
            detail: cut(&it.detail),
            ..now.clone()
        },
        None if !half.owns(&now.code) => return None,
        None => Health {
            state: HealthState::Working,
            code: String::new(),
            detail: String::new(),
            ..now.clone()
        },
    };
    let same = health.state == now.state && health.code == now.code;
    (!same).then_some(health)
}

/// Notes lazily that something came in or went out.
pub fn seen(app: &App, id: ConnectionId, half: Half) {
    let now = app.clock.now();
    let key = format!("health {half:?} {id}");
    app.store.later(key, move |w| {
        let Some(mut connection) = w.connection(id)? else {
            return Ok(());
        };
        match half {
            Half::In => silence::heard(w, &mut connection, now)?,
            Half::Out => connection.health.last_out = Some(now),
            Half::Grant => {}
        }
        w.put_connection(&connection)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_half_does_not_speak_for_the_other() {
        let mut connection = Connection::default();
        let refused = Trouble::new("health-smtp-unreachable", "x");
        let health = next(&connection, Half::Out, Some(&refused));
        connection.health = health.unwrap_or_default();
        assert_eq!(connection.health.state, HealthState::Troubled);
        assert_eq!(next(&connection, Half::Out, Some(&refused)), None);
        assert_eq!(next(&connection, Half::In, None), None);
        let health = next(&connection, Half::Out, None).unwrap_or_default();
        assert_eq!(health.state, HealthState::Working);
    }

    #[test]
    fn what_a_provider_refuses_is_over_when_either_half_works() {
        let mut connection = Connection::default();
        let refused = Trouble::new("health-provider-unreachable", "x");
        connection.health = next(&connection, Half::Out, Some(&refused)).unwrap_or_default();
        assert_eq!(next(&connection, Half::Grant, None), None);
        for half in [Half::In, Half::Out] {
            let health = next(&connection, half, None).unwrap_or_default();
            assert_eq!(health.state, HealthState::Working, "{half:?}");
        }
    }

    #[test]
    fn a_refused_grant_stands_until_there_are_tokens_again() {
        let mut connection = Connection::default();
        let refused = Trouble {
            needs_you: true,
            ..Trouble::new("health-grant-refused", "invalid_grant")
        };
        let health = next(&connection, Half::Out, Some(&refused));
        connection.health = health.unwrap_or_default();
        assert_eq!(connection.health.state, HealthState::NeedsYou);
        // A session that was logged in before goes on for a while and proves nothing.
        assert_eq!(next(&connection, Half::In, None), None);
        assert_eq!(next(&connection, Half::Out, None), None);
        let health = next(&connection, Half::Grant, None).unwrap_or_default();
        assert_eq!(health.state, HealthState::Working);
        // Tokens alone do not say that a mailbox nobody tried yet works.
        assert_eq!(next(&Connection::default(), Half::Grant, None), None);
    }
}
