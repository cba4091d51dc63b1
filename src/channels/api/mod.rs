//! The channel for programs of the owner's: messages are handed in signed (Standard Webhooks), answers are posted to an
//! address of theirs, signed the same way.

mod receive;
mod send;
mod sign;

pub use self::send::post_signed;
pub use self::sign::{is_secret, new_secret};

use async_trait::async_trait;

use crate::channels::kit::hook::{Facing, Hook, HookError, Unreadable};
use crate::channels::kit::{CheckLine, Door, OpenBlob};
use crate::channels::{Channel, Field, Filled, Media, MediaError, Sender};
use crate::domain::channel::ChannelKind;
use crate::domain::error::Error;
use crate::domain::inbound::Heard;
use crate::domain::message::MediaRef;

/// The door for programs.
pub struct Api;

const FIELDS: &[Field] = &[
    Field::value("callback_url"),
    Field::secret("secret").shown_once(),
];

#[async_trait]
impl Channel for Api {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Api
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn check_values(&self, filled: &Filled) -> Result<(), Error> {
        let url = filled.get("callback_url");
        if url.is_empty() || url::Url::parse(url).is_ok_and(|it| it.has_host()) {
            Ok(())
        } else {
            Err(Error::invalid("callback_url", "error-url"))
        }
    }

    fn complete(&self, filled: &mut Filled) -> Result<(), Error> {
        self.check_values(filled)?;
        if filled.get("secret").is_empty() {
            filled.put(&Field::secret("secret"), &new_secret());
        } else if !is_secret(filled.get("secret")) {
            return Err(Error::invalid("secret", "error-secret-form"));
        }
        Ok(())
    }

    /// Files may stand in a call as base64.
    fn largest_call(&self) -> usize {
        36 << 20
    }

    fn verify(&self, door: &Door, hook: &Hook) -> Result<(), HookError> {
        sign::verify(door.secret("secret"), hook)
    }

    fn receive(&self, facing: &Facing<'_>, body: &[u8]) -> Result<Vec<Heard>, Unreadable> {
        receive::receive(facing, body)
    }

    async fn fetch(&self, door: &Door, media: &MediaRef, cap: u64) -> Result<Media, MediaError> {
        receive::fetch(door, media, cap).await
    }

    fn sender(&self, door: &Door, open: OpenBlob) -> Box<dyn Sender> {
        Box::new(send::Poster::new(door.clone(), open))
    }

    async fn check(&self, door: &Door) -> Vec<CheckLine> {
        send::check(door).await
    }
}
