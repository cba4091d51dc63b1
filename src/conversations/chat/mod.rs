//! Messaging channels: what a provider tells, one deed a piece of news ([`hear::hear`]); whom an answer reaches there,
//! and until when ([`reach`]); and whether a connection hears as much as it usually does ([`silence`]).

pub mod asking;
pub mod away;
pub mod calls;
mod changed;
pub mod closing;
mod doubt;
mod echoed;
pub mod hear;
mod landing;
pub mod leaving;
pub mod media;
mod moved;
pub mod reach;
pub mod react;
pub mod receipts;
mod renamed;
mod said;
pub mod silence;
pub mod talk;
pub mod template;
pub mod visitor;
pub mod window;
pub mod written;
