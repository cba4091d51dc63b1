//! How IMAP writes names, sets of numbers and dates (RFC 3501).

use crate::domain::time::{Millis, Span};

/// A name in quotes.
pub fn quoted(name: &str) -> String {
    let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
    let clean: String = escaped.chars().filter(|it| !it.is_control()).collect();
    format!("\"{clean}\"")
}

/// A set of UIDs (ascending) with runs written as ranges.
pub fn set(uids: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for uid in uids {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*uid) => *last = *uid,
            _ => runs.push((*uid, *uid)),
        }
    }
    let texts: Vec<String> = runs
        .into_iter()
        .map(|(a, b)| {
            if a == b {
                a.to_string()
            } else {
                format!("{a}:{b}")
            }
        })
        .collect();
    texts.join(",")
}

/// INTERNALDATE, such as `17-Jul-1996 02:44:25 -0700`.
pub fn internal_date(text: &str) -> Millis {
    let parsed = jiff::fmt::strtime::parse("%d-%b-%Y %H:%M:%S %z", text.trim());
    let at = parsed.and_then(|it| it.to_timestamp());
    at.map_or(Millis(0), |it| Millis(it.as_millisecond()))
}

/// A time as APPEND wants it, in quotes; empty for one no calendar has.
pub fn append_date(at: Millis) -> String {
    let Ok(at) = jiff::Timestamp::from_millisecond(at.0) else {
        return String::new();
    };
    let at = at.to_zoned(jiff::tz::TimeZone::UTC);
    format!("\"{}\"", at.strftime("%d-%b-%Y %H:%M:%S +0000"))
}

/// A day as SEARCH wants it, one before: servers compare in their own zone. `None` before the year 1.
pub fn search_date(at: Millis) -> Option<String> {
    let at = jiff::Timestamp::from_millisecond((at - Span::days(1)).0).ok()?;
    let day = at.to_zoned(jiff::tz::TimeZone::UTC);
    (day.year() >= 1).then(|| day.strftime("%-d-%b-%Y").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_uids_are_ranges() {
        assert_eq!(set(&[1, 2, 3, 7, 9, 10]), "1:3,7,9:10");
        assert_eq!(set(&[u32::MAX]), u32::MAX.to_string());
    }

    #[test]
    fn names_are_quoted() {
        assert_eq!(quoted("a\"b\\c\r\nd"), "\"a\\\"b\\\\cd\"");
    }

    #[test]
    fn the_servers_date_is_read() {
        assert_eq!(
            internal_date("17-Jul-1996 02:44:25 -0700").0,
            837_596_665_000
        );
        assert_eq!(internal_date(" 1-Jan-1970 00:00:01 +0000").0, 1_000);
        assert_eq!(internal_date("nonsense").0, 0);
    }

    #[test]
    fn a_time_written_is_the_time_read() {
        let written = append_date(Millis(837_596_665_000));
        assert_eq!(written, "\"17-Jul-1996 09:44:25 +0000\"");
        assert_eq!(internal_date(written.trim_matches('"')).0, 837_596_665_000);
        assert_eq!(append_date(Millis(i64::MAX)), "");
    }

    #[test]
    fn the_search_day_is_one_before() {
        assert_eq!(search_date(Millis(0)).as_deref(), Some("31-Dec-1969"));
        assert_eq!(search_date(Millis(i64::MIN)), None);
    }
}
