//! When the day ends: talks that can be answered freely only until before we open again, as a line above every list and
//! as a list of their own.

use std::sync::Arc;

use crate::app::App;
use crate::board::{Page, Row};
use crate::conversations::chat::closing::{closes, opens_next};
use crate::domain::actor::Viewer;
use crate::domain::channel::ChannelKind;
use crate::domain::error::Result;
use crate::domain::list::{After, List, Sort};
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::conversations::show::Banner;
use crate::web::shell;
use crate::web::view::Link;
use crate::words::Arg;

/// Cases looked through at one time.
const AT_ONCE: usize = 200;

/// A talk, and until when it can be answered freely.
type Talk = (Millis, Arc<Row>);

/// All of them, soonest first; and when we open. Nothing in the middle of a day.
fn found(app: &App, look: &Look<'_>, viewer: &Viewer) -> Result<(Vec<Talk>, Option<Millis>)> {
    let now = app.clock.now();
    let Some(opens) = opens_next(look, now)? else {
        return Ok((Vec::new(), None));
    };
    let length = ChannelKind::ALL.iter();
    let length = length.filter_map(|it| it.abilities().answer_window).min();
    // Who waits for less than this wrote too lately for their time to end before we open.
    let latest = opens - length.unwrap_or_default();
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = app
            .board
            .page(look, viewer, List::Closing, Sort::Waiting, after, AT_ONCE)?;
        for row in page.rows {
            if let Some(until) = closes(look, &row.conversation, (now, opens))? {
                all.push((until, row));
            }
        }
        after = page.next.filter(|it| it.key < latest);
        if after.is_none() {
            break;
        }
    }
    all.sort_by_key(|(until, row)| (*until, row.conversation.id));
    Ok((all, Some(opens)))
}

/// Numbers of all of them.
///
/// # Errors
/// The store's.
pub fn numbers(app: &App, look: &Look<'_>, viewer: &Viewer) -> Result<Vec<u64>> {
    let (all, _) = found(app, look, viewer)?;
    Ok(all.iter().map(|(_, row)| row.conversation.number).collect())
}

/// A page of the list, behind `after`.
///
/// # Errors
/// The store's.
pub fn page(asker: &Asker, look: &Look<'_>, after: Option<After>, limit: usize) -> Result<Page> {
    let (all, _) = found(&asker.app, look, asker.viewer())?;
    let total = Some(all.len());
    let place = |it: &Talk| (it.0, it.1.conversation.id);
    let rest = all
        .into_iter()
        .filter(|it| after.is_none_or(|after| place(it) > (after.key, after.id)));
    let mut rest: Vec<Talk> = rest.take(limit + 1).collect();
    let more = rest.len() > limit;
    rest.truncate(limit);
    let next = rest.last().map(place).filter(|_| more);
    Ok(Page {
        next: next.map(|(key, id)| After { key, id }),
        rows: rest.into_iter().map(|(_, row)| row).collect(),
        total,
    })
}

/// The line above every list; none when there are no such talks.
///
/// # Errors
/// The store's.
pub fn notice(asker: &Asker, look: &Look<'_>) -> Result<Option<Banner>> {
    let (all, opens) = found(&asker.app, look, asker.viewer())?;
    let (Some(opens), Ok(n)) = (opens, i64::try_from(all.len())) else {
        return Ok(None);
    };
    let words = &asker.words;
    let time = words.until(opens, asker.now);
    let args = [("n", Arg::Number(n)), ("time", Arg::Text(&time))];
    Ok((n > 0).then(|| Banner {
        tone: "warn",
        icon: "wait",
        text: words.t_with("closing-soon", &args),
        link: Some(Link {
            href: shell::address(List::Closing),
            text: words.t("closing-show"),
        }),
        acts: Vec::new(),
    }))
}
