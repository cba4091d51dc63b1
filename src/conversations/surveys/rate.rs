//! Taking a rating: it stands beside what asked for it, and moves nothing.

use crate::conversations::steps::voice::Voice;
use crate::conversations::surveys::ask_at;
use crate::domain::actor::Actor;
use crate::domain::automatic::survey::{BEST, COMMENT, Rating, Survey};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::ConversationId;
use crate::domain::message::Message;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// What a customer gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// 1 to [`BEST`].
    pub stars: u8,
    /// `None` leaves what was said before.
    pub comment: Option<String>,
}

/// A conversation whose customer was asked, with the message that did and how it goes.
pub struct Asked {
    pub conversation: Conversation,
    pub message: Message,
    pub survey: Survey,
}

/// What was asked in a conversation, while an answer is taken; also where it went on in another.
///
/// # Errors
/// [`Error::NotFound`] when nothing was, its answer is taken no more, or the message is gone.
pub fn asked(look: &Look<'_>, id: ConversationId, now: Millis) -> Result<Asked> {
    let gone = || Error::not_found("survey");
    let conversation = look.conversation(id)?.ok_or_else(gone)?;
    let survey = conversation.survey.as_deref().cloned().ok_or_else(gone)?;
    let message = survey.message.filter(|_| survey.is_open(now));
    let message = message.map(|id| look.message(id)).transpose()?.flatten();
    let message = message.filter(|it| !it.redacted).ok_or_else(gone)?;
    Ok(Asked {
        conversation,
        message,
        survey,
    })
}

/// Takes a rating. Given again, the later one counts.
///
/// # Errors
/// As [`asked`]; [`Error::Invalid`] on `rating`, `comment`.
pub fn rate(w: &mut Write<'_>, id: ConversationId, given: &Given) -> Result<Conversation> {
    if !(1..=BEST).contains(&given.stars) {
        return Err(Error::invalid("rating", "error-rating"));
    }
    let comment = given.comment.as_deref().map(str::trim);
    if comment.is_some_and(|it| it.chars().count() > COMMENT) {
        return Err(Error::invalid("comment", "error-rating-comment"));
    }
    let Asked {
        conversation: mut c,
        message,
        survey,
    } = asked(w, id, w.now())?;
    let before = message.rating.as_deref();
    let kept = before.map_or("", |it| it.comment.as_str());
    let comment = comment.unwrap_or(kept).to_owned();
    if before.is_some_and(|it| it.stars == given.stars && it.comment == comment) {
        return Ok(c);
    }
    let (at, was) = (w.now(), before.map(|it| it.stars));
    let message_id = message.id;
    w.put_message(&Message {
        rating: Some(Box::new(Rating {
            stars: given.stars,
            comment,
            at,
        })),
        ..message
    })?;
    c.survey = Some(Box::new(Survey {
        rating: given.stars,
        rated_at: at,
        ..survey
    }));
    ask_at(w, &mut c, None)?;
    let voice = Voice {
        actor: Actor::Contact(c.contact),
        history: false,
    };
    let rating = given.stars;
    voice.tell_message(w, &mut c, message_id, EventKind::Rated { rating, was })?;
    w.put_conversation(&c)?;
    Ok(c)
}
