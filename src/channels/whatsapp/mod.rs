//! WhatsApp by the Cloud API of Meta, or of a partner that hosts it: calls are signed with the app's secret, answers go
//! out by the Graph API, files are fetched with the same token.

mod content;
mod errors;
mod facts;
mod graph;
mod media;
mod pack;
mod people;
mod profile;
mod receive;
mod send;
mod set_up;
mod status;
mod submit;
mod template;
mod verify;
mod wire;

#[cfg(test)]
mod listed_tests;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use uuid::Uuid;

use crate::channels::kit::hook::{Facing, Hook, HookError, Unreadable};
use crate::channels::kit::{CheckLine, Door, OpenBlob, request};
use crate::channels::{
    Channel, Field, Filled, Media, MediaError, Profile, Sender, SetUp, Shape, Templates,
};
use crate::domain::channel::ChannelKind;
use crate::domain::error::Error;
use crate::domain::inbound::Heard;
use crate::domain::message::MediaRef;
use crate::domain::outbound::SendError;

/// The door of one number.
pub struct WhatsApp;

const VERIFY_TOKEN: Field = Field::value("verify_token").told();

/// When customers see that what they wrote was read: with our answer, but never where the number is on a phone too; or as
/// said, with our answer, or before it when who is responsible opens the talk.
const RECEIPTS: [&str; 4] = ["auto", "answer", "opened", "never"];

const FIELDS: &[Field] = &[
    Field::value("phone_number_id").required(),
    Field::value("waba_id"),
    Field::secret("access_token"),
    Field::secret("app_secret"),
    VERIFY_TOKEN,
    Field::secret("pin"),
    Field::value("receipts").shaped(Shape::Choice(&RECEIPTS)),
    Field::value("api_base"),
    Field::value("graph_version"),
    Field::value("media_hosts"),
    Field::value("auth_header"),
];

#[async_trait]
impl Channel for WhatsApp {
    fn kind(&self) -> ChannelKind {
        ChannelKind::WhatsApp
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn check_values(&self, filled: &Filled) -> Result<(), Error> {
        for id in ["phone_number_id", "waba_id"] {
            if !filled.get(id).chars().all(|it| it.is_ascii_alphanumeric()) {
                return Err(Error::invalid(id, "error-number-only"));
            }
        }
        let base = filled.get("api_base");
        if !base.is_empty() && !url::Url::parse(base).is_ok_and(|it| it.has_host()) {
            return Err(Error::invalid("api_base", "error-url"));
        }
        let receipts = filled.get("receipts");
        if !receipts.is_empty() && !RECEIPTS.contains(&receipts) {
            return Err(Error::invalid("receipts", "error-field"));
        }
        let pin = filled.get("pin");
        let is_pin = pin.len() == 6 && pin.bytes().all(|it| it.is_ascii_digit());
        if !(pin.is_empty() || is_pin) {
            return Err(Error::invalid("pin", "error-pin"));
        }
        if graph::header(filled.get("auth_header")).is_none() {
            return Err(Error::invalid("auth_header", "error-header"));
        }
        Ok(())
    }

    /// The word Meta shows when it asks who we are is made here: nobody needs to think one up.
    fn complete(&self, filled: &mut Filled) -> Result<(), Error> {
        self.check_values(filled)?;
        if filled.get(VERIFY_TOKEN.name).is_empty() {
            filled.put(&VERIFY_TOKEN, &Uuid::new_v4().simple().to_string());
        }
        Ok(())
    }

    fn address(&self, filled: &Filled) -> String {
        filled.get("phone_number_id").to_owned()
    }

    fn answer(&self, door: &Door, hook: &Hook) -> Option<String> {
        verify::challenge(door.value(VERIFY_TOKEN.name), hook)
    }

    fn verify(&self, door: &Door, hook: &Hook) -> Result<(), HookError> {
        verify::verify(door, hook)
    }

    fn receive(&self, facing: &Facing<'_>, body: &[u8]) -> Result<Vec<Heard>, Unreadable> {
        receive::receive(facing, body)
    }

    async fn fetch(&self, door: &Door, media: &MediaRef, cap: u64) -> Result<Media, MediaError> {
        media::fetch(door, media, cap).await
    }

    async fn set_up(&self, door: &Door, hook_url: &str) -> SetUp {
        set_up::set_up(door, hook_url).await
    }

    fn sender(&self, door: &Door, open: OpenBlob) -> Box<dyn Sender> {
        Box::new(send::Line::new(door.clone(), open))
    }

    async fn react(&self, door: &Door, to: &str, reaction: (&str, &str)) -> Result<(), SendError> {
        send::react(door, to, reaction).await
    }

    async fn tell_read(&self, door: &Door, message: &str) -> Result<(), SendError> {
        send::tell_read(door, message).await
    }

    fn templates(&self) -> Option<&dyn Templates> {
        Some(&submit::Texts)
    }

    fn profile(&self) -> Option<&dyn Profile> {
        Some(&profile::Shown)
    }

    /// Too many to one person are nobody else's matter.
    fn is_general(&self, err: &SendError) -> bool {
        !errors::is_of_one_person(err) && request::is_general(err)
    }

    async fn check(&self, door: &Door) -> Vec<CheckLine> {
        set_up::check(door).await
    }
}
