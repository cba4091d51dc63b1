//! Fetching one large mail in parts: into memory what can be read whole, onto the disk what cannot.

use crate::channels::email::imap::{ImapError, Session};
use crate::channels::kit::Trouble;
use crate::channels::kit::large::{Begun, Half, Keep, Large};
use crate::domain::message::READ_WHOLE;

/// Bytes asked for at one time.
const PART: u64 = 1 << 20;
/// What is read of a mail that is too large to be read whole.
pub const BEGINNING: u64 = 1 << 20;
/// The largest mail that is kept; of a larger one the beginning is.
const KEPT: u64 = 1 << 30;

/// A mail as it was fetched.
#[derive(Debug, Default)]
pub struct Got {
    pub raw: Vec<u8>,
    pub large: Option<Large>,
    /// Why it is not whole: a key of `words` (`parked-…`).
    pub broken: Option<&'static str>,
}

/// Why a mail was not fetched.
pub enum NotGot {
    Imap(ImapError),
    Disk(std::io::Error),
}

impl From<ImapError> for NotGot {
    fn from(err: ImapError) -> Self {
        NotGot::Imap(err)
    }
}

impl From<std::io::Error> for NotGot {
    fn from(err: std::io::Error) -> Self {
        NotGot::Disk(err)
    }
}

impl From<NotGot> for Trouble {
    fn from(err: NotGot) -> Self {
        match err {
            NotGot::Imap(err) => err.into(),
            NotGot::Disk(err) => Trouble::new("health-disk", err.to_string()),
        }
    }
}

/// Bytes a mail of this size takes in memory while it is fetched.
#[must_use]
pub fn in_memory(size: u64) -> u64 {
    if size > READ_WHOLE {
        BEGINNING + 2 * PART
    } else {
        size
    }
}

/// Fetches one mail from where it broke off before; `None` when it is gone. What breaks off is kept in `begun`.
///
/// # Errors
/// [`NotGot`].
pub async fn fetch(
    session: &mut Session,
    of: (String, u32, u32, u64),
    keep: Option<&Keep>,
    begun: &Begun,
) -> Result<Option<Got>, NotGot> {
    let mut half = begun.take(of);
    let got = go_on(session, &mut half, keep).await;
    if let Err(NotGot::Imap(_)) = &got {
        begun.put_back(half);
    }
    got
}

async fn go_on(
    session: &mut Session,
    half: &mut Half,
    keep: Option<&Keep>,
) -> Result<Option<Got>, NotGot> {
    let size = half.of.3;
    match keep.filter(|_| size > READ_WHOLE && size <= KEPT) {
        Some(keep) => whole(session, half, keep).await,
        None if size > READ_WHOLE => {
            let there = up_to(session, half, BEGINNING).await?;
            let broken = Some("parked-too-large");
            Ok(there.map(|_| Got {
                raw: std::mem::take(&mut half.raw),
                broken,
                large: None,
            }))
        }
        None => {
            let there = up_to(session, half, READ_WHOLE + PART).await?;
            Ok(there.map(|ended| Got {
                raw: std::mem::take(&mut half.raw),
                // Larger than the server said.
                broken: (!ended).then_some("parked-too-large"),
                large: None,
            }))
        }
    }
}

/// The first bytes: whether the mail ended within them; `None` when it is gone.
async fn up_to(
    session: &mut Session,
    half: &mut Half,
    most: u64,
) -> Result<Option<bool>, ImapError> {
    loop {
        let n = PART.min(most.saturating_sub(half.have));
        if n == 0 {
            return Ok(Some(false));
        }
        let Some(part) = session.part(half.of.2, half.have, n).await? else {
            return Ok((half.have > 0).then_some(true));
        };
        let got = part.len() as u64;
        half.raw.extend_from_slice(&part);
        half.have += got;
        if got < n {
            return Ok(Some(true));
        }
    }
}

async fn whole(session: &mut Session, half: &mut Half, keep: &Keep) -> Result<Option<Got>, NotGot> {
    while half.have <= KEPT {
        let Some(part) = session.part(half.of.2, half.have, PART).await? else {
            break;
        };
        let n = part.len() as u64;
        if half.raw.is_empty() {
            half.raw.clone_from(&part);
        }
        if n > 0 {
            let keeper = half.keeper.get_or_insert_with(|| (keep.0)());
            keeper.part(part).await?;
        }
        half.have += n;
        if n < PART {
            break;
        }
    }
    let Some(keeper) = half.keeper.take().filter(|_| half.have > 0) else {
        return Ok(None);
    };
    let large = keeper.end().await?;
    let mut raw = std::mem::take(&mut half.raw);
    raw.truncate(usize::try_from(BEGINNING).unwrap_or(usize::MAX));
    Ok(Some(Got {
        raw,
        large: Some(large),
        broken: None,
    }))
}
