//! A whole Lobby on a port of its own, and a client that sends exactly what it is told.

use std::io::{Read, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use lobby::app::App;
use lobby::auth::secret::Secret;
use lobby::auth::session::{self, NewSession};
use lobby::auth::token::{self, NewToken};
use lobby::cli::serve;
use lobby::clock::Clock;
use lobby::config::Config;
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::agent::Agent;
use lobby::domain::id::{AgentId, TeamId};
use lobby::domain::time::Millis;
use lobby::keys::KeyRing;
use lobby::setup::claim::{self, Claim};
use lobby::store::blobs::Blobs;
use lobby::store::{Options, Store};
use lobby::web::lines::Limits;

/// Wednesday, 4 November 2026, 15:00 UTC.
const NOON: Millis = Millis(1_793_804_400_000);
pub const PASSWORD: &str = "tres llamas azules cantan";
pub const OWNER: &str = "ana@shop.example";

static SERVERS: AtomicU32 = AtomicU32::new(0);

pub struct Server {
    pub app: App,
    pub address: SocketAddr,
    pub folder: std::path::PathBuf,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }

    /// The session cookie it sets, as the browser would send it.
    pub fn cookie(&self) -> Option<String> {
        let set = self.header("set-cookie")?;
        let pair = set.split(';').next()?;
        pair.starts_with("lobby=").then(|| pair.to_owned())
    }
}

/// Somebody's browser.
#[derive(Debug, Clone)]
pub struct Browser {
    pub cookie: String,
    pub csrf: String,
}

impl Server {
    /// A fresh Lobby nobody has claimed.
    pub fn fresh() -> Self {
        Self::start(false, |_| {}, Limits::default())
    }

    /// As [`Server::fresh`], with its store in the folder and its jobs running.
    pub fn on_disk() -> Self {
        Self::start(true, |_| {}, Limits::default())
    }

    /// A fresh one, started otherwise.
    pub fn started(otherwise: impl Fn(&mut Config), limits: Limits) -> Self {
        Self::start(false, otherwise, limits)
    }

    fn start(on_disk: bool, otherwise: impl Fn(&mut Config), limits: Limits) -> Self {
        let folder = std::env::temp_dir().join(format!(
            "lobby-security-{}-{}",
            std::process::id(),
            SERVERS.fetch_add(1, Ordering::Relaxed)
        ));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let clock = Clock::standing(NOON);
        let now = clock.clone();
        let options = Options {
            now: Arc::new(move || now.now()),
            seed: Some(7),
            twice: true,
        };
        let store = if on_disk {
            Store::open_with(&folder, options, 0).unwrap()
        } else {
            Store::in_memory(options).unwrap()
        };
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let mut config = Config {
            data_dir: folder.clone(),
            listen: address,
            public_url: format!("http://{address}"),
            entrance: Default::default(),
            allow_loopback: true,
            allow_networks: Vec::new(),
            resolver: None,
            demo: false,
        };
        otherwise(&mut config);
        let blobs = Blobs::open(&folder.join("blobs")).unwrap();
        let app = App::new(config, clock, KeyRing::for_tests(), store, blobs).unwrap();
        let for_server = app.clone();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let _jobs = match on_disk {
                    true => {
                        let told = lobby::api::webhooks::told;
                        Some(lobby::jobs::start(for_server.clone(), told).await.unwrap())
                    }
                    false => None,
                };
                let server = serve::server_within(&for_server, listener, limits);
                let _ = server.unwrap().await;
            });
        });
        Server {
            app,
            address,
            folder,
        }
    }

    /// A Lobby that is set up, with its owner.
    pub fn claimed() -> Self {
        Self::fresh().claim()
    }

    /// Sets it up, with its owner.
    pub fn claim(self) -> Self {
        let server = self;
        let claim = Claim {
            name: "Ana".into(),
            email: OWNER.into(),
            password: lobby::auth::password::hash(PASSWORD).unwrap(),
            language: "en".into(),
            time_zone: "UTC".into(),
            log_name: "Calls".into(),
        };
        server
            .app
            .store
            .by_hand(move |write| {
                claim::from_command_line(write, &claim)?;
                lobby::setup::progress::finish(write, &Viewer::system(SystemPart::Setup))
            })
            .unwrap();
        server
    }

    pub fn owner(&self) -> Agent {
        let found = self.app.store.look(|look| look.agent_by_email(OWNER));
        found.unwrap().unwrap()
    }

    /// A further person of this role.
    pub fn person(&self, email: &str, role: Role, teams: Vec<TeamId>) -> Agent {
        let (email, now) = (email.to_owned(), self.app.clock.now());
        self.app
            .store
            .by_hand(move |write| {
                let agent = Agent {
                    id: write.new_id(),
                    name: email.clone(),
                    email: email.clone(),
                    role,
                    password: Some("$argon2id$none".into()),
                    teams: teams.clone(),
                    language: "en".into(),
                    time_zone: "UTC".into(),
                    created_at: now,
                    ..Agent::default()
                };
                write.put_agent(&agent)?;
                Ok(agent)
            })
            .unwrap()
    }

    /// That person logged in, without asking for the password.
    pub fn browser_of(&self, agent: &Agent) -> Browser {
        let secret = Secret::new().unwrap();
        let csrf = Secret::new().unwrap().expose();
        let new = NewSession {
            agent: agent.id,
            secret: secret.hash(),
            csrf: csrf.clone(),
            device: "test".into(),
            address: "127.0.0.1".into(),
            owes_second_factor: false,
        };
        self.app
            .store
            .by_hand(move |write| session::open(write, &new, None))
            .unwrap();
        Browser {
            cookie: format!("lobby={}", secret.expose()),
            csrf,
        }
    }

    /// The written form of a fresh token of this role.
    pub fn token(&self, role: Role) -> String {
        self.token_in(role, Vec::new())
    }

    /// As [`Server::token`], of these teams.
    pub fn token_in(&self, role: Role, teams: Vec<TeamId>) -> String {
        self.token_as(role, teams, None)
    }

    /// A token that acts for a person.
    pub fn token_for(&self, agent: &Agent) -> String {
        self.token_as(agent.role, Vec::new(), Some(agent.id))
    }

    fn token_as(&self, role: Role, teams: Vec<TeamId>, acts_as: Option<AgentId>) -> String {
        let secret = Secret::new().unwrap();
        let (hash, system) = (secret.hash(), Viewer::system(SystemPart::CommandLine));
        let new = NewToken {
            name: format!("{role:?}"),
            role,
            acts_as,
            teams,
            made_with: None,
        };
        self.app
            .store
            .by_hand(move |write| token::make(write, &system, &new, hash))
            .unwrap();
        token::written(&secret)
    }

    pub fn revoke(&self, written: &str) {
        let (hash, system) = (
            token::parse(written).unwrap().hash(),
            Viewer::system(SystemPart::CommandLine),
        );
        self.app
            .store
            .by_hand(move |write| {
                let found = write.token(hash)?.map(|it| it.id);
                token::revoke(write, &system, found.unwrap_or_default())
            })
            .unwrap();
    }

    /// Sends these bytes and reads all that comes back, until the line is closed.
    pub fn raw(&self, request: &str) -> Reply {
        Self::reply(&self.bytes(request, |_| false))
    }

    fn reply(bytes: &[u8]) -> Reply {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|it| it.parse().ok())
            .unwrap_or(0);
        Reply {
            status,
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    /// A page as it comes to a browser that takes brotli, opened again.
    pub fn squeezed(&self, path: &str, cookie: &str) -> String {
        let request = format!(
            "GET {path} HTTP/1.1\r\nConnection: close\r\nHost: {}\r\nAccept: text/html\r\nAccept-Encoding: br\r\n\
             Cookie: {cookie}\r\n\r\n",
            self.address
        );
        let bytes = self.bytes(&request, |_| false);
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").unwrap();
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        assert!(head.contains("content-encoding: br"), "{head}");
        let mut out = Vec::new();
        brotli::BrotliDecompress(&mut &bytes[end + 4..], &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn bytes(&self, request: &str, is_whole: impl Fn(&[u8]) -> bool) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut bytes = Vec::new();
        let mut lot = [0_u8; 16_384];
        loop {
            match stream.read(&mut lot) {
                Ok(0) | Err(_) => break,
                Ok(n) => bytes.extend_from_slice(&lot[..n]),
            }
            // A live stream has no end: its head is enough.
            if is_whole(&bytes) || String::from_utf8_lossy(&bytes).contains("text/event-stream") {
                break;
            }
        }
        bytes
    }

    /// A request as a program would send it: these headers and no others.
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Reply {
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|it| it.0 == "Host") {
            request += &format!("Host: {}\r\n", self.address);
        }
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() || method != "GET" {
            request += &format!("Content-Length: {}\r\n", body.len());
        }
        if !body.is_empty() && !headers.iter().any(|it| it.0 == "Content-Type") {
            request += "Content-Type: application/x-www-form-urlencoded\r\n";
        }
        Self::reply(&self.bytes(&format!("{request}\r\n{body}"), is_one_answer))
    }

    /// A page as a browser asks for it.
    pub fn get(&self, path: &str, cookie: &str) -> Reply {
        let accept = ("Accept", "text/html");
        match cookie {
            "" => self.send("GET", path, &[accept], ""),
            cookie => self.send("GET", path, &[accept, ("Cookie", cookie)], ""),
        }
    }

    /// A form that may carry files, with one small text.
    pub fn upload(&self, path: &str, who: &Browser, form: &[(&str, &str)]) -> Reply {
        self.upload_file(path, who, form, "x")
    }

    /// As [`Server::upload`], with this as the text.
    pub fn upload_file(
        &self,
        path: &str,
        who: &Browser,
        form: &[(&str, &str)],
        text: &str,
    ) -> Reply {
        let mut body = String::new();
        let head = "--edge\r\nContent-Disposition: form-data; name=";
        for (name, value) in form.iter().chain([&("csrf", who.csrf.as_str())]) {
            body += &format!("{head}\"{name}\"\r\n\r\n{value}\r\n");
        }
        body += &format!("{head}\"files\"; filename=\"x.txt\"\r\n\r\n{text}\r\n--edge--\r\n");
        let origin = format!("http://{}", self.address);
        let headers = [
            ("Accept", "text/html"),
            ("Cookie", who.cookie.as_str()),
            ("Origin", origin.as_str()),
            ("x-csrf-token", who.csrf.as_str()),
            ("Content-Type", "multipart/form-data; boundary=edge"),
        ];
        self.send("POST", path, &headers, &body)
    }

    /// A form as a browser of ours sends it.
    pub fn post(&self, path: &str, who: Option<&Browser>, form: &[(&str, &str)]) -> Reply {
        let mut fields: Vec<(&str, &str)> = form.to_vec();
        let origin = format!("http://{}", self.address);
        let mut headers = vec![("Accept", "text/html"), ("Origin", origin.as_str())];
        if let Some(who) = who {
            fields.push(("csrf", &who.csrf));
            headers.push(("Cookie", &who.cookie));
        }
        self.send("POST", path, &headers, &encoded(&fields))
    }
}

/// Whether an answer that says how long it is has come whole. The line is not waited for: that of a request whose body
/// was not read stays open for a second, should more of it come.
fn is_one_answer(bytes: &[u8]) -> bool {
    let Some(end) = bytes.windows(4).position(|it| it == b"\r\n\r\n") else {
        return false;
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let length = head
        .lines()
        .find_map(|it| it.strip_prefix("content-length:"));
    let length = length.and_then(|it| it.trim().parse::<usize>().ok());
    length.is_some_and(|it| bytes.len() >= end + 4 + it)
}

pub fn encoded(fields: &[(&str, &str)]) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    out.extend_pairs(fields);
    out.finish()
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
