//! Lobby: a self-hosted omnichannel customer-service appliance.

pub mod text;

pub mod domain;
pub mod store;
