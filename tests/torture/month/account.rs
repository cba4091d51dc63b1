//! What the log tells, kept apart from Lobby's own rows, and what should be true of it.

use std::collections::{BTreeMap, BTreeSet};

use lobby::domain::actor::{Actor, SystemPart};
use lobby::domain::conversation::Status;
use lobby::domain::event::{Event, EventKind};
use lobby::domain::id::{AgentId, ConversationId, Seq, TeamId};
use lobby::domain::reason::Reason;
use lobby::domain::sla::ClockKind;

use crate::month::hours::{MINUTE, is_open, open_time_after};
use crate::month::shop::{FIRST, FIT, NEXT, Person, TEAMS, URGENT, VIP, WARNED, Wish, agent, team};

/// Faults noted; more add nothing.
const MOST_WRONG: usize = 20;

/// A place in line: urgent ones first, then what has waited for longest.
type Place = (bool, i64, ConversationId);

/// How often what happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub came: u64,
    pub given: u64,
    pub waited: u64,
    pub answered: u64,
    pub warned: u64,
    pub missed: u64,
    pub taken_back: u64,
    pub overflowed: u64,
    pub reopened: u64,
}

/// An answer that is owed.
#[derive(Debug, Clone, Copy)]
struct Owed {
    kind: ClockKind,
    since: i64,
    warn_at: i64,
    due: i64,
    warned: bool,
    missed: bool,
}

#[derive(Debug, Clone)]
pub struct Case {
    pub customer: u64,
    pub wish: Wish,
    pub team: Option<u64>,
    pub assignee: Option<u64>,
    pub is_open: bool,
    pub is_waiting: bool,
    pub answered: bool,
    /// Since when nobody has it in its team.
    in_line_since: Option<i64>,
    owed: Option<Owed>,
}

impl Case {
    fn place(&self, id: ConversationId) -> Option<(u64, Place)> {
        let line = self.in_line_since?;
        let since = self.owed.map_or(line, |it| it.since);
        Some((self.team?, (!self.wish.urgent, since, id)))
    }
}

/// What is known, and what was found wrong.
#[derive(Debug)]
pub struct Account {
    people: Vec<Person>,
    pub cases: BTreeMap<ConversationId, Case>,
    lines: Vec<BTreeSet<Place>>,
    load: Vec<u16>,
    /// When which step of whose clock is to be taken.
    due: BTreeSet<(i64, ConversationId)>,
    pub seq: Seq,
    pub wrong: Vec<String>,
    tally: Tally,
    /// Controls: lines read from their end; each step heard of twice.
    pub reads_backwards: bool,
    pub hears_twice: bool,
}

impl Account {
    pub fn new(people: Vec<Person>) -> Self {
        Account {
            load: vec![0; people.len()],
            people,
            cases: BTreeMap::new(),
            lines: vec![BTreeSet::new(); usize::try_from(TEAMS).unwrap()],
            due: BTreeSet::new(),
            seq: Seq::default(),
            wrong: Vec::new(),
            tally: Tally::default(),
            reads_backwards: false,
            hears_twice: false,
        }
    }

    pub fn tally(&self) -> Tally {
        self.tally
    }

    fn finds(&mut self, wrong: String) {
        if self.wrong.len() < MOST_WRONG {
            self.wrong.push(wrong);
        }
    }

    /// Whose conversation began.
    pub fn begins(&mut self, id: ConversationId, customer: u64, wish: Wish) {
        self.tally.came += 1;
        let case = Case {
            customer,
            wish,
            team: None,
            assignee: None,
            is_open: true,
            is_waiting: false,
            answered: false,
            in_line_since: None,
            owed: None,
        };
        self.cases.insert(id, case);
    }

    /// Takes in an event of the log.
    pub fn hears(&mut self, event: &Event) {
        self.seq = event.seq;
        let Some(id) = event.subject.conversation else {
            return;
        };
        let at = event.at.0;
        if let EventKind::Assigned { to: Some(to), .. } = event.kind
            && event.actor == Actor::System(SystemPart::Routing)
        {
            self.is_given_rightly(id, to, at);
        }
        match event.kind {
            EventKind::SlaWarned { clock, due, .. } => self.step(id, (clock, due.0, at), true),
            EventKind::SlaMissed { clock, due, .. } => self.step(id, (clock, due.0, at), false),
            _ => self.moves(id, event),
        }
    }

    fn moves(&mut self, id: ConversationId, event: &Event) {
        let at = event.at.0;
        let Some(mut case) = self.cases.remove(&id) else {
            return;
        };
        self.forget(id, &case);
        match event.kind {
            EventKind::MessageReceived { .. } if case.owed.is_none() => {
                case.owed = Some(owed(&case, at));
            }
            EventKind::ReplyWritten { .. } => {
                self.tally.answered += 1;
                case.answered = true;
                case.owed = None;
            }
            EventKind::Assigned { to, why, .. } => {
                case.assignee = to.map(number_of);
                self.tally.taken_back += u64::from(matches!(why, Reason::NotTaken { .. }));
                self.tally.given += u64::from(to.is_some());
                let since = case.in_line_since.filter(|it| at > *it + 1_000);
                self.tally.waited += u64::from(to.is_some() && since.is_some());
            }
            EventKind::TeamSet { to, why, .. } => {
                case.team = to.map(team_number);
                case.in_line_since = None;
                self.tally.overflowed += u64::from(matches!(why, Reason::Overflow { .. }));
            }
            EventKind::StatusMoved { from, to, .. } => {
                let over = matches!(from, Status::Resolved { .. }) && to == Status::Open;
                self.tally.reopened += u64::from(over);
                case.is_open = to == Status::Open;
                case.is_waiting = matches!(to, Status::Waiting { .. });
            }
            _ => {}
        }
        let stands = case.is_open && case.assignee.is_none() && case.team.is_some();
        case.in_line_since = stands.then(|| case.in_line_since.unwrap_or(at));
        self.remember(id, &case);
        self.cases.insert(id, case);
    }

    fn forget(&mut self, id: ConversationId, case: &Case) {
        if let Some((team, place)) = case.place(id) {
            self.lines[index(team)].remove(&place);
        }
        if let (true, Some(agent)) = (case.is_open, case.assignee) {
            self.load[index(agent)] -= case.wish.weight();
        }
        if let Some(it) = case.owed {
            self.due.remove(&(it.warn_at, id));
            self.due.remove(&(it.due, id));
        }
    }

    fn remember(&mut self, id: ConversationId, case: &Case) {
        if let Some((team, place)) = case.place(id) {
            self.lines[index(team)].insert(place);
        }
        if let (true, Some(agent)) = (case.is_open, case.assignee) {
            self.load[index(agent)] += case.wish.weight();
        }
        if let Some(it) = case.owed {
            let steps = [(it.warn_at, it.warned), (it.due, it.missed)];
            let open = steps.into_iter().filter(|it| !it.1);
            self.due.extend(open.map(|it| (it.0, id)));
        }
    }

    /// A step of a clock was taken.
    fn step(&mut self, id: ConversationId, heard: (ClockKind, i64, i64), warning: bool) {
        for _ in 0..1 + u8::from(self.hears_twice) {
            let Some(mut case) = self.cases.remove(&id) else {
                return;
            };
            self.forget(id, &case);
            let wrong = noted(&mut case, heard, warning);
            self.remember(id, &case);
            self.cases.insert(id, case);
            match wrong {
                Some(what) => self.finds(format!("{id}: {what}: {heard:?}")),
                None if warning => self.tally.warned += 1,
                None => self.tally.missed += 1,
            }
        }
    }

    /// Whether somebody may have it now: they know what it is about, nobody of the team does, or it was waited for such
    /// a person for long enough.
    fn may_have(&self, person: &Person, case: &Case, at: i64) -> bool {
        let (Some(team), Some(since)) = (case.team, case.in_line_since) else {
            return false;
        };
        let Some(skill) = case.wish.skill else {
            return true;
        };
        let knows = |it: &Person| it.teams.contains(&team) && it.skills.contains(&skill);
        person.skills.contains(&skill)
            || !self.people.iter().any(knows)
            || at >= open_time_after(since, FIT * MINUTE)
    }

    /// The first in the lines of a person that they may have.
    fn first_for(&self, person: &Person, at: i64) -> Option<(Place, &Case)> {
        let lines = person.teams.iter().map(|it| &self.lines[index(*it)]);
        let first = lines.filter_map(|line| {
            let fits = |it: &&Place| self.may_have(person, &self.cases[&it.2], at);
            match self.reads_backwards {
                false => line.iter().find(fits),
                true => line.iter().rev().find(fits),
            }
        });
        first.min().map(|it| (*it, &self.cases[&it.2]))
    }

    fn is_given_rightly(&mut self, id: ConversationId, to: AgentId, at: i64) {
        let n = index(number_of(to));
        let (person, case) = (self.people[n].clone(), self.cases[&id].clone());
        let room = person.cap.saturating_sub(self.load[n]);
        if case.wish.weight() > room {
            self.finds(format!("{id}: too much for {n}, who has room for {room}"));
        }
        let Some((team, place)) = case.place(id) else {
            return self.finds(format!("{id}: given and not in line"));
        };
        if !person.teams.contains(&team) || !self.may_have(&person, &case, at) {
            self.finds(format!("{id}: not for {n}"));
        }
        if let Some((first, better)) = self.first_for(&person, at)
            && (first < place || self.reads_backwards && first != place)
            && better.wish.weight() <= room
        {
            let first = first.2;
            self.finds(format!("{id}: given to {n}, and {first} stands before it"));
        }
    }

    /// Looks at how things stand, after all was done that was to be done at a moment.
    pub fn checks(&mut self, there: &BTreeMap<u64, i64>, at: i64) {
        for n in there.keys() {
            let person = self.people[index(*n)].clone();
            let room = person.cap.saturating_sub(self.load[index(*n)]);
            if let Some((place, case)) = self.first_for(&person, at)
                && case.wish.weight() <= room
            {
                let what = format!("{}: waits for {n}, who has room for {room}", place.2);
                self.finds(what);
            }
        }
        while let Some((due, id)) = self.due.first().copied().filter(|it| it.0 <= at) {
            self.due.remove(&(due, id));
            self.finds(format!("{id}: a step of {due} is late at {at}"));
        }
    }
}

fn index(n: u64) -> usize {
    usize::try_from(n).unwrap()
}

fn number_of(id: AgentId) -> u64 {
    let all = 0..1_000;
    all.into_iter().find(|n| agent(*n) == id).unwrap()
}

fn team_number(id: TeamId) -> u64 {
    (0..TEAMS).find(|n| team(*n) == id).unwrap()
}

/// What is owed a customer who wrote at a moment.
fn owed(case: &Case, since: i64) -> Owed {
    let kind = match case.answered {
        false => ClockKind::FirstResponse,
        true => ClockKind::NextResponse,
    };
    let (minutes, always) = match (case.wish, kind) {
        (wish, _) if wish.vip => (VIP, true),
        (wish, _) if wish.urgent => (URGENT, false),
        (_, ClockKind::FirstResponse) => (FIRST, false),
        _ => (NEXT, false),
    };
    let after = |minutes: i64| match always {
        true => since + minutes * MINUTE,
        false => open_time_after(since, minutes * MINUTE),
    };
    Owed {
        kind,
        since,
        warn_at: after(minutes - WARNED),
        due: after(minutes),
        warned: false,
        missed: false,
    }
}

/// Notes a step; what is wrong with it.
fn noted(
    case: &mut Case,
    (kind, due, at): (ClockKind, i64, i64),
    warning: bool,
) -> Option<&'static str> {
    let Some(it) = case.owed.as_mut() else {
        return Some("nothing is owed");
    };
    if (it.kind, it.due) != (kind, due) {
        return Some("it is not what is owed");
    }
    let (done, when) = match warning {
        true => (&mut it.warned, it.warn_at),
        false => (&mut it.missed, it.due),
    };
    if std::mem::replace(done, true) {
        return Some("twice");
    }
    (at != when).then_some("late")
}

#[test]
fn a_clock_of_the_shop_stands_still_at_night() {
    use crate::month::hours::{HOUR, midnight};
    assert!(is_open(midnight(0) + 8 * HOUR) && !is_open(midnight(0) + 18 * HOUR));
}
