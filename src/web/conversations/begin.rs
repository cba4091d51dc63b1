//! Starting a conversation, and writing down a call or visit.

use actix_multipart::form::MultipartForm;
use actix_web::web::{Form, Query};
use askama::Template;
use serde::Deserialize;

use crate::contacts::people;
use crate::conversations::said::Said;
use crate::conversations::start::{Start, To, start};
use crate::conversations::steps::mail::{Recipients, address_of};
use crate::conversations::write_down::{Place, WrittenDown, write_down};
use crate::conversations::{reply::Reply, status};
use crate::domain::channel::ChannelKind;
use crate::domain::contact::Handle;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, ContactId};
use crate::store::Write;
use crate::text::phone;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::composer;
use crate::web::conversations::write::check_token;
use crate::web::names::Directory;
use crate::web::once::once;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::upload::{self, Fields};
use crate::web::view::Choice;

/// Who it is with, when that is known already.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    contact: String,
}

#[derive(Template)]
#[template(path = "conversations/new.html")]
struct NewPage {
    page: Page,
    channels: Vec<Choice>,
    to: String,
    name: String,
    key: String,
    /// Wrong fields and what is wrong with them.
    errors: Vec<(&'static str, String)>,
    subject: String,
    text: String,
}

#[derive(Template)]
#[template(path = "conversations/log.html")]
struct LogPage {
    page: Page,
    contact: String,
    name: String,
    key: String,
}

fn shown(view: &NewPage) -> Answer {
    html(view)
}

async fn new_view(asker: &Asker, contact: String) -> Result<NewPage> {
    let asker = asker.clone();
    let app = asker.app.clone();
    app.look(move |look| {
        let directory = Directory::read(look)?;
        let id = contact.parse::<ContactId>().ok();
        let person = id.map_or(Ok(None), |id| look.person(id))?;
        let to = match &person {
            Some(it) => address_of(look, it.id)?.map(|it| it.address),
            None => None,
        };
        let mut channels: Vec<_> = directory
            .channels
            .iter()
            .filter(|it| it.kind == ChannelKind::Email && it.retired_at.is_none())
            .map(|it| Choice::new(it.id.to_string(), it.address.clone(), false))
            .collect();
        channels.sort_by(|a, b| a.label.cmp(&b.label));
        Ok(NewPage {
            page: shell::page(&asker, look, &directory, "new", None)?,
            channels,
            to: to.unwrap_or_default(),
            name: person.map(|it| it.name).unwrap_or_default(),
            key: uuid::Uuid::new_v4().to_string(),
            errors: Vec::new(),
            subject: String::new(),
            text: String::new(),
        })
    })
    .await
}

/// `GET /new`.
pub async fn new_page(asker: Asker, asked: Query<Asked>) -> Answer {
    shown(&new_view(&asker, asked.into_inner().contact).await?)
}

/// `POST /new`: writes first.
pub async fn begin(asker: Asker, form: MultipartForm<Fields>) -> Answer {
    let form = form.into_inner();
    check_token(&asker, form.text("csrf"))?;
    let (to, name) = (form.text("to").to_owned(), form.text("name").to_owned());
    let (subject, key) = (form.text("subject").to_owned(), form.text("key").to_owned());
    let text = form.text("text").replace("\r\n", "\n");
    let channel = form.text("channel").parse::<ChannelId>().ok();
    let mut all = composer::read(&to).into_iter();
    let (Some(first), Some(channel)) = (all.next(), channel) else {
        return again(
            &asker,
            (to, name, subject, text),
            &Error::invalid("to", "error-address"),
        )
        .await;
    };
    let more: Vec<_> = all.collect();
    let (files, staged): (Vec<_>, Vec<_>) = upload::stage(&asker.app, form.files)
        .await?
        .into_iter()
        .unzip();
    let input = Start {
        to: To::Handle {
            handle: Handle::email(first.address),
            name: if name.is_empty() {
                first.name
            } else {
                name.clone()
            },
        },
        channel,
        subject: subject.clone(),
        reply: Reply {
            said: Said::of(text.trim_end()),
            recipients: Recipients {
                cc: (!more.is_empty()).then_some(more),
                ..Recipients::default()
            },
            attachments: files,
            ..Reply::default()
        },
        assignee: Some(asker.agent().id),
        team: None,
        tags: Vec::new(),
        new: true,
    };
    let done = {
        let (asker, keys) = (asker.clone(), asker.app.keys.clone());
        move |w: &mut Write<'_>| {
            once(w, &asker, "new", &key, |w| {
                start(w, &keys, asker.viewer(), &input).map(|it| it.conversation.number.to_string())
            })
        }
    };
    let done = asker.app.act(done).await;
    drop(staged);
    match done {
        Ok(number) => Ok(see_other(&format!("/c/{number}?done=sent"))),
        Err(wrong @ Error::Invalid(_)) => again(&asker, (to, name, subject, text), &wrong).await,
        Err(other) => Err(other.into()),
    }
}

/// The form as it was typed, with what is wrong.
async fn again(
    asker: &Asker,
    (to, name, subject, text): (String, String, String, String),
    wrong: &Error,
) -> Answer {
    let mut view = new_view(asker, String::new()).await?;
    if let Error::Invalid(fields) = wrong {
        view.errors = fields
            .iter()
            .map(|it| (it.field, asker.words.field_error(it.code)))
            .collect();
    }
    (view.to, view.name, view.subject, view.text) = (to, name, subject, text);
    let mut answer = shown(&view)?;
    *answer.status_mut() = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

/// `GET /log`.
pub async fn log_page(asker: Asker, asked: Query<Asked>) -> Answer {
    let contact = asked.into_inner().contact;
    let app = asker.app.clone();
    let view = app
        .look(move |look| {
            let directory = Directory::read(look)?;
            let id = contact.parse::<ContactId>().ok();
            let person = match id {
                Some(id) => Some(people::find(look, asker.viewer(), id)?),
                None => None,
            };
            Ok(LogPage {
                page: shell::page(&asker, look, &directory, "inbox", None)?,
                contact: person
                    .as_ref()
                    .map(|it| it.id.to_string())
                    .unwrap_or_default(),
                name: person.map(|it| it.name).unwrap_or_default(),
                key: uuid::Uuid::new_v4().to_string(),
            })
        })
        .await?;
    html(&view)
}

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Logged {
    contact: String,
    name: String,
    reach: String,
    kind: String,
    subject: String,
    text: String,
    key: String,
    answered: String,
}

/// `POST /log`: a call or visit into the person's history.
pub async fn log(asker: Asker, form: Form<Logged>) -> Answer {
    let form = form.into_inner();
    let business = asker.app.look(|look| look.business()).await?;
    let country = business.unwrap_or_default().country;
    let with = match form.contact.parse::<ContactId>() {
        Ok(id) => To::Contact(id),
        Err(_) => To::Handle {
            handle: handle(&form.reach, &country)?,
            name: form.name.clone(),
        },
    };
    let input = WrittenDown {
        place: Place::New {
            with,
            subject: form.subject.clone(),
        },
        by_customer: form.kind != "call-out",
        said: Said::of(form.text.replace("\r\n", "\n").trim_end()),
        attachments: Vec::new(),
        said_at: None,
    };
    let writer = asker.clone();
    let number = asker
        .app
        .act(move |w| {
            once(w, &writer, "log", &form.key, |w| {
                let (c, _) = write_down(w, writer.viewer(), &input)?;
                if form.answered == "1" {
                    status::resolve(w, writer.viewer(), c.number)?;
                }
                Ok(c.number.to_string())
            })
        })
        .await?;
    Ok(see_other(&format!("/c/{number}?done=done")))
}

/// A phone or mail address as somebody types it.
///
/// # Errors
/// [`Error::Invalid`] on `reach`.
pub fn handle(reach: &str, country: &str) -> Result<Handle> {
    let reach = reach.trim();
    if reach.contains('@') {
        return Ok(Handle::email(reach));
    }
    phone::canon(reach, country)
        .map(Handle::phone)
        .ok_or_else(|| Error::invalid("reach", "error-address"))
}
