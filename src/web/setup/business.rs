//! `/setup/business`: the second screen.

use actix_web::web::Form as Body;
use serde::Deserialize;

use crate::desk::business::{self, BusinessDetails};
use crate::domain::error::{Error, Result};
use crate::domain::queue::serving::written_intervals;
use crate::domain::team::{Business, DeskSize, OpeningHours, Sector};
use crate::setup::country;
use crate::setup::progress::{self, Step};
use crate::web::asker::{Answer, Visitor};
use crate::web::session::Known;
use crate::web::setup::you::zones;
use crate::web::setup::{again, go_on, hours, owner, show, steps};
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};
use crate::web::view::Choice;
use crate::words::{Language, Words};

/// The lines of the week in the form, Monday first.
pub const DAYS: [&str; 7] = ["day0", "day1", "day2", "day3", "day4", "day5", "day6"];

/// The business as a form has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    pub name: String,
    pub country: String,
    pub time_zone: String,
    pub language: String,
    pub sector: String,
    pub people: String,
    /// The country whose usual hours the form showed.
    pub shown: String,
    pub day0: String,
    pub day1: String,
    pub day2: String,
    pub day3: String,
    pub day4: String,
    pub day5: String,
    pub day6: String,
}

impl Given {
    /// As it is kept, or as is usual in its country before it was ever said.
    #[must_use]
    pub fn of(business: &Business) -> Self {
        let preset =
            country::find(&business.country).or_else(|| country::of_time_zone(&business.time_zone));
        let preset = preset.unwrap_or(&country::OTHER);
        let fresh = business.name.is_empty();
        let hours = if fresh {
            preset.hours()
        } else {
            business.hours.clone()
        };
        let mut given = Given {
            name: business.name.clone(),
            country: if business.country.is_empty() {
                preset.code.to_owned()
            } else {
                business.country.clone()
            },
            time_zone: business.time_zone.clone(),
            language: business.language.clone(),
            sector: name_of(&Sector::NAMES, &Sector::ALL, business.sector),
            people: name_of(&DeskSize::NAMES, &DeskSize::ALL, business.people),
            ..Given::default()
        };
        given.shown.clone_from(&given.country);
        given.put_days(&hours.week);
        given
    }

    fn days(&self) -> [&String; 7] {
        [
            &self.day0, &self.day1, &self.day2, &self.day3, &self.day4, &self.day5, &self.day6,
        ]
    }

    fn put_days(&mut self, week: &[Vec<(u16, u16)>; 7]) {
        let [a, b, c, d, e, f, g] = week;
        self.day0 = written_intervals(a);
        self.day1 = written_intervals(b);
        self.day2 = written_intervals(c);
        self.day3 = written_intervals(d);
        self.day4 = written_intervals(e);
        self.day5 = written_intervals(f);
        self.day6 = written_intervals(g);
    }

    fn week(&self) -> Result<[Vec<(u16, u16)>; 7]> {
        let mut week: [Vec<(u16, u16)>; 7] = Default::default();
        for ((slot, line), name) in week.iter_mut().zip(self.days()).zip(DAYS) {
            *slot = hours::read(line).map_err(|_| Error::invalid(name, "error-hours"))?;
        }
        Ok(week)
    }

    /// What is kept of it. Hours nobody touched follow the country.
    ///
    /// # Errors
    /// [`Error::Invalid`] on the day.
    pub fn details(&self) -> Result<BusinessDetails> {
        let mut week = self.week()?;
        let (shown, chosen) = (country::usual(&self.shown), country::usual(&self.country));
        if shown.code != chosen.code && shown.hours().week == week {
            week = chosen.hours().week;
        }
        Ok(BusinessDetails {
            name: self.name.clone(),
            country: self.country.clone(),
            time_zone: self.time_zone.clone(),
            language: self.language.clone(),
            sector: Sector::parse(&self.sector).unwrap_or_default(),
            people: DeskSize::parse(&self.people).unwrap_or_default(),
            hours: OpeningHours {
                week,
                holidays_of: self.country.clone(),
                ..OpeningHours::default()
            },
        })
    }
}

fn name_of<T: PartialEq>(names: &[&str], all: &[T], value: T) -> String {
    let at = all.iter().position(|it| *it == value);
    let found = at.and_then(|it| names.get(it));
    found.copied().unwrap_or_default().to_owned()
}

fn choices(words: &Words, prefix: &str, names: &[&str], chosen: &str) -> Vec<Choice> {
    names
        .iter()
        .map(|name| Choice::new(*name, words.t(&format!("{prefix}-{name}")), *name == chosen))
        .collect()
}

/// The fields of a business.
#[must_use]
pub fn fields(words: &Words, given: &Given) -> Vec<Field> {
    let mut countries: Vec<Choice> = country::ALL
        .iter()
        .map(|it| {
            let name = words.t(&format!("country-{}", it.code));
            Choice::new(it.code, name, it.code == given.country)
        })
        .collect();
    countries.sort_by_cached_key(|it| crate::text::fold::fold(&it.label));
    let other = country::OTHER.code;
    let known = country::find(&given.country).is_some();
    if !known && !given.country.is_empty() && given.country != other {
        countries.push(Choice::new(&*given.country, &*given.country, true));
    }
    countries.push(Choice::new(
        other,
        words.t("country-ZZ"),
        given.country == other,
    ));
    let languages = Language::ALL
        .into_iter()
        .map(|it| {
            Choice::new(
                it.code(),
                it.own_name(),
                it == Language::parse(&given.language),
            )
        })
        .collect();
    let (sectors, sizes) = (
        choices(words, "sector", &Sector::NAMES, &given.sector),
        choices(words, "size", &DeskSize::NAMES, &given.people),
    );
    vec![
        Field::text("name", words.t("business-name"), &given.name)
            .auto("organization")
            .required(),
        Field::choose(Kind::Select, "country", words.t("country"), countries),
        Field::choose(Kind::Select, "sector", words.t("sector"), sectors),
        Field::choose(Kind::Select, "people", words.t("size"), sizes),
        Field::choose(Kind::Select, "language", words.t("language"), languages),
        Field::choose(
            Kind::Select,
            "time_zone",
            words.t("time-zone"),
            zones(&given.time_zone),
        ),
        Field::hidden("shown", &given.shown),
    ]
}

/// The week as one sentence, its lines folded behind it.
#[must_use]
pub fn hours_fields(words: &Words, given: &Given) -> Vec<Field> {
    let label = match given.week() {
        Ok(week) => words.t_of("business-hours", "hours", hours::sentence(&week, words)),
        Err(_) => words.t("hours-title"),
    };
    let mut all = vec![Field::fold(label, false)];
    for (at, (value, name)) in given.days().into_iter().zip(DAYS).enumerate() {
        let field = Field::text(name, words.t(&format!("day-{at}")), value);
        all.push(if at == 0 {
            field.hint(words.t("hours-hint"))
        } else {
            field
        });
    }
    all.push(Field::unfold());
    all
}

fn sheet(visitor: &Visitor, given: &Given) -> Sheet {
    let words = &visitor.words;
    let mut all = fields(words, given);
    all.extend(hours_fields(words, given));
    let form = Form::new("/setup/business", words.t("setup-continue"), all);
    let mut sheet = Sheet::new(words.t("business-title"), words.t("business-note"))
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    sheet.steps = steps(words, 1);
    sheet
}

/// `GET /setup/business`
pub async fn page(visitor: Visitor, known: Known) -> Answer {
    owner(&visitor, known).await?;
    let business = visitor.app.look(business::get).await?;
    show(&visitor, sheet(&visitor, &Given::of(&business)))
}

/// `POST /setup/business`
pub async fn save(visitor: Visitor, known: Known, given: Body<Given>) -> Answer {
    let (signed, _) = owner(&visitor, known).await?;
    let details = match given.details() {
        Ok(it) => it,
        Err(err) => return again(&visitor, sheet(&visitor, &given), err),
    };
    let viewer = signed.viewer;
    let saved = visitor
        .app
        .act(move |write| progress::put_business(write, &viewer, &details))
        .await;
    match saved {
        Ok(_) => Ok(go_on(Step::Channel)),
        Err(err) => again(&visitor, sheet(&visitor, &given), err),
    }
}
