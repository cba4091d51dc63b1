//! What is to be asked, or thanked for, in a conversation: decided from what is there, before it is put into words.

use jiff::Timestamp;

use crate::contacts::people::records;
use crate::conversations::automatic::allowed::{Heard, silence};
use crate::conversations::automatic::plan::language;
use crate::conversations::intake::landing::cases_of;
use crate::conversations::outreach::{Ask, Gate, gate, within_hours};
use crate::conversations::sla::hours;
use crate::conversations::surveys::asked_lately;
use crate::domain::automatic::survey::{Survey, Surveys};
use crate::domain::canned_reply::text_in;
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::consent::Purpose;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::hours::outreach::Held;
use crate::domain::id::{ChannelId, ContactId, ConversationId, MessageId};
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::time::{Millis, Span};
use crate::sla::calendar::Calendar;
use crate::store::Look;

/// While the business is closed nobody is asked before or after these hours, where it is.
const DECENT: (i8, i8) = (8, 20);
/// Who could not be asked for so long (Lobby did not run) is not asked any more.
pub(super) const TOO_LATE: Span = Span::days(2);
/// Newest messages looked through for what a customer and a person of ours said.
const LOOKED_AT: usize = 100;

/// What is to be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    Ask {
        /// The desk's own; without one the usual is said.
        text: Option<String>,
        again: bool,
    },
    Thank {
        stars: u8,
    },
}

/// It, with whom it is said to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    pub conversation: ConversationId,
    pub channel: ChannelId,
    pub kind: ChannelKind,
    /// The newest message of the customer's: by mail its sender is written to.
    pub to: MessageId,
    /// BCP 47.
    pub language: String,
    pub part: Part,
}

/// How the channel a conversation ended on asks; `None` where it does not.
///
/// # Errors
/// The store's.
pub fn surveys_of(look: &Look<'_>, c: &Conversation) -> Result<Option<Surveys>> {
    let channel = look.channel(c.channel)?;
    let channel = channel.filter(|it| it.retired_at.is_none() && it.kind != ChannelKind::Log);
    Ok(channel.map(|it| it.automatic.surveys).filter(|it| it.on))
}

/// The same instant, or the next at which one may ask somebody something: in the contact hours of their own affairs where
/// those are limited, else while the business is open, else by day.
///
/// # Errors
/// The store's.
pub fn at_a_decent_hour(look: &Look<'_>, c: &Conversation, at: Millis) -> Result<Millis> {
    // A line in a chat wakes nobody.
    if c.channel_kind == ChannelKind::WebChat {
        return Ok(at);
    }
    if let Some(then) = within_hours(look, Purpose::Service, at)? {
        return Ok(then);
    }
    let calendar = hours::of(look, c)?;
    let open = calendar.is_set() && calendar.is_open_at(at);
    Ok(if open { at } else { by_day(at, &calendar) })
}

/// Why they are not asked, although it is due: they heard enough of their own affairs.
///
/// # Errors
/// The store's.
pub(super) fn held(look: &Look<'_>, c: &Conversation, at: Millis) -> Result<Option<Held>> {
    let ask = Ask {
        purpose: Purpose::Service,
        contact: c.contact,
        channel: c.channel_kind,
        zone: "",
    };
    Ok(match gate(look, &ask, at)? {
        Gate::Leave(why) => Some(why),
        Gate::Open | Gate::Wait(_) => None,
    })
}

fn by_day(at: Millis, calendar: &Calendar<'_>) -> Millis {
    let Ok(there) = Timestamp::from_millisecond(at.0) else {
        return at;
    };
    let there = there.to_zoned(calendar.zone().clone());
    let (from, to) = DECENT;
    if (from..to).contains(&there.hour()) {
        return at;
    }
    let day = if there.hour() >= to {
        there.date().tomorrow()
    } else {
        Ok(there.date())
    };
    let morning = day.ok().and_then(|it| calendar.at_hour(it, from));
    morning.unwrap_or(at)
}

/// What is to be said in a conversation now; `None` when that is nothing.
///
/// # Errors
/// The store's.
pub fn plan(look: &Look<'_>, id: ConversationId, now: Millis) -> Result<Option<Plan>> {
    let Some(c) = look.conversation(id)? else {
        return Ok(None);
    };
    let Some(survey) = c.survey.as_deref() else {
        return Ok(None);
    };
    let newest = look.messages_before(c.id, None, LOOKED_AT)?;
    let records = records(look, c.contact)?;
    let Some(to) = newest.iter().rfind(|it| is_theirs(it, &records)) else {
        return Ok(None);
    };
    let Some(channel) = look
        .channel(c.channel)?
        .filter(|it| it.retired_at.is_none())
    else {
        return Ok(None);
    };
    let asking = Asking {
        c: &c,
        survey,
        channel: &channel,
        newest: &newest,
        language: language(look, &c, &to.language, &channel)?,
        now,
    };
    let part = match asking.thanks() {
        Some(it) => Some(it),
        None => asking.question(look)?,
    };
    Ok(part.map(|part| Plan {
        conversation: id,
        channel: channel.id,
        kind: channel.kind,
        to: to.id,
        language: asking.language,
        part,
    }))
}

/// Something the customer wrote that stands: nobody else is asked, whoever wrote beside them.
fn is_theirs(it: &Message, records: &[ContactId]) -> bool {
    let Author::Contact(author) = it.author else {
        return false;
    };
    let gone = it.moved_to.is_some() || it.redacted || it.unverified || it.automatic;
    it.kind == MessageKind::Inbound && !gone && records.contains(&author)
}

struct Asking<'a> {
    c: &'a Conversation,
    survey: &'a Survey,
    channel: &'a Channel,
    newest: &'a [Message],
    language: String,
    now: Millis,
}

impl Asking<'_> {
    /// Who rated by writing is thanked there, once, while it is fresh.
    fn thanks(&self) -> Option<Part> {
        let fresh = self.now.since(self.survey.rated_at) < Span::hours(1);
        let chat = self.channel.kind.is_chat();
        let stars = self.survey.rating;
        (self.survey.thank && fresh && chat).then_some(Part::Thank { stars })
    }

    fn question(&self, look: &Look<'_>) -> Result<Option<Part>> {
        let due = self.survey.due.filter(|it| *it <= self.now);
        let fresh = due.is_some_and(|it| self.now.since(it) < TOO_LATE);
        let resolved = matches!(self.c.status, Status::Resolved { quiet: false, .. });
        let surveys = surveys_of(look, self.c)?.filter(|_| fresh && resolved);
        let Some(surveys) = surveys.filter(|_| !self.c.has_failed && self.is_handled()) else {
            return Ok(None);
        };
        let again = self.is_again();
        let since = self.now - surveys.every();
        let asked = !again && asked_lately(look, self.c.contact, since)?;
        let sleeps = at_a_decent_hour(look, self.c, self.now)? > self.now;
        let held = held(look, self.c, self.now)?.is_some();
        if asked || sleeps || held || self.waits_elsewhere(look)? || self.is_silent(look)? {
            return Ok(None);
        }
        let text = text_in(&surveys.texts, &self.language).map(str::to_owned);
        Ok(Some(Part::Ask { text, again }))
    }

    /// Whether what is due is a reminder, and still nothing came.
    fn is_again(&self) -> bool {
        let it = self.survey;
        it.again && it.is_open(self.now) && it.rating == 0
    }

    /// Whether one of us, or the assistant, said anything that can be rated.
    fn is_handled(&self) -> bool {
        self.newest
            .iter()
            .any(|it| it.is_said_by_us() && !it.history)
    }

    /// Whether another matter of theirs is not done: one does not ask how it was while they wait.
    fn waits_elsewhere(&self, look: &Look<'_>) -> Result<bool> {
        let cases = cases_of(look, self.c.contact)?;
        let mut others = cases.iter().filter(|it| it.id != self.c.id);
        Ok(others.any(|it| it.is_case() && it.status.is_unresolved()))
    }

    /// Whether they may hear nothing by itself. That a person of ours wrote a moment ago is why they are asked.
    fn is_silent(&self, look: &Look<'_>) -> Result<bool> {
        let heard = Heard {
            person: None,
            ..Heard::read(look, self.c)?
        };
        Ok(silence(look, self.c, (None, &heard), self.now)?.is_some())
    }
}
