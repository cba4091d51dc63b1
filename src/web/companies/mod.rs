//! Companies: all by name, and one with its people and what was said with them.

pub mod change;
pub mod list;
pub mod show;
