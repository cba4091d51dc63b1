//! The one condition language: what is asked of a conversation, answered from what is at hand, and over which lists
//! the answer is looked for.
//!
//! Must not: read the store or a clock. What must be read is asked of [`Known`], last and only where it matters.

mod cover;
mod facts;
mod fits;

pub use self::cover::{lists, states};
pub use self::facts::Facts;
pub use self::fits::{Eye, Known, fits, guess};

#[cfg(test)]
mod tests;
