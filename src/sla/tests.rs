//! Hours under all kinds of clocks: days of 23 and 25 hours in five zones, and what always holds.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use jiff::Timestamp;

use crate::domain::team::{Holiday, OpeningHours};
use crate::domain::time::{Millis, Span, Term};
use crate::sla::calendar::{Calendar, Closed};
use crate::sla::clock::{Pace, length};

fn at(text: &str) -> Millis {
    Millis(text.parse::<Timestamp>().unwrap().as_millisecond())
}

fn every_day(day: &[(u16, u16)]) -> OpeningHours {
    OpeningHours {
        week: std::array::from_fn(|_| day.to_vec()),
        ..OpeningHours::default()
    }
}

fn open_minutes(hours: &OpeningHours, zone: &str, (from, to): (&str, &str)) -> i64 {
    let calendar = Calendar::new(hours, zone);
    length(&calendar.open_between(at(from), at(to))).0 / 60_000
}

#[test]
fn days_are_as_long_as_they_are_in_five_zones() {
    let all_day = every_day(&[(0, 1440)]);
    for (zone, from, to, minutes) in [
        // Spring: an hour is missing.
        (
            "America/New_York",
            "2026-03-08T05:00:00Z",
            "2026-03-09T04:00:00Z",
            1_380,
        ),
        (
            "Europe/Madrid",
            "2026-03-28T23:00:00Z",
            "2026-03-29T22:00:00Z",
            1_380,
        ),
        // It is midnight that is missing there.
        (
            "America/Santiago",
            "2026-09-06T04:00:00Z",
            "2026-09-07T03:00:00Z",
            1_380,
        ),
        // Half an hour is.
        (
            "Australia/Lord_Howe",
            "2026-10-03T13:30:00Z",
            "2026-10-04T13:00:00Z",
            1_410,
        ),
        // None is.
        (
            "America/Bogota",
            "2026-03-08T05:00:00Z",
            "2026-03-09T05:00:00Z",
            1_440,
        ),
        // Autumn: one comes twice.
        (
            "America/New_York",
            "2026-11-01T04:00:00Z",
            "2026-11-02T05:00:00Z",
            1_500,
        ),
        (
            "Europe/Madrid",
            "2026-10-24T22:00:00Z",
            "2026-10-25T23:00:00Z",
            1_500,
        ),
        (
            "America/Santiago",
            "2026-04-04T03:00:00Z",
            "2026-04-05T04:00:00Z",
            1_500,
        ),
    ] {
        assert_eq!(
            open_minutes(&all_day, zone, (from, to)),
            minutes,
            "{zone} {from}"
        );
        let calendar = Calendar::new(&all_day, zone);
        let noon = at(from) + Span::hours(12);
        assert!(calendar.is_open_at(noon) && calendar.closes_after(noon).is_some());
    }
}

#[test]
fn a_time_that_clocks_skip_is_when_they_skip_it() {
    // From 1:30 to 2:30, on the day on which 2:00 becomes 3:00: half an hour.
    let night = every_day(&[(90, 150)]);
    let day = ("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z");
    assert_eq!(open_minutes(&night, "America/New_York", day), 30);
    let calendar = Calendar::new(&night, "America/New_York");
    let three = at("2026-03-08T07:00:00Z");
    assert_eq!(
        calendar.closes_after(at("2026-03-08T06:45:00Z")),
        Some(three)
    );
    assert!(!calendar.is_open_at(three));
    // Nothing is left of what lies in between.
    let gone = every_day(&[(125, 170)]);
    assert_eq!(open_minutes(&gone, "America/New_York", day), 0);
}

#[test]
fn since_when_it_is_closed_and_which_days_are_why() {
    let mut hours = OpeningHours {
        holidays_of: "CO".to_owned(),
        ..OpeningHours::default()
    };
    for day in hours.week.iter_mut().take(5) {
        *day = vec![(480, 720), (810, 1_080)];
    }
    hours.closed.push(Holiday {
        day: "2026-11-17".parse().unwrap(),
        name: "Inventory".to_owned(),
    });
    let calendar = Calendar::new(&hours, "America/Bogota");
    // Saturday noon; Monday 16 November is a holiday, Tuesday the inventory.
    let saturday = at("2026-11-14T12:00:00-05:00");
    assert_eq!(
        calendar.closed_since(saturday),
        Some(at("2026-11-13T18:00:00-05:00"))
    );
    let opens = at("2026-11-18T08:00:00-05:00");
    assert_eq!(calendar.opens_after(saturday), Some(opens));
    let why = calendar.closed_days_between(saturday, opens);
    let names: Vec<_> = why.iter().map(|it| &it.1).collect();
    let own = Closed::Own("Inventory".to_owned());
    assert_eq!(names, [&Closed::Public("holiday-cartagena"), &own]);
    let lunch = at("2026-11-13T12:30:00-05:00");
    assert_eq!(
        calendar.closed_since(lunch),
        Some(at("2026-11-13T12:00:00-05:00"))
    );
    assert_eq!(calendar.closed_since(at("2026-11-13T09:00:00-05:00")), None);
    assert!(calendar.closed_days_between(lunch, lunch).is_empty());
}

const ZONES: [&str; 5] = [
    "America/Bogota",
    "America/New_York",
    "America/Santiago",
    "Europe/Madrid",
    "Asia/Jakarta",
];

/// Numbers as if by chance, the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        i64::try_from((it ^ (it >> 31)) % u64::try_from(below).unwrap()).unwrap()
    }

    fn minute(&mut self, from: u16, below: u16) -> u16 {
        from + u16::try_from(self.roll(i64::from(below - from))).unwrap()
    }

    /// A week of up to two intervals a day, of which one at least is open.
    fn hours(&mut self) -> OpeningHours {
        let mut hours = OpeningHours::default();
        for day in &mut hours.week {
            let noon = self.minute(60, 1_300);
            let morning = (self.minute(0, noon), noon);
            let begins = self.minute(noon + 1, 1_400);
            let evening = (begins, self.minute(begins + 1, 1_441));
            match self.roll(3) {
                0 => {}
                1 => day.push(morning),
                _ => day.extend([morning, evening]),
            }
        }
        if !hours.is_set() {
            hours.week[2] = vec![(540, 1_020)];
        }
        hours
    }

    /// Of 2026.
    fn instant(&mut self) -> Millis {
        Millis(1_767_225_600_000 + self.roll(365 * 86_400_000))
    }

    fn zone(&mut self) -> &'static str {
        ZONES[usize::try_from(self.roll(5)).unwrap()]
    }
}

/// What holds of any hours in any zone.
fn holds(check: impl Fn(&Calendar<'_>, &mut Dice)) {
    let mut dice = Dice(2026);
    for _ in 0..400 {
        let (hours, zone) = (dice.hours(), dice.zone());
        check(&Calendar::new(&hours, zone), &mut dice);
    }
}

#[test]
fn minutes_of_a_time_are_those_of_its_parts() {
    holds(|calendar, dice| {
        let from = dice.instant();
        let mid = from + Span(dice.roll(864_000_000));
        let to = mid + Span(dice.roll(864_000_000));
        let counted = |a, b| length(&calendar.open_between(a, b)).0;
        assert_eq!(
            counted(from, to),
            counted(from, mid) + counted(mid, to),
            "{calendar:?}"
        );
        for (a, b) in calendar.open_between(from, to) {
            assert!(calendar.is_open_at(a) && calendar.is_open_at(Millis(b.0 - 1)));
        }
    });
}

#[test]
fn what_is_due_is_due_when_so_much_has_counted() {
    holds(|calendar, dice| {
        let (from, span) = (dice.instant(), Span::minutes(1 + dice.roll(3_000)));
        let pace = Pace::steady(calendar, true);
        let due = pace.due(from, Term::Span(span), calendar).unwrap();
        assert_eq!(
            length(&pace.counted(from, due)),
            span,
            "{calendar:?} {from:?}"
        );
        let earlier = length(&pace.counted(from, Millis(due.0 - 1)));
        assert!(earlier < span, "{calendar:?} {from:?}");
    });
}

#[test]
fn when_it_opens_it_is_open_and_was_not() {
    holds(|calendar, dice| {
        let at = dice.instant();
        let opens = calendar.opens_after(at).unwrap();
        assert!(
            calendar.is_open_at(opens) && opens > at,
            "{calendar:?} {at:?}"
        );
        if calendar.is_open_at(at) {
            assert!(calendar.closes_after(at).unwrap() > at);
            assert_eq!(calendar.closed_since(at), None);
        } else {
            assert!(calendar.closed_since(at).is_none_or(|it| it <= at));
            assert!(calendar.open_between(at, opens).is_empty());
        }
    });
}
