//! Signed calls of a provider over 64 connections, each answered once it is durable, beside a program that writes the
//! same rows in groups of 64.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lobby::app::App;
use lobby::cli::serve;
use lobby::desk::channels::ChannelForm;
use lobby::desk::providers;
use lobby::domain::actor::{SystemPart, Viewer};
use lobby::domain::channel::ChannelKind;
use ring::hmac;

use crate::measure::{Cpu, Times, line, rate};
use crate::pages::{INDEXED, Running, config};
use crate::raw;

const CONNECTIONS: usize = 64;
const GROUP: usize = 64;
/// A secret of the bench's own.
const SECRET: [u8; 32] = [7; 32];

/// Where calls go.
pub struct Door {
    pub port: u16,
    pub path: String,
    /// Whose messages they bring, one after another.
    pub people: usize,
}

/// Connects a channel; answers the path its calls go to.
pub fn connect(app: &App, form: ChannelForm) -> String {
    let secret = format!("whsec_{}", STANDARD.encode(SECRET));
    let given = [("secret".to_owned(), secret)];
    let prepared = providers::prepare(ChannelKind::Api, &given).unwrap();
    let keys = app.keys.clone();
    let system = Viewer::system(SystemPart::CommandLine);
    let deed = move |w: &mut lobby::store::Write<'_>| {
        let made = providers::connect(w, &system, &keys, &prepared, &form)?;
        let connection = w.connection(made.connection)?;
        Ok(connection.map(|it| it.key).unwrap_or_default())
    };
    let key = app.store.by_hand(deed).unwrap();
    format!("/hooks/api/{key}")
}

/// A message of one of the people, as it goes over the wire.
fn call(door: &Door, n: usize) -> Vec<u8> {
    let text = format!("Hola, quería saber si ya salió mi pedido número {n}.");
    signed(door, n, &format!("u{}", n % door.people), &text)
}

fn signed(door: &Door, n: usize, who: &str, text: &str) -> Vec<u8> {
    let body = format!(
        "{{\"id\":\"m{n}\",\"from\":{{\"external_id\":\"{who}\",\"name\":\"Customer\"}},\"text\":\"{text}\"}}"
    );
    let at = jiff::Timestamp::now().as_second();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &SECRET);
    let tag = hmac::sign(&key, format!("c{n}.{at}.{body}").as_bytes());
    format!(
        "POST {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nContent-Type: application/json\r\nwebhook-id: c{n}\r\n\
         webhook-timestamp: {at}\r\nwebhook-signature: v1,{}\r\nContent-Length: {}\r\n\r\n{body}",
        door.path,
        door.port,
        STANDARD.encode(tag.as_ref()),
        body.len()
    )
    .into_bytes()
}

/// A provider's line to a door.
pub struct Line(TcpStream);

impl Line {
    pub fn to(door: &Door) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", door.port)).unwrap();
        stream.set_nodelay(true).unwrap();
        Line(stream)
    }

    /// Calls, and waits until it is taken.
    pub fn call(&mut self, door: &Door, n: usize) {
        self.send(&call(door, n));
    }

    /// As `call`, from somebody who says something of their own; neither needs JSON's escapes.
    pub fn say(&mut self, door: &Door, n: usize, who: &str, text: &str) {
        self.send(&signed(door, n, who, text));
    }

    fn send(&mut self, call: &[u8]) {
        let mut answer = [0_u8; 4_096];
        self.0.write_all(call).unwrap();
        let got = self.0.read(&mut answer).unwrap();
        let answer = &answer[..got];
        assert!(
            answer.starts_with(b"HTTP/1.1 200"),
            "{}",
            String::from_utf8_lossy(answer)
        );
    }
}

/// Posts calls one after another over a line of its own, all written and signed before the first is sent.
fn post(door: &Door, numbers: impl Iterator<Item = usize>, all_ready: &Barrier) -> (Times, Cpu) {
    let mut line = Line::to(door);
    let mut times = Times::default();
    let calls: Vec<_> = numbers.map(|n| call(door, n)).collect();
    all_ready.wait();
    let before = Cpu::of_thread();
    for call in &calls {
        times.take(|| line.send(call));
    }
    (times, Cpu::of_thread() - before)
}

/// A server over the data in `folder` whose search index has caught up: nothing is measured beside its building.
fn serve(folder: &Path) -> (App, Running) {
    let app = serve::open(config(folder, 0)).unwrap();
    assert!(app.search.wait_for(app.store.last_seq(), INDEXED));
    let for_server = app.clone();
    let server = Running::start(move |listener| serve::server(&for_server, listener));
    (app, server)
}

/// Measures over a copy of the data in `folder`: so many people write once, and then, which counts, once more. Each row
/// that is written then is written once, by the calls as by the program beside them.
pub fn measure(folder: &Path, scratch: &Path, n: usize) {
    let (own, copy) = (scratch.join("hooks"), scratch.join("hooks.redb"));
    std::fs::create_dir_all(own.join("search")).unwrap();
    let file = own.join("lobby.redb");
    std::fs::copy(folder.join("lobby.redb"), &file).unwrap();
    for it in std::fs::read_dir(folder.join("search"))
        .into_iter()
        .flatten()
        .flatten()
    {
        std::fs::copy(it.path(), own.join("search").join(it.file_name())).unwrap();
    }
    let (app, server) = serve(&own);
    let door = Door {
        port: server.port,
        path: connect(&app, ChannelForm::default()),
        people: n,
    };
    storm(&door, 0, n);
    server.stop();
    app.store.close();
    drop(app);
    std::fs::copy(&file, &copy).unwrap();
    std::fs::File::open(&copy).unwrap().sync_all().unwrap();
    let before = raw::snapshot(&copy);
    let (app, server) = serve(&own);
    let door = Door {
        port: server.port,
        ..door
    };
    let groups = Arc::new(AtomicUsize::new(0));
    let counted = groups.clone();
    app.store.on_commit(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
    });
    let used = Cpu::by_name();
    let storm = storm(&door, n, n);
    let spent = spent(&used, &storm, n);
    server.stop();
    app.store.close();
    drop(app);
    report(&file, &copy, before, (n, storm));
    let groups = n as f64 / groups.load(Ordering::Relaxed) as f64;
    line(
        "  microseconds of a processor a call",
        &format!("{spent}; {groups:.0} calls in a group"),
        "",
    );
    std::fs::remove_file(&copy).unwrap();
    std::fs::remove_dir_all(&own).unwrap();
}

/// What came of many calls: how long each took, and all of them; and what calling cost.
struct Storm {
    times: Times,
    took: Duration,
    calling: Cpu,
}

/// Calls `n` times from `from` on, spread over the connections.
fn storm(door: &Door, from: usize, n: usize) -> Storm {
    let all_ready = Barrier::new(CONNECTIONS + 1);
    std::thread::scope(|scope| {
        let lines: Vec<_> = (0..CONNECTIONS)
            .map(|at| {
                let numbers = (from + at..from + n).step_by(CONNECTIONS);
                let all_ready = &all_ready;
                scope.spawn(move || post(door, numbers, all_ready))
            })
            .collect();
        all_ready.wait();
        let began = Instant::now();
        let (mut times, mut calling) = (Times::default(), Cpu::default());
        for it in lines {
            let (took, used) = it.join().unwrap();
            times.extend(took);
            calling = calling + used;
        }
        Storm {
            times,
            took: began.elapsed(),
            calling,
        }
    })
}

/// What a call cost since `before`, by the names of the threads; calling itself too, which nobody else does for Lobby.
fn spent(before: &BTreeMap<String, Cpu>, storm: &Storm, n: usize) -> String {
    let mut now = Cpu::by_name();
    for (name, used) in &mut now {
        *used = *used - before.get(name).copied().unwrap_or_default();
    }
    now.insert("calling".to_owned(), storm.calling);
    let each = now
        .iter()
        .map(|(name, used)| (name, used.micros() / n as f64));
    let told: Vec<_> = each
        .filter(|(_, used)| *used >= 1.0)
        .map(|(name, used)| format!("{name} {used:.0}"))
        .collect();
    told.join(", ")
}

fn report(file: &Path, copy: &Path, before: raw::Snapshot, (n, storm): (usize, Storm)) {
    let Storm {
        mut times, took, ..
    } = storm;
    let rows = raw::changes(before, file);
    let mut raw_times = Times::default();
    let raw_took = raw::write(copy, &rows, n / GROUP, &mut raw_times);
    line(
        "signed calls, 64 connections",
        &format!("{:.0}/s, {}", rate(n, took), times.summary()),
        "2000/s",
    );
    let ratio = raw_took.as_secs_f64() / took.as_secs_f64();
    line(
        "  raw redb, the same rows / calls",
        &format!(
            "{:.0}/s ({:.1} rows each); {ratio:.2}",
            rate(n, raw_took),
            rows.len() as f64 / n as f64
        ),
        "0.5 or more",
    );
}
