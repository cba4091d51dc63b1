//! What Lobby says to a person: message keys, counts, times and numbers into a sentence of the reader's language and
//! zone. The sentences are Fluent files in `templates/words/<language>/`, every language complete.

mod bundle;
mod forms;
mod measured;
pub mod opening;
mod routed;
mod sentences;
mod time;
mod when;

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::tz::TimeZone;

pub use crate::words::bundle::Language;
use crate::words::forms::Forms;
pub use crate::words::sentences::Names;

/// The reader's language, time zone and region; cheap to clone.
#[derive(Debug, Clone)]
pub struct Words {
    language: Language,
    zone: TimeZone,
    forms: Forms,
}

/// One named argument of a sentence: a text shown as it is, or a number that chooses the plural.
#[derive(Debug, Clone, Copy)]
pub enum Arg<'a> {
    /// Shown as it is.
    Text(&'a str),
    /// Chooses a plural form; shown in the language's digits.
    Number(i64),
}

impl Words {
    /// Words in `language`, with times shown in `zone`.
    #[must_use]
    pub fn new(language: Language, zone: TimeZone) -> Self {
        Self {
            language,
            zone,
            forms: Forms::of(language, ""),
        }
    }

    /// The same, with numbers, dates and clock times as in a country (ISO 3166-1 alpha-2): that of the business.
    #[must_use]
    pub fn in_country(self, country: &str) -> Self {
        let forms = Forms::of(self.language, country);
        Self { forms, ..self }
    }

    /// The same, with times shown in another zone.
    #[must_use]
    pub fn in_zone(self, zone: &TimeZone) -> Self {
        let zone = zone.clone();
        Self { zone, ..self }
    }

    /// Words in the language of `code` ("es", "es-MX", …; English when unknown) and the IANA zone `zone` (UTC when
    /// unknown).
    #[must_use]
    pub fn for_reader(code: &str, zone: &str) -> Self {
        Self::new(
            Language::parse(code),
            TimeZone::get(zone).unwrap_or(TimeZone::UTC),
        )
    }

    /// The language these words are in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The zone times are shown in.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The sentence of `key`. A key that exists in no language shows as itself; a test keeps that from happening.
    #[must_use]
    pub fn t(&self, key: &str) -> String {
        bundle::sentence(self.language, key, None)
    }

    /// The sentence of `key`; empty when there is none.
    #[must_use]
    pub fn maybe(&self, key: &str) -> String {
        let said = self.t(key);
        if said == key { String::new() } else { said }
    }

    /// The sentence of `key` for a count, which it names `$n`.
    #[must_use]
    pub fn t_n(&self, key: &str, n: impl TryInto<i64>) -> String {
        self.t_with(key, &[("n", Arg::Number(n.try_into().unwrap_or(i64::MAX)))])
    }

    /// The sentence of `key` with one text argument.
    #[must_use]
    pub fn t_of(&self, key: &str, name: &str, value: impl std::fmt::Display) -> String {
        self.t_with(key, &[(name, Arg::Text(&value.to_string()))])
    }

    /// The sentence of `key` with its arguments.
    #[must_use]
    pub fn t_with(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        let mut all = FluentArgs::with_capacity(args.len());
        for (name, arg) in args {
            match arg {
                Arg::Text(it) => all.set(*name, FluentValue::from(*it)),
                // As many as are grouped are "other" in every language Lobby speaks, which a text is too.
                Arg::Number(it) => match self.forms.grouped(*it) {
                    Some(written) => all.set(*name, FluentValue::from(written)),
                    None => all.set(*name, FluentValue::from(*it)),
                },
            }
        }
        bundle::sentence(self.language, key, Some(&all))
    }

    /// A number of bytes, as "3.4 MB" ("3,4 MB" in Spanish).
    #[must_use]
    pub fn bytes(&self, n: u64) -> String {
        const UNITS: [(&str, u64); 3] = [("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)];
        let Some((unit, size)) = UNITS.into_iter().find(|(_, size)| n >= *size) else {
            return format!("{n} B");
        };
        let tenths = n.saturating_mul(10) / size;
        if tenths >= 100 || tenths.is_multiple_of(10) {
            return format!("{} {unit}", tenths / 10);
        }
        format!("{}{}{} {unit}", tenths / 10, self.forms.point, tenths % 10)
    }

    /// A short span as "0.4 s" ("0,4 s" in Spanish).
    #[must_use]
    pub fn seconds(&self, span: std::time::Duration) -> String {
        let tenths = span.as_millis().div_ceil(100);
        format!("{}{}{} s", tenths / 10, self.forms.point, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_short_and_in_the_readers_digits() {
        let en = Words::for_reader("en", "UTC");
        let es = Words::for_reader("es-CO", "America/Bogota");
        assert_eq!(en.bytes(900), "900 B");
        assert_eq!(en.bytes(1024), "1 KB");
        assert_eq!(es.bytes(3_600_000), "3,4 MB");
        assert_eq!(en.bytes(48_000_000), "45 MB");
        let span = std::time::Duration::from_millis(1_340);
        assert_eq!(
            (en.seconds(span), es.seconds(span)),
            ("1.4 s".into(), "1,4 s".into())
        );
    }

    #[test]
    fn plurals_follow_the_language() {
        let es = Words::for_reader("es", "UTC");
        assert_eq!(es.t_n("changed-count", 1), "1 cambio");
        assert_eq!(es.t_n("changed-count", 3), "3 cambios");
        let pt = Words::for_reader("pt-BR", "UTC");
        assert_eq!(pt.t_n("changed-count", 0), "0 mudança");
        assert_eq!(pt.t_n("changed-count", 2), "2 mudanças");
        assert_eq!(pt.t_n("late-sent", 0), "Nada mais estava atrasado.");
        assert_eq!(pt.t_n("late-sent", 1), "Uma resposta sai em instantes.");
        let id = Words::for_reader("id", "UTC");
        assert_eq!(id.t_n("changed-count", 1), "1 perubahan");
        assert_eq!(id.t_n("conversation-count", 1_234), "1.234 percakapan");
        let mexican = es.clone().in_country("MX");
        assert_eq!(
            mexican.t_n("conversation-count", 1_234),
            "1,234 conversaciones"
        );
        assert_eq!(es.t_n("conversation-count", 1_234), "1234 conversaciones");
    }

    #[test]
    fn an_unknown_language_reads_english() {
        assert_eq!(
            Words::for_reader("tlh", "Nowhere/Land").t("act-send"),
            "Send"
        );
    }
}
