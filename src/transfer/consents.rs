//! What people allow as columns of a table: `consent_commercial` of everywhere, `consent_commercial_whatsapp` of one
//! channel; `yes` or `no` in them.

use std::collections::BTreeSet;

use crate::contacts::consents::{Said, say, standing};
use crate::domain::actor::Viewer;
use crate::domain::attribute::yes_no;
use crate::domain::channel::ChannelKind;
use crate::domain::consent::{Consent, ConsentSource, Purpose};
use crate::domain::error::{Error, Result};
use crate::domain::id::ContactId;
use crate::store::{Look, Write};
use crate::transfer::contacts::Known;

/// What such a head begins with, folded and without marks.
const HEAD: &str = "consent";

/// What a column is of.
pub type Of = (Purpose, Option<ChannelKind>);

/// What a head without marks says, when it is of what people allow.
#[must_use]
pub fn column(plain: &str) -> Option<Of> {
    let rest = plain.strip_prefix(HEAD)?;
    Purpose::ALL.into_iter().find_map(|purpose| {
        let place = rest.strip_prefix(purpose.name())?;
        if place.is_empty() {
            return Some((purpose, None));
        }
        ChannelKind::parse(place).map(|kind| (purpose, Some(kind)))
    })
}

/// The head of a column.
#[must_use]
pub fn head((purpose, channel): Of) -> String {
    let place = channel.map(|it| format!("_{}", it.name()));
    format!("{HEAD}_{}{}", purpose.name(), place.unwrap_or_default())
}

/// What a cell says.
///
/// # Errors
/// [`Error::Invalid`]: `import-consent`.
pub fn said((purpose, channel): Of, cell: &str) -> Result<Said> {
    let granted = match yes_no(cell) {
        Some("yes") => true,
        Some(_) => false,
        None => return Err(Error::invalid("row", "import-consent")),
    };
    Ok(Said {
        channel,
        purpose,
        granted,
        source: ConsentSource::Import,
        note: String::new(),
    })
}

/// What of a row is to be written down. A no always is; a yes takes back no that was written down before where the table
/// wins, and never one they said themselves.
///
/// # Errors
/// The store's.
pub fn missing(
    look: &Look<'_>,
    person: ContactId,
    wanted: &[Said],
    known: Known,
) -> Result<Vec<Said>> {
    let stands = standing(look, person)?;
    let lands = |it: &&Said| {
        let of_it = |stood: &&Consent| stood.purpose == it.purpose;
        let about = |stood: &&Consent| of_it(stood) && stood.is_about(it.channel);
        let newest = stands.iter().filter(about).max_by_key(|it| it.seq);
        if newest.is_some_and(|stood| stood.granted == it.granted) {
            return false;
        }
        // A yes of everywhere would be one where they said no, too.
        let reaches = |stood: &&Consent| of_it(stood) && (it.channel.is_none() || about(stood));
        let mut against = stands.iter().filter(reaches).filter(|it| !it.granted);
        !it.granted || against.all(|it| known == Known::Replace && !it.source.is_their_own())
    };
    Ok(wanted.iter().filter(lands).cloned().collect())
}

/// Writes down what a row says. Whether anything was new.
///
/// # Errors
/// Those of [`say`].
pub fn bring(
    w: &mut Write<'_>,
    by: &Viewer,
    person: ContactId,
    (wanted, known): (&[Said], Known),
) -> Result<bool> {
    let mut all = missing(w, person, wanted, known)?;
    // What is said of one channel stands beside what is said of everywhere: it is said after it.
    all.sort_by_key(|it| it.channel);
    for it in &all {
        say(w, by, person, it)?;
    }
    Ok(!all.is_empty())
}

/// The columns a person's words fill.
///
/// # Errors
/// The store's.
pub fn columns(look: &Look<'_>, person: ContactId) -> Result<BTreeSet<Of>> {
    let all = standing(look, person)?.into_iter();
    Ok(all.map(|it| (it.purpose, it.channel)).collect())
}

/// What stands in a person's cells of these columns.
///
/// # Errors
/// The store's.
pub fn cells(look: &Look<'_>, person: ContactId, of: &BTreeSet<Of>) -> Result<Vec<&'static str>> {
    let stands = standing(look, person)?;
    let cell = |of: &Of| {
        let found = stands.iter().find(|it| (it.purpose, it.channel) == *of);
        found.map_or("", |it| if it.granted { "yes" } else { "no" })
    };
    Ok(of.iter().map(cell).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_is_written() {
        for purpose in Purpose::ALL {
            let places = ChannelKind::ALL.into_iter().map(Some);
            for of in std::iter::once(None).chain(places).map(|it| (purpose, it)) {
                let plain: String = head(of).chars().filter(|it| *it != '_').collect();
                assert_eq!(column(&plain), Some(of));
            }
        }
        for other in ["consent", "consentforever", "consentcommercialfax", "name"] {
            assert_eq!(column(other), None, "{other}");
        }
    }
}
