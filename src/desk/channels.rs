//! Connections and channels: connecting a mailbox, changing it, taking it out of use, bringing older mail in.

use serde_json::{Map, Value, json};

use crate::auth::invite::canonical_email;
use crate::desk::calendars::check_known;
use crate::desk::mailbox::{MailboxForm, Over, auth_name, check_whole, forget, security_name};
use crate::desk::providers;
use crate::desk::setting::checked_name;
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::{
    Channel, ChannelKind, Connection, ConnectionSettings, EmailSettings, Health, HealthState,
    OAuthGrant, Plus, Server, Unproven,
};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{CalendarId, ChannelId, ConnectionId, Id, TeamId};
use crate::domain::job::JobKind;
use crate::domain::time::{Millis, Span};
use crate::keys::KeyRing;
use crate::store::{Look, Write};

const DEFAULT_UNDO_S: u16 = 10;
const LONGEST_SIGNATURE: usize = 4_000;
/// Characters of a channel's guidelines: as many as are read before one writes.
const LONGEST_GUIDELINES: usize = 1_000;

/// What is said of a channel itself; absent means: as it is.
#[derive(Debug, Clone, Default)]
pub struct ChannelForm {
    pub name: Option<String>,
    /// `Some(None)` takes the team away.
    pub team: Option<Option<TeamId>>,
    /// `Some(None)`: it goes by the hours of its team, else of the desk.
    pub calendar: Option<Option<CalendarId>>,
    pub language: Option<String>,
    pub signature: Option<String>,
    pub guidelines: Option<String>,
    pub continue_window: Option<Span>,
    pub reopen_window: Option<Span>,
}

/// With what a deed on mailboxes is done.
pub struct With<'k> {
    pub keys: &'k KeyRing,
    pub allow_loopback: bool,
}

/// A channel in use with its connection.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: ChannelId) -> Result<(Channel, Connection)> {
    let channel = look.channel(id)?.filter(|it| it.retired_at.is_none());
    let channel = channel.ok_or(Error::not_found("channel"))?;
    let connection = look.connection(channel.connection)?;
    let connection = connection.ok_or(Error::not_found("channel"))?;
    Ok((channel, connection))
}

/// The channels in use with their connections, oldest first; calls written down among them.
pub fn list(look: &Look<'_>) -> Result<Vec<(Channel, Connection)>> {
    let connections = look.connections()?;
    let mut out = Vec::new();
    for channel in look.channels()? {
        let found = connections.iter().find(|it| it.id == channel.connection);
        if let (None, Some(connection)) = (channel.retired_at, found) {
            out.push((channel, connection.clone()));
        }
    }
    Ok(out)
}

/// Connects a mailbox. Its first address gets the channel that is answered.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on what is missing or wrong.
pub fn connect_mailbox(
    write: &mut Write<'_>,
    viewer: &Viewer,
    with: &With<'_>,
    form: &MailboxForm,
    about: &ChannelForm,
) -> Result<Channel> {
    viewer.need(Right::Administer)?;
    let id: ConnectionId = write.new_id();
    let fresh = EmailSettings {
        undo_seconds: DEFAULT_UNDO_S,
        open_recent: true,
        ..EmailSettings::default()
    };
    let mut settings = over(with, id).lay(&fresh, form)?;
    check_whole(&settings)?;
    check_free(write, &settings, None)?;
    let business = write.business()?.unwrap_or_default();
    if settings.name.is_empty() {
        settings.name.clone_from(&business.name);
    }
    let now = write.now();
    let mut health = Health {
        since: now,
        ..Health::default()
    };
    needs_grant(&settings, &mut health);
    let connection = Connection {
        id,
        kind: ChannelKind::Email,
        health,
        created_at: now,
        settings: ConnectionSettings::Email(Box::new(settings.clone())),
        ..Connection::default()
    };
    write.put_connection(&connection)?;
    ask_plus(write, id, &settings)?;
    let mut first = None;
    for address in addresses(&settings) {
        let mut channel = Channel {
            id: write.new_id(),
            connection: id,
            kind: ChannelKind::Email,
            name: address.clone(),
            address,
            brand: business.brand,
            created_at: now,
            unproven: first.is_some().then(Unproven::default),
            ..Channel::default()
        };
        if first.is_none() {
            lay(write, &mut channel, about)?;
        }
        write.put_channel(&channel)?;
        ask_address(write, &channel)?;
        let kind = EventKind::ChannelMade { connection: id };
        write.event(viewer.actor, Subject::channel(channel.id), kind)?;
        first = first.or(Some(channel));
    }
    first.ok_or(Error::invalid("address", "error-missing"))
}

/// Whether mail to the tagged address arrives is found out by a mail.
fn ask_plus(write: &mut Write<'_>, id: ConnectionId, settings: &EmailSettings) -> Result<()> {
    if settings.plus == Plus::Unknown {
        write.job(write.now(), JobKind::AskPlus { connection: id })?;
    }
    Ok(())
}

/// Whether a further address is the mailbox's is found out by a mail to it.
fn ask_address(write: &mut Write<'_>, channel: &Channel) -> Result<()> {
    if channel.unproven.is_some() {
        let kind = JobKind::AskAddress {
            channel: channel.id,
        };
        write.job(write.now(), kind)?;
    }
    Ok(())
}

/// Asks once more whether a further address is the mailbox's. One that is proven stays so.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn ask_again(write: &mut Write<'_>, viewer: &Viewer, id: ChannelId) -> Result<()> {
    viewer.need(Right::Administer)?;
    let (mut channel, _) = find(write, id)?;
    if let Some(unproven) = &mut channel.unproven {
        unproven.trouble = None;
        write.put_channel(&channel)?;
        ask_address(write, &channel)?;
    }
    Ok(())
}

fn over<'k>(with: &With<'k>, connection: ConnectionId) -> Over<'k> {
    Over {
        keys: with.keys,
        connection,
        allow_loopback: with.allow_loopback,
    }
}

fn addresses(settings: &EmailSettings) -> Vec<String> {
    let mut all = vec![settings.address.clone()];
    all.extend(settings.addresses.iter().cloned());
    all
}

/// Two mailboxes never claim one address.
fn check_free(look: &Look<'_>, settings: &EmailSettings, but: Option<ConnectionId>) -> Result<()> {
    let ours = addresses(settings);
    let taken = look.channels()?.into_iter().any(|it| {
        it.retired_at.is_none() && Some(it.connection) != but && ours.contains(&it.address)
    });
    if taken {
        Err(Error::invalid("address", "error-mailbox-taken"))
    } else {
        Ok(())
    }
}

/// Until somebody has agreed at the provider, nothing can be tried.
fn needs_grant(settings: &EmailSettings, health: &mut Health) {
    let waits = settings
        .oauth
        .as_ref()
        .is_some_and(|it| it.sealed_refresh_token.is_empty());
    if waits {
        health.state = HealthState::NeedsYou;
        health.code = "health-authorise".to_owned();
    }
}

pub(super) fn lay(look: &Look<'_>, channel: &mut Channel, about: &ChannelForm) -> Result<()> {
    if let Some(it) = &about.name {
        channel.name = checked_name(it)?;
    }
    if let Some(team) = about.team {
        let known = match team {
            Some(id) => look.team(id)?.is_some_and(|it| it.retired_at.is_none()),
            None => true,
        };
        if !known {
            return Err(Error::invalid("team", "error-team-unknown"));
        }
        channel.team = team;
    }
    if let Some(calendar) = about.calendar {
        check_known(look, calendar)?;
        channel.calendar = calendar;
    }
    if let Some(it) = &about.language {
        if !it.is_empty() {
            crate::desk::business::check_language(it)?;
        }
        channel.language.clone_from(it);
    }
    if let Some(it) = &about.signature {
        if it.chars().count() > LONGEST_SIGNATURE {
            return Err(Error::invalid("signature", "error-too-long"));
        }
        it.trim_end().clone_into(&mut channel.signature);
    }
    if let Some(it) = &about.guidelines {
        let written = it.replace("\r\n", "\n").trim().to_owned();
        if written.chars().count() > LONGEST_GUIDELINES {
            return Err(Error::invalid("guidelines", "error-guidelines"));
        }
        channel.guidelines = written;
    }
    channel.continue_window = about.continue_window.or(channel.continue_window);
    channel.reopen_window = about.reopen_window.or(channel.reopen_window);
    Ok(())
}

/// Changes a channel and, for a mailbox, how it is reached. What changed is tried anew.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`].
pub fn change(
    write: &mut Write<'_>,
    viewer: &Viewer,
    with: &With<'_>,
    id: ChannelId,
    form: &MailboxForm,
    about: &ChannelForm,
) -> Result<Channel> {
    viewer.need(Right::Administer)?;
    let (before, mut connection) = find(write, id)?;
    let mut channel = before.clone();
    lay(write, &mut channel, about)?;
    let mut changed = channel != before;
    if let ConnectionSettings::Email(old) = &connection.settings {
        let mut new = over(with, connection.id).lay(old, form)?;
        // The history policy is said once, at the connecting; later it is a backfill.
        new.import_since = old.import_since;
        if new != **old {
            check_free(write, &new, Some(connection.id))?;
            changed = true;
            if channel.address == old.address {
                channel.address.clone_from(&new.address);
            }
            further_channels(write, viewer, &connection, &new)?;
            connection.health = connection.health.anew(write.now());
            needs_grant(&new, &mut connection.health);
            if new.plus != old.plus || new.address != old.address {
                ask_plus(write, connection.id, &new)?;
            }
            connection.settings = ConnectionSettings::Email(Box::new(new));
            write.put_connection(&connection)?;
        }
    }
    if changed {
        put_changed(write, viewer, (&before, &channel))?;
    }
    Ok(channel)
}

/// Writes a channel that is another than before, and says so.
pub(super) fn put_changed(
    write: &mut Write<'_>,
    viewer: &Viewer,
    (before, after): (&Channel, &Channel),
) -> Result<()> {
    write.put_channel(after)?;
    let subject = Subject::channel(after.id);
    write.event(viewer.actor, subject, EventKind::ChannelChanged)?;
    // What is counted by its hours, or by its team's, may be due at another time.
    if before.calendar != after.calendar || before.team != after.team {
        write.event(viewer.actor, subject, EventKind::HoursChosen)?;
    }
    Ok(())
}

/// Makes channels for addresses that came, and retires those of addresses that went.
fn further_channels(
    write: &mut Write<'_>,
    viewer: &Viewer,
    connection: &Connection,
    new: &EmailSettings,
) -> Result<()> {
    let old = connection.email().cloned().unwrap_or_default();
    let now = write.now();
    for mut channel in write.channels_of(connection.id)? {
        let gone = old.addresses.contains(&channel.address)
            && !new.addresses.contains(&channel.address)
            && channel.address != new.address;
        if gone && channel.retired_at.is_none() {
            channel.retired_at = Some(now);
            write.put_channel(&channel)?;
            let subject = Subject::channel(channel.id);
            write.event(viewer.actor, subject, EventKind::ChannelRetired)?;
        }
    }
    let brand = write.business()?.unwrap_or_default().brand;
    for address in &new.addresses {
        if old.addresses.contains(address) {
            continue;
        }
        let channel = Channel {
            id: write.new_id(),
            connection: connection.id,
            kind: ChannelKind::Email,
            name: address.clone(),
            address: address.clone(),
            brand,
            created_at: now,
            unproven: Some(Unproven::default()),
            ..Channel::default()
        };
        write.put_channel(&channel)?;
        ask_address(write, &channel)?;
        let kind = EventKind::ChannelMade {
            connection: connection.id,
        };
        write.event(viewer.actor, Subject::channel(channel.id), kind)?;
    }
    Ok(())
}

/// Takes a mailbox out of use with all its channels; its secrets are forgotten. Doing it twice is no error.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] `channel-stays` for calls written down.
pub fn retire(write: &mut Write<'_>, viewer: &Viewer, id: ChannelId) -> Result<()> {
    viewer.need(Right::Administer)?;
    let channel = write.channel(id)?.ok_or(Error::not_found("channel"))?;
    if channel.kind == ChannelKind::Log {
        return Err(Error::conflict("channel-stays"));
    }
    if channel.retired_at.is_some() {
        return Ok(());
    }
    let now = write.now();
    for mut it in write.channels_of(channel.connection)? {
        if it.retired_at.is_none() {
            it.retired_at = Some(now);
            write.put_channel(&it)?;
            write.event(
                viewer.actor,
                Subject::channel(it.id),
                EventKind::ChannelRetired,
            )?;
        }
    }
    let connection = write.connection(channel.connection)?;
    let mut connection = connection.ok_or(Error::not_found("channel"))?;
    connection.retired_at = Some(now);
    connection.health = Health {
        state: HealthState::Paused,
        since: now,
        ..Health::default()
    };
    if let ConnectionSettings::Email(settings) = &mut connection.settings {
        settings.imap.sealed_password.clear();
        settings.smtp.sealed_password.clear();
        settings.oauth = None;
    }
    if let ConnectionSettings::Provider(settings) = &mut connection.settings {
        settings.sealed.clear();
    }
    write.put_connection(&connection)
}

/// Asks for mail since a time (all of it, when none is said) to be brought in as history.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] on `since` for a time to come.
pub fn backfill(
    write: &mut Write<'_>,
    viewer: &Viewer,
    id: ChannelId,
    since: Option<Millis>,
) -> Result<()> {
    viewer.need(Right::Administer)?;
    let (_, connection) = find(write, id)?;
    if connection.kind != ChannelKind::Email {
        return Err(Error::not_found("channel"));
    }
    let now = write.now();
    if since.is_some_and(|it| it > now) {
        return Err(Error::invalid("since", "error-to-come"));
    }
    let kind = JobKind::Backfill {
        connection: connection.id,
        since,
    };
    write.job(now, kind)?;
    write.event(
        viewer.actor,
        Subject::channel(id),
        EventKind::ChannelChanged,
    )?;
    Ok(())
}

/// Says whether a sender is a web form whose Reply-To is the customer.
///
/// # Errors
/// [`Error::Invalid`] on `email`; [`Error::NotFound`]; [`Error::Forbidden`].
pub fn set_form_sender(
    write: &mut Write<'_>,
    viewer: &Viewer,
    id: ChannelId,
    sender: &str,
    is_form: bool,
) -> Result<()> {
    viewer.need(Right::Administer)?;
    let sender = canonical_email(sender)?;
    change_settings(write, viewer, id, |settings| {
        settings.form_senders.retain(|it| *it != sender);
        if is_form {
            settings.form_senders.push(sender.clone());
        }
        Ok(())
    })
}

fn change_settings(
    write: &mut Write<'_>,
    viewer: &Viewer,
    id: ChannelId,
    change: impl FnOnce(&mut EmailSettings) -> Result<()>,
) -> Result<()> {
    let (_, mut connection) = find(write, id)?;
    let ConnectionSettings::Email(settings) = &mut connection.settings else {
        return Err(Error::not_found("channel"));
    };
    let before = settings.clone();
    change(settings)?;
    if before == *settings {
        return Ok(());
    }
    write.put_connection(&connection)?;
    write.event(
        viewer.actor,
        Subject::channel(id),
        EventKind::ChannelChanged,
    )?;
    Ok(())
}

/// Tokens a provider gave, not yet sealed.
#[derive(Debug, Clone)]
pub struct Granted {
    pub refresh_token: crate::desk::mailbox::Hidden,
    pub access_token: crate::desk::mailbox::Hidden,
    pub expires_at: Millis,
}

/// Keeps what a provider granted; the mailbox is tried at once.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Conflict`] `not-oauth` for a mailbox with a password.
pub fn put_grant(
    write: &mut Write<'_>,
    viewer: &Viewer,
    keys: &KeyRing,
    id: ChannelId,
    granted: &Granted,
) -> Result<()> {
    viewer.need(Right::Administer)?;
    let (_, mut connection) = find(write, id)?;
    let owner = connection.id.bytes();
    let ConnectionSettings::Email(settings) = &mut connection.settings else {
        return Err(Error::not_found("channel"));
    };
    let grant: &mut OAuthGrant = settings
        .oauth
        .as_mut()
        .ok_or(Error::conflict("not-oauth"))?;
    forget(grant);
    let refresh = granted.refresh_token.expose();
    if refresh.is_empty() {
        return Err(Error::conflict("no-refresh-token"));
    }
    grant.sealed_refresh_token = keys.seal(&owner, refresh.as_bytes())?;
    grant.sealed_access_token = keys.seal(&owner, granted.access_token.expose().as_bytes())?;
    grant.access_expires_at = granted.expires_at;
    connection.health = connection.health.anew(write.now());
    write.put_connection(&connection)?;
    write.event(
        viewer.actor,
        Subject::channel(id),
        EventKind::ChannelChanged,
    )?;
    Ok(())
}

/// The settings of a channel as they read back: secrets as `"set"`.
#[must_use]
pub fn shown(connection: &Connection) -> Value {
    if let Some(settings) = connection.provider() {
        return providers::shown(connection.kind, settings);
    }
    let Some(settings) = connection.email() else {
        return json!({});
    };
    let mut imap = server(&settings.imap);
    imap.insert("folder".into(), settings.folder.clone().into());
    imap.insert("sent_folder".into(), settings.sent_folder.clone().into());
    let mut out = json!({
        "address": settings.address,
        "addresses": settings.addresses,
        "name": settings.name,
        "auth": auth_name(settings.auth),
        "imap": imap,
        "smtp": server(&settings.smtp),
        "import_since": settings.import_since.map(Millis::rfc3339),
        "open_recent": settings.open_recent,
        "undo_seconds": settings.undo_seconds,
        "authserv_id": settings.authserv_id,
        "plus": settings.plus.name(),
        "sent_copies": settings.sent_copies.name(),
    });
    if let (Some(grant), Some(fields)) = (&settings.oauth, out.as_object_mut()) {
        fields.insert(
            "oauth".into(),
            json!({
                "client_id": grant.client_id,
                "client_secret": set(&grant.sealed_client_secret),
                "tenant": grant.tenant,
                "granted": !grant.sealed_refresh_token.is_empty(),
            }),
        );
    }
    out
}

fn set(sealed: &[u8]) -> Option<&'static str> {
    (!sealed.is_empty()).then_some("set")
}

fn server(it: &Server) -> Map<String, Value> {
    let shown = json!({
        "host": it.host,
        "port": it.port,
        "security": security_name(it.security),
        "username": it.username,
        "password": set(&it.sealed_password),
        "ca_pem": it.ca_pem,
    });
    shown.as_object().cloned().unwrap_or_default()
}
