//! Claiming a fresh Lobby: the first owner, once. The writer is one, so of many who try at the same time one is first
//! and the others find nothing to claim.

use crate::auth::invite::{canonical_email, person_name};
use crate::auth::secret::Secret;
use crate::auth::{link, setup_link};
use crate::desk::business::{check_language, check_time_zone};
use crate::domain::access::LinkPurpose;
use crate::domain::actor::{Actor, Role, SystemPart};
use crate::domain::agent::Agent;
use crate::domain::channel::{Channel, ChannelKind, Connection, ConnectionSettings};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::hours::outreach::ContactHours;
use crate::domain::team::Business;
use crate::store::Write;

/// Who claims, as asked on the first screen.
#[derive(Debug, Clone)]
pub struct Claim {
    pub name: String,
    pub email: String,
    /// Already checked and hashed.
    pub password: String,
    pub language: String,
    pub time_zone: String,
    /// Name of the channel for calls and visits, in the owner's language.
    pub log_name: String,
}

/// Claims with the printed link, which is used up.
///
/// # Errors
/// [`Error::NotFound`] when the link is void or Lobby is claimed; [`Error::Invalid`] on the fields.
pub fn with_link(write: &mut Write<'_>, secret: &Secret, claim: &Claim) -> Result<Agent> {
    let now = write.now();
    setup_link::check(write, secret, now)?;
    let agent = owner(write, claim)?;
    link::take(write, secret)?;
    Ok(agent)
}

/// Claims from the command line: whoever may write the data folder needs no link.
///
/// # Errors
/// [`Error::Conflict`] `already-set-up`; [`Error::Invalid`] on the fields.
pub fn from_command_line(write: &mut Write<'_>, claim: &Claim) -> Result<Agent> {
    if setup_link::is_claimed(write)? {
        return Err(Error::conflict("already-set-up"));
    }
    let agent = owner(write, claim)?;
    link::remove_where(write, |it| it.purpose == LinkPurpose::SetUp)?;
    Ok(agent)
}

fn owner(write: &mut Write<'_>, claim: &Claim) -> Result<Agent> {
    let name = person_name(&claim.name)?;
    let email = canonical_email(&claim.email)?;
    check_language(&claim.language)?;
    check_time_zone(&claim.time_zone)?;
    let now = write.now();
    let agent = Agent {
        id: write.new_id(),
        name,
        email,
        role: Role::Owner,
        password: Some(claim.password.clone()),
        language: claim.language.clone(),
        time_zone: claim.time_zone.clone(),
        created_at: now,
        ..Agent::default()
    };
    write.put_agent(&agent)?;
    let brand = write.new_id();
    let before = write.business()?.unwrap_or_default();
    let business = Business {
        brand,
        language: claim.language.clone(),
        time_zone: claim.time_zone.clone(),
        claimed_at: Some(now),
        ..before
    };
    write.put_business(&business)?;
    // A new desk takes the presets of its country whole.
    write.put_contact_hours(&ContactHours::default())?;
    log_channel(write, &business, &claim.log_name)?;
    let actor = Actor::System(SystemPart::Setup);
    let subject = Subject::agent(agent.id);
    write.event(actor, subject, EventKind::SetUpClaimed)?;
    let kind = EventKind::AgentMade { role: agent.role };
    write.event(actor, subject, kind)?;
    Ok(agent)
}

/// Calls and visits are written down on a channel that is there from the start.
fn log_channel(write: &mut Write<'_>, business: &Business, name: &str) -> Result<()> {
    let now = write.now();
    let connection = Connection {
        id: write.new_id(),
        kind: ChannelKind::Log,
        settings: ConnectionSettings::Log,
        created_at: now,
        ..Connection::default()
    };
    write.put_connection(&connection)?;
    let channel = Channel {
        id: write.new_id(),
        connection: connection.id,
        kind: ChannelKind::Log,
        name: name.to_owned(),
        brand: business.brand,
        created_at: now,
        ..Channel::default()
    };
    write.put_channel(&channel)
}
