//! Asking a provider for news where it cannot call: until something is wrong, then again, ever less often.

use std::time::Duration;

use tokio::sync::mpsc;

use crate::app::hooks;
use crate::channels;
use crate::channels::kit::Trouble;
use crate::channels::kit::hook::Post;
use crate::domain::error::Result;
use crate::domain::id::ConnectionId;
use crate::jobs::health::{self, Half};
use crate::jobs::{Yard, renew, set_up};

/// The first wait after a trouble, and the longest.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(120);

/// Sets the connection up, then listens until Lobby stops or the connection ends.
pub async fn run(yard: Yard, id: ConnectionId) {
    if !set_up::run(&yard, id).await {
        return;
    }
    let mut failures = 0_u32;
    loop {
        let tried = tokio::select! {
            it = once(&yard, id, &mut failures) => it,
            () = yard.stopping() => return,
        };
        match tried {
            Ok(None) => return,
            Ok(Some(trouble)) => {
                tracing::info!(connection = %id, code = trouble.code, "a channel is not listened to");
                health::tell(&yard.app, id, Half::In, Some(&trouble)).await;
            }
            Err(err) => {
                tracing::warn!(connection = %id, error = %err, "news could not be taken in")
            }
        }
        failures = failures.saturating_add(1);
        let wait = FIRST * 2_u32.saturating_pow(failures.saturating_sub(1).min(8));
        if !yard.rest(wait.min(LONGEST)).await {
            return;
        }
    }
}

/// One session; `None` when this connection is not to be listened to.
async fn once(yard: &Yard, id: ConnectionId, failures: &mut u32) -> Result<Option<Trouble>> {
    let door = match renew::door(yard, id).await? {
        Ok(it) => it,
        Err(trouble) => return Ok(Some(trouble)),
    };
    let channel = channels::of(door.connection.kind);
    let polled = door.connection.provider().zip(channel);
    let Some((_, channel)) = polled.filter(|(settings, it)| it.is_polled(settings)) else {
        return Ok(None);
    };
    let (out, mut posts) = mpsc::channel::<Post>(1);
    let taking = async {
        while let Some(post) = posts.recv().await {
            // An empty one says that there is nothing new, and that asking works.
            let is_news = !post.body.is_empty();
            if is_news {
                hooks::take(&yard.app, &door.connection, post.body).await?;
            }
            let _ = post.done.send(());
            if is_news || *failures > 0 {
                health::tell(&yard.app, id, Half::In, None).await;
            }
            *failures = 0;
            if is_news {
                health::seen(&yard.app, id, Half::In);
            }
        }
        Ok(())
    };
    tokio::select! {
        trouble = channel.listen(&door, out) => Ok(Some(trouble)),
        failed = taking => failed.map(|()| Some(Trouble::new("health-lost", ""))),
    }
}
