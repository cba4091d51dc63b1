//! Proof of who somebody is: passwords, sessions, second factors, API tokens, one-time links, and the throttle
//! before them; how often a token may ask.
//!
//! Secrets are made outside a deed ([`secret::Secret::new`]) and only their SHA-256 goes in. What asks with a secret
//! gets the record that matched or nothing: expiry and use are judged on that same record, and anything malformed
//! was never a secret.

pub mod common_words;
pub mod invite;
pub mod letters;
pub mod limits;
pub mod link;
pub mod password;
pub mod reset;
pub mod second_factor;
pub mod secret;
pub mod session;
pub mod setup_link;
pub mod throttle;
pub mod token;
