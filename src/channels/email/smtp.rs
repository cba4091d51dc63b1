//! A line to an SMTP server (RFC 5321): TLS always required, log-in, one command a time with a time-out, replies as the
//! closed list of send errors.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::channels::kit::{Door, cut};
use crate::domain::channel::{EmailSettings, Security, Server};
use crate::domain::outbound::SendError;
use crate::net::line::{Line, Meter, Talk};
use crate::net::{Net, NetError};

/// One command and its reply (RFC 5321 allows 5 minutes; servers that slow are as good as down).
pub const PATIENCE: Duration = Duration::from_secs(60);
/// From the final dot to its reply: the server may be storing or scanning.
pub const AFTER_DOT: Duration = Duration::from_secs(300);

impl AsyncTokioStream for Line {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.peer())
    }
}

/// A reply that is a refusal, or none at all.
#[derive(Debug)]
pub enum Refusal {
    /// The code, and what was said.
    Said(u16, String),
    /// The line broke or time ran out.
    Nothing(String),
}

/// Why a line was not had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenError {
    Net(NetError),
    NoStartTls,
    /// The server spoke, and refused.
    Refused(SendError),
}

impl From<NetError> for OpenError {
    fn from(err: NetError) -> Self {
        OpenError::Net(err)
    }
}

impl From<OpenError> for SendError {
    fn from(err: OpenError) -> Self {
        match err {
            OpenError::Refused(err) => err,
            OpenError::NoStartTls => SendError::Unreachable {
                detail: "the server does not offer STARTTLS".to_owned(),
            },
            OpenError::Net(NetError::Settings(detail)) => SendError::Misconfigured { detail },
            OpenError::Net(err @ NetError::Blocked) => SendError::Misconfigured {
                detail: err.to_string(),
            },
            OpenError::Net(err) => SendError::Unreachable {
                detail: err.to_string(),
            },
        }
    }
}

/// A logged-in line.
pub struct SmtpLine {
    connection: AsyncSmtpConnection,
    pub meter: Meter,
    /// Takes addresses with letters beyond ASCII (RFC 6531).
    pub can_utf8: bool,
    /// Has carried a mail before.
    pub used: bool,
}

impl SmtpLine {
    /// Connects, encrypts and logs in.
    ///
    /// # Errors
    /// [`SendError`]; nothing secret was said before the line was encrypted.
    pub async fn open(door: &Door) -> Result<Self, SendError> {
        Ok(Self::try_open(door).await?)
    }

    /// As [`SmtpLine::open`], telling more exactly why not.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn try_open(door: &Door) -> Result<Self, OpenError> {
        let mail = door
            .mail()
            .map_err(|err| NetError::Settings(err.to_string()))?;
        let name = hello(mail);
        let line = reach(&door.net, &mail.smtp, &name).await?;
        let meter = line.meter();
        meter.allow(1 << 20);
        let hello = ClientId::Domain(name);
        let opening = AsyncSmtpConnection::connect_with_transport(Box::new(line), &hello);
        let opened = timeout(PATIENCE, opening).await;
        let connection = match opened {
            Ok(Ok(it)) => it,
            Ok(Err(err)) => return Err(OpenError::Refused(before_mail(refusal(&err)))),
            Err(_) => return Err(NetError::TimedOut.into()),
        };
        let mut this = SmtpLine {
            can_utf8: connection
                .server_info()
                .supports_feature(lettre::transport::smtp::extension::Extension::SmtpUtfEight),
            connection,
            meter,
            used: false,
        };
        this.log_in(door, mail).await.map_err(OpenError::Refused)?;
        Ok(this)
    }

    async fn log_in(&mut self, door: &Door, mail: &EmailSettings) -> Result<(), SendError> {
        let user = if mail.smtp.username.is_empty() {
            mail.address.clone()
        } else {
            mail.smtp.username.clone()
        };
        if let Some(token) = &door.secrets.token {
            return self.by_token(&user, token).await;
        }
        if door.secrets.smtp.is_empty() {
            return Ok(());
        }
        let mechanisms = &[Mechanism::Plain, Mechanism::Login];
        let credentials = Credentials::new(user, door.secrets.smtp.as_str().to_owned());
        let said = timeout(PATIENCE, self.connection.auth(mechanisms, &credentials)).await;
        match said {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(err)) if err.is_client() => Err(no_such_log_in()),
            Ok(Err(err)) => Err(at_log_in(refusal(&err))),
            Err(_) => Err(timed_out()),
        }
    }

    /// Logs in with a bearer token (XOAUTH2, as Google and Microsoft describe it).
    async fn by_token(&mut self, user: &str, token: &str) -> Result<(), SendError> {
        let offered = self.connection.server_info();
        if !offered.supports_auth_mechanism(Mechanism::Xoauth2) {
            return Err(no_such_log_in());
        }
        let said = Zeroizing::new(format!("user={user}\x01auth=Bearer {token}\x01\x01"));
        let said = Zeroizing::new(STANDARD.encode(said.as_bytes()));
        let command = Zeroizing::new(format!("AUTH XOAUTH2 {}\r\n", said.as_str()));
        let heard = self.command(command.as_str()).await.map_err(at_log_in)?;
        if heard.has_code(334) {
            // What is wrong comes as a challenge; an empty line asks for the refusal itself.
            self.command("\r\n").await.map_err(at_log_in)?;
        }
        Ok(())
    }

    /// Says one command (with its CRLF) and hears the reply.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn command(&mut self, command: impl std::fmt::Display) -> Result<Response, Refusal> {
        self.meter.allow(1 << 20);
        match timeout(PATIENCE, self.connection.command(command)).await {
            Ok(Ok(it)) => Ok(it),
            Ok(Err(err)) => Err(refusal(&err)),
            Err(_) => Err(Refusal::Nothing("no answer in time".to_owned())),
        }
    }

    /// Sends the mail's bytes and the final dot, and hears what becomes of it.
    ///
    /// # Errors
    /// [`Refusal`].
    pub async fn message(
        &mut self,
        pieces: impl Iterator<Item = Vec<u8>>,
    ) -> Result<Response, Refusal> {
        self.meter.allow(1 << 20);
        match timeout(AFTER_DOT, self.connection.message_iter(pieces)).await {
            Ok(Ok(it)) => Ok(it),
            Ok(Err(err)) => Err(refusal(&err)),
            Err(_) => Err(Refusal::Nothing("no answer in time".to_owned())),
        }
    }

    /// Whether the line still answers.
    pub async fn is_alive(&mut self) -> bool {
        self.meter.allow(1 << 20);
        let asked = timeout(Duration::from_secs(5), self.connection.test_connected()).await;
        asked.unwrap_or(false)
    }

    /// Says goodbye.
    pub async fn quit(mut self) {
        let _ = timeout(Duration::from_secs(3), self.connection.quit()).await;
    }
}

fn no_such_log_in() -> SendError {
    SendError::LoginRefused {
        code: "535".to_owned(),
        detail: "the server takes no log-in of this kind".to_owned(),
    }
}

fn at_log_in(refusal: Refusal) -> SendError {
    match refusal {
        Refusal::Said(code, said) if code >= 500 => SendError::LoginRefused {
            code: code_of(code, &said),
            detail: whole(code, &said),
        },
        other => before_mail(other),
    }
}

/// The name Lobby says hello with: the domain it writes from.
fn hello(mail: &EmailSettings) -> String {
    let domain = mail.address.rsplit_once('@').map_or("", |it| it.1);
    let plain = !domain.is_empty()
        && domain
            .bytes()
            .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'.' | b'-'));
    if plain { domain } else { "localhost" }.to_owned()
}

/// A line to the SMTP server, encrypted unless it goes to this machine.
///
/// # Errors
/// [`OpenError`]; the line is dropped then.
pub async fn reach(net: &Net, server: &Server, hello: &str) -> Result<Line, OpenError> {
    let line = net.connect(&server.host, server.port).await?;
    match server.security {
        Security::Tls => Ok(line.secure(&server.host, &server.ca_pem).await?),
        Security::StartTls => {
            let line = start_tls(line, hello).await?;
            let mut line = line.secure(&server.host, &server.ca_pem).await?;
            // The greeting was heard before; the client that takes over waits for one.
            line.unread(b"220 ready\r\n");
            Ok(line)
        }
        Security::None if net.may_be_plain(&line) => Ok(line),
        Security::None => {
            let why = "a line without TLS may only go to this machine";
            Err(NetError::Settings(why.to_owned()).into())
        }
    }
}

/// Asks for TLS on a plain line (RFC 3207); nothing may come along with the answer.
async fn start_tls(line: Line, hello: &str) -> Result<Line, OpenError> {
    let mut talk = Talk::new(line, PATIENCE);
    let (code, said) = reply(&mut talk).await?;
    if code != 220 {
        return Err(OpenError::Refused(before_mail(Refusal::Said(code, said))));
    }
    talk.say(&format!("EHLO {hello}")).await?;
    let (code, said) = reply(&mut talk).await?;
    let offered = said
        .to_ascii_uppercase()
        .split_whitespace()
        .any(|it| it == "STARTTLS");
    if code != 250 || !offered {
        return Err(OpenError::NoStartTls);
    }
    talk.say("STARTTLS").await?;
    let (code, said) = reply(&mut talk).await?;
    if code != 220 {
        return Err(OpenError::Refused(SendError::Unreachable {
            detail: format!("STARTTLS refused: {}", cut(&said)),
        }));
    }
    Ok(talk.end()?)
}

/// A reply of one or more lines: its code, and the lines joined by blanks.
async fn reply(talk: &mut Talk) -> Result<(u16, String), NetError> {
    let mut said = String::new();
    // No reply has more lines than this.
    for _ in 0..100 {
        let line = talk.hear().await?;
        let code = line.get(..3).and_then(|it| it.parse().ok());
        let Some(code) = code else { break };
        said.push_str(line.get(4..).unwrap_or_default());
        said.push(' ');
        if line.as_bytes().get(3) != Some(&b'-') {
            return Ok((code, said));
        }
    }
    Err(NetError::Protocol)
}

/// What the library's error says.
pub fn refusal(err: &lettre::transport::smtp::Error) -> Refusal {
    let said = std::error::Error::source(err).map_or_else(String::new, ToString::to_string);
    match err.status() {
        Some(code) => Refusal::Said(code.into(), cut(&said)),
        None => Refusal::Nothing(cut(&said)),
    }
}

/// A refusal before any mail was spoken of: later, whatever the code, for the mail itself is not at fault.
pub fn before_mail(refusal: Refusal) -> SendError {
    match refusal {
        Refusal::Said(code, said) => SendError::Later {
            code: code_of(code, &said),
            detail: whole(code, &said),
            retry_after_s: None,
        },
        Refusal::Nothing(detail) => SendError::Unreachable { detail },
    }
}

pub fn timed_out() -> SendError {
    SendError::Unreachable {
        detail: NetError::TimedOut.to_string(),
    }
}

/// The reply code, and behind it the enhanced status (RFC 3463) when the text begins with one of the same class: each
/// says what the other does not, such as `421 4.7.0` or `550 5.1.1`.
#[must_use]
pub fn code_of(code: u16, said: &str) -> String {
    match enhanced(code, said) {
        Some(status) => format!("{code} {status}"),
        None => code.to_string(),
    }
}

/// The enhanced status a reply's text begins with, when its class is the code's.
#[must_use]
pub fn enhanced(code: u16, said: &str) -> Option<&str> {
    let first = said.split_whitespace().next()?;
    let parts: Vec<&str> = first.split('.').collect();
    let is_one = parts.len() == 3
        && parts
            .iter()
            .all(|it| (1..=3).contains(&it.len()) && it.bytes().all(|byte| byte.is_ascii_digit()))
        && parts.first().and_then(|it| it.parse::<u16>().ok()) == Some(code / 100);
    is_one.then_some(first)
}

/// A reply as it stood on the wire: code and text.
#[must_use]
pub fn whole(code: u16, said: &str) -> String {
    cut(&format!("{code} {said}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_enhanced_status_are_both_kept() {
        assert_eq!(code_of(550, "5.1.1 nobody"), "550 5.1.1");
        assert_eq!(code_of(421, "4.7.0 too many of you"), "421 4.7.0");
        assert_eq!(code_of(550, "4.1.1 odd"), "550");
        assert_eq!(code_of(450, "greylisted 1.2.3"), "450");
        assert_eq!(code_of(421, ""), "421");
    }
}
