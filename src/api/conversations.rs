//! Conversations: lists, one, and what changes one.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::call::{Asking, Call};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{given, given_id, instant, limit, maybe_id};
use crate::api::filter::{self, Place, Sort};
use crate::api::moves::set_tags;
use crate::api::openapi::Nothing;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::conversation::ConversationView;
use crate::api::view::{List, With};
use crate::app::App;
use crate::conversations::routing::{back, next};
use crate::conversations::{assign, fields, find, promise, status};
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Priority, Status};
use crate::domain::error::{Error, Result};
use crate::store::Write;

/// Which conversations, and in what order.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct Filter {
    #[param(schema_with = one::<choices::Status>)]
    status: Option<String>,
    /// An agent's id, or `none`.
    assignee: Option<String>,
    /// A team's id, or `none`.
    team: Option<String>,
    /// A channel's id: conversations that went over it.
    channel: Option<String>,
    /// A tag's id.
    tag: Option<String>,
    /// A contact's id: conversations of the person, as customer or participant.
    contact: Option<String>,
    /// Whether law wants an answer by a date.
    legal_due: Option<bool>,
    #[param(schema_with = one::<choices::Sort>)]
    sort: Option<String>,
    /// Rows of a page; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before, asked with the same filter and order.
    cursor: Option<String>,
}

/// `GET /conversations`. A page may be short although more follow: a filter that fits few looks at so many at most.
pub async fn list(app: Data<App>, asking: Asking<Filter>) -> Answer<Json<List<ConversationView>>> {
    let Asking { caller, it: asked } = asking;
    let sort = Sort::read(asked.sort.as_deref())?;
    let list = format!("conversations {}", sort.name());
    let after: Option<Place> = match &asked.cursor {
        Some(written) => Some(cursor::open(&app.keys, &list, written)?),
        None => None,
    };
    let rows = limit(asked.limit);
    let which = filter::Filter {
        status: asked.status,
        assignee: asked.assignee,
        team: asked.team,
        channel: asked.channel,
        tag: asked.tag,
        contact: asked.contact,
        legal_due: asked.legal_due,
    };
    let (data, next) = caller
        .look(&app, move |with| {
            let wanted = which.read(with.look)?;
            let (found, next) = wanted.page(with.look, with.viewer, sort, after, rows)?;
            let data: Result<Vec<_>> = found.iter().map(|it| with.conversation(it)).collect();
            Ok((data?, next))
        })
        .await?;
    Ok(Json(List::page(&app.keys, &list, (data, next))))
}

/// Of which team.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Next {
    /// A team's id; any of one's own without it.
    team: Option<String>,
}

/// `POST /conversations/take_next`.
pub async fn take_next(app: Data<App>, call: Call<Next>) -> Answer<HttpResponse> {
    let team = maybe_id("team", call.it.team.as_ref())?;
    let made = call
        .act(&app, move |w, by| {
            next::take_next(w, by, team).map(|it| it.number)
        })
        .await?;
    let taken = view(&app, &call.caller, made.it).await?;
    Ok(made.done(taken))
}

/// `POST /conversations/{number}/keep`.
pub async fn keep(app: Data<App>, number: Path<u64>, call: Call<Nothing>) -> Answer<HttpResponse> {
    let number = *number;
    let made = call
        .act(&app, move |w, by| Ok(back::keep(w, by, number)?.number))
        .await?;
    let kept = view(&app, &call.caller, made.it).await?;
    Ok(made.done(kept))
}

/// `GET /conversations/{number}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    number: Path<u64>,
) -> Answer<Json<ConversationView>> {
    view(&app, &caller, *number).await.map(Json)
}

/// One conversation as the caller sees it.
pub async fn view(app: &App, caller: &Caller, number: u64) -> Answer<ConversationView> {
    caller
        .look(app, move |with: &With<'_, '_>| {
            with.conversation(&find::find(with.look, with.viewer, number)?)
        })
        .await
}

/// What may be changed of a conversation; absent means as it is, null takes away.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ConversationPatch)]
#[schema(example = json!({ "status": "snoozed", "snoozed_until": "2026-12-01T08:00:00Z", "tags": ["order"], "assignee": null }))]
pub struct Patch {
    #[schema(schema_with = one::<choices::Status>)]
    status: Option<String>,
    #[schema(schema_with = one::<choices::WaitingOn>)]
    waiting_on: Option<String>,
    follow_up_at: Option<String>,
    snoozed_until: Option<String>,
    /// An agent's id.
    #[serde(deserialize_with = "given")]
    assignee: Option<Option<String>>,
    /// A team's id.
    #[serde(deserialize_with = "given")]
    team: Option<Option<String>>,
    #[schema(schema_with = one::<choices::Priority>)]
    priority: Option<String>,
    /// All of them: ids, or names that are made when there are none.
    tags: Option<Vec<String>>,
    subject: Option<String>,
    /// Whom it is about, in words, when that is not its contact.
    about: Option<String>,
    /// The same, when they are a contact; null when they are none.
    #[serde(deserialize_with = "given")]
    about_contact: Option<Option<String>>,
    /// "Back by then"; null drops the promise.
    #[serde(deserialize_with = "given")]
    promise: Option<Option<String>>,
}

impl Patch {
    /// Makes the changes, each one deed of its own kind, all in one transaction.
    fn make(&self, w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<()> {
        if let Some(to) = given_id("team", self.team.as_ref())? {
            assign::set_team(w, by, number, to)?;
        }
        if let Some(to) = given_id("assignee", self.assignee.as_ref())? {
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
        let about_contact = given_id("about_contact", self.about_contact.as_ref())?;
        if self.about.is_some() || about_contact.is_some() {
            let was = find::find(w, by, number)?;
            let text = self.about.as_deref().unwrap_or(&was.about);
            let contact = about_contact.unwrap_or(was.about_contact);
            fields::set_about(w, by, number, (text, contact))?;
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
        match (chosen::<choices::Status>("status", to)?, was) {
            ("open", Status::Open) => return Ok(()),
            ("open", Status::Spam) => status::unspam(w, by, number)?,
            ("open", _) => status::reopen(w, by, number)?,
            ("resolved", _) => status::resolve(w, by, number)?,
            ("spam", _) => status::spam(w, by, number)?,
            ("snoozed", _) => {
                let until = until.ok_or(Error::invalid("snoozed_until", "error-missing"))?;
                status::snooze(w, by, number, until)?
            }
            _ => {
                let on = self.waiting_on.as_deref().unwrap_or("customer");
                if chosen::<choices::WaitingOn>("waiting_on", on)? == "customer" {
                    status::wait_for_customer(w, by, number)?
                } else {
                    let at = instant("follow_up_at", self.follow_up_at.as_deref())?;
                    status::wait_for_third_party(w, by, number, at)?
                }
            }
        };
        Ok(())
    }
}

/// `PATCH /conversations/{number}`.
pub async fn change(app: Data<App>, number: Path<u64>, call: Call<Patch>) -> Answer<HttpResponse> {
    let (patch, number) = (call.it.clone(), *number);
    let made = call
        .act(&app, move |w, by| patch.make(w, by, number))
        .await?;
    Ok(made.done(view(&app, &call.caller, number).await?))
}
