//! What kinds of channels can do, as data: from it splitting, limits, windows and fallbacks are done once for all.

use crate::domain::channel::ChannelKind;
use crate::domain::time::{Span, Term};

/// What a kind of channel can do, as data: splitting, limits, windows and fallbacks are done once from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// Characters in one message; `None` is no limit.
    pub text_limit: Option<u32>,
    /// All attachments of one message together, bytes.
    pub attachments_limit: u64,
    pub subject: bool,
    pub copies: bool,
    pub html: bool,
    pub delivery_receipts: bool,
    pub read_receipts: bool,
    /// The channel drops a second send of the same message, so an uncertain one may be sent again.
    pub dedupes: bool,
    /// Default time in which a send can be taken back.
    pub undo: Span,
    /// A human's message that could not leave within this waits as late.
    pub late_after: Span,
    pub continue_window: Option<Span>,
    pub reopen_window: Span,
    /// Silence of the customer after which a waiting conversation closes quietly.
    pub quiet_close_after: Span,
    /// A human's message that has not left after this: its sender is told.
    pub tell_late_after: Span,
    /// "One moment" was said and no time promised: the agent is reminded after this.
    pub holding_reminder: Term,
    /// A newer message of the customer does not stop an answer: a talk goes on while one types.
    pub talks: bool,
    /// Files that go in one message of the provider's; more are sent one after another.
    pub files_at_once: u8,
    /// Characters of the text beside a file.
    pub caption_limit: Option<u32>,
    /// An answer may quote one message.
    pub quotes: bool,
    /// One of us may react to a message of the customer's.
    pub reactions: bool,
    /// Points on the map and people passed on are shown as what they are.
    pub holdings: bool,
    /// A text may carry choices that are pressed; elsewhere they are numbered.
    pub choices: bool,
    /// Texts that were approved go at any time.
    pub templates: bool,
    /// Free answers are taken for this long after the customer's newest message.
    pub answer_window: Option<Span>,
    /// Who came by an advertisement and was answered within [`Abilities::answer_window`] takes them for this long.
    pub entry_window: Option<Span>,
    /// Messages that may leave by one connection in a second; 0 is no limit.
    pub sends_a_second: u16,
}

/// Whoever has a conversation is told so long before free answers are taken no more.
pub const TOLD_BEFORE_CLOSING: Span = Span::hours(1);

const EMAIL: Abilities = Abilities {
    text_limit: None,
    // 25 MB is what most servers take; base64 adds a third.
    attachments_limit: 18 << 20,
    subject: true,
    copies: true,
    html: true,
    delivery_receipts: false,
    read_receipts: false,
    dedupes: true,
    undo: Span::seconds(10),
    late_after: Span::hours(24),
    continue_window: None,
    reopen_window: Span::days(30),
    quiet_close_after: Span::days(7),
    tell_late_after: Span::hours(4),
    holding_reminder: Term::WorkingDays(1),
    talks: false,
    files_at_once: 100,
    caption_limit: None,
    quotes: false,
    reactions: false,
    holdings: false,
    choices: false,
    templates: false,
    answer_window: None,
    entry_window: None,
    sends_a_second: 0,
};

/// What is written down by hand: nothing leaves by it.
const LOG: Abilities = Abilities {
    attachments_limit: 100 << 20,
    subject: false,
    copies: false,
    html: false,
    undo: Span(0),
    continue_window: Some(Span::days(7)),
    reopen_window: Span::hours(72),
    ..EMAIL
};

/// What messengers have in common; each row below says where one differs.
const MESSAGING: Abilities = Abilities {
    text_limit: Some(4_096),
    attachments_limit: 50 << 20,
    subject: false,
    copies: false,
    html: false,
    delivery_receipts: false,
    read_receipts: false,
    dedupes: false,
    undo: Span::seconds(3),
    late_after: Span::minutes(60),
    continue_window: Some(Span::days(7)),
    reopen_window: Span::hours(72),
    quiet_close_after: Span::days(3),
    tell_late_after: Span::minutes(30),
    holding_reminder: Term::Span(Span::minutes(30)),
    talks: true,
    files_at_once: 1,
    caption_limit: Some(1_024),
    quotes: true,
    reactions: false,
    holdings: false,
    choices: true,
    templates: false,
    answer_window: None,
    entry_window: None,
    sends_a_second: 25,
};

/// Text 1 to 4,096 characters, captions 1,024, files of 50 MB (Bot API: sendMessage, sendDocument); some 30 messages a
/// second (Bots FAQ: broadcasting to users).
const TELEGRAM: Abilities = Abilities {
    reactions: true,
    holdings: true,
    ..MESSAGING
};

/// Text 4,096 and captions 1,024 characters, documents of 100 MB; free answers for 24 hours, 72 behind an
/// advertisement (Cloud API: messages, free entry points); 80 messages a second (Cloud API: throughput).
const WHATSAPP: Abilities = Abilities {
    attachments_limit: 100 << 20,
    delivery_receipts: true,
    read_receipts: true,
    reactions: true,
    holdings: true,
    templates: true,
    answer_window: Some(Span::hours(24)),
    entry_window: Some(Span::hours(72)),
    sends_a_second: 70,
    ..MESSAGING
};

const WEBCHAT: Abilities = Abilities {
    text_limit: None,
    attachments_limit: 25 << 20,
    delivery_receipts: true,
    read_receipts: true,
    // The visitor reads from the store: what is there is there once.
    dedupes: true,
    sends_a_second: 0,
    undo: Span(0),
    reopen_window: Span::hours(24),
    quiet_close_after: Span::hours(24),
    files_at_once: 20,
    caption_limit: None,
    ..MESSAGING
};

/// The same `webhook-id` over all tries lets the other side drop a second copy (Standard Webhooks).
const API: Abilities = Abilities {
    text_limit: None,
    attachments_limit: 25 << 20,
    delivery_receipts: true,
    read_receipts: true,
    dedupes: true,
    undo: Span(0),
    files_at_once: 20,
    caption_limit: None,
    ..MESSAGING
};

impl ChannelKind {
    /// What channels of this kind can do.
    #[must_use]
    pub fn abilities(self) -> &'static Abilities {
        match self {
            ChannelKind::Email => &EMAIL,
            ChannelKind::Log => &LOG,
            ChannelKind::WhatsApp => &WHATSAPP,
            ChannelKind::Telegram => &TELEGRAM,
            ChannelKind::WebChat => &WEBCHAT,
            ChannelKind::Api => &API,
        }
    }
}
