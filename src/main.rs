//! Starts Lobby.

fn main() -> std::process::ExitCode {
    lobby::cli::main()
}
