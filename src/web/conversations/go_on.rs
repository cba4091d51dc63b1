//! `POST /c/{number}/go-on`: puts the way to another channel, with a code, below what is being written.

use actix_web::web::Path;

use crate::app::going_on::way;
use crate::conversations::draft::{self, Writing};
use crate::conversations::going_on::offer;
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::conversations::composer;
use crate::web::settings::{Pairs, first};

/// The language of a person, else of the business.
///
/// # Errors
/// The store's.
pub fn language(look: &Look<'_>, contact: crate::domain::id::ContactId) -> Result<String> {
    let known = look.person(contact)?.unwrap_or_default().language;
    if known.is_empty() {
        return Ok(look.business()?.unwrap_or_default().language);
    }
    Ok(known)
}

/// The form: what the composer holds, and `onward`, a channel.
pub async fn put(asker: Asker, number: Path<u64>, form: Pairs) -> Answer {
    let (number, form) = (number.into_inner(), form.into_inner());
    let to = first(&form, "onward").parse::<ChannelId>();
    let to = to.map_err(|_| Error::invalid("channel", "error-field"))?;
    let (app, viewer) = (asker.app.clone(), asker.viewer().clone());
    let deed = move |w: &mut Write<'_>| {
        let (c, made) = offer(w, &viewer, number, (&app.keys, to))?;
        let channel = w.channel(to)?.ok_or_else(|| Error::not_found("channel"))?;
        let code = app.keys.move_code(made.id);
        let language = language(w, c.contact)?;
        let way = way(&app, w, &channel, (&language, &code))?;
        let written = first(&form, "text").replace("\r\n", "\n");
        let text = [written.trim_end(), &way.text]
            .into_iter()
            .filter(|it| !it.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n");
        let files = form.iter().filter(|(key, _)| key == "file");
        let writing = Writing {
            conversation: number,
            note: false,
            revision: first(&form, "revision").parse().unwrap_or_default(),
            text,
            to: composer::read(first(&form, "to")),
            cc: composer::read(first(&form, "cc")),
            bcc: composer::read(first(&form, "bcc")),
            files: files.filter_map(|(_, id)| id.parse().ok()).collect(),
        };
        draft::save(w, &viewer, &writing)
    };
    asker.app.act(deed).await?;
    Ok(see_other(&format!("/c/{number}#reply-text")))
}
