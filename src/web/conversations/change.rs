//! Forms that move a conversation: who has it, what state it is in, which team's it is.

use actix_web::web::{Form, Path, Query};
use serde::Deserialize;

use crate::contacts::blocks;
use crate::conversations::bulk::at_once;
use crate::conversations::find::find;
use crate::domain::bulk::BulkAction;
use crate::domain::error::{Error, Result};
use crate::domain::id::BulkId;
use crate::domain::time::Millis;
use crate::store::Write;
use crate::web::asker::{Answer, Asker, see_other};

/// What the forms of the head send; each its own fields.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    to: String,
    until: String,
    agent: String,
    team: String,
    list: String,
    /// With `to` `spam`: the sender is blocked too.
    block: String,
    /// With `to` `open`: the block is lifted.
    unblock: String,
}

/// Back to the conversation, with what was done.
#[must_use]
pub fn back(number: u64, list: &str, done: &str) -> actix_web::HttpResponse {
    let list: String = url::form_urlencoded::byte_serialize(list.as_bytes()).collect();
    see_other(&format!("/c/{number}?list={list}&done={done}"))
}

/// As [`back`], with the way to take back what was done, if anything was.
#[must_use]
pub fn back_from(
    number: u64,
    list: &str,
    (done, bulk): (&str, Option<BulkId>),
) -> actix_web::HttpResponse {
    match bulk {
        Some(bulk) => back(number, list, &format!("{done}&bulk={bulk}")),
        None => back(number, list, done),
    }
}

/// `POST /c/{number}/status`: `to` is `open`, `waiting`, `third-party`, `snoozed` (with `until`), `resolved`, `spam`.
pub async fn set_status(
    asker: Asker,
    number: Path<u64>,
    asked: Query<Wanted>,
    form: Form<Wanted>,
) -> Answer {
    let number = number.into_inner();
    let mut form = form.into_inner();
    if form.to.is_empty() {
        form.to.clone_from(&asked.to);
        form.unblock.clone_from(&asked.unblock);
    }
    let until = match form.to.as_str() {
        "snoozed" => Some(read_until(&asker, &form.until)?),
        _ => None,
    };
    let (viewer, to) = (asker.viewer().clone(), form.to.clone());
    let (block, unblock) = (form.block == "1", form.unblock == "1");
    let bulk = asker
        .app
        .act(move |w| {
            let done = moved(w, &viewer, number, &to, until)?;
            let contact = find(w, &viewer, number)?.contact;
            match to.as_str() {
                "spam" if block => blocks::block(w, &viewer, contact, None, "")?,
                "open" if unblock => blocks::unblock(w, &viewer, contact)?,
                _ => return Ok(done),
            };
            Ok(done)
        })
        .await?;
    let done = match form.to.as_str() {
        "resolved" => "resolved",
        "spam" if block => "spam-blocked",
        "spam" => "spam",
        _ => "done",
    };
    Ok(back_from(number, &form.list, (done, bulk)))
}

fn read_until(asker: &Asker, text: &str) -> Result<Millis> {
    asker
        .words
        .read_input_time(text)
        .ok_or_else(|| Error::invalid("until", "error-past"))
}

fn moved(
    w: &mut Write<'_>,
    by: &crate::domain::actor::Viewer,
    number: u64,
    to: &str,
    until: Option<Millis>,
) -> Result<Option<BulkId>> {
    let action = match (to, until) {
        ("open", _) => BulkAction::Open,
        ("waiting", _) => BulkAction::WaitForCustomer,
        ("third-party", _) => BulkAction::WaitForThirdParty,
        ("snoozed", Some(until)) => BulkAction::Snooze { until },
        ("resolved", _) => BulkAction::Resolve,
        ("spam", _) => BulkAction::Spam,
        _ => return Err(Error::invalid("to", "error-field")),
    };
    at_once(w, by, number, action)
}

/// `POST /c/{number}/assignee`: `agent` is an id, or empty for nobody.
pub async fn set_assignee(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let number = number.into_inner();
    let to = optional(&form.agent, "agent")?;
    let viewer = asker.viewer().clone();
    let done = asker
        .app
        .act(move |w| at_once(w, &viewer, number, BulkAction::Assign { to }))
        .await?;
    Ok(back_from(number, &form.list, ("done", done)))
}

/// `POST /c/{number}/team`: `team` is an id, or empty for none.
pub async fn set_team_of(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let number = number.into_inner();
    let to = optional(&form.team, "team")?;
    let viewer = asker.viewer().clone();
    let done = asker
        .app
        .act(move |w| at_once(w, &viewer, number, BulkAction::SetTeam { to }))
        .await?;
    Ok(back_from(number, &form.list, ("done", done)))
}

fn optional<T: std::str::FromStr>(text: &str, field: &'static str) -> Result<Option<T>> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| Error::invalid(field, "error-field"))
}
