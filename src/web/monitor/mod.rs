//! `/live`: how many people wait and for how long, who has what, which channels work, what went wrong; now, or at a minute
//! of the last day; and for a screen on the wall.

pub mod alerts;
mod view;

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::app::monitor::{monitored, scope};
use crate::conversations::bulk::at_once;
use crate::conversations::find::find;
use crate::domain::bulk::BulkAction;
use crate::domain::error::{Error, Result};
use crate::domain::id::{AgentId, BulkId};
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::monitor::view::{MonitorView, PLACE, view};
use crate::web::names::Directory;
use crate::web::page::{Page, Toast};
use crate::web::settings::{Pairs, every, first};
use crate::web::shell;

/// Given to somebody with one press, at most.
const AT_ONCE: usize = 50;
/// A minute, in milliseconds: times of the last day are told by it.
const MINUTE: i64 = 60_000;

/// What is looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Minutes since 1970; now when empty, or not past.
    at: String,
    /// `late`, `soon`, or those who wait.
    show: String,
    /// What was just done, to how many, and by which it is taken back.
    done: String,
    n: String,
    bulk: String,
}

#[derive(Template)]
#[template(path = "monitor/show.html")]
struct MonitorPage {
    page: Page,
    it: MonitorView,
}

#[derive(Template)]
#[template(path = "monitor/wall.html")]
struct WallPage {
    page: Page,
    it: MonitorView,
}

fn seen(asker: &Asker, look: &Look<'_>, asked: &Asked) -> Result<(Page, MonitorView)> {
    let directory = Directory::read(look)?;
    let at = asked.at.parse::<i64>().ok();
    let at = at.map(|it| Millis(it.saturating_mul(MINUTE)));
    let found = monitored(&asker.app, look, asker.viewer(), (at, asker.now))?;
    let page = shell::page(asker, look, &directory, "live", None)?;
    let view = view(asker, look, &directory, &found, &asked.show)?;
    Ok((page, view))
}

/// `GET /live`.
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let app = asker.app.clone();
    let shown = app.look(move |look| {
        let (page, it) = seen(&asker, look, &asked)?;
        let page = page.with_toast(toast(&asker, &asked));
        Ok(MonitorPage { page, it })
    });
    html(&shown.await?)
}

/// `GET /live/wall`: to be read from afar.
pub async fn wall(asker: Asker) -> Answer {
    let app = asker.app.clone();
    let shown = app.look(move |look| {
        let (page, it) = seen(&asker, look, &Asked::default())?;
        Ok(WallPage { page, it })
    });
    html(&shown.await?)
}

fn toast(asker: &Asker, asked: &Asked) -> Option<Toast> {
    let n = asked.n.parse::<usize>().ok().filter(|it| *it > 0)?;
    let key = match asked.done.as_str() {
        "given" => "monitor-given",
        "freed" => "monitor-freed",
        _ => return None,
    };
    let bulk = asked.bulk.parse::<BulkId>().ok();
    Some(Toast {
        text: asker.words.t_n(key, n),
        undo: bulk.map(|it| format!("/bulk/{it}/undo")),
    })
}

/// `POST /live/give`: gives those ticked to somebody, or to nobody; with `take` one to oneself, and opens it.
pub async fn give(asker: Asker, given: Pairs) -> Answer {
    let (viewer, me) = (asker.viewer().clone(), asker.agent().id);
    if let Ok(number) = first(&given, "take").parse::<u64>() {
        let deed = move |w: &mut crate::store::Write<'_>| {
            looked_after(w, &viewer, number)?;
            at_once(w, &viewer, number, BulkAction::Assign { to: Some(me) })
        };
        asker.app.act(deed).await?;
        return Ok(see_other(&format!("/c/{number}")));
    }
    let mut numbers: Vec<u64> = every(&given, "number");
    numbers.truncate(AT_ONCE);
    let to: Option<AgentId> = match first(&given, "agent") {
        "" => return Ok(see_other(PLACE)),
        "nobody" => None,
        id => {
            let id = id.parse::<AgentId>();
            Some(id.map_err(|_| Error::invalid("agent", "error-field"))?)
        }
    };
    let deed = move |w: &mut crate::store::Write<'_>| {
        let (mut n, mut last) = (0, None);
        for number in &numbers {
            looked_after(w, &viewer, *number)?;
            let done = at_once(w, &viewer, *number, BulkAction::Assign { to })?;
            n += usize::from(done.is_some());
            last = done.or(last);
        }
        Ok((n, last.filter(|_| n == 1)))
    };
    let (n, bulk) = asker.app.act(deed).await?;
    let done = if to.is_some() { "given" } else { "freed" };
    let bulk = bulk.map_or_else(String::new, |it| format!("&bulk={it}"));
    Ok(see_other(&format!("{PLACE}?done={done}&n={n}{bulk}")))
}

/// Only what one looks after is given to others.
fn looked_after(look: &Look<'_>, viewer: &crate::domain::actor::Viewer, number: u64) -> Result<()> {
    let scope = scope(look, viewer)?;
    let c = find(look, viewer, number)?;
    if scope.has(c.team) {
        Ok(())
    } else {
        Err(Error::not_found("conversation"))
    }
}
