//! Closed days of the desk or of a calendar: the public ones of its country and its own, by hand or out of a calendar
//! file.

use actix_multipart::form::MultipartForm;
use actix_web::web::{Form as Body, Path};
use jiff::civil::Date;
use serde::Deserialize;

use crate::app::off_the_loop;
use crate::desk::holidays::{self, Brought, DaysOf, Listed};
use crate::domain::error::{Error, Result};
use crate::domain::team::OpeningHours;
use crate::sla::calendar::{Calendar, Closed};
use crate::sla::holidays::{is_known, known_until};
use crate::sla::ical::{self, Found};
use crate::web::asker::{Answer, Asker};
use crate::web::conversations::write::check_token;
use crate::web::settings::hours::PLACE;
use crate::web::settings::hours::calendar::one;
use crate::web::settings::hours::trial::Trying;
use crate::web::settings::{admin, again, business, done, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet, paged};
use crate::web::upload::Fields;
use crate::words::{Arg, Words};

/// Largest calendar file, bytes.
const LARGEST: usize = 1 << 20;
/// Troubles of a file that are named one by one.
const NAMED: usize = 20;

/// Whose days are shown, and where.
pub struct Days<'a> {
    pub of: DaysOf,
    /// The page they are on; its forms post below it.
    pub place: &'a str,
    pub hours: &'a OpeningHours,
    pub today: Date,
}

/// The list with its form, and bringing a file in. `page` counts from 1.
#[must_use]
pub fn sections(words: &Words, days: &Days<'_>, page: usize) -> Vec<Section> {
    let place = format!("{}/holidays", days.place);
    let listed = holidays::list(days.hours, days.today);
    let (shown, pager) = paged(listed, page, days.place, words);
    let rows: Vec<Row> = shown.iter().map(|it| row(words, &place, it)).collect();
    let list = if rows.is_empty() {
        Part::Text(words.t("holidays-none"))
    } else {
        Part::Rows(rows)
    };
    let add = Form::new(
        place,
        words.t("holiday-add"),
        vec![
            Field::input("date", "day", words.t("holiday-day"), "").required(),
            Field::text("what", words.t("holiday-name"), "").required(),
        ],
    );
    let country = days.hours.holidays_of.as_str();
    let text = match known_until(country) {
        Some(year) => words.t_of("holidays-text-moon", "year", year),
        None if is_known(country) => words.t("holidays-text"),
        None => words.t("holidays-text-unknown"),
    };
    let file = Field::new(Kind::File, "files", words.t("ical-file"), "");
    let bring = Form {
        tone: "",
        ..Form::new(
            format!("{}/import", days.place),
            words.t("ical-bring"),
            vec![file.hint(words.t("ical-file-hint"))],
        )
    };
    vec![
        Section::of(words.t("holidays"), vec![list, pager, Part::Form(add)])
            .text(text)
            .id("holidays"),
        Section::of(words.t("ical-title"), vec![Part::Form(bring)])
            .text(words.t("ical-about"))
            .folded(false)
            .id("import"),
    ]
}

fn row(words: &Words, place: &str, it: &Listed) -> Row {
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
        ..Form::button(place, words.t(label))
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

/// What the forms of days send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    day: String,
    what: String,
    /// `open`, or `close` (also when empty).
    r#do: String,
}

/// The page some days are on, as it is.
async fn whole(asker: &Asker, of: DaysOf) -> Result<Sheet> {
    match of {
        DaysOf::Desk => business::whole(asker, &Trying::default()).await,
        DaysOf::Calendar(id) => one(asker, id, &Trying::default()).await,
    }
}

fn place(of: DaysOf) -> String {
    match of {
        DaysOf::Desk => "/settings/business".to_owned(),
        DaysOf::Calendar(id) => format!("{PLACE}/{id}"),
    }
}

/// `POST /settings/business/holidays`: closes the desk on a day, or opens it.
pub async fn change(asker: Asker, given: Body<Given>) -> Answer {
    changed(asker, DaysOf::Desk, given.into_inner()).await
}

/// `POST /settings/hours/{id}/holidays`
pub async fn change_of(asker: Asker, at: Path<String>, given: Body<Given>) -> Answer {
    let of = DaysOf::Calendar(id(&at)?);
    changed(asker, of, given.into_inner()).await
}

async fn changed(asker: Asker, of: DaysOf, given: Given) -> Answer {
    admin(&asker)?;
    let changed = put(&asker, of, &given).await;
    let back = format!("{}#holidays", place(of));
    done(&asker, changed, &back, whole(&asker, of)).await
}

async fn put(asker: &Asker, of: DaysOf, given: &Given) -> Result<()> {
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
            holidays::open(write, &viewer, of, day)
        } else {
            holidays::close(write, &viewer, of, (day, &name))
        }
    });
    deed.await
}

type Upload = std::result::Result<MultipartForm<Fields>, actix_web::Error>;

/// `POST /settings/business/import`: brings the days of a calendar file in, and says what became of them.
pub async fn bring(asker: Asker, form: Upload) -> Answer {
    brought(asker, DaysOf::Desk, form).await
}

/// `POST /settings/hours/{id}/import`
pub async fn bring_of(asker: Asker, at: Path<String>, form: Upload) -> Answer {
    let of = DaysOf::Calendar(id(&at)?);
    brought(asker, of, form).await
}

async fn brought(asker: Asker, of: DaysOf, form: Upload) -> Answer {
    admin(&asker)?;
    let done = match form {
        Ok(form) => read_in(&asker, of, form.into_inner()).await,
        Err(_) => Err(Error::invalid("files", "error-missing")),
    };
    let mut sheet = whole(&asker, of).await?;
    match done {
        Ok((found, brought)) => {
            say(&asker.words, &mut sheet, &found, brought);
            show(&asker, sheet).await
        }
        Err(err @ (Error::Invalid(_) | Error::TooLarge { .. })) => again(&asker, sheet, err).await,
        Err(err) => Err(err.into()),
    }
}

async fn read_in(asker: &Asker, of: DaysOf, form: Fields) -> Result<(Found, Brought)> {
    check_token(asker, form.text("csrf"))?;
    let file = form.files.into_iter().find(|it| it.size > 0);
    let file = file.ok_or_else(|| Error::invalid("files", "error-missing"))?;
    if file.size > LARGEST {
        let limit = LARGEST as u64;
        return Err(Error::TooLarge { limit });
    }
    let business = asker.app.look(|look| look.business()).await?;
    let today = Calendar::of(&business.unwrap_or_default()).day_of(asker.now);
    let found = off_the_loop(move || {
        let bytes = std::fs::read(file.file.path());
        let bytes = bytes.map_err(|err| Error::internal("reading an upload", err))?;
        Ok::<_, Error>(ical::read(&String::from_utf8_lossy(&bytes), today))
    })
    .await??;
    let (viewer, days) = (asker.viewer().clone(), found.days.clone());
    let deed = move |w: &mut crate::store::Write<'_>| holidays::bring(w, &viewer, of, &days);
    let brought = asker.app.act(deed).await?;
    Ok((found, brought))
}

/// What became of a file, above the days.
fn say(words: &Words, sheet: &mut Sheet, found: &Found, brought: Brought) {
    let n = |n: usize| Arg::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let all = [
        ("added", n(brought.added)),
        ("known", n(brought.known)),
        ("past", n(found.past)),
    ];
    let tone = if brought.added > 0 { "ok" } else { "" };
    sheet.banner(tone, words.t_with("ical-done", &all));
    if brought.left_out > 0 {
        sheet.banner("warn", words.t_n("ical-left-out", brought.left_out));
    }
    for it in found.troubles.iter().take(NAMED) {
        let line = it.line.to_string();
        let why = words.t(it.why);
        let args = [("line", Arg::Text(&line)), ("why", Arg::Text(&why))];
        sheet.banner("warn", words.t_with("ical-trouble", &args));
    }
    let more = found.troubles.len().saturating_sub(NAMED);
    if more > 0 {
        sheet.banner("warn", words.t_n("ical-more-troubles", more));
    }
}
