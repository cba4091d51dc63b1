//! `/settings/rules/try`: a message that nobody sent, taken through the rules and goals step by step.

use actix_web::web::Query;

use crate::conversations::rules::pretend::{Message, Outcome, Step, pretend};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::contact::Tier;
use crate::domain::conversation::Priority;
use crate::domain::error::Result;
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::conversations::ways;
use crate::web::names::Directory;
use crate::web::settings::rules::PLACE;
use crate::web::settings::rules::said::Saying;
use crate::web::settings::{admin, first, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::Choice;

/// `GET /settings/rules/try`
pub async fn page(asker: Asker, given: Query<Vec<(String, String)>>) -> Answer {
    admin(&asker)?;
    let (given, own) = (given.into_inner(), asker.clone());
    let sheet = asker.app.look(move |look| view(&own, look, &given));
    let sheet = sheet.await?;
    show(&asker, sheet).await
}

fn view(asker: &Asker, look: &Look<'_>, given: &[(String, String)]) -> Result<Sheet> {
    let words = &asker.words;
    let saying = Saying::read(asker, look)?;
    let message = Message {
        channel: first(given, "channel")
            .parse()
            .ok()
            .or_else(|| live(&saying.directory).next().map(|it| it.id))
            .unwrap_or_default(),
        subject: first(given, "subject").to_owned(),
        text: first(given, "text").to_owned(),
        tier: match first(given, "vip") {
            "" => Tier::Normal,
            _ => Tier::Vip,
        },
        language: String::new(),
        at: words
            .read_input_time(first(given, "at"))
            .unwrap_or(asker.now),
    };
    let mut sheet = Sheet::new(words.t("rules-try"), words.t("rules-try-lead"));
    sheet = sheet.back(PLACE, words.t("set-rules"));
    let form = Form::new(
        format!("{PLACE}/try"),
        words.t("rules-try-do"),
        fields(asker, &saying.directory, &message),
    );
    sheet = sheet.with(Section::of(String::new(), vec![Part::Form(form.by_get())]));
    if message.text.trim().is_empty() {
        return Ok(sheet);
    }
    let found = pretend(look, &message)?;
    let rows: Vec<Row> = found.steps.iter().map(|it| row(&saying, it)).collect();
    let steps = if rows.is_empty() {
        Part::Text(words.t("rules-try-none"))
    } else {
        Part::Rows(rows)
    };
    let open = if found.open {
        "rules-try-open"
    } else {
        "rules-try-closed"
    };
    Ok(sheet
        .with(Section::of(words.t("rules-try-steps"), vec![steps]).text(words.t(open)))
        .with(Section::of(
            words.t("rules-try-end"),
            vec![Part::Rows(end(&saying, &found))],
        )))
}

fn live(directory: &Directory) -> impl Iterator<Item = &Channel> {
    let all = directory.channels.iter();
    all.filter(|it| it.retired_at.is_none() && it.kind != ChannelKind::Log)
}

fn fields(asker: &Asker, directory: &Directory, it: &Message) -> Vec<Field> {
    let words = &asker.words;
    let channels = live(directory)
        .map(|one| {
            Choice::new(
                one.id.to_string(),
                ways::label(words, one),
                one.id == it.channel,
            )
        })
        .collect();
    let vip = if it.tier == Tier::Vip { "1" } else { "" };
    vec![
        Field::choose(
            Kind::Select,
            "channel",
            words.t("view-field-channel"),
            channels,
        ),
        Field::text("subject", words.t("view-field-subject"), it.subject.clone()),
        Field::new(
            Kind::Area,
            "text",
            words.t("rules-try-text"),
            it.text.clone(),
        ),
        Field::new(Kind::Check, "vip", words.t("view-field-vip"), vip),
        Field::input(
            "datetime-local",
            "at",
            words.t("rules-try-at"),
            words.input_time(it.at),
        ),
    ]
}

fn row(saying: &Saying<'_>, it: &Step) -> Row {
    let words = &saying.asker.words;
    let text = if it.fits {
        let acts = it.rule.acts.iter().map(|it| saying.act(it));
        acts.collect::<Vec<_>>().join(" · ")
    } else {
        let wanting = it.wanting.iter().map(|it| saying.desk().said(it));
        let all = wanting.collect::<Vec<_>>().join(" · ");
        words.t_of("rules-try-wanting", "what", all)
    };
    let (state, key) = if it.fits {
        ("ok", "rules-try-fits")
    } else {
        ("off", "rules-try-fits-not")
    };
    Row {
        href: format!("{PLACE}/{}", it.rule.id),
        title: it.rule.name.clone(),
        text,
        health: Some((state, words.t(key))),
        ..Row::default()
    }
}

/// How it would stand at the end.
fn end(saying: &Saying<'_>, found: &Outcome) -> Vec<Row> {
    let (words, c) = (&saying.asker.words, &found.conversation);
    let row = |key: &str, text: String| Row {
        title: words.t(key),
        text,
        ..Row::default()
    };
    let mut out = Vec::new();
    if saying
        .directory
        .teams_for(saying.asker.viewer())
        .next()
        .is_some()
    {
        let team = c.team.and_then(|it| saying.directory.team(it));
        let name = team.map_or_else(|| words.t("team-none"), |it| it.name.clone());
        out.push(row("team", name));
    }
    let agent = c.assignee.and_then(|it| saying.directory.agent(it));
    let name = agent.map_or_else(|| words.t("unassigned"), |it| it.name.clone());
    out.push(row("view-field-assignee", name));
    if c.priority != Priority::Normal {
        out.push(row(
            "priority",
            words.t(&format!("priority-{}", c.priority.name())),
        ));
    }
    let tags = c.tags.iter().filter_map(|it| saying.directory.tag(*it));
    let tags: Vec<String> = tags.map(|it| it.name.clone()).collect();
    if !tags.is_empty() {
        out.push(row("nav-tags", tags.join(", ")));
    }
    let goal = match &found.goal {
        None => words.t("rules-try-no-goal"),
        Some(it) => {
            let said = it.clocks.iter().map(|(kind, due)| {
                let due = due.map_or_else(|| words.t("sla-paused"), |at| words.date_time(at));
                format!("{}: {due}", words.t(&format!("clock-{}", kind.name())))
            });
            let said = said.collect::<Vec<_>>().join(" · ");
            format!("{} · {said}", it.policy)
        }
    };
    out.push(row("rules-try-goal", goal));
    out
}
