//! Starting a conversation, and writing down a call or visit.

use actix_multipart::form::MultipartForm;
use actix_web::web::{Form, Query};
use askama::Template;
use serde::Deserialize;

use crate::contacts::people;
use crate::conversations::chat::reach::reach;
use crate::conversations::said::Said;
use crate::conversations::start::{Start, To, start};
use crate::conversations::steps::mail::Recipients;
use crate::conversations::write_down::{Place, WrittenDown, write_down};
use crate::conversations::{reply::Reply, status};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::contact::{Handle, IdentifierKind};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, ContactId};
use crate::domain::message::{Attachment, MailAddress};
use crate::setup::country;
use crate::store::{Look, Write};
use crate::text::phone;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::contacts::consents::{self, ConsentView};
use crate::web::conversations::write::check_token;
use crate::web::conversations::{composer, ways};
use crate::web::names::Directory;
use crate::web::once::once;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::upload::{self, Fields};

/// Who it is with, when that is known already.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    contact: String,
}

/// A channel by which one may write first.
#[derive(Debug, Clone)]
struct Way {
    id: String,
    label: String,
    is_mail: bool,
    open: bool,
    chosen: bool,
}

/// What was typed so far.
#[derive(Debug, Clone, Default)]
struct Typed {
    /// The contact it is for; empty when `to` says it.
    contact: String,
    channel: String,
    to: String,
    name: String,
    subject: String,
    text: String,
}

#[derive(Template)]
#[template(path = "conversations/new.html")]
struct NewPage {
    page: Page,
    ways: Vec<Way>,
    typed: Typed,
    /// Whom it goes to, when that is known; empty where it is typed.
    person: String,
    key: String,
    /// What is wrong.
    errors: Vec<String>,
    /// What the person does not want.
    refused: Vec<ConsentView>,
}

impl NewPage {
    fn has_mail(&self) -> bool {
        self.ways.iter().any(|it| it.is_mail)
    }

    fn can(&self) -> bool {
        self.ways.iter().any(|it| it.open)
    }
}

#[derive(Template)]
#[template(path = "conversations/log.html")]
struct LogPage {
    page: Page,
    contact: String,
    name: String,
    key: String,
}

async fn new_view(asker: &Asker, typed: Typed) -> Result<NewPage> {
    let asker = asker.clone();
    let app = asker.app.clone();
    app.look(move |look| {
        let directory = Directory::read(look)?;
        let id = typed.contact.parse::<ContactId>().ok();
        let person = match id {
            Some(id) => Some(people::find(look, asker.viewer(), id)?),
            None => None,
        };
        let id = person.as_ref().map(|it| it.id);
        Ok(NewPage {
            page: shell::page(&asker, look, &directory, "new", None)?,
            ways: ways_to(&asker, look, &directory, (id, &typed.channel))?,
            refused: match id {
                Some(id) => consents::refused(&asker, look, id)?,
                None => Vec::new(),
            },
            person: match &person {
                Some(it) if it.name.is_empty() => asker.words.t("unknown-person"),
                Some(it) => it.name.clone(),
                None => String::new(),
            },
            typed: Typed {
                contact: id.map(|it| it.to_string()).unwrap_or_default(),
                ..typed.clone()
            },
            key: uuid::Uuid::new_v4().to_string(),
            errors: Vec::new(),
        })
    })
    .await
}

/// The channels by which somebody may be written to first: of a contact those by which they are reached now, and why not
/// the others; of whom nobody knows yet those whose people have an address one can type. The first open one is chosen.
fn ways_to(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    (contact, chosen): (Option<ContactId>, &str),
) -> Result<Vec<Way>> {
    let words = &asker.words;
    let used = |it: &&Channel| it.retired_at.is_none() && it.kind != ChannelKind::Log;
    let mut out = Vec::new();
    for channel in directory.channels.iter().filter(used) {
        let mut label = ways::label(words, channel);
        let open = match contact {
            Some(id) => {
                let Some(connection) = look.connection(channel.connection)? else {
                    continue;
                };
                let reach = reach(look, id, (channel, &connection), asker.now)?;
                let why = ways::why_not(words, &reach);
                if !why.is_empty() {
                    label = format!("{label} ({why})");
                }
                reach.is_yes()
            }
            None if can_be_typed(channel.kind) => true,
            None => continue,
        };
        out.push(Way {
            id: channel.id.to_string(),
            label,
            is_mail: channel.kind == ChannelKind::Email,
            open,
            chosen: false,
        });
    }
    out.sort_by_key(|it| (!it.open, !it.is_mail));
    let wanted = out.iter().position(|it| it.open && it.id == chosen);
    let first = out.iter().position(|it| it.open);
    if let Some(it) = wanted.or(first).and_then(|at| out.get_mut(at)) {
        it.chosen = true;
    }
    Ok(out)
}

/// Whether its people are named by what one can know and type. On the others one can only answer.
fn can_be_typed(kind: ChannelKind) -> bool {
    matches!(
        kind,
        ChannelKind::Email | ChannelKind::WhatsApp | ChannelKind::Api
    )
}

/// `GET /new`.
pub async fn new_page(asker: Asker, asked: Query<Asked>) -> Answer {
    let typed = Typed {
        contact: asked.into_inner().contact,
        ..Typed::default()
    };
    html(&new_view(&asker, typed).await?)
}

/// Whom a typed address means on a channel, and who else gets the mail.
fn meant(
    channel: &Channel,
    typed: &Typed,
    country: &str,
) -> Result<(To, Option<Vec<MailAddress>>)> {
    if let Ok(id) = typed.contact.parse() {
        return Ok((To::Contact(id), None));
    }
    let wrong = || Error::invalid("to", "error-bad-identifier");
    let written = typed.to.trim();
    let mut name = typed.name.clone();
    let mut more = None;
    let handle = match channel.kind {
        ChannelKind::Email => {
            let mut all = composer::read(written).into_iter();
            let first = all.next();
            let first = first.ok_or_else(|| Error::invalid("to", "error-address"))?;
            if name.is_empty() {
                name = first.name;
            }
            let rest: Vec<_> = all.collect();
            more = (!rest.is_empty()).then_some(rest);
            Handle::email(first.address)
        }
        ChannelKind::WhatsApp => Handle {
            kind: IdentifierKind::WhatsApp,
            scope: String::new(),
            value: phone::canon(written, country).ok_or_else(wrong)?,
        },
        ChannelKind::Api if !written.is_empty() => Handle {
            kind: IdentifierKind::External,
            scope: channel.scope(),
            value: written.to_owned(),
        },
        _ => return Err(wrong()),
    };
    Ok((To::Handle { handle, name }, more))
}

/// `POST /new`: writes first.
pub async fn begin(asker: Asker, form: MultipartForm<Fields>) -> Answer {
    let form = form.into_inner();
    check_token(&asker, form.text("csrf"))?;
    let field = |name: &str| form.text(name).to_owned();
    let typed = Typed {
        contact: field("contact"),
        channel: field("channel"),
        to: field("to"),
        name: field("name"),
        subject: field("subject"),
        text: form.text("text").replace("\r\n", "\n"),
    };
    let key = field("key");
    let (files, staged): (Vec<_>, Vec<_>) = upload::stage(&asker.app, form.files)
        .await?
        .into_iter()
        .unzip();
    let done = {
        let (asker, typed, keys) = (asker.clone(), typed.clone(), asker.app.keys.clone());
        move |w: &mut Write<'_>| {
            once(w, &asker, "new", &key, |w| {
                let input = input(w, &asker, &typed, &files)?;
                start(w, &keys, asker.viewer(), &input).map(|it| it.conversation.number.to_string())
            })
        }
    };
    let done = asker.app.act(done).await;
    drop(staged);
    match done {
        Ok(number) => Ok(see_other(&format!("/c/{number}?done=sent"))),
        Err(wrong @ (Error::Invalid(_) | Error::Conflict { .. } | Error::TooLarge { .. })) => {
            again(&asker, typed, &wrong).await
        }
        Err(other) => Err(other.into()),
    }
}

/// What was typed, as the deed takes it.
fn input(look: &Look<'_>, asker: &Asker, typed: &Typed, files: &[Attachment]) -> Result<Start> {
    let business = look.business()?.unwrap_or_default();
    let country = country::find(&business.country).map_or("", |it| it.phone);
    let id = typed.channel.parse();
    let id: ChannelId = id.map_err(|_| Error::invalid("channel", "error-field"))?;
    let channel = look.channel(id)?;
    let channel = channel.ok_or_else(|| Error::not_found("channel"))?;
    let (to, more) = meant(&channel, typed, country)?;
    let is_mail = channel.kind == ChannelKind::Email;
    Ok(Start {
        to,
        channel: id,
        subject: if is_mail {
            typed.subject.clone()
        } else {
            String::new()
        },
        reply: Reply {
            said: Said::of(typed.text.trim_end()),
            recipients: Recipients {
                cc: more,
                ..Recipients::default()
            },
            attachments: files.to_vec(),
            ..Reply::default()
        },
        assignee: Some(asker.agent().id),
        team: None,
        tags: Vec::new(),
        // Threads of mail are told apart by their subject; a talk goes on where it is.
        new: is_mail,
    })
}

/// The form as it was typed, with what is wrong.
async fn again(asker: &Asker, typed: Typed, wrong: &Error) -> Answer {
    let mut view = new_view(asker, typed).await?;
    view.errors = ways::wrong(&asker.words, wrong);
    let mut answer = html(&view)?;
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
