//! `GET /companies`: all of them by name, or those whose name begins so.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::contacts::companies;
use crate::domain::actor::Right;
use crate::domain::company::Company;
use crate::domain::contact::Tier;
use crate::domain::id::CompanyId;
use crate::web::asker::{Answer, Asker, html};
use crate::web::browse::cut_at;
use crate::web::names::Directory;
use crate::web::page::Page;
use crate::web::shell;

/// Companies on one page.
const ROWS: usize = 50;

/// What the list may be asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    after: String,
}

/// A company in the list.
#[derive(Debug, Clone)]
pub struct Row {
    pub href: String,
    pub name: String,
    pub vip: bool,
    pub domains: String,
}

#[derive(Template)]
#[template(path = "companies/list.html")]
struct ListPage {
    page: Page,
    q: String,
    rows: Vec<Row>,
    more: Option<String>,
    /// There are more than those shown.
    cut: String,
}

/// The list.
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let (asked, app) = (asked.into_inner(), asker.app.clone());
    let view = app
        .look(move |look| {
            asker.viewer().need(Right::Work)?;
            let directory = Directory::read(look)?;
            let (mut all, mut more) = (Vec::new(), None);
            if asked.q.trim().is_empty() {
                let after = asked.after.parse::<CompanyId>().ok();
                let after = after.map_or(Ok(None), |id| look.company(id))?;
                all = look.companies_by_name(after.as_ref(), ROWS + 1)?;
                if all.len() > ROWS {
                    all.truncate(ROWS);
                    more = all.last().map(|it| format!("/companies?after={}", it.id));
                }
            } else {
                all.extend(companies::beginning(look, &asked.q, ROWS + 1)?);
            }
            let cut = cut_at(&asker.words, &mut all, ROWS);
            Ok(ListPage {
                page: shell::page(&asker, look, &directory, "contacts", None)?,
                q: asked.q.clone(),
                rows: all.iter().map(row).collect(),
                more,
                cut,
            })
        })
        .await?;
    html(&view)
}

fn row(it: &Company) -> Row {
    Row {
        href: format!("/companies/{}", it.id),
        name: it.name.clone(),
        vip: it.tier == Tier::Vip,
        domains: it.domains.join(", "),
    }
}
