//! A time as somebody types it, in any of the languages of the pages: "mañana 9", "in 3 days", "sex 14h", "besok pagi".

use jiff::civil::{Date, Time, Weekday};
use jiff::{Span, Zoned};

use crate::domain::time::Millis;
use crate::text::fold::fold;
use crate::words::Words;

/// The hour of a day that was named without one, as in the menu of snoozing.
const MORNING: i8 = 8;
const AFTERNOON: i8 = 15;
const EVENING: i8 = 19;
/// Nobody means a later year.
const YEARS: i16 = 5;

/// Several words that are one: what stands for them begins with `@`.
const PHRASES: [(&str, &str); 38] = [
    ("day after tomorrow", "@overmorrow"),
    ("pasado manana", "@overmorrow"),
    ("depois de amanha", "@overmorrow"),
    ("hari ini", "@today"),
    ("esta noche", "@tonight"),
    ("esta noite", "@tonight"),
    ("hoje a noite", "@tonight"),
    ("malam ini", "@tonight"),
    ("nanti malam", "@tonight"),
    ("next week", "@week"),
    ("proxima semana", "@week"),
    ("semana proxima", "@week"),
    ("semana que viene", "@week"),
    ("semana que vem", "@week"),
    ("minggu depan", "@week"),
    ("next month", "@month"),
    ("proximo mes", "@month"),
    ("mes que viene", "@month"),
    ("mes que vem", "@month"),
    ("bulan depan", "@month"),
    ("por la manana", "@morning"),
    ("de la manana", "@morning"),
    ("pela manha", "@morning"),
    ("da manha", "@morning"),
    ("de manha", "@morning"),
    ("in the morning", "@morning"),
    ("in the afternoon", "@afternoon"),
    ("por la tarde", "@afternoon"),
    ("de la tarde", "@afternoon"),
    ("in the evening", "@evening"),
    ("por la noche", "@evening"),
    ("de la noche", "@evening"),
    ("a noite", "@evening"),
    ("half an hour", "30 min"),
    ("media hora", "30 min"),
    ("meia hora", "30 min"),
    ("setengah jam", "30 min"),
    ("meio dia", "@noon"),
];

/// Words that say nothing of their own.
const FILLERS: [&str; 32] = [
    "in", "en", "em", "dalam", "within", "at", "on", "a", "as", "las", "la", "el", "o", "os", "no",
    "na", "de", "del", "da", "do", "the", "next", "this", "pukul", "lagi", "proximo", "proxima",
    "este", "esta", "of", "y", "depan",
];

const WEEKDAYS: [(&[&str], Weekday); 7] = [
    (
        &[
            "monday", "mon", "lunes", "lun", "segunda", "seg", "senin", "sen",
        ],
        Weekday::Monday,
    ),
    (
        &[
            "tuesday", "tue", "tues", "martes", "mar", "terca", "ter", "selasa", "sel",
        ],
        Weekday::Tuesday,
    ),
    (
        &[
            "wednesday",
            "wed",
            "miercoles",
            "mie",
            "quarta",
            "qua",
            "rabu",
            "rab",
        ],
        Weekday::Wednesday,
    ),
    (
        &[
            "thursday", "thu", "thur", "thurs", "jueves", "jue", "quinta", "qui", "kamis", "kam",
        ],
        Weekday::Thursday,
    ),
    (
        &[
            "friday", "fri", "viernes", "vie", "sexta", "sex", "jumat", "jum",
        ],
        Weekday::Friday,
    ),
    (
        &["saturday", "sat", "sabado", "sab", "sabtu"],
        Weekday::Saturday,
    ),
    (
        &["sunday", "sun", "domingo", "dom", "minggu", "min"],
        Weekday::Sunday,
    ),
];

/// The first three letters of months.
const MONTHS: [&[&str]; 12] = [
    &["jan", "ene"],
    &["feb", "fev"],
    &["mar"],
    &["apr", "abr"],
    &["may", "mai", "mei"],
    &["jun"],
    &["jul"],
    &["aug", "ago", "agu"],
    &["sep", "set"],
    &["oct", "out", "okt"],
    &["nov"],
    &["dec", "dic", "dez", "des"],
];

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "min" | "mins" | "minute" | "minutes" | "minuto" | "minutos" | "menit" => Unit::Minutes,
        "h" | "hr" | "hrs" | "hour" | "hours" | "hora" | "horas" | "jam" => Unit::Hours,
        "d" | "day" | "days" | "dia" | "dias" | "hari" => Unit::Days,
        "w" | "week" | "weeks" | "semana" | "semanas" | "minggu" => Unit::Weeks,
        "month" | "months" | "mes" | "meses" | "bulan" => Unit::Months,
        _ => return None,
    })
}

fn weekday(word: &str) -> Option<Weekday> {
    // "segunda-feira".
    let word = word.trim_end_matches("-feira");
    let found = WEEKDAYS.iter().find(|it| it.0.contains(&word));
    found.map(|it| it.1)
}

fn month(word: &str) -> Option<i8> {
    let start: String = word.chars().take(3).collect();
    let is_word = word.len() >= 3 && word.chars().all(char::is_alphabetic);
    let at = MONTHS.iter().position(|it| it.contains(&start.as_str()))?;
    is_word.then(|| i8::try_from(at + 1).ok()).flatten()
}

/// What was understood so far.
#[derive(Debug, Default)]
struct Meant {
    day: Option<Date>,
    on: Option<Weekday>,
    time: Option<(i8, i8)>,
    /// A part of the day.
    part: Option<i8>,
    length: Option<(i64, Unit)>,
}

impl Words {
    /// The time somebody means, in the reader's zone and after `now`; `None` when it is not understood or is past.
    #[must_use]
    pub fn understand(&self, text: &str, now: Millis) -> Option<Millis> {
        let mut text = format!(" {} ", fold(text).replace([',', '!'], " "));
        text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        text = format!(" {text} ");
        for (phrase, one) in PHRASES {
            text = text.replace(&format!(" {phrase} "), &format!(" {one} "));
        }
        let now = self.time_of(now);
        let meant = self.read(&text, &now)?;
        let at = meant.at(&now)?;
        let soon = at > now && at.year() <= now.year().saturating_add(YEARS);
        soon.then(|| Millis(at.timestamp().as_millisecond()))
    }

    /// A time as it was understood, with its weekday and hour: "Thu, 26 Nov 2026 · 09:00".
    #[must_use]
    pub fn day_and_clock(&self, at: Millis) -> String {
        format!("{} · {}", self.day(self.time_of(at).date()), self.clock(at))
    }

    fn time_of(&self, now: Millis) -> Zoned {
        let at = jiff::Timestamp::from_millisecond(now.0).unwrap_or_default();
        at.to_zoned(self.zone().clone())
    }

    fn read(&self, text: &str, now: &Zoned) -> Option<Meant> {
        let words = text.split_whitespace();
        let words: Vec<&str> = words.filter(|it| !FILLERS.contains(it)).collect();
        let mut meant = Meant::default();
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let next = words.get(at + 1).copied().unwrap_or_default();
            at += 1;
            if let Ok(n) = word.parse::<i64>() {
                at += usize::from(meant.number(n, next, now)?);
            } else if let Some(month) = month(word).filter(|_| next.parse::<i8>().is_ok()) {
                meant.day = Some(next_of(now, month, next.parse().ok()?)?);
                at += 1;
            } else if !meant.word(word, now) {
                // "jam 9" is nine o'clock, "9 jam" nine hours.
                let clock = *word == "jam" && next.starts_with(|it: char| it.is_ascii_digit());
                if !clock && !self.figures(word, &mut meant, now) {
                    return None;
                }
            }
        }
        Some(meant)
    }

    /// A clock time, a date in figures, or a number with its unit: whether it was one.
    fn figures(&self, word: &str, meant: &mut Meant, now: &Zoned) -> bool {
        if let Some(time) = clock(word) {
            meant.time = Some(time);
            return true;
        }
        if let Some(day) = self.date_in_figures(word, now) {
            meant.day = Some(day);
            return true;
        }
        let letters = word.find(|it: char| !it.is_ascii_digit());
        let Some((digits, unit_of)) = letters.map(|at| word.split_at(at)) else {
            return false;
        };
        let (Ok(n), Some(unit)) = (digits.parse(), unit(unit_of)) else {
            return false;
        };
        meant.length = Some((n, unit));
        true
    }

    /// `2026-12-24`, `24/12`, `24/12/2026`, `24.12.`.
    fn date_in_figures(&self, word: &str, now: &Zoned) -> Option<Date> {
        if let Ok(day) = word.parse::<Date>() {
            return Some(day);
        }
        let parts: Vec<&str> = word.trim_end_matches('.').split(['/', '.']).collect();
        let (first, second): (i8, i8) = match parts.as_slice() {
            [first, second, ..] => (first.parse().ok()?, second.parse().ok()?),
            _ => return None,
        };
        let month_first = self.forms.month_first && first <= 12;
        let (day, month) = if month_first {
            (second, first)
        } else {
            (first, second)
        };
        match parts.get(2) {
            Some(year) if year.len() == 4 => Date::new(year.parse().ok()?, month, day).ok(),
            Some(_) => None,
            None => next_of(now, month, day),
        }
    }
}

/// `14:00`, `9h30`, `9am`, `14.00`.
fn clock(word: &str) -> Option<(i8, i8)> {
    let (word, later) = match word.strip_suffix("pm") {
        Some(rest) => (rest, 12),
        None => (word.strip_suffix("am").unwrap_or(word), 0),
    };
    let is_marked = word.len() < 3 && later == 12;
    let (hour, minute) = match word.split_once([':', 'h', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute.parse().ok()?),
        None if is_marked || !word.contains(char::is_alphabetic) => (word, 0),
        _ => return None,
    };
    let hour: i8 = hour.parse().ok()?;
    let hour = if later == 12 && hour < 12 {
        hour + 12
    } else {
        hour
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some((hour, minute))
}

/// The next day of that month that is not over.
fn next_of(now: &Zoned, month: i8, day: i8) -> Option<Date> {
    let this = Date::new(now.year(), month, day).ok()?;
    if this >= now.date() {
        return Some(this);
    }
    Date::new(now.year().checked_add(1)?, month, day).ok()
}

impl Meant {
    /// A number: of a unit, a day of a month, or an hour; whether it took the next word with it. `None` for nonsense.
    fn number(&mut self, n: i64, next: &str, now: &Zoned) -> Option<bool> {
        if let Some(month) = month(next) {
            self.day = Some(next_of(now, month, i8::try_from(n).ok()?)?);
            return Some(true);
        }
        if let Some(unit) = unit(next) {
            self.length = Some((n, unit));
            return Some(true);
        }
        let hour = i8::try_from(n).ok().filter(|it| (0..24).contains(it))?;
        let is_later = next == "pm" && hour < 12;
        self.time = Some((if is_later { hour + 12 } else { hour }, 0));
        Some(matches!(next, "am" | "pm"))
    }

    /// A word for a day or a part of one: whether it was one.
    fn word(&mut self, word: &str, now: &Zoned) -> bool {
        let today = now.date();
        let after = |days: i64| today.checked_add(Span::new().days(days)).ok();
        match word {
            "@today" | "today" | "hoy" | "hoje" => self.day = Some(today),
            "@tonight" | "tonight" => {
                (self.day, self.part) = (Some(today), Some(EVENING));
            }
            "tomorrow" | "tmr" | "manana" | "amanha" | "besok" => self.day = after(1),
            "@overmorrow" | "lusa" => self.day = after(2),
            "@week" => {
                let monday = i64::from(today.weekday().to_monday_zero_offset());
                self.day = after(7 - monday);
            }
            "@month" => {
                let next = today.first_of_month().checked_add(Span::new().months(1));
                self.day = next.ok();
            }
            "@morning" | "morning" | "manha" | "pagi" => self.part = Some(MORNING),
            "@noon" | "noon" | "mediodia" | "meio-dia" | "siang" => self.part = Some(12),
            "@afternoon" | "afternoon" | "tarde" | "sore" => self.part = Some(AFTERNOON),
            "@evening" | "evening" | "night" | "noche" | "noite" | "malam" => {
                self.part = Some(EVENING);
            }
            other => match weekday(other) {
                Some(day) => self.on = Some(day),
                None => return false,
            },
        }
        true
    }

    fn at(&self, now: &Zoned) -> Option<Zoned> {
        let zone = now.time_zone();
        let mut day = self.day;
        if let Some((n, unit)) = self.length {
            let is_clock = day.is_some() || self.on.is_some();
            day = match unit {
                // "mañana 9h" is nine o'clock.
                Unit::Hours if is_clock => {
                    let hour = i8::try_from(n).ok().filter(|it| *it < 24)?;
                    return Meant {
                        time: Some((hour, 0)),
                        length: None,
                        ..*self
                    }
                    .at(now);
                }
                Unit::Minutes => return now.checked_add(Span::new().try_minutes(n).ok()?).ok(),
                Unit::Hours => return now.checked_add(Span::new().try_hours(n).ok()?).ok(),
                Unit::Days => now.date().checked_add(Span::new().try_days(n).ok()?).ok(),
                Unit::Weeks => now.date().checked_add(Span::new().try_weeks(n).ok()?).ok(),
                Unit::Months => now.date().checked_add(Span::new().try_months(n).ok()?).ok(),
            };
            day?;
        }
        let time = self.clock();
        let on = |day: Date, (hour, minute)| {
            let time = Time::new(hour, minute, 0, 0).ok()?;
            day.to_datetime(time).to_zoned(zone.clone()).ok()
        };
        if let Some(wanted) = self.on {
            let ahead = i64::from(now.weekday().until(wanted));
            let first = now.date().checked_add(Span::new().days(ahead)).ok()?;
            let at = on(first, time.unwrap_or((MORNING, 0)))?;
            let again = || at.checked_add(Span::new().weeks(1)).ok();
            return if at > *now { Some(at) } else { again() };
        }
        match (day, time) {
            (Some(day), Some(time)) => on(day, time),
            // Later today.
            (Some(day), None) if day == now.date() => {
                let mut hours = [AFTERNOON, EVENING].into_iter();
                hours.find_map(|hour| on(day, (hour, 0)).filter(|it| it > now))
            }
            (Some(day), None) => on(day, (MORNING, 0)),
            (None, Some(time)) => {
                let at = on(now.date(), time)?;
                let again = || at.checked_add(Span::new().days(1)).ok();
                if at > *now { Some(at) } else { again() }
            }
            (None, None) => None,
        }
    }

    /// The hour that was said, in the part of the day that was said.
    fn clock(&self) -> Option<(i8, i8)> {
        match (self.time, self.part) {
            (Some((hour, minute)), Some(part)) if part > 12 && hour < 12 => {
                Some((hour + 12, minute))
            }
            (Some(time), _) => Some(time),
            (None, part) => part.map(|hour| (hour, 0)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::words::Language;
    use jiff::tz::TimeZone;

    /// Wednesday, 25 November 2026, 10:30 in Bogotá.
    const NOW: &str = "2026-11-25T15:30:00Z";

    fn words(language: Language) -> Words {
        Words::new(language, TimeZone::get("America/Bogota").unwrap())
    }

    fn said(words: &Words, text: &str) -> Option<String> {
        let now = Millis::parse_rfc3339(NOW).unwrap();
        let at = words.understand(text, now)?;
        Some(words.input_time(at))
    }

    #[test]
    fn times_are_understood_in_four_languages() {
        let words = words(Language::Spanish);
        for (text, at) in [
            ("mañana 9", "2026-11-26T09:00"),
            ("Mañana", "2026-11-26T08:00"),
            ("mañana por la tarde", "2026-11-26T15:00"),
            ("mañana a las 3 de la tarde", "2026-11-26T15:00"),
            ("pasado mañana 10:15", "2026-11-27T10:15"),
            ("en 3 días", "2026-11-28T08:00"),
            ("en 2 horas", "2026-11-25T12:30"),
            ("la próxima semana", "2026-11-30T08:00"),
            ("lunes a las 14:00", "2026-11-30T14:00"),
            ("24 de diciembre", "2026-12-24T08:00"),
            ("3 mar", "2027-03-03T08:00"),
            ("mar 9", "2027-03-09T08:00"),
            ("1 dia", "2026-11-26T08:00"),
            ("24/12 16h", "2026-12-24T16:00"),
            ("amanhã 9h", "2026-11-26T09:00"),
            ("amanhã às 9h30", "2026-11-26T09:30"),
            ("depois de amanhã", "2026-11-27T08:00"),
            ("sexta-feira 14h", "2026-11-27T14:00"),
            ("semana que vem", "2026-11-30T08:00"),
            ("hoje à noite", "2026-11-25T19:00"),
            ("em 30 minutos", "2026-11-25T11:00"),
            ("besok 9", "2026-11-26T09:00"),
            ("besok jam 9", "2026-11-26T09:00"),
            ("besok pagi", "2026-11-26T08:00"),
            ("lusa pukul 14.00", "2026-11-27T14:00"),
            ("senin depan", "2026-11-30T08:00"),
            ("3 hari lagi", "2026-11-28T08:00"),
            ("2 minggu lagi", "2026-12-09T08:00"),
            ("minggu", "2026-11-29T08:00"),
            ("hari ini 15:00", "2026-11-25T15:00"),
            ("in 3 days", "2026-11-28T08:00"),
            ("in 3 days at 2pm", "2026-11-28T14:00"),
            ("fri 14:00", "2026-11-27T14:00"),
            ("tomorrow 9am", "2026-11-26T09:00"),
            ("dec 24", "2026-12-24T08:00"),
            ("2026-12-24 10:00", "2026-12-24T10:00"),
            ("half an hour", "2026-11-25T11:00"),
            ("30min", "2026-11-25T11:00"),
            ("2h", "2026-11-25T12:30"),
            ("next month", "2026-12-01T08:00"),
            ("today", "2026-11-25T15:00"),
            // What is over today is meant tomorrow; of a weekday, next week.
            ("9", "2026-11-26T09:00"),
            ("14:00", "2026-11-25T14:00"),
            ("wed 9", "2026-12-02T09:00"),
            ("wed 11", "2026-11-25T11:00"),
        ] {
            assert_eq!(said(&words, text).as_deref(), Some(at), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_or_is_over_is_not_understood() {
        let words = words(Language::English);
        for text in [
            "",
            "hello",
            "3 days ago",
            "yesterday",
            "2020-01-01",
            "2099",
            "tomorrow 25",
            "in",
            "at",
            "99999999999 days",
            "31/2",
            "vip",
        ] {
            assert_eq!(said(&words, text), None, "{text}");
        }
    }

    #[test]
    fn figures_are_read_as_the_country_writes_them() {
        let ours = words(Language::English);
        let british = ours.clone().in_country("GB");
        let american = ours.in_country("US");
        assert_eq!(said(&american, "12/10").unwrap(), "2026-12-10T08:00");
        assert_eq!(said(&british, "10/12").unwrap(), "2026-12-10T08:00");
        assert_eq!(said(&american, "24/12").unwrap(), "2026-12-24T08:00");
    }
}
