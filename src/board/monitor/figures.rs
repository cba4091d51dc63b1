//! What conversations add up to: how many people wait, where, for how long, and who carries what. Pure, so that a minute
//! of yesterday is counted by the very arithmetic of now.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::id::{AgentId, ChannelId, ContactId, ConversationId, TeamId};
use crate::domain::monitor::Stand;
use crate::domain::queue::serving::{Effort, Weights};
use crate::domain::time::{Millis, Span};

/// What falls due within this time is at risk.
pub const SOON: Span = Span::minutes(15);
/// Where one age ends and the next begins.
pub const AGES: [Span; 4] = [
    Span::minutes(5),
    Span::minutes(15),
    Span::hours(1),
    Span::hours(4),
];
/// Conversations named, of each kind.
pub const NAMED: usize = 200;

/// A conversation, and the time it is named for.
pub type Named = (Millis, ConversationId);

/// What some conversations add up to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Count {
    /// Persons who wait for an answer: one who writes by two channels is one.
    pub people: usize,
    /// Conversations whose customer waits.
    pub waiting: usize,
    /// How many of them have waited for how long: each of [`AGES`], and longer.
    pub ages: [usize; 5],
    /// The one that has waited for longest.
    pub longest: Option<Named>,
    /// Conversations that need us, and those of them that nobody has.
    pub open: usize,
    pub unassigned: usize,
    /// What is agreed falls due soon; is overdue.
    pub soon: usize,
    pub late: usize,
}

/// What one person has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Load {
    pub open: usize,
    /// As what they may carry is counted.
    pub points: u16,
    pub waiting: usize,
    pub longest: Option<Named>,
    pub late: usize,
}

/// What the monitor shows of one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures {
    pub at: Millis,
    pub whole: Count,
    /// Longest wait first.
    pub queues: Vec<(Option<TeamId>, Count)>,
    pub channels: Vec<(ChannelId, Count)>,
    pub agents: BTreeMap<AgentId, Load>,
    /// Who waits, longest first; what is late, and what is soon, by when it is due. Not all of many.
    pub waiting: Vec<Named>,
    pub late: Vec<Named>,
    pub soon: Vec<Named>,
}

/// A count in the making.
#[derive(Default)]
struct Counting {
    count: Count,
    persons: HashSet<ContactId>,
}

impl Counting {
    fn add(&mut self, id: ConversationId, it: &Stand, person: ContactId, at: Millis) {
        let count = &mut self.count;
        if let Some(since) = it.waits() {
            count.waiting += 1;
            self.persons.insert(person);
            if let Some(age) = count.ages.get_mut(age(at.since(since))) {
                *age += 1;
            }
            let own = (since, id);
            count.longest = Some(count.longest.map_or(own, |it| it.min(own)));
        }
        count.open += usize::from(it.open);
        count.unassigned += usize::from(it.open && it.assignee.is_none());
        match it.due {
            Some(due) if due < at => count.late += 1,
            Some(due) if due <= at + SOON => count.soon += 1,
            _ => {}
        }
    }

    fn end(self) -> Count {
        Count {
            people: self.persons.len(),
            ..self.count
        }
    }
}

/// Which of the ages a wait is of.
#[must_use]
pub fn age(wait: Span) -> usize {
    AGES.iter().take_while(|it| wait >= **it).count()
}

/// Adds up how conversations stand at a moment. `person` is the root record of a contact.
#[must_use]
pub fn add_up<'s>(
    stands: impl Iterator<Item = (ConversationId, &'s Stand)>,
    person: impl Fn(ContactId) -> ContactId,
    weights: Weights,
    at: Millis,
) -> Figures {
    let mut whole = Counting::default();
    let mut queues: HashMap<Option<TeamId>, Counting> = HashMap::new();
    let mut channels: HashMap<ChannelId, Counting> = HashMap::new();
    let mut out = Figures {
        at,
        ..Figures::default()
    };
    for (id, it) in stands {
        let root = person(it.contact);
        whole.add(id, it, root, at);
        queues.entry(it.team).or_default().add(id, it, root, at);
        let channel = channels.entry(it.channel).or_default();
        channel.add(id, it, root, at);
        out.waiting.extend(it.waits().map(|since| (since, id)));
        match it.due {
            Some(due) if due < at => out.late.push((due, id)),
            Some(due) if due <= at + SOON => out.soon.push((due, id)),
            _ => {}
        }
        if let Some(agent) = it.assignee.filter(|_| it.open) {
            let points = weights.of(Effort::of(it.kind));
            carry(out.agents.entry(agent).or_default(), (id, points), it, at);
        }
    }
    out.whole = whole.end();
    out.queues = by_wait(queues.into_iter().map(|(it, n)| (it, n.end())));
    out.channels = by_wait(channels.into_iter().map(|(it, n)| (it, n.end())));
    for all in [&mut out.waiting, &mut out.late, &mut out.soon] {
        first(all);
    }
    out
}

fn carry(load: &mut Load, (id, points): (ConversationId, u16), it: &Stand, at: Millis) {
    load.open += 1;
    load.points = load.points.saturating_add(points);
    load.late += usize::from(it.due.is_some_and(|due| due < at));
    if let Some(since) = it.waits() {
        load.waiting += 1;
        let own = (since, id);
        load.longest = Some(load.longest.map_or(own, |it| it.min(own)));
    }
}

/// Where somebody has waited for longest comes first; where nobody waits, last.
fn by_wait<T: Ord>(all: impl Iterator<Item = (T, Count)>) -> Vec<(T, Count)> {
    let mut all: Vec<(T, Count)> = all.collect();
    let key = |it: &Count| it.longest.map_or(Millis(i64::MAX), |it| it.0);
    all.sort_by(|a, b| key(&a.1).cmp(&key(&b.1)).then_with(|| a.0.cmp(&b.0)));
    all
}

/// The first of many, in order.
fn first(all: &mut Vec<Named>) {
    if all.len() > NAMED {
        all.select_nth_unstable(NAMED);
        all.truncate(NAMED);
    }
    all.sort_unstable();
}
