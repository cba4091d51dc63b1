//! `/settings/people/{id}`: one person: role, teams, and that they leave.

use actix_web::web::Path;

use crate::desk::{agents, setting};
use crate::domain::actor::Role;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, TeamId};
use crate::domain::queue::serving::Weights;
use crate::domain::team::{Tag, Team};
use crate::web::asker::{Answer, Asker};
use crate::web::settings::access;
use crate::web::settings::leaving::{self, Leaving};
use crate::web::settings::letters;
use crate::web::settings::people::roles_to_give;
use crate::web::settings::serving;
use crate::web::settings::{Pairs, admin, done, every, first, id, show};
use crate::web::sheet::{Field, Form, Kind, Part, Section, Sheet};
use crate::web::view::Choice;

struct Seen {
    person: Agent,
    teams: Vec<Team>,
    tags: Vec<Tag>,
    counts: Weights,
    others: Vec<Agent>,
    small: bool,
    leaving: Leaving,
    leads: Vec<String>,
}

async fn see(asker: &Asker, person: AgentId) -> Result<Seen> {
    let for_look = asker.clone();
    let look = asker.app.look(move |look| {
        let teams = setting::list::<Team>(look)?;
        let others = agents::list(look)?;
        Ok(Seen {
            person: agents::find(look, person)?,
            others: others.into_iter().filter(|it| it.id != person).collect(),
            small: look.business()?.unwrap_or_default().people.is_small(),
            leaving: leaving::read(&for_look, look, person)?,
            leads: teams
                .iter()
                .filter(|it| it.lead == Some(person))
                .map(|it| it.name.clone())
                .collect(),
            teams,
            tags: setting::list(look)?,
            counts: look.weights()?,
        })
    });
    look.await
}

/// The whole page.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn sheet(asker: &Asker, person: AgentId) -> Result<Sheet> {
    let seen = see(asker, person).await?;
    let words = &asker.words;
    let place = format!("/settings/people/{person}");
    let mut roles = roles_to_give(asker, seen.small);
    if !roles.contains(&seen.person.role) {
        roles.push(seen.person.role);
    }
    let choices = roles.iter().map(|it| {
        let name = words.t(&format!("role-{}", it.name()));
        let mut choice = Choice::new(it.name(), name, *it == seen.person.role);
        choice.hint = words.t(&format!("role-{}-about", it.name()));
        choice
    });
    let role = Field::choose(Kind::Radios, "role", words.t("role"), choices.collect());
    let mut sheet = Sheet::new(seen.person.name.clone(), seen.person.email.clone())
        .back("/settings/people", words.t("set-people"))
        .with(
            Section::of(
                String::new(),
                vec![Part::Form(Form::new(
                    format!("{place}/role"),
                    words.t("act-save"),
                    vec![role],
                ))],
            )
            .text(words.t("role-change")),
        );
    sheet.sections.extend(letters::section(asker, &seen.person));
    if !seen.teams.is_empty() {
        let choices = seen.teams.iter().map(|it| {
            let here = seen.person.teams.contains(&it.id);
            Choice::new(it.id.to_string(), it.name.clone(), here)
        });
        let teams = Field::choose(
            Kind::Checks,
            "teams",
            words.t("invite-teams"),
            choices.collect(),
        );
        let form = Form::new(format!("{place}/teams"), words.t("act-save"), vec![teams]);
        sheet = sheet
            .with(Section::of(words.t("set-teams"), vec![Part::Form(form)]))
            .with(serving::section(
                asker,
                &seen.person,
                &seen.tags,
                &seen.counts,
            ));
    }
    if asker.agent().id != person {
        sheet = sheet.with(access::section(asker, &seen.person, &place));
        let leave = leaving::section(asker, &seen.leaving, &seen.others, &seen.leads, &place);
        sheet = sheet.with(leave);
    }
    Ok(sheet)
}

/// `GET /settings/people/{id}`
pub async fn page(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, id(&at)?).await?;
    show(&asker, sheet).await
}

/// `POST /settings/people/{id}/role`
pub async fn set_role(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let person: AgentId = id(&at)?;
    let role = Role::parse(first(&given, "role"));
    let role = role.ok_or(Error::invalid("role", "error-field"))?;
    let viewer = asker.viewer().clone();
    let set = asker
        .app
        .act(move |write| agents::set_role(write, &viewer, person, role))
        .await;
    if set.is_ok() {
        asker.app.hub.end_agent(person);
    }
    let place = format!("/settings/people/{person}");
    done(&asker, set, &place, sheet(&asker, person)).await
}

/// `POST /settings/people/{id}/teams`
pub async fn set_teams(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let person: AgentId = id(&at)?;
    let (viewer, teams) = (asker.viewer().clone(), every::<TeamId>(&given, "teams"));
    let set = asker
        .app
        .act(move |write| agents::set_teams(write, &viewer, person, &teams))
        .await;
    if set.is_ok() {
        asker.app.hub.end_agent(person);
    }
    let place = format!("/settings/people/{person}");
    done(&asker, set, &place, sheet(&asker, person)).await
}
