//! What somebody is told of, by which media they want to hear of what, and when not at all.

use serde::{Deserialize, Serialize};

use crate::domain::id::{
    AgentId, ChannelId, ConversationId, MessageId, NoticeId, PushDeviceId, SessionId, ThresholdId,
};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// What happened, as the one who is told chooses among. Names and codes are permanent.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum NoticeKind {
    /// Something new that nobody has.
    #[default]
    New,
    /// A conversation was given to them.
    Given,
    /// A note names them.
    Mentioned,
    /// A customer or third party wrote in what they have or follow.
    Answered,
    /// An answer of theirs did not arrive.
    Failed,
    /// What was promised is due soon, or was.
    Due,
    /// They asked to be reminded, or only said "one moment".
    Reminder,
    /// A channel does not work.
    ChannelDown,
    /// A customer waits whom free answers will not reach for much longer.
    Closing,
    /// Others saw to what is theirs while they were away.
    Covered,
    /// What is agreed with customers is due soon.
    GoalNear,
    /// It was not met.
    GoalMissed,
    /// Nobody has had a conversation of their team for long, or nobody takes it.
    Untaken,
    /// A rule tells them, or was switched off.
    Rule,
    /// A figure of the monitor is above what they want to hear of.
    Threshold,
    /// A customer was not satisfied.
    Rated,
    /// A program that hears of what happens took nothing for days, and is told no more.
    WebhookOff,
    /// Their work was reviewed, or what they said to it was looked at again.
    Reviewed,
    /// Conversations wait for their review, or an agent asks to look again.
    ToReview,
    /// Law wants an answer soon, or wanted it.
    Legal,
}

impl NoticeKind {
    pub const ALL: [NoticeKind; 20] = [
        NoticeKind::New,
        NoticeKind::Given,
        NoticeKind::Mentioned,
        NoticeKind::Answered,
        NoticeKind::Failed,
        NoticeKind::Due,
        NoticeKind::Legal,
        NoticeKind::Closing,
        NoticeKind::Reminder,
        NoticeKind::Covered,
        NoticeKind::ChannelDown,
        NoticeKind::GoalNear,
        NoticeKind::GoalMissed,
        NoticeKind::Untaken,
        NoticeKind::Rated,
        NoticeKind::Rule,
        NoticeKind::Threshold,
        NoticeKind::WebhookOff,
        NoticeKind::Reviewed,
        NoticeKind::ToReview,
    ];

    /// The name in forms, the API and `words` (`notice-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            NoticeKind::New => "new",
            NoticeKind::Given => "given",
            NoticeKind::Mentioned => "mentioned",
            NoticeKind::Answered => "answered",
            NoticeKind::Failed => "failed",
            NoticeKind::Due => "due",
            NoticeKind::Reminder => "reminder",
            NoticeKind::ChannelDown => "channel_down",
            NoticeKind::Closing => "closing",
            NoticeKind::Covered => "covered",
            NoticeKind::GoalNear => "goal_near",
            NoticeKind::GoalMissed => "goal_missed",
            NoticeKind::Untaken => "untaken",
            NoticeKind::Rule => "rule",
            NoticeKind::Threshold => "threshold",
            NoticeKind::WebhookOff => "webhook_off",
            NoticeKind::Rated => "rated",
            NoticeKind::Reviewed => "reviewed",
            NoticeKind::ToReview => "to_review",
            NoticeKind::Legal => "legal",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        NoticeKind::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Permanent number used in keys.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            NoticeKind::New => 1,
            NoticeKind::Given => 2,
            NoticeKind::Mentioned => 3,
            NoticeKind::Answered => 4,
            NoticeKind::Failed => 5,
            NoticeKind::Due => 6,
            NoticeKind::Reminder => 7,
            NoticeKind::ChannelDown => 8,
            NoticeKind::Closing => 9,
            NoticeKind::Covered => 10,
            NoticeKind::GoalNear => 11,
            NoticeKind::GoalMissed => 12,
            NoticeKind::Untaken => 13,
            NoticeKind::Rule => 20,
            NoticeKind::Threshold => 40,
            NoticeKind::WebhookOff => 41,
            NoticeKind::Rated => 42,
            NoticeKind::Reviewed => 43,
            NoticeKind::ToReview => 44,
            NoticeKind::Legal => 45,
        }
    }

    /// What only counts in the list while somebody works; everything else says so in a line on the page.
    #[must_use]
    pub fn pops_up(self) -> bool {
        !matches!(self, NoticeKind::New | NoticeKind::Answered)
    }

    /// What is not pushed to who looks at Lobby anyway.
    #[must_use]
    pub fn waits_for_absence(self) -> bool {
        matches!(self, NoticeKind::New | NoticeKind::Answered)
    }

    /// Of what many at once are told as one.
    #[must_use]
    pub fn piles_up(self) -> bool {
        matches!(
            self,
            NoticeKind::Given
                | NoticeKind::GoalNear
                | NoticeKind::GoalMissed
                | NoticeKind::Untaken
                | NoticeKind::Rated
                | NoticeKind::Rule
        )
    }

    /// What is told at any hour.
    #[must_use]
    pub fn breaks_the_quiet(self) -> bool {
        self == NoticeKind::ChannelDown
    }

    /// Whether a medium is used where nobody said otherwise.
    #[must_use]
    pub fn usually(self, medium: Medium) -> bool {
        match medium {
            Medium::InApp | Medium::Push => true,
            Medium::Sound => !matches!(
                self,
                NoticeKind::Due
                    | NoticeKind::Closing
                    | NoticeKind::Reminder
                    | NoticeKind::ChannelDown
                    | NoticeKind::GoalNear
                    | NoticeKind::Reviewed
                    | NoticeKind::ToReview
            ),
            Medium::Mail => !matches!(
                self,
                NoticeKind::New
                    | NoticeKind::Answered
                    | NoticeKind::Due
                    | NoticeKind::Closing
                    | NoticeKind::GoalNear
                    | NoticeKind::ToReview
            ),
        }
    }
}

/// By what somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Medium {
    /// Counted and shown on the pages.
    InApp,
    Sound,
    /// On a device, Lobby open or not.
    Push,
    Mail,
}

impl Medium {
    pub const ALL: [Medium; 4] = [Medium::InApp, Medium::Sound, Medium::Push, Medium::Mail];

    /// The name in forms, the API and `words` (`medium-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Medium::InApp => "in_app",
            Medium::Sound => "sound",
            Medium::Push => "push",
            Medium::Mail => "mail",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Medium::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// One thing somebody was told, or several of a kind gathered. Holds no text: that is read when it is shown, by who may.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Notice {
    pub id: NoticeId,
    pub agent: AgentId,
    pub kind: NoticeKind,
    /// The newest one, where several gathered.
    #[serde(skip_serializing_if = "unset")]
    pub conversation: Option<ConversationId>,
    #[serde(skip_serializing_if = "unset")]
    pub channel: Option<ChannelId>,
    /// The first of the messages it tells of.
    #[serde(skip_serializing_if = "unset")]
    pub message: Option<MessageId>,
    /// The threshold that was crossed.
    #[serde(skip_serializing_if = "unset")]
    pub threshold: Option<ThresholdId>,
    /// Whose doing it was, when one of our people's.
    #[serde(skip_serializing_if = "unset")]
    pub by: Option<AgentId>,
    /// How many things it tells of, at least 1.
    pub n: u32,
    /// The time it is about: until when free answers are taken, or since when they were away.
    #[serde(skip_serializing_if = "unset")]
    pub when: Option<Millis>,
    /// They wanted to see how they are told.
    #[serde(skip_serializing_if = "unset")]
    pub test: bool,
    /// It stands for several conversations.
    #[serde(skip_serializing_if = "unset")]
    pub gathers: bool,
    /// They do not want it counted: it only stands in the list.
    #[serde(skip_serializing_if = "unset")]
    pub hidden: bool,
    /// When the newest of them happened.
    pub at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub read_at: Option<Millis>,
    /// When it was pushed last, and when that will be done.
    #[serde(skip_serializing_if = "unset")]
    pub pushed_at: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub push_due: Option<Millis>,
    /// When it was mailed, or will be.
    #[serde(skip_serializing_if = "unset")]
    pub mailed_at: Option<Millis>,
    #[serde(skip_serializing_if = "unset")]
    pub mail_due: Option<Millis>,
}

impl Notice {
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.read_at.is_none()
    }

    /// Whether it is counted on the pages.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.is_unread() && !self.hidden
    }
}

/// How somebody wants to be told; what is not said is as usual.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Telling {
    /// What was chosen otherwise than usual.
    #[serde(skip_serializing_if = "unset")]
    pub chosen: Vec<(NoticeKind, Medium, bool)>,
    #[serde(skip_serializing_if = "unset")]
    pub quiet: Quiet,
    /// Minutes something stays unread before it is mailed; 0 is [`Telling::MAIL_AFTER`].
    #[serde(skip_serializing_if = "unset")]
    pub mail_after: u16,
    /// Pushes and mails say that there is something, and nothing of what was written.
    #[serde(skip_serializing_if = "unset")]
    pub no_texts: bool,
    /// How often figures are mailed.
    #[serde(skip_serializing_if = "unset")]
    pub figures: Rhythm,
}

/// How often something comes by itself, in the morning: of the day, week (Monday to Sunday) or month that ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Rhythm {
    #[default]
    Never,
    Daily,
    Weekly,
    Monthly,
}

impl Rhythm {
    pub const ALL: [Rhythm; 4] = [
        Rhythm::Never,
        Rhythm::Daily,
        Rhythm::Weekly,
        Rhythm::Monthly,
    ];

    /// The name in forms, the API and `words` (`rhythm-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Rhythm::Never => "never",
            Rhythm::Daily => "daily",
            Rhythm::Weekly => "weekly",
            Rhythm::Monthly => "monthly",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Rhythm::ALL.into_iter().find(|it| it.name() == name)
    }
}

/// Where somebody stands with the figures that are mailed to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mailed {
    /// When they are due next.
    #[serde(skip_serializing_if = "unset")]
    pub due: Option<Millis>,
    /// Those that were due then have left.
    #[serde(skip_serializing_if = "unset")]
    pub sent: Millis,
}

impl Telling {
    /// Minutes.
    pub const MAIL_AFTER: u16 = 15;

    #[must_use]
    pub fn wants(&self, kind: NoticeKind, medium: Medium) -> bool {
        let own = self.chosen.iter().find(|it| it.0 == kind && it.1 == medium);
        own.map_or_else(|| kind.usually(medium), |it| it.2)
    }

    /// Notes what is wanted; what is as usual is not kept.
    pub fn set(&mut self, kind: NoticeKind, medium: Medium, on: bool) {
        self.chosen.retain(|it| it.0 != kind || it.1 != medium);
        if on != kind.usually(medium) {
            self.chosen.push((kind, medium, on));
        }
    }

    /// Minutes something stays unread before it is mailed.
    #[must_use]
    pub fn mails_after(&self) -> u16 {
        if self.mail_after == 0 {
            Telling::MAIL_AFTER
        } else {
            self.mail_after
        }
    }
}

/// When somebody hears nothing: no sound, no push, and mail only afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Quiet {
    /// From 20:00 to 7:00 where they are.
    #[default]
    Nights,
    /// While the business is closed.
    WhenClosed,
    /// Minutes after midnight where they are; over midnight when `from` is the later one.
    Between {
        from: u16,
        to: u16,
    },
    Never,
}

impl Quiet {
    /// What [`Quiet::Nights`] means, minutes after midnight.
    pub const NIGHT: (u16, u16) = (20 * 60, 7 * 60);

    /// The name in forms, the API and `words` (`quiet-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Quiet::Nights => "nights",
            Quiet::WhenClosed => "closed",
            Quiet::Between { .. } => "between",
            Quiet::Never => "never",
        }
    }
}

/// "Remind only me": a conversation comes back to one person alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reminder {
    pub agent: AgentId,
    pub conversation: ConversationId,
    pub at: Millis,
}

/// A browser that asked to be pushed to (W3C Push API).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PushDevice {
    pub id: PushDeviceId,
    pub agent: AgentId,
    /// The session it was made in: it goes when that is ended by hand, and stays when it only grows old.
    pub session: SessionId,
    /// Browser and system in a few words.
    pub device: String,
    /// Where its push service takes messages. Whoever knows it can send to it what it will not believe.
    pub endpoint: String,
    /// The browser's public key: an uncompressed point of P-256.
    #[serde(with = "serde_bytes")]
    pub key: Vec<u8>,
    /// The browser's secret for its messages, 16 bytes.
    #[serde(with = "serde_bytes")]
    pub secret: Vec<u8>,
    pub made_at: Millis,
    /// When its service took a message last.
    #[serde(skip_serializing_if = "unset")]
    pub reached_at: Option<Millis>,
    /// Why it did not take the last one, as a key of `words`.
    #[serde(skip_serializing_if = "unset")]
    pub trouble: String,
}

impl std::fmt::Debug for PushDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PushDevice({} of {})", self.id, self.agent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_as_usual_is_not_kept() {
        let mut telling = Telling::default();
        for kind in NoticeKind::ALL {
            for medium in Medium::ALL {
                assert_eq!(telling.wants(kind, medium), kind.usually(medium));
                telling.set(kind, medium, !kind.usually(medium));
                assert_ne!(telling.wants(kind, medium), kind.usually(medium));
            }
        }
        for kind in NoticeKind::ALL {
            for medium in Medium::ALL {
                telling.set(kind, medium, kind.usually(medium));
            }
        }
        assert_eq!(telling, Telling::default());
    }

    #[test]
    fn names_and_codes_are_each_their_own() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::parse(kind.name()), Some(kind));
            let same = NoticeKind::ALL.iter().filter(|it| it.code() == kind.code());
            assert_eq!(same.count(), 1);
        }
        for medium in Medium::ALL {
            assert_eq!(Medium::parse(medium.name()), Some(medium));
        }
    }
}
