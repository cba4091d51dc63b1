//! When the day ends: talks that can be answered freely only until before we open again, as a line above every list and
//! as a list of their own.

use crate::board::Page;
use crate::conversations::chat::closing::{closes, opens_next};
use crate::domain::error::Result;
use crate::domain::list::{List, Sort};
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::conversations::show::Banner;
use crate::web::shell;
use crate::web::view::Link;
use crate::words::Arg;

/// Open cases looked through, longest without an answer first.
const LOOKED: usize = 200;

/// The talks, soonest first; and when we open. Nothing in the middle of a day.
fn found(asker: &Asker, look: &Look<'_>) -> Result<(Page, Option<Millis>)> {
    let opens = opens_next(look, asker.now)?;
    let Some(at) = opens else {
        return Ok((Page::default(), None));
    };
    let (list, sort) = (List::ToAnswer, Sort::Waiting);
    let open = asker
        .app
        .board
        .page(look, asker.viewer(), list, sort, None, LOOKED)?;
    let mut all = Vec::new();
    for row in open.rows {
        if let Some(until) = closes(look, &row.conversation, (asker.now, at))? {
            all.push((until, row));
        }
    }
    all.sort_by_key(|(until, row)| (*until, row.conversation.id));
    let rows: Vec<_> = all.into_iter().map(|(_, row)| row).collect();
    let total = Some(rows.len());
    let page = Page {
        rows,
        next: None,
        total,
    };
    Ok((page, opens))
}

/// The list.
///
/// # Errors
/// The store's.
pub fn page(asker: &Asker, look: &Look<'_>) -> Result<Page> {
    Ok(found(asker, look)?.0)
}

/// The line above every list; none when there are no such talks.
///
/// # Errors
/// The store's.
pub fn notice(asker: &Asker, look: &Look<'_>) -> Result<Option<Banner>> {
    let (page, opens) = found(asker, look)?;
    let (Some(opens), Ok(n)) = (opens, i64::try_from(page.rows.len())) else {
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
