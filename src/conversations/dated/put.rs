//! Putting one down, or changing it: by a program, by hand, or with a table.

use crate::conversations::dated::heard::changed;
use crate::conversations::dated::{find, keep, kind_of, stop as stopped};
use crate::conversations::steps::whom::{To, contact};
use crate::domain::actor::{Right, Viewer};
use crate::domain::dated::{DatedEvent, DatedState, EXTERNAL_ID, LINK, Stopped, TITLE, VALUES};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{DatedEventId, DatedKindId};
use crate::domain::time::Millis;
use crate::store::Write;

/// When it takes place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct When {
    /// Of a whole day its beginning there.
    pub at: Millis,
    /// IANA; empty for the desk's own.
    pub zone: String,
    pub all_day: bool,
}

/// What is said of one; what is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Given {
    /// Needed for a new one; a known one does not change hands.
    pub to: Option<To>,
    pub when: Option<When>,
    pub title: Option<String>,
    pub place: Option<String>,
    pub link: Option<String>,
    pub amount: Option<String>,
    pub currency: Option<String>,
    /// All of them.
    pub attributes: Option<Vec<(String, String)>>,
    pub state: Option<DatedState>,
}

/// Puts one down under what it is called elsewhere, or changes the one that is there. Said twice it is as said once.
///
/// # Errors
/// [`Error::Invalid`] on `external_id`, `contact`, `when`, `title`, `place`, `link`, `amount`, `currency`, `attributes`;
/// [`Error::NotFound`] for a kind that is not in use, or an unknown contact.
pub fn put(
    w: &mut Write<'_>,
    by: &Viewer,
    (kind, external_id): (DatedKindId, &str),
    given: &Given,
) -> Result<DatedEvent> {
    by.need(Right::Work)?;
    let external_id = external_id.trim();
    let known = w.dated_kind(kind)?.filter(|it| it.retired_at.is_none());
    let kind = known.ok_or_else(|| Error::not_found("kind"))?.id;
    if external_id.is_empty() || external_id.chars().count() > EXTERNAL_ID {
        return Err(Error::invalid("external_id", "error-dated-external"));
    }
    check(given)?;
    match w.dated_event_named(kind, external_id)? {
        Some(it) => change(w, by, it, given),
        None => make(w, by, (kind, external_id), given),
    }
}

fn check(it: &Given) -> Result<()> {
    let long = |text: Option<&String>, limit: usize| {
        text.is_some_and(|it| it.chars().count() > limit || it.chars().any(char::is_control))
    };
    for (field, text, limit) in [
        ("title", it.title.as_ref(), TITLE),
        ("place", it.place.as_ref(), TITLE),
        ("link", it.link.as_ref(), LINK),
    ] {
        if long(text, limit) {
            return Err(Error::invalid(field, "error-too-long"));
        }
    }
    let link = it.link.as_deref().unwrap_or_default();
    if !link.is_empty() && !link.starts_with("https://") && !link.starts_with("http://") {
        return Err(Error::invalid("link", "error-dated-link"));
    }
    let amount = it.amount.as_deref().unwrap_or_default();
    let digits = |it: char| it.is_ascii_digit() || matches!(it, '.' | ',' | '-');
    if amount.len() > 20 || !amount.chars().all(digits) {
        return Err(Error::invalid("amount", "error-dated-amount"));
    }
    let currency = it.currency.as_deref().unwrap_or_default();
    let letters = currency.len() == 3 && currency.bytes().all(|it| it.is_ascii_alphabetic());
    if !currency.is_empty() && !letters {
        return Err(Error::invalid("currency", "error-dated-currency"));
    }
    let values = it.attributes.as_deref().unwrap_or_default();
    let too_long = |(name, value): &(String, String)| {
        name.is_empty() || long(Some(name), TITLE) || value.chars().count() > LINK
    };
    if values.len() > VALUES || values.iter().any(too_long) {
        return Err(Error::invalid("attributes", "error-too-long"));
    }
    let zone = it.when.as_ref().map_or("", |it| it.zone.as_str());
    if !zone.is_empty() && jiff::tz::TimeZone::get(zone).is_err() {
        return Err(Error::invalid("time_zone", "error-time-zone"));
    }
    Ok(())
}

fn make(
    w: &mut Write<'_>,
    by: &Viewer,
    (kind, external_id): (DatedKindId, &str),
    given: &Given,
) -> Result<DatedEvent> {
    let when = given.when.clone();
    let when = when.ok_or_else(|| Error::invalid("when", "error-missing"))?;
    let to = given.to.as_ref();
    let to = to.ok_or_else(|| Error::invalid("contact", "error-missing"))?;
    let contact = contact(w, by, to)?;
    let mut it = DatedEvent {
        id: w.new_id(),
        contact: contact.id,
        kind,
        external_id: external_id.to_owned(),
        made_at: w.now(),
        since: w.now(),
        ..DatedEvent::default()
    };
    fill(&mut it, given);
    dated(w, &mut it, &when)?;
    let event = it.id;
    let subject = Subject::contact(it.contact);
    w.event(by.actor, subject, EventKind::DatedEventMade { event })?;
    keep(w, &mut it)?;
    Ok(it)
}

fn fill(it: &mut DatedEvent, given: &Given) {
    let over = |slot: &mut String, new: &Option<String>| {
        if let Some(new) = new {
            new.trim().clone_into(slot);
        }
    };
    over(&mut it.title, &given.title);
    over(&mut it.place, &given.place);
    over(&mut it.link, &given.link);
    over(&mut it.amount, &given.amount);
    over(&mut it.currency, &given.currency);
    it.currency.make_ascii_uppercase();
    if let Some(all) = &given.attributes {
        it.attributes.clone_from(all);
    }
    it.state = given.state.unwrap_or(it.state);
}

fn dated(w: &Write<'_>, it: &mut DatedEvent, when: &When) -> Result<()> {
    it.at = when.at;
    it.all_day = when.all_day;
    it.zone = match when.zone.as_str() {
        "" if it.zone.is_empty() => w.business()?.unwrap_or_default().time_zone,
        "" => it.zone.clone(),
        given => given.to_owned(),
    };
    Ok(())
}

fn change(w: &mut Write<'_>, by: &Viewer, was: DatedEvent, given: &Given) -> Result<DatedEvent> {
    let mut it = was.clone();
    fill(&mut it, given);
    if let Some(when) = &given.when {
        dated(w, &mut it, when)?;
    }
    let moved = (it.at, it.all_day) != (was.at, was.all_day);
    if moved {
        // They asked for another date, or answered: now there is one.
        it.stopped = it.stopped.filter(|it| *it == Stopped::OptedOut);
        it.waits = None;
        if it.state == DatedState::ChangeAsked && given.state.is_none() {
            it.state = DatedState::Planned;
        }
    }
    let opened = it.state.is_open() && !was.state.is_open();
    if moved || opened {
        it.since = w.now();
    }
    if it == was {
        return Ok(it);
    }
    let before = Some(was.state).filter(|was| *was != it.state);
    let told = match changed(&it, before, None) {
        EventKind::DatedEventChanged {
            event,
            state,
            was,
            answer,
            ..
        } => EventKind::DatedEventChanged {
            event,
            state,
            was,
            moved,
            answer,
        },
        other => other,
    };
    w.event(by.actor, Subject::contact(it.contact), told)?;
    keep(w, &mut it)?;
    Ok(it)
}

/// Says no more of it by itself, or goes on.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Forbidden`].
pub fn say_no_more(
    w: &mut Write<'_>,
    by: &Viewer,
    id: DatedEventId,
    stops: bool,
) -> Result<DatedEvent> {
    let mut it = find(w, by, id)?;
    if stops == it.stopped.is_some() || kind_of(w, &it)?.is_none() {
        return Ok(it);
    }
    let subject = Subject::contact(it.contact);
    if stops {
        stopped(w, &mut it, (by.actor, subject), Stopped::ByHand)?;
    } else {
        it.stopped = None;
        it.since = w.now();
        w.event(by.actor, subject, changed(&it, None, None))?;
    }
    keep(w, &mut it)?;
    Ok(it)
}
