//! Tags: words on conversations. Any agent may make one while tagging; renaming and retiring is arranging.

use crate::desk::setting::{self, Done, Setting, noun};
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::Result;
use crate::domain::event::Subject;
use crate::domain::id::TagId;
use crate::domain::team::Tag;
use crate::store::Write;
use crate::text::fold::fold;

noun! { Tag, TagId, "tag", tag, tags, put_tag, tag: TagMade TagChanged TagRetired }

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
    write.event(viewer.actor, Subject::default(), tag.event(Done::Made))?;
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
