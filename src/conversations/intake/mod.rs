//! What comes in by mail: who sent it, which conversation it joins and why, what it moves.

pub mod apart;
pub mod courtesy;
pub mod filed;
pub mod landing;
pub mod letter;
pub mod ours;
pub mod outside;
pub mod pointing;
pub mod reported;
pub mod strays;
pub mod suggest;
pub mod theirs;
pub mod third_party;
