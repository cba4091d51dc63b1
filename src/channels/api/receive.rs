//! What a program hands in: messages, changes of them, and what became of ours.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use crate::channels::kit::Door;
use crate::channels::kit::hook::{Facing, Unreadable};
use crate::channels::{Media, MediaError};
use crate::domain::chat::{ChatFacts, Content, Place};
use crate::domain::contact::{Evidence, Handle, IdentifierKind};
use crate::domain::delivery::{DeliveryError, DeliveryState};
use crate::domain::id::BlobHash;
use crate::domain::inbound::{Heard, Inbound, Moved, News};
use crate::domain::message::{Attachment, MediaRef};
use crate::domain::time::Millis;
use crate::net::api::Call;
use crate::text::{address::Address, name, phone};

/// Files of one message, at most.
const FILES: usize = 20;

#[derive(Deserialize)]
struct Posted {
    /// `message` when it is absent.
    #[serde(default, rename = "type")]
    kind: String,
    /// The program's own id of what it tells: a second post of it changes nothing.
    id: String,
    #[serde(default)]
    from: From,
    #[serde(default)]
    text: String,
    #[serde(default)]
    attachments: Vec<File>,
    /// Seconds or RFC 3339.
    #[serde(default)]
    sent_at: Option<String>,
    /// The id of the message it answers, changes, or is about.
    #[serde(default)]
    about: String,
    #[serde(default)]
    emoji: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    error: Option<Failure>,
    #[serde(default)]
    location: Option<Location>,
    /// What the pressed button meant.
    #[serde(default)]
    button: String,
}

#[derive(Deserialize, Default)]
struct From {
    #[serde(default)]
    external_id: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    name: String,
    #[serde(default)]
    content_type: String,
    #[serde(default)]
    url: String,
    #[serde(default)]
    base64: String,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(default)]
    code: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct Location {
    latitude: f64,
    longitude: f64,
    #[serde(default)]
    name: String,
}

/// Reads a call: one piece of news, or a list of them.
///
/// # Errors
/// [`Unreadable`] naming the field that is missing or wrong.
pub fn receive(facing: &Facing<'_>, body: &[u8]) -> Result<Vec<Heard>, Unreadable> {
    let wrong = |err: serde_json::Error| Unreadable::new("parked-malformed", err.to_string());
    let first = body.iter().find(|it| !it.is_ascii_whitespace());
    let posted: Vec<Posted> = if first == Some(&b'[') {
        serde_json::from_slice(body).map_err(wrong)?
    } else {
        vec![serde_json::from_slice(body).map_err(wrong)?]
    };
    posted.into_iter().map(|it| heard(facing, it)).collect()
}

fn missing(field: &str) -> Unreadable {
    Unreadable::new("parked-malformed", format!("missing field `{field}`"))
}

fn heard(facing: &Facing<'_>, it: Posted) -> Result<Heard, Unreadable> {
    if it.id.is_empty() {
        return Err(missing("id"));
    }
    let dedupe = format!("api {}", it.id);
    let files = inline(&it.attachments)?;
    let news = news(facing, it)?;
    Ok(Heard {
        dedupe,
        address: String::new(),
        news,
        files,
    })
}

/// Files that stand in the call itself.
fn inline(files: &[File]) -> Result<Vec<(usize, Vec<u8>)>, Unreadable> {
    let mut out = Vec::new();
    for (n, it) in files.iter().take(FILES).enumerate() {
        if it.url.is_empty() {
            let bytes = STANDARD.decode(&it.base64);
            out.push((n, bytes.map_err(|_| missing("attachments.base64"))?));
        }
    }
    Ok(out)
}

fn news(facing: &Facing<'_>, it: Posted) -> Result<News, Unreadable> {
    let about = || {
        if it.about.is_empty() {
            Err(missing("about"))
        } else {
            Ok(it.about.clone())
        }
    };
    Ok(match it.kind.as_str() {
        "" | "message" => News::Said(Box::new(message(facing, it)?)),
        "echo" => News::Echoed(Box::new(message(facing, it)?)),
        "edit" => News::Edited {
            of: about()?,
            now: Box::new(message(facing, it)?),
        },
        "delete" => News::Withdrawn {
            of: about()?,
            at: said_at(facing, it.sent_at.as_deref()),
        },
        "reaction" => News::Reacted {
            to: about()?,
            emoji: it.emoji.clone(),
            by: Box::new(message(facing, it)?),
        },
        "status" => News::Moved(Box::new(moved(facing, &it, about()?)?)),
        "typing" => News::Passed("passed-typing"),
        other => {
            let detail = format!("unknown type `{}`", name::cut(other, 40));
            return Err(Unreadable::new("parked-malformed", detail));
        }
    })
}

fn moved(facing: &Facing<'_>, it: &Posted, of: String) -> Result<Moved, Unreadable> {
    let to = match it.state.as_str() {
        "sent" => DeliveryState::Sent,
        "delivered" => DeliveryState::Delivered,
        "read" => DeliveryState::Read,
        "failed" => DeliveryState::Failed,
        _ => return Err(missing("state")),
    };
    let told = it.error.as_ref();
    let error = (to == DeliveryState::Failed).then(|| DeliveryError {
        code: "send-message-refused".to_owned(),
        provider_code: told.map_or("", |it| name::cut(&it.code, 60)).to_owned(),
        detail: told.map_or_else(String::new, |it| it.text.chars().take(300).collect()),
    });
    Ok(Moved {
        of,
        to,
        at: said_at(facing, it.sent_at.as_deref()),
        error,
        price: String::new(),
        ours: String::new(),
    })
}

fn message(facing: &Facing<'_>, it: Posted) -> Result<Inbound, Unreadable> {
    if it.from.external_id.is_empty() {
        return Err(missing("from.external_id"));
    }
    let mut also = Vec::new();
    // What the program says of a person is what the person may have typed there: claimed, never proven.
    if let Some(address) = Address::parse(&it.from.email) {
        also.push((Handle::email(address.as_str()), Evidence::Claimed));
    }
    if let Some(number) = phone::canon(&it.from.phone, facing.country) {
        also.push((Handle::phone(number), Evidence::Claimed));
    }
    let attachments: Vec<Attachment> = it.attachments.iter().take(FILES).map(attachment).collect();
    let place = it.location.as_ref().map(|it| Place {
        name: name::person(&it.name),
        ..Place::of_degrees(it.latitude, it.longitude)
    });
    let content = match (&place, attachments.first(), it.button.is_empty()) {
        (Some(_), ..) => Content::Place,
        (_, _, false) => Content::Choice,
        (_, Some(_), _) => Content::File,
        _ => Content::Text,
    };
    Ok(Inbound {
        dedupe: it.id.clone(),
        from: Handle {
            kind: IdentifierKind::External,
            scope: facing.settings.learnt("channel").to_owned(),
            value: it.from.external_id.clone(),
        },
        from_name: name::person(&it.from.name),
        as_sent: it.from.external_id,
        evidence: Evidence::Provider,
        said_at: said_at(facing, it.sent_at.as_deref()),
        text: it.text,
        attachments,
        points_at: it.about,
        also_known_as: also,
        chat: Some(Box::new(ChatFacts {
            ids: vec![it.id],
            content,
            place,
            pressed: it.button,
            ..ChatFacts::default()
        })),
        ..Inbound::default()
    })
}

fn said_at(facing: &Facing<'_>, given: Option<&str>) -> Millis {
    let Some(text) = given else {
        return facing.at;
    };
    if let Ok(seconds) = text.parse::<i64>() {
        return Millis(seconds.saturating_mul(1_000));
    }
    let read = text.parse::<jiff::Timestamp>();
    read.map_or(facing.at, |it| Millis(it.as_millisecond()))
}

/// A file named by its address is fetched after its message was filed.
fn attachment(file: &File) -> Attachment {
    let id = file.url.clone();
    Attachment {
        name: name::file_name(&file.name),
        content_type: file.content_type.clone(),
        blob: BlobHash::default(),
        media: Some(Box::new(MediaRef {
            id,
            ..MediaRef::default()
        })),
        ..Attachment::default()
    }
}

/// Fetches a file handed in.
///
/// # Errors
/// [`MediaError`].
pub async fn fetch(door: &Door, media: &MediaRef, cap: u64) -> Result<Media, MediaError> {
    let mut call = Call::get(&media.id);
    call.largest = usize::try_from(cap).unwrap_or(usize::MAX);
    let answer = door.net.call(call).await;
    let answer = answer.map_err(|err| MediaError::later(err.to_string()))?;
    match answer.status {
        200 => Ok(Media {
            bytes: answer.body,
            content_type: answer.content_type,
            name: String::new(),
        }),
        400..=499 => Err(MediaError::gone(answer.status.to_string())),
        status => Err(MediaError::later(status.to_string())),
    }
}
