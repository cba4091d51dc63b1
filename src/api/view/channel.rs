//! Channels and their mail ledger as programs see them. Secrets are write-only: `"set"` when there is one.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::api::view::choices::{self, one};
use crate::api::view::reason::Why;
use crate::api::view::{Named, With, time};
use crate::app::aside::Aside;
use crate::desk::channels;
use crate::domain::channel::{Channel, Connection};
use crate::domain::error::Result;
use crate::domain::id::{ConversationId, MessageId};
use crate::domain::mail::{Folder, LedgerRow, MailOutcome};
use crate::words::Words;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Channel)]
pub struct ChannelView {
    pub id: String,
    #[schema(schema_with = one::<choices::ChannelKind>)]
    pub kind: &'static str,
    pub name: String,
    /// What customers write to.
    pub address: String,
    /// False for a further address of a mailbox until a mail of Lobby's to it has come in there: till then mail from it is
    /// not taken for ours.
    pub address_proven: bool,
    /// Unguessable part of the webhook address.
    pub key: String,
    /// Null where nothing calls us.
    pub webhook_url: Option<String>,
    pub health: HealthView,
    /// Why copies of what was sent cannot be put into the Sent folder; empty when nothing is wrong.
    pub copies_trouble: String,
    pub team: Option<Named>,
    /// The calendar it goes by; null: that of its team, else the desk's hours.
    pub calendar_id: Option<String>,
    pub language: String,
    pub signature: String,
    /// What one should know before answering by it.
    pub guidelines: String,
    /// For administrators.
    #[schema(value_type = Option<Object>)]
    pub settings: Option<Value>,
    pub created_at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Health)]
pub struct HealthView {
    #[schema(schema_with = one::<choices::Health>)]
    pub state: &'static str,
    pub since: String,
    /// Code of what is wrong; empty when nothing is.
    pub reason: String,
    pub detail: String,
    pub last_in: Option<String>,
    pub last_out: Option<String>,
    /// Since when nothing was heard, where usually something comes sooner.
    pub silent_since: Option<String>,
}

/// What became of one mail of a watched folder.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LedgerRow)]
pub struct LedgerView {
    pub folder: String,
    pub uid_validity: u32,
    pub uid: u32,
    pub at: String,
    #[schema(schema_with = one::<choices::LedgerOutcome>)]
    pub outcome: &'static str,
    pub conversation: Option<u64>,
    pub message: Option<String>,
    pub why: Option<Why>,
    pub parked: Option<String>,
}

impl With<'_, '_> {
    pub fn channel(&self, it: &Channel, connection: &Connection) -> Result<ChannelView> {
        let arranges = self.viewer.may(crate::domain::actor::Right::Administer);
        let health = &connection.health;
        Ok(ChannelView {
            id: it.id.to_string(),
            kind: it.kind.name(),
            name: it.name.clone(),
            address: it.address.clone(),
            address_proven: it.unproven.is_none(),
            key: connection.key.clone(),
            webhook_url: connection.hook_url(self.public_url),
            health: HealthView {
                state: health.state.name(),
                since: time(health.since),
                reason: health.code.replace('-', "_"),
                detail: if arranges {
                    health.detail.clone()
                } else {
                    String::new()
                },
                last_in: health.last_in.map(time),
                last_out: health.last_out.map(time),
                silent_since: health.silent_since.map(time),
            },
            copies_trouble: connection.copies_trouble.replace('-', "_"),
            team: it.team.map(|id| self.named_team(id)).transpose()?,
            calendar_id: it.calendar.map(|id| id.to_string()),
            language: it.language.clone(),
            signature: it.signature.clone(),
            guidelines: it.guidelines.clone(),
            settings: arranges.then(|| channels::shown(connection)),
            created_at: time(it.created_at),
        })
    }

    pub fn ledger_row(&self, folder: &Folder, uid: u32, row: &LedgerRow) -> Result<LedgerView> {
        let place: (Option<ConversationId>, Option<MessageId>) = match &row.outcome {
            MailOutcome::NewConversation {
                conversation,
                message,
            }
            | MailOutcome::Joined {
                conversation,
                message,
                ..
            }
            | MailOutcome::OurMessage {
                conversation,
                message,
            }
            | MailOutcome::Automatic {
                conversation,
                message,
            }
            | MailOutcome::Blocked {
                conversation,
                message,
            } => (Some(*conversation), Some(*message)),
            MailOutcome::DuplicateOf { message } => (None, Some(*message)),
            MailOutcome::Report { message } => (None, *message),
            MailOutcome::Quarantined { .. } | MailOutcome::Forgotten | MailOutcome::Skipped => {
                (None, None)
            }
        };
        Ok(LedgerView {
            folder: folder.name.clone(),
            uid_validity: folder.uid_validity,
            uid,
            at: time(row.at),
            outcome: row.outcome.name(),
            conversation: place.0.map_or(Ok(None), |id| self.numbered(id))?,
            message: place.1.map(|id| id.to_string()),
            why: match &row.outcome {
                MailOutcome::Joined { why, .. } => Some(self.why(why)),
                _ => None,
            },
            parked: match &row.outcome {
                MailOutcome::Quarantined { parked } => Some(parked.to_string()),
                _ => None,
            },
        })
    }
}

/// A mail set aside because it could not be read.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = AsideMail)]
pub struct AsideView {
    pub id: String,
    pub at: String,
    /// As far as it can be seen; empty where it cannot.
    pub from_name: String,
    pub from_address: String,
    pub subject: String,
    pub code: String,
    /// Why, as a sentence.
    pub reason: String,
    pub attempts: u32,
    /// When it was taken in after all.
    pub settled_at: Option<String>,
}

impl AsideView {
    /// As seen at a glance.
    #[must_use]
    pub fn of(aside: &Aside, words: &Words) -> Self {
        let (parked, glance) = (&aside.parked, &aside.glance);
        AsideView {
            id: parked.id.to_string(),
            at: time(parked.at),
            from_name: glance.name.clone(),
            from_address: glance.address.clone(),
            subject: glance.subject.clone(),
            code: parked.code.replace('-', "_"),
            reason: words.t(&parked.code),
            attempts: parked.attempts,
            settled_at: parked.settled_at.map(time),
        }
    }
}
