//! How a team's conversations find somebody, and who of it is here now: part of the page of a team.

use actix_web::web::Path;

use crate::app::monitor::There;
use crate::conversations::routing::floor::{Floor, load};
use crate::desk::teams;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::id::TeamId;
use crate::domain::queue::serving::Spoken;
use crate::domain::queue::{Mode, Overflow, Queue, TakeBack};
use crate::domain::team::Team;
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::names::Directory;
use crate::web::settings::teams::one;
use crate::web::settings::{Pairs, done, first, id};
use crate::web::sheet::{Field, Form, Kind, Part, Row, Section};
use crate::web::view::Choice;
use crate::words::{Arg, Words};

/// More that wait than are counted.
const COUNTED: usize = 1_000;

/// Both sections.
///
/// # Errors
/// The store's.
pub fn sections(asker: &Asker, look: &Look<'_>, team: &Team) -> Result<Vec<Section>> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let place = format!("/settings/teams/{}/queue", team.id);
    let form = Form::new(place, words.t("act-save"), fields(asker, &directory, team));
    let how = Section::of(words.t("queue-title"), vec![Part::Form(form)]);
    Ok(vec![how.id("queue"), now(asker, look, &directory, team)?])
}

fn fields(asker: &Asker, directory: &Directory, team: &Team) -> Vec<Field> {
    let (words, queue) = (&asker.words, &team.queue);
    let modes = Mode::ALL.map(|it| {
        let key = format!("mode-{}", it.name());
        let mut choice = Choice::new(it.name(), words.t(&key), it == queue.mode);
        choice.hint = words.t(&format!("{key}-hint"));
        choice
    });
    let others = directory.teams_for(asker.viewer());
    let others = others.filter(|it| it.id != team.id).map(|it| {
        let now = queue.overflow.is_some_and(|over| over.to == it.id);
        Choice::new(it.id.to_string(), it.name.clone(), now)
    });
    let none = Choice::new("", words.t("queue-overflow-none"), queue.overflow.is_none());
    let minutes = |name: &str, key: &str, value: u16| {
        Field::input("number", name, words.t(key), value.to_string())
    };
    let back = queue.take_back;
    let after = queue.overflow.map_or(0, |it| it.minutes);
    let mut all = vec![
        Field::choose(Kind::Radios, "mode", words.t("queue-mode"), modes.into()),
        minutes("fit_minutes", "queue-fit", queue.fit_minutes).hint(words.t("queue-fit-hint")),
        minutes("chat", "queue-back-chat", back.chat).hint(words.t("queue-back-hint")),
        minutes("messaging", "queue-back-messaging", back.messaging),
        minutes("mail", "queue-back-mail", back.mail),
    ];
    let others: Vec<Choice> = std::iter::once(none).chain(others).collect();
    if others.len() > 1 {
        let label = words.t("queue-overflow");
        all.push(Field::choose(Kind::Select, "overflow", label, others));
        all.push(minutes("minutes", "queue-overflow-minutes", after));
    }
    all
}

/// How many wait, why nobody gets the first of them, and what everybody of the team carries.
fn now(asker: &Asker, look: &Look<'_>, directory: &Directory, team: &Team) -> Result<Section> {
    let words = &asker.words;
    let waits = look.line(Some(team.id), None, COUNTED)?.len();
    let mut parts = vec![Part::Text(words.t_n("queue-waits", waits))];
    parts.extend(why(asker, look, team)?.map(Part::Text));
    let mut rows = Vec::new();
    let member = |it: &&&Agent| it.teams.contains(&team.id);
    for agent in directory.people().iter().filter(member) {
        let state = state(asker, agent);
        rows.push(Row {
            href: format!("/settings/people/{}", agent.id),
            title: agent.name.clone(),
            text: said(words, directory, agent, load(look, agent.id)?),
            health: Some(state),
            ..Row::default()
        });
    }
    parts.push(if rows.is_empty() {
        Part::Text(words.t("queue-no-members"))
    } else {
        Part::Rows(rows)
    });
    Ok(Section::of(words.t("queue-now"), parts).id("now"))
}

/// Why nobody gets the first in line, where Lobby gives out and something waits.
///
/// # Errors
/// The store's.
pub fn why(asker: &Asker, look: &Look<'_>, team: &Team) -> Result<Option<String>> {
    if team.queue.mode != Mode::Push {
        return Ok(None);
    }
    let place = look.line(Some(team.id), None, 1)?.first().copied();
    let first = place.map(|it| look.conversation(it.conversation));
    let Some(c) = first.transpose()?.flatten() else {
        return Ok(None);
    };
    let there = asker.app.presences.there(asker.now);
    let floor = Floor::read(look, &there, asker.now)?;
    let nobody = floor.who(look, &c)?.err();
    let words = &asker.words;
    Ok(nobody.map(|it| words.t_of(&format!("queue-nobody-{}", it.name()), "team", &team.name)))
}

/// How somebody stands: where the dot is, and what it says.
fn state(asker: &Asker, agent: &Agent) -> (&'static str, String) {
    let active = asker.app.presences.is_there(agent.id, asker.now);
    let (dot, key) = There::of(agent, active, asker.now).shown();
    (dot, asker.words.t(key))
}

fn said(words: &Words, directory: &Directory, agent: &Agent, load: u16) -> String {
    let serving = &agent.serving;
    let carries = [
        ("load", Arg::Number(i64::from(load))),
        ("cap", Arg::Number(i64::from(serving.cap()))),
    ];
    let mut parts = vec![words.t_with("queue-carries", &carries)];
    let skills = serving.skills.iter().filter_map(|it| directory.tag(*it));
    parts.extend(skills.map(|it| it.name.clone()));
    let speaks = serving.speaks.iter().filter_map(|it| Spoken::of(it));
    parts.extend(speaks.map(|it| words.tongue(it)));
    parts.join(" · ")
}

fn number(form: &[(String, String)], name: &'static str) -> Result<u16> {
    match first(form, name).trim() {
        "" => Ok(0),
        it => it
            .parse()
            .map_err(|_| Error::invalid(name, "error-queue-minutes")),
    }
}

fn read(form: &[(String, String)]) -> Result<Queue> {
    let mode = Mode::parse(first(form, "mode"));
    let overflow = match first(form, "overflow") {
        "" => None,
        team => Some(Overflow {
            to: team
                .parse()
                .map_err(|_| Error::invalid("overflow", "error-overflow-team"))?,
            minutes: number(form, "minutes")?,
        }),
    };
    Ok(Queue {
        mode: mode.ok_or_else(|| Error::invalid("mode", "error-field"))?,
        fit_minutes: number(form, "fit_minutes")?,
        take_back: TakeBack {
            chat: number(form, "chat")?,
            messaging: number(form, "messaging")?,
            mail: number(form, "mail")?,
        },
        overflow,
    })
}

/// `POST /settings/teams/{id}/queue`
pub async fn save(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let (team, viewer) = (id::<TeamId>(&at)?, asker.viewer().clone());
    let saved = match read(&given) {
        Ok(queue) => {
            let deed =
                move |w: &mut crate::store::Write<'_>| teams::set_queue(w, &viewer, team, queue);
            asker.app.act(deed).await
        }
        Err(err) => asker
            .viewer()
            .need(crate::domain::actor::Right::Administer)
            .and(Err(err)),
    };
    let place = format!("/settings/teams/{team}");
    done(&asker, saved, &place, one(&asker, team)).await
}
