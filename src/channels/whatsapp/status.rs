//! What became of a message of ours, as a status tells it.

use serde_json::Value;

use crate::channels::kit::hook::Facing;
use crate::channels::whatsapp::errors;
use crate::channels::whatsapp::receive::when;
use crate::channels::whatsapp::wire::{at, text};
use crate::domain::delivery::DeliveryState;
use crate::domain::inbound::{Moved, News};

/// Reads a status. Of a message to a group nothing is kept; states that are not known change nothing.
#[must_use]
pub fn read(facing: &Facing<'_>, status: &Value) -> News {
    if text(status, "recipient_type") == "group" {
        return News::Passed("passed-group");
    }
    let to = match text(status, "status").as_str() {
        "sent" => DeliveryState::Sent,
        "delivered" => DeliveryState::Delivered,
        "read" | "played" => DeliveryState::Read,
        "failed" => DeliveryState::Failed,
        _ => return News::Passed("passed-status"),
    };
    let failed = to == DeliveryState::Failed;
    News::Moved(Box::new(Moved {
        of: text(status, "id"),
        to,
        at: when(facing, status),
        error: failed.then(|| errors::of_status(status)),
        price: price(at(status, "pricing")),
        ours: text(status, "biz_opaque_callback_data"),
    }))
}

/// Category, model, type, and whether it is charged, in Meta's own words.
fn price(pricing: &Value) -> String {
    let charged = match at(pricing, "billable").as_bool() {
        Some(true) => "billable",
        Some(false) => "not_billable",
        None => "",
    };
    let words = ["category", "pricing_model", "type"].map(|it| text(pricing, it));
    let words = words.iter().map(String::as_str).chain([charged]);
    words
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
