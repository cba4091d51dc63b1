//! One conversation: read, answered, moved.

pub mod change;
pub mod composer;
pub mod item;
pub mod show;
pub mod side;
pub mod thread;
pub mod write;
