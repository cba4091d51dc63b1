//! What can be done in a system of the business from beside a conversation, and what became of each try.

use serde::{Deserialize, Serialize};

use crate::domain::actor::Actor;
use crate::domain::attribute::{Attribute, AttributeKind};
use crate::domain::error::{Error, Result};
use crate::domain::id::{CardActionId, CardId, CardRunId, ConversationId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// A button of a card, or a short form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CardAction {
    pub id: CardActionId,
    pub name: String,
    /// Where it is posted, signed by Standard Webhooks.
    pub url: String,
    #[serde(skip_serializing_if = "unset")]
    pub asks: Vec<Asked>,
}

/// What is asked of who presses it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// As the system calls it.
    pub key: String,
    pub label: String,
    #[serde(skip_serializing_if = "unset")]
    pub kind: AttributeKind,
    #[serde(skip_serializing_if = "unset")]
    pub choices: Vec<String>,
    #[serde(skip_serializing_if = "unset")]
    pub required: bool,
}

impl CardAction {
    /// What was typed, each in its canonical form, as it is posted.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `values`.
    pub fn filled(&self, typed: &[(String, String)]) -> Result<Vec<(String, String)>> {
        let mut out = Vec::new();
        for it in &self.asks {
            let written = typed.iter().find(|(key, _)| *key == it.key);
            let written = written.map_or("", |it| it.1.trim());
            match written {
                "" if it.required => {
                    return Err(Error::invalid("values", "error-card-value-missing"));
                }
                "" => {}
                written => out.push((it.key.clone(), it.canon(written)?)),
            }
        }
        Ok(out)
    }
}

impl Asked {
    fn canon(&self, written: &str) -> Result<String> {
        let like = Attribute {
            kind: self.kind,
            choices: self.choices.clone(),
            ..Attribute::default()
        };
        let canon = like.canon(written);
        canon.ok_or_else(|| Error::invalid("values", "error-card-value"))
    }
}

/// Where a try of an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum RunState {
    #[default]
    Sending,
    Done,
    /// The system answered that it does not do it.
    Refused,
    /// Nothing reached the system: nothing was done.
    NotSent,
    /// It may have been done: no answer came.
    Uncertain,
}

impl RunState {
    pub const ALL: [RunState; 5] = [
        RunState::Sending,
        RunState::Done,
        RunState::Refused,
        RunState::NotSent,
        RunState::Uncertain,
    ];

    /// The name in the API and `words` (`card-run-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            RunState::Sending => "sending",
            RunState::Done => "done",
            RunState::Refused => "refused",
            RunState::NotSent => "not_sent",
            RunState::Uncertain => "uncertain",
        }
    }

    /// Whether the same may be sent once more, under the id it had.
    #[must_use]
    pub fn may_go_again(self) -> bool {
        matches!(self, RunState::NotSent | RunState::Uncertain)
    }
}

/// An action somebody pressed in a conversation.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CardRun {
    pub id: CardRunId,
    pub conversation: ConversationId,
    pub card: CardId,
    pub action: CardActionId,
    /// What it was called then.
    pub name: String,
    #[serde(skip_serializing_if = "unset")]
    pub by: Option<Actor>,
    #[serde(skip_serializing_if = "unset")]
    pub state: RunState,
    pub tries: u32,
    pub at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub settled_at: Option<Millis>,
    /// What is posted, the same over all tries; gone once it is over.
    #[serde(skip_serializing_if = "unset")]
    pub body: String,
    /// What the system said, and a link it gave.
    #[serde(skip_serializing_if = "unset")]
    pub text: String,
    #[serde(skip_serializing_if = "unset")]
    pub link: String,
    /// Why it was not done, as a key of `words`.
    #[serde(skip_serializing_if = "unset")]
    pub trouble: String,
}

impl std::fmt::Debug for CardRun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CardRun({} {:?})", self.id, self.state)
    }
}
