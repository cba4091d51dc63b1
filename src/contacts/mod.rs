//! Contacts: found or made from what a channel proves, named, blocked, joined and un-joined.
//!
//! Each record keeps its id for ever. A *person* is the set of records joined to one root; nothing is rewritten
//! by a join.

pub mod apart;
pub mod attributes;
pub mod blocks;
pub mod clues;
pub mod companies;
pub mod consents;
pub mod edit;
pub mod identity;
pub mod joins;
pub mod people;
pub mod suggestions;
