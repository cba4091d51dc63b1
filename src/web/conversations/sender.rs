//! *Always treat mails from this sender as …*: in a message's menu, set and taken back.

use actix_web::web::{Form, Path, Query};
use serde::Deserialize;

use crate::conversations::sender::{rule_of, treat};
use crate::domain::channel::Connection;
use crate::domain::error::{Error, Result};
use crate::domain::message::{Message, MessageKind};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::conversations::message::at;
use crate::web::settings::senders::{RULES, name_of, named};
use crate::web::view::Choice;
use crate::words::Words;

/// What a message's menu says of its sender.
#[derive(Debug, Clone)]
pub struct SenderView {
    pub href: String,
    pub address: String,
    pub rules: Vec<Choice>,
    /// Some rule stands: it can be taken away.
    pub ruled: bool,
}

/// Who sent a message a mailbox received, and how their mail is treated; nothing for any other message.
///
/// # Errors
/// The store's.
pub fn view(
    words: &Words,
    look: &Look<'_>,
    number: u64,
    it: &Message,
) -> Result<Option<SenderView>> {
    let Some((connection, address)) = mailbox_of(look, it)? else {
        return Ok(None);
    };
    let rule = rule_of(&connection, &address);
    let choice = |name: &str| {
        let current = name_of(rule) == name;
        Choice::new(name, words.t(&format!("sender-{name}")), current)
    };
    Ok(Some(SenderView {
        href: format!("/c/{number}/m/{}/sender", it.position),
        rules: RULES.iter().map(|(name, _)| choice(name)).collect(),
        ruled: rule.is_some(),
        address,
    }))
}

fn mailbox_of(look: &Look<'_>, it: &Message) -> Result<Option<(Connection, String)>> {
    let theirs = matches!(it.kind, MessageKind::Inbound | MessageKind::ThirdParty);
    let Some(mail) = it.mail.as_ref().filter(|_| theirs && it.moved_to.is_none()) else {
        return Ok(None);
    };
    let Some(channel) = look.channel(it.channel)? else {
        return Ok(None);
    };
    let found = look.connection(channel.connection)?;
    let found = found.filter(|it| it.email().is_some() && !mail.from.address.is_empty());
    Ok(found.map(|it| (it, mail.from.address.clone())))
}

/// The rule by its name; empty takes it away. Of a form, or of the address when an act is undone.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    rule: Option<String>,
    list: String,
}

/// `POST /c/{number}/m/{position}/sender`.
pub async fn set(
    asker: Asker,
    place: Path<(u64, u32)>,
    asked: Query<Wanted>,
    form: Form<Wanted>,
) -> Answer {
    let (number, position) = place.into_inner();
    let name = form.rule.clone().or_else(|| asked.rule.clone());
    let name = name.unwrap_or_default();
    if !name.is_empty() && named(&name).is_none() {
        return Err(Error::invalid("rule", "error-field").into());
    }
    let (viewer, wanted) = (asker.viewer().clone(), name.clone());
    let was = asker
        .app
        .act(move |w| {
            let (_, message) = at(w, &viewer, number, position)?;
            let found = mailbox_of(w, &message)?;
            let (connection, address) = found.ok_or_else(|| Error::not_found("sender"))?;
            treat(w, &viewer, connection.id, &address, named(&wanted))?;
            Ok(name_of(rule_of(&connection, &address)))
        })
        .await?;
    let list: String = url::form_urlencoded::byte_serialize(form.list.as_bytes()).collect();
    let done = if name.is_empty() {
        "untreated"
    } else {
        "treated"
    };
    Ok(see_other(&format!(
        "/c/{number}?list={list}&done={done}&was={was}&m={position}"
    )))
}
