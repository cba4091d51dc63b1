//! Taking mail in: keep, read, act. The raw bytes are durable first; then each is read on a thread of its own with a
//! deadline; then one deed a mail acts on it, many under way at once, so that the writer makes groups of them. What
//! fails is put aside with its raw source and never stops the rest.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc, oneshot};

use crate::app::{App, off_the_loop};
use crate::auth::letters;
use crate::channels::email::receive::{Letter, Mailbox, Source, read};
use crate::channels::kit::large::Large;
use crate::channels::kit::{self, Door, Fetched, Room};
use crate::conversations::park::{park, record_outcome};
use crate::conversations::receive::receive;
use crate::conversations::report::report;
use crate::domain::channel::Connection;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConnectionId, MessageId, RawId};
use crate::domain::inbound::{Inbound, Received};
use crate::domain::mail::{Folder, FolderRole, MailOutcome, MailPlace};
use crate::domain::message::Body;
use crate::domain::raw::{Raw, RawBody, RawSource};
use crate::jobs::health::{self, Half};
use crate::jobs::ours::{Facts, facts};
use crate::jobs::proof::prove;
use crate::jobs::{Yard, backfill, large};
use crate::store::blobs::{Lot, Staged};
use crate::store::mail::{RAW_ROW_LIMIT, pack};
use crate::store::{Lane, Write};
use crate::text::html::CLEANER;

/// Mails read at one time, all mailboxes together.
const READERS: usize = 2;
/// Reading one mail takes no longer; what does is abandoned on its thread and put aside.
const DEADLINE: Duration = Duration::from_secs(10);
/// The largest blob of a mail, bytes: more than any mail that is taken.
const LARGEST: u64 = 64 << 20;

/// The few who read at one time.
#[derive(Clone)]
pub struct Readers(Arc<Semaphore>);

impl Default for Readers {
    fn default() -> Self {
        Readers(Arc::new(Semaphore::new(READERS)))
    }
}

/// A mail that is durable.
struct Kept {
    raw: RawId,
    mail: Fetched,
}

/// A mail that was read, with its files pinned; or why it could not be.
struct Done {
    raw: RawId,
    place: MailPlace,
    letter: Result<Received, Aside>,
}

/// Why a mail is put aside: a key of `words` (`parked-…`), and what failed.
struct Aside(&'static str, String);

struct KeptLot {
    folder: Folder,
    mails: Vec<Kept>,
    gone: Vec<u32>,
    met: Vec<(u32, MessageId)>,
    lane: Lane,
    room: Option<Room>,
}

struct ReadLot {
    folder: Folder,
    mails: Vec<Done>,
    gone: Vec<u32>,
    met: Vec<(u32, MessageId)>,
    lane: Lane,
    staged: Vec<Staged>,
    room: Option<Room>,
}

/// Takes lots until there are no more. `working` is told after each that is done.
///
/// # Errors
/// When the store does not take it: the mails are fetched again later.
pub async fn take(
    yard: &Yard,
    door: &Door,
    mut lots: mpsc::Receiver<kit::Lot>,
    mut working: impl FnMut(),
) -> Result<()> {
    let connection = &door.connection;
    let (to_read, mut kept) = mpsc::channel::<KeptLot>(1);
    let (to_act, mut read) = mpsc::channel::<ReadLot>(1);
    let keeping = async {
        let to_read = to_read;
        while let Some(lot) = lots.recv().await {
            let lot = keep(&yard.app, connection.id, lot).await?;
            if to_read.send(lot).await.is_err() {
                break;
            }
        }
        Ok(())
    };
    let reading = async {
        let to_act = to_act;
        while let Some(lot) = kept.recv().await {
            let lot = read_lot(yard, connection, lot).await?;
            if to_act.send(lot).await.is_err() {
                break;
            }
        }
        Ok(())
    };
    let acting = async {
        while let Some(lot) = read.recv().await {
            let n = lot.mails.len();
            act(&yard.app, connection.id, lot).await?;
            health::tell(&yard.app, connection.id, Half::In, None).await;
            if n > 0 {
                health::seen(&yard.app, connection.id, Half::In);
            }
            working();
        }
        Ok::<(), Error>(())
    };
    tokio::try_join!(keeping, reading, acting).map(|_| ())
}

/// Makes the raw bytes durable, all of the lot in one commit.
async fn keep(app: &App, connection: ConnectionId, lot: kit::Lot) -> Result<KeptLot> {
    let lane = if lot.live { Lane::Hand } else { Lane::Bulk };
    let (folder, gone, met, room) = (lot.folder, lot.gone, lot.met, lot.room);
    if lot.mails.is_empty() {
        return Ok(KeptLot {
            folder,
            mails: Vec::new(),
            gone,
            met,
            lane,
            room,
        });
    }
    let blobs = app.blobs.clone();
    let (mails, rows, _staged) = off_the_loop(move || {
        let mut larger = blobs.lot();
        let mut rows = Vec::with_capacity(lot.mails.len());
        for it in &lot.mails {
            let (body, packed) = laid_down(&mut larger, &it.raw, it.large.as_ref())?;
            let source = RawSource::Mail {
                place: it.place.clone(),
                history: it.history,
                sent: it.sent,
                thread: it.thread,
            };
            let size = it.large.as_ref().map_or(it.raw.len() as u64, |it| it.size);
            rows.push((size, body, packed, source));
        }
        let staged = larger.settle()?;
        Ok::<_, Error>((lot.mails, rows, staged))
    })
    .await??;
    let deed = move |w: &mut Write<'_>| {
        let mut ids = Vec::with_capacity(rows.len());
        for (size, body, packed, source) in &rows {
            let raw = Raw {
                id: w.new_id(),
                connection,
                at: w.now(),
                size: *size,
                body: *body,
                source: source.clone(),
            };
            w.put_raw_input(&raw, packed.as_deref())?;
            ids.push(raw.id);
        }
        Ok(ids)
    };
    let (ids, _) = app.act_in(lane, deed).await?;
    let mails = ids
        .into_iter()
        .zip(mails)
        .map(|(raw, mail)| Kept { raw, mail })
        .collect();
    Ok(KeptLot {
        folder,
        mails,
        gone,
        met,
        lane,
        room,
    })
}

/// Where the bytes of a mail go: a packed row, or a blob.
fn laid_down(
    larger: &mut Lot,
    raw: &[u8],
    large: Option<&Large>,
) -> Result<(RawBody, Option<Vec<u8>>)> {
    if let Some(large) = large {
        return Ok((RawBody::Blob(large.hash), None));
    }
    if raw.len() <= RAW_ROW_LIMIT {
        return Ok((RawBody::Row, Some(pack(raw))));
    }
    let (hash, _) = larger.add(&mut &raw[..], LARGEST)?;
    Ok((RawBody::Blob(hash), None))
}

/// Makes the bytes durable of a mail of which nothing had come before.
///
/// # Errors
/// The store's and the disk's.
pub async fn keep_again(app: &App, raw: Raw, bytes: Vec<u8>, large: Option<Large>) -> Result<Raw> {
    let blobs = app.blobs.clone();
    let (raw, packed, _pins) = off_the_loop(move || {
        let mut larger = blobs.lot();
        let (body, packed) = laid_down(&mut larger, &bytes, large.as_ref())?;
        let size = large.as_ref().map_or(bytes.len() as u64, |it| it.size);
        let raw = Raw { size, body, ..raw };
        Ok::<_, Error>((raw, packed, (larger.settle()?, large)))
    })
    .await??;
    let kept = raw.clone();
    let deed = move |w: &mut Write<'_>| {
        w.remove_raw_input(raw.id)?;
        w.put_raw_input(&raw, packed.as_deref())
    };
    app.act_in(Lane::Bulk, deed).await?;
    Ok(kept)
}

/// Reads the mails of a lot and stages their files, durable in one go.
async fn read_lot(yard: &Yard, connection: &Connection, lot: KeptLot) -> Result<ReadLot> {
    let mut out = ReadLot {
        folder: lot.folder,
        mails: Vec::new(),
        gone: lot.gone,
        met: lot.met,
        lane: lot.lane,
        staged: Vec::new(),
        room: lot.room,
    };
    if lot.mails.is_empty() {
        return Ok(out);
    }
    let facts = Arc::new(facts(&yard.app, connection).await?);
    let reads = lot.mails.into_iter().map(|kept| {
        let broken = kept.mail.broken;
        let source = Source {
            place: kept.mail.place.clone(),
            sent_folder: kept.mail.sent,
            history: kept.mail.history,
            thread: kept.mail.thread,
            received_at: yard.app.clock.now(),
            raw: Some(kept.raw),
        };
        let (facts, readers) = (facts.clone(), yard.readers.clone());
        let partial = kept.mail.large.as_ref().map(|it| it.size);
        async move {
            let place = kept.mail.place.clone();
            let raw = Arc::new(kept.mail.raw);
            let mut letter = match broken {
                Some(code) => Err(Aside(code, String::new())),
                None => read_one(&readers, facts, raw.clone(), source).await,
            };
            match (&mut letter, partial) {
                (Ok(letter), Some(size)) => large::by_its_beginning(letter, size),
                (Ok(letter), None) => prove(yard, raw, letter).await,
                (Err(_), _) => {}
            }
            (kept.raw, place, letter)
        }
    });
    let read = futures_util::future::join_all(reads).await;
    let blobs = yard.app.blobs.clone();
    let (mails, staged) = off_the_loop(move || {
        let mut files = blobs.lot();
        let mut mails = Vec::with_capacity(read.len());
        for (raw, place, letter) in read {
            let letter = match letter {
                Ok(it) => Ok(name_files(it, &mut files)?),
                Err(aside) => Err(aside),
            };
            mails.push(Done { raw, place, letter });
        }
        Ok::<_, Error>((mails, files.settle()?))
    })
    .await??;
    out.mails = mails;
    out.staged = staged;
    Ok(out)
}

async fn read_one(
    readers: &Readers,
    facts: Arc<Facts>,
    raw: Arc<Vec<u8>>,
    source: Source,
) -> Result<Letter, Aside> {
    let _turn = readers.0.acquire().await;
    let reading = off_the_loop(move || {
        let names: Vec<&str> = facts.our_names.iter().map(String::as_str).collect();
        let mailbox = Mailbox {
            addresses: &facts.addresses,
            authserv_id: &facts.authserv_id,
            country: &facts.calling_code,
            our_names: &names,
        };
        read(&raw, &mailbox, &source)
    });
    match tokio::time::timeout(DEADLINE, reading).await {
        Ok(Ok(Ok(letter))) => Ok(letter),
        Ok(Ok(Err(unreadable))) => Err(Aside(unreadable.word(), String::new())),
        Ok(Err(err)) => {
            tracing::error!(error = %err, "reading a mail failed");
            Err(Aside("parked-crashed", String::new()))
        }
        Err(_) => Err(Aside("parked-slow", String::new())),
    }
}

/// Adds the files of a letter to a lot of blobs and names them in it.
fn name_files(letter: Letter, files: &mut Lot) -> Result<Received> {
    let mut received = letter.received;
    let inbound = match &mut received {
        Received::Message(it) => it,
        Received::Report(it) => match &mut it.mail {
            Some(it) => it,
            None => return Ok(received),
        },
    };
    for (attachment, file) in inbound.attachments.iter_mut().zip(&letter.files) {
        let (hash, size) = files.add(&mut file.bytes.as_slice(), LARGEST)?;
        (attachment.blob, attachment.size) = (hash, size);
    }
    if let Some(html) = &letter.long_html {
        let (hash, _) = files.add(&mut html.as_bytes(), LARGEST)?;
        inbound.html = Some(Body::Blob {
            hash,
            cleaner: CLEANER,
        });
    }
    if let Some(text) = &letter.long_text {
        let (hash, _) = files.add(&mut text.as_bytes(), LARGEST)?;
        inbound.long_text = Some(hash);
    }
    Ok(received)
}

/// Acts on the mails of a lot, in order, and moves the frontier past them.
async fn act(app: &App, connection: ConnectionId, lot: ReadLot) -> Result<()> {
    let mut answers = Vec::with_capacity(lot.mails.len());
    let uids: Vec<u32> = lot.mails.iter().map(|it| it.place.uid).collect();
    for it in lot.mails {
        let (raw, place) = (it.raw, it.place);
        let answer = match it.letter {
            Ok(received) => begin(app, lot.lane, take_in(app, connection, received)),
            Err(aside) => begin(app, lot.lane, put_aside(connection, raw, &place, aside)),
        };
        answers.push((raw, place, answer));
    }
    let folder = Arc::new(lot.folder);
    let step = Step {
        folder,
        uids: uids.into(),
        gone: lot.gone.into(),
        met: lot.met.into(),
    };
    // In the same group as the mails when all goes well: it moves nothing unless each of them has its outcome.
    let advanced = begin(app, lot.lane, advance(step.clone()));
    let mut failed = false;
    for (raw, place, answer) in answers {
        match answer.await.unwrap_or(Err(stopping())) {
            Ok(()) => {}
            Err(err @ Error::Unavailable { .. }) => return Err(err),
            Err(err) => {
                tracing::error!(error = %err, uid = place.uid, "a mail was put aside");
                failed = true;
                let aside = Aside("parked-failed", err.to_string());
                app.act_in(lot.lane, put_aside(connection, raw, &place, aside))
                    .await?;
            }
        }
    }
    let advanced = advanced.await.unwrap_or(Err(stopping()));
    match advanced {
        Err(_) if failed => app.act_in(lot.lane, advance(step)).await.map(|_| ())?,
        other => other?,
    }
    drop((lot.staged, lot.room));
    Ok(())
}

type Answer = oneshot::Receiver<Result<()>>;

/// Queues a deed at once; deeds run in the order they were queued.
fn begin(
    app: &App,
    lane: Lane,
    deed: impl Fn(&mut Write<'_>) -> Result<()> + Send + 'static,
) -> Answer {
    let (reply, answer) = oneshot::channel();
    app.store.act_with(lane, deed, move |it| {
        let _ = reply.send(it.map(|_| ()));
    });
    answer
}

fn stopping() -> Error {
    Error::Unavailable {
        code: "stopping",
        retry_after_s: 5,
    }
}

fn take_in(
    app: &App,
    connection: ConnectionId,
    received: Received,
) -> impl Fn(&mut Write<'_>) -> Result<()> + Send + 'static {
    let keys = app.keys.clone();
    move |w| match &received {
        Received::Message(inbound) => {
            let inbound = named(w, inbound);
            receive(w, &keys, connection, &inbound).map(|_| ())
        }
        Received::Report(it) => {
            let mut it = it.clone();
            it.mail = it.mail.map(|mail| named(w, &mail));
            letters::returned(w, &keys, &it)?;
            report(w, &keys, connection, &it).map(|_| ())
        }
    }
}

/// A mail whose files have their ids.
fn named(w: &mut Write<'_>, inbound: &Inbound) -> Box<Inbound> {
    let mut inbound = Box::new(inbound.clone());
    for it in &mut inbound.attachments {
        it.id = w.new_id();
    }
    inbound
}

fn put_aside(
    connection: ConnectionId,
    raw: RawId,
    place: &MailPlace,
    Aside(code, detail): Aside,
) -> impl Fn(&mut Write<'_>) -> Result<()> + Send + 'static {
    let place = place.clone();
    move |w| park(w, raw, connection, Some(&place), (code, detail.as_str())).map(|_| ())
}

/// What a lot finishes.
#[derive(Clone)]
struct Step {
    folder: Arc<Folder>,
    uids: Arc<[u32]>,
    gone: Arc<[u32]>,
    met: Arc<[(u32, MessageId)]>,
}

/// Records what is gone and moves the frontier; refuses while a mail of the lot has no outcome.
fn advance(step: Step) -> impl Fn(&mut Write<'_>) -> Result<()> + Send + 'static {
    move |w| {
        let folder = &step.folder;
        let place = |uid: u32| MailPlace {
            connection: folder.connection,
            folder: folder.name.clone(),
            uid_validity: folder.uid_validity,
            uid,
        };
        for uid in step.uids.iter() {
            if w.ledger_row(&place(*uid))?.is_none() {
                return Err(Error::conflict("no_outcome"));
            }
        }
        for uid in step.gone.iter() {
            record_outcome(w, &place(*uid), &MailOutcome::Skipped)?;
        }
        for (uid, message) in step.met.iter() {
            let message = *message;
            record_outcome(w, &place(*uid), &MailOutcome::DuplicateOf { message })?;
        }
        let kept = w.folder(folder.connection, &folder.name)?;
        let folder = backfill::gone_on(kept.clone(), folder);
        if kept.as_ref() == Some(&folder) {
            return Ok(());
        }
        w.put_folder(&folder)
    }
}

/// Reads again what is kept, and acts on it. The outcome replaces *quarantined*.
///
/// # Errors
/// The store's.
pub async fn again(yard: &Yard, raw: Raw) -> Result<()> {
    let app = &yard.app;
    let id = raw.connection;
    let connection = app.look(move |look| look.connection(id)).await?;
    let connection = connection.ok_or_else(|| Error::not_found("connection"))?;
    let (bytes, large) = large::raw_bytes(app, &raw).await?;
    let RawSource::Mail {
        place,
        history,
        sent,
        thread,
    } = raw.source
    else {
        return Err(Error::not_found("mail"));
    };
    let folder = Folder {
        connection: id,
        name: place.folder.clone(),
        role: if sent {
            FolderRole::Sent
        } else {
            FolderRole::Inbox
        },
        uid_validity: place.uid_validity,
        ..Folder::default()
    };
    let mail = Fetched {
        place: place.clone(),
        history,
        sent,
        thread,
        size: raw.size,
        raw: bytes,
        large,
        broken: None,
    };
    let lot = KeptLot {
        folder,
        mails: vec![Kept { raw: raw.id, mail }],
        gone: Vec::new(),
        met: Vec::new(),
        lane: Lane::Bulk,
        room: None,
    };
    let read = read_lot(yard, &connection, lot).await?;
    let staged = read.staged;
    for it in read.mails {
        let acted = match it.letter {
            Ok(received) => app.act_in(Lane::Bulk, take_in(app, id, received)).await,
            Err(aside) => {
                let deed = put_aside(id, it.raw, &place, aside);
                app.act_in(Lane::Bulk, deed).await
            }
        };
        match acted {
            Err(err @ Error::Unavailable { .. }) => return Err(err),
            Err(err) => {
                let aside = Aside("parked-failed", err.to_string());
                let deed = put_aside(id, it.raw, &place, aside);
                app.act_in(Lane::Bulk, deed).await?;
            }
            Ok(_) => {}
        }
    }
    drop(staged);
    Ok(())
}
