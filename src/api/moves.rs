//! Starting a conversation; moving, splitting and merging, each undoable.

use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::body::{self, Body};
use crate::api::caller::Caller;
use crate::api::contacts::handle;
use crate::api::conversations::{id, shown};
use crate::api::files;
use crate::api::messages::{InlineFile, NewMessage};
use crate::api::once::{Made, Once};
use crate::api::problem::Answer;
use crate::api::view::conversation::ConversationView;
use crate::app::App;
use crate::conversations::start::{Start, To, start};
use crate::conversations::{find, moving, undo as undoing};
use crate::desk::tags;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChangeId, MessageId};
use crate::domain::message::Attachment;
use crate::store::Look;

/// Whom to write to: a contact, or an identifier that is found or made.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Recipient {
    contact_id: Option<String>,
    identifier: Option<Identifier>,
    /// For an identifier nobody has yet.
    name: String,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = NewIdentifier)]
pub struct Identifier {
    /// `email` or `phone`.
    kind: String,
    value: String,
}

impl Identifier {
    /// The handle it names.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `identifier`.
    pub fn handle(&self) -> Result<crate::domain::contact::Handle> {
        handle(&format!("{}:{}", self.kind, self.value))
    }
}

/// A conversation to start.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewConversation {
    to: Recipient,
    channel_id: String,
    subject: String,
    text: String,
    attachments: Vec<InlineFile>,
    send_at: Option<String>,
    assignee: Option<String>,
    team: Option<String>,
    /// Ids of tags.
    tags: Vec<String>,
    /// A new one even when one is open with the contact on that channel.
    new: bool,
}

fn recipient(it: &Recipient) -> Result<To> {
    match (&it.contact_id, &it.identifier) {
        (Some(written), None) => Ok(To::Contact(id("to", written)?)),
        (None, Some(named)) => Ok(To::Handle {
            handle: named.handle()?,
            name: it.name.clone(),
        }),
        _ => Err(Error::invalid("to", "error-field")),
    }
}

impl NewConversation {
    fn start(&self, attachments: Vec<Attachment>) -> Result<Start> {
        let first = NewMessage::saying(&self.text, self.send_at.clone());
        let tags: Result<Vec<_>> = self.tags.iter().map(|it| id("tags", it)).collect();
        Ok(Start {
            to: recipient(&self.to)?,
            channel: id("channel_id", &self.channel_id)?,
            subject: self.subject.clone(),
            reply: first.reply(0, attachments)?,
            assignee: self
                .assignee
                .as_deref()
                .map(|it| id("assignee", it))
                .transpose()?,
            team: self.team.as_deref().map(|it| id("team", it)).transpose()?,
            tags: tags?,
            new: self.new,
        })
    }
}

/// `POST /conversations`.
pub async fn create(
    app: Data<App>,
    caller: Caller,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let mut came: Body<NewConversation> = body::with_files(&req, payload).await?;
    let inline = std::mem::take(&mut came.it.attachments);
    for file in inline {
        came.files.push(file.read()?);
    }
    let once = Once::of(&req, &caller, &came.same)?;
    let staged = files::stage(&app, came.files).await?;
    let input = came.it.start(staged.attachments.clone())?;
    let (by, keys) = (caller.viewer.clone(), app.keys.clone());
    let made = once
        .act(&app, move |w| {
            Ok(start(w, &keys, &by, &input)?.conversation.number)
        })
        .await?;
    drop(staged);
    let view = shown(&app, &caller, made.it).await?.into_inner();
    Ok(made.respond(view))
}

/// What a move made.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Moved {
    conversation: ConversationView,
    /// For the undoing.
    change_id: String,
}

async fn moved(app: &App, caller: &Caller, made: Made<(u64, ChangeId)>) -> Answer<HttpResponse> {
    let conversation = shown(app, caller, made.it.0).await?.into_inner();
    Ok(made.done(Moved {
        conversation,
        change_id: made.it.1.to_string(),
    }))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// Number of the conversation that goes on.
    into: u64,
}

/// `POST /conversations/{number}/merge`.
pub async fn merge(
    app: Data<App>,
    caller: Caller,
    number: Path<u64>,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<Merge>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let (by, number, into) = (caller.viewer.clone(), *number, came.it.into);
    let made = once
        .act(&app, move |w| {
            let (c, change) = moving::merge(w, &by, number, into)?;
            Ok((c.number, change))
        })
        .await?;
    moved(&app, &caller, made).await
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Split {
    /// Ids of messages that become a conversation of their own, or move to another.
    messages: Vec<String>,
    /// Number of the conversation they move to; absent: a new one.
    to: Option<u64>,
}

/// `POST /conversations/{number}/split`.
pub async fn split(
    app: Data<App>,
    caller: Caller,
    number: Path<u64>,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<Split>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let chosen: Result<Vec<MessageId>> = came
        .it
        .messages
        .iter()
        .map(|it| id("messages", it))
        .collect();
    let (by, number, chosen, to) = (caller.viewer.clone(), *number, chosen?, came.it.to);
    let made = once
        .act(&app, move |w| {
            let (c, change) = match to {
                Some(to) => moving::move_messages(w, &by, number, &chosen, to)?,
                None => moving::split(w, &by, number, &chosen)?,
            };
            Ok((c.number, change))
        })
        .await?;
    moved(&app, &caller, made).await
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Undo {
    /// The conversation's newest when absent.
    change_id: Option<String>,
}

/// `POST /conversations/{number}/undo`.
pub async fn undo(
    app: Data<App>,
    caller: Caller,
    number: Path<u64>,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<Undo>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let given: Option<ChangeId> = match &came.it.change_id {
        Some(written) => Some(id("change_id", written)?),
        None => None,
    };
    let (by, number) = (caller.viewer.clone(), *number);
    let made = once
        .act(&app, move |w| {
            let c = find::find(w, &by, number)?;
            let change = match given {
                Some(change) => change,
                None => newest(w, c.id)?,
            };
            undoing::undo(w, &by, change)?;
            Ok((number, change))
        })
        .await?;
    moved(&app, &caller, made).await
}

/// The newest change of a conversation that was not taken back.
fn newest(look: &Look<'_>, of: crate::domain::id::ConversationId) -> Result<ChangeId> {
    let all = look.changes_of(of, 100)?;
    let found = all.into_iter().find(|it| it.undone_at.is_none());
    found
        .map(|it| it.id)
        .ok_or_else(|| Error::not_found("change"))
}

/// The tags of a conversation as they shall be: ids, or names that are made when there are none.
///
/// # Errors
/// What tagging answers.
pub fn set_tags(
    w: &mut crate::store::Write<'_>,
    by: &crate::domain::actor::Viewer,
    number: u64,
    wanted: &[String],
) -> Result<()> {
    let was = find::find(w, by, number)?.tags;
    let mut shall = Vec::new();
    for written in wanted {
        let tag = match written.parse() {
            Ok(id) => id,
            Err(_) => tags::find_or_make(w, by, written)?.id,
        };
        shall.push(tag);
        if !was.contains(&tag) {
            crate::conversations::fields::tag(w, by, number, tag)?;
        }
    }
    for tag in was.iter().filter(|it| !shall.contains(it)) {
        crate::conversations::fields::untag(w, by, number, *tag)?;
    }
    Ok(())
}
