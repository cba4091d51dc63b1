//! Lobby: a self-hosted omnichannel customer-service appliance.

pub mod domain;
