//! Macros: who may use which, and what is checked before one is kept.

use crate::desk::audience::{self, Shared, may_write};
use crate::desk::canned_replies::known_places;
use crate::desk::setting::checked_name;
use crate::domain::actor::{Right, Viewer};
use crate::domain::canned_reply::Audience;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::MacroId;
use crate::domain::macros::{Macro, MacroAct};
use crate::store::{Look, Write};
use crate::text::fold::fold;

/// Longest text, characters.
const LONGEST: usize = 10_000;
/// Acts of one at most.
const ACTS: usize = 30;
/// Longest sleep, hours: a year.
const HOURS: u32 = 8_784;

/// What may be said of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub acts: Vec<MacroAct>,
    pub audience: Audience,
}

impl About {
    /// What is said of one now.
    #[must_use]
    pub fn of(it: &Macro) -> Self {
        About {
            name: it.name.clone(),
            acts: it.acts.clone(),
            audience: it.audience,
        }
    }
}

impl Shared for Macro {
    const WHAT: &'static str = "macro";

    fn name(&self) -> &str {
        &self.name
    }

    fn audience(&self) -> Audience {
        self.audience
    }

    fn is_retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

/// Those somebody works with, by name.
///
/// # Errors
/// The store's.
pub fn usable(look: &Look<'_>, by: &Viewer) -> Result<Vec<Macro>> {
    Ok(audience::usable(by, look.macros()?))
}

/// Those somebody may know of, by name, and whether each is theirs to change.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>, by: &Viewer) -> Result<Vec<(Macro, bool)>> {
    audience::list(look, by, look.macros()?)
}

/// One somebody may know of, and whether it is theirs to change.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, by: &Viewer, id: MacroId) -> Result<(Macro, bool)> {
    audience::known(look, by, look.macro_of(id)?)
}

fn to_change(look: &Look<'_>, by: &Viewer, id: MacroId) -> Result<Macro> {
    audience::to_change(look, by, look.macro_of(id)?)
}

/// Makes one.
///
/// # Errors
/// [`Error::Forbidden`] for who may not write for these; [`Error::Invalid`] on `name`, `text` or `acts`.
pub fn make(w: &mut Write<'_>, by: &Viewer, about: &About) -> Result<Macro> {
    by.need(Right::Work)?;
    let it = Macro {
        id: w.new_id(),
        created_at: w.now(),
        ..Macro::default()
    };
    put(w, by, it, about)
}

/// Changes one. A change of nothing leaves no trace.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(w: &mut Write<'_>, by: &Viewer, id: MacroId, about: &About) -> Result<Macro> {
    let it = to_change(w, by, id)?;
    put(w, by, it, about)
}

/// Takes one out of use. What was done with it stays.
///
/// # Errors
/// As [`change`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: MacroId) -> Result<()> {
    let mut it = to_change(w, by, id)?;
    it.retired_at = Some(w.now());
    w.put_macro(&it)?;
    let kind = EventKind::MacroRetired { r#macro: id };
    w.event(by.actor, Subject::default(), kind)?;
    Ok(())
}

fn put(w: &mut Write<'_>, by: &Viewer, it: Macro, about: &About) -> Result<Macro> {
    let mut acts = about.acts.clone();
    // Texts leave before the state is set; a reply is what the customer sees first.
    acts.sort_by_key(|it| (it.text().is_none(), it.moves()));
    check(w, &acts)?;
    let new = Macro {
        name: checked_name(&about.name)?,
        acts,
        audience: about.audience,
        ..it
    };
    if !may_write(w, by, new.audience)? {
        return Err(Error::Forbidden { need: "supervise" });
    }
    let alike = |it: &Macro| {
        it.retired_at.is_none()
            && it.id != new.id
            && it.audience == new.audience
            && fold(&it.name) == fold(&new.name)
    };
    if w.macros()?.iter().any(alike) {
        return Err(Error::invalid("name", "error-name-taken"));
    }
    let r#macro = new.id;
    let kind = match w.macro_of(new.id)? {
        Some(old) if old == new => return Ok(new),
        Some(_) => EventKind::MacroChanged { r#macro },
        None => EventKind::MacroMade { r#macro },
    };
    w.put_macro(&new)?;
    w.event(by.actor, Subject::default(), kind)?;
    Ok(new)
}

/// What each act names must be there, and only one act says how the conversation is left.
///
/// # Errors
/// [`Error::Invalid`] on `acts` or `text`.
pub fn check(look: &Look<'_>, acts: &[MacroAct]) -> Result<()> {
    let wrong = |code| Err(Error::invalid("acts", code));
    if acts.is_empty() || acts.len() > ACTS {
        return wrong("error-macro-empty");
    }
    if acts.iter().filter(|it| it.moves()).count() > 1 {
        return wrong("error-macro-two");
    }
    for act in acts {
        if let Some(text) = act.text() {
            if text.trim().is_empty() || text.chars().count() > LONGEST {
                return Err(Error::invalid("text", "error-canned-text"));
            }
            known_places(look, [text])?;
        }
        let is_there = match act {
            MacroAct::Assign { to: Some(agent) } => {
                look.agent(*agent)?.is_some_and(|it| it.is_active())
            }
            MacroAct::SetTeam { to } => look.team(*to)?.is_some_and(|it| it.retired_at.is_none()),
            MacroAct::Tag { tag } => look.tag(*tag)?.is_some_and(|it| it.retired_at.is_none()),
            MacroAct::Snooze { hours } => (1..=HOURS).contains(hours),
            _ => true,
        };
        if !is_there {
            return wrong("error-field");
        }
    }
    Ok(())
}
