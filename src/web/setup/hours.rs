//! Opening hours as people write them, one line a day: "8:00-13:00, 14:00-18:00".

use crate::domain::error::{Error, Result};
use crate::domain::queue::serving::{read_intervals, written_intervals};
use crate::words::Words;

/// Reads a day's line; an empty one is closed.
///
/// # Errors
/// [`Error::Invalid`] `error-hours` on `hours`.
pub fn read(line: &str) -> Result<Vec<(u16, u16)>> {
    read_intervals(line).ok_or_else(|| Error::invalid("hours", "error-hours"))
}

/// A day's intervals, in minutes after midnight.
type Day<'d> = &'d [(u16, u16)];

/// The week in one line: "Mon–Fri 8:00–18:00, Sat 8:00–13:00".
#[must_use]
pub fn sentence(week: &[Vec<(u16, u16)>; 7], words: &Words) -> String {
    let mut groups: Vec<(usize, usize, Day<'_>)> = Vec::new();
    for (at, day) in week.iter().enumerate() {
        match groups.last_mut() {
            Some((_, last, same)) if same == day => *last = at,
            _ => groups.push((at, at, day.as_slice())),
        }
    }
    let name = |at: usize| words.t(&format!("day-short-{at}"));
    let said = groups.into_iter().filter(|it| !it.2.is_empty());
    let each: Vec<_> = said
        .map(|(first, last, day)| {
            let times = written_intervals(day).replace('-', "–");
            if first == last {
                format!("{} {times}", name(first))
            } else {
                format!("{}–{} {times}", name(first), name(last))
            }
        })
        .collect();
    if each.is_empty() {
        words.t("hours-none")
    } else {
        each.join(", ")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn hours_are_read_as_written() {
        assert_eq!(
            read("8:00-13:00, 14:00–18:30").unwrap(),
            vec![(480, 780), (840, 1110)]
        );
        assert_eq!(read("8-12").unwrap(), vec![(480, 720)]);
        assert_eq!(read(" ").unwrap(), vec![]);
        for wrong in ["8", "x-y", "8:00-25:00", "8:60-9:00", "-"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        let day = vec![(480, 780), (840, 1110)];
        assert_eq!(read(&written_intervals(&day)).unwrap(), day);
    }

    #[test]
    fn a_week_is_one_sentence() {
        let words = Words::for_reader("en", "UTC");
        let week = crate::setup::country::find("CO").unwrap().hours().week;
        assert_eq!(
            sentence(&week, &words),
            "Mon–Fri 8:00–18:00, Sat 8:00–13:00"
        );
    }
}
