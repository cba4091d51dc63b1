//! `/settings/hours/{id}`: one calendar: its week, its closed days, and what it would make of a message.

use actix_web::web::{Path, Query};

use crate::desk::calendars::{self, About};
use crate::desk::holidays::DaysOf;
use crate::domain::error::{Error, Result};
use crate::domain::hours::NamedCalendar;
use crate::domain::id::CalendarId;
use crate::domain::queue::serving::written_intervals;
use crate::sla::calendar::Calendar;
use crate::sla::holidays::KNOWN;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::hours::PLACE;
use crate::web::settings::hours::closed::{self, Days};
use crate::web::settings::hours::trial::{self, Trying};
use crate::web::settings::{Pairs, admin, as_typed, done, first, id, show};
use crate::web::setup::business::DAYS;
use crate::web::setup::hours::read;
use crate::web::setup::you::zones;
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};
use crate::web::view::Choice;
use crate::words::Words;

/// The page of one as it is kept.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn one(asker: &Asker, at: CalendarId, trying: &Trying) -> Result<Sheet> {
    let look = move |look: &crate::store::Look<'_>| {
        let zone = look.business()?.unwrap_or_default().time_zone;
        Ok((calendars::find(look, at)?, zone))
    };
    let (it, desk_zone) = asker.app.look(look).await?;
    let words = &asker.words;
    let zone = if it.time_zone.is_empty() {
        &desk_zone
    } else {
        &it.time_zone
    };
    let (place, calendar) = (format!("{PLACE}/{at}"), Calendar::new(&it.hours, zone));
    let form = Form::new(place.clone(), words.t("act-save"), fields(words, &it));
    let retire = Form::button(format!("{place}/retire"), words.t("act-retire")).danger();
    let days = Days {
        of: DaysOf::Calendar(at),
        place: &place,
        hours: &it.hours,
        today: calendar.day_of(asker.now),
    };
    let mut sheet = Sheet::new(it.name.clone(), words.t("hours-order"))
        .back(PLACE, words.t("set-hours"))
        .with(Section::of(String::new(), vec![Part::Form(form)]))
        .with(trial::section(asker, &calendar, &place, trying));
    sheet
        .sections
        .extend(closed::sections(words, &days, trying.page));
    Ok(sheet.with(
        Section::of(words.t("hours-retire"), vec![Part::Form(retire)])
            .text(words.t("hours-retire-text"))
            .folded(false),
    ))
}

fn fields(words: &Words, it: &NamedCalendar) -> Vec<Field> {
    let mut all = vec![Field::text("name", words.t("hours-name"), it.name.clone()).required()];
    let days = it.hours.week.iter().zip(DAYS).enumerate();
    all.extend(days.map(|(at, (day, name))| {
        let field = Field::text(name, words.t(&format!("day-{at}")), written_intervals(day));
        if at == 0 {
            field.hint(words.t("hours-hint"))
        } else {
            field
        }
    }));
    let own = &it.time_zone;
    let mut places = vec![Choice::new("", words.t("hours-zone-desk"), own.is_empty())];
    places.extend(zones(own));
    all.push(Field::choose(
        Kind::Select,
        "time_zone",
        words.t("time-zone"),
        places,
    ));
    let none = Choice::new(
        "",
        words.t("hours-no-holidays"),
        it.hours.holidays_of.is_empty(),
    );
    let mut countries: Vec<Choice> = KNOWN
        .iter()
        .map(|code| {
            let name = words.t(&format!("country-{code}"));
            Choice::new(*code, name, *code == it.hours.holidays_of)
        })
        .collect();
    countries.sort_by_cached_key(|it| crate::text::fold::fold(&it.label));
    countries.insert(0, none);
    let label = words.t("hours-holidays-of");
    all.push(Field::choose(Kind::Select, "holidays_of", label, countries));
    all
}

fn about(given: &[(String, String)]) -> Result<About> {
    let mut week: [Vec<(u16, u16)>; 7] = Default::default();
    for (day, name) in week.iter_mut().zip(DAYS) {
        *day = read(first(given, name)).map_err(|_| Error::invalid(name, "error-hours"))?;
    }
    Ok(About {
        name: first(given, "name").to_owned(),
        time_zone: first(given, "time_zone").to_owned(),
        week,
        holidays_of: first(given, "holidays_of").to_owned(),
    })
}

/// `GET /settings/hours/{id}`
pub async fn page(asker: Asker, at: Path<String>, trying: Query<Trying>) -> Answer {
    admin(&asker)?;
    let sheet = one(&asker, id(&at)?, &trying).await?;
    show(&asker, sheet).await
}

/// `POST /settings/hours/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let (at, viewer) = (id::<CalendarId>(&at)?, asker.viewer().clone());
    let saved = match about(&given) {
        Ok(about) => {
            let deed = move |w: &mut crate::store::Write<'_>| {
                calendars::change(w, &viewer, at, &about).map(|_| ())
            };
            asker.app.act(deed).await
        }
        Err(err) => Err(err),
    };
    let kept = async {
        let mut sheet = one(&asker, at, &Trying::default()).await?;
        as_typed(&mut sheet, &given);
        Ok(sheet)
    };
    done(&asker, saved, PLACE, kept).await
}

/// `POST /settings/hours/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (at, viewer) = (id::<CalendarId>(&at)?, asker.viewer().clone());
    let deed = move |w: &mut crate::store::Write<'_>| calendars::retire(w, &viewer, at);
    let retired = asker.app.act(deed).await;
    done(&asker, retired, PLACE, one(&asker, at, &Trying::default())).await
}
