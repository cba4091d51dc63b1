//! `/live/alerts`: which figures somebody wants to hear of, for who looks after all, and for the leads of teams.

use actix_web::web::Path;

use crate::app::alerts::said;
use crate::desk::alerts::thresholds::{self, About, scope};
use crate::domain::error::{Error, Result};
use crate::domain::id::{OutletId, TeamId, ThresholdId};
use crate::domain::monitor::Scope;
use crate::domain::monitor::alert::{Hours, Measure, Outlet, Threshold};
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::monitor::view::PLACE as LIVE;
use crate::web::names::Directory;
use crate::web::settings::{Pairs, done, every, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::{Choice, TimeView};
use crate::words::Words;

const PLACE: &str = "/live/alerts";

/// When alerts are told, as something to choose among.
#[must_use]
pub fn alert_hours(words: &Words, current: Hours) -> Vec<Choice> {
    let one = |it: Hours| {
        let label = words.t(&format!("alert-hours-{}", it.name()));
        Choice::new(it.name(), label, it == current)
    };
    Hours::ALL.map(one).into()
}

/// Places outside Lobby as something to tick.
#[must_use]
pub fn outlet_ticks(directory: &Directory, chosen: &[OutletId]) -> Vec<Choice> {
    let one =
        |it: &Outlet| Choice::new(it.id.to_string(), it.name.clone(), chosen.contains(&it.id));
    directory.live_outlets().map(one).collect()
}

async fn sheet(asker: &Asker) -> Result<Sheet> {
    let app = asker.app.clone();
    let asker = asker.clone();
    app.look(move |look| drawn(&asker, look)).await
}

fn drawn(asker: &Asker, look: &Look<'_>) -> Result<Sheet> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let all = thresholds::list(look, asker.viewer())?;
    let mut rows = Vec::new();
    for it in &all {
        rows.push(row(asker, look, &directory, it)?);
    }
    let parts = if rows.is_empty() {
        vec![Part::Text(words.t("thresholds-none"))]
    } else {
        vec![Part::Rows(rows)]
    };
    let form = form(asker, look, &directory)?;
    Ok(
        Sheet::new(words.t("thresholds-title"), words.t("thresholds-lead"))
            .back(LIVE, words.t("nav-live"))
            .with(Section::of(String::new(), parts))
            .with(Section::of(
                words.t("thresholds-new"),
                vec![Part::Form(form)],
            )),
    )
}

fn row(asker: &Asker, look: &Look<'_>, directory: &Directory, it: &Threshold) -> Result<Row> {
    let words = &asker.words;
    let mut told: Vec<String> = Vec::new();
    told.extend(it.lead.then(|| words.t("threshold-lead")));
    let people = it.people.iter().filter_map(|id| directory.agent(*id));
    told.extend(people.map(|it| it.name.clone()));
    for outlet in &it.outlets {
        told.extend(look.outlet(*outlet)?.map(|it| it.name));
    }
    if it.hours != Hours::Always {
        told.push(words.t(&format!("alert-hours-{}", it.hours.name())));
    }
    Ok(Row {
        icon: "bell",
        title: said(look, words, it, None)?,
        text: told.join(" · "),
        health: it.over_since.map(|_| ("bad", words.t("threshold-over"))),
        when: it.over_since.map(|at| TimeView::ago(words, at, asker.now)),
        acts: vec![Form::button(
            format!("{PLACE}/{}/retire", it.id),
            words.t("act-retire"),
        )],
        ..Row::default()
    })
}

fn form(asker: &Asker, look: &Look<'_>, directory: &Directory) -> Result<Form> {
    let words = &asker.words;
    let scope = scope(look, asker.viewer())?;
    let mut teams = Vec::new();
    if scope == Scope::All {
        teams.push(Choice::new("", words.t("threshold-all-teams"), true));
    }
    for it in directory.teams_for(asker.viewer()) {
        if scope.has(Some(it.id)) {
            teams.push(Choice::new(it.id.to_string(), it.name.clone(), false));
        }
    }
    let measure = |it: Measure| {
        let label = words.t(&format!("threshold-{}", it.name()));
        Choice::new(it.name(), label, false)
    };
    let person =
        |it: &crate::domain::agent::Agent| Choice::new(it.id.to_string(), it.name.clone(), false);
    let people = directory.people().into_iter().map(person).collect();
    let mut fields = vec![
        Field::choose(
            Kind::Select,
            "measure",
            words.t("threshold-measure"),
            Measure::ALL.map(measure).into(),
        ),
        Field::input("number", "above", words.t("threshold-above"), "10").required(),
        Field::choose(Kind::Select, "team", words.t("monitor-team"), teams),
        Field::new(Kind::Check, "lead", words.t("threshold-lead"), "1"),
        Field::choose(Kind::Checks, "person", words.t("threshold-who"), people),
    ];
    let ticks = outlet_ticks(directory, &[]);
    if !ticks.is_empty() {
        fields.push(Field::choose(
            Kind::Checks,
            "outlet",
            words.t("alert-outlets"),
            ticks,
        ));
    }
    let hours = alert_hours(words, Hours::Always);
    fields.push(Field::choose(
        Kind::Select,
        "hours",
        words.t("alert-hours"),
        hours,
    ));
    Ok(Form::new(PLACE.to_owned(), words.t("act-add"), fields))
}

/// `GET /live/alerts`
pub async fn page(asker: Asker) -> Answer {
    let sheet = sheet(&asker).await?;
    show(&asker, sheet).await
}

fn read(given: &[(String, String)]) -> Result<About> {
    let team = match first(given, "team") {
        "" => None,
        written => {
            Some(id::<TeamId>(written).map_err(|_| Error::invalid("team", "error-no-such-team"))?)
        }
    };
    let measure = Measure::parse(first(given, "measure"));
    let above = first(given, "above").trim().parse::<u32>();
    Ok(About {
        team,
        measure: measure.ok_or(Error::invalid("measure", "error-field"))?,
        above: above.map_err(|_| Error::invalid("above", "error-threshold"))?,
        lead: first(given, "lead") == "1",
        people: every(given, "person"),
        outlets: every(given, "outlet"),
        hours: Hours::parse(first(given, "hours")).unwrap_or_default(),
    })
}

/// `POST /live/alerts`
pub async fn make(asker: Asker, given: Pairs) -> Answer {
    let viewer = asker.viewer().clone();
    let made = match read(&given) {
        Ok(about) => {
            let deed = move |w: &mut crate::store::Write<'_>| {
                thresholds::make(w, &viewer, &about).map(|_| ())
            };
            asker.app.act(deed).await
        }
        Err(err) => Err(err),
    };
    done(&asker, made, PLACE, sheet(&asker)).await
}

/// `POST /live/alerts/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (at, viewer) = (id::<ThresholdId>(&at)?, asker.viewer().clone());
    let deed = move |w: &mut crate::store::Write<'_>| thresholds::retire(w, &viewer, at);
    let retired = asker.app.act(deed).await;
    done(&asker, retired, PLACE, sheet(&asker)).await
}
