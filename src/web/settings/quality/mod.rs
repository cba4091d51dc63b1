//! `/settings/quality`: whether conversations are reviewed, how many, by whom, and by which scorecards.

pub mod card;
pub mod questions;

use crate::desk::scorecards as cards;
use crate::domain::agent::Agent;
use crate::domain::error::Result;
use crate::domain::quality::scorecard::Scorecard;
use crate::domain::quality::{MOST_PER_AGENT, Plan};
use crate::quality::plan::{self as desk, About};
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::settings::{Pairs, admin, done, every, first, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::Choice;
use crate::words::Words;

pub const PLACE: &str = "/settings/quality";
/// Questions of the card one may begin with.
const USUAL: usize = 5;

async fn sheet(asker: &Asker, typed: Option<About>) -> Result<Sheet> {
    let (app, words) = (asker.app.clone(), asker.words.clone());
    app.look(move |look| drawn(&words, look, typed.as_ref()))
        .await
}

fn drawn(words: &Words, look: &Look<'_>, typed: Option<&About>) -> Result<Sheet> {
    let plan = look.quality_plan()?;
    let known = About::of(&plan);
    let all = cards::list(look)?;
    let fields = fields(words, typed.unwrap_or(&known), &look.agents()?);
    let form = Form::new(PLACE, words.t("act-save"), fields);
    let mut parts: Vec<Part> = Vec::new();
    if all.is_empty() {
        parts.push(Part::Text(words.t("scorecards-none")));
        let begin = Form::new(
            format!("{PLACE}/begin"),
            words.t("scorecards-begin"),
            Vec::new(),
        );
        parts.push(Part::Form(begin));
    } else {
        parts.push(Part::Rows(all.iter().map(|it| row(words, it)).collect()));
    }
    let new = Row {
        href: format!("{PLACE}/cards"),
        title: words.t("scorecard-add"),
        ..Row::default()
    };
    parts.push(Part::Rows(vec![new]));
    let mut sheet = Sheet::new(words.t("set-quality"), words.t("set-quality-lead"))
        .back("/settings", words.t("nav-settings"))
        .with(Section::of(words.t("scorecards"), parts).text(words.t("scorecards-text")))
        .with(Section::of(words.t("quality-plan"), vec![Part::Form(form)]).id("plan"))
        .with(questions::section(words, look)?);
    if plan.on {
        sheet = sheet.with(Section::of(
            String::new(),
            vec![Part::Text(next(words, &plan))],
        ));
    }
    Ok(sheet)
}

fn next(words: &Words, plan: &Plan) -> String {
    let due = plan.due.unwrap_or_default();
    words.t_of("quality-next", "time", words.date_time(due))
}

fn row(words: &Words, it: &Scorecard) -> Row {
    Row {
        href: format!("{PLACE}/cards/{}", it.id),
        title: it.name.clone(),
        text: words.t_n("scorecard-questions", it.questions.len()),
        ..Row::default()
    }
}

fn fields(words: &Words, it: &About, agents: &[Agent]) -> Vec<Field> {
    let on = if it.on { "1" } else { "" };
    let person = |one: &Agent| {
        let is = it.reviewers.contains(&one.id);
        Choice::new(one.id.to_string(), one.name.clone(), is)
    };
    let people = agents.iter().filter(|it| it.is_active()).map(person);
    let each = it.per_agent.to_string();
    vec![
        Field::new(Kind::Check, "on", words.t("quality-on"), on).hint(words.t("quality-on-hint")),
        Field::input("number", "per_agent", words.t("quality-per-agent"), each)
            .hint(words.t_n("quality-per-agent-hint", MOST_PER_AGENT)),
        Field::choose(
            Kind::Checks,
            "reviewers",
            words.t("quality-reviewers"),
            people.collect(),
        ),
    ]
}

/// `GET /settings/quality`
pub async fn page(asker: Asker) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, None).await?;
    show(&asker, sheet).await
}

/// `POST /settings/quality`
pub async fn save(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let about = About {
        on: !first(&given, "on").is_empty(),
        per_agent: first(&given, "per_agent")
            .trim()
            .parse()
            .unwrap_or_default(),
        reviewers: every(&given, "reviewers"),
    };
    let (viewer, new) = (asker.viewer().clone(), about.clone());
    let deed = move |w: &mut Write<'_>| desk::put(w, &viewer, &new).map(|_| ());
    let saved = asker.app.act(deed).await;
    done(
        &asker,
        saved,
        "/settings/quality#plan",
        sheet(&asker, Some(about)),
    )
    .await
}

/// `POST /settings/quality/begin`: a card to begin with, in the words of who begins.
pub async fn begin(asker: Asker) -> Answer {
    admin(&asker)?;
    let words = &asker.words;
    let texts = (1..=USUAL).map(|it| words.t(&format!("scorecard-usual-{it}")));
    let about = cards::usual(words.t("scorecard-usual"), texts.collect());
    let viewer = asker.viewer().clone();
    let deed = move |w: &mut Write<'_>| cards::make(w, &viewer, &about).map(|_| ());
    let made = asker.app.act(deed).await;
    done(&asker, made, PLACE, sheet(&asker, None)).await
}
