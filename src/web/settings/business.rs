//! `/settings/business`

use actix_web::web::{Form as Body, Query};

use crate::desk::business;
use crate::domain::error::Result;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::tags::Place;
use crate::web::settings::{admin, done, holidays, show};
use crate::web::setup::business::{Given, fields, hours_fields};
use crate::web::sheet::{Form, Part, Section, Sheet};

fn sheet(asker: &Asker, given: &Given) -> Sheet {
    let words = &asker.words;
    let mut all = fields(words, given);
    all.extend(hours_fields(words, given));
    let form = Form::new("/settings/business", words.t("act-save"), all);
    Sheet::new(words.t("set-business"), words.t("set-business-about"))
        .back("/settings", words.t("nav-settings"))
        .with(Section::of(String::new(), vec![Part::Form(form)]))
}

/// The whole page as things are. `page` is that of the closed days.
///
/// # Errors
/// The store's.
pub async fn whole(asker: &Asker, page: usize) -> Result<Sheet> {
    let business = asker.app.look(business::get).await?;
    let closed = holidays::section(asker, &business, page);
    Ok(sheet(asker, &Given::of(&business)).with(closed))
}

/// `GET /settings/business`
pub async fn page(asker: Asker, at: Query<Place>) -> Answer {
    admin(&asker)?;
    let sheet = whole(&asker, at.page).await?;
    show(&asker, sheet).await
}

/// `POST /settings/business`
pub async fn save(asker: Asker, given: Body<Given>) -> Answer {
    let saved = put(&asker, &given).await;
    let again = async { Ok(sheet(&asker, &given)) };
    done(&asker, saved, "/settings/business", again).await
}

async fn put(asker: &Asker, given: &Given) -> Result<()> {
    let (details, viewer) = (given.details()?, asker.viewer().clone());
    let deed = asker
        .app
        .act(move |write| business::put(write, &viewer, &details));
    deed.await.map(|_| ())
}
