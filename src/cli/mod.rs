//! The command line: one file a subcommand. `serve` puts a running Lobby together.

mod logging;
mod options;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::cli::options::Options;

/// A customer-service desk in one program.
#[derive(Debug, Parser)]
#[command(name = "lobby", version, about)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run everything (the default).
    Serve,
}

/// Runs the command line. 0 done, 1 failed, 2 wrong usage.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    logging::start();
    let config = match cli.options.config() {
        Ok(config) => config,
        Err(err) => {
            eprintln!("lobby: {err}");
            return ExitCode::from(2);
        }
    };
    let done = match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(config),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("lobby: {err}");
            ExitCode::FAILURE
        }
    }
}
