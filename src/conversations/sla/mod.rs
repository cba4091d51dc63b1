//! How soon conversations are to be answered and done: which policy is for which, its clocks measured from the thread
//! and the log, and what is done when one comes near or was not met.

pub mod choose;
pub mod fire;
pub mod follow;
pub mod hours;
pub mod measure;
pub mod minutes;
pub mod preview;
