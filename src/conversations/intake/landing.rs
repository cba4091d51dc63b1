//! Which conversation an ordinary mail joins: the rules in order, the first that fits says why.

use crate::contacts::identity;
use crate::contacts::people::records;
use crate::conversations::dated;
use crate::conversations::going_on::{self, Carrier};
use crate::conversations::intake::courtesy::is_courtesy;
use crate::conversations::intake::letter::Letter;
use crate::conversations::intake::pointing::{Pointed, onward};
use crate::conversations::steps::moves::WAITING_CUSTOMER;
use crate::conversations::steps::open::private;
use crate::conversations::steps::pending::owes;
use crate::conversations::steps::people::{Standing, standing};
use crate::conversations::surveys::heard::heard;
use crate::domain::channel::ChannelKind;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::domain::message::MessageKind;
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::store::{Look, Write};
use crate::text::subject;

/// More recipients than this make a mail of ours a mailing: its answers are split by sender.
pub const MAILING: usize = 5;
/// A case on another channel is continued while its last message is younger.
pub const OTHER_CHANNEL: Span = Span::hours(72);
/// Newest cases of a person looked at.
pub const NEWEST: usize = 20;

/// Where a mail lands.
#[derive(Debug, Clone)]
pub enum Landing {
    Join {
        conversation: Box<Conversation>,
        why: Reason,
        standing: Standing,
    },
    New {
        /// The case it follows; it becomes that one's successor when `succeeds`.
        previous: Option<Box<Conversation>>,
        succeeds: bool,
        why: Reason,
        /// Belongs perhaps to this one, but is not shown to be its sender's.
        unsure: Option<Box<Conversation>>,
    },
}

/// What answers us: a rating, where it is nothing else, stays with what asked for it; all else lands by rule 0.
///
/// # Errors
/// The store's.
pub fn answering(w: &mut Write<'_>, letter: &Letter<'_>, points: Pointed) -> Result<Landing> {
    let id = points.conversation.id;
    let standing = standing(w, &points.conversation, &letter.input.from)?;
    if let Standing::Customer(contact) = standing
        && let Some(c) = heard(w, contact, letter.input, points.message.as_ref())?
    {
        return Ok(Landing::Join {
            conversation: Box::new(c),
            why: Reason::Rated,
            standing,
        });
    }
    if let Standing::Customer(contact) = standing
        && let Some(c) = dated::heard::heard(w, contact, letter.input, points.message.as_ref())?
    {
        return Ok(Landing::Join {
            conversation: Box::new(c),
            why: Reason::DatedAnswer,
            standing,
        });
    }
    // What was said beside a rating goes on as any other; the rating stands by now.
    let conversation = w.conversation(id)?.unwrap_or(points.conversation);
    let now = w.now();
    by_proof(
        w,
        letter,
        Pointed {
            conversation,
            ..points
        },
        now,
    )
}

/// Rule 0: the conversation it points to, reopened within the window; else a new one that follows it.
///
/// # Errors
/// The store's.
pub fn by_proof(
    look: &Look<'_>,
    letter: &Letter<'_>,
    pointed: Pointed,
    now: Millis,
) -> Result<Landing> {
    let why = pointed.why();
    let mailing = is_mailing(&pointed);
    let c = pointed.conversation;
    let standing = standing(look, &c, &letter.input.from)?;
    if mailing && !standing.is_participant() {
        return answers_mailing(look, letter, c);
    }
    let in_window = is_in_window(letter, &c, now);
    if in_window || (standing.is_participant() && is_courtesy(look, &c, letter.input, now)?) {
        let why = match standing {
            Standing::Stranger | Standing::Suggested(_) => Reason::SuggestedParticipant,
            Standing::Customer(_) | Standing::Accepted(_) => why,
        };
        return Ok(Landing::Join {
            conversation: Box::new(c),
            why,
            standing,
        });
    }
    let why = Reason::SuccessorOf { conversation: c.id };
    if matches!(standing, Standing::Customer(_)) {
        return Ok(Landing::New {
            previous: Some(Box::new(c)),
            succeeds: true,
            why,
            unsure: None,
        });
    }
    Ok(Landing::New {
        previous: None,
        succeeds: false,
        why: Reason::NewCase,
        unsure: Some(Box::new(c)),
    })
}

/// Rule 0 too: it carries the code we gave somebody to go on by mail, and its sender is proven. Of any other sender a
/// code says nothing.
///
/// # Errors
/// The store's.
pub fn with_code(w: &mut Write<'_>, letter: &Letter<'_>) -> Result<Option<Landing>> {
    let input = letter.input;
    if input.unverified || !input.evidence.is_verified() || input.history {
        return Ok(None);
    }
    let found = going_on::good(w, &input.move_codes, letter.channel.id, w.now())?;
    let Some((hash, code)) = found else {
        return Ok(None);
    };
    let carrier = Carrier {
        from: &input.from,
        as_sent: &input.as_sent,
        also: Vec::new(),
        known: identity::find(w, &input.from, input.evidence)?,
    };
    if !going_on::take(w, (hash, &code), &carrier)? {
        return Ok(None);
    }
    let sender = identity::find(w, &input.from, input.evidence)?;
    let (Some(sender), Some(c)) = (sender, w.conversation(code.conversation)?) else {
        return Ok(None);
    };
    let c = onward(w, c, false)?;
    let fits = c.audience == private(w, letter.channel.team)?
        && c.brand == letter.channel.brand
        && !(c.merged || c.blocked || c.unverified)
        && c.status != Status::Spam
        && is_in_window(letter, &c, w.now());
    Ok(fits.then(|| Landing::Join {
        conversation: Box::new(c),
        why: Reason::MoveCode,
        standing: Standing::Customer(sender),
    }))
}

/// Whether a case may be gone on with: one that ended is, for a while.
fn is_in_window(letter: &Letter<'_>, c: &Conversation, now: Millis) -> bool {
    match c.status {
        Status::Resolved { at, .. } if !c.automatic && !c.blocked => {
            let window = letter.channel.reopens_within();
            now.since(at.max(c.last_public_at.unwrap_or(at))) < window || letter.input.history
        }
        _ => true,
    }
}

/// Of a sender whose mails are put together by their subject: the newest case of that sender that began with it.
/// `None` when there is none to go on with.
///
/// # Errors
/// The store's.
pub fn by_subject(look: &Look<'_>, letter: &Letter<'_>, now: Millis) -> Result<Option<Landing>> {
    let root = letter.mail.subject_root.to_lowercase();
    let sender = identity::find(look, &letter.handle(), letter.input.evidence)?;
    let Some(sender) = sender.filter(|_| !root.is_empty()) else {
        return Ok(None);
    };
    let found = cases_of(look, sender)?.into_iter().find(|it| {
        it.channels.contains(&letter.channel.id)
            && !it.blocked
            && !it.automatic
            && it.status != Status::Spam
            && subject::root(&it.subject).to_lowercase() == root
            && is_in_window(letter, it, now)
    });
    Ok(found.map(|it| Landing::Join {
        conversation: Box::new(it),
        why: Reason::Grouped,
        standing: Standing::Customer(sender),
    }))
}

fn is_mailing(pointed: &Pointed) -> bool {
    let message = pointed.message.as_ref();
    let ours = message.filter(|it| it.kind == MessageKind::Reply);
    ours.and_then(|it| it.mail.as_ref())
        .is_some_and(|it| it.to.len() + it.cc.len() + it.bcc.len() > MAILING)
}

/// The case of this sender that began with an answer to the same mailing, else a new one.
fn answers_mailing(look: &Look<'_>, letter: &Letter<'_>, c: Conversation) -> Result<Landing> {
    let why = Reason::BulkReply { conversation: c.id };
    let sender = identity::find(look, &letter.handle(), letter.input.evidence)?;
    if let Some(sender) = sender {
        for id in look.newest_conversations_of(sender, NEWEST)? {
            if let Some(own) = look.conversation(id)?.filter(|it| it.why == why) {
                return Ok(Landing::Join {
                    conversation: Box::new(own),
                    why,
                    standing: Standing::Customer(sender),
                });
            }
        }
    }
    Ok(Landing::New {
        previous: None,
        succeeds: false,
        why,
        unsure: None,
    })
}

/// Without proof: two mails are two cases. A case that holds no mail yet is continued when everything speaks for
/// it; else a new one.
///
/// # Errors
/// The store's.
pub fn without_proof(look: &Look<'_>, letter: &Letter<'_>, now: Millis) -> Result<Landing> {
    let new = Landing::New {
        previous: None,
        succeeds: false,
        why: Reason::NewCase,
        unsure: None,
    };
    let evidence = letter.input.evidence;
    let Some(sender) = identity::find(look, &letter.handle(), evidence)? else {
        return Ok(new);
    };
    let cases = cases_of(look, sender)?;
    if evidence.is_verified()
        && let Some((c, why)) = on_another_channel(look, letter, &cases, now)?
    {
        return Ok(Landing::Join {
            conversation: Box::new(c),
            why,
            standing: Standing::Customer(sender),
        });
    }
    let cases = followed(look, letter, cases)?;
    if let Some(c) = cases.first()
        && evidence.is_verified()
        && only_thanks(look, letter, c, now)?
    {
        return Ok(Landing::Join {
            conversation: Box::new(c.clone()),
            why: Reason::Courtesy,
            standing: Standing::Customer(sender),
        });
    }
    let said_at = letter.said_at(now);
    let newest = cases
        .into_iter()
        .find(|it| !letter.input.history || last_at(it) < said_at);
    Ok(Landing::New {
        previous: newest.map(Box::new),
        succeeds: false,
        why: Reason::NewCase,
        unsure: None,
    })
}

/// Of a person's cases those that a new one may follow.
fn followed(
    look: &Look<'_>,
    letter: &Letter<'_>,
    mut cases: Vec<Conversation>,
) -> Result<Vec<Conversation>> {
    let team = private(look, letter.channel.team)?;
    cases.retain(|it| {
        let is_seen = it.audience.is_none() || it.audience == team;
        is_seen && !it.blocked && !it.automatic && it.status != Status::Spam
    });
    Ok(cases)
}

/// A fresh mail that only says thanks is filed with the newest case, where it changes nothing: all other mails without
/// proof of a thread are cases of their own.
fn only_thanks(
    look: &Look<'_>,
    letter: &Letter<'_>,
    newest: &Conversation,
    now: Millis,
) -> Result<bool> {
    let window = letter.channel.reopens_within();
    let fits = !letter.input.history
        && newest.brand == letter.channel.brand
        && newest.audience == private(look, letter.channel.team)?
        && now.since(last_at(newest)) < window;
    Ok(fits && is_courtesy(look, newest, letter.input, now)?)
}

fn last_at(c: &Conversation) -> Millis {
    c.last_public_at.unwrap_or(c.active_at)
}

/// The case which an older one, found in history, comes before: the first that began after it, when that follows the
/// same one as the older does.
///
/// # Errors
/// The store's.
pub fn next_of(
    look: &Look<'_>,
    letter: &Letter<'_>,
    c: &Conversation,
) -> Result<Option<Conversation>> {
    let said_at = letter.said_at(letter.now);
    let mut cases = followed(look, letter, cases_of(look, c.contact)?)?;
    cases.retain(|it| it.id != c.id && last_at(it) > said_at);
    for it in cases.into_iter().rev() {
        let first = look.messages_after(it.id, None, 1)?;
        if first.first().is_some_and(|it| it.said_at > said_at) {
            return Ok(Some(it).filter(|it| it.previous == c.previous));
        }
    }
    Ok(None)
}

/// The person's cases as customer, newest first.
///
/// # Errors
/// The store's.
pub fn cases_of(look: &Look<'_>, contact: ContactId) -> Result<Vec<Conversation>> {
    let records = records(look, contact)?;
    let mut out = Vec::new();
    for record in &records {
        for id in look.newest_conversations_of(*record, NEWEST)? {
            let found = look.conversation(id)?;
            out.extend(found.filter(|it| !it.merged && records.contains(&it.contact)));
        }
    }
    out.sort_by_key(|it| std::cmp::Reverse(last_at(it)));
    Ok(out)
}

/// The one case that is not resolved, when there is only one.
#[must_use]
pub fn only_unresolved(cases: &[Conversation]) -> Option<&Conversation> {
    let mut unresolved = cases.iter().filter(|it| it.status.is_unresolved());
    let first = unresolved.next()?;
    unresolved.next().is_none().then_some(first)
}

/// Rules 1 and 2 toward a case that holds no mail yet: it is the only unresolved one, young, of the same brand,
/// and crosses no private team.
fn on_another_channel(
    look: &Look<'_>,
    letter: &Letter<'_>,
    cases: &[Conversation],
    now: Millis,
) -> Result<Option<(Conversation, Reason)>> {
    let Some(c) = only_unresolved(cases) else {
        return Ok(None);
    };
    let last = c.last_public_at.unwrap_or(c.created_at);
    let team = private(look, letter.channel.team)?;
    let fits = c.brand == letter.channel.brand
        && c.audience == team
        && now.since(last) < OTHER_CHANNEL
        && !holds_mail(look, c)?;
    if !fits {
        return Ok(None);
    }
    if owes(look, c)? {
        return Ok(Some((
            c.clone(),
            Reason::StillOurs {
                since: c.created_at,
            },
        )));
    }
    let window = c.channel_kind.abilities().continue_window;
    let theirs = c.status == WAITING_CUSTOMER && window.is_some_and(|it| now.since(last) < it);
    Ok(theirs.then(|| (c.clone(), Reason::StillTheirs { since: last })))
}

fn holds_mail(look: &Look<'_>, c: &Conversation) -> Result<bool> {
    for id in &c.channels {
        let kind = look.channel(*id)?.map(|it| it.kind);
        if kind == Some(ChannelKind::Email) {
            return Ok(true);
        }
    }
    Ok(false)
}
