//! Starting a conversation; moving, splitting and merging, each undoable.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::body::{InlineFile, WithFiles};
use crate::api::call::{Call, Upload};
use crate::api::caller::Caller;
use crate::api::contacts::handle;
use crate::api::conversations::view;
use crate::api::fields::{id, maybe_id};
use crate::api::messages::{NewMessage, NewTemplate};
use crate::api::once::Made;
use crate::api::problem::Answer;
use crate::api::view::choices::{self, one};
use crate::api::view::conversation::ConversationView;
use crate::api::view::time;
use crate::app::App;
use crate::app::going_on as ways;
use crate::conversations::start::{Start, To, start};
use crate::conversations::{find, going_on, moving, undo as undoing};
use crate::desk::tags;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChangeId, ChannelId, MessageId};
use crate::domain::message::Attachment;
use crate::store::Look;

/// A way to another channel.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "channel_id": "01900000-0000-7000-8000-000000000000" }))]
pub struct NewWay {
    channel_id: String,
}

/// What the customer is given.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Way)]
pub struct WayView {
    channel_id: String,
    code: String,
    /// Null by mail: there they write the code.
    url: Option<String>,
    /// The sentence to send, in the customer's language.
    text: String,
    expires_at: String,
}

/// `POST /conversations/{number}/ways`.
pub async fn way(app: Data<App>, number: Path<u64>, call: Call<NewWay>) -> Answer<HttpResponse> {
    let (number, to) = (*number, id::<ChannelId>("channel_id", &call.it.channel_id)?);
    let keys = app.keys.clone();
    let made = call
        .act(&app, move |w, by| {
            let (c, made) = going_on::offer(w, by, number, (&keys, to))?;
            Ok((c.contact, made.id, made.expires_at))
        })
        .await?;
    let (contact, code, until) = made.it;
    let (code, for_look) = (app.keys.move_code(code), app.clone());
    let written = code.clone();
    let way = call
        .caller
        .look(&app, move |with| {
            let channel = with
                .look
                .channel(to)?
                .ok_or_else(|| Error::not_found("channel"))?;
            let known = with.look.person(contact)?.unwrap_or_default().language;
            let ours = with.look.business()?.unwrap_or_default().language;
            let language = if known.is_empty() { ours } else { known };
            ways::way(&for_look, with.look, &channel, (&language, &written))
        })
        .await?;
    Ok(made.respond(WayView {
        channel_id: to.to_string(),
        code,
        url: Some(way.url).filter(|it| !it.is_empty()),
        text: way.text,
        expires_at: time(until),
    }))
}

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
    #[schema(schema_with = one::<choices::IdentifierKind>)]
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
#[schema(example = json!({ "to": { "identifier": { "kind": "email", "value": "sofia@flores.example" }, "name": "Sofía" }, "channel_id": "01900000-0000-7000-8000-000000000000", "subject": "Su pedido", "text": "Ya va en camino." }))]
pub struct NewConversation {
    to: Recipient,
    channel_id: String,
    subject: String,
    text: String,
    attachments: Vec<InlineFile>,
    /// On a messaging channel: sent as an approved text, which goes to people who have not written lately too.
    template: Option<NewTemplate>,
    /// Where only approved texts are taken now: this one asks, and `text` waits until the customer says yes.
    ask: Option<NewTemplate>,
    send_at: Option<String>,
    assignee: Option<String>,
    team: Option<String>,
    /// Ids of tags.
    tags: Vec<String>,
    /// A new one even when one is open with the contact on that channel.
    new: bool,
}

/// Whom that means.
///
/// # Errors
/// [`Error::Invalid`] on `to`.
pub fn recipient(it: &Recipient) -> Result<To> {
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
        let texts = (self.template.clone(), self.ask.clone());
        let first = NewMessage::saying(&self.text, self.send_at.clone(), texts);
        let tags: Result<Vec<_>> = self.tags.iter().map(|it| id("tags", it)).collect();
        Ok(Start {
            to: recipient(&self.to)?,
            channel: id("channel_id", &self.channel_id)?,
            subject: self.subject.clone(),
            reply: first.reply(0, attachments)?,
            assignee: maybe_id("assignee", self.assignee.as_ref())?,
            team: maybe_id("team", self.team.as_ref())?,
            tags: tags?,
            new: self.new,
        })
    }
}

impl WithFiles for NewConversation {
    fn take_files(&mut self) -> Vec<InlineFile> {
        std::mem::take(&mut self.attachments)
    }
}

/// `POST /conversations`.
pub async fn create(app: Data<App>, upload: Upload<NewConversation>) -> Answer<HttpResponse> {
    let Upload { call, files } = upload;
    let input = call.it.start(files.attachments.clone())?;
    let keys = app.keys.clone();
    let made = call
        .act(&app, move |w, by| {
            Ok(start(w, &keys, by, &input)?.conversation.number)
        })
        .await?;
    drop(files);
    let view = view(&app, &call.caller, made.it).await?;
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
    let conversation = view(app, caller, made.it.0).await?;
    Ok(made.done(Moved {
        conversation,
        change_id: made.it.1.to_string(),
    }))
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "into": 482 }))]
pub struct Merge {
    /// Number of the conversation that goes on.
    into: u64,
}

/// `POST /conversations/{number}/merge`.
pub async fn merge(app: Data<App>, number: Path<u64>, call: Call<Merge>) -> Answer<HttpResponse> {
    let (number, into) = (*number, call.it.into);
    let made = call
        .act(&app, move |w, by| {
            let (c, change) = moving::merge(w, by, number, into)?;
            Ok((c.number, change))
        })
        .await?;
    moved(&app, &call.caller, made).await
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "messages": ["01900000-0000-7000-8000-000000000000"] }))]
pub struct Split {
    /// Ids of messages that become a conversation of their own, or move to another.
    messages: Vec<String>,
    /// Number of the conversation they move to; absent: a new one.
    to: Option<u64>,
}

/// `POST /conversations/{number}/split`.
pub async fn split(app: Data<App>, number: Path<u64>, call: Call<Split>) -> Answer<HttpResponse> {
    let chosen = call.it.messages.iter().map(|it| id("messages", it));
    let chosen: Result<Vec<MessageId>> = chosen.collect();
    let (number, chosen, to) = (*number, chosen?, call.it.to);
    let made = call
        .act(&app, move |w, by| {
            let (c, change) = match to {
                Some(to) => moving::move_messages(w, by, number, &chosen, to)?,
                None => moving::split(w, by, number, &chosen)?,
            };
            Ok((c.number, change))
        })
        .await?;
    moved(&app, &call.caller, made).await
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Undo {
    /// The conversation's newest when absent.
    change_id: Option<String>,
}

/// `POST /conversations/{number}/undo`.
pub async fn undo(app: Data<App>, number: Path<u64>, call: Call<Undo>) -> Answer<HttpResponse> {
    let given: Option<ChangeId> = maybe_id("change_id", call.it.change_id.as_ref())?;
    let number = *number;
    let made = call
        .act(&app, move |w, by| {
            let c = find::find(w, by, number)?;
            let change = match given {
                Some(change) => change,
                None => newest(w, c.id)?,
            };
            undoing::undo(w, by, change)?;
            Ok((number, change))
        })
        .await?;
    moved(&app, &call.caller, made).await
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
