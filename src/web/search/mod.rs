//! Finding what was said and by whom, as one types.

pub mod find;
