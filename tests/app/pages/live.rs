//! The stream of an open page over a real line: what happens is told with its place, and a page that comes back is told
//! what it missed from there on.

use std::io::{Read, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use lobby::domain::actor::Role;

use crate::pages::{Pages, between};
use crate::security::server::Browser;
use crate::support::mail::Mail;

/// Long enough on a busy machine; nothing waits for it when all is well.
const PATIENCE: Duration = Duration::from_secs(20);

struct Stream {
    line: TcpStream,
    heard: String,
}

impl Stream {
    /// Opens the page's stream; `last` is where the browser says it stood.
    fn open(pages: &Pages, who: &Browser, last: Option<u64>) -> Self {
        let mut line = TcpStream::connect(pages.server.address).unwrap();
        line.set_read_timeout(Some(Duration::from_millis(200)))
            .unwrap();
        let last = last.map_or_else(String::new, |it| format!("Last-Event-ID: {it}\r\n"));
        let asked = format!(
            "GET /events HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n{last}\r\n",
            pages.server.address, who.cookie
        );
        line.write_all(asked.as_bytes()).unwrap();
        let mut this = Stream {
            line,
            heard: String::new(),
        };
        this.hears("retry: 1000");
        this
    }

    /// Reads until this was heard; all that was heard so far.
    fn hears(&mut self, wanted: &str) -> &str {
        let began = Instant::now();
        let mut bytes = [0; 4096];
        while !self.heard.contains(wanted) {
            assert!(
                began.elapsed() < PATIENCE,
                "not {wanted:?} but {}",
                self.heard
            );
            match self.line.read(&mut bytes) {
                Ok(0) => panic!("closed before {wanted:?}: {}", self.heard),
                Ok(n) => self.heard += &String::from_utf8_lossy(&bytes[..n]),
                Err(_) => {}
            }
        }
        &self.heard
    }

    /// The place of the last news.
    fn place(&self) -> u64 {
        let (_, last) = self.heard.rsplit_once("id: ").unwrap();
        last.lines().next().unwrap().trim().parse().unwrap()
    }
}

#[test]
fn a_page_that_comes_back_is_told_what_it_missed() {
    let pages = Pages::new();
    let app = pages.server.app.clone();
    // What `lobby serve` runs beside its pages.
    std::thread::spawn(move || actix_web::rt::System::new().block_on(app.hub.run()));
    let mail = |n: usize| Mail::from(&format!("c{n}@example.com"), "Roof", "It leaks.");
    let mut stream = Stream::open(&pages, &pages.ana, None);
    let first = pages.receives(&mail(1));
    let head = stream.hears(&format!("\"numbers\":[{}]", first.number));
    assert!(head.contains("text/event-stream") && head.contains("event: touched"));
    let stood = stream.place();
    drop(stream);

    let missed = [pages.receives(&mail(2)), pages.receives(&mail(3))];
    // What the page has seen is in the store by now, and in the ring behind the stream.
    let mut back = Stream::open(&pages, &pages.ana, Some(stood));
    for it in &missed {
        back.hears(&it.number.to_string());
    }
    let told = between(back.hears("\"numbers\":["), "\"numbers\":[", "]");
    assert!(
        !told.split(',').any(|it| it == first.number.to_string()),
        "{told}"
    );
}

#[test]
fn the_stream_ends_with_the_session() {
    let pages = Pages::new();
    let (bea, hers) = pages.person("bea", Role::Agent, vec![]);
    let mut stream = Stream::open(&pages, &hers, None);
    let out = format!("/settings/people/{}/out", bea.id);
    assert_eq!(pages.sends(&pages.ana, &out, &[]).status, 303);
    let began = Instant::now();
    let mut bytes = [0; 4096];
    loop {
        assert!(began.elapsed() < PATIENCE, "the stream stays open");
        match stream.line.read(&mut bytes) {
            Ok(0) => break,
            // The end of a body in pieces.
            Ok(n) if bytes[..n].ends_with(b"0\r\n\r\n") => break,
            Ok(_) | Err(_) => {}
        }
    }
    let again = pages.server.get("/events", &hers.cookie);
    assert_ne!(again.status, 200);
}

#[test]
fn when_lobby_stops_every_open_page_and_idle_line_is_let_go() {
    let pages = Pages::new();
    let stream = Stream::open(&pages, &pages.ana, None);
    // A line a browser keeps for later.
    let mut idle = TcpStream::connect(pages.server.address).unwrap();
    idle.set_read_timeout(Some(PATIENCE)).unwrap();
    let asked = format!(
        "GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n",
        pages.server.address
    );
    idle.write_all(asked.as_bytes()).unwrap();
    let mut head = [0; 4096];
    assert!(idle.read(&mut head).unwrap() > 0);
    pages.server.app.hub.close();
    assert_eq!(pages.server.app.hub.open_pages(), 0);
    // The stream would never end, and an idle line is kept for five seconds.
    for mut line in [stream.line, idle] {
        line.set_read_timeout(Some(Duration::from_secs(4))).unwrap();
        let mut rest = Vec::new();
        line.read_to_end(&mut rest).unwrap();
    }
    // Who comes while it stops is let go too.
    let again = pages.server.get("/events", &pages.ana.cookie);
    assert_eq!(again.status, 200);
    assert!(again.body.contains("retry: 1000"), "{}", again.body);
}
