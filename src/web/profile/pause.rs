//! A break, or the end of one's day: in two clicks from every page, where there are teams.

use actix_web::web::Form as Body;
use serde::Deserialize;

use crate::conversations::absence::{leave_for_today, pause};
use crate::domain::agent::{Agent, Availability};
use crate::domain::error::Error;
use crate::domain::queue::serving::Break;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::names::Directory;
use crate::web::profile::absence;
use crate::web::view::Choice;
use crate::words::Arg;

/// What the menu sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Given {
    /// The name of a break, or `off`.
    why: String,
    /// A time, or empty: until they say that they are back.
    until: String,
}

/// `POST /settings/me/pause`: begins a break or ends the day; back to the list.
pub async fn set(asker: Asker, given: Body<Given>) -> Answer {
    let (viewer, me) = (asker.viewer().clone(), asker.agent().id);
    if given.why == "off" {
        let deed =
            move |w: &mut crate::store::Write<'_>| leave_for_today(w, &viewer, me).map(|_| ());
        asker.app.act(deed).await?;
        return Ok(see_other("/"));
    }
    let why = Break::parse(&given.why).ok_or_else(|| Error::invalid("why", "error-field"))?;
    let until = match given.until.as_str() {
        "" => None,
        at => {
            let at = asker.words.read_input_time(at);
            Some(at.ok_or_else(|| Error::invalid("until", "error-past"))?)
        }
    };
    let deed =
        move |w: &mut crate::store::Write<'_>| pause(w, &viewer, me, (why, until)).map(|_| ());
    asker.app.act(deed).await?;
    Ok(see_other("/"))
}

/// The breaks one may take, and the end of the day; none where there is no team, or nobody else.
#[must_use]
pub fn breaks(asker: &Asker, directory: &Directory) -> Vec<Choice> {
    let words = &asker.words;
    let teams = directory.teams.iter().any(|it| it.retired_at.is_none());
    if !teams || directory.active_agents().nth(1).is_none() {
        return Vec::new();
    }
    let each = Break::ALL.map(|it| {
        let key = format!("break-{}", it.name());
        Choice::new(it.name(), words.t(&key), false)
    });
    let mut all: Vec<Choice> = each.into();
    let mut off = Choice::new("off", words.t("break-day-over"), false);
    off.hint = words.t("break-day-over-hint");
    all.push(off);
    all
}

/// That one is away, on a break, or done for today; empty when one is there.
#[must_use]
pub fn line(asker: &Asker, agent: &Agent) -> String {
    let words = &asker.words;
    if agent.absence.is_some() {
        return absence::line(asker, agent);
    }
    match agent.availability {
        Availability::Online => String::new(),
        Availability::Off => words.t("break-you-off"),
        Availability::Away { until, why } => {
            let Some(why) = why else {
                return absence::said(asker, until);
            };
            let name = words.t(&format!("break-{}", why.name()));
            match until {
                None => words.t_of("break-you", "break", name),
                Some(at) => words.t_with(
                    "break-you-until",
                    &[
                        ("break", Arg::Text(&name)),
                        ("time", Arg::Text(&words.until(at, asker.now))),
                    ],
                ),
            }
        }
    }
}
