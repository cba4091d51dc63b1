//! Reading what a query or body says: ids, instants, pages, null told from absent.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::view::choices::{self, chosen};
use crate::domain::contact::Tier;
use crate::domain::error::{Error, Result};
use crate::domain::monitor::alert::Hours;
use crate::domain::time::Millis;

const MOST: usize = 100;
const USUAL: usize = 25;

/// A page of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
pub struct PageOf {
    /// Rows of a page; more than 100 are taken as 100.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 100, default = 25)]
    pub limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// Rows of a page, within bounds.
#[must_use]
pub fn limit(asked: Option<usize>) -> usize {
    asked.unwrap_or(USUAL).clamp(1, MOST)
}

/// An id in a query or body.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn id<T: std::str::FromStr>(field: &'static str, written: &str) -> Result<T> {
    written
        .parse()
        .map_err(|_| Error::invalid(field, "error-field"))
}

/// As [`id`], when there is one.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn maybe_id<T: std::str::FromStr>(
    field: &'static str,
    written: Option<&String>,
) -> Result<Option<T>> {
    written.map(|it| id(field, it)).transpose()
}

/// As [`id`], where null takes away and absent leaves as it is.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn given_id<T: std::str::FromStr>(
    field: &'static str,
    written: Option<&Option<String>>,
) -> Result<Option<Option<T>>> {
    written.map(|it| maybe_id(field, it.as_ref())).transpose()
}

/// An id, or `none`.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn id_or_none<T: std::str::FromStr>(field: &'static str, written: &str) -> Result<Option<T>> {
    if written == "none" {
        return Ok(None);
    }
    id(field, written).map(Some)
}

/// Tells null from absent.
///
/// # Errors
/// The reader's.
pub fn given<'de, T, D>(from: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Option::deserialize(from).map(Some)
}

/// A tier by its name.
///
/// # Errors
/// When it is none: `tier` is wrong.
pub fn tier(written: Option<&str>) -> Result<Option<Tier>> {
    let named = |it| chosen::<choices::Tier>("tier", it);
    let name = written.map(named).transpose()?;
    Ok(name.and_then(Tier::parse))
}

/// When something is told; always, when nothing is said.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn hours(written: Option<&str>, field: &'static str) -> Result<Hours> {
    let read = |it: &str| Hours::parse(it).ok_or(Error::invalid(field, "error-field"));
    Ok(written.map(read).transpose()?.unwrap_or_default())
}

/// An instant in a body.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn instant(field: &'static str, written: Option<&str>) -> Result<Option<Millis>> {
    let read = |it: &str| Millis::parse_rfc3339(it).ok_or(Error::invalid(field, "error-field"));
    written.map(read).transpose()
}
