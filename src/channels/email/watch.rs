//! Watching a mailbox: two frontiers a folder. *Live* goes up from UIDNEXT at first sight and is served first;
//! *backfill* goes down below it, newest first, in bounded lots. Nothing is marked, moved or deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use tokio::sync::mpsc;

use crate::channels::email::imap::{Facts, ImapError, Session};
use crate::channels::email::met::Met;
use crate::channels::email::parts::{self, Got, in_memory};
use crate::channels::email::sight::{Sight, ids, thread};
use crate::channels::email::spelling::{search_date, set};
use crate::channels::kit::large::{Begun, Keep};
use crate::channels::kit::{Door, Fetched, Frontiers, Lot, Trouble, room_for};
use crate::domain::channel::EmailSettings;
use crate::domain::id::MessageId;
use crate::domain::mail::{Folder, FolderRole, MailPlace};
use crate::domain::time::Span;

/// Mails in one lot at most, and their bytes together.
const LOT_MAILS: usize = 64;
const LOT_BYTES: u64 = 8 << 20;
/// Larger mails are fetched in parts.
const IN_PARTS: u64 = 4 << 20;
/// UIDs asked about at once when much has come while nobody looked.
const STRIDE: u32 = 512;
/// A hole in the numbers wider than this gets no rows of its own.
const WIDEST_HOLE: u32 = 1_000;
/// IDLE is begun anew after this, below what home routers forget (RFC 2177 allows 29 minutes).
const REARM: Duration = Duration::from_secs(9 * 60);
/// How often the Sent folder is looked at, and the inbox of a server without IDLE.
const POLL: Duration = Duration::from_secs(60);
/// Unanswered mail younger than this at first connect comes in open.
const RECENT: Span = Span::days(3);

/// Why watching ended.
enum Stop {
    Trouble(Trouble),
    /// Nobody takes the lots any more.
    Unheard,
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Stop::Trouble(trouble)
    }
}

impl From<ImapError> for Stop {
    fn from(err: ImapError) -> Self {
        Stop::Trouble(err.into())
    }
}

/// Watches until something is wrong.
pub async fn watch(door: &Door, from: Frontiers, out: mpsc::Sender<Lot>) -> Trouble {
    let mut watcher = match Watcher::begin(door, from, out).await {
        Ok(it) => it,
        Err(err) => return err.into(),
    };
    let stop = watcher.run().await;
    let fetching = watcher.fetching;
    let alone = watcher.alone.take();
    match stop {
        Stop::Trouble(trouble) => Trouble {
            blame: alone,
            fetching,
            ..trouble
        },
        Stop::Unheard => Trouble::new("health-stopped", ""),
    }
}

/// UIDs weighed for a lot.
#[derive(Default)]
struct Weighed {
    taken: Vec<(u32, Facts)>,
    gone: Vec<u32>,
    rest: Vec<u32>,
}

struct Watcher<'a> {
    door: &'a Door,
    settings: &'a EmailSettings,
    session: Session,
    folders: Vec<Sight>,
    hopeless: BTreeSet<(String, u32)>,
    careful: bool,
    out: mpsc::Sender<Lot>,
    met: Met,
    keep: Option<Keep>,
    begun: Begun,
    /// The one mail being fetched, in careful mode.
    alone: Option<(String, u32)>,
    fetching: bool,
}

impl<'a> Watcher<'a> {
    async fn begin(
        door: &'a Door,
        from: Frontiers,
        out: mpsc::Sender<Lot>,
    ) -> Result<Self, ImapError> {
        let settings = door
            .mail()
            .map_err(|err| ImapError::Net(crate::net::NetError::Settings(err.to_string())))?;
        let mut session = Session::open(door).await?;
        let inbox = if settings.folder.is_empty() {
            "INBOX".to_owned()
        } else {
            settings.folder.clone()
        };
        let sent = if settings.sent_folder.is_empty() {
            session.sent_folder().await?
        } else {
            Some(settings.sent_folder.clone())
        };
        let mut wanted = vec![(inbox, FolderRole::Inbox)];
        wanted.extend(sent.map(|it| (it, FolderRole::Sent)));
        wanted.dedup_by(|a, b| a.0 == b.0);
        let folders = wanted
            .into_iter()
            .map(|(name, role)| Sight::new(name, role, &from.folders))
            .collect();
        Ok(Watcher {
            door,
            settings,
            session,
            folders,
            hopeless: from.hopeless,
            careful: from.careful,
            met: Met::new(from.memory),
            keep: from.keep,
            begun: from.begun,
            out,
            alone: None,
            fetching: false,
        })
    }

    async fn run(&mut self) -> Stop {
        match self.rounds().await {
            Ok(never) => match never {},
            Err(stop) => stop,
        }
    }

    async fn rounds(&mut self) -> Result<std::convert::Infallible, Stop> {
        // A lot without mails says: logged in, and these are the folders.
        for at in 0..self.folders.len() {
            self.look(at, true).await?;
        }
        loop {
            for at in 0..self.folders.len() {
                self.look(at, false).await?;
                if !self.is_behind(at).await? {
                    self.live(at).await?;
                }
            }
            match self.next_backfill() {
                Some(at) => self.backfill(at).await?,
                None => self.wait().await?,
            }
        }
    }

    fn sight(&mut self, at: usize) -> Result<&mut Sight, Stop> {
        self.folders
            .get_mut(at)
            .ok_or_else(|| Stop::Trouble(Trouble::new("health-protocol", "no such folder")))
    }

    /// Opens a folder and adopts what is new about it: first sight, or numbers that count no more.
    async fn look(&mut self, at: usize, tell: bool) -> Result<(), Stop> {
        let name = self.sight(at)?.name.clone();
        let opened = self.session.examine(&name).await?;
        let connection = self.door.connection.id;
        let sight = self.sight(at)?;
        sight.opened = opened;
        let same = sight
            .folder
            .as_ref()
            .is_some_and(|it| it.uid_validity == opened.uid_validity);
        if !same {
            sight.adopt(connection, opened);
        }
        if let Some(folder) = sight.folder.clone()
            && (tell || !same)
        {
            self.hand_over(Lot {
                folder,
                mails: Vec::new(),
                gone: Vec::new(),
                met: Vec::new(),
                live: true,
                room: None,
            })
            .await?;
        }
        Ok(())
    }

    async fn hand_over(&mut self, lot: Lot) -> Result<(), Stop> {
        self.out.send(lot).await.map_err(|_| Stop::Unheard)
    }

    /// Whether mail that is new by rights still waits below: what came since may answer it. Not after numbers that count
    /// no more, where all that is below was met before.
    async fn is_behind(&mut self, at: usize) -> Result<bool, Stop> {
        let sight = self.sight(at)?;
        let below = |it: &Folder| !it.backfill_done && !it.resync;
        if !sight.folder.as_ref().is_some_and(below) {
            return Ok(false);
        }
        if sight.below.is_none() {
            self.list_below(at).await?;
        }
        Ok(!self.sight(at)?.young.is_empty())
    }

    /// Brings in what came since, in order.
    async fn live(&mut self, at: usize) -> Result<(), Stop> {
        loop {
            let sight = self.sight(at)?;
            let Some(mut folder) = sight.folder.clone() else {
                return Ok(());
            };
            let (from, to) = (folder.live_next, sight.opened.uid_next);
            if from >= to {
                return Ok(());
            }
            let end = to.min(from.saturating_add(STRIDE));
            let known = sight.known.clone();
            let there = self.session.facts(&format!("{from}:{}", end - 1)).await?;
            let there: BTreeMap<u32, Facts> = there
                .into_iter()
                .filter(|(uid, _)| (from..end).contains(uid))
                .collect();
            let mut gone: Vec<u32> = (from..end)
                .filter(|it| !there.contains_key(it) && !known.contains(it))
                .collect();
            if to - from > WIDEST_HOLE && there.is_empty() {
                gone.clear();
            }
            let wanted: Vec<(u32, Facts)> = there
                .into_iter()
                .filter(|(uid, _)| !known.contains(uid))
                .collect();
            let mut lots = self.cut_in_lots(&wanted).into_iter().peekable();
            if lots.peek().is_none() {
                folder.live_next = end;
                self.send_lot(at, folder.clone(), &[], (gone, Vec::new()), true)
                    .await?;
            } else {
                while let Some(lot) = lots.next() {
                    let last = lots.peek().is_none();
                    let up_to = lot.last().map_or(end, |(uid, _)| uid.saturating_add(1));
                    folder.live_next = if last { end } else { up_to };
                    let (now, later) = gone.into_iter().partition(|it| *it < folder.live_next);
                    gone = later;
                    self.send_lot(at, folder.clone(), &lot, (now, Vec::new()), true)
                        .await?;
                }
            }
            self.sight(at)?.folder = Some(folder);
        }
    }

    /// The folder to go on with from below: the one that is less far back in time.
    fn next_backfill(&self) -> Option<usize> {
        let open = self.folders.iter().enumerate().filter(|(_, it)| {
            it.folder
                .as_ref()
                .is_some_and(|folder| !folder.backfill_done)
        });
        open.max_by_key(|(at, it)| (it.reached, *at))
            .map(|(at, _)| at)
    }

    /// Brings in one lot from below.
    async fn backfill(&mut self, at: usize) -> Result<(), Stop> {
        self.look(at, false).await?;
        if self.sight(at)?.below.is_none() {
            self.list_below(at).await?;
        }
        let sight = self.sight(at)?;
        let Some(mut folder) = sight.folder.clone() else {
            return Ok(());
        };
        let (mut young, mut below) = (
            std::mem::take(&mut sight.young),
            sight.below.take().unwrap_or_default(),
        );
        let (is_young, resync) = (!young.is_empty(), folder.resync);
        let some = if is_young {
            young.drain(..young.len().min(LOT_MAILS)).collect()
        } else {
            let mut newest = below.split_off(below.len().saturating_sub(LOT_MAILS));
            newest.reverse();
            newest
        };
        let mut weighed = self.weigh(some).await?;
        if is_young {
            young.splice(0..0, weighed.rest);
        } else {
            weighed.rest.reverse();
            below.append(&mut weighed.rest);
        }
        if young.is_empty() {
            folder.backfill_next = below
                .last()
                .map_or(folder.backfill_until, |it| it.saturating_add(1));
            folder.backfill_done = below.is_empty();
            folder.resync &= !folder.backfill_done;
        }
        let sight = self.sight(at)?;
        (sight.young, sight.below) = (young, Some(below));
        let oldest = weighed.taken.iter().map(|(_, it)| it.at).min();
        if let Some(oldest) = oldest.filter(|_| !is_young) {
            sight.reached = oldest;
        }
        let met = if resync && !self.careful {
            self.fetching = true;
            let (session, taken) = (&mut self.session, &mut weighed.taken);
            self.met.recognise(session, taken).await?
        } else {
            Vec::new()
        };
        self.fetching = false;
        let rest = (weighed.gone, met);
        self.send_lot(at, folder.clone(), &weighed.taken, rest, false)
            .await?;
        self.sight(at)?.folder = Some(folder);
        Ok(())
    }

    /// Takes of these UIDs, in their order, as many as fit in a lot.
    async fn weigh(&mut self, uids: Vec<u32>) -> Result<Weighed, Stop> {
        let mut out = Weighed::default();
        if uids.is_empty() {
            return Ok(out);
        }
        let there = self.session.facts(&set(&uids)).await?;
        let since = self.settings.import_since;
        let most = if self.careful { 1 } else { LOT_MAILS };
        let mut bytes = 0;
        let mut left = uids.into_iter();
        while let Some(uid) = left.next() {
            let Some(facts) = there.get(&uid).copied() else {
                out.gone.push(uid);
                continue;
            };
            if since.is_some_and(|since| facts.at < since) {
                continue;
            }
            let full = bytes + facts.size > LOT_BYTES || out.taken.len() >= most;
            if full && !out.taken.is_empty() {
                out.rest.push(uid);
                out.rest.extend(left);
                break;
            }
            bytes += facts.size;
            out.taken.push((uid, facts));
        }
        out.taken.sort_by_key(|(uid, _)| *uid);
        Ok(out)
    }

    /// Lists what is wanted below the live frontier, once a session.
    async fn list_below(&mut self, at: usize) -> Result<(), Stop> {
        let Some(folder) = self.sight(at)?.folder.clone() else {
            return Ok(());
        };
        let mut below = Vec::new();
        if folder.backfill_next > folder.backfill_until {
            let range = format!("UID {}:{}", folder.backfill_until, folder.backfill_next - 1);
            let what = match self.settings.import_since.and_then(search_date) {
                Some(day) => format!("{range} SINCE {day}"),
                None => range,
            };
            below = self.session.search(&what).await?;
        }
        // What is new by rights goes first and in order, so that no answer is met before its question.
        let young = match search_date(self.door.connection.created_at - RECENT) {
            Some(day) if !below.is_empty() => self.session.search(&format!("SINCE {day}")).await?,
            _ => Vec::new(),
        };
        let sight = self.sight(at)?;
        below.retain(|uid| *uid < folder.backfill_next && !sight.known.contains(uid));
        (sight.young, below) = below
            .into_iter()
            .partition(|uid| young.binary_search(uid).is_ok());
        sight.below = Some(below);
        // One whose head breaks the line is found as one whose body does: without looking at heads.
        if self.settings.open_recent && !folder.backfill_done && !self.careful {
            self.fetching = true;
            self.read_recent(at).await?;
            self.fetching = false;
        }
        Ok(())
    }

    /// Reads of recent mail what is needed to know which of it is unanswered.
    async fn read_recent(&mut self, at: usize) -> Result<(), Stop> {
        let Some(day) = search_date(self.door.connection.created_at - RECENT - Span::days(1))
        else {
            return Ok(());
        };
        if self.sight(at)?.role == FolderRole::Inbox {
            if let Some(sent) = self
                .folders
                .iter()
                .position(|it| it.role == FolderRole::Sent)
            {
                let name = self.sight(sent)?.name.clone();
                self.session.examine(&name).await?;
                let uids = self.session.search(&format!("SINCE {day}")).await?;
                let found = self
                    .session
                    .headers(&uids, "IN-REPLY-TO REFERENCES")
                    .await?;
                let answered = found.values().flat_map(|it| ids(it)).collect();
                self.sight(at)?.answered = answered;
                let name = self.sight(at)?.name.clone();
                self.session.examine(&name).await?;
            }
            let uids = self.session.search(&format!("SINCE {day}")).await?;
            let fields = "MESSAGE-ID IN-REPLY-TO REFERENCES";
            let found = self.session.headers(&uids, fields).await?;
            let sight = self.sight(at)?;
            sight.message_ids = found.iter().map(|(uid, it)| (*uid, thread(it))).collect();
            sight.spread_answers();
        }
        Ok(())
    }

    fn cut_in_lots(&self, mails: &[(u32, Facts)]) -> Vec<Vec<(u32, Facts)>> {
        let most = if self.careful { 1 } else { LOT_MAILS };
        let mut lots: Vec<Vec<(u32, Facts)>> = Vec::new();
        let mut bytes = 0_u64;
        for it in mails {
            let full = lots
                .last()
                .is_none_or(|lot| lot.len() >= most || bytes + it.1.size > LOT_BYTES);
            if full {
                lots.push(Vec::new());
                bytes = 0;
            }
            bytes += it.1.size;
            if let Some(lot) = lots.last_mut() {
                lot.push(*it);
            }
        }
        lots
    }

    /// Fetches the mails of a lot and hands it over.
    async fn send_lot(
        &mut self,
        at: usize,
        folder: Folder,
        mails: &[(u32, Facts)],
        (mut gone, met): (Vec<u32>, Vec<(u32, MessageId)>),
        live: bool,
    ) -> Result<(), Stop> {
        let bytes = mails.iter().map(|(_, it)| in_memory(it.size)).sum();
        let room = room_for(bytes)
            .await
            .map_err(|err| Stop::Trouble(Trouble::new("health-protocol", err.to_string())))?;
        let sight = self.sight(at)?;
        let (name, role) = (sight.name.clone(), sight.role);
        self.fetching = true;
        let mut fetched = self.fetch((&name, folder.uid_validity), mails).await?;
        self.fetching = false;
        self.alone = None;
        let (created, open_recent) = (self.door.connection.created_at, self.settings.open_recent);
        let mut lot = Vec::with_capacity(mails.len());
        for (uid, facts) in mails {
            let Some(got) = fetched.remove(uid) else {
                gone.push(*uid);
                continue;
            };
            let sight = self.sight(at)?;
            let recent = open_recent
                && role == FolderRole::Inbox
                && facts.at >= created - RECENT
                && !sight.is_answered(*uid);
            lot.push(Fetched {
                place: MailPlace {
                    connection: folder.connection,
                    folder: name.clone(),
                    uid_validity: folder.uid_validity,
                    uid: *uid,
                },
                history: !live && facts.at < created && !recent,
                sent: role == FolderRole::Sent,
                thread: facts.thread,
                size: facts.size,
                raw: got.raw,
                large: got.large,
                broken: got.broken,
            });
        }
        self.hand_over(Lot {
            folder,
            mails: lot,
            gone,
            met,
            live,
            room: Some(room),
        })
        .await
    }

    async fn fetch(
        &mut self,
        (folder, uid_validity): (&str, u32),
        mails: &[(u32, Facts)],
    ) -> Result<BTreeMap<u32, Got>, Stop> {
        let mut out = BTreeMap::new();
        let mut small = Vec::new();
        let mut bytes = 0;
        for (uid, facts) in mails {
            if self.hopeless.contains(&(folder.to_owned(), *uid)) {
                let broken = Some("parked-not-fetched");
                out.insert(
                    *uid,
                    Got {
                        broken,
                        ..Got::default()
                    },
                );
            } else if facts.size > IN_PARTS {
                self.alone = Some((folder.to_owned(), *uid));
                let keep = self.keep.as_ref();
                let of = (folder.to_owned(), uid_validity, *uid, facts.size);
                let got = parts::fetch(&mut self.session, of, keep, &self.begun).await;
                out.extend(got.map_err(Trouble::from)?.map(|it| (*uid, it)));
            } else {
                small.push(*uid);
                bytes += facts.size;
            }
        }
        self.alone = match small.as_slice() {
            [uid] => Some((folder.to_owned(), *uid)),
            _ => None,
        };
        if !small.is_empty() {
            let found = self.session.bodies(&small, bytes).await?;
            let got = |raw| Got {
                raw,
                ..Got::default()
            };
            out.extend(found.into_iter().map(|(uid, raw)| (uid, got(raw))));
        }
        Ok(out)
    }

    /// Waits for news of the inbox, looking at the Sent folder now and then.
    async fn wait(&mut self) -> Result<(), Stop> {
        let inbox = self.sight(0)?.name.clone();
        let Some(sent) = self.folders.get(1).map(|it| it.name.clone()) else {
            return self.wait_on(&inbox, REARM).await.map(|_| ());
        };
        let began = tokio::time::Instant::now();
        while began.elapsed() < REARM {
            if self.wait_on(&inbox, POLL).await? {
                return Ok(());
            }
            let next = self.session.uid_next_of(&sent).await?;
            let seen = self.sight(1)?.opened.uid_next;
            if next.is_none_or(|it| it != seen) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Waits on a folder; whether there is something to look for.
    async fn wait_on(&mut self, folder: &str, at_most: Duration) -> Result<bool, Stop> {
        let before = self.sight(0)?.opened;
        // What came between the last look and now would not be told: look once more before waiting.
        let now = self.session.examine(folder).await?;
        if now != before {
            return Ok(true);
        }
        if self.session.has_idle {
            return tokio::select! {
                news = self.session.idle(at_most) => Ok(news?),
                () = self.out.closed() => Err(Stop::Unheard),
            };
        }
        tokio::select! {
            () = tokio::time::sleep(at_most.min(POLL)) => {}
            () = self.out.closed() => return Err(Stop::Unheard),
        }
        Ok(true)
    }
}
