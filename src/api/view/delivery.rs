//! The fate of what was sent, as programs see it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::view::choices::{self, one};
use crate::api::view::{With, time};
use crate::domain::channel::ChannelKind;
use crate::domain::delivery::{Delivery, DeliveryError};
use crate::domain::error::Result;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Delivery)]
pub struct DeliveryView {
    pub id: String,
    pub message: String,
    /// Number of the conversation.
    pub conversation: Option<u64>,
    pub channel_id: String,
    #[schema(schema_with = one::<choices::DeliveryState>)]
    pub state: &'static str,
    pub error: Option<DeliveryFault>,
    /// What a person can do about the error.
    pub remedy: Option<String>,
    pub recipients: Vec<RecipientView>,
    pub attempts: u32,
    /// When the state was reached.
    pub at: String,
    /// Not before this; of one that waits for a yes: until then.
    pub due: String,
    /// It waits for what the customer says to this message, which asked.
    pub asked_by: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DeliveryError)]
pub struct DeliveryFault {
    pub code: String,
    /// SMTP reply code and enhanced status, as far as the server gave them: `550 5.1.1`; of a bounce the status alone.
    pub provider_code: String,
    /// What the server said.
    pub detail: String,
    /// The sentence, in the caller's language.
    pub text: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = DeliveryRecipient)]
pub struct RecipientView {
    pub address: String,
    #[schema(schema_with = one::<choices::DeliveryState>)]
    pub state: &'static str,
    pub error: Option<DeliveryFault>,
}

impl With<'_, '_> {
    pub fn delivery(&self, it: &Delivery) -> Result<DeliveryView> {
        let kind = self.look.channel(it.channel)?;
        let kind = kind.map_or(ChannelKind::Email, |it| it.kind);
        let remedy = it
            .error
            .as_ref()
            .map(|err| self.words.send_error_by(kind, err).1);
        let recipient = |one: &crate::domain::delivery::RecipientResult| RecipientView {
            address: one.address.clone(),
            state: one.state.name(),
            error: one.error.as_ref().map(|err| self.fault(kind, err)),
        };
        Ok(DeliveryView {
            id: it.id.to_string(),
            message: it.message.to_string(),
            conversation: self.numbered(it.conversation)?,
            channel_id: it.channel.to_string(),
            state: it.state.name(),
            error: it.error.as_ref().map(|err| self.fault(kind, err)),
            remedy,
            recipients: it.recipients.iter().map(recipient).collect(),
            attempts: it.attempts,
            at: time(it.at),
            due: time(it.due),
            asked_by: it.asked_by.map(|it| it.to_string()),
        })
    }

    fn fault(&self, kind: ChannelKind, err: &DeliveryError) -> DeliveryFault {
        DeliveryFault {
            code: err.code.replace('-', "_"),
            provider_code: err.provider_code.clone(),
            detail: err.detail.clone(),
            text: self.words.send_error_by(kind, err).0,
        }
    }
}
