//! A list of conversations, and its rows.

use askama::Template;

use crate::web::page::Page;
use crate::web::view::{Avatar, Chip, Empty, TimeView};

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
}

/// A list as the page shows it.
#[derive(Debug, Clone)]
pub struct ListView {
    /// As in its address: `mine`, `all`, `team/…`.
    pub name: String,
    /// Its address without the order.
    pub path: String,
    /// Its address with the order.
    pub href: String,
    /// The list is all there is on the page.
    pub alone: bool,
    pub title: String,
    pub count: String,
    pub sort: String,
    pub newest: bool,
    pub sortable: bool,
    pub rows: Vec<Row>,
    pub more: Option<String>,
    pub empty: Empty,
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

#[derive(Template)]
#[template(path = "inbox/row.html")]
pub struct RowPart<'a> {
    pub page: &'a Page,
    pub row: &'a Row,
}
