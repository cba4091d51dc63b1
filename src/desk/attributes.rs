//! Fields a business names itself, of its contacts and its companies.

use crate::desk::setting::{self, checked_name, noun};
use crate::domain::actor::Viewer;
use crate::domain::attribute::{Attribute, AttributeKind, AttributeOf};
use crate::domain::error::{Error, Result};
use crate::domain::id::AttributeId;
use crate::store::{Look, Write};
use crate::text::fold::fold;

/// Choices of one field at most.
const CHOICES: usize = 100;

noun! { Attribute, AttributeId, "attribute", attribute, attributes, put_attribute, attribute: AttributeMade AttributeChanged AttributeRetired }

/// What may be said of a field at any time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub choices: Vec<String>,
    pub beside: bool,
    pub required: bool,
}

/// Makes a field. Its first name stays the key of its values.
///
/// # Errors
/// As [`setting::put`]; [`Error::Invalid`] on `choices`.
pub fn make(
    write: &mut Write<'_>,
    viewer: &Viewer,
    (of, kind): (AttributeOf, AttributeKind),
    about: &About,
) -> Result<Attribute> {
    let key = checked_name(&about.name)?;
    let taken = |it: &Attribute| fold(&it.key) == fold(&key) && it.of == of;
    // Values of one that was retired come back with it.
    if let Some(old) = write.attributes()?.into_iter().find(taken) {
        if old.retired_at.is_none() {
            return Err(Error::invalid("name", "error-name-taken"));
        }
        let it = Attribute {
            kind,
            retired_at: None,
            ..old
        };
        return setting::put(write, viewer, said(it, about)?);
    }
    let it = Attribute {
        id: write.new_id(),
        key,
        of,
        kind,
        created_at: write.now(),
        ..Attribute::default()
    };
    setting::put(write, viewer, said(it, about)?)
}

/// Changes what is said of a field.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(
    write: &mut Write<'_>,
    viewer: &Viewer,
    id: AttributeId,
    about: &About,
) -> Result<Attribute> {
    let it: Attribute = setting::find(write, id)?;
    setting::put(write, viewer, said(it, about)?)
}

fn said(it: Attribute, about: &About) -> Result<Attribute> {
    let mut choices: Vec<String> = Vec::new();
    if it.kind == AttributeKind::Choice {
        for choice in &about.choices {
            let choice = checked_name(choice).map_err(|_| wrong_choices())?;
            if choices.iter().all(|it| fold(it) != fold(&choice)) {
                choices.push(choice);
            }
        }
        if choices.is_empty() || choices.len() > CHOICES {
            return Err(wrong_choices());
        }
    }
    Ok(Attribute {
        name: about.name.clone(),
        choices,
        beside: about.beside,
        required: about.required,
        ..it
    })
}

fn wrong_choices() -> Error {
    Error::invalid("choices", "error-choices")
}

/// Fields in use of contacts or of companies, by name.
///
/// # Errors
/// The store's.
pub fn of(look: &Look<'_>, of: AttributeOf) -> Result<Vec<Attribute>> {
    let mut all = setting::list::<Attribute>(look)?;
    all.retain(|it| it.of == of);
    Ok(all)
}
