//! Calendars and due times, as calculation: when a business is open, which days are holidays, when so many working
//! days are over, which minutes of a clock count and when it falls due.
//!
//! Must not: read a store or a clock.

pub mod calendar;
pub mod clock;
pub mod holidays;
pub mod ical;
pub mod legal;
pub mod shift;
#[cfg(test)]
mod tests;
