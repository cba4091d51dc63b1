//! Scenarios over the whole core in process: what comes in, what people do, what leaves, rule by rule.
//!
//! The store is in memory and runs every group of deeds twice; the clock stands until moved. Every scenario ends by
//! comparing all indexes with their records.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation
)]

mod alerts;
mod answers;
mod api;
mod automatic;
mod cases;
mod channels;
mod courtesies;
mod dated;
mod deliveries;
mod forwards;
mod identity;
mod joining;
mod legal;
mod monitor;
mod notices;
mod outreach;
mod own_people;
mod pages;
mod proof;
mod quality;
mod reports;
mod routing;
mod rules;
mod security;
mod sla;
mod support;
mod surveys;
mod timers;
mod torn;
mod webhooks;
