//! Rules: asked when something happens in a conversation or went on for long, and what they do then.
//!
//! Rules of arrival run in the deed that takes a message in, before anybody gets the conversation; all others follow the
//! log, each once for each event, never for what it did itself and never more than a few behind each other.

pub mod act;
pub mod apart;
pub mod arrival;
pub mod ask;
pub mod follow;
pub mod past;
pub mod pretend;
pub mod time;
