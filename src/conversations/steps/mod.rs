//! Steps that several deeds share.

pub mod answer;
pub mod append;
pub mod drafts;
pub mod files;
pub mod forwarded;
pub mod inbound;
pub mod leads;
pub mod line;
pub mod mail;
pub mod moves;
pub mod open;
pub mod outside;
pub mod passing;
pub mod pending;
pub mod people;
pub mod promise;
pub mod quote;
pub mod relocate;
pub mod settle;
pub mod strand;
pub mod term;
pub mod unseen;
pub mod voice;
pub mod waiting;
pub mod whom;
pub mod written;
