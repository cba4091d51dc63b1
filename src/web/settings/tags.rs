//! `/settings/tags`: words on conversations.

use actix_web::web::{Path, Query};
use serde::Deserialize;

use crate::desk::{setting, tags};
use crate::domain::error::Result;
use crate::domain::id::TagId;
use crate::domain::team::Tag;
use crate::web::asker::{Answer, Asker};
use crate::web::browse::{self, Browsed};
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet};

const PLACE: &str = "/settings/tags";

/// Which page of a long list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Place {
    pub page: usize,
}

async fn sheet(asker: &Asker, asked: &Browsed) -> Result<Sheet> {
    let all = asker.app.look(setting::list::<Tag>).await?;
    let words = &asker.words;
    let row = |it: &Tag| row(asker, it);
    let named = |it: &Tag| it.name.clone();
    let list = browse::list(words, (PLACE, asked), all, (named, row), "tags-none");
    let add = Form::new(
        "/settings/tags",
        words.t("act-add"),
        vec![Field::text("name", words.t("tag-word"), "").required()],
    );
    Ok(Sheet::new(words.t("set-tags"), words.t("set-tags-about"))
        .back("/settings", words.t("nav-settings"))
        .with(Section::of(String::new(), list))
        .with(Section::of(words.t("tag-new"), vec![Part::Form(add)])))
}

fn row(asker: &Asker, tag: &Tag) -> Row {
    let words = &asker.words;
    let place = format!("/settings/tags/{}", tag.id);
    Row {
        title: tag.name.clone(),
        href: place.clone(),
        acts: vec![Form::button(
            format!("{place}/retire"),
            words.t("act-retire"),
        )],
        ..Row::default()
    }
}

/// `GET /settings/tags`
pub async fn page(asker: Asker, asked: Query<Browsed>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, &asked).await?;
    show(&asker, sheet).await
}

/// `POST /settings/tags`
pub async fn add(asker: Asker, given: Pairs) -> Answer {
    let (viewer, name) = (asker.viewer().clone(), first(&given, "name").to_owned());
    let made = asker
        .app
        .act(move |write| tags::make(write, &viewer, &name).map(|_| ()));
    let made = made.await;
    done(
        &asker,
        made,
        "/settings/tags",
        sheet(&asker, &Browsed::default()),
    )
    .await
}

async fn one(asker: &Asker, tag: TagId) -> Result<Sheet> {
    let it = asker
        .app
        .look(move |look| setting::find::<Tag>(look, tag))
        .await?;
    let words = &asker.words;
    let form = Form::new(
        format!("/settings/tags/{tag}"),
        words.t("act-save"),
        vec![Field::text("name", words.t("tag-word"), it.name.clone()).required()],
    );
    Ok(Sheet::new(it.name, String::new())
        .back("/settings/tags", words.t("set-tags"))
        .with(Section::of(String::new(), vec![Part::Form(form)])))
}

/// `GET /settings/tags/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = one(&asker, id(&at)?).await?;
    show(&asker, sheet).await
}

/// `POST /settings/tags/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let tag: TagId = id(&at)?;
    let (viewer, name) = (asker.viewer().clone(), first(&given, "name").to_owned());
    let saved = asker
        .app
        .act(move |write| tags::rename(write, &viewer, tag, &name).map(|_| ()))
        .await;
    done(&asker, saved, "/settings/tags", one(&asker, tag)).await
}

/// `POST /settings/tags/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (tag, viewer) = (id::<TagId>(&at)?, asker.viewer().clone());
    let deed = asker
        .app
        .act(move |write| setting::retire::<Tag>(write, &viewer, tag));
    let retired = deed.await;
    done(
        &asker,
        retired,
        "/settings/tags",
        sheet(&asker, &Browsed::default()),
    )
    .await
}
