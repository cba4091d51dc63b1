//! The sets behind the lists: one pair of ordered sets for each (list, part), so that a page and a count cost the
//! same however many conversations there are.

use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;

use crate::board::places::{Part, Places, made_of, parts_seen, places};
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
    newest: BTreeSet<Spot>,
}

/// Where a conversation stands now: sort keys, and the numbers of its sets.
#[derive(Debug)]
struct Standing {
    waiting: Millis,
    active: Millis,
    sets: Box<[u32]>,
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
        if let Some(old) = self.standing.get(&conversation.id)
            && old.waiting == places.waiting
            && old.active == places.active
            && old.sets == sets
        {
            return;
        }
        if self.moved(conversation.id, &places, &sets) {
            return;
        }
        self.take(conversation.id);
        if sets.is_empty() {
            return;
        }
        self.private.extend(conversation.audience);
        for number in &sets {
            if let Some(set) = self.set_mut(*number) {
                set.waiting.insert((places.waiting, conversation.id));
                set.newest.insert((places.active, conversation.id));
            }
        }
        let standing = Standing {
            waiting: places.waiting,
            active: places.active,
            sets,
        };
        self.standing.insert(conversation.id, standing);
    }

    /// Of a conversation that stays in its sets at its place by waiting, only the place by its newest is another.
    fn moved(&mut self, id: ConversationId, to: &Places, sets: &[u32]) -> bool {
        let Some(standing) = self.standing.get_mut(&id) else {
            return false;
        };
        if standing.waiting != to.waiting || *standing.sets != *sets {
            return false;
        }
        let from = std::mem::replace(&mut standing.active, to.active);
        for number in sets {
            if let Some(set) = self.set_mut(*number) {
                set.newest.remove(&(from, id));
                set.newest.insert((to.active, id));
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
                set.waiting.remove(&(old.waiting, id));
                set.newest.remove(&(old.active, id));
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
            newest: BTreeSet::new(),
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
        sets.iter().map(|it| it.newest.len()).sum()
    }

    /// Every list with something in it for a viewer, with its count.
    pub(super) fn counts(&self, viewer: &Viewer) -> HashMap<List, usize> {
        let parts: BTreeSet<Part> = parts_seen(viewer, &self.private).into_iter().collect();
        let mut out = HashMap::new();
        for set in self.sets.iter().filter(|it| parts.contains(&it.part)) {
            if !set.newest.is_empty() {
                *out.entry(set.list).or_default() += set.newest.len();
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
            match sort {
                Sort::Waiting => {
                    let low = after.map_or(Bound::Unbounded, Bound::Excluded);
                    let rest = set.waiting.range((low, Bound::Unbounded));
                    spots.extend(rest.take(limit));
                }
                Sort::Newest => {
                    let high = after.map_or(Bound::Unbounded, Bound::Excluded);
                    let rest = set.newest.range((Bound::Unbounded, high));
                    spots.extend(rest.rev().take(limit));
                }
            }
        }
        spots.sort_unstable();
        if sort == Sort::Newest {
            spots.reverse();
        }
        spots.truncate(limit);
        let spots = spots.into_iter();
        spots.map(|(key, id)| After { key, id }).collect()
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

    fn stands(&self, id: &ConversationId) -> Option<Places> {
        let found = self.standing.get(id)?;
        let sets = found
            .sets
            .iter()
            .filter_map(|it| usize::try_from(*it).ok())
            .filter_map(|at| self.sets.get(at))
            // What the sets themselves hold counts, not only what is noted.
            .filter(|set| {
                set.waiting.contains(&(found.waiting, *id))
                    && set.newest.contains(&(found.active, *id))
            });
        Some(Places {
            waiting: found.waiting,
            active: found.active,
            lists: sets.map(|it| (it.list, it.part)).collect(),
        })
    }
}
