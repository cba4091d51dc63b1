//! Dated events, and what is said of them.

pub mod events;
pub mod kinds;
