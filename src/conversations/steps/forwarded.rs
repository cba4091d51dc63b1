//! The message of a forward, before it has a place: whom it goes to, what goes along, what its mail is about.

use crate::conversations::forward::Forward;
use crate::conversations::note::author;
use crate::conversations::steps::strand;
use crate::domain::actor::Viewer;
use crate::domain::channel::Channel;
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AttachmentId, MessageId};
use crate::domain::message::{Attachment, Message, MessageKind};
use crate::keys::KeyRing;
use crate::store::Write;
use crate::text::subject;

/// Longest subject, in characters.
const SUBJECT: usize = 300;
/// Messages looked through for the chosen files.
const LOOK_BACK: usize = 500;

/// The message of a forward; its place is the caller's.
///
/// # Errors
/// [`Error::Invalid`] on `to`, `messages`, `files`.
pub fn written(
    w: &mut Write<'_>,
    keys: &KeyRing,
    by: &Viewer,
    (c, channel): (&Conversation, &Channel),
    (input, said): (&Forward, &[Message]),
) -> Result<Message> {
    let usual = strand::usual(said);
    let given = if input.to.is_empty() {
        &usual
    } else {
        &input.to
    };
    let to = strand::third_parties(w, c, given)?;
    let carried = strand::chosen(w, c, &input.messages)?;
    let files = files(w, c, &input.files)?;
    let id: MessageId = w.new_id();
    let mail = strand::headers(w, keys, said, (id, channel), to)?;
    Ok(Message {
        id,
        kind: MessageKind::Forward,
        author: author(by.actor),
        channel: channel.id,
        at: w.now(),
        said_at: w.now(),
        subject: subject_of(c, input, said),
        text: input.said.text.clone(),
        language: input.said.language.clone(),
        attachments: files.into_iter().chain(input.attachments.clone()).collect(),
        mail: Some(Box::new(mail)),
        asks: input.said.asks,
        strand: Some(said.first().and_then(|it| it.strand).unwrap_or(id)),
        carries: carried.iter().map(|it| it.id).collect(),
        ..Message::default()
    })
}

fn subject_of(c: &Conversation, input: &Forward, said: &[Message]) -> String {
    let given = input.subject.trim();
    let made = match said.last() {
        _ if !given.is_empty() => given.to_owned(),
        Some(last) => subject::of_answer(&last.subject),
        None => subject::of_forward(&c.subject),
    };
    let line: Vec<&str> = made.split_whitespace().collect();
    line.join(" ").chars().take(SUBJECT).collect()
}

/// The chosen files of messages that may go along, as files of their own.
fn files(w: &mut Write<'_>, c: &Conversation, ids: &[AttachmentId]) -> Result<Vec<Attachment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut out = Vec::new();
    for it in w.messages_before(c.id, None, LOOK_BACK)? {
        let here = it.attachments.iter().filter(|file| ids.contains(&file.id));
        if strand::may_go_along(&it) {
            out.extend(here.cloned());
        }
    }
    out.dedup_by_key(|it| it.id);
    if ids.iter().any(|id| out.iter().all(|it| it.id != *id)) {
        return Err(Error::invalid("files", "error-no-such-file"));
    }
    for it in &mut out {
        // Inside another mail it is no picture of its text any more.
        (it.cid, it.inline) = (String::new(), false);
        it.id = w.new_id();
    }
    Ok(out)
}
