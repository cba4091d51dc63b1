//! Conversations: lists, one, and what changes one.

use actix_web::web::{Data, Json, Path, Payload, Query};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::body;
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::moves::set_tags;
use crate::api::problem::Answer;
use crate::api::view::conversation::ConversationView;
use crate::api::view::{List, With};
use crate::app::App;
use crate::conversations::{assign, fields, find, promise, status};
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Priority, Status};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, ChannelId, ContactId, TagId, TeamId};
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Conversations looked at for one page: a filter that fits few must not make a look long.
const LOOKED_AT: usize = 2_000;
const LOT: usize = 100;
const MOST: usize = 100;
const USUAL: usize = 25;

/// Which conversations.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    status: Option<String>,
    /// An agent's id, or `none`.
    assignee: Option<String>,
    /// A team's id, or `none`.
    team: Option<String>,
    channel: Option<String>,
    tag: Option<String>,
    contact: Option<String>,
    /// Only `newest`.
    sort: Option<String>,
    limit: Option<usize>,
    cursor: Option<String>,
}

/// A filter whose ids have been read.
struct Wanted {
    status: Option<String>,
    assignee: Option<Option<AgentId>>,
    team: Option<Option<TeamId>>,
    channel: Option<ChannelId>,
    tag: Option<TagId>,
    /// Records of the person.
    contact: Option<Vec<ContactId>>,
}

/// An id in a query or body.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn id<T: std::str::FromStr>(field: &'static str, written: &str) -> Result<T> {
    written
        .parse()
        .map_err(|_| Error::invalid(field, "error-field"))
}

fn id_or_none<T: std::str::FromStr>(field: &'static str, written: &str) -> Result<Option<T>> {
    if written == "none" {
        return Ok(None);
    }
    id(field, written).map(Some)
}

/// Rows of a page, within bounds.
#[must_use]
pub fn limit(asked: Option<usize>) -> usize {
    asked.unwrap_or(USUAL).clamp(1, MOST)
}

impl Filter {
    fn read(&self, look: &Look<'_>) -> Result<Wanted> {
        let names = ["open", "waiting", "snoozed", "resolved", "spam"];
        if let Some(status) = &self.status
            && !names.contains(&status.as_str())
        {
            return Err(Error::invalid("status", "error-field"));
        }
        if self.sort.as_deref().is_some_and(|it| it != "newest") {
            return Err(Error::invalid("sort", "error-field"));
        }
        let contact = match &self.contact {
            Some(written) => {
                let root = look.person(id("contact", written)?)?;
                let root = root.ok_or_else(|| Error::not_found("contact"))?;
                Some(look.records_of_person(root.id)?)
            }
            None => None,
        };
        Ok(Wanted {
            status: self.status.clone(),
            assignee: self
                .assignee
                .as_deref()
                .map(|it| id_or_none("assignee", it))
                .transpose()?,
            team: self
                .team
                .as_deref()
                .map(|it| id_or_none("team", it))
                .transpose()?,
            channel: self
                .channel
                .as_deref()
                .map(|it| id("channel", it))
                .transpose()?,
            tag: self.tag.as_deref().map(|it| id("tag", it)).transpose()?,
            contact,
        })
    }
}

impl Wanted {
    fn fits(&self, viewer: &Viewer, it: &Conversation) -> bool {
        let is = |ok: Option<bool>| ok.unwrap_or(true);
        viewer.sees(it)
            && !it.merged
            && is(self.status.as_ref().map(|name| name == it.status.name()))
            && is(self.assignee.map(|who| who == it.assignee))
            && is(self.team.map(|team| team == it.team))
            && is(self.channel.map(|channel| it.channels.contains(&channel)))
            && is(self.tag.map(|tag| it.tags.contains(&tag)))
            && is(self.contact.as_ref().map(|records| {
                records.contains(&it.contact)
                    || it
                        .participants
                        .iter()
                        .any(|one| records.contains(&one.contact))
            }))
    }

    /// The next page below a number, and where to go on.
    fn page(
        &self,
        look: &Look<'_>,
        viewer: &Viewer,
        below: Option<u64>,
        limit: usize,
    ) -> Result<(Vec<Conversation>, Option<u64>)> {
        let (mut out, mut below, mut looked) = (Vec::new(), below, 0);
        while looked < LOOKED_AT {
            let lot = look.conversations_before(below, LOT)?;
            let last_lot = lot.len() < LOT;
            looked += lot.len();
            for it in lot {
                if out.len() == limit {
                    return Ok((out, below));
                }
                below = Some(it.number);
                if self.fits(viewer, &it) {
                    out.push(it);
                }
            }
            if last_lot {
                return Ok((out, None));
            }
        }
        Ok((out, below))
    }
}

/// `GET /conversations`.
pub async fn list(
    app: Data<App>,
    caller: Caller,
    query: Query<Filter>,
) -> Answer<Json<List<ConversationView>>> {
    let filter = query.into_inner();
    let below: Option<u64> = match &filter.cursor {
        Some(written) => Some(cursor::open(&app.keys, "conversations", written)?),
        None => None,
    };
    let rows = limit(filter.limit);
    let (data, next) = caller
        .look(&app, move |with| {
            let wanted = filter.read(with.look)?;
            let (found, next) = wanted.page(with.look, with.viewer, below, rows)?;
            let data: Result<Vec<_>> = found.iter().map(|it| with.conversation(it)).collect();
            Ok((data?, next))
        })
        .await?;
    Ok(Json(List {
        data,
        next_cursor: next.and_then(|below| cursor::seal(&app.keys, "conversations", &below)),
    }))
}

/// `GET /conversations/{number}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    number: Path<u64>,
) -> Answer<Json<ConversationView>> {
    shown(&app, &caller, *number).await
}

/// One conversation as the caller sees it.
pub async fn shown(app: &App, caller: &Caller, number: u64) -> Answer<Json<ConversationView>> {
    let view = caller
        .look(app, move |with: &With<'_, '_>| {
            with.conversation(&find::find(with.look, with.viewer, number)?)
        })
        .await?;
    Ok(Json(view))
}

/// What may be changed of a conversation; absent means as it is, null takes away.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ConversationPatch)]
pub struct Patch {
    /// `open`, `waiting`, `snoozed`, `resolved` or `spam`.
    status: Option<String>,
    /// With `waiting`: `customer` [default] or `third_party`.
    waiting_on: Option<String>,
    follow_up_at: Option<String>,
    snoozed_until: Option<String>,
    /// An agent's id.
    #[serde(deserialize_with = "given")]
    assignee: Option<Option<String>>,
    /// A team's id.
    #[serde(deserialize_with = "given")]
    team: Option<Option<String>>,
    /// `low`, `normal`, `high` or `urgent`.
    priority: Option<String>,
    /// All of them: ids, or names that are made when there are none.
    tags: Option<Vec<String>>,
    subject: Option<String>,
    /// "Back by then"; null drops the promise.
    #[serde(deserialize_with = "given")]
    promise: Option<Option<String>>,
}

/// Tells null from absent.
///
/// # Errors
/// The reader's.
pub fn given<'de, T, D>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Option::deserialize(from).map(Some)
}

/// An instant in a body.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn instant(field: &'static str, written: Option<&str>) -> Result<Option<Millis>> {
    let read = |it: &str| Millis::parse_rfc3339(it).ok_or(Error::invalid(field, "error-field"));
    written.map(read).transpose()
}

impl Patch {
    /// Makes the changes, each one deed of its own kind, all in one transaction.
    fn make(&self, w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<()> {
        if let Some(team) = &self.team {
            let to = team.as_deref().map(|it| id("team", it)).transpose()?;
            assign::set_team(w, by, number, to)?;
        }
        if let Some(assignee) = &self.assignee {
            let to = assignee
                .as_deref()
                .map(|it| id("assignee", it))
                .transpose()?;
            assign::assign(w, by, number, to)?;
        }
        if let Some(name) = &self.priority {
            let to = Priority::parse(name);
            let to = to.ok_or(Error::invalid("priority", "error-field"))?;
            fields::set_priority(w, by, number, to)?;
        }
        if let Some(tags) = &self.tags {
            set_tags(w, by, number, tags)?;
        }
        if let Some(subject) = &self.subject {
            fields::set_subject(w, by, number, subject)?;
        }
        match &self.promise {
            Some(Some(due)) => {
                let due = instant("promise", Some(due))?.unwrap_or_default();
                promise::promise(w, by, number, due)?;
            }
            Some(None) => {
                promise::drop_promise(w, by, number)?;
            }
            None => {}
        }
        self.move_status(w, by, number)
    }

    fn move_status(&self, w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<()> {
        let until = instant("snoozed_until", self.snoozed_until.as_deref())?;
        let Some(to) = self.status.as_deref().or(until.map(|_| "snoozed")) else {
            return Ok(());
        };
        let was = find::find(w, by, number)?.status;
        match (to, was) {
            ("open", Status::Open) => return Ok(()),
            ("open", Status::Spam) => status::unspam(w, by, number)?,
            ("open", _) => status::reopen(w, by, number)?,
            ("resolved", _) => status::resolve(w, by, number)?,
            ("spam", _) => status::spam(w, by, number)?,
            ("snoozed", _) => {
                let until = until.ok_or(Error::invalid("snoozed_until", "error-missing"))?;
                status::snooze(w, by, number, until)?
            }
            ("waiting", _) => match self.waiting_on.as_deref().unwrap_or("customer") {
                "customer" => status::wait_for_customer(w, by, number)?,
                "third_party" => {
                    let at = instant("follow_up_at", self.follow_up_at.as_deref())?;
                    status::wait_for_third_party(w, by, number, at)?
                }
                _ => return Err(Error::invalid("waiting_on", "error-field")),
            },
            _ => return Err(Error::invalid("status", "error-field")),
        };
        Ok(())
    }
}

/// `PATCH /conversations/{number}`.
pub async fn change(
    app: Data<App>,
    caller: Caller,
    number: Path<u64>,
    payload: Payload,
) -> Answer<Json<ConversationView>> {
    let patch: Patch = body::json(payload).await?.it;
    let (by, number) = (caller.viewer.clone(), *number);
    app.act(move |w| patch.make(w, &by, number)).await?;
    shown(&app, &caller, number).await
}
