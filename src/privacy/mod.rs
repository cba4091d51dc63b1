//! What a person may ask of what is kept of them: all of it in one file, or none of it any more.
//!
//! Erasing removes texts, names, addresses, files and raw mail from every record; what is left are ids, numbers and
//! times, so that the log and the figures stay right. The bytes themselves leave the disk when the store's file is
//! written anew, soon after.

pub mod archive;
pub mod emptied;
pub mod erase;
pub mod export;
pub mod loose;
mod zip;
