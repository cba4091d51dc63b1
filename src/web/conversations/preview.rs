//! An answer as it will arrive, before it is sent: a mail formatted and as plain text.

use actix_web::web::{Form, Path};
use askama::Template;

use crate::conversations::draft;
use crate::conversations::find::find;
use crate::conversations::outbound;
use crate::conversations::said::MAX_TEXT;
use crate::conversations::steps::mail::channel_for;
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::store::Look;
use crate::text::html::SafeHtml;
use crate::text::markdown;
use crate::web::asker::{Answer, Asker, html};
use crate::web::conversations::write::writing;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::settings::first;
use crate::web::shell;

#[derive(Template)]
#[template(path = "conversations/preview.html")]
struct PreviewPage {
    page: Page,
    number: u64,
    /// The agent's own Markdown, rendered and cleaned.
    formatted: SafeHtml,
    plain: String,
    signature: String,
}

/// `POST /c/{number}/preview`: `text`, and the `channel` it would leave by. Sends nothing.
pub async fn page(asker: Asker, number: Path<u64>, form: Form<Vec<(String, String)>>) -> Answer {
    let (number, app) = (number.into_inner(), asker.app.clone());
    let text = first(&form, "text").replace("\r\n", "\n");
    let channel = first(&form, "channel").parse::<ChannelId>().ok();
    if text.len() > MAX_TEXT {
        return Err(Error::TooLarge {
            limit: MAX_TEXT as u64,
        }
        .into());
    }
    // Without scripts one comes back to the page anew.
    if !asker.piece {
        let (viewer, kept) = (asker.viewer().clone(), writing(number, &form));
        app.act(move |w| draft::save(w, &viewer, &kept)).await?;
    }
    let view = app
        .look(move |look| shown(&asker, look, number, (&text, channel)))
        .await?;
    html(&view)
}

fn shown(
    asker: &Asker,
    look: &Look<'_>,
    number: u64,
    (text, channel): (&str, Option<ChannelId>),
) -> Result<PreviewPage> {
    let c = find(look, asker.viewer(), number)?;
    let given = channel.map_or(Ok(None), |id| look.channel(id))?;
    let channel = channel_for(look, &c, given)?;
    let directory = Directory::read(look)?;
    Ok(PreviewPage {
        page: shell::page(asker, look, &directory, "inbox", None)?,
        number,
        formatted: markdown::to_html(text),
        plain: markdown::to_text(text),
        signature: outbound::signature(look, (Some(asker.agent().id), &channel), &c)?,
    })
}
