//! `/settings/channels/{id}/aside`: mail that could not be read: from whom it seems to be, why, its original; try it
//! again, or make a conversation of it as it is.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Form as Sent, Path};
use serde::Deserialize;

use crate::app::aside::{Aside, seen, waiting};
use crate::conversations::find::find;
use crate::conversations::park::{Seen, open, retry};
use crate::desk::channels;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, ParkedId};
use crate::domain::raw::{Parked, RawBody};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::conversations::files::streamed;
use crate::web::settings::{admin, again, id, show};
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet};
use crate::web::view::TimeView;
use crate::words::Words;

/// Mails shown on one page.
const ROWS: usize = 100;

/// What is asked for: `again` or `open`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    r#do: String,
}

/// `GET /settings/channels/{id}/aside`
pub async fn page(asker: Asker, channel: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, id(&channel)?).await?;
    show(&asker, sheet).await
}

async fn sheet(asker: &Asker, channel: ChannelId) -> Result<Sheet> {
    let blobs = asker.app.blobs.clone();
    let (name, all) = asker
        .app
        .look(move |look| {
            let (found, connection) = channels::find(look, channel)?;
            let parked = waiting(look, connection.id)?.into_iter().take(ROWS);
            let all: Result<Vec<_>> = parked.map(|it| seen(look, &blobs, it)).collect();
            Ok((found.name, all?))
        })
        .await?;
    let words = &asker.words;
    let place = format!("/settings/channels/{channel}");
    let rows: Vec<Row> = all.iter().map(|it| row(words, &place, it)).collect();
    let part = if rows.is_empty() {
        Part::Text(words.t("aside-none"))
    } else {
        Part::Rows(rows)
    };
    Ok(Sheet::new(words.t("aside-title"), words.t("aside-about"))
        .back(&place, name)
        .with(Section::of(String::new(), vec![part])))
}

fn row(words: &Words, place: &str, it: &Aside) -> Row {
    let (glance, parked) = (&it.glance, &it.parked);
    let who = [glance.name.as_str(), glance.address.as_str()];
    let who = who.iter().find(|it| !it.is_empty());
    let who = who.map_or_else(|| words.t("aside-nobody"), |it| (*it).to_owned());
    let about = if glance.subject.is_empty() {
        words.t("aside-no-subject")
    } else {
        glance.subject.clone()
    };
    let here = format!("{place}/aside/{}", parked.id);
    let act = |what: &str, key: &str| Form {
        fields: vec![Field::hidden("do", what)],
        ..Form::button(here.clone(), words.t(key))
    };
    let original = Form::button(format!("{here}/original"), words.t("message-original")).by_get();
    Row {
        title: format!("{who}: {about}"),
        text: words.t(&parked.code),
        when: Some(TimeView::full(words, parked.at)),
        acts: vec![
            act("again", "aside-again"),
            act("open", "aside-open"),
            original,
        ],
        ..Row::default()
    }
}

/// One of this channel's mails set aside.
fn one(look: &Look<'_>, channel: ChannelId, parked: ParkedId) -> Result<Parked> {
    let (_, connection) = channels::find(look, channel)?;
    let found = look.parked(parked)?;
    let found = found.filter(|it| it.connection == connection.id);
    found.ok_or_else(|| Error::not_found("parked input"))
}

/// `POST /settings/channels/{id}/aside/{parked}`: reads it again, or opens it as it is.
pub async fn act(asker: Asker, path: Path<(String, String)>, form: Sent<Wanted>) -> Answer {
    admin(&asker)?;
    let (channel, parked): (ChannelId, ParkedId) = (id(&path.0)?, id(&path.1)?);
    let place = format!("/settings/channels/{channel}/aside");
    let (viewer, blobs) = (asker.viewer().clone(), asker.app.blobs.clone());
    if form.r#do != "open" {
        let deed = asker.app.act(move |w| {
            one(w, channel, parked)?;
            retry(w, &viewer, parked).map(|_| ())
        });
        deed.await?;
        let mut sheet = sheet(&asker, channel).await?;
        sheet.banner("ok", asker.words.t("aside-tried"));
        return show(&asker, sheet).await;
    }
    let looked = asker
        .app
        .look(move |look| seen(look, &blobs, one(look, channel, parked)?))
        .await?;
    let glance = looked.glance;
    let input = Seen {
        name: glance.name,
        address: glance.address,
        subject: glance.subject,
        text: glance.rest,
    };
    let keys = asker.app.keys.clone();
    let opened = asker
        .app
        .act(move |w| {
            let number = open(w, &keys, &viewer, parked, &input)?;
            Ok((number, find(w, &viewer, number).is_ok()))
        })
        .await;
    match opened {
        Ok((number, true)) => Ok(see_other(&format!("/c/{number}"))),
        Ok((_, false)) => Ok(see_other(&place)),
        Err(err @ Error::Conflict { .. }) => {
            let sheet = sheet(&asker, channel).await?;
            again(&asker, sheet, err).await
        }
        Err(err) => Err(err.into()),
    }
}

/// `GET /settings/channels/{id}/aside/{parked}/original`: the bytes as they came, to download.
pub async fn original(asker: Asker, path: Path<(String, String)>) -> Answer {
    admin(&asker)?;
    let (channel, parked): (ChannelId, ParkedId) = (id(&path.0)?, id(&path.1)?);
    let (row, blob) = asker
        .app
        .look(move |look| {
            let raw = one(look, channel, parked)?.raw;
            let found = look.raw_input(raw)?.ok_or(Error::not_found("original"))?;
            Ok(match found.body {
                RawBody::Row => (look.raw_row(raw)?, None),
                RawBody::Blob(hash) => (None, Some(hash)),
            })
        })
        .await?;
    let body = streamed(&asker.app, row, blob).await?;
    let name = format!("attachment; filename=\"{parked}.eml\"");
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(body))
}
