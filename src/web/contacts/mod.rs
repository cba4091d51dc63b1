//! Contacts: found, read with everything so far, changed, joined.

pub mod change;
pub mod columns;
pub mod consents;
pub mod erase;
pub mod fields;
pub mod files;
pub mod import;
pub mod join;
pub mod list;
pub mod show;
