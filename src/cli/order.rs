//! What the command line asks of a Lobby: the same order, whether it opens the data folder itself or hands the order
//! to the server that has it open.

use std::io::{BufRead, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::cli::{serve, setup, setup_link, token, user};
use crate::config::Config;
use crate::domain::actor::{SystemPart, Viewer};
use crate::domain::error::Error;
use crate::words::Words;

/// Longest order and longest answer on the socket.
const LONGEST: u64 = 1 << 20;

/// An order, with everything it needs.
#[derive(Debug, Serialize, Deserialize)]
pub enum Order {
    SetUp(setup::SetUp),
    SetUpLink,
    MakeToken(token::MakeToken),
    ListTokens,
    RevokeToken { which: String },
    ListUsers,
    ResetPassword { email: String },
    DisableSecondFactor { email: String },
}

/// What came of it: lines to print, or a sentence about why not.
pub type Answer = Result<Vec<String>, String>;

/// Who acts: the command line, with the rights of whoever owns the data folder.
#[must_use]
pub fn viewer() -> Viewer {
    Viewer::system(SystemPart::CommandLine)
}

/// Carries an order out on an open Lobby.
pub fn carry_out(app: &App, order: Order) -> Answer {
    let done = match order {
        Order::SetUp(it) => setup::carry_out(app, &it),
        Order::SetUpLink => setup_link::carry_out(app),
        Order::MakeToken(it) => token::make(app, &it),
        Order::ListTokens => token::list(app),
        Order::RevokeToken { which } => token::revoke(app, &which),
        Order::ListUsers => user::list(app),
        Order::ResetPassword { email } => user::reset_password(app, &email),
        Order::DisableSecondFactor { email } => user::disable_second_factor(app, &email),
    };
    done.map_err(|err| sentence(&err))
}

/// An error as a sentence for a terminal.
fn sentence(err: &Error) -> String {
    let words = Words::for_reader("en", "UTC");
    match err {
        Error::Invalid(fields) => {
            let each: Vec<_> = fields
                .iter()
                .map(|it| format!("{}: {}", it.field, words.field_error(it.code)))
                .collect();
            each.join("\n")
        }
        Error::Conflict {
            code: "already-set-up",
        } => "this Lobby is set up already".to_owned(),
        Error::NotFound { noun } => format!("there is no such {noun}"),
        Error::Internal(why) => why.clone(),
        other => words.error(other).1,
    }
}

/// Gives an order to the running server, or carries it out on the data folder when none runs.
pub fn give(config: Config, order: Order) -> Answer {
    match UnixStream::connect(socket(&config.data_dir)) {
        Ok(stream) => ask(stream, &order),
        Err(_) => {
            let app = serve::open(config).map_err(|err| {
                format!("{err}\nIf a Lobby runs on this data folder, stop it and try again.")
            })?;
            let answer = carry_out(&app, order);
            app.store.close();
            answer
        }
    }
}

fn socket(data_dir: &Path) -> PathBuf {
    data_dir.join("lobby.sock")
}

fn ask(mut stream: UnixStream, order: &Order) -> Answer {
    let broken = |err: &dyn std::fmt::Display| format!("talking to the running Lobby: {err}");
    let mut line = serde_json::to_vec(order).map_err(|err| broken(&err))?;
    line.push(b'\n');
    stream.write_all(&line).map_err(|err| broken(&err))?;
    let mut answer = String::new();
    let mut reader = BufReader::new(std::io::Read::take(stream, LONGEST));
    reader.read_line(&mut answer).map_err(|err| broken(&err))?;
    serde_json::from_str::<Answer>(&answer).map_err(|err| broken(&err))?
}

/// Takes orders on `lobby.sock` in the data folder, which only its owner may open. Runs on a thread of its own until
/// the program ends.
///
/// # Errors
/// When the socket cannot be made.
pub fn listen(app: &App) -> std::io::Result<()> {
    let path = socket(&app.config.data_dir);
    // The store's lock is held, so one that lies here is of a Lobby that was killed.
    let _ = std::fs::remove_file(&path);
    let listener = UnixListener::bind(&path)?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
    let app = app.clone();
    std::thread::Builder::new()
        .name("orders".to_owned())
        .spawn(move || {
            for stream in listener.incoming().flatten() {
                if let Err(err) = answer(&app, stream) {
                    tracing::warn!(error = %err, "an order of the command line was not answered");
                }
            }
        })?;
    Ok(())
}

fn answer(app: &App, stream: UnixStream) -> std::io::Result<()> {
    let patience = Some(Duration::from_secs(10));
    stream.set_read_timeout(patience)?;
    stream.set_write_timeout(patience)?;
    let mut line = String::new();
    BufReader::new(std::io::Read::take(&stream, LONGEST)).read_line(&mut line)?;
    let answer: Answer = match serde_json::from_str(&line) {
        Ok(order) => carry_out(app, order),
        Err(_) => Err("the running Lobby is of another version and does not know this".to_owned()),
    };
    let mut out = serde_json::to_vec(&answer)?;
    out.push(b'\n');
    (&stream).write_all(&out)
}
