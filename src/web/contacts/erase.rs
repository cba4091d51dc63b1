//! `/contacts/{id}/erase`: what will go for good and what stays, and that it is meant; `/contacts/{id}/export`: all of
//! it in one file.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Path;

use crate::app::outgoing::written;
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::privacy::archive::Source;
use crate::privacy::erase::{Toll, begin, toll};
use crate::privacy::export::of;
use crate::text::fold::fold;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::{Pairs, admin, done, first, id as parsed, show};
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet};
use crate::words::{Arg, Words};

async fn read(asker: &Asker, id: ContactId) -> Result<Toll> {
    let viewer = asker.viewer().clone();
    asker.app.look(move |look| toll(look, &viewer, id)).await
}

async fn sheet(asker: &Asker, id: ContactId) -> Result<Sheet> {
    let toll = read(asker, id).await?;
    let words = &asker.words;
    let place = format!("/contacts/{id}");
    let word = word(words, &toll);
    let form = Form::new(
        format!("{place}/erase"),
        words.t("contact-erase"),
        vec![
            Field::text(
                "confirm",
                words.t_of("contact-erase-type", "word", &word),
                "",
            )
            .auto("off")
            .required(),
        ],
    );
    let export = Form::button(format!("{place}/export"), words.t("contact-export")).by_get();
    Ok(Sheet::new(
        words.t_of("contact-erase-title", "name", &word),
        words.t("contact-erase-lead"),
    )
    .back(&place, words.t("act-back"))
    .with(Section::of(
        words.t("contact-erase-goes"),
        vec![Part::Rows(goes(words, &toll))],
    ))
    .with(Section::of(
        words.t("contact-erase-stays"),
        vec![Part::Rows(stays(words))],
    ))
    .with(
        Section::of(words.t("contact-export-title"), vec![Part::Form(export)])
            .text(words.t("contact-export-text")),
    )
    .with(Section::of(
        words.t("contact-erase"),
        vec![Part::Form(
            form.danger().other(&place, words.t("act-cancel")),
        )],
    )))
}

/// What is to be typed: how the person is called, or a plain word for somebody who is called nothing.
fn word(words: &Words, toll: &Toll) -> String {
    if fold(&toll.name).trim().is_empty() {
        words.t("contact-erase-word")
    } else {
        toll.name.clone()
    }
}

fn row(title: String, text: String) -> Row {
    Row {
        title,
        text,
        ..Row::default()
    }
}

fn goes(words: &Words, toll: &Toll) -> Vec<Row> {
    let number = |n: usize| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let said = [
        ("n", number(toll.conversations)),
        ("messages", number(toll.messages)),
    ];
    let mut out = vec![row(
        words.t("contact-erase-person"),
        words.t("contact-erase-person-text"),
    )];
    if toll.conversations > 0 {
        out.push(row(
            words.t_with("contact-erase-said", &said),
            words.t("contact-erase-said-text"),
        ));
    }
    if toll.beside > 0 {
        out.push(row(
            words.t_n("contact-erase-beside", toll.beside as u64),
            words.t("contact-erase-beside-text"),
        ));
    }
    if toll.also > 0 {
        out.push(row(
            words.t_n("contact-erase-also", toll.also as u64),
            words.t("contact-erase-also-text"),
        ));
    }
    out.push(row(
        words.t("contact-erase-disk"),
        words.t("contact-erase-disk-text"),
    ));
    out
}

fn stays(words: &Words) -> Vec<Row> {
    ["numbers", "mailed", "others", "backups"]
        .into_iter()
        .map(|it| {
            row(
                words.t(&format!("contact-erase-{it}")),
                words.t(&format!("contact-erase-{it}-text")),
            )
        })
        .collect()
}

/// `GET /contacts/{id}/erase`
pub async fn page(asker: Asker, id: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, parsed(&id)?).await?;
    show(&asker, sheet).await
}

/// `POST /contacts/{id}/erase`
pub async fn erase(asker: Asker, id: Path<String>, form: Pairs) -> Answer {
    admin(&asker)?;
    let id: ContactId = parsed(&id)?;
    let same = |text: &str| fold(text.trim());
    let is_meant =
        same(first(&form, "confirm")) == same(&word(&asker.words, &read(&asker, id).await?));
    let deed = if is_meant {
        let viewer = asker.viewer().clone();
        let erased = asker.app.act(move |w| begin(w, &viewer, id));
        erased.await.map(|_| ())
    } else {
        Err(Error::invalid("confirm", "error-not-confirmed"))
    };
    done(&asker, deed, "/contacts", sheet(&asker, id)).await
}

/// `GET /contacts/{id}/export`: a zip archive, written while it is read.
pub async fn export(asker: Asker, id: Path<String>) -> Answer {
    admin(&asker)?;
    let id: ContactId = parsed(&id)?;
    let (app, viewer) = (asker.app.clone(), asker.viewer().clone());
    let asked = viewer.clone();
    // Whether there is anything is known before the first byte.
    app.look(move |look| of(look, &asked, id).map(|_| ()))
        .await?;
    let body = written(move |into| {
        let source = Source {
            store: &app.store,
            blobs: &app.blobs,
            viewer: &viewer,
        };
        source.write(id, into)
    });
    let name = format!("attachment; filename=\"contact-{id}.zip\"");
    Ok(HttpResponse::Ok()
        .content_type("application/zip")
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .streaming(body))
}
