//! `/settings/macros`: several acts under one name, one's own and those of everybody or of a team.

use actix_web::web::{Path, Query};

use crate::desk::macros::{self as desk, About};
use crate::domain::conversation::Priority;
use crate::domain::error::Result;
use crate::domain::id::MacroId;
use crate::domain::macros::{Macro, MacroAct};
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::browse::{self, Browsed};
use crate::web::names::Directory;
use crate::web::settings::canned_replies::{audience, for_whom, known_places, said_for};
use crate::web::settings::{Pairs, done, every, first, id, show, under};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::Choice;
use crate::words::{Arg, Words};

const PLACE: &str = "/settings/macros";
/// Hours to sleep that a form offers.
const SLEEPS: [u32; 6] = [1, 4, 24, 48, 72, 168];
/// Characters of a text in the list.
const LINE: usize = 60;

/// What one act does, in words.
#[must_use]
pub fn said(words: &Words, directory: &Directory, it: &MacroAct) -> String {
    let short = |text: &str| {
        let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = line.chars().take(LINE).collect();
        if cut.len() < line.len() {
            format!("{cut}…")
        } else {
            cut
        }
    };
    match it {
        MacroAct::Reply { text } => words.t_of("macro-does-reply", "text", short(text)),
        MacroAct::Note { text } => words.t_of("macro-does-note", "text", short(text)),
        MacroAct::AssignMe => words.t("macro-does-mine"),
        MacroAct::Assign { to: None } => words.t("unassigned"),
        MacroAct::Assign { to: Some(agent) } => {
            let name = directory.agent(*agent).map(|it| it.name.clone());
            words.t_of("macro-does-assign", "name", name.unwrap_or_default())
        }
        MacroAct::SetTeam { to } => {
            let name = directory.team(*to).map(|it| it.name.clone());
            words.t_of("macro-does-team", "name", name.unwrap_or_default())
        }
        MacroAct::Tag { tag } => {
            let name = directory.tag(*tag).map(|it| it.name.clone());
            words.t_of("macro-does-tag", "name", name.unwrap_or_default())
        }
        MacroAct::SetPriority { to } => {
            let name = words.t(&format!("priority-{}", to.name()));
            words.t_of("macro-does-priority", "name", name)
        }
        MacroAct::Open => words.t("macro-does-open"),
        MacroAct::WaitForCustomer => words.t("act-wait-customer"),
        MacroAct::WaitForThirdParty => words.t("act-wait-third-party"),
        MacroAct::Resolve => words.t("act-resolve"),
        MacroAct::Snooze { hours } => sleep(words, *hours),
    }
}

fn sleep(words: &Words, hours: u32) -> String {
    let (key, n) = if hours.is_multiple_of(24) {
        ("macro-sleep-days", hours / 24)
    } else {
        ("macro-sleep-hours", hours)
    };
    words.t_with(key, &[("n", Arg::Number(i64::from(n)))])
}

async fn directory(asker: &Asker) -> Result<Directory> {
    asker.app.look(Directory::read).await
}

async fn sheet(asker: &Asker, asked: &Browsed) -> Result<Sheet> {
    let viewer = asker.viewer().clone();
    let all = asker
        .app
        .look(move |look| desk::list(look, &viewer))
        .await?;
    let (words, directory) = (&asker.words, directory(asker).await?);
    let row = |(it, writes): &(Macro, bool)| {
        let place = format!("{PLACE}/{}", it.id);
        let acts: Vec<_> = it
            .acts
            .iter()
            .map(|it| said(words, &directory, it))
            .collect();
        Row {
            title: it.name.clone(),
            href: if *writes {
                place.clone()
            } else {
                String::new()
            },
            text: acts.join(" · "),
            chip: said_for(words, &directory, it.audience),
            acts: if *writes {
                let label = words.t("act-retire");
                vec![Form::button(format!("{place}/retire"), label)]
            } else {
                Vec::new()
            },
            ..Row::default()
        }
    };
    let named = |it: &(Macro, bool)| it.0.name.clone();
    let list = browse::list(words, (PLACE, asked), all, (named, row), "macros-none");
    let add = Form::new(
        PLACE,
        words.t("act-add"),
        fields(asker, &directory, &About::default()),
    );
    let sheet = Sheet::new(words.t("set-macros"), words.t("macros-lead"));
    Ok(under(asker, sheet)
        .with(Section::of(String::new(), list))
        .with(Section::of(words.t("macro-new"), vec![Part::Form(add)]))
        .with(known_places(words)))
}

/// States it may leave a conversation in, by the names of their acts.
const STATES: [MacroAct; 4] = [
    MacroAct::Open,
    MacroAct::WaitForCustomer,
    MacroAct::WaitForThirdParty,
    MacroAct::Resolve,
];

fn moves(words: &Words, directory: &Directory, acts: &[MacroAct]) -> Vec<Choice> {
    let state =
        |it: &MacroAct| Choice::new(it.name(), said(words, directory, it), acts.contains(it));
    let own = acts.iter().find_map(|it| match it {
        MacroAct::Snooze { hours } => Some(*hours),
        _ => None,
    });
    let other = own.filter(|it| !SLEEPS.contains(it));
    let sleeps = SLEEPS.into_iter().chain(other).map(|hours| {
        let label = sleep(words, hours);
        Choice::new(format!("snooze:{hours}"), label, own == Some(hours))
    });
    STATES.iter().map(state).chain(sleeps).collect()
}

fn people(words: &Words, directory: &Directory, acts: &[MacroAct]) -> Vec<Choice> {
    let nobody = MacroAct::Assign { to: None };
    let mut out = vec![
        Choice::new(
            "me",
            words.t("macro-does-mine"),
            acts.contains(&MacroAct::AssignMe),
        ),
        Choice::new("none", words.t("unassigned"), acts.contains(&nobody)),
    ];
    out.extend(directory.people().into_iter().map(|it| {
        let act = MacroAct::Assign { to: Some(it.id) };
        Choice::new(it.id.to_string(), it.name.clone(), acts.contains(&act))
    }));
    out
}

fn fields(asker: &Asker, directory: &Directory, about: &About) -> Vec<Field> {
    let words = &asker.words;
    let mut out = vec![
        Field::text("name", words.t("canned-name"), about.name.clone()).required(),
        for_whom(asker, directory, about.audience),
    ];
    out.extend(act_fields(asker, directory, &about.acts, true));
    out
}

/// The fields of a form that say what is done, one for each kind of act; for what acts by itself without what only a
/// person does.
#[must_use]
pub fn act_fields(
    asker: &Asker,
    directory: &Directory,
    acts: &[MacroAct],
    by_person: bool,
) -> Vec<Field> {
    let words = &asker.words;
    let keep = |current: bool| Choice::new("", words.t("macro-keep"), current);
    let select = |name: &str, key: &str, choices: Vec<Choice>| {
        let none = choices.iter().all(|it| !it.current);
        let all = std::iter::once(keep(none)).chain(choices).collect();
        Field::choose(Kind::Select, name, words.t(key), all)
    };
    let mut whose = people(words, directory, acts);
    whose.retain(|it| by_person || it.value != "me");
    let mut out = texts(words, acts);
    out.push(select("assign", "act-assign", whose));
    let chosen = |it: &MacroAct| acts.contains(it);
    let teams = directory.teams_for(asker.viewer()).map(|it| {
        let current = chosen(&MacroAct::SetTeam { to: it.id });
        Choice::new(it.id.to_string(), it.name.clone(), current)
    });
    let teams: Vec<Choice> = teams.collect();
    if !teams.is_empty() {
        out.push(select("team", "team", teams));
    }
    let priorities = Priority::ALL.into_iter().map(|it| {
        let label = words.t(&format!("priority-{}", it.name()));
        Choice::new(it.name(), label, chosen(&MacroAct::SetPriority { to: it }))
    });
    out.push(select("priority", "priority", priorities.collect()));
    out.push(select("move", "macro-left", moves(words, directory, acts)));
    let tags = directory.live_tags().map(|it| {
        let current = chosen(&MacroAct::Tag { tag: it.id });
        Choice::new(it.id.to_string(), it.name.clone(), current)
    });
    let tags: Vec<Choice> = tags.collect();
    if !tags.is_empty() {
        let label = words.t("nav-tags");
        out.push(Field::choose(Kind::Checks, "tag", label, tags));
    }
    out
}

/// What is said and written.
fn texts(words: &Words, acts: &[MacroAct]) -> Vec<Field> {
    let text = |of: fn(&MacroAct) -> bool| {
        let found = acts.iter().find(|it| of(it)).and_then(MacroAct::text);
        found.unwrap_or_default().to_owned()
    };
    let reply = text(|it| matches!(it, MacroAct::Reply { .. }));
    let note = text(|it| matches!(it, MacroAct::Note { .. }));
    vec![
        Field::new(Kind::Area, "reply", words.t("macro-reply"), reply)
            .hint(words.t("macro-reply-hint")),
        Field::new(Kind::Area, "note", words.t("act-note"), note),
    ]
}

fn about(asker: &Asker, given: &Pairs) -> Result<About> {
    Ok(About {
        name: first(given, "name").to_owned(),
        acts: acts_given(given)?,
        audience: audience(asker, first(given, "audience"))?,
    })
}

/// What is done by the fields of a form.
///
/// # Errors
/// [`crate::domain::error::Error::Invalid`] for what is no id.
pub fn acts_given(given: &[(String, String)]) -> Result<Vec<MacroAct>> {
    let mut acts = Vec::new();
    let text = |name: &str| {
        first(given, name)
            .replace("\r\n", "\n")
            .trim_end()
            .to_owned()
    };
    for (name, act) in [
        (
            "reply",
            MacroAct::Reply {
                text: text("reply"),
            },
        ),
        ("note", MacroAct::Note { text: text("note") }),
    ] {
        if !first(given, name).trim().is_empty() {
            acts.push(act);
        }
    }
    match first(given, "assign") {
        "" => {}
        "me" => acts.push(MacroAct::AssignMe),
        "none" => acts.push(MacroAct::Assign { to: None }),
        other => acts.push(MacroAct::Assign {
            to: Some(id(other)?),
        }),
    }
    acts.extend(
        every(given, "team")
            .into_iter()
            .map(|to| MacroAct::SetTeam { to }),
    );
    acts.extend(
        every(given, "tag")
            .into_iter()
            .map(|tag| MacroAct::Tag { tag }),
    );
    let priority = Priority::parse(first(given, "priority"));
    acts.extend(priority.map(|to| MacroAct::SetPriority { to }));
    let left = first(given, "move");
    acts.extend(STATES.into_iter().find(|it| it.name() == left));
    let hours = left.strip_prefix("snooze:").and_then(|it| it.parse().ok());
    acts.extend(hours.map(|hours| MacroAct::Snooze { hours }));
    Ok(acts)
}

/// `GET /settings/macros`
pub async fn page(asker: Asker, asked: Query<Browsed>) -> Answer {
    let sheet = sheet(&asker, &asked).await?;
    show(&asker, sheet).await
}

/// The form alone, holding what was written.
async fn form_of(asker: &Asker, action: String, about: &About) -> Result<Sheet> {
    let words = &asker.words;
    let directory = directory(asker).await?;
    let form = Form::new(
        action,
        words.t("act-save"),
        fields(asker, &directory, about),
    );
    let title = if about.name.is_empty() {
        words.t("macro-new")
    } else {
        about.name.clone()
    };
    Ok(Sheet::new(title, String::new())
        .back(PLACE, words.t("set-macros"))
        .with(Section::of(String::new(), vec![Part::Form(form)]))
        .with(known_places(words)))
}

/// `POST /settings/macros`
pub async fn add(asker: Asker, given: Pairs) -> Answer {
    let (viewer, said) = (asker.viewer().clone(), about(&asker, &given)?);
    let kept = said.clone();
    let made = asker
        .app
        .act(move |w| desk::make(w, &viewer, &said).map(|_| ()))
        .await;
    done(
        &asker,
        made,
        PLACE,
        form_of(&asker, PLACE.to_owned(), &kept),
    )
    .await
}

/// `GET /settings/macros/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    let (at, viewer) = (id::<MacroId>(&at)?, asker.viewer().clone());
    let found = asker.app.look(move |look| desk::find(look, &viewer, at));
    let (it, writes) = found.await?;
    if !writes {
        return Ok(see_other(PLACE));
    }
    let sheet = form_of(&asker, format!("{PLACE}/{at}"), &About::of(&it)).await?;
    show(&asker, sheet).await
}

/// `POST /settings/macros/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let at: MacroId = id(&at)?;
    let (viewer, said) = (asker.viewer().clone(), about(&asker, &given)?);
    let kept = said.clone();
    let saved = asker
        .app
        .act(move |w| desk::change(w, &viewer, at, &said).map(|_| ()))
        .await;
    let held = form_of(&asker, format!("{PLACE}/{at}"), &kept);
    done(&asker, saved, PLACE, held).await
}

/// `POST /settings/macros/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (at, viewer) = (id::<MacroId>(&at)?, asker.viewer().clone());
    asker.app.act(move |w| desk::retire(w, &viewer, at)).await?;
    Ok(see_other(PLACE))
}
