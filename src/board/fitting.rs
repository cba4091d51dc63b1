//! What fits a condition: the shortest list that holds all of it is looked through from memory, what is done with from
//! the store's shelves behind it, and never more than so much for one page or one count.

use crate::board::{Board, Page, is_unread};
use crate::conditions::{Eye, Facts, Known, fits, lists, states};
use crate::domain::actor::Viewer;
use crate::domain::contact::Contact;
use crate::domain::error::Result;
use crate::domain::id::{AgentId, ConversationId};
use crate::domain::list::{After, List, Sort};
use crate::domain::time::Millis;
use crate::domain::view::{Condition, State};
use crate::store::conversations::Shelf;
use crate::store::{Look, Order};

/// Conversations looked at for one page, or to count what one looks at.
const LOOKED_AT: usize = 20_000;
/// The same for a count beside others.
const GLANCED_AT: usize = 5_000;
/// Counted at most beside others: more is "999+".
const MOST_GLANCED: usize = 1_000;
/// Counted at most of what one looks at: more than can be changed at once.
const MOST: usize = 10_001;
/// Taken from the board under one lock, and from a shelf at one time.
const LOT: usize = 256;
/// What is read of one costs as much as looking at so many.
const READING: usize = 20;
/// Keys of the shelves begin this far behind those of the board, so that one key says where to go on.
const SHELF: i64 = 1 << 54;

/// What is looked for, when, and in what order.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub condition: &'a Condition,
    pub sort: Sort,
    pub now: Millis,
}

/// How many fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    pub n: usize,
    /// There may be more: it was enough, or not all were looked at.
    pub or_more: bool,
}

/// One look through what may fit.
struct Search<'a, 't> {
    board: &'a Board,
    look: &'a Look<'t>,
    viewer: &'a Viewer,
    wanted: Wanted<'a>,
    states: Vec<State>,
    left: usize,
}

/// How a search ended.
enum End {
    /// There is no more.
    Over,
    /// Enough was found.
    Enough,
    /// Enough was looked at, up to here.
    Tired(Option<After>),
}

impl Board {
    /// A page of what fits, as this viewer may see it, beginning after `after`: the unresolved in the order wanted,
    /// behind them what is done with. Where few fit a page may be short although more follow.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn fitting(
        &self,
        look: &Look<'_>,
        viewer: &Viewer,
        wanted: Wanted<'_>,
        after: Option<After>,
        limit: usize,
    ) -> Result<Page> {
        let limit = limit.clamp(1, crate::board::MOST_ROWS);
        let mut found: Vec<After> = Vec::new();
        let end = Search::new(self, look, viewer, wanted, LOOKED_AT).run(after, |place| {
            let room = found.len() < limit;
            found.extend(room.then_some(place));
            room
        })?;
        let next = match end {
            End::Over => None,
            End::Enough => found.last().copied(),
            End::Tired(at) => at,
        };
        let mut rows = Vec::with_capacity(found.len());
        for place in found {
            rows.extend(self.row(look, place.id)?);
        }
        // Found and authorised again: the row may be of another moment than the list.
        rows.retain(|row| viewer.sees(&row.conversation));
        Ok(Page {
            rows,
            next,
            total: None,
        })
    }

    /// Numbers of all that fit, one more than `most` at most.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn numbers(
        &self,
        look: &Look<'_>,
        viewer: &Viewer,
        (condition, now): (&Condition, Millis),
        most: usize,
    ) -> Result<Vec<u64>> {
        let (mut out, mut after) = (Vec::new(), None);
        loop {
            let lot = crate::board::MOST_ROWS;
            let page = self.fitting(look, viewer, plain(condition, now), after, lot)?;
            out.extend(page.rows.iter().map(|it| it.conversation.number));
            after = page.next;
            if after.is_none() || out.len() > most {
                return Ok(out);
            }
        }
    }

    /// How many fit, counted as far as is cheap: beside other lists.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn glance(
        &self,
        look: &Look<'_>,
        viewer: &Viewer,
        condition: &Condition,
        now: Millis,
    ) -> Result<Counted> {
        let search = Search::new(self, look, viewer, plain(condition, now), GLANCED_AT);
        search.count(MOST_GLANCED)
    }

    /// How many fit: as many as can be changed at once are counted one by one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn count_fitting(
        &self,
        look: &Look<'_>,
        viewer: &Viewer,
        condition: &Condition,
        now: Millis,
    ) -> Result<Counted> {
        Search::new(self, look, viewer, plain(condition, now), LOOKED_AT).count(MOST)
    }

    /// The shortest list that holds all unresolved that fit.
    fn shortest(&self, viewer: &Viewer, condition: &Condition) -> List {
        let index = self.index();
        let all = lists(condition, viewer.agent_id()).into_iter();
        let all = all.chain([List::Unresolved]);
        let shortest = all.min_by_key(|list| index.count(viewer, *list));
        shortest.unwrap_or(List::Unresolved)
    }
}

fn plain(condition: &Condition, now: Millis) -> Wanted<'_> {
    Wanted {
        condition,
        sort: Sort::Newest,
        now,
    }
}

impl<'a, 't> Search<'a, 't> {
    fn new(
        board: &'a Board,
        look: &'a Look<'t>,
        viewer: &'a Viewer,
        wanted: Wanted<'a>,
        left: usize,
    ) -> Self {
        Search {
            board,
            look,
            viewer,
            states: states(wanted.condition),
            wanted,
            left,
        }
    }

    fn count(self, most: usize) -> Result<Counted> {
        let mut n = 0;
        let end = self.run(None, |_| {
            n += 1;
            n < most
        })?;
        Ok(Counted {
            n: n.min(most),
            or_more: !matches!(end, End::Over),
        })
    }

    /// Visits what fits, in order, until `visit` has enough.
    fn run(mut self, after: Option<After>, mut visit: impl FnMut(After) -> bool) -> Result<End> {
        let (mut phase, mut after) = place(after);
        if phase == 0 {
            match self.unresolved(after, &mut visit)? {
                End::Over => (phase, after) = (1, None),
                end => return Ok(end),
            }
        }
        let shelves = [
            (1, Shelf::Resolved, State::Resolved),
            (2, Shelf::Spam, State::Spam),
        ];
        for (at, shelf, state) in shelves {
            if phase > at {
                continue;
            }
            if phase < at {
                after = None;
            }
            if self.states.contains(&state) {
                match self.shelf((at, shelf), after, &mut visit)? {
                    End::Over => {}
                    end => return Ok(end),
                }
            }
        }
        Ok(End::Over)
    }

    fn unresolved(
        &mut self,
        mut after: Option<After>,
        visit: &mut impl FnMut(After) -> bool,
    ) -> Result<End> {
        if !self.states.iter().any(|it| it.is_unresolved()) {
            return Ok(End::Over);
        }
        let list = self.board.shortest(self.viewer, self.wanted.condition);
        loop {
            let sort = self.wanted.sort;
            let index = self.board.index();
            let lot = index.lot(self.viewer, list, sort, after, LOT);
            // What must be read is read while the board goes on.
            drop(index);
            let is_last = lot.len() < LOT;
            for (place, facts) in lot {
                if self.left == 0 {
                    return Ok(End::Tired(after));
                }
                after = Some(place);
                if facts.state.is_unresolved() && self.fits(&facts)? && !visit(place) {
                    return Ok(End::Enough);
                }
            }
            if is_last {
                return Ok(End::Over);
            }
        }
    }

    fn shelf(
        &mut self,
        (phase, shelf): (i64, Shelf),
        mut after: Option<After>,
        visit: &mut impl FnMut(After) -> bool,
    ) -> Result<End> {
        let order = match self.wanted.sort {
            Sort::Oldest => Order::Backward,
            _ => Order::Forward,
        };
        let behind = |it: After| After {
            key: Millis(it.key.0.saturating_add(phase.saturating_mul(SHELF))),
            ..it
        };
        loop {
            if self.left == 0 {
                // Not begun yet: from before the first of it.
                let first = After {
                    key: Millis(if order == Order::Forward {
                        SHELF - 1
                    } else {
                        0
                    }),
                    id: ConversationId::default(),
                };
                return Ok(End::Tired(Some(behind(after.unwrap_or(first)))));
            }
            let (found, next) = self
                .look
                .shelf((shelf, order), after, LOT, |it| self.viewer.sees(it))?;
            self.left = self.left.saturating_sub(LOT * READING / 2);
            for it in found {
                let place = After {
                    key: it.active_at,
                    id: it.id,
                };
                if self.fits(&Facts::of(&it))? && !visit(behind(place)) {
                    return Ok(End::Enough);
                }
            }
            if next.is_none() {
                return Ok(End::Over);
            }
            after = next;
        }
    }

    fn fits(&mut self, facts: &Facts) -> Result<bool> {
        self.left = self.left.saturating_sub(1);
        if !facts.listed || !self.states.contains(&facts.state) {
            return Ok(false);
        }
        let me = self.viewer.agent_id();
        let eye = Eye {
            me,
            now: self.wanted.now,
        };
        let mut reading = Reading {
            board: self.board,
            look: self.look,
            me,
            now: self.wanted.now,
            facts,
            person: None,
            cost: 0,
        };
        let fits = fits(self.wanted.condition, facts, eye, &mut reading);
        self.left = self.left.saturating_sub(reading.cost);
        fits
    }
}

/// The part of a search a place is of, and the place in it.
fn place(after: Option<After>) -> (i64, Option<After>) {
    let Some(it) = after else {
        return (0, None);
    };
    let phase = it.key.0.div_euclid(SHELF);
    let key = Millis(it.key.0.rem_euclid(SHELF));
    (phase, Some(After { key, ..it }))
}

/// Reads what is asked of one conversation beyond its facts.
struct Reading<'a, 't> {
    board: &'a Board,
    look: &'a Look<'t>,
    me: Option<AgentId>,
    now: Millis,
    facts: &'a Facts,
    person: Option<Contact>,
    cost: usize,
}

impl Known for Reading<'_, '_> {
    fn person(&mut self) -> Result<Contact> {
        if let Some(it) = &self.person {
            return Ok(it.clone());
        }
        self.cost += READING;
        let found = self.look.person(self.facts.contact)?.unwrap_or_default();
        self.person = Some(found.clone());
        Ok(found)
    }

    fn of_company(&mut self, key: &str) -> Result<String> {
        let company = self.person()?.company_of;
        if company.is_some() {
            self.cost += READING;
        }
        self.look.company_value(company, key)
    }

    fn unread(&mut self) -> Result<bool> {
        self.cost += READING;
        let Some(row) = self.board.row(self.look, self.facts.id)? else {
            return Ok(false);
        };
        match self.me {
            Some(me) => is_unread(self.look, me, &row.conversation),
            None => Ok(false),
        }
    }

    fn late(&mut self) -> Result<bool> {
        self.cost += READING;
        let row = self.board.row(self.look, self.facts.id)?;
        let sla = row.and_then(|it| it.conversation.sla.clone());
        Ok(sla.is_some_and(|it| it.is_late(self.now)))
    }
}
