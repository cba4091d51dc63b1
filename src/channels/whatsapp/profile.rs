//! What customers see of the business on WhatsApp: read and written (Cloud API: business profiles).

use async_trait::async_trait;
use serde_json::{Map, Value};

use crate::channels::Profile;
use crate::channels::kit::Door;
use crate::channels::whatsapp::graph::Graph;
use crate::channels::whatsapp::wire::{list, text};
use crate::domain::outbound::SendError;

/// The fields, with how many characters each takes.
const FIELDS: [(&str, usize); 6] = [
    ("about", 139),
    ("address", 256),
    ("description", 512),
    ("email", 128),
    ("websites", 512),
    ("vertical", 32),
];
/// Sites shown of one business.
const SITES: usize = 2;
/// What a business may be, in Meta's words.
const KINDS: [&str; 18] = [
    "OTHER",
    "AUTO",
    "BEAUTY",
    "APPAREL",
    "EDU",
    "ENTERTAIN",
    "EVENT_PLAN",
    "FINANCE",
    "GROCERY",
    "GOVT",
    "HOTEL",
    "HEALTH",
    "NONPROFIT",
    "PROF_SERVICES",
    "RETAIL",
    "TRAVEL",
    "RESTAURANT",
    "NOT_A_BIZ",
];

/// The profile of a number.
pub struct Shown;

/// Reads it: name, value; those that are empty too.
///
/// # Errors
/// What Meta answered instead.
pub async fn read(graph: Graph<'_>) -> Result<Vec<(String, String)>, SendError> {
    let names = FIELDS.map(|it| it.0).join(",");
    let path = format!("whatsapp_business_profile?fields={names},profile_picture_url");
    let told = graph.get(&graph.of_number(&path)).await?;
    let empty = Value::Null;
    let it = list(&told, "data").first().unwrap_or(&empty);
    let value = |name: &str| match name {
        "websites" => {
            let all = list(it, name).iter().filter_map(Value::as_str);
            all.collect::<Vec<_>>().join("\n")
        }
        name => text(it, name),
    };
    Ok(FIELDS
        .iter()
        .map(|(name, _)| (format!("profile {name}"), value(name)))
        .collect())
}

#[async_trait]
impl Profile for Shown {
    fn fields(&self) -> &'static [(&'static str, usize)] {
        &FIELDS
    }

    fn kinds(&self) -> &'static [&'static str] {
        &KINDS
    }

    async fn write(&self, door: &Door, new: &[(String, String)]) -> Result<(), SendError> {
        let graph = Graph { door };
        graph
            .post(&graph.of_number("whatsapp_business_profile"), &body(new))
            .await
            .map(|_| ())
    }
}

/// The profile as it is written: what is empty is emptied, but for what Meta does not let be empty.
fn body(new: &[(String, String)]) -> Value {
    let mut out = Map::new();
    out.insert("messaging_product".to_owned(), "whatsapp".into());
    for (name, value) in new {
        let value = value.trim();
        let value: Value = match name.as_str() {
            "websites" => {
                let all = value.lines().map(str::trim).filter(|it| !it.is_empty());
                all.take(SITES).collect::<Vec<_>>().into()
            }
            "about" | "vertical" if value.is_empty() => continue,
            _ => value.into(),
        };
        out.insert(name.clone(), value);
    }
    Value::Object(out)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_empty_is_emptied_where_it_may_be() {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let made = body(&[
            pair("about", " "),
            pair("email", ""),
            pair("websites", "https://a.co\n\n https://b.co\nhttps://c.co"),
            pair("vertical", "HEALTH"),
        ]);
        assert!(made.get("about").is_none());
        assert_eq!(made["email"], "");
        assert_eq!(made["websites"], json!(["https://a.co", "https://b.co"]));
        assert_eq!(made["vertical"], "HEALTH");
    }
}
