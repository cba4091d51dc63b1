//! What scenarios stand on.

pub mod desk;
pub mod mail;
