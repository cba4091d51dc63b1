//! Approved texts: those the account has, as they were told, and one filled in to be sent.

use serde_json::{Map, Value, json};

use crate::channels::whatsapp::wire::{at, first, list, text};
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
        for what in Template::TOLD {
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
        id: text(it, "id"),
        reason: reason(it),
        quality: text(it, "quality_score.score"),
        name: text(it, "name"),
        language: text(it, "language"),
        category: text(it, "category").to_uppercase(),
        status: status(&text(it, "status")),
        ..Template::default()
    };
    for part in list(it, "components") {
        match text(part, "type").to_uppercase().as_str() {
            "HEADER" => {
                out.header_format = text(part, "format").to_uppercase();
                out.header = text(part, "text");
                out.examples
                    .splice(0..0, examples(part, &["header_text", "header_handle"]));
            }
            "BODY" => {
                out.body = text(part, "text");
                out.examples.extend(examples(part, &["body_text"]));
            }
            "FOOTER" => out.footer = text(part, "text"),
            "BUTTONS" => {
                for button in list(part, "buttons") {
                    let kind = text(button, "type").to_uppercase();
                    let value = first(button, &["url", "phone_number"]);
                    out.buttons.push((kind, text(button, "text"), value));
                }
            }
            _ => {}
        }
    }
    out
}

/// How it stands in Meta's words; a partner that hosts the API has some of its own. What was only handed in waits.
#[must_use]
pub fn status(told: &str) -> String {
    match told.to_uppercase().as_str() {
        "" | "CREATED" | "SUBMITTED" => "PENDING".to_owned(),
        other => other.to_owned(),
    }
}

/// Why it was refused, in Meta's own word; empty when it was not.
fn reason(it: &Value) -> String {
    let told = text(it, "rejected_reason");
    if told == "NONE" { String::new() } else { told }
}

/// What stood in the variables when it was looked at: a list, a list of lists, or values with their names.
fn examples(part: &Value, names: &[&str]) -> Vec<String> {
    let given = at(part, "example");
    for name in names {
        let all = list(given, name);
        let row = all
            .first()
            .and_then(Value::as_array)
            .map_or(all, Vec::as_slice);
        let all = row.iter().filter_map(Value::as_str);
        let all: Vec<String> = all.map(str::to_owned).collect();
        if !all.is_empty() {
            return all;
        }
        let named = list(given, &format!("{name}_named_params"));
        if !named.is_empty() {
            return named.iter().map(|it| text(it, "example")).collect();
        }
    }
    Vec::new()
}

/// A text filled in, as it is sent.
#[must_use]
pub fn body(used: &TemplateUse, known: &[Template]) -> Value {
    let found = known.iter().find(|it| it.is(&used.name, &used.language));
    let mut components = Vec::new();
    if !used.header.is_empty() {
        let format = found.map_or("TEXT", |it| it.header_format.as_str());
        let all: Vec<Value> = match format {
            "TEXT" => values(&used.header, found.map(Template::header_variables)),
            _ => used.header.iter().map(|it| header(format, it)).collect(),
        };
        components.push(json!({ "type": "header", "parameters": all }));
    }
    if !used.body.is_empty() {
        let all = values(&used.body, found.map(Template::body_variables));
        components.push(json!({ "type": "body", "parameters": all }));
    }
    for (place, value) in &used.buttons {
        let kind = found.and_then(|it| it.buttons.get(usize::from(*place)));
        let kind = kind.map_or("QUICK_REPLY", |it| it.0.as_str());
        components.push(button(*place, kind, value));
    }
    let mut out = Map::new();
    out.insert("name".to_owned(), used.name.as_str().into());
    out.insert("language".to_owned(), json!({ "code": used.language }));
    if !components.is_empty() {
        out.insert("components".to_owned(), components.into());
    }
    Value::Object(out)
}

/// Variables in order, with their names where they have some.
fn values(values: &[String], names: Option<Vec<String>>) -> Vec<Value> {
    let names = names.unwrap_or_default();
    let one = |(at, value): (usize, &String)| {
        let mut out = words(value);
        let name = names.get(at).filter(|it| it.parse::<u32>().is_err());
        if let (Some(name), Some(it)) = (name, out.as_object_mut()) {
            it.insert("parameter_name".to_owned(), name.as_str().into());
        }
        out
    };
    values.iter().enumerate().map(one).collect()
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
        let made = body(&used, &known);
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
            &TemplateUse {
                name: "hello".into(),
                language: "en".into(),
                ..TemplateUse::default()
            },
            &known,
        );
        assert_eq!(
            bare,
            json!({ "name": "hello", "language": { "code": "en" } })
        );
    }

    #[test]
    fn variables_with_names_are_sent_by_them() {
        let mut told = listed();
        told["components"][1]["text"] = json!("Hola {{nombre}}, son {{monto}}.");
        let used = TemplateUse {
            name: "order_ready".into(),
            language: "es_MX".into(),
            body: vec!["Ana".into(), "4821".into()],
            ..TemplateUse::default()
        };
        let made = body(&used, &[read(&told)]);
        let all = &made["components"][0]["parameters"];
        assert_eq!(all[0]["parameter_name"], "nombre");
        assert_eq!(
            (&all[1]["parameter_name"], &all[1]["text"]),
            (&json!("monto"), &json!("4821"))
        );
    }

    #[test]
    fn examples_and_refusals_are_read_in_every_form() {
        let mut told = listed();
        told["rejected_reason"] = json!("INVALID_FORMAT");
        told["components"][0] = json!({ "type": "HEADER", "format": "TEXT", "text": "Pedido {{1}}",
            "example": { "header_text": ["48"] } });
        told["components"][1]["example"] = json!({ "body_text": [["Ana", "4821"]] });
        let it = read(&told);
        assert_eq!(it.examples, ["48", "Ana", "4821"]);
        assert_eq!(it.reason, "INVALID_FORMAT");
        told["components"][1]["example"] = json!({ "body_text_named_params": [
            { "param_name": "nombre", "example": "Ana" }] });
        told["rejected_reason"] = json!("NONE");
        let it = read(&told);
        assert_eq!((it.examples.len(), it.reason.as_str()), (2, ""));
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
