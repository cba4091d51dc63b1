//! What somebody typed into the search field, read: words, a number, and facets such as `from:ana tag:vip
//! after:2026-03`.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::domain::time::Millis;
use crate::search::facets::{Facet, Token};
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
    pub(super) times: Times,
    pub(super) tokens: Vec<Token>,
    /// What was typed beside the facets.
    pub(super) text: String,
    /// `None` is some of each.
    pub group: Option<Group>,
    pub skip: usize,
    /// Messages wanted (with one group asked for alone: results of it).
    pub limit: usize,
}

/// When it was said.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Times {
    pub before: Option<Millis>,
    /// At this instant or later.
    pub after: Option<Millis>,
    /// The first instant of what each token asks for; `None` for one that says no day, such as `before:soon`.
    pub starts: Vec<Option<Millis>>,
}

impl Times {
    fn take(&mut self, facet: Facet, value: &str, zone: &TimeZone) {
        let days = days(value, zone);
        self.starts.push(days.map(|it| it.0));
        let Some((start, end)) = days else {
            return;
        };
        let at = match facet {
            Facet::Since | Facet::Before => start,
            _ => end,
        };
        if matches!(facet, Facet::Since | Facet::After) {
            self.after = Some(self.after.map_or(at, |it| it.max(at)));
        } else {
            self.before = Some(self.before.map_or(at, |it| it.min(at)));
        }
    }
}

impl Ask {
    /// Reads what was typed; dates are days in `time_zone` (IANA, UTC when unknown). The last word counts as still
    /// being typed unless a space follows it. Several facets of one kind: any of them; several tags: all of them.
    #[must_use]
    pub fn read(text: &str, time_zone: &str) -> Self {
        let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
        let mut ask = Ask {
            words: Vec::new(),
            begun: None,
            number: None,
            times: Times::default(),
            tokens: Vec::new(),
            text: String::new(),
            group: None,
            skip: 0,
            limit: 20,
        };
        let pieces = pieces(text);
        let last = pieces.len().saturating_sub(1);
        let mut rest: Vec<&str> = Vec::new();
        for (at, piece) in pieces.iter().enumerate() {
            if let Some((facet, value)) = piece.facet() {
                ask.take(facet, value, &zone);
                continue;
            }
            rest.push(&piece.raw);
            let mut found = wanted(&piece.text);
            if at == last && !text.ends_with([' ', '"']) {
                ask.begun = found.pop();
            }
            ask.words.extend(found);
        }
        ask.text = rest.join(" ");
        if let [only] = pieces.as_slice() {
            let number = only.text.strip_prefix('#').unwrap_or(&only.text);
            ask.number = number.parse().ok();
        }
        ask.begun = ask.begun.filter(|it| it.word.chars().count() >= SHORTEST);
        ask
    }

    /// A name, its last word still being typed.
    pub(super) fn of_name(name: &str) -> Self {
        let plain: String = name.replace([':', '"'], " ");
        Ask::read(plain.trim_end(), "UTC")
    }

    /// Takes a facet; one without a value is still being typed and narrows nothing yet.
    fn take(&mut self, facet: Facet, value: &str, zone: &TimeZone) {
        let Some(token) = Token::new(facet, value) else {
            return;
        };
        if self.tokens.iter().any(|it| it.is_like(&token)) {
            return;
        }
        if facet.is_day() {
            self.times.take(facet, value, zone);
        } else {
            self.times.starts.push(None);
        }
        self.tokens.push(token);
    }

    /// Its facets, as they were typed.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// What was typed beside the facets.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// All of it as it can be read again: facets first.
    #[must_use]
    pub fn written(&self) -> String {
        self.written_without(usize::MAX)
    }

    /// The same without one of its facets, counted from nought.
    #[must_use]
    pub fn written_without(&self, left_out: usize) -> String {
        let facets = self.facets_without(left_out);
        format!("{facets} {}", self.text).trim().to_owned()
    }

    /// Its facets alone, without one of them.
    #[must_use]
    pub fn facets_without(&self, left_out: usize) -> String {
        let kept = self.tokens.iter().enumerate();
        let kept = kept.filter(|(at, _)| *at != left_out);
        let kept: Vec<String> = kept.map(|(_, it)| it.written()).collect();
        kept.join(" ")
    }

    /// Whether there is anything to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.has_words() && self.number.is_none() && self.tokens.is_empty()
    }

    /// Whether a word is looked for.
    #[must_use]
    pub fn has_words(&self) -> bool {
        !self.words.is_empty() || self.begun.is_some()
    }

    /// Everything looked for, for marking it in what is shown.
    pub(super) fn all_wanted(&self) -> impl Iterator<Item = &Wanted> {
        self.words.iter().chain(&self.begun)
    }
}

/// What stands between two spaces.
#[derive(Debug, Default)]
struct Piece {
    /// As it was typed.
    raw: String,
    /// Without quotes.
    text: String,
}

impl Piece {
    /// The facet it is. What begins with a quote is looked for as it is.
    fn facet(&self) -> Option<(Facet, &str)> {
        let (name, value) = self.text.split_once(':')?;
        let facet = Facet::parse(name)?;
        (!self.raw.starts_with('"')).then_some((facet, value))
    }
}

/// Pieces parted by spaces; quotes hold one together.
fn pieces(text: &str) -> Vec<Piece> {
    let (mut out, mut piece, mut quoted) = (Vec::new(), Piece::default(), false);
    for it in text.chars() {
        if it.is_whitespace() && !quoted {
            out.push(std::mem::take(&mut piece));
            continue;
        }
        piece.raw.push(it);
        if it == '"' {
            quoted = !quoted;
        } else {
            piece.text.push(it);
        }
    }
    // A quote that is still open ends where the text does.
    if quoted {
        piece.raw.push('"');
    }
    out.push(piece);
    out.retain(|it| !it.text.is_empty());
    out
}

/// The first instant of a day, month or year (`2026-03-01`, `2026-03`, `2026`), and of the one after it.
fn days(value: &str, zone: &TimeZone) -> Option<(Millis, Millis)> {
    let mut parts = value.split('-');
    let year = parts.next().filter(|it| it.len() == 4)?;
    let year: i16 = year.parse().ok()?;
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
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn words(ask: &Ask) -> Vec<&str> {
        ask.words.iter().map(|it| it.word.as_str()).collect()
    }

    #[test]
    fn words_numbers_and_facets_are_told_apart() {
        let ask = Ask::read("pedido tag:\"muy urgente\" De:ana roto", "UTC");
        assert_eq!(words(&ask), ["pedido"]);
        assert_eq!(ask.begun.as_ref().unwrap().word, "roto");
        let tokens: Vec<_> = ask.tokens().iter().map(Token::written).collect();
        assert_eq!(tokens, ["tag:\"muy urgente\"", "from:ana"]);
        assert_eq!(ask.text(), "pedido roto");
        assert_eq!(ask.number, None);

        assert_eq!(Ask::read("#4", "UTC").number, Some(4));
        assert_eq!(Ask::read("48", "UTC").number, Some(48));
        assert_eq!(Ask::read("48 rosas", "UTC").number, None);
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        for text in [
            "rosas tag:\"muy urgente\" before:2026",
            "\"re: pedido\" from:ana \"from:ana\"",
            "tag:vip tag:VIP tag:otra",
            "team:ventas assigned:me is:open since:2026-03-01",
            "abierta \"sin cerrar",
        ] {
            let ask = Ask::read(text, "UTC");
            let again = Ask::read(&ask.written(), "UTC");
            assert_eq!(ask.tokens(), again.tokens(), "{text}");
            assert_eq!(ask.text(), again.text(), "{text}");
        }
        let ask = Ask::read("x tag:vip is:open", "UTC");
        assert_eq!(ask.written(), "tag:vip is:open x");
        assert_eq!(ask.written_without(0), "is:open x");
        assert_eq!(ask.facets_without(1), "tag:vip");
        assert_eq!(Ask::read("tag:vip tag:VIP", "UTC").tokens().len(), 1);
        // Quoted from its beginning it is words.
        assert_eq!(Ask::read("\"from:ana\"", "UTC").tokens(), []);
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
        let at = |text| Millis::parse_rfc3339(text);
        let ask = Ask::read("before:2026-03-01 after:2026-01", "America/Bogota");
        let (before, after) = (at("2026-03-01T05:00:00Z"), at("2026-02-01T05:00:00Z"));
        assert_eq!((ask.times.before, ask.times.after), (before, after));
        // Both days are meant, and the narrowest counts.
        let ask = Ask::read("since:2026-03-01 until:2026-03-02 until:2026", "UTC");
        let (before, after) = (at("2026-03-03T00:00:00Z"), at("2026-03-01T00:00:00Z"));
        assert_eq!((ask.times.before, ask.times.after), (before, after));
        for unclear in ["before:soon", "before:2", "after:2026-13"] {
            assert_eq!(Ask::read(unclear, "UTC").times.starts, [None], "{unclear}");
        }
    }
}
