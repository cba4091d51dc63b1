//! What an agent can be given: how much at a time, what they know, which languages they speak, when they work. And why
//! somebody is not there for a while.

use serde::{Deserialize, Serialize};

use crate::domain::channel::ChannelKind;
use crate::domain::id::TagId;
use crate::domain::record::unset;

/// Points an agent carries at a time where nobody said otherwise: four chats, six conversations by messaging, or twelve
/// mails.
pub const USUAL_CAP: u16 = 12;
/// The most anybody can be given to carry.
pub const MOST_CAP: u16 = 500;

/// What an agent can be given.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Serving {
    /// What they know, by the tags of conversations.
    #[serde(skip_serializing_if = "unset")]
    pub skills: Vec<TagId>,
    /// First subtags of BCP 47 (`es`, `pt`); none said: any.
    #[serde(skip_serializing_if = "unset")]
    pub speaks: Vec<String>,
    /// Points they carry at a time; the usual where nothing is said, none at all with zero.
    #[serde(skip_serializing_if = "unset")]
    pub cap: Option<u16>,
    /// When they work: intervals a weekday, Monday first, in minutes after midnight of their own time zone. None at all:
    /// whenever they say that they are there.
    #[serde(skip_serializing_if = "unset")]
    pub shifts: [Vec<(u16, u16)>; 7],
}

impl Serving {
    #[must_use]
    pub fn cap(&self) -> u16 {
        self.cap.unwrap_or(USUAL_CAP)
    }

    #[must_use]
    pub fn has_shifts(&self) -> bool {
        self.shifts.iter().any(|it| !it.is_empty())
    }
}

/// How a conversation counts while it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Effort {
    /// Somebody sits in front of it.
    Chat,
    Messaging,
    Mail,
}

impl Effort {
    pub const ALL: [Effort; 3] = [Effort::Chat, Effort::Messaging, Effort::Mail];

    #[must_use]
    pub fn of(kind: ChannelKind) -> Self {
        match kind {
            ChannelKind::WebChat => Effort::Chat,
            ChannelKind::Email | ChannelKind::Log => Effort::Mail,
            _ => Effort::Messaging,
        }
    }

    /// The name in forms and the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Effort::Chat => "chat",
            Effort::Messaging => "messaging",
            Effort::Mail => "mail",
        }
    }

    /// Permanent number used in rows.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Effort::Chat => 1,
            Effort::Messaging => 2,
            Effort::Mail => 3,
        }
    }

    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        Effort::ALL.into_iter().find(|it| it.code() == code)
    }
}

/// Points a conversation counts while it is open, by its kind of effort: 1 to [`USUAL_CAP`], so that who carries what is
/// usual can have any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    pub chat: u16,
    pub messaging: u16,
    pub mail: u16,
}

impl Default for Weights {
    fn default() -> Self {
        Weights {
            chat: 3,
            messaging: 2,
            mail: 1,
        }
    }
}

impl Weights {
    #[must_use]
    pub fn of(&self, effort: Effort) -> u16 {
        match effort {
            Effort::Chat => self.chat,
            Effort::Messaging => self.messaging,
            Effort::Mail => self.mail,
        }
    }

    /// Points of the lightest conversation there is.
    #[must_use]
    pub fn lightest(&self) -> u16 {
        self.chat.min(self.messaging).min(self.mail)
    }
}

/// Why somebody is not there for a while, though their working day goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Break {
    Lunch,
    Meeting,
    Training,
    Other,
}

impl Break {
    pub const ALL: [Break; 4] = [Break::Lunch, Break::Meeting, Break::Training, Break::Other];

    /// The name in forms, the API and `words` (`break-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Break::Lunch => "lunch",
            Break::Meeting => "meeting",
            Break::Training => "training",
            Break::Other => "other",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Break::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// The intervals of a day as people write them: `8:00–12:00, 13-17`, in minutes after midnight. `None` for what reads
/// otherwise; whether they are in order is not asked.
#[must_use]
pub fn read_intervals(line: &str) -> Option<Vec<(u16, u16)>> {
    let parts = line.split([',', ';']).filter(|it| !it.trim().is_empty());
    parts
        .map(|it| {
            let (from, to) = it.split_once(['-', '–', '—'])?;
            Some((read_clock(from)?, read_clock(to)?))
        })
        .collect()
}

fn read_clock(text: &str) -> Option<u16> {
    let text = text.trim();
    let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "0"));
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
}

/// Writes what [`read_intervals`] reads.
#[must_use]
pub fn written_intervals(day: &[(u16, u16)]) -> String {
    let time = |it: u16| format!("{}:{:02}", it / 60, it % 60);
    let parts = day.iter();
    let parts = parts.map(|(from, to)| format!("{}-{}", time(*from), time(*to)));
    parts.collect::<Vec<_>>().join(", ")
}

/// A language in two letters, for reasons, which hold no text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Spoken(pub [u8; 2]);

impl Spoken {
    /// The first subtag of a language, when it has two letters.
    #[must_use]
    pub fn of(language: &str) -> Option<Self> {
        let first = language.split(['-', '_']).next()?;
        let bytes: [u8; 2] = first.as_bytes().try_into().ok()?;
        let plain = bytes.iter().all(u8::is_ascii_alphabetic);
        plain.then(|| Spoken(bytes.map(|it| it.to_ascii_lowercase())))
    }

    /// As BCP 47.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_its_first_two_letters() {
        assert_eq!(Spoken::of("pt-BR"), Some(Spoken(*b"pt")));
        assert_eq!(Spoken::of("ES"), Some(Spoken(*b"es")));
        for none in ["", "e", "spa", "é"] {
            assert_eq!(Spoken::of(none), None, "{none}");
        }
    }

    #[test]
    fn shifts_read_as_they_are_written() {
        let two = vec![(480, 720), (780, 1_440)];
        assert_eq!(read_intervals("8:00–12, 13:00-24:00"), Some(two.clone()));
        assert_eq!(written_intervals(&two), "8:00-12:00, 13:00-24:00");
        assert_eq!(read_intervals(" "), Some(Vec::new()));
        for wrong in ["8", "8:00", "8:00-25:00", "8:60-9:00", "a:b-c:d"] {
            assert_eq!(read_intervals(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_kind_of_effort_has_a_number_of_its_own() {
        for it in Effort::ALL {
            assert_eq!(Effort::from_code(it.code()), Some(it));
            let usual = Weights::default();
            assert!((1..=USUAL_CAP).contains(&usual.of(it)));
            assert!(usual.lightest() <= usual.of(it));
        }
        assert_eq!(Effort::of(ChannelKind::WebChat), Effort::Chat);
        assert_eq!(Effort::of(ChannelKind::Email), Effort::Mail);
        assert_eq!(Effort::of(ChannelKind::WhatsApp), Effort::Messaging);
    }
}
