//! `/reports/quality`: what waits for whom, what was handed in, and having one conversation reviewed.

use actix_web::web::Query;
use serde::Deserialize;

use crate::domain::actor::Right;
use crate::domain::error::{Error, Result};
use crate::domain::id::AgentId;
use crate::domain::quality::Sample;
use crate::quality::ask::{self as deed, Begun};
use crate::quality::{sees, takes_part};
use crate::store::quality::Reviews;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::names::Directory;
use crate::web::quality::{PLACE, on, row};
use crate::web::settings::{Pairs, as_typed, every, first, show_at};
use crate::web::sheet::{Cell, Field, Form, Kind, Part, Row, Section, Sheet, Table, paged};
use crate::web::view::Choice;
use crate::words::{Arg, Words};

/// Looked through for a list at most.
const MOST: usize = 2_000;

/// Which list, and which page of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// `all` that wait, `done`, or one's own.
    of: String,
    page: usize,
}

/// `GET /reports/quality`
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let sheet = sheet(&asker, asked.into_inner()).await?;
    show_at(&asker, sheet, "reports").await
}

async fn sheet(asker: &Asker, asked: Asked) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| drawn(&asker, look, &asked)).await
}

fn drawn(asker: &Asker, look: &Look<'_>, asked: &Asked) -> Result<Sheet> {
    on(look)?;
    let (words, viewer) = (&asker.words, asker.viewer());
    let directory = Directory::read(look)?;
    let leads = takes_part(look, viewer)?;
    let me = asker.agent().id;
    let (list, none) = match asked.of.as_str() {
        "all" if leads => (Reviews::Open, "quality-none"),
        "done" if leads => (Reviews::Counted, "quality-none-done"),
        _ => (Reviews::OpenOf(me), "quality-none"),
    };
    let mut found = Vec::new();
    for it in look.reviews(list, None, MOST)? {
        if sees(look, viewer, &it)? {
            found.push(it);
        }
    }
    let place = format!("{PLACE}?of={}", asked.of);
    let (shown, pager) = paged(found, asked.page, &place, words);
    let rows: Result<Vec<Row>> = shown
        .iter()
        .map(|it| row(asker, look, (&directory, true), it))
        .collect();
    let rows = rows?;
    let list = if rows.is_empty() {
        vec![Part::Text(words.t(none))]
    } else {
        vec![Part::Rows(rows), pager]
    };
    let mut sheet = Sheet::new(words.t("quality-title"), words.t("quality-lead"))
        .back("/reports", words.t("nav-reports"));
    let title = match asked.of.as_str() {
        "all" if leads => "quality-all",
        "done" if leads => "quality-done",
        _ => "quality-yours",
    };
    sheet = sheet.with(Section::of(words.t(title), list).id("list"));
    if !leads {
        let own = vec![Part::Rows(vec![
            link(words, "mine", "quality-mine"),
            link(words, "comparisons", "quality-comparisons"),
        ])];
        return Ok(sheet.with(Section::of(String::new(), own)));
    }
    sheet = sheet.with(Section::of(String::new(), vec![Part::Rows(lists(words))]));
    let form = Form::new(
        format!("{PLACE}/ask"),
        words.t("quality-ask-do"),
        fields(words, &directory),
    );
    sheet = sheet.with(
        Section::of(words.t("quality-ask"), vec![Part::Form(form)])
            .text(words.t("quality-ask-text"))
            .id("ask"),
    );
    if let Some(sample) = look.last_sample()?.filter(|_| viewer.may(Right::Supervise)) {
        sheet = sheet.with(drawn_last(words, &directory, &sample));
    }
    Ok(sheet)
}

fn link(words: &Words, path: &str, key: &str) -> Row {
    Row {
        href: format!("{PLACE}/{path}"),
        title: words.t(key),
        text: words.maybe(&format!("{key}-about")),
        ..Row::default()
    }
}

fn lists(words: &Words) -> Vec<Row> {
    let of = |of: &str, key: &str| Row {
        href: format!("{PLACE}?of={of}#list"),
        title: words.t(key),
        text: words.maybe(&format!("{key}-about")),
        ..Row::default()
    };
    vec![
        of("", "quality-yours"),
        of("all", "quality-all"),
        of("done", "quality-done"),
        link(words, "mine", "quality-mine"),
        link(words, "trends", "quality-trends"),
        link(words, "comparisons", "quality-comparisons"),
    ]
}

fn fields(words: &Words, directory: &Directory) -> Vec<Field> {
    let people = directory.people();
    let choice =
        |it: &&crate::domain::agent::Agent| Choice::new(it.id.to_string(), it.name.clone(), false);
    let people = people.iter().map(choice).collect();
    vec![
        Field::input("number", "number", words.t("quality-ask-number"), "").required(),
        Field::choose(
            Kind::Checks,
            "reviewers",
            words.t("quality-ask-who"),
            people,
        ),
    ]
}

/// What was drawn last, and from what.
fn drawn_last(words: &Words, directory: &Directory, it: &Sample) -> Section {
    let (n, of) = it.total();
    let (n, of) = (words.count(u64::from(n)), words.count(u64::from(of)));
    let args = [
        ("week", words.day(it.week)),
        ("n", n),
        ("of", of),
        ("each", it.per_agent.to_string()),
        ("seed", format!("{:016x}", it.seed)),
    ];
    let args: Vec<_> = args.iter().map(|it| (it.0, Arg::Text(&it.1))).collect();
    let cells = it.strata.iter().map(|it| {
        let agent = directory.agent(it.agent).map(|it| it.name.clone());
        let channel = directory.channel(it.channel).map(|it| it.name.clone());
        vec![
            Cell::from(agent.unwrap_or_default()),
            Cell::from(channel.unwrap_or_default()),
            Cell::from(it.drawn.to_string()),
            Cell::from(it.of.to_string()),
        ]
    });
    let heads = ["agent", "channel", "drawn", "of"];
    let table = Table {
        label: words.t("quality-sample"),
        heads: heads
            .map(|it| words.t(&format!("quality-column-{it}")))
            .into(),
        rows: cells.collect(),
    };
    let mut parts = vec![Part::Text(words.t_with("quality-sample-text", &args))];
    if it.without_reviewer > 0 {
        parts.push(Part::Text(
            words.t_n("quality-sample-without", it.without_reviewer),
        ));
    }
    if !table.rows.is_empty() {
        parts.push(Part::Table(table));
    }
    Section::of(words.t("quality-sample"), parts).folded(false)
}

/// `POST /reports/quality/ask`: one reviewer, or several who are compared.
pub async fn ask(asker: Asker, given: Pairs) -> Answer {
    asker.app.look(on).await?;
    let reviewers: Vec<AgentId> = every(&given, "reviewers");
    let number = first(&given, "number")
        .trim()
        .trim_start_matches('#')
        .parse();
    let number: u64 = number.unwrap_or_default();
    let viewer = asker.viewer().clone();
    let act = move |w: &mut Write<'_>| deed::ask(w, &viewer, number, &reviewers);
    match asker.app.act(act).await {
        Ok(Begun::Review(_)) => Ok(see_other("/reports/quality?of=all#list")),
        Ok(Begun::Calibration(id)) => Ok(see_other(&format!("{PLACE}/comparisons/{id}"))),
        Err(err @ (Error::Invalid(_) | Error::Conflict { .. })) => {
            let mut sheet = sheet(&asker, Asked::default()).await?;
            as_typed(&mut sheet, &given);
            sheet.fail_at(&asker.words, &err, asker.now);
            let mut answer = show_at(&asker, sheet, "reports").await?;
            let status = actix_web::ResponseError::status_code(&crate::web::error::PageError(err));
            *answer.status_mut() = status;
            Ok(answer)
        }
        Err(err) => Err(err.into()),
    }
}
