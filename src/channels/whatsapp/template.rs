//! Approved texts: those the account has, as they were told, and one filled in to be sent.

use serde_json::{Map, Value, json};

use crate::channels::whatsapp::wire::{list, text};
use crate::domain::channel::{Connection, ProviderSettings};
use crate::domain::chat::{Template, TemplateUse};

/// The name under which the list is remembered.
pub const LEARNT: &str = "templates";
/// Texts kept of one account; Meta allows 250 to most (6,000 to the verified).
const MOST: usize = 1_000;

/// The approved texts of a connection.
#[must_use]
pub fn known(connection: &Connection) -> Vec<Template> {
    connection
        .provider()
        .map(ProviderSettings::templates)
        .unwrap_or_default()
}

/// What Meta lists, as it is remembered: name, value; and an empty value for what was told of one before, since the list
/// is newer.
#[must_use]
pub fn learnt(settings: &ProviderSettings, listed: &[Value]) -> Vec<(String, String)> {
    let all: Vec<Template> = listed.iter().take(MOST).map(read).collect();
    let mut out = Vec::new();
    for it in &all {
        for what in ["status", "category", "quality", "body", "reason"] {
            let key = Template::told(what, &it.name, &it.language);
            if !settings.learnt(&key).is_empty() {
                out.push((key, String::new()));
            }
        }
    }
    let written = serde_json::to_string(&all).unwrap_or_default();
    out.push((LEARNT.to_owned(), written));
    out
}

/// One of Meta's list.
fn read(it: &Value) -> Template {
    let mut out = Template {
        name: text(it, "name"),
        language: text(it, "language"),
        category: text(it, "category"),
        status: text(it, "status"),
        ..Template::default()
    };
    for part in list(it, "components") {
        match text(part, "type").to_uppercase().as_str() {
            "HEADER" => {
                out.header_format = text(part, "format").to_uppercase();
                out.header = text(part, "text");
            }
            "BODY" => out.body = text(part, "text"),
            "FOOTER" => out.footer = text(part, "text"),
            "BUTTONS" => {
                for button in list(part, "buttons") {
                    let kind = text(button, "type").to_uppercase();
                    out.buttons
                        .push((kind, text(button, "text"), text(button, "url")));
                }
            }
            _ => {}
        }
    }
    out
}

/// A text filled in, as it is sent.
#[must_use]
pub fn body(used: Option<&TemplateUse>, known: &[Template]) -> Value {
    let used = used.cloned().unwrap_or_default();
    let found = known
        .iter()
        .find(|it| it.name == used.name && it.language == used.language);
    let mut components = Vec::new();
    if !used.header.is_empty() {
        let format = found.map_or("TEXT", |it| it.header_format.as_str());
        let all: Vec<Value> = used.header.iter().map(|it| header(format, it)).collect();
        components.push(json!({ "type": "header", "parameters": all }));
    }
    if !used.body.is_empty() {
        let all: Vec<Value> = used.body.iter().map(|it| words(it)).collect();
        components.push(json!({ "type": "body", "parameters": all }));
    }
    for (place, value) in &used.buttons {
        let kind = found.and_then(|it| it.buttons.get(usize::from(*place)));
        let kind = kind.map_or("QUICK_REPLY", |it| it.0.as_str());
        components.push(button(*place, kind, value));
    }
    let mut out = Map::new();
    out.insert("name".to_owned(), used.name.into());
    out.insert("language".to_owned(), json!({ "code": used.language }));
    if !components.is_empty() {
        out.insert("components".to_owned(), components.into());
    }
    Value::Object(out)
}

/// A variable: one line, no runs of blanks (error 132007 otherwise).
fn words(value: &str) -> Value {
    let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
    json!({ "type": "text", "text": line })
}

/// Of a header that is a file the variable is its address, or its id at Meta.
fn header(format: &str, value: &str) -> Value {
    let kind = match format {
        "IMAGE" => "image",
        "VIDEO" => "video",
        "DOCUMENT" => "document",
        _ => return words(value),
    };
    let by = if value.starts_with("https://") {
        "link"
    } else {
        "id"
    };
    json!({ "type": kind, kind: { by: value } })
}

fn button(place: u8, kind: &str, value: &str) -> Value {
    let (kind, parameter) = match kind {
        "URL" => ("url", json!({ "type": "text", "text": value })),
        "COPY_CODE" => (
            "copy_code",
            json!({ "type": "coupon_code", "coupon_code": value }),
        ),
        _ => (
            "quick_reply",
            json!({ "type": "payload", "payload": value }),
        ),
    };
    json!({ "type": "button", "sub_type": kind, "index": place.to_string(), "parameters": [parameter] })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn listed() -> Value {
        json!({ "name": "order_ready", "language": "es_MX", "category": "UTILITY", "status": "APPROVED",
            "components": [
                { "type": "HEADER", "format": "DOCUMENT" },
                { "type": "BODY", "text": "Hola {{1}}, su pedido {{2}} está listo." },
                { "type": "FOOTER", "text": "Tienda Rosa" },
                { "type": "BUTTONS", "buttons": [
                    { "type": "QUICK_REPLY", "text": "Gracias" },
                    { "type": "URL", "text": "Ver", "url": "https://shop.example/{{1}}" } ] } ] })
    }

    #[test]
    fn variables_go_where_the_text_has_them() {
        let known = [read(&listed())];
        let used = TemplateUse {
            name: "order_ready".into(),
            language: "es_MX".into(),
            header: vec!["https://shop.example/a.pdf".into()],
            body: vec!["Ana\n  María".into(), "4821".into()],
            buttons: vec![(0, "thanks".into()), (1, "4821".into())],
        };
        let made = body(Some(&used), &known);
        let parts = &made["components"];
        assert_eq!(
            parts[0]["parameters"][0]["document"]["link"],
            "https://shop.example/a.pdf"
        );
        assert_eq!(parts[1]["parameters"][0]["text"], "Ana María");
        assert_eq!(parts[2]["parameters"][0]["payload"], "thanks");
        assert_eq!(
            (&parts[3]["sub_type"], &parts[3]["index"]),
            (&json!("url"), &json!("1"))
        );
        let bare = body(
            Some(&TemplateUse {
                name: "hello".into(),
                language: "en".into(),
                ..TemplateUse::default()
            }),
            &known,
        );
        assert_eq!(
            bare,
            json!({ "name": "hello", "language": { "code": "en" } })
        );
    }

    #[test]
    fn what_is_told_of_a_text_stands_over_the_list_until_a_newer_list_comes() {
        let mut settings = ProviderSettings::default();
        settings.learnt.extend(learnt(&settings, &[listed()]));
        assert_eq!(settings.templates()[0].status, "APPROVED");
        let key = Template::told("status", "order_ready", "es_MX");
        settings.learnt.insert(key, "PAUSED".into());
        assert_eq!(settings.templates()[0].status, "PAUSED");
        settings.learnt.extend(learnt(&settings, &[listed()]));
        assert_eq!(settings.templates()[0].status, "APPROVED");
    }
}
