//! The form that sends an approved text, or asks with one and lets an answer wait for the yes.

use actix_multipart::form::MultipartForm;
use actix_web::ResponseError;
use actix_web::web::Path;
use askama::Template as Page_;

use crate::conversations::chat::template::approved;
use crate::conversations::find::find;
use crate::conversations::reply::{Reply, reply};
use crate::conversations::said::Said;
use crate::domain::chat::TemplateUse;
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::domain::message::Attachment;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::composer;
use crate::web::conversations::picker::PickerView;
use crate::web::conversations::show::Asked;
use crate::web::conversations::texts::{Wanted, chosen_time, filled};
use crate::web::conversations::write::check_token;
use crate::web::error::PageError;
use crate::web::names::Directory;
use crate::web::once::once;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::upload::{self, Fields};

#[derive(Page_)]
#[template(path = "conversations/template.html")]
struct TemplatePage {
    page: Page,
    title: String,
    p: PickerView,
}

/// What a form asks for: the text that is pressed among those to choose from, else the one that is being filled in.
#[must_use]
pub fn wanted(form: &Fields) -> Wanted {
    let (name, language, values) = match form.text("pick").split_once(' ') {
        Some((language, name)) => (name, language, Vec::new()),
        None => (
            form.text("template"),
            form.text("language"),
            form.named(&["h", "b", "k"]),
        ),
    };
    Wanted {
        name: name.to_owned(),
        language: language.to_owned(),
        query: form.text("q").to_owned(),
        only: form.text("in").to_owned(),
        values,
    }
}

/// The chosen text as it was filled in.
///
/// # Errors
/// [`Error::Invalid`] on `template`; [`Error::NotFound`] for the channel.
pub fn used(look: &Look<'_>, channel: ChannelId, wanted: &Wanted) -> Result<TemplateUse> {
    let at = look.channel(channel)?;
    let at = at.ok_or_else(|| Error::not_found("channel"))?;
    let named = (wanted.name.as_str(), wanted.language.as_str());
    Ok(filled(&approved(look, &at, named)?, wanted))
}

/// `POST /c/{number}/template`: `do` is `send`, `ask`, or `show` to see it first.
pub async fn send(asker: Asker, number: Path<u64>, form: MultipartForm<Fields>) -> Answer {
    let (number, form) = (number.into_inner(), form.into_inner());
    check_token(&asker, form.text("csrf"))?;
    let wanted = wanted(&form);
    let channel: ChannelId = form
        .text("channel")
        .parse()
        .map_err(|_| Error::invalid("channel", "error-missing"))?;
    let text = form
        .text("text")
        .replace("\r\n", "\n")
        .trim_end()
        .to_owned();
    let (what, key) = (form.text("do").to_owned(), form.text("key").to_owned());
    let seen_up_to = form.text("seen").parse().ok();
    if what == "show" {
        return again(&asker, number, (channel, wanted, text), None).await;
    }
    let files = if what == "ask" {
        Vec::new()
    } else {
        form.files
    };
    let (new, staged): (Vec<Attachment>, Vec<_>) =
        upload::stage(&asker.app, files).await?.into_iter().unzip();
    let (keys, by) = (asker.app.keys.clone(), asker.clone());
    let (wanted_now, said) = (wanted.clone(), Said::of(&text));
    let deed = move |w: &mut Write<'_>| {
        once(w, &by, "template", &key, |w| {
            let used = used(w, channel, &wanted_now)?;
            let plain = Reply {
                conversation: number,
                channel: Some(channel),
                seen_up_to,
                ..Reply::default()
            };
            let input = if what == "ask" {
                Reply {
                    said: said.clone(),
                    ask: Some(used),
                    ..plain
                }
            } else {
                Reply {
                    template: Some(used),
                    send_at: chosen_time(&what),
                    attachments: new.clone(),
                    ..plain
                }
            };
            reply(w, &keys, by.viewer(), &input).map(|it| it.message.position.to_string())
        })
    };
    let done = asker.app.act(deed).await;
    drop(staged);
    match done {
        Ok(_) => Ok(see_other(&format!("/c/{number}?done=sent"))),
        Err(error @ (Error::Invalid(_) | Error::Stale { .. })) => {
            again(&asker, number, (channel, wanted, text), Some(error)).await
        }
        Err(other) => Err(PageError(other)),
    }
}

/// The form as it was filled in, on a page of its own: to see the text before it goes, or with what is wrong.
async fn again(
    asker: &Asker,
    number: u64,
    (channel, wanted, text): (ChannelId, Wanted, String),
    error: Option<Error>,
) -> Answer {
    let said = match &error {
        None => String::new(),
        Some(Error::Invalid(fields)) => fields
            .first()
            .map_or_else(String::new, |it| asker.words.field_error(it.code)),
        Some(other) => asker.words.error(other).0,
    };
    let status = error.map(|it| PageError(it).status_code());
    let (app, asker) = (asker.app.clone(), asker.clone());
    let view = app
        .look(move |look| -> Result<TemplatePage> {
            let directory = Directory::read(look)?;
            let c = find(look, asker.viewer(), number)?;
            let asked = Asked {
                by: channel.to_string(),
                ..Asked::default()
            };
            let found = composer::picker(&asker, look, &c, (&asked, &wanted))?;
            let mut p = found.ok_or_else(|| Error::not_found("page"))?;
            p.draft.text.clone_from(&text);
            p.error.clone_from(&said);
            Ok(TemplatePage {
                page: shell::page(&asker, look, &directory, "inbox", None)?,
                title: asker.words.t("picker-title"),
                p,
            })
        })
        .await?;
    let mut answer = html(&view)?;
    if let Some(status) = status {
        *answer.status_mut() = status;
    }
    Ok(answer)
}
