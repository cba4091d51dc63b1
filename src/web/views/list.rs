//! `GET /views`: all saved views one may know of, in their order.

use actix_web::web::{Path, Query};

use crate::desk::{setting, views as desk};
use crate::domain::attribute::Attribute;
use crate::domain::error::Result;
use crate::domain::id::ViewId;
use crate::domain::list::List;
use crate::domain::view::View;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::browse::{self, Browsed};
use crate::web::inbox::saved;
use crate::web::names::Directory;
use crate::web::settings::canned_replies::said_for;
use crate::web::settings::{Pairs, first, id, show, under};
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet};
use crate::web::shell;
use crate::web::views::fields::Desk;

const PLACE: &str = "/views";

/// The page.
pub async fn page(asker: Asker, asked: Query<Browsed>) -> Answer {
    let (app, by) = (asker.app.clone(), asker.clone());
    let sheet = app.look(move |look| sheet(&by, look, &asked)).await?;
    show(&asker, sheet).await
}

fn sheet(asker: &Asker, look: &Look<'_>, asked: &Browsed) -> Result<Sheet> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let attributes: Vec<Attribute> = setting::list(look)?;
    let desk_of = Desk {
        words,
        viewer: asker.viewer(),
        directory: &directory,
        attributes: &attributes,
        rules: false,
    };
    let all = desk::list(look, asker.viewer())?;
    let row = |(it, writes): &(View, bool)| Row {
        title: saved::title(it),
        href: shell::address(List::View(it.id)),
        text: desk_of.said(&it.condition),
        chip: said_for(words, &directory, it.audience),
        acts: if *writes { acts(asker, it) } else { Vec::new() },
        ..Row::default()
    };
    let titled = |it: &(View, bool)| saved::title(&it.0);
    let mut parts = browse::list(words, (PLACE, asked), all, (titled, row), "views-none");
    let add = Form::new("/views/new", words.t("view-new"), Vec::new()).by_get();
    let sheet = Sheet::new(words.t("nav-views"), words.t("views-lead"));
    parts.push(Part::Form(add));
    Ok(under(asker, sheet).with(Section::of(String::new(), parts)))
}

fn acts(asker: &Asker, it: &View) -> Vec<Form> {
    let words = &asker.words;
    let place = format!("{PLACE}/{}", it.id);
    let shift = |way: &str, key: &str| Form {
        fields: vec![Field::hidden("way", way)],
        ..Form::button(format!("{place}/move"), words.t(key))
    };
    vec![
        shift("up", "view-up"),
        shift("down", "view-down"),
        Form::button(place.clone(), words.t("act-edit")).by_get(),
        Form::button(format!("{place}/retire"), words.t("act-retire")),
    ]
}

/// `POST /views/{id}/move`: a place up or down.
pub async fn shift(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (at, viewer) = (id::<ViewId>(&at)?, asker.viewer().clone());
    let up = first(&given, "way") == "up";
    asker
        .app
        .act(move |w| desk::shift(w, &viewer, at, up))
        .await?;
    Ok(see_other(PLACE))
}

/// `POST /views/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (at, viewer) = (id::<ViewId>(&at)?, asker.viewer().clone());
    asker.app.act(move |w| desk::retire(w, &viewer, at)).await?;
    Ok(see_other(PLACE))
}
