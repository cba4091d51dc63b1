//! Calendars: opening hours beside the desk's own, which a channel or a team may choose.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::call::Call;
use crate::api::caller::Caller;
use crate::api::fields::instant;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::{List, time};
use crate::app::App;
use crate::desk::calendars::{self as desk, About};
use crate::desk::holidays::{self, DaysOf};
use crate::domain::error::{Error, Result};
use crate::domain::hours::NamedCalendar;
use crate::domain::id::CalendarId;
use crate::domain::queue::serving::{read_intervals, written_intervals};
use crate::domain::time::{Span, Term};
use crate::sla::calendar::Calendar;
use crate::sla::clock::Pace;
use crate::sla::ical;

/// Longest goal that is looked at, minutes: thirty days.
const LONGEST: u32 = 43_200;

/// A day of its own on which it is closed.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClosedDay {
    /// `2026-12-24`.
    day: String,
    name: String,
}

/// Opening hours under a name. Of a channel's, its team's and the desk's own the first counts that there is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Calendar)]
pub struct CalendarView {
    pub id: String,
    pub name: String,
    /// IANA zone; null for the desk's.
    pub time_zone: Option<String>,
    /// For each weekday, Monday first, intervals such as `9:00-13:00`.
    pub week: Vec<Vec<String>>,
    /// Country whose public holidays are closed; null for none.
    pub holidays_of: Option<String>,
    pub closed: Vec<ClosedDay>,
    pub created_at: String,
}

impl CalendarView {
    #[must_use]
    pub fn of(it: &NamedCalendar) -> Self {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let closed = it.hours.closed.iter().map(|it| ClosedDay {
            day: it.day.to_string(),
            name: it.name.clone(),
        });
        CalendarView {
            id: it.id.to_string(),
            name: it.name.clone(),
            time_zone: said(&it.time_zone),
            week: written(&it.hours.week),
            holidays_of: said(&it.hours.holidays_of),
            closed: closed.collect(),
            created_at: time(it.created_at),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "North branch", "week": [["8:00-12:00", "13:30-18:00"], ["8:00-18:00"], [], [], [], [], []], "holidays_of": "CO" }))]
pub struct NewCalendar {
    name: String,
    time_zone: Option<String>,
    week: Vec<Vec<String>>,
    holidays_of: Option<String>,
}

/// What may be changed; absent means as it is.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "South branch" }))]
pub struct CalendarPatch {
    name: Option<String>,
    /// Empty for the desk's.
    time_zone: Option<String>,
    week: Option<Vec<Vec<String>>>,
    /// Empty for none.
    holidays_of: Option<String>,
}

/// A calendar file, or days one by one.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "days": [{ "day": "2026-12-24", "name": "Christmas Eve" }] }))]
pub struct NewClosedDays {
    /// The text of an iCalendar file (RFC 5545): whole days, yearly ones written out for five years.
    ical: String,
    days: Vec<ClosedDay>,
}

/// What became of them.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ClosedDaysBrought)]
pub struct BroughtView {
    added: usize,
    /// It was closed then already.
    known: usize,
    /// They are over.
    past: usize,
    /// There was no room for these.
    left_out: usize,
    troubles: Vec<TroubleView>,
}

/// Something of a file that could not be read.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CalendarFileTrouble)]
pub struct TroubleView {
    line: usize,
    /// `ical-day`, `ical-rule`, `ical-end`, `ical-long`, `ical-no-day`, `ical-no-name`, `ical-cut-off`, `ical-empty`,
    /// `ical-no-calendar`.
    code: &'static str,
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "at": "2026-11-27T22:50:00Z", "minutes": 20 }))]
pub struct HoursTrial {
    /// Null: the desk's own hours.
    calendar_id: Option<String>,
    #[schema(required = true)]
    at: String,
    /// Within so many minutes of open hours.
    #[schema(minimum = 1, maximum = 43_200)]
    minutes: u32,
}

impl Default for HoursTrial {
    fn default() -> Self {
        HoursTrial {
            calendar_id: None,
            at: String::new(),
            minutes: 60,
        }
    }
}

/// When it would be due.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = HoursTried)]
pub struct TriedView {
    open: bool,
    /// Null: it never opens.
    due: Option<String>,
    /// When it opens next, while it is closed.
    opens_at: Option<String>,
}

/// For each weekday its intervals.
pub(super) fn written(week: &[Vec<(u16, u16)>]) -> Vec<Vec<String>> {
    let day = |day: &Vec<(u16, u16)>| day.iter().map(|it| written_intervals(&[*it])).collect();
    week.iter().map(day).collect()
}

pub(super) fn week(given: &[Vec<String>]) -> Result<[Vec<(u16, u16)>; 7]> {
    let wrong = || Error::invalid("week", "error-hours");
    let mut out: [Vec<(u16, u16)>; 7] = Default::default();
    if given.len() > out.len() {
        return Err(wrong());
    }
    for (day, written) in out.iter_mut().zip(given) {
        for it in written {
            day.extend(read_intervals(it).ok_or_else(wrong)?);
        }
    }
    Ok(out)
}

/// `GET /calendars`.
pub async fn list(app: Data<App>, caller: Caller) -> Answer<Json<List<CalendarView>>> {
    let found = caller.look(&app, |with| desk::list(with.look)).await?;
    Ok(Json(List::whole(
        found.iter().map(CalendarView::of).collect(),
    )))
}

/// `GET /calendars/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<CalendarId>,
) -> Answer<Json<CalendarView>> {
    shown(&app, &caller, *id).await.map(Json)
}

async fn shown(app: &App, caller: &Caller, id: CalendarId) -> Answer<CalendarView> {
    let found = caller.look(app, move |with| desk::find(with.look, id));
    Ok(CalendarView::of(&found.await?))
}

/// `POST /calendars`.
pub async fn make(app: Data<App>, call: Call<NewCalendar>) -> Answer<HttpResponse> {
    let it = &call.it;
    let about = About {
        name: it.name.clone(),
        time_zone: it.time_zone.clone().unwrap_or_default(),
        week: week(&it.week)?,
        holidays_of: it.holidays_of.clone().unwrap_or_default(),
    };
    let made = call
        .act(&app, move |w, by| desk::make(w, by, &about).map(|it| it.id))
        .await?;
    let view = shown(&app, &call.caller, made.it).await?;
    Ok(made.respond(view))
}

/// `PATCH /calendars/{id}`.
pub async fn change(
    app: Data<App>,
    at: Path<CalendarId>,
    call: Call<CalendarPatch>,
) -> Answer<HttpResponse> {
    let (patch, at) = (call.it.clone(), *at);
    let days = patch.week.as_deref().map(week).transpose()?;
    let made = call
        .act(&app, move |w, by| {
            let was = About::of(&desk::find(w, at)?);
            let about = About {
                name: patch.name.clone().unwrap_or(was.name),
                time_zone: patch.time_zone.clone().unwrap_or(was.time_zone),
                week: days.clone().unwrap_or(was.week),
                holidays_of: patch.holidays_of.clone().unwrap_or(was.holidays_of),
            };
            desk::change(w, by, at, &about).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, at).await?))
}

/// `DELETE /calendars/{id}`.
pub async fn retire(
    app: Data<App>,
    id: Path<CalendarId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call.act(&app, move |w, by| desk::retire(w, by, id)).await?;
    Ok(made.gone())
}

/// `POST /calendars/{id}/closed_days`.
pub async fn close(
    app: Data<App>,
    at: Path<CalendarId>,
    call: Call<NewClosedDays>,
) -> Answer<HttpResponse> {
    let (at, given) = (*at, call.it.clone());
    let business = call.caller.look(&app, |with| with.look.business()).await?;
    let today = Calendar::of(&business.unwrap_or_default()).day_of(app.clock.now());
    let mut found = match given.ical.as_str() {
        "" => ical::Found::default(),
        text => ical::read(text, today),
    };
    for it in given.days {
        let day: Date = it
            .day
            .parse()
            .map_err(|_| Error::invalid("days", "error-day"))?;
        let name = crate::desk::setting::checked_name(&it.name)?;
        found.days.push((day, name));
    }
    let days = found.days.clone();
    let of = DaysOf::Calendar(at);
    let made = call
        .act(&app, move |w, by| holidays::bring(w, by, of, &days))
        .await?;
    let troubles = found.troubles.iter().map(|it| TroubleView {
        line: it.line,
        code: it.why,
    });
    let brought = made.it;
    Ok(made.done(BroughtView {
        added: brought.added,
        known: brought.known,
        past: found.past,
        left_out: brought.left_out,
        troubles: troubles.collect(),
    }))
}

/// `POST /calendars/preview`.
pub async fn preview(app: Data<App>, call: Call<HoursTrial>) -> Answer<Json<TriedView>> {
    let it = call.it.clone();
    let at = instant("at", Some(&it.at))?;
    let at = at.ok_or_else(|| Error::invalid("at", "error-missing"))?;
    if !(1..=LONGEST).contains(&it.minutes) {
        return Err(Error::invalid("minutes", "error-field").into());
    }
    let id = crate::api::fields::maybe_id::<CalendarId>("calendar_id", it.calendar_id.as_ref())?;
    let calendar = call
        .caller
        .look(&app, move |with| {
            let business = with.look.business()?.unwrap_or_default();
            let Some(id) = id else {
                return Ok(Calendar::owned(business.hours, &business.time_zone));
            };
            let it = desk::find(with.look, id)?;
            let zone = match it.time_zone.as_str() {
                "" => business.time_zone,
                own => own.to_owned(),
            };
            Ok(Calendar::owned(it.hours, &zone))
        })
        .await?;
    let term = Term::Span(Span::minutes(i64::from(it.minutes)));
    let open = calendar.is_open_at(at);
    let opens = calendar.opens_after(at).filter(|_| !open);
    Ok(Json(TriedView {
        open,
        due: Pace::steady(&calendar, true)
            .due(at, term, &calendar)
            .map(time),
        opens_at: opens.map(time),
    }))
}
