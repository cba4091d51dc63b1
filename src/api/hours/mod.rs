//! When customers are answered, what they are told by itself, and how they are asked how it was.

pub mod automatic;
pub mod calendars;
pub mod surveys;
