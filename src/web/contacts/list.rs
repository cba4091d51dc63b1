//! `GET /contacts`: everybody in an order, or who is found; in the columns the agent chose.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded::byte_serialize;

use crate::contacts::people;
use crate::domain::actor::Right;
use crate::domain::contact::{Contact, ContactSort, Tier};
use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::search::{Ask, Group};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::contacts::columns::{CellView, Columns};
use crate::web::conversations::side::reach_name;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::{Avatar, Choice, Empty};
use crate::words::Words;

/// Contacts on one page.
const ROWS: usize = 50;

/// What the list may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    after: String,
    sort: String,
    /// Somebody the same as whom is looked for.
    join: String,
    /// Of those who are found, how many were on the pages before.
    skip: usize,
}

impl Asked {
    fn sort(&self) -> ContactSort {
        ContactSort::parse(&self.sort).unwrap_or_default()
    }
}

/// A contact in the list.
#[derive(Debug, Clone)]
pub struct Row {
    pub href: String,
    pub name: String,
    pub avatar: Avatar,
    pub vip: bool,
    pub cells: Vec<CellView>,
}

#[derive(Template)]
#[template(path = "contacts/list.html")]
struct ListPage {
    page: Page,
    q: String,
    heads: Vec<String>,
    columns: Vec<Choice>,
    /// Orders; none where somebody is looked for.
    sorts: Vec<Choice>,
    sort: &'static str,
    rows: Vec<Row>,
    more: Option<String>,
    empty: Empty,
    /// Who arranges things may bring people in, and take them out.
    arranges: bool,
    /// Whom somebody is to be joined with: id and a sentence.
    joins: Option<(String, String)>,
}

/// The list.
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let (asked, app) = (asked.into_inner(), asker.app.clone());
    let view = app
        .look(move |look| {
            let directory = Directory::read(look)?;
            let page = shell::page(&asker, look, &directory, "contacts", None)?;
            let (found, more) = found(&asker, look, &asked)?;
            let columns = Columns::of(&asker, look, &directory)?;
            let rows = found.iter().map(|it| row(&asker, look, (it, &columns)));
            let rows: Result<Vec<_>> = rows.collect();
            let joins = joined_with(&asker, look, &asked)?;
            let mut rows = rows?;
            if let Some((id, _)) = &joins {
                let own = format!("/contacts/{id}");
                rows.retain(|it| it.href != own);
                for it in &mut rows {
                    let other = it.href.trim_start_matches("/contacts/");
                    it.href = format!("/contacts/{id}/join?other={other}");
                }
            }
            let (title, text) = if asked.q.trim().is_empty() {
                ("contacts-none", "contacts-none-text")
            } else {
                ("contacts-no-hit", "contacts-no-hit-text")
            };
            Ok(ListPage {
                page,
                rows,
                heads: columns.heads(),
                columns: columns.choices(),
                sorts: sorts(&asker.words, &asked),
                sort: asked.sort().name(),
                joins,
                more,
                empty: Empty {
                    icon: "book",
                    title: asker.words.t(title),
                    text: asker.words.t(text),
                    action: None,
                },
                q: asked.q.clone(),
                arranges: asker.viewer().may(Right::Administer),
            })
        })
        .await?;
    html(&view)
}

fn found(asker: &Asker, look: &Look<'_>, asked: &Asked) -> Result<(Vec<Contact>, Option<String>)> {
    let join = asked.join.parse::<ContactId>();
    let join = join.map(|id| format!("&join={id}")).unwrap_or_default();
    if !asked.q.trim().is_empty() {
        let mut ask = Ask::read(&asked.q, &asker.agent().time_zone);
        ask.group = Some(Group::Contacts);
        ask.limit = ROWS;
        ask.skip = asked.skip;
        let found = asker.app.search.find(look, asker.viewer(), &ask)?;
        let q: String = byte_serialize(asked.q.as_bytes()).collect();
        let more = found.next_skip;
        let more = more.map(|skip| format!("/contacts?q={q}&skip={skip}{join}"));
        return Ok((found.contacts, more));
    }
    let after = asked.after.parse::<ContactId>().ok();
    let after = after.map_or(Ok(None), |id| look.contact(id))?;
    let sort = asked.sort();
    let mut all = people::list(look, asker.viewer(), (sort, after.as_ref()), ROWS + 1)?;
    let more = all.len() > ROWS;
    all.truncate(ROWS);
    let last = all.last().filter(|_| more);
    let sort = match sort {
        ContactSort::Name => String::new(),
        other => format!("&sort={}", other.name()),
    };
    let more = last.map(|it| format!("/contacts?after={}{sort}{join}", it.id));
    Ok((all, more))
}

/// The person somebody is to be found for.
fn joined_with(asker: &Asker, look: &Look<'_>, asked: &Asked) -> Result<Option<(String, String)>> {
    let Ok(id) = asked.join.parse::<ContactId>() else {
        return Ok(None);
    };
    let own = people::find(look, asker.viewer(), id)?;
    let person = look.person(own.id)?.unwrap_or(own);
    let name = called(asker, look, &person)?;
    let said = asker.words.t_of("contacts-join-title", "name", name);
    Ok(Some((person.id.to_string(), said)))
}

/// Their name, or else by what they are reached.
fn called(asker: &Asker, look: &Look<'_>, it: &Contact) -> Result<String> {
    if !it.name.is_empty() {
        return Ok(it.name.clone());
    }
    let held = people::identifiers(look, it.id)?;
    let reach = held.first().map(|it| reach_name(&asker.words, it));
    let known = reach.filter(|it| !it.is_empty());
    Ok(known.unwrap_or_else(|| asker.words.t("unknown-person")))
}

fn row(asker: &Asker, look: &Look<'_>, (it, columns): (&Contact, &Columns<'_>)) -> Result<Row> {
    let name = called(asker, look, it)?;
    Ok(Row {
        href: format!("/contacts/{}", it.id),
        avatar: Avatar::of(&name),
        name,
        vip: it.tier == Tier::Vip,
        cells: columns.cells(look, it)?,
    })
}

fn sorts(words: &Words, asked: &Asked) -> Vec<Choice> {
    if !asked.q.trim().is_empty() {
        return Vec::new();
    }
    let all = ContactSort::ALL.into_iter();
    all.map(|it| {
        let label = words.t(&format!("contacts-sort-{}", it.name()));
        Choice::new(it.name(), label, it == asked.sort())
    })
    .collect()
}
