//! What was said, as the visitor sees it: a piece of the page that the script fetches whenever something changed.

use actix_web::http::header::CACHE_CONTROL;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde_json::json;

use crate::app::App;
use crate::channels::webchat::pass::Pass;
use crate::conversations::chat::visitor::{self, Seen, Talks};
use crate::domain::chat::holding::Holding;
use crate::domain::contact::IdentifierKind;
use crate::domain::delivery::DeliveryState;
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::store::Look;
use crate::text::markdown;
use crate::web::asker::Answer;
use crate::web::conversations::files;
use crate::web::conversations::item::PICTURES;
use crate::web::view::{Part, linked};
use crate::web::widget::{Chat, panel};
use crate::words::Words;

/// Addresses of files stay the same for an hour, so that what is fetched again is the same.
const FILE_STEP: Span = Span::hours(1);

/// One message.
pub struct Item {
    pub id: String,
    /// What the script named it, of theirs.
    pub key: String,
    pub ours: bool,
    pub who: String,
    /// A line above it, where a day begins.
    pub day: String,
    pub clock: String,
    pub machine: String,
    pub text: Vec<Part>,
    pub files: Vec<File>,
    /// What became of it, of theirs.
    pub state: String,
    pub withdrawn: bool,
    /// What may be pressed: of the newest message alone.
    pub choices: Vec<String>,
}

/// A file to look at or to keep.
pub struct File {
    pub name: String,
    pub size: String,
    /// Empty while it is not here.
    pub href: String,
    pub picture: bool,
}

/// The talk, and whether the visitor is to be asked how else they can be reached.
#[derive(Template)]
#[template(path = "widget/thread.html")]
pub struct ThreadView {
    pub words: Words,
    pub items: Vec<Item>,
    pub ask: bool,
    pub last: String,
    pub unread: usize,
}

/// What a visitor sees now.
///
/// # Errors
/// The store's.
pub async fn view(chat: &Chat, pass: Option<&Pass>) -> Result<ThreadView> {
    let handle = pass.map(|it| chat.handle(it));
    let (channel, words, now) = (chat.channel.clone(), chat.words.clone(), chat.now);
    let keys = chat.app.keys.clone();
    let alone = !panel::hours(chat).0 || chat.app.hub.open_pages() == 0;
    chat.app
        .look(move |look| {
            let talks = match &handle {
                Some(it) => visitor::talks(look, &channel, it)?,
                None => Talks::default(),
            };
            let mut items: Vec<Item> = Vec::new();
            let mut day = String::new();
            for it in &talks.messages {
                let mut item = item(look, (&words, &keys, now), it)?;
                let line = words.day_line(it.message.said_at, now);
                if line != day {
                    item.day.clone_from(&line);
                    day = line;
                }
                items.push(item);
            }
            if let (Some(item), Some(newest)) = (items.last_mut(), talks.messages.last()) {
                item.choices = choices(&newest.message);
            }
            let wrote = items.iter().any(|it| !it.ours);
            let reached = match talks.contact {
                Some(it) => has_address(look, it)?,
                None => true,
            };
            let unread = |it: &&Seen| {
                it.message.kind == MessageKind::Reply && it.state != Some(DeliveryState::Read)
            };
            Ok(ThreadView {
                ask: alone && wrote && !reached,
                last: items.last().map(|it| it.id.clone()).unwrap_or_default(),
                unread: talks.messages.iter().filter(unread).count(),
                words: words.clone(),
                items,
            })
        })
        .await
}

/// What may be pressed under a message of ours.
fn choices(message: &Message) -> Vec<String> {
    let ours = message.kind == MessageKind::Reply && !message.redacted;
    let chat = message.chat.as_ref().filter(|_| ours);
    let buttons = chat.into_iter().flat_map(|it| &it.buttons);
    buttons.map(|it| it.text.clone()).collect()
}

fn has_address(look: &Look<'_>, contact: ContactId) -> Result<bool> {
    let held = look.identifiers_of(contact)?;
    Ok(held
        .iter()
        .any(|it| it.handle.kind == IdentifierKind::Email && !it.former && !it.invalid))
}

fn item(
    look: &Look<'_>,
    (words, keys, now): (&Words, &KeyRing, Millis),
    it: &Seen,
) -> Result<Item> {
    let message = &it.message;
    let ours = message.kind == MessageKind::Reply;
    let who = match message.author {
        Author::Agent(id) => look.agent(id)?.map(|it| it.name).unwrap_or_default(),
        _ => String::new(),
    };
    let text = match (message.redacted, ours) {
        (true, _) => String::new(),
        (false, true) => markdown::to_text(&message.text),
        (false, false) => message.text.clone(),
    };
    let until = Millis((now.0 / FILE_STEP.0 + 2) * FILE_STEP.0).0;
    let files = message.attachments.iter().filter(|_| !message.redacted);
    let files = files.map(|file| File {
        name: file.name.clone(),
        size: words.bytes(file.size),
        href: if let Some(Holding::Place(it)) = file.holds.as_deref() {
            it.link()
        } else if file.media.is_some() {
            String::new()
        } else {
            files::pass(keys, (it.number, message.position, file.id), until)
        },
        picture: PICTURES.contains(&file.content_type.as_str()) && file.media.is_none(),
    });
    let own_key = message.chat.as_ref().and_then(|it| it.ids.first());
    let key = own_key
        .and_then(|it| it.rsplit(' ').next())
        .filter(|_| !ours);
    let state = match (ours, it.read) {
        (true, _) => String::new(),
        (false, true) => words.t("widget-read"),
        (false, false) => words.t("widget-sent"),
    };
    Ok(Item {
        id: message.id.to_string(),
        key: key.unwrap_or_default().to_owned(),
        ours,
        who,
        day: String::new(),
        clock: words.clock(message.said_at),
        machine: words.machine(message.said_at),
        text: linked(text.trim()),
        files: files.collect(),
        state,
        withdrawn: message.redacted,
        choices: Vec::new(),
    })
}

/// `GET /widget/{key}/thread`: the talk as it stands. `known` is false for a pass that counts no more.
pub async fn talk(app: Data<App>, req: HttpRequest, key: Path<String>) -> Answer {
    let chat = Chat::of(&app, &req, &key).await?;
    let view = view(&chat, chat.pass.as_ref()).await?;
    let html = view
        .render()
        .map_err(|err| Error::internal("rendering a piece", err))?;
    let (open, status) = panel::hours(&chat);
    let body = json!({
        "known": chat.pass.is_some(),
        "html": html,
        "ask": view.ask,
        "last": view.last,
        "unread": view.unread,
        "open": open,
        "status": status,
    });
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(body))
}
