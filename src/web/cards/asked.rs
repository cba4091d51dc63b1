//! What a card says, as people read it: its fields, or why there are none and what to do.

use crate::app::cards::{Outcome, Told};
use crate::domain::canned_reply::OF_CONTACT;
use crate::domain::card::read::{Said, Shown};
use crate::integrations::ask::{Failure, NotAsked};
use crate::words::Words;

/// A value: its text, and where it leads when it is a link.
pub type Value = (String, String);

/// What stands on a card.
#[derive(Debug, Clone, Default)]
pub struct CardSaid {
    /// `ok`, `none`, `missing`, `failed`, `old`.
    pub state: &'static str,
    /// Why there is nothing, or nothing new.
    pub text: String,
    pub fields: Vec<(String, Vec<Value>)>,
    /// Trying again may help.
    pub again: bool,
}

/// Puts it into words.
#[must_use]
pub fn said(words: &Words, told: &Told) -> CardSaid {
    let fields = |all: &[Shown]| all.iter().map(|it| field(words, it)).collect();
    match &told.outcome {
        Outcome::Shown(all) => CardSaid {
            state: "ok",
            fields: fields(all),
            ..CardSaid::default()
        },
        Outcome::Old(all, why) => CardSaid {
            state: "old",
            text: failure(words, why),
            fields: fields(all),
            again: true,
        },
        Outcome::Nothing => CardSaid {
            state: "none",
            text: words.t("card-nothing"),
            ..CardSaid::default()
        },
        Outcome::Failed(why) => CardSaid {
            state: "failed",
            text: failure(words, why),
            again: true,
            ..CardSaid::default()
        },
        Outcome::NotAsked(why) => CardSaid {
            state: "missing",
            text: not_asked(words, why),
            ..CardSaid::default()
        },
    }
}

fn failure(words: &Words, why: &Failure) -> String {
    let key = format!("card-failed-{}", why.why);
    words.t_of(&key, "status", why.status)
}

fn not_asked(words: &Words, why: &NotAsked) -> String {
    match why {
        NotAsked::Nothing => String::new(),
        NotAsked::Lacks(name) => words.t_of("card-lacks", "field", place(words, name)),
        NotAsked::Claimed(name) => words.t_of("card-claimed", "field", place(words, name)),
        NotAsked::Doubtful => words.t("card-doubtful"),
        NotAsked::Unfit => words.t("card-unfit"),
    }
}

/// What a place is called: a field of the business by its own name.
fn place(words: &Words, name: &str) -> String {
    let key = format!("card-place-{}", name.replace(['.', '_'], "-"));
    match words.maybe(&key) {
        said if said.is_empty() => name.strip_prefix(OF_CONTACT).unwrap_or(name).to_owned(),
        said => said,
    }
}

fn field(words: &Words, it: &Shown) -> (String, Vec<Value>) {
    let values = it.values.iter().map(|it| value(words, it));
    (it.label.clone(), values.collect())
}

fn value(words: &Words, it: &Said) -> Value {
    let text = match it {
        Said::Text(it) => it.clone(),
        Said::Number(it) => words.decimal(it),
        Said::Money(amount, currency) => words.money(amount, currency),
        Said::Day(day) => words.day(*day),
        Said::At(at) => words.date_time(*at),
        Said::Link(href) => {
            let shown = href.split_once("://").map_or(href.as_str(), |it| it.1);
            return (shown.trim_end_matches('/').to_owned(), href.clone());
        }
    };
    (text, String::new())
}
