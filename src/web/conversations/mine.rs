//! What one keeps of a conversation for oneself alone: following it, being reminded of it.

use actix_web::web::{Form, Path};
use serde::Deserialize;

use crate::conversations::follow::{self, reminder_of};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::conversations::change::back;

/// One's own relation to a conversation.
#[derive(Debug, Clone)]
pub struct MineView {
    pub followed: bool,
    /// When one is reminded of it, in words; empty when one is not.
    pub reminder: String,
}

/// What a conversation's page says of it.
///
/// # Errors
/// The store's.
pub fn view(asker: &Asker, look: &Look<'_>, it: &Conversation) -> Result<MineView> {
    let at = reminder_of(look, asker.viewer(), it)?;
    let (words, now) = (&asker.words, asker.now);
    Ok(MineView {
        followed: it.followers.contains(&asker.agent().id),
        reminder: at.map_or_else(String::new, |at| {
            words.t_of("mine-reminder", "time", words.until(at, now))
        }),
    })
}

/// What the forms send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// `follow`, else not any more.
    to: String,
    /// The time, as the input writes it; empty for none.
    at: String,
    list: String,
}

/// `POST /c/{number}/follow`
pub async fn set_follow(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let (number, viewer, on) = (
        number.into_inner(),
        asker.viewer().clone(),
        form.to == "follow",
    );
    asker
        .app
        .act(move |w| follow::follow(w, &viewer, number, on))
        .await?;
    Ok(back(number, &form.list, "done"))
}

/// `POST /c/{number}/remind`
pub async fn set_reminder(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let (number, viewer) = (number.into_inner(), asker.viewer().clone());
    let at = asker.words.read_input_time(&form.at);
    if at.is_none() && !form.at.is_empty() {
        return Err(Error::invalid("at", "error-field").into());
    }
    asker
        .app
        .act(move |w| follow::remind_me(w, &viewer, number, at))
        .await?;
    Ok(back(number, &form.list, "done"))
}
