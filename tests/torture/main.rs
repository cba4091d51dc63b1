//! What the store promises when machines misbehave: crashes at any call, failing calls, full disks. Lobby's own deeds
//! run over a simulated disk; what was acknowledged must be there afterwards, whole, and nothing by halves.
//!
//! `LOBBY_TEST_SEED` repeats a run, `LOBBY_CRASHES` makes it longer (1,000 by default).

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod crash;
mod deeds;
mod disk;
mod failing;
mod full;
mod month;
mod random;
mod tree;
