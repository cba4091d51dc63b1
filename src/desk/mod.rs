//! What an administrator arranges: one file a noun. List, find, put, retire and the trail in the log come once, from
//! [`setting`].

pub mod addresses;
pub mod agents;
pub mod alerts;
pub mod attributes;
pub mod audience;
pub mod audit;
pub mod automatic;
pub mod business;
pub mod calendars;
pub mod canned_replies;
pub mod cards;
pub mod channels;
pub mod contact_hours;
pub mod dated;
pub mod holidays;
pub mod legal_kinds;
pub mod macros;
pub mod mailbox;
pub mod providers;
pub mod questions;
pub mod rules;
pub mod scorecards;
pub mod sending;
pub mod setting;
pub mod sla_policies;
pub mod surveys;
pub mod tags;
pub mod teams;
pub mod templates;
pub mod views;
pub mod webhooks;
pub mod weights;
