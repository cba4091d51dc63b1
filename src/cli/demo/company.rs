//! The pretend company: founded once in an empty data folder, with its people, teams, tags and channels.

use std::collections::BTreeSet;

use crate::app::App;
use crate::auth::password;
use crate::auth::secret::Secret;
use crate::cli::demo::letter::AUTHSERV_ID;
use crate::cli::demo::phones::{ACCOUNT, NUMBER, SECRET, TOKEN};
use crate::cli::demo::story::{Cast, address_part};
use crate::cli::order::viewer;
use crate::desk::business::BusinessDetails;
use crate::desk::channels::{self, ChannelForm, With};
use crate::desk::mailbox::{Hidden, MailboxForm, ServerForm};
use crate::desk::providers::{self, Prepared};
use crate::desk::teams::{self, NewTeam};
use crate::desk::{agents, tags};
use crate::domain::actor::{Role, Viewer};
use crate::domain::agent::Agent;
use crate::domain::channel::{Channel, ChannelKind, Connection};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ConnectionId, TagId, TeamId};
use crate::domain::team::{DeskSize, OpeningHours, Sector};
use crate::keys::KeyRing;
use crate::setup::claim::{self, Claim};
use crate::setup::{country, progress};
use crate::store::Write;
use crate::words::Words;

/// Where the company's mail servers and the providers of its chats listen.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    pub imap: u16,
    pub smtp: u16,
    pub phones: u16,
}

/// The company as it stands.
#[derive(Debug, Clone)]
pub struct Company {
    pub connection: ConnectionId,
    /// Whom the customers write mail to.
    pub address: String,
    pub whatsapp: Connection,
    pub telegram: Connection,
    pub chat: (Channel, Connection),
    /// The owner first.
    pub people: Vec<Viewer>,
    pub teams: Vec<(String, TeamId)>,
    pub tags: Vec<(String, TagId)>,
}

/// Address of a person of the company.
#[must_use]
pub fn address_of(cast: &Cast, name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    format!("{}@{}.example", address_part(first), cast.company)
}

fn mailbox_address(cast: &Cast) -> String {
    let name = address_part(&cast.business).replace('.', "-");
    format!("{name}@{}.example", cast.company)
}

/// Founds the company.
///
/// # Errors
/// Those of the deeds of the set-up.
pub fn found(app: &App, cast: &Cast, ports: Ports) -> Result<()> {
    let claim = claim(cast)?;
    let details = details(cast);
    let (cast, keys) = (cast.clone(), app.keys.clone());
    let chats = chats(&cast, ports)?;
    app.store.by_hand(move |write| {
        let owner = claim::from_command_line(write, &claim)?;
        progress::put_business(write, &viewer(), &details)?;
        let mut staff = Vec::new();
        for name in &cast.teams {
            let new = NewTeam {
                name: name.clone(),
                ..NewTeam::default()
            };
            staff.push(teams::make(write, &viewer(), &new)?.id);
        }
        agents::set_teams(write, &viewer(), owner.id, &staff)?;
        for name in &cast.colleagues {
            hire(write, &owner, (name, &address_of(&cast, name)), &staff)?;
        }
        for name in &cast.tags {
            tags::make(write, &viewer(), name)?;
        }
        let with = With {
            keys: &keys,
            allow_loopback: true,
        };
        let form = mailbox(&cast, ports);
        channels::connect_mailbox(write, &viewer(), &with, &form, &ChannelForm::default())?;
        for it in &chats {
            providers::connect(write, &viewer(), &keys, it, &ChannelForm::default())?;
        }
        progress::finish(write, &viewer())
    })
}

fn claim(cast: &Cast) -> Result<Claim> {
    let words = Words::for_reader(cast.screens(), &cast.time_zone);
    Ok(Claim {
        name: cast.owner.clone(),
        email: address_of(cast, &cast.owner),
        password: password::hash(&Secret::new()?.expose())?,
        language: cast.screens().to_owned(),
        time_zone: cast.time_zone.clone(),
        log_name: words.t("channel-log-name"),
    })
}

fn details(cast: &Cast) -> BusinessDetails {
    let hours = country::find(&cast.country).map_or_else(OpeningHours::default, |it| it.hours());
    BusinessDetails {
        name: cast.business.clone(),
        country: cast.country.clone(),
        time_zone: cast.time_zone.clone(),
        language: cast.screens().to_owned(),
        sector: sector(cast),
        people: DeskSize::TwoOrThree,
        hours,
    }
}

fn sector(cast: &Cast) -> Sector {
    match cast.company {
        "clinic" => Sector::Clinic,
        "isp" => Sector::InternetProvider,
        "collections" => Sector::Collections,
        _ => Sector::Shop,
    }
}

fn hire(
    write: &mut Write<'_>,
    owner: &Agent,
    (name, email): (&str, &str),
    teams: &[TeamId],
) -> Result<()> {
    let agent = Agent {
        id: write.new_id(),
        name: name.to_owned(),
        email: email.to_owned(),
        role: Role::Agent,
        teams: teams.to_vec(),
        language: owner.language.clone(),
        time_zone: owner.time_zone.clone(),
        created_at: write.now(),
        ..Agent::default()
    };
    write.put_agent(&agent)?;
    let kind = EventKind::AgentMade { role: agent.role };
    write.event(viewer().actor, Subject::agent(agent.id), kind)?;
    Ok(())
}

fn mailbox(cast: &Cast, ports: Ports) -> MailboxForm {
    let server = |port| ServerForm {
        host: Some("127.0.0.1".to_owned()),
        port: Some(port),
        security: Some("none".to_owned()),
        ..ServerForm::default()
    };
    MailboxForm {
        address: Some(mailbox_address(cast)),
        name: Some(cast.business.clone()),
        // The servers of the demo let everybody in.
        password: Some(Hidden::new("demo")),
        imap: Some(server(ports.imap)),
        smtp: Some(server(ports.smtp)),
        authserv_id: Some(AUTHSERV_ID.to_owned()),
        ..MailboxForm::default()
    }
}

type Filled = Vec<(String, String)>;

/// WhatsApp, Telegram and the chat on the company's site.
fn chats(cast: &Cast, ports: Ports) -> Result<Vec<Prepared>> {
    let pairs = |all: &[(&str, &str)]| -> Filled {
        let owned = |it: &(&str, &str)| (it.0.to_owned(), it.1.to_owned());
        all.iter().map(owned).collect()
    };
    let mut whatsapp = pairs(&[
        ("phone_number_id", NUMBER),
        ("waba_id", ACCOUNT),
        ("access_token", "demo"),
        ("app_secret", SECRET),
    ]);
    whatsapp.extend(lies_at(ChannelKind::WhatsApp, ports));
    let mut telegram = pairs(&[("bot_token", TOKEN), ("mode", "poll")]);
    telegram.extend(lies_at(ChannelKind::Telegram, ports));
    let chat = pairs(&[("name", &cast.business)]);
    Ok(vec![
        providers::prepare(ChannelKind::WhatsApp, &whatsapp)?,
        providers::prepare(ChannelKind::Telegram, &telegram)?,
        providers::prepare(ChannelKind::WebChat, &chat)?,
    ])
}

/// Where the provider of a chat listens now.
fn lies_at(kind: ChannelKind, ports: Ports) -> Filled {
    let host = format!("127.0.0.1:{}", ports.phones);
    let mut filled = vec![("api_base".to_owned(), format!("http://{host}"))];
    if kind == ChannelKind::WhatsApp {
        filled.push(("media_hosts".to_owned(), host));
    }
    filled
}

/// The company in a folder where it was founded earlier; its channels are led to where the servers listen now.
///
/// # Errors
/// [`Error::Conflict`] when something else is in the folder.
pub fn reopen(app: &App, cast: &Cast, ports: Ports) -> Result<Company> {
    let (wanted, keys, cast) = (mailbox_address(cast), app.keys.clone(), cast.clone());
    app.store.by_hand(move |write| {
        let known = channels::list(write)?;
        let found = known
            .into_iter()
            .find(|(it, _)| it.kind == ChannelKind::Email && it.address == wanted);
        let (channel, connection) = found.ok_or(Error::conflict("already-set-up"))?;
        let whatsapp = moved(write, &keys, ChannelKind::WhatsApp, ports)?;
        let telegram = moved(write, &keys, ChannelKind::Telegram, ports)?;
        let chat = of_kind(write, ChannelKind::WebChat)?;
        let with = With {
            keys: &keys,
            allow_loopback: true,
        };
        let form = mailbox(&cast, ports);
        channels::change(
            write,
            &viewer(),
            &with,
            channel.id,
            &form,
            &ChannelForm::default(),
        )?;
        Ok(Company {
            connection: connection.id,
            address: channel.address,
            whatsapp,
            telegram,
            chat,
            people: people(write, &cast)?,
            teams: write
                .teams()?
                .into_iter()
                .map(|it| (it.name, it.id))
                .collect(),
            tags: write
                .tags()?
                .into_iter()
                .map(|it| (it.name, it.id))
                .collect(),
        })
    })
}

fn of_kind(write: &Write<'_>, kind: ChannelKind) -> Result<(Channel, Connection)> {
    let mut known = channels::list(write)?.into_iter();
    let found = known.find(|(it, _)| it.kind == kind);
    found.ok_or(Error::conflict("already-set-up"))
}

/// Leads a chat to where its provider listens now.
fn moved(
    write: &mut Write<'_>,
    keys: &KeyRing,
    kind: ChannelKind,
    ports: Ports,
) -> Result<Connection> {
    let (channel, _) = of_kind(write, kind)?;
    let form = (&*lies_at(kind, ports), &ChannelForm::default());
    providers::change(write, &viewer(), keys, channel.id, form)?;
    Ok(of_kind(write, kind)?.1)
}

fn people(write: &Write<'_>, cast: &Cast) -> Result<Vec<Viewer>> {
    let mut people = Vec::new();
    for name in std::iter::once(&cast.owner).chain(&cast.colleagues) {
        let agent = write.agent_by_email(&address_of(cast, name))?;
        let agent = agent.ok_or(Error::not_found("person"))?;
        let teams: BTreeSet<_> = agent.teams.into_iter().collect();
        people.push(Viewer::agent(agent.id, agent.role, teams));
    }
    Ok(people)
}

/// Gives the owner a fresh password, which is printed and kept nowhere.
///
/// # Errors
/// [`Error::NotFound`] when the owner is gone.
pub fn fresh_password(app: &App, cast: &Cast) -> Result<String> {
    let secret = Secret::new()?.expose().to_lowercase();
    let letters = secret.chars().filter(char::is_ascii_alphanumeric);
    let written: String = letters.take(16).collect();
    let (hash, email) = (password::hash(&written)?, address_of(cast, &cast.owner));
    app.store.by_hand(move |write| {
        let owner = write.agent_by_email(&email)?;
        let mut owner = owner.ok_or(Error::not_found("person"))?;
        owner.password = Some(hash.clone());
        write.put_agent(&owner)
    })?;
    Ok(written)
}
