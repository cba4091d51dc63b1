//! A conversation as programs see it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::legal::due::LegalDueView;
use crate::api::view::choices::{self, maybe, one};
use crate::api::view::reason::Why;
use crate::api::view::sla::SlaView;
use crate::api::view::{Named, With, time};
use crate::conversations::chat::window::{Window, window};
use crate::domain::automatic::survey::Survey;
use crate::domain::channel::Channel;
use crate::domain::conversation::{Conversation, ParticipantRole, Status, WaitingOn};
use crate::domain::error::Result;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Conversation)]
pub struct ConversationView {
    pub number: u64,
    pub id: String,
    pub subject: String,
    #[schema(schema_with = one::<choices::Status>)]
    pub status: &'static str,
    #[schema(schema_with = maybe::<choices::WaitingOn>)]
    pub waiting_on: Option<&'static str>,
    pub follow_up_at: Option<String>,
    pub snoozed_until: Option<String>,
    pub resolved_at: Option<String>,
    pub quiet_closed: bool,
    pub contact: Named,
    /// Whom it is about, when that is somebody else.
    pub about: String,
    pub about_contact: Option<Named>,
    pub participants: Vec<ParticipantView>,
    pub assignee: Option<Named>,
    pub team: Option<Named>,
    #[schema(schema_with = one::<choices::Priority>)]
    pub priority: &'static str,
    pub tags: Vec<Named>,
    /// Of the newest public message.
    pub channel_id: String,
    pub channels: Vec<ChannelLabel>,
    pub why: Why,
    pub created_at: String,
    pub active_at: String,
    /// The first inbound nobody answered.
    pub waiting_since: Option<String>,
    pub messages: u32,
    pub excerpt: String,
    pub previous: Option<u64>,
    pub successor: Option<u64>,
    pub merged: bool,
    pub suggestion: Option<SuggestionView>,
    pub promise: Option<PromiseView>,
    pub automatic: bool,
    pub blocked: bool,
    pub history: bool,
    pub unverified: bool,
    /// An answer of ours failed, is late or uncertain.
    pub failed: bool,
    /// An answer of ours waits until the customer says yes to what asked.
    pub answer_waits: bool,
    /// Reopened too often within an hour: it stays open and nothing closes it.
    pub too_lively: bool,
    /// Its channels on which one may write freely only for a time after the customer wrote.
    pub windows: Vec<WindowView>,
    /// Where it stands with its SLA policy; null where none is for it.
    pub sla: Option<SlaView>,
    /// By when law wants it answered, or wanted; null where no date was ever set.
    pub legal_due: Option<LegalDueView>,
    /// How the customer was or will be asked how it was; null where they are not.
    pub survey: Option<SurveyView>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ChannelLabel)]
pub struct ChannelLabel {
    pub id: String,
    #[schema(schema_with = one::<choices::ChannelKind>)]
    pub kind: &'static str,
    pub name: String,
    pub address: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Participant)]
pub struct ParticipantView {
    pub contact: Named,
    #[schema(schema_with = one::<choices::ParticipantRole>)]
    pub role: &'static str,
    pub accepted: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Suggestion)]
pub struct SuggestionView {
    pub conversation: u64,
    pub why: Why,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Promise)]
pub struct PromiseView {
    pub due: String,
    pub owner: Option<Named>,
}

/// How a customer was asked for a rating.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Survey)]
pub struct SurveyView {
    /// When they are asked next.
    pub due_at: Option<String>,
    pub asked_at: Option<String>,
    /// The message that asked.
    pub message_id: Option<String>,
    /// 1 to 5; null while nothing came.
    pub rating: Option<u8>,
    pub rated_at: Option<String>,
}

/// What a customer gave.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Rating)]
pub struct RatingView {
    /// 1 to 5.
    pub rating: u8,
    pub comment: String,
    pub at: String,
}

fn survey(it: &Survey) -> SurveyView {
    let asked = it.message.is_some();
    SurveyView {
        due_at: it.due.map(time),
        asked_at: asked.then(|| time(it.asked_at)),
        message_id: it.message.map(|it| it.to_string()),
        rating: Some(it.rating).filter(|it| *it > 0),
        rated_at: (it.rating > 0).then(|| time(it.rated_at)),
    }
}

/// Until when one may write freely on a channel.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Window)]
pub struct WindowView {
    pub channel_id: String,
    pub open: bool,
    /// Until then, or closed since then; null when the customer never wrote there.
    pub until: Option<String>,
}

impl With<'_, '_> {
    fn windows(&self, it: &Conversation) -> Result<Vec<WindowView>> {
        let mut out = Vec::new();
        for id in &it.channels {
            let Some(channel) = self.look.channel(*id)? else {
                continue;
            };
            let found = window(self.look, it.contact, &channel, self.now)?;
            let until = match found {
                Window::Always => continue,
                Window::Until(at) => Some(at),
                Window::Closed(at) => at,
            };
            out.push(WindowView {
                channel_id: id.to_string(),
                open: found.is_open(),
                until: until.map(time),
            });
        }
        Ok(out)
    }
}

/// The moving parts of a status.
#[derive(Default)]
struct Moment {
    waiting_on: Option<&'static str>,
    follow_up_at: Option<String>,
    snoozed_until: Option<String>,
    resolved_at: Option<String>,
    quiet_closed: bool,
}

fn moment(status: Status) -> Moment {
    let none = Moment::default();
    match status {
        Status::Open | Status::Spam => none,
        Status::Waiting { on, follow_up_at } => Moment {
            waiting_on: Some(match on {
                WaitingOn::Customer => "customer",
                WaitingOn::ThirdParty => "third_party",
            }),
            follow_up_at: follow_up_at.map(time),
            ..none
        },
        Status::Snoozed { until } => Moment {
            snoozed_until: Some(time(until)),
            ..none
        },
        Status::Resolved { at, quiet } => Moment {
            resolved_at: Some(time(at)),
            quiet_closed: quiet,
            ..none
        },
    }
}

impl With<'_, '_> {
    pub fn conversation(&self, it: &Conversation) -> Result<ConversationView> {
        let now = moment(it.status);
        let number = |id| self.numbered(id);
        Ok(ConversationView {
            number: it.number,
            id: it.id.to_string(),
            subject: it.subject.clone(),
            status: it.status.name(),
            waiting_on: now.waiting_on,
            follow_up_at: now.follow_up_at,
            snoozed_until: now.snoozed_until,
            resolved_at: now.resolved_at,
            quiet_closed: now.quiet_closed,
            about: it.about.clone(),
            about_contact: it
                .about_contact
                .map(|id| self.named_contact(id))
                .transpose()?,
            contact: self.named_contact(it.contact)?,
            participants: self.participants(it)?,
            assignee: it.assignee.map(|id| self.named_agent(id)).transpose()?,
            team: it.team.map(|id| self.named_team(id)).transpose()?,
            priority: it.priority.name(),
            tags: it
                .tags
                .iter()
                .map(|id| self.named_tag(*id))
                .collect::<Result<_>>()?,
            channel_id: it.channel.to_string(),
            channels: self.labels(it)?,
            why: self.why(&it.why),
            created_at: time(it.created_at),
            active_at: time(it.active_at),
            waiting_since: it.waiting_since.map(time),
            messages: it.n_messages,
            excerpt: it.excerpt.clone(),
            previous: it.previous.map(number).transpose()?.flatten(),
            successor: it.successor.map(number).transpose()?.flatten(),
            merged: it.merged,
            suggestion: self.suggestion(it)?,
            promise: self.promise(it)?,
            automatic: it.automatic,
            blocked: it.blocked,
            history: it.history,
            unverified: it.unverified,
            failed: it.has_failed,
            answer_waits: it.has_waiting,
            too_lively: it.too_lively,
            windows: self.windows(it)?,
            sla: self.sla(it)?,
            legal_due: it.legal.as_deref().map(LegalDueView::of),
            survey: it.survey.as_deref().map(survey),
        })
    }

    fn participants(&self, it: &Conversation) -> Result<Vec<ParticipantView>> {
        let mut out = Vec::new();
        for one in &it.participants {
            out.push(ParticipantView {
                contact: self.named_contact(one.contact)?,
                role: match one.role {
                    ParticipantRole::Copy => "copy",
                    ParticipantRole::ThirdParty => "third_party",
                },
                accepted: one.accepted,
            });
        }
        Ok(out)
    }

    fn labels(&self, it: &Conversation) -> Result<Vec<ChannelLabel>> {
        let mut out = Vec::new();
        for id in &it.channels {
            out.extend(self.look.channel(*id)?.as_ref().map(label));
        }
        Ok(out)
    }

    fn suggestion(&self, it: &Conversation) -> Result<Option<SuggestionView>> {
        let Some(found) = it.suggestion else {
            return Ok(None);
        };
        let number = self.numbered(found.conversation)?;
        Ok(number.map(|conversation| SuggestionView {
            conversation,
            why: self.why(&found.reason),
        }))
    }

    fn promise(&self, it: &Conversation) -> Result<Option<PromiseView>> {
        let Some(found) = it.promise else {
            return Ok(None);
        };
        Ok(Some(PromiseView {
            due: time(found.due),
            owner: found.owner.map(|id| self.named_agent(id)).transpose()?,
        }))
    }
}

pub fn label(it: &Channel) -> ChannelLabel {
    ChannelLabel {
        id: it.id.to_string(),
        kind: it.kind.name(),
        name: it.name.clone(),
        address: it.address.clone(),
    }
}
