//! What the Bot API tells (version 10.1), as far as Lobby has a use for it. Members nobody knows are passed over; one in a
//! form nobody knows is as if it were not there.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// One update: one member beside its number.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Update {
    pub update_id: i64,
    pub message: Option<Box<Message>>,
    pub edited_message: Option<Box<Message>>,
    pub business_message: Option<Box<Message>>,
    pub edited_business_message: Option<Box<Message>>,
    pub deleted_business_messages: Option<Deleted>,
    pub message_reaction: Option<Reacted>,
    pub callback_query: Option<Pressed>,
    pub my_chat_member: Option<Member>,
}

#[derive(Deserialize)]
pub struct Message {
    pub message_id: i64,
    pub chat: Chat,
    #[serde(default)]
    pub date: i64,
    #[serde(default)]
    pub edit_date: i64,
    #[serde(default, deserialize_with = "lenient")]
    pub from: Option<User>,
    #[serde(default)]
    pub business_connection_id: String,
    #[serde(default, deserialize_with = "lenient")]
    pub sender_business_bot: Option<User>,
    #[serde(default)]
    pub media_group_id: String,
    #[serde(default, deserialize_with = "lenient")]
    pub reply_to_message: Option<Box<Replied>>,
    #[serde(default, deserialize_with = "lenient")]
    pub quote: Option<Quote>,
    #[serde(default, deserialize_with = "lenient")]
    pub reply_markup: Option<Keyboard>,
    #[serde(flatten)]
    pub content: Contents,
}

/// A message one answers to: one level of it.
#[derive(Deserialize)]
pub struct Replied {
    pub message_id: i64,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub caption: String,
}

#[derive(Deserialize)]
pub struct Quote {
    #[serde(default)]
    pub text: String,
}

/// What a message is: one of these, and the names of all else it has.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Contents {
    #[serde(deserialize_with = "lenient")]
    pub text: Option<String>,
    #[serde(deserialize_with = "listed")]
    pub entities: Vec<Entity>,
    #[serde(deserialize_with = "lenient")]
    pub caption: Option<String>,
    #[serde(deserialize_with = "listed")]
    pub caption_entities: Vec<Entity>,
    #[serde(deserialize_with = "listed")]
    pub photo: Vec<File>,
    #[serde(deserialize_with = "lenient")]
    pub live_photo: Option<File>,
    #[serde(deserialize_with = "lenient")]
    pub video: Option<File>,
    #[serde(deserialize_with = "lenient")]
    pub animation: Option<File>,
    #[serde(deserialize_with = "lenient")]
    pub audio: Option<File>,
    #[serde(deserialize_with = "lenient")]
    pub voice: Option<File>,
    #[serde(deserialize_with = "lenient")]
    pub video_note: Option<File>,
    #[serde(deserialize_with = "lenient")]
    pub document: Option<File>,
    #[serde(deserialize_with = "lenient")]
    pub sticker: Option<Sticker>,
    #[serde(deserialize_with = "lenient")]
    pub location: Option<Location>,
    #[serde(deserialize_with = "lenient")]
    pub venue: Option<Venue>,
    #[serde(deserialize_with = "lenient")]
    pub contact: Option<Contact>,
    #[serde(deserialize_with = "lenient")]
    pub poll: Option<Poll>,
    #[serde(deserialize_with = "lenient")]
    pub checklist: Option<Checklist>,
    #[serde(deserialize_with = "lenient")]
    pub dice: Option<Dice>,
    #[serde(deserialize_with = "lenient")]
    pub web_app_data: Option<WebAppData>,
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

#[derive(Deserialize, Default)]
pub struct Chat {
    pub id: i64,
    #[serde(default, rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
    /// Of a group.
    #[serde(default)]
    pub title: String,
}

impl Chat {
    /// A talk with one person. Groups and channels have negative ids.
    #[must_use]
    pub fn is_private(&self) -> bool {
        self.id > 0 && (self.kind.is_empty() || self.kind == "private")
    }
}

#[derive(Deserialize, Clone, Default)]
pub struct User {
    pub id: i64,
    #[serde(default)]
    pub is_bot: bool,
    #[serde(default)]
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
}

/// A stretch of a text, in UTF-16 units.
#[derive(Deserialize)]
pub struct Entity {
    #[serde(rename = "type")]
    pub kind: String,
    pub offset: usize,
    pub length: usize,
    #[serde(default)]
    pub url: String,
}

/// A file of any kind; which members it has depends on it.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct File {
    pub file_id: String,
    pub file_name: String,
    pub mime_type: String,
    pub file_size: u64,
    pub width: u32,
    pub height: u32,
    pub title: String,
}

#[derive(Deserialize)]
pub struct Sticker {
    #[serde(flatten)]
    pub file: File,
    #[serde(default)]
    pub emoji: String,
    #[serde(default)]
    pub is_animated: bool,
    #[serde(default)]
    pub is_video: bool,
}

#[derive(Deserialize)]
pub struct Location {
    pub latitude: f64,
    pub longitude: f64,
}

#[derive(Deserialize)]
pub struct Venue {
    pub location: Location,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub address: String,
}

#[derive(Deserialize)]
pub struct Contact {
    pub phone_number: String,
    #[serde(default)]
    pub first_name: String,
    #[serde(default)]
    pub last_name: String,
    #[serde(default)]
    pub user_id: i64,
}

#[derive(Deserialize)]
pub struct Poll {
    pub question: String,
    #[serde(default)]
    pub options: Vec<Labelled>,
}

#[derive(Deserialize)]
pub struct Checklist {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub tasks: Vec<Labelled>,
}

#[derive(Deserialize)]
pub struct Labelled {
    #[serde(default)]
    pub text: String,
}

#[derive(Deserialize)]
pub struct Dice {
    pub emoji: String,
    pub value: i64,
}

#[derive(Deserialize)]
pub struct WebAppData {
    #[serde(default)]
    pub data: String,
    #[serde(default)]
    pub button_text: String,
}

#[derive(Deserialize, Default)]
pub struct Keyboard {
    #[serde(default)]
    pub inline_keyboard: Vec<Vec<Key>>,
}

#[derive(Deserialize)]
pub struct Key {
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub callback_data: String,
}

#[derive(Deserialize)]
pub struct Reacted {
    pub chat: Chat,
    pub message_id: i64,
    #[serde(default, deserialize_with = "lenient")]
    pub user: Option<User>,
    #[serde(default)]
    pub date: i64,
    #[serde(default, deserialize_with = "listed")]
    pub new_reaction: Vec<ReactionType>,
}

#[derive(Deserialize)]
pub struct ReactionType {
    #[serde(rename = "type")]
    pub kind: String,
    #[serde(default)]
    pub emoji: String,
}

#[derive(Deserialize)]
pub struct Pressed {
    pub id: String,
    pub from: User,
    #[serde(default, deserialize_with = "lenient")]
    pub message: Option<Box<Message>>,
    #[serde(default)]
    pub data: String,
}

#[derive(Deserialize)]
pub struct Member {
    pub chat: Chat,
    pub new_chat_member: Status,
}

#[derive(Deserialize)]
pub struct Status {
    pub status: String,
}

#[derive(Deserialize)]
pub struct Deleted {
    pub business_connection_id: String,
    pub chat: Chat,
    pub message_ids: Vec<i64>,
}

/// What is there in the form that is known; else nothing.
fn lenient<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(from)?;
    Ok(serde_json::from_value(value).ok())
}

/// Of a list, what is in the form that is known.
fn listed<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    let value = Value::deserialize(from)?;
    let Value::Array(all) = value else {
        return Ok(Vec::new());
    };
    let known = all.into_iter().map(serde_json::from_value);
    Ok(known.filter_map(Result::ok).collect())
}
