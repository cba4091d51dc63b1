//! Taking a join back: two persons again, and their cases with them.

use crate::contacts::consents;
use crate::contacts::joins::{self, Taken};
use crate::conversations::persons::sides::{Case, Joined, joined};
use crate::conversations::{moving, undo};
use crate::domain::actor::Viewer;
use crate::domain::change::{Change, ChangeKind, Fields};
use crate::domain::contact::Contact;
use crate::domain::error::Result;
use crate::domain::id::{ChangeId, ConversationId};
use crate::store::Write;

/// Takes a join back: two persons again, and every case that holds messages of both is made two by whom each message
/// came from or went to. Cases that were put together with the join are two again first. `copied` of the fields
/// written since are put on the other record too.
///
/// # Errors
/// [`crate::domain::error::Error::NotFound`]; [`crate::domain::error::Error::Conflict`] `undone`.
pub fn part(w: &mut Write<'_>, by: &Viewer, change: ChangeId, copied: &Taken) -> Result<Contact> {
    let it = joined(w, by, change)?;
    // Who may work with the person parts all of their cases, also those of teams they are not in: they see none of it.
    let all = Viewer {
        sees_all: true,
        ..by.clone()
    };
    let mut homes = Vec::new();
    for merged in it.merged.iter().rev() {
        let Some(Change {
            kind: ChangeKind::Messages { to, .. },
            undone_at: None,
            ..
        }) = w.change(*merged)?
        else {
            continue;
        };
        let from = undo::undo(w, &all, *merged)?;
        homes.push((to, from.number));
    }
    for case in it.cases(w)? {
        divide(w, &all, &case, &homes)?;
    }
    copy(w, by, &it, copied)?;
    joins::unjoin(w, by, change)
}

fn divide(
    w: &mut Write<'_>,
    by: &Viewer,
    case: &Case,
    homes: &[(ConversationId, u64)],
) -> Result<()> {
    let foreign = case.foreign();
    let Some(whose) = case.whose.filter(|_| !foreign.is_empty()) else {
        return Ok(());
    };
    let mut c = case.conversation.clone();
    if foreign.len() == case.lines.len() {
        c.contact = whose;
        return w.put_conversation(&c);
    }
    // What came since where two cases were put together goes back to the one it would have been in.
    let home = homes.iter().find(|it| it.0 == c.id);
    if let Some((_, number)) = home {
        moving::move_messages(w, by, c.number, &foreign, *number)?;
    } else {
        let promise = case.promise_is_foreign(w)?;
        moving::split_off(w, by, c.number, &foreign, (whose, promise))?;
    }
    Ok(())
}

/// What was written since, put on the other record too.
fn copy(w: &mut Write<'_>, by: &Viewer, it: &Joined, copied: &Taken) -> Result<()> {
    if *copied == Taken::default() {
        return Ok(());
    }
    if copied.consents {
        for said in it.said_since(w)? {
            consents::again(w, by, it.other, &said)?;
        }
    }
    let (Some(root), Some(mut other)) = (w.contact(it.root)?, w.contact(it.other)?) else {
        return Ok(());
    };
    let before = Fields::of(&other);
    let after = copied.over(&before, &Fields::of(&root));
    if after != before {
        after.lay(&mut other);
        w.put_contact(&other)?;
    }
    Ok(())
}
