//! The fate of what we send: claimed, sent, tried again, held, failed; and what people do about it.

mod claim;
pub mod copies;
mod hand;
pub mod late;
mod other_way;
pub(super) mod outcome;
pub mod recipients;
pub mod reschedule;
mod retries;

pub use self::claim::{
    channel_gone, claim_due, claim_some, hold_late, release, settings_mended, void_claims_at_start,
};
pub use self::hand::{cancel, retry, to_draft, undo_reply};
pub use self::other_way::switch;
pub use self::outcome::{failed, succeeded, uncertain};
pub use self::retries::wait_before;
