//! What goes in and out as tables: contacts from a spreadsheet, and all of them into one.

pub mod canned_replies;
pub mod consents;
pub mod contacts;
pub mod csv;
pub mod listed;
