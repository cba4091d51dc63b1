//! What is said of dated events, in words: the desk's own text or the usual one, in the customer's language, with times as
//! they are where the event is.

use crate::conversations::dated::plan::{Part, Plan};
use crate::conversations::dated::say::Words as Said;
use crate::conversations::dated::when::zone;
use crate::domain::consent::Purpose;
use crate::domain::dated::DatedEvent;
use crate::domain::dated::plan::Verb;
use crate::words::Words;

/// Places of a text that are known of an event; besides them `event.` and the name of a value of its own.
pub const PLACES: [&str; 7] = [
    "event.title",
    "event.when",
    "event.date",
    "event.time",
    "event.place",
    "event.amount",
    "event.link",
];

/// The words for a plan.
#[must_use]
pub fn said(plan: &Plan) -> Said {
    let words = Words::for_reader(&plan.language, "UTC")
        .in_zone(&zone(&plan.event.zone))
        .in_country(&plan.country);
    let values = values(&words, &plan.event);
    match &plan.part {
        Part::Thank { verb, .. } => Said {
            text: words.t(&format!("dated-thanks-{}", verb.name())),
            values,
            labels: Vec::new(),
        },
        Part::Stage {
            text, verbs, after, ..
        } => {
            let labels: Vec<String> = verbs.iter().map(|it| label(&words, *it)).collect();
            let usual = || usual(&words, (plan.purpose, *after), &plan.event);
            let text = text.clone().unwrap_or_else(usual);
            let text = if plan.kind.abilities().choices || labels.is_empty() {
                text
            } else {
                numbered(&words, &text, &labels)
            };
            Said {
                text,
                values,
                labels,
            }
        }
    }
}

/// What a button is called.
#[must_use]
pub fn label(words: &Words, verb: Verb) -> String {
    words.t(&format!("dated-press-{}", verb.name()))
}

/// What is said where the desk has no words of its own: whatever is known of the event, and nothing else.
fn usual(words: &Words, (purpose, after): (Purpose, bool), it: &DatedEvent) -> String {
    let key = match (purpose, after) {
        (Purpose::Service, false) => "dated-usual-before",
        (Purpose::Service, true) => "dated-usual-after",
        (Purpose::Collection, _) => "dated-usual-collection",
        (Purpose::Commercial, _) => "dated-usual-commercial",
    };
    let mut lines = vec![words.t(key)];
    let known = [
        (&it.place, "dated-usual-place"),
        (&it.amount, "dated-usual-amount"),
    ];
    lines.extend(
        known
            .iter()
            .filter(|(value, _)| !value.is_empty())
            .map(|(_, key)| words.t(key)),
    );
    if !it.link.is_empty() {
        lines.push("{{event.link}}".to_owned());
    }
    lines.join("\n")
}

/// What its places hold, by name.
fn values(words: &Words, it: &DatedEvent) -> Vec<(String, String)> {
    let (when, time) = if it.all_day {
        (words.date(it.at), String::new())
    } else {
        (words.date_time(it.at), words.clock(it.at))
    };
    let all = [
        it.title.clone(),
        when,
        words.date(it.at),
        time,
        it.place.clone(),
        it.sum(),
        it.link.clone(),
    ];
    let own = it.attributes.iter();
    let own = own.map(|(name, value)| (format!("event.{name}"), value.clone()));
    let places = PLACES.iter().map(|it| (*it).to_owned());
    places.zip(all).chain(own).collect()
}

fn numbered(words: &Words, text: &str, labels: &[String]) -> String {
    let lines = labels.iter().enumerate();
    let lines: Vec<String> = lines
        .map(|(at, label)| format!("{}. {label}", at + 1))
        .collect();
    format!(
        "{text}\n\n{}\n{}",
        words.t("dated-answer-by-number"),
        lines.join("\n")
    )
}
