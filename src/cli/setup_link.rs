//! `lobby setup-link`: prints the one-time set-up link again until somebody has claimed this Lobby.

use crate::app::App;
use crate::auth::secret::Secret;
use crate::auth::{link, setup_link};
use crate::domain::access::LinkPurpose;
use crate::domain::error::{Error, Result};

/// The address that claims this Lobby; `None` when it is claimed.
pub fn address(app: &App) -> Result<Option<String>> {
    let (keys, fresh) = (app.keys.clone(), Secret::new()?);
    let in_public = app.config.is_in_public();
    let current = app
        .store
        .by_hand(move |write| setup_link::current(write, &keys, &fresh, in_public))?;
    Ok(current.map(|it| link::address(&app.config.public_url, &LinkPurpose::SetUp, &it)))
}

pub fn carry_out(app: &App) -> Result<Vec<String>> {
    let address = address(app)?.ok_or(Error::conflict("already-set-up"))?;
    Ok(vec![address])
}
