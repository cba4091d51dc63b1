//! Puts copies of what a mailbox sent into its Sent folder, each once. What keeps it from that is shown and tried again;
//! nothing that is sent waits for it.

use std::time::Duration;

use crate::channels::email::filing::SentFolder;
use crate::channels::kit::Trouble;
use crate::conversations::delivery::copies;
use crate::conversations::outbound::outbound;
use crate::domain::delivery::Delivery;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, DeliveryId};
use crate::domain::time::Millis;
use crate::jobs::timers::nap;
use crate::jobs::{Yard, deliver, renew};
use crate::store::{Lane, Write};

/// Copies made with one log-in at most.
const LOT: usize = 50;
/// The wait after a trouble, doubled each time up to the longest.
const FIRST: Duration = Duration::from_secs(10);
const LONGEST: Duration = Duration::from_secs(1800);

/// Files until Lobby stops or the connection's settings change.
pub async fn run(yard: Yard, id: ConnectionId) {
    let mut rung = yard.app.bell.subscribe();
    let mut failures = 0_u32;
    loop {
        rung.mark_unchanged();
        let done = tokio::select! {
            it = round(&yard, id) => it,
            () = yard.stopping() => return,
        };
        match done {
            Ok(Ok(next)) => {
                failures = 0;
                let wait = nap(next, yard.app.clock.now());
                tokio::select! {
                    () = tokio::time::sleep(wait) => {}
                    changed = rung.changed() => if changed.is_err() { return },
                    () = yard.stopping() => return,
                }
                continue;
            }
            Ok(Err(trouble)) => {
                tracing::info!(connection = %id, code = trouble.code, "copies of what was sent wait");
                if let Err(err) = tell(&yard, id, trouble.code).await {
                    tracing::warn!(error = %err, "why copies wait was not kept");
                }
            }
            Err(err) => tracing::warn!(connection = %id, error = %err, "copies could not be made"),
        }
        let wait = FIRST * 2_u32.saturating_pow(failures.min(16));
        failures = failures.saturating_add(1);
        if !yard.rest(wait.min(LONGEST)).await {
            return;
        }
    }
}

/// Files what is due; when the next is.
async fn round(yard: &Yard, id: ConnectionId) -> Result<Result<Option<Millis>, Trouble>> {
    let now = yard.app.clock.now();
    let look = move |look: &crate::store::Look<'_>| {
        let due = look.copies_due(id, now, LOT)?;
        Ok((due, look.next_copy_due(id)?, look.connection(id)?))
    };
    let (due, next, connection) = yard.app.look(look).await?;
    if due.is_empty() {
        return Ok(Ok(next));
    }
    let files = connection
        .as_ref()
        .and_then(|it| it.email())
        .is_some_and(|it| it.files_copies());
    let (due, over): (Vec<Delivery>, Vec<Delivery>) = due
        .into_iter()
        .partition(|it| files && it.copy_due.is_some_and(|at| now.since(at) < copies::LIFE));
    forget(yard, over.iter().map(|it| it.id).collect()).await?;
    if due.is_empty() {
        return Ok(Ok(next));
    }
    let door = match renew::door(yard, id).await? {
        Ok(it) => it,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let mut folder = match SentFolder::open(&door).await {
        Ok(it) => it,
        Err(trouble) => return Ok(Err(trouble)),
    };
    for it in &due {
        if let Err(trouble) = one(yard, &mut folder, it).await? {
            return Ok(Err(trouble));
        }
    }
    folder.close().await;
    tell(yard, id, "").await?;
    let next = yard.app.look(move |look| look.next_copy_due(id)).await?;
    Ok(Ok(next))
}

async fn one(
    yard: &Yard,
    folder: &mut SentFolder,
    delivery: &Delivery,
) -> Result<Result<(), Trouble>> {
    let (keys, wanted) = (yard.app.keys.clone(), delivery.clone());
    let composed = yard
        .app
        .look(move |look| outbound(look, &keys, &wanted))
        .await;
    let mut out = match composed {
        Ok(out) => out,
        Err(err @ Error::Unavailable { .. }) => return Err(err),
        // It was withdrawn meanwhile, or its channel is gone.
        Err(_) => return forget(yard, vec![delivery.id]).await.map(Ok),
    };
    if let Some(mail) = &mut out.mail {
        mail.date = delivery.copy_due.map(copies::left_at);
    }
    if let Err(trouble) = folder.file(&out, &deliver::open_blob(yard)).await {
        return Ok(Err(trouble));
    }
    forget(yard, vec![delivery.id]).await.map(Ok)
}

async fn forget(yard: &Yard, ids: Vec<DeliveryId>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let deed = move |w: &mut Write<'_>| copies::done(w, &ids);
    yard.app.act_in(Lane::Bulk, deed).await.map(|_| ())
}

async fn tell(yard: &Yard, id: ConnectionId, code: &'static str) -> Result<()> {
    let look = move |look: &crate::store::Look<'_>| look.connection(id);
    let known = yard.app.look(look).await?;
    if known.is_none_or(|it| it.copies_trouble == code) {
        return Ok(());
    }
    let deed = move |w: &mut Write<'_>| copies::trouble(w, id, code);
    yard.app.act_in(Lane::Bulk, deed).await.map(|_| ())
}
