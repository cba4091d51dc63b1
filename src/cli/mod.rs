//! The command line: one file a subcommand. `serve` puts a running Lobby together.

mod demo;
mod doors;
mod entrance;
mod greeting;
mod logging;
mod options;
mod order;
pub mod serve;
mod setup;
mod setup_link;
mod token;
mod user;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::cli::options::Options;
use crate::cli::order::Order;
use crate::config::Config;

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
    /// Run everything (the default)
    Serve,
    /// Look around in a pretend company whose customers keep writing
    Demo(demo::Options),
    /// Set Lobby up without a browser
    Setup(setup::Options),
    /// Print the one-time set-up link again until it has been claimed
    SetupLink,
    /// API tokens
    #[command(subcommand)]
    Token(token::Command),
    /// People, for whoever is locked out
    #[command(subcommand)]
    User(user::Command),
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
    let given = cli.options.names_data_dir();
    let done = match cli.command.unwrap_or(Command::Serve) {
        Command::Demo(it) => demo::run(config, given, &it).map_err(|err| err.to_string()),
        other => run(config, other),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(err) => {
            eprintln!("lobby: {err}");
            ExitCode::FAILURE
        }
    }
}

fn run(config: Config, command: Command) -> Result<(), String> {
    let order = match command {
        Command::Serve | Command::Demo(_) => {
            return serve::run(config).map_err(|err| err.to_string());
        }
        Command::Setup(it) => Order::SetUp(it.read()?),
        Command::SetupLink => Order::SetUpLink,
        Command::Token(it) => it.order(),
        Command::User(it) => it.order(),
    };
    for line in order::give(config, order)? {
        println!("{line}");
    }
    Ok(())
}
