//! Messaging channels through the whole server: calls signed and posted as a provider does, and what they move.

mod alike;
pub mod calls;
pub mod down;
mod kept;
pub mod kit;
pub mod persons;
mod storm;
mod talks;
mod telegram;
pub mod texts;
mod waiting;
mod wants;
mod webchat;
mod whatsapp;
