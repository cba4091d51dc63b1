//! Telling a provider of a reaction of ours, and that a message was read.

use crate::channels;
use crate::channels::kit::Door;
use crate::conversations::chat::react::ours;
use crate::conversations::chat::receipts::id_of;
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
    told(channel.react(&door, &to, (&id, &emoji)).await)
}

/// What is told may be told twice: it is tried again wherever that may help, and else left.
fn told(done: std::result::Result<(), SendError>) -> Result<()> {
    match done {
        Ok(()) => Ok(()),
        Err(err) if err.is_retryable() || matches!(err, SendError::Uncertain { .. }) => {
            Err(Error::Unavailable {
                code: "provider",
                retry_after_s: 60,
            })
        }
        Err(err) => {
            tracing::info!(error = %err, "what was told of a message was not taken");
            Ok(())
        }
    }
}

/// Tells that a message was read.
///
/// # Errors
/// As [`tell`].
pub async fn tell_read(yard: &Yard, message: MessageId, connection: ConnectionId) -> Result<()> {
    let look = move |look: &crate::store::Look<'_>| {
        Ok((id_of(look, message)?, look.connection(connection)?))
    };
    let (Some(id), Some(connection)) = yard.app.look(look).await? else {
        return Ok(());
    };
    let Some(channel) = channels::of(connection.kind) else {
        return Ok(());
    };
    let door = Door::open(connection, &yard.app.keys, &yard.net)?;
    told(channel.tell_read(&door, &id).await)
}
