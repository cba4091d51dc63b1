//! Lobby: a self-hosted omnichannel customer-service appliance.

// Pure: no clock, no store, no wire.
pub mod text;

pub mod domain;
// What is needed to boot.
pub mod clock;
pub mod config;
pub mod keys;
// What Lobby remembers.
pub mod board;
pub mod search;
pub mod store;
// The outside world.
pub mod channels;
pub mod net;
// Who somebody is.
pub mod auth;
// What is said to people.
pub mod words;
// What can be done.
pub mod contacts;
pub mod conversations;
// What an administrator arranges, and the wizard.
pub mod desk;
pub mod setup;
// The shell: what sets it in motion.
pub mod app;
pub mod jobs;
pub mod web;

pub mod api;

pub mod cli;
