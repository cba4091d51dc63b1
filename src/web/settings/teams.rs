//! `/settings/teams`: queues that people share.

use actix_web::web::{Path, Query};

use crate::conversations::audience::follow_team;
use crate::desk::teams::{self, NewTeam};
use crate::desk::{agents, calendars, setting};
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, TeamId};
use crate::domain::queue::Mode;
use crate::domain::team::Team;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker};
use crate::web::browse::{self, Browsed};
use crate::web::settings::{Pairs, admin, done, every, first, id, show};
use crate::web::settings::{hours, queue, weights};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section, Sheet};
use crate::web::view::Choice;
use crate::words::Words;

pub const PLACE: &str = "/settings/teams";

fn leads(words: &Words, people: &[Agent], chosen: Option<AgentId>) -> Field {
    let mut choices = vec![Choice::new("", words.t("team-no-lead"), chosen.is_none())];
    choices.extend(
        people
            .iter()
            .map(|it| Choice::new(it.id.to_string(), it.name.clone(), Some(it.id) == chosen)),
    );
    Field::choose(Kind::Select, "lead", words.t("team-lead"), choices)
}

/// The page of all.
///
/// # Errors
/// The store's.
pub async fn sheet(asker: &Asker, asked: &Browsed) -> Result<Sheet> {
    let (all, people, counts) = asker
        .app
        .look(|look| {
            let teams = setting::list::<Team>(look)?;
            Ok((teams, agents::list(look)?, look.weights()?))
        })
        .await?;
    let words = &asker.words;
    let row = |team: &Team| {
        let members = people.iter().filter(|it| it.teams.contains(&team.id));
        Row {
            href: format!("/settings/teams/{}", team.id),
            title: team.name.clone(),
            text: words.t_n("team-members", members.count()),
            chip: if team.private {
                words.t("team-private")
            } else {
                String::new()
            },
            ..Row::default()
        }
    };
    let named = |it: &Team| it.name.clone();
    let place = (PLACE, asked);
    let gives = all.iter().any(|it| it.queue.mode == Mode::Push);
    let list = browse::list(words, place, all, (named, row), "teams-none");
    let add = Form::new(
        PLACE,
        words.t("act-add"),
        vec![
            Field::text("name", words.t("team-name"), "").required(),
            Field::new(Kind::Check, "private", words.t("team-private"), "")
                .hint(words.t("team-private-hint")),
            leads(words, &people, None),
        ],
    );
    let page = Sheet::new(words.t("set-teams"), words.t("set-teams-about"))
        .back("/settings", words.t("nav-settings"))
        .with(Section::of(String::new(), list))
        .with(Section::of(words.t("team-new"), vec![Part::Form(add)]));
    // Where nobody is given anything it would count for nothing.
    Ok(match gives {
        true => page.with(weights::section(words, &counts)),
        false => page,
    })
}

/// `GET /settings/teams`
pub async fn page(asker: Asker, asked: Query<Browsed>) -> Answer {
    admin(&asker)?;
    let sheet = sheet(&asker, &asked).await?;
    show(&asker, sheet).await
}

fn lead(form: &[(String, String)]) -> Option<AgentId> {
    first(form, "lead").parse().ok()
}

/// `POST /settings/teams`
pub async fn add(asker: Asker, given: Pairs) -> Answer {
    let viewer = asker.viewer().clone();
    let new = NewTeam {
        name: first(&given, "name").to_owned(),
        private: !first(&given, "private").is_empty(),
        lead: lead(&given),
    };
    let made = asker
        .app
        .act(move |write| teams::make(write, &viewer, &new).map(|_| ()))
        .await;
    done(&asker, made, PLACE, sheet(&asker, &Browsed::default())).await
}

/// The page of one.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn one(asker: &Asker, team: TeamId) -> Result<Sheet> {
    let for_look = asker.clone();
    let (it, people, queue, calendars) = asker
        .app
        .look(move |look| {
            let it: Team = setting::find(look, team)?;
            let queue = queue::sections(&for_look, look, &it)?;
            let calendars = calendars::list(look)?;
            Ok((it, agents::list(look)?, queue, calendars))
        })
        .await?;
    let words = &asker.words;
    let members = people
        .iter()
        .map(|person| {
            let here = person.teams.contains(&team);
            Choice::new(person.id.to_string(), person.name.clone(), here)
        })
        .collect();
    let place = format!("/settings/teams/{team}");
    let mut fields = vec![
        Field::text("name", words.t("team-name"), it.name.clone()).required(),
        leads(words, &people, it.lead),
        Field::choose(Kind::Checks, "members", words.t("team-who"), members),
    ];
    fields.extend(hours::choice(words, &calendars, it.calendar));
    let form = Form::new(place.clone(), words.t("act-save"), fields);
    let (lead, turn, about) = if it.private {
        (words.t("team-private-hint"), "team-open", "team-open-text")
    } else {
        (String::new(), "team-close", "team-close-text")
    };
    let privacy = Form {
        fields: vec![Field::hidden("private", if it.private { "" } else { "1" })],
        ..Form::button(format!("{place}/privacy"), words.t(turn))
    };
    let retire = Form::button(format!("{place}/retire"), words.t("act-retire")).danger();
    let mut sheet = Sheet::new(it.name, lead)
        .back("/settings/teams", words.t("set-teams"))
        .with(Section::of(String::new(), vec![Part::Form(form)]));
    sheet.sections.extend(queue);
    Ok(sheet
        .with(Section::of(words.t("team-readers"), vec![Part::Form(privacy)]).text(words.t(about)))
        .with(
            Section::of(words.t("team-retire"), vec![Part::Form(retire)])
                .text(words.t("team-retire-text")),
        ))
}

/// `GET /settings/teams/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    admin(&asker)?;
    let sheet = one(&asker, id(&at)?).await?;
    show(&asker, sheet).await
}

/// Sets name, lead, hours and members together.
fn change(
    write: &mut Write<'_>,
    asker: &Asker,
    team: TeamId,
    given: &[(String, String)],
) -> Result<()> {
    let viewer = asker.viewer();
    teams::change(write, viewer, team, first(given, "name"), lead(given))?;
    if let Some(calendar) = hours::chosen(given) {
        calendars::choose_for_team(write, viewer, team, calendar)?;
    }
    let wanted: Vec<AgentId> = every(given, "members");
    for person in agents::list(write)? {
        let (is, should) = (person.teams.contains(&team), wanted.contains(&person.id));
        if is == should {
            continue;
        }
        let mut all = person.teams.clone();
        all.retain(|it| *it != team);
        if should {
            all.push(team);
        }
        agents::set_teams(write, viewer, person.id, &all)?;
    }
    Ok(())
}

/// `POST /settings/teams/{id}`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let team: TeamId = id(&at)?;
    let (for_deed, form) = (asker.clone(), given.into_inner());
    let saved = asker
        .app
        .act(move |write| change(write, &for_deed, team, &form))
        .await;
    done(&asker, saved, "/settings/teams", one(&asker, team)).await
}

/// `POST /settings/teams/{id}/privacy`: `private` makes it so, an empty one opens it; its conversations follow.
pub async fn set_privacy(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (team, viewer) = (id::<TeamId>(&at)?, asker.viewer().clone());
    let private = !first(&given, "private").is_empty();
    let set = asker
        .app
        .act(move |write| {
            teams::set_private(write, &viewer, team, private)?;
            follow_team(write, &viewer, team)
        })
        .await;
    let place = format!("/settings/teams/{team}");
    done(&asker, set, &place, one(&asker, team)).await
}

/// Mailboxes that give their mail to a team must name another first.
fn check_unused(look: &Look<'_>, team: TeamId) -> Result<()> {
    let used = look
        .channels()?
        .iter()
        .any(|it| it.retired_at.is_none() && it.team == Some(team));
    if used {
        Err(Error::conflict("team-in-use"))
    } else {
        Ok(())
    }
}

/// `POST /settings/teams/{id}/retire`
pub async fn retire(asker: Asker, at: Path<String>) -> Answer {
    let (team, viewer) = (id::<TeamId>(&at)?, asker.viewer().clone());
    let retired = asker
        .app
        .act(move |write| {
            check_unused(write, team)?;
            setting::retire::<Team>(write, &viewer, team)
        })
        .await;
    done(&asker, retired, "/settings/teams", one(&asker, team)).await
}
