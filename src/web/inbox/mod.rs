//! The lists agents work from.

pub mod acts;
pub mod bulk;
pub mod closing;
pub mod failed;
pub mod list;
pub mod next;
pub mod notices;
pub mod places;
pub mod row;
pub mod saved;
pub mod since;
pub mod text;
