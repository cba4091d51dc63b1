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
    /// Somebody the same as whom is looked for.
    join: String,
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
            let rows: Result<Vec<_>> = found.iter().map(|it| row(&asker, look, it)).collect();
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
    let join = asked.join.parse::<ContactId>();
    let join = join.map(|id| format!("&join={id}")).unwrap_or_default();
    let more = last.map(|it| format!("/contacts?after={}{join}", it.id));
    Ok((all, more))
}

/// The person somebody is to be found for.
fn joined_with(asker: &Asker, look: &Look<'_>, asked: &Asked) -> Result<Option<(String, String)>> {
    let Ok(id) = asked.join.parse::<ContactId>() else {
        return Ok(None);
    };
    let own = people::find(look, asker.viewer(), id)?;
    let person = look.person(own.id)?.unwrap_or(own);
    let name = row(asker, look, &person)?.name;
    let said = asker.words.t_of("contacts-join-title", "name", name);
    Ok(Some((person.id.to_string(), said)))
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
