//! Channels reached by an API: connecting one from what was filled in, changing it, and reading its settings back.

use std::collections::BTreeMap;

use serde_bytes::ByteBuf;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use crate::auth::secret::Secret;
use crate::channels::{self, Field, Filled};
use crate::desk::channels::{ChannelForm, find, lay, put_changed};
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::{
    Channel, ChannelKind, Connection, ConnectionSettings, Health, HealthState, ProviderSettings,
};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{ChannelId, ConnectionId, Id};
use crate::keys::KeyRing;
use crate::store::{Look, Write};

/// Longest value of one field, bytes.
const LONGEST: usize = 8_000;

/// What was filled in, checked and completed; made before the deed, since it holds new secrets.
#[derive(Clone)]
pub struct Prepared {
    kind: ChannelKind,
    key: String,
    filled: Filled,
    /// Secrets Lobby made, which are shown once.
    pub made: Vec<(&'static str, Zeroizing<String>)>,
}

/// Checks what was filled in for a channel to be connected, by the names of its form; other names are left out.
///
/// # Errors
/// [`Error::Invalid`] on what is missing or wrong; [`Error::NotFound`] for a kind that is not connected so.
pub fn prepare(kind: ChannelKind, given: &[(String, String)]) -> Result<Prepared> {
    let channel = channels::of(kind).filter(|_| kind != ChannelKind::Email);
    let channel = channel.ok_or_else(|| Error::not_found("kind of channel"))?;
    let mut filled = Filled::default();
    for field in channel.fields() {
        take(&mut filled, field, given)?;
    }
    let before = filled.clone();
    channel.complete(&mut filled)?;
    for field in channel.fields().iter().filter(|it| it.required) {
        if filled.get(field.name).is_empty() {
            return Err(Error::invalid(field.name, "error-missing"));
        }
    }
    let shown = channel.fields().iter().filter(|it| it.shown_once);
    let made = shown
        .filter(|it| before.get(it.name).is_empty())
        .map(|it| (it.name, Zeroizing::new(filled.get(it.name).to_owned())));
    Ok(Prepared {
        kind,
        key: Secret::new()?.expose(),
        made: made.collect(),
        filled,
    })
}

fn take(filled: &mut Filled, field: &Field, given: &[(String, String)]) -> Result<()> {
    let found = given.iter().rfind(|it| it.0 == field.name);
    let Some((_, value)) = found else {
        return Ok(());
    };
    if value.len() > LONGEST {
        return Err(Error::invalid(field.name, "error-too-long"));
    }
    filled.put(field, value.trim());
    Ok(())
}

/// Connects it.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on what is wrong, on the first field when another channel has its address.
pub fn connect(
    w: &mut Write<'_>,
    viewer: &Viewer,
    keys: &KeyRing,
    prepared: &Prepared,
    about: &ChannelForm,
) -> Result<Channel> {
    viewer.need(Right::Administer)?;
    let channel_kind = channels::of(prepared.kind).ok_or_else(|| Error::not_found("kind"))?;
    let (id, now): (ConnectionId, _) = (w.new_id(), w.now());
    let address = channel_kind.address(&prepared.filled);
    check_free(w, prepared.kind, &address, None)?;
    let mut channel = Channel {
        id: w.new_id(),
        connection: id,
        kind: prepared.kind,
        name: channel_kind.name(&prepared.filled),
        address,
        brand: w.business()?.unwrap_or_default().brand,
        created_at: now,
        ..Channel::default()
    };
    lay(w, &mut channel, about)?;
    let mut settings = sealed(keys, id, &prepared.filled)?;
    // Identifiers that a channel gives out are unique inside it; its calls are read with this at hand.
    settings
        .learnt
        .insert("channel".to_owned(), channel.id.to_string());
    let connection = Connection {
        id,
        kind: prepared.kind,
        key: prepared.key.clone(),
        health: Health {
            state: first_state(channel_kind),
            since: now,
            ..Health::default()
        },
        created_at: now,
        settings: ConnectionSettings::Provider(Box::new(settings)),
        ..Connection::default()
    };
    w.put_connection(&connection)?;
    w.put_channel(&channel)?;
    let made = EventKind::ChannelMade { connection: id };
    w.event(viewer.actor, Subject::channel(channel.id), made)?;
    Ok(channel)
}

fn first_state(kind: &dyn channels::Channel) -> HealthState {
    if kind.is_ready() {
        HealthState::Working
    } else {
        HealthState::New
    }
}

/// Two channels never claim one address of a provider's.
fn check_free(
    look: &Look<'_>,
    kind: ChannelKind,
    address: &str,
    but: Option<ChannelId>,
) -> Result<()> {
    let taken = look.channels()?.into_iter().any(|it| {
        it.kind == kind && it.retired_at.is_none() && Some(it.id) != but && it.address == address
    });
    let first = channels::of(kind).and_then(|it| it.fields().first());
    match first {
        Some(field) if taken && !address.is_empty() => {
            Err(Error::invalid(field.name, "error-channel-taken"))
        }
        _ => Ok(()),
    }
}

fn sealed(keys: &KeyRing, id: ConnectionId, filled: &Filled) -> Result<ProviderSettings> {
    let mut out = ProviderSettings {
        values: filled.values.clone(),
        ..ProviderSettings::default()
    };
    for (name, secret) in &filled.secrets {
        let sealed = keys.seal(&id.bytes(), secret.as_bytes())?;
        out.sealed.insert(name.clone(), ByteBuf::from(sealed));
    }
    Ok(out)
}

/// Changes a channel and how it is reached; secrets that are not given stay. What changed is tried anew.
///
/// # Errors
/// As [`connect`]; [`Error::NotFound`].
pub fn change(
    w: &mut Write<'_>,
    viewer: &Viewer,
    keys: &KeyRing,
    id: ChannelId,
    (given, about): (&[(String, String)], &ChannelForm),
) -> Result<Channel> {
    viewer.need(Right::Administer)?;
    let (before, mut connection) = find(w, id)?;
    let kind = channels::of(connection.kind).ok_or_else(|| Error::not_found("channel"))?;
    let ConnectionSettings::Provider(settings) = &mut connection.settings else {
        return Err(Error::not_found("channel"));
    };
    let mut channel = before.clone();
    lay(w, &mut channel, about)?;
    let old = settings.clone();
    let mut filled = Filled {
        values: old.values.clone(),
        secrets: BTreeMap::new(),
    };
    for field in kind.fields() {
        let left_out = field.secret && given.iter().all(|it| it.0 != field.name || it.1.is_empty());
        if !left_out {
            take(&mut filled, field, given)?;
        }
    }
    kind.check_values(&filled)?;
    for field in kind.fields().iter().filter(|it| it.required && !it.secret) {
        if filled.get(field.name).is_empty() {
            return Err(Error::invalid(field.name, "error-missing"));
        }
    }
    let new = sealed(keys, connection.id, &filled)?;
    let touched = new.values != old.values || !new.sealed.is_empty();
    if touched {
        settings.values = new.values;
        settings.sealed.extend(new.sealed);
        let address = kind.address(&filled);
        // A secret it is read from, and that stays as it is, is not at hand here.
        if !address.is_empty() {
            check_free(w, connection.kind, &address, Some(id))?;
            channel.address = address;
        }
        connection.health = connection.health.anew(w.now());
        connection.health.state = first_state(kind);
        w.put_connection(&connection)?;
    }
    if touched || channel != before {
        put_changed(w, viewer, (&before, &channel))?;
    }
    Ok(channel)
}

/// Remembers what was learnt of a connection, such as by setting it up. A channel nobody named is called as its
/// provider calls it.
///
/// # Errors
/// The store's.
pub fn learn(w: &mut Write<'_>, id: ConnectionId, learnt: &[(String, String)]) -> Result<()> {
    let Some(mut connection) = w.connection(id)? else {
        return Ok(());
    };
    let ConnectionSettings::Provider(it) = &mut connection.settings else {
        return Ok(());
    };
    it.learnt.extend(learnt.iter().cloned());
    let first = it.learnt("channel").to_owned();
    w.put_connection(&connection)?;
    let told = |name: &str| {
        let found = learnt.iter().rfind(|it| it.0 == name);
        found.map(|it| &it.1).filter(|it| !it.is_empty())
    };
    for before in w.channels_of(id)? {
        let mut channel = before.clone();
        if let Some(name) = told("name").filter(|_| channel.name == connection.kind.name()) {
            channel.name.clone_from(name);
        }
        if let Some(shown) = told("shown").filter(|_| channel.id.to_string() == first) {
            channel.shown.clone_from(shown);
        }
        if channel != before {
            w.put_channel(&channel)?;
        }
    }
    Ok(())
}

/// The settings as they read back: secrets as `"set"`.
#[must_use]
pub fn shown(kind: ChannelKind, settings: &ProviderSettings) -> Value {
    let mut out = Map::new();
    for field in channels::of(kind).map(|it| it.fields()).unwrap_or_default() {
        let value = if field.secret {
            json!(settings.sealed.contains_key(field.name).then_some("set"))
        } else {
            json!(settings.value(field.name))
        };
        out.insert(field.name.to_owned(), value);
    }
    Value::Object(out)
}
