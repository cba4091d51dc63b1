//! Kinds of legal due dates: what laws give so many working days for.

use crate::desk::setting::{self, noun};
use crate::domain::actor::Viewer;
use crate::domain::error::{Error, Result};
use crate::domain::id::LegalKindId;
use crate::domain::legal::{DAYS, LegalKind};
use crate::store::Write;

/// Characters of a law at most.
const LAW: usize = 80;

noun! { LegalKind, LegalKindId, "legal_kind", legal_kind, legal_kinds, put_legal_kind, kind: LegalKindMade LegalKindChanged LegalKindRetired }

/// What may be said of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub law: String,
    pub days: u16,
    pub extension: u16,
}

/// What a law of a country gives: its name as a key of `words`, the law, working days, and by how many more they may be
/// extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    pub country: &'static str,
    pub key: &'static str,
    pub law: &'static str,
    pub days: u16,
    pub extension: u16,
}

/// Claims and queries on personal data (Ley 1581 of 2012, articles 14 and 15), petitions (Ley 1755 of 2015, article 14:
/// extended to at most twice the term).
pub const PRESETS: [Preset; 5] = [
    colombia("claim", "Ley 1581", (15, 8)),
    colombia("query", "Ley 1581", (10, 5)),
    colombia("petition", "Ley 1755", (15, 15)),
    colombia("documents", "Ley 1755", (10, 10)),
    colombia("consultation", "Ley 1755", (30, 30)),
];

const fn colombia(key: &'static str, law: &'static str, (days, extension): (u16, u16)) -> Preset {
    Preset {
        country: "CO",
        key,
        law,
        days,
        extension,
    }
}

/// Makes one.
///
/// # Errors
/// As [`setting::put`]; [`Error::Invalid`] on `law`, `days`, `extension_days`.
pub fn make(w: &mut Write<'_>, viewer: &Viewer, about: &About) -> Result<LegalKind> {
    let it = LegalKind {
        id: w.new_id(),
        created_at: w.now(),
        ..LegalKind::default()
    };
    setting::put(w, viewer, said(it, about)?)
}

/// Changes one. Dates that were set stay.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(
    w: &mut Write<'_>,
    viewer: &Viewer,
    id: LegalKindId,
    about: &About,
) -> Result<LegalKind> {
    let it: LegalKind = setting::find(w, id)?;
    setting::put(w, viewer, said(it, about)?)
}

fn said(it: LegalKind, about: &About) -> Result<LegalKind> {
    let law = about.law.split_whitespace().collect::<Vec<_>>().join(" ");
    if law.chars().count() > LAW || law.chars().any(char::is_control) {
        return Err(Error::invalid("law", "error-name-length"));
    }
    if !(1..=DAYS).contains(&about.days) {
        return Err(Error::invalid("days", "error-legal-days"));
    }
    if about.extension > DAYS {
        return Err(Error::invalid("extension_days", "error-legal-days"));
    }
    Ok(LegalKind {
        name: about.name.clone(),
        law,
        days: about.days,
        extension: about.extension,
        ..it
    })
}
