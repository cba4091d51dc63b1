//! Saying it: planned anew in the deed, so that what was said meanwhile, or by a person, is seen.

use crate::conversations::automatic::plan::{Part, Plan, plan};
use crate::conversations::canned_replies::Known;
use crate::conversations::reply::{Reply, reply};
use crate::conversations::said::Said;
use crate::conversations::steps::mail::Recipients;
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::automatic::{Asked, PRESSED};
use crate::domain::chat::Button;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::Then;
use crate::domain::error::{Error, Result};
use crate::domain::message::Message;
use crate::domain::time::Span;
use crate::keys::KeyRing;
use crate::store::Write;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Said,
    /// There is nothing to say any more.
    Nothing,
    /// It is something else that is to be said.
    Another,
}

/// Says a plan in these words. Places of the text are filled in here.
///
/// # Errors
/// The store's; what stands in the way of writing to them now.
pub fn say(w: &mut Write<'_>, keys: &KeyRing, it: &Plan, text: &str) -> Result<Outcome> {
    let now = plan(w, (it.conversation, it.message), w.now())?;
    match &now {
        None => return Ok(Outcome::Nothing),
        Some(now) if now.parts != it.parts => return Ok(Outcome::Another),
        Some(_) => {}
    }
    let (Some(c), Some(to)) = (w.conversation(it.conversation)?, w.message(it.message)?) else {
        return Ok(Outcome::Nothing);
    };
    let by = Viewer::system(SystemPart::Automatic);
    let text = Known::of_agent(w, None, &c)?.sign(text);
    let input = Reply {
        conversation: c.number,
        said: Said::of(text.trim()),
        recipients: to_writer(&to),
        channel: Some(to.channel),
        then: Then::KeepOpen,
        undo: Some(Span(0)),
        buttons: buttons(it),
        says: it.parts.iter().map(Part::saying).collect(),
        ..Reply::default()
    };
    let done = reply(w, keys, &by, &input)?;
    keep_menu(w, it, (done.conversation, &done.message))?;
    Ok(Outcome::Said)
}

/// By mail: to nobody but who wrote.
pub fn to_writer(message: &Message) -> Recipients {
    let from = message.mail.as_ref().map(|it| it.from.clone());
    Recipients {
        to: from.map(|it| vec![it]),
        cc: Some(Vec::new()),
        bcc: Vec::new(),
    }
}

/// What may be pressed, where the channel has that; else its numbers stand in the text.
fn buttons(it: &Plan) -> Vec<Button> {
    if !it.kind.abilities().choices {
        return Vec::new();
    }
    let labels = it.parts.iter().find_map(|it| match it {
        Part::Menu { labels, .. } => Some(labels),
        _ => None,
    });
    let button = |(at, label): (usize, &String)| Button {
        id: format!("{PRESSED}{at}"),
        text: label.clone(),
    };
    labels
        .into_iter()
        .flatten()
        .enumerate()
        .map(button)
        .collect()
}

/// Notes how the menu goes.
fn keep_menu(
    w: &mut Write<'_>,
    it: &Plan,
    (mut c, message): (Conversation, &Message),
) -> Result<()> {
    let menu = it.parts.iter().find_map(|it| match it {
        Part::Menu { labels, .. } => Some(labels.clone()),
        _ => None,
    });
    let Some(labels) = menu else {
        return Ok(());
    };
    let times = c.menu.as_ref().map_or(0, |it| it.times);
    c.menu = Some(Box::new(Asked {
        message: Some(message.id),
        times: times.saturating_add(1),
        labels,
        ..Asked::default()
    }));
    w.put_conversation(&c)
}

/// Whether an error only says that they cannot be written to now: nothing is tried again then.
#[must_use]
pub fn is_in_vain(err: &Error) -> bool {
    !matches!(err, Error::Unavailable { .. } | Error::Internal(_))
}
