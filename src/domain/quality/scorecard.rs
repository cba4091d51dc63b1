//! Scorecards: what is asked of a conversation that is reviewed, and what the answers come to.

use serde::{Deserialize, Serialize};

use crate::domain::id::{ChannelId, ScorecardId, TeamId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

/// Best answer on the scale.
pub const BEST: u8 = 5;

/// Questions under a name, for conversations of some teams or channels, or of all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Scorecard {
    pub id: ScorecardId,
    pub name: String,
    /// What reviewers keep in mind.
    #[serde(skip_serializing_if = "unset")]
    pub guidelines: String,
    /// Only for these; for all when empty.
    #[serde(skip_serializing_if = "unset")]
    pub teams: Vec<TeamId>,
    #[serde(skip_serializing_if = "unset")]
    pub channels: Vec<ChannelId>,
    pub questions: Vec<Question>,
    /// The number the next question gets.
    pub next: u16,
    pub created_at: Millis,
    #[serde(skip_serializing_if = "unset")]
    pub retired_at: Option<Millis>,
}

impl Scorecard {
    /// Whether it is meant for such a conversation, and how closely: the closest one is used.
    #[must_use]
    pub fn fits(&self, team: Option<TeamId>, channel: ChannelId) -> Option<u8> {
        let of_team = team.is_some_and(|it| self.teams.contains(&it));
        let of_channel = self.channels.contains(&channel);
        let fits = (of_team || self.teams.is_empty()) && (of_channel || self.channels.is_empty());
        fits.then_some(u8::from(of_team) + 2 * u8::from(of_channel))
    }
}

/// One question. Its number is its own for ever, so that answers of years can be compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    pub id: u16,
    pub text: String,
    #[serde(skip_serializing_if = "unset")]
    pub help: String,
    pub kind: AnswerKind,
    /// 1 to [`Question::HEAVIEST`].
    pub weight: u8,
    /// The worst answer to it fails the whole.
    #[serde(skip_serializing_if = "unset")]
    pub critical: bool,
}

impl Question {
    pub const HEAVIEST: u8 = 10;
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AnswerKind {
    #[default]
    YesNo,
    /// 1 to [`BEST`].
    Scale,
}

impl AnswerKind {
    pub const ALL: [AnswerKind; 2] = [AnswerKind::YesNo, AnswerKind::Scale];

    /// The name in forms, the API and `words` (`answer-kind-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            AnswerKind::YesNo => "yes_no",
            AnswerKind::Scale => "scale",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        AnswerKind::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Every answer there is, best first; that it does not apply last.
    #[must_use]
    pub fn answers(self) -> Vec<Answer> {
        let mut all: Vec<Answer> = match self {
            AnswerKind::YesNo => vec![Answer::Yes, Answer::No],
            AnswerKind::Scale => (1..=BEST).rev().map(Answer::Of).collect(),
        };
        all.push(Answer::NotApplicable);
        all
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Answer {
    Yes,
    No,
    NotApplicable,
    /// On the scale.
    Of(u8),
}

impl Answer {
    /// The name in forms and the API.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Answer::Yes => "yes".to_owned(),
            Answer::No => "no".to_owned(),
            Answer::NotApplicable => "na".to_owned(),
            Answer::Of(n) => n.to_string(),
        }
    }

    /// Reads one that a question of this kind has.
    #[must_use]
    pub fn parse(kind: AnswerKind, name: &str) -> Option<Self> {
        kind.answers().into_iter().find(|it| it.name() == name)
    }

    /// What it is worth, in thousandths; nothing when it does not count.
    #[must_use]
    pub fn worth(self) -> Option<u32> {
        match self {
            Answer::Yes => Some(1_000),
            Answer::No => Some(0),
            Answer::NotApplicable => None,
            Answer::Of(n) => Some(u32::from(n.clamp(1, BEST) - 1) * 250),
        }
    }
}

/// What the answers of a review come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Score {
    /// Thousandths of all that could be had.
    pub thousandths: u16,
    /// A critical question got the worst answer: it comes to nothing.
    pub failed: bool,
}

/// The mean worth of the answers that count, by weight; nothing when none counts.
#[must_use]
pub fn score(questions: &[Question], answers: &[(u16, Answer)]) -> Option<Score> {
    let (mut sum, mut weights, mut failed) = (0_u32, 0_u32, false);
    for question in questions {
        let given = answers.iter().find(|it| it.0 == question.id);
        let Some(worth) = given.and_then(|it| it.1.worth()) else {
            continue;
        };
        sum += worth * u32::from(question.weight);
        weights += u32::from(question.weight);
        failed |= question.critical && worth == 0;
    }
    if weights == 0 {
        return None;
    }
    let thousandths = if failed {
        0
    } else {
        (sum + weights / 2) / weights
    };
    Some(Score {
        thousandths: u16::try_from(thousandths).unwrap_or(1_000),
        failed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(id: u16, kind: AnswerKind, weight: u8, critical: bool) -> Question {
        Question {
            id,
            kind,
            weight,
            critical,
            ..Question::default()
        }
    }

    #[test]
    fn answers_count_by_weight_and_a_critical_one_fails_all() {
        let all = [
            question(1, AnswerKind::YesNo, 3, false),
            question(2, AnswerKind::Scale, 1, false),
            question(7, AnswerKind::YesNo, 1, true),
        ];
        let of =
            |answers: &[(u16, Answer)]| score(&all, answers).map(|it| (it.thousandths, it.failed));
        let best = [(1, Answer::Yes), (2, Answer::Of(5)), (7, Answer::Yes)];
        assert_eq!(of(&best), Some((1_000, false)));
        // (3 × 1000 + 1 × 250 + 1 × 1000) / 5.
        let some = [(1, Answer::Yes), (2, Answer::Of(2)), (7, Answer::Yes)];
        assert_eq!(of(&some), Some((850, false)));
        let left_out = [
            (1, Answer::No),
            (2, Answer::NotApplicable),
            (7, Answer::Yes),
        ];
        assert_eq!(of(&left_out), Some((250, false)));
        let failed = [(1, Answer::Yes), (2, Answer::Of(5)), (7, Answer::No)];
        assert_eq!(of(&failed), Some((0, true)));
        assert_eq!(of(&[(7, Answer::NotApplicable)]), None);
        assert_eq!(
            of(&[(9, Answer::Yes)]),
            None,
            "a question that is not asked"
        );
    }

    #[test]
    fn the_closest_card_is_known() {
        let (team, channel) = (TeamId::default(), ChannelId::default());
        let card = |teams: &[TeamId], channels: &[ChannelId]| Scorecard {
            teams: teams.to_vec(),
            channels: channels.to_vec(),
            ..Scorecard::default()
        };
        assert_eq!(card(&[], &[]).fits(None, channel), Some(0));
        assert_eq!(card(&[team], &[]).fits(None, channel), None);
        assert_eq!(card(&[team], &[]).fits(Some(team), channel), Some(1));
        assert_eq!(card(&[], &[channel]).fits(None, channel), Some(2));
        assert_eq!(card(&[team], &[channel]).fits(Some(team), channel), Some(3));
    }

    #[test]
    fn answers_have_names_of_their_kind() {
        for kind in AnswerKind::ALL {
            for it in kind.answers() {
                assert_eq!(Answer::parse(kind, &it.name()), Some(it));
            }
        }
        assert_eq!(Answer::parse(AnswerKind::YesNo, "3"), None);
        assert_eq!(Answer::parse(AnswerKind::Scale, "6"), None);
    }
}
