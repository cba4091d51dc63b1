//! Dated events as sentences.

use crate::conversations::dated::coming::Coming;
use crate::conversations::dated::when::zone;
use crate::conversations::dated::{kind_of, of_person};
use crate::domain::dated::plan::{Stage, Unit};
use crate::domain::dated::{DatedEvent, DatedState, LeftOut};
use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::view::Chip;
use crate::words::{Arg, Words};

/// One of them on a contact's page, and beside a conversation.
#[derive(Debug, Clone)]
pub struct EventView {
    pub href: String,
    pub title: String,
    pub when: String,
    pub state: Chip,
}

/// When it is, where it is.
#[must_use]
pub fn when(words: &Words, it: &DatedEvent) -> String {
    let there = words.clone().in_zone(&zone(&it.zone));
    if it.all_day {
        there.date(it.at)
    } else {
        there.date_time(it.at)
    }
}

/// How it stands.
#[must_use]
pub fn state(words: &Words, it: DatedState) -> Chip {
    let tone = match it {
        DatedState::Confirmed | DatedState::Paid | DatedState::Done => "ok",
        DatedState::ChangeAsked | DatedState::Missed => "warn",
        DatedState::Planned | DatedState::Cancelled => "line",
    };
    Chip::new(words.t(&format!("dated-state-{}", it.name())), tone)
}

/// What it is called: its title, else its kind and what it is called elsewhere.
///
/// # Errors
/// The store's.
pub fn title(look: &Look<'_>, it: &DatedEvent) -> Result<String> {
    if !it.title.is_empty() {
        return Ok(it.title.clone());
    }
    let kind = look.dated_kind(it.kind)?.unwrap_or_default();
    Ok(format!("{} {}", kind.name, it.external_id))
}

/// "2 days before", "at its time".
#[must_use]
pub fn offset(words: &Words, it: &Stage) -> String {
    let n = it.offset.unsigned_abs();
    let unit = match it.unit {
        Unit::Minutes => "minutes",
        Unit::Hours => "hours",
        Unit::Days => "days",
    };
    let side = if it.offset < 0 { "before" } else { "after" };
    let key = match n {
        0 => return words.t("dated-at-its-time"),
        _ => format!("dated-{unit}-{side}"),
    };
    words.t_with(&key, &[("n", Arg::Number(i64::from(n)))])
}

/// Why it is left out.
#[must_use]
pub fn left_out(words: &Words, it: LeftOut) -> String {
    words.t(&format!("left-out-{}", it.name().replace('_', "-")))
}

/// By what it goes, or why it does not.
///
/// # Errors
/// The store's.
pub fn fate(words: &Words, look: &Look<'_>, it: &Coming) -> Result<String> {
    Ok(match it.by {
        Ok((channel, as_template)) => {
            let name = look.channel(channel)?.unwrap_or_default().name;
            let key = if as_template {
                "dated-goes-as-template"
            } else {
                "dated-goes"
            };
            words.t_of(key, "channel", name)
        }
        Err(why) => left_out(words, why),
    })
}

/// Those of a person: what is to come first, then what was.
///
/// # Errors
/// The store's.
pub fn of(
    words: &Words,
    look: &Look<'_>,
    contact: ContactId,
    now: Millis,
) -> Result<Vec<EventView>> {
    let (ahead, mut over): (Vec<_>, Vec<_>) = of_person(look, contact)?
        .into_iter()
        .partition(|it| it.at >= now && !it.state.is_over());
    over.reverse();
    let mut out = Vec::new();
    for it in ahead.iter().chain(&over) {
        out.push(view(words, look, it)?);
    }
    Ok(out)
}

/// The next of a person, else the last that is not done; none of a kind out of use.
///
/// # Errors
/// The store's.
pub fn next(
    words: &Words,
    look: &Look<'_>,
    contact: ContactId,
    now: Millis,
) -> Result<Option<EventView>> {
    let mut all = of_person(look, contact)?;
    all.retain(|it| !it.state.is_over());
    let ahead = all.iter().find(|it| it.at >= now);
    let Some(it) = ahead.or(all.last()) else {
        return Ok(None);
    };
    Ok(match kind_of(look, it)? {
        Some(_) => Some(view(words, look, it)?),
        None => None,
    })
}

fn view(words: &Words, look: &Look<'_>, it: &DatedEvent) -> Result<EventView> {
    Ok(EventView {
        href: format!("/dated/{}", it.id),
        title: title(look, it)?,
        when: when(words, it),
        state: state(words, it.state),
    })
}
