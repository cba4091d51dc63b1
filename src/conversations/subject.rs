//! A change of subject within a thread: it stays where it is, and a case of its own is offered.

use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::message::{Message, MessageKind};
use crate::store::Look;
use crate::text::subject;

/// Messages looked back through for a change of subject.
const SUBJECTS: usize = 20;

/// The first of the newest mails of theirs that came under another subject than the case has had so far, until we
/// answer: they may speak of something else.
///
/// # Errors
/// The store's.
pub fn changed_subject(look: &Look<'_>, c: &Conversation) -> Result<Option<Message>> {
    let mut newest = look.messages_before(c.id, None, SUBJECTS)?;
    newest.retain(|it| it.moved_to.is_none() && it.kind.is_public() && it.mail.is_some());
    let Some(last) = newest.last() else {
        return Ok(None);
    };
    let root = |it: &str| subject::root(it).to_lowercase();
    let now = root(&last.subject);
    if now.is_empty() || now == root(&c.subject) || last.kind != MessageKind::Inbound {
        return Ok(None);
    }
    let same = newest.iter().rev().take_while(|it| {
        it.kind == MessageKind::Inbound && !it.automatic && !it.courtesy && root(&it.subject) == now
    });
    let first = same.last().filter(|it| it.position > 0 && !it.history);
    let before = newest
        .iter()
        .filter(|it| first.is_some_and(|first| it.position < first.position));
    let known = before.clone().any(|it| root(&it.subject) == now) || before.count() == 0;
    Ok(first.filter(|_| !known).cloned())
}
