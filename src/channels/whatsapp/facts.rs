//! What Meta tells of the account beside messages: how good the number is held to be, how much may be sent, what became
//! of approved texts, whether the account is in trouble.

use serde_json::Value;

use crate::channels::whatsapp::wire::{at, first, text};
use crate::domain::chat::Template;
use crate::domain::inbound::News;

/// Reads a change of a field that is no message's. `account` is the one it is told of, `own` ours, when it is known.
#[must_use]
pub fn read(field: &str, account: &str, own: &str, value: &Value) -> News {
    if !own.is_empty() && !account.is_empty() && account != own {
        return News::Passed("passed-other-account");
    }
    match field {
        "account_update" => account_update(value),
        "account_alerts" => learnt(vec![(
            "alert".to_owned(),
            first(
                value,
                &["alert_info.alert_type", "alert_type", "alert_description"],
            ),
        )]),
        "account_review_update" => learnt(vec![("review".to_owned(), text(value, "decision"))]),
        "business_capability_update" => learnt(limits(value)),
        "phone_number_quality_update" => quality(value),
        "phone_number_name_update" => learnt(vec![
            ("name".to_owned(), text(value, "requested_verified_name")),
            ("name_decision".to_owned(), text(value, "decision")),
        ]),
        "message_template_status_update" => template(value, "status", &["event"]),
        "message_template_quality_update" => {
            template(value, "quality", &["new_quality_score", "quality_score"])
        }
        "template_category_update" => {
            template(value, "category", &["new_category", "correct_category"])
        }
        "message_template_components_update" => {
            template(value, "body", &["message_template_element"])
        }
        _ => News::Passed("passed-field"),
    }
}

fn learnt(mut pairs: Vec<(String, String)>) -> News {
    pairs.retain(|it| !it.1.is_empty());
    if pairs.is_empty() {
        return News::Passed("passed-field");
    }
    News::Account {
        code: "",
        detail: String::new(),
        needs_you: false,
        learnt: pairs,
    }
}

fn limits(value: &Value) -> Vec<(String, String)> {
    let limit = first(
        value,
        &[
            "max_daily_conversations_per_business",
            "max_daily_conversation_per_phone",
            "current_limit",
        ],
    );
    vec![("messaging_limit".to_owned(), limit)]
}

fn quality(value: &Value) -> News {
    let mut pairs = limits(value);
    pairs.push(("quality_event".to_owned(), text(value, "event")));
    learnt(pairs)
}

fn template(value: &Value, what: &str, paths: &[&str]) -> News {
    let name = text(value, "message_template_name");
    let language = text(value, "message_template_language");
    if name.is_empty() {
        return News::Passed("passed-field");
    }
    let mut pairs = vec![(Template::told(what, &name, &language), first(value, paths))];
    let reason = text(value, "reason");
    if !reason.is_empty() && reason != "NONE" {
        pairs.push((Template::told("reason", &name, &language), reason));
    }
    learnt(pairs)
}

/// An account that was switched off, or a number that was taken from us, waits for a person.
fn account_update(value: &Value) -> News {
    let event = text(value, "event");
    let state = text(value, "ban_info.waba_ban_state");
    let restricted = !at(value, "restriction_info").is_null();
    let code = match event.as_str() {
        "DISABLED_UPDATE" if state != "REINSTATE" => "health-whatsapp-disabled",
        "ACCOUNT_OFFBOARDED"
        | "ACCOUNT_DELETED"
        | "PARTNER_REMOVED"
        | "PARTNER_APP_UNINSTALLED" => "health-whatsapp-disconnected",
        "ACCOUNT_RESTRICTION" => "health-whatsapp-restricted",
        _ if restricted => "health-whatsapp-restricted",
        _ => "",
    };
    let pairs = [("account_event", event.clone()), ("ban_state", state)];
    let pairs = pairs.into_iter().filter(|it| !it.1.is_empty());
    News::Account {
        code,
        detail: if code.is_empty() {
            String::new()
        } else {
            event
        },
        needs_you: !code.is_empty(),
        learnt: pairs.map(|(name, it)| (name.to_owned(), it)).collect(),
    }
}
