//! `/settings/goals/new`, `/settings/goals/{id}`: putting one together, and what it would mean for what is open now.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use askama::Template;

use crate::conversations::sla::preview::preview;
use crate::desk::setting;
use crate::desk::sla_policies as desk;
use crate::desk::views::check;
use crate::domain::agent::Agent;
use crate::domain::attribute::Attribute;
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::SlaPolicyId;
use crate::domain::sla::{ClockKind, Pauses, SlaPolicy};
use crate::domain::team::Team;
use crate::domain::view::Condition;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::ways;
use crate::web::monitor::alerts::{alert_hours, outlet_ticks};
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::settings::goals::typed::{Cell, Moment, Typed, UNITS, priorities};
use crate::web::settings::goals::{PLACE, count};
use crate::web::settings::{Pairs, admin, first, id};
use crate::web::shell;
use crate::web::view::Choice;
use crate::web::views::fields::{Desk, GroupView};
use crate::words::{Arg, Words};

#[derive(Template)]
#[template(path = "settings/goals/edit.html")]
struct GoalPage {
    page: Page,
    action: String,
    title: String,
    back: &'static str,
    retire: Option<String>,
    wrong: Vec<String>,
    name: String,
    any: bool,
    groups: Option<Vec<GroupView>>,
    /// What it means that there are none.
    unconditional: String,
    /// The conditions in words, where a form has no room for them.
    said: String,
    clocks: Vec<ClockRow>,
    business_hours: bool,
    pauses: Pauses,
    steps: Vec<StepRow>,
    now: bool,
    matching: String,
}

/// The targets of a clock, by priority.
struct ClockRow {
    label: String,
    about: String,
    cells: Vec<CellView>,
}

struct CellView {
    /// Its fields' names begin so.
    place: String,
    priority: String,
    label: String,
    n: String,
    units: Vec<Choice>,
}

struct StepRow {
    at: usize,
    /// Its fields' names begin so.
    place: String,
    n: String,
    units: Vec<Choice>,
    whens: Vec<Choice>,
    /// It is not at the very moment.
    apart: bool,
    assignee: bool,
    lead: bool,
    people: Vec<Choice>,
    outlets: Vec<Choice>,
    hours: Vec<Choice>,
    priorities: Vec<Choice>,
    teams: Vec<Choice>,
}

/// `GET /settings/goals/new`
pub async fn new(asker: Asker) -> Answer {
    admin(&asker)?;
    shown(asker, Typed::new(), Vec::new()).await
}

/// `GET /settings/goals/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let at: SlaPolicyId = id(&at)?;
    let found = asker.app.look(move |look| desk::find(look, at)).await?;
    let typed = Typed::of(&asker.words, found);
    shown(asker, typed, Vec::new()).await
}

/// `POST /settings/goals/new`
pub async fn make(asker: Asker, given: Pairs) -> Answer {
    let typed = Typed::read(None, Condition::default(), &given);
    put(asker, typed, &given).await
}

/// `POST /settings/goals/{id}`
pub async fn change(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    admin(&asker)?;
    let at: SlaPolicyId = id(&at)?;
    let found = asker.app.look(move |look| desk::find(look, at)).await?;
    let typed = Typed::read(Some(at), found.condition, &given);
    put(asker, typed, &given).await
}

/// Keeps it with `save`; any other button, or none, shows it as it is written.
async fn put(asker: Asker, typed: Typed, given: &Pairs) -> Answer {
    admin(&asker)?;
    if first(given, "do") != "save" {
        return shown(asker, typed, Vec::new()).await;
    }
    match kept(&asker, &typed).await {
        Ok(()) => Ok(see_other(PLACE)),
        Err(err @ Error::Invalid(_)) => {
            let wrong = ways::wrong(&asker.words, &err);
            let mut answer = shown(asker, typed, wrong).await?;
            *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
        Err(err) => Err(err.into()),
    }
}

async fn kept(asker: &Asker, typed: &Typed) -> Result<()> {
    let about = typed.about(&asker.words, true)?;
    let (viewer, of, now) = (asker.viewer().clone(), typed.of, typed.now);
    let deed = move |w: &mut crate::store::Write<'_>| match of {
        Some(at) => desk::change(w, &viewer, at, &about, now).map(|_| ()),
        None => desk::make(w, &viewer, &about, now).map(|_| ()),
    };
    asker.app.act(deed).await
}

async fn shown(asker: Asker, typed: Typed, wrong: Vec<String>) -> Answer {
    let app = asker.app.clone();
    let view = app.look(move |look| view(&asker, look, &typed, &wrong));
    html(&view.await?)
}

fn view(asker: &Asker, look: &Look<'_>, typed: &Typed, wrong: &[String]) -> Result<GoalPage> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let attributes: Vec<Attribute> = setting::list(look)?;
    let desk_of = Desk {
        words,
        viewer: asker.viewer(),
        directory: &directory,
        attributes: &attributes,
        rules: false,
    };
    let teams: Vec<Team> = setting::list(look)?;
    let step = |(at, it): (usize, &Moment)| step_row(words, &directory, &teams, at, it);
    let place = typed.of.map(|at| format!("{PLACE}/{at}"));
    Ok(GoalPage {
        page: shell::page(asker, look, &directory, "settings", None)?,
        title: words.t(if place.is_some() {
            "goal-edit"
        } else {
            "goals-new"
        }),
        retire: place.as_ref().map(|it| format!("{it}/retire")),
        action: place.unwrap_or_else(|| format!("{PLACE}/new")),
        back: PLACE,
        wrong: wrong.to_vec(),
        name: typed.name.clone(),
        any: typed.shape.as_ref().is_some_and(|it| it.any),
        groups: typed.shape.as_ref().map(|it| desk_of.groups(it)),
        unconditional: words.t("goal-for-all"),
        said: desk_of.said(&typed.kept),
        clocks: ClockKind::ALL.map(|it| clock_row(words, typed, it)).into(),
        business_hours: typed.business_hours,
        pauses: typed.pauses,
        steps: typed.steps.iter().enumerate().map(step).collect(),
        now: typed.now,
        matching: matching(asker, look, typed)?,
    })
}

fn units(words: &Words, current: &str, all: usize) -> Vec<Choice> {
    let unit = |(name, minutes): &(&str, Option<i64>)| {
        let key = match minutes {
            Some(_) => format!("view-unit-{name}"),
            None => "goal-unit-days".to_owned(),
        };
        Choice::new(*name, words.t(&key), *name == current)
    };
    UNITS.iter().take(all).map(unit).collect()
}

fn clock_row(words: &Words, typed: &Typed, clock: ClockKind) -> ClockRow {
    let label = words.t(&format!("clock-{}", clock.name()));
    let view = |it: &Cell| {
        let priority = words.t(&format!("priority-{}", it.priority.name()));
        CellView {
            place: format!("{}.{}.", clock.name(), it.priority.name()),
            label: format!("{label}, {priority}"),
            priority,
            n: it.n.clone(),
            units: units(words, &it.unit, UNITS.len()),
        }
    };
    let cells = typed.cells.iter().filter(|it| it.clock == clock);
    ClockRow {
        about: words.t(&format!("clock-{}-about", clock.name())),
        cells: cells.map(view).collect(),
        label,
    }
}

fn step_row(
    words: &Words,
    directory: &Directory,
    teams: &[Team],
    at: usize,
    it: &Moment,
) -> StepRow {
    let when = |name: &str| Choice::new(name, words.t(&format!("goal-{name}")), it.when == name);
    let active = directory.agents.iter().filter(|it| it.is_active());
    let person = |agent: &Agent| {
        let named = it.does.people.contains(&agent.id);
        Choice::new(agent.id.to_string(), agent.name.clone(), named)
    };
    let none = Choice::new("", words.t("goal-unchanged"), false);
    let priority = |p: Priority| {
        let label = words.t(&format!("priority-{}", p.name()));
        Choice::new(p.name(), label, it.does.priority == Some(p))
    };
    let higher = priorities().filter(|it| *it > Priority::Normal);
    let team = |team: &Team| {
        let current = it.does.team == Some(team.id);
        Choice::new(team.id.to_string(), team.name.clone(), current)
    };
    StepRow {
        at,
        place: format!("s{at}."),
        n: it.n.clone(),
        units: units(words, &it.unit, 2),
        whens: ["before", "at", "after"].into_iter().map(when).collect(),
        apart: it.when != "at",
        assignee: it.does.assignee,
        lead: it.does.lead,
        people: active.map(person).collect(),
        outlets: outlet_ticks(directory, &it.does.outlets),
        hours: alert_hours(words, it.does.hours),
        priorities: std::iter::once(none.clone())
            .chain(higher.map(priority))
            .collect(),
        teams: std::iter::once(none)
            .chain(teams.iter().map(team))
            .collect(),
    }
}

/// "12 open conversations · 3 late now", of what may be asked; nothing of what may not.
fn matching(asker: &Asker, look: &Look<'_>, typed: &Typed) -> Result<String> {
    let words = &asker.words;
    let Ok(about) = typed.about(words, false) else {
        return Ok(String::new());
    };
    let kept = Some(&typed.kept);
    let sound = desk::check(look, &about).is_ok()
        && check(look, asker.viewer(), &about.condition, kept).is_ok();
    if !sound {
        return Ok(String::new());
    }
    let kept = typed.of.map(|at| desk::find(look, at)).transpose()?;
    let last = desk::list(look)?.last().map_or(0, |it| it.position + 1);
    let policy = about.over(kept.unwrap_or(SlaPolicy {
        position: last,
        ..SlaPolicy::default()
    }));
    let found = preview(look, &policy, asker.now)?;
    let number = |n: usize| Arg::Number(count(n));
    let args = [
        ("n", number(found.n)),
        ("late", number(found.late)),
        ("soon", number(found.soon)),
    ];
    Ok(words.t_with("goal-matching", &args))
}
