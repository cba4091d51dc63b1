//! `GET /search`.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;

use crate::domain::error::Result;
use crate::search::{Ask, Found};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::thread::status_chip;
use crate::web::names::{Directory, Known};
use crate::web::page::Page;
use crate::web::shell;
use crate::web::view::{Avatar, Chip, Empty, TimeView};

/// What is looked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    skip: usize,
}

/// A piece of a found text; marked ones were looked for.
#[derive(Debug, Clone)]
pub struct Marked {
    pub text: String,
    pub hit: bool,
}

/// Something found.
#[derive(Debug, Clone)]
pub struct Hit {
    pub href: String,
    pub title: String,
    pub avatar: Option<Avatar>,
    pub status: Option<Chip>,
    pub when: Option<TimeView>,
    pub text: Vec<Marked>,
}

#[derive(Template)]
#[template(path = "search/find.html")]
struct FindPage {
    page: Page,
    q: String,
    said: String,
    conversations: Vec<Hit>,
    contacts: Vec<Hit>,
    messages: Vec<Hit>,
    more: Option<String>,
    empty: Option<Empty>,
}

/// The page; a script takes its results alone.
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let (asked, app) = (asked.into_inner(), asker.app.clone());
    let piece = asker.piece;
    let q = asked.q.clone();
    let view = app.look(move |look| read(&asker, look, &asked)).await?;
    let number = q
        .trim()
        .strip_prefix('#')
        .and_then(|it| it.parse::<u64>().ok());
    if let (Some(number), false, [_]) = (number, piece, view.conversations.as_slice()) {
        return Ok(see_other(&format!("/c/{number}")));
    }
    html(&view)
}

fn read(asker: &Asker, look: &Look<'_>, asked: &Asked) -> Result<FindPage> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let page = shell::page(asker, look, &directory, "search", None)?;
    let mut ask = Ask::read(&asked.q, &asker.agent().time_zone);
    ask.skip = asked.skip;
    let found = asker.app.search.find(look, asker.viewer(), &ask)?;
    let hits = found.total.n + found.contacts.len() + found.conversations.len();
    let coded: String = url::form_urlencoded::byte_serialize(asked.q.as_bytes()).collect();
    let empty = |icon, title: &str, text: &str| Empty {
        icon,
        title: words.t(title),
        text: words.t(text),
        action: None,
    };
    Ok(FindPage {
        page,
        said: if ask.is_empty() {
            String::new()
        } else {
            words.t_n("search-count", hits)
        },
        more: found
            .next_skip
            .map(|skip| format!("/search?q={coded}&skip={skip}")),
        empty: if ask.is_empty() {
            Some(empty("search", "search-start", "search-start-text"))
        } else if hits == 0 {
            Some(empty("search", "search-none", "search-none-text"))
        } else {
            None
        },
        conversations: conversations(asker, &found),
        contacts: contacts(asker, &found),
        messages: messages(asker, look, &directory, &found),
        q: asked.q.clone(),
    })
}

fn plain(text: &str) -> Vec<Marked> {
    vec![Marked {
        text: text.to_owned(),
        hit: false,
    }]
}

fn conversations(asker: &Asker, found: &Found) -> Vec<Hit> {
    let words = &asker.words;
    let all = found.conversations.iter();
    all.map(|it| Hit {
        href: format!("/c/{}", it.conversation.number),
        title: format!("#{} · {}", it.conversation.number, it.conversation.subject),
        avatar: None,
        status: Some(status_chip(words, &it.conversation, asker.now)),
        when: Some(TimeView::ago(words, it.conversation.active_at, asker.now)),
        text: plain(&it.name),
    })
    .collect()
}

fn contacts(asker: &Asker, found: &Found) -> Vec<Hit> {
    let all = found.contacts.iter();
    all.map(|it| {
        let name = if it.name.is_empty() {
            asker.words.t("unknown-person")
        } else {
            it.name.clone()
        };
        Hit {
            href: format!("/contacts/{}", it.id),
            avatar: Some(Avatar::of(&name)),
            title: name,
            status: None,
            when: None,
            text: plain(&it.company),
        }
    })
    .collect()
}

fn messages(asker: &Asker, look: &Look<'_>, directory: &Directory, found: &Found) -> Vec<Hit> {
    let words = &asker.words;
    let names = Known {
        look,
        directory,
        viewer: asker.viewer(),
    };
    let all = found.messages.iter();
    all.map(|it| {
        let (number, position) = (it.conversation.number, it.message.position);
        let who = crate::web::conversations::item::author(words, &it.message, &names);
        Hit {
            href: format!("/c/{number}?at={position}#m-{position}"),
            title: format!("{who} · #{number} {}", it.conversation.subject),
            avatar: None,
            status: None,
            when: Some(TimeView::ago(words, it.message.said_at, asker.now)),
            text: it
                .snippet
                .iter()
                .map(|it| Marked {
                    text: it.text.clone(),
                    hit: it.marked,
                })
                .collect(),
        }
    })
    .collect()
}
