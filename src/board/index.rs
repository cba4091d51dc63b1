//! The sets behind the lists: ordered sets for each (list, part), so that a page and a count cost the same however many
//! conversations there are; and of each conversation what conditions ask first.

use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::Arc;

use crate::board::places::{Keys, Part, Places, made_of, parts_seen, places};
use crate::conditions::Facts;
use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::id::{ConversationId, TeamId};
use crate::domain::list::{After, List, Sort};
use crate::domain::time::Millis;

type Spot = (Millis, ConversationId);

#[derive(Debug)]
struct Set {
    list: List,
    part: Part,
    waiting: BTreeSet<Spot>,
    /// By activity: newest from its end, oldest from its beginning.
    active: BTreeSet<Spot>,
    due: BTreeSet<Spot>,
}

impl Set {
    /// What "due first" is by: where all are due by law, by that alone.
    fn due_key(&self, keys: Keys) -> Millis {
        match self.list {
            List::LegalDue => keys.legal,
            _ => keys.due,
        }
    }

    fn insert(&mut self, keys: Keys, id: ConversationId) {
        self.waiting.insert((keys.waiting, id));
        self.active.insert((keys.active, id));
        self.due.insert((self.due_key(keys), id));
    }

    fn remove(&mut self, keys: Keys, id: ConversationId) {
        self.waiting.remove(&(keys.waiting, id));
        self.active.remove(&(keys.active, id));
        self.due.remove(&(self.due_key(keys), id));
    }

    fn move_to(&mut self, from: Keys, to: Keys, id: ConversationId) {
        let due = (self.due_key(from), self.due_key(to));
        for (set, from, to) in [
            (&mut self.waiting, from.waiting, to.waiting),
            (&mut self.active, from.active, to.active),
            (&mut self.due, due.0, due.1),
        ] {
            if from != to {
                set.remove(&(from, id));
                set.insert((to, id));
            }
        }
    }

    fn holds(&self, keys: Keys, id: ConversationId) -> bool {
        self.waiting.contains(&(keys.waiting, id))
            && self.active.contains(&(keys.active, id))
            && self.due.contains(&(self.due_key(keys), id))
    }

    /// At most `limit` from behind `after`, in the order of `sort`.
    fn rest(&self, sort: Sort, after: Option<Spot>, limit: usize, out: &mut Vec<Spot>) {
        let bound = after.map_or(Bound::Unbounded, Bound::Excluded);
        let (set, rising) = match sort {
            Sort::Waiting => (&self.waiting, true),
            Sort::Due => (&self.due, true),
            Sort::Oldest => (&self.active, true),
            Sort::Newest => (&self.active, false),
        };
        if rising {
            out.extend(set.range((bound, Bound::Unbounded)).take(limit));
        } else {
            out.extend(set.range((Bound::Unbounded, bound)).rev().take(limit));
        }
    }
}

/// Where a conversation stands now: sort keys, the numbers of its sets, and what conditions ask.
#[derive(Debug)]
struct Standing {
    keys: Keys,
    sets: Box<[u32]>,
    facts: Arc<Facts>,
}

/// All sets, and for each conversation which of them it stands in.
#[derive(Debug, Default)]
pub(super) struct Index {
    numbers: HashMap<(List, Part), u32>,
    sets: Vec<Set>,
    standing: HashMap<ConversationId, Standing>,
    private: BTreeSet<TeamId>,
}

impl Index {
    /// Puts a conversation where it stands now, or takes it away when it stands nowhere.
    pub(super) fn put(&mut self, conversation: &Conversation) {
        let places = places(conversation);
        let sets: Box<[u32]> = places
            .lists
            .iter()
            .map(|(list, part)| self.number(*list, *part))
            .collect();
        if self.stays(conversation, places.keys, &sets) {
            return;
        }
        self.take(conversation.id);
        if sets.is_empty() {
            return;
        }
        self.private.extend(conversation.audience);
        for number in &sets {
            if let Some(set) = self.set_mut(*number) {
                set.insert(places.keys, conversation.id);
            }
        }
        let standing = Standing {
            keys: places.keys,
            sets,
            facts: Arc::new(Facts::of(conversation)),
        };
        self.standing.insert(conversation.id, standing);
    }

    /// Of a conversation that stays in its sets only the places that are others change.
    fn stays(&mut self, it: &Conversation, to: Keys, sets: &[u32]) -> bool {
        let Some(standing) = self.standing.get_mut(&it.id) else {
            return false;
        };
        if *standing.sets != *sets {
            return false;
        }
        let facts = Facts::of(it);
        if *standing.facts != facts {
            standing.facts = Arc::new(facts);
        }
        let from = std::mem::replace(&mut standing.keys, to);
        if from == to {
            return true;
        }
        for number in sets {
            if let Some(set) = self.set_mut(*number) {
                set.move_to(from, to, it.id);
            }
        }
        true
    }

    fn take(&mut self, id: ConversationId) {
        let Some(old) = self.standing.remove(&id) else {
            return;
        };
        for number in old.sets {
            if let Some(set) = self.set_mut(number) {
                set.remove(old.keys, id);
            }
        }
    }

    fn set_mut(&mut self, number: u32) -> Option<&mut Set> {
        usize::try_from(number)
            .ok()
            .and_then(|at| self.sets.get_mut(at))
    }

    fn number(&mut self, list: List, part: Part) -> u32 {
        if let Some(number) = self.numbers.get(&(list, part)) {
            return *number;
        }
        let number = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        self.sets.push(Set {
            list,
            part,
            waiting: BTreeSet::new(),
            active: BTreeSet::new(),
            due: BTreeSet::new(),
        });
        self.numbers.insert((list, part), number);
        number
    }

    fn sets_seen(&self, viewer: &Viewer, list: List) -> Vec<&Set> {
        let parts = parts_seen(viewer, &self.private);
        let keys = made_of(list)
            .into_iter()
            .flat_map(|list| parts.iter().map(move |part| (list, *part)));
        keys.filter_map(|key| self.numbers.get(&key))
            .filter_map(|number| usize::try_from(*number).ok())
            .filter_map(|at| self.sets.get(at))
            .collect()
    }

    /// How many conversations of a list a viewer sees.
    pub(super) fn count(&self, viewer: &Viewer, list: List) -> usize {
        let sets = self.sets_seen(viewer, list);
        sets.iter().map(|it| it.active.len()).sum()
    }

    /// Every list with something in it for a viewer, with its count.
    pub(super) fn counts(&self, viewer: &Viewer) -> HashMap<List, usize> {
        let parts: BTreeSet<Part> = parts_seen(viewer, &self.private).into_iter().collect();
        let mut out = HashMap::new();
        for set in self.sets.iter().filter(|it| parts.contains(&it.part)) {
            if !set.active.is_empty() {
                *out.entry(set.list).or_default() += set.active.len();
            }
        }
        out
    }

    /// A page of a list as a viewer sees it: where each row stands, in order, at most `limit`.
    pub(super) fn page(
        &self,
        viewer: &Viewer,
        list: List,
        sort: Sort,
        after: Option<After>,
        limit: usize,
    ) -> Vec<After> {
        let mut spots: Vec<Spot> = Vec::new();
        let after = after.map(|it| (it.key, it.id));
        for set in self.sets_seen(viewer, list) {
            set.rest(sort, after, limit, &mut spots);
        }
        spots.sort_unstable();
        if sort.is_falling() {
            spots.reverse();
        }
        spots.truncate(limit);
        let spots = spots.into_iter();
        spots.map(|(key, id)| After { key, id }).collect()
    }

    /// As [`Index::page`], with what conditions ask of each.
    pub(super) fn lot(
        &self,
        viewer: &Viewer,
        list: List,
        sort: Sort,
        after: Option<After>,
        limit: usize,
    ) -> Vec<(After, Arc<Facts>)> {
        let spots = self.page(viewer, list, sort, after, limit).into_iter();
        let found = spots.filter_map(|spot| {
            let standing = self.standing.get(&spot.id)?;
            Some((spot, standing.facts.clone()))
        });
        found.collect()
    }

    pub(super) fn len(&self) -> usize {
        self.standing.len()
    }

    /// Conversations that stand elsewhere in the other index.
    pub(super) fn differences(&self, other: &Index) -> Vec<ConversationId> {
        let ids: BTreeSet<_> = self.standing.keys().chain(other.standing.keys()).collect();
        ids.into_iter()
            .filter(|id| self.stands(id) != other.stands(id))
            .copied()
            .collect()
    }

    fn stands(&self, id: &ConversationId) -> Option<(Places, Arc<Facts>)> {
        let found = self.standing.get(id)?;
        let sets = found
            .sets
            .iter()
            .filter_map(|it| usize::try_from(*it).ok())
            .filter_map(|at| self.sets.get(at))
            // What the sets themselves hold counts, not only what is noted.
            .filter(|set| set.holds(found.keys, *id));
        Some((
            Places {
                keys: found.keys,
                lists: sets.map(|it| (it.list, it.part)).collect(),
            },
            found.facts.clone(),
        ))
    }
}
