//! A watcher, a queue and a filer of copies for every mailbox, a listener and a queue for every other channel that is set
//! up; begun anew when its settings change, ended when it retires.

use std::collections::HashMap;

use tokio::sync::watch as signal;
use tokio::task::JoinSet;

use crate::channels;
use crate::conversations::delivery;
use crate::domain::channel::{Connection, ConnectionSettings, HealthState, Plus};
use crate::domain::error::Result;
use crate::domain::id::ConnectionId;
use crate::domain::time::Millis;
use crate::jobs::{Yard, deliver, filing, listen, watch};
use crate::store::{Lane, Write};

/// What runs for one connection.
struct Running {
    settings: ConnectionSettings,
    began: Millis,
    /// Dropping it ends the tasks, each when what it has under way is done.
    _end: signal::Sender<bool>,
}

/// Keeps one of each running.
pub async fn run(yard: Yard) {
    let mut rung = yard.app.bell.subscribe();
    let mut running: HashMap<ConnectionId, Running> = HashMap::new();
    let mut tasks = JoinSet::new();
    loop {
        rung.mark_unchanged();
        match wanted(&yard).await {
            Ok((wanted, idle)) => {
                adjust(&yard, &mut running, &mut tasks, wanted);
                if let Err(err) = look_through(&yard, idle).await {
                    tracing::warn!(error = %err, "what waits on idle mailboxes was not looked through");
                }
            }
            Err(err) => tracing::warn!(error = %err, "the connections could not be read"),
        }
        tokio::select! {
            changed = rung.changed() => if changed.is_err() { break },
            () = tokio::time::sleep(std::time::Duration::from_secs(30)) => {}
            Some(_) = tasks.join_next() => {}
            () = yard.stopping() => break,
        }
    }
    while tasks.join_next().await.is_some() {}
}

/// The connections at work, and the others.
async fn wanted(yard: &Yard) -> Result<(Vec<Connection>, Vec<Connection>)> {
    let all = yard.app.look(|look| look.connections()).await?;
    Ok(all.into_iter().partition(is_wanted))
}

/// By a mailbox that is paused nothing leaves: what gets late there is held all the same. By one taken out of use
/// nothing ever will.
async fn look_through(yard: &Yard, idle: Vec<Connection>) -> Result<()> {
    let now = yard.app.clock.now();
    for it in idle {
        let id = it.id;
        let next = yard
            .app
            .look(move |look| look.next_delivery_due(id))
            .await?;
        let retired = it.retired_at.is_some();
        if next.is_none_or(|due| due > now && !retired) {
            continue;
        }
        let deed = move |w: &mut Write<'_>| {
            if retired {
                delivery::channel_gone(w, id)
            } else {
                delivery::hold_late(w, id)
            }
        };
        yard.app.act_in(Lane::Hand, deed).await?;
    }
    Ok(())
}

fn is_wanted(it: &Connection) -> bool {
    let mailbox = it.email().is_some_and(|mail| !mail.imap.host.is_empty());
    (mailbox || it.provider().is_some())
        && it.retired_at.is_none()
        && it.health.state != HealthState::Paused
        && channels::of(it.kind).is_some()
}

fn adjust(
    yard: &Yard,
    running: &mut HashMap<ConnectionId, Running>,
    tasks: &mut JoinSet<()>,
    wanted: Vec<Connection>,
) {
    running.retain(|id, it| {
        let still = wanted.iter().find(|wanted| wanted.id == *id);
        // A health put back to new says: try at once, somebody mended it.
        let mended = |wanted: &Connection| {
            wanted.health.state == HealthState::New && wanted.health.since > it.began
        };
        still.is_some_and(|wanted| lasting(wanted) == it.settings && !mended(wanted))
    });
    for it in wanted {
        running.entry(it.id).or_insert_with(|| {
            let (end, ended) = signal::channel(false);
            let until = || yard.until(ended.clone());
            if it.provider().is_some() {
                tasks.spawn(listen::run(until(), it.id));
            } else {
                tasks.spawn(watch::run(until(), it.id));
                tasks.spawn(filing::run(until(), it.id));
            }
            tasks.spawn(deliver::run(until(), it.id, it.kind));
            Running {
                settings: lasting(&it),
                began: yard.app.clock.now(),
                _end: end,
            }
        });
    }
}

/// The settings without what changes by itself: tokens are renewed every hour, forms, senders and tags are learnt.
fn lasting(it: &Connection) -> ConnectionSettings {
    let mut settings = it.settings.clone();
    if let ConnectionSettings::Email(mail) = &mut settings {
        mail.plus = Plus::default();
        mail.form_senders.clear();
        mail.sender_rules.clear();
        if let Some(grant) = &mut mail.oauth {
            grant.sealed_access_token.clear();
            grant.sealed_refresh_token.clear();
            grant.access_expires_at = Millis(0);
        }
    }
    if let ConnectionSettings::Provider(it) = &mut settings {
        it.learnt.clear();
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::channel::{EmailSettings, OAuthGrant};

    #[test]
    fn a_renewed_token_is_no_new_setting() {
        let with = |at, host: &str| Connection {
            settings: ConnectionSettings::Email(Box::new(EmailSettings {
                address: host.to_owned(),
                oauth: Some(OAuthGrant {
                    access_expires_at: Millis(at),
                    ..OAuthGrant::default()
                }),
                ..EmailSettings::default()
            })),
            ..Connection::default()
        };
        assert_eq!(lasting(&with(1, "a")), lasting(&with(2, "a")));
        assert_ne!(lasting(&with(1, "a")), lasting(&with(1, "b")));
    }
}
