//! The API as programs use it: lists that hold while others write, keys that make a call happen once, uploads,
//! limits, and the deeds no other test asks for over HTTP.

mod calls;
mod canned_replies;
mod imports;
mod lists;
mod macros;
mod many;
mod monitor;
mod notices;
mod persons;
pub mod program;
mod staff;
mod views;
