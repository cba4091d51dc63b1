//! Mail fetched from a real Dovecot by the real binary, beside a bare loop of IMAP FETCH on the same mailbox.

use std::process::Command;

use crate::measure::line;

/// Runs `fetch.py`, which needs Dovecot and the Python of `tests/peers` (`tests/run --only install`).
pub fn measure(mails: usize) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/fetch.py");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let ran = Command::new(python)
        .args([script, "--binary", env!("CARGO_BIN_EXE_lobby")])
        .args(["--seed", "7", "--mails", &mails.to_string()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    let last = said.lines().last().unwrap_or_default();
    let Ok(found) = serde_json::from_str::<serde_json::Value>(last) else {
        let why = String::from_utf8_lossy(&ran.stderr);
        let why = why.lines().last().unwrap_or("it said nothing");
        return line("mail fetched from Dovecot", &format!("not run: {why}"), "");
    };
    let of = |name: &str| found[name].as_f64().unwrap();
    let (n, took, bare) = (of("mails"), of("seconds"), of("bare_seconds"));
    line(
        "mail fetched from Dovecot, start included",
        &format!("{:.0}/s ({n} mails, {:.1} MB)", n / took, of("bytes") / 1e6),
        "300/s",
    );
    line(
        "  a bare loop of IMAP FETCH",
        &format!("{:.0}/s; Lobby / bare {:.2}", n / bare, bare / took),
        "",
    );
}
