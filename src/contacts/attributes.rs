//! Values of the fields a business named itself, held to what each field is.

use std::collections::BTreeMap;

use crate::domain::attribute::{Attribute, AttributeOf};
use crate::domain::error::{Error, Result};
use crate::store::Look;

/// Values as they are kept: under the keys of the fields that are meant, each in its canonical form, empty ones left
/// out, by key. What no field is called stays as it came, and so does what was there before.
///
/// # Errors
/// [`Error::Invalid`] on `attributes`: `error-attribute` for a value that is none of its field.
pub fn checked(
    look: &Look<'_>,
    of: AttributeOf,
    was: &[(String, String)],
    given: &[(String, String)],
) -> Result<Vec<(String, String)>> {
    let fields = look.attributes()?;
    let live = |it: &&Attribute| it.of == of && it.retired_at.is_none();
    let mut out = BTreeMap::new();
    for (name, value) in given {
        let (name, value) = (name.trim(), value.trim());
        let field = fields.iter().filter(live).find(|it| it.is_called(name));
        let key = field.map_or(name, |it| it.key.as_str());
        if value.is_empty() {
            continue;
        }
        let as_it_was = was.iter().any(|it| it.0 == key && it.1 == value);
        let kept = match field.filter(|_| !as_it_was) {
            Some(field) => field.canon(value),
            None => Some(value.to_owned()),
        };
        let kept = kept.ok_or_else(|| Error::invalid("attributes", "error-attribute"))?;
        out.insert(key.to_owned(), kept);
    }
    Ok(out.into_iter().collect())
}

/// A value kept under a key, or empty.
#[must_use]
pub fn value<'v>(values: &'v [(String, String)], key: &str) -> &'v str {
    let found = values.iter().find(|it| it.0 == key);
    found.map_or("", |it| it.1.as_str())
}
