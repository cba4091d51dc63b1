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
            ..folder
        })?;
    }
    Ok(())
}
