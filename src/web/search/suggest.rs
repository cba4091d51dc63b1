//! `GET /search/suggest`: what a facet can be, while one types it.

use actix_web::web::Query;
use askama::Template;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;

use crate::domain::error::Result;
use crate::search::{Ask, Facet, Group, Token, begin_with};
use crate::store::Look;
use crate::text::fold::fold;
use crate::web::asker::{Answer, Asker, html};
use crate::web::names::Directory;
use crate::web::search::tokens::{Desk, label, typed};

/// Rows shown at once.
const ROWS: usize = 10;
/// Customers among them.
const CUSTOMERS: usize = 6;

/// What stands before the caret.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    typed: String,
}

/// Something that can be put in place of what was typed.
#[derive(Debug, Clone)]
struct Row {
    /// What is put: `tag:vip`, or `tag:` to go on from.
    put: String,
    text: String,
    hint: String,
}

#[derive(Template)]
#[template(path = "search/_suggest.html")]
struct SuggestPiece {
    rows: Vec<Row>,
}

/// The rows, as a piece.
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let (typed, app) = (asked.into_inner().typed, asker.app.clone());
    let rows = app.look(move |look| rows(&asker, look, &typed)).await?;
    html(&SuggestPiece { rows })
}

fn rows(asker: &Asker, look: &Look<'_>, typed: &str) -> Result<Vec<Row>> {
    let directory = Directory::read(look)?;
    let desk = Desk {
        words: &asker.words,
        viewer: asker.viewer(),
        directory: &directory,
    };
    let facet = typed.split_once(':');
    let facet = facet.and_then(|(name, value)| Some((Facet::parse(name)?, value)));
    let Some((facet, value)) = facet else {
        return Ok(facets(&desk, typed));
    };
    let value = value.replace('"', "");
    let mut found = match facet {
        Facet::From => people(asker, look, &desk, &value)?,
        it if it.is_day() => days(asker, &value),
        _ => desk.values(facet),
    };
    // People were looked for already, and days are no words.
    if !matches!(facet, Facet::From) && !facet.is_day() {
        found.retain(|it| value.is_empty() || fits(it, &value));
    }
    found.truncate(ROWS);
    let hint = label(&asker.words, facet);
    let rows = found.into_iter().filter_map(|(value, text)| {
        Some(Row {
            put: Token::new(facet, &value)?.written(),
            text,
            hint: hint.clone(),
        })
    });
    Ok(rows.collect())
}

fn fits((value, text): &(String, String), typed: &str) -> bool {
    begin_with(text, typed) || fold(value).starts_with(&fold(typed))
}

/// The facets whose word or name begins so.
fn facets(desk: &Desk<'_>, begun: &str) -> Vec<Row> {
    let begun = fold(begun);
    let all = desk.facets().into_iter();
    all.map(|facet| Row {
        put: format!("{}:", typed(desk.words, facet)),
        text: format!("{}:", typed(desk.words, facet)),
        hint: label(desk.words, facet),
    })
    .filter(|it| fold(&it.put).starts_with(&begun) || fold(&it.hint).starts_with(&begun))
    .collect()
}

/// Oneself, people of ours, and customers.
fn people(
    asker: &Asker,
    look: &Look<'_>,
    desk: &Desk<'_>,
    begun: &str,
) -> Result<Vec<(String, String)>> {
    let mut out = vec![("me".to_owned(), asker.words.t("facet-me"))];
    let others = desk.directory.active_agents();
    let others = others.filter(|it| it.id != asker.agent().id);
    out.extend(others.map(|it| (it.name.clone(), it.name.clone())));
    out.retain(|it| begun.is_empty() || fits(it, begun));
    out.truncate(ROWS - CUSTOMERS);
    if !begun.is_empty() {
        let mut ask = Ask::read(&begun.replace(':', " "), "UTC");
        ask.group = Some(Group::Contacts);
        ask.limit = CUSTOMERS;
        let found = asker.app.search.find(look, asker.viewer(), &ask)?;
        let found = found.contacts.into_iter().map(|it| it.name);
        for name in found.filter(|it| !it.is_empty()) {
            if !out.iter().any(|it| it.0 == name) {
                out.push((name.clone(), name));
            }
        }
    }
    Ok(out)
}

/// Days one often means; or the one that was typed.
fn days(asker: &Asker, begun: &str) -> Vec<(String, String)> {
    let words = &asker.words;
    let Ok(now) = jiff::Timestamp::from_millisecond(asker.now.0) else {
        return Vec::new();
    };
    let today = now.to_zoned(words.zone().clone()).date();
    if let Ok(day) = begun.parse::<Date>() {
        return vec![(day.to_string(), words.day(day))];
    }
    let back = |days: i64| today.checked_sub(days.days()).unwrap_or(today);
    let month = today.first_of_month();
    let before = month.checked_sub(1.month()).unwrap_or(month);
    [
        ("facet-today", today),
        ("facet-yesterday", back(1)),
        ("facet-week-ago", back(7)),
        ("facet-month-ago", back(30)),
        ("facet-month-begins", month),
        ("facet-last-month", before),
        ("facet-year-begins", today.first_of_year()),
    ]
    .into_iter()
    .map(|(key, day)| {
        (
            day.to_string(),
            format!("{} · {}", words.t(key), words.day(day)),
        )
    })
    .filter(|it| begun.is_empty() || fits(it, begun))
    .collect()
}
