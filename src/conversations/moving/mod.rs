//! Moving messages, splitting and merging cases: each journaled, so that it can be undone.

mod journal;
mod merge;
mod messages;
mod split;

pub use self::merge::merge;
pub use self::messages::move_messages;
pub use self::split::{split, split_off};
