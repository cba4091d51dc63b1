//! Messaging channels through the whole server: calls signed and posted as a provider does, and what they move.

pub mod calls;
pub mod down;
mod kept;
pub mod kit;
mod persons;
mod storm;
mod talks;
mod telegram;
mod texts;
mod waiting;
mod webchat;
mod whatsapp;
