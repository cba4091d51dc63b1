//! `/settings/goals`: how soon we mean to answer whom, as a list and one by one. On the screen an SLA policy is a goal.

pub mod edit;
mod typed;

use actix_web::web::{Path, Query};

use crate::app::pace;
use crate::conversations::sla::choose::Yardstick;
use crate::conversations::sla::preview::previews;
use crate::desk::sla_policies::{self as desk, Minutes, Preset};
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::SlaPolicyId;
use crate::domain::sla::{ClockKind, SlaPolicy};
use crate::domain::time::Term;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::tags::Place;
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet, paged};
use crate::words::{Arg, Words};

const PLACE: &str = "/settings/goals";
/// What the desk's own figures offer.
const OWN: &str = "own";

async fn sheet(asker: &Asker, page: usize) -> Result<Sheet> {
    let now = asker.now;
    let app = asker.app.clone();
    let all = asker.app.look(move |look| {
        let seen = previews(look, &Yardstick::read(look)?, now)?;
        let all = desk::list(look)?.into_iter();
        let with = |it: SlaPolicy| {
            let seen = seen.get(&it.id).copied().unwrap_or_default();
            (it, seen.n)
        };
        let all: Vec<_> = all.map(with).collect();
        let own = if all.is_empty() {
            pace::own(&app, look)?
        } else {
            None
        };
        Ok((all, own))
    });
    let (all, own) = all.await?;
    let words = &asker.words;
    let sheet = Sheet::new(words.t("set-goals"), words.t("goals-lead"))
        .back("/settings", words.t("nav-settings"));
    if all.is_empty() {
        return Ok(sheet
            .with(Section::of(
                words.t("goals-none"),
                vec![Part::Text(words.t("goals-none-text"))],
            ))
            .with(presets(words, own))
            .with(Section::of(String::new(), vec![Part::Form(another(words))])));
    }
    let several = all.len() > 1;
    let (shown, pager) = paged(placed(all), page, PLACE, words);
    let rows = shown
        .iter()
        .map(|(it, open, ways)| row(words, it, *open, *ways));
    let mut parts = vec![Part::Rows(rows.collect()), pager];
    if several {
        parts.push(Part::Text(words.t("goals-order")));
    }
    parts.push(Part::Form(another(words)));
    Ok(sheet.with(Section::of(String::new(), parts)))
}

/// Each with how many open ones it measures, and whether there is one before it and one behind it.
fn placed(all: Vec<(SlaPolicy, usize)>) -> Vec<(SlaPolicy, usize, (bool, bool))> {
    let n = all.len();
    let ways = |at: usize| (at > 0, at.saturating_add(1) < n);
    all.into_iter()
        .enumerate()
        .map(|(at, (it, open))| (it, open, ways(at)))
        .collect()
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn another(words: &Words) -> Form {
    Form::new(format!("{PLACE}/new"), words.t("goals-new"), Vec::new()).by_get()
}

/// Ready ones to begin with, by kinds of channel: the desk's own pace first, once it has one.
fn presets(words: &Words, own: Option<Minutes>) -> Section {
    let own = own.map(|it| preset(words, OWN, it));
    let ready = Preset::ALL.map(|it| preset(words, it.name(), it.minutes()));
    let rows = own.into_iter().chain(ready).collect();
    Section::of(words.t("goals-presets"), vec![Part::Rows(rows)])
        .text(words.t("goals-presets-text"))
}

fn preset(words: &Words, name: &str, all: Minutes) -> Row {
    const KINDS: [&str; 3] = [
        "goals-preset-chat",
        "goals-preset-messages",
        "goals-preset-mail",
    ];
    let each = KINDS.iter().zip(all).filter(|it| it.1 > 0);
    let each = each.map(|(key, n)| words.t_of(key, "time", minutes(words, i64::from(n))));
    let mut text = each.collect::<Vec<_>>().join(" · ");
    if name == OWN {
        text = words.t_of("goals-preset-own-text", "times", text);
    }
    let take = Form {
        fields: vec![Field::hidden("preset", name)],
        ..Form::button(format!("{PLACE}/begin"), words.t("goals-preset-take"))
    };
    Row {
        title: words.t(&format!("goals-preset-{name}")),
        text,
        acts: vec![take],
        ..Row::default()
    }
}

/// "15 min", "4 h".
fn minutes(words: &Words, n: i64) -> String {
    let (key, n) = if n % 60 == 0 {
        ("time-hours", n / 60)
    } else {
        ("time-minutes", n)
    };
    words.t_with(key, &[("n", Arg::Number(n))])
}

/// A target in words.
#[must_use]
pub fn term(words: &Words, term: Term) -> String {
    match term {
        Term::Span(span) => minutes(words, span.0 / 60_000),
        Term::WorkingDays(n) => words.t_with("goals-days", &[("n", Arg::Number(i64::from(n)))]),
    }
}

fn row(words: &Words, it: &SlaPolicy, open: usize, (up, down): (bool, bool)) -> Row {
    let said = ClockKind::ALL.into_iter().filter_map(|clock| {
        let found = it.target(clock, Priority::Normal)?;
        let name = words.t(&format!("clock-{}", clock.name()));
        Some(format!("{name}: {}", term(words, found)))
    });
    let moving = |to: &str, key: &str| Form {
        fields: vec![Field::hidden("to", to)],
        ..Form::button(format!("{PLACE}/{}/move", it.id), words.t(key))
    };
    let acts = [
        up.then(|| moving("up", "goals-earlier")),
        down.then(|| moving("down", "goals-later")),
    ];
    Row {
        href: format!("{PLACE}/{}", it.id),
        icon: "wait",
        title: it.name.clone(),
        text: said.collect::<Vec<_>>().join(" · "),
        chip: words.t_with("goals-open", &[("n", Arg::Number(count(open)))]),
        acts: acts.into_iter().flatten().collect(),
        ..Row::default()
    }
}

/// `GET /settings/goals`
pub async fn page(asker: Asker, asked: Query<Place>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, asked.page).await?;
    show(&asker, sheet).await
}

/// `POST /settings/goals/begin`: with ready ones.
pub async fn begin(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let preset = match first(&given, "preset") {
        OWN => {
            let app = asker.app.clone();
            asker.app.look(move |look| pace::own(&app, look)).await?
        }
        name => Preset::parse(name).map(Preset::minutes),
    };
    let preset = preset.ok_or(Error::invalid("preset", "error-missing"))?;
    let viewer = asker.viewer().clone();
    let names = ["goals-name-chat", "goals-name-messages", "goals-name-mail"];
    let names = names.map(|it| asker.words.t(it));
    let deed = move |w: &mut crate::store::Write<'_>| desk::begin(w, &viewer, preset, &names);
    let begun = asker.app.act(deed).await;
    done(&asker, begun, PLACE, sheet(&asker, 1)).await
}

/// `POST /settings/goals/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (at, viewer) = (id::<SlaPolicyId>(&at)?, asker.viewer().clone());
    let deed = move |w: &mut crate::store::Write<'_>| desk::retire(w, &viewer, at);
    let retired = asker.app.act(deed).await;
    done(&asker, retired, PLACE, sheet(&asker, 1)).await
}

/// `POST /settings/goals/{id}/move`
pub async fn shift(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (at, viewer) = (id::<SlaPolicyId>(&at)?, asker.viewer().clone());
    let up = first(&given, "to") == "up";
    let deed = move |w: &mut crate::store::Write<'_>| desk::shift(w, &viewer, at, up);
    let moved = asker.app.act(deed).await;
    done(&asker, moved, PLACE, sheet(&asker, 1)).await
}
