//! The doors: wire format to domain words and back, one folder a kind behind one trait. A channel stores nothing and
//! names no other channel; whatever it must remember is handed in and handed out.

pub mod api;
pub mod email;
pub mod kit;
pub mod telegram;
pub mod webchat;
pub mod whatsapp;

use std::collections::BTreeMap;

use async_trait::async_trait;
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use crate::channels::kit::hook::{Facing, Hook, HookError, Post, Unreadable};
use crate::channels::kit::{CheckLine, Door, Frontiers, Lot, OpenBlob, Trouble};
use crate::domain::channel::{Abilities, ChannelKind, ProviderSettings};
use crate::domain::chat::Template;
use crate::domain::error::Error;
use crate::domain::inbound::Heard;
use crate::domain::message::MediaRef;
use crate::domain::outbound::{Outbound, SendError, Sent};

/// What an administrator fills in, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// As in the form and the API; its label is `channel-field-KIND-NAME` in `words`, what helps filling it in is the
    /// same key with `-hint`.
    pub name: &'static str,
    pub secret: bool,
    pub required: bool,
    /// A secret that Lobby makes when none is given, and shows once.
    pub shown_once: bool,
    /// The provider must be told it: shown to copy.
    pub told: bool,
    /// How its form looks.
    pub shape: Shape,
}

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shape {
    #[default]
    Line,
    /// Several lines.
    Area,
    /// One of these; the label of each is `channel-field-KIND-NAME-VALUE` in `words`.
    Choice(&'static [&'static str]),
    /// `#rrggbb`.
    Colour,
    /// A line that few need: it stands behind "More settings".
    Rare,
}

impl Field {
    #[must_use]
    pub const fn value(name: &'static str) -> Self {
        Field {
            name,
            secret: false,
            required: false,
            shown_once: false,
            told: false,
            shape: Shape::Line,
        }
    }

    #[must_use]
    pub const fn shaped(self, shape: Shape) -> Self {
        Field { shape, ..self }
    }

    #[must_use]
    pub const fn secret(name: &'static str) -> Self {
        Field {
            secret: true,
            ..Field::value(name)
        }
    }

    #[must_use]
    pub const fn required(self) -> Self {
        Field {
            required: true,
            ..self
        }
    }

    #[must_use]
    pub const fn told(self) -> Self {
        Field { told: true, ..self }
    }

    #[must_use]
    pub const fn shown_once(self) -> Self {
        Field {
            shown_once: true,
            ..self
        }
    }
}

/// What was filled in, by the names of the fields.
#[derive(Clone, Default)]
pub struct Filled {
    pub values: BTreeMap<String, String>,
    pub secrets: BTreeMap<String, Zeroizing<String>>,
}

impl Filled {
    /// A value or secret, or empty.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        let secret = self.secrets.get(name).map(|it| it.as_str());
        let value = self.values.get(name).map(String::as_str);
        value.or(secret).unwrap_or_default()
    }

    pub fn put(&mut self, field: &Field, value: &str) {
        if field.secret {
            let secret = Zeroizing::new(value.to_owned());
            self.secrets.insert(field.name.to_owned(), secret);
        } else {
            self.values.insert(field.name.to_owned(), value.to_owned());
        }
    }
}

/// A kind of door.
#[async_trait]
pub trait Channel: Send + Sync {
    fn kind(&self) -> ChannelKind;

    /// Text limit, attachments, windows: from which splitting and fallbacks are done once for all.
    fn abilities(&self) -> &'static Abilities {
        self.kind().abilities()
    }

    fn fields(&self) -> &'static [Field];

    /// Checks what was filled in.
    ///
    /// # Errors
    /// [`crate::domain::error::Error::Invalid`] on the field that is wrong.
    fn check_values(&self, _filled: &Filled) -> Result<(), Error> {
        Ok(())
    }

    /// Checks what was filled in for a new channel, and fills in what is left to Lobby, such as secrets of its own.
    ///
    /// # Errors
    /// As [`Channel::check_values`].
    fn complete(&self, filled: &mut Filled) -> Result<(), Error> {
        self.check_values(filled)
    }

    /// By what calls name a channel of the connection; empty when it has only one.
    fn address(&self, _filled: &Filled) -> String {
        String::new()
    }

    /// How a channel is called until somebody says otherwise.
    fn name(&self, _filled: &Filled) -> String {
        self.kind().name().to_owned()
    }

    /// Watches a mailbox for what comes in, from the frontiers on, until something is wrong. Lots are bounded in items
    /// and bytes; a lot is done when every outcome in it is recorded.
    async fn watch(&self, _door: &Door, _from: Frontiers, _out: mpsc::Sender<Lot>) -> Trouble {
        std::future::pending().await
    }

    /// Whether news must be asked for instead of being called with.
    fn is_polled(&self, _settings: &ProviderSettings) -> bool {
        false
    }

    /// Whether it works as soon as it is made: there is no other side that could be asked.
    fn is_ready(&self) -> bool {
        false
    }

    /// Asks for news until something is wrong. A post counts as taken once its `done` was told.
    async fn listen(&self, _door: &Door, _out: mpsc::Sender<Post>) -> Trouble {
        std::future::pending().await
    }

    /// The largest call that is taken, bytes.
    fn largest_call(&self) -> usize {
        4 << 20
    }

    /// What a provider is answered that asks before it calls (GET).
    fn answer(&self, _door: &Door, _hook: &Hook) -> Option<String> {
        None
    }

    /// Whether a call is the provider's: read over its raw bytes, compared in constant time.
    ///
    /// # Errors
    /// [`HookError`] says why it is refused.
    fn verify(&self, _door: &Door, _hook: &Hook) -> Result<(), HookError> {
        Err(HookError::NotCalled)
    }

    /// Reads a call that was verified, or a post that was asked for. Pure, on a thread with a deadline.
    ///
    /// # Errors
    /// [`Unreadable`]: it is kept, shown and tried again.
    fn receive(&self, _facing: &Facing<'_>, _body: &[u8]) -> Result<Vec<Heard>, Unreadable> {
        Ok(Vec::new())
    }

    /// What a call is answered that was taken: content type and body; none for an empty 200.
    fn thanks(&self, _body: &[u8]) -> Option<(&'static str, String)> {
        None
    }

    /// Fetches a file that lies at the provider, at most `cap` bytes.
    ///
    /// # Errors
    /// [`MediaError`].
    async fn fetch(&self, _door: &Door, _media: &MediaRef, _cap: u64) -> Result<Media, MediaError> {
        Err(MediaError::gone("no such channel"))
    }

    /// Makes the provider call this address, and whatever else it needs before it works; a line for each step.
    async fn set_up(&self, _door: &Door, _hook_url: &str) -> SetUp {
        SetUp::default()
    }

    /// A sender that keeps its line open between messages.
    fn sender(&self, door: &Door, open: OpenBlob) -> Box<dyn Sender>;

    /// Tells of a reaction of ours on a message: whom it is from there, its id and the emoji, empty to take it away.
    ///
    /// # Errors
    /// [`SendError`]; [`SendError::Misconfigured`] where there are none.
    async fn react(
        &self,
        _door: &Door,
        _to: &str,
        (_message, _emoji): (&str, &str),
    ) -> Result<(), SendError> {
        Err(SendError::Misconfigured {
            detail: "no reactions".to_owned(),
        })
    }

    /// Tells that a message of the customer's was read: nothing where that is not told.
    ///
    /// # Errors
    /// [`SendError`].
    async fn tell_read(&self, _door: &Door, _message: &str) -> Result<(), SendError> {
        Ok(())
    }

    /// Texts that must be approved before they go.
    fn templates(&self) -> Option<&dyn Templates> {
        None
    }

    /// What customers see of the business.
    fn profile(&self) -> Option<&dyn Profile> {
        None
    }

    /// A send that failed, as what ails the connection.
    fn trouble(&self, err: &SendError) -> Trouble {
        kit::request::trouble(err)
    }

    /// Whether a send that failed says that others would fail too: it speaks of the provider, not of the message or of
    /// whom it goes to.
    fn is_general(&self, err: &SendError) -> bool {
        kit::request::is_general(err)
    }

    /// The Test button: what was tried and what came of it, a line each.
    async fn check(&self, door: &Door) -> Vec<CheckLine>;
}

/// Sends one message at a time over a line it keeps.
#[async_trait]
pub trait Sender: Send {
    /// # Errors
    /// The closed list of [`SendError`].
    async fn send(&mut self, out: &Outbound) -> Result<Sent, SendError>;

    /// Says goodbye.
    async fn close(&mut self);
}

/// Texts that a provider must approve before they go.
#[async_trait]
pub trait Templates: Send + Sync {
    /// Reads the provider's list: what is to be remembered of it.
    ///
    /// # Errors
    /// What the provider answered instead.
    async fn list(&self, door: &Door) -> Result<Vec<(String, String)>, SendError>;

    /// Hands a text in, a new one or, with its id, a changed one; answers it as the provider took it.
    ///
    /// # Errors
    /// As [`Templates::list`].
    async fn submit(&self, door: &Door, new: &Template) -> Result<Template, SendError>;

    /// Takes a text away.
    ///
    /// # Errors
    /// As [`Templates::list`].
    async fn remove(&self, door: &Door, old: &Template) -> Result<(), SendError>;

    /// Languages in which texts are ready to be handed in.
    fn pack_languages(&self) -> &'static [&'static str];

    /// Texts ready to be handed in.
    fn pack(&self, language: &str) -> Vec<Template>;
}

/// What customers see of the business on a channel; remembered as `profile NAME`.
#[async_trait]
pub trait Profile: Send + Sync {
    /// Its fields, with how many characters each takes.
    fn fields(&self) -> &'static [(&'static str, usize)];

    /// What a business may be, in the provider's words.
    fn kinds(&self) -> &'static [&'static str];

    /// Writes it: name, value.
    ///
    /// # Errors
    /// What the provider answered instead.
    async fn write(&self, door: &Door, new: &[(String, String)]) -> Result<(), SendError>;
}

/// A file fetched.
#[derive(Debug, Default)]
pub struct Media {
    pub bytes: Vec<u8>,
    /// As the provider says; empty when it says nothing.
    pub content_type: String,
    /// A better name than the message had; may be empty.
    pub name: String,
}

/// Why a file was not fetched: a key of `words` (`media-…`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaError {
    pub code: &'static str,
    pub detail: String,
    /// Trying again changes nothing.
    pub is_final: bool,
}

impl MediaError {
    /// It is there no longer.
    #[must_use]
    pub fn gone(detail: impl Into<String>) -> Self {
        MediaError {
            code: "media-gone",
            detail: detail.into(),
            is_final: true,
        }
    }

    /// It is larger than is taken.
    #[must_use]
    pub fn too_large() -> Self {
        MediaError {
            code: "media-too-large",
            detail: String::new(),
            is_final: true,
        }
    }

    /// It may work later.
    #[must_use]
    pub fn later(detail: impl Into<String>) -> Self {
        MediaError {
            code: "media-later",
            detail: detail.into(),
            is_final: false,
        }
    }
}

/// What setting up did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetUp {
    pub lines: Vec<CheckLine>,
    /// What is to be remembered: name, value. `name` becomes the channel's name until somebody gives it one.
    pub learnt: Vec<(String, String)>,
    /// Why it is not done: it is tried again.
    pub trouble: Option<Trouble>,
}

/// Every kind there is a door for.
#[must_use]
pub fn all() -> &'static [&'static dyn Channel] {
    &[
        &email::Email,
        &api::Api,
        &whatsapp::WhatsApp,
        &telegram::Telegram,
        &webchat::WebChat,
    ]
}

/// The door of a kind; `None` for what has none, such as calls written down.
#[must_use]
pub fn of(kind: ChannelKind) -> Option<&'static dyn Channel> {
    all().iter().copied().find(|it| it.kind() == kind)
}
