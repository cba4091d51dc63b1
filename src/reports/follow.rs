//! Keeping the facts in step: a thread of its own that follows the log, looks anew at the conversations it speaks of,
//! and writes their facts together with its place, so that after a stop it goes on exactly where it was.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::domain::error::{Error, Result};
use crate::domain::id::{ConversationId, Id, IncarnationId, Seq};
use crate::reports::dirty::Dirty;
use crate::reports::fact::Fact;
use crate::reports::fold::fold;
use crate::reports::gather::gather;
use crate::reports::names::Names;
use crate::reports::table;
use crate::store::views::{Page, Views};
use crate::store::{Look, Order, Store};

/// What facts are made of changed: those kept by another version are made anew.
const VERSION: u16 = 3;
/// Where the place in the log is kept.
const PLACE: [u8; 1] = [0xFF];
/// Where the place of a recount is kept: of which, the place in the log it began at, and the number it came to.
const RECOUNT: [u8; 1] = [0xFE];
/// Events read in one look, and conversations looked at anew in one.
const EVENTS: usize = 512;
const LOT: usize = 64;
/// Between two writes: a storm is written down in few of them.
const BETWEEN: Duration = Duration::from_millis(500);
/// How long a page waits for figures to be fresh.
const PATIENCE: Duration = Duration::from_millis(150);
/// Before trying again after the disk failed.
const PAUSE: Duration = Duration::from_secs(5);

/// The facts, and the thread that keeps them. Share it behind an `Arc`; dropping it ends the thread.
pub struct Reports {
    pub(super) views: Arc<Views>,
    pub(super) names: Arc<RwLock<Names>>,
    bell: Arc<Bell>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug, Default)]
struct Bell {
    state: Mutex<State>,
    rung: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The newest event of the log.
    told: Seq,
    /// Everything up to here is in the facts.
    shown: Seq,
    /// Of a building: conversations done, and how many there are.
    building: Option<(u64, u64)>,
    /// In which ours were seen at work since these were last looked at.
    worked: BTreeSet<ConversationId>,
    /// How often that was told, and how much of it is in the facts.
    beats: (u64, u64),
    hurry: bool,
    stop: bool,
}

impl Bell {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, how: impl FnOnce(&mut State)) {
        how(&mut self.state());
        self.rung.notify_all();
    }

    /// Waits until something holds, at most so long.
    fn wait(&self, patience: Duration, until: impl Fn(&State) -> bool) -> MutexGuard<'_, State> {
        let waited = self
            .rung
            .wait_timeout_while(self.state(), patience, |it| !until(it));
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Reports {
    /// Opens the facts in the data folder and follows the store from here on. Building them anew, when needed, goes on
    /// while reports are read.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn open(folder: &Path, store: &Arc<Store>) -> Result<Self> {
        Self::start(Views::open(folder)?, store)
    }

    /// Facts that are forgotten, for tests.
    ///
    /// # Errors
    /// None that are known.
    pub fn in_memory(store: &Arc<Store>) -> Result<Self> {
        Self::start(Views::in_memory()?, store)
    }

    fn start(views: Views, store: &Arc<Store>) -> Result<Self> {
        let names = views.read(Names::read)?;
        let (views, names) = (Arc::new(views), Arc::new(RwLock::new(names)));
        let bell = Arc::new(Bell::default());
        let told = bell.clone();
        store.on_commit(move |committed| {
            if !committed.events.is_empty() || !committed.worked.is_empty() {
                told.change(|it| {
                    it.told = committed.seq.max(it.told);
                    it.worked.extend(&committed.worked);
                    it.beats.0 += u64::from(!committed.worked.is_empty());
                });
            }
        });
        let follower = Follower {
            views: views.clone(),
            names: names.clone(),
            store: Arc::downgrade(store),
            bell: bell.clone(),
        };
        let thread = std::thread::Builder::new()
            .name("reports".to_owned())
            .spawn(move || follower.run())
            .map_err(|err| Error::internal("starting the thread of reports", err))?;
        Ok(Reports {
            views,
            names,
            bell,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// The place in the log up to which figures know everything.
    #[must_use]
    pub fn seq(&self) -> Seq {
        self.bell.state().shown
    }

    /// While facts are built anew: conversations done, and how many there are.
    #[must_use]
    pub fn building(&self) -> Option<(u64, u64)> {
        self.bell.state().building
    }

    /// Waits a little for figures to know everything up to `seq`, so that who just did something sees it; not long: what
    /// is there is shown.
    pub fn freshen(&self, seq: Seq) {
        self.wait_for(seq, PATIENCE);
    }

    /// Waits until figures know everything up to `seq`; false when they did not within `patience`.
    pub fn wait_for(&self, seq: Seq, patience: Duration) -> bool {
        let mut beats = 0;
        self.bell
            .change(|it| (it.hurry, beats) = (true, it.beats.0));
        let is_there = |it: &State| it.shown >= seq && it.beats.1 >= beats;
        let state = self.bell.wait(patience, |it| is_there(it) || it.stop);
        is_there(&state)
    }
}

impl Drop for Reports {
    fn drop(&mut self) {
        self.bell.change(|it| it.stop = true);
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the thread works with.
struct Follower {
    views: Arc<Views>,
    names: Arc<RwLock<Names>>,
    store: Weak<Store>,
    bell: Arc<Bell>,
}

/// What is written down with facts.
enum Mark {
    /// Everything up to a place in the log is in them.
    Place(Option<IncarnationId>, Seq),
    /// How far a recount has come.
    Recount(Option<Vec<u8>>),
}

/// Conversations by the place of their facts.
type Facts = BTreeMap<u32, Vec<(u16, Fact)>>;

impl Follower {
    /// The thread's life.
    fn run(&self) {
        while !self.stops() {
            if let Err(err) = self.follow() {
                tracing::warn!(error = %err, "reports lag behind");
                drop(self.bell.wait(PAUSE, |it| it.stop));
            }
        }
    }

    fn stops(&self) -> bool {
        self.bell.state().stop
    }

    fn look<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> Result<T> {
        let store = self.store.upgrade().ok_or(Error::Unavailable {
            code: "stopping",
            retry_after_s: 5,
        })?;
        store.look(look)
    }

    fn follow(&self) -> Result<()> {
        let (incarnation, last) = self.look(|look| Ok((look.incarnation()?, look.last_seq()?)))?;
        self.bell.change(|it| it.told = last.max(it.told));
        // After a write that failed, numbers were given that nobody wrote down: those in the file count.
        let written = self.views.read(Names::read)?;
        *self.names.write().unwrap_or_else(PoisonError::into_inner) = written;
        let known = self
            .views
            .read(|page| page.get(&PLACE, |it| place(it, incarnation)))?;
        let known = known.flatten().filter(|it| *it <= last);
        let mut at = match known {
            Some(at) => at,
            None => self.build(incarnation, None)?,
        };
        // There is no event of work that was seen: what was written behind the facts is found by when that was.
        let worked = self.look(|look| look.focus_written_since(at))?;
        self.bell.change(|it| it.worked.extend(&worked));
        self.show(at);
        loop {
            let is_news = |it: &State| it.told > at || !it.worked.is_empty();
            let state = self
                .bell
                .wait(Duration::from_secs(3_600), |it| it.stop || is_news(it));
            let (stop, news) = (state.stop, is_news(&state));
            drop(state);
            if stop {
                return Ok(());
            }
            if news {
                let began = Instant::now();
                at = self.catch_up(incarnation, at)?;
                self.show(at);
                let rest = BETWEEN.saturating_sub(began.elapsed());
                drop(self.bell.wait(rest, |it| it.stop || it.hurry));
            }
        }
    }

    fn show(&self, at: Seq) {
        self.bell.change(|it| {
            it.shown = at;
            it.building = None;
            it.hurry = it.told > at && it.hurry;
        });
    }

    /// Takes in the next events; where that ends.
    fn catch_up(&self, incarnation: Option<IncarnationId>, at: Seq) -> Result<Seq> {
        let (dirty, end) = self.look(|look| {
            let events = look.events_after(at, EVENTS)?;
            let mut dirty = Dirty::default();
            events.iter().for_each(|it| dirty.take(it));
            dirty.widen(look, &events)?;
            Ok((dirty, events.last().map_or(at, |it| it.seq)))
        })?;
        if let Some(asked) = dirty.everything {
            return self.build(incarnation, Some(asked));
        }
        // After the events: what was written before them was told by now, so the place never passes it.
        let (mut worked, mut beats) = (BTreeSet::new(), 0);
        self.bell
            .change(|it| (worked, beats) = (std::mem::take(&mut it.worked), it.beats.0));
        let worked = self.look(|look| with_successors(look, &worked))?;
        let mut facts = Facts::new();
        let all: Vec<_> = dirty.conversations.union(&worked).copied().collect();
        for lot in all.chunks(LOT) {
            let found = self.look(|look| {
                let facts = lot.iter().map(|id| fact(look, *id));
                facts.collect::<Result<Vec<_>>>()
            })?;
            found
                .into_iter()
                .flatten()
                .for_each(|it| put(&mut facts, it));
        }
        self.write(facts, Mark::Place(incarnation, end))?;
        self.bell.change(|it| it.beats.1 = beats);
        Ok(end)
    }

    /// Makes all facts anew, a block at a time. Up to where they know everything. With `over`, the event that asked for
    /// it, those that are there are shown until each is replaced, and after a stop it goes on where it was.
    fn build(&self, incarnation: Option<IncarnationId>, over: Option<Seq>) -> Result<Seq> {
        tracing::info!("building the facts of reports");
        let (last, all) = self.look(|look| {
            let newest = look.conversations_before(None, 1)?;
            Ok((look.last_seq()?, newest.first().map_or(0, |it| it.number)))
        })?;
        let (seq, mut from) = match over {
            Some(asked) => self.recount_at(asked)?.unwrap_or((last, None)),
            None => {
                self.views.write(true, &[])?;
                *self.names.write().unwrap_or_else(PoisonError::into_inner) = Names::default();
                (last, None)
            }
        };
        let told = |from: Option<u64>| Some((from.unwrap_or_default(), all));
        self.bell.change(|it| it.building = told(from));
        let mut facts = Facts::new();
        loop {
            let page = self.look(|look| {
                let page = look.conversations_by_number(Order::Forward, from, LOT)?;
                let facts = page.iter().map(|it| Ok(fold(&gather(look, it.clone())?)));
                facts.collect::<Result<Vec<_>>>()
            })?;
            from = page.last().map(|it| it.number).or(from);
            let whole = page.len() < LOT;
            for fact in page {
                put(&mut facts, fact);
            }
            if whole || facts.len() > 1 {
                let mark = over.map(|asked| recount_of(asked, seq, from));
                self.write(std::mem::take(&mut facts), Mark::Recount(mark))?;
            }
            self.bell.change(|it| it.building = told(from));
            if self.stops() {
                return Ok(seq);
            }
            if whole {
                break;
            }
        }
        self.write(facts, Mark::Place(incarnation, seq))?;
        Ok(seq)
    }

    /// Where a recount that was broken off goes on: the place in the log it began at, and the number it came to.
    fn recount_at(&self, asked: Seq) -> Result<Option<(Seq, Option<u64>)>> {
        let found = self.views.read(|page| page.get(&RECOUNT, <[u8]>::to_vec))?;
        let Some((words, _)) = found.as_deref().map(<[u8]>::as_chunks::<8>) else {
            return Ok(None);
        };
        let [of, began, number] = words else {
            return Ok(None);
        };
        let number = u64::from_le_bytes(*number);
        let goes_on = (Seq(u64::from_le_bytes(*began)), Some(number));
        Ok((u64::from_le_bytes(*of) == asked.0).then_some(goes_on))
    }

    /// Writes facts down, and the place they are of.
    fn write(&self, facts: Facts, mark: Mark) -> Result<()> {
        let mut names = self.names.write().unwrap_or_else(PoisonError::into_inner);
        let mut changes = self.views.read(|page: &Page| {
            let mut changes = Vec::new();
            for (block, facts) in &facts {
                changes.extend(table::replace(page, *block, facts, &mut names)?);
            }
            Ok(changes)
        })?;
        changes.extend(names.fresh());
        match mark {
            Mark::Place(incarnation, at) => {
                changes.push((PLACE.to_vec(), Some(place_of(incarnation, at))));
                changes.push((RECOUNT.to_vec(), None));
            }
            Mark::Recount(it) => changes.extend(it.map(|it| (RECOUNT.to_vec(), Some(it)))),
        }
        self.views.write(false, &changes)
    }
}

fn put(facts: &mut Facts, fact: Fact) {
    let (block, slot) = table::place(fact.number);
    facts.entry(block).or_default().push((slot, fact));
}

/// The fact of a conversation; nothing of one that never was.
fn fact(look: &Look<'_>, id: ConversationId) -> Result<Option<Fact>> {
    let found = look.conversation(id)?;
    found.map(|c| Ok(fold(&gather(look, c)?))).transpose()
}

/// These conversations and those they were put together with.
fn with_successors(
    look: &Look<'_>,
    of: &BTreeSet<ConversationId>,
) -> Result<BTreeSet<ConversationId>> {
    let mut out = BTreeSet::new();
    for id in of {
        let mut next = Some(*id);
        while let Some(id) = next.filter(|id| out.insert(*id)) {
            let found = look.conversation(id)?.filter(|it| it.merged);
            next = found.and_then(|it| it.successor);
        }
    }
    Ok(out)
}

fn place_of(incarnation: Option<IncarnationId>, at: Seq) -> Vec<u8> {
    let id = incarnation.map(|it| it.bytes()).unwrap_or_default();
    [&VERSION.to_le_bytes()[..], &id, &at.0.to_le_bytes()].concat()
}

fn recount_of(asked: Seq, began: Seq, number: Option<u64>) -> Vec<u8> {
    let all = [asked.0, began.0, number.unwrap_or_default()];
    all.iter().flat_map(|it| it.to_le_bytes()).collect()
}

/// The place that was written down; none of another version or another store.
fn place(bytes: &[u8], incarnation: Option<IncarnationId>) -> Option<Seq> {
    let seq = bytes.get(18..).and_then(|it| <[u8; 8]>::try_from(it).ok());
    let seq = Seq(u64::from_le_bytes(seq?));
    (place_of(incarnation, seq) == bytes).then_some(seq)
}
