//! A rating that comes as a message: pressed, or typed within a day.

use crate::contacts::people::records;
use crate::conversations::intake::landing::cases_of;
use crate::conversations::surveys::asked_last;
use crate::conversations::surveys::rate::{Asked, Given, asked, rate};
use crate::domain::automatic::survey::{BEST, COMMENT, RATED, SATISFIED, TYPED_WITHIN};
use crate::domain::automatic::{Saying, afterwards};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::domain::inbound::Inbound;
use crate::domain::job::JobKind;
use crate::domain::message::{Message, MessageKind};
use crate::domain::time::Millis;
use crate::store::{Look, Write};
use crate::text::rating::{self, Rated};

/// Newest messages of a conversation among which what asked must be our last.
const NEWEST: usize = 20;

/// Reads a rating out of what a contact wrote, and takes it. `answers`: the message of ours it points at. The conversation
/// it belongs to, where it is a rating and nothing else: it goes there, and moves nothing.
///
/// # Errors
/// The store's.
pub fn heard(
    w: &mut Write<'_>,
    contact: ContactId,
    input: &Inbound,
    answers: Option<&Message>,
) -> Result<Option<Conversation>> {
    let pressed = input.chat.as_ref().map_or("", |it| it.pressed.as_str());
    let is_press = pressed.starts_with(RATED);
    let typed = rating::read(&input.text).filter(|_| pressed.is_empty() || is_press);
    // Nearly nothing is one: no need to look at who wrote it.
    let may_be = typed.is_some() || is_press;
    if !may_be || input.history || input.unverified {
        return Ok(None);
    }
    let Some(found) = question(w, contact, answers, w.now())? else {
        return Ok(None);
    };
    let given = match button(&found, input) {
        Some(stars) => Some(Rated {
            stars,
            comment: String::new(),
        }),
        None if may_type(w, &found, (input, answers), w.now())? => typed,
        None => None,
    };
    let Some(Rated { stars, comment }) = given else {
        return Ok(None);
    };
    let only = comment.is_empty() || (stars >= SATISFIED && rating::asks_nothing(&comment));
    // The whole of it stands in the message.
    let comment: String = comment.chars().take(COMMENT).collect();
    let comment = Some(comment).filter(|it| !it.is_empty());
    let mut c = rate(w, found.conversation.id, &Given { stars, comment })?;
    if let Some(survey) = c.survey.as_mut().filter(|_| only && input.chat.is_some()) {
        survey.thank = true;
        w.put_conversation(&c)?;
        let conversation = c.id;
        w.job(w.now(), JobKind::Survey { conversation })?;
    }
    Ok(only.then_some(c))
}

/// What somebody was asked and may still answer: by the message they answer, else what they were asked last.
fn question(
    look: &Look<'_>,
    contact: ContactId,
    answers: Option<&Message>,
    now: Millis,
) -> Result<Option<Asked>> {
    let asks = |it: &&Message| it.says.contains(&Saying::Survey);
    let pointed = answers.filter(asks).map(|it| it.conversation);
    let last = match pointed {
        Some(id) => Some(id),
        None => asked_last(look, contact)?.map(|it| it.1),
    };
    let Some(id) = last else {
        return Ok(None);
    };
    let found = match asked(look, id, now) {
        Ok(it) => it,
        Err(Error::NotFound { .. }) => return Ok(None),
        Err(err) => return Err(err),
    };
    let c = &found.conversation;
    let theirs = !c.merged && records(look, contact)?.contains(&c.contact);
    Ok(Some(found).filter(|_| theirs))
}

/// The rating they pressed. Where a press comes back as nothing but its words, by those.
fn button(found: &Asked, input: &Inbound) -> Option<u8> {
    let pressed = input.chat.as_ref()?.pressed.as_str();
    let buttons = &found.message.chat.as_ref()?.buttons;
    let by_words = || buttons.iter().find(|it| it.text == input.text.trim());
    let id = Some(pressed)
        .filter(|it| !it.is_empty())
        .or_else(|| by_words().map(|it| it.id.as_str()))?;
    let stars = id.strip_prefix(RATED)?.parse().ok()?;
    (1..=BEST).contains(&stars).then_some(stars)
}

/// Whether a number they type means this: it was asked within a day, or they answer it; and nothing was said since, here or
/// in a newer matter of theirs.
fn may_type(
    look: &Look<'_>,
    found: &Asked,
    (input, answers): (&Inbound, Option<&Message>),
    now: Millis,
) -> Result<bool> {
    let c = &found.conversation;
    let fresh = now.since(found.survey.asked_at) < TYPED_WITHIN;
    let ours = answers.filter(|it| it.kind == MessageKind::Reply);
    let about = |it: &Message| it.conversation == c.id && afterwards(&it.says);
    let points = ours.is_some_and(about);
    // It answers something else we said.
    if ours.is_some() && !points {
        return Ok(false);
    }
    let files = input.attachments.iter().any(|it| !it.inline);
    let resolved = matches!(c.status, Status::Resolved { .. });
    let same_way = found.message.chat.is_some() == input.chat.is_some();
    if !(fresh || points) || files || !resolved || !same_way {
        return Ok(false);
    }
    if points {
        return Ok(true);
    }
    let newest = cases_of(look, c.contact)?.first().map(|it| it.id);
    Ok(newest == Some(c.id) && is_our_last(look, found)?)
}

/// Whether we said nothing behind it, but thanks.
fn is_our_last(look: &Look<'_>, found: &Asked) -> Result<bool> {
    let newest = look.messages_before(found.conversation.id, None, NEWEST)?;
    let said = |it: &&Message| it.kind == MessageKind::Reply && !it.undone;
    let thanks = |it: &&Message| it.says.contains(&Saying::Thanks);
    let last = newest.iter().filter(said).rfind(|it| !thanks(it));
    Ok(last.is_some_and(|it| it.id == found.message.id))
}
