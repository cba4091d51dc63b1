//! The lists agents work from.

pub mod list;
pub mod row;
