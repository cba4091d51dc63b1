//! What an administrator, or the lead of a team, wants to be told of, and where besides to people.

pub mod outlets;
pub mod thresholds;
