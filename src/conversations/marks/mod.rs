//! What one of us says of a message.

pub mod repeated;
