//! What somebody must know who takes a conversation over: what is wanted, what was said and tried, what is promised. It
//! is put together from what is there, each line with where it stands; that it was read is noted.

use crate::conversations::find::{find, for_work};
use crate::conversations::steps::pending::pending;
use crate::conversations::steps::voice::Voice;
use crate::domain::actor::Viewer;
use crate::domain::conversation::{Conversation, Handover, Promise};
use crate::domain::error::{Error, Result};
use crate::domain::event::EventKind;
use crate::domain::message::{Author, Message, MessageKind};
use crate::domain::time::Millis;
use crate::store::{Look, Write};
use crate::text::plain::excerpt;

/// Messages looked through, newest first.
const LOOK_BACK: usize = 200;
/// Answers, notes and files named.
const NAMED: usize = 3;
/// Characters of a line.
const LINE: usize = 160;

/// One message in short.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    pub position: u32,
    pub said_at: Millis,
    pub author: Author,
    pub text: String,
}

/// What they chose of the menu.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Chosen {
    pub label: String,
    pub position: u32,
    /// Empty where nothing was asked behind it.
    pub question: String,
    pub answer: Option<Told>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Packet {
    /// What they wrote first, and last when that is another message.
    pub wanted: Option<Told>,
    pub last: Option<Told>,
    /// What they chose of the menu, the question behind it, and what they said to that.
    pub menu: Option<Chosen>,
    /// How often they were answered, and the newest answers.
    pub n_answers: usize,
    pub tried: Vec<Told>,
    pub notes: Vec<Told>,
    /// Files of theirs: where, and their names.
    pub files: Vec<(u32, String)>,
    pub promise: Option<Promise>,
    /// An answer that waits for its time.
    pub leaves_at: Option<Millis>,
    pub waiting_since: Option<Millis>,
}

/// The summary of a conversation, for whoever may read it.
///
/// # Errors
/// [`Error::NotFound`].
pub fn packet(look: &Look<'_>, by: &Viewer, number: u64) -> Result<(Conversation, Packet)> {
    let c = find(look, by, number)?;
    let all = look.messages_before(c.id, None, LOOK_BACK)?;
    let shown = |it: &&Message| !it.redacted && !it.undone && it.moved_to.is_none();
    let of = |kind: MessageKind| all.iter().filter(shown).filter(move |it| it.kind == kind);
    let theirs = || of(MessageKind::Inbound).filter(|it| !it.courtesy && !it.automatic);
    let answers = || of(MessageKind::Reply).filter(|it| !it.automatic);
    let first = look.message_at(c.id, 0)?;
    let wanted = first.filter(|it| it.kind == MessageKind::Inbound && shown(&it));
    let wanted = wanted.as_ref().or_else(|| theirs().next()).map(told);
    let last = theirs().next_back().map(told);
    let newest = |all: Vec<Told>| {
        let skip = all.len().saturating_sub(NAMED);
        all.into_iter().skip(skip).collect::<Vec<_>>()
    };
    let mut files: Vec<_> = theirs()
        .flat_map(|m| m.attachments.iter().map(|it| (m.position, it.name.clone())))
        .collect();
    files.reverse();
    files.truncate(NAMED);
    let waits = pending(look, c.id)?;
    let packet = Packet {
        menu: chosen(look, &c)?,
        last: last.filter(|it| Some(it.position) != wanted.as_ref().map(|it| it.position)),
        wanted,
        n_answers: answers().count(),
        tried: newest(answers().map(told).collect()),
        notes: newest(of(MessageKind::Note).map(told).collect()),
        files,
        promise: c.promise,
        leaves_at: waits
            .iter()
            .filter(|it| it.chosen_time)
            .map(|it| it.due)
            .min(),
        waiting_since: c.waiting_since,
    };
    Ok((c, packet))
}

fn chosen(look: &Look<'_>, c: &Conversation) -> Result<Option<Chosen>> {
    let Some(asked) = &c.menu else {
        return Ok(None);
    };
    let (Some(label), Some((_, position))) = (asked.label(), asked.chosen) else {
        return Ok(None);
    };
    let answer = asked
        .answer
        .map(|at| look.message_at(c.id, at))
        .transpose()?;
    Ok(Some(Chosen {
        label: label.to_owned(),
        position,
        question: asked.question.clone(),
        answer: answer
            .flatten()
            .filter(|it| !it.redacted)
            .map(|it| told(&it)),
    }))
}

fn told(it: &Message) -> Told {
    Told {
        position: it.position,
        said_at: it.said_at,
        author: it.author,
        text: excerpt(&it.text, LINE),
    }
}

/// The handover an agent has not read the summary of.
#[must_use]
pub fn unread(c: &Conversation, by: &Viewer) -> Option<Handover> {
    let mine = |it: &Handover| Some(it.to) == by.agent_id() && it.read_at.is_none();
    c.handover.filter(mine)
}

/// Notes that the new handler has read the summary; once.
///
/// # Errors
/// [`Error::Conflict`] `nothing_to_read`; [`Error::NotFound`].
pub fn read(w: &mut Write<'_>, by: &Viewer, number: u64) -> Result<Conversation> {
    let mut c = for_work(w, by, number)?;
    let it = unread(&c, by).ok_or_else(|| Error::conflict("nothing_to_read"))?;
    c.handover = Some(Handover {
        read_at: Some(w.now()),
        ..it
    });
    let kind = EventKind::HandoverRead { from: it.from };
    Voice::of(by).tell(w, &mut c, kind)?;
    w.put_conversation(&c)?;
    Ok(c)
}
