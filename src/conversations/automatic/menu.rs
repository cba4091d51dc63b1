//! The menu: what a customer writes is read as a choice, which is carried out in the deed that takes the message in. Said
//! twice at most; then, and as soon as a person of ours has written, nothing is read into what they write any more.

use crate::conversations::steps::labels;
use crate::conversations::steps::moves::bring_to;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::SystemPart;
use crate::domain::automatic::{Asked, Choice, PRESSED, SAID};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::message::{Message, MessageKind};
use crate::domain::reason::Reason;
use crate::store::{Look, Write};
use crate::text::choice::{speaks_for_itself, understood};

/// Messages behind the menu that are looked through for a person's.
const LOOKED_THROUGH: usize = 50;

/// Reads a choice out of a message, where a menu asks for one. The caller puts the row.
///
/// # Errors
/// The store's.
pub fn heard(w: &mut Write<'_>, c: &mut Conversation, message: &Message) -> Result<()> {
    let Some(mut asked) = c.menu.take() else {
        return Ok(());
    };
    if !asked.over {
        read(w, c, &mut asked, message)?;
    }
    c.menu = Some(asked);
    Ok(())
}

fn read(
    w: &mut Write<'_>,
    c: &mut Conversation,
    asked: &mut Asked,
    message: &Message,
) -> Result<()> {
    if is_with_a_person(w, c, asked)? {
        asked.over = true;
        return Ok(());
    }
    if asked.chosen.is_some() {
        asked.answer = Some(message.position);
        asked.over = true;
        return Ok(());
    }
    if let Some(at) = chosen(message, &asked.labels) {
        return choose(w, c, asked, (at, message));
    }
    if asked.times < SAID && !speaks_for_itself(&message.text) {
        asked.unclear = Some(message.position);
    } else {
        asked.over = true;
    }
    Ok(())
}

/// Whether a person of ours has written since the menu was said, or it was said where nothing is known of it any more.
fn is_with_a_person(look: &Look<'_>, c: &Conversation, asked: &Asked) -> Result<bool> {
    let place = asked.message.map(|id| look.message_place(id));
    let Some((at, position)) = place.transpose()?.flatten() else {
        return Ok(true);
    };
    if at != c.id {
        return Ok(true);
    }
    let behind = look.messages_after(c.id, Some(position), LOOKED_THROUGH)?;
    let by_person = |it: &Message| it.kind == MessageKind::Reply && !it.automatic && !it.undone;
    Ok(behind.iter().any(by_person))
}

/// What was pressed, else what was written.
fn chosen(message: &Message, labels: &[String]) -> Option<usize> {
    let pressed = message.chat.as_ref().map_or("", |it| it.pressed.as_str());
    let pressed = pressed.strip_prefix(PRESSED).and_then(|it| it.parse().ok());
    let pressed = pressed.filter(|at: &usize| *at < labels.len());
    pressed.or_else(|| understood(&message.text, labels))
}

fn choose(
    w: &mut Write<'_>,
    c: &mut Conversation,
    asked: &mut Asked,
    (at, message): (usize, &Message),
) -> Result<()> {
    let n = u8::try_from(at).unwrap_or(u8::MAX);
    asked.chosen = Some((n, message.position));
    let voice = Voice::system(SystemPart::Automatic);
    let told = EventKind::MenuChosen { choice: n };
    voice.tell_message(w, c, message.id, told)?;
    let arranged = arranged(w, message, asked)?;
    let Some(choice) = arranged else {
        asked.over = true;
        return Ok(());
    };
    if let Some(team) = choice.team
        && w.team(team)?.is_some_and(|it| it.retired_at.is_none())
        && c.team != Some(team)
    {
        bring_to(w, c, voice, Some(team), Reason::MenuChoice { choice: n })?;
    }
    if let Some(tag) = choice.tag
        && w.tag(tag)?.is_some_and(|it| it.retired_at.is_none())
        && !c.tags.contains(&tag)
        && c.tags.len() < labels::TAGS
    {
        labels::tag(w, c, voice, tag)?;
    }
    asked.over = choice.question.is_empty();
    asked.question = choice.question;
    Ok(())
}

/// The choice they made, as it is arranged now: by its words, wherever it stands by now.
///
/// # Errors
/// The store's.
pub fn arranged(look: &Look<'_>, message: &Message, asked: &Asked) -> Result<Option<Choice>> {
    let channel = look.channel(message.channel)?;
    let Some((channel, label)) = channel.zip(asked.label()) else {
        return Ok(None);
    };
    let choices = channel.automatic.menu.choices;
    Ok(choices.into_iter().find(|it| it.label == label))
}
