//! Mails people what they have not read in Lobby: one letter for all that waits, in the thread of its conversation.

use uuid::Uuid;

use crate::app::noticed::{Said, said};
use crate::auth::letters::About;
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, Id, MessageId, NoticeId};
use crate::jobs::Yard;
use crate::jobs::letters::{Letter, Name, address, send_as};
use crate::keys::sha256;
use crate::notices::list::Seen;
use crate::notices::mail::{self, Due};
use crate::notices::viewer;
use crate::store::{Look, Write};
use crate::words::{Arg, Words};

/// Notices written out in a letter; the others are counted.
const WRITTEN: usize = 20;

struct Ready {
    letter: Letter,
    name: Name,
    ids: Vec<NoticeId>,
}

/// Mails somebody what waits for it.
///
/// # Errors
/// Why it did not leave, when it is worth another try.
pub async fn notices(yard: &Yard, agent: AgentId) -> Result<()> {
    let (now, public_url) = (yard.app.clock.now(), yard.app.config.public_url.clone());
    let found = yard
        .app
        .look(move |look| {
            let agent = look.agent(agent)?.filter(Agent::is_active);
            let agent = agent.ok_or_else(|| Error::not_found("agent"))?;
            Ok(match mail::due(look, &agent, now)? {
                Due::Nothing => Err(None),
                Due::Later(until) => Err(Some(until)),
                Due::Now(all) => Ok(ready(look, &agent, &all, &public_url)?),
            })
        })
        .await?;
    let Ready { letter, name, ids } = match found {
        Ok(it) => it,
        Err(None) => return Ok(()),
        Err(Some(until)) => {
            let deed = move |w: &mut Write<'_>| mail::put_off(w, agent, until);
            return yard.app.act(deed).await;
        }
    };
    send_as(yard, About::Agent(agent), letter, name).await?;
    let deed = move |w: &mut Write<'_>| mail::mailed(w, agent, &ids);
    yard.app.act(deed).await
}

fn ready(look: &Look<'_>, agent: &Agent, all: &[Seen], public_url: &str) -> Result<Ready> {
    let words = Words::for_reader(&agent.language, &agent.time_zone);
    let viewer = viewer(agent);
    let mut lines = Vec::new();
    for it in all.iter().take(WRITTEN) {
        let it = said(look, &words, &viewer, it)?;
        lines.push(written(&it, public_url, agent.telling.no_texts));
    }
    let rest = all.len().saturating_sub(WRITTEN);
    if rest > 0 {
        lines.push(words.t_n("letter-notices-rest", rest));
    }
    let settings = format!("{public_url}/settings/me/notifications");
    let body = lines.join("\n\n");
    let args = [("body", Arg::Text(&body)), ("link", Arg::Text(&settings))];
    let ids: Vec<NoticeId> = all.iter().map(|it| it.notice.id).collect();
    Ok(Ready {
        letter: Letter {
            to: address(&agent.name, &agent.email),
            subject: subject(look, &words, agent, all)?,
            text: words.t_with("letter-notices", &args),
        },
        name: name(agent.id, all),
        ids,
    })
}

/// What all of it is of: one conversation's number and, where texts may be told, what it is about.
fn subject(look: &Look<'_>, words: &Words, agent: &Agent, all: &[Seen]) -> Result<String> {
    let (Some(first), Some(_)) = (all.first(), of_one(all)) else {
        return Ok(words.t_n("letter-notices-subject", all.len()));
    };
    let it = said(look, words, &viewer(agent), first)?;
    let Some(number) = it.number else {
        return Ok(it.title);
    };
    let about = if agent.telling.no_texts {
        it.title
    } else {
        it.about
    };
    Ok(format!("#{number} · {about}"))
}

/// The one thing all of them are about: a conversation, or a channel.
fn of_one(all: &[Seen]) -> Option<Uuid> {
    let about = |it: &Seen| {
        let conversation = it.notice.conversation.filter(|_| !it.notice.gathers);
        let channel = it.notice.channel.map(|it| it.uuid());
        conversation.map(|it| it.uuid()).or(channel)
    };
    let first = about(all.first()?)?;
    all.iter()
        .all(|it| about(it) == Some(first))
        .then_some(first)
}

fn written(it: &Said, public_url: &str, no_texts: bool) -> String {
    let number = it.number.map(|it| format!("#{it}")).unwrap_or_default();
    let about = if no_texts { "" } else { it.about.as_str() };
    let head: Vec<&str> = [it.title.as_str(), &number, about]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    let mut out = head.join(" · ");
    if !no_texts && !it.text.is_empty() {
        out += &format!("\n> {}", it.text);
    }
    out + &format!("\n{public_url}{}", it.href)
}

/// The same letter has the same name however often it is tried; what is of one conversation is one thread.
fn name(agent: AgentId, all: &[Seen]) -> Name {
    let thread = [
        b"thread of notices".as_slice(),
        &agent.bytes(),
        of_one(all).unwrap_or_default().as_bytes(),
    ]
    .concat();
    let mut one = b"letter of notices".to_vec();
    for it in all {
        one.extend(it.notice.id.bytes());
        one.extend(it.notice.at.0.to_be_bytes());
    }
    Name {
        id: named(&one),
        thread: Some(named(&thread)),
    }
}

pub(super) fn named(bytes: &[u8]) -> MessageId {
    let hash = sha256(bytes);
    let half = hash.0.first_chunk::<16>().copied().unwrap_or_default();
    MessageId::from_uuid(Uuid::from_bytes(half))
}
