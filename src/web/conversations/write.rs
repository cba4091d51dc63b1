//! Forms that write: an answer, a note, a draft, a file. An answer that came too late shows what was said since.

use actix_multipart::form::MultipartForm;
use actix_web::web::{Form, Path};
use actix_web::{HttpResponse, ResponseError};
use askama::Template;
use serde_json::json;
use url::form_urlencoded;

use crate::auth::secret;
use crate::conversations::draft::{self, Writing};
use crate::conversations::find::find;
use crate::conversations::note::{Note, note};
use crate::conversations::reply::{Reply, reply};
use crate::conversations::said::Said;
use crate::conversations::steps::mail::Recipients;
use crate::domain::actor::Viewer;
use crate::domain::canned_reply::first_name;
use crate::domain::delivery::Then;
use crate::domain::draft::Draft;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, AttachmentId};
use crate::domain::message::{Attachment, MailAddress};
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::item;
use crate::web::conversations::show::{FileView, Item};
use crate::web::conversations::{composer, later, ways};
use crate::web::error::PageError;
use crate::web::names::Directory;
use crate::web::once::once;
use crate::web::page::Page;
use crate::web::settings::first;
use crate::web::upload::{self, Fields};
use crate::web::{reading, shell};

/// Multipart bodies pass the guard with their origin alone; their token is checked here.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn check_token(asker: &Asker, given: &str) -> Result<()> {
    if secret::same(given, &asker.signed.session.csrf) {
        Ok(())
    } else {
        Err(Error::Forbidden { need: "origin" })
    }
}

/// An upload's page says as well how far its conversation was shown.
async fn note_read(asker: &Asker, number: u64, form: &Fields) -> Result<()> {
    let Ok(position) = form.text("read").parse() else {
        return Ok(());
    };
    reading::soon(&asker.app, asker.viewer(), number, position).await
}

/// Files of the draft to send along.
fn ids(form: &Fields) -> Vec<AttachmentId> {
    form.all("file").filter_map(|it| it.parse().ok()).collect()
}

/// The files of a draft that were chosen, and the new ones.
fn chosen(
    look: &Look<'_>,
    asker: &Asker,
    number: u64,
    is_note: bool,
    kept: &[AttachmentId],
    new: &[Attachment],
) -> Result<Vec<Attachment>> {
    let conversation = find(look, asker.viewer(), number)?;
    let draft = look.draft(conversation.id, asker.agent().id, is_note)?;
    let old = draft.map(|it| it.attachments).unwrap_or_default();
    let old = old.into_iter().filter(|it| kept.contains(&it.id));
    Ok(old.chain(new.iter().cloned()).collect())
}

/// What becomes of the conversation: `resolve`, `keep_open`, `third_party`, `snooze:` with a time; else it waits.
fn then(asker: &Asker, said: &str) -> Then {
    match said {
        "resolve" => Then::Resolve,
        "keep_open" => Then::KeepOpen,
        "third_party" => Then::ThirdParty { follow_up_at: None },
        other => {
            let until = other.strip_prefix("snooze:");
            let until = until.and_then(|it| asker.words.read_input_time(it));
            until.map_or(Then::Wait, |until| Then::Snooze { until })
        }
    }
}

fn addresses(form: &Fields, name: &str) -> Option<Vec<MailAddress>> {
    form.sent(name).map(composer::read)
}

/// `POST /c/{number}/reply`.
pub async fn answer(asker: Asker, number: Path<u64>, form: MultipartForm<Fields>) -> Answer {
    let (number, form) = (number.into_inner(), form.into_inner());
    check_token(&asker, form.text("csrf"))?;
    let text = form.text("text").replace("\r\n", "\n");
    let to = addresses(&form, "to");
    let input = Reply {
        conversation: number,
        said: Said::of(text.trim_end()),
        recipients: Recipients {
            to: to.filter(|it| !it.is_empty()),
            cc: addresses(&form, "cc"),
            bcc: addresses(&form, "bcc").unwrap_or_default(),
        },
        seen_up_to: form.text("seen").parse().ok(),
        channel: form.text("channel").parse().ok(),
        quotes: form.text("quotes").parse().ok(),
        keeps_promise: form.text("keeps") == "1",
        then: then(&asker, form.text("then")),
        send_at: later::chosen(&asker, &form)?,
        cancel_if_customer_writes: form.text("unless") == "1",
        ..Reply::default()
    };
    note_read(&asker, number, &form).await?;
    let (kept, key) = (ids(&form), form.text("key").to_owned());
    let list = encoded(form.text("list"));
    let (new, staged): (Vec<_>, Vec<_>) = upload::stage(&asker.app, form.files)
        .await?
        .into_iter()
        .unzip();
    let deed = {
        let (asker, input, kept, new, keys) = (
            asker.clone(),
            input.clone(),
            kept.clone(),
            new.clone(),
            asker.app.keys.clone(),
        );
        move |w: &mut Write<'_>| {
            once(w, &asker, "reply", &key, |w| {
                let attachments = chosen(w, &asker, number, false, &kept, &new)?;
                let input = Reply {
                    attachments,
                    ..input.clone()
                };
                reply(w, &keys, asker.viewer(), &input).map(|it| it.message.position.to_string())
            })
        }
    };
    let done = asker.app.act(deed).await;
    let answer = match done {
        Ok(_) => Ok(see_other(&format!("/c/{number}?list={list}&done=sent"))),
        Err(Error::Stale { seen_up_to }) => {
            stale(asker, number, input, (kept, new), seen_up_to).await
        }
        Err(why @ (Error::Invalid(_) | Error::Conflict { .. } | Error::TooLarge { .. })) => {
            refused(asker, input, (kept, new), why).await
        }
        Err(other) => Err(PageError(other)),
    };
    drop(staged);
    answer
}

#[derive(Template)]
#[template(path = "conversations/refused.html")]
struct RefusedPage {
    page: Page,
    number: u64,
    why: Vec<String>,
    text: String,
}

/// Why an answer was not taken. It is kept as a draft meanwhile, with whom it is for and its files.
async fn refused(
    asker: Asker,
    input: Reply,
    (kept, new): (Vec<AttachmentId>, Vec<Attachment>),
    error: Error,
) -> Answer {
    let (number, text) = (input.conversation, input.said.text.clone());
    let why = ways::wrong(&asker.words, &error);
    let kept = as_draft(asker.viewer().clone(), input, kept, new);
    asker.app.act(kept).await?;
    let app = asker.app.clone();
    let view = app
        .look(move |look| {
            let directory = Directory::read(look)?;
            Ok(RefusedPage {
                page: shell::page(&asker, look, &directory, "inbox", None)?,
                number,
                why: why.clone(),
                text: text.clone(),
            })
        })
        .await?;
    let mut answer = html(&view)?;
    *answer.status_mut() = PageError(error).status_code();
    Ok(answer)
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[derive(Template)]
#[template(path = "conversations/stale.html")]
struct StalePage {
    page: Page,
    number: u64,
    items: Vec<Item>,
    seen: u32,
    key: String,
    channel: String,
    quotes: String,
    text: String,
    to: String,
    cc: String,
    bcc: String,
    then: String,
    send_at: String,
    unless: bool,
    keeps: bool,
    files: Vec<FileView>,
}

/// Keeps an answer that was not sent as its writer's draft, its new files too.
fn as_draft(
    viewer: Viewer,
    input: Reply,
    kept: Vec<AttachmentId>,
    new: Vec<Attachment>,
) -> impl Fn(&mut Write<'_>) -> Result<Draft> {
    let number = input.conversation;
    move |w| {
        let agent = viewer.agent_id().unwrap_or_default();
        let id = find(w, &viewer, number)?.id;
        for file in &new {
            draft::attach(w, &viewer, number, false, file)?;
        }
        let old = w.draft(id, agent, false)?.unwrap_or_default();
        let new = new.iter().map(|it| it.id);
        let writing = Writing {
            conversation: number,
            note: false,
            revision: old.revision,
            text: input.said.text.clone(),
            to: input.recipients.to.clone().unwrap_or_default(),
            cc: input.recipients.cc.clone().unwrap_or_default(),
            bcc: input.recipients.bcc.clone(),
            files: kept.iter().copied().chain(new).collect(),
        };
        draft::save(w, &viewer, &writing)
    }
}

/// 409: what was said since, and the answer again. It is kept as a draft meanwhile, with whom it is for and its files.
async fn stale(
    asker: Asker,
    number: u64,
    input: Reply,
    (kept, new): (Vec<AttachmentId>, Vec<Attachment>),
    seen: u32,
) -> Answer {
    let text = input.said.text.clone();
    let kept = as_draft(asker.viewer().clone(), input.clone(), kept, new);
    let kept = asker.app.act(kept).await?;
    let place = format!("/c/{number}/files");
    let app = asker.app.clone();
    let view = app
        .look(move |look| {
            let directory = Directory::read(look)?;
            let page = shell::page(&asker, look, &directory, "inbox", None)?;
            let c = find(look, asker.viewer(), number)?;
            let newer = look.messages_after(c.id, Some(seen), 50)?;
            let items: Result<Vec<_>> = newer
                .iter()
                .map(|it| item::message(&asker, look, &directory, &c, it, ""))
                .collect();
            let (to, cc) = (&input.recipients.to, &input.recipients.cc);
            let words = &asker.words;
            Ok(StalePage {
                page,
                number,
                items: items?,
                seen: c.n_messages.saturating_sub(1),
                key: uuid::Uuid::new_v4().to_string(),
                channel: input.channel.map(|it| it.to_string()).unwrap_or_default(),
                quotes: input.quotes.map(|it| it.to_string()).unwrap_or_default(),
                text: text.clone(),
                to: composer::written(to.as_deref().unwrap_or_default()),
                cc: composer::written(cc.as_deref().unwrap_or_default()),
                bcc: composer::written(&input.recipients.bcc),
                then: match input.then {
                    Then::Resolve => "resolve".to_owned(),
                    Then::KeepOpen => "keep_open".to_owned(),
                    Then::ThirdParty { .. } => "third_party".to_owned(),
                    Then::Snooze { until } => format!("snooze:{}", words.input_time(until)),
                    Then::Wait => String::new(),
                },
                send_at: input
                    .send_at
                    .map(|it| words.input_time(it))
                    .unwrap_or_default(),
                unless: input.cancel_if_customer_writes,
                keeps: input.keeps_promise,
                files: kept
                    .attachments
                    .iter()
                    .map(|it| item::file_view(&asker.words, &place, it))
                    .collect(),
            })
        })
        .await?;
    let mut answer = html(&view)?;
    *answer.status_mut() = actix_web::http::StatusCode::CONFLICT;
    Ok(answer)
}

/// `POST /c/{number}/note`.
pub async fn note_down(asker: Asker, number: Path<u64>, form: MultipartForm<Fields>) -> Answer {
    let (number, form) = (number.into_inner(), form.into_inner());
    check_token(&asker, form.text("csrf"))?;
    let text = form.text("text").replace("\r\n", "\n");
    let said = Said::of(text.trim_end());
    note_read(&asker, number, &form).await?;
    let (kept, key) = (ids(&form), form.text("key").to_owned());
    let list = encoded(form.text("list"));
    let (new, staged): (Vec<_>, Vec<_>) = upload::stage(&asker.app, form.files)
        .await?
        .into_iter()
        .unzip();
    let writer = asker.clone();
    let deed = move |w: &mut Write<'_>| {
        once(w, &writer, "note", &key, |w| {
            let input = Note {
                conversation: number,
                said: said.clone(),
                mentions: mentioned(w, &said.text)?,
                attachments: chosen(w, &writer, number, true, &kept, &new)?,
            };
            note(w, writer.viewer(), &input).map(|it| it.position.to_string())
        })
    };
    asker.app.act(deed).await?;
    drop(staged);
    Ok(see_other(&format!(
        "/c/{number}?list={}&done=noted",
        encoded(&list)
    )))
}

/// People named with `@` and their whole name or, where nobody is called so, their first name.
fn mentioned(look: &Look<'_>, text: &str) -> Result<Vec<AgentId>> {
    if !text.contains('@') {
        return Ok(Vec::new());
    }
    let agents = look.agents()?;
    let active: Vec<_> = agents.iter().filter(|it| it.is_active()).collect();
    let names: Vec<_> = active.iter().map(|it| it.name.to_lowercase()).collect();
    let mut found = Vec::new();
    for place in named_at(&text.to_lowercase(), &names) {
        found.extend(active.get(place).map(|it| it.id));
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Places of the names, in small letters, that stand behind an `@` of a text in small letters.
fn named_at(text: &str, names: &[String]) -> Vec<usize> {
    let begins = |rest: &str, name: &str| {
        let after = rest.strip_prefix(name);
        !name.is_empty() && after.is_some_and(|it| !it.starts_with(|c: char| c.is_alphanumeric()))
    };
    let mut out = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        if before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        let whole = names.iter().filter(|it| begins(rest, it));
        let longest = whole.map(String::len).max();
        let all = names.iter().enumerate();
        out.extend(
            all.filter(|(_, name)| match longest {
                Some(longest) => name.len() == longest && begins(rest, name),
                None => begins(rest, first_name(name)),
            })
            .map(|it| it.0),
        );
    }
    out
}

/// What is being written, as a form of the composer holds it.
#[must_use]
pub fn writing(number: u64, fields: &[(String, String)]) -> Writing {
    let field = |name| first(fields, name);
    let dropped = field("drop");
    let files = fields.iter().filter(|(key, _)| key == "file");
    Writing {
        conversation: number,
        note: field("note") == "1",
        revision: field("revision").parse().unwrap_or_default(),
        text: field("text").replace("\r\n", "\n"),
        to: composer::read(field("to")),
        cc: composer::read(field("cc")),
        bcc: composer::read(field("bcc")),
        files: files
            .filter(|(_, id)| id != dropped)
            .filter_map(|(_, id)| id.parse().ok())
            .collect(),
    }
}

/// `POST /c/{number}/draft`: keeps what is being written; answers its revision.
pub async fn keep(asker: Asker, number: Path<u64>, form: Form<Vec<(String, String)>>) -> Answer {
    let number = number.into_inner();
    let writing = writing(number, &form);
    let viewer = asker.viewer().clone();
    let kept = asker
        .app
        .act(move |w| draft::save(w, &viewer, &writing))
        .await?;
    if asker.piece {
        Ok(HttpResponse::Ok().json(json!({ "revision": kept.revision })))
    } else {
        Ok(see_other(&format!("/c/{number}")))
    }
}

/// `POST /c/{number}/files`: stages a file and hangs it on the draft.
pub async fn upload_one(asker: Asker, number: Path<u64>, form: MultipartForm<Fields>) -> Answer {
    let (number, form) = (number.into_inner(), form.into_inner());
    check_token(&asker, form.text("csrf"))?;
    let is_note = form.text("note") == "1";
    let mut files = upload::stage(&asker.app, form.files).await?;
    let Some((file, staged)) = files.pop() else {
        return Err(PageError(Error::invalid("files", "error-empty")));
    };
    let (viewer, kept) = (asker.viewer().clone(), file.clone());
    let draft = asker
        .app
        .act(move |w| draft::attach(w, &viewer, number, is_note, &kept))
        .await?;
    drop(staged);
    Ok(HttpResponse::Ok().json(json!({
        "id": file.id.to_string(),
        "name": file.name,
        "size": asker.words.bytes(file.size),
        "revision": draft.revision,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_come_before_first_names() {
        let names = ["ana ruiz", "ana", "bea león", "ana ruiz soto"].map(str::to_owned);
        let named = |text: &str| named_at(text, &names);
        assert_eq!(named("see @ana ruiz, please"), [0]);
        assert_eq!(named("@ana ruiz soto"), [3]);
        assert_eq!(named("@ana!"), [1]);
        assert_eq!(named("@bea and @ana ruiz"), [2, 0]);
        assert!(named("@beatriz a@bea").is_empty());
        assert!(named("@carl @").is_empty());
    }
}
