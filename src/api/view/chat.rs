//! What a message of a messaging channel carries beside text and files, as programs see it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::view::choices::{self, one};
use crate::api::view::message::AuthorView;
use crate::api::view::{With, time};
use crate::domain::chat::ChatFacts;
use crate::domain::error::Result;

/// What a message of a messaging channel carries.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Chat)]
pub struct ChatView {
    #[schema(schema_with = one::<choices::Content>)]
    pub content: &'static str,
    /// Whom it is from or goes to, as the provider names them.
    pub peer: String,
    /// The provider's ids of it; several where it left in parts.
    pub provider_ids: Vec<String>,
    /// The message it quotes.
    pub quotes: Option<String>,
    /// What it quotes, when that message is not here.
    pub quoted_text: String,
    /// What the pressed button meant.
    pub pressed: String,
    pub place: Option<PlaceView>,
    pub cards: Vec<CardView>,
    pub forwarded: bool,
    /// Messages with the same word belong to one album.
    pub album: String,
    pub reactions: Vec<ReactionView>,
    /// The text as it was before it was changed, oldest first.
    pub versions: Vec<VersionView>,
    /// When the customer took it back.
    pub withdrawn_at: Option<String>,
    pub buttons: Vec<ButtonView>,
    pub template: Option<TemplateView>,
    /// What the provider said of its price, in its own words.
    pub price: String,
    pub came_from: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Place)]
pub struct PlaceView {
    /// Degrees (WGS 84).
    pub latitude: f64,
    pub longitude: f64,
    pub name: String,
    pub address: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Card)]
pub struct CardView {
    pub name: String,
    pub phones: Vec<String>,
    pub addresses: Vec<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Reaction)]
pub struct ReactionView {
    pub author: AuthorView,
    pub emoji: String,
    pub at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Version)]
pub struct VersionView {
    /// When it was replaced.
    pub until: String,
    pub text: String,
}

/// A choice under a message: what it says, and what comes back when it is pressed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Button)]
pub struct ButtonView {
    pub id: String,
    pub text: String,
}

/// An approved text of a provider's with its variables filled in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TemplateUse)]
pub struct TemplateView {
    pub name: String,
    /// As the provider names it, such as `es_MX`.
    pub language: String,
    /// Variables of the header and the body, in order.
    pub header: Vec<String>,
    pub body: Vec<String>,
}

/// Ten-millionths of a degree as degrees; what is no place on earth is none here.
fn degrees(e7: i64) -> f64 {
    f64::from(i32::try_from(e7).unwrap_or_default()) / 10_000_000.0
}

impl With<'_, '_> {
    pub fn chat(&self, it: &ChatFacts, text: &str) -> Result<ChatView> {
        let mut reactions = Vec::new();
        for reaction in &it.reactions {
            reactions.push(ReactionView {
                author: self.author(reaction.by)?,
                emoji: reaction.emoji.clone(),
                at: time(reaction.at),
            });
        }
        let cards = it.cards.iter().map(|it| CardView {
            name: it.name.clone(),
            phones: it.phones.clone(),
            addresses: it.addresses.clone(),
        });
        let versions = it.changes(text).map(|it| VersionView {
            until: time(it.until),
            text: it.text.clone(),
        });
        let buttons = it.buttons.iter().map(|it| ButtonView {
            id: it.id.clone(),
            text: it.text.clone(),
        });
        Ok(ChatView {
            content: it.content.name(),
            peer: it.peer.clone(),
            provider_ids: it.ids.clone(),
            quotes: it.quotes.map(|it| it.to_string()),
            quoted_text: it.quoted_text.clone(),
            pressed: it.pressed.clone(),
            place: it.place.as_ref().map(|it| PlaceView {
                latitude: degrees(it.latitude_e7),
                longitude: degrees(it.longitude_e7),
                name: it.name.clone(),
                address: it.address.clone(),
            }),
            cards: cards.collect(),
            forwarded: it.forwarded,
            album: it.album.clone(),
            reactions,
            versions: versions.collect(),
            withdrawn_at: it.withdrawn_at.map(time),
            buttons: buttons.collect(),
            template: it.template.as_ref().map(|it| TemplateView {
                name: it.name.clone(),
                language: it.language.clone(),
                header: it.header.clone(),
                body: it.body.clone(),
            }),
            price: it.price.clone(),
            came_from: it.came_from.clone(),
        })
    }
}
