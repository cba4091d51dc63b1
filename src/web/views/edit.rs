//! `/views/new`, `/views/{id}`: putting the conditions of a view together, and how many match them now.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Query};
use askama::Template;
use serde::Deserialize;

use crate::desk::setting;
use crate::desk::views::{self as desk, About};
use crate::domain::attribute::Attribute;
use crate::domain::canned_reply::Audience;
use crate::domain::error::{Error, Result};
use crate::domain::id::ViewId;
use crate::domain::list::{List, Sort};
use crate::domain::view::{Condition, State, Test, Who};
use crate::search::Ask;
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::ways;
use crate::web::inbox::{list, saved};
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::search::saved::condition;
use crate::web::settings::canned_replies::{audience, for_whom};
use crate::web::settings::{Pairs, first, id};
use crate::web::sheet::Field;
use crate::web::shell;
use crate::web::view::Choice;
use crate::web::views::fields::{Desk, GroupView};
use crate::web::views::form::Shape;
use crate::words::{Arg, Words};

/// What was written so far.
#[derive(Debug, Clone)]
struct Typed {
    /// The view that is changed.
    of: Option<ViewId>,
    name: String,
    icon: String,
    sort: Sort,
    audience: Audience,
    /// `None`: the conditions have no room in a form and stay as they are.
    shape: Option<Shape>,
    kept: Condition,
}

#[derive(Template)]
#[template(path = "views/edit.html")]
struct EditPage {
    page: Page,
    action: String,
    title: String,
    back: String,
    wrong: Vec<String>,
    name: String,
    icon: String,
    sorts: Vec<Choice>,
    audience: Field,
    any: bool,
    groups: Option<Vec<GroupView>>,
    /// What it means that there are none.
    unconditional: String,
    /// The conditions in words, where a form has no room for them.
    said: String,
    matching: String,
}

/// The list one came from, or the search.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Came {
    list: String,
    search: String,
}

/// `GET /views/new`: with the conditions of the list or search one came from.
pub async fn new(asker: Asker, came: Query<Came>) -> Answer {
    let kept = match searched(&asker, &came.search).await? {
        Some(condition) => condition,
        None => condition_of(list::parse(&asker, &came.list).unwrap_or(List::Unresolved)),
    };
    let typed = Typed {
        of: None,
        name: String::new(),
        icon: String::new(),
        sort: Sort::default(),
        audience: Audience::Agent(asker.agent().id),
        shape: Shape::of(&asker.words, &kept),
        kept,
    };
    shown(asker, typed, Vec::new()).await
}

/// A search as conditions, where they can say the same.
async fn searched(asker: &Asker, written: &str) -> Result<Option<Condition>> {
    let ask = Ask::read(&format!("{written} "), &asker.agent().time_zone);
    let (app, asker) = (asker.app.clone(), asker.clone());
    app.look(move |look| {
        let meant = asker.app.search.meant(look, asker.viewer(), &ask)?;
        Ok(condition(&ask, &meant))
    })
    .await
}

/// A list as conditions.
fn condition_of(list: List) -> Condition {
    let state = |it| Test::State(vec![it]);
    let tests = match list {
        List::Mine(_) => vec![state(State::Open), Test::Assignee(vec![Who::Me])],
        List::Unassigned => vec![state(State::Open), Test::Assignee(vec![Who::Nobody])],
        List::WaitingCustomer => vec![state(State::WaitingCustomer)],
        List::WaitingThirdParty => vec![state(State::WaitingThirdParty)],
        List::Snoozed => vec![state(State::Snoozed)],
        List::Mentioned(_) => vec![Test::MentionsMe],
        List::Failed => vec![Test::HasFailed],
        List::Resolved | List::ClosedQuietly => vec![state(State::Resolved)],
        List::Spam => vec![state(State::Spam)],
        List::Team(id) => vec![Test::Team(vec![Some(id)])],
        List::Tag(id) => vec![Test::Tag(vec![id])],
        _ => vec![state(State::Open)],
    };
    Condition::All(tests.into_iter().map(Condition::Is).collect())
}

/// `GET /views/{id}`
pub async fn edit(asker: Asker, at: Path<String>) -> Answer {
    let (at, viewer) = (id::<ViewId>(&at)?, asker.viewer().clone());
    let found = asker.app.look(move |look| desk::find(look, &viewer, at));
    let (it, writes) = found.await?;
    if !writes {
        return Ok(see_other(&shell::address(List::View(at))));
    }
    let typed = Typed {
        of: Some(at),
        name: it.name,
        icon: it.icon,
        sort: it.sort,
        audience: it.audience,
        shape: Shape::of(&asker.words, &it.condition),
        kept: it.condition,
    };
    shown(asker, typed, Vec::new()).await
}

/// `POST /views/new`
pub async fn make(asker: Asker, given: Pairs) -> Answer {
    put(asker, None, given).await
}

/// `POST /views/{id}`
pub async fn change(asker: Asker, at: Path<String>, given: Pairs) -> Answer {
    let at = id::<ViewId>(&at)?;
    put(asker, Some(at), given).await
}

/// Keeps it with `save`; any other button, or none, shows it as it is written.
async fn put(asker: Asker, of: Option<ViewId>, given: Pairs) -> Answer {
    let typed = typed(&asker, of, &given).await?;
    if first(&given, "do") != "save" {
        return shown(asker, typed, Vec::new()).await;
    }
    let condition = match &typed.shape {
        Some(shape) => shape.condition(&asker.words, true),
        None => Ok(typed.kept.clone()),
    };
    let viewer = asker.viewer().clone();
    let said = typed.clone();
    let kept = match condition {
        Ok(condition) => {
            let about = About {
                name: said.name,
                icon: said.icon,
                condition,
                sort: said.sort,
                audience: said.audience,
            };
            asker
                .app
                .act(move |w| match of {
                    Some(at) => desk::change(w, &viewer, at, &about),
                    None => desk::make(w, &viewer, &about),
                })
                .await
        }
        Err(err) => Err(err),
    };
    match kept {
        Ok(it) => Ok(see_other(&shell::address(List::View(it.id)))),
        Err(err @ Error::Invalid(_)) => {
            let wrong = ways::wrong(&asker.words, &err);
            let mut answer = shown(asker, typed, wrong).await?;
            *answer.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(answer)
        }
        Err(err) => Err(err.into()),
    }
}

async fn typed(asker: &Asker, of: Option<ViewId>, given: &Pairs) -> Result<Typed> {
    let kept = match of {
        Some(at) => {
            let viewer = asker.viewer().clone();
            let found = asker.app.look(move |look| desk::find(look, &viewer, at));
            found.await?.0.condition
        }
        None => Condition::default(),
    };
    let sort = Sort::parse(first(given, "sort")).unwrap_or_default();
    Ok(Typed {
        of,
        name: first(given, "name").to_owned(),
        icon: first(given, "icon").to_owned(),
        sort,
        audience: audience(asker, first(given, "audience"))?,
        shape: (first(given, "kept") != "1").then(|| Shape::read(given)),
        kept,
    })
}

async fn shown(asker: Asker, typed: Typed, wrong: Vec<String>) -> Answer {
    let app = asker.app.clone();
    let view = app
        .look(move |look| view(&asker, look, &typed, &wrong))
        .await?;
    html(&view)
}

fn view(asker: &Asker, look: &Look<'_>, typed: &Typed, wrong: &[String]) -> Result<EditPage> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let attributes: Vec<Attribute> = setting::list(look)?;
    let desk_of = Desk {
        words,
        viewer: asker.viewer(),
        directory: &directory,
        attributes: &attributes,
        rules: false,
    };
    let list = typed.of.map(List::View);
    let (title, action, back) = match typed.of {
        Some(at) => (
            words.t("view-edit"),
            format!("/views/{at}"),
            shell::address(List::View(at)),
        ),
        None => (words.t("view-new"), "/views/new".to_owned(), "/".to_owned()),
    };
    let sort = |it: Sort| Choice::new(it.name(), saved::sort(words, it), it == typed.sort);
    Ok(EditPage {
        page: shell::page(asker, look, &directory, "views", list)?,
        action,
        title,
        back,
        wrong: wrong.to_vec(),
        name: typed.name.clone(),
        icon: typed.icon.clone(),
        sorts: Sort::ALL.into_iter().map(sort).collect(),
        audience: for_whom(asker, &directory, typed.audience),
        any: typed.shape.as_ref().is_some_and(|it| it.any),
        groups: typed.shape.as_ref().map(|it| desk_of.groups(it)),
        unconditional: words.t("view-no-conditions"),
        said: desk_of.said(&typed.kept),
        matching: matching(asker, look, words, typed)?,
    })
}

/// "12 match now", of what may be asked; nothing of what may not.
fn matching(asker: &Asker, look: &Look<'_>, words: &Words, typed: &Typed) -> Result<String> {
    let condition = match &typed.shape {
        Some(shape) => shape.condition(words, false)?,
        None => typed.kept.clone(),
    };
    if desk::check(look, asker.viewer(), &condition, Some(&typed.kept)).is_err() {
        return Ok(String::new());
    }
    let board = &asker.app.board;
    let found = board.count_fitting(look, asker.viewer(), &condition, asker.now)?;
    let n = i64::try_from(found.n).unwrap_or(i64::MAX);
    let key = if found.or_more {
        "view-matching-more"
    } else {
        "view-matching"
    };
    Ok(words.t_with(key, &[("n", Arg::Number(n))]))
}
