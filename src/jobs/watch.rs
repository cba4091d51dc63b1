//! Watching one mailbox: opens its door from the recorded frontiers, hands the lots on, and begins again when
//! something goes wrong, ever less often.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::sync::mpsc;

use crate::app::App;
use crate::channels;
use crate::channels::kit::large::Begun;
use crate::channels::kit::{self, Door, Frontier, Frontiers, Trouble};
use crate::domain::error::Result;
use crate::domain::id::{ConnectionId, MessageId};
use crate::domain::mail::Folder;
use crate::domain::time::{Millis, Span};
use crate::jobs::health::{self, Half};
use crate::jobs::{Yard, intake, large, renew};
use crate::store::Look;

/// The first wait after a trouble, and the longest; a refused log-in waits from the slow one on, so that no server
/// locks the account for it.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(300);
const SLOW: Duration = Duration::from_secs(900);
/// A mail whose fetching ended the line so often is recorded as unreadable.
const HOPELESS: u32 = 3;
/// So many lines lost at one mail, over so long, without a byte more of it.
const STUCK_TRIES: u32 = 5;
const STUCK_FOR: Span = Span::minutes(10);

/// What is remembered between tries.
#[derive(Default)]
struct Memory {
    failures: u32,
    blamed: BTreeMap<(String, u32), u32>,
    careful: bool,
    /// A token was refused and renewed since the last session that worked.
    distrusted: bool,
    /// The token of the last session, still sealed; empty for a password.
    token: Vec<u8>,
    /// A large mail whose fetching broke off.
    begun: Begun,
    stuck: Option<Stuck>,
}

/// A mail at which line after line was lost, with nothing more of it there each time.
struct Stuck {
    mail: (String, u32),
    since: Millis,
    tries: u32,
    have: u64,
}

/// Watches until Lobby stops.
pub async fn run(yard: Yard, id: ConnectionId) {
    let mut memory = Memory::default();
    loop {
        let tried = tokio::select! {
            it = once(&yard, id, &mut memory) => it,
            () = yard.stopping() => return,
        };
        let wait = match tried {
            Ok(mut trouble) => {
                if trouble.code == "health-login-refused"
                    && !memory.distrusted
                    && !memory.token.is_empty()
                {
                    // The first time it may be the token's age and nobody's fault.
                    memory.distrusted = true;
                    let distrusted = renew::distrust(&yard, id, &memory.token).await;
                    trouble.needs_you = distrusted.is_err();
                }
                memory.note(&trouble, yard.app.clock.now());
                tracing::info!(connection = %id, code = trouble.code, "a mailbox is not watched");
                health::tell(&yard.app, id, Half::In, Some(&trouble)).await;
                memory.wait(trouble.needs_you)
            }
            Err(err) => {
                tracing::warn!(connection = %id, error = %err, "mail could not be taken in");
                memory.failures = memory.failures.saturating_add(1);
                memory.wait(false)
            }
        };
        if !yard.rest(wait).await {
            return;
        }
    }
}

/// One session: from log-in to trouble.
async fn once(yard: &Yard, id: ConnectionId, memory: &mut Memory) -> Result<Trouble> {
    let door = match renew::door(yard, id).await? {
        Ok(it) => it,
        Err(trouble) => return Ok(trouble),
    };
    memory.token = renew::token(&door.connection).to_vec();
    let Some(channel) = channels::of(door.connection.kind) else {
        return Ok(Trouble::new("health-settings", "no such kind"));
    };
    let mut from = frontiers(&yard.app, &door).await?;
    from.careful = memory.careful;
    from.hopeless = memory.hopeless();
    from.memory = Some(taken_in(&yard.app));
    from.keep = Some(large::keep(&yard.app));
    from.begun = memory.begun.clone();
    let (out, lots) = mpsc::channel(1);
    let watching = channel.watch(&door, from, out);
    let taking = intake::take(yard, &door, lots, || {
        memory.failures = 0;
        memory.distrusted = false;
    });
    let (trouble, taken) = tokio::join!(watching, taking);
    taken?;
    Ok(trouble)
}

impl Memory {
    fn note(&mut self, trouble: &Trouble, now: Millis) {
        self.failures = self.failures.saturating_add(1);
        self.note_stuck(trouble, now);
        // A mail that breaks the line would be met again each time: one a time from here on, until it shows itself.
        let spoilt = trouble.fetching && trouble.code == "health-protocol";
        self.careful |= spoilt;
        if let (true, Some(blame)) = (spoilt, &trouble.blame) {
            *self.blamed.entry(blame.clone()).or_default() += 1;
        } else if !trouble.fetching {
            self.careful = false;
        }
    }

    /// A line that is lost again and again at the same mail keeps all that came after it: that mail is passed.
    fn note_stuck(&mut self, trouble: &Trouble, now: Millis) {
        let lost = trouble.fetching && trouble.code != "health-protocol";
        let Some(mail) = trouble.blame.clone().filter(|_| lost) else {
            return;
        };
        let have = self.begun.have();
        let stuck = self.stuck.take();
        let mut stuck = stuck
            .filter(|it| it.mail == mail && it.have == have)
            .unwrap_or(Stuck {
                mail,
                since: now,
                tries: 0,
                have,
            });
        stuck.tries += 1;
        if stuck.tries >= STUCK_TRIES && now.since(stuck.since).0 >= STUCK_FOR.0 {
            self.blamed.insert(stuck.mail, HOPELESS);
        } else {
            self.stuck = Some(stuck);
        }
    }

    fn hopeless(&self) -> BTreeSet<(String, u32)> {
        let blamed = self.blamed.iter();
        blamed
            .filter(|(_, n)| **n >= HOPELESS)
            .map(|(it, _)| it.clone())
            .collect()
    }

    fn wait(&self, needs_you: bool) -> Duration {
        let doubled = FIRST * 2_u32.saturating_pow(self.failures.saturating_sub(1).min(16));
        if needs_you {
            SLOW * self.failures.clamp(1, 4)
        } else {
            doubled.min(LONGEST)
        }
    }
}

/// What was taken in before: a mail of this Message-ID and size.
fn taken_in(app: &App) -> kit::Memory {
    let app = app.clone();
    kit::Memory(Arc::new(move |asked| {
        let app = app.clone();
        let known = move |look: &Look<'_>| asked.iter().map(|it| known(look, it)).collect();
        async move { app.look(known).await }.boxed()
    }))
}

fn known(look: &Look<'_>, (id, size): &(String, u64)) -> Result<Option<MessageId>> {
    let Some(found) = look.mail_id(id)? else {
        return Ok(None);
    };
    let mail = look.message(found)?.and_then(|it| it.mail);
    let same = mail.is_some_and(|it| it.message_id == *id && it.size == *size);
    Ok(same.then_some(found))
}

/// Where watching goes on from.
async fn frontiers(app: &App, door: &Door) -> Result<Frontiers> {
    let id = door.connection.id;
    let folders = app
        .look(move |look| {
            let folders = look.folders_of(id)?;
            folders.into_iter().map(|it| frontier(look, it)).collect()
        })
        .await?;
    Ok(Frontiers {
        folders,
        ..Frontiers::default()
    })
}

fn frontier(look: &Look<'_>, folder: Folder) -> Result<Frontier> {
    let in_range =
        |range| look.ledger_uids(folder.connection, &folder.name, folder.uid_validity, range);
    let above = in_range((folder.live_next, u32::MAX))?;
    let below = if folder.backfill_done {
        Vec::new()
    } else {
        in_range((folder.backfill_until, folder.backfill_next))?
    };
    Ok(Frontier {
        known: above.into_iter().chain(below).collect(),
        folder,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_a_refused_login_is_tried_seldom() {
        let mut memory = Memory::default();
        let trouble = Trouble::new("health-lost", "");
        let mut waits = Vec::new();
        for _ in 0..12 {
            memory.note(&trouble, Millis(0));
            waits.push(memory.wait(false).as_secs());
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
        assert!(memory.wait(true) >= SLOW);
    }

    #[test]
    fn a_mail_that_breaks_the_line_is_found_and_passed() {
        let mut memory = Memory::default();
        let broken = Trouble {
            fetching: true,
            ..Trouble::new("health-protocol", "")
        };
        memory.note(&broken, Millis(0));
        assert!(memory.careful && memory.hopeless().is_empty());
        let named = Trouble {
            blame: Some(("INBOX".to_owned(), 7)),
            ..broken
        };
        for _ in 0..HOPELESS {
            memory.note(&named, Millis(0));
        }
        assert_eq!(memory.hopeless().len(), 1);
    }

    #[test]
    fn a_mail_at_which_every_line_is_lost_does_not_block_the_rest() {
        use crate::channels::kit::large::Half;
        let lost = Trouble {
            fetching: true,
            blame: Some(("INBOX".to_owned(), 7)),
            ..Trouble::new("health-lost", "")
        };
        let minute = |n: i64| Millis(n * 60_000);
        let mut memory = Memory::default();
        for n in 0..10 {
            memory.note(&lost, minute(n));
        }
        assert!(memory.hopeless().is_empty(), "not for long enough");
        memory.note(&lost, minute(10));
        assert_eq!(memory.hopeless().len(), 1);
        // As long as there is more of it each time, it is worth waiting for.
        let mut memory = Memory::default();
        for n in 0..30_u32 {
            let mut half = Half::of(("INBOX".to_owned(), 1, 7, 99));
            half.have = u64::from(n);
            memory.begun.put_back(half);
            memory.note(&lost, minute(i64::from(n)));
        }
        assert!(memory.hopeless().is_empty());
    }
}
