//! Messages: reading them, replying, noting, their files.

use actix_web::http::header::{
    self, ContentDisposition, DispositionParam, DispositionType, HeaderValue,
};
use actix_web::web::{Data, Json, Path, Payload, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::body::{self, Body};
use crate::api::caller::Caller;
use crate::api::conversations::{id, instant, limit};
use crate::api::once::{Made, Once};
use crate::api::problem::{Answer, Problem};
use crate::api::view::List;
use crate::api::view::message::MessageView;
use crate::api::{cursor, files};
use crate::app::{App, off_the_loop};
use crate::conversations::note::{Note, note};
use crate::conversations::reply::{Reply, reply};
use crate::conversations::said::Said;
use crate::conversations::steps::mail::Recipients;
use crate::conversations::write_down::{Place, WrittenDown, write_down};
use crate::conversations::{find, needs_answer as needing, redact as redacting};
use crate::domain::delivery::Then;
use crate::domain::error::{Error, Result};
use crate::domain::id::MessageId;
use crate::domain::message::{Attachment, MailAddress};
use crate::store::Look;

/// A page of messages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PageOf {
    limit: Option<usize>,
    cursor: Option<String>,
}

/// `GET /conversations/{number}/messages`.
pub async fn list(
    app: Data<App>,
    caller: Caller,
    number: Path<u64>,
    query: Query<PageOf>,
) -> Answer<Json<List<MessageView>>> {
    let list = format!("messages {number}");
    let after: Option<u32> = match &query.cursor {
        Some(written) => Some(cursor::open(&app.keys, &list, written)?),
        None => None,
    };
    let (number, rows) = (*number, limit(query.limit));
    let (data, next) = caller
        .look(&app, move |with| {
            let c = find::find(with.look, with.viewer, number)?;
            let mut found = with.look.messages_after(c.id, after, rows + 1)?;
            let more = found.len() > rows;
            found.truncate(rows);
            let next = found.last().map(|it| it.position).filter(|_| more);
            let data: Result<Vec<_>> = found.iter().map(|it| with.message(number, it)).collect();
            Ok((data?, next))
        })
        .await?;
    Ok(Json(List {
        data,
        next_cursor: next.and_then(|after| cursor::seal(&app.keys, &list, &after)),
    }))
}

/// `GET /messages/{id}`.
pub async fn show(
    app: Data<App>,
    caller: Caller,
    id: Path<MessageId>,
) -> Answer<Json<MessageView>> {
    shown(&app, &caller, *id).await.map(Json)
}

/// One message as the caller sees it.
pub async fn shown(app: &App, caller: &Caller, id: MessageId) -> Answer<MessageView> {
    caller
        .look(app, move |with| {
            let (c, message) = find::find_message(with.look, with.viewer, id)?;
            with.message(c.number, &message)
        })
        .await
}

/// A message to write.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewMessage {
    /// `reply`, `note`, or, written down by hand, `inbound` (a visit, a letter) and `call`.
    kind: String,
    text: String,
    /// The channel it leaves by; the conversation's when absent.
    channel_id: Option<String>,
    /// Addresses; the usual ones when absent.
    to: Option<Vec<String>>,
    cc: Option<Vec<String>>,
    bcc: Vec<String>,
    /// Files inside the JSON; larger ones as a form beside the part `message`.
    attachments: Vec<InlineFile>,
    send_at: Option<String>,
    /// `cancel`: do not send when the customer writes first.
    if_customer_writes: Option<String>,
    /// `wait` [default], `keep_open`, `resolve` or `third_party`.
    then: Option<String>,
    /// Id of the newest message the writer has seen: newer ones stop the reply with 409.
    seen_up_to: Option<String>,
    /// Agents named in a note.
    mentions: Vec<String>,
    /// "I will get back to you by then".
    promise: Option<String>,
    /// Of a call: `inbound` [default] or `outbound`.
    direction: Option<String>,
    /// Of what is written down: when it was.
    said_at: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct InlineFile {
    name: String,
    content_type: String,
    base64: String,
}

impl InlineFile {
    /// The file it holds.
    ///
    /// # Errors
    /// 422 when it is no base64.
    pub fn read(&self) -> Answer<body::File> {
        body::inline(&self.name, &self.content_type, &self.base64)
    }
}

fn addresses(given: &[String]) -> Vec<MailAddress> {
    let address = |it: &String| MailAddress {
        name: String::new(),
        address: it.trim().to_owned(),
    };
    given.iter().map(address).collect()
}

impl NewMessage {
    /// Moves files out of the JSON to those that came beside it.
    ///
    /// # Errors
    /// 422 when one is no base64.
    pub fn take_files(of: &mut Body<Self>) -> Answer<()> {
        for file in std::mem::take(&mut of.it.attachments) {
            of.files.push(file.read()?);
        }
        Ok(())
    }

    /// A first message.
    #[must_use]
    pub fn saying(text: &str, send_at: Option<String>) -> Self {
        NewMessage {
            text: text.to_owned(),
            send_at,
            ..NewMessage::default()
        }
    }

    /// The reply as the deed takes it.
    ///
    /// # Errors
    /// [`Error::Invalid`] on what is wrong.
    pub fn reply(&self, conversation: u64, attachments: Vec<Attachment>) -> Result<Reply> {
        let channel = self.channel_id.as_deref();
        Ok(Reply {
            conversation,
            said: Said::of(&self.text),
            recipients: Recipients {
                to: self.to.as_deref().map(addresses),
                cc: self.cc.as_deref().map(addresses),
                bcc: addresses(&self.bcc),
            },
            attachments,
            channel: channel.map(|it| id("channel_id", it)).transpose()?,
            then: match self.then.as_deref().unwrap_or("wait") {
                "wait" => Then::Wait,
                "keep_open" => Then::KeepOpen,
                "resolve" => Then::Resolve,
                "third_party" => Then::ThirdParty { follow_up_at: None },
                _ => return Err(Error::invalid("then", "error-field")),
            },
            send_at: instant("send_at", self.send_at.as_deref())?,
            cancel_if_customer_writes: match self.if_customer_writes.as_deref() {
                None => false,
                Some("cancel") => true,
                Some(_) => return Err(Error::invalid("if_customer_writes", "error-field")),
            },
            promise: instant("promise", self.promise.as_deref())?,
            ..Reply::default()
        })
    }

    /// A call or visit, written down.
    fn written_down(&self, number: u64, attachments: Vec<Attachment>) -> Result<WrittenDown> {
        Ok(WrittenDown {
            place: Place::In(number),
            by_customer: match self.direction.as_deref().unwrap_or("inbound") {
                "inbound" => true,
                "outbound" => false,
                _ => return Err(Error::invalid("direction", "error-field")),
            },
            said: Said::of(&self.text),
            attachments,
            said_at: instant("said_at", self.said_at.as_deref())?,
        })
    }

    fn note(&self, conversation: u64, attachments: Vec<Attachment>) -> Result<Note> {
        let mentions: Result<Vec<_>> = self.mentions.iter().map(|it| id("mentions", it)).collect();
        Ok(Note {
            conversation,
            said: Said::of(&self.text),
            mentions: mentions?,
            attachments,
        })
    }
}

/// The position of a message the writer has seen.
fn seen(look: &Look<'_>, conversation: u64, written: &str) -> Result<u32> {
    let message = look.message(id("seen_up_to", written)?)?;
    let found = look.conversation_numbered(conversation)?;
    message
        .filter(|it| found.is_some_and(|c| c.id == it.conversation))
        .map(|it| it.position)
        .ok_or(Error::invalid("seen_up_to", "error-field"))
}

/// What a message deed is given, ready to run more than once.
enum Ready {
    Reply(Box<Reply>, Option<String>),
    Note(Box<Note>),
    WrittenDown(Box<WrittenDown>),
}

/// `POST /conversations/{number}/messages`.
pub async fn create(
    app: Data<App>,
    caller: Caller,
    number: Path<u64>,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let mut came: Body<NewMessage> = body::with_files(&req, payload).await?;
    NewMessage::take_files(&mut came)?;
    let once = Once::of(&req, &caller, &came.same)?;
    let staged = files::stage(&app, came.files).await?;
    let (new, number) = (came.it, *number);
    let ready = match new.kind.as_str() {
        "reply" => {
            let reply = new.reply(number, staged.attachments.clone())?;
            Ready::Reply(Box::new(reply), new.seen_up_to.clone())
        }
        "note" => Ready::Note(Box::new(new.note(number, staged.attachments.clone())?)),
        "inbound" | "call" => {
            let input = new.written_down(number, staged.attachments.clone())?;
            Ready::WrittenDown(Box::new(input))
        }
        _ => return Err(Error::invalid("kind", "error-field").into()),
    };
    let (by, keys) = (caller.viewer.clone(), app.keys.clone());
    let done = once
        .act(&app, move |w| match &ready {
            Ready::Note(input) => Ok(note(w, &by, input)?.id),
            Ready::WrittenDown(input) => Ok(write_down(w, &by, input)?.1.id),
            Ready::Reply(input, seen_up_to) => {
                find::find(w, &by, number)?;
                let mut input = (**input).clone();
                let seen = seen_up_to.as_deref().map(|it| seen(w, number, it));
                input.seen_up_to = seen.transpose()?;
                Ok(reply(w, &keys, &by, &input)?.message.id)
            }
        })
        .await;
    drop(staged);
    match done {
        Err(Problem::Ours(Error::Stale { seen_up_to })) => {
            Err(stale(&app, &caller, number, seen_up_to).await?)
        }
        done => answer(&app, &caller, done?).await,
    }
}

/// 201 with the message.
pub async fn answer(app: &App, caller: &Caller, made: Made<MessageId>) -> Answer<HttpResponse> {
    let view = shown(app, caller, made.it).await?;
    Ok(made.respond(view))
}

/// 409 with the messages that came since.
async fn stale(app: &App, caller: &Caller, number: u64, after: u32) -> Answer<Problem> {
    let newer = caller
        .look(app, move |with| {
            let c = find::find(with.look, with.viewer, number)?;
            let found = with.look.messages_after(c.id, Some(after), 50)?;
            found
                .iter()
                .map(|it| with.message(number, it))
                .collect::<Result<Vec<_>>>()
        })
        .await?;
    let newer = serde_json::to_value(newer).map_err(|err| Error::internal("messages", err))?;
    Ok(Problem::Stale(newer))
}

/// `POST /messages/{id}/needs_answer`: it was filed, and yet somebody should answer.
pub async fn needs_answer(
    app: Data<App>,
    caller: Caller,
    id: Path<MessageId>,
    req: HttpRequest,
) -> Answer<HttpResponse> {
    let once = Once::of(&req, &caller, &[])?;
    let (by, id) = (caller.viewer.clone(), *id);
    let made = once
        .act(&app, move |w| {
            needing::needs_answer(w, &by, id)?;
            Ok(id)
        })
        .await?;
    Ok(made.done(shown(&app, &caller, id).await?))
}

/// Why a message is withdrawn.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Redact {
    reason: String,
}

/// `POST /messages/{id}/redact`: its text and files are gone for good.
pub async fn redact(
    app: Data<App>,
    caller: Caller,
    id: Path<MessageId>,
    req: HttpRequest,
    payload: Payload,
) -> Answer<HttpResponse> {
    let came = body::json::<Redact>(payload).await?;
    let once = Once::of(&req, &caller, &came.same)?;
    let (by, id) = (caller.viewer.clone(), *id);
    let made = once
        .act(&app, move |w| {
            redacting::redact(w, &by, id)?;
            Ok(id)
        })
        .await?;
    Ok(made.done(shown(&app, &caller, id).await?))
}

/// `GET /messages/{id}/attachments/{attachment}`: the bytes, to be saved and never shown.
pub async fn attachment(
    app: Data<App>,
    caller: Caller,
    path: Path<(MessageId, String)>,
) -> Answer<HttpResponse> {
    let (message, wanted) = path.into_inner();
    let file = caller
        .look(&app, move |with| {
            let (_, message) = find::find_message(with.look, with.viewer, message)?;
            let found = message
                .attachments
                .into_iter()
                .find(|it| it.id.to_string() == wanted);
            found.ok_or_else(|| Error::not_found("attachment"))
        })
        .await?;
    let (blobs, hash) = (app.blobs.clone(), file.blob);
    let bytes = off_the_loop(move || blobs.read(hash)).await??;
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(file.name)],
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/octet-stream"))
        .insert_header(disposition)
        .insert_header((
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
        .body(bytes))
}
