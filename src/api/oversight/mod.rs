//! What those who look after others see: who waits now, and what the work adds up to.

pub mod monitor;
pub mod reports;
