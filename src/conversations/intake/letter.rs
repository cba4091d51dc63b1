//! One mail with what is known of the mailbox it came to.

use crate::contacts::identity::UNVERIFIED_SCOPE;
use crate::contacts::identity::{Who, find_or_create};
use crate::conversations::sender::rule_of;
use crate::conversations::steps::open::private;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::channel::{Channel, ChannelKind, Connection, SenderRule};
use crate::domain::contact::{Contact, Evidence, Handle, IdentifierKind};
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, ChannelId, ConnectionId, ContactId, MessageId};
use crate::domain::inbound::{Inbound, InboundMail};
use crate::domain::message::{Author, MailAddress, MailFacts, Message, MessageKind, OLDEST_CLOCK};
use crate::domain::time::Millis;
use crate::store::{Look, Write};
use crate::text::address::Address;

/// Other names in To and Cc looked at; a list of hundreds is a mailing.
const COPIES: usize = 10;

/// A mail to act on.
#[derive(Debug, Clone)]
pub struct Letter<'a> {
    pub connection: Connection,
    /// The channel it is for: the first of ours in To and Cc, a private team's before others; else where it was found.
    pub channel: Channel,
    /// The channel it was found in.
    pub found_in: ChannelId,
    pub input: &'a Inbound,
    pub mail: &'a InboundMail,
    /// Every address of ours.
    pub own: Vec<String>,
    /// Those of them that rest on somebody's word: mail from them is not ours for it.
    pub unproven: Vec<String>,
    /// The one who sent it, when the address is one of our people's.
    pub agent: Option<AgentId>,
    pub now: Millis,
}

impl<'a> Letter<'a> {
    /// # Errors
    /// [`Error::NotFound`] for an unknown connection, [`Error::Conflict`] `no_channel`.
    pub fn read(
        look: &Write<'_>,
        connection: ConnectionId,
        input: &'a Inbound,
        mail: &'a InboundMail,
    ) -> Result<Self> {
        let connection = look.connection(connection)?;
        let connection = connection.ok_or_else(|| Error::not_found("connection"))?;
        let channels = look.arranged::<Channel>()?;
        let mut own: Vec<String> = channels.iter().map(|it| it.address.clone()).collect();
        if let Some(settings) = connection.email() {
            own.push(settings.address.clone());
            own.extend(settings.addresses.iter().cloned());
        }
        own.retain(|it| !it.is_empty());
        let unproven = channels.iter().filter(|it| it.unproven.is_some());
        let unproven = unproven.map(|it| it.address.clone()).collect();
        let found_in = found_in(&connection, &channels, mail)?;
        let channel = channel_for(look, &channels, mail)?.unwrap_or_else(|| found_in.clone());
        let agent = agent_of(look, &mail.from.address)?;
        Ok(Letter {
            connection,
            channel,
            found_in: found_in.id,
            input,
            mail,
            own,
            unproven,
            agent,
            now: look.now(),
        })
    }

    #[must_use]
    pub fn is_own(&self, address: &str) -> bool {
        let base = base(address);
        self.own.iter().any(|it| *it == address || *it == base)
    }

    /// Whether it is ours and was shown to be.
    #[must_use]
    pub fn is_proven_own(&self, address: &str) -> bool {
        self.is_own(address) && !self.unproven.contains(&base(address))
    }

    /// Whether it is ours beyond doubt: from the Sent folder, or of our people and proven.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        let proven = self.input.evidence == Evidence::Dmarc && !self.input.unverified;
        let of_us = self.agent.is_some() || self.is_proven_own(&self.mail.from.address);
        self.mail.sent_folder || (proven && of_us)
    }

    /// What an agent said of mail from this sender, by address or `@domain`.
    #[must_use]
    pub fn rule(&self) -> Option<SenderRule> {
        rule_of(&self.connection, &self.mail.from.address)
    }

    /// Recipients that are not ours, each once.
    #[must_use]
    pub fn outside(&self) -> Vec<MailAddress> {
        let mut out: Vec<MailAddress> = Vec::new();
        for it in self.mail.to.iter().chain(&self.mail.cc) {
            let known = out.iter().any(|other| other.address == it.address);
            if !known && !it.address.is_empty() && !self.is_own(&it.address) {
                out.push(it.clone());
            }
        }
        out
    }

    /// As [`Letter::outside`], without the sender, cut to what is looked at.
    #[must_use]
    pub fn copied(&self) -> Vec<MailAddress> {
        let mut out = self.outside();
        out.retain(|it| it.address != self.input.from.value);
        out.truncate(COPIES);
        out
    }

    /// When it was said, never in the future.
    #[must_use]
    pub fn said_at(&self, now: Millis) -> Millis {
        let said = self.input.said_at;
        if said.0 <= 0 { now } else { said.min(now) }
    }

    /// From when its clock counts.
    #[must_use]
    pub fn clock_from(&self, now: Millis) -> Millis {
        self.said_at(now).max(now - OLDEST_CLOCK)
    }

    /// The handle of its sender: kept in a scope of its own while it is unclear who that is.
    #[must_use]
    pub fn handle(&self) -> Handle {
        let from = &self.input.from;
        if from.value.is_empty() {
            return Handle {
                kind: IdentifierKind::External,
                scope: UNVERIFIED_SCOPE.to_owned(),
                value: self.input.dedupe.clone(),
            };
        }
        if self.input.unverified {
            return crate::conversations::steps::people::unverified(from);
        }
        from.clone()
    }

    /// The sender's record, made when need be.
    ///
    /// # Errors
    /// The store's.
    pub fn sender(&self, w: &mut Write<'_>) -> Result<Contact> {
        let evidence = if self.input.unverified {
            Evidence::Claimed
        } else {
            self.input.evidence
        };
        self.contact(w, &self.handle(), evidence, &self.input.from_name)
    }

    /// A record for a handle this mail names.
    ///
    /// # Errors
    /// The store's.
    pub fn contact(
        &self,
        w: &mut Write<'_>,
        handle: &Handle,
        evidence: Evidence,
        name: &str,
    ) -> Result<Contact> {
        let who = Who {
            handle,
            evidence,
            name,
            as_sent: &self.input.as_sent,
            language: &self.input.language,
            seen_at: self.said_at(w.now()),
            history: self.input.history,
        };
        find_or_create(w, Actor::System(SystemPart::Intake), &who)
    }

    /// The voice of its sender.
    #[must_use]
    pub fn voice(&self, contact: ContactId) -> Voice {
        Voice {
            actor: Actor::Contact(contact),
            history: self.input.history,
        }
    }

    /// The message it becomes; place and reason are the caller's.
    #[must_use]
    pub fn message(
        &self,
        id: MessageId,
        now: Millis,
        kind: MessageKind,
        author: Author,
    ) -> Message {
        let input = self.input;
        Message {
            id,
            kind,
            author,
            channel: self.channel.id,
            also_to: Some(self.found_in)
                .filter(|it| *it != self.channel.id)
                .into_iter()
                .collect(),
            at: now,
            said_at: self.said_at(now),
            subject: input.subject.clone(),
            text: input.text.clone(),
            quoted: input.quoted.clone(),
            html: input.html.clone(),
            long_text: input.long_text,
            language: input.language.clone(),
            attachments: input.attachments.clone(),
            mail: Some(Box::new(self.facts())),
            raw: input.raw,
            history: input.history,
            unverified: input.unverified,
            ..Message::default()
        }
    }

    fn facts(&self) -> MailFacts {
        let mail = self.mail;
        MailFacts {
            message_id: mail.message_id.clone(),
            in_reply_to: mail.in_reply_to.clone(),
            references: mail.references.clone(),
            from: mail.from.clone(),
            reply_to: mail.reply_to.clone(),
            to: mail.to.clone(),
            cc: mail.cc.clone(),
            bcc: Vec::new(),
            evidence: self.input.evidence,
            size: mail.size,
            received_at: mail.received_at,
        }
    }
}

/// An address without its plus part.
fn base(address: &str) -> String {
    Address::parse(address).map_or_else(
        || address.to_owned(),
        |it| it.split_tag().0.as_str().to_owned(),
    )
}

/// The channel of a mailbox a mail was found in: the one it names, else its first.
fn found_in(connection: &Connection, channels: &[Channel], mail: &InboundMail) -> Result<Channel> {
    let own: Vec<&Channel> = channels
        .iter()
        .filter(|it| it.connection == connection.id && it.retired_at.is_none())
        .collect();
    let openly = mail.to.iter().chain(&mail.cc).map(|it| &it.address);
    let sender = std::iter::once(&mail.from.address).filter(|_| mail.sent_folder);
    let mut named = sender.chain(openly).chain(&mail.delivered_to);
    let found = named.find_map(|it| of_address(&own, it));
    let found = found.or_else(|| own.first().copied());
    found.cloned().ok_or_else(|| Error::conflict("no_channel"))
}

/// The channel a mail is for, whichever mailbox it is found in first: the first of ours it names openly, but what also
/// goes to a private team is theirs.
fn channel_for(
    look: &Look<'_>,
    channels: &[Channel],
    mail: &InboundMail,
) -> Result<Option<Channel>> {
    if mail.sent_folder {
        return Ok(None);
    }
    let ours: Vec<&Channel> = channels
        .iter()
        .filter(|it| it.kind == ChannelKind::Email && it.retired_at.is_none())
        .collect();
    let mut first = None;
    for to in mail.to.iter().chain(&mail.cc) {
        let Some(found) = of_address(&ours, &to.address) else {
            continue;
        };
        if private(look, found.team)?.is_some() {
            return Ok(Some(found.clone()));
        }
        first = first.or(Some(found));
    }
    Ok(first.cloned())
}

fn of_address<'c>(channels: &[&'c Channel], address: &str) -> Option<&'c Channel> {
    let base = base(address);
    let is_it = |it: &&&Channel| it.address == address || it.address == base;
    channels.iter().find(is_it).copied()
}

/// Which of our people writes from an address; those who left do not count.
///
/// # Errors
/// The store's.
pub fn agent_of(look: &Look<'_>, address: &str) -> Result<Option<AgentId>> {
    if address.is_empty() {
        return Ok(None);
    }
    if let Some(agent) = look.agent_by_email(address)? {
        return Ok(agent.is_active().then_some(agent.id));
    }
    look.agent_by_own_address(address)
}
