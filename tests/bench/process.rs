//! The real binary: its memory, and how soon it is ready, also after kill -9.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::measure::{line, pss, pss_anonymous};

struct Lobby {
    child: Child,
    port: u16,
    ready_ms: f64,
}

impl Lobby {
    fn start(folder: &Path) -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let began = Instant::now();
        let child = Command::new(env!("CARGO_BIN_EXE_lobby"))
            .args([
                "serve",
                "--listen",
                &format!("127.0.0.1:{port}"),
                "--data-dir",
            ])
            .arg(folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        loop {
            if let Ok(mut client) = Client::connect(port)
                && client.get("/readyz", "").status == 200
            {
                break;
            }
            assert!(began.elapsed() < Duration::from_secs(120), "never ready");
            std::thread::sleep(Duration::from_millis(2));
        }
        Lobby {
            child,
            port,
            ready_ms: began.elapsed().as_secs_f64() * 1_000.0,
        }
    }

    fn memory(&self) -> String {
        let pid = self.child.id();
        format!("{:.1} MB PSS ({:.1} its own)", pss(pid), pss_anonymous(pid))
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

pub fn measure(folder: &Path, scratch: &Path) {
    let fresh = Lobby::start(&scratch.join("fresh"));
    Client::connect(fresh.port).unwrap().get("/login", "");
    std::thread::sleep(Duration::from_secs(2));
    line(
        "fresh: start to ready",
        &format!("{:.0} ms", fresh.ready_ms),
        "",
    );
    line("fresh: memory", &fresh.memory(), "40 MB or less");
    fresh.kill();

    let lobby = Lobby::start(folder);
    line(
        "with data: start to ready",
        &format!("{:.0} ms", lobby.ready_ms),
        "500 ms or less",
    );
    std::thread::sleep(Duration::from_secs(3));
    line("with data: memory", &lobby.memory(), "140 MB or less");
    lobby.kill();
    let again = Lobby::start(folder);
    line(
        "after kill -9: start to ready",
        &format!("{:.0} ms", again.ready_ms),
        "500 ms or less",
    );
    again.kill();
}
