//! What each recipient's server said of a delivery.

use crate::conversations::intake::reported::is_recipient;
use crate::domain::delivery::{Delivery, DeliveryError, RecipientResult};
use crate::domain::inbound::{Report, ReportKind, ReportedRecipient};
use crate::domain::message::Message;

/// Characters kept of what a server said.
const DETAIL: usize = 300;

/// Notes on the delivery what a report says of those the message went to.
pub fn note(delivery: &mut Delivery, message: &Message, input: &Report) {
    let theirs = |it: &&ReportedRecipient| is_recipient(message, &it.address);
    for it in input.recipients.iter().filter(theirs) {
        let failed = matches!(input.kind, ReportKind::Bounce | ReportKind::Delayed);
        let row = RecipientResult {
            address: it.address.clone(),
            state: it.state,
            error: failed.then(|| error(&it.status, &it.diagnostic)),
        };
        let known = delivery
            .recipients
            .iter_mut()
            .find(|r| r.address == it.address);
        match known {
            Some(known) => *known = row,
            None => delivery.recipients.push(row),
        }
    }
}

/// A bounce as the error it is shown as; `status` is the enhanced code (RFC 3463).
pub fn error(status: &str, diagnostic: &str) -> DeliveryError {
    DeliveryError {
        code: "send-bounced".to_owned(),
        provider_code: status.to_owned(),
        detail: diagnostic.chars().take(DETAIL).collect(),
    }
}
