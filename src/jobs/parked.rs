//! Trying again what could not be read or acted on, or was not handed over by its server.

use crate::channels::email::refetch::{Refetched, refetch};
use crate::conversations::park::{gone, park};
use crate::domain::error::{Error, Result};
use crate::domain::id::ParkedId;
use crate::domain::raw::{Raw, RawSource};
use crate::jobs::{Yard, intake, large, renew};
use crate::store::{Lane, Write};

/// Reads parked input again; what was never handed over is fetched before. What was settled meanwhile is left alone.
///
/// # Errors
/// The store's; why the server could not be asked.
pub async fn retry(yard: &Yard, id: ParkedId) -> Result<()> {
    let found = yard
        .app
        .look(move |look| {
            let Some(parked) = look.parked(id)?.filter(|it| it.settled_at.is_none()) else {
                return Ok(None);
            };
            look.raw_input(parked.raw)
        })
        .await?;
    match found {
        Some(raw) if raw.size == 0 => fetch(yard, raw).await,
        Some(raw) => intake::again(yard, raw).await,
        None => Ok(()),
    }
}

/// Asks the server once more for a mail of which nothing came.
async fn fetch(yard: &Yard, raw: Raw) -> Result<()> {
    let RawSource::Mail { place, .. } = &raw.source else {
        return Ok(());
    };
    let (place, id, connection) = (place.clone(), raw.id, raw.connection);
    let unreachable = |detail: String| Error::internal("asking for a mail again", detail);
    let door = match renew::door(yard, connection).await? {
        Ok(it) => it,
        Err(trouble) => return Err(unreachable(trouble.detail)),
    };
    match refetch(&door, &place, &large::keep(&yard.app)).await {
        Ok(Refetched::Here(got, _room)) => {
            let kept = intake::keep_again(&yard.app, raw, got.raw, got.large).await?;
            match got.broken {
                None => intake::again(yard, kept).await,
                Some(code) => {
                    let deed = move |w: &mut Write<'_>| {
                        park(w, id, connection, Some(&place), (code, "")).map(|_| ())
                    };
                    yard.app.act_in(Lane::Bulk, deed).await.map(|_| ())
                }
            }
        }
        Ok(Refetched::Gone) => {
            let deed = move |w: &mut Write<'_>| gone(w, id, &place);
            yard.app.act_in(Lane::Bulk, deed).await.map(|_| ())
        }
        Err(trouble) if trouble.fetching => {
            let deed = move |w: &mut Write<'_>| {
                let why = ("parked-not-fetched", trouble.detail.as_str());
                park(w, id, connection, Some(&place), why).map(|_| ())
            };
            yard.app.act_in(Lane::Bulk, deed).await.map(|_| ())
        }
        Err(trouble) => Err(unreachable(trouble.detail)),
    }
}
