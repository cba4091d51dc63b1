//! A list of conversations as a page and as the piece a page swaps in.

use std::sync::Arc;

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::board::Row as Found;
use crate::domain::error::{Error, Result};
use crate::domain::id::{ConversationId, Id};
use crate::domain::list::{After, List, Sort};
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, page_of, rendered};
use crate::web::conversations::show::{Banner, Trouble};
use crate::web::inbox::bulk::BulkView;
use crate::web::inbox::failed::LateView;
use crate::web::inbox::row::Frame;
use crate::web::inbox::{bulk, closing, failed, next, notices, row, saved};
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::{Avatar, Chip, Choice, Empty, Link, TimeView};

/// One conversation in a list.
#[derive(Debug, Clone)]
pub struct Row {
    pub number: u64,
    pub href: String,
    /// Its place in the order, for live lists.
    pub key: String,
    pub who: String,
    pub avatar: Avatar,
    pub vip: bool,
    pub unread: bool,
    pub current: bool,
    pub when: TimeView,
    /// "Draft:", "You:", "Ana:".
    pub prefix: String,
    pub subject: String,
    pub excerpt: String,
    pub glyph: &'static str,
    pub channel: String,
    pub chips: Vec<Chip>,
    pub assignee: Option<Avatar>,
    /// Answers that did not arrive, with what can be done, in the list of them.
    pub troubles: Vec<Trouble>,
}

/// A list as the page shows it.
#[derive(Debug, Clone)]
pub struct ListView {
    /// As in its address: `mine`, `all`, `team/…`.
    pub name: String,
    /// Its address with the order.
    pub href: String,
    /// The list is all there is on the page.
    pub alone: bool,
    pub title: String,
    pub count: String,
    pub sort: String,
    /// The orders there are: where each is had, in words, and which it is.
    pub sorts: Vec<Choice>,
    /// Where it can be narrowed and kept as a view, or the view be changed; in words.
    pub narrow: Option<Link>,
    /// What is wrong with the mailboxes.
    pub notices: Vec<Banner>,
    /// What waits as late, to be seen to at once.
    pub late: Option<LateView>,
    /// As HTML.
    pub rows: Vec<Arc<str>>,
    /// The next one can be taken from here; what stands beside the button.
    pub take_next: Option<String>,
    pub more: Option<String>,
    pub empty: Empty,
    /// What can be done to several at once.
    pub bulk: BulkView,
}

#[derive(Template)]
#[template(path = "inbox/list.html")]
pub struct ListPage {
    pub page: Page,
    pub list: ListView,
}

#[derive(Template)]
#[template(path = "inbox/pane.html")]
pub struct ListPane {
    pub page: Page,
    pub list: ListView,
}

/// Rows on one page.
const ROWS: usize = 50;

/// What a list's address may say.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub sort: String,
    #[serde(default)]
    pub after: String,
    /// What was just done to all late answers (`sent`, `drafts`), to how many, and the change to undo; or to several
    /// conversations at once (`bulk`), and which bulk that was.
    #[serde(default)]
    pub done: String,
    #[serde(default)]
    pub n: usize,
    #[serde(default)]
    pub change: String,
}

/// `GET /`: what is to be answered.
pub async fn home(asker: Asker, asked: Query<Asked>) -> Answer {
    answer(asker, List::ToAnswer, asked.into_inner()).await
}

/// `GET /list/{name}`.
pub async fn named(asker: Asker, name: Path<String>, asked: Query<Asked>) -> Answer {
    let list = parse(&asker, &name)?;
    answer(asker, list, asked.into_inner()).await
}

/// `GET /list/{kind}/{id}`: of a team or a tag, or a saved view.
pub async fn of(asker: Asker, place: Path<(String, String)>, asked: Query<Asked>) -> Answer {
    let list = parse(&asker, &format!("{}/{}", place.0, place.1))?;
    answer(asker, list, asked.into_inner()).await
}

async fn answer(asker: Asker, list: List, asked: Asked) -> Answer {
    let app = asker.app.clone();
    let piece = asker.piece;
    // Rendered where it was looked for: what makes up a page is then freed where it was made.
    let body = app
        .look(move |look| {
            let directory = Directory::read(look)?;
            let toast = failed::toast(&asker, &asked).or_else(|| next::toast(&asker, &asked));
            let toast = match toast {
                Some(it) => Some(it),
                None => bulk::toast(&asker, look, &asked)?,
            };
            let page =
                shell::page(&asker, look, &directory, "inbox", Some(list))?.with_toast(toast);
            let mut list = view(&asker, look, &directory, &page, (list, &asked), None)?;
            list.alone = true;
            if piece {
                rendered(&ListPane { page, list })
            } else {
                rendered(&ListPage { page, list })
            }
        })
        .await?;
    Ok(page_of(body))
}

/// The list behind a name as in its address (`mine`, `team/…`).
///
/// # Errors
/// [`Error::NotFound`].
pub fn parse(asker: &Asker, name: &str) -> Result<List> {
    let me = asker.agent().id;
    let gone = || Error::not_found("list");
    if let Some((kind, id)) = name.split_once('/') {
        return match kind {
            "team" => id.parse().map(List::Team).map_err(|_| gone()),
            "tag" => id.parse().map(List::Tag).map_err(|_| gone()),
            "view" => id.parse().map(List::View).map_err(|_| gone()),
            _ => Err(gone()),
        };
    }
    let plain = [
        List::Mine(me),
        List::Unassigned,
        List::ToAnswer,
        List::WaitingCustomer,
        List::WaitingThirdParty,
        List::Snoozed,
        List::Drafts(me),
        List::Mentioned(me),
        List::Followed(me),
        List::AnswerWaits,
        List::Closing,
        List::LegalDue,
        List::Failed,
        List::Resolved,
        List::ClosedQuietly,
        List::Automatic,
        List::Spam,
        List::Blocked,
        List::Unresolved,
    ];
    plain
        .into_iter()
        .find(|it| it.name() == name)
        .ok_or_else(gone)
}

/// The name of a list as [`parse`] reads it.
#[must_use]
pub fn name_of(list: List) -> String {
    shell::address(list).replacen("/list/", "", 1)
}

/// A list, ready to show on `page`; `open` is the number of the conversation open beside it.
///
/// # Errors
/// The store's; [`Error::NotFound`] for a team one may not know of.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    page: &Page,
    (list, asked): (List, &Asked),
    open: Option<u64>,
) -> Result<ListView> {
    let after = read_after(&asked.after);
    let words = &asker.words;
    let view = match list {
        List::View(id) => Some(saved::of(asker, look, id)?),
        _ => None,
    };
    let usual = view.as_ref().map_or(usual(list), |it| it.0.sort);
    let sort = Sort::parse(&asked.sort).unwrap_or(usual);
    let (title, found, count) = match &view {
        Some((it, _)) => {
            let (found, count) = saved::page(asker, look, it, sort, after, ROWS)?;
            (saved::title(it), found, count)
        }
        None => kept(asker, look, directory, (list, sort, after))?,
    };
    let name = name_of(list);
    let path = shell::address(list);
    let at = |sort: Sort, after: Option<After>| {
        let mut query = Vec::new();
        query.extend((sort != usual).then(|| format!("sort={}", sort.name())));
        query.extend(after.map(|it| format!("after={}.{}", it.key.0, it.id)));
        if query.is_empty() {
            path.clone()
        } else {
            format!("{path}?{}", query.join("&"))
        }
    };
    let sorts = match list {
        List::Closing => Vec::new(),
        _ if view.is_none() && found.total.is_none() => Vec::new(),
        _ => {
            let choice = |it: Sort| Choice::new(at(it, None), saved::sort(words, it), it == sort);
            Sort::ALL.into_iter().map(choice).collect()
        }
    };
    let rows = rows(asker, look, directory, page, (list, &found.rows), open)?;
    let mut late = None;
    let mut said = notices::view(asker, look, directory)?;
    if list == List::Failed {
        late = failed::late(asker, look)?;
        said.extend(notices::set_aside(asker, look, directory)?);
    }
    Ok(ListView {
        take_next: next::line(asker, look, directory, (list, rows.len()))?,
        notices: said,
        rows,
        late,
        more: found.next.map(|it| at(sort, Some(it))),
        href: at(sort, None),
        alone: false,
        title,
        count,
        sort: saved::sort(words, sort),
        sorts,
        narrow: saved::narrow(words, list, view.as_ref()),
        empty: empty(asker, directory, list),
        bulk: bulk::view(asker, directory, list, found.total),
        name,
    })
}

/// How a list is ordered where nobody says otherwise.
fn usual(list: List) -> Sort {
    match list {
        List::LegalDue => Sort::Due,
        _ => Sort::Waiting,
    }
}

/// A list's title, a page of it, and how many it has, as text.
fn kept(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    (list, sort, after): (List, Sort, Option<After>),
) -> Result<(String, crate::board::Page, String)> {
    let board = &asker.app.board;
    let found = match list {
        List::Closing => closing::page(asker, look, after, ROWS)?,
        _ => board.page(look, asker.viewer(), list, sort, after, ROWS)?,
    };
    let count = found.total.map(shell::short).unwrap_or_default();
    Ok((title(asker, directory, list)?, found, count))
}

/// The rows of a list as HTML.
fn rows(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    page: &Page,
    (list, found): (List, &[Arc<Found>]),
    open: Option<u64>,
) -> Result<Vec<Arc<str>>> {
    let name = name_of(list);
    if list != List::Failed {
        let frame = Arc::new(Frame::new(&asker.words, directory, &name));
        let drawn = |it: &Arc<Found>| row::drawn(asker, look, directory, page, (it, &frame), open);
        return found.iter().map(drawn).collect();
    }
    let view = |it: &Arc<Found>| row::view(asker, look, directory, it, &name, open);
    let mut rows: Vec<Row> = found.iter().map(view).collect::<Result<_>>()?;
    failed::fill(asker, look, found, &mut rows)?;
    rows.iter().map(|it| row::draw(page, it)).collect()
}

fn read_after(text: &str) -> Option<After> {
    let (key, id) = text.split_once('.')?;
    Some(After {
        key: Millis(key.parse().ok()?),
        id: ConversationId::from_uuid(id.parse().ok()?),
    })
}

fn title(asker: &Asker, directory: &Directory, list: List) -> Result<String> {
    let words = &asker.words;
    let gone = || Error::not_found("list");
    Ok(match list {
        List::ToAnswer => words.t("list-all-title"),
        List::Team(id) => {
            let team = directory
                .team(id)
                .filter(|it| !it.private || asker.viewer().sees_team(id));
            words.t_of("list-of-team", "name", &team.ok_or_else(gone)?.name)
        }
        List::Tag(id) => words.t_of(
            "list-of-tag",
            "name",
            &directory.tag(id).ok_or_else(gone)?.name,
        ),
        other => words.t(&format!("list-{}", other.name())),
    })
}

/// What stands where rows would be: a list without rows says what that means.
fn empty(asker: &Asker, directory: &Directory, list: List) -> Empty {
    let words = &asker.words;
    let count = |list| asker.app.board.count(asker.viewer(), list);
    let said = |icon, title: &str, text: String| Empty {
        icon,
        title: words.t(title),
        text,
        action: None,
    };
    if !directory.has_channel() && matches!(list, List::ToAnswer | List::Mine(_) | List::Unassigned)
    {
        return Empty {
            action: Some(Link {
                href: "/settings/channels".to_owned(),
                text: words.t("empty-no-channel-act"),
            }),
            ..said("mail", "empty-no-channel", words.t("empty-no-channel-text"))
        };
    }
    match list {
        List::ToAnswer => said(
            "done",
            "empty-all",
            words.t_n("empty-all-text", count(List::WaitingCustomer)),
        ),
        List::Mine(_) => {
            let free = count(List::Unassigned);
            Empty {
                action: (free > 0).then(|| Link {
                    href: shell::address(List::Unassigned),
                    text: words.t("empty-mine-act"),
                }),
                ..said("done", "empty-mine", words.t_n("empty-mine-text", free))
            }
        }
        List::Unassigned => said("done", "empty-unassigned", words.t("empty-unassigned-text")),
        List::Failed => said("done", "empty-failed", words.t("empty-failed-text")),
        List::Closing => said("wait", "empty-closing", words.t("empty-closing-text")),
        List::LegalDue => said("shield", "empty-legal", words.t("empty-legal-text")),
        List::AnswerWaits => said("reply", "empty-ready", words.t("empty-ready-text")),
        List::Drafts(_) => said("draft", "empty-drafts", words.t("empty-drafts-text")),
        List::Mentioned(_) => said("note", "empty-mentions", words.t("empty-mentions-text")),
        List::Followed(_) => said("bell", "empty-followed", words.t("empty-followed-text")),
        List::Snoozed => said("moon", "empty-snoozed", words.t("empty-snoozed-text")),
        List::Spam => said("shield", "empty-spam", words.t("empty-spam-text")),
        List::View(_) => said("done", "empty-view", words.t("empty-view-text")),
        other => said("inbox", "empty-other", words.t(what_for(other))),
    }
}

/// What a list is for, where nothing is in it.
fn what_for(list: List) -> &'static str {
    match list {
        List::WaitingCustomer => "empty-waiting-text",
        List::WaitingThirdParty => "empty-third-text",
        List::Resolved => "empty-resolved-text",
        List::ClosedQuietly => "empty-quiet-text",
        List::Automatic => "empty-automatic-text",
        List::Blocked => "empty-blocked-text",
        _ => "empty-other-text",
    }
}
