//! Finding what was said and by whom, as one types.

pub mod find;
pub mod saved;
pub mod suggest;
pub mod tokens;
pub mod when;
