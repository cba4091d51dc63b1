//! Craft on text that knows no customer: what a message says, cleaned, read and compared.
//!
//! Must not: use any other room, do I/O, or hold state but tables built once.

pub mod html;
