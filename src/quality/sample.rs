//! What is reviewed of a week: of everybody as many, of each as evenly over the channels as there is something of, and a
//! third of it where something went wrong. The draw is made from what was there and a seed, and both are kept.

use std::collections::BTreeMap;

use crate::domain::actor::{Actor, SystemPart};
use crate::domain::automatic::survey::BAD;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, ChannelId, ConversationId, Id, ReviewId, Seq, TeamId};
use crate::domain::job::JobKind;
use crate::domain::list::After;
use crate::domain::quality::review::{Review, Why};
use crate::domain::quality::scorecard::Scorecard;
use crate::domain::quality::{Sample, Stratum};
use crate::domain::time::Millis;
use crate::quality::week::{Week, next_draw};
use crate::quality::{card_for, eligible};
use crate::store::conversations::Shelf;

use crate::store::{Look, Order, Write};

/// Conversations looked at in one look.
pub const PAGE: usize = 100;
/// Messages and events of one that are read, for who spoke and what became of it.
const READ: usize = 400;
/// So many messages between a customer and us are many.
const LONG: usize = 20;
/// One in so many is drawn where something went wrong.
const SHARE: usize = 3;

/// A conversation that can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidate {
    pub conversation: ConversationId,
    /// Who wrote most of what we said: whose work it is.
    pub agent: AgentId,
    pub channel: ChannelId,
    pub team: Option<TeamId>,
    /// What went wrong, the worst first.
    pub marks: Vec<Why>,
    /// All of us who wrote in it: none of them reviews it.
    pub spoke: Vec<AgentId>,
}

/// One that was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// Its place among the candidates.
    pub at: usize,
    pub why: Why,
}

/// A page of the conversations that were resolved in a week and in which somebody of ours said something; and where to go on.
///
/// # Errors
/// The store's.
pub fn pool(
    look: &Look<'_>,
    week: &Week,
    after: Option<After>,
) -> Result<(Vec<Candidate>, Option<After>)> {
    let within = |c: &Conversation| {
        let resolved =
            matches!(c.status, Status::Resolved { at, .. } if at >= week.from && at < week.to);
        resolved && c.is_case() && !c.history
    };
    let order = (Shelf::Resolved, Order::Forward);
    let (found, end) = look.shelf(order, after, PAGE, within)?;
    let mut out = Vec::new();
    for c in &found {
        out.extend(candidate(look, c)?.filter(|it| it.agent != AgentId::default()));
    }
    // Sorted by what happened last: behind this nothing was resolved so late.
    Ok((out, end.filter(|it| it.key >= week.from)))
}

/// What a conversation is as a candidate; nothing where no person of ours spoke, or it was erased.
///
/// # Errors
/// The store's.
pub fn candidate(look: &Look<'_>, c: &Conversation) -> Result<Option<Candidate>> {
    let erased = look
        .contact(c.contact)?
        .is_none_or(|it| it.erased_at.is_some());
    if erased {
        return Ok(None);
    }
    let (mut said, mut public): (BTreeMap<AgentId, usize>, usize) = (BTreeMap::new(), 0);
    for it in look.messages_after(c.id, None, READ)? {
        public += usize::from(it.kind.is_public() && it.moved_to.is_none());
        let by = it
            .author
            .agent()
            .filter(|_| it.is_said_by_us() && !it.redacted);
        if let Some(agent) = by {
            *said.entry(agent).or_default() += 1;
        }
    }
    let most = said
        .iter()
        .max_by_key(|it| (*it.1, std::cmp::Reverse(*it.0)));
    let Some(agent) = most.map(|it| *it.0) else {
        return Ok(None);
    };
    Ok(Some(Candidate {
        conversation: c.id,
        agent,
        channel: c.channel,
        team: c.team,
        marks: marks(c, public, went_on(look, c)?),
        spoke: said.into_keys().collect(),
    }))
}

/// Whether it was opened again after it had been resolved.
fn went_on(look: &Look<'_>, c: &Conversation) -> Result<bool> {
    let events = look.events_of(c.id, Seq::default(), READ)?;
    let again = |kind: &EventKind| match kind {
        EventKind::StatusMoved { from, to, .. } => {
            matches!(from, Status::Resolved { .. }) && to.is_unresolved()
        }
        _ => false,
    };
    Ok(events.iter().any(|it| again(&it.kind)))
}

fn marks(c: &Conversation, public: usize, went_on: bool) -> Vec<Why> {
    let rated = c.survey.as_ref().map_or(0, |it| it.rating);
    let late = c.sla.as_ref().is_some_and(|it| {
        let mut clocks = it.clocks.iter();
        clocks.any(|clock| clock.met_at.is_some_and(|met| clock.is_missed(met)))
    });
    let all = [
        (Why::Rated, (1..=BAD).contains(&rated)),
        (Why::Reopened, went_on),
        (Why::Late, late),
        (Why::Long, public >= LONG),
    ];
    let some = all.into_iter().filter(|it| it.1);
    some.map(|it| it.0).collect()
}

/// Draws so many of each agent's: a third among those with a mark, the rest whatever they are, always by the channel of
/// which least was drawn so far. The same candidates and seed make the same draw.
#[must_use]
pub fn draw(pool: &[Candidate], per_agent: usize, seed: u64) -> Vec<Drawn> {
    let mut of: BTreeMap<AgentId, Vec<usize>> = BTreeMap::new();
    for (at, it) in pool.iter().enumerate() {
        of.entry(it.agent).or_default().push(at);
    }
    let mut luck = Luck(seed);
    let mut out = Vec::new();
    for mut left in of.into_values() {
        luck.shuffle(&mut left);
        out.extend(draw_of(pool, left, per_agent));
    }
    out
}

fn draw_of(pool: &[Candidate], mut left: Vec<usize>, n: usize) -> Vec<Drawn> {
    let mut taken: BTreeMap<ChannelId, usize> = BTreeMap::new();
    let mut out: Vec<Drawn> = Vec::new();
    let marked = n.div_ceil(SHARE);
    while out.len() < n {
        let is_marked = |at: &usize| pool.get(*at).is_some_and(|it| !it.marks.is_empty());
        let wants_mark = out.len() < marked && left.iter().any(is_marked);
        let rank = |at: usize| {
            let channel = pool.get(at).map(|it| it.channel).unwrap_or_default();
            taken.get(&channel).copied().unwrap_or_default()
        };
        let fits = left
            .iter()
            .enumerate()
            .filter(|it| !wants_mark || is_marked(it.1));
        let Some(place) = fits.min_by_key(|it| rank(*it.1)).map(|it| it.0) else {
            break;
        };
        let at = left.remove(place);
        let Some(it) = pool.get(at) else { continue };
        let why = it.marks.first().copied().filter(|_| wants_mark);
        *taken.entry(it.channel).or_default() += 1;
        out.push(Drawn {
            at,
            why: why.unwrap_or(Why::Drawn),
        });
    }
    out
}

/// `SplitMix64`: small, known, and the same everywhere.
struct Luck(u64);

impl Luck {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn shuffle(&mut self, all: &mut [usize]) {
        for last in (1..all.len()).rev() {
            let bound = u64::try_from(last + 1).unwrap_or(1);
            let other = usize::try_from(self.next() % bound).unwrap_or_default();
            all.swap(last, other);
        }
    }
}

/// A candidate somebody can review, by which scorecard, and who can.
struct Able {
    card: Scorecard,
    reviewers: Vec<AgentId>,
}

/// Draws the sample that was due then from the candidates of its week, once, and plans the next. What was drawn, unless it
/// was before or is not wanted any more.
///
/// # Errors
/// The store's.
pub fn put(w: &mut Write<'_>, found: &[Candidate], due: Millis) -> Result<Option<Sample>> {
    let mut plan = w.quality_plan()?;
    if !plan.on || plan.due != Some(due) {
        return Ok(None);
    }
    let zone = w.business()?.unwrap_or_default().time_zone;
    let week = Week::before(w.now().max(due), &zone);
    let next = next_draw(w.now().max(due), &zone);
    plan.due = Some(next);
    w.put_quality_plan(&plan)?;
    w.job(next, JobKind::DrawSample { due: next })?;
    if w.sample(week.monday)?.is_some() {
        return Ok(None);
    }
    let (mut pool, mut able, mut without) = (Vec::new(), Vec::new(), 0_u32);
    for it in found {
        match can_be_drawn(w, &plan, it)? {
            Some(one) if one.reviewers.is_empty() => without += 1,
            Some(one) => {
                pool.push(it.clone());
                able.push(one);
            }
            None => {}
        }
    }
    let id: ReviewId = w.new_id();
    let seed = u64::from_be_bytes(id.bytes().last_chunk::<8>().copied().unwrap_or_default());
    let drawn = draw(&pool, usize::from(plan.per_agent()), seed);
    let sample = Sample {
        week: week.monday,
        seed,
        drawn_at: w.now(),
        per_agent: plan.per_agent(),
        strata: strata(&pool, &drawn),
        without_reviewer: without,
    };
    w.put_sample(&sample)?;
    give_out(w, &pool, &able, &drawn)?;
    let (n, of) = sample.total();
    let by = Actor::System(SystemPart::Timers);
    w.event(by, Subject::default(), EventKind::SampleDrawn { n, of })?;
    Ok(Some(sample))
}

/// As it stands now: what was erased, merged or taken for spam since it was found is left out.
fn can_be_drawn(
    look: &Look<'_>,
    plan: &crate::domain::quality::Plan,
    it: &Candidate,
) -> Result<Option<Able>> {
    let Some(c) = look
        .conversation(it.conversation)?
        .filter(Conversation::is_case)
    else {
        return Ok(None);
    };
    let erased = look
        .contact(c.contact)?
        .is_none_or(|it| it.erased_at.is_some());
    let active = look.agent(it.agent)?.is_some_and(|it| it.is_active());
    let Some(card) = card_for(look, c.team, c.channel)?.filter(|_| active && !erased) else {
        return Ok(None);
    };
    Ok(Some(Able {
        card,
        reviewers: eligible(look, plan, &c, &it.spoke)?,
    }))
}

fn strata(pool: &[Candidate], drawn: &[Drawn]) -> Vec<Stratum> {
    let mut all: BTreeMap<(AgentId, ChannelId), (u32, u32)> = BTreeMap::new();
    for it in pool {
        all.entry((it.agent, it.channel)).or_default().0 += 1;
    }
    for it in drawn.iter().filter_map(|it| pool.get(it.at)) {
        all.entry((it.agent, it.channel)).or_default().1 += 1;
    }
    let stratum = |((agent, channel), (of, drawn))| Stratum {
        agent,
        channel,
        of,
        drawn,
    };
    all.into_iter().map(stratum).collect()
}

/// Each goes to who was given least of it.
fn give_out(w: &mut Write<'_>, pool: &[Candidate], able: &[Able], drawn: &[Drawn]) -> Result<()> {
    let mut given: BTreeMap<AgentId, usize> = BTreeMap::new();
    for it in drawn {
        let (Some(c), Some(one)) = (pool.get(it.at), able.get(it.at)) else {
            continue;
        };
        let load = |id: &&AgentId| (given.get(id).copied().unwrap_or_default(), **id);
        let Some(reviewer) = one.reviewers.iter().min_by_key(load).copied() else {
            continue;
        };
        *given.entry(reviewer).or_default() += 1;
        begin(
            w,
            Actor::System(SystemPart::Timers),
            (c, &one.card),
            |review| {
                (review.reviewer, review.why) = (reviewer, it.why);
            },
        )?;
    }
    Ok(())
}

/// Writes a review that is to be done, and tells of it.
pub(super) fn begin(
    w: &mut Write<'_>,
    by: Actor,
    (c, card): (&Candidate, &Scorecard),
    fill: impl FnOnce(&mut Review),
) -> Result<Review> {
    let mut it = Review {
        id: w.new_id(),
        conversation: Some(c.conversation),
        agent: c.agent,
        channel: c.channel,
        team: c.team,
        card: card.id,
        questions: card.questions.clone(),
        made_at: w.now(),
        ..Review::default()
    };
    fill(&mut it);
    w.put_review(&it)?;
    let given = EventKind::ReviewGiven { review: it.id };
    w.event(by, Subject::agent(it.reviewer), given)?;
    Ok(it)
}
