//! Asking a system for a card: what leaves, and what its answer means.

use std::time::Duration;

use crate::desk::cards::headers_of;
use crate::domain::card::DataCard;
use crate::domain::card::fill::{self, Unfilled};
use crate::domain::card::read::{Shown, read};
use crate::domain::error::Result;
use crate::integrations::facts::Facts;
use crate::keys::KeyRing;
use crate::net::api::{Answer, Call};
use crate::net::{Net, NetError};

/// The longest answer taken, bytes.
const LARGEST: usize = 256 << 10;

/// A question that is ready to leave.
#[derive(Clone, Default)]
pub struct Question {
    pub url: String,
    /// JSON to post; empty when it is only asked for.
    pub body: String,
    headers: Vec<(String, String)>,
    waits: Duration,
    /// A value in it is what the contact only claims.
    pub claimed: bool,
}

/// Why nothing is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAsked {
    /// The card asks nothing.
    Nothing,
    Lacks(String),
    /// What stands in this place is not confirmed.
    Claimed(String),
    /// Who writes may be somebody else.
    Doubtful,
    /// A value would lead to another address.
    Unfit,
}

/// Why an answer says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The end of its key in `words` (`card-failed-…`).
    pub why: &'static str,
    /// The HTTP status; 0 when there was no answer.
    pub status: u16,
}

/// What is asked for a contact.
///
/// # Errors
/// The keys'; what is not asked is no error.
pub fn question(
    keys: &KeyRing,
    card: &DataCard,
    facts: &Facts,
) -> Result<std::result::Result<Question, NotAsked>> {
    if card.url.is_empty() {
        return Ok(Err(NotAsked::Nothing));
    }
    if facts.doubtful {
        return Ok(Err(NotAsked::Doubtful));
    }
    let known = |name: &str| facts.value(name);
    let url = match fill::address(&card.url, &known) {
        Ok(url) => url,
        Err(why) => return Ok(Err(why.into())),
    };
    let body = if card.body.is_empty() {
        String::new()
    } else {
        match fill::body(&card.body, &known) {
            Ok(body) => body.to_string(),
            Err(why) => return Ok(Err(why.into())),
        }
    };
    let claimed = facts.claimed(&[&card.url, &card.body]);
    if let Some(name) = claimed.clone().filter(|_| card.confirmed_only) {
        return Ok(Err(NotAsked::Claimed(name)));
    }
    Ok(Ok(Question {
        url,
        body,
        headers: headers_of(keys, card)?,
        waits: Duration::from_secs(u64::from(card.waits)),
        claimed: claimed.is_some(),
    }))
}

impl From<Unfilled> for NotAsked {
    fn from(why: Unfilled) -> Self {
        match why {
            Unfilled::Lacks(name) => NotAsked::Lacks(name),
            Unfilled::Unfit => NotAsked::Unfit,
        }
    }
}

/// Asks it.
///
/// # Errors
/// [`Failure`]: an answer of any status is an answer.
pub async fn ask(net: &Net, it: &Question) -> std::result::Result<Answer, Failure> {
    let mut call = if it.body.is_empty() {
        Call::get(&it.url)
    } else {
        Call::post(&it.url, "application/json", it.body.clone().into_bytes())
    };
    call = call.with("accept", "application/json");
    for (name, value) in &it.headers {
        call = call.with(name, value);
    }
    call.total = it.waits;
    call.largest = LARGEST;
    // Resolving and reaching are part of the time.
    let answer = tokio::time::timeout(it.waits, net.call(call)).await;
    let answer = answer.unwrap_or(Err(NetError::TimedOut));
    answer.map_err(|err| Failure {
        why: match err {
            NetError::Blocked => "blocked",
            NetError::TimedOut => "timed-out",
            NetError::TooLarge => "too-large",
            NetError::NoSuchHost => "no-such-host",
            NetError::Tls(_) => "tls",
            _ => "unreachable",
        },
        status: 0,
    })
}

/// What an answer shows: nothing when the system knows nobody, or nothing that is shown.
///
/// # Errors
/// [`Failure`] when it is none that can be read.
pub fn understood(card: &DataCard, answer: &Answer) -> std::result::Result<Vec<Shown>, Failure> {
    let status = answer.status;
    let failed = |why| Err(Failure { why, status });
    match status {
        404 | 410 | 204 => return Ok(Vec::new()),
        200..=299 => {}
        300..=399 => return failed("moved"),
        401 | 403 => return failed("login"),
        429 => return failed("busy"),
        _ => return failed("refused"),
    }
    if answer.body.trim_ascii().is_empty() {
        return Ok(Vec::new());
    }
    match serde_json::from_slice(&answer.body) {
        Ok(json) => Ok(read(&card.fields, &json)),
        Err(_) => failed("no-json"),
    }
}
