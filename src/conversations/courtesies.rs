//! Courtesies of late: what was filed without anybody being told.

use std::ops::ControlFlow;

use crate::domain::actor::Viewer;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::id::{ChannelId, Seq};
use crate::domain::message::Message;
use crate::domain::time::{Millis, Span};
use crate::store::Look;

/// How far back they are listed.
const BACK: Span = Span::days(7);
/// Events read at one time, and at most.
const PAGE: usize = 2_000;
const MOST: usize = 100_000;

/// The courtesies of a channel in the last week that the viewer may read, newest first, with their conversations; those
/// somebody said need an answer are none any more.
///
/// # Errors
/// The store's.
pub fn courtesies(
    look: &Look<'_>,
    viewer: &Viewer,
    channel: ChannelId,
    now: Millis,
) -> Result<Vec<(Conversation, Message)>> {
    let mut out = Vec::new();
    each_filed(look, now - BACK, |look, message| {
        let Some(m) = look.message(message)? else {
            return Ok(());
        };
        if m.channel != channel || !m.courtesy || m.needs_answer || m.redacted {
            return Ok(());
        }
        let c = look.conversation(m.conversation)?;
        if let Some(c) = c.filter(|it| viewer.sees(it)) {
            out.push((c, m));
        }
        Ok(())
    })?;
    Ok(out)
}

fn each_filed(
    look: &Look<'_>,
    since: Millis,
    mut visit: impl FnMut(&Look<'_>, crate::domain::id::MessageId) -> Result<()>,
) -> Result<()> {
    let (mut before, mut read): (Option<Seq>, usize) = (None, 0);
    while read < MOST {
        let page = look.events_before(before, PAGE)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        (before, read) = (Some(last.seq), read + page.len());
        let each = page.iter().try_for_each(|it| {
            if it.at < since {
                return ControlFlow::Break(Ok(()));
            }
            let filed = matches!(it.kind, EventKind::CourtesyFiled { .. });
            match it
                .subject
                .message
                .filter(|_| filed)
                .map(|id| visit(look, id))
            {
                Some(Err(err)) => ControlFlow::Break(Err(err)),
                _ => ControlFlow::Continue(()),
            }
        });
        if let ControlFlow::Break(done) = each {
            return done;
        }
    }
    Ok(())
}
