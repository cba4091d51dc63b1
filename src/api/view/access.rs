//! Invitations, tokens and what somebody leaves, as programs see them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::view::choices::{self, one};
use crate::api::view::time;
use crate::domain::access::{LetterTrouble, Link, LinkPurpose, Token};

/// An invitation nobody has accepted yet.
#[derive(Debug, Clone, Default, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub struct InvitationView {
    pub id: String,
    pub email: String,
    pub name: String,
    #[schema(schema_with = one::<choices::Role>)]
    pub role: &'static str,
    pub teams: Vec<String>,
    /// An agent's id; null when a program invited.
    pub invited_by: Option<String>,
    /// When its link was made.
    pub created_at: String,
    pub expires_at: String,
    /// Why the letter with its link did not arrive; null when it did, is on its way, or was not wished.
    pub letter_problem: Option<LetterProblem>,
}

/// Why a letter of Lobby's own did not arrive.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LetterProblem {
    pub at: String,
    /// Where it was to go.
    pub to: String,
    /// Such as `send-recipient-gone`.
    pub code: String,
    /// What the server said.
    pub detail: String,
    /// It is tried again without anybody's doing.
    pub tried_again: bool,
}

impl LetterProblem {
    fn of(it: &LetterTrouble) -> Self {
        LetterProblem {
            at: time(it.at),
            to: it.to.clone(),
            code: it.code.clone(),
            detail: it.detail.clone(),
            tried_again: it.again,
        }
    }
}

impl InvitationView {
    #[must_use]
    pub fn of(it: &Link) -> Self {
        let times = InvitationView {
            id: it.id.to_string(),
            created_at: time(it.created_at),
            expires_at: time(it.expires_at),
            letter_problem: it.trouble.as_ref().map(LetterProblem::of),
            ..InvitationView::default()
        };
        match &it.purpose {
            LinkPurpose::Invite {
                email,
                name,
                role,
                teams,
                by,
            } => InvitationView {
                email: email.clone(),
                name: name.clone(),
                role: role.name(),
                teams: teams.iter().map(ToString::to_string).collect(),
                invited_by: by.map(|it| it.to_string()),
                ..times
            },
            _ => times,
        }
    }
}

/// An invitation with its link.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = InvitationMade)]
pub struct InvitationMade {
    pub invitation: InvitationView,
    /// What to open; it works once. Null in a repeat under the same key.
    pub url: Option<String>,
    /// It is on its way by mail.
    pub mailed: bool,
}

/// An API token that works; its secret is not kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Token)]
pub struct TokenView {
    pub id: String,
    pub name: String,
    #[schema(schema_with = one::<choices::Role>)]
    pub role: &'static str,
    /// The agent as whom it writes; null writes as a program.
    pub acts_as: Option<String>,
    /// Private teams it may see.
    pub teams: Vec<String>,
    pub created_at: String,
    /// An agent's id; null when a program or the command line made it.
    pub created_by: Option<String>,
    /// The token it was made with, and ends with.
    pub made_with: Option<String>,
    /// To five minutes.
    pub last_used_at: Option<String>,
}

impl TokenView {
    #[must_use]
    pub fn of(it: &Token) -> Self {
        TokenView {
            id: it.id.to_string(),
            name: it.name.clone(),
            role: it.role.name(),
            acts_as: it.acts_as.map(|it| it.to_string()),
            teams: it.teams.iter().map(ToString::to_string).collect(),
            created_at: time(it.created_at),
            created_by: it.created_by.map(|it| it.to_string()),
            made_with: it.made_with.map(|it| it.to_string()),
            last_used_at: it.last_used_at.map(time),
        }
    }
}

/// A token with its secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = TokenMade)]
pub struct TokenMade {
    pub token: TokenView,
    /// For `Authorization: Bearer`. Null in a repeat under the same key: revoke the token then and make another.
    pub secret: Option<String>,
}

/// What somebody would leave.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Leaving)]
pub struct LeavingView {
    /// Unresolved conversations they have.
    pub conversations: usize,
    /// Answers they promised.
    pub promises: usize,
    pub drafts: usize,
    /// Messages of theirs that have not left.
    pub unsent: usize,
    /// Teams where they are told of what is late.
    pub leads: Vec<String>,
    /// What each conversation has of theirs, as far as the caller may see it; the first 200.
    pub cases: Vec<LeftCase>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LeftCase {
    pub number: u64,
    pub subject: String,
    pub assigned: bool,
    pub promised: bool,
    pub draft: bool,
    pub unsent: usize,
}
