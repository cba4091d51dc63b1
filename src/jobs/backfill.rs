//! Bringing older mail in: what is wanted is written down, and the watcher begins anew from there.

use crate::app::App;
use crate::domain::channel::{Connection, ConnectionSettings};
use crate::domain::error::Result;
use crate::domain::id::ConnectionId;
use crate::domain::mail::Folder;
use crate::domain::time::Millis;
use crate::store::{Lane, Write};

/// Asks for mail since a time; `None` is all of it. Mail that is here already is not fetched again.
///
/// # Errors
/// The store's.
pub async fn begin(app: &App, id: ConnectionId, since: Option<Millis>) -> Result<()> {
    let deed = move |w: &mut Write<'_>| widen(w, id, since);
    app.act_in(Lane::Hand, deed).await.map(|_| ())
}

fn widen(w: &mut Write<'_>, id: ConnectionId, since: Option<Millis>) -> Result<()> {
    let Some(mut connection) = w.connection(id)? else {
        return Ok(());
    };
    let ConnectionSettings::Email(mail) = &mut connection.settings else {
        return Ok(());
    };
    if mail.import_since == since {
        return Ok(());
    }
    mail.import_since = since;
    w.put_connection(&Connection { ..connection })?;
    for folder in w.folders_of(id)? {
        w.put_folder(&Folder {
            backfill_next: folder.live_from,
            backfill_done: false,
            widened: folder.widened.saturating_add(1),
            ..folder
        })?;
    }
    Ok(())
}

/// How far a folder is after a lot that was begun from `done`, given what is written down now: older mail that was asked
/// for meanwhile is still to come.
#[must_use]
pub fn gone_on(kept: Option<Folder>, done: &Folder) -> Folder {
    match kept {
        Some(kept) if kept.uid_validity == done.uid_validity && kept.widened > done.widened => {
            Folder {
                live_next: kept.live_next.max(done.live_next),
                ..kept
            }
        }
        _ => done.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lot_under_way_does_not_undo_what_was_asked_for() {
        let done = Folder {
            uid_validity: 7,
            live_from: 100,
            live_next: 120,
            backfill_next: 60,
            backfill_done: true,
            ..Folder::default()
        };
        let widened = Folder {
            live_next: 110,
            backfill_next: 100,
            backfill_done: false,
            widened: 1,
            ..done.clone()
        };
        let after = gone_on(Some(widened.clone()), &done);
        assert_eq!((after.backfill_next, after.backfill_done), (100, false));
        assert_eq!((after.live_next, after.widened), (120, 1));
        // What was begun after the wish counts, and so does a folder that was numbered anew.
        let begun_after = Folder {
            backfill_next: 40,
            ..widened.clone()
        };
        assert_eq!(gone_on(Some(widened.clone()), &begun_after), begun_after);
        let anew = Folder {
            uid_validity: 8,
            ..Folder::default()
        };
        assert_eq!(gone_on(Some(widened), &anew), anew);
    }
}
