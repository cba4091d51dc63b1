//! What a running Lobby holds, and the one bridge from asynchronous pages and jobs to the synchronous core:
//! [`App::look`] and [`App::act`].

use std::sync::Arc;

use tokio::sync::{Notify, oneshot};

use crate::clock::Clock;
use crate::config::Config;
use crate::domain::error::{Error, Result};
use crate::domain::id::Seq;
use crate::keys::KeyRing;
use crate::store::blobs::Blobs;
use crate::store::{Lane, Look, Store, Write};

/// Everything a page or a job may use. Cheap to clone.
#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub clock: Clock,
    pub keys: Arc<KeyRing>,
    pub store: Arc<Store>,
    pub blobs: Blobs,
    /// Rung after a commit that put work, so that workers look now.
    pub bell: Arc<Notify>,
}

impl App {
    /// Looks at the store off the event loop.
    ///
    /// # Errors
    /// What `look` answers.
    pub async fn look<T: Send + 'static>(
        &self,
        look: impl Fn(&Look<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let store = self.store.clone();
        off_the_loop(move || store.look(look)).await?
    }

    /// Does a deed of a person, webhook or send; answers its value after the durable commit.
    ///
    /// # Errors
    /// The deed's own; [`Error::Unavailable`] when it is not known whether it was done.
    pub async fn act<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.act_in(Lane::Hand, deed).await.map(|(value, _)| value)
    }

    /// Does a deed in a lane, answering also the place of the group's last event.
    ///
    /// # Errors
    /// As [`App::act`].
    pub async fn act_in<T: Send + 'static>(
        &self,
        lane: Lane,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<(T, Seq)> {
        let (reply, answer) = oneshot::channel();
        self.store.act_with(lane, deed, move |it| {
            let _ = reply.send(it);
        });
        answer.await.unwrap_or(Err(Error::Unavailable {
            code: "stopping",
            retry_after_s: 5,
        }))
    }
}

/// Runs blocking work off the event loop; a panic in it is one failed request.
///
/// # Errors
/// [`Error::Internal`] when the work panicked.
pub async fn off_the_loop<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|err| Error::internal("work off the loop", err))
}
