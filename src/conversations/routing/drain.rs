//! The lines are emptied: what has needed us for longest goes first, to whoever can have it, as long as anybody can.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::conversations::routing::floor::{Floor, There};
use crate::conversations::steps::line::in_hours;
use crate::conversations::steps::moves::give_to;
use crate::conversations::steps::settle::settle;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::SystemPart;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, ConversationId, Seq, TeamId};
use crate::domain::job::TimerKind;
use crate::domain::queue::serving::Effort;
use crate::domain::reason::Reason;
use crate::domain::time::Millis;
use crate::routing::Nobody;
use crate::store::lines::InLine;
use crate::store::{Look, Write};

/// Conversations given out in one deed.
const LOT: usize = 8;
/// Places of a line read together.
const PAGE: usize = 64;
/// Places passed in one deed, once something was given in it: the first is not kept waiting for what is far behind it.
const FAR: usize = 32;

/// A conversation that was given to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    pub conversation: ConversationId,
    pub to: AgentId,
}

/// What a lot did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drained {
    pub given: Vec<Given>,
    /// There may be more to give.
    pub more: bool,
}

/// How far the lines were looked through: nobody can have what stands before.
#[derive(Debug, Clone)]
pub struct Ahead {
    /// What had happened then.
    seq: Seq,
    lines: Lines,
    kept_free: BTreeSet<AgentId>,
}

impl Ahead {
    /// The lines from where they were left, when nothing has happened since; else from their beginnings.
    fn go_on(&self, look: &Look<'_>, floor: &mut Floor) -> Result<Lines> {
        if look.last_seq()? != self.seq {
            return Ok(Lines::of(floor));
        }
        floor.kept_free.clone_from(&self.kept_free);
        Ok(self.lines.clone())
    }
}

/// Looks for the first conversation that could be given to anybody now, before a deed is asked for; `None`: there is none.
///
/// # Errors
/// The store's.
pub fn look_ahead(look: &Look<'_>, there: &[There], now: Millis) -> Result<Option<Ahead>> {
    let mut floor = Floor::read(look, there, now)?;
    let mut lines = Lines::of(&floor);
    let Some((first, ..)) = lines.next(look, &mut floor)? else {
        return Ok(None);
    };
    lines.put_back(&first);
    Ok(Some(Ahead {
        seq: look.last_seq()?,
        lines,
        kept_free: floor.kept_free,
    }))
}

/// Gives a lot of what stands in line to those who are there, who are those that were looked ahead for.
///
/// # Errors
/// The store's.
pub fn drain(w: &mut Write<'_>, there: &[There], ahead: &Ahead) -> Result<Drained> {
    let mut floor = Floor::read(w, there, w.now())?;
    let mut lines = ahead.go_on(w, &mut floor)?;
    let mut out = Drained::default();
    lines.passed = 0;
    while let Some((mut c, to, why)) = lines.next(w, &mut floor)? {
        if settle(w, &mut c)? && !c.stands_in_line() {
            w.put_conversation(&c)?;
            continue;
        }
        give(w, &mut c, to, why)?;
        floor.gave(to, &c);
        out.given.push(Given {
            conversation: c.id,
            to,
        });
        if out.given.len() >= LOT || lines.passed >= FAR {
            out.more = true;
            break;
        }
    }
    Ok(out)
}

fn give(w: &mut Write<'_>, c: &mut Conversation, to: AgentId, why: Reason) -> Result<()> {
    let voice = Voice::system(SystemPart::Routing);
    give_to(w, c, voice, Some(to), why)?;
    let team = c.team.map(|id| w.team(id)).transpose()?.flatten();
    let back = team.map_or(0, |it| {
        it.queue.take_back.minutes(Effort::of(c.channel_kind))
    });
    let now = w.now();
    let mut line = c.line.take().unwrap_or_default();
    line.team = c.team.unwrap_or_default();
    line.given_at = Some(now);
    c.line = Some(line);
    if back > 0 {
        let due = in_hours(w, c, now, back)?;
        w.set_timer(c.id, TimerKind::TakeBack, due)?;
    }
    w.put_conversation(c)
}

/// The lines of the teams Lobby gives out for, as one.
#[derive(Debug, Clone)]
struct Lines {
    read: BTreeMap<TeamId, Part>,
    /// How many nobody can have.
    passed: usize,
}

/// A line, as far as it was read.
#[derive(Debug, Clone, Default)]
struct Part {
    places: VecDeque<InLine>,
    last: Option<InLine>,
    ended: bool,
}

impl Lines {
    fn of(floor: &Floor) -> Self {
        let teams = floor.crews.keys();
        Lines {
            read: teams.map(|id| (*id, Part::default())).collect(),
            passed: 0,
        }
    }

    /// What was read last stands first again.
    fn put_back(&mut self, c: &Conversation) {
        let part = c.team.and_then(|it| self.read.get_mut(&it));
        if let Some(part) = part {
            part.places.push_front(InLine::of(c));
        }
    }

    /// The next conversation somebody can have, and who. What nobody can have now is passed.
    fn next(
        &mut self,
        look: &Look<'_>,
        floor: &mut Floor,
    ) -> Result<Option<(Conversation, AgentId, Reason)>> {
        loop {
            self.read.retain(|team, _| floor.has_room(*team));
            for (team, part) in &mut self.read {
                part.fill(look, *team)?;
            }
            let heads = self.read.iter_mut();
            let heads = heads.filter(|(_, it)| !it.places.is_empty());
            let Some((_, part)) = heads.min_by_key(|(_, it)| it.places.front().copied()) else {
                return Ok(None);
            };
            let place = part.places.pop_front();
            let found = place.map(|it| look.conversation(it.conversation));
            let Some(c) = found.transpose()?.flatten() else {
                continue;
            };
            match floor.who(look, &c)? {
                Ok((to, why)) => return Ok(Some((c, to, why))),
                Err(Nobody::HasRoom) => floor.keep_free(look, &c)?,
                Err(Nobody::There | Nobody::Fits) => {}
            }
            self.passed += 1;
        }
    }
}

impl Part {
    fn fill(&mut self, look: &Look<'_>, team: TeamId) -> Result<()> {
        if self.ended || !self.places.is_empty() {
            return Ok(());
        }
        let page = look.line(Some(team), self.last, PAGE)?;
        self.ended = page.len() < PAGE;
        self.last = page.last().copied().or(self.last);
        self.places = page.into();
        Ok(())
    }
}
