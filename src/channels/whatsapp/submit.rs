//! Texts handed in for approval: as Meta takes them, the file of a header as an example, and the list read again.

use async_trait::async_trait;
use serde_json::{Map, Value, json};

use crate::channels::Templates;
use crate::channels::kit::Door;
use crate::channels::whatsapp::graph::{self, Graph};
use crate::channels::whatsapp::wire::{at, list, text};
use crate::channels::whatsapp::{pack, template};
use crate::domain::chat::Template;
use crate::domain::outbound::SendError;
use crate::domain::template::{filled, variables};
use crate::net::api::Call;

const FIELDS: &str =
    "fields=id,name,language,category,status,components,rejected_reason,quality_score&limit=200";
/// Pages of the list asked for.
const PAGES: usize = 10;
/// The largest file shown as an example, bytes.
const EXAMPLE: usize = 16 << 20;

/// The texts of an account at Meta.
pub struct Texts;

/// Reads the account's texts, as Meta lists them.
///
/// # Errors
/// What Meta answered instead.
pub async fn read(graph: Graph<'_>) -> Result<Vec<Value>, SendError> {
    if graph.is_partners() {
        return read_at_partner(graph).await;
    }
    let account = graph.door.value("waba_id");
    let mut all: Vec<Value> = Vec::new();
    let mut after = String::new();
    for _ in 0..PAGES {
        let url = graph.url(&format!("{account}/message_templates?{FIELDS}{after}"));
        let told = graph.get(&url).await?;
        all.extend(list(&told, "data").iter().cloned());
        let next = text(&told, "paging.cursors.after");
        if next.is_empty() || at(&told, "paging.next").is_null() {
            break;
        }
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        after = format!("&after={next}");
    }
    Ok(all)
}

/// Where a partner that hosts the API keeps the texts (360dialog, Messaging API: templates).
const AT_PARTNER: &str = "v1/configs/templates";
/// Texts a partner lists at once.
const LISTED: usize = 500;

/// As [`read`] at a partner: its own list, in Meta's shape.
async fn read_at_partner(graph: Graph<'_>) -> Result<Vec<Value>, SendError> {
    let mut all: Vec<Value> = Vec::new();
    for page in 0..PAGES {
        let offset = page * LISTED;
        let path = format!("{AT_PARTNER}?limit={LISTED}&offset={offset}");
        let told = graph.get(&graph.of_account(&path)).await?;
        let found = list(&told, "waba_templates");
        all.extend(found.iter().cloned());
        if found.len() < LISTED {
            break;
        }
    }
    Ok(all)
}

#[async_trait]
impl Templates for Texts {
    async fn list(&self, door: &Door) -> Result<Vec<(String, String)>, SendError> {
        let all = read(Graph { door }).await?;
        let settings = door.connection.provider().cloned().unwrap_or_default();
        Ok(template::learnt(&settings, &all))
    }

    async fn submit(&self, door: &Door, new: &Template) -> Result<Template, SendError> {
        let graph = Graph { door };
        let mut new = new.clone();
        // A partner takes the address of the file itself (360dialog: template elements, media).
        if new.has_file() && !graph.is_partners() {
            new.examples = vec![example(graph, &new).await?];
        }
        if graph.is_partners() {
            // There a text is not changed, only written.
            new.id = String::new();
        }
        let body = proposal(&new);
        let url = if graph.is_partners() {
            graph.of_account(AT_PARTNER)
        } else if new.id.is_empty() {
            graph.url(&format!("{}/message_templates", door.value("waba_id")))
        } else {
            graph.url(&new.id)
        };
        let told = graph.post(&url, &body).await?;
        let id = text(&told, "id");
        if !id.is_empty() {
            new.id = id;
        }
        let (status, category) = (text(&told, "status"), text(&told, "category"));
        new.status = template::status(&status);
        if !category.is_empty() {
            new.category = category;
        }
        (new.reason, new.quality) = (String::new(), String::new());
        Ok(new)
    }

    fn pack_languages(&self) -> &'static [&'static str] {
        &pack::LANGUAGES
    }

    fn pack(&self, language: &str) -> Vec<Template> {
        pack::pack(language)
    }

    async fn remove(&self, door: &Door, old: &Template) -> Result<(), SendError> {
        let graph = Graph { door };
        let coded =
            |it: &str| -> String { url::form_urlencoded::byte_serialize(it.as_bytes()).collect() };
        let mut path = format!(
            "{}/message_templates?name={}",
            door.value("waba_id"),
            coded(&old.name)
        );
        if !old.id.is_empty() {
            path.push_str(&format!("&hsm_id={}", coded(&old.id)));
        }
        let url = if graph.is_partners() {
            graph.of_account(&format!("{AT_PARTNER}/{}", coded(&old.name)))
        } else {
            graph.url(&path)
        };
        let delete = Call {
            method: "DELETE",
            ..Call::get(&url)
        };
        graph::read(graph.call(delete).await?).map(|_| ())
    }
}

/// Hands the file at an address to Meta: its word for the file, by which it is the example of a header (Graph API:
/// resumable uploads).
async fn example(graph: Graph<'_>, new: &Template) -> Result<String, SendError> {
    let refused = |detail: String| SendError::MessageRefused {
        code: String::new(),
        detail,
    };
    let given = new.examples.first().map(String::as_str).unwrap_or_default();
    if !given.starts_with("https://") {
        // It is Meta's word already.
        return Ok(given.to_owned());
    }
    let mut call = Call::get(given);
    call.largest = EXAMPLE;
    let file = graph.door.net.call(call).await;
    let file = file.map_err(|err| refused(err.to_string()))?;
    if !file.is_success() {
        return Err(refused(format!("{given}: {}", file.status)));
    }
    let kind = sort(&file.content_type, &new.header_format);
    let url = graph.url(&format!(
        "app/uploads?file_length={}&file_type={kind}",
        file.body.len()
    ));
    let session = text(&graph.post(&url, &json!({})).await?, "id");
    let url = graph.url(&session);
    let mut call = Call::post(&url, kind, file.body).with("file_offset", "0");
    call.total = std::time::Duration::from_secs(120);
    let handle = text(&graph::read(graph.call(call).await?)?, "h");
    if handle.is_empty() {
        return Err(refused("the upload has no handle".to_owned()));
    }
    Ok(handle)
}

/// The type of a file as Meta takes it for a header.
fn sort<'a>(told: &'a str, format: &str) -> &'a str {
    let told = told.split(';').next().unwrap_or_default().trim();
    match (format, told) {
        ("IMAGE", "image/png") | (_, "application/pdf" | "video/mp4" | "image/jpeg") => told,
        ("IMAGE", _) => "image/jpeg",
        ("VIDEO", _) => "video/mp4",
        _ => "application/pdf",
    }
}

/// A text as it is handed in; of one that is changed only what may change.
#[must_use]
pub fn proposal(it: &Template) -> Value {
    let mut out = Map::new();
    out.insert("category".to_owned(), it.category.as_str().into());
    if it.id.is_empty() {
        out.insert("name".to_owned(), it.name.as_str().into());
        out.insert("language".to_owned(), it.language.as_str().into());
    }
    let format = if it.is_named() { "NAMED" } else { "POSITIONAL" };
    out.insert("parameter_format".to_owned(), format.into());
    out.insert("components".to_owned(), components(it).into());
    Value::Object(out)
}

fn components(it: &Template) -> Vec<Value> {
    let mut out = Vec::new();
    let (in_header, in_body) = it.examples.split_at(of_header(it).min(it.examples.len()));
    match it.header_format.as_str() {
        "" => {}
        "TEXT" => {
            let part = json!({ "type": "HEADER", "format": "TEXT", "text": it.header });
            out.push(with_examples(part, ("header_text", &it.header), in_header));
        }
        format => out.push(json!({ "type": "HEADER", "format": format,
            "example": { "header_handle": in_header } })),
    }
    let part = json!({ "type": "BODY", "text": it.body });
    out.push(with_examples(part, ("body_text", &it.body), in_body));
    if !it.footer.is_empty() {
        out.push(json!({ "type": "FOOTER", "text": it.footer }));
    }
    if !it.buttons.is_empty() {
        let all: Vec<Value> = it.buttons.iter().map(button).collect();
        out.push(json!({ "type": "BUTTONS", "buttons": all }));
    }
    out
}

/// How many of the examples are the header's.
fn of_header(it: &Template) -> usize {
    if it.has_file() {
        1
    } else {
        it.header_variables().len()
    }
}

fn with_examples(mut part: Value, (name, text): (&str, &str), given: &[String]) -> Value {
    let names = variables(text);
    if names.is_empty() {
        return part;
    }
    let named = names.iter().any(|it| it.parse::<u32>().is_err());
    let example = if named {
        let all: Vec<Value> = names
            .iter()
            .zip(given)
            .map(|(name, value)| json!({ "param_name": name, "example": value }))
            .collect();
        json!({ format!("{name}_named_params"): all })
    } else if name == "body_text" {
        json!({ name: [given] })
    } else {
        json!({ name: given })
    };
    if let Some(part) = part.as_object_mut() {
        part.insert("example".to_owned(), example);
    }
    part
}

fn button((kind, text, value): &(String, String, String)) -> Value {
    match kind.as_str() {
        "URL" if value.contains("{{") => {
            let shown = filled(value, &["example".to_owned()]);
            json!({ "type": kind, "text": text, "url": value, "example": [shown] })
        }
        "URL" => json!({ "type": kind, "text": text, "url": value }),
        "PHONE_NUMBER" => json!({ "type": kind, "text": text, "phone_number": value }),
        _ => json!({ "type": kind, "text": text }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn text() -> Template {
        Template {
            name: "visit".into(),
            language: "es".into(),
            category: "UTILITY".into(),
            header_format: "TEXT".into(),
            header: "Cita {{1}}".into(),
            body: "Hola {{1}}, lo esperamos el {{2}}.".into(),
            footer: "Clínica Sol".into(),
            buttons: vec![
                ("QUICK_REPLY".into(), "Confirmo".into(), String::new()),
                ("URL".into(), "Ver".into(), "https://x.co/{{1}}".into()),
                ("PHONE_NUMBER".into(), "Llamar".into(), "+576011234".into()),
            ],
            examples: vec!["48".into(), "Ana".into(), "lunes".into()],
            ..Template::default()
        }
    }

    #[test]
    fn a_text_is_handed_in_with_its_examples() {
        let made = proposal(&text());
        assert_eq!(
            (&made["name"], &made["parameter_format"]),
            (&json!("visit"), &json!("POSITIONAL"))
        );
        let parts = &made["components"];
        assert_eq!(parts[0]["example"]["header_text"], json!(["48"]));
        assert_eq!(parts[1]["example"]["body_text"], json!([["Ana", "lunes"]]));
        assert_eq!(parts[2]["text"], "Clínica Sol");
        let buttons = &parts[3]["buttons"];
        assert_eq!(buttons[1]["example"], json!(["https://x.co/example"]));
        assert_eq!(buttons[2]["phone_number"], "+576011234");
    }

    #[test]
    fn names_stand_with_their_examples_and_a_change_keeps_its_name() {
        let changed = Template {
            id: "77".into(),
            header_format: "IMAGE".into(),
            header: String::new(),
            body: "Hola {{nombre}}.".into(),
            examples: vec!["4::aW".into(), "Ana".into()],
            ..text()
        };
        let made = proposal(&changed);
        assert!(made.get("name").is_none() && made.get("language").is_none());
        assert_eq!(made["parameter_format"], "NAMED");
        let parts = &made["components"];
        assert_eq!(parts[0]["example"]["header_handle"], json!(["4::aW"]));
        assert_eq!(
            parts[1]["example"]["body_text_named_params"],
            json!([{ "param_name": "nombre", "example": "Ana" }])
        );
    }
}
