//! When customers are answered, what they are told by itself, and how they are asked how it was; when they
//! may hear from us of what they did not ask for.

pub mod automatic;
pub mod calendars;
pub mod contact_hours;
pub mod recount;
pub mod surveys;
