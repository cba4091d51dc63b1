//! What a customer does to a message that was said: changes it, takes it back, reacts to it.

use crate::conversations::chat::hear::Outcome;
use crate::conversations::chat::talk::Talk;
use crate::conversations::chat::window::heard;
use crate::conversations::intake::courtesy::is_courtesy;
use crate::conversations::steps::append::count_anew;
use crate::conversations::steps::inbound::wrote;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::channel::Channel;
use crate::domain::chat::{Reaction, Version};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::MessageId;
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// Earlier texts kept of one message.
const VERSIONS: usize = 20;
/// Reactions kept of one message; a private talk has two people.
const REACTIONS: usize = 50;

type Told = (Outcome, Option<MessageId>);

fn found(look: &Look<'_>, channel: &Channel, of: &str) -> Result<Option<(Message, Conversation)>> {
    let Some(id) = look.chat_id(channel.connection, of)? else {
        return Ok(None);
    };
    let Some(message) = look.message(id)? else {
        return Ok(None);
    };
    let c = look.conversation(message.conversation)?;
    Ok(c.map(|c| (message, c)))
}

/// The new text stands, the old ones are kept. Words that were added want an answer like any other.
///
/// # Errors
/// The store's.
pub fn edited(w: &mut Write<'_>, talk: &Talk<'_>, of: &str) -> Result<Told> {
    let Some((mut message, mut c)) = found(w, &talk.channel, of)? else {
        return Ok((Outcome::Early, None));
    };
    let (id, at) = (message.id, talk.said_at(w.now()));
    let input = talk.input;
    if message.redacted {
        return Ok((Outcome::Done, Some(id)));
    }
    let chat = message.chat.get_or_insert_default();
    if told_late(&mut chat.versions, at, &input.text) {
        w.put_message(&message)?;
        return Ok((Outcome::Done, Some(id)));
    }
    let same = message.text == input.text;
    let grew = input.text.chars().count() > message.text.chars().count();
    if chat.versions.len() < VERSIONS {
        let text = std::mem::take(&mut message.text);
        chat.versions.push(Version { until: at, text });
    }
    message.text.clone_from(&input.text);
    if same {
        w.put_message(&message)?;
        return Ok((Outcome::Done, Some(id)));
    }
    message.language.clone_from(&input.language);
    w.put_message(&message)?;
    settle(w, &mut c)?;
    let voice = voice_of(talk, &message);
    let position = message.position;
    voice.tell_message(w, &mut c, id, EventKind::MessageEdited { position })?;
    count_anew(w, &mut c)?;
    let theirs = message.kind == MessageKind::Inbound && !message.history && !input.history;
    if theirs && grew && !is_courtesy(w, &c, input, w.now())? {
        wrote(w, &mut c, voice, talk.clock_from(w.now()))?;
    }
    w.put_conversation(&c)?;
    Ok((Outcome::Done, Some(id)))
}

/// Puts a change among the earlier texts when a newer one was told before it.
fn told_late(versions: &mut Vec<Version>, at: Millis, text: &str) -> bool {
    let Some(place) = versions.iter().position(|it| it.until > at) else {
        return false;
    };
    if versions.len() < VERSIONS
        && let Some(next) = versions.get_mut(place)
    {
        let before = std::mem::replace(&mut next.text, text.to_owned());
        let earlier = Version {
            until: at,
            text: before,
        };
        versions.insert(place, earlier);
    }
    true
}

fn voice_of(talk: &Talk<'_>, message: &Message) -> Voice {
    match message.author {
        Author::Contact(id) => talk.voice(id),
        _ => Voice::system(SystemPart::Intake),
    }
}

/// It stays readable for us, marked: what was said was said.
///
/// # Errors
/// The store's.
pub fn withdrawn(w: &mut Write<'_>, channel: &Channel, of: &str, at: Millis) -> Result<Told> {
    let Some((mut message, mut c)) = found(w, channel, of)? else {
        return Ok((Outcome::Early, None));
    };
    let (id, position) = (message.id, message.position);
    let chat = message.chat.get_or_insert_default();
    if chat.withdrawn_at.is_some() {
        return Ok((Outcome::Done, Some(id)));
    }
    chat.withdrawn_at = Some(at);
    w.put_message(&message)?;
    let actor = match message.author {
        Author::Contact(id) => Actor::Contact(id),
        _ => Actor::System(SystemPart::Intake),
    };
    let voice = Voice {
        actor,
        history: message.history,
    };
    voice.tell_message(w, &mut c, id, EventKind::MessageWithdrawn { position })?;
    w.put_conversation(&c)?;
    Ok((Outcome::Done, Some(id)))
}

/// A reaction hangs on its message. One that pleases moves nothing; a sad or angry one is heard like words.
///
/// # Errors
/// The store's.
pub fn reacted(w: &mut Write<'_>, talk: &Talk<'_>, to: &str, emoji: &str) -> Result<Told> {
    let Some((mut message, mut c)) = found(w, &talk.channel, to)? else {
        return Ok((Outcome::Early, None));
    };
    let (id, position, at) = (message.id, message.position, talk.said_at(w.now()));
    let contact = talk.person(w)?;
    let by = Author::Contact(contact.id);
    let chat = message.chat.get_or_insert_default();
    let newer = chat.reactions.iter().any(|it| it.by == by && it.at > at);
    if newer {
        return Ok((Outcome::Done, Some(id)));
    }
    chat.reactions.retain(|it| it.by != by);
    let on = !emoji.is_empty();
    // An empty one stays as the mark of when it was taken away: an older one told later does not come back.
    if chat.reactions.len() < REACTIONS {
        let emoji = emoji.to_owned();
        chat.reactions.push(Reaction { by, emoji, at });
    }
    w.put_message(&message)?;
    settle(w, &mut c)?;
    let voice = talk.voice(contact.id);
    voice.tell_message(w, &mut c, id, EventKind::Reacted { position, on })?;
    let to_ours = message.kind == MessageKind::Reply;
    if on
        && to_ours
        && !talk.input.history
        && !is_courtesy(w, &c, talk.input, w.now())?
        && is_sad(emoji)
    {
        wrote(w, &mut c, voice, talk.clock_from(w.now()))?;
    }
    w.put_conversation(&c)?;
    heard(w, &contact, talk)?;
    Ok((Outcome::Done, Some(id)))
}

/// 👎 😡 😢 and their kin are ordinary words of a customer.
fn is_sad(emoji: &str) -> bool {
    let first = emoji.chars().next();
    first.is_some_and(|it| "👎😡😢😠😤😞😭🤬💔".contains(it))
}
