//! People, teams and tags as programs see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::view::choices::{self, one};
use crate::api::view::time;
use crate::domain::agent::{Agent, Availability};
use crate::domain::canned_reply::{Audience, CannedReply, Variant};
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
    pub active: bool,
    pub created_at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Availability)]
pub struct AvailabilityView {
    #[schema(schema_with = one::<choices::Availability>)]
    pub state: &'static str,
    pub until: Option<String>,
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
                Availability::Online => AvailabilityView {
                    state: "online",
                    until: None,
                },
                Availability::Away { until } => AvailabilityView {
                    state: "away",
                    until: until.map(time),
                },
                Availability::Off => AvailabilityView {
                    state: "off",
                    until: None,
                },
            },
            active: it.is_active(),
            created_at: time(it.created_at),
        }
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
    pub created_at: String,
}

impl TeamView {
    #[must_use]
    pub fn of(it: &Team) -> Self {
        TeamView {
            id: it.id.to_string(),
            name: it.name.clone(),
            private: it.private,
            lead: it.lead.map(|id| id.to_string()),
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
