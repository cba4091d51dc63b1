//! What some hours would make of a message: when it would be due.

use serde::Deserialize;

use crate::domain::time::{Millis, Span, Term};
use crate::sla::calendar::Calendar;
use crate::sla::clock::Pace;
use crate::web::asker::Asker;
use crate::web::sheet::{Field, Form, Part, Section};
use crate::words::{Arg, Words};

/// What is tried when nothing else is asked: a message shortly before the end of a day.
const BEFORE_THE_END: Span = Span::minutes(10);
const USUAL: u32 = 20;
/// Longest goal, minutes: thirty days.
const LONGEST: u32 = 43_200;

/// What the address of such a page asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Trying {
    pub page: usize,
    /// As an input of date and time has it, in the zone of the hours.
    at: String,
    minutes: Option<u32>,
}

/// The section that tries it.
#[must_use]
pub fn section(asker: &Asker, calendar: &Calendar<'_>, place: &str, it: &Trying) -> Section {
    let words = asker.words.clone().in_zone(calendar.zone());
    let at = words.read_input_time(&it.at);
    let at = at.unwrap_or_else(|| end_of_day(calendar, asker.now));
    let minutes = it.minutes.unwrap_or(USUAL).clamp(1, LONGEST);
    let when = Field::input(
        "datetime-local",
        "at",
        words.t("hours-try-at"),
        words.input_time(at),
    )
    .required();
    let goal = Field::input(
        "number",
        "minutes",
        words.t("hours-try-minutes"),
        minutes.to_string(),
    );
    let form = Form::new(
        format!("{place}#try"),
        words.t("hours-try"),
        vec![when, goal],
    );
    let said = Part::Text(said(&words, calendar, (at, minutes)));
    let parts = vec![said, Part::Form(Form { tone: "", ..form }.by_get())];
    Section::of(words.t("hours-try-title"), parts).id("try")
}

fn end_of_day(calendar: &Calendar<'_>, now: Millis) -> Millis {
    calendar
        .end_of_work(now)
        .map_or(now, |it| it - BEFORE_THE_END)
}

/// "A message that comes on Fri, 27 Nov 2026, 17:50 and is to be answered within 20 min is due on Mon, 30 Nov 2026, 9:10."
fn said(words: &Words, calendar: &Calendar<'_>, (at, minutes): (Millis, u32)) -> String {
    let term = Term::Span(Span::minutes(i64::from(minutes)));
    let due = Pace::steady(calendar, true).due(at, term, calendar);
    let full = |at: Millis| format!("{}, {}", words.day(calendar.day_of(at)), words.clock(at));
    let (at, goal) = (full(at), words.t_n("time-minutes", minutes));
    match due {
        Some(due) => words.t_with(
            "hours-try-said",
            &[
                ("at", Arg::Text(&at)),
                ("goal", Arg::Text(&goal)),
                ("due", Arg::Text(&full(due))),
            ],
        ),
        None => words.t("hours-try-never"),
    }
}
