//! The pretend company: founded once in an empty data folder, with its people, teams, tags and mailbox.

use std::collections::BTreeSet;

use crate::app::App;
use crate::auth::password;
use crate::auth::secret::Secret;
use crate::cli::demo::letter::AUTHSERV_ID;
use crate::cli::demo::story::{Cast, address_part};
use crate::cli::order::viewer;
use crate::desk::business::BusinessDetails;
use crate::desk::channels::{self, ChannelForm, With};
use crate::desk::mailbox::{Hidden, MailboxForm, ServerForm};
use crate::desk::teams::{self, NewTeam};
use crate::desk::{agents, tags};
use crate::domain::actor::{Role, Viewer};
use crate::domain::agent::Agent;
use crate::domain::channel::ChannelKind;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ConnectionId, TagId, TeamId};
use crate::domain::team::{DeskSize, OpeningHours, Sector};
use crate::setup::claim::{self, Claim};
use crate::setup::{country, progress};
use crate::store::Write;
use crate::words::Words;

const DOMAIN: &str = "shop.example";

/// Where the company's mail servers listen.
#[derive(Debug, Clone, Copy)]
pub struct Ports {
    pub imap: u16,
    pub smtp: u16,
}

/// The company as it stands.
#[derive(Debug, Clone)]
pub struct Company {
    pub connection: ConnectionId,
    /// Whom the customers write to.
    pub address: String,
    /// The owner first.
    pub people: Vec<Viewer>,
    pub teams: Vec<(String, TeamId)>,
    pub tags: Vec<(String, TagId)>,
}

/// Address of a person of the company.
#[must_use]
pub fn address_of(name: &str) -> String {
    let first = name.split(' ').next().unwrap_or_default();
    format!("{}@{DOMAIN}", address_part(first))
}

fn mailbox_address(cast: &Cast) -> String {
    format!(
        "{}@{DOMAIN}",
        address_part(&cast.business).replace('.', "-")
    )
}

/// Founds the company.
///
/// # Errors
/// Those of the deeds of the set-up.
pub fn found(app: &App, cast: &Cast, language: &str, ports: Ports) -> Result<()> {
    let claim = claim(cast, language)?;
    let details = details(cast, language);
    let (cast, keys) = (cast.clone(), app.keys.clone());
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
            hire(write, &owner, name, &staff)?;
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
        progress::finish(write, &viewer())
    })
}

fn claim(cast: &Cast, language: &str) -> Result<Claim> {
    let words = Words::for_reader(language, &cast.time_zone);
    Ok(Claim {
        name: cast.owner.clone(),
        email: address_of(&cast.owner),
        password: password::hash(&Secret::new()?.expose())?,
        language: language.to_owned(),
        time_zone: cast.time_zone.clone(),
        log_name: words.t("channel-log-name"),
    })
}

fn details(cast: &Cast, language: &str) -> BusinessDetails {
    let hours = country::find(&cast.country).map_or_else(OpeningHours::default, |it| it.hours());
    BusinessDetails {
        name: cast.business.clone(),
        country: cast.country.clone(),
        time_zone: cast.time_zone.clone(),
        language: language.to_owned(),
        sector: Sector::Other,
        people: DeskSize::TwoOrThree,
        hours,
    }
}

fn hire(write: &mut Write<'_>, owner: &Agent, name: &str, teams: &[TeamId]) -> Result<()> {
    let agent = Agent {
        id: write.new_id(),
        name: name.to_owned(),
        email: address_of(name),
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

/// The company in a folder where it was founded earlier; its mailbox is led to where the servers listen now.
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

fn people(write: &Write<'_>, cast: &Cast) -> Result<Vec<Viewer>> {
    let mut people = Vec::new();
    for name in std::iter::once(&cast.owner).chain(&cast.colleagues) {
        let agent = write.agent_by_email(&address_of(name))?;
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
    let (hash, email) = (password::hash(&written)?, address_of(&cast.owner));
    app.store.by_hand(move |write| {
        let owner = write.agent_by_email(&email)?;
        let mut owner = owner.ok_or(Error::not_found("person"))?;
        owner.password = Some(hash.clone());
        write.put_agent(&owner)
    })?;
    Ok(written)
}
