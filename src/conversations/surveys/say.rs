//! Asking and thanking: planned anew in the deed, so that what happened meanwhile is seen.

use crate::conversations::automatic::say::{Outcome, to_writer};
use crate::conversations::canned_replies::Known;
use crate::conversations::reply::{Reply, reply};
use crate::conversations::said::Said;
use crate::conversations::surveys::ask_at;
use crate::conversations::surveys::plan::{
    Part, Plan, TOO_LATE, at_a_decent_hour, held, plan, surveys_of,
};
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::automatic::Saying;
use crate::domain::automatic::survey::{BEST, RATED, REMINDED_AFTER, Survey};
use crate::domain::channel::ChannelKind;
use crate::domain::chat::Button;
use crate::domain::consent::Purpose;
use crate::domain::contact::Contact;
use crate::domain::conversation::Conversation;
use crate::domain::delivery::Then;
use crate::domain::error::Result;
use crate::domain::id::ConversationId;
use crate::domain::message::Message;
use crate::domain::time::Span;
use crate::keys::KeyRing;
use crate::store::Write;

/// A plan in words: the text, and what each rating is called, the best first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    pub text: String,
    pub labels: Vec<String>,
}

/// Says a plan in these words. Places of the text are filled in here.
///
/// # Errors
/// The store's; what stands in the way of writing to them now.
pub fn say(w: &mut Write<'_>, keys: &KeyRing, it: &Plan, words: &Words) -> Result<Outcome> {
    match plan(w, it.conversation, w.now())? {
        None => return Ok(Outcome::Nothing),
        Some(now) if now != *it => return Ok(Outcome::Another),
        Some(_) => {}
    }
    let (Some(c), Some(to)) = (w.conversation(it.conversation)?, w.message(it.to)?) else {
        return Ok(Outcome::Nothing);
    };
    let asks = matches!(it.part, Part::Ask { .. });
    let text = Known::of_agent(w, None, &c)?.sign(&words.text);
    let input = Reply {
        conversation: c.number,
        said: Said::of(text.trim()),
        recipients: to_writer(&to),
        channel: Some(it.channel),
        then: Then::KeepOpen,
        undo: Some(Span(0)),
        buttons: if asks {
            buttons(it, &words.labels)
        } else {
            Vec::new()
        },
        says: vec![if asks { Saying::Survey } else { Saying::Thanks }],
        purpose: asks.then_some(Purpose::Service),
        ..Reply::default()
    };
    let by = Viewer::system(SystemPart::Automatic);
    let done = reply(w, keys, &by, &input)?;
    if asks {
        asked(w, done.conversation, &done.message)?;
    } else {
        over(w, done.conversation)?;
    }
    Ok(Outcome::Said)
}

/// What may be pressed, where the channel has that.
fn buttons(it: &Plan, labels: &[String]) -> Vec<Button> {
    if !it.kind.abilities().choices {
        return Vec::new();
    }
    let stars = (1..=BEST).rev().zip(labels);
    let button = |(stars, label): (u8, &String)| Button {
        id: format!("{RATED}{stars}"),
        text: label.clone(),
    };
    stars.map(button).collect()
}

/// Notes that it was asked: here, and of whom. By mail a reminder may follow.
fn asked(w: &mut Write<'_>, mut c: Conversation, message: &Message) -> Result<()> {
    let before = c.survey.take().unwrap_or_default();
    let reminds = surveys_of(w, &c)?.is_some_and(|it| it.reminds);
    let again = reminds && !before.again && c.channel_kind == ChannelKind::Email;
    c.survey = Some(Box::new(Survey {
        due: before.due,
        message: Some(message.id),
        asked_at: message.at,
        again,
        ..Survey::default()
    }));
    let later = message.at + REMINDED_AFTER;
    let reminder = again.then(|| at_a_decent_hour(w, &c, later)).transpose()?;
    ask_at(w, &mut c, reminder)?;
    if let Some(contact) = w.contact(c.contact)? {
        w.put_contact(&Contact {
            surveyed: Some((message.at, c.id)),
            ..contact
        })?;
    }
    w.put_conversation(&c)
}

/// They were thanked.
fn over(w: &mut Write<'_>, mut c: Conversation) -> Result<()> {
    if let Some(survey) = &mut c.survey {
        survey.thank = false;
    }
    w.put_conversation(&c)
}

/// Nothing is said after all: what was due is due no more, or only not at this hour.
///
/// # Errors
/// The store's.
pub fn give_up(w: &mut Write<'_>, id: ConversationId) -> Result<()> {
    let Some(mut c) = w.conversation(id)? else {
        return Ok(());
    };
    let (now, due) = (w.now(), c.survey.as_ref().and_then(|it| it.due));
    if due.is_some_and(|it| it > now) {
        return Ok(());
    }
    let morning = at_a_decent_hour(w, &c, now)?;
    let waits = due.is_some_and(|it| morning > now && now.since(it) < TOO_LATE);
    let held = held(w, &c, now)?.filter(|_| due.is_some() && !waits);
    if let Some(survey) = &mut c.survey {
        survey.held = held;
    }
    ask_at(w, &mut c, waits.then_some(morning))?;
    over(w, c)
}
