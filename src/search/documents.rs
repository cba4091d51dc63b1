//! What of a message or a contact goes into the index.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;

use crate::domain::contact::{Contact, Identifier, IdentifierKind};
use crate::domain::conversation::Conversation;
use crate::domain::id::Id;
use crate::domain::message::{Author, Message};
use crate::search::schema::{CONTACT, Fields, MESSAGE, NOBODY};
use crate::search::words;

/// Digits a phone number can be found by at least, from its end.
const PHONE_TAIL: usize = 6;

fn halves(id: impl Id) -> (u64, u64) {
    id.uuid().as_u64_pair()
}

fn joined(words: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(words.iter().map(|it| it.len() + 1).sum());
    for word in words {
        out.push_str(word);
        out.push(' ');
    }
    out
}

/// The document of a message; `None` for one that is not to be found: taken back, withdrawn, or moved away.
pub(super) fn message(
    fields: Fields,
    conversation: &Conversation,
    message: &Message,
) -> Option<TantivyDocument> {
    if message.undone || message.redacted || message.moved_to.is_some() {
        return None;
    }
    let mut to = TantivyDocument::default();
    let (high, low) = halves(message.id);
    to.add_i64(fields.at, message.said_at.0);
    to.add_u64(fields.high, high);
    to.add_u64(fields.low, low);
    to.add_u64(fields.kind, MESSAGE);
    to.add_bytes(fields.of, &conversation.id.bytes());
    to.add_text(fields.text, text(conversation, message));
    if message.position == 0 {
        let mut title = BTreeSet::new();
        words::index(&conversation.subject, &message.language, &mut title);
        to.add_text(fields.title, joined(&title));
    }
    match message.author {
        Author::Contact(id) => to.add_bytes(fields.author, &id.bytes()),
        Author::Agent(id) => to.add_bytes(fields.author, &id.bytes()),
        _ => {}
    }
    for channel in std::iter::once(&message.channel).chain(&message.also_to) {
        to.add_bytes(fields.channel, &channel.bytes());
    }
    for tag in &conversation.tags {
        to.add_bytes(fields.tag, &tag.bytes());
    }
    for team in conversation.team.iter().chain(&conversation.also_teams) {
        to.add_bytes(fields.team, &team.bytes());
    }
    if conversation.team.is_none() && conversation.also_teams.is_empty() {
        to.add_bytes(fields.team, &NOBODY);
    }
    let assignee = conversation.assignee.map_or(NOBODY, |it| it.bytes());
    to.add_bytes(fields.assignee, &assignee);
    if let Some(team) = conversation.audience {
        to.add_bytes(fields.audience, &team.bytes());
        let named = conversation.assignee.iter().chain(&conversation.mentioned);
        for agent in named.collect::<BTreeSet<_>>() {
            to.add_bytes(fields.reader, &agent.bytes());
        }
    }
    Some(to)
}

fn text(conversation: &Conversation, message: &Message) -> String {
    let mut found = BTreeSet::new();
    words::index(&message.text, &message.language, &mut found);
    words::index(&message.subject, &message.language, &mut found);
    if message.position == 0 {
        words::index(&conversation.subject, &message.language, &mut found);
    }
    for file in message.attachments.iter().filter(|it| !it.inline) {
        words::index_words(&file.name, &mut found);
    }
    joined(&found)
}

/// The document of a contact record; `None` for one that was erased.
pub(super) fn contact(
    fields: Fields,
    contact: &Contact,
    identifiers: &[Identifier],
) -> Option<TantivyDocument> {
    if contact.erased_at.is_some() {
        return None;
    }
    let mut found = BTreeSet::new();
    words::index_words(&contact.name, &mut found);
    words::index_words(&contact.company, &mut found);
    for name in &contact.other_names {
        words::index_words(name, &mut found);
    }
    for (_, value) in &contact.attributes {
        words::index_words(value, &mut found);
    }
    for identifier in identifiers {
        words::index_words(&identifier.handle.value, &mut found);
        if identifier.handle.kind == IdentifierKind::Phone {
            found.extend(phone_tails(&identifier.handle.value));
        }
    }
    let mut to = TantivyDocument::default();
    let (high, low) = halves(contact.id);
    to.add_i64(fields.at, contact.last_seen_at.max(contact.created_at).0);
    to.add_u64(fields.high, high);
    to.add_u64(fields.low, low);
    to.add_u64(fields.kind, CONTACT);
    to.add_bytes(fields.of, &contact.id.bytes());
    to.add_text(fields.name, joined(&found));
    Some(to)
}

/// A number is known without its country code or area too: every tail of it.
fn phone_tails(number: &str) -> Vec<String> {
    let digits: Vec<char> = number.chars().filter(char::is_ascii_digit).collect();
    let longest = digits.len();
    (PHONE_TAIL..=longest)
        .filter_map(|n| digits.get(longest - n..))
        .map(|tail| tail.iter().collect())
        .collect()
}
