//! What a message holds: its words, its file, a place, a person passed on.

use crate::channels::telegram::wire::{
    Contact, Contents, Entity, File, Location, Message, Sticker,
};
use crate::domain::chat::{Card, Content, Place};
use crate::domain::message::{Attachment, MediaRef};
use crate::text::name;

/// Links written out of one text, at most.
const LINKS: usize = 50;
/// Members that tell of the chat and not what somebody said (Bot API: Message, service messages).
const SERVICE: &[&str] = &[
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "new_chat_photo",
    "delete_chat_photo",
    "group_chat_created",
    "supergroup_chat_created",
    "channel_chat_created",
    "message_auto_delete_timer_changed",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "pinned_message",
    "successful_payment",
    "refunded_payment",
    "users_shared",
    "chat_shared",
    "gift",
    "unique_gift",
    "gift_upgrade_sent",
    "connected_website",
    "write_access_allowed",
    "passport_data",
    "proximity_alert_triggered",
    "boost_added",
    "chat_background_set",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "direct_message_price_changed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_closed",
    "forum_topic_reopened",
    "general_forum_topic_hidden",
    "general_forum_topic_unhidden",
    "giveaway_created",
    "giveaway",
    "giveaway_winners",
    "giveaway_completed",
    "paid_message_price_changed",
    "suggested_post_approved",
    "suggested_post_approval_failed",
    "suggested_post_declined",
    "suggested_post_paid",
    "suggested_post_refunded",
    "video_chat_scheduled",
    "video_chat_started",
    "video_chat_ended",
    "video_chat_participants_invited",
];

/// What a message holds.
#[derive(Debug, Default, PartialEq)]
pub struct Held {
    pub content: Content,
    pub text: String,
    pub file: Option<Attachment>,
    pub place: Option<Place>,
    pub card: Option<Card>,
    /// What a button of a web app meant.
    pub pressed: String,
}

/// Reads it; `None` for what is no message of anybody's but news of the chat.
#[must_use]
pub fn held(it: &Message) -> Option<Held> {
    let known = filed(&it.content).or_else(|| told(&it.content));
    if let Some(mut known) = known {
        if known.text.is_empty() {
            known.text = words(&it.content);
        }
        return Some(known);
    }
    if let Some(text) = &it.content.text {
        return Some(Held {
            text: linked(text, &it.content.entities),
            ..Held::default()
        });
    }
    let is_service = it
        .content
        .rest
        .keys()
        .any(|key| SERVICE.contains(&key.as_str()));
    // What nobody knows yet is shown as something that came: an agent can look at it in the app.
    (!is_service).then(|| Held {
        content: Content::Unsupported,
        text: words(&it.content),
        ..Held::default()
    })
}

fn words(it: &Contents) -> String {
    let caption = it.caption.as_deref().unwrap_or_default();
    linked(caption, &it.caption_entities)
}

/// A file, with what it is called when nobody named it.
fn filed(it: &Contents) -> Option<Held> {
    let with = |content, file: &File, name: &str, usual: &str| {
        Some(Held {
            content,
            file: attachment(file, name, usual),
            ..Held::default()
        })
    };
    if let Some(sticker) = &it.sticker {
        return Some(stuck(sticker));
    }
    // A GIF is told as a document too, and a moving picture as its photo.
    if let Some(file) = &it.animation {
        return with(Content::Video, file, "animation.mp4", "video/mp4");
    }
    if let Some(file) = it.live_photo.as_ref().filter(|it| !it.file_id.is_empty()) {
        return with(Content::Video, file, "live-photo.mp4", "video/mp4");
    }
    if let Some(largest) = it
        .photo
        .iter()
        .max_by_key(|it| u64::from(it.width) * u64::from(it.height))
    {
        return with(Content::Image, largest, "photo.jpg", "image/jpeg");
    }
    if let Some(file) = &it.video {
        return with(Content::Video, file, "video.mp4", "video/mp4");
    }
    if let Some(file) = &it.video_note {
        return with(Content::Video, file, "video-note.mp4", "video/mp4");
    }
    if let Some(file) = &it.voice {
        return with(Content::Voice, file, "voice.ogg", "audio/ogg");
    }
    if let Some(file) = &it.audio {
        let title = if file.title.is_empty() {
            "audio"
        } else {
            &file.title
        };
        return with(Content::Audio, file, &format!("{title}.mp3"), "audio/mpeg");
    }
    let file = it.document.as_ref()?;
    with(Content::File, file, "document", "application/octet-stream")
}

fn stuck(it: &Sticker) -> Held {
    let (name, usual) = match (it.is_animated, it.is_video) {
        (true, _) => ("sticker.tgs", "application/x-tgsticker"),
        (_, true) => ("sticker.webm", "video/webm"),
        _ => ("sticker.webp", "image/webp"),
    };
    Held {
        content: Content::Sticker,
        text: it.emoji.clone(),
        file: attachment(&it.file, name, usual),
        ..Held::default()
    }
}

/// `None` without an id to fetch it by: the message stands all the same.
fn attachment(file: &File, usual_name: &str, usual_type: &str) -> Option<Attachment> {
    if file.file_id.is_empty() {
        return None;
    }
    let or = |given: &str, usual: &str| if given.is_empty() { usual } else { given }.to_owned();
    Some(Attachment {
        name: name::file_name(&or(&file.file_name, usual_name)),
        content_type: or(&file.mime_type, usual_type),
        size: file.file_size,
        media: Some(Box::new(MediaRef {
            id: file.file_id.clone(),
            ..MediaRef::default()
        })),
        ..Attachment::default()
    })
}

/// Places, people, questions, throws, and what a web app hands over.
fn told(it: &Contents) -> Option<Held> {
    if let Some(venue) = &it.venue {
        let mut place = placed(&venue.location);
        place.name = name::person(&venue.title);
        place.address = name::person(&venue.address);
        return Some(here(place));
    }
    if let Some(location) = &it.location {
        return Some(here(placed(location)));
    }
    if let Some(contact) = &it.contact {
        return Some(Held {
            content: Content::Card,
            card: Some(card(contact)),
            ..Held::default()
        });
    }
    if let Some(data) = &it.web_app_data {
        return Some(Held {
            content: Content::Choice,
            text: data.button_text.clone(),
            pressed: data.data.clone(),
            ..Held::default()
        });
    }
    let text = if let Some(poll) = &it.poll {
        list(&poll.question, poll.options.iter().map(|it| &it.text))
    } else if let Some(all) = &it.checklist {
        list(&all.title, all.tasks.iter().map(|it| &it.text))
    } else {
        let dice = it.dice.as_ref()?;
        format!("{} {}", dice.emoji, dice.value)
    };
    Some(Held {
        text,
        ..Held::default()
    })
}

fn here(place: Place) -> Held {
    Held {
        content: Content::Place,
        place: Some(place),
        ..Held::default()
    }
}

fn list<'a>(head: &str, points: impl Iterator<Item = &'a String>) -> String {
    let mut out = head.to_owned();
    for it in points {
        out.push_str("\n• ");
        out.push_str(it);
    }
    out
}

fn card(it: &Contact) -> Card {
    Card {
        name: name::person(&format!("{} {}", it.first_name, it.last_name)),
        phones: vec![with_plus(&it.phone_number)],
        addresses: Vec::new(),
    }
}

/// Numbers are international there, mostly without their plus.
#[must_use]
pub fn with_plus(number: &str) -> String {
    let number = number.trim();
    if number.starts_with('+') {
        number.to_owned()
    } else {
        format!("+{number}")
    }
}

fn placed(it: &Location) -> Place {
    Place {
        latitude_e7: e7(it.latitude),
        longitude_e7: e7(it.longitude),
        ..Place::default()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the globe first"
)]
fn e7(degrees: f64) -> i64 {
    (degrees.clamp(-180.0, 180.0) * 1e7).round() as i64
}

/// A text with the addresses written out that lie behind its words.
#[must_use]
pub fn linked(text: &str, entities: &[Entity]) -> String {
    let mut links: Vec<(usize, usize, &str)> = entities
        .iter()
        .filter(|it| it.kind == "text_link" && !it.url.is_empty())
        .take(LINKS)
        .map(|it| {
            let end = it.offset.saturating_add(it.length);
            (byte(text, it.offset), byte(text, end), it.url.as_str())
        })
        .collect();
    links.sort_unstable();
    let mut out = text.to_owned();
    for (from, to, url) in links.into_iter().rev() {
        let label = text.get(from..to).unwrap_or_default().trim();
        if !label.is_empty() && !url.contains(label.trim_end_matches('/')) {
            out.insert_str(to, &format!(" ({url})"));
        }
    }
    out
}

/// Where so many UTF-16 units end, in bytes.
fn byte(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (at, it) in text.char_indices() {
        if seen >= units {
            return at;
        }
        seen += it.len_utf16();
    }
    text.len()
}
