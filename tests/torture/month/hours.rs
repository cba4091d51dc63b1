//! The hours of the simulated shop by plain arithmetic: Monday to Friday, 8:00 to 18:00, five hours behind UTC all year
//! round (Bogotá).

/// Milliseconds.
pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
const BEHIND: i64 = 5 * HOUR;
const OPENS: i64 = 8 * HOUR;
const CLOSES: i64 = 18 * HOUR;

/// Monday, 2 November 2026, 0:00 in Bogotá.
pub const BEGINNING: i64 = 1_793_577_600_000 + BEHIND;

/// The day of an instant, counted from the beginning, and the time of that day.
pub fn day_and_time(at: i64) -> (i64, i64) {
    let since = at - BEGINNING;
    (since.div_euclid(DAY), since.rem_euclid(DAY))
}

/// When a day begins.
pub fn midnight(day: i64) -> i64 {
    BEGINNING + day * DAY
}

pub fn works(day: i64) -> bool {
    day.rem_euclid(7) < 5
}

pub fn is_open(at: i64) -> bool {
    let (day, time) = day_and_time(at);
    works(day) && (OPENS..CLOSES).contains(&time)
}

/// When so much open time has passed since an instant.
pub fn open_time_after(at: i64, mut span: i64) -> i64 {
    let (mut day, mut time) = day_and_time(at);
    loop {
        let from = time.max(OPENS);
        let left = if works(day) {
            (CLOSES - from).max(0)
        } else {
            0
        };
        if span <= left {
            return midnight(day) + from + span;
        }
        span -= left;
        (day, time) = (day + 1, 0);
    }
}

#[test]
fn friday_evening_goes_on_on_monday() {
    let friday = midnight(4) + 17 * HOUR + 30 * MINUTE;
    assert_eq!(
        open_time_after(friday, HOUR),
        midnight(7) + 8 * HOUR + 30 * MINUTE
    );
    assert!(is_open(friday) && !is_open(friday + HOUR));
}
