//! `/views`: saved views, and the page on which their conditions are put together.

pub mod edit;
pub mod fields;
pub mod form;
pub mod list;
