//! Erasing a person to the end, and writing the store's file and the search index anew, so that no byte of them is
//! left in what was freed.

use std::time::Duration;

use crate::app::{App, off_the_loop};
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::domain::job::JobKind;
use crate::domain::time::{Millis, Span};
use crate::privacy::erase;
use crate::store::{Lane, erased};

/// Raw input looked at together.
const RAWS: usize = 1_000;
/// The files are written anew so long after an erasure: several in a row are one.
const SOON: Span = Span::minutes(10);
/// Writing the search index anew may take so long.
const PATIENCE: Duration = Duration::from_secs(600);

/// Erases what is left of a person. May be cut short anywhere and begun again.
///
/// # Errors
/// The store's, the disk's.
pub async fn carry_out(app: &App, root: ContactId) -> Result<()> {
    let records = app.look(move |look| look.records_of_person(root)).await?;
    let folder = app.config.data_dir.clone();
    off_the_loop(move || erased::note(&folder, &records)).await??;
    for id in app
        .look(move |look| erase::conversations(look, root))
        .await?
    {
        let mut after = None;
        loop {
            let deed = move |w: &mut crate::store::Write<'_>| erase::lot(w, root, id, after);
            after = app.act_in(Lane::Bulk, deed).await?.0;
            if after.is_none() {
                break;
            }
        }
    }
    drop_loose(app).await?;
    let deed = move |w: &mut crate::store::Write<'_>| {
        erase::finish(w, root)?;
        w.job(w.now() + SOON, JobKind::Forget).map(|_| ())
    };
    app.act_in(Lane::Bulk, deed).await?;
    let (blobs, store) = (app.blobs.clone(), app.store.clone());
    let is_named = move |hash| store.look(|look| look.is_blob_named(hash));
    // What waits for its deed is pinned: age says nothing here.
    off_the_loop(move || blobs.sweep(Millis(i64::MAX), is_named)).await??;
    Ok(())
}

async fn drop_loose(app: &App) -> Result<()> {
    let mut after = None;
    loop {
        let (found, next) = app
            .look(move |look| erase::loose_raws(look, after, RAWS))
            .await?;
        if !found.is_empty() {
            let deed = move |w: &mut crate::store::Write<'_>| erase::drop_raws(w, &found);
            app.act_in(Lane::Bulk, deed).await?;
        }
        if next.is_none() {
            return Ok(());
        }
        after = next;
    }
}

/// Writes the store's file and the search index anew, when somebody was erased since the last time.
///
/// # Errors
/// The disk's.
pub async fn forget(app: &App) -> Result<()> {
    if app.look(|look| look.is_all_forgotten()).await? {
        return Ok(());
    }
    let (search, store, seq) = (app.search.clone(), app.store.clone(), app.store.last_seq());
    let done = off_the_loop(move || {
        let merged = search.forget(seq, PATIENCE);
        store.write_anew().map(|()| merged)
    });
    if !done.await?? {
        return Err(Error::internal(
            "forgetting",
            "the search index was not written anew",
        ));
    }
    let now = app.clock.now();
    app.act_in(Lane::Bulk, move |w| w.all_forgotten(now))
        .await?;
    Ok(())
}

/// Erases again whom a restored store brought back.
///
/// # Errors
/// The store's, the disk's.
pub async fn replay(app: &App) -> Result<()> {
    let folder = app.config.data_dir.clone();
    let noted = off_the_loop(move || erased::noted(&folder)).await??;
    let by = Viewer::system(SystemPart::Upkeep);
    for id in noted {
        let by = by.clone();
        let deed = move |w: &mut crate::store::Write<'_>| match erase::begin(w, &by, id) {
            Err(Error::NotFound { .. }) => Ok(()),
            done => done.map(|_| ()),
        };
        app.act_in(Lane::Bulk, deed).await?;
    }
    Ok(())
}
