//! A mailbox being tried, shown as it happens: its servers looked for, both log-ins, and a mail to itself. Shared by the
//! settings and the wizard.

use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::app::App;
use crate::app::trials::{End, Line, Trial};
use crate::channels::email::detect::{Ask, Detected, detect};
use crate::channels::email::proof;
use crate::channels::email::providers::Servers;
use crate::channels::kit::{CheckLine, Door, Told};
use crate::desk::channels as desk;
use crate::desk::mailbox::{MailboxForm, auth_name, security_name};
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::{
    Channel, ChannelKind, Connection, ConnectionSettings, MailAuth, Server,
};
use crate::domain::error::{Error, Result};
use crate::domain::id::{ChannelId, DeliveryId, Id, MessageId};
use crate::domain::message::MailAddress;
use crate::domain::outbound::{Outbound, OutboundMail};
use crate::web::settings::first;
use crate::web::settings::mailbox::{self, said};
use crate::web::sheet::{Part, Section, Tick};
use crate::words::{Arg, Words};

/// Pairs of a form.
type Given = Vec<(String, String)>;

/// What came of sending the form of a new mailbox.
pub enum Begun {
    /// Kept without a try: it was wanted so, or a provider must be asked first.
    Kept(Box<Channel>),
    /// Being tried; its page shows how far it is.
    Trying(Uuid),
}

/// One trial at work.
struct Work {
    app: App,
    viewer: Viewer,
    words: Words,
    trial: Arc<Trial>,
}

impl Drop for Work {
    /// However the work ended, its page must not wait for ever.
    fn drop(&mut self) {
        self.trial.end(End::Refused {
            given: Vec::new(),
            error: Some(Error::Internal("a trial broke off".to_owned())),
        });
    }
}

/// Failures in which the server's own words help.
const SAID: [&str; 6] = [
    "health-login-refused",
    "health-smtp-login-refused",
    "health-smtp-later",
    "health-smtp-unreachable",
    "health-refused",
    "health-bye",
];

/// Why a new mailbox was not kept: what was found of it, and what is wrong.
type Refusal = (Given, Option<Error>);

/// Begins to try a new mailbox, or keeps it as it is.
///
/// # Errors
/// [`Error::Invalid`] on what is missing or wrong; [`Error::Forbidden`]; [`Error::TooMany`].
pub async fn begin(app: &App, viewer: Viewer, words: &Words, given: &Given) -> Result<Begun> {
    viewer.need(Right::Administer)?;
    let form = mailbox::read(given, app.clock.now(), true);
    let detects = mailbox::wants_detection(&form)?;
    if !detects {
        let settings = mailbox::as_settings(app, &form)?;
        if settings.auth != MailAuth::Password || !first(given, "anyway").is_empty() {
            let made = mailbox::keep(app, viewer, form).await?;
            return Ok(Begun::Kept(Box::new(made)));
        }
    }
    let (work, id) = work(app, viewer, words)?;
    let given = without_secrets(given);
    tokio::spawn(async move {
        let end = match work.connect(form, detects).await {
            Ok(channel) => End::Channel(channel),
            Err((found, error)) => End::Refused {
                given: filled(given, found),
                error,
            },
        };
        work.trial.end(end);
    });
    Ok(Begun::Trying(id))
}

/// Begins to try a channel that is connected.
///
/// # Errors
/// [`Error::NotFound`] for calls written down; [`Error::Forbidden`]; [`Error::TooMany`].
pub async fn begin_test(app: &App, viewer: Viewer, words: &Words, id: ChannelId) -> Result<Uuid> {
    viewer.need(Right::Administer)?;
    let found = app.look(move |look| desk::find(look, id)).await?;
    if found.1.kind == ChannelKind::Log {
        return Err(Error::not_found("page"));
    }
    let (work, trial) = work(app, viewer, words)?;
    tokio::spawn(async move {
        if found.1.kind != ChannelKind::Email {
            work.try_provider(found.1).await;
            return work.trial.end(End::Channel(id));
        }
        if work.check(found.1.clone()).await {
            work.prove(&found.0, found.1).await;
        }
        work.trial.end(End::Channel(id));
    });
    Ok(trial)
}

fn work(app: &App, viewer: Viewer, words: &Words) -> Result<(Work, Uuid)> {
    let by = viewer.agent_id().ok_or(Error::Unauthenticated)?;
    let trial = app.trials.begin(by)?;
    let id = trial.id;
    let work = Work {
        app: app.clone(),
        viewer,
        words: words.clone(),
        trial,
    };
    Ok((work, id))
}

impl Work {
    /// Tries a new mailbox, keeps it when both log-ins work, and sends it a mail.
    async fn connect(&self, mut form: MailboxForm, detects: bool) -> Result<ChannelId, Refusal> {
        let wrong = |error: Error| (Vec::new(), Some(error));
        if detects {
            self.find_servers(&mut form).await?;
        } else {
            let settings = mailbox::as_settings(&self.app, &form).map_err(wrong)?;
            let connection = Connection {
                kind: ChannelKind::Email,
                settings: ConnectionSettings::Email(Box::new(settings)),
                ..Connection::default()
            };
            if !self.check(connection).await {
                return Err((Vec::new(), None));
            }
        }
        let found = form_pairs(&form);
        let kept = mailbox::keep(&self.app, self.viewer.clone(), form).await;
        let channel = kept.map_err(|err| (found, Some(err)))?;
        let id = channel.id;
        let look = self.app.look(move |look| desk::find(look, id)).await;
        if let Ok((channel, connection)) = look {
            self.prove(&channel, connection).await;
        }
        Ok(id)
    }

    /// Finds the servers of an address and puts them into the form.
    async fn find_servers(&self, form: &mut MailboxForm) -> Result<(), Refusal> {
        let address = form.address.clone().unwrap_or_default();
        let password = form.password.clone().unwrap_or_default();
        let ca_pem = form.imap.as_ref().and_then(|it| it.ca_pem.clone());
        let ask = Ask {
            address: &address,
            password: password.expose(),
            ca_pem: ca_pem.as_deref().unwrap_or_default(),
        };
        let tell = |told: Told| self.trial.hear(told);
        match detect(&self.app.net, &ask, &tell).await {
            Detected::Works(servers) => {
                form.imap = Some(said(&servers.imap));
                form.smtp = Some(said(&servers.smtp));
                Ok(())
            }
            Detected::UseButton(auth, servers) => {
                let mut found = pairs(&servers);
                found.push(("auth".to_owned(), auth_name(auth).to_owned()));
                Err((found, Some(Error::invalid("auth", "error-use-button"))))
            }
            Detected::WrongPassword(servers) => {
                let wrong = Error::invalid("password", "error-mail-password");
                Err((pairs(&servers), Some(wrong)))
            }
            Detected::Failed(servers) => Err((pairs(&servers), None)),
        }
    }

    /// Logs in to both servers; whether receiving and sending work.
    async fn check(&self, connection: Connection) -> bool {
        let mail = connection.email().cloned().unwrap_or_default();
        for (what, host) in [
            ("check-imap-login", &mail.imap.host),
            ("check-smtp-login", &mail.smtp.host),
        ] {
            self.trial.hear(Told::Begins(what, host.clone()));
        }
        let lines = match mailbox::check(&self.app, connection).await {
            Ok(it) => it,
            Err(err) => {
                tracing::warn!(error = %err, "a mailbox could not be tried");
                vec![CheckLine {
                    what: "check-imap-login",
                    problem: Some(("health-settings".to_owned(), String::new())),
                    detail: String::new(),
                }]
            }
        };
        let works = lines
            .iter()
            .all(|it| it.problem.is_none() || it.what == "check-sent-folder");
        for line in lines {
            self.trial.hear(Told::Ends(line));
        }
        works
    }

    /// Tries what can be tried of a channel that is reached by an API.
    async fn try_provider(&self, connection: Connection) {
        let kind = crate::channels::of(connection.kind);
        let door = Door::open(connection, &self.app.keys, &self.app.net);
        let mut lines = match (kind, door) {
            (Some(kind), Ok(door)) => kind.check(&door).await,
            _ => vec![CheckLine {
                what: "check-set-up",
                problem: Some(("health-settings".to_owned(), String::new())),
                detail: String::new(),
            }],
        };
        if lines.is_empty() {
            lines.push(CheckLine {
                what: "check-nothing",
                problem: None,
                detail: String::new(),
            });
        }
        for line in lines {
            self.trial.hear(Told::Ends(line));
        }
    }

    /// Sends the mailbox a mail from itself and waits for it.
    async fn prove(&self, channel: &Channel, connection: Connection) {
        let name = connection.email().map(|it| it.name.clone());
        let address = MailAddress {
            name: name.unwrap_or_default(),
            address: channel.address.clone(),
        };
        let Ok(door) = Door::open(connection, &self.app.keys, &self.app.net) else {
            return;
        };
        let id = MessageId::from_uuid(Uuid::new_v4());
        let domain = channel.address.rsplit('@').next().unwrap_or_default();
        let out = Outbound {
            delivery: DeliveryId::from_uuid(id.uuid()),
            message: id,
            text: self.words.t("letter-test"),
            html: None,
            attachments: Vec::new(),
            mail: Some(OutboundMail {
                message_id: self.app.keys.mail_id(id, domain),
                from: address.clone(),
                to: vec![address],
                subject: self.words.t("letter-test-subject"),
                automatic: true,
                ..OutboundMail::default()
            }),
            chat: None,
        };
        let tell = |told: Told| self.trial.hear(told);
        proof::send_and_find(&door, &out, &tell).await;
    }
}

fn is_secret(name: &str) -> bool {
    name.ends_with("password") || name.ends_with("secret") || name == "csrf"
}

fn without_secrets(given: &Given) -> Given {
    let shown = given.iter().filter(|it| !is_secret(&it.0));
    shown.cloned().collect()
}

/// What was typed, with what was found in the places that were left empty.
fn filled(mut given: Given, found: Given) -> Given {
    for (name, value) in found {
        match given.iter_mut().find(|it| it.0 == name) {
            // Google and Microsoft take no password, whatever was chosen.
            Some(it) if it.1.is_empty() || name == "auth" => it.1 = value,
            Some(it) if name.ends_with(".security") || name.ends_with(".port") => it.1 = value,
            Some(_) => {}
            None => given.push((name, value)),
        }
    }
    given
}

/// Servers as the fields of the form.
fn pairs(servers: &Servers) -> Given {
    let mut all = one("imap", &servers.imap);
    all.extend(one("smtp", &servers.smtp));
    all
}

fn one(which: &str, server: &Server) -> Given {
    if server.host.is_empty() {
        return Vec::new();
    }
    let pair = |name: &str, value: String| (format!("{which}.{name}"), value);
    vec![
        pair("host", server.host.clone()),
        pair("port", server.port.to_string()),
        pair("security", security_name(server.security).to_owned()),
        pair("username", server.username.clone()),
    ]
}

fn form_pairs(form: &MailboxForm) -> Given {
    let mut all = Vec::new();
    for (which, server) in [("imap", &form.imap), ("smtp", &form.smtp)] {
        let Some(it) = server else { continue };
        let port = it.port.map(|it| it.to_string());
        for (name, value) in [
            ("host", it.host.clone()),
            ("port", port),
            ("security", it.security.clone()),
            ("username", it.username.clone()),
        ] {
            all.extend(value.map(|value| (format!("{which}.{name}"), value)));
        }
    }
    all
}

/// One's own trial as its page shows it.
#[must_use]
pub fn find(app: &App, viewer: &Viewer, id: &str) -> Option<(Vec<Line>, Option<End>)> {
    let trial = app.trials.find(id, viewer.agent_id()?)?;
    Some(trial.seen())
}

/// Whether every step worked.
#[must_use]
pub fn is_good(lines: &[Line]) -> bool {
    lines.iter().all(|it| it.line.problem.is_none())
}

/// The steps, live while it goes on.
#[must_use]
pub fn steps(words: &Words, lines: &[Line], over: bool) -> Section {
    let ticks = lines.iter().map(|it| tick(words, it)).collect();
    let mut section = Section::of(String::new(), vec![Part::Ticks(ticks)]).id("trial");
    section.live = !over;
    if !over {
        section.parts.push(Part::Text(words.t("try-wait")));
    }
    section
}

fn tick(words: &Words, it: &Line) -> Tick {
    let CheckLine {
        what,
        problem,
        detail,
    } = &it.line;
    let mut parts = vec![detail.clone()];
    if let Some((code, said)) = problem {
        parts.push(sentence(words, code, said));
    }
    if !it.running && it.took >= Duration::from_millis(50) {
        parts.push(words.seconds(it.took));
    }
    parts.retain(|it| !it.is_empty());
    Tick {
        state: match (it.running, problem) {
            (true, _) => "wait",
            (false, None) => "ok",
            (false, Some((code, _))) if code == "health-no-sent-folder" => "warn",
            (false, Some(_)) => "bad",
        },
        text: words.t(what),
        detail: parts.join(" · "),
        href: String::new(),
    }
}

/// What is wrong, what to do, and what the server said.
#[must_use]
pub fn sentence(words: &Words, code: &str, said: &str) -> String {
    let mut text = if code.starts_with("send-") {
        let (reason, remedy) = (words.t(code), words.t(&format!("{code}-remedy")));
        let args = [
            ("reason", Arg::Text(&reason)),
            ("remedy", Arg::Text(&remedy)),
        ];
        words.t_with("test-not-sent", &args)
    } else {
        words.t(code)
    };
    // What Lobby says itself in English is in the sentence already.
    let from_server = code.starts_with("send-") || SAID.contains(&code);
    if from_server && !said.is_empty() {
        text.push_str(&format!(" ({said})"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(all: &[(&str, &str)]) -> Given {
        all.iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn what_was_typed_comes_again_without_its_secrets_and_with_what_was_found() {
        let typed = given(&[
            ("address", "ana@luz.co"),
            ("password", "canary"),
            ("oauth.client_secret", "canary"),
            ("smtp.password", "canary"),
            ("imap.host", ""),
            ("imap.security", "tls"),
            ("imap.username", "mine"),
            ("auth", "password"),
        ]);
        let found = given(&[
            ("imap.host", "imap.luz.co"),
            ("imap.security", "starttls"),
            ("imap.username", "ana"),
            ("smtp.host", "smtp.luz.co"),
            ("auth", "google"),
        ]);
        let again = filled(without_secrets(&typed), found);
        assert!(!format!("{again:?}").contains("canary"));
        for (name, value) in [
            ("imap.host", "imap.luz.co"),
            ("imap.security", "starttls"),
            ("imap.username", "mine"),
            ("smtp.host", "smtp.luz.co"),
            ("auth", "google"),
        ] {
            assert_eq!(first(&again, name), value, "{name}");
        }
    }
}
