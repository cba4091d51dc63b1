//! What a customer answers to what was said of a dated event: a press, or what is typed instead of one, changes it; any
//! other answer ends what is said of it by itself.

use crate::contacts::consents;
use crate::contacts::people::records;
use crate::conversations::dated::say::is_theirs;
use crate::conversations::dated::{keep, kind_of, of_person, stop};
use crate::conversations::intake::landing::cases_of;
use crate::domain::actor::Actor;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::Conversation;
use crate::domain::dated::plan::{DatedKind, PRESSED, Verb};
use crate::domain::dated::{Asks, DatedEvent, DatedState, Stopped, Thank};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ContactId, ConversationId, DatedEventId, MessageId};
use crate::domain::inbound::Inbound;
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};
use crate::text::choice::understood;
use crate::text::fold::{fold, words};

/// What is typed is read as a press for so long after it was said, and in so few words.
const TYPED_WITHIN: Span = Span::days(3);
const TYPED_WORDS: usize = 4;
/// An answer belongs to what was said within this.
const ANSWERS_WITHIN: Span = Span::days(30);
/// Newest messages among which what was said must be our last.
const NEWEST: usize = 20;

/// Reads a press, or what stands for one, and does what it says. The conversation it is filed in, where it asks for
/// nobody: it goes there, and moves nothing.
///
/// # Errors
/// The store's.
pub fn heard(
    w: &mut Write<'_>,
    contact: ContactId,
    input: &Inbound,
    answers: Option<&Message>,
) -> Result<Option<Conversation>> {
    if input.history || input.unverified {
        return Ok(None);
    }
    let Some((message, asks, verb)) = meant(w, contact, (input, answers))? else {
        return Ok(None);
    };
    let event = w.dated_event(asks.event)?;
    let Some(it) = event.filter(|it| !it.state.is_over()) else {
        return Ok(None);
    };
    let Some(kind) = kind_of(w, &it)? else {
        return Ok(None);
    };
    let c = w.conversation(message.conversation)?;
    let Some(c) = c.filter(|c| !c.merged && c.is_case()) else {
        return Ok(None);
    };
    if !is_theirs(w, &it, contact)? {
        return Ok(None);
    }
    let quiet = !kind.is_for_a_person(verb);
    let thanks = quiet && input.chat.is_some();
    let c = take(w, (it, &kind), (c, &message), (verb, thanks))?;
    Ok(quiet.then_some(c))
}

/// What they press or type, of which message of ours.
fn meant(
    look: &Look<'_>,
    contact: ContactId,
    (input, answers): (&Inbound, Option<&Message>),
) -> Result<Option<(Message, Asks, Verb)>> {
    let with_asks = |it: Message| {
        let asks = it.dated.as_deref().cloned();
        asks.filter(|_| !it.redacted).map(|asks| (it, asks))
    };
    let pressed = input.chat.as_ref().map_or("", |it| it.pressed.as_str());
    if let Some((verb, event)) = read(pressed) {
        let quoted = answers.cloned().and_then(with_asks);
        let found = match quoted.filter(|it| it.1.event == event) {
            Some(it) => Some(it),
            None => said_last(look, event)?.and_then(with_asks),
        };
        return Ok(found.map(|(message, asks)| (message, asks, verb)));
    }
    let asked = match answers.filter(|it| it.kind == MessageKind::Reply) {
        Some(it) => Some(it.clone()),
        None if input.chat.is_some() => our_last(look, contact, input)?,
        None => None,
    };
    let Some((message, asks)) = asked.and_then(with_asks) else {
        return Ok(None);
    };
    let verb = typed(input, &asks.choices);
    Ok(verb.map(|verb| (message, asks, verb)))
}

/// `dated-confirm-0190…`
fn read(pressed: &str) -> Option<(Verb, DatedEventId)> {
    let (verb, id) = pressed.strip_prefix(PRESSED)?.split_once('-')?;
    let id = id.parse().ok()?;
    Some((Verb::parse(verb)?, id))
}

fn said_last(look: &Look<'_>, event: DatedEventId) -> Result<Option<Message>> {
    let event = look.dated_event(event)?;
    let message = event.and_then(|it| it.said_last().and_then(|it| it.message));
    message.map_or(Ok(None), |id| look.message(id))
}

/// The newest of ours to somebody, where it speaks of an event and was said lately.
fn our_last(look: &Look<'_>, contact: ContactId, input: &Inbound) -> Result<Option<Message>> {
    let few = words(&fold(&input.text)).len() <= TYPED_WORDS;
    let files = input.attachments.iter().any(|it| !it.inline);
    if !few || files {
        return Ok(None);
    }
    let cases = cases_of(look, contact)?;
    let Some(c) = cases.first() else {
        return Ok(None);
    };
    let newest = look.messages_before(c.id, None, NEWEST)?;
    let said = |it: &Message| it.kind == MessageKind::Reply && !it.undone;
    let last = newest.into_iter().rfind(said);
    Ok(last.filter(|it| it.dated.is_some() && input.said_at.since(it.at) < TYPED_WITHIN))
}

/// The choice that is typed: its words or number; a plain yes confirms.
fn typed(input: &Inbound, choices: &[(Verb, String)]) -> Option<Verb> {
    if words(&fold(&input.text)).len() > TYPED_WORDS {
        return None;
    }
    let labels: Vec<String> = choices.iter().map(|it| it.1.clone()).collect();
    let found = understood(&input.text, &labels).and_then(|at| choices.get(at));
    let confirms = choices.iter().find(|it| it.0 == Verb::Confirm);
    let found = found.or_else(|| confirms.filter(|_| input.agrees));
    found.map(|it| it.0)
}

fn take(
    w: &mut Write<'_>,
    (mut it, kind): (DatedEvent, &DatedKind),
    (mut c, message): (Conversation, &Message),
    (verb, thanks): (Verb, bool),
) -> Result<Conversation> {
    let by = Actor::Contact(it.contact);
    let subject = Subject {
        contact: Some(it.contact),
        ..Subject::message(c.id, message.id)
    };
    match verb.state() {
        Some(state) if state != it.state => {
            let was = it.state;
            it.state = state;
            it.waits = None;
            let told = changed(&it, Some(was), Some(verb));
            c.seq = w.event(by, subject, told)?;
        }
        Some(_) => {}
        None => {
            let place = (c.id, message.id);
            let to = (it.contact, c.channel_kind);
            consents::refused(w, to, kind.purpose.0, place)?;
            stop(w, &mut it, (by, subject), Stopped::OptedOut)?;
        }
    }
    it.thank = thanks.then(|| Thank {
        verb,
        at: w.now(),
        conversation: c.id,
    });
    keep(w, &mut it)?;
    w.put_conversation(&c)?;
    Ok(c)
}

/// The event that says how one is now.
#[must_use]
pub fn changed(it: &DatedEvent, was: Option<DatedState>, answer: Option<Verb>) -> EventKind {
    EventKind::DatedEventChanged {
        event: it.id,
        state: it.state,
        was,
        moved: false,
        answer,
    }
}

/// They wrote: what was said of their events on that channel is answered, and nothing more is said of those, unless their
/// plan goes on.
///
/// # Errors
/// The store's.
pub fn answered(w: &mut Write<'_>, c: &Conversation, message: &Message) -> Result<()> {
    let Author::Contact(author) = message.author else {
        return Ok(());
    };
    if !records(w, c.contact)?.contains(&author) {
        return Ok(());
    }
    let subject = Subject {
        contact: Some(c.contact),
        ..Subject::message(c.id, message.id)
    };
    let lately = w.now() - ANSWERS_WITHIN;
    for mut it in running(w, author, (message_channel(w, message)?, lately))? {
        let goes_on = kind_of(w, &it)?.is_none_or(|it| it.goes_on);
        if !goes_on {
            let by = (Actor::Contact(author), subject);
            stop(w, &mut it, by, Stopped::Answered)?;
            keep(w, &mut it)?;
        }
    }
    Ok(())
}

fn message_channel(look: &Look<'_>, message: &Message) -> Result<ChannelKind> {
    Ok(look.channel(message.channel)?.unwrap_or_default().kind)
}

/// They wrote that they want no more messages: of what was said there nothing more is said, and it is kept as their word.
///
/// # Errors
/// The store's.
pub fn opted_out(
    w: &mut Write<'_>,
    contact: ContactId,
    channel: ChannelKind,
    (conversation, message): (ConversationId, MessageId),
) -> Result<()> {
    let subject = Subject {
        contact: Some(contact),
        ..Subject::message(conversation, message)
    };
    let lately = w.now() - ANSWERS_WITHIN;
    for mut it in of_person(w, contact)? {
        if it.state.is_over() || !spoke_on(w, &it, channel, lately)? {
            continue;
        }
        if let Some(kind) = kind_of(w, &it)? {
            let place = (conversation, message);
            consents::refused(w, (contact, channel), kind.purpose.0, place)?;
        }
        if it.stopped != Some(Stopped::OptedOut) {
            let by = (Actor::Contact(contact), subject);
            stop(w, &mut it, by, Stopped::OptedOut)?;
            keep(w, &mut it)?;
        }
    }
    Ok(())
}

/// Their events of which something was said on a channel lately, and more would be.
fn running(
    look: &Look<'_>,
    contact: ContactId,
    (channel, lately): (ChannelKind, Millis),
) -> Result<Vec<DatedEvent>> {
    let mut out = Vec::new();
    for it in of_person(look, contact)? {
        let runs = it.due.is_some() && it.stopped.is_none();
        if runs && spoke_on(look, &it, channel, lately)? {
            out.push(it);
        }
    }
    Ok(out)
}

/// Whether the newest said of an event was said on a channel, since then.
fn spoke_on(look: &Look<'_>, it: &DatedEvent, channel: ChannelKind, since: Millis) -> Result<bool> {
    let last = it.said_last().filter(|told| told.at >= since);
    let message = last.and_then(|told| told.message);
    let message = message.map(|id| look.message(id)).transpose()?.flatten();
    let on = message.and_then(|it| it.dated).and_then(|it| it.channel);
    Ok(on == Some(channel))
}
