//! `/settings/dated`: kinds of things with a date, what is said of each and when, and what goes out in the next days.

use actix_web::web::Path;

use crate::conversations::dated::coming::{SHOWN, coming};
use crate::desk::dated::{self as desk, About};
use crate::domain::consent::Purpose;
use crate::domain::dated::plan::{DatedKind, Stage, Verb};
use crate::domain::error::Result;
use crate::domain::id::DatedKindId;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::contacts::show::name_of;
use crate::web::dated::said::{fate, offset, title, when};
use crate::web::settings::{Pairs, admin, done, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::{Choice, TimeView};
use crate::words::Words;

/// The page of all.
pub const PLACE: &str = "/settings/dated";
/// What most begin with.
const USUAL: [&str; 3] = ["appointment", "invoice", "cart"];

async fn sheet(asker: &Asker) -> Result<Sheet> {
    let all = asker.app.look(desk::list).await?;
    let words = &asker.words;
    let rows: Vec<Row> = all.iter().map(|it| row(words, it)).collect();
    let list = if rows.is_empty() {
        Part::Text(words.t("dated-kinds-none"))
    } else {
        Part::Rows(rows)
    };
    let kinds = USUAL.map(|key| {
        let label = words.t(&format!("dated-usual-{key}"));
        Choice::new(key, label, key == "appointment")
    });
    let own = Choice::new("", words.t("dated-usual-own"), false);
    let kinds = kinds.into_iter().chain([own]).collect();
    let fields = vec![
        Field::choose(Kind::Radios, "usual", words.t("dated-begin-with"), kinds),
        Field::text("name", words.t("dated-kind-name"), "").hint(words.t("dated-kind-name-hint")),
    ];
    let add = Form::new(PLACE, words.t("act-add"), fields);
    let mut sheet = Sheet::new(words.t("set-dated"), words.t("set-dated-about"))
        .back("/settings", words.t("nav-settings"));
    if !all.is_empty() {
        let row = |href: &str, key: &str| Row {
            href: href.to_owned(),
            title: words.t(key),
            text: words.t(&format!("{key}-about")),
            ..Row::default()
        };
        let ways = vec![
            row("/settings/dated/coming", "dated-coming"),
            row("/dated", "dated-title"),
        ];
        sheet = sheet.with(Section::of(String::new(), vec![Part::Rows(ways)]));
    }
    Ok(sheet
        .with(Section::of(words.t("dated-kinds"), vec![list]))
        .with(Section::of(words.t("dated-kind-new"), vec![Part::Form(add)]).id("new")))
}

fn row(words: &Words, it: &DatedKind) -> Row {
    let stages: Vec<String> = it.stages.iter().map(|it| offset(words, it)).collect();
    Row {
        href: format!("{PLACE}/{}", it.id),
        icon: "wait",
        title: it.name.clone(),
        text: if stages.is_empty() {
            words.t("dated-no-stages")
        } else {
            stages.join(" · ")
        },
        chip: words.t(&format!("purpose-{}", it.purpose.0.name())),
        ..Row::default()
    }
}

/// `GET /settings/dated`
pub async fn page(asker: Asker) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker).await?;
    show(&asker, sheet).await
}

/// `POST /settings/dated`: one of the usual, or an empty one.
pub async fn make(asker: Asker, given: Pairs) -> Answer {
    admin(&asker)?;
    let (viewer, usual) = (asker.viewer().clone(), first(&given, "usual").to_owned());
    let kind = DatedKind::usual(&usual).unwrap_or_default();
    let name = match first(&given, "name").trim() {
        "" if !usual.is_empty() && !kind.key.is_empty() => {
            asker.words.t(&format!("dated-usual-{usual}"))
        }
        own => own.to_owned(),
    };
    let about = About {
        name,
        ..About::of(&kind)
    };
    let deed = move |w: &mut Write<'_>| {
        // A second one of a usual kind is called by its name.
        let taken = desk::by_key(w, &about.key).is_ok();
        let key = if taken { "" } else { &about.key };
        let key = key.to_owned();
        desk::make(
            w,
            &viewer,
            &About {
                key,
                ..about.clone()
            },
        )
        .map(|it| it.id)
    };
    match asker.app.act(deed).await {
        Ok(made) => Ok(see_other(&format!("{PLACE}/{made}"))),
        Err(err) => done(&asker, Err(err), PLACE, sheet(&asker)).await,
    }
}

async fn one(asker: &Asker, at: DatedKindId) -> Result<Sheet> {
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| drawn(&asker, look, at)).await
}

fn drawn(asker: &Asker, look: &Look<'_>, at: DatedKindId) -> Result<Sheet> {
    let words = &asker.words;
    let it = desk::find(look, at)?;
    let place = format!("{PLACE}/{at}");
    let stages: Vec<Row> = it
        .stages
        .iter()
        .map(|it| stage(words, &place, it))
        .collect();
    let list = if stages.is_empty() {
        Part::Text(words.t("dated-no-stages-text"))
    } else {
        Part::Rows(stages)
    };
    let add = Form::button(format!("{place}/stages"), words.t("dated-stage-add")).by_get();
    let form = Form::new(&place, words.t("act-save"), fields(words, &it));
    let address = format!("PUT /api/v1/dated_events/{}/…", it.key);
    let retire = Form::button(format!("{place}/retire"), words.t("act-retire")).danger();
    Ok(Sheet::new(it.name.clone(), words.t("dated-kind-lead"))
        .back(PLACE, words.t("set-dated"))
        .with(
            Section::of(words.t("dated-stages"), vec![list, Part::Form(add)])
                .text(words.t("dated-stages-text"))
                .id("stages"),
        )
        .with(Section::of(
            words.t("dated-kind-about"),
            vec![Part::Form(form)],
        ))
        .with(
            Section::of(
                words.t("dated-by-program"),
                vec![Part::Codes(vec![address])],
            )
            .text(words.t("dated-by-program-text"))
            .folded(false),
        )
        .with(Section::of(words.t("set-more"), vec![Part::Form(retire)]).folded(false)))
}

fn stage(words: &Words, place: &str, it: &Stage) -> Row {
    let text = match (&it.template, it.text.is_empty(), it.reply) {
        (_, false, _) => it.text.chars().take(120).collect(),
        (Some(template), true, None) => words.t_of("dated-says-template", "name", &template.name),
        (_, true, Some(_)) => words.t("dated-says-canned"),
        (None, true, None) => words.t("dated-says-usual"),
    };
    let presses = it.buttons.iter();
    let presses = presses.map(|it| words.t(&format!("dated-verb-{}", it.name())));
    let presses: Vec<String> = presses.collect();
    Row {
        href: format!("{place}/stages/{}", it.id),
        icon: "send",
        title: offset(words, it),
        text,
        chip: presses.join(" · "),
        ..Row::default()
    }
}

fn fields(words: &Words, it: &DatedKind) -> Vec<Field> {
    let check = |name: &str, key: &str, on: bool| {
        let tick = if on { "1" } else { "" };
        let field = Field::new(Kind::Check, name, words.t(key), tick);
        field.hint(words.t(&format!("{key}-hint")))
    };
    let purpose = |purpose: Purpose| {
        let label = words.t(&format!("purpose-{}", purpose.name()));
        Choice::new(purpose.name(), label, purpose == it.purpose.0)
    };
    let opens = Verb::ALL.into_iter().filter(|it| *it != Verb::Change);
    let opens = opens.map(|verb| {
        let label = words.t(&format!("dated-verb-{}", verb.name()));
        Choice::new(verb.name(), label, it.opens.contains(&verb))
    });
    vec![
        Field::text("name", words.t("dated-kind-name"), it.name.clone()).required(),
        Field::choose(
            Kind::Select,
            "purpose",
            words.t("dated-purpose"),
            Purpose::ALL.into_iter().map(purpose).collect(),
        )
        .hint(words.t("dated-purpose-hint")),
        check("needs_consent", "dated-needs-consent", it.needs_consent),
        check("goes_on", "dated-goes-on", it.goes_on),
        check("again", "dated-again", it.again_when_moved),
        Field::choose(
            Kind::Checks,
            "opens",
            words.t("dated-opens"),
            opens.collect(),
        )
        .hint(words.t("dated-opens-hint")),
    ]
}

/// `GET /settings/dated/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = one(&asker, id(&at)?).await?;
    show(&asker, sheet).await
}

/// `POST /settings/dated/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let (at, viewer) = (id::<DatedKindId>(&at)?, asker.viewer().clone());
    let given = given.into_inner();
    let deed = move |w: &mut Write<'_>| {
        let was = About::of(&desk::find(w, at)?);
        let on = |name: &str| first(&given, name) == "1";
        let opens = given.iter().filter(|it| it.0 == "opens");
        let about = About {
            name: first(&given, "name").to_owned(),
            purpose: Purpose::parse(first(&given, "purpose")).unwrap_or(was.purpose),
            needs_consent: on("needs_consent"),
            goes_on: on("goes_on"),
            again_when_moved: on("again"),
            opens: opens.filter_map(|it| Verb::parse(&it.1)).collect(),
            ..was
        };
        desk::change(w, &viewer, at, &about).map(|_| ())
    };
    let saved = asker.app.act(deed).await;
    done(&asker, saved, &format!("{PLACE}/{at}"), one(&asker, at)).await
}

/// `POST /settings/dated/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let (at, viewer) = (id::<DatedKindId>(&at)?, asker.viewer().clone());
    let retired = asker.app.act(move |w| desk::retire(w, &viewer, at)).await;
    done(&asker, retired, PLACE, sheet(&asker)).await
}

/// `GET /settings/dated/coming`
pub async fn preview(asker: Asker) -> Answer {
    admin(&asker)?;
    let (app, for_look) = (asker.app.clone(), asker.clone());
    let sheet = app.look(move |look| foreseen(&for_look, look)).await?;
    show(&asker, sheet).await
}

fn foreseen(asker: &Asker, look: &Look<'_>) -> Result<Sheet> {
    let words = &asker.words;
    let all = coming(look, asker.now)?;
    let (mut goes, mut stays) = (Vec::new(), Vec::new());
    for it in &all {
        let person = look.person(it.event.contact)?.unwrap_or_default();
        let name = name_of(asker, look, &person)?;
        let about = [
            title(look, &it.event)?,
            when(words, &it.event),
            offset(words, &it.stage),
        ];
        let row = Row {
            href: format!("/dated/{}", it.event.id),
            title: format!("{name} · {}", fate(words, look, it)?),
            text: about.join(" · "),
            when: Some(TimeView::full(words, it.at)),
            ..Row::default()
        };
        if it.by.is_ok() {
            goes.push(row);
        } else {
            stays.push(row);
        }
    }
    let none = |rows: Vec<Row>, key: &str| {
        vec![if rows.is_empty() {
            Part::Text(words.t(key))
        } else {
            Part::Rows(rows)
        }]
    };
    let mut sheet = Sheet::new(words.t("dated-coming"), words.t("dated-coming-lead"))
        .back(PLACE, words.t("set-dated"));
    if all.len() >= SHOWN {
        sheet.banner("", words.t_n("list-cut", SHOWN));
    }
    Ok(sheet
        .with(Section::of(
            words.t("dated-goes-out"),
            none(goes, "dated-nothing-coming"),
        ))
        .with(Section::of(
            words.t("dated-stays"),
            none(stays, "dated-nothing-stays"),
        )))
}
