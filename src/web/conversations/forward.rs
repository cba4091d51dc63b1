//! Forwarding: the form that chooses what goes along and to whom, the side conversation's own small form below what
//! was said last in it, and what both send.

use std::collections::HashMap;

use actix_multipart::form::MultipartForm;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::conversations::find::find;
use crate::conversations::forward::{Forward, forward};
use crate::conversations::said::Said;
use crate::conversations::steps::mail::channel_for;
use crate::conversations::steps::strand;
use crate::domain::conversation::{Conversation, Status, WaitingOn};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AttachmentId, MessageId};
use crate::domain::message::{Attachment, MailAddress, Message, MessageKind};
use crate::store::{Look, Write};
use crate::text::{plain, subject};
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::composer::{self, written};
use crate::web::conversations::item::{author, file_view};
use crate::web::conversations::show::{FileView, Item};
use crate::web::conversations::write::check_token;
use crate::web::names::{Directory, Known};
use crate::web::once::once;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::upload::{self, Fields};
use crate::web::view::TimeView;

/// Messages one can choose from; older ones are forwarded from their own menu.
const LISTED: usize = 30;
/// Characters of each shown.
const LINE: usize = 160;

/// What the form may be asked for: positions.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// The message chosen already.
    m: Option<u32>,
    /// A message of the side conversation it goes on in.
    strand: Option<u32>,
    /// A forward that was taken back: all as it was.
    again: Option<u32>,
    list: String,
}

/// A message that may go along.
#[derive(Debug, Clone)]
pub struct Along {
    pub id: String,
    pub who: String,
    pub when: TimeView,
    pub text: String,
    pub chosen: bool,
    /// Its files, and whether each is chosen.
    pub files: Vec<(FileView, bool)>,
}

/// The small form below a side conversation.
#[derive(Debug, Clone)]
pub struct StrandView {
    /// The message that began it.
    pub id: String,
    pub href: String,
    pub who: String,
    pub key: String,
    /// The whole form, to choose more.
    pub more: String,
    /// The conversation waits for them now.
    pub waits: bool,
}

#[derive(Template)]
#[template(path = "conversations/forward.html")]
struct ForwardPage {
    page: Page,
    number: u64,
    title: String,
    list: String,
    key: String,
    /// What is wrong.
    errors: Vec<String>,
    to: String,
    subject: String,
    text: String,
    strand: String,
    again: String,
    along: Vec<Along>,
    /// Files of a forward taken back that are of no message here.
    kept: Vec<(FileView, bool)>,
    /// There are older messages than those listed.
    older: bool,
    waits: bool,
}

/// What the form holds, typed or proposed.
#[derive(Debug, Clone, Default)]
struct Filled {
    to: String,
    subject: String,
    text: String,
    strand: Option<MessageId>,
    again: Option<u32>,
    messages: Vec<MessageId>,
    files: Vec<AttachmentId>,
    kept: Vec<AttachmentId>,
    waits: bool,
    list: String,
}

/// `GET /c/{number}/forward`.
pub async fn page(asker: Asker, number: Path<u64>, asked: Query<Asked>) -> Answer {
    let (number, asked, app) = (number.into_inner(), asked.into_inner(), asker.app.clone());
    let view = app
        .look(move |look| {
            let c = find(look, asker.viewer(), number)?;
            let filled = proposed(look, &c, &asked)?;
            show(&asker, look, &c, &filled)
        })
        .await?;
    html(&view)
}

/// What is proposed: the message one came from, else the newest of the customer's, with its files.
fn proposed(look: &Look<'_>, c: &Conversation, asked: &Asked) -> Result<Filled> {
    let at = |position: Option<u32>| -> Result<Option<Message>> {
        position.map_or(Ok(None), |at| look.message_at(c.id, at))
    };
    let mut out = Filled {
        list: asked.list.clone(),
        ..Filled::default()
    };
    if let Some(it) = at(asked.again)?.filter(|it| it.kind == MessageKind::Forward && it.undone) {
        return taken_back(look, &it, out);
    }
    if let Some(strand) = at(asked.strand)?.and_then(|it| it.strand) {
        let said = strand::said_in(look, c.id, strand)?;
        let last = said.last().map_or(&c.subject, |it| &it.subject);
        out.subject = subject::of_answer(last);
        (out.to, out.strand) = (written(&strand::usual(&said)), Some(strand));
        return Ok(out);
    }
    let mut chosen = at(asked.m)?.filter(strand::may_go_along);
    if chosen.is_none() {
        let newest = look.messages_before(c.id, None, LISTED)?;
        let theirs = |it: &Message| it.kind == MessageKind::Inbound && strand::may_go_along(it);
        chosen = newest.into_iter().rfind(theirs);
    }
    out.subject = subject::of_forward(&c.subject);
    if let Some(it) = chosen {
        out.messages.push(it.id);
        out.files = it.attachments.iter().map(|file| file.id).collect();
    }
    Ok(out)
}

/// A forward that was taken back, to be changed and sent.
fn taken_back(look: &Look<'_>, it: &Message, mut out: Filled) -> Result<Filled> {
    let mail = it.mail.clone().unwrap_or_default();
    out.again = Some(it.position);
    (out.to, out.subject) = (written(&mail.to), it.subject.clone());
    out.text.clone_from(&it.text);
    out.strand = it.strand.filter(|strand| *strand != it.id);
    out.messages.clone_from(&it.carries);
    for id in &it.carries {
        let carried = look.message(*id)?.map(|it| it.attachments);
        let went = |file: &&Attachment| it.attachments.iter().any(|own| own.blob == file.blob);
        let files = carried.iter().flatten().filter(went).map(|file| file.id);
        out.files.extend(files);
    }
    out.kept = it.attachments.iter().map(|file| file.id).collect();
    Ok(out)
}

fn show(asker: &Asker, look: &Look<'_>, c: &Conversation, filled: &Filled) -> Result<ForwardPage> {
    let directory = Directory::read(look)?;
    let words = &asker.words;
    let mut newest = look.messages_before(c.id, None, LISTED)?;
    let older = newest.first().is_some_and(|it| it.position > 0);
    for id in &filled.messages {
        if newest.iter().all(|it| it.id != *id) {
            let chosen = look.message(*id)?.filter(|it| it.conversation == c.id);
            newest.splice(0..0, chosen);
        }
    }
    newest.retain(strand::may_go_along);
    let names = Known {
        look,
        directory: &directory,
        viewer: asker.viewer(),
    };
    let along = newest.iter().map(|it| Along {
        id: it.id.to_string(),
        who: author(words, it, &names),
        when: TimeView::full(words, it.said_at),
        text: plain::excerpt(&it.text, LINE),
        chosen: filled.messages.contains(&it.id),
        files: file_rows(asker, c.number, it, &filled.files),
    });
    let title = if filled.strand.is_some() {
        "forward-title-on"
    } else {
        "forward-title"
    };
    Ok(ForwardPage {
        page: shell::page(asker, look, &directory, "inbox", None)?,
        number: c.number,
        title: words.t_of(title, "number", c.number),
        list: filled.list.clone(),
        key: uuid::Uuid::new_v4().to_string(),
        errors: Vec::new(),
        to: filled.to.clone(),
        subject: filled.subject.clone(),
        text: filled.text.clone(),
        strand: filled.strand.map(|it| it.to_string()).unwrap_or_default(),
        again: filled.again.map(|it| it.to_string()).unwrap_or_default(),
        along: along.collect(),
        kept: kept(asker, look, c, &newest, filled)?,
        older,
        waits: filled.waits,
    })
}

fn file_rows(
    asker: &Asker,
    number: u64,
    it: &Message,
    chosen: &[AttachmentId],
) -> Vec<(FileView, bool)> {
    let place = format!("/c/{number}/m/{}/files", it.position);
    let view = |file: &Attachment| {
        let shown = file_view(&asker.words, &place, file);
        (shown, chosen.contains(&file.id))
    };
    it.attachments.iter().map(view).collect()
}

/// Files of a forward that was taken back which came from no message: they were added to it.
fn kept(
    asker: &Asker,
    look: &Look<'_>,
    c: &Conversation,
    listed: &[Message],
    filled: &Filled,
) -> Result<Vec<(FileView, bool)>> {
    let again = filled.again.map(|at| look.message_at(c.id, at));
    let Some(mut it) = again.transpose()?.flatten() else {
        return Ok(Vec::new());
    };
    let from_here = |file: &Attachment| {
        let mut all = listed.iter().flat_map(|it| &it.attachments);
        all.any(|known| known.blob == file.blob)
    };
    it.attachments.retain(|file| !from_here(file));
    Ok(file_rows(asker, c.number, &it, &filled.kept))
}

fn read(form: &Fields) -> Filled {
    let ids = |name: &str| form.all(name).filter_map(|it| it.parse().ok()).collect();
    Filled {
        to: form.text("to").to_owned(),
        subject: form.text("subject").to_owned(),
        text: form.text("text").replace("\r\n", "\n"),
        strand: form.text("strand").parse().ok(),
        again: form.text("again").parse().ok(),
        messages: form.all("m").filter_map(|it| it.parse().ok()).collect(),
        files: ids("f"),
        kept: ids("kept"),
        waits: form.text("waits") == "1",
        list: form.text("list").to_owned(),
    }
}

/// `POST /c/{number}/forward`.
pub async fn send(asker: Asker, number: Path<u64>, form: MultipartForm<Fields>) -> Answer {
    let (number, form) = (number.into_inner(), form.into_inner());
    check_token(&asker, form.text("csrf"))?;
    let (filled, key) = (read(&form), form.text("key").to_owned());
    let (new, staged): (Vec<_>, Vec<_>) = upload::stage(&asker.app, form.files)
        .await?
        .into_iter()
        .unzip();
    let input = Forward {
        conversation: number,
        said: Said::of(filled.text.trim_end()),
        to: composer::read(&filled.to),
        subject: filled.subject.clone(),
        messages: filled.messages.clone(),
        files: filled.files.clone(),
        attachments: new,
        strand: filled.strand,
        waits: filled.waits,
        ..Forward::default()
    };
    let deed = {
        let (asker, keys, filled) = (asker.clone(), asker.app.keys.clone(), filled.clone());
        move |w: &mut Write<'_>| {
            once(w, &asker, "forward", &key, |w| {
                let mut input = input.clone();
                input
                    .attachments
                    .extend(files_kept(w, &asker, number, &filled)?);
                forward(w, &keys, asker.viewer(), &input).map(|it| it.message.position.to_string())
            })
        }
    };
    let done = asker.app.act(deed).await;
    drop(staged);
    match done {
        Ok(position) => {
            let list: String =
                url::form_urlencoded::byte_serialize(filled.list.as_bytes()).collect();
            let place = format!("/c/{number}?list={list}&done=forwarded#m-{position}");
            Ok(see_other(&place))
        }
        Err(wrong @ (Error::Invalid(_) | Error::TooLarge { .. })) => {
            again(asker, number, filled, wrong).await
        }
        Err(other) => Err(other.into()),
    }
}

fn files_kept(
    look: &Look<'_>,
    asker: &Asker,
    number: u64,
    filled: &Filled,
) -> Result<Vec<Attachment>> {
    let Some(at) = filled.again.filter(|_| !filled.kept.is_empty()) else {
        return Ok(Vec::new());
    };
    let c = find(look, asker.viewer(), number)?;
    let before = look.message_at(c.id, at)?;
    let before = before.filter(|it| it.kind == MessageKind::Forward && it.undone);
    let files = before.map(|it| it.attachments).unwrap_or_default();
    Ok(files
        .into_iter()
        .filter(|it| filled.kept.contains(&it.id))
        .collect())
}

/// The form as it was filled in, with what is wrong. New files are to be chosen once more.
async fn again(asker: Asker, number: u64, filled: Filled, wrong: Error) -> Answer {
    let app = asker.app.clone();
    let view = app
        .look(move |look| {
            let c = find(look, asker.viewer(), number)?;
            let mut view = show(&asker, look, &c, &filled)?;
            view.errors = match &wrong {
                Error::Invalid(fields) => {
                    let said = fields.iter().map(|it| asker.words.field_error(it.code));
                    said.collect()
                }
                other => vec![asker.words.error(other).1],
            };
            Ok(view)
        })
        .await?;
    let mut answer = html(&view)?;
    *answer.status_mut() = actix_web::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(answer)
}

/// Puts the small form below what was said last in each side conversation of a thread.
///
/// # Errors
/// The store's.
pub fn with_forms(
    look: &Look<'_>,
    c: &Conversation,
    (items, messages): (Vec<Item>, &[Message]),
) -> Result<Vec<Item>> {
    if c.merged || channel_for(look, c, None).is_err() {
        return Ok(items);
    }
    let mut last: HashMap<u32, MessageId> = HashMap::new();
    let mut seen: HashMap<MessageId, u32> = HashMap::new();
    for it in messages.iter().filter(|it| it.moved_to.is_none()) {
        if let Some(strand) = it.strand {
            if let Some(before) = seen.insert(strand, it.position) {
                last.remove(&before);
            }
            last.insert(it.position, strand);
        }
    }
    let mut out = Vec::with_capacity(items.len() + last.len());
    for item in items {
        let strand = match &item {
            Item::Message(it) => last.get(&it.position).map(|id| (*id, it.position)),
            _ => None,
        };
        out.push(item);
        if let Some((strand, position)) = strand {
            out.extend(form(look, c, strand, position)?);
        }
    }
    Ok(out)
}

/// Nothing when all of it was taken back.
fn form(
    look: &Look<'_>,
    c: &Conversation,
    strand: MessageId,
    position: u32,
) -> Result<Option<Item>> {
    let said = strand::said_in(look, c.id, strand)?;
    let to = strand::usual(&said);
    Ok((!to.is_empty()).then(|| {
        Item::Strand(StrandView {
            id: strand.to_string(),
            href: format!("/c/{}/forward", c.number),
            who: names_of(&to),
            key: uuid::Uuid::new_v4().to_string(),
            more: format!("/c/{}/forward?strand={position}", c.number),
            waits: matches!(
                c.status,
                Status::Waiting {
                    on: WaitingOn::ThirdParty,
                    ..
                }
            ),
        })
    }))
}

/// People by their names, or addresses where there is none.
#[must_use]
pub fn names_of(all: &[MailAddress]) -> String {
    let name = |it: &MailAddress| {
        if it.name.is_empty() {
            it.address.clone()
        } else {
            it.name.clone()
        }
    };
    all.iter().map(name).collect::<Vec<_>>().join(", ")
}
