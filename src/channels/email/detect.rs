//! From an address and a password to a mailbox that works: the provider if it is a known one, else what the domain says
//! of itself, else the usual names; each step is told as it is made.

use futures_util::stream::{self, StreamExt};
use zeroize::Zeroizing;

use crate::channels::email::autoconfig;
use crate::channels::email::check::open_trouble;
use crate::channels::email::greet;
use crate::channels::email::imap::Session;
use crate::channels::email::providers::{Servers, by_domain, by_mail_host, server};
use crate::channels::email::smtp::{self, SmtpLine};
use crate::channels::kit::{CheckLine, Door, Secrets, Tell, Told, Trouble};
use crate::domain::channel::{
    Connection, ConnectionSettings, EmailSettings, MailAuth, Security, Server,
};
use crate::net::Net;

/// What is known of a mailbox before it was looked for.
pub struct Ask<'a> {
    pub address: &'a str,
    pub password: &'a str,
    /// Further root certificates to believe, PEM; empty for none.
    pub ca_pem: &'a str,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub enum Detected {
    /// Both log-ins work.
    Works(Box<Servers>),
    /// Google or Microsoft, which take no password: use the button.
    UseButton(MailAuth, Box<Servers>),
    /// The servers are right, the password is not.
    WrongPassword(Box<Servers>),
    /// Reading works or not, sending works or not: the servers as far as they were found; an empty host was not.
    Failed(Box<Servers>),
}

/// A server worth a try, and who named it: a key of `words`, and what it was named by.
struct Candidate {
    server: Server,
    by: (&'static str, String),
}

/// Finds out, telling each step: `try-domain`, `try-provider`, `try-autoconfig`, `try-srv`, `try-usual`, `try-imap`,
/// `try-smtp`, `check-imap-login`, `check-smtp-login`. The address must have a domain.
pub async fn detect(net: &Net, ask: &Ask<'_>, tell: Tell<'_>) -> Detected {
    let domain = ask.address.rsplit_once('@').map_or("", |it| it.1);
    let domain = domain.to_ascii_lowercase();
    tell(Told::Begins("try-domain", domain.clone()));
    let mail_hosts = net.mail_hosts(&domain).await;
    let record = match mail_hosts.first() {
        Some(host) => format!("{domain} (MX {host})"),
        None => domain.clone(),
    };
    good(tell, "try-domain", record);
    let provider = by_domain(&domain).or_else(|| mail_hosts.iter().find_map(|it| by_mail_host(it)));
    if let Some(provider) = provider {
        let mut servers = provider.servers;
        good(tell, "try-provider", servers.imap.host.clone());
        if provider.auth != MailAuth::Password {
            return Detected::UseButton(provider.auth, Box::new(servers));
        }
        ask.ca_pem.clone_into(&mut servers.imap.ca_pem);
        ask.ca_pem.clone_into(&mut servers.smtp.ca_pem);
        return log_in(net, ask, servers, tell).await;
    }
    tell(Told::Begins("try-autoconfig", domain.clone()));
    let (reading, sending) = candidates(net, ask, &domain, &mail_hosts).await;
    // The first one worth a try says by what it is known.
    if let Some(it) = reading.first().or(sending.first()) {
        good(tell, it.by.0, it.by.1.clone());
    }
    tell(Told::Begins("try-imap", String::new()));
    tell(Told::Begins("try-smtp", String::new()));
    let (imap, smtp) = tokio::join!(
        first_that(reading, |it| answers_imap(net, it)),
        first_that(sending, |it| answers_smtp(net, it))
    );
    let imap = found(tell, "try-imap", imap);
    let smtp = found(tell, "try-smtp", smtp);
    let servers = Servers {
        imap: imap.unwrap_or_default(),
        smtp: smtp.unwrap_or_default(),
    };
    if servers.imap.host.is_empty() || servers.smtp.host.is_empty() {
        return Detected::Failed(Box::new(servers));
    }
    log_in(net, ask, servers, tell).await
}

fn good(tell: Tell<'_>, what: &'static str, detail: String) {
    tell(Told::Ends(CheckLine {
        what,
        problem: None,
        detail,
    }));
}

fn bad(tell: Tell<'_>, what: &'static str, trouble: Trouble, detail: String) {
    tell(Told::Ends(CheckLine {
        what,
        problem: Some((trouble.code.to_owned(), trouble.detail)),
        detail,
    }));
}

/// Servers worth a try, the most certain first.
async fn candidates(
    net: &Net,
    ask: &Ask<'_>,
    domain: &str,
    mail_hosts: &[String],
) -> (Vec<Candidate>, Vec<Candidate>) {
    let (described, imaps, imap, submissions, submission) = tokio::join!(
        autoconfig::ask(net, ask.address, domain, ask.ca_pem),
        net.service_hosts("_imaps._tcp", domain),
        net.service_hosts("_imap._tcp", domain),
        net.service_hosts("_submissions._tcp", domain),
        net.service_hosts("_submission._tcp", domain),
    );
    let described = described.unwrap_or_default();
    let by = described.by;
    let reading = listed(
        described.imap.map(|it| (it, by.clone())),
        [("_imaps._tcp", imaps), ("_imap._tcp", imap)],
        ("imap", [993, 143]),
        (domain, mail_hosts),
    );
    let sending = listed(
        described.smtp.map(|it| (it, by)),
        [
            ("_submissions._tcp", submissions),
            ("_submission._tcp", submission),
        ],
        ("smtp", [465, 587]),
        (domain, mail_hosts),
    );
    let trusting = |mut all: Vec<Candidate>| {
        for it in &mut all {
            ask.ca_pem.clone_into(&mut it.server.ca_pem);
        }
        all
    };
    (trusting(reading), trusting(sending))
}

/// Named service, and the hosts and ports it names.
type Service = (&'static str, Vec<(String, u16)>);

/// What is described, what the records name, the usual names: of one kind of server. The first of two services and
/// ports is TLS from the start, the second STARTTLS.
fn listed(
    described: Option<(Server, String)>,
    services: [Service; 2],
    (usual, ports): (&str, [u16; 2]),
    (domain, mail_hosts): (&str, &[String]),
) -> Vec<Candidate> {
    const WAYS: [Security; 2] = [Security::Tls, Security::StartTls];
    let mut all: Vec<Candidate> = Vec::new();
    all.extend(described.map(|(server, by)| Candidate {
        server,
        by: ("try-autoconfig", by),
    }));
    for ((name, found), security) in services.into_iter().zip(WAYS) {
        all.extend(found.into_iter().map(|(host, port)| Candidate {
            server: server(&host, port, security),
            by: ("try-srv", format!("{name}.{domain}")),
        }));
    }
    let mut hosts = vec![format!("{usual}.{domain}"), format!("mail.{domain}")];
    hosts.push(domain.to_owned());
    hosts.extend(mail_hosts.first().cloned());
    for (port, security) in ports.into_iter().zip(WAYS) {
        all.extend(hosts.iter().map(|host| Candidate {
            server: server(host, port, security),
            by: ("try-usual", domain.to_owned()),
        }));
    }
    all
}

/// Tries all at once and takes the first in order that answers; else the failure that says most, and where.
async fn first_that<F: Future<Output = Result<(), Trouble>>>(
    candidates: Vec<Candidate>,
    answers: impl Fn(Server) -> F,
) -> Result<Candidate, (Trouble, String)> {
    let at_once = candidates.len().max(1);
    let tries = candidates.into_iter().map(|it| {
        let answer = answers(it.server.clone());
        async move { (answer.await, it) }
    });
    let mut tries = stream::iter(tries).buffered(at_once);
    let mut worst: Option<(u8, Trouble, String)> = None;
    while let Some((done, it)) = tries.next().await {
        let Err(trouble) = done else {
            return Ok(it);
        };
        let says = telling(trouble.code);
        if worst.as_ref().is_none_or(|it| it.0 < says) {
            let at = format!("{}:{}", it.server.host, it.server.port);
            worst = Some((says, trouble, at));
        }
    }
    Err(worst.map_or_else(
        || (Trouble::new("health-no-such-host", ""), String::new()),
        |(_, trouble, at)| (trouble, at),
    ))
}

/// How much a failure says: that a server is there and what is wrong with it is worth more than that none is.
fn telling(code: &str) -> u8 {
    match code {
        "health-no-such-host" => 0,
        "health-unreachable" | "health-timed-out" => 1,
        "health-lost" | "health-tls" | "health-protocol" => 2,
        _ => 3,
    }
}

fn found(
    tell: Tell<'_>,
    what: &'static str,
    it: Result<Candidate, (Trouble, String)>,
) -> Option<Server> {
    match it {
        Ok(it) => {
            good(tell, what, format!("{}:{}", it.server.host, it.server.port));
            Some(it.server)
        }
        Err((trouble, at)) => {
            bad(tell, what, trouble, at);
            None
        }
    }
}

async fn answers_imap(net: &Net, server: Server) -> Result<(), Trouble> {
    greet::reach(net, &server).await?;
    Ok(())
}

async fn answers_smtp(net: &Net, server: Server) -> Result<(), Trouble> {
    let reached = smtp::reach(net, &server, "localhost").await;
    reached.map(|_| ()).map_err(|err| open_trouble(&err))
}

/// Logs in to both: with the user name that was described, the address, or what stands before the @. A server may
/// want another form than its neighbour.
async fn log_in(net: &Net, ask: &Ask<'_>, mut servers: Servers, tell: Tell<'_>) -> Detected {
    let named = servers.imap.username.clone();
    let mut refused = None;
    tell(Told::Begins("check-imap-login", servers.imap.host.clone()));
    for user in users(ask.address, &[&named]) {
        servers.imap.username = user;
        match read(&door(net, ask, &servers)).await {
            Ok(()) => {
                refused = None;
                break;
            }
            Err(it) if it.code == "health-login-refused" => refused = Some(it),
            Err(it) => {
                bad(tell, "check-imap-login", it, servers.imap.host.clone());
                return Detected::Failed(Box::new(servers));
            }
        }
    }
    if let Some(it) = refused {
        servers.imap.username = named;
        bad(tell, "check-imap-login", it, servers.imap.host.clone());
        return Detected::WrongPassword(Box::new(servers));
    }
    good(tell, "check-imap-login", with_user(&servers.imap));
    tell(Told::Begins("check-smtp-login", servers.smtp.host.clone()));
    let (named, known) = (servers.smtp.username.clone(), servers.imap.username.clone());
    let mut trouble = Trouble::new("health-smtp-login-refused", "");
    for user in users(ask.address, &[&named, &known]) {
        servers.smtp.username = user;
        match send(&door(net, ask, &servers)).await {
            Ok(()) => {
                good(tell, "check-smtp-login", with_user(&servers.smtp));
                return Detected::Works(Box::new(servers));
            }
            Err(it) => {
                let is_login = it.code == "health-smtp-login-refused";
                trouble = it;
                if !is_login {
                    break;
                }
            }
        }
    }
    servers.smtp.username = named;
    bad(tell, "check-smtp-login", trouble, servers.smtp.host.clone());
    Detected::Failed(Box::new(servers))
}

fn with_user(server: &Server) -> String {
    format!("{} ({})", server.host, server.username)
}

/// User names worth a try, each once; few, for servers count wrong ones.
fn users(address: &str, named: &[&str]) -> Vec<String> {
    let local = address.split('@').next().unwrap_or_default();
    let mut all: Vec<String> = Vec::new();
    for it in named.iter().copied().chain([address, local]) {
        if !it.is_empty() && !all.iter().any(|known| known == it) {
            all.push(it.to_owned());
        }
    }
    all
}

async fn read(door: &Door) -> Result<(), Trouble> {
    Session::open(door).await?.close().await;
    Ok(())
}

async fn send(door: &Door) -> Result<(), Trouble> {
    let line = SmtpLine::try_open(door).await;
    line.map_err(|err| open_trouble(&err))?.quit().await;
    Ok(())
}

fn door(net: &Net, ask: &Ask<'_>, servers: &Servers) -> Door {
    let settings = EmailSettings {
        address: ask.address.to_owned(),
        imap: servers.imap.clone(),
        smtp: servers.smtp.clone(),
        ..EmailSettings::default()
    };
    let secret = || Zeroizing::new(ask.password.to_owned());
    Door {
        connection: Connection {
            settings: ConnectionSettings::Email(Box::new(settings)),
            ..Connection::default()
        },
        secrets: Secrets {
            imap: secret(),
            smtp: secret(),
            token: None,
            ..Secrets::default()
        },
        net: net.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_user_names_are_tried_each_once() {
        assert_eq!(users("ana@luz.co", &[""]), ["ana@luz.co", "ana"]);
        assert_eq!(
            users("ana@luz.co", &["ana", "ana@luz.co"]),
            ["ana", "ana@luz.co"]
        );
        assert_eq!(users("ana@luz.co", &["u1"]), ["u1", "ana@luz.co", "ana"]);
    }

    #[tokio::test]
    async fn the_first_in_order_that_answers_is_taken_else_the_failure_that_says_most() {
        let all = |codes: [&'static str; 3]| {
            let one = |(at, code): (u16, &'static str)| Candidate {
                server: server(code, at, Security::Tls),
                by: ("try-usual", String::new()),
            };
            (0..).zip(codes).map(one).collect::<Vec<_>>()
        };
        let answer = |it: Server| async move {
            match it.host.as_str() {
                "fine" => Ok(()),
                "slow" => {
                    tokio::task::yield_now().await;
                    Ok(())
                }
                "unreachable" => Err(Trouble::new("health-unreachable", "")),
                "issuer" => Err(Trouble::new("health-certificate-issuer", "")),
                _ => Err(Trouble::new("health-no-such-host", "")),
            }
        };
        let took = first_that(all(["none", "slow", "fine"]), answer).await;
        assert_eq!(took.ok().map(|it| it.server.port), Some(1));
        let none = first_that(all(["none", "issuer", "unreachable"]), answer).await;
        let said = none.err().map(|it| (it.0.code, it.1));
        assert_eq!(
            said,
            Some(("health-certificate-issuer", "issuer:1".to_owned()))
        );
    }
}
