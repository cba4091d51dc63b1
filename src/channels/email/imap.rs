//! IMAP, as far as Lobby needs it (RFC 3501): log in carefully, look at folders read-only, search, fetch. Every call
//! has a time-out and a cap on bytes; a stream that ends early is an error, never an empty answer.

use std::collections::BTreeMap;
use std::time::Duration;

use async_imap::imap_proto::{
    AttributeValue, Capability, MailboxDatum, NameAttribute, Response, ResponseCode, Status,
    StatusAttribute,
};
use async_imap::{Authenticator, Client};
use tokio::time::timeout;

use crate::channels::email::greet::reach;
use crate::channels::email::spelling::{append_date, internal_date, quoted, set};
use crate::channels::kit::{Door, Trouble, cut};
use crate::domain::channel::EmailSettings;
use crate::domain::time::Millis;
use crate::net::NetError;
use crate::net::line::{Line, Meter};

/// The server may think this long before each answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Log-in answers are delayed on purpose by some servers.
pub const LOGIN_PATIENCE: Duration = Duration::from_secs(40);
/// A mail of the largest size must have gone over a slow line in this.
const UPLOAD_PATIENCE: Duration = Duration::from_secs(300);
/// An answer that carries no mail is never longer, bytes.
const SMALL: u64 = 4 << 20;
/// UIDs in one command, so that its line stays below what servers take.
const UIDS_IN_A_COMMAND: usize = 100;

/// What went wrong with a server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImapError {
    #[error(transparent)]
    Net(#[from] NetError),
    /// STARTTLS is required and not offered, or refused.
    #[error("the server does not offer STARTTLS")]
    NoStartTls,
    /// Logged in before the line was encrypted: somebody sits between.
    #[error("the server greets as if logged in already")]
    PreAuth,
    #[error("log-in refused: {0}")]
    LoginRefused(String),
    /// NO or BAD.
    #[error("refused: {0}")]
    Refused(String),
    /// The server says goodbye.
    #[error("the server hung up: {0}")]
    Bye(String),
}

impl From<ImapError> for Trouble {
    fn from(err: ImapError) -> Self {
        let detail = err.to_string();
        match err {
            ImapError::Net(err) => Trouble::new(health(&err), detail),
            ImapError::NoStartTls => Trouble::new("health-no-starttls", detail),
            ImapError::PreAuth => Trouble::new("health-preauth", detail),
            ImapError::LoginRefused(said) => Trouble {
                needs_you: true,
                ..Trouble::new("health-login-refused", said)
            },
            ImapError::Refused(said) => Trouble::new("health-refused", said),
            ImapError::Bye(said) => Trouble::new("health-bye", said),
        }
    }
}

/// Key of `words` for a failed call.
#[must_use]
pub fn health(err: &NetError) -> &'static str {
    match err.word() {
        "no-such-host" => "health-no-such-host",
        "blocked-address" => "health-blocked-address",
        "unreachable" => "health-unreachable",
        "timed-out" => "health-timed-out",
        "certificate-expired" => "health-certificate-expired",
        "certificate-name" => "health-certificate-name",
        "certificate-issuer" => "health-certificate-issuer",
        "certificate" => "health-certificate",
        "tls" => "health-tls",
        "extra-data" => "health-extra-data",
        "settings" => "health-settings",
        "protocol" => "health-protocol",
        _ => "health-lost",
    }
}

/// A folder as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Opened {
    pub uid_validity: u32,
    /// 0 when the server did not say.
    pub uid_next: u32,
    pub exists: u32,
}

/// What is known of a mail before its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    pub size: u64,
    /// When the server got it; 0 when it did not say.
    pub at: Millis,
    /// Gmail's id of its thread; 0 when it did not say.
    pub thread: u64,
}

/// A logged-in session.
pub struct Session {
    session: async_imap::Session<Line>,
    meter: Meter,
    pub has_idle: bool,
    /// Speaks Gmail's extension (X-GM-EXT-1).
    is_gmail: bool,
}

impl Session {
    /// Connects and logs in.
    ///
    /// # Errors
    /// [`ImapError`]; nothing secret was said before the line was encrypted.
    pub async fn open(door: &Door) -> Result<Self, ImapError> {
        let mail = door.mail().map_err(|it| settings(&it))?;
        let (line, offered) = reach(&door.net, &mail.imap).await?;
        Session::log_in(line, &offered, door, mail).await
    }

    async fn log_in(
        line: Line,
        offered: &[String],
        door: &Door,
        mail: &EmailSettings,
    ) -> Result<Self, ImapError> {
        let meter = line.meter();
        meter.allow(SMALL);
        let client = Client::new(line);
        let user = if mail.imap.username.is_empty() {
            &mail.address
        } else {
            &mail.imap.username
        };
        let logged_in = match &door.secrets.token {
            Some(token) => {
                let said = format!("user={user}\x01auth=Bearer {}\x01\x01", token.as_str());
                let once = Once(Some(said));
                timeout(LOGIN_PATIENCE, client.authenticate("XOAUTH2", once)).await
            }
            None if offered.iter().any(|it| it == "AUTH=PLAIN") => {
                let said = format!("\0{user}\0{}", door.secrets.imap.as_str());
                let once = Once(Some(said));
                timeout(LOGIN_PATIENCE, client.authenticate("PLAIN", once)).await
            }
            None => {
                timeout(
                    LOGIN_PATIENCE,
                    client.login(user, door.secrets.imap.as_str()),
                )
                .await
            }
        };
        let session = logged_in
            .map_err(|_| NetError::TimedOut)?
            .map_err(|(err, _)| login_failure(err))?;
        let mut this = Session {
            session,
            meter,
            has_idle: false,
            is_gmail: false,
        };
        // Read again: what was said before the log-in does not count any more.
        let now = this.capabilities().await?;
        this.has_idle = now.iter().any(|it| it == "IDLE");
        this.is_gmail = now.iter().any(|it| it == "X-GM-EXT-1");
        Ok(this)
    }

    async fn capabilities(&mut self) -> Result<Vec<String>, ImapError> {
        let mut found = Vec::new();
        self.command("CAPABILITY", SMALL, |it| {
            if let Response::Capabilities(all) = it {
                found.extend(all.iter().map(capability));
            }
        })
        .await?;
        Ok(found)
    }

    /// Says a command and hears it out: `each` sees what is not the end of it.
    async fn command(
        &mut self,
        command: &str,
        allow: u64,
        mut each: impl FnMut(&Response<'_>),
    ) -> Result<(), ImapError> {
        self.meter.allow(allow);
        let said = timeout(PATIENCE, self.session.run_command(command)).await;
        let id = said.map_err(|_| NetError::TimedOut)?.map_err(lost)?;
        let mut bye = None;
        loop {
            let heard = timeout(PATIENCE, self.session.read_response()).await;
            let heard = match heard.map_err(|_| NetError::TimedOut)? {
                Ok(it) => it,
                Err(err) => return Err(bye.unwrap_or_else(|| unreadable(&err))),
            };
            let Some(heard) = heard else {
                return Err(bye.unwrap_or(ImapError::Net(NetError::Lost)));
            };
            match heard.parsed() {
                Response::Done {
                    tag,
                    status,
                    outcome,
                } if tag == &id => {
                    let text = outcome.information.as_deref().unwrap_or_default();
                    return match status {
                        Status::Ok => {
                            each(heard.parsed());
                            Ok(())
                        }
                        _ => Err(ImapError::Refused(cut(text))),
                    };
                }
                Response::Data {
                    status: Status::Bye,
                    outcome,
                } => {
                    let text = outcome.information.as_deref().unwrap_or_default();
                    bye = Some(ImapError::Bye(cut(text)));
                }
                other => each(other),
            }
        }
    }

    /// The name of the Sent folder by its special use (RFC 6154), as the server writes it.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn sent_folder(&mut self) -> Result<Option<String>, ImapError> {
        self.folder_for(&NameAttribute::Sent).await
    }

    /// The folder of a special use.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn folder_for(
        &mut self,
        use_: &NameAttribute<'_>,
    ) -> Result<Option<String>, ImapError> {
        let mut found = None;
        self.command("LIST \"\" \"*\"", SMALL, |it| {
            if let Response::MailboxData(MailboxDatum::List(list)) = it
                && list.name_attributes.contains(use_)
            {
                found.get_or_insert_with(|| list.name.to_string());
            }
        })
        .await?;
        Ok(found)
    }

    /// Opens a folder read-only: nothing in it is ever marked, moved or deleted.
    ///
    /// # Errors
    /// [`ImapError::Refused`] when it is not there.
    pub async fn examine(&mut self, folder: &str) -> Result<Opened, ImapError> {
        let mut opened = Opened::default();
        let command = format!("EXAMINE {}", quoted(folder));
        self.command(&command, SMALL, |it| match it {
            Response::Data { outcome, .. } | Response::Done { outcome, .. } => match outcome.code {
                Some(ResponseCode::UidValidity(n)) => opened.uid_validity = n,
                Some(ResponseCode::UidNext(n)) => opened.uid_next = n,
                _ => {}
            },
            Response::MailboxData(MailboxDatum::Exists(n)) => opened.exists = *n,
            _ => {}
        })
        .await?;
        if opened.uid_next == 0 {
            let all = self.search("ALL").await?;
            opened.uid_next = all.last().map_or(1, |it| it.saturating_add(1));
        }
        Ok(opened)
    }

    /// UIDNEXT of a folder that is not open; `None` when the server does not say.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn uid_next_of(&mut self, folder: &str) -> Result<Option<u32>, ImapError> {
        let mut next = None;
        let command = format!("STATUS {} (UIDNEXT)", quoted(folder));
        self.command(&command, SMALL, |it| {
            if let Response::MailboxData(MailboxDatum::Status { status, .. }) = it {
                for it in status {
                    if let StatusAttribute::UidNext(n) = it {
                        next = Some(*n);
                    }
                }
            }
        })
        .await?;
        Ok(next)
    }

    /// UIDs that fit, ascending.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn search(&mut self, what: &str) -> Result<Vec<u32>, ImapError> {
        let mut found = Vec::new();
        let command = format!("UID SEARCH {what}");
        self.command(&command, 64 << 20, |it| {
            if let Response::MailboxData(MailboxDatum::Search(uids)) = it {
                found.extend_from_slice(uids);
            }
        })
        .await?;
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Sizes and times of the mails among these UIDs that are there.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn facts(&mut self, uids: &str) -> Result<BTreeMap<u32, Facts>, ImapError> {
        let mut found = BTreeMap::new();
        let more = if self.is_gmail { " X-GM-THRID" } else { "" };
        let command = format!("UID FETCH {uids} (UID RFC822.SIZE INTERNALDATE{more})");
        self.command(&command, 64 << 20, |it| {
            let Response::Fetch(_, attributes) = it else {
                return;
            };
            let (mut uid, mut facts) = (None, Facts::default());
            for it in attributes {
                match it {
                    AttributeValue::Uid(n) => uid = Some(*n),
                    AttributeValue::Rfc822Size(n) => facts.size = u64::from(*n),
                    AttributeValue::InternalDate(text) => facts.at = internal_date(text),
                    AttributeValue::GmailThrId(id) => facts.thread = *id,
                    _ => {}
                }
            }
            found.extend(uid.map(|uid| (uid, facts)));
        })
        .await?;
        Ok(found)
    }

    /// Whole mails by UID; those that are gone are missing. `bytes` is what their sizes add up to.
    ///
    /// # Errors
    /// [`ImapError`]; more than twice what was announced is one.
    pub async fn bodies(
        &mut self,
        uids: &[u32],
        bytes: u64,
    ) -> Result<BTreeMap<u32, Vec<u8>>, ImapError> {
        let mut found = BTreeMap::new();
        for some in uids.chunks(UIDS_IN_A_COMMAND) {
            let command = format!("UID FETCH {} (UID BODY.PEEK[])", set(some));
            let allow = bytes.saturating_mul(2).saturating_add(SMALL);
            self.command(&command, allow, |it| found.extend(body(it)))
                .await?;
        }
        Ok(found)
    }

    /// A part of one mail, from an offset on.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn part(
        &mut self,
        uid: u32,
        from: u64,
        n: u64,
    ) -> Result<Option<Vec<u8>>, ImapError> {
        let mut found = None;
        let command = format!("UID FETCH {uid} (UID BODY.PEEK[]<{from}.{n}>)");
        self.command(&command, n + SMALL, |it| {
            if let Some((at, bytes)) = body(it)
                && at == uid
            {
                found = Some(bytes);
            }
        })
        .await?;
        Ok(found)
    }

    /// The named header fields of the mails among these UIDs.
    ///
    /// # Errors
    /// [`ImapError`].
    pub async fn headers(
        &mut self,
        uids: &[u32],
        fields: &str,
    ) -> Result<BTreeMap<u32, Vec<u8>>, ImapError> {
        let mut found = BTreeMap::new();
        for some in uids.chunks(UIDS_IN_A_COMMAND) {
            let uids = set(some);
            let command = format!("UID FETCH {uids} (UID BODY.PEEK[HEADER.FIELDS ({fields})])");
            self.command(&command, 16 << 20, |it| found.extend(body(it)))
                .await?;
        }
        Ok(found)
    }

    /// Waits until the server has news, at most so long (RFC 2177). Whether there was any.
    ///
    /// # Errors
    /// [`ImapError`]; a line that is dead without a word shows when the wait is ended.
    pub async fn idle(&mut self, at_most: Duration) -> Result<bool, ImapError> {
        self.meter.allow(SMALL);
        let said = timeout(PATIENCE, self.session.run_command("IDLE")).await;
        let id = said.map_err(|_| NetError::TimedOut)?.map_err(lost)?;
        let until = tokio::time::Instant::now() + at_most;
        let mut ended = None;
        let mut news = false;
        loop {
            let wait = ended.unwrap_or(until);
            let heard = tokio::time::timeout_at(wait, self.session.read_response()).await;
            let Ok(heard) = heard else {
                if ended.is_some() {
                    return Err(NetError::TimedOut.into());
                }
                ended = Some(self.end_idle().await?);
                continue;
            };
            let heard = heard.map_err(|err| unreadable(&err))?;
            let heard = heard.ok_or(NetError::Lost)?;
            match heard.parsed() {
                Response::Done {
                    tag,
                    status,
                    outcome,
                } if tag == &id => {
                    let text = outcome.information.as_deref().unwrap_or_default();
                    return match status {
                        Status::Ok => Ok(news),
                        _ => Err(ImapError::Refused(cut(text))),
                    };
                }
                Response::Data {
                    status: Status::Bye,
                    outcome,
                } => {
                    let text = outcome.information.as_deref().unwrap_or_default();
                    return Err(ImapError::Bye(cut(text)));
                }
                Response::MailboxData(MailboxDatum::Exists(_)) if ended.is_none() => {
                    news = true;
                    ended = Some(self.end_idle().await?);
                }
                _ => {}
            }
        }
    }

    async fn end_idle(&mut self) -> Result<tokio::time::Instant, ImapError> {
        let said = timeout(PATIENCE, self.session.run_command_untagged("DONE")).await;
        said.map_err(|_| NetError::TimedOut)?.map_err(lost)?;
        Ok(tokio::time::Instant::now() + Duration::from_secs(30))
    }

    /// Puts a mail into a folder, marked as read, with the time it was sent.
    ///
    /// # Errors
    /// [`ImapError`]; it may lie there all the same when the line was lost.
    pub async fn append(&mut self, folder: &str, at: Millis, mail: &[u8]) -> Result<(), ImapError> {
        self.meter.allow(SMALL);
        let date = append_date(at);
        let date = (!date.is_empty()).then_some(date.as_str());
        let done = self.session.append(folder, Some("(\\Seen)"), date, mail);
        let done = timeout(UPLOAD_PATIENCE, done).await;
        done.map_err(|_| NetError::TimedOut)?.map_err(lost)
    }

    /// Says goodbye; whether it was heard does not matter.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(3), self.session.run_command("LOGOUT")).await;
    }
}

fn capability(it: &Capability<'_>) -> String {
    match it {
        Capability::Imap4rev1 => "IMAP4REV1".to_owned(),
        Capability::Auth(name) => format!("AUTH={}", name.to_ascii_uppercase()),
        Capability::Atom(name) => name.to_ascii_uppercase(),
    }
}

/// Says one thing to the first challenge, and nothing to a second: XOAUTH2 explains a refusal in one and waits.
struct Once(Option<String>);

impl Authenticator for Once {
    type Response = String;
    fn process(&mut self, _challenge: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}

fn login_failure(err: async_imap::error::Error) -> ImapError {
    match err {
        async_imap::error::Error::No(said) | async_imap::error::Error::Bad(said) => {
            let said = said_text(&said);
            // RFC 5530: the server is not able now; the password may be right.
            let later = ["UNAVAILABLE", "INUSE", "SERVERBUG", "[LIMIT]", "TRY AGAIN"];
            let upper = said.to_ascii_uppercase();
            if later.iter().any(|it| upper.contains(it)) {
                ImapError::Refused(said)
            } else {
                ImapError::LoginRefused(said)
            }
        }
        async_imap::error::Error::Validate(_) => {
            ImapError::LoginRefused("a character this server cannot take".to_owned())
        }
        other => lost(other),
    }
}

/// The words inside how the library prints a refusal.
fn said_text(printed: &str) -> String {
    let inner = printed.split("info: Some(\"").nth(1);
    let text = inner
        .and_then(|it| it.split("\")").next())
        .unwrap_or(printed);
    cut(text)
}

fn lost(err: async_imap::error::Error) -> ImapError {
    match err {
        async_imap::error::Error::Io(err) => unreadable(&err),
        async_imap::error::Error::No(said) | async_imap::error::Error::Bad(said) => {
            ImapError::Refused(said_text(&said))
        }
        async_imap::error::Error::ConnectionLost => NetError::Lost.into(),
        _ => NetError::Protocol.into(),
    }
}

/// The library's own text may hold what was read, so only the kind of error goes on.
fn unreadable(err: &std::io::Error) -> ImapError {
    use std::io::ErrorKind;
    let kind = match err.kind() {
        ErrorKind::Other | ErrorKind::InvalidData if err.get_ref().is_some() => NetError::Protocol,
        _ => NetError::Lost,
    };
    kind.into()
}

fn settings(err: &crate::domain::error::Error) -> ImapError {
    ImapError::Net(NetError::Settings(err.to_string()))
}

fn body(response: &Response<'_>) -> Option<(u32, Vec<u8>)> {
    let Response::Fetch(_, attributes) = response else {
        return None;
    };
    let (mut uid, mut bytes) = (None, None);
    for it in attributes {
        match it {
            AttributeValue::Uid(n) => uid = Some(*n),
            AttributeValue::BodySection { data, .. } | AttributeValue::Rfc822(data) => {
                bytes = data.as_ref().map(|it| it.to_vec());
            }
            _ => {}
        }
    }
    Some((uid?, bytes?))
}
