//! Telling a provider of a reaction of ours.

use crate::channels;
use crate::channels::kit::Door;
use crate::conversations::chat::react::ours;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, MessageId};
use crate::domain::outbound::SendError;
use crate::jobs::Yard;

/// Tells it as it is now; what cannot be told now is tried again by the job.
///
/// # Errors
/// The store's; [`Error::Unavailable`] when it is to be tried again.
pub async fn tell(yard: &Yard, message: MessageId, connection: ConnectionId) -> Result<()> {
    let found = yard
        .app
        .look(move |look| {
            Ok((
                ours(look, message, connection)?,
                look.connection(connection)?,
            ))
        })
        .await?;
    let (Some((to, id, emoji)), Some(connection)) = found else {
        return Ok(());
    };
    let Some(channel) = channels::of(connection.kind) else {
        return Ok(());
    };
    let door = Door::open(connection, &yard.app.keys, &yard.net)?;
    match channel.react(&door, &to, (&id, &emoji)).await {
        Ok(()) => Ok(()),
        Err(err) if err.is_retryable() || matches!(err, SendError::Uncertain { .. }) => {
            Err(Error::Unavailable {
                code: "reaction",
                retry_after_s: 60,
            })
        }
        Err(err) => {
            tracing::info!(error = %err, "a reaction was not taken");
            Ok(())
        }
    }
}
