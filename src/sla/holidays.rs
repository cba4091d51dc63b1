//! Public holidays by country, worked out for any year: fixed days, days moved to a Monday, days that hang on
//! Easter. A country that is not here has none that Lobby knows; a business adds its own.
//!
//! Rules: CO Ley 51 de 1983; MX Ley Federal del Trabajo art. 74; AR Ley 27.399; CL Ley 2.977, 19.668, 20.299 and
//! 21.357; PE D. Leg. 713 with Leyes 31788, 31822 and 31381; BR Leis 662/1949, 6.802/1980, 14.759/2023;
//! ID Keppres 24/1953 and what follows the moon as announced (`ANNOUNCED`); US 5 U.S.C. 6103; ES Estatuto de los Trabajadores art. 37.2.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};

/// Countries whose holidays are known (ISO 3166-1 alpha-2).
pub const KNOWN: [&str; 9] = ["AR", "BR", "CL", "CO", "ES", "ID", "MX", "PE", "US"];
/// Of these some holidays follow the moon and are announced every year: they are known until the end of this year.
pub const BY_THE_MOON: [(&str, i16); 1] = [("ID", 2026)];

/// Until the end of which year all holidays of a country are known; `None`: for any year.
#[must_use]
pub fn known_until(country: &str) -> Option<i16> {
    let found = BY_THE_MOON.iter().find(|it| it.0 == country);
    found.map(|it| it.1)
}

/// How the day of a holiday is found in a year.
#[derive(Debug, Clone, Copy)]
enum When {
    On(i8, i8),
    /// On that day, or the Monday after it.
    NextMonday(i8, i8),
    /// A Tuesday or Wednesday goes to the Monday before, a Thursday or Friday to the one after.
    NearMonday(i8, i8),
    /// A Tuesday, Wednesday or Thursday goes to the Monday before, a Friday to the one after.
    ChileanMonday(i8, i8),
    /// A Saturday is kept on the Friday before, a Sunday on the Monday after.
    Observed(i8, i8),
    /// Days after Easter Sunday.
    Easter(i64),
    /// The nth (from 1; negative from the end) such weekday of a month.
    Nth(i8, i8, Weekday),
    /// The June solstice as Chile has it.
    Solstice,
    /// 31 October: a Tuesday goes to the Friday before, a Wednesday to the one after.
    Reformation,
    /// On a day, in every sixth year from this one.
    EverySixth(i16, i8, i8),
}

use When::{
    ChileanMonday, Easter, EverySixth, NearMonday, NextMonday, Nth, Observed, On, Reformation,
    Solstice,
};

type Rule = (When, &'static str);

const ARGENTINA: &[Rule] = &[
    (On(1, 1), "holiday-new-year"),
    (Easter(-48), "holiday-carnival"),
    (Easter(-47), "holiday-carnival"),
    (On(3, 24), "holiday-memory"),
    (On(4, 2), "holiday-malvinas"),
    (Easter(-2), "holiday-good-friday"),
    (On(5, 1), "holiday-labour"),
    (On(5, 25), "holiday-may-revolution"),
    (NearMonday(6, 17), "holiday-guemes"),
    (On(6, 20), "holiday-flag"),
    (On(7, 9), "holiday-independence"),
    (NearMonday(8, 17), "holiday-san-martin"),
    (NearMonday(10, 12), "holiday-diversity"),
    (NearMonday(11, 20), "holiday-sovereignty"),
    (On(12, 8), "holiday-immaculate"),
    (On(12, 25), "holiday-christmas"),
];

const BRAZIL: &[Rule] = &[
    (On(1, 1), "holiday-new-year"),
    (Easter(-2), "holiday-good-friday"),
    (On(4, 21), "holiday-tiradentes"),
    (On(5, 1), "holiday-labour"),
    (On(9, 7), "holiday-independence"),
    (On(10, 12), "holiday-aparecida"),
    (On(11, 2), "holiday-all-souls"),
    (On(11, 15), "holiday-republic"),
    (On(11, 20), "holiday-black-awareness"),
    (On(12, 25), "holiday-christmas"),
];

const CHILE: &[Rule] = &[
    (On(1, 1), "holiday-new-year"),
    (Easter(-2), "holiday-good-friday"),
    (Easter(-1), "holiday-holy-saturday"),
    (On(5, 1), "holiday-labour"),
    (On(5, 21), "holiday-navy"),
    (Solstice, "holiday-indigenous"),
    (ChileanMonday(6, 29), "holiday-peter-and-paul"),
    (On(7, 16), "holiday-carmen"),
    (On(8, 15), "holiday-assumption"),
    (On(9, 18), "holiday-independence"),
    (On(9, 19), "holiday-army"),
    (ChileanMonday(10, 12), "holiday-two-worlds"),
    (Reformation, "holiday-reformation"),
    (On(11, 1), "holiday-all-saints"),
    (On(12, 8), "holiday-immaculate"),
    (On(12, 25), "holiday-christmas"),
];

const COLOMBIA: &[Rule] = &[
    (On(1, 1), "holiday-new-year"),
    (NextMonday(1, 6), "holiday-epiphany"),
    (NextMonday(3, 19), "holiday-joseph"),
    (Easter(-3), "holiday-maundy-thursday"),
    (Easter(-2), "holiday-good-friday"),
    (On(5, 1), "holiday-labour"),
    (Easter(43), "holiday-ascension"),
    (Easter(64), "holiday-corpus-christi"),
    (Easter(71), "holiday-sacred-heart"),
    (NextMonday(6, 29), "holiday-peter-and-paul"),
    (On(7, 20), "holiday-independence"),
    (On(8, 7), "holiday-boyaca"),
    (NextMonday(8, 15), "holiday-assumption"),
    (NextMonday(10, 12), "holiday-diversity"),
    (NextMonday(11, 1), "holiday-all-saints"),
    (NextMonday(11, 11), "holiday-cartagena"),
    (On(12, 8), "holiday-immaculate"),
    (On(12, 25), "holiday-christmas"),
];

const INDONESIA: &[Rule] = &[
    (On(1, 1), "holiday-new-year"),
    (Easter(-2), "holiday-good-friday"),
    (Easter(0), "holiday-easter"),
    (On(5, 1), "holiday-labour"),
    (Easter(39), "holiday-ascension"),
    (On(6, 1), "holiday-pancasila"),
    (On(8, 17), "holiday-independence"),
    (On(12, 25), "holiday-christmas"),
];

const MEXICO: &[Rule] = &[
    (On(1, 1), "holiday-new-year"),
    (Nth(1, 2, Weekday::Monday), "holiday-constitution"),
    (Nth(3, 3, Weekday::Monday), "holiday-juarez"),
    (On(5, 1), "holiday-labour"),
    (On(9, 16), "holiday-independence"),
    (EverySixth(2024, 10, 1), "holiday-new-government"),
    (Nth(3, 11, Weekday::Monday), "holiday-revolution"),
    (On(12, 25), "holiday-christmas"),
];

const PERU: &[Rule] = &[
    (On(1, 1), "holiday-new-year"),
    (Easter(-3), "holiday-maundy-thursday"),
    (Easter(-2), "holiday-good-friday"),
    (On(5, 1), "holiday-labour"),
    (On(6, 7), "holiday-flag"),
    (On(6, 29), "holiday-peter-and-paul"),
    (On(7, 23), "holiday-air-force"),
    (On(7, 28), "holiday-independence"),
    (On(7, 29), "holiday-independence"),
    (On(8, 6), "holiday-junin"),
    (On(8, 30), "holiday-rose"),
    (On(10, 8), "holiday-angamos"),
    (On(11, 1), "holiday-all-saints"),
    (On(12, 8), "holiday-immaculate"),
    (On(12, 9), "holiday-ayacucho"),
    (On(12, 25), "holiday-christmas"),
];

const SPAIN: &[Rule] = &[
    (On(1, 1), "holiday-new-year"),
    (On(1, 6), "holiday-epiphany"),
    (Easter(-2), "holiday-good-friday"),
    (On(5, 1), "holiday-labour"),
    (On(8, 15), "holiday-assumption"),
    (On(10, 12), "holiday-spain"),
    (On(11, 1), "holiday-all-saints"),
    (On(12, 6), "holiday-constitution"),
    (On(12, 8), "holiday-immaculate"),
    (On(12, 25), "holiday-christmas"),
];

const UNITED_STATES: &[Rule] = &[
    (Observed(1, 1), "holiday-new-year"),
    (Nth(3, 1, Weekday::Monday), "holiday-king"),
    (Nth(3, 2, Weekday::Monday), "holiday-washington"),
    (Nth(-1, 5, Weekday::Monday), "holiday-memorial"),
    (Observed(6, 19), "holiday-juneteenth"),
    (Observed(7, 4), "holiday-independence"),
    (Nth(1, 9, Weekday::Monday), "holiday-labour"),
    (Nth(2, 10, Weekday::Monday), "holiday-columbus"),
    (Observed(11, 11), "holiday-veterans"),
    (Nth(4, 11, Weekday::Thursday), "holiday-thanksgiving"),
    (Observed(12, 25), "holiday-christmas"),
];

/// Holidays that follow the moon, as announced: for Indonesia by the joint decrees (SKB) of the ministers of religion, of
/// labour and of state apparatus, for 2025 no. 1017, 2 and 2 of 2024, for 2026 no. 1497, 2 and 5 of 2025. Days of
/// collective leave (*cuti bersama*) are no holidays for private business.
const ANNOUNCED: &[(&str, Date, &str)] = &[
    ("ID", date(2025, 1, 27), "holiday-isra-miraj"),
    ("ID", date(2025, 1, 29), "holiday-lunar-new-year"),
    ("ID", date(2025, 3, 29), "holiday-nyepi"),
    ("ID", date(2025, 3, 31), "holiday-eid-al-fitr"),
    ("ID", date(2025, 4, 1), "holiday-eid-al-fitr"),
    ("ID", date(2025, 5, 12), "holiday-vesak"),
    ("ID", date(2025, 6, 6), "holiday-eid-al-adha"),
    ("ID", date(2025, 6, 27), "holiday-islamic-new-year"),
    ("ID", date(2025, 9, 5), "holiday-mawlid"),
    ("ID", date(2026, 1, 16), "holiday-isra-miraj"),
    ("ID", date(2026, 2, 17), "holiday-lunar-new-year"),
    ("ID", date(2026, 3, 19), "holiday-nyepi"),
    ("ID", date(2026, 3, 21), "holiday-eid-al-fitr"),
    ("ID", date(2026, 3, 22), "holiday-eid-al-fitr"),
    ("ID", date(2026, 5, 27), "holiday-eid-al-adha"),
    ("ID", date(2026, 5, 31), "holiday-vesak"),
    ("ID", date(2026, 6, 16), "holiday-islamic-new-year"),
    ("ID", date(2026, 8, 25), "holiday-mawlid"),
];

fn rules(country: &str) -> &'static [Rule] {
    match country {
        "AR" => ARGENTINA,
        "BR" => BRAZIL,
        "CL" => CHILE,
        "CO" => COLOMBIA,
        "ES" => SPAIN,
        "ID" => INDONESIA,
        "MX" => MEXICO,
        "PE" => PERU,
        "US" => UNITED_STATES,
        _ => &[],
    }
}

/// The public holidays of a country in a year, in order, each with the key of its name in `words`.
#[must_use]
pub fn of(country: &str, year: i16) -> Vec<(Date, &'static str)> {
    let all = rules(country).iter();
    let mut out: Vec<_> = all
        .filter_map(|(when, name)| Some((day(*when, year)?, *name)))
        .collect();
    let announced = ANNOUNCED.iter();
    let announced = announced.filter(|it| it.0 == country && it.1.year() == year);
    out.extend(announced.map(|(_, day, name)| (*day, *name)));
    out.sort_unstable();
    out
}

fn day(when: When, year: i16) -> Option<Date> {
    let on = |month, day| Date::new(year, month, day).ok();
    match when {
        On(month, day) => on(month, day),
        NextMonday(month, day) => to_monday(on(month, day)?, |at| (7 - at) % 7),
        NearMonday(month, day) => to_monday(on(month, day)?, |at| match at {
            1 | 2 => -at,
            3 | 4 => 7 - at,
            _ => 0,
        }),
        ChileanMonday(month, day) => to_monday(on(month, day)?, |at| match at {
            1..=3 => -at,
            4 => 3,
            _ => 0,
        }),
        Observed(month, day) => to_monday(on(month, day)?, |at| match at {
            5 => -1,
            6 => 1,
            _ => 0,
        }),
        Easter(days) => easter(year)?.checked_add(days.days()).ok(),
        Nth(n, month, weekday) => on(month, 1)?.nth_weekday_of_month(n, weekday).ok(),
        // Universal time minus four hours: the 20th in leap years and the ones after them, else the 21st.
        Solstice => on(6, if year.rem_euclid(4) < 2 { 20 } else { 21 }),
        Reformation => to_monday(on(10, 31)?, |at| match at {
            1 => -4,
            2 => 2,
            _ => 0,
        }),
        EverySixth(first, month, day) => {
            let is_one = year >= first && (year - first) % 6 == 0;
            is_one.then(|| on(month, day)).flatten()
        }
    }
}

/// Moved by so many days as `by` says for its weekday, Monday being 0.
fn to_monday(day: Date, by: impl Fn(i64) -> i64) -> Option<Date> {
    let at = i64::from(day.weekday().to_monday_zero_offset());
    day.checked_add(by(at).days()).ok()
}

/// Easter Sunday of the Gregorian calendar (the "anonymous" computus, Nature, 20 April 1876).
fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (b - (b + 8) / 25 + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let l = (32 + 2 * e + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = (i8::try_from(n / 31).ok()?, i8::try_from(n % 31 + 1).ok()?);
    Date::new(year, month, day).ok()
}

/// Whether anything is known of a country's holidays.
#[must_use]
pub fn is_known(country: &str) -> bool {
    KNOWN.contains(&country)
}

/// The first day a calendar page may be asked for.
#[must_use]
pub fn is_sane(day: Date) -> bool {
    (date(2000, 1, 1)..date(2200, 1, 1)).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(country: &str, year: i16) -> Vec<String> {
        of(country, year)
            .iter()
            .map(|(day, _)| day.strftime("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn easter_is_where_it_is() {
        for (year, month, day) in [
            (2000, 4, 23),
            (2024, 3, 31),
            (2025, 4, 20),
            (2026, 4, 5),
            (2027, 3, 28),
            (2038, 4, 25),
        ] {
            assert_eq!(easter(year), Some(date(year, month, day)));
        }
    }

    #[test]
    fn colombia_in_2026_as_its_calendar_has_it() {
        let all = [
            "01-01", "01-12", "03-23", "04-02", "04-03", "05-01", "05-18", "06-08", "06-15",
            "06-29", "07-20", "08-07", "08-17", "10-12", "11-02", "11-16", "12-08", "12-25",
        ];
        assert_eq!(days("CO", 2026), all);
    }

    #[test]
    fn the_others_move_as_their_laws_say() {
        let us = [
            "01-01", "01-19", "02-16", "05-25", "06-19", "07-03", "09-07", "10-12", "11-11",
            "11-26", "12-25",
        ];
        assert_eq!(days("US", 2026), us);
        let mexico = [
            "01-01", "02-02", "03-16", "05-01", "09-16", "11-16", "12-25",
        ];
        assert_eq!(days("MX", 2026), mexico);
        assert!(days("MX", 2030).contains(&"10-01".to_owned()));
        // 17 June 2026 is a Wednesday; 20 November a Friday.
        assert!(days("AR", 2026).contains(&"06-15".to_owned()));
        assert!(days("AR", 2026).contains(&"11-23".to_owned()));
        assert!(days("CL", 2025).contains(&"06-20".to_owned()));
        assert!(days("CL", 2028).contains(&"10-27".to_owned()), "a Tuesday");
        let indonesia = [
            "01-01", "01-16", "02-17", "03-19", "03-21", "03-22", "04-03", "04-05", "05-01",
            "05-14", "05-27", "05-31", "06-01", "06-16", "08-17", "08-25", "12-25",
        ];
        assert_eq!(days("ID", 2026), indonesia);
        assert_eq!((known_until("ID"), known_until("CO")), (Some(2026), None));
        for country in KNOWN {
            assert!(!of(country, 2027).is_empty(), "{country}");
        }
        assert!(of("XX", 2027).is_empty() && !is_known("XX"));
    }
}
