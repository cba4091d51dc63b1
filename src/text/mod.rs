//! Craft on text that knows no customer: what a message says, cleaned, read and compared.
//!
//! Must not: use any other room, do I/O, or hold state but tables built once.

pub mod address;
pub mod choice;
pub mod courtesy;
pub mod fold;
pub mod free_mail;
pub mod going_on;
pub mod holding;
pub mod html;
pub mod language;
pub mod markdown;
pub mod mentions;
pub mod mood;
pub mod name;
pub mod opt_out;
pub mod phone;
pub mod phrases;
pub mod plain;
pub mod point;
pub mod prepare;
pub mod quote;
pub mod rating;
pub mod repeat;
pub mod subject;
