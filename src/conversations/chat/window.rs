//! Until when somebody may be answered freely: some channels take free text only for a while after the customer wrote.

use crate::contacts::identity;
use crate::contacts::people::records;
use crate::conversations::chat::talk::Talk;
use crate::domain::channel::Channel;
use crate::domain::contact::{Contact, Entry, Identifier};
use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::domain::time::Millis;
use crate::store::{Look, Write};

/// The window of a person on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// This channel has none.
    Always,
    /// Open until then.
    Until(Millis),
    /// Closed since then; `None` when they never wrote.
    Closed(Option<Millis>),
}

impl Window {
    #[must_use]
    pub fn is_open(self) -> bool {
        !matches!(self, Window::Closed(_))
    }
}

/// Notes that somebody was heard on a channel: their window runs anew.
///
/// # Errors
/// The store's.
pub(super) fn heard(w: &mut Write<'_>, contact: &Contact, talk: &Talk<'_>) -> Result<()> {
    identity::heard_from(w, contact.id, &talk.input.from)?;
    if talk.channel.kind.abilities().answer_window.is_none() {
        return Ok(());
    }
    let (channel, at) = (talk.channel.id, talk.said_at(w.now()));
    let held = w.holders(&talk.input.from)?;
    let Some(mut it) = held.into_iter().find(|it| it.contact == contact.id) else {
        return Ok(());
    };
    if talk.input.chat.as_ref().is_some_and(|it| it.entry) {
        it.entered.retain(|entry| entry.channel != channel);
        it.entered.push(Entry {
            channel,
            at,
            answered: false,
        });
        w.put_identifier(&it)?;
    }
    match it.heard.iter_mut().find(|(id, _)| *id == channel) {
        Some((_, last)) if *last >= at => return Ok(()),
        Some((_, last)) => *last = at,
        None => it.heard.push((channel, at)),
    }
    w.put_identifier(&it)
}

/// Notes that somebody is answered: whoever came by an advertisement lately may be answered for longer then.
///
/// # Errors
/// The store's.
pub(super) fn answered(w: &mut Write<'_>, contact: ContactId, channel: &Channel) -> Result<()> {
    let Some(length) = channel.kind.abilities().answer_window else {
        return Ok(());
    };
    let now = w.now();
    each_entry(w, contact, channel, |it| {
        it.answered |= now.since(it.at) < length;
        true
    })
}

/// The provider said that the window is closed: what was thought of a longer one is wrong.
///
/// # Errors
/// The store's.
pub fn refused(w: &mut Write<'_>, contact: ContactId, channel: &Channel) -> Result<()> {
    each_entry(w, contact, channel, |_| false)
}

/// Changes the entries of a person on a channel; those for which false is said go.
fn each_entry(
    w: &mut Write<'_>,
    contact: ContactId,
    channel: &Channel,
    change: impl Fn(&mut Entry) -> bool,
) -> Result<()> {
    if channel.kind.abilities().entry_window.is_none() {
        return Ok(());
    }
    for record in records(w, contact)? {
        for mut it in w.identifiers_of(record)? {
            let before = it.entered.clone();
            it.entered
                .retain_mut(|entry| entry.channel != channel.id || change(entry));
            if it.entered != before {
                w.put_identifier(&it)?;
            }
        }
    }
    Ok(())
}

/// Until when a person may be answered freely on a channel.
///
/// # Errors
/// The store's.
pub fn window(
    look: &Look<'_>,
    contact: ContactId,
    channel: &Channel,
    now: Millis,
) -> Result<Window> {
    let Some(length) = channel.kind.abilities().answer_window else {
        return Ok(Window::Always);
    };
    let mut last: Option<Millis> = None;
    for record in records(look, contact)? {
        for it in look.identifiers_of(record)? {
            last = last.max(last_heard(&it, channel).map(|it| it + length));
            last = last.max(by_entry(&it, channel));
        }
    }
    Ok(match last {
        Some(until) if now < until => Window::Until(until),
        other => Window::Closed(other),
    })
}

/// Until when they may be answered because they came by an advertisement and were answered in time.
fn by_entry(it: &Identifier, channel: &Channel) -> Option<Millis> {
    let length = channel.kind.abilities().entry_window?;
    let here = it
        .entered
        .iter()
        .find(|it| it.channel == channel.id && it.answered);
    here.map(|it| it.at + length)
}

fn last_heard(it: &Identifier, channel: &Channel) -> Option<Millis> {
    let here = it.heard.iter().find(|(id, _)| *id == channel.id);
    here.map(|(_, at)| *at)
}
