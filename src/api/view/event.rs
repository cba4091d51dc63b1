//! The public feed: a versioned mapping of the log, not its stored form. Texts are read from the records, with the
//! caller's rights. A type's name and fields are permanent; new fields may come.

use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::api::dated::events::DatedEventView;
use crate::api::view::message::{AuthorView, MessageView};
use crate::api::view::reason::tagged;
use crate::api::view::{With, time};
use crate::desk::audit::is_arranging;
use crate::domain::actor::{Actor, Right};
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::Status;
use crate::domain::dated::DatedState;
use crate::domain::dated::plan::Verb;
use crate::domain::error::{Error, Result};
use crate::domain::event::{Event, EventKind};
use crate::domain::message::Author;
use crate::domain::reason::Reason;

/// Version of the mapping.
const VERSION: u8 = 1;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Event)]
pub struct EventView {
    /// Place in the feed; the order of everything.
    pub seq: u64,
    pub at: String,
    /// Such as `message.received`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub version: u8,
    pub actor: AuthorView,
    /// Number of the conversation.
    pub conversation: Option<u64>,
    pub contact: Option<String>,
    pub agent: Option<String>,
    pub channel: Option<String>,
    /// The message as it is now.
    pub message: Option<MessageView>,
    /// Came in as history.
    pub history: bool,
    #[schema(value_type = Object)]
    pub data: Value,
}

impl With<'_, '_> {
    /// An event as the caller may see it; `None` when it is of a conversation they may not see, or tells of people,
    /// access and settings and they may not read the trail of those.
    pub fn event(&self, it: &Event) -> Result<Option<EventView>> {
        let of_the_desk = it.subject.conversation.is_none() && it.subject.contact.is_none();
        if of_the_desk && is_arranging(&it.kind) && !self.viewer.may(Right::Administer) {
            return Ok(None);
        }
        let conversation = match it.subject.conversation {
            Some(id) => match self.numbered(id)? {
                Some(number) => Some(number),
                None => return Ok(None),
            },
            None => None,
        };
        let message = match (it.subject.message, conversation) {
            (Some(id), Some(_)) => self.message_of_event(id)?,
            _ => None,
        };
        Ok(Some(EventView {
            seq: it.seq.0,
            at: time(it.at),
            kind: it.kind.name(),
            version: VERSION,
            actor: self.actor(it.actor)?,
            conversation,
            contact: it.subject.contact.map(|id| id.to_string()),
            agent: it.subject.agent.map(|id| id.to_string()),
            channel: it.subject.channel.map(|id| id.to_string()),
            message,
            history: it.history,
            data: self.with_dated_event(&it.kind, data_of(&it.kind))?,
        }))
    }

    /// The message where it lives now, if the caller may see that.
    fn message_of_event(&self, id: crate::domain::id::MessageId) -> Result<Option<MessageView>> {
        let Some(message) = self.look.message(id)? else {
            return Ok(None);
        };
        match self.numbered(message.conversation)? {
            Some(number) => self.message(number, &message).map(Some),
            None => Ok(None),
        }
    }

    /// What an event says, with the dated event it tells of as it is now.
    fn with_dated_event(&self, kind: &EventKind, mut data: Value) -> Result<Value> {
        let known = kind.dated_event().map(|id| self.look.dated_event(id));
        if let (Some(it), Some(data)) = (known.transpose()?.flatten(), data.as_object_mut()) {
            let view = serde_json::to_value(DatedEventView::of(self.look, &it)?);
            let view = view.map_err(|err| Error::internal("a dated event", err))?;
            data.insert("dated_event".to_owned(), view);
        }
        Ok(data)
    }

    /// Who did something, as an author.
    pub fn actor(&self, actor: Actor) -> Result<AuthorView> {
        self.author(match actor {
            Actor::Agent(id) => Author::Agent(id),
            Actor::Contact(id) => Author::Contact(id),
            Actor::Assistant => Author::Assistant,
            Actor::Rule(id) => Author::Rule(id),
            Actor::Integration(id) => Author::Integration(id),
            Actor::System(_) => Author::System,
        })
    }
}

fn why(reason: &Reason) -> Value {
    let (code, args) = tagged(reason);
    json!({ "code": code, "args": args })
}

fn status(it: Status) -> Value {
    let (_, args) = tagged(&it);
    json!({ "name": it.name(), "args": args })
}

/// What an event says beside its subject.
pub fn data_of(kind: &EventKind) -> Value {
    use EventKind as K;
    match kind {
        K::ConversationStarted { number, why: it } => json!({ "number": number, "why": why(it) }),
        K::MessageReceived { position, why: it } | K::ReplySeen { position, why: it } => {
            json!({ "position": position, "why": why(it) })
        }
        K::DeliveryMoved { delivery, from, to } => {
            json!({ "delivery": delivery, "from": from.name(), "to": to.name() })
        }
        K::StatusMoved { from, to, why: it } => {
            json!({ "from": status(*from), "to": status(*to), "why": why(it) })
        }
        K::AnswerReturned { position, why: it } => {
            json!({ "position": position, "why": why(it) })
        }
        K::Assigned { from, to, why: it } => json!({ "from": from, "to": to, "why": why(it) }),
        K::HandoverRead { from } => json!({ "from": from }),
        K::TeamSet { from, to, why: it } => json!({ "from": from, "to": to, "why": why(it) }),
        K::PrioritySet { from, to } => json!({ "from": from.name(), "to": to.name() }),
        K::SuggestionMade {
            conversation,
            why: it,
        } => json!({ "conversation_id": conversation, "why": why(it) }),
        K::SlaWarned { clock, due, step }
        | K::SlaMissed { clock, due, step }
        | K::SlaEscalated { clock, due, step } => {
            json!({ "clock": clock.name(), "due": due, "step": step })
        }
        K::LegalDueEnded { due, how } => json!({ "due": due, "how": how.name() }),
        K::RoleSet { from, to } => json!({ "from": from.name(), "to": to.name() }),
        K::AgentMade { role } => json!({ "role": role.name() }),
        K::TokenMade { token, role } => json!({ "token": token, "role": role.name() }),
        K::HealthMoved {
            connection,
            from,
            to,
        } => json!({ "connection": connection, "from": from.name(), "to": to.name() }),
        K::AvailabilitySet { to } => {
            let (state, args) = tagged(to);
            json!({ "state": state, "args": args })
        }
        K::ConsentSet {
            consent,
            purpose,
            channel,
            granted,
        } => json!({
            "consent": consent,
            "purpose": purpose.name(),
            "channel": channel.map(ChannelKind::name),
            "granted": granted,
        }),
        K::DatedEventChanged { .. } | K::DatedStageLeft { .. } | K::DatedEventStopped { .. } => {
            of_dated(kind)
        }
        // The rest are ids, numbers and times, named as they are stored; `tests` pins them.
        plain => {
            let (_, args): (String, Map<String, Value>) = tagged(plain);
            Value::Object(args)
        }
    }
}

/// Of things with a date.
fn of_dated(kind: &EventKind) -> Value {
    use EventKind as K;
    match kind {
        K::DatedEventChanged {
            event,
            state,
            was,
            moved,
            answer,
        } => json!({
            "event": event,
            "state": state.name(),
            "was": was.map(DatedState::name),
            "moved": moved,
            "answer": answer.map(Verb::name),
        }),
        K::DatedStageLeft { event, stage, why } => {
            json!({ "event": event, "stage": stage, "why": why.name() })
        }
        K::DatedEventStopped { event, why } => json!({ "event": event, "why": why.name() }),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::tests::one_of_each;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_tells_its_fields() {
        let mut names = BTreeSet::new();
        for kind in one_of_each() {
            let name = kind.name();
            assert_ne!(name, "other", "{kind:?}");
            assert!(names.insert(name), "{name} is used twice");
            let fields = tagged(&kind).1.len();
            let told = data_of(&kind).as_object().map_or(0, Map::len);
            assert!(told >= fields, "{kind:?}: {}", data_of(&kind));
        }
    }
}
