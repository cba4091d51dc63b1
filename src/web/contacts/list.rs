//! `GET /contacts`: everybody by name, or who is found.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::contacts::people;
use crate::domain::actor::Right;
use crate::domain::contact::{Contact, Tier};
use crate::domain::error::Result;
use crate::domain::id::ContactId;
use crate::search::{Ask, Group};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html};
use crate::web::conversations::side::reach_name;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::{Avatar, Empty, TimeView};

/// Contacts on one page.
const ROWS: usize = 50;

/// What the list may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    after: String,
}

/// A contact in the list.
#[derive(Debug, Clone)]
pub struct Row {
    pub href: String,
    pub name: String,
    pub avatar: Avatar,
    pub vip: bool,
    pub reach: String,
    pub company: String,
    pub last: Option<TimeView>,
}

#[derive(Template)]
#[template(path = "contacts/list.html")]
struct ListPage {
    page: Page,
    q: String,
    rows: Vec<Row>,
    more: Option<String>,
    empty: Empty,
    /// Who arranges things may bring people in, and take them out.
    arranges: bool,
}

/// The list.
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let (asked, app) = (asked.into_inner(), asker.app.clone());
    let view = app
        .look(move |look| {
            let directory = Directory::read(look)?;
            let page = shell::page(&asker, look, &directory, "contacts", None)?;
            let (found, more) = found(&asker, look, &asked)?;
            let rows: Result<Vec<_>> = found.iter().map(|it| row(&asker, look, it)).collect();
            let (title, text) = if asked.q.trim().is_empty() {
                ("contacts-none", "contacts-none-text")
            } else {
                ("contacts-no-hit", "contacts-no-hit-text")
            };
            Ok(ListPage {
                page,
                rows: rows?,
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
    if !asked.q.trim().is_empty() {
        let mut ask = Ask::read(&asked.q, &asker.agent().time_zone);
        ask.group = Some(Group::Contacts);
        ask.limit = ROWS;
        let found = asker.app.search.find(look, asker.viewer(), &ask)?;
        return Ok((found.contacts, None));
    }
    let after = asked.after.parse::<ContactId>().ok();
    let after = after.map_or(Ok(None), |id| look.contact(id))?;
    let mut all = people::list(look, asker.viewer(), after.as_ref(), ROWS + 1)?;
    let more = all.len() > ROWS;
    all.truncate(ROWS);
    let last = all.last().filter(|_| more);
    let more = last.map(|it| format!("/contacts?after={}", it.id));
    Ok((all, more))
}

fn row(asker: &Asker, look: &Look<'_>, it: &Contact) -> Result<Row> {
    let held = people::identifiers(look, it.id)?;
    let reach = held.first().map(|it| reach_name(&asker.words, it));
    let reach = reach.unwrap_or_default();
    let name = if it.name.is_empty() {
        if reach.is_empty() {
            asker.words.t("unknown-person")
        } else {
            reach.clone()
        }
    } else {
        it.name.clone()
    };
    Ok(Row {
        href: format!("/contacts/{}", it.id),
        avatar: Avatar::of(&name),
        name,
        vip: it.tier == Tier::Vip,
        reach,
        company: it.company.clone(),
        last: (it.last_seen_at.0 > 0)
            .then(|| TimeView::ago(&asker.words, it.last_seen_at, asker.now)),
    })
}
