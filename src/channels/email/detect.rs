//! From an address and a password to a mailbox that works: the provider if it is a known one, else what the domain says
//! of itself, else the usual names; each try is told as it is made.

use futures_util::future::join_all;

use crate::channels::email::autoconfig;
use crate::channels::email::check::send_trouble;
use crate::channels::email::greet;
use crate::channels::email::imap::Session;
use crate::channels::email::providers::{Servers, by_domain, by_mail_host, server};
use crate::channels::email::smtp::{self, SmtpLine};
use crate::channels::kit::{CheckLine, Door, Secrets, Trouble};
use crate::domain::channel::{
    Connection, ConnectionSettings, EmailSettings, MailAuth, Security, Server,
};
use crate::domain::outbound::SendError;
use crate::net::{Net, dns};
use zeroize::Zeroizing;

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Detected {
    /// Both log-ins work.
    Works(Box<Servers>),
    /// Google or Microsoft, which take no password: use the button.
    UseButton(MailAuth, Box<Servers>),
    /// The servers are right, the password is not.
    WrongPassword(Box<Servers>),
    /// Reading works or not, sending works or not: the servers as far as they were found, and the field at fault
    /// (`address`, `imap_host`, `smtp_host`).
    Failed {
        servers: Option<Box<Servers>>,
        field: &'static str,
    },
}

/// Tells a line of the log; `what` is `try-domain`, `try-imap`, `try-smtp`, `check-imap-login` or `check-smtp-login`.
pub type Tell<'a> = &'a (dyn Fn(CheckLine) + Send + Sync);

/// Finds out, telling each step.
pub async fn detect(net: &Net, address: &str, password: &str, tell: Tell<'_>) -> Detected {
    let Some((_, domain)) = address
        .rsplit_once('@')
        .filter(|(a, b)| !a.is_empty() && b.contains('.'))
    else {
        return Detected::Failed {
            servers: None,
            field: "address",
        };
    };
    let domain = domain.to_ascii_lowercase();
    let mail_hosts = dns::mail_hosts(&domain).await;
    let provider = by_domain(&domain).or_else(|| mail_hosts.iter().find_map(|it| by_mail_host(it)));
    tell(CheckLine {
        what: "try-domain",
        problem: None,
        detail: domain.clone(),
    });
    if let Some(provider) = provider {
        if provider.auth != MailAuth::Password {
            return Detected::UseButton(provider.auth, Box::new(provider.servers));
        }
        return log_in(net, address, password, provider.servers, tell).await;
    }
    let (imap, smtp) = candidates(net, address, &domain, &mail_hosts).await;
    let imap = first_that(imap, |it| answers_imap(net, it), "try-imap", tell);
    let smtp = first_that(smtp, |it| answers_smtp(net, it), "try-smtp", tell);
    match tokio::join!(imap, smtp) {
        (Some(imap), Some(smtp)) => {
            log_in(net, address, password, Servers { imap, smtp }, tell).await
        }
        (None, _) => Detected::Failed {
            servers: None,
            field: "imap_host",
        },
        (Some(imap), None) => Detected::Failed {
            servers: Some(Box::new(Servers {
                imap,
                smtp: Server::default(),
            })),
            field: "smtp_host",
        },
    }
}

/// Servers worth a try, the most certain first.
async fn candidates(
    net: &Net,
    address: &str,
    domain: &str,
    mail_hosts: &[String],
) -> (Vec<Server>, Vec<Server>) {
    let (described, imaps, imap, submissions, submission) = tokio::join!(
        autoconfig::ask(net, address, domain),
        dns::service("_imaps._tcp", domain),
        dns::service("_imap._tcp", domain),
        dns::service("_submissions._tcp", domain),
        dns::service("_submission._tcp", domain),
    );
    let described = described.unwrap_or_default();
    let named = |all: Vec<(String, u16)>, security| {
        all.into_iter()
            .map(move |(host, port)| server(&host, port, security))
    };
    let mut reading: Vec<Server> = described.imap.into_iter().collect();
    reading.extend(named(imaps, Security::Tls));
    reading.extend(named(imap, Security::StartTls));
    let mut sending: Vec<Server> = described.smtp.into_iter().collect();
    sending.extend(named(submissions, Security::Tls));
    sending.extend(named(submission, Security::StartTls));
    let guessed = |first: &str| {
        let mut hosts = vec![
            format!("{first}.{domain}"),
            format!("mail.{domain}"),
            domain.to_owned(),
        ];
        hosts.extend(mail_hosts.first().cloned());
        hosts
    };
    for (hosts, ports, list) in [
        (
            guessed("imap"),
            [(993, Security::Tls), (143, Security::StartTls)],
            &mut reading,
        ),
        (
            guessed("smtp"),
            [(465, Security::Tls), (587, Security::StartTls)],
            &mut sending,
        ),
    ] {
        for (port, security) in ports {
            list.extend(hosts.iter().map(|it| server(it, port, security)));
        }
    }
    (reading, sending)
}

/// Tries all at once and takes the first in order that answers.
async fn first_that<F: Future<Output = Result<(), Trouble>>>(
    candidates: Vec<Server>,
    answers: impl Fn(Server) -> F,
    what: &'static str,
    tell: Tell<'_>,
) -> Option<Server> {
    let tries = candidates.into_iter().map(|it| {
        let answer = answers(it.clone());
        async move {
            let done = answer.await;
            tell(CheckLine {
                what,
                problem: done
                    .as_ref()
                    .err()
                    .map(|it| (it.code.to_owned(), it.detail.clone())),
                detail: format!("{}:{}", it.host, it.port),
            });
            done.is_ok().then_some(it)
        }
    });
    join_all(tries).await.into_iter().flatten().next()
}

async fn answers_imap(net: &Net, server: Server) -> Result<(), Trouble> {
    greet::reach(net, &server).await?;
    Ok(())
}

async fn answers_smtp(net: &Net, server: Server) -> Result<(), Trouble> {
    let reached = smtp::reach(net, &server, "localhost").await;
    reached.map(|_| ()).map_err(|err| send_trouble(&err))
}

/// Logs in to both: with the address as user name, else with what stands before the @.
async fn log_in(
    net: &Net,
    address: &str,
    password: &str,
    servers: Servers,
    tell: Tell<'_>,
) -> Detected {
    let local = address.split('@').next().unwrap_or_default();
    let mut users = vec![servers.imap.username.clone()];
    users.extend([address.to_owned(), local.to_owned()]);
    users.retain(|it| !it.is_empty());
    users.dedup();
    for user in users {
        let mut servers = servers.clone();
        servers.imap.username.clone_from(&user);
        servers.smtp.username = user;
        let door = door(net, address, password, &servers);
        let (reading, sending) = tokio::join!(Session::open(&door), SmtpLine::open(&door));
        let reading = match reading {
            Ok(it) => {
                it.close().await;
                Ok(())
            }
            Err(err) => Err(Trouble::from(err)),
        };
        let refused = matches!(sending, Err(SendError::LoginRefused { .. }));
        let sending = match sending {
            Ok(it) => {
                it.quit().await;
                Ok(())
            }
            Err(err) => Err(send_trouble(&err)),
        };
        for (what, done, server) in [
            ("check-imap-login", &reading, &servers.imap),
            ("check-smtp-login", &sending, &servers.smtp),
        ] {
            tell(CheckLine {
                what,
                problem: done
                    .as_ref()
                    .err()
                    .map(|it| (it.code.to_owned(), it.detail.clone())),
                detail: server.host.clone(),
            });
        }
        let servers = Box::new(servers);
        match (reading, sending) {
            (Ok(()), Ok(())) => return Detected::Works(servers),
            (Err(it), _) if it.code == "health-login-refused" => {}
            (Ok(()), Err(_)) if refused => return Detected::WrongPassword(servers),
            (Ok(()), Err(_)) => {
                return Detected::Failed {
                    servers: Some(servers),
                    field: "smtp_host",
                };
            }
            (Err(_), _) => {
                return Detected::Failed {
                    servers: Some(servers),
                    field: "imap_host",
                };
            }
        }
    }
    Detected::WrongPassword(Box::new(servers))
}

fn door(net: &Net, address: &str, password: &str, servers: &Servers) -> Door {
    let settings = EmailSettings {
        address: address.to_owned(),
        imap: servers.imap.clone(),
        smtp: servers.smtp.clone(),
        ..EmailSettings::default()
    };
    let secret = || Zeroizing::new(password.to_owned());
    Door {
        connection: Connection {
            settings: ConnectionSettings::Email(Box::new(settings)),
            ..Connection::default()
        },
        secrets: Secrets {
            imap: secret(),
            smtp: secret(),
            token: None,
        },
        net: net.clone(),
    }
}
