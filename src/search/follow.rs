//! Keeping the index in step: a thread of its own that follows the log, reads rows by its own looks in pages, and
//! commits documents together with its place in the log, so that after a stop it goes on exactly where it was.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use tantivy::indexer::IndexWriterOptions;
use tantivy::{Index, IndexReader, IndexWriter, TantivyDocument, Term};

use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{ContactId, ConversationId, Id, IncarnationId, Seq};
use crate::search::documents;
use crate::search::schema::{self, Fields};
use crate::store::{Look, Store};

/// Events read in one look.
const BATCH: usize = 500;
/// A commit comes after this much quiet, this long after the first change, or with this many documents.
const QUIET: Duration = Duration::from_millis(400);
const LATEST: Duration = Duration::from_secs(1);
const MOST: usize = 2_000;
/// The same while building anew, when nobody waits for a single message.
const BUILD_MOST: usize = 50_000;
const BUILD_PAGE: usize = 50;
/// Bytes Tantivy gathers before it writes a segment; the least it takes.
const MEMORY: usize = 15_000_000;
/// Before trying again after the disk failed.
const PAUSE: Duration = Duration::from_secs(5);

/// What the thread and the others tell each other.
#[derive(Debug, Default)]
pub(super) struct Bell {
    state: Mutex<State>,
    rung: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The newest event of the log.
    told: Seq,
    /// Everything up to here is found.
    shown: Seq,
    /// Somebody waits: commit without waiting for quiet.
    hurry: bool,
    /// Everything up to here is to be merged, so that nothing is left of documents that were removed; and up to
    /// where it was.
    forget: Seq,
    forgotten: Seq,
    building: bool,
    stop: bool,
}

impl Bell {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn tell(&self, seq: Seq) {
        let mut state = self.state();
        state.told = seq.max(state.told);
        self.rung.notify_all();
    }

    pub(super) fn stop(&self) {
        self.state().stop = true;
        self.rung.notify_all();
    }

    pub(super) fn is_building(&self) -> bool {
        self.state().building
    }

    pub(super) fn shown(&self) -> Seq {
        self.state().shown
    }

    /// Asks for a commit now and waits until everything up to `seq` is found; false when out of patience.
    pub(super) fn wait_for(&self, seq: Seq, patience: Duration) -> bool {
        let mut state = self.state();
        state.hurry = true;
        self.rung.notify_all();
        let (state, _) = self
            .rung
            .wait_timeout_while(state, patience, |it| it.shown < seq && !it.stop)
            .unwrap_or_else(PoisonError::into_inner);
        state.shown >= seq
    }

    /// Asks for the index to be merged once it is up to `seq`, and waits; false when out of patience.
    pub(super) fn forget(&self, seq: Seq, patience: Duration) -> bool {
        let mut state = self.state();
        (state.hurry, state.forget) = (true, seq);
        self.rung.notify_all();
        let (state, _) = self
            .rung
            .wait_timeout_while(state, patience, |it| it.forgotten < seq && !it.stop)
            .unwrap_or_else(PoisonError::into_inner);
        state.forgotten >= seq
    }

    /// Waits for events after `at`, for a stop, or for `patience` to end; with `dirty`, for a hurry too.
    fn wait(&self, at: Seq, dirty: bool, patience: Duration) -> Wake {
        let state = self.state();
        let (state, _) = self
            .rung
            .wait_timeout_while(state, patience, |it| {
                let forgets = it.forget > it.forgotten && it.forget <= at;
                let wakes = it.stop || it.told > at || forgets || (it.hurry && dirty);
                !wakes
            })
            .unwrap_or_else(PoisonError::into_inner);
        Wake {
            stop: state.stop,
            news: state.told > at,
            hurry: state.hurry,
        }
    }

    fn is_stopping(&self) -> bool {
        self.state().stop
    }
}

struct Wake {
    stop: bool,
    news: bool,
    hurry: bool,
}

/// What the thread works with.
pub(super) struct Follower {
    pub index: Index,
    pub fields: Fields,
    pub reader: IndexReader,
    pub store: Weak<Store>,
    pub bell: Arc<Bell>,
}

fn failed(err: tantivy::TantivyError) -> Error {
    Error::internal("keeping the search index", err)
}

/// One change of the index.
enum Change {
    /// Take away every document of a conversation or contact.
    Clear([u8; 16]),
    Add(TantivyDocument),
}

/// What a lot of events means for the index.
struct Lot {
    changes: Vec<Change>,
    /// Place of the last event read.
    place: Seq,
    /// The log's end when it was read.
    end: Seq,
    /// Conversations read whole, as they were at that end.
    whole: BTreeSet<ConversationId>,
}

/// A writer with what it has not committed yet.
struct Pen {
    writer: IndexWriter,
    incarnation: Option<IncarnationId>,
    /// Documents since the last commit, and when the first of them came.
    pending: usize,
    since: Option<Instant>,
    /// Place up to which events were turned into documents.
    place: Seq,
    /// Conversations read whole lately, and up to where in the log: rows are read as they are now, so what later events
    /// up to there tell of their messages is in the index already.
    whole: HashMap<ConversationId, Seq>,
}

impl Follower {
    /// The thread's life.
    pub(super) fn run(&self) {
        while !self.bell.is_stopping() {
            if let Err(err) = self.follow() {
                tracing::warn!(error = %err, "the search index lags behind");
                let _ = self.bell.wait(Seq(u64::MAX), false, PAUSE);
            }
        }
    }

    fn look<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> Result<T> {
        let store = self.store.upgrade().ok_or(Error::Unavailable {
            code: "stopping",
            retry_after_s: 5,
        })?;
        store.look(look)
    }

    fn follow(&self) -> Result<()> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(MEMORY)
            .num_merge_threads(1)
            .build();
        let writer = self.index.writer_with_options(options).map_err(failed)?;
        let (incarnation, last) = self.look(|look| Ok((look.incarnation()?, look.last_seq()?)))?;
        self.bell.tell(last);
        let mut pen = Pen {
            writer,
            incarnation,
            pending: 0,
            since: None,
            place: Seq(0),
            whole: HashMap::new(),
        };
        match schema::place(&self.index, incarnation, last) {
            Some(place) => {
                pen.place = place;
                self.show(place)?;
            }
            None => self.build(&mut pen)?,
        }
        self.keep_up(&mut pen)
    }

    /// Follows the log until told to stop.
    fn keep_up(&self, pen: &mut Pen) -> Result<()> {
        // What was read before the last stop is not known any more: a conversation may hold messages of events that
        // come only now. Up to here conversations are therefore read whole, after it messages one by one.
        let behind_until = self.look(|look| look.last_seq())?;
        loop {
            let patience = if pen.since.is_some() {
                QUIET.min(LATEST)
            } else {
                Duration::from_secs(3_600)
            };
            let wake = self.bell.wait(pen.place, pen.since.is_some(), patience);
            if wake.stop {
                return self.commit(pen);
            }
            if wake.news {
                self.take(pen, behind_until)?;
            }
            let late = pen.since.is_some_and(|it| it.elapsed() >= LATEST);
            if !wake.news || wake.hurry || late || pen.pending >= MOST {
                self.commit(pen)?;
            }
            self.forget(pen)?;
        }
    }

    fn take(&self, pen: &mut Pen, behind_until: Seq) -> Result<()> {
        let (place, fields) = (pen.place, self.fields);
        let lot = self.look(|look| lot(look, fields, place, (behind_until, &pen.whole)))?;
        pen.since.get_or_insert_with(Instant::now);
        for change in lot.changes {
            pen.change(fields, change)?;
        }
        pen.place = lot.place;
        let read = lot.whole.into_iter().map(|id| (id, lot.end));
        pen.whole.extend(read);
        pen.whole.retain(|_, until| *until > lot.place);
        Ok(())
    }

    fn commit(&self, pen: &mut Pen) -> Result<()> {
        if pen.since.take().is_none() {
            return self.show(pen.place);
        }
        pen.commit(&schema::position(pen.incarnation, pen.place))?;
        self.show(pen.place)
    }

    /// Merges all segments into one when that was asked for: what was removed is left out, and its files go.
    fn forget(&self, pen: &mut Pen) -> Result<()> {
        let wanted = {
            let state = self.bell.state();
            state.forget
        };
        if wanted > pen.place || wanted <= self.bell.state().forgotten {
            return Ok(());
        }
        self.commit(pen)?;
        let segments = self.index.searchable_segment_ids().map_err(failed)?;
        if !segments.is_empty() {
            pen.writer.merge(&segments).wait().map_err(failed)?;
        }
        let collected = pen.writer.garbage_collect_files().wait();
        collected.map_err(failed)?;
        self.reader.reload().map_err(failed)?;
        // The old segments are let go of by the reader only now.
        pen.writer.garbage_collect_files().wait().map_err(failed)?;
        self.bell.state().forgotten = wanted;
        self.bell.rung.notify_all();
        Ok(())
    }

    fn show(&self, place: Seq) -> Result<()> {
        self.reader.reload().map_err(failed)?;
        let mut state = self.bell.state();
        state.shown = place;
        state.building = false;
        state.hurry = false;
        self.bell.rung.notify_all();
        Ok(())
    }

    /// Builds the index anew from the records, newest conversations first, so that what people look for is there
    /// soonest.
    fn build(&self, pen: &mut Pen) -> Result<()> {
        tracing::info!("building the search index");
        self.bell.state().building = true;
        pen.writer.delete_all_documents().map_err(failed)?;
        // A commit without a position: interrupted, it is begun again.
        pen.commit("building")?;
        pen.place = self.look(|look| look.last_seq())?;
        let mut before = None;
        loop {
            let fields = self.fields;
            let (changes, last) = self.look(|look| {
                let page = look.conversations_before(before, BUILD_PAGE)?;
                let mut changes = Vec::new();
                for conversation in &page {
                    whole(look, fields, conversation, &mut changes)?;
                }
                Ok((changes, page.last().map(|it| it.number)))
            })?;
            self.put_all(pen, changes)?;
            if last.is_none() || self.bell.is_stopping() {
                break;
            }
            before = last;
        }
        let mut after = None;
        loop {
            let fields = self.fields;
            let (changes, last) = self.look(|look| {
                let page = look.contacts_after(after, BATCH)?;
                let mut changes = Vec::new();
                for it in &page {
                    let identifiers = look.identifiers_of(it.id)?;
                    changes.extend(documents::contact(fields, it, &identifiers).map(Change::Add));
                }
                Ok((changes, page.last().map(|it| it.id)))
            })?;
            self.put_all(pen, changes)?;
            if last.is_none() || self.bell.is_stopping() {
                break;
            }
            after = last;
        }
        if self.bell.is_stopping() {
            return Ok(());
        }
        pen.commit(&schema::position(pen.incarnation, pen.place))?;
        self.show(pen.place)
    }

    fn put_all(&self, pen: &mut Pen, changes: Vec<Change>) -> Result<()> {
        for change in changes {
            pen.change(self.fields, change)?;
        }
        if pen.pending >= BUILD_MOST {
            pen.commit("building")?;
            self.reader.reload().map_err(failed)?;
        }
        Ok(())
    }
}

impl Pen {
    fn change(&mut self, fields: Fields, change: Change) -> Result<()> {
        self.pending += 1;
        match change {
            Change::Clear(id) => {
                let of = Term::from_field_bytes(fields.of, &id);
                self.writer.delete_term(of);
            }
            Change::Add(document) => {
                self.writer.add_document(document).map_err(failed)?;
            }
        }
        Ok(())
    }

    fn commit(&mut self, payload: &str) -> Result<()> {
        let mut commit = self.writer.prepare_commit().map_err(failed)?;
        commit.set_payload(payload);
        commit.commit().map_err(failed)?;
        self.pending = 0;
        Ok(())
    }
}

/// What events touched.
#[derive(Default)]
struct Touched {
    whole: BTreeSet<ConversationId>,
    messages: BTreeSet<(ConversationId, u32)>,
    contacts: BTreeSet<ContactId>,
    /// Whole only where a private team is concerned.
    readers: BTreeSet<ConversationId>,
}

impl Touched {
    fn take(&mut self, event: &Event, is_behind: bool, read_whole: &HashMap<ConversationId, Seq>) {
        let about = event.subject.conversation;
        match event.kind {
            EventKind::MessageReceived { position, .. }
            | EventKind::CourtesyFiled { position }
            | EventKind::ReplyWritten { position, .. }
            | EventKind::ReplySeen { position, .. }
            | EventKind::Forwarded { position, .. }
            | EventKind::ForwardSeen { position }
            | EventKind::ThirdPartyAnswered { position }
            | EventKind::NoteWritten { position } => {
                match about.and_then(|it| read_whole.get(&it)) {
                    Some(until) if event.seq <= *until => {}
                    // What is found late goes before others, which move on by one.
                    _ if is_behind || event.history => self.whole.extend(about),
                    _ => self.messages.extend(about.map(|it| (it, position))),
                }
            }
            EventKind::Assigned { .. }
            | EventKind::Tagged { .. }
            | EventKind::Untagged { .. }
            | EventKind::TeamSet { .. }
            | EventKind::AudienceSet { .. }
            | EventKind::SubjectSet
            | EventKind::CustomerChanged { .. }
            | EventKind::MessageRedacted { .. }
            | EventKind::MessageEdited { .. }
            | EventKind::ReplyUndone { .. }
            | EventKind::ForwardUndone { .. }
            | EventKind::ChangeUndone { .. } => self.whole.extend(about),
            EventKind::MessagesMoved { to: other, .. }
            | EventKind::ConversationsMerged { from: other, .. }
            | EventKind::ConversationSplit { into: other, .. } => {
                self.whole.extend(about);
                self.whole.insert(other);
            }
            EventKind::Mentioned { .. } => self.readers.extend(about),
            EventKind::ContactMade
            | EventKind::ContactChanged
            | EventKind::IdentifierAdded
            | EventKind::IdentifierRemoved => self.contacts.extend(event.subject.contact),
            EventKind::Erased => {
                self.contacts.extend(event.subject.contact);
                self.whole.extend(about);
            }
            _ => {}
        }
    }
}

fn lot(
    look: &Look<'_>,
    fields: Fields,
    after: Seq,
    (behind_until, read_whole): (Seq, &HashMap<ConversationId, Seq>),
) -> Result<Lot> {
    let events = look.events_after(after, BATCH)?;
    let mut touched = Touched::default();
    for event in &events {
        touched.take(event, event.seq <= behind_until, read_whole);
    }
    let mut changes = Vec::new();
    for id in &touched.readers {
        let found = look.conversation(*id)?;
        if found.is_some_and(|it| it.audience.is_some()) {
            touched.whole.insert(*id);
        }
    }
    for (id, _) in &touched.messages {
        // A further mailbox's team has all of it.
        let found = look.conversation(*id)?;
        if found.is_some_and(|it| !it.also_teams.is_empty()) {
            touched.whole.insert(*id);
        }
    }
    for id in &touched.whole {
        changes.push(Change::Clear(id.bytes()));
        if let Some(conversation) = look.conversation(*id)? {
            whole(look, fields, &conversation, &mut changes)?;
        }
    }
    for (id, position) in &touched.messages {
        if touched.whole.contains(id) {
            continue;
        }
        let message = look.message_at(*id, *position)?;
        if let (Some(conversation), Some(message)) = (look.conversation(*id)?, message) {
            let made = documents::message(fields, &conversation, &message);
            changes.extend(made.map(Change::Add));
        }
    }
    for id in &touched.contacts {
        changes.push(Change::Clear(id.bytes()));
        if let Some(contact) = look.contact(*id)? {
            let identifiers = look.identifiers_of(*id)?;
            let made = documents::contact(fields, &contact, &identifiers);
            changes.extend(made.map(Change::Add));
        }
    }
    Ok(Lot {
        changes,
        place: events.last().map_or(after, |it| it.seq),
        end: look.last_seq()?,
        whole: touched.whole,
    })
}

/// Every message of a conversation.
fn whole(
    look: &Look<'_>,
    fields: Fields,
    conversation: &Conversation,
    changes: &mut Vec<Change>,
) -> Result<()> {
    let mut after = None;
    loop {
        let page = look.messages_after(conversation.id, after, BUILD_PAGE)?;
        for message in &page {
            let made = documents::message(fields, conversation, message);
            changes.extend(made.map(Change::Add));
        }
        if page.len() < BUILD_PAGE {
            return Ok(());
        }
        after = page.last().map(|it| it.position);
    }
}
