//! A saved view as a list.

use crate::app::App;
use crate::board::{Page, Wanted};
use crate::desk::views;
use crate::domain::actor::Viewer;
use crate::domain::error::Result;
use crate::domain::id::ViewId;
use crate::domain::list::{After, List, Sort};
use crate::domain::view::View;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::shell;
use crate::web::view::Link;
use crate::words::Words;

/// A view who asks may use, and whether it is theirs to change.
///
/// # Errors
/// [`crate::domain::error::Error::NotFound`].
pub fn of(asker: &Asker, look: &Look<'_>, id: ViewId) -> Result<(View, bool)> {
    views::find(look, asker.viewer(), id)
}

/// A page of it, and how many there are, as text. `total` of the page is set when all are counted.
///
/// # Errors
/// The store's.
pub fn page(
    asker: &Asker,
    look: &Look<'_>,
    it: &View,
    sort: Sort,
    after: Option<After>,
    limit: usize,
) -> Result<(Page, String)> {
    let (board, viewer) = (&asker.app.board, asker.viewer());
    let wanted = Wanted {
        condition: &it.condition,
        sort,
        now: asker.now,
    };
    let found = board.fitting(look, viewer, wanted, after, limit)?;
    let counted = board.count_fitting(look, viewer, &it.condition, asker.now)?;
    let total = (!counted.or_more).then_some(counted.n);
    Ok((Page { total, ..found }, shell::counted(counted)))
}

/// Numbers of all that fit, one more than `most` at most.
///
/// # Errors
/// The store's; [`crate::domain::error::Error::NotFound`].
pub fn numbers(
    app: &App,
    look: &Look<'_>,
    viewer: &Viewer,
    id: ViewId,
    most: usize,
) -> Result<Vec<u64>> {
    let (it, _) = views::find(look, viewer, id)?;
    let asked = (&it.condition, app.clock.now());
    app.board.numbers(look, viewer, asked, most)
}

/// Its name with its sign.
#[must_use]
pub fn title(it: &View) -> String {
    format!("{} {}", it.icon, it.name).trim().to_owned()
}

/// An order in words.
#[must_use]
pub fn sort(words: &Words, it: Sort) -> String {
    words.t(&format!("sort-{}", it.name()))
}

/// Where a list is narrowed and kept as a view, or a view is changed.
#[must_use]
pub fn narrow(words: &Words, list: List, view: Option<&(View, bool)>) -> Option<Link> {
    match view {
        Some((it, true)) => Some(Link {
            href: format!("/views/{}", it.id),
            text: words.t("view-edit"),
        }),
        Some(_) => None,
        None => Some(Link {
            href: format!("/views/new?list={}", crate::web::inbox::list::name_of(list)),
            text: words.t("view-narrow"),
        }),
    }
}
