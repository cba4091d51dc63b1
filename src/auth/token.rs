//! API tokens: `lobby_` and a secret, shown once. A token acts as an integration, or as the agent it was made for.

use std::collections::BTreeSet;

use crate::auth::secret::Secret;
use crate::auth::session;
use crate::domain::access::Token;
use crate::domain::actor::{Actor, Right, Role, Viewer};
use crate::domain::agent::Agent;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, TeamId, TokenId};
use crate::domain::time::{Millis, Span};
use crate::store::access::SecretHash;
use crate::store::{Look, Write};

/// What a written token begins with, so that scanners of leaked secrets can tell it.
const PREFIX: &str = "lobby_";
const LONGEST_NAME: usize = 100;
/// How stale "last used" may get before it is written, lazily.
pub const TOUCH_AFTER: Span = Span::minutes(5);

/// What a token is made with.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub name: String,
    pub role: Role,
    /// The agent it acts as; `None` is an integration.
    pub acts_as: Option<AgentId>,
    /// Private teams it may see.
    pub teams: Vec<TeamId>,
    /// The token it is made with, when a program makes it: it ends with that one.
    pub made_with: Option<TokenId>,
}

/// The written form, to show once.
#[must_use]
pub fn written(secret: &Secret) -> String {
    format!("{PREFIX}{}", secret.expose())
}

/// Reads the written form; `None` when it cannot be one.
#[must_use]
pub fn parse(written: &str) -> Option<Secret> {
    Secret::parse(written.strip_prefix(PREFIX)?)
}

/// The token of an `Authorization` header, when it is `Bearer` and well formed (RFC 6750).
#[must_use]
pub fn from_header(authorization: &str) -> Option<Secret> {
    let (scheme, rest) = authorization.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| parse(rest.trim()))
        .flatten()
}

/// Who asks with this token.
///
/// # Errors
/// [`Error::Unauthenticated`] when it is unknown or revoked, or the agent it acts as has left.
pub fn viewer(look: &Look<'_>, secret: &Secret) -> Result<(Viewer, Token)> {
    let found = look.token(secret.hash())?;
    let token = found
        .filter(|it| it.revoked_at.is_none())
        .ok_or(Error::Unauthenticated)?;
    let Some(agent) = token.acts_as else {
        let viewer = Viewer {
            actor: Actor::Integration(token.id),
            role: token.role,
            teams: token.teams.iter().copied().collect(),
            sees_all: false,
        };
        return Ok((viewer, token));
    };
    let agent = look.agent(agent)?.filter(Agent::is_active);
    let agent = agent.ok_or(Error::Unauthenticated)?;
    let mut viewer = session::viewer(&agent);
    // A token never outranks the agent it acts as, nor the agent the token.
    viewer.role = viewer.role.min(token.role);
    Ok((viewer, token))
}

/// Makes a token; only its secret's hash is kept.
///
/// # Errors
/// [`Error::Forbidden`] without the right to administer, or for a role above one's own;
/// [`Error::Invalid`] for `name`, `teams` or `acts_as`.
pub fn make(
    write: &mut Write<'_>,
    viewer: &Viewer,
    new: &NewToken,
    secret: SecretHash,
) -> Result<Token> {
    viewer.need(Right::Administer)?;
    if new.role > viewer.role {
        return Err(Error::Forbidden {
            need: Right::Own.name(),
        });
    }
    let name = new.name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid("name", "error-name-length"));
    }
    check_reach(write, viewer, new)?;
    let token = Token {
        id: write.new_id(),
        name: name.to_owned(),
        role: new.role,
        acts_as: new.acts_as,
        teams: new.teams.clone(),
        created_at: write.now(),
        created_by: viewer.agent_id(),
        made_with: new.made_with,
        last_used_at: None,
        revoked_at: None,
    };
    write.put_token(secret, &token)?;
    let kind = EventKind::TokenMade {
        token: token.id,
        role: token.role,
    };
    write.event(viewer.actor, Subject::default(), kind)?;
    Ok(token)
}

/// Nobody gives away sight they do not have themselves, nor another person's voice without being above them.
fn check_reach(look: &Look<'_>, viewer: &Viewer, new: &NewToken) -> Result<()> {
    let known: BTreeSet<TeamId> = look.teams()?.into_iter().map(|it| it.id).collect();
    let reach = |id: &TeamId| known.contains(id) && viewer.sees_team(*id);
    if !new.teams.iter().all(reach) {
        return Err(Error::invalid("teams", "error-team-unknown"));
    }
    if let Some(agent) = new.acts_as {
        let agent = look.agent(agent)?.filter(Agent::is_active);
        let reach = agent.is_some_and(|it| {
            viewer.agent_id() == Some(it.id)
                || (it.role <= viewer.role && it.teams.iter().all(|team| viewer.sees_team(*team)))
        });
        if !reach {
            return Err(Error::invalid("acts_as", "error-agent-unknown"));
        }
    }
    Ok(())
}

/// Revokes a token, and with it those that were made with it: whoever had it in hand has nothing left. The next request
/// with any of them is refused. Doing it twice is no error.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn revoke(write: &mut Write<'_>, viewer: &Viewer, id: TokenId) -> Result<()> {
    viewer.need(Right::Administer)?;
    write.token_by_id(id)?.ok_or(Error::not_found("token"))?;
    end(write, viewer.actor, Subject::default(), |it| it.id == id)
}

/// Revokes every token that acts as an agent who leaves, and those made with them.
///
/// # Errors
/// The store's.
pub fn revoke_of_agent(write: &mut Write<'_>, actor: Actor, agent: AgentId) -> Result<()> {
    end(write, actor, Subject::agent(agent), |it| {
        it.acts_as == Some(agent)
    })
}

fn end(
    write: &mut Write<'_>,
    actor: Actor,
    subject: Subject,
    ends: impl Fn(&Token) -> bool,
) -> Result<()> {
    let now = write.now();
    let mut left = write.tokens()?;
    let mut gone: BTreeSet<TokenId> = BTreeSet::new();
    loop {
        let (over, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(|(_, it)| {
            ends(it) || it.made_with.is_some_and(|maker| gone.contains(&maker))
        });
        left = rest;
        if over.is_empty() {
            return Ok(());
        }
        for (hash, mut token) in over {
            gone.insert(token.id);
            if token.revoked_at.is_none() {
                token.revoked_at = Some(now);
                write.put_token(hash, &token)?;
                let kind = EventKind::TokenRevoked { token: token.id };
                write.event(actor, subject, kind)?;
            }
        }
    }
}

/// The tokens that work, newest first.
///
/// # Errors
/// [`Error::Forbidden`] without the right to administer.
pub fn list(look: &Look<'_>, viewer: &Viewer) -> Result<Vec<Token>> {
    viewer.need(Right::Administer)?;
    let mut all: Vec<Token> = look.tokens()?.into_iter().map(|(_, it)| it).collect();
    all.retain(|it| it.revoked_at.is_none());
    all.sort_by_key(|it| std::cmp::Reverse(it.created_at));
    Ok(all)
}

/// Notes that a token was used. Written lazily; a revoked one stays revoked.
pub fn touch(write: &mut Write<'_>, secret: SecretHash, at: Millis) -> Result<()> {
    if let Some(mut token) = write.token(secret)?
        && token.last_used_at < Some(at)
    {
        token.last_used_at = Some(at);
        write.put_token(secret, &token)?;
    }
    Ok(())
}
