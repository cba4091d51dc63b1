//! Small things done now and then: files and raw input no record names, sessions and links that are over, idempotency keys that
//! are no longer remembered, what was done to many and what people were told long ago are swept.

use std::time::Duration;

use crate::app::off_the_loop;
use crate::auth::{link, session};
use crate::conversations::chat::calls;
use crate::conversations::{bulk, raws};
use crate::domain::error::Result;
use crate::domain::job::JobKind;
use crate::domain::time::Span;
use crate::jobs::Yard;
use crate::notices::list;
use crate::store::{Lane, Look, Write};

const EVERY: Duration = Duration::from_secs(3600);
/// A file younger than this may still wait for its deed.
const UNNAMED_FOR: Span = Span::hours(24);
/// What was done to many can be looked at and taken back for so long.
const BULKS_FOR: Span = Span::days(30);
/// Idempotency keys looked at and forgotten at one time.
const KEYS_AT_ONCE: usize = 1_000;

/// Keeps at it until Lobby stops.
pub async fn run(yard: Yard) {
    if let Err(err) = read_forgotten(&yard).await {
        tracing::warn!(error = %err, "calls kept before were not looked through");
    }
    while yard.rest(EVERY).await {
        round(&yard).await;
    }
}

async fn round(yard: &Yard) {
    said("files no record names", files(yard).await);
    said("sessions that were over", deed(yard, session::sweep).await);
    said("links that were over", deed(yard, link::sweep).await);
    said("idempotency keys", keys(yard).await);
    said("calls of providers", deed(yard, calls::sweep).await);
    said("raw input nothing names", raw_inputs(yard).await);
    said("things done to many", bulks(yard).await);
    said("what people were told", notices(yard).await);
}

fn said(what: &str, done: Result<usize>) {
    match done {
        Ok(0) => {}
        Ok(n) => tracing::info!(n, what, "swept"),
        Err(err) => tracing::warn!(error = %err, what, "sweeping failed"),
    }
}

/// Calls that were kept when Lobby was stopped are read now.
async fn read_forgotten(yard: &Yard) -> Result<()> {
    let now = yard.app.clock.now();
    let left = yard
        .app
        .look(move |look| calls::forgotten(look, now))
        .await?;
    if left.is_empty() {
        return Ok(());
    }
    let read = move |w: &mut Write<'_>| {
        for raw in &left {
            w.job(w.now(), JobKind::ReadCall { raw: *raw })?;
        }
        Ok(())
    };
    yard.app.act(read).await
}

async fn files(yard: &Yard) -> Result<usize> {
    let (blobs, store) = (yard.app.blobs.clone(), yard.app.store.clone());
    let before = yard.app.clock.now() - UNNAMED_FOR;
    off_the_loop(move || blobs.sweep(before, |hash| store.look(|look| look.is_blob_named(hash))))
        .await?
}

async fn keys(yard: &Yard) -> Result<usize> {
    let (now, mut n, mut after) = (yard.app.clock.now(), 0, None);
    loop {
        let from: Option<Vec<u8>> = after.take();
        let look = move |look: &Look<'_>| look.idempotent_over(now, from.as_deref(), KEYS_AT_ONCE);
        let (over, next) = yard.app.look(look).await?;
        if !over.is_empty() {
            n += deed(yard, move |write| write.forget_idempotent(&over)).await?;
        }
        match next {
            Some(_) => after = next,
            None => return Ok(n),
        }
    }
}

async fn raw_inputs(yard: &Yard) -> Result<usize> {
    let before = yard.app.clock.now() - UNNAMED_FOR;
    let (mut n, mut after) = (0, None);
    loop {
        let lot = move |w: &mut Write<'_>| raws::sweep(w, after, before);
        let ((removed, next), _) = yard.app.act_in(Lane::Bulk, lot).await?;
        n += removed;
        match next {
            Some(_) => after = next,
            None => return Ok(n),
        }
    }
}

async fn bulks(yard: &Yard) -> Result<usize> {
    let (before, mut n) = (yard.app.clock.now() - BULKS_FOR, 0);
    loop {
        match deed(yard, move |w| bulk::forget(w, before)).await? {
            0 => return Ok(n),
            more => n += more,
        }
    }
}

async fn notices(yard: &Yard) -> Result<usize> {
    let mut n = 0;
    loop {
        match deed(yard, list::sweep).await? {
            0 => return Ok(n),
            more => n += more,
        }
    }
}

async fn deed(
    yard: &Yard,
    sweep: impl Fn(&mut Write<'_>) -> Result<usize> + Send + 'static,
) -> Result<usize> {
    let (n, _) = yard.app.act_in(Lane::Bulk, sweep).await?;
    Ok(n)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;

    use super::*;
    use crate::app::App;
    use crate::clock::Clock;
    use crate::config::Config;
    use crate::domain::access::Session;
    use crate::domain::bulk::{Bulk, BulkOutcome, BulkRow};
    use crate::domain::id::{BlobHash, BulkId, ConversationId};
    use crate::keys::KeyRing;
    use crate::store::drafts::Idempotent;
    use crate::store::{Folder, Options};

    /// A Lobby in a folder of its own, at a moment.
    fn lobby(name: &str, clock: &Clock) -> App {
        let path = std::env::temp_dir().join(format!("lobby-upkeep-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        let for_store = clock.clone();
        let options = Options {
            now: Arc::new(move || for_store.now()),
            seed: Some(1),
            twice: true,
        };
        let folder = Folder::open_with(&path, options, 0).unwrap();
        let config = Config {
            data_dir: path,
            listen: ([127, 0, 0, 1], 0).into(),
            public_url: "http://127.0.0.1".to_owned(),
            entrance: Default::default(),
            allow_loopback: true,
            allow_networks: Vec::new(),
            resolver: None,
            demo: false,
        };
        let keys = KeyRing::for_tests();
        App::new(config, clock.clone(), keys, folder.store, folder.blobs).unwrap()
    }

    #[tokio::test]
    async fn what_was_done_to_many_is_kept_for_a_month() {
        let clock = Clock::standing(Clock::System.now());
        let app = lobby("bulks", &clock);
        let done: Vec<BulkId> = [Some(clock.now()), Some(clock.now() + Span::days(20)), None]
            .into_iter()
            .map(|finished_at| {
                let made = app.store.by_hand(move |w| {
                    let id = w.new_id();
                    let it = Bulk {
                        id,
                        finished_at,
                        ..Bulk::default()
                    };
                    w.put_bulk(&it)?;
                    for at in 0..2_500 {
                        let row = BulkRow {
                            conversation: ConversationId::default(),
                            outcome: BulkOutcome::Same,
                        };
                        w.put_bulk_row(id, at, &row)?;
                    }
                    Ok(id)
                });
                made.unwrap()
            })
            .collect();
        let left = || -> Vec<(bool, usize)> {
            let look = |look: &Look<'_>| {
                let one = |id: &BulkId| {
                    let rows = look.bulk_rows(*id, None, usize::MAX, |_| true)?;
                    Ok((look.bulk(*id)?.is_some(), rows.len()))
                };
                done.iter().map(one).collect()
            };
            app.store.look(look).unwrap()
        };
        let (_running, yard) = Yard::open(app.clone());
        clock.advance(Span::days(29));
        round(&yard).await;
        assert_eq!(left(), [(true, 2_500); 3]);
        clock.advance(Span::days(2));
        round(&yard).await;
        assert_eq!(left(), [(false, 0), (true, 2_500), (true, 2_500)]);
        clock.advance(Span::days(400));
        round(&yard).await;
        // What has not ended goes on, however old.
        assert_eq!(left(), [(false, 0), (false, 0), (true, 2_500)]);
    }

    #[tokio::test]
    async fn what_is_over_is_swept_and_the_rest_stays() {
        // Files are dated by the system's clock.
        let clock = Clock::standing(Clock::System.now());
        let app = lobby("over", &clock);
        let begun = clock.now();
        let n_keys = KEYS_AT_ONCE + 10;
        app.store
            .by_hand(move |write| {
                for n in 0..n_keys {
                    // Every third one is remembered for longer.
                    let hours = if n % 3 == 0 { 72 } else { 24 };
                    let row = Idempotent {
                        body: BlobHash([0; 32]),
                        made: String::new(),
                        until: begun + Span::hours(hours),
                    };
                    write.put_idempotent("somebody", &format!("{n:05}"), &row)?;
                }
                let session = Session {
                    created_at: begun,
                    seen_at: begun,
                    ..Session::default()
                };
                write.put_session(BlobHash([1; 32]), &session)
            })
            .unwrap();
        let staged = app.blobs.stage(&mut b"loose".as_slice(), 10).unwrap();
        let hash = staged.hash;
        drop(staged);
        let (_running, yard) = Yard::open(app.clone());
        round(&yard).await;
        assert!(app.blobs.has(hash), "young");
        let left = |hours| {
            clock.advance(Span::hours(hours));
            let now = clock.now();
            let look = move |look: &Look<'_>| look.idempotent_over(now, None, usize::MAX);
            app.store.look(look).unwrap().0.len()
        };
        assert_eq!(
            left(48),
            n_keys - n_keys.div_ceil(3),
            "over, and not yet swept"
        );
        round(&yard).await;
        assert!(!app.blobs.has(hash));
        assert_eq!(left(0), 0);
        assert_eq!(
            left(48),
            n_keys.div_ceil(3),
            "the others are still remembered"
        );
        clock.advance(Span::days(365));
        round(&yard).await;
        assert_eq!(left(0), 0);
        assert_eq!(app.store.look(|look| look.sessions()).unwrap(), []);
    }
}
