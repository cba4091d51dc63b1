//! What is said by itself, in words: the desk's own text or the usual one, in the customer's language.

use crate::app::App;
use crate::config::Config;
use crate::conversations::automatic::plan::{Part, Plan};
use crate::conversations::surveys::plan::{Part as Asking, Plan as AskingPlan};
use crate::conversations::surveys::say::Words as Asked;
use crate::domain::automatic::survey::{BEST, SATISFIED};
use crate::domain::canned_reply::filled;
use crate::domain::channel::ChannelKind;
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

/// The words to ask for a rating, or to thank for one. By mail with the page on which it is given, where customers reach it.
#[must_use]
pub fn asking(app: &App, plan: &AskingPlan) -> Asked {
    let words = Words::for_reader(&plan.language, "UTC");
    let token = app.keys.survey_token(plan.conversation);
    let page = survey_page(&app.config, plan.kind, &token);
    asked(&words, plan, page)
}

/// Where a customer says how a conversation was; none in a chat, and where nobody reaches our pages.
#[must_use]
pub fn survey_page(config: &Config, kind: ChannelKind, token: &str) -> Option<String> {
    let url = config.public_url.trim_end_matches('/');
    let is_reached = config.has_public_host() && !kind.is_chat();
    is_reached.then(|| format!("{url}/survey/{token}"))
}

/// As [`asking`], with the address of the page.
#[must_use]
pub fn asked(words: &Words, plan: &AskingPlan, page: Option<String>) -> Asked {
    let labels = (1..=BEST).rev().map(|it| rating_label(words, it)).collect();
    let mut lines = match &plan.part {
        Asking::Thank { stars } if *stars >= SATISFIED => vec![words.t("survey-thanks")],
        Asking::Thank { .. } => vec![words.t("survey-thanks-sorry")],
        Asking::Ask { text, again } => {
            let own = text.clone().unwrap_or_else(|| words.t("survey-ask"));
            let again = again.then(|| words.t("survey-again"));
            let how = if plan.kind.abilities().choices {
                None
            } else {
                Some(words.t(if page.is_some() {
                    "survey-or-answer"
                } else {
                    "survey-answer"
                }))
            };
            let parts = [again, Some(own), page, how];
            parts.into_iter().flatten().collect()
        }
    };
    lines.retain(|it| !it.trim().is_empty());
    Asked {
        text: lines.join("\n\n"),
        labels,
    }
}

/// What a rating is called: "5 · Very good".
#[must_use]
pub fn rating_label(words: &Words, stars: u8) -> String {
    format!("{stars} · {}", words.t(&format!("rating-{stars}")))
}
