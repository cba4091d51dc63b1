//! How a region writes numbers, dates and clock times, after CLDR. The language alone does not say: a Mexican writes
//! 1,234.5 and an Argentine 1.234,5.

use crate::words::bundle::Language;

/// How numbers, dates and clock times are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Forms {
    /// Before the tenths.
    pub(crate) point: char,
    /// Between the thousands.
    pub(crate) group: char,
    /// Numbers from here on are grouped: Spanish writes four digits in one (`minimumGroupingDigits`).
    pub(crate) grouped_from: i64,
    /// Between hours and minutes.
    pub(crate) colon: char,
    /// "2:05 PM".
    pub(crate) half_days: bool,
    /// "Nov 21, 2026".
    pub(crate) month_first: bool,
}

/// Spanish-speaking countries that write tenths after a point.
const POINTED: [&str; 10] = ["DO", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "SV", "US"];
/// English-speaking countries that count hours to twelve.
const HALF_DAYS: [&str; 6] = ["AU", "CA", "IN", "NZ", "PR", "US"];
/// Those that say the month before the day.
const MONTH_FIRST: [&str; 2] = ["PR", "US"];

impl Forms {
    /// Those of a language in a country (ISO 3166-1 alpha-2), or where most speak it when there is none.
    pub(crate) fn of(language: Language, country: &str) -> Self {
        let here = |list: &[&str]| list.iter().any(|it| it.eq_ignore_ascii_case(country));
        let english = language == Language::English;
        let pointed = english || language == Language::Spanish && here(&POINTED);
        let (point, group) = if pointed { ('.', ',') } else { (',', '.') };
        Self {
            point,
            group,
            grouped_from: if language == Language::Spanish && !pointed {
                10_000
            } else {
                1_000
            },
            colon: if language == Language::Indonesian {
                '.'
            } else {
                ':'
            },
            half_days: english && here(&HALF_DAYS),
            month_first: english && here(&MONTH_FIRST),
        }
    }

    /// A count that is grouped, as text; `None` for one that is not.
    pub(crate) fn grouped(self, n: i64) -> Option<String> {
        if n.unsigned_abs() < self.grouped_from.unsigned_abs() {
            return None;
        }
        let digits = n.unsigned_abs().to_string();
        let mut out = String::from(if n < 0 { "-" } else { "" });
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(self.group);
            }
            out.push(digit);
        }
        Some(out)
    }

    /// A time of the day.
    pub(crate) fn clock(self, hour: i8, minute: i8) -> String {
        if !self.half_days {
            return format!("{hour:02}{}{minute:02}", self.colon);
        }
        let half = if hour < 12 { "AM" } else { "PM" };
        let hour = if hour % 12 == 0 { 12 } else { hour % 12 };
        format!("{hour}{}{minute:02} {half}", self.colon)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_in_the_country() {
        for (language, country, n, written) in [
            (Language::English, "", 1_234_567, Some("1,234,567")),
            (Language::Spanish, "MX", 1_234, Some("1,234")),
            (Language::Spanish, "AR", 1_234, None),
            (Language::Spanish, "ar", 12_345, Some("12.345")),
            (Language::Portuguese, "BR", 1_234, Some("1.234")),
            (Language::Indonesian, "", 100_000, Some("100.000")),
            (Language::Indonesian, "ID", 999, None),
            (Language::English, "US", -1_000, Some("-1,000")),
        ] {
            let found = Forms::of(language, country).grouped(n);
            assert_eq!(found.as_deref(), written, "{language:?} {country} {n}");
        }
    }

    #[test]
    fn the_hour_is_told_as_in_the_country() {
        let said = |language, country, hour| Forms::of(language, country).clock(hour, 5);
        assert_eq!(said(Language::English, "US", 14), "2:05 PM");
        assert_eq!(said(Language::English, "US", 0), "12:05 AM");
        assert_eq!(said(Language::English, "US", 12), "12:05 PM");
        assert_eq!(said(Language::English, "GB", 14), "14:05");
        assert_eq!(said(Language::Spanish, "US", 14), "14:05");
        assert_eq!(said(Language::Portuguese, "BR", 9), "09:05");
        assert_eq!(said(Language::Indonesian, "ID", 14), "14.05");
    }
}
