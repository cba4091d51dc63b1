//! Tags: words on conversations. Any agent may make one while tagging; renaming and retiring is arranging.

use crate::desk::setting::{self, Done, Label, Setting};
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::TagId;
use crate::domain::team::Tag;
use crate::domain::time::Millis;
use crate::store::{Look, Write};
use crate::text::fold::fold;

impl Setting for Tag {
    type Id = TagId;
    const NOUN: &'static str = "tag";

    fn label(&self) -> Label<'_, TagId> {
        Label {
            id: self.id,
            name: &self.name,
            retired_at: self.retired_at,
        }
    }
    fn label_mut(&mut self) -> (&mut String, &mut Option<Millis>) {
        (&mut self.name, &mut self.retired_at)
    }
    fn one(look: &Look<'_>, id: TagId) -> Result<Option<Self>> {
        look.tag(id)
    }
    fn all(look: &Look<'_>) -> Result<Vec<Self>> {
        look.tags()
    }
    fn write(&self, write: &mut Write<'_>) -> Result<()> {
        write.put_tag(self)
    }
    fn event(&self, done: Done) -> (Subject, EventKind) {
        let tag = self.id;
        let kind = match done {
            Done::Made => EventKind::TagMade { tag },
            Done::Changed => EventKind::TagChanged { tag },
            Done::Retired => EventKind::TagRetired { tag },
        };
        (Subject::default(), kind)
    }
}

/// The tag of a name, made when there is none: what tagging a conversation with a new word does.
///
/// # Errors
/// As [`setting::checked_name`]; [`crate::domain::error::Error::Forbidden`] without the right to work.
pub fn find_or_make(write: &mut Write<'_>, viewer: &Viewer, name: &str) -> Result<Tag> {
    viewer.need(Right::Work)?;
    let name = setting::checked_name(name)?;
    let known = setting::list::<Tag>(write)?;
    if let Some(tag) = known.into_iter().find(|it| fold(&it.name) == fold(&name)) {
        return Ok(tag);
    }
    let tag = Tag {
        id: write.new_id(),
        name,
        created_at: write.now(),
        retired_at: None,
    };
    tag.write(write)?;
    let (subject, kind) = tag.event(Done::Made);
    write.event(viewer.actor, subject, kind)?;
    Ok(tag)
}

/// Makes a tag by name.
///
/// # Errors
/// As [`setting::put`].
pub fn make(write: &mut Write<'_>, viewer: &Viewer, name: &str) -> Result<Tag> {
    let tag = Tag {
        id: write.new_id(),
        name: name.to_owned(),
        created_at: write.now(),
        retired_at: None,
    };
    setting::put(write, viewer, tag)
}

/// Renames a tag.
///
/// # Errors
/// As [`setting::put`]; [`crate::domain::error::Error::NotFound`].
pub fn rename(write: &mut Write<'_>, viewer: &Viewer, id: TagId, name: &str) -> Result<Tag> {
    let mut tag: Tag = setting::find(write, id)?;
    name.clone_into(&mut tag.name);
    setting::put(write, viewer, tag)
}
