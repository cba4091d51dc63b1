//! Holidays out of a calendar file (iCalendar, RFC 5545): whole days with a name, each year again where it says so. What
//! cannot be read is said with its line and stops nothing else.

use jiff::ToSpan;
use jiff::civil::Date;

/// Days one entry may last.
const LONGEST: i32 = 60;
/// Years ahead that something yearly is written out for.
const AHEAD: i16 = 5;
/// Characters of a name.
const NAME: usize = 80;
/// Entries that are read at most.
const MOST: usize = 2_000;

/// A day somebody is closed on.
pub type Day = (Date, String);

/// Why something in a file was left out: where, and the key of the reason (`ical-…`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// From 1.
    pub line: usize,
    pub why: &'static str,
}

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// In order, each day once.
    pub days: Vec<Day>,
    pub troubles: Vec<Trouble>,
    /// Days that are over.
    pub past: usize,
}

/// Reads a file: the days from `today` on.
#[must_use]
pub fn read(text: &str, today: Date) -> Found {
    let mut found = Found::default();
    if !text.to_ascii_uppercase().contains("BEGIN:VCALENDAR") {
        found.trouble(1, "ical-no-calendar");
        return found;
    }
    let mut entry: Option<Entry> = None;
    // Parts of an entry, such as alarms, have properties of the same names.
    let (mut inside, mut n) = (0_usize, 0_usize);
    for (line, text) in unfolded(text) {
        let Some(it) = Property::read(&text) else {
            continue;
        };
        match (it.name.as_str(), it.value.to_ascii_uppercase().as_str()) {
            ("BEGIN", "VEVENT") => entry = Some(Entry::at(line)),
            ("BEGIN", _) if entry.is_some() => inside += 1,
            ("END", "VEVENT") => {
                n += 1;
                if let Some(it) = entry.take().filter(|_| n <= MOST) {
                    found.take(it, today);
                }
                inside = 0;
            }
            ("END", _) => inside = inside.saturating_sub(1),
            _ if inside == 0 => {
                if let Some(entry) = &mut entry {
                    entry.property(line, &it);
                }
            }
            _ => {}
        }
    }
    if let Some(it) = entry {
        found.trouble(it.line, "ical-cut-off");
    }
    if n == 0 && found.troubles.is_empty() {
        found.trouble(1, "ical-empty");
    }
    found.days.sort();
    found.days.dedup_by_key(|it| it.0);
    found
}

impl Found {
    fn trouble(&mut self, line: usize, why: &'static str) {
        self.troubles.push(Trouble { line, why });
    }

    fn take(&mut self, it: Entry, today: Date) {
        if let Some((line, why)) = it.wrong {
            return self.trouble(line, why);
        }
        if it.cancelled {
            return;
        }
        let Some(first) = it.first else {
            return self.trouble(it.line, "ical-no-day");
        };
        let days = match it.days(first) {
            Ok(days) => days,
            Err(why) => return self.trouble(it.line, why),
        };
        let name = if it.name.is_empty() {
            return self.trouble(it.line, "ical-no-name");
        } else {
            it.name.clone()
        };
        let last = today.year().saturating_add(AHEAD);
        for start in it.starts(first, last) {
            for n in 0..days {
                let Ok(day) = start.checked_add(n.days()) else {
                    break;
                };
                if it.except.contains(&start) {
                    continue;
                }
                if day < today {
                    self.past += 1;
                } else {
                    self.days.push((day, name.clone()));
                }
            }
        }
    }
}

/// An entry as far as it was read.
#[derive(Debug, Default)]
struct Entry {
    line: usize,
    first: Option<Date>,
    /// The day behind the last one.
    end: Option<Date>,
    /// `DTEND` with a time of day past midnight: its own day belongs to it.
    end_counts: bool,
    lasts: Option<i32>,
    name: String,
    yearly: Option<Yearly>,
    except: Vec<Date>,
    cancelled: bool,
    wrong: Option<(usize, &'static str)>,
}

/// Again each year, or each so many, until a day or so often.
#[derive(Debug, Clone, Copy)]
struct Yearly {
    every: i16,
    until: Option<Date>,
    count: Option<i16>,
}

impl Entry {
    fn at(line: usize) -> Self {
        Entry {
            line,
            ..Entry::default()
        }
    }

    fn property(&mut self, line: usize, it: &Property) {
        let done = match it.name.as_str() {
            "DTSTART" => day(&it.value).map(|(day, _)| self.first = Some(day)),
            "DTEND" => day(&it.value).map(|(day, past_midnight)| {
                self.end = Some(day);
                self.end_counts = past_midnight;
            }),
            "DURATION" => lasts(&it.value).map(|n| self.lasts = Some(n)),
            "SUMMARY" => {
                self.name = spoken(&it.value);
                Ok(())
            }
            "STATUS" => {
                self.cancelled = it.value.eq_ignore_ascii_case("CANCELLED");
                Ok(())
            }
            "RRULE" => yearly(&it.value).map(|again| self.yearly = Some(again)),
            "RDATE" => Err("ical-rule"),
            "EXDATE" => it.value.split(',').try_for_each(|one| {
                let (day, _) = day(one)?;
                self.except.push(day);
                Ok(())
            }),
            _ => Ok(()),
        };
        if let Err(why) = done {
            self.wrong = self.wrong.or(Some((line, why)));
        }
    }

    /// How many days it lasts.
    fn days(&self, first: Date) -> Result<i32, &'static str> {
        let days = match (self.end, self.lasts) {
            (Some(end), _) => {
                let whole = first.until(end).map_err(|_| "ical-end")?.get_days();
                let whole = whole + i32::from(self.end_counts);
                // A day that ends when it begins is that day (RFC 5545, 3.6.1).
                if whole == 0 { 1 } else { whole }
            }
            (None, Some(n)) => n,
            (None, None) => 1,
        };
        match days {
            ..=0 => Err("ical-end"),
            1..=LONGEST => Ok(days),
            _ => Err("ical-long"),
        }
    }

    fn starts(&self, first: Date, last_year: i16) -> Vec<Date> {
        let Some(again) = self.yearly else {
            return vec![first];
        };
        let mut out = Vec::new();
        let mut n = 0_i16;
        while again.count.is_none_or(|most| n < most) {
            let years = again.every.saturating_mul(n);
            let Some(year) = first
                .year()
                .checked_add(years)
                .filter(|it| *it <= last_year)
            else {
                break;
            };
            n += 1;
            // 29 February is only where there is one.
            let Ok(day) = Date::new(year, first.month(), first.day()) else {
                continue;
            };
            if again.until.is_some_and(|until| day > until) {
                break;
            }
            out.push(day);
        }
        out
    }
}

/// A line's name and value; parameters say nothing that is needed.
struct Property {
    name: String,
    value: String,
}

impl Property {
    fn read(line: &str) -> Option<Self> {
        let mut quoted = false;
        let colon = line.char_indices().find(|(_, c)| {
            quoted ^= *c == '"';
            *c == ':' && !quoted
        });
        let (head, value) = line.split_at_checked(colon?.0)?;
        let name = head.split(';').next().unwrap_or_default();
        Some(Property {
            name: name.trim().to_ascii_uppercase(),
            value: value.trim_start_matches(':').trim().to_owned(),
        })
    }
}

/// Lines with their numbers, put together again where they were folded (RFC 5545, 3.1).
fn unfolded(text: &str) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    for (at, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        let line = line.trim_end_matches('\r');
        match (line.strip_prefix([' ', '\t']), out.last_mut()) {
            (Some(rest), Some((_, last))) => last.push_str(rest),
            _ => out.push((at + 1, line.to_owned())),
        }
    }
    out
}

/// The day of a date, or of a date with a time, and whether that time is behind midnight.
fn day(value: &str) -> Result<(Date, bool), &'static str> {
    let (date, time) = value.trim().split_once('T').unwrap_or((value.trim(), ""));
    let wrong = "ical-day";
    if date.len() != 8 || !date.bytes().all(|it| it.is_ascii_digit()) {
        return Err(wrong);
    }
    let part = |from: usize, to: usize| date.get(from..to).ok_or(wrong);
    let year: i16 = part(0, 4)?.parse().map_err(|_| wrong)?;
    let month: i8 = part(4, 6)?.parse().map_err(|_| wrong)?;
    let of_month: i8 = part(6, 8)?.parse().map_err(|_| wrong)?;
    let day = Date::new(year, month, of_month).map_err(|_| wrong)?;
    let behind = time.bytes().any(|it| (b'1'..=b'9').contains(&it));
    Ok((day, behind))
}

/// Days of a duration: `P1D`, `P2W`; less than a day is its day.
fn lasts(value: &str) -> Result<i32, &'static str> {
    let wrong = "ical-end";
    let rest = value.trim().strip_prefix('P').ok_or(wrong)?;
    if rest.starts_with('T') {
        return Ok(1);
    }
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let n: i32 = digits.parse().map_err(|_| wrong)?;
    match rest.get(digits.len()..).and_then(|it| it.chars().next()) {
        Some('D') => Ok(n),
        Some('W') => Ok(n.saturating_mul(7)),
        _ => Err(wrong),
    }
}

/// A rule that says "each year on this day", in the ways programs write that.
fn yearly(value: &str) -> Result<Yearly, &'static str> {
    let other = "ical-rule";
    let mut out = Yearly {
        every: 1,
        until: None,
        count: None,
    };
    let mut is_yearly = false;
    for part in value.split(';').filter(|it| !it.trim().is_empty()) {
        let (name, value) = part.split_once('=').ok_or(other)?;
        match name.trim().to_ascii_uppercase().as_str() {
            "FREQ" => is_yearly = value.eq_ignore_ascii_case("YEARLY"),
            "INTERVAL" => out.every = positive(value).ok_or(other)?,
            "COUNT" => out.count = Some(positive(value).ok_or(other)?),
            "UNTIL" => out.until = Some(day(value).map_err(|_| other)?.0),
            // They repeat what the day says itself.
            "BYMONTH" | "BYMONTHDAY" if value.parse::<i8>().is_ok_and(|it| it > 0) => {}
            "WKST" => {}
            _ => return Err(other),
        }
    }
    is_yearly.then_some(out).ok_or(other)
}

fn positive(text: &str) -> Option<i16> {
    text.trim().parse().ok().filter(|it| *it > 0)
}

/// A text as it is meant: its escapes away, on one line, no longer than a name may be.
fn spoken(value: &str) -> String {
    let (mut out, mut escaped) = (String::new(), false);
    for c in value.chars() {
        match (escaped, c) {
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (true, 'n' | 'N') => out.push(' '),
            (_, c) if c.is_control() => out.push(' '),
            (_, c) => out.push(c),
        }
        escaped = false;
    }
    let line: Vec<&str> = out.split_whitespace().collect();
    line.join(" ").chars().take(NAME).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 1);

    fn file(entries: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{entries}END:VCALENDAR\r\n")
    }

    fn entry(lines: &str) -> String {
        format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n")
    }

    fn days(entries: &str) -> Vec<String> {
        let found = read(&file(entries), TODAY);
        assert_eq!(found.troubles, [], "{entries}");
        found
            .days
            .iter()
            .map(|(day, name)| format!("{day} {name}"))
            .collect()
    }

    fn trouble(lines: &str) -> (usize, &'static str) {
        let found = read(&file(&entry(lines)), TODAY);
        assert!(found.days.is_empty(), "{lines}");
        found
            .troubles
            .first()
            .map(|it| (it.line, it.why))
            .unwrap_or_default()
    }

    #[test]
    fn days_are_read_as_programs_write_them() {
        let one =
            entry("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261225\r\nSUMMARY:Nochebuena");
        assert_eq!(days(&one), ["2026-12-24 Nochebuena"]);
        let folded =
            entry("DTSTART:20261231\r\nSUMMARY;LANGUAGE=es:Fin de\r\n  año\\, cerrado\\nya");
        assert_eq!(days(&folded), ["2026-12-31 Fin de año, cerrado ya"]);
        let week = entry("SUMMARY:Lebaran\r\nDTSTART;VALUE=DATE:20270310\r\nDURATION:P3D");
        assert_eq!(days(&week).len(), 3);
        let timed = entry("SUMMARY:Inventory\r\nDTSTART:20270105T000000\r\nDTEND:20270105T235900");
        assert_eq!(days(&timed), ["2027-01-05 Inventory"]);
        let zoned = entry(
            "SUMMARY:Party\r\nDTSTART;TZID=\"A:B\":20270108T090000\r\nDTEND;TZID=\"A:B\":20270109T000000",
        );
        assert_eq!(days(&zoned), ["2027-01-08 Party"]);
        let alarm = entry(
            "DTSTART:20270201\r\nSUMMARY:Day\r\nBEGIN:VALARM\r\nSUMMARY:Wake\r\nDTSTART:x\r\nEND:VALARM",
        );
        assert_eq!(days(&alarm), ["2027-02-01 Day"]);
        let twice = format!(
            "{}{}",
            entry("DTSTART:20270301\r\nSUMMARY:A"),
            entry("DTSTART:20270301\r\nSUMMARY:B")
        );
        assert_eq!(days(&twice), ["2027-03-01 A"]);
        assert!(days(&entry("DTSTART:20270301\r\nSTATUS:CANCELLED\r\nSUMMARY:A")).is_empty());
    }

    #[test]
    fn yearly_days_come_each_year_for_a_while() {
        let each = |rule: &str| {
            days(&entry(&format!(
                "DTSTART:20200615\r\nRRULE:{rule}\r\nSUMMARY:Founding"
            )))
        };
        let usual = each("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15");
        assert_eq!(usual.len(), 5, "2027 to 2031: {usual:?}");
        assert_eq!(each("FREQ=YEARLY;INTERVAL=2").len(), 2);
        assert_eq!(each("FREQ=YEARLY;UNTIL=20280101T000000Z").len(), 1);
        assert_eq!(each("FREQ=YEARLY;COUNT=8").len(), 1);
        let leap = entry("DTSTART:20240229\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Leap");
        assert_eq!(days(&leap), ["2028-02-29 Leap"]);
        let but =
            entry("DTSTART:20270615\r\nRRULE:FREQ=YEARLY;COUNT=2\r\nEXDATE:20270615\r\nSUMMARY:X");
        assert_eq!(days(&but), ["2028-06-15 X"]);
    }

    #[test]
    fn what_cannot_be_read_is_said_and_stops_nothing() {
        for (lines, line, why) in [
            ("DTSTART:2026-12-24\r\nSUMMARY:A", 4, "ical-day"),
            ("DTSTART:20261324\r\nSUMMARY:A", 4, "ical-day"),
            ("SUMMARY:A", 3, "ical-no-day"),
            ("DTSTART:20261224", 3, "ical-no-name"),
            (
                "DTSTART:20261224\r\nRRULE:FREQ=WEEKLY\r\nSUMMARY:A",
                5,
                "ical-rule",
            ),
            (
                "DTSTART:20261224\r\nRRULE:FREQ=YEARLY;BYDAY=1MO\r\nSUMMARY:A",
                5,
                "ical-rule",
            ),
            (
                "DTSTART:20261224\r\nDTEND:20261220\r\nSUMMARY:A",
                3,
                "ical-end",
            ),
            (
                "DTSTART:20261224\r\nDTEND:20280101\r\nSUMMARY:A",
                3,
                "ical-long",
            ),
        ] {
            assert_eq!(trouble(lines), (line, why), "{lines}");
        }
        let both = format!(
            "{}{}",
            entry("DTSTART:x\r\nSUMMARY:A"),
            entry("DTSTART:20270101\r\nSUMMARY:B")
        );
        let found = read(&file(&both), TODAY);
        assert_eq!((found.days.len(), found.troubles.len()), (1, 1));
        let past = read(&file(&entry("DTSTART:20200101\r\nSUMMARY:A")), TODAY);
        assert_eq!((past.days.len(), past.past), (0, 1));
        assert_eq!(read("hello", TODAY).troubles[0].why, "ical-no-calendar");
        assert_eq!(read(&file(""), TODAY).troubles[0].why, "ical-empty");
        let cut = read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20270101", TODAY);
        assert_eq!(
            cut.troubles,
            [Trouble {
                line: 2,
                why: "ical-cut-off"
            }]
        );
    }
}
