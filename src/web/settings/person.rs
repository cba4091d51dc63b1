//! `/settings/people/{id}`: one person: role, teams, and that they leave.

use actix_web::web::Path;

use crate::conversations::assign::{left_behind, replace_assignee};
use crate::desk::{agents, setting};
use crate::domain::actor::Role;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, TeamId};
use crate::domain::team::Team;
use crate::web::asker::{Answer, Asker};
use crate::web::settings::people::roles_to_give;
use crate::web::settings::{Pairs, admin, done, every, first, id, show};
use crate::web::sheet::{Cell, Field, Form, Kind, Part, Section, Sheet, Table};
use crate::web::view::Choice;

/// Conversations listed of what somebody leaves; the number says how many there are.
const LISTED: usize = 50;

struct Seen {
    person: Agent,
    teams: Vec<Team>,
    others: Vec<Agent>,
    small: bool,
    /// Number, subject.
    left: Vec<(u64, String)>,
    n_left: usize,
    n_drafts: usize,
    leads: Vec<String>,
}

async fn see(asker: &Asker, person: AgentId) -> Result<Seen> {
    let viewer = asker.viewer().clone();
    let look = asker.app.look(move |look| {
        let teams = setting::list::<Team>(look)?;
        let ids = left_behind(look, person)?.conversations;
        let mut left = Vec::new();
        for it in ids.iter().take(LISTED) {
            if let Some(c) = look.conversation(*it)?.filter(|it| viewer.sees(it)) {
                left.push((c.number, c.subject));
            }
        }
        let others = agents::list(look)?;
        Ok(Seen {
            person: agents::find(look, person)?,
            others: others.into_iter().filter(|it| it.id != person).collect(),
            small: look.business()?.unwrap_or_default().people.is_small(),
            n_left: ids.len(),
            left,
            n_drafts: look.drafts_of(person)?.len(),
            leads: teams
                .iter()
                .filter(|it| it.lead == Some(person))
                .map(|it| it.name.clone())
                .collect(),
            teams,
        })
    });
    look.await
}

async fn sheet(asker: &Asker, person: AgentId) -> Result<Sheet> {
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
    if !seen.teams.is_empty() {
        let choices = seen.teams.iter().map(|it| {
            let here = seen.person.teams.contains(&it.id);
            Choice::new(it.id.to_string(), it.name.clone(), here)
        });
        let teams = Field::choose(
            Kind::Checks,
            "teams",
            words.t("set-teams"),
            choices.collect(),
        );
        let form = Form::new(format!("{place}/teams"), words.t("act-save"), vec![teams]);
        sheet = sheet.with(Section::of(words.t("set-teams"), vec![Part::Form(form)]));
    }
    if asker.agent().id != person {
        sheet = sheet.with(leaving(asker, &seen, &place));
    }
    Ok(sheet)
}

/// What they leave, and to whom it goes.
fn leaving(asker: &Asker, seen: &Seen, place: &str) -> Section {
    let words = &asker.words;
    let mut parts = vec![Part::Text(words.t_n("leave-cases", seen.n_left))];
    if !seen.left.is_empty() {
        let rows = seen.left.iter().map(|(number, subject)| {
            vec![
                Cell::link(format!("#{number}"), format!("/c/{number}")),
                subject.clone().into(),
            ]
        });
        parts.push(Part::Table(Table {
            label: words.t("leave-list"),
            heads: vec![words.t("leave-number"), words.t("leave-subject")],
            rows: rows.collect(),
        }));
    }
    if seen.n_drafts > 0 {
        parts.push(Part::Text(words.t_n("leave-drafts", seen.n_drafts)));
    }
    if !seen.leads.is_empty() {
        parts.push(Part::Text(words.t_of(
            "leave-leads",
            "teams",
            seen.leads.join(", "),
        )));
    }
    let mut heirs = vec![Choice::new("", words.t("leave-to-all"), true)];
    heirs.extend(
        seen.others
            .iter()
            .map(|it| Choice::new(it.id.to_string(), it.name.clone(), false)),
    );
    let to = Field::choose(Kind::Select, "to", words.t("leave-to"), heirs);
    let form = Form::new(format!("{place}/leave"), words.t("leave-act"), vec![to]).danger();
    parts.push(Part::Form(form));
    Section::of(words.t("leave-title"), parts)
        .text(words.t("leave-text"))
        .id("leave")
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

/// `POST /settings/people/{id}/leave`: places what they had, and closes the door behind them.
pub async fn leave(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let person: AgentId = id(&at)?;
    let to: Option<AgentId> = match first(&given, "to") {
        "" => None,
        it => Some(id(it)?),
    };
    let viewer = asker.viewer().clone();
    let left = asker
        .app
        .act(move |write| {
            // First the door: it may be refused, and then nothing was moved.
            agents::deactivate(write, &viewer, person)?;
            replace_assignee(write, &viewer, person, to).map(|_| ())
        })
        .await;
    if left.is_ok() {
        asker.app.hub.end_agent(person);
    }
    done(&asker, left, "/settings/people", sheet(&asker, person)).await
}
