//! The deeds of setting Lobby up: claiming it, saying what the business is, and being done. The wizard and
//! `lobby setup` do the same ones.

pub mod claim;
pub mod country;
pub mod progress;
pub mod reminder;
