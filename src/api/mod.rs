//! JSON for programs: version 1, under `/api/v1`, for whoever has a token.
//!
//! Every route with its right stands in [`routes`], which also makes the OpenAPI description. Views are structs of
//! their own: what is stored may change, what is said here may only grow. A POST that changes something honours
//! `Idempotency-Key` (`once`), and every list goes on from a sealed cursor (`cursor`).

mod aside;
mod attributes;
mod audit;
mod body;
mod bulk;
mod call;
mod caller;
mod calls;
mod canned_replies;
mod cards;
mod channels;
mod companies;
mod contacts;
mod conversations;
mod cursor;
mod dated;
mod deliveries;
mod desk;
mod events;
mod fields;
mod filter;
mod handover;
mod hours;
mod imports;
mod invitations;
mod legal;
mod macros;
mod messages;
mod moves;
mod notices;
mod once;
mod openapi;
mod oversight;
mod people;
mod privacy;
mod problem;
mod rules;
mod search;
mod sla_policies;
mod staff;
mod templates;
mod tokens;
mod view;
mod views;
pub mod webhooks;

pub mod routes;
