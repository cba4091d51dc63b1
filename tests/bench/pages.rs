//! Pages through the whole server in process, beside a bare actix handler that sends the same bytes.

use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Bytes};
use actix_web::{App as Pages, HttpResponse, HttpServer};
use lobby::app::App;
use lobby::auth::secret::Secret;
use lobby::auth::session::{NewSession, open};
use lobby::cli::serve;
use lobby::config::Config;

use crate::client::Client;
use crate::data;
use crate::measure::{Cpu, Times, line, rate};

/// The search index of a running Lobby has long caught up: nothing is measured beside its building.
pub const INDEXED: Duration = Duration::from_secs(1_200);
/// Connections asking at once for the throughput.
const AT_ONCE: usize = 4;

pub fn config(folder: &Path, port: u16) -> Config {
    Config {
        data_dir: folder.to_owned(),
        listen: ([127, 0, 0, 1], port).into(),
        public_url: format!("http://127.0.0.1:{port}"),
        entrance: Default::default(),
        allow_loopback: true,
        allow_networks: Vec::new(),
        resolver: None,
        demo: false,
    }
}

/// A server in a thread of its own.
pub struct Running {
    pub port: u16,
    handle: ServerHandle,
    thread: std::thread::JoinHandle<()>,
}

impl Running {
    pub fn start(
        make: impl FnOnce(TcpListener) -> std::io::Result<actix_web::dev::Server> + Send + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (told, handle) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = make(listener).unwrap();
                told.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        Running {
            port,
            handle: handle.recv().unwrap(),
            thread,
        }
    }

    pub fn stop(self) {
        let stopping = self.handle.stop(false);
        actix_web::rt::System::new().block_on(stopping);
        self.thread.join().unwrap();
    }
}

/// The cookie of an agent who is logged in.
pub fn log_in(app: &App, agent: u64) -> String {
    let secret = Secret::new().unwrap();
    let new = NewSession {
        agent: data::agent(agent),
        secret: secret.hash(),
        csrf: "bench".into(),
        device: "bench".into(),
        address: "127.0.0.1".into(),
        owes_second_factor: false,
    };
    app.store
        .by_hand(move |write| open(write, &new, None))
        .unwrap();
    lobby::web::session::cookie(&app.config, &secret)
        .stripped()
        .to_string()
}

/// Addresses of the newest conversations, without those of the private team.
fn seen(app: &App, conversations: usize) -> Vec<String> {
    let viewer = data::viewer();
    let mut out = Vec::new();
    for back in 0..conversations.min(2_000) {
        let number = (conversations - back) as u64;
        let found = app.store.look(|look| look.conversation_numbered(number));
        if found.unwrap().is_some_and(|it| viewer.sees(&it)) {
            out.push(format!("/c/{number}"));
        }
    }
    out
}

struct Measured {
    times: Times,
    per_second: f64,
    /// Processor time of the server for one page, microseconds: what a busy machine does not blur.
    cpu_us: f64,
    body: Vec<u8>,
}

fn ask(port: u16, cookie: &str, paths: &[String], n: usize, span: Duration) -> Measured {
    let mut client = Client::connect(port).unwrap();
    let (mut times, mut body) = (Times::default(), Vec::new());
    for at in 0..n + 20 {
        let path = &paths[at % paths.len()];
        let began = Instant::now();
        let answer = client.get(path, cookie);
        let took = began.elapsed();
        assert_eq!(answer.status, 200, "{path}: {}", answer.head);
        // The first ones warm up.
        if at >= 20 {
            times.add(took);
        }
        body = answer.body;
    }
    let until = Instant::now() + span;
    let before = Cpu::of_process();
    let threads: Vec<_> = (0..AT_ONCE)
        .map(|thread| {
            let (cookie, paths) = (cookie.to_owned(), paths.to_vec());
            std::thread::spawn(move || {
                let mut client = Client::connect(port).unwrap();
                let mut n = 0;
                while Instant::now() < until {
                    client.get(&paths[(thread * 31 + n) % paths.len()], &cookie);
                    n += 1;
                }
                (n, Cpu::of_thread())
            })
        })
        .collect();
    let (mut total, mut clients) = (0, Cpu::default());
    for thread in threads {
        let (n, cpu) = thread.join().unwrap();
        total += n;
        clients = clients + cpu;
    }
    let served = Cpu::of_process() - before - clients;
    Measured {
        times,
        per_second: rate(total, span),
        cpu_us: served.micros() / total as f64,
        body,
    }
}

/// Asks for pages, and then a bare actix handler for the bytes of the last one.
pub fn beside_bare(
    (name, promised): (&str, &str),
    (port, cookie): (u16, &str),
    paths: &[String],
    n: usize,
) {
    let span = Duration::from_millis(if n > 500 { 4_000 } else { 300 });
    let mut page = ask(port, cookie, paths, n, span);
    let bytes = Bytes::from(page.body.clone());
    let size = bytes.len();
    let bare = Running::start(move |listener| {
        let bytes = bytes.clone();
        let server = HttpServer::new(move || {
            let bytes = bytes.clone();
            let handler = move || {
                let bytes = bytes.clone();
                async move { HttpResponse::Ok().body(bytes) }
            };
            Pages::new().default_service(web::to(handler))
        });
        Ok(server.workers(2).disable_signals().listen(listener)?.run())
    });
    let mut yardstick = ask(bare.port, cookie, paths, n, span);
    bare.stop();
    line(
        &format!("page: {name}"),
        &format!(
            "{}, {:.0}/s, {:.0} µs CPU each, {:.1} KB br",
            page.times.summary(),
            page.per_second,
            page.cpu_us,
            size as f64 / 1e3
        ),
        promised,
    );
    line(
        "  bare actix, the same bytes",
        &format!(
            "p50 {:.3} ms, {:.0}/s, {:.0} µs CPU each; page / bare {:.2}",
            yardstick.times.ms(0.5),
            yardstick.per_second,
            yardstick.cpu_us,
            page.per_second / yardstick.per_second
        ),
        "",
    );
}

pub fn measure(folder: &Path, conversations: usize, n: usize) {
    let app = serve::open(config(folder, 0)).unwrap();
    let cookie = log_in(&app, 1);
    let began = Instant::now();
    assert!(app.search.wait_for(app.store.last_seq(), INDEXED));
    line(
        "waited for the search index",
        &format!("{:.1} s", began.elapsed().as_secs_f64()),
        "",
    );
    let for_server = app.clone();
    let server = Running::start(move |listener| serve::server(&for_server, listener));
    let recent = seen(&app, conversations);
    for (name, paths) in [
        ("inbox", vec!["/".to_owned()]),
        ("one conversation", recent),
        ("search as typed", vec!["/search?q=ref".to_owned()]),
    ] {
        let mut client = Client::connect(server.port).unwrap();
        let found = client.get(&paths[0], &cookie);
        if found.status == 404 {
            line(&format!("page: {name}"), "not there yet", "");
            continue;
        }
        let promised = "p50 2 ms, p99 15 ms, 2000/s";
        beside_bare((name, promised), (server.port, &cookie), &paths, n);
    }
    first_load(server.port, &cookie);
    server.stop();
    app.store.close();
}

/// What a browser fetches when the inbox is opened for the first time: the page, and what it names as the address of a
/// style, a script, a picture or its manifest. What a script may fetch later stands in attributes of other names.
fn first_load(port: u16, cookie: &str) {
    let mut client = Client::connect(port).unwrap();
    let page = client.get("/", cookie);
    let html = decoded(&page.body, &page.head);
    let named = |it: &&str| it.starts_with("/assets/") || it.starts_with("/manifest");
    let mut assets: Vec<&str> = [" href=\"", " src=\""]
        .iter()
        .flat_map(|attribute| html.split(attribute).skip(1))
        .filter(named)
        .filter_map(|it| it.split(['#', '"']).next())
        .collect();
    assets.sort_unstable();
    assets.dedup();
    let mut size = page.body.len();
    for asset in &assets {
        size += client.get(asset, cookie).body.len();
    }
    line(
        "first inbox load",
        &format!(
            "{:.1} KB br, {} requests",
            size as f64 / 1e3,
            assets.len() + 1
        ),
        "64 KB, 6 requests",
    );
}

fn decoded(body: &[u8], head: &str) -> String {
    if !head.contains("content-encoding: br") {
        return String::from_utf8_lossy(body).into_owned();
    }
    let mut out = Vec::new();
    brotli::BrotliDecompress(&mut &*body, &mut out).unwrap();
    String::from_utf8_lossy(&out).into_owned()
}
