//! *Take next*: the one that has needed somebody for longest, by one button above the lists of what nobody has; and
//! there, why nobody got it yet.

use actix_web::web::Form;
use serde::Deserialize;

use crate::conversations::routing::next::take_next;
use crate::domain::error::{Error, Result};
use crate::domain::id::TeamId;
use crate::domain::list::List;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, see_other};
use crate::web::inbox::list::{Asked, parse};
use crate::web::names::Directory;
use crate::web::page::Toast;
use crate::web::settings::queue;
use crate::web::shell;

/// What the button sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// The list it stands above.
    list: String,
}

/// The team whose line a list shows; `None` for all of them.
fn team_of(list: List) -> Option<TeamId> {
    match list {
        List::Team(team) => Some(team),
        _ => None,
    }
}

/// `POST /next`: takes it and opens it; where nothing waits, the list says so.
pub async fn take(asker: Asker, form: Form<Wanted>) -> Answer {
    let list = parse(&asker, &form.list).unwrap_or(List::Unassigned);
    let (viewer, team) = (asker.viewer().clone(), team_of(list));
    let taken = asker
        .app
        .act(move |w| take_next(w, &viewer, team).map(|it| it.number))
        .await;
    match taken {
        Ok(number) => Ok(see_other(&format!("/c/{number}?list=mine"))),
        Err(Error::Conflict { .. }) => {
            let place = shell::address(list);
            Ok(see_other(&format!("{place}?done=nothing")))
        }
        Err(err) => Err(err.into()),
    }
}

/// Whether the button stands above a list: not where a few people answer everything.
fn is_offered(directory: &Directory, list: List, rows: usize) -> bool {
    let free = matches!(list, List::Unassigned | List::Team(_));
    free && rows > 0 && directory.has_queues()
}

/// That nothing waited.
#[must_use]
pub fn toast(asker: &Asker, asked: &Asked) -> Option<Toast> {
    (asked.done == "nothing").then(|| Toast {
        text: asker.words.t("conflict-nothing-waits"),
        undo: None,
    })
}

/// What stands beside the button above a list: why nobody got it yet, where there is something to say.
///
/// # Errors
/// The store's.
pub fn line(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    (list, rows): (List, usize),
) -> Result<Option<String>> {
    if !is_offered(directory, list, rows) {
        return Ok(None);
    }
    let team = team_of(list).and_then(|id| directory.team(id));
    let why = match team {
        Some(team) => queue::why(asker, look, team)?,
        None => None,
    };
    Ok(why.or_else(|| Some(asker.words.t("next-take-hint"))))
}
