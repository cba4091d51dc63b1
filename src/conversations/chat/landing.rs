//! Which conversation a message of a talk joins: the rules of the domain in order, the first that fits says why.

use crate::conversations::chat::talk::Talk;
use crate::conversations::intake::courtesy::is_courtesy;
use crate::conversations::intake::landing::{OTHER_CHANNEL, cases_of, only_unresolved};
use crate::conversations::intake::pointing::onward;
use crate::conversations::steps::moves::WAITING_CUSTOMER;
use crate::conversations::steps::open::private;
use crate::conversations::steps::pending::owes;
use crate::domain::channel::Channel;
use crate::domain::chat::move_code::MoveCode;
use crate::domain::conversation::{Conversation, Status, Suggestion};
use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::domain::message::Message;
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::store::Look;

/// A courtesy is filed with the newest case while that is younger than this; later it begins something.
const THANKS: Span = Span::days(30);

/// Where a message lands.
#[derive(Debug, Clone)]
pub enum Landing {
    Join(Box<Conversation>, Reason),
    /// A new case behind the one before it, which perhaps belongs to another.
    New {
        previous: Option<Box<Conversation>>,
        why: Reason,
        perhaps: Option<Suggestion>,
    },
}

/// Finds it. `contact` is who writes, when they are known; `pointed` what the message quotes.
///
/// # Errors
/// The store's.
pub fn landing(
    look: &Look<'_>,
    talk: &Talk<'_>,
    contact: Option<ContactId>,
    pointed: Option<&Message>,
    now: Millis,
) -> Result<Landing> {
    if let Some(found) = pointed
        && let Some(landing) = by_pointing(look, talk, contact, found, now)?
    {
        return Ok(landing);
    }
    let cases = match contact {
        Some(id) => suitable(look, talk, cases_of(look, id)?)?,
        None => Vec::new(),
    };
    for c in cases.iter().filter(|it| is_here(it, &talk.channel)) {
        if let Some(why) = goes_on(look, c, &talk.channel, now)? {
            return Ok(Landing::Join(Box::new(c.clone()), why));
        }
    }
    if let Some((c, why)) = elsewhere(look, talk, &cases, now)? {
        return Ok(Landing::Join(Box::new(c), why));
    }
    let closed = cases.iter().find(|it| is_here(it, &talk.channel));
    if let Some(c) = closed.filter(|it| is_just_closed(it, &talk.channel, now)) {
        let why = Reason::JustClosed { at: last_at(c) };
        return Ok(Landing::Join(Box::new(c.clone()), why));
    }
    if let Some(c) = cases.first()
        && now.since(last_at(c)) < THANKS
        && is_courtesy(look, c, talk.input, now)?
    {
        return Ok(Landing::Join(Box::new(c.clone()), Reason::Courtesy));
    }
    let perhaps = perhaps(look, talk, &cases)?;
    Ok(Landing::New {
        previous: cases.into_iter().next().map(Box::new),
        why: Reason::NewCase,
        perhaps,
    })
}

/// Rule 0: the case of what it quotes or presses, or what that became. Of a case that ended, only while it may be opened
/// again; and never the case of somebody else.
fn by_pointing(
    look: &Look<'_>,
    talk: &Talk<'_>,
    contact: Option<ContactId>,
    pointed: &Message,
    now: Millis,
) -> Result<Option<Landing>> {
    let place = pointed.moved_to.map_or(pointed.conversation, |(id, _)| id);
    let Some(c) = look.conversation(place)? else {
        return Ok(None);
    };
    let c = onward(look, c, false)?;
    let theirs = match contact {
        Some(id) => cases_of(look, id)?.iter().any(|it| it.id == c.id),
        None => false,
    };
    let is_fit = theirs && !c.merged && c.status != Status::Spam;
    let goes = c.status.is_unresolved() || is_just_closed(&c, &talk.channel, now);
    let why = Reason::PointsAt {
        message: pointed.id,
    };
    Ok((is_fit && goes).then(|| Landing::Join(Box::new(c), why)))
}

/// The case a code was given out in, or what that became, while it may be gone on with here.
///
/// # Errors
/// The store's.
pub fn by_code(
    look: &Look<'_>,
    talk: &Talk<'_>,
    code: &MoveCode,
    now: Millis,
) -> Result<Option<Landing>> {
    let Some(c) = look.conversation(code.conversation)? else {
        return Ok(None);
    };
    let c = onward(look, c, false)?;
    let fit = suitable(look, talk, vec![c])?.into_iter().next();
    let fit = fit.filter(|it| !it.merged);
    let goes =
        |it: &Conversation| it.status.is_unresolved() || is_just_closed(it, &talk.channel, now);
    Ok(fit
        .filter(goes)
        .map(|it| Landing::Join(Box::new(it), Reason::MoveCode)))
}

/// Cases that may be gone on with: seen by the same people, of the same brand, and not apart.
fn suitable(
    look: &Look<'_>,
    talk: &Talk<'_>,
    mut cases: Vec<Conversation>,
) -> Result<Vec<Conversation>> {
    let team = private(look, talk.channel.team)?;
    cases.retain(|it| {
        it.audience == team
            && it.brand == talk.channel.brand
            && !it.blocked
            && !it.automatic
            && !it.unverified
            && it.status != Status::Spam
    });
    Ok(cases)
}

fn is_here(c: &Conversation, channel: &Channel) -> bool {
    c.channels.contains(&channel.id)
}

/// Rules 1 and 2: still ours, or still theirs and not for too long.
fn goes_on(
    look: &Look<'_>,
    c: &Conversation,
    channel: &Channel,
    now: Millis,
) -> Result<Option<Reason>> {
    if !c.status.is_unresolved() {
        return Ok(None);
    }
    if owes(look, c)? {
        let since = c.created_at;
        return Ok(Some(Reason::StillOurs { since }));
    }
    let window = channel.continue_window;
    let window = window.or(channel.kind.abilities().continue_window);
    let last = last_at(c);
    let theirs = c.status == WAITING_CUSTOMER && window.is_none_or(|it| now.since(last) < it);
    Ok(theirs.then_some(Reason::StillTheirs { since: last }))
}

/// A case on another channel: only for certain the same person, their only one that is not resolved, and young.
fn elsewhere(
    look: &Look<'_>,
    talk: &Talk<'_>,
    cases: &[Conversation],
    now: Millis,
) -> Result<Option<(Conversation, Reason)>> {
    let Some(c) = only_unresolved(cases) else {
        return Ok(None);
    };
    let certain = talk.input.evidence.is_verified() && !talk.input.unverified;
    if !certain || is_here(c, &talk.channel) || now.since(last_at(c)) >= OTHER_CHANNEL {
        return Ok(None);
    }
    let why = goes_on(look, c, &talk.channel, now)?;
    Ok(why.map(|why| (c.clone(), why)))
}

/// Rule 3: ended within the window in which it is opened again.
fn is_just_closed(c: &Conversation, channel: &Channel, now: Millis) -> bool {
    let Status::Resolved { at, .. } = c.status else {
        return false;
    };
    now.since(at.max(last_at(c))) < channel.reopens_within()
}

/// Another case the new one may belong to. What was only typed makes nobody the same person: that two records may be one
/// is suggested beside the case, with its reason.
fn perhaps(look: &Look<'_>, talk: &Talk<'_>, cases: &[Conversation]) -> Result<Option<Suggestion>> {
    let mut open: Vec<Conversation> = cases.to_vec();
    let proven = talk.input.also_known_as.iter();
    for (handle, _) in proven.filter(|(_, evidence)| evidence.is_verified()) {
        for holder in look.holders(handle)?.into_iter().filter(|it| !it.former) {
            open.extend(suitable(look, talk, cases_of(look, holder.contact)?)?);
        }
    }
    let found = open.iter().find(|it| it.status.is_unresolved());
    Ok(found.map(|it| Suggestion {
        conversation: it.id,
        reason: Reason::SamePersonElsewhere { last: last_at(it) },
    }))
}

fn last_at(c: &Conversation) -> Millis {
    c.last_public_at.unwrap_or(c.created_at)
}
