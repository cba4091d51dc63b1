//! The chat on the owner's web site. Nothing is on a wire here: what the visitor writes comes by pages of Lobby's own,
//! and what goes to them is read from the store.

pub mod colour;
pub mod identity;
pub mod pass;
pub mod settings;

use async_trait::async_trait;

use crate::channels::kit::{CheckLine, Door, OpenBlob};
use crate::channels::{Channel, Field, Filled, Sender, Shape};
use crate::domain::channel::ChannelKind;
use crate::domain::error::Error;
use crate::domain::outbound::{Outbound, SendError, Sent};

/// The door of the chat.
pub struct WebChat;

const FIELDS: &[Field] = &[
    Field::value("name"),
    Field::value("allowed_origins"),
    Field::value("colour").shaped(Shape::Colour),
    Field::value("position").shaped(Shape::Choice(&["right", "left"])),
    Field::value("greeting").shaped(Shape::Area),
    Field::value("prechat_fields"),
    Field::value("away_to_email_after").shaped(Shape::Rare),
    Field::secret("identity_secret").shown_once(),
];

#[async_trait]
impl Channel for WebChat {
    fn kind(&self) -> ChannelKind {
        ChannelKind::WebChat
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn check_values(&self, filled: &Filled) -> Result<(), Error> {
        settings::check(filled)
    }

    fn complete(&self, filled: &mut Filled) -> Result<(), Error> {
        self.check_values(filled)?;
        let field = Field::secret("identity_secret");
        if filled.get(field.name).is_empty() {
            filled.put(&field, &identity::new_secret());
        }
        Ok(())
    }

    fn name(&self, filled: &Filled) -> String {
        match filled.get("name") {
            "" => self.kind().name().to_owned(),
            name => name.to_owned(),
        }
    }

    fn is_ready(&self) -> bool {
        true
    }

    fn sender(&self, _: &Door, _: OpenBlob) -> Box<dyn Sender> {
        Box::new(Shown)
    }

    /// There is no other side that could be asked: whether the script is on the site is shown by its first load.
    async fn check(&self, _: &Door) -> Vec<CheckLine> {
        Vec::new()
    }
}

/// A message is sent when it is in the store: the visitor's page fetches it from there and says when it was seen.
struct Shown;

#[async_trait]
impl Sender for Shown {
    async fn send(&mut self, out: &Outbound) -> Result<Sent, SendError> {
        let id = out.message.to_string();
        Ok(Sent {
            provider_id: id.clone(),
            parts: vec![id],
            refused: Vec::new(),
        })
    }

    async fn close(&mut self) {}
}
