//! What is said by itself, in words: the desk's own text or the usual one, in the customer's language.

use crate::conversations::automatic::plan::{Part, Plan};
use crate::domain::canned_reply::filled;
use crate::domain::time::Millis;
use crate::sla::calendar::Closed;
use crate::words::Words;
use crate::words::opening::ClosedDay;

/// The place in an own text where it is said when we open.
pub const OPENING: &str = "opening";

/// The words for a plan.
#[must_use]
pub fn words(plan: &Plan) -> Words {
    Words::for_reader(&plan.language, "UTC")
        .in_zone(&plan.zone)
        .in_country(&plan.country)
}

/// The whole text; places of the person stay, for the deed to fill in. Where nothing can be pressed, choices are numbered.
#[must_use]
pub fn text(plan: &Plan, now: Millis) -> String {
    let words = words(plan);
    let parts = plan.parts.iter().map(|it| part(&words, plan, it, now));
    let parts: Vec<String> = parts.filter(|it| !it.trim().is_empty()).collect();
    parts.join("\n\n")
}

fn part(words: &Words, plan: &Plan, it: &Part, now: Millis) -> String {
    match it {
        Part::Away {
            text,
            opens,
            closed,
        } => {
            let Some(opens) = opens else {
                return text
                    .clone()
                    .unwrap_or_else(|| words.t("automatic-away-never"));
            };
            let closed: Vec<ClosedDay> = closed
                .iter()
                .map(|(day, why)| match why {
                    Closed::Public(key) => (*day, words.t(key), true),
                    Closed::Own(name) => (*day, name.clone(), false),
                })
                .collect();
            let opening = words.opening((*opens, now), &closed);
            let own = text.clone();
            let text = own.unwrap_or_else(|| words.t("automatic-away"));
            filled(&text, &|name| (name == OPENING).then(|| opening.clone()))
        }
        Part::Greeting { text } => text
            .clone()
            .unwrap_or_else(|| words.t("automatic-greeting")),
        Part::Menu {
            text,
            labels,
            again,
        } => {
            let text = match text.trim() {
                "" => words.t("automatic-menu"),
                own => own.to_owned(),
            };
            let text = if *again {
                format!("{}\n\n{text}", words.t("automatic-menu-again"))
            } else {
                text
            };
            if plan.kind.abilities().choices {
                text
            } else {
                numbered(&text, labels)
            }
        }
        Part::Text(it) => it.clone(),
    }
}

fn numbered(text: &str, labels: &[String]) -> String {
    let lines = labels.iter().enumerate();
    let lines = lines.map(|(at, label)| format!("{}. {label}", at + 1));
    let lines: Vec<String> = lines.collect();
    format!("{text}\n\n{}", lines.join("\n"))
}
