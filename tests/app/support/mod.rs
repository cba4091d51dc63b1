//! What scenarios stand on.

pub mod desk;
pub mod dice;
pub mod mail;
