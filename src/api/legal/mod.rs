//! By when law wants an answer: kinds, and the date of a conversation.

pub mod due;
pub mod kinds;
