//! Fetching one large mail in parts: into memory what can be read whole, onto the disk what cannot.

use crate::channels::email::imap::{ImapError, Session};
use crate::channels::kit::Trouble;
use crate::channels::kit::large::{Keep, Large};
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

/// Fetches one mail; `None` when it is gone.
///
/// # Errors
/// [`NotGot`].
pub async fn fetch(
    session: &mut Session,
    uid: u32,
    size: u64,
    keep: Option<&Keep>,
) -> Result<Option<Got>, NotGot> {
    match keep.filter(|_| size > READ_WHOLE && size <= KEPT) {
        Some(keep) => whole(session, uid, keep).await,
        None if size > READ_WHOLE => {
            let beginning = up_to(session, uid, BEGINNING).await?;
            let broken = Some("parked-too-large");
            Ok(beginning.map(|(raw, _)| Got {
                raw,
                broken,
                large: None,
            }))
        }
        None => {
            let found = up_to(session, uid, READ_WHOLE + PART).await?;
            Ok(found.map(|(raw, ended)| Got {
                raw,
                // Larger than the server said.
                broken: (!ended).then_some("parked-too-large"),
                large: None,
            }))
        }
    }
}

/// The first bytes, and whether the mail ended within them.
async fn up_to(
    session: &mut Session,
    uid: u32,
    most: u64,
) -> Result<Option<(Vec<u8>, bool)>, ImapError> {
    let mut raw: Vec<u8> = Vec::new();
    loop {
        let have = raw.len() as u64;
        let n = PART.min(most.saturating_sub(have));
        if n == 0 {
            return Ok(Some((raw, false)));
        }
        let Some(part) = session.part(uid, have, n).await? else {
            return Ok((have > 0).then_some((raw, true)));
        };
        let short = (part.len() as u64) < n;
        raw.extend_from_slice(&part);
        if short {
            return Ok(Some((raw, true)));
        }
    }
}

async fn whole(session: &mut Session, uid: u32, keep: &Keep) -> Result<Option<Got>, NotGot> {
    let mut keeper = (keep.0)();
    let (mut have, mut raw) = (0_u64, Vec::new());
    while have <= KEPT {
        let Some(part) = session.part(uid, have, PART).await? else {
            break;
        };
        let n = part.len() as u64;
        if raw.is_empty() {
            raw.clone_from(&part);
        }
        if n > 0 {
            keeper.part(part).await?;
        }
        have += n;
        if n < PART {
            break;
        }
    }
    if have == 0 {
        return Ok(None);
    }
    let large = keeper.end().await?;
    raw.truncate(usize::try_from(BEGINNING).unwrap_or(usize::MAX));
    Ok(Some(Got {
        raw,
        large: Some(large),
        broken: None,
    }))
}
