//! Contact hours and caps: when people may hear from us of what they did not ask for.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::hours::calendars::{week, written};
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::List;
use crate::app::App;
use crate::desk::contact_hours::{self as desk, Arranged};
use crate::domain::actor::Right;
use crate::domain::consent::Purpose;
use crate::domain::error::{Error, Result};
use crate::domain::hours::outreach::Limits;

/// What counts for one kind of message. Answers to what customers write are never held back by it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ContactHours)]
pub struct ContactHoursView {
    /// `service`, `collection` or `commercial`.
    pub purpose: String,
    /// Without it, at any time and as often as there is something to say.
    pub on: bool,
    /// For each weekday, Monday first, intervals such as `9:00-13:00`. What falls outside waits.
    pub week: Vec<Vec<String>>,
    /// On the public holidays of the country as on other days.
    pub holidays: bool,
    /// Messages a person gets a day, over all channels; null: any number. What is more is left out.
    pub a_day: Option<u16>,
    /// Kinds of channel by which a person gets them in a week.
    pub channels_a_week: Option<u16>,
    /// It binds who presses send as well: an approved text that sells is refused outside.
    pub by_hand: bool,
    /// Nobody changed it: it is what the country presets.
    pub preset: bool,
}

impl ContactHoursView {
    fn of(purpose: Purpose, it: &Arranged) -> Self {
        ContactHoursView {
            purpose: purpose.name().to_owned(),
            on: it.limits.on,
            week: written(&it.limits.week),
            holidays: it.limits.holidays,
            a_day: it.limits.a_day,
            channels_a_week: it.limits.channels_a_week,
            by_hand: it.limits.by_hand,
            preset: it.is_preset(),
        }
    }
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ContactHoursPatch)]
#[schema(example = json!({ "week": [["7:00-19:00"], ["7:00-19:00"], ["7:00-19:00"], ["7:00-19:00"], ["7:00-19:00"], ["8:00-15:00"], []], "a_day": 1 }))]
pub struct ContactHoursPatch {
    on: Option<bool>,
    week: Option<Vec<Vec<String>>>,
    holidays: Option<bool>,
    /// 1 to 50; 0 for any number.
    a_day: Option<u16>,
    /// 1 to 50; 0 for any number.
    channels_a_week: Option<u16>,
    by_hand: Option<bool>,
}

impl ContactHoursPatch {
    fn over(&self, was: Limits) -> Result<Limits> {
        let cap = |given: Option<u16>, was| given.map_or(was, |it| Some(it).filter(|it| *it > 0));
        Ok(Limits {
            on: self.on.unwrap_or(was.on),
            holidays: self.holidays.unwrap_or(was.holidays),
            a_day: cap(self.a_day, was.a_day),
            channels_a_week: cap(self.channels_a_week, was.channels_a_week),
            by_hand: self.by_hand.unwrap_or(was.by_hand),
            week: match &self.week {
                Some(given) => week(given)?,
                None => was.week,
            },
        })
    }
}

fn purpose(name: &str) -> Result<Purpose> {
    Purpose::parse(name).ok_or_else(|| Error::not_found("purpose"))
}

/// `GET /contact_hours`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<ContactHoursView>>> {
    let found = caller.look(&app, |with| {
        with.viewer.need(Right::Administer)?;
        let one = |it| Ok(ContactHoursView::of(it, &desk::get(with.look, it)?));
        Purpose::ALL
            .into_iter()
            .map(one)
            .collect::<Result<Vec<_>>>()
    });
    Ok(Json(List::whole(found.await?)))
}

/// `PATCH /contact_hours/{purpose}`.
pub async fn change(
    app: Data<App>,
    call: Call<ContactHoursPatch>,
    name: Path<String>,
) -> Answer<HttpResponse> {
    let (purpose, patch) = (purpose(&name)?, call.it.clone());
    let made = call
        .act(&app, move |w, by| {
            let new = patch.over(desk::get(w, purpose)?.limits)?;
            desk::put(w, by, purpose, Some(&new)).map(|_| ())
        })
        .await?;
    let shown = call.caller.look(&app, move |with| {
        Ok(ContactHoursView::of(
            purpose,
            &desk::get(with.look, purpose)?,
        ))
    });
    Ok(made.done(shown.await?))
}

/// `DELETE /contact_hours/{purpose}`.
pub async fn reset(
    app: Data<App>,
    call: Call<Nothing>,
    name: Path<String>,
) -> Answer<HttpResponse> {
    let purpose = purpose(&name)?;
    let made = call
        .act(&app, move |w, by| {
            desk::put(w, by, purpose, None).map(|_| ())
        })
        .await?;
    Ok(made.gone())
}
