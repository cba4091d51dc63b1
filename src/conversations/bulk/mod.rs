//! One thing done to many conversations: begun in one deed, carried out one conversation a deed, so that each has its
//! effect once however often it is cut short; and taken back where nobody has changed it since.

mod apply;
mod begin;
mod step;
pub mod text;

pub use self::begin::{MOST, begin, begin_text, find, forget, take_back};
pub use self::step::{fail, step, waiting};
