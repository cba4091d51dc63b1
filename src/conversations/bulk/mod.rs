//! One thing done to many conversations: begun in one deed, carried out one conversation a deed, so that each has its
//! effect once however often it is cut short; and taken back where nobody has changed it since.

mod apply;
mod at_once;
mod begin;
mod step;
pub mod text;

pub use self::apply::apply;
pub use self::at_once::{at_once, one_done, take_back_at_once};
pub use self::begin::{MOST, begin, begin_acts, begin_text, find, forget, take_back};
pub use self::step::{fail, step, waiting};
