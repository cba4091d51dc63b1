//! `/views`: saved views, and the page on which their conditions are put together.

pub mod edit;
mod fields;
mod form;
pub mod list;
