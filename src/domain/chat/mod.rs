//! What a message of a messaging channel carries beside its text: who it goes to there, what it quotes, reactions, and
//! contents that are neither text nor file.

pub mod holding;
pub mod move_code;

use serde::{Deserialize, Serialize};

use crate::domain::id::MessageId;
use crate::domain::message::Author;
use crate::domain::record::unset;
pub use crate::domain::template::{Template, TemplateUse};
use crate::domain::time::Millis;

/// What a message of a messaging channel says about itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChatFacts {
    /// The provider's ids of it; several where it left in parts.
    #[serde(skip_serializing_if = "unset")]
    pub ids: Vec<String>,
    /// Whom it is from or goes to, as the provider names them.
    pub peer: String,
    /// The message it quotes.
    #[serde(skip_serializing_if = "unset")]
    pub quotes: Option<MessageId>,
    /// What it quotes, when that message is not here: its text, cut.
    #[serde(skip_serializing_if = "unset")]
    pub quoted_text: String,
    /// What kind of content it is; the page shows a sign for it.
    #[serde(skip_serializing_if = "unset")]
    pub content: Content,
    /// It answers a button of ours: what the button was called stands in the text, what it meant here.
    #[serde(skip_serializing_if = "unset")]
    pub pressed: String,
    #[serde(skip_serializing_if = "unset")]
    pub place: Option<Place>,
    /// People passed on.
    #[serde(skip_serializing_if = "unset")]
    pub cards: Vec<Card>,
    /// The customer passed it on from elsewhere.
    #[serde(skip_serializing_if = "unset")]
    pub forwarded: bool,
    /// Messages with the same word belong to one album.
    #[serde(skip_serializing_if = "unset")]
    pub album: String,
    #[serde(skip_serializing_if = "unset")]
    pub reactions: Vec<Reaction>,
    /// The customer changed the text; what it was before, oldest first.
    #[serde(skip_serializing_if = "unset")]
    pub versions: Vec<Version>,
    /// The customer took it back. The text stays, marked.
    #[serde(skip_serializing_if = "unset")]
    pub withdrawn_at: Option<Millis>,
    /// Choices that went with it.
    #[serde(skip_serializing_if = "unset")]
    pub buttons: Vec<Button>,
    /// The provider's approved text it was sent as.
    #[serde(skip_serializing_if = "unset")]
    pub template: Option<TemplateUse>,
    /// What the provider said of its price, as its own words: category, model, whether it is charged.
    #[serde(skip_serializing_if = "unset")]
    pub price: String,
    /// The visitor's page, an advertisement, or another place it came from.
    #[serde(skip_serializing_if = "unset")]
    pub came_from: String,
    /// It came by an advertisement or a page's button, which keeps a longer window open.
    #[serde(skip_serializing_if = "unset")]
    pub entry: bool,
}

/// What kind of content a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Content {
    #[default]
    Text,
    Image,
    Video,
    Audio,
    /// Recorded in the app, to be played here.
    Voice,
    File,
    Sticker,
    Place,
    Card,
    /// A button or a row of a list was pressed.
    Choice,
    Order,
    /// The provider says that it cannot be shown outside its app; the text says so.
    Unsupported,
    /// An event of the channel, told as a line.
    Notice,
}

impl Content {
    /// Permanent name in `words` (`content-…`) and the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Content::Text => "text",
            Content::Image => "image",
            Content::Video => "video",
            Content::Audio => "audio",
            Content::Voice => "voice",
            Content::File => "file",
            Content::Sticker => "sticker",
            Content::Place => "place",
            Content::Card => "card",
            Content::Choice => "choice",
            Content::Order => "order",
            Content::Unsupported => "unsupported",
            Content::Notice => "notice",
        }
    }
}

/// A point on the map, degrees times ten million (WGS 84).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Place {
    pub latitude_e7: i64,
    pub longitude_e7: i64,
    #[serde(skip_serializing_if = "unset")]
    pub name: String,
    #[serde(skip_serializing_if = "unset")]
    pub address: String,
}

impl Place {
    /// A point without a name.
    #[must_use]
    pub fn of_degrees(latitude: f64, longitude: f64) -> Self {
        Place {
            latitude_e7: e7(latitude),
            longitude_e7: e7(longitude),
            ..Place::default()
        }
    }

    /// Latitude and longitude in degrees.
    #[must_use]
    pub fn degrees(&self) -> (f64, f64) {
        let read = |e7| written(e7, 7).parse().unwrap_or_default();
        (read(self.latitude_e7), read(self.longitude_e7))
    }

    /// Latitude and longitude as a person reads them: to five places, a metre.
    #[must_use]
    pub fn written(&self) -> (String, String) {
        (written(self.latitude_e7, 5), written(self.longitude_e7, 5))
    }

    /// The address of a map that shows it.
    #[must_use]
    pub fn link(&self) -> String {
        let (latitude, longitude) = self.written();
        format!(
            "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=17/{latitude}/{longitude}"
        )
    }
}

/// Ten-millionths of a degree, written out to so many places, cut there.
fn written(e7: i64, places: usize) -> String {
    let sign = if e7 < 0 { "-" } else { "" };
    let (whole, rest) = (
        e7.unsigned_abs() / 10_000_000,
        e7.unsigned_abs() % 10_000_000,
    );
    let rest = format!("{rest:07}");
    format!("{sign}{whole}.{}", rest.get(..places).unwrap_or(&rest))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "clamped to the globe first"
)]
fn e7(degrees: f64) -> i64 {
    (degrees.clamp(-180.0, 180.0) * 1e7).round() as i64
}

/// A person passed on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Card {
    pub name: String,
    #[serde(skip_serializing_if = "unset")]
    pub phones: Vec<String>,
    #[serde(skip_serializing_if = "unset")]
    pub addresses: Vec<String>,
}

/// One person's reaction to a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reaction {
    pub by: Author,
    pub emoji: String,
    pub at: Millis,
}

/// A text as it was before it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Version {
    /// When it was replaced.
    pub until: Millis,
    pub text: String,
}

impl ChatFacts {
    /// The earlier texts of a message that says `text` now. A change that changed no word is kept, so that changes may be
    /// told in any order, and is none of them.
    pub fn changes<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a Version> {
        let texts = self.versions.iter().map(|it| it.text.as_str());
        let then = texts.skip(1).chain([text]);
        let pairs = self.versions.iter().zip(then);
        pairs.filter(|(it, then)| it.text != *then).map(|it| it.0)
    }
}

/// A choice under a message of ours: what it says, and what comes back when it is pressed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Button {
    pub id: String,
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_written_to_a_metre() {
        assert_eq!(written(47_110_000, 5), "4.71100");
        assert_eq!(written(-741_234_567, 5), "-74.12345");
        assert_eq!(written(1_234, 5), "0.00012");
        let it = Place::of_degrees(4.711, -74.072_1);
        assert_eq!(it.degrees(), (4.711, -74.072_1));
        assert!(it.link().contains("mlat=4.71100&mlon=-74.07210#"));
    }
}
