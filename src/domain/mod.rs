//! Nouns and rules that always hold. Plain values: no clock, no store, no wire.

pub mod abilities;
pub mod absence;
pub mod access;
pub mod actor;
pub mod agent;
pub mod attribute;
pub mod automatic;
pub mod bulk;
pub mod canned_reply;
pub mod change;
pub mod channel;
pub mod chat;
pub mod clue;
pub mod company;
pub mod consent;
pub mod contact;
pub mod conversation;
pub mod delivery;
pub mod draft;
pub mod error;
pub mod event;
pub mod health;
pub mod hours;
pub mod id;
pub mod inbound;
pub mod job;
pub mod list;
pub mod macros;
pub mod mail;
pub mod message;
pub mod monitor;
pub mod notice;
pub mod outbound;
pub mod queue;
pub mod raw;
pub mod reason;
pub mod record;
pub mod rule;
pub mod sla;
pub mod team;
pub mod template;
pub mod time;
pub mod view;

#[cfg(test)]
pub(crate) mod tests;
