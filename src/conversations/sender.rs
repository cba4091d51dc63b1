//! *Always treat mails from this sender as* conversation, automatic or blocked.

use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::{Connection, ConnectionSettings, SenderRule};
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::ConnectionId;
use crate::store::Write;
use crate::text::address::{Address, canonical_domain};

/// Most rules of one mailbox.
const RULES: usize = 2_000;

/// Sets, replaces or (with `None`) removes what is said of a sender: an address, or `@domain` for all of it.
///
/// # Errors
/// [`Error::Invalid`] on `email`; [`Error::Conflict`] `too_many_rules`; [`Error::NotFound`] for what is no mailbox.
pub fn treat(
    w: &mut Write<'_>,
    by: &Viewer,
    connection: ConnectionId,
    sender: &str,
    rule: Option<SenderRule>,
) -> Result<()> {
    by.need(Right::Work)?;
    let sender = canonical(sender).ok_or_else(|| Error::invalid("email", "error-bad-address"))?;
    let found = w.connection(connection)?;
    let mut found = found.ok_or_else(|| Error::not_found("connection"))?;
    let ConnectionSettings::Email(settings) = &mut found.settings else {
        return Err(Error::not_found("connection"));
    };
    settings.sender_rules.retain(|(it, _)| *it != sender);
    if let Some(rule) = rule {
        if settings.sender_rules.len() >= RULES {
            return Err(Error::conflict("too_many_rules"));
        }
        settings.sender_rules.push((sender, rule));
    }
    w.put_connection(&found)?;
    for channel in w.channels_of(connection)? {
        w.event(
            by.actor,
            Subject::channel(channel.id),
            EventKind::ChannelChanged,
        )?;
    }
    Ok(())
}

/// What is said of mail from an address, by itself or else by its domain.
#[must_use]
pub fn rule_of(connection: &Connection, from: &str) -> Option<SenderRule> {
    let rules = &connection.email()?.sender_rules;
    let itself = rules.iter().find(|(sender, _)| sender == from);
    let domain = || {
        let mut all = rules.iter();
        all.find(|(sender, _)| sender.starts_with('@') && from.ends_with(sender))
    };
    itself.or_else(domain).map(|(_, rule)| *rule)
}

fn canonical(sender: &str) -> Option<String> {
    match sender.trim().strip_prefix('@') {
        Some(domain) => canonical_domain(domain).map(|it| format!("@{it}")),
        None => Address::parse(sender).map(|it| it.as_str().to_owned()),
    }
}
