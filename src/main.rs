//! Starts Lobby.

fn main() {}
