//! What those who look after others see: who waits now, what they are alerted of, and what the work adds up to.

pub mod alerts;
pub mod effort;
pub mod evidence;
pub mod monitor;
pub mod quality;
pub mod reports;
