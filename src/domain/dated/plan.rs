//! What is said of dated events of a kind: stages before and after their date, and what may be pressed.

use serde::{Deserialize, Serialize};

use crate::domain::consent::Purpose;
use crate::domain::dated::DatedState;
use crate::domain::id::{CannedReplyId, ChannelId, DatedKindId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// Stages of a kind, buttons of a stage, characters of a key and of an own text.
pub const STAGES: usize = 20;
pub const BUTTONS: usize = 3;
pub const KEY: usize = 40;
pub const TEXT: usize = 2_000;
/// A stage is at most so far from the date, days.
pub const FARTHEST_DAYS: u32 = 400;
/// When a stage that is days away from a whole day is said, minutes of the day.
pub const MORNING: u16 = 9 * 60;
/// What stands before the verb and the event where a press comes back.
pub const PRESSED: &str = "dated-";

/// A kind of dated event, with what is said of each.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DatedKind {
    pub id: DatedKindId,
    pub name: String,
    /// What programs call it, in addresses: `appointment`.
    pub key: String,
    pub purpose: PurposeOf,
    /// Only to who said yes to this purpose.
    #[serde(skip_serializing_if = "unset")]
    pub needs_consent: bool,
    /// Stages go on though the customer answered.
    #[serde(skip_serializing_if = "unset")]
    pub goes_on: bool,
    /// What was said before is said again when the date moves.
    #[serde(skip_serializing_if = "unset")]
    pub again_when_moved: bool,
    /// Presses that open the conversation for a person, beside [`Verb::Change`].
    #[serde(skip_serializing_if = "unset")]
    pub opens: Vec<Verb>,
    pub stages: Vec<Stage>,
    pub made_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

/// [`Purpose`], with a usual one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PurposeOf(pub Purpose);

impl Default for PurposeOf {
    fn default() -> Self {
        PurposeOf(Purpose::Service)
    }
}

/// Something said at a time before or after the date.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stage {
    /// Its own for ever within its kind, however the plan changes.
    pub id: u32,
    /// Negative: before.
    pub offset: i32,
    pub unit: Unit,
    /// Minutes of the day where the event is, for what is days away; absent: as the event, a whole day's in the morning.
    #[serde(skip_serializing_if = "unset")]
    pub minute: Option<u16>,
    /// Tried first; else where they were heard last.
    #[serde(skip_serializing_if = "unset")]
    pub channel: Option<ChannelId>,
    /// Own words; else a canned reply's, else the usual ones.
    #[serde(skip_serializing_if = "unset")]
    pub text: String,
    #[serde(skip_serializing_if = "unset")]
    pub reply: Option<CannedReplyId>,
    /// An approved text of a provider's, for where only those are taken.
    #[serde(skip_serializing_if = "unset")]
    pub template: Option<StageTemplate>,
    #[serde(skip_serializing_if = "unset")]
    pub buttons: Vec<Verb>,
    /// Not to who confirmed.
    #[serde(skip_serializing_if = "unset")]
    pub unless_confirmed: bool,
}

/// An approved text, with what stands in its variables: places and all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StageTemplate {
    pub name: String,
    pub language: String,
    #[serde(skip_serializing_if = "unset")]
    pub header: Vec<String>,
    #[serde(skip_serializing_if = "unset")]
    pub body: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Unit {
    Minutes,
    Hours,
    #[default]
    Days,
}

impl Unit {
    pub const ALL: [Unit; 3] = [Unit::Minutes, Unit::Hours, Unit::Days];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Unit::Minutes => "minutes",
            Unit::Hours => "hours",
            Unit::Days => "days",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Of so many of them, in minutes.
    #[must_use]
    pub fn minutes(self) -> u32 {
        match self {
            Unit::Minutes => 1,
            Unit::Hours => 60,
            Unit::Days => 24 * 60,
        }
    }
}

/// What a customer may press.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verb {
    Confirm,
    /// A person sees to it.
    Change,
    Cancel,
    Paid,
    /// No more such messages.
    Stop,
}

impl Verb {
    pub const ALL: [Verb; 5] = [
        Verb::Confirm,
        Verb::Change,
        Verb::Cancel,
        Verb::Paid,
        Verb::Stop,
    ];

    /// In presses, the API and `words` (`dated-verb-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verb::Confirm => "confirm",
            Verb::Change => "change",
            Verb::Cancel => "cancel",
            Verb::Paid => "paid",
            Verb::Stop => "stop",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// What it makes of an event; [`Verb::Stop`] leaves it.
    #[must_use]
    pub fn state(self) -> Option<DatedState> {
        match self {
            Verb::Confirm => Some(DatedState::Confirmed),
            Verb::Change => Some(DatedState::ChangeAsked),
            Verb::Cancel => Some(DatedState::Cancelled),
            Verb::Paid => Some(DatedState::Paid),
            Verb::Stop => None,
        }
    }
}

impl DatedKind {
    #[must_use]
    pub fn stage(&self, id: u32) -> Option<&Stage> {
        self.stages.iter().find(|it| it.id == id)
    }

    /// Whether a press of this asks for a person.
    #[must_use]
    pub fn is_for_a_person(&self, verb: Verb) -> bool {
        verb == Verb::Change || self.opens.contains(&verb)
    }

    /// The kinds most businesses have, to begin with.
    #[must_use]
    pub fn usual(key: &str) -> Option<Self> {
        let stage = |id, offset, unit, buttons: &[Verb]| Stage {
            id,
            offset,
            unit,
            buttons: buttons.to_vec(),
            ..Stage::default()
        };
        let (purpose, needs_consent, stages) = match key {
            "appointment" => (
                Purpose::Service,
                false,
                vec![
                    stage(
                        1,
                        -2,
                        Unit::Days,
                        &[Verb::Confirm, Verb::Change, Verb::Cancel],
                    ),
                    stage(2, -3, Unit::Hours, &[]),
                ],
            ),
            "invoice" => (
                Purpose::Collection,
                false,
                vec![
                    stage(1, 3, Unit::Days, &[Verb::Paid, Verb::Change]),
                    stage(2, 7, Unit::Days, &[Verb::Paid, Verb::Change]),
                    stage(3, 14, Unit::Days, &[Verb::Paid, Verb::Change]),
                ],
            ),
            "cart" => (
                Purpose::Commercial,
                true,
                vec![stage(1, 1, Unit::Hours, &[Verb::Stop])],
            ),
            _ => return None,
        };
        Some(DatedKind {
            key: key.to_owned(),
            purpose: PurposeOf(purpose),
            needs_consent,
            stages,
            ..DatedKind::default()
        })
    }
}
