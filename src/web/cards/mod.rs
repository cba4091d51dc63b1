//! Data cards: what systems of the business know of a contact, beside the conversation; and how they are arranged.

pub mod act;
pub mod actions;
pub mod arrange;
pub mod asked;
pub mod routes;
pub mod rows;
pub mod show;
pub mod trial;
