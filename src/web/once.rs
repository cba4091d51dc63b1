//! A form sent twice does its deed once: its key is written with the deed.

use crate::domain::error::Result;
use crate::domain::id::BlobHash;
use crate::domain::time::Span;
use crate::store::Write;
use crate::store::drafts::Idempotent;
use crate::web::asker::Asker;

/// How long a key is remembered.
const KEPT: Span = Span::hours(24);

/// Does `deed` unless `key` was used by this person for this kind of form before; answers what was made. A form
/// without a key is done always.
///
/// # Errors
/// The deed's.
pub fn once(
    w: &mut Write<'_>,
    asker: &Asker,
    form: &str,
    key: &str,
    deed: impl FnOnce(&mut Write<'_>) -> Result<String>,
) -> Result<String> {
    if key.is_empty() || key.len() > 64 {
        return deed(w);
    }
    let scope = format!("page {form} {}", asker.agent().id);
    if let Some(known) = w.idempotent(&scope, key, w.now())? {
        return Ok(known.made);
    }
    let made = deed(w)?;
    let row = Idempotent {
        body: BlobHash::default(),
        made: made.clone(),
        until: w.now() + KEPT,
    };
    w.put_idempotent(&scope, key, &row)?;
    Ok(made)
}
