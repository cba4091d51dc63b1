//! What a message of a messaging channel shows beside its text and files: what it quotes, reactions, earlier wordings,
//! places, people passed on, buttons.

use crate::domain::chat::{Card, ChatFacts, Content, Place};
use crate::domain::error::Result;
use crate::domain::message::{Author, Message, MessageKind};
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::conversations::item::author;
use crate::web::names::Known;
use crate::web::view::{Part, TimeView, linked};
use crate::words::{Arg, Names, Words};

/// Characters of a quoted message that are shown.
const QUOTED: usize = 160;

/// What a message of a messaging channel shows of itself.
#[derive(Debug, Clone, Default)]
pub struct ChatView {
    /// A sign and a word for contents that are neither text nor a file one sees.
    pub sign: Option<(&'static str, String)>,
    /// Shown large and without a frame.
    pub sticker: bool,
    pub quote: Option<QuoteView>,
    pub forwarded: bool,
    pub place: Option<PlaceView>,
    pub cards: Vec<CardView>,
    pub reactions: Vec<ReactionView>,
    /// Earlier wordings, oldest first: until when, text.
    pub versions: Vec<(String, String)>,
    /// That the customer took it back, and when.
    pub withdrawn: String,
    /// It came of a button.
    pub pressed: bool,
    pub buttons: Vec<String>,
    pub template: String,
    pub price: String,
    pub came_from: Vec<Part>,
    /// It cannot be shown; what to do.
    pub unsupported: bool,
    pub album: String,
}

/// The message another one quotes.
#[derive(Debug, Clone)]
pub struct QuoteView {
    pub who: String,
    pub text: String,
    /// Where it stands, when it is here.
    pub href: Option<String>,
}

#[derive(Debug, Clone)]
pub struct PlaceView {
    pub title: String,
    pub text: String,
    pub href: String,
}

#[derive(Debug, Clone)]
pub struct CardView {
    pub name: String,
    /// Where a tap leads, and what is shown.
    pub lines: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
pub struct ReactionView {
    pub emoji: String,
    /// Who, as a sentence.
    pub said: String,
}

/// What a message shows of itself.
///
/// # Errors
/// The store's.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    names: &Known<'_, '_>,
    (facts, text): (&ChatFacts, &str),
) -> Result<ChatView> {
    let words = &asker.words;
    let template = facts.template.as_ref();
    Ok(ChatView {
        sign: sign(words, facts.content),
        sticker: facts.content == Content::Sticker,
        quote: quote(asker, look, names, facts)?,
        forwarded: facts.forwarded,
        place: facts.place.as_ref().map(|it| place(words, it)),
        cards: facts.cards.iter().map(card).collect(),
        reactions: reactions(words, names, facts),
        versions: facts
            .changes(text)
            .map(|it| {
                let until = words.date_time(it.until);
                (
                    words.t_of("chat-edited-before", "time", until),
                    it.text.clone(),
                )
            })
            .collect(),
        withdrawn: facts.withdrawn_at.map_or_else(String::new, |at| {
            let at = TimeView::ago(words, at, asker.now).full;
            words.t_of("chat-withdrawn", "time", at)
        }),
        pressed: !facts.pressed.is_empty() || facts.content == Content::Choice,
        buttons: facts.buttons.iter().map(|it| it.text.clone()).collect(),
        template: template.map_or_else(String::new, |it| {
            words.t_of("chat-template", "name", &it.name)
        }),
        price: facts.price.clone(),
        came_from: if facts.came_from.is_empty() {
            Vec::new()
        } else {
            linked(&facts.came_from)
        },
        unsupported: facts.content == Content::Unsupported,
        album: facts.album.clone(),
    })
}

/// Pictures, films and files are seen; these are said.
fn sign(words: &Words, content: Content) -> Option<(&'static str, String)> {
    let icon = match content {
        Content::Voice => "voice",
        Content::Sticker => "smile",
        Content::Order => "tag",
        Content::Unsupported | Content::Notice => "info",
        Content::Text
        | Content::Image
        | Content::Video
        | Content::Audio
        | Content::File
        | Content::Place
        | Content::Card
        | Content::Choice => return None,
    };
    Some((icon, words.t(&format!("content-{}", content.name()))))
}

fn quote(
    asker: &Asker,
    look: &Look<'_>,
    names: &Known<'_, '_>,
    facts: &ChatFacts,
) -> Result<Option<QuoteView>> {
    let words = &asker.words;
    let found = facts.quotes.map_or(Ok(None), |id| look.message(id))?;
    if let Some(it) = found.filter(|it| !it.redacted) {
        let (number, at) = (names.number(it.conversation), it.position);
        return Ok(Some(QuoteView {
            who: words.t_of("chat-quoted", "who", author(words, &it, names)),
            text: excerpt(words, &it),
            href: number.map(|n| format!("/c/{n}?at={at}#m-{at}")),
        }));
    }
    Ok((!facts.quoted_text.is_empty()).then(|| QuoteView {
        who: words.t("chat-quoted-there"),
        text: facts.quoted_text.chars().take(QUOTED).collect(),
        href: None,
    }))
}

/// A message in one line: its text, else what it holds.
#[must_use]
pub fn excerpt(words: &Words, it: &Message) -> String {
    let text: String = it.text.trim().chars().take(QUOTED).collect();
    if !text.is_empty() {
        return text;
    }
    let content = it.chat.as_ref().map_or(Content::Text, |it| it.content);
    match it.attachments.first() {
        Some(file) if content == Content::Text || content == Content::File => file.name.clone(),
        _ => words.t(&format!("content-{}", content.name())),
    }
}

/// A point on the map: nothing is fetched, a tap opens a map of one's own choice on OpenStreetMap.
#[must_use]
pub fn place(words: &Words, it: &Place) -> PlaceView {
    let (latitude, longitude) = it.written();
    let point = format!("{latitude}, {longitude}");
    let lines = [it.address.clone(), point];
    let lines: Vec<_> = lines.into_iter().filter(|it| !it.is_empty()).collect();
    PlaceView {
        title: if it.name.is_empty() {
            words.t("chat-place-at")
        } else {
            it.name.clone()
        },
        text: lines.join(" · "),
        href: it.link(),
    }
}

/// Somebody passed on, with what a tap leads to.
#[must_use]
pub fn card(it: &Card) -> CardView {
    let phones = it.phones.iter().map(|it| {
        let plain: String = it
            .chars()
            .filter(|c| c.is_ascii_digit() || *c == '+')
            .collect();
        (format!("tel:{plain}"), it.clone())
    });
    let mails = it.addresses.iter().map(|it| {
        let coded: String = url::form_urlencoded::byte_serialize(it.as_bytes()).collect();
        (format!("mailto:{}", coded.replace('+', "%20")), it.clone())
    });
    CardView {
        name: it.name.clone(),
        lines: phones.chain(mails).collect(),
    }
}

fn reactions(words: &Words, names: &Known<'_, '_>, facts: &ChatFacts) -> Vec<ReactionView> {
    let said = |by: Author, emoji: &str| {
        let like = Message {
            author: by,
            kind: MessageKind::Inbound,
            ..Message::default()
        };
        let who = author(words, &like, names);
        let args = [("who", Arg::Text(&who)), ("emoji", Arg::Text(emoji))];
        words.t_with("chat-reacted", &args)
    };
    facts
        .reactions
        .iter()
        .filter(|it| !it.emoji.is_empty())
        .map(|it| ReactionView {
            said: said(it.by, &it.emoji),
            emoji: it.emoji.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_card_leads_to_a_call_and_a_mail_and_nowhere_else() {
        let it = card(&Card {
            name: "Eva".into(),
            phones: vec!["+57 (300) 1;javascript:x".into()],
            addresses: vec!["a b@x.co?bcc=z@x.co".into()],
        });
        assert_eq!(it.lines[0].0, "tel:+573001");
        assert_eq!(it.lines[1].0, "mailto:a%20b%40x.co%3Fbcc%3Dz%40x.co");
    }
}
