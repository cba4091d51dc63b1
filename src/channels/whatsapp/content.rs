//! What a message says, by its type: every type of the Cloud API, and those that will come.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::channels::whatsapp::people::by_number;
use crate::channels::whatsapp::verify::bytes;
use crate::channels::whatsapp::wire::{at, first, is, list, text};
use crate::domain::chat::{Card, Content, Place};
use crate::domain::contact::{Evidence, Handle};
use crate::domain::message::{Attachment, MediaRef};
use crate::text::name;

/// People passed on in one message, and numbers of each, at most.
const CARDS: usize = 50;
const NUMBERS: usize = 10;
/// Lines of an order or a filled-in form, at most.
const LINES: usize = 100;

/// The content of a message.
#[derive(Debug, Default)]
pub struct Said {
    pub text: String,
    pub content: Content,
    pub attachments: Vec<Attachment>,
    pub place: Option<Place>,
    pub cards: Vec<Card>,
    pub pressed: String,
    /// Names of the sender's that the message itself proves.
    pub also: Vec<(Handle, Evidence)>,
}

impl Said {
    fn words(text: String, content: Content) -> Self {
        Said {
            text,
            content,
            ..Said::default()
        }
    }

    fn choice(text: String, pressed: String) -> Self {
        Said {
            pressed,
            ..Said::words(text, Content::Choice)
        }
    }
}

/// Reads a message, or the new one inside a change.
#[must_use]
pub fn read(message: &Value) -> Said {
    let kind = text(message, "type");
    match kind.as_str() {
        "text" => Said::words(text(message, "text.body"), Content::Text),
        "image" | "video" | "audio" | "voice" | "document" | "sticker" => file(message, &kind),
        "location" => place(at(message, "location")),
        "contacts" => cards(list(message, "contacts")),
        "button" => Said::choice(
            text(message, "button.text"),
            text(message, "button.payload"),
        ),
        "interactive" => interactive(at(message, "interactive")),
        "order" => order(at(message, "order")),
        _ => unsupported(message, &kind),
    }
}

fn file(message: &Value, kind: &str) -> Said {
    let file = at(message, kind);
    let id = first(file, &["id", "url", "link"]);
    let content_type = text(file, "mime_type");
    let content_type = content_type.split(';').next().unwrap_or_default().trim();
    let content = match kind {
        "image" => Content::Image,
        "video" => Content::Video,
        "sticker" => Content::Sticker,
        "audio" if !is(file, "voice") => Content::Audio,
        "audio" | "voice" => Content::Voice,
        _ => Content::File,
    };
    let given = text(file, "filename");
    let label = if given.is_empty() {
        format!("{kind}.{}", ending(content_type))
    } else {
        given
    };
    let attachment = Attachment {
        name: name::file_name(&label),
        content_type: content_type.to_owned(),
        size: at(file, "file_size").as_u64().unwrap_or_default(),
        media: Some(Box::new(MediaRef {
            id,
            sha256: digest(&text(file, "sha256")),
            ..MediaRef::default()
        })),
        ..Attachment::default()
    };
    Said {
        attachments: vec![attachment],
        ..Said::words(text(file, "caption"), content)
    }
}

/// The usual ending of a file of a type.
fn ending(content_type: &str) -> &str {
    let (_, kind) = content_type.split_once('/').unwrap_or_default();
    match kind {
        "jpeg" => "jpg",
        "mpeg" => "mp3",
        "3gpp" => "3gp",
        "" => "bin",
        kind if kind.len() <= 5 => kind,
        _ => "bin",
    }
}

/// A SHA-256 as hexadecimal digits, from those or base64; empty when it is none.
#[must_use]
pub fn digest(written: &str) -> String {
    let hex = bytes(written).filter(|it| it.len() == 32);
    let read = hex.or_else(|| STANDARD.decode(written).ok().filter(|it| it.len() == 32));
    let digits = |it: Vec<u8>| it.iter().map(|it| format!("{it:02x}")).collect();
    read.map(digits).unwrap_or_default()
}

fn place(it: &Value) -> Said {
    let degrees = |name: &str| {
        let given = at(it, name);
        let read = given.as_f64().or_else(|| given.as_str()?.parse().ok());
        read.filter(|it| it.is_finite()).unwrap_or_default()
    };
    let (latitude, longitude) = (degrees("latitude"), degrees("longitude"));
    let url = text(it, "url");
    Said {
        place: Some(Place {
            name: name::person(&text(it, "name")),
            address: name::person(&text(it, "address")),
            ..Place::of_degrees(latitude, longitude)
        }),
        ..Said::words(url, Content::Place)
    }
}

fn cards(people: &[Value]) -> Said {
    let mut out = Said::words(String::new(), Content::Card);
    for it in people.iter().take(CARDS) {
        let phones = list(it, "phones").iter().take(NUMBERS);
        let mut numbers: Vec<String> = phones
            .map(|it| first(it, &["phone", "wa_id"]))
            .filter(|it| !it.is_empty())
            .collect();
        numbers.dedup();
        let emails = list(it, "emails").iter().take(NUMBERS);
        let shown = first(
            it,
            &["name.formatted_name", "name.first_name", "org.company"],
        );
        out.cards.push(Card {
            name: name::person(&shown),
            phones: numbers,
            addresses: emails.map(|it| text(it, "email")).collect(),
        });
        // Asked for by us and given by its owner: WhatsApp says that the number is theirs.
        if text(it, "origin") == "contact_request" {
            out.also.extend(shared(it));
        }
    }
    out
}

fn shared(card: &Value) -> Vec<(Handle, Evidence)> {
    let mut out = Vec::new();
    for it in list(card, "phones").iter().take(NUMBERS) {
        if let Some(here) = by_number(&text(it, "wa_id")) {
            out.push((Handle::phone(here.value.clone()), Evidence::Provider));
            out.push((here, Evidence::Provider));
        }
    }
    out
}

fn interactive(it: &Value) -> Said {
    let kind = text(it, "type");
    let reply = &it[kind.as_str()];
    match kind.as_str() {
        "button_reply" | "list_reply" => Said::choice(text(reply, "title"), text(reply, "id")),
        "nfm_reply" => {
            let form = text(reply, "response_json");
            let lines = filled_in(&form);
            let shown = if lines.is_empty() {
                first(reply, &["body", "name"])
            } else {
                lines
            };
            Said::choice(shown, text(reply, "name"))
        }
        "call_permission_reply" => {
            let response = text(reply, "response");
            Said::choice(
                format!("📞 {response}"),
                format!("call_permission {response}"),
            )
        }
        _ => Said::choice(first(reply, &["title", "body", "text", "name"]), kind),
    }
}

/// A filled-in form as lines of name and value; what is no object stands as it is.
fn filled_in(written: &str) -> String {
    let Ok(Value::Object(fields)) = serde_json::from_str::<Value>(written) else {
        return written.to_owned();
    };
    let line = |(name, value): (&String, &Value)| match value {
        Value::String(it) => format!("{name}: {it}"),
        it => format!("{name}: {it}"),
    };
    let told = fields.iter().filter(|(name, _)| *name != "flow_token");
    told.take(LINES).map(line).collect::<Vec<_>>().join("\n")
}

fn order(it: &Value) -> Said {
    let mut lines = vec![text(it, "text")];
    for item in list(it, "product_items").iter().take(LINES) {
        let (amount, what) = (text(item, "quantity"), text(item, "product_retailer_id"));
        let (price, currency) = (text(item, "item_price"), text(item, "currency"));
        lines.push(format!("{amount} × {what} · {price} {currency}"));
    }
    lines.retain(|it| !it.is_empty());
    Said {
        pressed: text(it, "catalog_id"),
        ..Said::words(lines.join("\n"), Content::Order)
    }
}

/// What WhatsApp does not hand out, and types that were made after this was written: that something came is said.
fn unsupported(message: &Value, kind: &str) -> Said {
    let error = list(message, "errors").first().unwrap_or(&Value::Null);
    let what = text(message, "unsupported.type");
    let why = first(error, &["error_data.details", "message", "title"]);
    let what = match kind {
        "unsupported" | "unknown" | "" => what,
        kind => kind.to_owned(),
    };
    let parts: Vec<String> = [what, why]
        .into_iter()
        .filter(|it| !it.is_empty())
        .collect();
    Said::words(parts.join(": "), Content::Unsupported)
}
