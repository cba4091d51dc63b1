//! Cards asked for, and what is done from them. An answer lives here for a while, in memory alone: of one contact one
//! question is under way at a time, who asks meanwhile waits for its answer, and an old one is shown while the system is
//! away.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::app::App;
use crate::channels::api::post_signed;
use crate::desk::cards::{find, secrets};
use crate::domain::actor::{Right, Viewer};
use crate::domain::card::DataCard;
use crate::domain::card::action::CardRun;
use crate::domain::card::read::Shown;
use crate::domain::error::Result;
use crate::domain::id::{CardId, ContactId};
use crate::domain::outbound::SendError;
use crate::domain::time::{Millis, Span};
use crate::integrations::ask::{Failure, NotAsked, Question, ask, question, understood};
use crate::integrations::facts::{Facts, one_beside};
use crate::integrations::link;
use crate::integrations::runs::{Ended, settle};
use crate::store::Write;

/// Answers kept at most; a card says little.
const MOST: usize = 2_000;
/// An answer older than this is no help to anybody.
const OLDEST: Span = Span::days(1);
/// A system that did not answer is left alone so long, unless somebody wants to try again.
const RESTS: Span = Span::seconds(15);
/// Of a raw answer that is tried, characters.
const RAW: usize = 4_000;
/// Noting what became of an action is tried so often.
const TRIES: u32 = 5;

/// What was answered of late.
#[derive(Default)]
pub struct Cards(Mutex<HashMap<(CardId, ContactId), Slot>>);

/// Held while one asks.
type Slot = Arc<tokio::sync::Mutex<Kept>>;

#[derive(Default)]
struct Kept {
    /// What it answers: address, body, and when the card was changed.
    of: (String, String, Millis),
    good: Option<(Vec<Shown>, Millis)>,
    bad: Option<(Failure, Millis)>,
}

/// What a card says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    NotAsked(NotAsked),
    /// The system knows nothing of them.
    Nothing,
    Shown(Vec<Shown>),
    Failed(Failure),
    /// What it said before it failed.
    Old(Vec<Shown>, Failure),
}

/// What a card says, when that was asked, and whether it was asked with what is only claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub outcome: Outcome,
    pub at: Option<Millis>,
    pub claimed: bool,
}

/// What came of trying a card.
#[derive(Debug, Clone, Default)]
pub struct Tried {
    pub url: String,
    pub status: u16,
    pub took: Duration,
    /// What came, cut.
    pub raw: String,
    pub outcome: Option<Outcome>,
}

impl Cards {
    fn slot(&self, key: (CardId, ContactId)) -> Slot {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            // Whoever asks now goes on with theirs.
            all.retain(|_, it| Arc::strong_count(it) > 1);
        }
        all.entry(key).or_default().clone()
    }

    /// What a card said before something was done there is asked anew.
    fn stale(&self, card: CardId) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|it, slot| it.0 != card || Arc::strong_count(slot) > 1);
    }

    /// Nothing of somebody is kept any more.
    pub fn forget(&self, contact: ContactId) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|it, _| it.1 != contact);
    }
}

/// What a card says beside a conversation; `fresh` asks anew.
///
/// # Errors
/// As [`one_beside`]; a system that fails is no error.
pub async fn told(
    app: &App,
    by: &Viewer,
    at: (u64, CardId),
    fresh: bool,
) -> Result<(DataCard, Told)> {
    let (keys, viewer) = (app.keys.clone(), by.clone());
    let (card, contact, asked) = app
        .look(move |look| {
            let (c, card) = one_beside(look, &viewer, at)?;
            let facts = Facts::of(look, &viewer, &c)?;
            let asked = question(&keys, &card, &facts)?;
            Ok((card, facts.contact(), asked))
        })
        .await?;
    let told = match asked {
        Err(why) => Told {
            outcome: Outcome::NotAsked(why),
            at: None,
            claimed: false,
        },
        Ok(asked) => answered(app, &card, (contact, &asked), fresh).await,
    };
    Ok((card, told))
}

async fn answered(
    app: &App,
    card: &DataCard,
    (contact, asked): (ContactId, &Question),
    fresh: bool,
) -> Told {
    let slot = app.cards.slot((card.id, contact));
    let came = app.clock.now();
    let mut kept = slot.lock().await;
    let of = (asked.url.clone(), asked.body.clone(), card.changed_at);
    if kept.of != of {
        *kept = Kept {
            of,
            ..Kept::default()
        };
    }
    let now = app.clock.now();
    let keeps = Span::minutes(i64::from(card.keeps));
    let is_new = |at: Millis| !fresh && now.since(at) < keeps || at > came;
    let good = kept.good.as_ref().is_some_and(|it| is_new(it.1)) && kept.bad.is_none();
    let rests = kept
        .bad
        .as_ref()
        .is_some_and(|it| !fresh && now.since(it.1) < RESTS);
    if !good && !rests {
        let answer = ask(&app.net, asked).await;
        let now = app.clock.now();
        match answer.and_then(|it| understood(card, &it)) {
            Ok(shown) => (kept.good, kept.bad) = (Some((shown, now)), None),
            Err(why) => kept.bad = Some((why, now)),
        }
    }
    let now = app.clock.now();
    kept.good.take_if(|it| now.since(it.1) > OLDEST);
    said(&kept, asked.claimed)
}

fn said(kept: &Kept, claimed: bool) -> Told {
    let (outcome, at) = match (&kept.good, &kept.bad) {
        (Some((shown, at)), None) if shown.is_empty() => (Outcome::Nothing, Some(*at)),
        (Some((shown, at)), None) => (Outcome::Shown(shown.clone()), Some(*at)),
        (Some((shown, at)), Some((why, _))) if !shown.is_empty() => {
            (Outcome::Old(shown.clone(), why.clone()), Some(*at))
        }
        (_, Some((why, at))) => (Outcome::Failed(why.clone()), Some(*at)),
        (None, None) => (Outcome::Nothing, None),
    };
    Told {
        outcome,
        at,
        claimed,
    }
}

/// Asks for a card as if it stood beside a conversation, and says all that came.
///
/// # Errors
/// [`crate::domain::error::Error::Forbidden`]; [`crate::domain::error::Error::NotFound`].
pub async fn try_out(app: &App, by: &Viewer, (number, id): (u64, CardId)) -> Result<Tried> {
    by.need(Right::Administer)?;
    let (keys, viewer) = (app.keys.clone(), by.clone());
    let (card, asked) = app
        .look(move |look| {
            let card = find(look, id)?;
            let c = crate::conversations::find::find(look, &viewer, number)?;
            let facts = Facts::of(look, &viewer, &c)?;
            let asked = question(&keys, &card, &facts)?;
            Ok((card, asked))
        })
        .await?;
    let asked = match asked {
        Ok(asked) => asked,
        Err(why) => {
            return Ok(Tried {
                outcome: Some(Outcome::NotAsked(why)),
                ..Tried::default()
            });
        }
    };
    let began = Instant::now();
    let answer = ask(&app.net, &asked).await;
    let took = began.elapsed();
    let (status, raw) = match &answer {
        Ok(it) => {
            let raw = String::from_utf8_lossy(&it.body)
                .chars()
                .take(RAW)
                .collect();
            (it.status, raw)
        }
        Err(_) => (0, String::new()),
    };
    let outcome = match answer.and_then(|it| understood(&card, &it)) {
        Ok(shown) if shown.is_empty() => Outcome::Nothing,
        Ok(shown) => Outcome::Shown(shown),
        Err(why) => Outcome::Failed(why),
    };
    Ok(Tried {
        url: asked.url,
        status,
        took,
        raw,
        outcome: Some(outcome),
    })
}

/// The signed address at which a card opens, made now.
///
/// # Errors
/// As [`one_beside`] and [`link::signed`].
pub async fn open_at(app: &App, by: &Viewer, at: (u64, CardId)) -> Result<String> {
    let (keys, viewer, now) = (app.keys.clone(), by.clone(), app.clock.now());
    app.look(move |look| {
        let (c, card) = one_beside(look, &viewer, at)?;
        let facts = Facts::of(look, &viewer, &c)?;
        let secret = secrets(&keys, &card, now)?.into_iter().next();
        link::signed(&card, &facts, &secret.unwrap_or_default(), now)
    })
    .await
}

/// Sends what was written down, and notes what became of it; whoever pressed may be gone by then.
pub async fn send(app: &App, run: CardRun) {
    let app = app.clone();
    let sending = tokio::spawn(async move {
        let answer = post(&app, &run).await;
        let (at, ended) = ((run.conversation, run.id), Ended::of(&answer));
        for n in 1..=TRIES {
            let told = ended.clone();
            match app.act(move |w: &mut Write<'_>| settle(w, at, &told)).await {
                Ok(()) => {
                    app.cards.stale(run.card);
                    return;
                }
                Err(err) => {
                    tracing::warn!(run = %run.id, error = %err, "an action's end was not noted")
                }
            }
            tokio::time::sleep(Duration::from_secs(u64::from(n))).await;
        }
    });
    let _ = sending.await;
}

async fn post(app: &App, run: &CardRun) -> std::result::Result<crate::net::api::Answer, SendError> {
    let (keys, now, card, action) = (app.keys.clone(), app.clock.now(), run.card, run.action);
    let found = app.look(move |look| {
        let card = find(look, card)?;
        let url = card.actions.iter().find(|it| it.id == action);
        let url = url.map(|it| it.url.clone()).unwrap_or_default();
        Ok((url, secrets(&keys, &card, now)?))
    });
    let gone = |err: crate::domain::error::Error| SendError::Misconfigured {
        detail: err.to_string(),
    };
    let (url, secrets) = found.await.map_err(gone)?;
    let secrets: Vec<&str> = secrets.iter().map(String::as_str).collect();
    let (id, at) = (format!("act_{}", run.id), now.0 / 1_000);
    let body = run.body.clone().into_bytes();
    post_signed(&app.net, &url, &secrets, (&id, at), body).await
}
