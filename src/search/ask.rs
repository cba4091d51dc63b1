//! What somebody typed into the search field, read: words, a number, and facets such as `from:ana tag:vip
//! after:2026-03`.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::domain::time::Millis;
use crate::search::words::{Wanted, wanted};

/// Letters from which on the word being typed is looked for.
const SHORTEST: usize = 2;

/// Which kind of result is asked for alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Conversations,
    Messages,
    Contacts,
}

/// A search. Made by [`Ask::read`]; `group`, `skip` and `limit` page through one kind of result.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    pub(super) words: Vec<Wanted>,
    /// The word still being typed: found by its beginning.
    pub(super) begun: Option<Wanted>,
    pub(super) number: Option<u64>,
    pub(super) facets: Facets,
    /// `None` is some of each.
    pub group: Option<Group>,
    pub skip: usize,
    /// Messages wanted (with one group asked for alone: results of it).
    pub limit: usize,
}

/// What narrows a search.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Facets {
    pub from: Option<String>,
    pub channel: Option<String>,
    pub tag: Option<String>,
    pub is: Option<String>,
    pub before: Option<Millis>,
    pub after: Option<Millis>,
    /// A facet was given that says nothing, such as `before:soon`: finds nothing rather than everything.
    pub unclear: bool,
}

impl Facets {
    pub(super) fn is_empty(&self) -> bool {
        *self == Facets::default()
    }
}

impl Ask {
    /// Reads what was typed; dates are days in `time_zone` (IANA, UTC when unknown). The last word counts as still
    /// being typed unless a space follows it.
    #[must_use]
    pub fn read(text: &str, time_zone: &str) -> Self {
        let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
        let mut ask = Ask {
            words: Vec::new(),
            begun: None,
            number: None,
            facets: Facets::default(),
            group: None,
            skip: 0,
            limit: 20,
        };
        let pieces = pieces(text);
        let last = pieces.len().saturating_sub(1);
        for (at, piece) in pieces.iter().enumerate() {
            if ask.facets.take(piece, &zone) {
                continue;
            }
            let mut found = wanted(piece);
            if at == last && !text.ends_with([' ', '"']) {
                ask.begun = found.pop();
            }
            ask.words.extend(found);
        }
        if let [only] = pieces.as_slice() {
            ask.number = only.strip_prefix('#').unwrap_or(only).parse().ok();
        }
        ask.begun = ask.begun.filter(|it| it.word.chars().count() >= SHORTEST);
        ask
    }

    /// Whether there is anything to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.has_words() && self.number.is_none() && self.facets.is_empty()
    }

    pub(super) fn has_words(&self) -> bool {
        !self.words.is_empty() || self.begun.is_some()
    }

    /// Everything looked for, for marking it in what is shown.
    pub(super) fn all_wanted(&self) -> impl Iterator<Item = &Wanted> {
        self.words.iter().chain(&self.begun)
    }
}

impl Facets {
    /// Takes a piece that is a facet; false when it is not.
    fn take(&mut self, piece: &str, zone: &TimeZone) -> bool {
        let Some((name, value)) = piece.split_once(':') else {
            return false;
        };
        let slot = match name.to_lowercase().as_str() {
            "from" => &mut self.from,
            "channel" => &mut self.channel,
            "tag" => &mut self.tag,
            "is" => &mut self.is,
            "before" | "after" => {
                let days = days(value, zone);
                // `before:` the day begins, `after:` the day (or month, or year) is over.
                match (name.to_lowercase().as_str(), days) {
                    ("before", Some((start, _))) => self.before = Some(start),
                    (_, Some((_, end))) => self.after = Some(end),
                    (_, None) => self.unclear |= !value.is_empty(),
                }
                return true;
            }
            _ => return false,
        };
        // Still being typed: narrows nothing yet.
        if !value.is_empty() {
            *slot = Some(value.to_owned());
        }
        true
    }
}

/// Pieces parted by spaces; quotes hold one together.
fn pieces(text: &str) -> Vec<String> {
    let (mut out, mut piece, mut quoted) = (Vec::new(), String::new(), false);
    for it in text.chars() {
        match it {
            '"' => quoted = !quoted,
            it if it.is_whitespace() && !quoted => out.push(std::mem::take(&mut piece)),
            it => piece.push(it),
        }
    }
    out.push(piece);
    out.retain(|it| !it.is_empty());
    out
}

/// The first instant of a day, month or year (`2026-03-01`, `2026-03`, `2026`), and of the one after it.
fn days(value: &str, zone: &TimeZone) -> Option<(Millis, Millis)> {
    let mut parts = value.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let day: Option<i8> = parts.next().map(str::parse).transpose().ok()?;
    let start = Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let span = match (month, day) {
        (_, Some(_)) => jiff::Span::new().days(1),
        (Some(_), None) => jiff::Span::new().months(1),
        (None, None) => jiff::Span::new().years(1),
    };
    let end = start.checked_add(span).ok()?;
    let instant = |day: Date| {
        let at = day.to_zoned(zone.clone()).ok()?;
        Some(Millis(at.timestamp().as_millisecond()))
    };
    Some((instant(start)?, instant(end)?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words(ask: &Ask) -> Vec<&str> {
        ask.words.iter().map(|it| it.word.as_str()).collect()
    }

    #[test]
    fn words_numbers_and_facets_are_told_apart() {
        let ask = Ask::read("pedido tag:\"muy urgente\" from:ana roto", "UTC");
        assert_eq!(words(&ask), ["pedido"]);
        assert_eq!(ask.begun.as_ref().unwrap().word, "roto");
        assert_eq!(ask.facets.tag.as_deref(), Some("muy urgente"));
        assert_eq!(ask.facets.from.as_deref(), Some("ana"));
        assert_eq!(ask.number, None);

        assert_eq!(Ask::read("#4", "UTC").number, Some(4));
        assert_eq!(Ask::read("48", "UTC").number, Some(48));
        assert_eq!(Ask::read("48 rosas", "UTC").number, None);
    }

    #[test]
    fn one_letter_is_too_little_unless_it_is_a_whole_word() {
        assert!(Ask::read("r", "UTC").is_empty());
        assert!(!Ask::read("re", "UTC").is_empty());
        assert_eq!(words(&Ask::read("plan b ", "UTC")), ["plan", "b"]);
        assert!(Ask::read("  ", "UTC").is_empty());
        assert!(Ask::read("tag:", "UTC").is_empty());
    }

    #[test]
    fn days_begin_where_the_person_is() {
        let ask = Ask::read("before:2026-03-01 after:2026-01", "America/Bogota");
        let before = Millis::parse_rfc3339("2026-03-01T05:00:00Z");
        let after = Millis::parse_rfc3339("2026-02-01T05:00:00Z");
        assert_eq!((ask.facets.before, ask.facets.after), (before, after));
        assert!(Ask::read("before:soon", "UTC").facets.unclear);
    }
}
