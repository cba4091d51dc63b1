//! `/settings/hours`: when customers are answered, and what they are told by itself. The desk's own hours, calendars
//! beside them, and who goes by which.

pub mod calendar;
pub mod closed;
pub mod past;
pub mod trial;

use actix_web::web::Query;

use crate::desk::calendars::{self, About};
use crate::domain::error::Result;
use crate::domain::hours::{NamedCalendar, Recount};
use crate::domain::id::CalendarId;
use crate::domain::team::Business;
use crate::setup::country;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::settings::tags::Place;
use crate::web::settings::{Pairs, admin, again, automatic, contact_hours, first, show, surveys};
use crate::web::setup::hours::sentence;
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet, paged};
use crate::web::view::Choice;
use crate::words::Words;

/// The page of all.
pub const PLACE: &str = "/settings/hours";

/// One calendar and the names of who goes by it.
type Used = (NamedCalendar, Vec<String>);

/// The desk, all calendars, and by channel: what it says by itself, and whether it asks how it was; by what it is about,
/// when people may hear from us; and when figures of the past were counted anew.
type All = (Business, Vec<Used>, [Vec<Row>; 3], Option<Recount>);

fn read(look: &Look<'_>, words: &Words) -> Result<All> {
    let business = look.business()?.unwrap_or_default();
    let mut all = Vec::new();
    for it in calendars::list(look)? {
        let (channels, teams) = calendars::used_by(look, it.id)?;
        let channels = channels.into_iter().map(|it| it.name);
        let names = channels.chain(teams.into_iter().map(|it| it.name));
        all.push((it, names.collect()));
    }
    let says = automatic::rows(words, look)?;
    let asks = surveys::rows(words, look)?;
    let reaches = contact_hours::rows(words, look)?;
    Ok((business, all, [says, asks, reaches], look.recounted()?))
}

async fn sheet(asker: &Asker, page: usize) -> Result<Sheet> {
    let said = asker.words.clone();
    let (business, all, [says, asks, reaches], recounted) =
        asker.app.look(move |look| read(look, &said)).await?;
    let words = &asker.words;
    let desk = Row {
        href: "/settings/business".to_owned(),
        icon: "wait",
        title: words.t("hours-desk"),
        text: sentence(&business.hours.week, words),
        chip: words.t("hours-for-the-rest"),
        ..Row::default()
    };
    let (shown, pager) = paged(all, page, PLACE, words);
    let others = shown.iter().map(|it| row(words, it));
    let rows = std::iter::once(desk).chain(others).collect();
    let name = Field::text("name", words.t("hours-name"), "").required();
    let name = name.hint(words.t("hours-name-hint"));
    let add = Form::new(PLACE, words.t("act-add"), vec![name]);
    let whole = Section::of(words.t("hours-whole"), vec![Part::Rows(rows), pager]);
    Ok(Sheet::new(words.t("set-hours"), words.t("set-hours-about"))
        .back("/settings", words.t("nav-settings"))
        .with(whole.text(words.t("hours-order")))
        .with(by_channel(words, "automatic", says))
        .with(by_channel(words, "surveys", asks))
        .with(by_channel(words, "contact-hours", reaches))
        .with(Section::of(words.t("hours-new"), vec![Part::Form(add)]).folded(false))
        .with(past::section(asker, recounted)))
}

/// What each channel does of its own accord, or each kind of message is held to, as rows that lead there.
fn by_channel(words: &Words, what: &str, rows: Vec<Row>) -> Section {
    let part = if rows.is_empty() {
        Part::Text(words.t("automatic-no-channels"))
    } else {
        Part::Rows(rows)
    };
    Section::of(words.t(&format!("{what}-title")), vec![part])
        .text(words.t(&format!("{what}-about")))
        .id(what)
}

fn row(words: &Words, (it, users): &Used) -> Row {
    let used = match users.as_slice() {
        [] => words.t("hours-unused"),
        names => words.t_of("hours-used-by", "names", names.join(", ")),
    };
    Row {
        href: format!("{PLACE}/{}", it.id),
        icon: "wait",
        title: it.name.clone(),
        text: format!("{} · {used}", sentence(&it.hours.week, words)),
        ..Row::default()
    }
}

/// `GET /settings/hours`
pub async fn page(asker: Asker, at: Query<Place>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, at.page).await?;
    show(&asker, sheet).await
}

/// `POST /settings/hours`: a calendar that begins with the hours of the desk.
pub async fn make(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let (viewer, name) = (asker.viewer().clone(), first(&given, "name").to_owned());
    let deed = move |w: &mut crate::store::Write<'_>| {
        let business = w.business()?.unwrap_or_default();
        let hours = if business.hours.is_set() {
            business.hours
        } else {
            country::usual(&business.country).hours()
        };
        let about = About {
            name: name.clone(),
            time_zone: String::new(),
            week: hours.week,
            holidays_of: hours.holidays_of,
        };
        calendars::make(w, &viewer, &about).map(|it| it.id)
    };
    match asker.app.act(deed).await {
        Ok(id) => Ok(see_other(&format!("{PLACE}/{id}"))),
        Err(err @ crate::domain::error::Error::Invalid(_)) => {
            let sheet = sheet(&asker, 1).await?;
            again(&asker, sheet, err).await
        }
        Err(err) => Err(err.into()),
    }
}

/// A choice among the calendars; nothing where there are none.
#[must_use]
pub fn choice(words: &Words, all: &[NamedCalendar], now: Option<CalendarId>) -> Option<Field> {
    if all.is_empty() {
        return None;
    }
    let mut choices = vec![Choice::new("", words.t("hours-inherited"), now.is_none())];
    choices.extend(all.iter().map(|it| {
        let current = now == Some(it.id);
        Choice::new(it.id.to_string(), it.name.clone(), current)
    }));
    let field = Field::choose(Kind::Select, "calendar", words.t("hours-choose"), choices);
    Some(field.hint(words.t("hours-order")))
}

/// What such a choice says; `None` where it was not asked for.
#[must_use]
pub fn chosen(form: &[(String, String)]) -> Option<Option<CalendarId>> {
    let found = form.iter().find(|it| it.0 == "calendar");
    found.map(|it| it.1.parse().ok())
}
