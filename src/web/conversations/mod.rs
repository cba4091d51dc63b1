//! One conversation: read, answered, moved.

pub mod begin;
pub mod canned;
pub mod change;
pub mod chat;
pub mod composer;
pub mod deeds;
pub mod files;
pub mod forward;
pub mod go_on;
pub mod item;
pub mod later;
pub mod log;
pub mod macros;
pub mod message;
pub mod picker;
pub mod preview;
pub mod promise;
pub mod sender;
pub mod show;
pub mod side;
pub mod switch;
pub mod template;
pub mod texts;
pub mod thread;
pub mod ways;
pub mod write;
