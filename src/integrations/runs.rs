//! Doing something in a system of the business from beside a conversation: written down before it leaves, so that a press
//! is one doing; sent under one id over all tries; and what became of it told in the conversation.

use serde_json::{Value, json};

use crate::contacts::people::identifiers;
use crate::conversations::draft::{Writing, save};
use crate::conversations::find::{find, find_by_id, for_work};
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::{Actor, SystemPart, Viewer};
use crate::domain::card::DataCard;
use crate::domain::card::action::{CardAction, CardRun, RunState};
use crate::domain::card::read::{short_text, web_address};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::id::{CardActionId, CardId, CardRunId, ConversationId};
use crate::domain::outbound::SendError;
use crate::integrations::facts::{Facts, one_beside};
use crate::net::api::Answer;
use crate::store::{Look, Write};

/// Shown of what was pressed on a card in a conversation.
pub const SHOWN: usize = 5;
/// Looked at for them.
const LOOKED_AT: usize = 200;
/// Ended as unknown together, at start.
const LOT: usize = 1_000;

/// What somebody presses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Press {
    pub conversation: u64,
    pub card: CardId,
    pub action: CardActionId,
    /// Keys and what was typed.
    pub values: Vec<(String, String)>,
}

/// Writes down what is about to be done. Who calls sends it once this is committed.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] on `values`; [`Error::Conflict`] `card_doubtful`, `merged`.
pub fn begin(w: &mut Write<'_>, by: &Viewer, press: &Press) -> Result<CardRun> {
    let c = for_work(w, by, press.conversation)?;
    let (_, card) = one_beside(w, by, (press.conversation, press.card))?;
    let action = card.actions.iter().find(|it| it.id == press.action);
    let action = action.ok_or_else(|| Error::not_found("action"))?;
    let values = action.filled(&press.values)?;
    let facts = Facts::of(w, by, &c)?;
    if facts.doubtful {
        return Err(Error::conflict("card_doubtful"));
    }
    let id: CardRunId = w.new_id();
    let body = body(w, by, &c, (&card, action), (id, &values))?;
    let run = CardRun {
        id,
        conversation: c.id,
        card: card.id,
        action: action.id,
        name: action.name.clone(),
        by: Some(by.actor),
        tries: 1,
        at: w.now(),
        body: body.to_string(),
        ..CardRun::default()
    };
    w.put_card_run(&run)?;
    w.put_conversation(&c)?;
    Ok(run)
}

/// What the system is told: who is asked about, who presses, and what was typed.
fn body(
    look: &Look<'_>,
    by: &Viewer,
    c: &Conversation,
    (card, action): (&DataCard, &CardAction),
    (id, values): (CardRunId, &[(String, String)]),
) -> Result<Value> {
    let person = look.person(c.contact)?.unwrap_or_default();
    let held = identifiers(look, person.id)?;
    let ways: Vec<Value> = held
        .iter()
        .filter(|it| !it.former)
        .map(|it| {
            json!({
                "kind": it.handle.kind.name(),
                "value": it.handle.value,
                "confirmed": it.evidence.is_verified(),
            })
        })
        .collect();
    let agent = by
        .agent_id()
        .map(|id| look.agent(id))
        .transpose()?
        .flatten();
    let agent =
        agent.map(|it| json!({"id": it.id.to_string(), "name": it.name, "email": it.email}));
    let pairs = |all: &[(String, String)]| -> Value {
        let all = all.iter();
        all.map(|(key, value)| (key.clone(), Value::String(value.clone())))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    Ok(json!({
        "type": "card.action",
        "data": {
            "id": id.to_string(),
            "card": {"id": card.id.to_string(), "name": card.name},
            "action": {"id": action.id.to_string(), "name": action.name},
            "values": pairs(values),
            "conversation": {"id": c.id.to_string(), "number": c.number},
            "contact": {
                "id": person.id.to_string(),
                "name": person.name,
                "identifiers": ways,
                "attributes": pairs(&person.attributes),
            },
            "agent": agent,
        },
    }))
}

/// What became of a try.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ended {
    pub state: RunState,
    pub text: String,
    pub link: String,
    pub trouble: &'static str,
}

impl Ended {
    /// Of an answer, or of none. A gateway that gave up waiting knows no more than we do.
    #[must_use]
    pub fn of(answer: &std::result::Result<Answer, SendError>) -> Self {
        let (state, trouble) = match answer {
            Ok(it) if it.is_success() => (RunState::Done, ""),
            Ok(it) if matches!(it.status, 502 | 504) => {
                (RunState::Uncertain, "card-trouble-silent")
            }
            Ok(it) if matches!(it.status, 401 | 403) => (RunState::Refused, "card-trouble-login"),
            Ok(_) => (RunState::Refused, "card-trouble-refused"),
            Err(SendError::Uncertain { .. }) => (RunState::Uncertain, "card-trouble-silent"),
            Err(SendError::Misconfigured { .. }) => (RunState::NotSent, "card-trouble-address"),
            Err(_) => (RunState::NotSent, "card-trouble-unreachable"),
        };
        let said = answer.as_ref().map(Answer::json).unwrap_or_default();
        let link = said.get("link").and_then(web_address);
        Ended {
            state,
            text: said.get("text").map(short_text).unwrap_or_default(),
            link: link.filter(|_| state == RunState::Done).unwrap_or_default(),
            trouble,
        }
    }
}

/// Notes what became of a try, and tells it in the conversation. One that has ended stays as it is.
///
/// # Errors
/// The store's.
pub fn settle(
    w: &mut Write<'_>,
    (of, id): (ConversationId, CardRunId),
    ended: &Ended,
) -> Result<()> {
    let run = w.card_run(of, id)?;
    let Some(run) = run.filter(|it| it.state == RunState::Sending) else {
        return Ok(());
    };
    let again = ended.state.may_go_again();
    let new = CardRun {
        state: ended.state,
        settled_at: Some(w.now()),
        body: if again {
            run.body.clone()
        } else {
            String::new()
        },
        text: ended.text.clone(),
        link: ended.link.clone(),
        trouble: ended.trouble.to_owned(),
        ..run
    };
    w.put_card_run(&new)?;
    let Some(mut c) = w.conversation(of)? else {
        return Ok(());
    };
    let by = new.by.unwrap_or(Actor::System(SystemPart::Delivery));
    let voice = Voice {
        actor: by,
        history: false,
    };
    let kind = EventKind::CardActed {
        card: new.card,
        run: new.id,
        state: new.state,
    };
    voice.tell(w, &mut c, kind)?;
    w.put_conversation(&c)
}

/// What was pressed in a conversation, for who may see its card.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find_run(look: &Look<'_>, by: &Viewer, (number, id): (u64, CardRunId)) -> Result<CardRun> {
    let c = find(look, by, number)?;
    let run = look.card_run(c.id, id)?;
    let run = run.ok_or_else(|| Error::not_found("run"))?;
    one_beside(look, by, (number, run.card))?;
    Ok(run)
}

/// What was pressed on a card in a conversation, newest first.
///
/// # Errors
/// The store's.
pub fn runs_of(look: &Look<'_>, of: ConversationId, card: CardId) -> Result<Vec<CardRun>> {
    let mut all = look.card_runs(of, LOOKED_AT)?;
    all.retain(|it| it.card == card);
    all.truncate(SHOWN);
    Ok(all)
}

/// Sends once more what may not have been done, under the id it had: a system that did it does not do it twice.
///
/// # Errors
/// As [`find_run`]; [`Error::Conflict`] `card_run_over`.
pub fn again(w: &mut Write<'_>, by: &Viewer, at: (u64, CardRunId)) -> Result<CardRun> {
    let c = for_work(w, by, at.0)?;
    let run = find_run(w, by, at)?;
    if !run.state.may_go_again() || run.body.is_empty() {
        return Err(Error::conflict("card_run_over"));
    }
    let new = CardRun {
        state: RunState::Sending,
        tries: run.tries.saturating_add(1),
        by: Some(by.actor),
        ..run
    };
    w.put_card_run(&new)?;
    w.put_conversation(&c)?;
    Ok(new)
}

/// At start nothing is under way: what was, may have been done.
///
/// # Errors
/// The store's.
pub fn void(w: &mut Write<'_>) -> Result<()> {
    let unknown = Ended {
        state: RunState::Uncertain,
        trouble: "card-trouble-silent",
        ..Ended::default()
    };
    for it in w.card_runs_sending(LOT)? {
        settle(w, (it.conversation, it.id), &unknown)?;
    }
    Ok(())
}

/// Puts the link a system gave behind the answer somebody writes.
///
/// # Errors
/// As [`find_run`] and [`save`].
pub fn into_draft(w: &mut Write<'_>, by: &Viewer, at: (u64, CardRunId)) -> Result<()> {
    let run = find_run(w, by, at)?;
    if run.link.is_empty() {
        return Err(Error::not_found("link"));
    }
    let c = find_by_id(w, by, run.conversation)?;
    let agent = by.agent_id().ok_or(Error::Forbidden { need: "agent" })?;
    let old = w.draft(c.id, agent, false)?.unwrap_or_default();
    let before = old.text.trim_end();
    let text = if old.gone || before.is_empty() {
        run.link
    } else {
        format!("{before}\n{}", run.link)
    };
    let writing = Writing {
        conversation: at.0,
        note: false,
        revision: old.revision,
        text,
        to: old.to,
        cc: old.cc,
        bcc: old.bcc,
        files: old.attachments.iter().map(|it| it.id).collect(),
    };
    save(w, by, &writing).map(|_| ())
}
