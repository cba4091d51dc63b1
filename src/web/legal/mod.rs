//! By when law wants an answer: the date of a conversation, and the desk's kinds.

pub mod due;
pub mod kinds;
pub mod routes;
