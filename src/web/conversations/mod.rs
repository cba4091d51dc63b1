//! One conversation: read, answered, moved.

pub mod show;
