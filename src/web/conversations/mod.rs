//! One conversation: read, answered, moved.

pub mod composer;
pub mod item;
pub mod show;
pub mod side;
pub mod thread;
