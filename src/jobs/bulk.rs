//! One thing done to many conversations: each by a deed of its own, several of them a commit.

use futures_util::future::try_join_all;

use crate::app::App;
use crate::conversations::bulk;
use crate::domain::error::{Error, Result};
use crate::domain::id::BulkId;
use crate::store::Lane;

/// Conversations under way together: the writer does them in one group.
const LOT: usize = 32;

/// Goes on from where it is, to the end. What is done is not done again, so it may be cut short anywhere.
///
/// # Errors
/// [`Error::Unavailable`] when the store takes no writes.
pub async fn carry_out(app: &App, id: BulkId) -> Result<()> {
    let mut after = None;
    loop {
        let lot = app
            .look(move |look| bulk::waiting(look, id, after, LOT))
            .await?;
        let Some(last) = lot.last() else {
            return Ok(());
        };
        after = Some(*last);
        try_join_all(lot.iter().map(|at| one(app, id, *at))).await?;
    }
}

async fn one(app: &App, id: BulkId, at: u32) -> Result<()> {
    let keys = app.keys.clone();
    let deed = move |w: &mut crate::store::Write<'_>| bulk::step(w, &keys, id, at);
    let done = app.act_in(Lane::Bulk, deed).await;
    let code = match done {
        Ok(_) => return Ok(()),
        Err(Error::NotFound { .. }) => "not_found",
        Err(Error::Forbidden { .. }) => "forbidden",
        Err(Error::Conflict { code }) => code,
        Err(Error::Invalid(fields)) => fields.first().map_or("invalid", |it| it.code),
        Err(err) => return Err(err),
    };
    let deed = move |w: &mut crate::store::Write<'_>| bulk::fail(w, id, at, code);
    app.act_in(Lane::Bulk, deed).await.map(|_| ())
}
