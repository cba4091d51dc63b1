//! From the commit to the paint: a customer's mail lands in the conversation somebody has open in Chromium, while 50
//! agents' pages are connected and fetch what changed, and providers call 100 times a second.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use lobby::app::App;
use lobby::cli::serve;
use lobby::conversations::receive::receive;
use lobby::desk::channels::ChannelForm;
use lobby::domain::list::{List, Sort};
use lobby::store::Lane;

use crate::client::Client;
use crate::data;
use crate::deeds::answer;
use crate::hooks::{self, Door, Line};
use crate::measure::{Cpu, Times, line, rate};
use crate::pages::{Running, config, log_in};

/// Pages connected beside the one that is looked at.
const AGENTS: u64 = 50;
/// Calls of providers a second, over so many lines.
const CALLS: u32 = 100;
const LINES: u32 = 10;
/// A page rests at least so long between two fetches (`steady` in `dom.js`).
const REST: Duration = Duration::from_millis(50);
/// From one mail to the next; not a multiple of anything above.
const BETWEEN: Duration = Duration::from_millis(173);

/// When each mail was committed: by its first word, milliseconds since 1970.
type Commits = Arc<Mutex<HashMap<String, f64>>>;

/// What goes on beside the page that is looked at.
#[derive(Default)]
pub struct Beside {
    pub stop: AtomicBool,
    fetched: AtomicUsize,
    called: AtomicUsize,
}

impl Beside {
    pub fn is_over(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// An agent's open page: hears what changed, and fetches its list, as the page's script does.
    pub fn agent(&self, port: u16, cookie: &str) {
        let mut news = TcpStream::connect(("127.0.0.1", port)).unwrap();
        news.set_read_timeout(Some(REST)).unwrap();
        let asked = format!(
            "GET /events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nCookie: {cookie}\r\n\r\n"
        );
        news.write_all(asked.as_bytes()).unwrap();
        let mut page = Client::connect(port).unwrap();
        let mut told = [0_u8; 65_536];
        while !self.is_over() {
            let Ok(n) = news.read(&mut told) else {
                continue;
            };
            assert!(n > 0, "the stream of news ended");
            if !String::from_utf8_lossy(&told[..n]).contains("event: ") {
                continue;
            }
            let began = Instant::now();
            assert_eq!(page.piece("/", cookie).status, 200);
            self.fetched.fetch_add(1, Ordering::Relaxed);
            std::thread::sleep(REST.max(began.elapsed()));
        }
    }

    /// A provider that calls so often over a line of its own.
    fn provider(&self, door: &Door, first: usize) {
        let mut line = Line::to(door);
        let pause = Duration::from_secs(1) * LINES / CALLS;
        let began = Instant::now();
        for n in 0_u32.. {
            if self.is_over() {
                break;
            }
            line.call(door, first + (n * LINES) as usize);
            self.called.fetch_add(1, Ordering::Relaxed);
            std::thread::sleep((pause * (n + 1)).saturating_sub(began.elapsed()));
        }
    }
}

/// Chromium, on a conversation or a list.
pub struct Browser {
    child: Child,
    said: BufReader<ChildStdout>,
}

impl Browser {
    /// Shows a conversation by its number, or a list by its address.
    pub fn open(port: u16, cookie: &str, place: &str) -> Result<Self, String> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bench/live.mjs");
        let spawned = Command::new("node")
            .args([script, &format!("http://127.0.0.1:{port}"), cookie])
            .arg(place)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn();
        let mut child = spawned.map_err(|err| format!("node: {err}"))?;
        let said = BufReader::new(child.stdout.take().unwrap());
        let mut it = Browser { child, said };
        match it.line().trim() {
            "ready" => Ok(it),
            _ => Err("Chromium could not be shown the page".to_owned()),
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).unwrap();
        line
    }

    /// When each message was painted in the conversation and in the list, by its first word.
    pub fn painted(mut self) -> serde_json::Value {
        drop(self.child.stdin.take());
        let said = self.line();
        assert!(self.child.wait().unwrap().success());
        serde_json::from_str(&said).unwrap()
    }
}

/// The conversation that waits longest, as the agent sees it: it is in the list from the beginning to the end.
fn waits_longest(app: &App) -> u64 {
    let viewer = data::viewer();
    let found = app.store.look(|look| {
        app.board
            .page(look, &viewer, List::ToAnswer, Sort::Waiting, None, 1)
    });
    found.unwrap().rows[0].conversation.number
}

/// Now, in milliseconds since 1970, as Chromium counts.
pub fn epoch_ms() -> f64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    now.unwrap().as_secs_f64() * 1_000.0
}

fn note_commits(app: &App, number: u64) -> Commits {
    let commits = Commits::default();
    let noted = commits.clone();
    app.store.on_commit(move |told| {
        let now = epoch_ms();
        for it in told.conversations.iter().filter(|it| it.number == number) {
            let word = it.excerpt.split(' ').next().unwrap_or_default();
            noted.lock().unwrap().entry(word.to_owned()).or_insert(now);
        }
    });
    commits
}

/// Mails of the customer, one after another.
fn mails(app: &App, number: u64, n: usize) {
    for at in 1..=n {
        // Numbers count from one, what the data is made of from nothing.
        let input = answer(number as usize - 1, at, &format!("probe{at}x "));
        let keys = app.keys.clone();
        let deed =
            move |w: &mut lobby::store::Write<'_>| receive(w, &keys, data::connection(), &input);
        app.store.act(Lane::Hand, deed).unwrap();
        std::thread::sleep(BETWEEN);
    }
}

pub fn measure(folder: &Path, n: usize) {
    let app = serve::open(config(folder, 0)).unwrap();
    let number = waits_longest(&app);
    let commits = note_commits(&app, number);
    let cookies: Vec<_> = (0..=AGENTS).map(|it| log_in(&app, 1 + it % 10)).collect();
    let path = hooks::connect(&app, ChannelForm::default());
    let for_server = app.clone();
    let server = Running::start(move |listener| {
        let hub = for_server.hub.clone();
        actix_web::rt::spawn(async move { hub.run().await });
        serve::server(&for_server, listener)
    });
    let port = server.port;
    let door = Door {
        port,
        path,
        people: 5_000,
    };
    let beside = Beside::default();
    let (before, began) = (Cpu::of_process(), Instant::now());
    let painted = std::thread::scope(|scope| {
        for cookie in &cookies[1..] {
            scope.spawn(|| beside.agent(port, cookie));
        }
        for at in 0..LINES as usize {
            let (beside, door) = (&beside, &door);
            scope.spawn(move || beside.provider(door, at));
        }
        let painted = Browser::open(port, &cookies[0], &number.to_string()).map(|browser| {
            mails(&app, number, n);
            browser.painted()
        });
        beside.stop.store(true, Ordering::Relaxed);
        painted
    });
    let (took, used) = (began.elapsed(), Cpu::of_process() - before);
    server.stop();
    app.store.close();
    match painted {
        Ok(painted) => report(&commits.lock().unwrap(), &painted, n),
        Err(why) => line("commit to painted", &format!("not run: {why}"), ""),
    }
    line(
        "  beside it",
        &format!(
            "{AGENTS} agents connected, who fetched their list {:.0} times a second; {:.0} calls a second; {:.0} % of a \
             processor for all of it but Chromium",
            rate(beside.fetched.into_inner(), took),
            rate(beside.called.into_inner(), took),
            used.micros() / took.as_secs_f64() / 1e4
        ),
        "",
    );
}

fn report(commits: &HashMap<String, f64>, painted: &serde_json::Value, n: usize) {
    for (place, what, promised) in [
        (
            "thread",
            "commit to painted, open conversation",
            "p95 150 ms",
        ),
        ("list", "commit to painted, row of the list", "p95 150 ms"),
    ] {
        let mut times = Times::default();
        for (word, at) in painted[place].as_object().unwrap() {
            let took = (at.as_f64().unwrap() - commits[word]).max(0.0);
            times.add(Duration::from_secs_f64(took / 1_000.0));
        }
        // What came so close behind another one that only the later one was ever shown counts as never painted.
        assert!(
            place == "list" || times.n() == n,
            "{} of {n} were painted",
            times.n()
        );
        line(what, &times.summary(), promised);
    }
}
