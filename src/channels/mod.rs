//! The doors: wire format to domain words and back, a folder each.
//!
//! Must not: store anything, decide anything, or name another channel.

pub mod email;
