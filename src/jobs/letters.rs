//! Lobby's own mails to its people: a reset, an invitation, an answer that did not arrive. They leave through the first
//! mailbox that can send.

use uuid::Uuid;

use crate::auth::letters::{About, told};
use crate::auth::link;
use crate::channels;
use crate::conversations::plus;
use crate::desk::sending::sending_mailbox;
use crate::domain::access::{AddressUse, LetterTrouble, LinkPurpose};
use crate::domain::channel::{Channel, Plus};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::delivery::Delivery;
use crate::domain::error::{Error, Result};
use crate::domain::id::{
    AgentId, ChannelId, ConnectionId, ConversationId, DeliveryId, Id, LinkId, MessageId,
};
use crate::domain::message::MailAddress;
use crate::domain::notice::{Medium, NoticeKind};
use crate::domain::outbound::{Outbound, OutboundMail, SendError};
use crate::jobs::{Yard, deliver, renew};
use crate::store::{Lane, Look, Write};
use crate::text::address::Address;
use crate::words::{Arg, Words};

/// A letter as it reads.
pub(super) struct Letter {
    pub to: MailAddress,
    pub subject: String,
    pub text: String,
}

/// Which letter it is, and of which thread of notices, when it is of one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub id: MessageId,
    pub thread: Option<MessageId>,
}

/// Sends the mail for a reset or an invitation, then forgets the secret in it.
///
/// # Errors
/// [`Error::NotFound`] when there is no such link any more; why it did not leave, when it is worth another try.
pub async fn link(yard: &Yard, id: LinkId) -> Result<()> {
    let (keys, now) = (yard.app.keys.clone(), yard.app.clock.now());
    let public_url = yard.app.config.public_url.clone();
    let letter = yard
        .app
        .look(move |look| {
            let found = look.link_by_id(id)?;
            let (_, found) = found.ok_or_else(|| Error::not_found("link"))?;
            let secret = link::unsealed(&found, &keys, now)?;
            let url = link::address(&public_url, &found.purpose, &secret);
            of_link(look, &found.purpose, &url)
        })
        .await?;
    send(yard, About::Link(id), letter).await
}

fn of_link(look: &Look<'_>, purpose: &LinkPurpose, url: &str) -> Result<Letter> {
    let business = look.business()?.unwrap_or_default();
    let business_words = Words::for_reader(&business.language, &business.time_zone);
    match purpose {
        LinkPurpose::ResetPassword { agent, .. } => {
            let agent = look.agent(*agent)?;
            let agent = agent.ok_or_else(|| Error::not_found("agent"))?;
            let words = Words::for_reader(&agent.language, &agent.time_zone);
            Ok(Letter {
                to: address(&agent.name, &agent.email),
                subject: words.t("letter-reset-subject"),
                text: words.t_of("letter-reset", "link", url),
            })
        }
        LinkPurpose::Invite { email, name, .. } => {
            let args = [
                ("business", Arg::Text(&business.name)),
                ("link", Arg::Text(url)),
            ];
            Ok(Letter {
                to: address(name, email),
                subject: business_words.t_of("letter-invite-subject", "business", &business.name),
                text: business_words.t_with("letter-invite", &args),
            })
        }
        LinkPurpose::ProveAddress {
            agent,
            address: new,
            to,
            ..
        } => {
            let agent = look.agent(*agent)?;
            let agent = agent.ok_or_else(|| Error::not_found("agent"))?;
            let words = Words::for_reader(&agent.language, &agent.time_zone);
            let key = match to {
                AddressUse::LogIn { .. } => "letter-address",
                AddressUse::Own => "letter-own-address",
            };
            let args = [("name", Arg::Text(&agent.name)), ("link", Arg::Text(url))];
            Ok(Letter {
                to: address(&agent.name, new),
                subject: words.t(&format!("{key}-subject")),
                text: words.t_with(key, &args),
            })
        }
        LinkPurpose::SetUp => Err(Error::not_found("link")),
    }
}

/// Tells the address somebody logged in with before that they log in with another now.
///
/// # Errors
/// As [`link`].
pub async fn address_set(yard: &Yard, id: LinkId) -> Result<()> {
    let letter = yard
        .app
        .look(move |look| {
            let gone = || Error::not_found("link");
            let (_, link) = look.link_by_id(id)?.ok_or_else(gone)?;
            let LinkPurpose::ProveAddress {
                agent,
                address: new,
                to: AddressUse::LogIn { was },
                ..
            } = link.purpose
            else {
                return Err(gone());
            };
            let agent = look.agent(agent)?.ok_or_else(gone)?;
            let words = Words::for_reader(&agent.language, &agent.time_zone);
            Ok(Letter {
                to: address(&agent.name, &was),
                subject: words.t("letter-address-set-subject"),
                text: words.t_of("letter-address-set", "address", new),
            })
        })
        .await?;
    send(yard, About::Link(id), letter).await
}

/// Tells somebody that an answer did not arrive or waits for long, unless that was mended meanwhile.
///
/// # Errors
/// As [`link`].
pub async fn failed_send(yard: &Yard, conversation: ConversationId, agent: AgentId) -> Result<()> {
    about(
        yard,
        conversation,
        (agent, NoticeKind::Failed),
        |look, c| {
            let late = |it: &Delivery| it.told_late && it.state.is_pending();
            Ok(if c.has_failed {
                Some("letter-failed")
            } else if look.deliveries_unsettled(c.id)?.iter().any(late) {
                Some("letter-late")
            } else {
                None
            })
        },
    )
    .await
}

/// Reminds somebody that a customer was told "one moment" and no more, unless more was said meanwhile.
///
/// # Errors
/// As [`link`].
pub async fn reminder(yard: &Yard, conversation: ConversationId, agent: AgentId) -> Result<()> {
    about(yard, conversation, (agent, NoticeKind::Reminder), |_, c| {
        let waits = c.status == Status::Open && c.remind_at.is_some();
        Ok(waits.then_some("letter-moment"))
    })
    .await
}

/// Sends somebody the letter about a conversation that `which` names, if any.
async fn about(
    yard: &Yard,
    conversation: ConversationId,
    (to, kind): (AgentId, NoticeKind),
    which: impl Fn(&Look<'_>, &Conversation) -> Result<Option<&'static str>> + Send + 'static,
) -> Result<()> {
    let public_url = yard.app.config.public_url.clone();
    let letter = yard
        .app
        .look(move |look| {
            let c = look.conversation(conversation)?;
            let c = c.ok_or_else(|| Error::not_found("conversation"))?;
            let agent = look.agent(to)?;
            let agent = agent.ok_or_else(|| Error::not_found("agent"))?;
            let wanted = agent.is_active() && agent.telling.wants(kind, Medium::Mail);
            let Some(key) = which(look, &c)?.filter(|_| wanted) else {
                return Ok(None);
            };
            let words = Words::for_reader(&agent.language, &agent.time_zone);
            let number = c.number.to_string();
            let url = format!("{public_url}/c/{number}");
            let args = [("number", Arg::Text(&number)), ("link", Arg::Text(&url))];
            Ok(Some(Letter {
                to: address(&agent.name, &agent.email),
                subject: words.t_of(&format!("{key}-subject"), "number", &number),
                text: words.t_with(key, &args),
            }))
        })
        .await?;
    match letter {
        Some(it) => send(yard, About::Agent(to), it).await,
        None => Ok(()),
    }
}

pub(super) fn address(name: &str, address: &str) -> MailAddress {
    MailAddress {
        name: name.to_owned(),
        address: address.to_owned(),
    }
}

/// Asks a mailbox whether mail to its address with a tag arrives: by one. A server that refuses it at once has answered.
///
/// # Errors
/// [`Error::NotFound`] when it is gone; what keeps the mailbox from sending.
pub async fn ask_plus(yard: &Yard, id: ConnectionId) -> Result<()> {
    let keys = yard.app.keys.clone();
    let asked = yard
        .app
        .look(move |look| {
            let connection = look.connection(id)?;
            let wanted = connection
                .as_ref()
                .and_then(|it| it.email().filter(|_| it.retired_at.is_none()))
                .is_some_and(|it| it.plus == Plus::Unknown && !it.smtp.host.is_empty());
            let channel = look.channels_of(id)?.into_iter().next();
            let (true, Some(channel)) = (wanted, channel) else {
                return Ok(None);
            };
            let business = look.business()?.unwrap_or_default();
            let words = Words::for_reader(&business.language, &business.time_zone);
            let Some(to) = Address::parse(&channel.address) else {
                return Ok(None);
            };
            let letter = Letter {
                to: address("", plus::question(&keys, &to).as_str()),
                subject: words.t("letter-plus-subject"),
                text: words.t("letter-plus"),
            };
            Ok(Some((channel, letter)))
        })
        .await?;
    let Some((channel, letter)) = asked else {
        return Ok(());
    };
    match send_by(yard, (id, channel), letter, fresh()).await? {
        Ok(()) => Ok(()),
        Err(SendError::RecipientRefused { .. }) => {
            let deed = move |w: &mut Write<'_>| match w.connection(id)? {
                Some(mut it) => plus::learnt(w, &mut it, Plus::No),
                None => Ok(()),
            };
            yard.app.act_in(Lane::Hand, deed).await.map(|_| ())
        }
        Err(err) => Err(Error::internal("a letter", err)),
    }
}

/// Sends a further address of a mailbox a mail that must come in there. What is asked is written down before it leaves.
///
/// # Errors
/// The store's; why it did not leave, when it is worth another try.
pub async fn ask_address(yard: &Yard, id: ChannelId) -> Result<()> {
    let name = fresh();
    let deed = move |w: &mut Write<'_>| {
        let Some(mut channel) = w.channel(id)?.filter(|it| it.retired_at.is_none()) else {
            return Ok(None);
        };
        let Some(unproven) = &mut channel.unproven else {
            return Ok(None);
        };
        unproven.asked = Some(name.id);
        let connection = w.connection(channel.connection)?;
        let main = connection.as_ref().and_then(|it| it.email());
        let main = main.filter(|it| !it.smtp.host.is_empty());
        let main = main.map(|it| it.address.clone()).unwrap_or_default();
        let all = w.channels_of(channel.connection)?;
        let Some(from) = all.into_iter().find(|it| it.address == main) else {
            return Ok(None);
        };
        w.put_channel(&channel)?;
        let business = w.business()?.unwrap_or_default();
        let words = Words::for_reader(&business.language, &business.time_zone);
        let letter = Letter {
            to: address("", &channel.address),
            subject: words.t("letter-further-subject"),
            text: words.t_of("letter-further", "address", &channel.address),
        };
        Ok(Some(((channel.connection, from), letter)))
    };
    let Some((through, letter)) = yard.app.act_in(Lane::Hand, deed).await?.0 else {
        return Ok(());
    };
    let to = letter.to.address.clone();
    let sent = send_by(yard, through, letter, name).await?;
    note(yard, About::Channel(id), to, sent).await
}

/// Sends a letter and writes down whether it left. One that may leave later is an error, so that it is tried again.
async fn send(yard: &Yard, about: About, letter: Letter) -> Result<()> {
    send_as(yard, about, letter, fresh()).await
}

/// As [`send`], under a name: a second one of the same is no second letter to who reads it.
///
/// # Errors
/// Why it did not leave, when it is worth another try.
pub(super) async fn send_as(yard: &Yard, about: About, letter: Letter, name: Name) -> Result<()> {
    let to = letter.to.address.clone();
    let sent = match yard.app.look(sending_mailbox).await? {
        Some(through) => send_by(yard, through, letter, name).await?,
        None => Err(SendError::Misconfigured {
            detail: String::new(),
        }),
    };
    note(yard, about, to, sent).await
}

async fn note(yard: &Yard, about: About, to: String, sent: Result<(), SendError>) -> Result<()> {
    let at = yard.app.clock.now();
    let trouble = sent.as_ref().err().map(|err| LetterTrouble {
        at,
        to,
        code: err.word().to_owned(),
        detail: err.said().to_owned(),
        again: err.is_retryable(),
    });
    let deed = move |w: &mut Write<'_>| told(w, about, trouble.as_ref());
    yard.app.act_in(Lane::Hand, deed).await?;
    match sent {
        Err(err) if err.is_retryable() => Err(Error::internal("a letter", err)),
        _ => Ok(()),
    }
}

/// The name of a letter that nothing asks for again.
fn fresh() -> Name {
    Name {
        id: MessageId::from_uuid(Uuid::new_v4()),
        thread: None,
    }
}

async fn send_by(
    yard: &Yard,
    (connection, channel): (ConnectionId, Channel),
    letter: Letter,
    Name { id, thread }: Name,
) -> Result<Result<(), SendError>> {
    let door = match renew::door(yard, connection).await? {
        Ok(it) => it,
        Err(trouble) => return Ok(Err(deliver::no_token(&trouble))),
    };
    let kind = channels::of(door.connection.kind).ok_or_else(|| Error::not_found("mailbox"))?;
    let domain = channel.address.rsplit('@').next().unwrap_or_default();
    let thread = thread.map(|it| yard.app.keys.mail_id(it, domain));
    let list_id = thread.as_ref().map(|_| format!("notifications.{domain}"));
    let out = Outbound {
        delivery: DeliveryId::from_uuid(id.uuid()),
        message: id,
        text: letter.text,
        html: None,
        attachments: Vec::new(),
        mail: Some(OutboundMail {
            message_id: yard.app.keys.mail_id(id, domain),
            from: address(&channel.name, &channel.address),
            to: vec![letter.to],
            subject: letter.subject,
            automatic: true,
            in_reply_to: thread.iter().cloned().collect(),
            references: thread.into_iter().collect(),
            list_id: list_id.unwrap_or_default(),
            ..OutboundMail::default()
        }),
        chat: None,
    };
    let mut sender = kind.sender(&door, deliver::open_blob(yard));
    let sent = sender.send(&out).await;
    sender.close().await;
    Ok(sent.map(|_| ()))
}
