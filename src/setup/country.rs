//! What to expect of a business by its country: language, time zone, phone prefix, hours. Every one of them can be
//! changed; a good guess saves nine fields.

use crate::domain::team::OpeningHours;

/// A country and what is usual there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// BCP 47, one that Lobby speaks.
    pub language: &'static str,
    /// IANA zone of most people there.
    pub time_zone: &'static str,
    /// E.164 country code, without plus.
    pub phone: &'static str,
    pub week: Week,
}

/// Usual opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Week {
    /// Monday to Friday 8–18, Saturday 8–13.
    WithSaturday,
    /// Monday to Friday 9–18.
    NineToSix,
    /// Monday to Friday 9–17.
    NineToFive,
}

const fn country(
    code: &'static str,
    language: &'static str,
    time_zone: &'static str,
    phone: &'static str,
    week: Week,
) -> Country {
    Country {
        code,
        language,
        time_zone,
        phone,
        week,
    }
}

/// The countries offered, in the order of their codes; every other one can be typed.
pub const ALL: &[Country] = &[
    country(
        "AR",
        "es",
        "America/Argentina/Buenos_Aires",
        "54",
        Week::NineToSix,
    ),
    country("AU", "en", "Australia/Sydney", "61", Week::NineToFive),
    country("BO", "es", "America/La_Paz", "591", Week::WithSaturday),
    country("BR", "pt-BR", "America/Sao_Paulo", "55", Week::NineToSix),
    country("CA", "en", "America/Toronto", "1", Week::NineToFive),
    country("CL", "es", "America/Santiago", "56", Week::NineToSix),
    country("CO", "es", "America/Bogota", "57", Week::WithSaturday),
    country("CR", "es", "America/Costa_Rica", "506", Week::WithSaturday),
    country("DE", "en", "Europe/Berlin", "49", Week::NineToFive),
    country("DO", "es", "America/Santo_Domingo", "1", Week::WithSaturday),
    country("EC", "es", "America/Guayaquil", "593", Week::WithSaturday),
    country("ES", "es", "Europe/Madrid", "34", Week::NineToSix),
    country("FR", "en", "Europe/Paris", "33", Week::NineToSix),
    country("GB", "en", "Europe/London", "44", Week::NineToFive),
    country("GT", "es", "America/Guatemala", "502", Week::WithSaturday),
    country("HN", "es", "America/Tegucigalpa", "504", Week::WithSaturday),
    country("ID", "id", "Asia/Jakarta", "62", Week::NineToFive),
    country("IE", "en", "Europe/Dublin", "353", Week::NineToFive),
    country("IN", "en", "Asia/Kolkata", "91", Week::NineToSix),
    country("IT", "en", "Europe/Rome", "39", Week::NineToSix),
    country("MX", "es", "America/Mexico_City", "52", Week::NineToSix),
    country("NI", "es", "America/Managua", "505", Week::WithSaturday),
    country("NZ", "en", "Pacific/Auckland", "64", Week::NineToFive),
    country("PA", "es", "America/Panama", "507", Week::WithSaturday),
    country("PE", "es", "America/Lima", "51", Week::WithSaturday),
    country("PR", "es", "America/Puerto_Rico", "1", Week::NineToFive),
    country("PT", "pt-BR", "Europe/Lisbon", "351", Week::NineToSix),
    country("PY", "es", "America/Asuncion", "595", Week::WithSaturday),
    country("SV", "es", "America/El_Salvador", "503", Week::WithSaturday),
    country("US", "en", "America/New_York", "1", Week::NineToFive),
    country("UY", "es", "America/Montevideo", "598", Week::NineToSix),
    country("VE", "es", "America/Caracas", "58", Week::WithSaturday),
];

/// A country that is not in the list, under the code ISO 3166-1 leaves to its users: what is usual in most places, no
/// public holidays, and phone numbers written with their country code.
pub const OTHER: Country = country("ZZ", "en", "UTC", "", Week::NineToSix);

/// What is usual in a country; `None` when it is not in the list.
#[must_use]
pub fn find(code: &str) -> Option<&'static Country> {
    ALL.iter().find(|it| it.code.eq_ignore_ascii_case(code))
}

/// As [`find`], or what is usual in most places.
#[must_use]
pub fn usual(code: &str) -> &'static Country {
    find(code).unwrap_or(&OTHER)
}

/// The country most of a zone's people live in, when it is in the list.
#[must_use]
pub fn of_time_zone(zone: &str) -> Option<&'static Country> {
    ALL.iter().find(|it| it.time_zone == zone)
}

impl Country {
    /// The usual hours as they are kept, closed on the country's holidays.
    #[must_use]
    pub fn hours(&self) -> OpeningHours {
        let (weekday, saturday) = match self.week {
            Week::WithSaturday => ((8, 18), Some((8, 13))),
            Week::NineToSix => ((9, 18), None),
            Week::NineToFive => ((9, 17), None),
        };
        let day = |(from, to): (u16, u16)| vec![(from * 60, to * 60)];
        let mut week: [Vec<(u16, u16)>; 7] = std::array::from_fn(|at| match at {
            0..=4 => day(weekday),
            _ => Vec::new(),
        });
        if let (Some(slot), Some(hours)) = (week.get_mut(5), saturday) {
            *slot = day(hours);
        }
        OpeningHours {
            week,
            holidays_of: self.code.to_owned(),
            ..OpeningHours::default()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn every_preset_is_sound() {
        for it in ALL {
            assert!(
                jiff::tz::TimeZone::get(it.time_zone).is_ok(),
                "{}",
                it.time_zone
            );
            assert!(it.phone.bytes().all(|b| b.is_ascii_digit()));
            assert_eq!(find(&it.code.to_lowercase()), Some(it));
        }
        assert!(ALL.windows(2).all(|it| it[0].code < it[1].code));
        let hours = find("CO").unwrap().hours();
        assert_eq!(hours.week[0], vec![(480, 1080)]);
        assert_eq!(hours.week[5], vec![(480, 780)]);
        assert!(hours.week[6].is_empty());
        assert_eq!(usual("JP"), &OTHER);
        assert_eq!(usual("co").code, "CO");
        let hours = OTHER.hours();
        assert_eq!(hours.week[4], vec![(540, 1080)]);
        assert!(hours.week[5].is_empty());
        assert_eq!(of_time_zone("America/Bogota").map(|it| it.code), Some("CO"));
    }
}
