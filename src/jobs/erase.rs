//! Erasing a person to the end, and writing the store's file and the search index anew, so that no byte of them is
//! left in what was freed, nor in copies made before an upgrade.

use std::time::Duration;

use crate::app::aside::{bytes, seen};
use crate::app::{App, off_the_loop};
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ContactId, ConversationId};
use crate::domain::job::JobKind;
use crate::domain::raw::RawSource;
use crate::domain::time::{Millis, Span};
use crate::privacy::emptied::{conversations, elsewhere, lot};
use crate::privacy::erase;
use crate::privacy::loose::{drop_parked, drop_raws, loose_raws};
use crate::store::{Lane, Look, Write, erased};
use crate::text::address::Address;
use crate::words::Words;

/// Raw input looked at together.
const RAWS: usize = 1_000;
/// Bytes of a provider's call that are looked through.
const CALL: u64 = 1 << 20;
/// Conversations looked through together.
const CASES: usize = 50;
/// The files are written anew so long after an erasure: several in a row are one.
const SOON: Span = Span::minutes(10);
/// A store up to this size, bytes, is written anew in seconds.
const QUICK: u64 = 256 << 20;
/// Else at this hour of the business.
const NIGHT: i8 = 3;
/// Writing the search index anew may take so long.
const PATIENCE: Duration = Duration::from_secs(600);

/// Erases what is left of a person. May be cut short anywhere and begun again.
///
/// # Errors
/// The store's, the disk's.
pub async fn carry_out(app: &App, root: ContactId) -> Result<()> {
    let records = app.look(move |look| look.records_of_person(root)).await?;
    app.cards.forget(root);
    let folder = app.config.data_dir.clone();
    off_the_loop(move || erased::note(&folder, &records)).await??;
    for id in app.look(move |look| conversations(look, root)).await? {
        empty(app, root, id).await?;
    }
    let mut before = None;
    loop {
        let (named, next) = app
            .look(move |look| elsewhere(look, root, before, CASES))
            .await?;
        for id in named {
            empty(app, root, id).await?;
        }
        before = next;
        if before.is_none() {
            break;
        }
    }
    drop_unread(app, root).await?;
    drop_calls(app, root).await?;
    drop_loose(app).await?;
    let when = quiet_hour(app).await?;
    let deed = move |w: &mut Write<'_>| {
        erase::finish(w, root)?;
        w.job(when, JobKind::Forget).map(|_| ())
    };
    app.act_in(Lane::Bulk, deed).await?;
    let (blobs, store) = (app.blobs.clone(), app.store.clone());
    let is_named = move |hash| store.look(|look| look.is_blob_named(hash));
    // What waits for its deed is pinned: age says nothing here.
    off_the_loop(move || blobs.sweep(Millis(i64::MAX), is_named)).await??;
    Ok(())
}

async fn empty(app: &App, root: ContactId, id: ConversationId) -> Result<()> {
    let mut after = None;
    loop {
        let deed = move |w: &mut Write<'_>| lot(w, root, id, after);
        after = app.act_in(Lane::Bulk, deed).await?.0;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// When the files are written anew: soon, or where that takes long in the next night, for nobody can write meanwhile.
async fn quiet_hour(app: &App) -> Result<Millis> {
    let now = app.clock.now();
    if app.store.file_size() <= QUICK {
        return Ok(now + SOON);
    }
    let business = app.look(|look| look.business()).await?.unwrap_or_default();
    let words = Words::for_reader("en", &business.time_zone);
    let night = |days| words.at_hour(now, days, NIGHT);
    let next = night(0).filter(|it| *it > now).or_else(|| night(1));
    Ok(next.unwrap_or(now + SOON))
}

/// What was set aside before it was read, and seems to be from them.
async fn drop_unread(app: &App, root: ContactId) -> Result<()> {
    let blobs = app.blobs.clone();
    let found = app
        .look(move |look| {
            let mut addresses = Vec::new();
            for record in look.records_of_person(root)? {
                addresses.extend(look.contact(record)?.unwrap_or_default().other_names);
            }
            let mut out = Vec::new();
            for row in look.all_parked(usize::MAX)? {
                if row.settled_at.is_some() {
                    continue;
                }
                let from = Address::parse(&seen(look, &blobs, row.clone())?.glance.address);
                if from.is_some_and(|it| addresses.iter().any(|known| known == it.as_str())) {
                    out.push(row.id);
                }
            }
            Ok(out)
        })
        .await?;
    for id in found {
        let deed = move |w: &mut Write<'_>| drop_parked(w, id);
        app.act_in(Lane::Bulk, deed).await?;
    }
    Ok(())
}

/// Calls of providers are kept as they came for a while: those that name the person go.
async fn drop_calls(app: &App, root: ContactId) -> Result<()> {
    let mut after = None;
    loop {
        let (from, blobs) = (after, app.blobs.clone());
        let (found, next) = app
            .look(move |look| {
                let names = named_by(look, root)?;
                let page = look.raw_inputs_after(from, CASES)?;
                let mut found = Vec::new();
                for raw in page.iter().filter(|it| it.source == RawSource::Hook) {
                    let said = bytes(look, &blobs, raw.id, CALL).unwrap_or_default();
                    let said = String::from_utf8_lossy(&said);
                    found.extend(names.iter().any(|it| said.contains(it)).then_some(raw.id));
                }
                let last = page.last().map(|it| it.id);
                Ok((found, last.filter(|_| page.len() == CASES)))
            })
            .await?;
        if !found.is_empty() {
            let deed = move |w: &mut Write<'_>| drop_raws(w, &found);
            app.act_in(Lane::Bulk, deed).await?;
        }
        after = next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// What names a person on any channel, as providers write it: numbers stand there without their plus.
fn named_by(look: &Look<'_>, root: ContactId) -> Result<Vec<String>> {
    let mut out = Vec::new();
    for record in look.records_of_person(root)? {
        out.extend(look.contact(record)?.unwrap_or_default().other_names);
    }
    let bare = |it: String| it.trim_start_matches('+').to_owned();
    Ok(out
        .into_iter()
        .map(bare)
        .filter(|it| it.len() > 4)
        .collect())
}

async fn drop_loose(app: &App) -> Result<()> {
    let mut after = None;
    loop {
        let (found, next) = app.look(move |look| loose_raws(look, after, RAWS)).await?;
        if !found.is_empty() {
            let deed = move |w: &mut Write<'_>| drop_raws(w, &found);
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
        let deed = move |w: &mut Write<'_>| match erase::begin(w, &by, id) {
            Err(Error::NotFound { .. }) => Ok(()),
            done => done.map(|_| ()),
        };
        app.act_in(Lane::Bulk, deed).await?;
    }
    Ok(())
}
