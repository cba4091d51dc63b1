//! The doors: wire format to domain words and back, one folder a kind behind one trait. A channel stores nothing and
//! names no other channel; whatever it must remember is handed in and handed out.

pub mod email;
pub mod kit;

use async_trait::async_trait;
use tokio::sync::mpsc;

use crate::channels::kit::{CheckLine, Door, Frontiers, Lot, OpenBlob, Trouble};
use crate::domain::channel::{Abilities, ChannelKind};
use crate::domain::outbound::{Outbound, SendError, Sent};

/// What an administrator fills in, in the order of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// As in the form and the API; its label is `channel-field-…` in `words`.
    pub name: &'static str,
    pub secret: bool,
    pub required: bool,
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

    /// Watches for what comes in, from the frontiers on, until something is wrong. Lots are bounded in items and
    /// bytes; a lot is done when every outcome in it is recorded.
    async fn watch(&self, door: &Door, from: Frontiers, out: mpsc::Sender<Lot>) -> Trouble;

    /// A sender that keeps its line open between messages.
    fn sender(&self, door: &Door, open: OpenBlob) -> Box<dyn Sender>;

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

/// Every kind there is a door for.
#[must_use]
pub fn all() -> &'static [&'static dyn Channel] {
    &[&email::Email]
}

/// The door of a kind; `None` for what has none, such as calls written down.
#[must_use]
pub fn of(kind: ChannelKind) -> Option<&'static dyn Channel> {
    all().iter().copied().find(|it| it.kind() == kind)
}
