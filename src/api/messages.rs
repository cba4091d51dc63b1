//! Messages: reading them, replying, noting, their files.

use actix_web::HttpResponse;
use actix_web::http::header::{
    self, ContentDisposition, DispositionParam, DispositionType, HeaderValue,
};
use actix_web::web::{Data, Json, Path};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::body::{InlineFile, WithFiles};
use crate::api::call::{Asking, Call, Upload};
use crate::api::caller::Caller;
use crate::api::cursor;
use crate::api::fields::{PageOf, id, instant, limit, maybe_id};
use crate::api::openapi::Nothing;
use crate::api::problem::{Answer, Problem};
use crate::api::view::List;
use crate::api::view::choices::{self, chosen, one};
use crate::api::view::message::MessageView;
use crate::app::{App, off_the_loop};
use crate::conversations::chat::react as reacting;
use crate::conversations::forward::{Forward, forward};
use crate::conversations::marks::repeated;
use crate::conversations::note::{Note, note};
use crate::conversations::reply::{Reply, reply};
use crate::conversations::said::Said;
use crate::conversations::steps::mail::Recipients;
use crate::conversations::write_down::{Place, WrittenDown, write_down};
use crate::conversations::{find, needs_answer as needing, redact as redacting};
use crate::domain::chat::{Button, TemplateUse};
use crate::domain::delivery::Then;
use crate::domain::error::{Error, Result};
use crate::domain::id::MessageId;
use crate::domain::message::{Attachment, MailAddress};
use crate::store::Look;

/// `GET /conversations/{number}/messages`.
pub async fn list(
    app: Data<App>,
    number: Path<u64>,
    asking: Asking<PageOf>,
) -> Answer<Json<List<MessageView>>> {
    let Asking { caller, it: query } = asking;
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
    Ok(Json(List::page(&app.keys, &list, (data, next))))
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
#[schema(example = json!({ "kind": "reply", "text": "Ya va en camino.", "then": "resolve" }))]
pub struct NewMessage {
    #[schema(schema_with = one::<choices::NewMessageKind>, required = true)]
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
    #[schema(schema_with = one::<choices::IfCustomerWrites>)]
    if_customer_writes: Option<String>,
    #[schema(schema_with = one::<choices::Then>)]
    then: Option<String>,
    /// With `third_party`: when it comes back to open [in two working days].
    follow_up_at: Option<String>,
    /// Id of the newest message the writer has seen: newer ones stop the reply with 409.
    seen_up_to: Option<String>,
    /// Agents named in a note.
    mentions: Vec<String>,
    /// "I will get back to you by then".
    promise: Option<String>,
    /// This is what was promised: the open promise is kept with it.
    keeps_promise: bool,
    /// Of a forward: ids of the messages whose text goes along.
    messages: Vec<String>,
    /// Of a forward: ids of attachments of the conversation's messages that go along.
    files: Vec<String>,
    /// Of a forward: what its mail is about; made of the conversation's when absent.
    subject: Option<String>,
    /// Of a forward: a message of the side conversation it goes on in; `to` may then be left out.
    strand: Option<String>,
    #[schema(schema_with = one::<choices::CallDirection>)]
    direction: Option<String>,
    /// On a messaging channel: id of the message of the conversation it quotes.
    quotes: Option<String>,
    /// Of what is written down: when it was.
    said_at: Option<String>,
    /// On a messaging channel: sent as an approved text, which goes when the window for free answers is closed too.
    template: Option<NewTemplate>,
    /// While the window for free answers is closed: this approved text asks, and `text` waits until the customer says yes.
    ask: Option<NewTemplate>,
    /// On a messaging channel: choices below the text.
    buttons: Vec<NewButton>,
}

/// A provider's approved text with its variables filled in.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "name": "answer_waiting", "language": "es", "body": ["María"] }))]
pub struct NewTemplate {
    name: String,
    /// As the provider names it, such as `es_MX`.
    language: String,
    /// Of the header, in order; of one that is a file its https address.
    header: Vec<String>,
    /// Of the body, in order.
    body: Vec<String>,
    /// Of the buttons that have one.
    buttons: Vec<TemplateButton>,
}

/// The variable of one button.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TemplateButton {
    /// Place among the buttons, from 0.
    place: u8,
    value: String,
}

/// A choice the customer may press.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NewButton {
    /// Comes back when it is pressed.
    id: String,
    text: String,
}

/// A template as it is meant.
///
/// # Errors
/// [`Error::Invalid`] on `template` without a name or a language.
pub fn template(it: &NewTemplate) -> Result<TemplateUse> {
    if it.name.is_empty() || it.language.is_empty() {
        return Err(Error::invalid("template", "error-missing"));
    }
    let buttons = it.buttons.iter().map(|it| (it.place, it.value.clone()));
    Ok(TemplateUse {
        name: it.name.clone(),
        language: it.language.clone(),
        header: it.header.clone(),
        body: it.body.clone(),
        buttons: buttons.collect(),
    })
}

fn button(it: &NewButton) -> Button {
    Button {
        id: it.id.clone(),
        text: it.text.clone(),
    }
}

impl WithFiles for NewMessage {
    fn take_files(&mut self) -> Vec<InlineFile> {
        std::mem::take(&mut self.attachments)
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
    /// A first message, with the approved text it is or is asked by.
    #[must_use]
    pub fn saying(
        text: &str,
        send_at: Option<String>,
        (template, ask): (Option<NewTemplate>, Option<NewTemplate>),
    ) -> Self {
        NewMessage {
            text: text.to_owned(),
            send_at,
            template,
            ask,
            ..NewMessage::default()
        }
    }

    /// The reply as the deed takes it.
    ///
    /// # Errors
    /// [`Error::Invalid`] on what is wrong.
    pub fn reply(&self, conversation: u64, attachments: Vec<Attachment>) -> Result<Reply> {
        let after = self.if_customer_writes.as_deref();
        let after = after.map(|it| chosen::<choices::IfCustomerWrites>("if_customer_writes", it));
        Ok(Reply {
            conversation,
            said: Said::of(&self.text),
            recipients: Recipients {
                to: self.to.as_deref().map(addresses),
                cc: self.cc.as_deref().map(addresses),
                bcc: addresses(&self.bcc),
            },
            attachments,
            channel: maybe_id("channel_id", self.channel_id.as_ref())?,
            then: match chosen::<choices::Then>("then", self.then.as_deref().unwrap_or("wait"))? {
                "keep_open" => Then::KeepOpen,
                "resolve" => Then::Resolve,
                "third_party" => Then::ThirdParty {
                    follow_up_at: instant("follow_up_at", self.follow_up_at.as_deref())?,
                },
                _ => Then::Wait,
            },
            send_at: instant("send_at", self.send_at.as_deref())?,
            cancel_if_customer_writes: after.transpose()?.is_some(),
            promise: instant("promise", self.promise.as_deref())?,
            keeps_promise: self.keeps_promise,
            template: self.template.as_ref().map(template).transpose()?,
            ask: self.ask.as_ref().map(template).transpose()?,
            buttons: self.buttons.iter().map(button).collect(),
            ..Reply::default()
        })
    }

    /// A call or visit, written down.
    fn written_down(&self, number: u64, attachments: Vec<Attachment>) -> Result<WrittenDown> {
        let direction = self.direction.as_deref().unwrap_or("inbound");
        let direction = chosen::<choices::CallDirection>("direction", direction)?;
        Ok(WrittenDown {
            place: Place::In(number),
            by_customer: direction == "inbound",
            said: Said::of(&self.text),
            attachments,
            said_at: instant("said_at", self.said_at.as_deref())?,
        })
    }

    /// A message to third parties. What only an answer to the customer can have is wrong here.
    fn forward(&self, conversation: u64, attachments: Vec<Attachment>) -> Result<Forward> {
        let foreign = [
            ("cc", self.cc.is_some()),
            ("bcc", !self.bcc.is_empty()),
            ("send_at", self.send_at.is_some()),
            ("if_customer_writes", self.if_customer_writes.is_some()),
            ("promise", self.promise.is_some()),
            ("mentions", !self.mentions.is_empty()),
        ];
        if let Some((field, _)) = foreign.into_iter().find(|(_, given)| *given) {
            return Err(Error::invalid(field, "error-field"));
        }
        let messages: Result<Vec<_>> = self.messages.iter().map(|it| id("messages", it)).collect();
        let files: Result<Vec<_>> = self.files.iter().map(|it| id("files", it)).collect();
        Ok(Forward {
            conversation,
            said: Said::of(&self.text),
            to: self.to.as_deref().map(addresses).unwrap_or_default(),
            subject: self.subject.clone().unwrap_or_default(),
            messages: messages?,
            files: files?,
            attachments,
            strand: maybe_id("strand", self.strand.as_ref())?,
            channel: maybe_id("channel_id", self.channel_id.as_ref())?,
            waits: match self.then.as_deref() {
                None | Some("keep_open") => false,
                Some("third_party") => true,
                Some(_) => return Err(Error::invalid("then", "error-field")),
            },
            follow_up_at: instant("follow_up_at", self.follow_up_at.as_deref())?,
            undo: None,
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

/// The position of a message of a conversation, named by a field.
fn position(
    look: &Look<'_>,
    conversation: u64,
    (field, written): (&'static str, &str),
) -> Result<u32> {
    let message = look.message(id(field, written)?)?;
    let found = look.conversation_numbered(conversation)?;
    message
        .filter(|it| found.is_some_and(|c| c.id == it.conversation))
        .map(|it| it.position)
        .ok_or(Error::invalid(field, "error-field"))
}

/// What a message deed is given, ready to run more than once.
enum Ready {
    /// With the ids of the newest message seen and of the one quoted.
    Reply(Box<Reply>, Option<String>, Option<String>),
    Note(Box<Note>),
    Forward(Box<Forward>),
    WrittenDown(Box<WrittenDown>),
}

impl NewMessage {
    fn ready(&self, number: u64, attachments: Vec<Attachment>) -> Result<Ready> {
        Ok(
            match chosen::<choices::NewMessageKind>("kind", &self.kind)? {
                "reply" => {
                    let reply = self.reply(number, attachments)?;
                    let (seen, quotes) = (self.seen_up_to.clone(), self.quotes.clone());
                    Ready::Reply(Box::new(reply), seen, quotes)
                }
                "forward" => Ready::Forward(Box::new(self.forward(number, attachments)?)),
                "note" => Ready::Note(Box::new(self.note(number, attachments)?)),
                _ => Ready::WrittenDown(Box::new(self.written_down(number, attachments)?)),
            },
        )
    }
}

/// `POST /conversations/{number}/messages`.
pub async fn create(
    app: Data<App>,
    number: Path<u64>,
    upload: Upload<NewMessage>,
) -> Answer<HttpResponse> {
    let Upload { call, files } = upload;
    let number = *number;
    let ready = call.it.ready(number, files.attachments.clone())?;
    let keys = app.keys.clone();
    let done = call
        .act(&app, move |w, by| match &ready {
            Ready::Note(input) => Ok(note(w, by, input)?.id),
            Ready::Forward(input) => Ok(forward(w, &keys, by, input)?.message.id),
            Ready::WrittenDown(input) => Ok(write_down(w, by, input)?.1.id),
            Ready::Reply(input, seen_up_to, quotes) => {
                find::find(w, by, number)?;
                let mut input = (**input).clone();
                let place = |field, it: &Option<String>| {
                    let named = it.as_deref();
                    named.map(|it| position(w, number, (field, it))).transpose()
                };
                input.seen_up_to = place("seen_up_to", seen_up_to)?;
                input.quotes = place("quotes", quotes)?;
                Ok(reply(w, &keys, by, &input)?.message.id)
            }
        })
        .await;
    drop(files);
    match done {
        Err(Problem::Ours(Error::Stale { seen_up_to })) => {
            Err(stale(&app, &call.caller, number, seen_up_to).await?)
        }
        done => {
            let made = done?;
            let view = shown(&app, &call.caller, made.it).await?;
            Ok(made.respond(view))
        }
    }
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
    id: Path<MessageId>,
    call: Call<Nothing>,
) -> Answer<HttpResponse> {
    let id = *id;
    let made = call
        .act(&app, move |w, by| {
            needing::needs_answer(w, by, id).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// Whether the customer had to say it again.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = NewRepetition, example = json!({ "had_to_repeat": true }))]
pub struct Repeated {
    had_to_repeat: bool,
}

/// `POST /messages/{id}/repetition`: the customer had to say it again, or that is taken back.
pub async fn repetition(
    app: Data<App>,
    id: Path<MessageId>,
    call: Call<Repeated>,
) -> Answer<HttpResponse> {
    let (id, on) = (*id, call.it.had_to_repeat);
    let made = call
        .act(&app, move |w, by| repeated::mark(w, by, id, on).map(|_| ()))
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// An emoji on a message of the customer's.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = NewReaction, example = json!({ "emoji": "👍" }))]
pub struct React {
    /// One of 👍 ❤ 🙏 👏 🎉 😢; empty takes ours away.
    emoji: String,
}

/// `POST /messages/{id}/reaction`: there is one of ours on a message.
pub async fn react(app: Data<App>, id: Path<MessageId>, call: Call<React>) -> Answer<HttpResponse> {
    let (id, emoji) = (*id, call.it.emoji.clone());
    let made = call
        .act(&app, move |w, by| {
            reacting::react(w, by, id, &emoji).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
}

/// Why a message is withdrawn.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({ "reason": "A card number" }))]
pub struct Redact {
    reason: String,
}

/// `POST /messages/{id}/redact`: its text and files are gone for good.
pub async fn redact(
    app: Data<App>,
    id: Path<MessageId>,
    call: Call<Redact>,
) -> Answer<HttpResponse> {
    let (id, because) = (*id, call.it.reason.clone());
    let made = call
        .act(&app, move |w, by| {
            redacting::redact(w, by, id, &because).map(|_| ())
        })
        .await?;
    Ok(made.done(shown(&app, &call.caller, id).await?))
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
