//! People, teams and tags as programs see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::fields;
use crate::api::view::choices::{self, maybe, one};
use crate::api::view::time;
use crate::domain::agent::{Agent, Availability};
use crate::domain::canned_reply::{Audience, CannedReply, Variant};
use crate::domain::error::{Error, Result};
use crate::domain::queue::serving::{Break, Serving, read_intervals, written_intervals};
use crate::domain::queue::{Mode, Overflow, Queue, TakeBack};
use crate::domain::team::{Tag, Team};

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Agent)]
pub struct AgentView {
    pub id: String,
    pub name: String,
    pub email: String,
    #[schema(schema_with = one::<choices::Role>)]
    pub role: &'static str,
    pub teams: Vec<String>,
    pub language: String,
    pub time_zone: String,
    pub availability: AvailabilityView,
    pub serving: ServingView,
    pub active: bool,
    pub created_at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Availability)]
pub struct AvailabilityView {
    #[schema(schema_with = one::<choices::Availability>)]
    pub state: &'static str,
    pub until: Option<String>,
    /// Of a break: why nothing new is given to them for a while. Null of who is away.
    #[schema(schema_with = maybe::<choices::Break>)]
    pub reason: Option<&'static str>,
}

impl AgentView {
    #[must_use]
    pub fn of(it: &Agent) -> Self {
        AgentView {
            id: it.id.to_string(),
            name: it.name.clone(),
            email: it.email.clone(),
            role: it.role.name(),
            teams: it.teams.iter().map(ToString::to_string).collect(),
            language: it.language.clone(),
            time_zone: it.time_zone.clone(),
            availability: match it.availability {
                Availability::Away { until, why } => AvailabilityView {
                    state: "away",
                    until: until.map(time),
                    reason: why.map(Break::name),
                },
                other => AvailabilityView {
                    state: other.name(),
                    until: None,
                    reason: None,
                },
            },
            serving: ServingView::of(&it.serving),
            active: it.is_active(),
            created_at: time(it.created_at),
        }
    }
}

/// What somebody can be given by teams whose conversations Lobby gives out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Serving)]
#[schema(example = json!({ "cap": 12, "skills": [], "speaks": ["es", "en"], "shifts": [["9:00-13:00", "14:00-18:00"], [], [], [], [], [], []] }))]
pub struct ServingView {
    /// Points they carry at a time: a web chat counts 3, messaging 2, an e-mail 1. Null: the usual 12.
    #[schema(maximum = 500)]
    pub cap: Option<u16>,
    /// Ids of the tags of what they know.
    pub skills: Vec<String>,
    /// Languages they speak, two letters each; none: any.
    pub speaks: Vec<String>,
    /// When they work, in their own time zone: for each weekday, Monday first, intervals such as `9:00-13:00`. None at
    /// all: whenever they say that they are there.
    pub shifts: Vec<Vec<String>>,
}

impl ServingView {
    fn of(it: &Serving) -> Self {
        let day = |day: &Vec<(u16, u16)>| {
            let all = day.iter().map(|it| written_intervals(&[*it]));
            all.collect()
        };
        ServingView {
            cap: it.cap,
            skills: it.skills.iter().map(ToString::to_string).collect(),
            speaks: it.speaks.clone(),
            shifts: it.shifts.iter().map(day).collect(),
        }
    }

    /// What was written, as Lobby keeps it.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `skills` or `shifts`.
    pub fn read(&self) -> Result<Serving> {
        let mut shifts: [Vec<(u16, u16)>; 7] = Default::default();
        if self.shifts.len() > shifts.len() {
            return Err(Error::invalid("shifts", "error-shift"));
        }
        for (day, written) in shifts.iter_mut().zip(&self.shifts) {
            for it in written {
                let read = read_intervals(it);
                day.extend(read.ok_or_else(|| Error::invalid("shifts", "error-shift"))?);
            }
        }
        let skills = self.skills.iter().map(|it| fields::id("skills", it));
        Ok(Serving {
            cap: self.cap,
            skills: skills.collect::<Result<_>>()?,
            speaks: self.speaks.clone(),
            shifts,
        })
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Team)]
pub struct TeamView {
    pub id: String,
    pub name: String,
    /// Only members read its conversations.
    pub private: bool,
    pub lead: Option<String>,
    pub queue: QueueView,
    /// The calendar it works by; null: the desk's hours. What comes by a channel with a calendar goes by that one.
    pub calendar_id: Option<String>,
    pub created_at: String,
}

/// How a team's queue is emptied. All minutes are of business hours.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Queue)]
#[schema(example = json!({ "mode": "push", "fit_minutes": 5, "take_back": { "chat": 2, "messaging": 10, "mail": 0 }, "overflow": null }))]
pub struct QueueView {
    /// `shared`: whoever answers first has it. `push`: Lobby gives it to somebody as soon as somebody can.
    #[schema(schema_with = one::<choices::QueueMode>, required = true)]
    pub mode: String,
    /// Minutes somebody is waited for who knows what it is about and speaks the language; 0: the best of those who are
    /// free gets it at once.
    #[schema(maximum = 10_080)]
    pub fit_minutes: u16,
    /// Minutes after which what was given and not taken goes back; 0: never.
    pub take_back: TakeBackView,
    /// Another team gets what has waited for long.
    pub overflow: Option<OverflowView>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = TakeBack)]
pub struct TakeBackView {
    #[schema(maximum = 10_080)]
    pub chat: u16,
    #[schema(maximum = 10_080)]
    pub messaging: u16,
    #[schema(maximum = 10_080)]
    pub mail: u16,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Overflow)]
pub struct OverflowView {
    /// A team's id.
    #[schema(required = true)]
    pub team: String,
    /// At least one.
    #[schema(maximum = 10_080, required = true)]
    pub minutes: u16,
}

impl QueueView {
    fn of(it: &Queue) -> Self {
        let back = it.take_back;
        QueueView {
            mode: it.mode.name().to_owned(),
            fit_minutes: it.fit_minutes,
            take_back: TakeBackView {
                chat: back.chat,
                messaging: back.messaging,
                mail: back.mail,
            },
            overflow: it.overflow.map(|it| OverflowView {
                team: it.to.to_string(),
                minutes: it.minutes,
            }),
        }
    }

    /// What was written, as Lobby keeps it.
    ///
    /// # Errors
    /// [`Error::Invalid`] on `mode` or `overflow`.
    pub fn read(&self) -> Result<Queue> {
        let mode = Mode::parse(choices::chosen::<choices::QueueMode>("mode", &self.mode)?);
        let read = |it: &OverflowView| -> Result<Overflow> {
            Ok(Overflow {
                to: fields::id("overflow", &it.team)?,
                minutes: it.minutes,
            })
        };
        let overflow = self.overflow.as_ref().map(read);
        let back = &self.take_back;
        Ok(Queue {
            mode: mode.unwrap_or_default(),
            fit_minutes: self.fit_minutes,
            take_back: TakeBack {
                chat: back.chat,
                messaging: back.messaging,
                mail: back.mail,
            },
            overflow: overflow.transpose()?,
        })
    }
}

impl TeamView {
    #[must_use]
    pub fn of(it: &Team) -> Self {
        TeamView {
            id: it.id.to_string(),
            name: it.name.clone(),
            private: it.private,
            lead: it.lead.map(|id| id.to_string()),
            queue: QueueView::of(&it.queue),
            calendar_id: it.calendar.map(|it| it.to_string()),
            created_at: time(it.created_at),
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Tag)]
pub struct TagView {
    pub id: String,
    pub name: String,
    pub created_at: String,
}

impl TagView {
    #[must_use]
    pub fn of(it: &Tag) -> Self {
        TagView {
            id: it.id.to_string(),
            name: it.name.clone(),
            created_at: time(it.created_at),
        }
    }
}

/// A text to answer with.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = CannedReply)]
pub struct CannedReplyView {
    pub id: String,
    /// What one types to find it.
    pub name: String,
    pub text: String,
    /// The same in other languages.
    pub variants: Vec<VariantView>,
    /// The team it is for; everybody's when null.
    pub team_id: Option<String>,
    /// Names of the files that go along.
    pub files: Vec<String>,
    pub created_at: String,
}

/// A text in one language.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = Variant)]
pub struct VariantView {
    /// BCP 47, such as `pt` or `pt-BR`.
    pub language: String,
    pub text: String,
}

impl CannedReplyView {
    #[must_use]
    pub fn of(it: &CannedReply) -> Self {
        let variant = |it: &Variant| VariantView {
            language: it.language.clone(),
            text: it.text.clone(),
        };
        CannedReplyView {
            id: it.id.to_string(),
            name: it.name.clone(),
            text: it.text.clone(),
            variants: it.variants.iter().map(variant).collect(),
            team_id: match it.audience {
                Audience::Team(id) => Some(id.to_string()),
                _ => None,
            },
            files: it.files.iter().map(|it| it.name.clone()).collect(),
            created_at: time(it.created_at),
        }
    }
}
