//! Dates by which law wants an answer: what a desk knows of the laws, and the date of one conversation.

use serde::{Deserialize, Serialize};

use crate::domain::id::LegalKindId;
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// So many working days before it is due somebody is reminded.
pub const REMINDERS: [u16; 3] = [5, 2, 0];
/// Working days of a term at most: about a year.
pub const DAYS: u16 = 250;

/// What a law gives so many working days for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LegalKind {
    pub id: LegalKindId,
    pub name: String,
    /// As one cites it.
    #[serde(skip_serializing_if = "unset")]
    pub law: String,
    /// Working days after the day of arrival.
    pub days: u16,
    /// Working days it may be extended by, counted from the day it was due.
    #[serde(skip_serializing_if = "unset")]
    pub extension: u16,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

impl LegalKind {
    /// "Claim, Ley 1581".
    #[must_use]
    pub fn reason(&self) -> String {
        match self.law.as_str() {
            "" => self.name.clone(),
            law => format!("{}, {law}", self.name),
        }
    }
}

/// By when law wants a conversation answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LegalDue {
    #[serde(skip_serializing_if = "unset")]
    pub kind: Option<LegalKindId>,
    /// Why, as it was said when it was set.
    pub reason: String,
    /// Working days it was counted from; none where a date was given.
    #[serde(skip_serializing_if = "unset")]
    pub days: Option<u16>,
    /// What it was counted from.
    pub since: Millis,
    pub due: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub extended: Option<Extended>,
    /// It does not stand any more.
    #[serde(skip_serializing_if = "unset")]
    pub ended: Option<Ended>,
}

impl LegalDue {
    #[must_use]
    pub fn stands(&self) -> bool {
        self.ended.is_none()
    }
}

/// It was put off, which may be done once.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Extended {
    pub at: Millis,
    /// When it was due before.
    pub was: Millis,
    pub reason: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Ended {
    pub at: Millis,
    pub how: LegalEnd,
    #[serde(skip_serializing_if = "unset")]
    pub reason: String,
}

/// How one ended. Names are permanent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LegalEnd {
    /// Somebody said that what law wants was done.
    #[default]
    Fulfilled,
    /// It never counted.
    Removed,
    /// The conversation was resolved: opened again before the date, it stands again.
    Resolved,
    /// The conversation was no case.
    Spam,
    /// It went to the conversation this one was put together with.
    Merged,
}

impl LegalEnd {
    /// The name in the API and `words` (`legal-end-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            LegalEnd::Fulfilled => "fulfilled",
            LegalEnd::Removed => "removed",
            LegalEnd::Resolved => "resolved",
            LegalEnd::Spam => "spam",
            LegalEnd::Merged => "merged",
        }
    }
}
