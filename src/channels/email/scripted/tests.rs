//! The mailbox door against servers that follow a script, most of them hostile.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use zeroize::Zeroizing;

use crate::channels::Sender;
use crate::channels::email::imap::{ImapError, Session};
use crate::channels::email::parts;
use crate::channels::email::refetch::{Refetched, refetch};
use crate::channels::email::send::MailSender;
use crate::channels::kit::large::{Begun, Keep};
use crate::channels::kit::{Door, OpenBlob, Secrets};
use crate::config::Config;
use crate::domain::channel::{Connection, ConnectionSettings, EmailSettings, Security, Server};
use crate::domain::id::{DeliveryId, MessageId};
use crate::domain::mail::MailPlace;
use crate::domain::message::MailAddress;
use crate::domain::outbound::{Outbound, OutboundMail, SendError, Sent};
use crate::net::{Net, NetError};

const PASSWORD: &str = "canary-password";

/// What the server does when it hears a line that has this in it.
#[derive(Clone)]
enum Turn {
    /// Says this; `{tag}` is the first word of what it heard.
    Says(&'static str, String),
    /// Says this and hangs up.
    Ends(&'static str, String),
    /// Hears on until a line with only a dot, then does as the one within.
    AfterDot(String, bool),
}

fn says(on: &'static str, said: &str) -> Turn {
    Turn::Says(on, said.to_owned())
}

fn ends(on: &'static str, said: &str) -> Turn {
    Turn::Ends(on, said.to_owned())
}

type Heard = Arc<Mutex<Vec<String>>>;

/// A server that greets, then answers each line by the first turn that fits and was not used up. It serves one after
/// another.
async fn server(greeting: &'static str, script: Vec<Turn>) -> (u16, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Heard::default();
    let log = heard.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = converse(stream, greeting, script.clone(), &log).await;
        }
    });
    (port, heard)
}

async fn converse(
    stream: TcpStream,
    greeting: &str,
    mut script: Vec<Turn>,
    log: &Heard,
) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(greeting.as_bytes()).await?;
    let (mut line, mut in_data) = (String::new(), false);
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let text = line.trim_end().to_owned();
        log.lock().unwrap().push(text.clone());
        let fits = |it: &Turn| match it {
            Turn::Says(on, _) | Turn::Ends(on, _) => !in_data && text.contains(on),
            Turn::AfterDot(..) => in_data && text == ".",
        };
        let Some(at) = script.iter().position(fits) else {
            continue;
        };
        let tag = text.split(' ').next().unwrap_or_default().to_owned();
        let (said, end) = match script.remove(at) {
            Turn::Says(_, said) => (said, false),
            Turn::Ends(_, said) => (said, true),
            Turn::AfterDot(said, end) => (said, end),
        };
        in_data = said.starts_with("354");
        stream
            .write_all(said.replace("{tag}", &tag).as_bytes())
            .await?;
        stream.flush().await?;
        if end {
            return Ok(());
        }
    }
}

fn door(port: u16, security: Security, secrets: Secrets) -> Door {
    let at = Server {
        host: "127.0.0.1".to_owned(),
        port,
        security,
        username: "ana".to_owned(),
        ..Server::default()
    };
    let settings = EmailSettings {
        address: "ana@lobby.test".to_owned(),
        imap: at.clone(),
        smtp: at,
        ..EmailSettings::default()
    };
    let config = Config {
        data_dir: PathBuf::new(),
        listen: "127.0.0.1:0".parse().unwrap(),
        public_url: String::new(),
        entrance: Default::default(),
        allow_loopback: true,
        allow_networks: Vec::new(),
        resolver: None,
        demo: false,
    };
    Door {
        connection: Connection {
            settings: ConnectionSettings::Email(Box::new(settings)),
            ..Connection::default()
        },
        secrets,
        net: Net::new(&config).unwrap(),
    }
}

fn with_password() -> Secrets {
    let secret = || Zeroizing::new(PASSWORD.to_owned());
    Secrets {
        imap: secret(),
        smtp: secret(),
        ..Secrets::default()
    }
}

fn assert_kept_secret(heard: &Heard, why: &str) {
    use base64::Engine as _;
    let plain = format!("\0ana\0{PASSWORD}");
    let encoded = base64::engine::general_purpose::STANDARD.encode(plain);
    for line in heard.lock().unwrap().iter() {
        assert!(
            !line.contains(PASSWORD) && !line.contains(&encoded),
            "{why}: {line}"
        );
    }
}

const OK: &str = "* OK ready\r\n";
const CAPS: &str = "* CAPABILITY IMAP4rev1 AUTH=PLAIN IDLE\r\n{tag} OK\r\n";

#[tokio::test]
async fn no_password_is_said_before_the_line_is_encrypted() {
    let tls = "* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK\r\n";
    let slipped = "{tag} OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n";
    type Case = (&'static str, &'static str, Vec<Turn>, ImapError);
    let cases: Vec<Case> = vec![
        (
            "not offered",
            OK,
            vec![says("CAPABILITY", CAPS)],
            ImapError::NoStartTls,
        ),
        (
            "refused",
            OK,
            vec![
                says("CAPABILITY", tls),
                says("STARTTLS", "{tag} NO not now\r\n"),
            ],
            ImapError::NoStartTls,
        ),
        (
            "data in the same segment",
            OK,
            vec![says("CAPABILITY", tls), says("STARTTLS", slipped)],
            ImapError::Net(NetError::ExtraData),
        ),
        (
            "no TLS behind it",
            OK,
            vec![
                says("CAPABILITY", tls),
                ends("STARTTLS", "{tag} OK begin\r\n"),
            ],
            ImapError::Net(NetError::Tls(crate::net::TlsProblem::NotTls)),
        ),
        (
            "greeted as logged in",
            "* PREAUTH hello\r\n",
            vec![],
            ImapError::PreAuth,
        ),
        (
            "goodbye",
            "* BYE too many\r\n",
            vec![],
            ImapError::Bye("* BYE too many".to_owned()),
        ),
        (
            "nonsense",
            "220 smtp\r\n",
            vec![],
            ImapError::Net(NetError::Protocol),
        ),
    ];
    for (why, greeting, script, expected) in cases {
        let (port, heard) = server(greeting, script).await;
        let opened = Session::open(&door(port, Security::StartTls, with_password())).await;
        assert_eq!(opened.err(), Some(expected), "{why}");
        assert_kept_secret(&heard, why);
    }
    // A port that should speak TLS and does not.
    let (port, heard) = server(OK, vec![says("", CAPS)]).await;
    let opened = Session::open(&door(port, Security::Tls, with_password())).await;
    assert!(matches!(
        opened.err(),
        Some(ImapError::Net(NetError::Tls(_)))
    ));
    assert_kept_secret(&heard, "plain where TLS was due");
}

#[tokio::test]
async fn a_refused_login_is_told_from_a_server_that_is_not_able() {
    for (said, refused) in [
        ("{tag} NO [AUTHENTICATIONFAILED] wrong\r\n", true),
        ("{tag} NO [UNAVAILABLE] later\r\n", false),
    ] {
        let script = vec![
            says("CAPABILITY", CAPS),
            says("AUTHENTICATE PLAIN", "+ \r\n"),
            says("=", "A0001 NO\r\n"),
        ];
        let mut script = script;
        script.pop();
        script.push(Turn::Says("", said.replace("{tag}", "A0001")));
        let (port, _) = server(OK, script).await;
        let opened = Session::open(&door(port, Security::None, with_password())).await;
        match opened.err() {
            Some(ImapError::LoginRefused(_)) => assert!(refused, "{said}"),
            Some(ImapError::Refused(_)) => assert!(!refused, "{said}"),
            other => panic!("{said}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_refused_token_is_answered_with_nothing() {
    let caps = "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n{tag} OK\r\n";
    let script = vec![
        says("CAPABILITY", caps),
        says("AUTHENTICATE XOAUTH2", "+ \r\n"),
        says("=", "+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"),
        Turn::Says("", "A0001 NO [AUTHENTICATIONFAILED] no\r\n".to_owned()),
    ];
    let (port, heard) = server(OK, script).await;
    let secrets = Secrets {
        token: Some(Zeroizing::new("stale!".to_owned())),
        ..Secrets::default()
    };
    let opened = Session::open(&door(port, Security::None, secrets)).await;
    assert!(matches!(opened.err(), Some(ImapError::LoginRefused(_))));
    assert_eq!(
        heard.lock().unwrap().last().unwrap(),
        "",
        "the challenge was not answered with an empty line"
    );
}

/// A session logged in to a server that goes on with `script`.
async fn logged_in(script: Vec<Turn>) -> Session {
    let mut whole = vec![
        says("CAPABILITY", CAPS),
        says("AUTHENTICATE PLAIN", "+ \r\n"),
        Turn::Says("=", "A0001 OK\r\n".to_owned()),
        says("CAPABILITY", CAPS),
    ];
    whole.extend(script);
    let (port, _) = server(OK, whole).await;
    let opened = Session::open(&door(port, Security::None, with_password())).await;
    opened.map_err(|err| err.to_string()).unwrap()
}

#[tokio::test]
async fn an_answer_cut_short_is_an_error_and_never_fewer_mails() {
    let one = "* 1 FETCH (UID 1 BODY[] {3}\r\nabc)\r\n";
    let mut session = logged_in(vec![ends("UID FETCH", one)]).await;
    assert_eq!(
        session.bodies(&[1, 2], 6).await,
        Err(ImapError::Net(NetError::Lost))
    );

    let mut session = logged_in(vec![ends(
        "UID FETCH",
        "* 1 FETCH (UID 1 BODY[] {30}\r\nabc",
    )])
    .await;
    assert!(matches!(
        session.bodies(&[1], 30).await,
        Err(ImapError::Net(_))
    ));

    let bye = format!("{one}* BYE restarting\r\n");
    let mut session = logged_in(vec![ends("UID FETCH", &bye)]).await;
    assert_eq!(
        session.bodies(&[1, 2], 6).await,
        Err(ImapError::Bye("restarting".to_owned()))
    );

    let no = format!("{one}{{tag}} NO [SERVERBUG] some could not be read\r\n");
    let mut session = logged_in(vec![says("UID FETCH", &no)]).await;
    assert!(matches!(
        session.bodies(&[1, 2], 6).await,
        Err(ImapError::Refused(_))
    ));

    let whole = format!("{one}{{tag}} OK done\r\n");
    let mut session = logged_in(vec![says("UID FETCH", &whole)]).await;
    let found = session.bodies(&[1, 2], 6).await.unwrap();
    assert_eq!(found.len(), 1, "the second is gone, and the server said so");
}

#[tokio::test]
async fn a_literal_larger_than_announced_is_not_swallowed() {
    let huge = format!(
        "* 1 FETCH (UID 1 BODY[] {{9000000}}\r\n{}",
        "x".repeat(9_000_000)
    );
    let mut session = logged_in(vec![says("UID FETCH", &huge)]).await;
    let fetched = session.bodies(&[1], 10).await;
    assert_eq!(fetched, Err(ImapError::Net(NetError::Protocol)));
}

#[tokio::test]
async fn a_large_mail_goes_on_where_it_broke_off() {
    let begun = Begun::default();
    let of = |uid: u32| ("INBOX".to_owned(), 1, uid, 3_u64 << 20);
    let part = "x".repeat(1 << 20);
    let first = format!(
        "* 1 FETCH (UID 7 BODY[]<0> {{{}}}\r\n{part})\r\n{{tag}} OK done\r\n",
        part.len()
    );
    let script = vec![says("[]<0.", &first), ends("[]<1048576.", "")];
    let mut session = logged_in(script.clone()).await;
    let broke = parts::fetch(&mut session, of(7), None, &begun).await;
    assert!(broke.is_err());
    assert_eq!(begun.have(), 1 << 20);
    let rest = "* 1 FETCH (UID 7 BODY[]<1048576> {4}\r\nrest)\r\n{tag} OK done\r\n";
    let mut session = logged_in(vec![says("[]<1048576.", rest)]).await;
    let got = parts::fetch(&mut session, of(7), None, &begun).await;
    let got = got.ok().flatten().unwrap();
    assert_eq!((got.raw.len(), got.broken), ((1 << 20) + 4, None));
    assert!(got.raw.ends_with(b"xrest"));
    assert_eq!(begun.have(), 0);
    // Of another mail, or under other numbers, nothing is gone on with.
    let mut session = logged_in(script).await;
    let broke = parts::fetch(&mut session, of(7), None, &begun).await;
    assert!(broke.is_err());
    assert_eq!(begun.take(of(8)).have, 0);
    assert_eq!(begun.have(), 0);
}

#[tokio::test]
async fn a_folder_is_only_looked_at() {
    let examined = "* 7 EXISTS\r\n* OK [UIDVALIDITY 42] x\r\n* OK [UIDNEXT 9] x\r\n{tag} OK [READ-ONLY] done\r\n";
    let mut session = logged_in(vec![says("EXAMINE \"Envoy&AOk-s\"", examined)]).await;
    let opened = session.examine("Envoy&AOk-s").await.unwrap();
    assert_eq!(
        (opened.exists, opened.uid_validity, opened.uid_next),
        (7, 42, 9)
    );
}

// --- SMTP

const EHLO: &str = "250-peer\r\n250-8BITMIME\r\n250 AUTH PLAIN\r\n";

fn to(addresses: &[&str]) -> Outbound {
    let address = |it: &str| MailAddress {
        name: String::new(),
        address: it.to_owned(),
    };
    Outbound {
        delivery: DeliveryId::default(),
        message: MessageId::default(),
        text: "Hola\n.\nfin".to_owned(),
        html: None,
        attachments: Vec::new(),
        mail: Some(OutboundMail {
            message_id: "1@lobby.test".to_owned(),
            from: address("ana@lobby.test"),
            to: addresses.iter().map(|it| address(it)).collect(),
            subject: "s".to_owned(),
            ..OutboundMail::default()
        }),
        chat: None,
    }
}

fn no_files() -> OpenBlob {
    Arc::new(|_| Err(std::io::Error::other("none")))
}

async fn sent(script: Vec<Turn>, addresses: &[&str]) -> (Result<Sent, SendError>, Heard) {
    let mut whole = vec![says("EHLO", EHLO)];
    whole.extend(script);
    for _ in 0..3 {
        whole.extend([
            says("MAIL FROM", "250 fine\r\n"),
            says("RCPT TO", "250 fine\r\n"),
            says("RSET", "250 fine\r\n"),
        ]);
    }
    whole.extend([
        says("DATA", "354 go on\r\n"),
        Turn::AfterDot("250 kept\r\n".to_owned(), false),
        says("QUIT", "221 bye\r\n"),
    ]);
    let (port, heard) = server("220 peer\r\n", whole).await;
    let mut sender = MailSender::new(door(port, Security::None, Secrets::default()), no_files());
    (sender.send(&to(addresses)).await, heard)
}

#[tokio::test]
async fn replies_are_told_apart() {
    let (done, heard) = sent(vec![], &["a@x.co"]).await;
    assert_eq!(done.unwrap().refused, []);
    let heard = heard.lock().unwrap().clone();
    assert!(
        heard.contains(&"..".to_owned()),
        "a lone dot was not stuffed: {heard:?}"
    );

    for (script, code) in [
        (
            vec![says("MAIL FROM", "421 4.3.2 closing\r\n")],
            "421 4.3.2",
        ),
        (
            vec![says("RCPT TO", "450 4.2.0 greylisted\r\n")],
            "450 4.2.0",
        ),
        (vec![says("RCPT TO", "452 too many\r\n")], "452"),
        (vec![says("DATA", "451 4.3.0 later\r\n")], "451 4.3.0"),
    ] {
        let (done, _) = sent(script, &["a@x.co"]).await;
        assert!(
            matches!(&done, Err(SendError::Later { code: it, .. }) if it == code),
            "{code}: {done:?}"
        );
    }
    let (done, _) = sent(vec![says("RCPT TO", "550 5.1.1 nobody\r\n")], &["a@x.co"]).await;
    assert!(matches!(
        done,
        Err(SendError::RecipientRefused { gone: true, .. })
    ));
    for script in [
        vec![says("MAIL FROM", "552 5.3.4 too big\r\n")],
        vec![
            says("DATA", "354 go on\r\n"),
            Turn::AfterDot("552 5.3.4 too big\r\n".to_owned(), false),
        ],
        vec![says("DATA", "554 5.7.1 policy\r\n")],
    ] {
        let (done, _) = sent(script, &["a@x.co"]).await;
        assert!(
            matches!(done, Err(SendError::MessageRefused { .. })),
            "{done:?}"
        );
    }
}

#[tokio::test]
async fn each_recipient_has_its_own_verdict() {
    let script = vec![says("RCPT TO:<b@x.co>", "550 5.1.1 nobody\r\n")];
    let (done, _) = sent(script, &["a@x.co", "b@x.co", "c@x.co"]).await;
    let refused = done.unwrap().refused;
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].0, "b@x.co");
    let script = vec![
        says("RCPT TO:<a@x.co>", "550 5.1.1 nobody\r\n"),
        says("RCPT TO:<b@x.co>", "450 4.2.0 later\r\n"),
    ];
    let (done, _) = sent(script, &["a@x.co", "b@x.co"]).await;
    assert!(matches!(done, Err(SendError::Later { .. })), "{done:?}");
}

#[tokio::test]
async fn a_line_that_breaks_after_the_dot_is_uncertain_and_before_it_is_not() {
    let script = vec![
        says("DATA", "354 go on\r\n"),
        Turn::AfterDot(String::new(), true),
    ];
    let (done, _) = sent(script, &["a@x.co"]).await;
    assert!(matches!(done, Err(SendError::Uncertain { .. })), "{done:?}");
    for at in ["MAIL FROM", "RCPT TO", "DATA"] {
        let (done, _) = sent(vec![ends(at, "")], &["a@x.co"]).await;
        assert!(
            matches!(done, Err(SendError::Unreachable { .. })),
            "{at}: {done:?}"
        );
    }
}

#[tokio::test]
async fn a_refused_login_and_a_line_without_tls_send_nothing() {
    let script = vec![
        says("EHLO", EHLO),
        says("AUTH PLAIN", "535 5.7.8 wrong\r\n"),
    ];
    let (port, heard) = server("220 peer\r\n", script).await;
    let mut sender = MailSender::new(door(port, Security::None, with_password()), no_files());
    let done = sender.send(&to(&["a@x.co"])).await;
    assert!(matches!(done, Err(SendError::LoginRefused { code, .. }) if code == "535 5.7.8"));
    assert!(
        !heard
            .lock()
            .unwrap()
            .iter()
            .any(|it| it.starts_with("MAIL"))
    );

    let offered = "250-peer\r\n250 STARTTLS\r\n";
    for (why, script) in [
        ("not offered", vec![says("EHLO", EHLO)]),
        (
            "refused",
            vec![says("EHLO", offered), says("STARTTLS", "454 not now\r\n")],
        ),
        (
            "data in the same segment",
            vec![
                says("EHLO", offered),
                says("STARTTLS", "220 go\r\n250 AUTH PLAIN\r\n"),
            ],
        ),
        (
            "hangs up",
            vec![says("EHLO", offered), ends("STARTTLS", "220 go\r\n")],
        ),
    ] {
        let (port, heard) = server("220 peer\r\n", script).await;
        let mut sender =
            MailSender::new(door(port, Security::StartTls, with_password()), no_files());
        let done = sender.send(&to(&["a@x.co"])).await;
        assert!(
            matches!(done, Err(SendError::Unreachable { .. })),
            "{why}: {done:?}"
        );
        assert_kept_secret(&heard, why);
    }
}

#[tokio::test]
async fn a_line_is_kept_and_one_that_was_hung_up_is_replaced() {
    let mut script = vec![says("EHLO", EHLO)];
    for _ in 0..2 {
        script.extend([
            says("MAIL FROM", "250 fine\r\n"),
            says("RCPT TO", "250 fine\r\n"),
            says("DATA", "354 go on\r\n"),
            Turn::AfterDot("250 kept\r\n".to_owned(), false),
        ]);
    }
    script.push(ends("MAIL FROM", ""));
    let (port, heard) = server("220 peer\r\n", script).await;
    let mut sender = MailSender::new(door(port, Security::None, Secrets::default()), no_files());
    for _ in 0..3 {
        sender.send(&to(&["a@x.co"])).await.unwrap();
    }
    let greeted = heard
        .lock()
        .unwrap()
        .iter()
        .filter(|it| it.starts_with("EHLO"))
        .count();
    assert_eq!(greeted, 2, "two on the first line, the third on a new one");
}

#[tokio::test]
async fn a_mail_asked_for_again_comes_or_is_gone_or_breaks_its_own_line() {
    let examined = "* OK [UIDVALIDITY 42] x\r\n* OK [UIDNEXT 9] x\r\n{tag} OK done\r\n";
    let facts = "* 1 FETCH (UID 7 RFC822.SIZE 5)\r\n{tag} OK done\r\n";
    let body = "* 1 FETCH (UID 7 BODY[]<0> {5}\r\nabcde)\r\n{tag} OK done\r\n";
    let ask = async |uid_validity: u32, turns: Vec<Turn>| {
        let mut script = vec![
            says("CAPABILITY", CAPS),
            says("AUTHENTICATE PLAIN", "+ \r\n"),
            Turn::Says("=", "A0001 OK\r\n".to_owned()),
            says("CAPABILITY", CAPS),
        ];
        script.extend(turns);
        let (port, _) = server(OK, script).await;
        let place = MailPlace {
            folder: "INBOX".to_owned(),
            uid_validity,
            uid: 7,
            ..MailPlace::default()
        };
        let none = Keep(Arc::new(|| panic!("a small mail is held in memory")));
        refetch(&door(port, Security::None, with_password()), &place, &none).await
    };
    let opened = || says("EXAMINE", examined);
    let sized = || says("RFC822.SIZE", facts);
    let came = ask(42, vec![opened(), sized(), says("BODY", body)]).await;
    let Ok(Refetched::Here(got, _)) = came else {
        panic!("{came:?}");
    };
    assert_eq!(
        (got.raw.as_slice(), got.broken),
        (b"abcde".as_slice(), None)
    );
    let nothing = says("RFC822.SIZE", "{tag} OK done\r\n");
    for (uid_validity, turns) in [(42, vec![opened(), nothing]), (41, vec![opened()])] {
        let gone = ask(uid_validity, turns).await;
        assert!(matches!(gone, Ok(Refetched::Gone)), "{gone:?}");
    }
    let broke = ask(42, vec![opened(), sized(), ends("BODY", "* 1 FETCH (")]).await;
    assert!(broke.as_ref().is_err_and(|it| it.fetching), "{broke:?}");
    let before = ask(42, vec![ends("EXAMINE", "")]).await;
    assert!(before.as_ref().is_err_and(|it| !it.fetching), "{before:?}");
}
