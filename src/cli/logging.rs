//! What Lobby writes to its standard error: one line an event, no text of customers, no secrets.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

/// Starts logging at `info`, or as `LOBBY_LOG` says (`lobby=debug`).
pub fn start() {
    let filter = EnvFilter::try_from_env("LOBBY_LOG")
        .unwrap_or_else(|_| EnvFilter::new("lobby=info,warn,async_imap=off"));
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_target(false)
        // Whoever read our errors may be gone: writing one of its own would then panic in the midst of work.
        .log_internal_errors(false)
        .try_init();
}
