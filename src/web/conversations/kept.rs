//! What Lobby gave somebody goes back when it is not answered: said before, and kept by a press.

use actix_web::web::{Form, Path};
use serde::Deserialize;

use crate::conversations::routing::back::{self, goes_back};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::conversations::banners::banner;
use crate::web::conversations::change;
use crate::web::conversations::show::Banner;
use crate::web::view::Act;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Kept {
    list: String,
}

/// `POST /c/{number}/keep`
pub async fn keep(asker: Asker, number: Path<u64>, form: Form<Kept>) -> Answer {
    let number = number.into_inner();
    let viewer = asker.viewer().clone();
    let deed = move |w: &mut Write<'_>| back::keep(w, &viewer, number).map(|_| ());
    asker.app.act(deed).await?;
    Ok(change::back(number, &form.list, "done"))
}

/// To whom it was given it is said when it goes back.
///
/// # Errors
/// The store's.
pub fn shown(asker: &Asker, look: &Look<'_>, it: &Conversation) -> Result<Option<Banner>> {
    if it.assignee != asker.viewer().agent_id() {
        return Ok(None);
    }
    let Some(due) = goes_back(look, it)? else {
        return Ok(None);
    };
    let words = &asker.words;
    Ok(Some(Banner {
        acts: vec![Act {
            href: format!("/c/{}/keep", it.number),
            text: words.t("act-keep"),
            fields: Vec::new(),
        }],
        ..banner(
            "",
            "wait",
            words.t_of("banner-goes-back", "when", words.until(due, asker.now)),
        )
    }))
}
