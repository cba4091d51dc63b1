//! What is to be said by itself to a message: decided from what is there, before it is put into words.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::conversations::automatic::allowed::{Heard, silence};
use crate::conversations::automatic::menu::arranged;
use crate::conversations::sla::hours;
use crate::domain::automatic::{Automatic, Saying};
use crate::domain::canned_reply::text_in;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{ConversationId, MessageId};
use crate::domain::message::{Message, MessageKind};
use crate::domain::time::{Millis, Span};
use crate::sla::calendar::{Calendar, Closed};
use crate::store::Look;
use crate::text::language::Language;

/// At most one greeting or menu within this.
const GREETED: Span = Span::days(1);
/// By mail at most one message that only greets or says when we open within this (RFC 3834, 2).
const MAILED: Span = Span::days(1);
/// Languages Lobby has its own texts in.
const SPOKEN: [Language; 4] = [
    Language::English,
    Language::Spanish,
    Language::Portuguese,
    Language::Indonesian,
];

/// One thing to say. `text` is the desk's own; without one the usual is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Away {
        text: Option<String>,
        /// `None`: it never does.
        opens: Option<Millis>,
        /// Days that are closed for a reason until then.
        closed: Vec<(Date, Closed)>,
    },
    Greeting {
        text: Option<String>,
    },
    Menu {
        text: String,
        labels: Vec<String>,
        /// What they wrote was not understood.
        again: bool,
    },
    /// What belongs to a choice.
    Text(String),
}

impl Part {
    #[must_use]
    pub fn saying(&self) -> Saying {
        match self {
            Part::Away { .. } => Saying::Away,
            Part::Greeting { .. } => Saying::Greeting,
            Part::Menu { .. } => Saying::Menu,
            Part::Text(_) => Saying::Choice,
        }
    }
}

/// All that is to be said, as one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub conversation: ConversationId,
    /// What it is said to.
    pub message: MessageId,
    pub kind: ChannelKind,
    /// BCP 47.
    pub language: String,
    pub country: String,
    pub zone: TimeZone,
    pub parts: Vec<Part>,
}

/// Whether there may be something to say: asked for every message, so without reading much.
///
/// # Errors
/// The store's.
pub fn may_ask(look: &Look<'_>, c: &Conversation, channel: &Channel, now: Millis) -> Result<bool> {
    let says = &channel.automatic;
    let of_menu = c
        .menu
        .as_ref()
        .is_some_and(|it| !it.over || it.chosen.is_some());
    if says.greets || says.menu.is_on() || of_menu {
        return Ok(true);
    }
    Ok(!hours::at(look, channel.id, c.team)?.is_open_at(now))
}

/// What is to be said to a message; `None` when that is nothing.
///
/// # Errors
/// The store's.
pub fn plan(
    look: &Look<'_>,
    (conversation, message): (ConversationId, MessageId),
    now: Millis,
) -> Result<Option<Plan>> {
    let (Some(c), Some(m)) = (look.conversation(conversation)?, look.message(message)?) else {
        return Ok(None);
    };
    let channel = look.channel(m.channel)?;
    let Some(channel) = channel.filter(|it| it.retired_at.is_none() && m.conversation == c.id)
    else {
        return Ok(None);
    };
    let heard = Heard::read(look, &c)?;
    if silence(look, &c, (Some(&m), &heard), now)?.is_some() || is_answered(look, &c, &m)? {
        return Ok(None);
    }
    let calendar = hours::at(look, channel.id, c.team)?;
    let planning = Planning {
        c: &c,
        m: &m,
        says: &channel.automatic,
        kind: channel.kind,
        language: language(look, &c, &m.language, &channel)?,
        heard,
        calendar,
        now,
    };
    let parts = planning.parts(look)?;
    if parts.is_empty() {
        return Ok(None);
    }
    let zone = planning.calendar.zone().clone();
    Ok(Some(Plan {
        conversation,
        message,
        kind: channel.kind,
        country: look.business()?.unwrap_or_default().country,
        language: planning.language,
        zone,
        parts,
    }))
}

/// Whether anything of ours stands behind it: a person's answer, or what this plan would say.
fn is_answered(look: &Look<'_>, c: &Conversation, m: &Message) -> Result<bool> {
    let behind = look.messages_after(c.id, Some(m.position), 50)?;
    let ours = |it: &Message| it.kind == MessageKind::Reply && !it.undone;
    Ok(behind.iter().any(ours))
}

/// The language to say it in: theirs where Lobby speaks it, else the channel's, else the desk's.
///
/// # Errors
/// The store's.
pub fn language(
    look: &Look<'_>,
    c: &Conversation,
    theirs: &str,
    channel: &Channel,
) -> Result<String> {
    let person = look.person(c.contact)?.unwrap_or_default().language;
    let spoken = |it: &String| Language::from_code(it).is_some_and(|it| SPOKEN.contains(&it));
    let known = [theirs.to_owned(), person, channel.language.clone()];
    match known.into_iter().find(spoken) {
        Some(it) => Ok(it),
        None => Ok(look.business()?.unwrap_or_default().language),
    }
}

struct Planning<'a> {
    c: &'a Conversation,
    m: &'a Message,
    says: &'a Automatic,
    kind: ChannelKind,
    language: String,
    heard: Heard,
    calendar: Calendar<'static>,
    now: Millis,
}

impl Planning<'_> {
    fn parts(&self, look: &Look<'_>) -> Result<Vec<Part>> {
        if let Some(asked) = &self.c.menu {
            if asked.chosen.is_some_and(|it| it.1 == self.m.position) {
                return self.of_choice(look);
            }
            if asked.unclear == Some(self.m.position) && !asked.over && self.says.menu.is_on() {
                return Ok(vec![self.menu(true)]);
            }
        }
        let mut out = Vec::new();
        out.extend(self.away());
        if self.is_beginning() {
            if self.says.greets && out.is_empty() {
                let text = text_in(&self.says.greetings, &self.language).map(str::to_owned);
                out.push(Part::Greeting { text });
            }
            if self.says.menu.is_on() {
                out.push(self.menu(false));
            }
        }
        let only_polite = !out.iter().any(|it| matches!(it, Part::Menu { .. }));
        let mailed = self.kind == ChannelKind::Email && self.heard.since(self.now - MAILED) > 0;
        if only_polite && mailed {
            out.clear();
        }
        Ok(out)
    }

    fn menu(&self, again: bool) -> Part {
        Part::Menu {
            text: self.says.menu.text.clone(),
            labels: self.says.menu.labels(),
            again,
        }
    }

    /// A new conversation, in which nobody has said anything yet, of somebody who was not greeted today.
    fn is_beginning(&self) -> bool {
        let fresh = self.c.menu.is_none() && self.now.since(self.c.created_at) < GREETED;
        let greets = |it: &Saying| matches!(it, Saying::Greeting | Saying::Menu);
        let mut lately = self.heard.by_itself.iter();
        let greeted =
            lately.any(|it| self.now.since(it.at) < GREETED && it.says.iter().any(greets));
        let mut here = self.heard.by_itself.iter();
        fresh
            && !greeted
            && !here.any(|it| it.conversation == self.c.id)
            && self.heard.person.is_none_or(|at| at < self.c.created_at)
    }

    /// When we open, once in the time in which we are closed.
    fn away(&self) -> Option<Part> {
        let is_on = self.says.is_away_on(self.kind) && self.calendar.is_set();
        if !is_on || self.calendar.is_open_at(self.now) {
            return None;
        }
        let since = self.calendar.closed_since(self.now).unwrap_or_default();
        let mut lately = self.heard.by_itself.iter();
        let said = |it: &Message| it.at >= since && it.says.contains(&Saying::Away);
        if lately.any(said) {
            return None;
        }
        let opens = self.calendar.opens_after(self.now);
        let until = opens.unwrap_or(self.now);
        Some(Part::Away {
            text: text_in(&self.says.away_texts, &self.language).map(str::to_owned),
            opens,
            closed: self.calendar.closed_days_between(self.now, until),
        })
    }

    /// What belongs to what they chose: the answer, and the question.
    fn of_choice(&self, look: &Look<'_>) -> Result<Vec<Part>> {
        let asked = self.c.menu.as_deref().cloned().unwrap_or_default();
        let Some(choice) = arranged(look, self.m, &asked)? else {
            return Ok(Vec::new());
        };
        let mut out = Vec::new();
        if let Some(id) = choice.reply {
            let reply = look.canned_reply(id)?.filter(|it| it.retired_at.is_none());
            out.extend(reply.map(|it| Part::Text(it.text_for(&self.language).to_owned())));
        }
        if !asked.question.is_empty() {
            out.push(Part::Text(asked.question));
        }
        Ok(out)
    }
}
