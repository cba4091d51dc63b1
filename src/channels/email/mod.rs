//! The e-mail channel.

pub mod auth_results;
mod automatic;
pub mod body;
pub mod bounce;
mod forward;
pub mod receive;
mod report;
pub mod wire;
