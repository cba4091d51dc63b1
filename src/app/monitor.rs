//! What the live monitor shows to who looks: the figures of the board, who is there and what they have, which channels
//! work, what went wrong. Now, or at a minute of the last day.

use crate::app::App;
use crate::board::{Figures, Load, Mishap, Sight, What};
use crate::domain::actor::{Right, Viewer};
use crate::domain::agent::{Agent, Availability};
use crate::domain::channel::{Channel, ChannelKind, Connection};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::ConnectionId;
use crate::domain::monitor::Scope;
use crate::domain::queue::serving::Break;
use crate::domain::team::Team;
use crate::domain::time::Millis;
use crate::sla::shift::{in_shift, is_on};
use crate::store::Look;

/// Things that went wrong, named one by one.
const MISHAPS: usize = 40;

/// How somebody is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum There {
    Here,
    /// They say they are there, and did nothing for a while.
    Idle,
    OnBreak(Option<Break>),
    Away,
    /// It is no time at which they work.
    OffShift,
    Off,
    /// It is not remembered.
    Unknown,
}

impl There {
    /// How somebody is there now; `active`: they did something on a page of Lobby lately.
    #[must_use]
    pub fn of(agent: &Agent, active: bool, now: Millis) -> Self {
        match agent.availability {
            Availability::Online if !in_shift(agent, now) => There::OffShift,
            Availability::Online if !is_on(agent, now) => There::Away,
            Availability::Online if !active => There::Idle,
            other => There::then(other),
        }
    }

    /// How somebody was there, who said so: whether they did anything then, nobody remembers.
    #[must_use]
    pub fn then(said: Availability) -> Self {
        match said {
            Availability::Online => There::Here,
            Availability::Away { why: Some(why), .. } => There::OnBreak(Some(why)),
            Availability::Away { .. } => There::Away,
            Availability::Off => There::Off,
        }
    }

    /// The name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            There::Here => "here",
            There::Idle => "idle",
            There::OnBreak(_) => "break",
            There::Away => "away",
            There::OffShift => "off_shift",
            There::Off => "off",
            There::Unknown => "unknown",
        }
    }

    /// Where the dot is, and the key of its word.
    #[must_use]
    pub fn shown(self) -> (&'static str, &'static str) {
        match self {
            There::Here => ("ok", "state-online"),
            There::Idle => ("warn", "queue-idle"),
            There::OnBreak(_) => ("warn", "break-state"),
            There::Away => ("warn", "state-away"),
            There::OffShift => ("off", "queue-off-shift"),
            There::Off => ("off", "state-off"),
            There::Unknown => ("off", "monitor-unknown"),
        }
    }
}

/// One of us, and what they have.
#[derive(Debug, Clone)]
pub struct Present {
    pub agent: Agent,
    pub there: There,
    /// Since when they are there so, where that is remembered.
    pub since: Option<Millis>,
    /// Until when, where they said so.
    pub until: Option<Millis>,
    pub load: Load,
    /// The conversation in front of them.
    pub at: Option<u64>,
}

/// Something that went wrong, and what it is about.
#[derive(Debug, Clone)]
pub struct Happened {
    pub mishap: Mishap,
    pub conversation: Option<Conversation>,
    pub channel: Option<Channel>,
}

/// Everything the monitor shows.
#[derive(Debug, Clone)]
pub struct Monitored {
    pub scope: Scope,
    /// It is not now.
    pub past: bool,
    /// Since when one may go back.
    pub since: Millis,
    pub figures: Figures,
    pub people: Vec<Present>,
    pub doors: Vec<(Channel, Connection)>,
    pub happened: Vec<Happened>,
}

/// Whose work a viewer looks after.
///
/// # Errors
/// [`Error::Forbidden`] when nobody's.
pub fn scope(look: &Look<'_>, viewer: &Viewer) -> Result<Scope> {
    let teams = look.arranged::<Team>()?;
    Scope::of(viewer, &teams).ok_or(Error::Forbidden {
        need: Right::Supervise.name(),
    })
}

/// What a viewer may see of it, now or `at` a time of the last day.
///
/// # Errors
/// As [`scope`]; [`Error::Invalid`] on `at` for a time that is not remembered.
pub fn monitored(
    app: &App,
    look: &Look<'_>,
    viewer: &Viewer,
    (at, now): (Option<Millis>, Millis),
) -> Result<Monitored> {
    let scope = scope(look, viewer)?;
    let board = app.board.monitor();
    let at = at.filter(|at| *at < now);
    let since = board.since(look, now)?;
    if at.is_some_and(|at| at < since) {
        return Err(Error::invalid("at", "error-monitor-at"));
    }
    let sight = Sight {
        viewer,
        scope: &scope,
    };
    let figures = board.figures(look, sight, (at, now))?;
    Ok(Monitored {
        people: people(app, look, sight, &figures, (at, now))?,
        doors: doors(look, &scope)?,
        happened: happened(app, look, sight, (at.unwrap_or(now), now))?,
        past: at.is_some(),
        since,
        figures,
        scope,
    })
}

fn people(
    app: &App,
    look: &Look<'_>,
    sight: Sight<'_>,
    figures: &Figures,
    (at, now): (Option<Millis>, Millis),
) -> Result<Vec<Present>> {
    let eyes = app.eyes.all(now);
    let mut out = Vec::new();
    for agent in look.arranged::<Agent>()?.iter() {
        let own = match sight.scope {
            Scope::All => true,
            Scope::Teams(all) => agent.teams.iter().any(|it| all.contains(it)),
        };
        if !own || !agent.is_active() {
            continue;
        }
        let said = app.board.monitor().was(agent.id, at.unwrap_or(now));
        let active = app.presences.is_there(agent.id, now);
        let there = match (at, said) {
            (None, _) => There::of(agent, active, now),
            (Some(_), Some((_, how))) => There::then(how),
            (Some(_), None) => There::Unknown,
        };
        let before = said.filter(|(_, how)| at.is_some() || *how == agent.availability);
        let in_front = eyes.iter().find(|it| it.0 == agent.id && at.is_none());
        let in_front = in_front.map(|it| look.conversation(it.1)).transpose()?;
        let in_front = in_front.flatten().filter(|it| sight.viewer.sees(it));
        out.push(Present {
            there,
            since: before.map(|it| it.0),
            until: match (at, agent.availability) {
                (None, Availability::Away { until, .. }) => until,
                _ => None,
            },
            load: figures.agents.get(&agent.id).cloned().unwrap_or_default(),
            at: in_front.map(|it| it.number),
            agent: agent.clone(),
        });
    }
    Ok(out)
}

/// The channels of those teams, those that do not work first.
fn doors(look: &Look<'_>, scope: &Scope) -> Result<Vec<(Channel, Connection)>> {
    let mut out = Vec::new();
    for channel in look.arranged::<Channel>()?.iter() {
        let live = channel.retired_at.is_none() && channel.kind != ChannelKind::Log;
        if !live || !scope.has(channel.team) {
            continue;
        }
        if let Some(connection) = look.connection(channel.connection)? {
            out.push((channel.clone(), connection));
        }
    }
    Ok(out)
}

fn happened(
    app: &App,
    look: &Look<'_>,
    sight: Sight<'_>,
    times: (Millis, Millis),
) -> Result<Vec<Happened>> {
    let mut out: Vec<Happened> = Vec::new();
    app.board.monitor().mishaps(look, times, |it| {
        if let Some(id) = it.conversation {
            let found = look.conversation(id)?;
            let found = found.filter(|c| sight.viewer.sees(c) && sight.scope.has(c.team));
            let told = out
                .iter()
                .any(|known| known.mishap.conversation == Some(id) && known.mishap.what == it.what);
            out.extend(found.filter(|_| !told).map(|c| Happened {
                mishap: *it,
                conversation: Some(c),
                channel: None,
            }));
        } else if let What::Down(id) | What::Silent(id) = it.what {
            let channel = channel_of(look, id)?.filter(|c| sight.scope.has(c.team));
            out.extend(channel.map(|c| Happened {
                mishap: *it,
                conversation: None,
                channel: Some(c),
            }));
        } else if *sight.scope == Scope::All {
            out.push(Happened {
                mishap: *it,
                conversation: None,
                channel: None,
            });
        }
        Ok(out.len() < MISHAPS)
    })?;
    Ok(out)
}

fn channel_of(look: &Look<'_>, connection: ConnectionId) -> Result<Option<Channel>> {
    let all = look.channels_of(connection)?;
    Ok(all.into_iter().find(|it| it.retired_at.is_none()))
}
