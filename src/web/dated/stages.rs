//! `/settings/dated/{id}/stages`: one thing said before or after the date, and how customers see it.

use actix_web::web::Path;

use crate::app::dated::{PLACES, said};
use crate::conversations::dated::plan::{Part as Saying, Plan};
use crate::desk::dated::{self as desk, About};
use crate::domain::canned_reply::{CannedReply, filled};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::dated::DatedEvent;
use crate::domain::dated::plan::{DatedKind, Stage, StageTemplate, Unit, Verb};
use crate::domain::error::{Error, Result};
use crate::domain::id::DatedKindId;
use crate::domain::time::Span;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::dated::kinds::PLACE;
use crate::web::dated::said::offset;
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::sheet::{Bubble, Field, Form, Kind, Part, Section, Sheet};
use crate::web::view::Choice;
use crate::words::Words;

/// Values of a template in one field.
const LINES: &str = "\n";

async fn sheet(asker: &Asker, at: DatedKindId, stage: u32) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| drawn(&asker, look, at, stage)).await
}

/// One stage; 0 is a new one.
fn drawn(asker: &Asker, look: &Look<'_>, at: DatedKindId, stage: u32) -> Result<Sheet> {
    let words = &asker.words;
    let kind = desk::find(look, at)?;
    let it = match stage {
        0 => Stage {
            offset: -1,
            ..Stage::default()
        },
        id => {
            let found = kind.stage(id).cloned();
            found.ok_or_else(|| Error::not_found("stage"))?
        }
    };
    let place = match stage {
        0 => format!("{PLACE}/{at}/stages"),
        id => format!("{PLACE}/{at}/stages/{id}"),
    };
    let title = match stage {
        0 => words.t("dated-stage-new"),
        _ => offset(words, &it),
    };
    let form = Form::new(&place, words.t("act-save"), fields(words, look, &it)?);
    let places = PLACES
        .iter()
        .chain(&["contact.first_name", "business.name"]);
    let places = places.map(|it| format!("{{{{{it}}}}}")).collect();
    let mut sheet = Sheet::new(title, String::new())
        .back(&format!("{PLACE}/{at}"), kind.name.clone())
        .with(Section::of(String::new(), vec![Part::Form(form)]))
        .with(
            Section::of(
                words.t("automatic-preview"),
                preview(asker, look, (&kind, &it))?,
            )
            .text(words.t("dated-preview-text"))
            .id("preview"),
        )
        .with(
            Section::of(words.t("canned-places"), vec![Part::Codes(places)])
                .text(words.t("dated-places-text"))
                .folded(false),
        );
    if stage != 0 {
        let remove = Form::button(format!("{place}/remove"), words.t("dated-stage-remove"));
        let part = vec![Part::Form(remove.danger())];
        sheet = sheet.with(Section::of(words.t("set-more"), part).folded(false));
    }
    Ok(sheet)
}

fn fields(words: &Words, look: &Look<'_>, it: &Stage) -> Result<Vec<Field>> {
    let unit = |unit: Unit| {
        let label = words.t(&format!("dated-unit-{}", unit.name()));
        Choice::new(unit.name(), label, unit == it.unit)
    };
    let side = [("before", it.offset < 0), ("after", it.offset >= 0)];
    let side = side.map(|(side, on)| Choice::new(side, words.t(&format!("dated-{side}")), on));
    let n = it.offset.unsigned_abs().to_string();
    let clock = it.minute.map(|it| format!("{:02}:{:02}", it / 60, it % 60));
    let verb = |verb: Verb| {
        let label = words.t(&format!("dated-verb-{}", verb.name()));
        Choice::new(verb.name(), label, it.buttons.contains(&verb))
    };
    let tick = if it.unless_confirmed { "1" } else { "" };
    let mut all = vec![
        Field::input("number", "n", words.t("dated-stage-n"), n).required(),
        Field::choose(
            Kind::Select,
            "unit",
            words.t("dated-stage-unit"),
            Unit::ALL.into_iter().map(unit).collect(),
        ),
        Field::choose(
            Kind::Select,
            "side",
            words.t("dated-stage-side"),
            side.to_vec(),
        ),
        Field::input(
            "time",
            "clock",
            words.t("dated-stage-clock"),
            clock.unwrap_or_default(),
        )
        .hint(words.t("dated-stage-clock-hint")),
        Field::new(
            Kind::Area,
            "text",
            words.t("dated-stage-text"),
            it.text.clone(),
        )
        .hint(words.t("dated-stage-text-hint")),
        Field::choose(
            Kind::Checks,
            "button",
            words.t("dated-stage-buttons"),
            Verb::ALL.into_iter().map(verb).collect(),
        )
        .hint(words.t("dated-stage-buttons-hint")),
        Field::new(
            Kind::Check,
            "unless_confirmed",
            words.t("dated-stage-unless-confirmed"),
            tick,
        ),
    ];
    all.extend(channels(words, look, it)?);
    all.extend(canned(words, look, it)?);
    if look.channels()?.iter().any(takes_templates) {
        all.extend(template(words, it));
    }
    Ok(all)
}

/// The approved text, folded.
fn template(words: &Words, it: &Stage) -> Vec<Field> {
    let template = it.template.clone().unwrap_or_default();
    vec![
        Field::fold(words.t("dated-stage-template"), it.template.is_some()),
        Field::text("template", words.t("dated-template-name"), template.name)
            .hint(words.t("dated-template-hint")),
        Field::text(
            "template_language",
            words.t("dated-template-language"),
            template.language,
        ),
        Field::new(
            Kind::Area,
            "template_header",
            words.t("dated-template-header"),
            template.header.join(LINES),
        ),
        Field::new(
            Kind::Area,
            "template_body",
            words.t("dated-template-body"),
            template.body.join(LINES),
        )
        .hint(words.t("dated-template-body-hint")),
        Field::unfold(),
    ]
}

fn takes_templates(it: &Channel) -> bool {
    it.retired_at.is_none() && it.kind.abilities().templates
}

fn channels(words: &Words, look: &Look<'_>, it: &Stage) -> Result<Option<Field>> {
    let mut all = look.channels()?;
    let speaks = |it: &Channel| !matches!(it.kind, ChannelKind::Log | ChannelKind::WebChat);
    all.retain(|it| it.retired_at.is_none() && speaks(it));
    if all.len() < 2 {
        return Ok(None);
    }
    let any = Choice::new("", words.t("dated-any-channel"), it.channel.is_none());
    let one = |one: &Channel| {
        let is = it.channel == Some(one.id);
        Choice::new(one.id.to_string(), one.name.clone(), is)
    };
    let all = std::iter::once(any).chain(all.iter().map(one)).collect();
    let field = Field::choose(Kind::Select, "channel", words.t("dated-stage-channel"), all);
    Ok(Some(field.hint(words.t("dated-stage-channel-hint"))))
}

fn canned(words: &Words, look: &Look<'_>, it: &Stage) -> Result<Option<Field>> {
    let mut all = look.canned_replies()?;
    let shared = |it: &CannedReply| {
        it.retired_at.is_none() && it.audience == crate::domain::canned_reply::Audience::Everybody
    };
    all.retain(shared);
    if all.is_empty() {
        return Ok(None);
    }
    let none = Choice::new("", words.t("dated-no-canned"), it.reply.is_none());
    let one = |one: &CannedReply| {
        let is = it.reply == Some(one.id);
        Choice::new(one.id.to_string(), one.name.clone(), is)
    };
    let all = std::iter::once(none).chain(all.iter().map(one)).collect();
    let field = Field::choose(Kind::Select, "reply", words.t("dated-stage-canned"), all);
    Ok(Some(field.hint(words.t("dated-stage-canned-hint"))))
}

/// What a customer sees, of an event that is made up.
fn preview(asker: &Asker, look: &Look<'_>, (kind, it): (&DatedKind, &Stage)) -> Result<Vec<Part>> {
    let business = look.business()?.unwrap_or_default();
    let words = Words::for_reader(&business.language, &business.time_zone);
    let example = DatedEvent {
        at: asker.now + Span::days(2),
        zone: business.time_zone.clone(),
        title: words.t("dated-example-title"),
        place: words.t("dated-example-place"),
        ..DatedEvent::default()
    };
    let reply = it
        .reply
        .map(|id| look.canned_reply(id))
        .transpose()?
        .flatten();
    let canned = reply.map(|it| it.text_for(&business.language).to_owned());
    let own = Some(it.text.clone()).filter(|it| !it.is_empty());
    let plan = Plan {
        event: example,
        purpose: kind.purpose.0,
        channel: it.channel.unwrap_or_default(),
        kind: ChannelKind::WhatsApp,
        language: business.language,
        country: business.country,
        part: Saying::Stage {
            id: it.id,
            text: own.or(canned),
            files: Vec::new(),
            template: None,
            verbs: it.buttons.clone(),
            after: it.offset >= 0,
        },
    };
    let said = said(&plan);
    let text = filled(&said.text, &|name| {
        let found = said.values.iter().find(|it| it.0 == name);
        let found = found.map(|it| it.1.clone());
        found.or_else(|| (name == "business.name").then(|| business.name.clone()))
    });
    Ok(vec![Part::Bubble(Bubble {
        label: asker.words.t("dated-seen"),
        text,
        choices: said.labels,
    })])
}

fn read(given: &[(String, String)], was: Stage) -> Result<Stage> {
    let wrong = |field| Error::invalid(field, "error-field");
    let n: i32 = first(given, "n").trim().parse().map_err(|_| wrong("n"))?;
    let n = n.checked_abs().ok_or_else(|| wrong("n"))?;
    let clock = first(given, "clock").trim();
    let minute = match clock.split_once(':') {
        None => None,
        Some((hour, minute)) => {
            let number = |it: &str| it.parse::<u16>().map_err(|_| wrong("clock"));
            let minute = minute.split(':').next().unwrap_or_default();
            Some(number(hour)?.min(23) * 60 + number(minute)?.min(59))
        }
    };
    let lines = |name: &str| {
        let all = first(given, name).lines().map(str::trim);
        all.filter(|it| !it.is_empty()).map(str::to_owned).collect()
    };
    let name = first(given, "template").trim();
    let template = (!name.is_empty()).then(|| StageTemplate {
        name: name.to_owned(),
        language: first(given, "template_language").trim().to_owned(),
        header: lines("template_header"),
        body: lines("template_body"),
    });
    let buttons = given.iter().filter(|it| it.0 == "button");
    Ok(Stage {
        offset: if first(given, "side") == "before" {
            -n
        } else {
            n
        },
        unit: Unit::parse(first(given, "unit")).unwrap_or_default(),
        minute,
        channel: first(given, "channel").parse().ok(),
        text: first(given, "text")
            .replace("\r\n", LINES)
            .trim()
            .to_owned(),
        reply: first(given, "reply").parse().ok(),
        template,
        buttons: buttons.filter_map(|it| Verb::parse(&it.1)).collect(),
        unless_confirmed: first(given, "unless_confirmed") == "1",
        ..was
    })
}

/// `GET /settings/dated/{id}/stages`
pub async fn fresh(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, id(&at)?, 0).await?;
    show(&asker, sheet).await
}

/// `GET /settings/dated/{id}/stages/{stage}`
pub async fn edit(asker: Asker, at: Path<(String, u32)>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, id(&at.0)?, at.1).await?;
    show(&asker, sheet).await
}

/// `POST /settings/dated/{id}/stages`
pub async fn add(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    keep(asker, (id(&at)?, 0), given).await
}

/// `POST /settings/dated/{id}/stages/{stage}`
pub async fn save(asker: Asker, at: Path<(String, u32)>, given: Pairs) -> Answer {
    keep(asker, (id(&at.0)?, at.1), given).await
}

async fn keep(asker: Asker, (at, stage): (DatedKindId, u32), given: Pairs) -> Answer {
    admin(&asker)?;
    let (viewer, given) = (asker.viewer().clone(), given.into_inner());
    let deed = move |w: &mut Write<'_>| {
        let mut about = About::of(&desk::find(w, at)?);
        match about.stages.iter_mut().find(|it| it.id == stage) {
            Some(known) => *known = read(&given, known.clone())?,
            None if stage == 0 => about.stages.push(read(&given, Stage::default())?),
            None => return Err(Error::not_found("stage")),
        }
        desk::change(w, &viewer, at, &about).map(|_| ())
    };
    let saved = asker.app.act(deed).await;
    let place = format!("{PLACE}/{at}#stages");
    done(&asker, saved, &place, sheet(&asker, at, stage)).await
}

/// `POST /settings/dated/{id}/stages/{stage}/remove`
pub async fn remove(asker: Asker, at: Path<(String, u32)>) -> Answer {
    admin(&asker)?;
    let (at, stage, viewer) = (id::<DatedKindId>(&at.0)?, at.1, asker.viewer().clone());
    let deed = move |w: &mut Write<'_>| {
        let mut about = About::of(&desk::find(w, at)?);
        about.stages.retain(|it| it.id != stage);
        desk::change(w, &viewer, at, &about).map(|_| ())
    };
    let removed = asker.app.act(deed).await;
    let place = format!("{PLACE}/{at}#stages");
    done(&asker, removed, &place, sheet(&asker, at, stage)).await
}
