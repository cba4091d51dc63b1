//! Systems of the business beside the conversation: what is asked of them for a card, what is done there from one, and
//! the signed addresses at which they open. Nothing they say is kept here.

pub mod ask;
pub mod facts;
pub mod link;
pub mod runs;
