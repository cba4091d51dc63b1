//! How far the set-up is: which step comes next, and being done with it.

use crate::desk::business::{self, BusinessDetails};
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::{EventKind, Subject};
use crate::domain::team::Business;
use crate::store::{Look, Write};

/// The steps after the first screen, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Business,
    Channel,
    /// A first message from a phone.
    Proof,
    People,
    Done,
}

impl Step {
    pub const ALL: [Step; 5] = [
        Step::Business,
        Step::Channel,
        Step::Proof,
        Step::People,
        Step::Done,
    ];

    /// Its place below `/setup/`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Step::Business => "business",
            Step::Channel => "channel",
            Step::Proof => "channel/proof",
            Step::People => "people",
            Step::Done => "done",
        }
    }
}

/// What of the set-up is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    pub business: bool,
    /// Ways customers can write by.
    pub channels: usize,
    /// Somebody wrote since.
    pub written: bool,
    pub people: usize,
    /// The wizard was finished or left.
    pub over: bool,
}

/// How far the set-up is.
pub fn progress(look: &Look<'_>) -> Result<Progress> {
    let business = business::get(look)?;
    let mut channels = look.channels()?;
    channels.retain(|it| it.kind != ChannelKind::Log && it.retired_at.is_none());
    let people = look.agents()?;
    Ok(Progress {
        business: !business.name.is_empty(),
        channels: channels.len(),
        written: first_written(look, None)?.is_some(),
        people: people.iter().filter(|it| it.is_active()).count(),
        over: business.set_up_at.is_some(),
    })
}

/// The channel customers write by that was connected last, of a kind or of any, when there is one.
///
/// # Errors
/// The store's.
pub fn newest(look: &Look<'_>, kind: Option<ChannelKind>) -> Result<Option<Channel>> {
    let all = look.channels()?;
    let usable = all.into_iter().filter(|it| {
        let meant = kind.is_none_or(|kind| it.kind == kind);
        meant && it.kind != ChannelKind::Log && it.retired_at.is_none()
    });
    Ok(usable.max_by_key(|it| it.created_at))
}

/// The mailbox connected last, when there is one.
///
/// # Errors
/// The store's.
pub fn mailbox(look: &Look<'_>) -> Result<Option<Channel>> {
    newest(look, Some(ChannelKind::Email))
}

/// The newest conversation somebody began while Lobby was there, by a kind of channel or by any: no history, no machine.
///
/// # Errors
/// The store's.
pub fn first_written(look: &Look<'_>, kind: Option<ChannelKind>) -> Result<Option<Conversation>> {
    /// Newer ones that do not count are passed, up to here.
    const LOOKED_AT: usize = 100;
    let newest = look.conversations_before(None, LOOKED_AT)?;
    let counts = |it: &Conversation| {
        let meant = kind.is_none_or(|kind| it.channel_kind == kind);
        let told = it.channel_kind == ChannelKind::Log;
        meant && !told && !it.history && !it.automatic && !it.blocked
    };
    Ok(newest.into_iter().find(counts))
}

impl Progress {
    /// Where to go on.
    #[must_use]
    pub fn next(&self) -> Step {
        if !self.business {
            Step::Business
        } else if self.channels == 0 {
            Step::Channel
        } else if !self.written && self.people < 2 {
            Step::Proof
        } else if self.people < 2 {
            Step::People
        } else {
            Step::Done
        }
    }
}

/// Says what the business is (second screen).
///
/// # Errors
/// As [`business::put`].
pub fn put_business(
    write: &mut Write<'_>,
    viewer: &Viewer,
    details: &BusinessDetails,
) -> Result<Business> {
    viewer.need(Right::Own)?;
    business::put(write, viewer, details)
}

/// Ends the wizard; what is left waits in the settings. Doing it twice is no error.
///
/// # Errors
/// [`crate::domain::error::Error::Forbidden`] for who is not the owner.
pub fn finish(write: &mut Write<'_>, viewer: &Viewer) -> Result<()> {
    viewer.need(Right::Own)?;
    let mut business = business::get(write)?;
    if business.set_up_at.is_none() {
        business.set_up_at = Some(write.now());
        write.put_business(&business)?;
        write.event(viewer.actor, Subject::default(), EventKind::BusinessChanged)?;
    }
    Ok(())
}
