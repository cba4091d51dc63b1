//! Telegram by the Bot API: called by web hook, or asked where the machine has no public address; answers, pictures,
//! files and voice messages both ways, buttons, reactions, changed messages.

mod call;
mod content;
mod media;
mod poll;
mod receive;
mod send;
mod set_up;
#[cfg(test)]
mod tests;
mod wire;

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use url::Url;

use crate::channels::kit::hook::{Facing, Hook, HookError, Post, Unreadable};
use crate::channels::kit::{CheckLine, Door, OpenBlob, Trouble, request};
use crate::channels::{Channel, Field, Filled, Media, MediaError, Sender, SetUp, Shape};
use crate::domain::channel::{ChannelKind, ProviderSettings};
use crate::domain::error::Error;
use crate::domain::inbound::Heard;
use crate::domain::message::MediaRef;
use crate::domain::outbound::SendError;

/// The header that carries the secret of the web hook (Bot API: setWebhook).
const HEADER: &str = "x-telegram-bot-api-secret-token";

/// The door of a bot.
pub struct Telegram;

/// Has a bot say something in a chat.
///
/// # Errors
/// What the Bot API refused it with.
pub async fn say(door: &Door, chat: &str, text: &str) -> Result<(), SendError> {
    let body = json!({
        "chat_id": chat,
        "text": text,
        "link_preview_options": { "is_disabled": true },
    });
    let said = call::ask(door, "sendMessage", &body).await;
    said.map(|_| ()).map_err(|err| err.of_send())
}

const SECRET: Field = Field::secret("secret_token").shaped(Shape::Rare);
const MODES: [&str; 3] = ["auto", "webhook", "poll"];

const FIELDS: &[Field] = &[
    Field::secret("bot_token").required(),
    // Automatic is whichever the machine's address allows.
    Field::value("mode").shaped(Shape::Choice(&MODES)),
    SECRET,
    Field::value("api_base").shaped(Shape::Rare),
];

#[async_trait]
impl Channel for Telegram {
    fn kind(&self) -> ChannelKind {
        ChannelKind::Telegram
    }

    fn fields(&self) -> &'static [Field] {
        FIELDS
    }

    fn check_values(&self, filled: &Filled) -> Result<(), Error> {
        let token = filled.get("bot_token");
        if !token.is_empty() && bot_of(token).is_none() {
            return Err(Error::invalid("bot_token", "error-bot-token"));
        }
        let mode = filled.get("mode");
        if !mode.is_empty() && !MODES.contains(&mode) {
            return Err(Error::invalid("mode", "error-mode"));
        }
        let secret = filled.get(SECRET.name);
        let plain = |it: u8| it.is_ascii_alphanumeric() || it == b'_' || it == b'-';
        if !secret.is_empty() && !(16..=256).contains(&secret.len()) || !secret.bytes().all(plain) {
            return Err(Error::invalid(SECRET.name, "error-secret-token"));
        }
        let base = filled.get("api_base");
        if !base.is_empty() && !Url::parse(base).is_ok_and(|it| it.has_host()) {
            return Err(Error::invalid("api_base", "error-url"));
        }
        Ok(())
    }

    /// The secret of the web hook is Lobby's own: nobody needs to know it.
    fn complete(&self, filled: &mut Filled) -> Result<(), Error> {
        self.check_values(filled)?;
        if filled.get(SECRET.name).is_empty() {
            let mut bytes = [0_u8; 32];
            let made = SystemRandom::new().fill(&mut bytes);
            made.map_err(|err| Error::internal("randomness", err))?;
            filled.put(&SECRET, &URL_SAFE_NO_PAD.encode(bytes));
        }
        Ok(())
    }

    /// A bot is its number, whatever its token is now: no two channels are of one bot.
    fn address(&self, filled: &Filled) -> String {
        bot_of(filled.get("bot_token")).unwrap_or_default()
    }

    fn is_polled(&self, settings: &ProviderSettings) -> bool {
        set_up::is_polled(settings)
    }

    async fn listen(&self, door: &Door, out: mpsc::Sender<Post>) -> Trouble {
        poll::listen(door, &out).await
    }

    fn verify(&self, door: &Door, hook: &Hook) -> Result<(), HookError> {
        let (secret, given) = (door.secret(SECRET.name), hook.header(HEADER));
        if secret.is_empty() {
            return Err(HookError::NoSecret);
        }
        if given.is_empty() {
            return Err(HookError::Unsigned);
        }
        // The comparison that is made in constant time is the one of two tags.
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        let tag = hmac::sign(&key, secret.as_bytes());
        let same = hmac::verify(&key, given.as_bytes(), tag.as_ref());
        same.map_err(|_| HookError::WrongSignature)
    }

    fn receive(&self, facing: &Facing<'_>, body: &[u8]) -> Result<Vec<Heard>, Unreadable> {
        receive::receive(facing, body)
    }

    /// A press is answered with the call itself (Bot API: making requests when getting updates).
    fn thanks(&self, body: &[u8]) -> Option<(&'static str, String)> {
        let update: Value = serde_json::from_slice(body).ok()?;
        let mut answer = poll::answer(receive::press(&update)?);
        let method = ("method".to_owned(), "answerCallbackQuery".into());
        answer.as_object_mut()?.extend([method]);
        Some(("application/json", answer.to_string()))
    }

    async fn fetch(&self, door: &Door, media: &MediaRef, cap: u64) -> Result<Media, MediaError> {
        media::fetch(door, media, cap).await
    }

    async fn set_up(&self, door: &Door, hook_url: &str) -> SetUp {
        set_up::set_up(door, hook_url).await
    }

    async fn react(&self, door: &Door, to: &str, reaction: (&str, &str)) -> Result<(), SendError> {
        send::react(door, to, reaction).await
    }

    fn sender(&self, door: &Door, open: OpenBlob) -> Box<dyn Sender> {
        Box::new(send::Line::new(door.clone(), open))
    }

    /// What comes too fast is, below the pace of all, the chat's own (Bot API: broadcasting to users).
    fn is_general(&self, err: &SendError) -> bool {
        let is_fast = matches!(err.cause(), SendError::Later { code, .. } if code == "429");
        !is_fast && request::is_general(err)
    }

    async fn check(&self, door: &Door) -> Vec<CheckLine> {
        set_up::check(door).await
    }
}

/// The number of the bot in a token such as `123456:ABC-def…`.
fn bot_of(token: &str) -> Option<String> {
    let (number, secret) = token.split_once(':')?;
    let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
    let plain = |it: u8| it.is_ascii_alphanumeric() || it == b'_' || it == b'-';
    let fits = (20..=100).contains(&secret.len()) && secret.bytes().all(plain);
    (is_number && number.len() <= 20 && fits).then(|| number.to_owned())
}
