//! The shape nouns of the desk share: an id, a name, and a day on which it was retired. Nothing is deleted: what
//! names a retired one goes on naming it.

use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::Id;
use crate::domain::time::Millis;
use crate::store::{Look, Write};
use crate::text::fold::fold;

const LONGEST_NAME: usize = 80;

/// What was done to a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    Made,
    Changed,
    Retired,
}

/// A noun an administrator names, changes and retires.
pub trait Setting: Sized + Clone + PartialEq {
    type Id: Id;
    /// As in [`Error::NotFound`].
    const NOUN: &'static str;

    fn label(&self) -> Label<'_, Self::Id>;
    /// The name and the day, to be set.
    fn label_mut(&mut self) -> (&mut String, &mut Option<Millis>);
    fn one(look: &Look<'_>, id: Self::Id) -> Result<Option<Self>>;
    fn all(look: &Look<'_>) -> Result<Vec<Self>>;
    fn write(&self, write: &mut Write<'_>) -> Result<()>;
    fn event(&self, done: Done) -> EventKind;
}

/// Makes a noun a [`Setting`]: its id, how it is called, how the store reads one, reads all and writes one, and the events
/// that say what was done to it.
macro_rules! noun {
    ($noun:ty, $id:ty, $called:literal, $one:ident, $all:ident, $put:ident, $field:ident: $made:ident $changed:ident $retired:ident) => {
        impl $crate::desk::setting::Setting for $noun {
            type Id = $id;
            const NOUN: &'static str = $called;

            fn label(&self) -> $crate::desk::setting::Label<'_, $id> {
                $crate::desk::setting::Label {
                    id: self.id,
                    name: &self.name,
                    retired_at: self.retired_at,
                }
            }

            fn label_mut(&mut self) -> (&mut String, &mut Option<$crate::domain::time::Millis>) {
                (&mut self.name, &mut self.retired_at)
            }

            fn one(
                look: &$crate::store::Look<'_>,
                id: $id,
            ) -> $crate::domain::error::Result<Option<Self>> {
                look.$one(id)
            }

            fn all(look: &$crate::store::Look<'_>) -> $crate::domain::error::Result<Vec<Self>> {
                look.$all()
            }

            fn write(
                &self,
                write: &mut $crate::store::Write<'_>,
            ) -> $crate::domain::error::Result<()> {
                write.$put(self)
            }

            fn event(&self, done: $crate::desk::setting::Done) -> $crate::domain::event::EventKind {
                use $crate::desk::setting::Done;
                use $crate::domain::event::EventKind;
                let $field = self.id;
                match done {
                    Done::Made => EventKind::$made { $field },
                    Done::Changed => EventKind::$changed { $field },
                    Done::Retired => EventKind::$retired { $field },
                }
            }
        }
    };
}
pub(crate) use noun;

/// What they all have.
#[derive(Debug, Clone, Copy)]
pub struct Label<'s, I> {
    pub id: I,
    pub name: &'s str,
    pub retired_at: Option<Millis>,
}

/// Those in use, by name.
pub fn list<S: Setting>(look: &Look<'_>) -> Result<Vec<S>> {
    let mut all = S::all(look)?;
    all.retain(|it| it.label().retired_at.is_none());
    all.sort_by_cached_key(|it| fold(it.label().name));
    Ok(all)
}

/// One in use.
///
/// # Errors
/// [`Error::NotFound`] when there is none, or it was retired.
pub fn find<S: Setting>(look: &Look<'_>, id: S::Id) -> Result<S> {
    let found = S::one(look, id)?;
    found
        .filter(|it| it.label().retired_at.is_none())
        .ok_or(Error::not_found(S::NOUN))
}

/// Makes or changes one. A change of nothing leaves no trace.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `name`: `error-name-length`, or `error-name-taken`.
pub fn put<S: Setting>(write: &mut Write<'_>, viewer: &Viewer, mut new: S) -> Result<S> {
    viewer.need(Right::Administer)?;
    let id = new.label().id;
    let name = checked_name(new.label().name)?;
    let others = list::<S>(write)?;
    let taken = others
        .iter()
        .map(S::label)
        .any(|it| it.id != id && fold(it.name) == fold(&name));
    if taken {
        return Err(Error::invalid("name", "error-name-taken"));
    }
    *new.label_mut().0 = name;
    let done = match S::one(write, id)? {
        Some(old) if old == new => return Ok(new),
        Some(_) => Done::Changed,
        None => Done::Made,
    };
    new.write(write)?;
    write.event(viewer.actor, Subject::default(), new.event(done))?;
    Ok(new)
}

/// Takes one out of use. Doing it twice is no error.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] when there never was one.
pub fn retire<S: Setting>(write: &mut Write<'_>, viewer: &Viewer, id: S::Id) -> Result<()> {
    viewer.need(Right::Administer)?;
    let mut it = S::one(write, id)?.ok_or(Error::not_found(S::NOUN))?;
    if it.label().retired_at.is_some() {
        return Ok(());
    }
    *it.label_mut().1 = Some(write.now());
    it.write(write)?;
    write.event(viewer.actor, Subject::default(), it.event(Done::Retired))?;
    Ok(())
}

/// An order in which one stands before the one above it, or behind the one below it; `None` where there is no such place.
pub fn shifted<T>(mut all: Vec<T>, is: impl FnMut(&T) -> bool, up: bool) -> Option<Vec<T>> {
    let at = all.iter().position(is)?;
    let to = if up { at.checked_sub(1) } else { Some(at + 1) };
    let to = to.filter(|to| *to < all.len())?;
    all.swap(at, to);
    Some(all)
}

/// A name as it is kept: single spaces, 1–80 characters, no control characters.
///
/// # Errors
/// [`Error::Invalid`] `error-name-length` on `name`.
pub fn checked_name(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME;
    if fits && !name.chars().any(char::is_control) {
        Ok(name)
    } else {
        Err(Error::invalid("name", "error-name-length"))
    }
}
