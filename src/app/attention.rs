//! What each of us works in now, from what their pages tell: one conversation at a time, whichever page of theirs was
//! touched last. In memory only; a visit that lasts is handed on to be written down.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::domain::effort::{STILL, Visit};
use crate::domain::id::{AgentId, ConversationId, SessionId};
use crate::domain::time::{Millis, Span};

/// A page tells every fifteen seconds; one that was not heard of so long is looked at no more.
const LASTS: Span = Span::seconds(40);
/// So often one of us is listened to in a minute.
const MOST: u32 = 120;
const MINUTE: i64 = 60_000;

/// A page in a browser.
pub type Page = (SessionId, u32);

/// What a page tells.
#[derive(Debug, Clone, Copy)]
pub struct Beat {
    pub agent: AgentId,
    pub page: Page,
    pub conversation: ConversationId,
    /// How long nothing was done on it.
    pub idle: Span,
    /// It is looked at no more.
    pub leaves: bool,
}

/// The one page of somebody that has their attention.
#[derive(Debug, Clone, Copy)]
struct Held {
    page: Page,
    conversation: ConversationId,
    visit: Visit,
    heard: Millis,
    acted: Millis,
}

impl Held {
    fn is_live(&self, now: Millis) -> bool {
        (0..=LASTS.0).contains(&now.since(self.heard).0)
    }

    /// Goes on until `to`, as far as somebody was at work.
    fn reach(&mut self, to: Millis) {
        self.visit.until = self.visit.until.max(to.min(self.acted + STILL));
    }
}

/// Everybody's attention.
#[derive(Debug, Default)]
pub struct Attention {
    held: Mutex<HashMap<AgentId, Held>>,
    /// The minute, and how often somebody was heard in it.
    heard: Mutex<HashMap<AgentId, (i64, u32)>>,
}

impl Attention {
    /// Whether somebody tells more than pages do.
    pub fn is_too_much(&self, agent: AgentId, now: Millis) -> bool {
        let minute = now.0.div_euclid(MINUTE);
        let mut all = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.entry(agent).or_default();
        *own = match *own {
            (at, n) if at == minute => (at, n.saturating_add(1)),
            _ => (minute, 1),
        };
        own.1 > MOST
    }

    /// Takes in what a page tells. Answers the visit that became longer by it, and in which conversation.
    pub fn beat(&self, it: &Beat, now: Millis) -> Option<(ConversationId, Visit)> {
        let acted = now - Span(it.idle.0.max(0));
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let live = all.get(&it.agent).copied().filter(|it| it.is_live(now));
        let Some(mut held) = live else {
            all.remove(&it.agent);
            begin(&mut all, it, (now, acted), now);
            return None;
        };
        let same_page = held.page == it.page;
        if !same_page && (it.leaves || acted <= held.acted) {
            return None;
        }
        if same_page && held.conversation == it.conversation {
            return goes_on(&mut all, it, held, (now, acted));
        }
        if it.leaves {
            return None;
        }
        // Another page has it from when it was touched; on the same one something else was opened just now.
        let from = if same_page { now } else { acted };
        held.reach(from);
        let from = from.max(held.visit.until);
        begin(&mut all, it, (now, acted), from);
        Some((held.conversation, held.visit)).filter(|it| it.1.until > it.1.from)
    }
}

fn begin(
    all: &mut HashMap<AgentId, Held>,
    it: &Beat,
    (now, acted): (Millis, Millis),
    from: Millis,
) {
    if it.leaves || now.since(acted) > STILL {
        return;
    }
    let visit = Visit { from, until: from };
    let held = Held {
        page: it.page,
        conversation: it.conversation,
        visit,
        heard: now,
        acted,
    };
    all.insert(it.agent, held);
}

fn goes_on(
    all: &mut HashMap<AgentId, Held>,
    it: &Beat,
    mut held: Held,
    (now, acted): (Millis, Millis),
) -> Option<(ConversationId, Visit)> {
    let before = held.visit.until;
    // Nothing was done for a while, and then something again: that is another visit.
    if acted > held.acted + STILL {
        held.visit = Visit {
            from: acted,
            until: acted,
        };
    }
    held.acted = held.acted.max(acted);
    held.heard = now;
    held.reach(now);
    if it.leaves {
        all.remove(&it.agent);
    } else {
        all.insert(it.agent, held);
    }
    let longer = held.visit.until > before && held.visit.until > held.visit.from;
    longer.then_some((held.conversation, held.visit))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::effort::Focus;
    use crate::domain::id::Id;
    use std::collections::BTreeMap;

    fn id<T: Id>(n: u128) -> T {
        T::from_uuid(uuid::Uuid::from_u128(n))
    }

    /// What pages of one person tell, and what is written down of it.
    #[derive(Default)]
    struct Told {
        attention: Attention,
        rows: BTreeMap<u128, Focus>,
    }

    impl Told {
        fn times(&self, case: u128) -> u32 {
            self.rows.get(&case).map_or(0, Focus::times)
        }

        /// `page` shows `case` at a second, nothing done for so many.
        fn beat(&mut self, at: i64, (page, case): (u32, u128), idle: i64, leaves: bool) {
            let beat = Beat {
                agent: id(1),
                page: (id(2), page),
                conversation: id(case),
                idle: Span::seconds(idle),
                leaves,
            };
            if let Some((of, visit)) = self.attention.beat(&beat, Millis(at * 1_000)) {
                let found = (1..9).find(|n| id::<ConversationId>(*n) == of);
                self.rows
                    .entry(found.unwrap_or_default())
                    .or_default()
                    .take(visit);
            }
        }

        fn spent(&self, case: u128) -> i64 {
            self.rows.get(&case).map_or(0, |it| it.spent().0 / 1_000)
        }
    }

    #[test]
    fn a_visit_lasts_from_opening_to_leaving() {
        let mut it = Told::default();
        for at in (0..60).step_by(15) {
            it.beat(at, (1, 5), 3, false);
        }
        it.beat(52, (1, 5), 0, true);
        it.beat(3_600, (1, 5), 0, false);
        it.beat(3_608, (1, 5), 8, true);
        assert_eq!(it.spent(5), 60);
        assert_eq!(it.times(5), 2);
    }

    #[test]
    fn who_does_nothing_for_a_minute_is_not_at_work() {
        let mut it = Told::default();
        for at in (0..=300).step_by(15) {
            it.beat(at, (1, 5), at, false);
        }
        assert_eq!(it.spent(5), 60);
        // Something is done again at 310.
        it.beat(315, (1, 5), 5, false);
        it.beat(330, (1, 5), 0, true);
        assert_eq!((it.spent(5), it.times(5)), (80, 2));
    }

    #[test]
    fn the_page_that_was_touched_last_has_it() {
        let mut it = Told::default();
        it.beat(0, (1, 5), 0, false);
        it.beat(15, (1, 5), 0, false);
        it.beat(20, (2, 6), 2, false);
        // The first one is in sight still, and nobody touches it.
        it.beat(30, (1, 5), 15, false);
        it.beat(35, (2, 6), 1, false);
        it.beat(45, (1, 5), 30, false);
        it.beat(50, (2, 6), 16, true);
        assert_eq!((it.spent(5), it.spent(6)), (18, 32));
    }

    #[test]
    fn of_two_opened_on_one_page_each_has_its_own_time() {
        let mut it = Told::default();
        it.beat(0, (1, 5), 0, false);
        it.beat(12, (1, 6), 0, false);
        // What the page says of the one it left comes late.
        it.beat(13, (1, 5), 1, true);
        it.beat(27, (1, 6), 0, false);
        assert_eq!((it.spent(5), it.spent(6)), (12, 15));
    }

    #[test]
    fn a_clock_that_goes_back_takes_nothing_away_and_adds_nothing() {
        let mut it = Told::default();
        it.beat(1_000, (1, 5), 0, false);
        it.beat(1_015, (1, 5), 0, false);
        it.beat(400, (1, 5), 0, false);
        it.beat(415, (1, 5), 0, false);
        assert_eq!(it.spent(5), 30);
        it.beat(-5_000, (1, 5), -900, false);
        it.beat(-4_999, (1, 5), -900, true);
        assert_eq!(it.spent(5), 31);
    }

    #[test]
    fn a_page_that_fell_silent_ends_its_visit() {
        let mut it = Told::default();
        it.beat(0, (1, 5), 0, false);
        it.beat(15, (1, 5), 0, false);
        it.beat(600, (1, 5), 0, false);
        it.beat(610, (1, 5), 0, true);
        assert_eq!((it.spent(5), it.times(5)), (25, 2));
    }

    #[test]
    fn a_flood_is_not_listened_to() {
        let it = Attention::default();
        let heard = (0..500).filter(|n| !it.is_too_much(id(1), Millis(*n)));
        assert_eq!(heard.count(), 120);
        assert!(!it.is_too_much(id(2), Millis(500)));
        assert!(!it.is_too_much(id(1), Millis(MINUTE)));
    }
}
