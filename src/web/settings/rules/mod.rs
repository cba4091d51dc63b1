//! `/settings/rules`: what happens by itself, as a list and one by one, and what it would do with a message.

pub mod edit;
mod ready;
mod said;
pub mod trial;
mod typed;

use actix_web::web::{Path, Query};

use crate::desk::rules as desk;
use crate::domain::error::Result;
use crate::domain::id::RuleId;
use crate::domain::rule::Rule;
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::rules::ready::Ready;
use crate::web::settings::rules::said::Saying;
use crate::web::settings::tags::Place;
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::sheet::{Field, Form, Part, Row, Section, Sheet, paged};
use crate::words::Words;

const PLACE: &str = "/settings/rules";

async fn sheet(asker: &Asker, page: usize) -> Result<Sheet> {
    let own = asker.clone();
    asker.app.look(move |look| view(&own, look, page)).await
}

fn view(asker: &Asker, look: &Look<'_>, page: usize) -> Result<Sheet> {
    let words = &asker.words;
    let (all, pager) = paged(placed(desk::list(look)?), page, PLACE, words);
    let saying = Saying::read(asker, look)?;
    let mut sheet = Sheet::new(words.t("set-rules"), words.t("rules-lead"))
        .back("/settings", words.t("nav-settings"));
    if all.is_empty() {
        sheet = sheet.with(Section::of(
            words.t("rules-none"),
            vec![Part::Text(words.t("rules-none-text"))],
        ));
    }
    let mut rest = all.as_slice();
    while let Some((rule, _)) = rest.first() {
        let place = rule.trigger.place();
        let n = rest
            .iter()
            .take_while(|it| it.0.trigger.place() == place)
            .count();
        let (group, others) = rest.split_at(n);
        rest = others;
        let title = words.t(&format!("rule-when-{}", rule.trigger.name()));
        let rows = group.iter().map(|(it, ways)| row(&saying, it, *ways));
        sheet = sheet.with(Section::of(title, vec![Part::Rows(rows.collect())]));
    }
    let another = Form::new(format!("{PLACE}/new"), words.t("rules-new"), Vec::new()).by_get();
    let another = another.other(&format!("{PLACE}/try"), words.t("rules-try"));
    sheet = sheet.with(Section::of(String::new(), vec![Part::Form(another)]));
    sheet = sheet.with(Section::of(String::new(), vec![pager]));
    Ok(sheet.with(ready(words).folded(all.is_empty())))
}

/// Each with whether there is one of its trigger before it, and behind it.
fn placed(all: Vec<Rule>) -> Vec<(Rule, (bool, bool))> {
    let places: Vec<_> = all.iter().map(|it| it.trigger.place()).collect();
    let at = |n: Option<usize>| n.and_then(|it| places.get(it));
    let ways = |n: usize| {
        let own = at(Some(n));
        (at(n.checked_sub(1)) == own, at(n.checked_add(1)) == own)
    };
    let ways: Vec<_> = (0..all.len()).map(ways).collect();
    all.into_iter().zip(ways).collect()
}

fn row(saying: &Saying<'_>, it: &Rule, (up, down): (bool, bool)) -> Row {
    let words = &saying.asker.words;
    let place = format!("{PLACE}/{}", it.id);
    let button = |what: &str, field: (&str, &str), key: &str| Form {
        fields: vec![Field::hidden(field.0, field.1)],
        ..Form::button(format!("{place}/{what}"), words.t(key))
    };
    let mut acts = Vec::new();
    acts.extend(up.then(|| button("move", ("to", "up"), "goals-earlier")));
    acts.extend(down.then(|| button("move", ("to", "down"), "goals-later")));
    acts.push(if it.is_on() {
        button("switch", ("on", ""), "rule-switch-off")
    } else {
        button("switch", ("on", "1"), "rule-switch-on")
    });
    let health = match (it.broken, it.off) {
        (Some(broken), _) => {
            let why = words.t(&format!("rule-trouble-{}", broken.why.name()));
            Some(("bad", words.t_of("rule-broken", "why", why)))
        }
        (None, true) => Some(("off", words.t("rule-off"))),
        (None, false) => None,
    };
    Row {
        href: place.clone(),
        icon: "bolt",
        title: it.name.clone(),
        text: saying.rule(it),
        health,
        acts,
        ..Row::default()
    }
}

/// Ready ones to begin with: none does anything before it is chosen and kept.
fn ready(words: &Words) -> Section {
    let rows = Ready::ALL.map(|it| {
        let chosen = vec![Field::hidden("ready", it.name())];
        let take = Form::new(format!("{PLACE}/new"), words.t("rules-take"), chosen);
        Row {
            title: words.t(&format!("rule-ready-{}", it.name())),
            text: words.t(&format!("rule-ready-{}-text", it.name())),
            acts: vec![take.by_get().inline()],
            ..Row::default()
        }
    });
    Section::of(words.t("rules-ready"), vec![Part::Rows(rows.into())])
        .text(words.t("rules-ready-text"))
}

/// `GET /settings/rules`
pub async fn page(asker: Asker, at: Query<Place>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, at.page).await?;
    show(&asker, sheet).await
}

/// `POST /settings/rules/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (at, viewer) = (id::<RuleId>(&at)?, asker.viewer().clone());
    let deed = move |w: &mut crate::store::Write<'_>| desk::retire(w, &viewer, at);
    let retired = asker.app.act(deed).await;
    done(&asker, retired, PLACE, sheet(&asker, 1)).await
}

/// `POST /settings/rules/{id}/move`
pub async fn shift(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (at, viewer) = (id::<RuleId>(&at)?, asker.viewer().clone());
    let up = first(&given, "to") == "up";
    let deed = move |w: &mut crate::store::Write<'_>| desk::shift(w, &viewer, at, up);
    let moved = asker.app.act(deed).await;
    done(&asker, moved, PLACE, sheet(&asker, 1)).await
}

/// `POST /settings/rules/{id}/switch`
pub async fn switch(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (at, viewer) = (id::<RuleId>(&at)?, asker.viewer().clone());
    let on = !first(&given, "on").is_empty();
    let deed = move |w: &mut crate::store::Write<'_>| desk::switch(w, &viewer, at, on).map(|_| ());
    let switched = asker.app.act(deed).await;
    done(&asker, switched, PLACE, sheet(&asker, 1)).await
}
