//! From the press to the paint: somebody works in Chromium by keys and mouse, with nothing else going on.

use std::path::Path;
use std::process::{Command, Stdio};

use lobby::cli::serve;

use crate::measure::line;
use crate::pages::{Running, config, log_in};

/// What is measured, by the name `hands.mjs` has for it, and what is promised (the best of three runs counts).
const MEASURED: [(&str, &str, &str); 3] = [
    (
        "presses",
        "press to painted (INP), worst of a run",
        "100 ms",
    ),
    ("ahead", "next conversation by key", "120 ms"),
    ("asked", "conversation not fetched before", "120 ms"),
];

pub fn measure(folder: &Path) {
    let app = serve::open(config(folder, 0)).unwrap();
    let cookie = log_in(&app, 1);
    let for_server = app.clone();
    let server = Running::start(move |listener| {
        let hub = for_server.hub.clone();
        actix_web::rt::spawn(async move { hub.run().await });
        serve::server(&for_server, listener)
    });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/hands.mjs");
    let ran = Command::new("node")
        .args([
            script,
            &format!("http://127.0.0.1:{}", server.port),
            &cookie,
        ])
        .stderr(Stdio::inherit())
        .output();
    let said = ran.map(|it| serde_json::from_slice::<serde_json::Value>(&it.stdout));
    server.stop();
    app.store.close();
    match said {
        Ok(Ok(told)) => report(&told),
        _ => line("press to painted", "not run: no Chromium or no node", ""),
    }
}

fn report(told: &serde_json::Value) {
    for (kind, what, promised) in MEASURED {
        let ms = |name: &str| told[name].as_f64().unwrap_or(f64::NAN);
        let middle = ms(&format!("{kind}_middle"));
        line(
            what,
            &format!("{:.0} ms, p50 {middle:.0} ms, best of three", ms(kind)),
            promised,
        );
    }
}
