//! `/settings/business`

use actix_web::web::{Form as Body, Query};

use crate::desk::business;
use crate::desk::holidays::DaysOf;
use crate::domain::error::Result;
use crate::sla::calendar::Calendar;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::hours::closed::{self, Days};
use crate::web::settings::hours::trial::{self, Trying};
use crate::web::settings::{admin, done, show};
use crate::web::setup::business::{Given, fields, hours_fields};
use crate::web::sheet::{Form, Part, Section, Sheet};

const PLACE: &str = "/settings/business";

fn sheet(asker: &Asker, given: &Given) -> Sheet {
    let words = &asker.words;
    let mut all = fields(words, given);
    all.extend(hours_fields(words, given));
    let form = Form::new(PLACE, words.t("act-save"), all);
    Sheet::new(words.t("set-business"), words.t("set-business-about"))
        .back("/settings", words.t("nav-settings"))
        .with(Section::of(String::new(), vec![Part::Form(form)]))
}

/// The whole page as things are.
///
/// # Errors
/// The store's.
pub async fn whole(asker: &Asker, trying: &Trying) -> Result<Sheet> {
    let business = asker.app.look(business::get).await?;
    let calendar = Calendar::of(&business);
    let days = Days {
        of: DaysOf::Desk,
        place: PLACE,
        hours: &business.hours,
        today: calendar.day_of(asker.now),
    };
    let mut sheet = sheet(asker, &Given::of(&business));
    if calendar.is_set() {
        sheet = sheet.with(trial::section(asker, &calendar, PLACE, trying));
    }
    sheet
        .sections
        .extend(closed::sections(&asker.words, &days, trying.page));
    Ok(sheet)
}

/// `GET /settings/business`
pub async fn page(asker: Asker, trying: Query<Trying>) -> Answer {
    admin(&asker)?;
    let sheet = whole(&asker, &trying).await?;
    show(&asker, sheet).await
}

/// `POST /settings/business`
pub async fn save(asker: Asker, given: Body<Given>) -> Answer {
    let saved = put(&asker, &given).await;
    let again = async { Ok(sheet(&asker, &given)) };
    done(&asker, saved, PLACE, again).await
}

async fn put(asker: &Asker, given: &Given) -> Result<()> {
    let (details, viewer) = (given.details()?, asker.viewer().clone());
    let deed = asker
        .app
        .act(move |write| business::put(write, &viewer, &details));
    deed.await.map(|_| ())
}
