//! A rule as a form has it, and back.

use crate::desk::rules::About;
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::RuleId;
use crate::domain::macros::MacroAct;
use crate::domain::monitor::alert::Hours;
use crate::domain::rule::{Rule, RuleAct, Told, Trigger, Wait};
use crate::domain::time::Span;
use crate::domain::view::{Condition, State};
use crate::web::settings::macros::acts_given;
use crate::web::settings::{every, first};
use crate::web::views::form::Shape;
use crate::words::Words;

/// What was written so far.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The rule that is changed.
    pub of: Option<RuleId>,
    pub name: String,
    pub trigger: Trigger,
    /// How long, as written, and in which unit.
    pub n: String,
    pub unit: String,
    /// `None`: the conditions have no room in a form and stay as they are.
    pub shape: Option<Shape>,
    pub kept: Condition,
    pub acts: Vec<RuleAct>,
    /// Acts that a form has no room for stay as they are.
    pub acts_kept: bool,
    pub stops: bool,
    pub off: bool,
}

impl Typed {
    /// Of what is said of one.
    #[must_use]
    pub fn of(words: &Words, of: Option<RuleId>, about: About) -> Self {
        let span = match about.trigger {
            Trigger::Waited { span, .. } => span,
            _ => Span::hours(1),
        };
        let (n, unit) = length(span);
        Typed {
            of,
            shape: Shape::of(words, &about.condition),
            n,
            unit: unit.to_owned(),
            acts_kept: !has_room(&about.acts),
            name: about.name,
            trigger: about.trigger,
            kept: about.condition,
            acts: about.acts,
            stops: about.stops,
            off: about.off,
        }
    }

    /// As a form says it, with a condition added or taken away where one of its buttons was pressed.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no id.
    pub fn read(was: Option<&Rule>, given: &[(String, String)]) -> Result<Self> {
        let has = |name: &str| !first(given, name).is_empty();
        let acts_kept = has("acts_kept");
        let acts = match was {
            Some(it) if acts_kept => it.acts.clone(),
            _ => acts(given)?,
        };
        Ok(Typed {
            of: was.map(|it| it.id),
            name: first(given, "name").to_owned(),
            trigger: trigger(given),
            n: first(given, "wait_n").to_owned(),
            unit: first(given, "wait_unit").to_owned(),
            shape: (first(given, "kept") != "1").then(|| Shape::read(given)),
            kept: was.map(|it| it.condition.clone()).unwrap_or_default(),
            acts,
            acts_kept,
            stops: has("stops"),
            off: has("off"),
        })
    }

    /// What it says. Rows of conditions that are not whole are wrong only where `whole` is asked for.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `condition` or `trigger`.
    pub fn about(&self, words: &Words, whole: bool) -> Result<About> {
        let trigger = match self.trigger {
            Trigger::Waited { on, open_hours, .. } => Trigger::Waited {
                on,
                span: span(&self.n, &self.unit)?,
                open_hours,
            },
            other => other,
        };
        Ok(About {
            name: self.name.clone(),
            trigger,
            condition: match &self.shape {
                Some(shape) => shape.condition(words, whole)?,
                None => self.kept.clone(),
            },
            acts: self.acts.clone(),
            stops: self.stops,
            off: self.off,
        })
    }
}

fn trigger(given: &[(String, String)]) -> Trigger {
    let said = |name: &str| first(given, name);
    match Trigger::parse(said("trigger")).unwrap_or_default() {
        Trigger::StateMoved { .. } => Trigger::StateMoved {
            from: State::parse(said("from")),
            to: State::parse(said("to")),
        },
        Trigger::PrioritySet { .. } => Trigger::PrioritySet {
            from: Priority::parse(said("from")),
            to: Priority::parse(said("to")),
        },
        Trigger::Tagged { .. } => Trigger::Tagged {
            tag: said("tagged").parse().ok(),
        },
        Trigger::Waited { .. } => Trigger::Waited {
            on: Wait::parse(said("wait")).unwrap_or_default(),
            span: Span::hours(1),
            open_hours: said("wait_hours") != "always",
        },
        other => other,
    }
}

fn span(n: &str, unit: &str) -> Result<Span> {
    let wrong = || Error::invalid("trigger", "error-rule-wait");
    let n: i64 = n.trim().parse().map_err(|_| wrong())?;
    if !(1..=100_000).contains(&n) {
        return Err(wrong());
    }
    Ok(match unit {
        "minutes" => Span::minutes(n),
        "days" => Span::days(n),
        _ => Span::hours(n),
    })
}

/// A span in its largest whole unit.
fn length(span: Span) -> (String, &'static str) {
    let minutes = span.0 / Span::minutes(1).0;
    match minutes {
        n if n % 1_440 == 0 => ((n / 1_440).to_string(), "days"),
        n if n % 60 == 0 => ((n / 60).to_string(), "hours"),
        n => (n.to_string(), "minutes"),
    }
}

fn acts(given: &[(String, String)]) -> Result<Vec<RuleAct>> {
    let mut out: Vec<RuleAct> = Vec::new();
    let (texts, others): (Vec<_>, Vec<_>) = acts_given(given)?
        .into_iter()
        .partition(|it| it.text().is_some());
    // What is changed is changed before anybody hears of it.
    out.extend(others.into_iter().map(RuleAct::Do));
    out.extend(
        every(given, "untag")
            .into_iter()
            .map(|tag| RuleAct::Untag { tag }),
    );
    out.extend(
        every(given, "say")
            .into_iter()
            .map(|reply| RuleAct::Say { reply }),
    );
    let goals = every(given, "goal").into_iter();
    out.extend(goals.map(|policy| RuleAct::Agree { policy }));
    let legal = every(given, "legal").into_iter();
    out.extend(legal.map(|kind| RuleAct::LegalDue { kind }));
    out.extend(texts.into_iter().map(RuleAct::Do));
    let calls = every(given, "call").into_iter();
    out.extend(calls.map(|webhook| RuleAct::Call { webhook }));
    let told = Told {
        assignee: !first(given, "tell_assignee").is_empty(),
        lead: !first(given, "tell_lead").is_empty(),
        people: every(given, "tell"),
        outlets: every(given, "tell_outlet"),
        hours: Hours::parse(first(given, "tell_hours")).unwrap_or_default(),
    };
    out.extend((!told.is_nobody()).then_some(RuleAct::Tell(told)));
    Ok(out)
}

/// Whether a form can show all acts: one of a kind, but for tags and programs.
fn has_room(acts: &[RuleAct]) -> bool {
    let kind = |it: &RuleAct| match it {
        RuleAct::Do(MacroAct::Tag { .. }) | RuleAct::Untag { .. } | RuleAct::Call { .. } => "",
        RuleAct::Do(act) if act.moves() => "move",
        other => other.name(),
    };
    let mut kinds: Vec<&str> = acts.iter().map(kind).filter(|it| !it.is_empty()).collect();
    let all = kinds.len();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() == all
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::id::{AgentId, TagId, TeamId};
    use crate::domain::view::{Tally, Test};

    fn pair(name: &str, value: impl ToString) -> (String, String) {
        (name.to_owned(), value.to_string())
    }

    #[test]
    fn what_a_form_says_is_what_is_shown_again() {
        let words = Words::for_reader("en", "UTC");
        let (team, tag, agent) = (TeamId::default(), TagId::default(), AgentId::default());
        let given = [
            pair("name", "Late"),
            pair("trigger", "waited"),
            pair("wait", "customer"),
            pair("wait_n", "36"),
            pair("wait_unit", "hours"),
            pair("g0.r0.field", "contacts"),
            pair("g0.r0.is", "least"),
            pair("g0.r0.text", "3"),
            pair("team", team),
            pair("tag", tag),
            pair("untag", tag),
            pair("priority", "high"),
            pair("reply", "Hello {{contact.name}}"),
            pair("tell_lead", "1"),
            pair("tell", agent),
            pair("stops", "1"),
        ];
        let typed = Typed::read(None, &given).unwrap();
        let about = typed.about(&words, true).unwrap();
        assert_eq!(
            about.trigger,
            Trigger::Waited {
                on: Wait::Customer,
                span: Span::hours(36),
                open_hours: true
            }
        );
        let counted = Test::AtLeast {
            of: Tally::Contacts,
            n: 3,
        };
        assert_eq!(
            about.condition,
            Condition::All(vec![Condition::Is(counted)])
        );
        assert_eq!(about.acts.len(), 6);
        assert!(about.stops && !about.off);
        let again = Typed::of(&words, None, about.clone());
        assert!(!again.acts_kept);
        assert_eq!(again.about(&words, true).unwrap(), about);
    }

    #[test]
    fn what_a_form_has_no_room_for_is_kept() {
        let words = Words::for_reader("en", "UTC");
        let note = |text: &str| RuleAct::Do(MacroAct::Note { text: text.into() });
        let about = About {
            acts: vec![note("one"), note("two")],
            ..About::default()
        };
        let typed = Typed::of(&words, None, about.clone());
        assert!(typed.acts_kept);
        let rule = about.over(Rule::default());
        let read = Typed::read(Some(&rule), &[pair("acts_kept", "1")]).unwrap();
        assert_eq!(read.acts, about.acts);
    }
}
