//! Closed days among the settings of the business: the public ones of its country and its own.

use actix_web::web::Form as Body;
use jiff::civil::Date;
use serde::Deserialize;

use crate::desk::holidays::{self, Listed};
use crate::domain::error::{Error, Result};
use crate::domain::team::Business;
use crate::sla::calendar::{Calendar, Closed};
use crate::sla::holidays::{BY_THE_MOON, is_known};
use crate::web::asker::{Answer, Asker};
use crate::web::settings::{admin, business, done};
use crate::web::sheet::{Field, Form, Part, Row, Section, paged};
use crate::words::Words;

/// Where the forms post.
const PLACE: &str = "/settings/business/holidays";

/// The section of the business's page. `page` counts from 1.
#[must_use]
pub fn section(asker: &Asker, business: &Business, page: usize) -> Section {
    let words = &asker.words;
    let today = Calendar::of(business).day_of(asker.now);
    let (shown, pager) = paged(
        holidays::list(business, today),
        page,
        "/settings/business",
        words,
    );
    let rows: Vec<Row> = shown.iter().map(|it| row(words, it)).collect();
    let list = if rows.is_empty() {
        Part::Text(words.t("holidays-none"))
    } else {
        Part::Rows(rows)
    };
    let add = Form::new(
        PLACE,
        words.t("holiday-add"),
        vec![
            Field::input("date", "day", words.t("holiday-day"), "").required(),
            Field::text("what", words.t("holiday-name"), "").required(),
        ],
    );
    let country = business.hours.holidays_of.as_str();
    let text = if BY_THE_MOON.contains(&country) {
        "holidays-text-moon"
    } else if is_known(country) {
        "holidays-text"
    } else {
        "holidays-text-unknown"
    };
    Section::of(words.t("holidays"), vec![list, pager, Part::Form(add)])
        .text(words.t(text))
        .id("holidays")
}

fn row(words: &Words, it: &Listed) -> Row {
    let name = match &it.why {
        Closed::Public(key) => words.t(key),
        Closed::Own(name) => name.clone(),
    };
    let (what, label) = match (&it.why, it.works) {
        (Closed::Own(_), _) => ("open", "act-remove"),
        (Closed::Public(_), false) => ("open", "holiday-work"),
        (Closed::Public(_), true) => ("close", "holiday-close"),
    };
    let act = Form {
        fields: vec![
            Field::hidden("day", it.day.to_string()),
            Field::hidden("do", what),
        ],
        ..Form::button(PLACE, words.t(label))
    };
    Row {
        title: words.day(it.day),
        text: name,
        chip: match (&it.why, it.works) {
            (_, true) => words.t("holiday-worked"),
            (Closed::Own(_), _) => words.t("holiday-own"),
            (Closed::Public(_), _) => String::new(),
        },
        acts: vec![act],
        ..Row::default()
    }
}

/// What the forms send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    day: String,
    what: String,
    /// `open`, or `close` (also when empty).
    r#do: String,
}

/// `POST /settings/business/holidays`: closes the business on a day, or opens it.
pub async fn change(asker: Asker, given: Body<Given>) -> Answer {
    admin(&asker)?;
    let changed = put(&asker, &given).await;
    let sheet = business::whole(&asker, 1);
    done(&asker, changed, "/settings/business#holidays", sheet).await
}

async fn put(asker: &Asker, given: &Given) -> Result<()> {
    let day: Date = given
        .day
        .parse()
        .map_err(|_| Error::invalid("day", "error-day"))?;
    let (viewer, name, opens) = (
        asker.viewer().clone(),
        given.what.clone(),
        given.r#do == "open",
    );
    let deed = asker.app.act(move |write| {
        if opens {
            holidays::open(write, &viewer, day)
        } else {
            holidays::close(write, &viewer, day, &name)
        }
    });
    deed.await.map(|_| ())
}
