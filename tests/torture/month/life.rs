//! What happens in the month: who comes and goes, who writes, what is done with it, and when the power fails.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use lobby::conversations::reply::{Reply, reply};
use lobby::conversations::routing::back::take_back;
use lobby::conversations::routing::drain::{drain, look_ahead};
use lobby::conversations::routing::floor::There;
use lobby::conversations::said::Said;
use lobby::conversations::sla::follow::follow;
use lobby::conversations::{status, timers};
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::error::{Error, Result};
use lobby::domain::event::EventKind;
use lobby::domain::id::{ConversationId, Seq};
use lobby::domain::job::JobKind;
use lobby::domain::time::Millis;
use lobby::keys::KeyRing;
use lobby::store::{Lane, Look, Options, Store, Write};

use crate::deeds::open;
use crate::disk::{Disk, Failing};
use crate::month::account::{Account, Case};
use crate::month::hours::{BEGINNING, DAY, HOUR, MINUTE, day_and_time, midnight, works};
use crate::month::shop::{PEOPLE, Wish, agent, furnish, people, team, writes};
use crate::random::Random;

/// Conversations that begin on a working day.
const A_DAY: u64 = 1_200;
/// After the last arrival all is brought to its end within so long.
const AFTERWARDS: i64 = 4 * DAY;

/// What a control does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    NobodyDrains,
    TimersLate,
    LastFirst,
    TimersTwice,
}

/// What is to happen at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// A customer writes, the `nth` time.
    Writes(u64, u64),
    /// Who has it looks at it.
    Works(ConversationId),
    Resolves(ConversationId),
    Comes(u64),
    Goes(u64),
    Morning(i64),
}

pub struct Life {
    pub account: Account,
    disk: Disk,
    store: Option<Store>,
    now: Arc<AtomicI64>,
    keys: Arc<KeyRing>,
    random: Random,
    fault: Option<Fault>,
    agenda: BTreeMap<(i64, u64), Plan>,
    planned: u64,
    wishes: Vec<Wish>,
    /// How often each customer wrote.
    wrote: Vec<u64>,
    /// Those that somebody will look at.
    in_hand: BTreeSet<ConversationId>,
    there: BTreeMap<u64, i64>,
    viewers: Vec<Viewer>,
    ends: i64,
    /// After how many arrivals the power fails next.
    kills: (u64, u64),
}

impl Life {
    pub fn new(seed: u64, n: u64, kills: u64, fault: Option<Fault>) -> Self {
        let mut random = Random(seed);
        let people = people(&mut random);
        let viewers = (0..).zip(&people).map(|(n, it)| {
            let teams = it.teams.iter().map(|n| team(*n)).collect();
            Viewer::agent(agent(n), Role::Agent, teams)
        });
        let viewers = viewers.collect();
        let mut account = Account::new(people.clone());
        account.reads_backwards = fault == Some(Fault::LastFirst);
        account.hears_twice = fault == Some(Fault::TimersTwice);
        let mut life = Life {
            account,
            disk: Disk::default(),
            store: None,
            now: Arc::new(AtomicI64::new(BEGINNING)),
            keys: Arc::new(KeyRing::for_tests()),
            fault,
            agenda: BTreeMap::new(),
            planned: 0,
            wishes: (0..n).map(|_| Wish::any(&mut random)).collect(),
            wrote: vec![0; usize::try_from(n).unwrap()],
            in_hand: BTreeSet::new(),
            there: BTreeMap::new(),
            viewers,
            ends: 0,
            kills: (0, kills),
            random,
        };
        life.store = Some(life.opens());
        let furnished = life.acts(move |w| {
            w.place("sla")?;
            furnish(w, &people)
        });
        furnished.unwrap();
        life.plans_month(n);
        life
    }

    pub fn kills(&self) -> u64 {
        self.kills.0
    }

    pub fn days(&self) -> i64 {
        (self.now.load(Ordering::SeqCst) - BEGINNING) / DAY
    }

    fn below(&mut self, n: i64) -> i64 {
        i64::try_from(self.random.below(n.unsigned_abs())).unwrap()
    }

    fn plan(&mut self, at: i64, plan: Plan) {
        self.planned += 1;
        self.agenda.insert((at, self.planned), plan);
    }

    /// When everybody writes first: most by day, some at night and at weekends.
    fn plans_month(&mut self, n: u64) {
        let (mut left, mut day) = (n, 0);
        while left > 0 {
            let usual = if works(day) { A_DAY } else { A_DAY / 5 };
            for _ in 0..usual.min(left) {
                left -= 1;
                let hour = match self.random.one_in(10) {
                    true => self.below(24 * HOUR),
                    false => 7 * HOUR + self.below(12 * HOUR),
                };
                self.plan(midnight(day) + hour, Plan::Writes(left, 0));
            }
            day += 1;
        }
        self.ends = midnight(day) + AFTERWARDS;
        self.plan(midnight(0), Plan::Morning(0));
    }

    // --- the store and its failures

    fn opens(&self) -> Store {
        let now = self.now.clone();
        let options = Options {
            now: Arc::new(move || Millis(now.load(Ordering::SeqCst))),
            seed: Some(1),
            twice: false,
        };
        open(&self.disk, options).unwrap()
    }

    fn acts<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (done, _) = self.store.as_ref().unwrap().act(Lane::Hand, deed)?;
        Ok(done)
    }

    fn looks<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> Result<T> {
        self.store.as_ref().unwrap().look(look)
    }

    /// The power fails and comes back.
    fn is_killed(&mut self) {
        self.disk.fail(Some(Failing::Death { at: 1 }));
        self.store = None;
        self.disk.power_cut(&mut self.random);
        self.store = Some(self.opens());
        self.kills.0 += 1;
        let log = self.looks(|look| look.last_seq()).unwrap();
        assert!(log >= self.account.seq, "the log ends before {log:?}");
    }

    // --- the month

    /// Lets it all happen.
    pub fn runs(&mut self) {
        while let Some(at) = self.next_moment() {
            self.now.store(at, Ordering::SeqCst);
            while let Err(err) = self.happens(at) {
                let down = matches!(err, Error::Unavailable { .. } | Error::Internal(_));
                assert!(down && self.kills.1 > 0, "at {at}: {err}");
                self.is_killed();
            }
            if !self.account.wrong.is_empty() {
                return;
            }
        }
    }

    /// When something is to be done next; none when all is over.
    fn next_moment(&mut self) -> Option<i64> {
        let late = i64::from(self.fault == Some(Fault::TimersLate)) * 1_000;
        let due = loop {
            let soon = Millis(i64::MAX - 1);
            let found = self.looks(|look| {
                let job = look.jobs_due(soon, 1)?.first().map(|it| it.due);
                Ok(job.into_iter().chain(timers::next(look)?).min())
            });
            match found {
                Ok(it) => break it,
                Err(_) => self.is_killed(),
            }
        };
        let planned = self.agenda.keys().next().map(|it| it.0);
        let next = due.map(|it| it.0 + late).into_iter().chain(planned).min()?;
        let next = next.max(self.now.load(Ordering::SeqCst));
        (next < self.ends).then_some(next)
    }

    /// All that is to happen at a moment, and what Lobby does about it.
    fn happens(&mut self, at: i64) -> Result<()> {
        self.hears()?;
        while let Some((key, plan)) = self.agenda.first_key_value().map(|it| (*it.0, *it.1)) {
            if key.0 > at {
                break;
            }
            self.does(at, plan)?;
            self.agenda.remove(&key);
            self.works(at)?;
        }
        self.works(at)
    }

    /// What Lobby does by itself, until there is nothing left; then everything is looked at.
    fn works(&mut self, at: i64) -> Result<()> {
        while self.steps(at)? {}
        self.hears()?;
        self.account.checks(&self.there, at);
        Ok(())
    }

    fn steps(&mut self, at: i64) -> Result<bool> {
        let behind = self.looks(|look| Ok(look.cursor("sla")? < Some(look.last_seq()?)))?;
        if behind {
            self.acts(|w| {
                let from = w.place("sla")?;
                let last = follow(w, from, 10_000)?;
                w.put_cursor("sla", last)
            })?;
        }
        let due = self.looks(timers::next)?.is_some_and(|it| it.0 <= at);
        let fired = due && self.acts(timers::fire)? > 0;
        let jobs = self.does_jobs(at)?;
        let given = self.fault != Some(Fault::NobodyDrains) && self.drains(at)?;
        Ok(fired || jobs || given)
    }

    fn does_jobs(&mut self, at: i64) -> Result<bool> {
        let due = self.looks(|look| look.jobs_due(Millis(at), 100))?;
        for job in &due {
            if let JobKind::TakeBack { conversation } = job.kind {
                let there = self.present();
                self.acts(move |w| take_back(w, conversation, &[], &there))?;
            }
            let job = job.clone();
            self.acts(move |w| w.finish_job(&job).map(|_| ()))?;
        }
        Ok(!due.is_empty())
    }

    fn present(&self) -> Vec<There> {
        let there = self.there.iter().map(|(n, given_at)| There {
            agent: agent(*n),
            given_at: Millis(*given_at),
        });
        there.collect()
    }

    fn drains(&mut self, at: i64) -> Result<bool> {
        let there = self.present();
        let Some(ahead) = self.looks(|look| look_ahead(look, &there, Millis(at)))? else {
            return Ok(false);
        };
        let done = self.acts(move |w| drain(w, &there, &ahead))?;
        for it in &done.given {
            let n = (0..PEOPLE).find(|n| agent(*n) == it.to).unwrap();
            self.there.insert(n, at);
        }
        Ok(!done.given.is_empty())
    }

    /// Reads on in the log, and plans who does something about what it tells.
    fn hears(&mut self) -> Result<()> {
        loop {
            let from = self.account.seq;
            let (events, names) = self.looks(|look| news(look, from))?;
            if events.is_empty() {
                return Ok(());
            }
            for event in &events {
                if let (EventKind::ConversationStarted { .. }, Some(id)) =
                    (event.kind, event.subject.conversation)
                {
                    let customer = names[&id];
                    let wish = self.wishes[usize::try_from(customer).unwrap()];
                    self.account.begins(id, customer, wish);
                }
                self.account.hears(event);
            }
            let touched: BTreeSet<_> = events
                .iter()
                .filter_map(|it| it.subject.conversation)
                .collect();
            for id in touched {
                self.takes_in_hand(id);
            }
        }
    }

    fn takes_in_hand(&mut self, id: ConversationId) {
        let Some(case) = self.account.cases.get(&id) else {
            return;
        };
        if case.is_open && case.assignee.is_some() && self.in_hand.insert(id) {
            let now = self.now.load(Ordering::SeqCst);
            // Some are not taken for long.
            let pause = match self.random.one_in(10) {
                true => 90 * MINUTE,
                false => MINUTE + self.below(8 * MINUTE),
            };
            self.plan(now + pause, Plan::Works(id));
        }
    }

    // --- what people do

    fn does(&mut self, at: i64, plan: Plan) -> Result<()> {
        match plan {
            Plan::Writes(customer, nth) => self.customer_writes(customer, nth),
            Plan::Works(id) => self.agent_works(at, id),
            Plan::Resolves(id) => self.agent_resolves(id),
            Plan::Comes(n) => {
                self.there.entry(n).or_insert(0);
                Ok(())
            }
            Plan::Goes(n) => {
                self.there.remove(&n);
                Ok(())
            }
            Plan::Morning(day) => {
                self.plans_day(day);
                Ok(())
            }
        }
    }

    /// Who is there when on a day: a break at noon, now and then an hour away.
    fn plans_day(&mut self, day: i64) {
        if midnight(day + 1) < self.ends {
            self.plan(midnight(day + 1), Plan::Morning(day + 1));
        }
        for n in 0..PEOPLE {
            if !works(day) && !self.random.one_in(12) || self.random.one_in(15) {
                continue;
            }
            let mut at = midnight(day) + 7 * HOUR + 30 * MINUTE + self.below(HOUR);
            let end = midnight(day) + 17 * HOUR + self.below(2 * HOUR);
            while at < end {
                self.plan(at, Plan::Comes(n));
                let stays = 30 * MINUTE + self.below(4 * HOUR);
                self.plan((at + stays).min(end), Plan::Goes(n));
                at += stays + 5 * MINUTE + self.below(50 * MINUTE);
            }
        }
    }

    fn customer_writes(&mut self, customer: u64, nth: u64) -> Result<()> {
        let n = usize::try_from(customer).unwrap();
        self.fails_soon(nth);
        let (keys, wish) = (self.keys.clone(), self.wishes[n]);
        self.acts(move |w| writes(w, &keys, (customer, nth, wish)))?;
        self.wrote[n] = nth + 1;
        // Some say more before they are answered.
        if nth < 3 && self.random.one_in(6) {
            let at = self.now.load(Ordering::SeqCst) + MINUTE + self.below(10 * MINUTE);
            self.plan(at, Plan::Writes(customer, nth + 1));
        }
        Ok(())
    }

    /// Before some arrivals the power is about to fail.
    fn fails_soon(&mut self, nth: u64) {
        let (so_far, all) = self.kills;
        let came = self.account.tally().came;
        let n = u64::try_from(self.wishes.len()).unwrap();
        if nth == 0 && so_far < all && came >= so_far * n / all {
            let at = 1 + self.random.below(80);
            self.disk.fail(Some(Failing::Death { at }));
        }
    }

    fn case(&self, id: ConversationId) -> Case {
        self.account.cases[&id].clone()
    }

    fn agent_works(&mut self, at: i64, id: ConversationId) -> Result<()> {
        let case = self.case(id);
        let Some(n) = case.assignee.filter(|_| case.is_open) else {
            self.in_hand.remove(&id);
            return Ok(());
        };
        if !self.there.contains_key(&n) {
            let (_, time) = day_and_time(at);
            let wait = if time > 18 * HOUR {
                10 * HOUR
            } else {
                15 * MINUTE
            };
            self.plan(at + wait, Plan::Works(id));
            return Ok(());
        }
        let (by, keys) = (
            self.viewers[usize::try_from(n).unwrap()].clone(),
            self.keys.clone(),
        );
        self.acts(move |w| {
            let number = w.conversation(id)?.unwrap_or_default().number;
            let answer = Reply {
                conversation: number,
                said: Said::of("It fits every table, by a clamp of steel."),
                ..Reply::default()
            };
            reply(w, &keys, &by, &answer).map(|_| ())
        })?;
        self.in_hand.remove(&id);
        self.goes_on(at, id, case.customer);
        Ok(())
    }

    /// After an answer the customer writes again, it is resolved, or both.
    fn goes_on(&mut self, at: i64, id: ConversationId, customer: u64) {
        let nth = self.wrote[usize::try_from(customer).unwrap()];
        if nth < 6 && self.random.one_in(3) {
            let wait = MINUTE + self.below(2 * HOUR);
            self.plan(at + wait, Plan::Writes(customer, nth));
        } else if !self.random.one_in(10) {
            let wait = MINUTE + self.below(20 * MINUTE);
            self.plan(at + wait, Plan::Resolves(id));
            if nth < 6 && self.random.one_in(10) {
                let wait = HOUR + self.below(20 * HOUR);
                self.plan(at + wait, Plan::Writes(customer, nth));
            }
        }
    }

    fn agent_resolves(&mut self, id: ConversationId) -> Result<()> {
        let case = self.case(id);
        let Some(n) = case.assignee.filter(|_| case.is_waiting) else {
            return Ok(());
        };
        let by = self.viewers[usize::try_from(n).unwrap()].clone();
        self.acts(move |w| {
            let number = w.conversation(id)?.unwrap_or_default().number;
            status::resolve(w, &by, number).map(|_| ())
        })
    }
}

/// What the log tells from behind a place on, and whose the conversations are that begin.
fn news(
    look: &Look<'_>,
    from: Seq,
) -> Result<(
    Vec<lobby::domain::event::Event>,
    BTreeMap<ConversationId, u64>,
)> {
    let events = look.events_after(from, 1_000)?;
    let mut names = BTreeMap::new();
    for event in &events {
        if let (EventKind::ConversationStarted { .. }, Some(id)) =
            (event.kind, event.subject.conversation)
            && let Some(c) = look.conversation(id)?
        {
            let person = look.contact(c.contact)?.unwrap_or_default();
            let n = person
                .name
                .rsplit(' ')
                .next()
                .and_then(|it| it.parse().ok());
            names.insert(id, n.unwrap());
        }
    }
    Ok((events, names))
}
