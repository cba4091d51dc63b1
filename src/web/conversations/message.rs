//! One message: its details, its formatted body in a frame, its files, its original; and what can be done with it.

use actix_web::web::{Form, Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::conversations::chat::{media, react as reacting};
use crate::conversations::delivery::{cancel, retry, switch, to_draft, undo_reply};
use crate::conversations::find::find;
use crate::conversations::marks::repeated;
use crate::conversations::{moving, needs_answer, redact};
use crate::domain::actor::{Right, Viewer};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::domain::list::List;
use crate::domain::message::Message;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::change::back;
use crate::web::conversations::composer::written;
use crate::web::conversations::deeds::after_move;
use crate::web::conversations::show::Item;
use crate::web::conversations::{item, later};
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::Chip;
use crate::words::Arg;

/// Where a message lies: number of its conversation, position.
pub type Place = Path<(u64, u32)>;

/// What a message's page may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Load pictures from other servers.
    images: u8,
}

/// A message with its conversation, when the viewer may see it.
///
/// # Errors
/// [`Error::NotFound`].
pub fn at(
    look: &Look<'_>,
    viewer: &Viewer,
    number: u64,
    position: u32,
) -> Result<(Conversation, Message)> {
    let c = find(look, viewer, number)?;
    let found = look.message_at(c.id, position)?;
    let message = found.ok_or_else(|| Error::not_found("message"))?;
    Ok((c, message))
}

#[derive(Template)]
#[template(path = "conversations/message.html")]
struct MessagePage {
    page: Page,
    number: u64,
    position: u32,
    title: String,
    item: Item,
    /// Name and value.
    facts: Vec<(String, String)>,
    /// Address and how far it got there.
    recipients: Vec<(String, Chip)>,
    frame: Option<String>,
    images: bool,
    original: Option<String>,
    may_redact: bool,
}

/// `GET /c/{number}/m/{position}`.
pub async fn page(asker: Asker, place: Place, asked: Query<Asked>) -> Answer {
    let ((number, position), images) = (place.into_inner(), asked.images == 1);
    let app = asker.app.clone();
    let view = app
        .look(move |look| details(&asker, look, number, position, images))
        .await?;
    html(&view)
}

fn details(
    asker: &Asker,
    look: &Look<'_>,
    number: u64,
    position: u32,
    images: bool,
) -> Result<MessagePage> {
    let words = &asker.words;
    let (c, message) = at(look, asker.viewer(), number, position)?;
    let directory = Directory::read(look)?;
    let at = (position + 1).to_string();
    let of = number.to_string();
    let args = [("position", Arg::Text(&at)), ("number", Arg::Text(&of))];
    let delivery = message.delivery.map_or(Ok(None), |id| look.delivery(id))?;
    let recipients = delivery.map(|it| it.recipients).unwrap_or_default();
    let place = format!("/c/{number}/m/{position}");
    Ok(MessagePage {
        page: shell::page(asker, look, &directory, "inbox", None)?,
        number,
        position,
        title: words.t_with("message-page", &args),
        item: item::message(asker, look, &directory, &c, &message, "")?,
        facts: facts(asker, &message),
        recipients: recipients
            .into_iter()
            .map(|it| {
                let tone = if it.state.is_trouble() { "bad" } else { "ok" };
                (it.address, Chip::new(words.delivery(it.state), tone))
            })
            .collect(),
        frame: (message.html.is_some() && !message.redacted)
            .then(|| format!("{place}/body?images={}", u8::from(images))),
        images,
        original: message
            .raw
            .filter(|_| !message.redacted)
            .map(|_| format!("{place}/original")),
        may_redact: asker.viewer().may(Right::Administer) && !message.redacted,
    })
}

fn facts(asker: &Asker, message: &Message) -> Vec<(String, String)> {
    let words = &asker.words;
    let mut out = Vec::new();
    if let Some(mail) = &message.mail {
        out.extend([
            ("mail-from", written(std::slice::from_ref(&mail.from))),
            ("mail-to", written(&mail.to)),
            ("mail-cc", written(&mail.cc)),
            ("mail-bcc", written(&mail.bcc)),
        ]);
    }
    out.push(("new-subject", message.subject.clone()));
    out.into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| (words.t(key), value))
        .collect()
}

/// What the forms of a message send.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    r#do: String,
    to: u64,
    /// When an answer that waits for its time shall leave.
    at: String,
    /// A reaction, empty to take it away.
    emoji: String,
    /// `failed`: back to the list of failed answers.
    back: String,
    channel: String,
    /// `1`: withdrawn for good; and why.
    sure: String,
    because: String,
}

/// `POST …/undo`: takes an answer back before it leaves.
pub async fn undo(asker: Asker, place: Place) -> Answer {
    let (number, position) = place.into_inner();
    let viewer = asker.viewer().clone();
    let aside = asker
        .app
        .act(move |w| {
            let (_, message) = at(w, &viewer, number, position)?;
            undo_reply(w, &viewer, message.id)?;
            Ok(message.kind.is_aside())
        })
        .await?;
    if aside {
        // What was written to third parties goes back into their form, never into the customer's draft.
        let place = format!("/c/{number}/forward?again={position}");
        return Ok(see_other(&place));
    }
    Ok(back(number, "", "done"))
}

/// `POST …/delivery`: `retry`, `switch` to another channel, back to `draft`, or `cancel`; at another time (`at`), or `now`.
pub async fn again(asker: Asker, place: Place, form: Form<Wanted>) -> Answer {
    let (number, position) = place.into_inner();
    let (viewer, what) = (asker.viewer().clone(), form.r#do.clone());
    let to_list = form.back == List::Failed.name();
    let channel = form.channel.parse::<ChannelId>();
    let at_time = asker.words.read_input_time(&form.at);
    let keys = asker.app.keys.clone();
    asker
        .app
        .act(move |w| {
            let (_, message) = at(w, &viewer, number, position)?;
            let id = message
                .delivery
                .ok_or_else(|| Error::not_found("delivery"))?;
            match what.as_str() {
                "switch" => {
                    let by = channel.clone();
                    let by = by.map_err(|_| Error::invalid("channel", "error-field"))?;
                    switch(w, &keys, &viewer, id, by).map(|it| it.delivery)
                }
                "at" => later::change(w, &viewer, id, Some(at_time)),
                "now" => later::change(w, &viewer, id, None),
                "draft" => to_draft(w, &viewer, id),
                "cancel" => cancel(w, &viewer, id),
                _ => retry(w, &viewer, id),
            }
        })
        .await?;
    if to_list {
        return Ok(see_other(&shell::address(List::Failed)));
    }
    Ok(back(number, "", "done"))
}

/// `POST …/react`: an emoji of ours on it; empty takes it away.
pub async fn react(asker: Asker, place: Place, form: Form<Wanted>) -> Answer {
    let (number, position) = place.into_inner();
    let (viewer, emoji) = (asker.viewer().clone(), form.emoji.clone());
    asker
        .app
        .act(move |w| {
            let (_, message) = at(w, &viewer, number, position)?;
            reacting::react(w, &viewer, message.id, &emoji)
        })
        .await?;
    Ok(back(number, "", "done"))
}

/// `POST …/media`: files that could not be fetched are tried once more.
pub async fn fetch_again(asker: Asker, place: Place) -> Answer {
    let (number, position) = place.into_inner();
    let viewer = asker.viewer().clone();
    asker
        .app
        .act(move |w| {
            viewer.need(Right::Work)?;
            let (_, message) = at(w, &viewer, number, position)?;
            media::try_again(w, message.id)
        })
        .await?;
    Ok(back(number, "", "done"))
}

/// `POST …/needs-answer`: a courtesy or automatic mail is an ordinary one after all.
pub async fn wants_answer(asker: Asker, place: Place) -> Answer {
    let (number, position) = place.into_inner();
    let viewer = asker.viewer().clone();
    asker
        .app
        .act(move |w| {
            let (_, message) = at(w, &viewer, number, position)?;
            needs_answer::needs_answer(w, &viewer, message.id)
        })
        .await?;
    Ok(back(number, "", "done"))
}

/// `POST …/repeated`: they had to say it again; `do` is `off` where that is taken back.
pub async fn mark_repeated(asker: Asker, place: Place, form: Form<Wanted>) -> Answer {
    let (number, position) = place.into_inner();
    let (viewer, on) = (asker.viewer().clone(), form.r#do != "off");
    asker
        .app
        .act(move |w| {
            let (_, message) = at(w, &viewer, number, position)?;
            repeated::mark(w, &viewer, message.id, on)
        })
        .await?;
    Ok(back(number, "", "done"))
}

/// `POST …/move`: to another conversation, or (`do` is `split`) with all after it into a new one.
pub async fn carry(asker: Asker, place: Place, form: Form<Wanted>) -> Answer {
    let (number, position) = place.into_inner();
    let (viewer, form) = (asker.viewer().clone(), form.into_inner());
    let (c, change) = asker
        .app
        .act(move |w| {
            let (c, message) = at(w, &viewer, number, position)?;
            if form.r#do == "split" {
                let rest = w.messages_after(c.id, Some(position), 1_000)?;
                let all: Vec<_> = std::iter::once(message)
                    .chain(rest)
                    .filter(|it| it.moved_to.is_none())
                    .map(|it| it.id)
                    .collect();
                return moving::split(w, &viewer, number, &all);
            }
            moving::move_messages(w, &viewer, number, &[message.id], form.to)
        })
        .await?;
    Ok(after_move(c.number, Some(change)))
}

/// `POST …/redact`: withdraws a message for good; `sure` is `1`, so that no slip erases.
pub async fn withdraw(asker: Asker, place: Place, form: Form<Wanted>) -> Answer {
    let (number, position) = place.into_inner();
    if form.sure != "1" {
        return Err(Error::invalid("sure", "error-not-sure").into());
    }
    let (viewer, because) = (asker.viewer().clone(), form.because.clone());
    asker
        .app
        .act(move |w| {
            let (_, message) = at(w, &viewer, number, position)?;
            redact::redact(w, &viewer, message.id, &because)
        })
        .await?;
    Ok(back(number, "", "done"))
}

#[derive(Template)]
#[template(path = "conversations/merge.html")]
struct MergePage {
    page: Page,
    number: u64,
    title: String,
    others: Vec<crate::web::conversations::show::OtherCase>,
    numbers: Vec<u64>,
}

/// `GET /c/{number}/merge`.
pub async fn merge_page(asker: Asker, number: Path<u64>) -> Answer {
    let (number, app) = (number.into_inner(), asker.app.clone());
    let view = app
        .look(move |look| {
            let c = find(look, asker.viewer(), number)?;
            let directory = Directory::read(look)?;
            let person = look.person(c.contact)?.unwrap_or_default();
            let others = crate::web::conversations::side::cases(&asker, look, &person)?;
            let others = others.into_iter().filter(|(it, _)| *it != number);
            let (numbers, others) = others.unzip();
            Ok(MergePage {
                page: shell::page(&asker, look, &directory, "inbox", None)?,
                number,
                title: asker.words.t_of("merge-title", "number", number),
                others,
                numbers,
            })
        })
        .await?;
    html(&view)
}

/// `POST /c/{number}/merge`: the conversation `to` comes into this one.
pub async fn merge(asker: Asker, number: Path<u64>, form: Form<Wanted>) -> Answer {
    let (number, other) = (number.into_inner(), form.to);
    let viewer = asker.viewer().clone();
    let (c, change) = asker
        .app
        .act(move |w| moving::merge(w, &viewer, other, number))
        .await?;
    Ok(after_move(c.number, Some(change)))
}
