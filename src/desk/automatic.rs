//! What a channel says while nobody presses send: when we open, a greeting, a menu.

use std::collections::BTreeSet;

use crate::desk::canned_replies::known_places;
use crate::domain::actor::{Right, Viewer};
use crate::domain::automatic::{Automatic, CHOICES, Choice, Menu};
use crate::domain::canned_reply::{Variant, places};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ChannelId;
use crate::store::{Look, Write};
use crate::text::fold::fold;

/// Characters of a text, and of a choice: what every channel shows whole.
const LONGEST: usize = 900;
const LABEL: usize = 24;
/// Languages a text may be in.
const LANGUAGES: usize = 12;
/// The place in an own text where it is said when we open.
pub const OPENING: &str = "opening";

/// A channel that can speak.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: ChannelId) -> Result<Channel> {
    let found = look.channel(id)?;
    let speaks = |it: &Channel| it.retired_at.is_none() && it.kind != ChannelKind::Log;
    found.filter(speaks).ok_or(Error::not_found("channel"))
}

/// Arranges what a channel says.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] on `away_texts`, `greetings`, `menu`, `choices`.
pub fn put(w: &mut Write<'_>, by: &Viewer, id: ChannelId, new: &Automatic) -> Result<()> {
    by.need(Right::Administer)?;
    let before = find(w, id)?;
    let automatic = Automatic {
        surveys: before.automatic.surveys.clone(),
        ..checked(w, new)?
    };
    if automatic == before.automatic {
        return Ok(());
    }
    w.put_channel(&Channel {
        automatic,
        ..before
    })?;
    w.event(by.actor, Subject::channel(id), EventKind::ChannelChanged)?;
    Ok(())
}

/// As it is kept: lines as they are counted, nothing empty.
///
/// # Errors
/// [`Error::Invalid`] as of [`put`].
pub fn checked(look: &Look<'_>, new: &Automatic) -> Result<Automatic> {
    Ok(Automatic {
        away: new.away,
        away_texts: texts(look, "away_texts", &new.away_texts)?,
        greets: new.greets,
        greetings: texts(look, "greetings", &new.greetings)?,
        menu: menu(look, &new.menu)?,
        ..Automatic::default()
    })
}

/// Own texts as they are kept, each of a language of its own.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn texts(look: &Look<'_>, field: &'static str, given: &[Variant]) -> Result<Vec<Variant>> {
    let mut out: Vec<Variant> = Vec::new();
    for it in given {
        let text = written(&it.text);
        if text.is_empty() {
            continue;
        }
        let again = out
            .iter()
            .any(|other| fold(&other.language) == fold(&it.language));
        if again || it.language.len() > 12 || out.len() >= LANGUAGES {
            return Err(Error::invalid(field, "error-language"));
        }
        check_text(look, field, &text)?;
        let language = it.language.clone();
        out.push(Variant { language, text });
    }
    Ok(out)
}

fn written(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

fn check_text(look: &Look<'_>, field: &'static str, text: &str) -> Result<()> {
    if text.chars().count() > LONGEST {
        return Err(Error::invalid(field, "error-automatic-long"));
    }
    let own = field == "away_texts" && places(text).iter().any(|it| it == OPENING);
    let rest = if own {
        text.replace("{{opening}}", "").replace("{{ opening }}", "")
    } else {
        text.to_owned()
    };
    known_places(look, [rest.as_str()]).map_err(|err| match err {
        Error::Invalid(_) => Error::invalid(field, "error-place"),
        other => other,
    })
}

fn menu(look: &Look<'_>, given: &Menu) -> Result<Menu> {
    let text = written(&given.text);
    check_text(look, "menu", &text)?;
    let mut choices = Vec::new();
    let mut known = BTreeSet::new();
    for it in &given.choices {
        let label = it.label.split_whitespace().collect::<Vec<_>>().join(" ");
        if label.is_empty() && !it.speaks() && it.team.is_none() && it.tag.is_none() {
            continue;
        }
        if label.is_empty() || label.chars().count() > LABEL {
            return Err(Error::invalid("choices", "error-choice-label"));
        }
        if !known.insert(fold(&label)) {
            return Err(Error::invalid("choices", "error-choice-twice"));
        }
        let question = written(&it.question);
        check_text(look, "choices", &question)?;
        check_known(look, it)?;
        choices.push(Choice {
            label,
            question,
            ..it.clone()
        });
    }
    if choices.len() > CHOICES {
        return Err(Error::invalid("choices", "error-menu-choices"));
    }
    if given.on && choices.is_empty() {
        return Err(Error::invalid("choices", "error-no-choices"));
    }
    let on = given.on;
    Ok(Menu { on, text, choices })
}

fn check_known(look: &Look<'_>, it: &Choice) -> Result<()> {
    let gone = |found: bool, code| match found {
        true => Ok(()),
        false => Err(Error::invalid("choices", code)),
    };
    if let Some(id) = it.team {
        let found = look.team(id)?.is_some_and(|it| it.retired_at.is_none());
        gone(found, "error-team-unknown")?;
    }
    if let Some(id) = it.tag {
        let found = look.tag(id)?.is_some_and(|it| it.retired_at.is_none());
        gone(found, "error-choice-tag")?;
    }
    if let Some(id) = it.reply {
        let found = look.canned_reply(id)?;
        let found = found.is_some_and(|it| it.retired_at.is_none());
        gone(found, "error-choice-reply")?;
    }
    Ok(())
}
