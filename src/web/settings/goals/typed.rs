//! A goal as a form has it, and back.

use crate::desk::sla_policies::About;
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, SlaPolicyId, TeamId};
use crate::domain::monitor::alert::Hours;
use crate::domain::sla::{ClockKind, Pauses, SlaPolicy, Step, Target};
use crate::domain::time::{Span, Term};
use crate::domain::view::Condition;
use crate::web::settings::{every, first};
use crate::web::views::form::Shape;
use crate::words::Words;

/// Steps of a form at most.
const STEPS: usize = 8;

/// What was written so far.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The goal that is changed.
    pub of: Option<SlaPolicyId>,
    pub name: String,
    /// `None`: the conditions have no room in a form and stay as they are.
    pub shape: Option<Shape>,
    pub kept: Condition,
    /// For each clock, one for all priorities or one for each.
    pub cells: Vec<Cell>,
    pub business_hours: bool,
    pub pauses: Pauses,
    pub steps: Vec<Moment>,
    /// What is open is measured by it too.
    pub now: bool,
}

/// A number and its unit, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub clock: ClockKind,
    pub priority: Priority,
    pub n: String,
    pub unit: String,
}

/// A step as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moment {
    pub n: String,
    pub unit: String,
    /// `before`, `at`, `after`.
    pub when: String,
    pub does: Step,
}

/// The names of units, with their minutes; working days have none.
pub const UNITS: [(&str, Option<i64>); 3] =
    [("minutes", Some(1)), ("hours", Some(60)), ("days", None)];

/// The most urgent first.
pub fn priorities() -> impl Iterator<Item = Priority> {
    Priority::ALL.into_iter().rev()
}

impl Typed {
    /// One that nothing was said of yet.
    #[must_use]
    pub fn new() -> Self {
        let warning = Moment {
            n: "15".to_owned(),
            when: "before".to_owned(),
            does: Step {
                assignee: true,
                ..Step::default()
            },
            ..Moment::default()
        };
        let missed = Moment {
            when: "at".to_owned(),
            does: Step {
                assignee: true,
                lead: true,
                ..Step::default()
            },
            ..Moment::default()
        };
        Typed {
            shape: Some(Shape::default()),
            cells: cells(|_, _| None),
            business_hours: true,
            steps: vec![warning, missed],
            now: true,
            ..Typed::default()
        }
    }

    #[must_use]
    pub fn of(words: &Words, it: SlaPolicy) -> Self {
        Typed {
            of: Some(it.id),
            shape: Shape::of(words, &it.condition),
            cells: cells(|clock, priority| it.target(clock, priority)),
            steps: it.steps.iter().map(Moment::of).collect(),
            name: it.name,
            kept: it.condition,
            business_hours: it.business_hours,
            pauses: it.pauses,
            now: true,
        }
    }

    /// As a form says it, with a step or condition added or taken away where one of its buttons was pressed.
    #[must_use]
    pub fn read(of: Option<SlaPolicyId>, kept: Condition, given: &[(String, String)]) -> Self {
        let has = |name: &str| given.iter().any(|it| it.0 == name);
        let cell = |clock: ClockKind, priority: Priority, name: &str| {
            let name = format!("{}.{}.{name}", clock.name(), priority.name());
            first(given, &name).to_owned()
        };
        let mut cells = cells(|_, _| None);
        for it in &mut cells {
            it.n = cell(it.clock, it.priority, "n");
            it.unit = cell(it.clock, it.priority, "unit");
        }
        let steps = (0..STEPS).map(|at| format!("s{at}."));
        let steps = steps.filter(|it| has(&format!("{it}when")));
        let mut out = Typed {
            of,
            kept,
            name: first(given, "name").to_owned(),
            shape: (first(given, "kept") != "1").then(|| Shape::read(given)),
            cells,
            business_hours: first(given, "hours") != "always",
            pauses: Pauses {
                waiting_customer: has("pause_customer"),
                waiting_third_party: has("pause_third_party"),
                snoozed: has("pause_snoozed"),
            },
            steps: steps.map(|it| Moment::read(given, &it)).collect(),
            now: first(given, "apply") != "later",
        };
        out.press(first(given, "do"));
        out
    }

    fn press(&mut self, button: &str) {
        match button.split_once(':') {
            None if button == "step" && self.steps.len() < STEPS => self.steps.push(Moment {
                n: "30".to_owned(),
                when: "after".to_owned(),
                ..Moment::default()
            }),
            Some(("unstep", at)) => {
                let at = at.parse().unwrap_or(usize::MAX);
                if at < self.steps.len() {
                    self.steps.remove(at);
                }
            }
            _ => {}
        }
    }

    /// What it says. Rows of conditions that are not whole are wrong only where `whole` is asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `condition`, `targets`, `steps`.
    pub fn about(&self, words: &Words, whole: bool) -> Result<About> {
        let condition = match &self.shape {
            Some(shape) => shape.condition(words, whole)?,
            None => self.kept.clone(),
        };
        let mut targets = Vec::new();
        for it in &self.cells {
            if let Some(term) = read(&it.n, &it.unit)? {
                targets.push(Target {
                    clock: it.clock,
                    priority: it.priority,
                    term,
                });
            }
        }
        let steps: Result<Vec<Step>> = self.steps.iter().map(Moment::step).collect();
        Ok(About {
            name: self.name.clone(),
            condition,
            targets,
            business_hours: self.business_hours,
            pauses: self.pauses,
            steps: steps?,
        })
    }
}

fn cells(target: impl Fn(ClockKind, Priority) -> Option<Term>) -> Vec<Cell> {
    let places = ClockKind::ALL
        .into_iter()
        .flat_map(|clock| priorities().map(move |priority| (clock, priority)));
    let cell = |(clock, priority)| {
        let (n, unit) = match target(clock, priority) {
            Some(Term::WorkingDays(n)) => (n.to_string(), "days"),
            Some(Term::Span(span)) if span.0 % Span::hours(1).0 == 0 => {
                ((span.0 / Span::hours(1).0).to_string(), "hours")
            }
            Some(Term::Span(span)) => ((span.0 / Span::minutes(1).0).to_string(), "minutes"),
            None => (String::new(), "minutes"),
        };
        let unit = unit.to_owned();
        Cell {
            clock,
            priority,
            n,
            unit,
        }
    };
    places.map(cell).collect()
}

/// A target as written; none where nothing is.
fn read(n: &str, unit: &str) -> Result<Option<Term>> {
    let wrong = || Error::invalid("targets", "error-sla-target");
    if n.trim().is_empty() {
        return Ok(None);
    }
    let n: u16 = n.trim().parse().map_err(|_| wrong())?;
    let found = UNITS.iter().find(|it| it.0 == unit).ok_or_else(wrong)?;
    Ok(Some(match found.1 {
        Some(minutes) => Term::Span(Span::minutes(i64::from(n) * minutes)),
        None => Term::WorkingDays(n),
    }))
}

impl Moment {
    fn of(it: &Step) -> Self {
        let minutes = it.minutes.unsigned_abs();
        let (n, unit) = if minutes > 0 && minutes.is_multiple_of(60) {
            (minutes / 60, "hours")
        } else {
            (minutes, "minutes")
        };
        let when = match it.minutes {
            ..0 => "before",
            0 => "at",
            _ => "after",
        };
        Moment {
            n: if n == 0 { String::new() } else { n.to_string() },
            unit: unit.to_owned(),
            when: when.to_owned(),
            does: it.clone(),
        }
    }

    fn read(given: &[(String, String)], prefix: &str) -> Self {
        let one = |name: &str| first(given, &format!("{prefix}{name}"));
        let has = |name: &str| !one(name).is_empty();
        Moment {
            n: one("n").to_owned(),
            unit: one("unit").to_owned(),
            when: one("when").to_owned(),
            does: Step {
                minutes: 0,
                assignee: has("assignee"),
                lead: has("lead"),
                people: every::<AgentId>(given, &format!("{prefix}person")),
                outlets: every(given, &format!("{prefix}outlet")),
                hours: Hours::parse(one("hours")).unwrap_or_default(),
                priority: Priority::parse(one("priority")),
                team: one("team").parse::<TeamId>().ok(),
            },
        }
    }

    fn step(&self) -> Result<Step> {
        let wrong = || Error::invalid("steps", "error-sla-step");
        let minutes: i32 = match self.when.as_str() {
            "at" => 0,
            _ => self.n.trim().parse().map_err(|_| wrong())?,
        };
        let each = if self.unit == "hours" { 60 } else { 1 };
        let minutes = minutes.checked_mul(each).ok_or_else(wrong)?;
        if minutes <= 0 && self.when != "at" {
            return Err(wrong());
        }
        Ok(Step {
            minutes: if self.when == "before" {
                -minutes
            } else {
                minutes
            },
            ..self.does.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::words::Language;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn what_a_form_says_is_what_is_shown_again() {
        let words = Words::new(Language::English, jiff::tz::TimeZone::UTC);
        let given = [
            pair("name", "Chat"),
            pair("first_response.normal.n", "90"),
            pair("first_response.normal.unit", "minutes"),
            pair("next_response.urgent.n", "2"),
            pair("next_response.urgent.unit", "hours"),
            pair("resolution.low.n", "15"),
            pair("resolution.low.unit", "days"),
            pair("hours", "always"),
            pair("pause_customer", "1"),
            pair("s0.when", "before"),
            pair("s0.n", "2"),
            pair("s0.unit", "hours"),
            pair("s0.lead", "1"),
            pair("s1.when", "at"),
            pair("s1.priority", "urgent"),
        ];
        let typed = Typed::read(None, Condition::default(), &given);
        let about = typed.about(&words, true).unwrap();
        assert_eq!(about.targets.len(), 3);
        assert_eq!(
            about.steps.iter().map(|it| it.minutes).collect::<Vec<_>>(),
            [-120, 0]
        );
        assert!(!about.business_hours && !about.pauses.snoozed);
        let again = Typed::of(&words, about.over(SlaPolicy::default()));
        assert_eq!(again.about(&words, true).unwrap(), about);
    }

    #[test]
    fn what_is_no_time_is_said_to_be_wrong() {
        let words = Words::new(Language::English, jiff::tz::TimeZone::UTC);
        for (n, unit) in [("x", "minutes"), ("-3", "minutes"), ("5", "fortnights")] {
            let given = [
                pair("first_response.low.n", n),
                pair("first_response.low.unit", unit),
            ];
            let typed = Typed::read(None, Condition::default(), &given);
            assert!(typed.about(&words, true).is_err(), "{n} {unit}");
        }
        let given = [pair("s0.when", "after"), pair("s0.n", "0")];
        let typed = Typed::read(None, Condition::default(), &given);
        assert!(typed.about(&words, true).is_err());
    }
}
