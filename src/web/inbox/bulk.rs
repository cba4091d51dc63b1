//! Several conversations at once: what is ticked in a list, or all of the list, and one thing to do to it. It is shown
//! as done when it is, and can be taken back.

use std::time::Duration;

use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::conversations::bulk::{self, MOST};
use crate::desk::tags;
use crate::domain::actor::Viewer;
use crate::domain::bulk::{Bulk, BulkAction, BulkOutcome};
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::BulkId;
use crate::domain::list::{List, Sort};
use crate::domain::time::Millis;
use crate::store::{Look, Write};
use crate::web::asker::{Answer, Asker, html, page_of, see_other};
use crate::web::conversations::thread::{priorities, snooze};
use crate::web::inbox::list::{Asked, parse};
use crate::web::inbox::{acts, closing, saved, text};
use crate::web::names::Directory;
use crate::web::page::{Page, Toast};
use crate::web::settings::{Pairs, every, first};
use crate::web::shell;
use crate::web::view::Choice;

/// Rows of a list read at one time.
const AT_ONCE: usize = 200;
/// A small one is over in this time, and its list is shown again at once.
const LOOKS: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(50);
/// Conversations shown that it could not be done to.
const FAILURES: usize = 50;

/// What can be done to all that is ticked.
#[derive(Debug, Clone)]
pub struct BulkView {
    /// How many the list has, where that is counted.
    pub total: Option<usize>,
    /// They are done with: they can be opened again, and not resolved.
    pub closed: bool,
    pub people: Vec<Choice>,
    pub teams: Vec<Choice>,
    pub tags: Vec<String>,
    pub snooze: Vec<Choice>,
    pub priorities: Vec<Choice>,
    /// There is a channel by which approved texts go.
    pub texts: bool,
}

/// The bar above a list.
#[must_use]
pub fn view(asker: &Asker, directory: &Directory, list: List, total: Option<usize>) -> BulkView {
    let words = &asker.words;
    let nobody = Choice::new("assign:", words.t("unassigned"), false);
    let me = asker.agent().id;
    let people = directory.people().into_iter().map(|it| Choice {
        hint: if it.id == me { "me" } else { "" }.to_owned(),
        ..Choice::new(format!("assign:{}", it.id), it.name.clone(), false)
    });
    let mut teams: Vec<Choice> = directory
        .teams_for(asker.viewer())
        .map(|it| Choice::new(format!("team:{}", it.id), it.name.clone(), false))
        .collect();
    if !teams.is_empty() {
        teams.push(Choice::new("team:", words.t("team-none"), false));
    }
    BulkView {
        total,
        closed: matches!(
            list,
            List::Resolved | List::ClosedQuietly | List::Spam | List::Automatic | List::Blocked
        ),
        people: std::iter::once(nobody).chain(people).collect(),
        teams,
        tags: shell::offered_tags(asker, directory),
        snooze: snooze(words, asker.now),
        priorities: priorities(words, directory.business.people.is_small(), None)
            .into_iter()
            .map(|it| Choice::new(format!("priority:{}", it.value), it.label, false))
            .collect(),
        texts: text::channels(directory).next().is_some(),
    }
}

/// What a form asks for.
#[derive(Debug, Clone)]
enum Asking {
    Plain(BulkAction),
    /// A tag by its name, made where there is none.
    Tag(String),
}

impl Asking {
    fn read(asker: &Asker, given: &[(String, String)]) -> Result<Self> {
        let wrong = || Error::invalid("do", "error-field");
        let (tag, until) = (first(given, "tag").trim(), first(given, "until"));
        let (what, which) = match first(given, "do") {
            // Enter in a field presses the first button there is.
            "" if !tag.is_empty() => ("tag", ""),
            "" => ("snooze", ""),
            other => other.split_once(':').unwrap_or((other, "")),
        };
        let maybe = |text: &str| -> Result<Option<_>> {
            (!text.is_empty())
                .then(|| text.parse().map_err(|_| wrong()))
                .transpose()
        };
        Ok(Asking::Plain(match what {
            "resolve" => BulkAction::Resolve,
            "open" => BulkAction::Open,
            "spam" => BulkAction::Spam,
            "waiting" => BulkAction::WaitForCustomer,
            "assign" => BulkAction::Assign { to: maybe(which)? },
            "team" => BulkAction::SetTeam {
                to: (!which.is_empty())
                    .then(|| which.parse().map_err(|_| wrong()))
                    .transpose()?,
            },
            "priority" => BulkAction::SetPriority {
                to: Priority::parse(which).ok_or_else(wrong)?,
            },
            "snooze" => BulkAction::Snooze {
                until: time(asker, if which.is_empty() { until } else { which })?,
            },
            "tag" if !tag.is_empty() => return Ok(Asking::Tag(tag.to_owned())),
            "tag" => return Err(Error::invalid("tag", "error-missing")),
            _ => return Err(wrong()),
        }))
    }

    fn action(&self, w: &mut Write<'_>, by: &Viewer) -> Result<BulkAction> {
        Ok(match self {
            Asking::Plain(it) => *it,
            Asking::Tag(name) => BulkAction::Tag {
                tag: tags::find_or_make(w, by, name)?.id,
            },
        })
    }
}

fn time(asker: &Asker, text: &str) -> Result<Millis> {
    let read = asker.words.read_input_time(text);
    read.ok_or_else(|| Error::invalid("until", "error-past"))
}

/// `POST /bulk`: does `do` to the conversations `n`, or with `all` to every one of the list.
pub async fn begin(asker: Asker, given: Pairs) -> Answer {
    let name = first(&given, "list").to_owned();
    let list = parse(&asker, &name)?;
    let numbers = chosen(&asker, list, &given).await?;
    if first(&given, "do") == "acts" && !numbers.is_empty() {
        return acts::choose(&asker, list, &given, numbers.len()).await;
    }
    if first(&given, "do") == "text" && !numbers.is_empty() {
        return text::choose(&asker, list, numbers).await;
    }
    if numbers.is_empty() {
        return Ok(see_other(&format!(
            "{}?done=bulk-none",
            shell::address(list)
        )));
    }
    let asking = Asking::read(&asker, &given)?;
    let viewer = asker.viewer().clone();
    let id = asker
        .app
        .act(move |w| {
            let action = asking.action(w, &viewer)?;
            Ok(bulk::begin(w, &viewer, &numbers, action)?.id)
        })
        .await?;
    shown(&asker, list, id).await
}

/// What is ticked, or with `all` every one of the list.
///
/// # Errors
/// The store's.
pub async fn chosen(asker: &Asker, list: List, given: &Pairs) -> Result<Vec<u64>> {
    if first(given, "all") != "1" {
        return Ok(every(given, "n"));
    }
    let (app, viewer) = (asker.app.clone(), asker.viewer().clone());
    let inner = app.clone();
    app.look(move |look| everything(&inner, look, &viewer, list))
        .await
}

/// `GET /bulk/count`: how many a list has that is not counted beside it: one by one, as many as can be changed at once.
pub async fn count(asker: Asker, came: Query<Came>) -> Answer {
    let list = parse(&asker, &came.list)?;
    let (app, viewer) = (asker.app.clone(), asker.viewer().clone());
    let inner = app.clone();
    let all = app
        .look(move |look| everything(&inner, look, &viewer, list))
        .await?;
    let said = if all.len() > MOST {
        format!("{MOST}+")
    } else {
        all.len().to_string()
    };
    Ok(page_of(said))
}

/// Numbers of a whole list.
fn everything(
    app: &crate::app::App,
    look: &Look<'_>,
    viewer: &Viewer,
    list: List,
) -> Result<Vec<u64>> {
    match list {
        List::Closing => return closing::numbers(app, look, viewer),
        List::View(id) => return saved::numbers(app, look, viewer, id, MOST),
        _ => {}
    }
    let (mut out, mut after) = (Vec::new(), None);
    loop {
        let page = app
            .board
            .page(look, viewer, list, Sort::Newest, after, AT_ONCE)?;
        out.extend(page.rows.iter().map(|it| it.conversation.number));
        after = page.next;
        if after.is_none() || out.len() > MOST {
            return Ok(out);
        }
    }
}

/// Back to the list once it is over, with what was done; to its own page while it goes on or where it failed.
pub async fn shown(asker: &Asker, list: List, id: BulkId) -> Answer {
    for _ in 0..LOOKS {
        let found = asker.app.look(move |look| look.bulk(id)).await?;
        let over = found.filter(|it| it.finished_at.is_some());
        if let Some(it) = over {
            if it.failed > 0 {
                break;
            }
            let place = shell::address(list);
            return Ok(see_other(&format!("{place}?done=bulk&change={id}")));
        }
        tokio::time::sleep(BETWEEN).await;
    }
    let name = crate::web::inbox::list::name_of(list);
    Ok(see_other(&format!("/bulk/{id}?list={name}")))
}

/// The line about what was just done to all of them.
///
/// # Errors
/// The store's.
pub fn toast(asker: &Asker, look: &Look<'_>, asked: &Asked) -> Result<Option<Toast>> {
    let plain = |key: &str| {
        Some(Toast {
            text: asker.words.t(key),
            undo: None,
        })
    };
    if asked.done == "bulk-none" {
        return Ok(plain("bulk-none"));
    }
    let (Ok(id), "bulk") = (asked.change.parse::<BulkId>(), asked.done.as_str()) else {
        return Ok(None);
    };
    let Ok(it) = bulk::find(look, asker.viewer(), id) else {
        return Ok(None);
    };
    if it.changed == 0 {
        return Ok(plain("bulk-same"));
    }
    Ok(Some(Toast {
        text: said(asker, &it),
        undo: undo_of(&it, id),
    }))
}

fn undo_of(it: &Bulk, id: BulkId) -> Option<String> {
    let can = it.undone_by.is_none() && !matches!(it.action, BulkAction::TakeBack { .. });
    can.then(|| format!("/bulk/{id}/undo"))
}

/// "12 conversations resolved".
fn said(asker: &Asker, it: &Bulk) -> String {
    let n = usize::try_from(it.changed).unwrap_or(usize::MAX);
    let key = format!("bulk-done-{}", it.action.name());
    asker.words.t_n(&key, n)
}

/// Which list one came from.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Came {
    list: String,
}

#[derive(Template)]
#[template(path = "inbox/bulk.html")]
struct BulkPage {
    page: Page,
    back: String,
    title: String,
    /// How far it is, while it goes on.
    running: Option<(u32, u32)>,
    text: String,
    failures: Vec<(u64, String)>,
    undo: Option<String>,
}

/// `GET /bulk/{id}`: how far it is, and what could not be done.
pub async fn page(asker: Asker, id: Path<String>, asked: Query<Came>) -> Answer {
    let id: BulkId = id.parse().map_err(|_| Error::not_found("bulk"))?;
    let list = parse(&asker, &asked.list).unwrap_or(List::ToAnswer);
    let app = asker.app.clone();
    let view = app
        .look(move |look| {
            let it = bulk::find(look, asker.viewer(), id)?;
            let directory = Directory::read(look)?;
            let over = it.finished_at.is_some();
            let words = &asker.words;
            Ok(BulkPage {
                page: shell::page(&asker, look, &directory, "inbox", Some(list))?,
                back: shell::address(list),
                title: if over {
                    said(&asker, &it)
                } else {
                    words.t("bulk-running")
                },
                running: (!over).then_some((it.done, it.total)),
                text: if over {
                    words.t_n(
                        "bulk-failed",
                        usize::try_from(it.failed).unwrap_or(usize::MAX),
                    )
                } else {
                    words.t_with(
                        "bulk-progress",
                        &[
                            ("done", crate::words::Arg::Number(it.done.into())),
                            ("total", crate::words::Arg::Number(it.total.into())),
                        ],
                    )
                },
                failures: failures(&asker, look, &it)?,
                undo: undo_of(&it, id).filter(|_| over && it.changed > 0),
            })
        })
        .await?;
    html(&view)
}

fn failures(asker: &Asker, look: &Look<'_>, it: &Bulk) -> Result<Vec<(u64, String)>> {
    if it.failed == 0 {
        return Ok(Vec::new());
    }
    let failed = |row: &crate::domain::bulk::BulkRow| matches!(row.outcome, BulkOutcome::Failed(_));
    let mut out = Vec::new();
    for (_, row) in look.bulk_rows(it.id, None, FAILURES, failed)? {
        let found = look.conversation(row.conversation)?;
        let seen = found.filter(|it| asker.viewer().sees(it));
        if let (Some(c), BulkOutcome::Failed(code)) = (seen, row.outcome) {
            out.push((c.number, why(asker, &code)));
        }
    }
    Ok(out)
}

fn why(asker: &Asker, code: &str) -> String {
    let words = &asker.words;
    match code {
        "not_found" => words.t("error-not-found-text"),
        "forbidden" => words.t("error-forbidden-text"),
        it => words.conflict(it).unwrap_or_else(|| words.field_error(it)),
    }
}

/// `POST /bulk/{id}/undo`: takes back what nobody has changed since.
pub async fn undo(asker: Asker, id: Path<String>, asked: Query<Came>) -> Answer {
    let id: BulkId = id.parse().map_err(|_| Error::not_found("bulk"))?;
    let list = parse(&asker, &asked.list).unwrap_or(List::ToAnswer);
    let viewer = asker.viewer().clone();
    let of_one = viewer.clone();
    let one = asker
        .app
        .act(move |w| bulk::take_back_at_once(w, &of_one, id))
        .await;
    match one {
        Ok(Some(number)) => return Ok(see_other(&format!("/c/{number}?done=undone"))),
        Err(Error::Conflict { .. }) => {
            let number = asker.app.look(move |look| of_one_case(look, id)).await?;
            return Ok(see_other(&format!("/c/{number}?done=changed-since")));
        }
        Ok(None) => {}
        Err(err) => return Err(err.into()),
    }
    let made = asker
        .app
        .act(move |w| Ok(bulk::take_back(w, &viewer, id)?.id))
        .await?;
    shown(&asker, list, made).await
}

/// The number of the only conversation it was done to.
fn of_one_case(look: &Look<'_>, id: BulkId) -> Result<u64> {
    let row = look.bulk_row(id, 0)?;
    let found = row
        .map(|it| look.conversation(it.conversation))
        .transpose()?;
    let found = found.flatten().ok_or_else(|| Error::not_found("bulk"))?;
    Ok(found.number)
}
