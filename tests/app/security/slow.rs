//! Slow lines are cut: half a head, half a head after a whole request, a body that trickles. Each is tried on a server
//! with short limits, which must cut it, and on one with the usual limits, which must not yet.

use std::io::{ErrorKind, Read, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use lobby::web::lines::Limits;

use crate::security::server::Server;

fn short() -> Server {
    let limits = Limits {
        head: Duration::from_millis(400),
        silence: Duration::from_millis(800),
        silence_h2: Duration::from_millis(800),
        grace: Duration::from_millis(400),
        ..Limits::default()
    };
    Server::started(|_| {}, limits).claim()
}

struct Slow {
    stream: TcpStream,
}

impl Slow {
    fn to(server: &Server) -> Self {
        let stream = TcpStream::connect(server.address).unwrap();
        let patience = Some(Duration::from_secs(15));
        stream.set_read_timeout(patience).unwrap();
        Slow { stream }
    }

    fn says(&mut self, text: &str) -> &mut Self {
        let text = text.replace('\n', "\r\n");
        self.stream.write_all(text.as_bytes()).unwrap();
        self
    }

    /// A byte at a time until the other side has had enough, or all is said, while somebody listens.
    fn trickles(&mut self, text: &str) -> &mut Self {
        let (mut stream, text) = (self.stream.try_clone().unwrap(), text.to_owned());
        std::thread::spawn(move || {
            for byte in text.bytes() {
                if stream.write_all(&[byte]).is_err() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        });
        self
    }

    /// Up to this text.
    fn hears(&mut self, wanted: &str) -> String {
        let mut all = Vec::new();
        let mut lot = [0_u8; 4096];
        while !String::from_utf8_lossy(&all).contains(wanted) {
            let n = self.stream.read(&mut lot).unwrap();
            assert!(n > 0, "closed after {:?}", String::from_utf8_lossy(&all));
            all.extend_from_slice(&lot[..n]);
        }
        String::from_utf8_lossy(&all).into_owned()
    }

    /// What came until the other side closed the line; `None` when it did not within `time`.
    fn is_cut(&mut self, time: Duration) -> Option<String> {
        self.stream.set_read_timeout(Some(time)).unwrap();
        let mut all = Vec::new();
        match self.stream.read_to_end(&mut all) {
            Ok(_) => Some(String::from_utf8_lossy(&all).into_owned()),
            Err(err) if err.kind() == ErrorKind::ConnectionReset => Some(String::new()),
            Err(_) => None,
        }
    }
}

/// Long enough for the short limits, far from the usual ones.
const LONG: Duration = Duration::from_secs(15);
const NOT_YET: Duration = Duration::from_millis(1_500);

#[test]
fn half_a_head_is_cut() {
    let half = format!("GET /login HTTP/1.1\nX-A: {}", "a".repeat(100));
    let server = short();
    assert!(Slow::to(&server).says(&half).is_cut(LONG).is_some());
    // Nothing at all, too.
    assert!(Slow::to(&server).is_cut(LONG).is_some());
    assert_eq!(
        Slow::to(&Server::claimed()).says(&half).is_cut(NOT_YET),
        None
    );
}

#[test]
fn half_a_head_after_a_whole_request_is_cut() {
    let twice = |server: &Server| {
        let whole = format!("GET /healthz HTTP/1.1\nHost: {}\n\n", server.address);
        let mut slow = Slow::to(server);
        slow.says(&whole).hears("ok\n");
        slow.says(&whole).hears("ok\n");
        slow.says("GET /login HTTP/1.1\nX-A: a");
        slow
    };
    assert!(twice(&short()).is_cut(LONG).is_some());
    assert_eq!(twice(&Server::claimed()).is_cut(NOT_YET), None);
}

fn login(server: &Server, length: usize) -> String {
    format!(
        "POST /login HTTP/1.1\nHost: {0}\nOrigin: http://{0}\nAccept: text/html\n\
         Content-Type: application/x-www-form-urlencoded\nContent-Length: {length}\n\n",
        server.address
    )
}

#[test]
fn a_body_that_trickles_is_cut() {
    let body = "email=a&password=bcdefghijklm";
    let (server, patient) = (short(), Server::claimed());
    let mut slow = Slow::to(&server);
    slow.says(&login(&server, body.len() + 1_000))
        .trickles(body);
    let said = slow.is_cut(LONG).unwrap();
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
    assert!(said.contains("came too slowly"), "{said}");
    // As slow, but within the usual grace: it is read to its end and judged.
    let mut slow = Slow::to(&patient);
    slow.says(&login(&patient, body.len())).trickles(body);
    let said = slow.hears("\r\n\r\n");
    assert!(
        said.starts_with("HTTP/1.1 4") && !said.contains(" 408 "),
        "{said}"
    );
}

#[test]
fn a_slow_body_for_a_program_is_cut_with_a_problem() {
    let server = short();
    let head = format!(
        "POST /api/v1/contacts HTTP/1.1\nHost: {}\nAuthorization: Bearer {}\n\
         Content-Type: application/json\nContent-Length: 1000\n\n",
        server.address,
        server.token(lobby::domain::actor::Role::Owner)
    );
    let said = Slow::to(&server)
        .says(&head)
        .says("{")
        .is_cut(LONG)
        .unwrap();
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
    assert!(said.contains("application/problem+json"), "{said}");
}

#[test]
fn a_body_nobody_reads_does_not_keep_the_line() {
    let server = short();
    for kind in ["Content-Length: 100000", "Transfer-Encoding: chunked"] {
        let head = format!(
            "POST /settings/tags HTTP/1.1\nHost: {0}\nOrigin: http://{0}\n{kind}\n\n",
            server.address
        );
        let mut slow = Slow::to(&server);
        slow.says(&head).trickles("5\r\nabcde");
        assert!(slow.is_cut(LONG).is_some(), "{kind}");
    }
}

#[test]
fn who_keeps_up_is_not_cut() {
    let server = short();
    let body = format!("email=a&password={}", "b".repeat(20_000));
    let mut slow = Slow::to(&server);
    slow.says(&login(&server, body.len()));
    for piece in body.as_bytes().chunks(2_000) {
        slow.stream.write_all(piece).unwrap();
        std::thread::sleep(Duration::from_millis(100));
    }
    let said = slow.hears("\r\n\r\n");
    assert!(
        said.starts_with("HTTP/1.1 4") && !said.contains(" 408 "),
        "{said}"
    );
    // A stream the server writes is not silent, however little is asked on it.
    let ana = server.browser_of(&server.owner());
    let mut live = Slow::to(&server);
    live.says(&format!(
        "GET /events HTTP/1.1\nHost: {}\nCookie: {}\n\n",
        server.address, ana.cookie
    ));
    live.hears("text/event-stream");
    assert_eq!(live.is_cut(Duration::from_secs(3)), None);
}

#[test]
fn one_address_may_not_take_all_lines() {
    // This machine's own lines are never counted, so the count is seen on the watch itself.
    use actix_web::dev::Extensions;
    use lobby::web::lines::Lines;
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let limits = Limits {
            from_one: 2,
            ..Limits::default()
        };
        for (exempt, open) in [(false, 2), (true, 4)] {
            let lines = Lines::new(limits, move |_| exempt);
            let mut held = Vec::new();
            for _ in 0..4 {
                let ours = tokio::net::TcpStream::connect(address).await.unwrap();
                let (theirs, _) = listener.accept().await.unwrap();
                let mut kept = Extensions::new();
                lines.opened(&theirs, &mut kept);
                held.push((ours, theirs, kept));
            }
            let mut still = 0;
            for (ours, _, _) in &held {
                let mut byte = [0];
                let wait = Duration::from_millis(200);
                still += usize::from(tokio::time::timeout(wait, ours.readable()).await.is_err());
                let _ = ours.try_read(&mut byte);
            }
            assert_eq!(still, open);
        }
    });
}
