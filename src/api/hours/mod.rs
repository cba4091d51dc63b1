//! When customers are answered, and what they are told by itself.

pub mod automatic;
pub mod calendars;
