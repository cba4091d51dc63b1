//! `GET /search`.

use actix_web::web::Query;
use askama::Template;
use serde::Deserialize;
use url::form_urlencoded::byte_serialize;

use crate::domain::error::Result;
use crate::search::{Ask, Facet, Found, Group, Token};
use crate::store::Look;
use crate::web::asker::{Answer, Asker, html, see_other};
use crate::web::conversations::thread::status_chip;
use crate::web::names::{Directory, Known};
use crate::web::page::Page;
use crate::web::search::saved::condition;
use crate::web::search::tokens::{Desk, Pick, TokenView, address, typed};
use crate::web::shell;
use crate::web::view::{Avatar, Chip, Empty, TimeView};
use crate::words::Words;

/// Facets tried to be left out when nothing is found.
const ALTERNATIVES: usize = 6;

/// What is looked for. `in` are the facets of the search one comes from, and the ones after it what was picked: with
/// those, the answer is the address that says the same in one piece.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    skip: usize,
    /// `conversations`, `messages` or `contacts`: one kind alone.
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "in")]
    facets: Option<String>,
    from: Option<String>,
    channel: Option<String>,
    tag: Option<String>,
    team: Option<String>,
    assigned: Option<String>,
    is: Option<String>,
    since: Option<String>,
    until: Option<String>,
}

impl Asked {
    /// What was picked of each facet.
    fn picked(&self) -> [(Facet, &Option<String>); 8] {
        [
            (Facet::From, &self.from),
            (Facet::Channel, &self.channel),
            (Facet::Tag, &self.tag),
            (Facet::Team, &self.team),
            (Facet::Assigned, &self.assigned),
            (Facet::Is, &self.is),
            (Facet::Since, &self.since),
            (Facet::Until, &self.until),
        ]
    }

    /// It comes from the form and is no address to be kept.
    fn is_form(&self) -> bool {
        self.facets.is_some() || self.picked().iter().any(|it| it.1.is_some())
    }

    /// All of it as it is typed, what is still being typed last.
    fn written(&self) -> String {
        let mut parts: Vec<String> = self.facets.iter().cloned().collect();
        for (facet, value) in self.picked() {
            let token = Token::new(facet, value.as_deref().unwrap_or_default());
            parts.extend(token.map(|it| it.written()));
        }
        parts.push(self.q.clone());
        parts.join(" ")
    }

    fn kind(&self) -> &'static str {
        let all = KINDS.into_iter();
        all.map(|it| it.0)
            .find(|it| *it == self.kind)
            .unwrap_or_default()
    }

    /// Further pages are of messages, where all kinds are asked for.
    fn group(&self) -> Option<Group> {
        let known = KINDS.into_iter().find(|it| it.0 == self.kind());
        let known = known.and_then(|it| it.1);
        known.or((self.skip > 0).then_some(Group::Messages))
    }
}

/// Kinds of results, by their names in an address.
const KINDS: [(&str, Option<Group>, &str); 4] = [
    ("", None, "search-all"),
    (
        "conversations",
        Some(Group::Conversations),
        "search-conversations",
    ),
    ("contacts", Some(Group::Contacts), "search-contacts"),
    ("messages", Some(Group::Messages), "search-messages"),
];

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

/// A way on: the same search otherwise.
#[derive(Debug, Clone)]
struct Way {
    href: String,
    text: String,
    count: String,
    current: bool,
}

#[derive(Template)]
#[template(path = "search/find.html")]
struct FindPage {
    page: Page,
    /// The words; facets stand beside the field.
    q: String,
    /// The facets as they are typed.
    facets: String,
    tokens: Vec<TokenView>,
    picks: Vec<Pick>,
    /// Words that begin a facet, for the script.
    names: String,
    /// The address of this search.
    href: String,
    kind: &'static str,
    kinds: Vec<Way>,
    /// Where the facets can be kept as a list; empty where conditions cannot say them.
    keep: String,
    said: String,
    conversations: Vec<Hit>,
    contacts: Vec<Hit>,
    messages: Vec<Hit>,
    more: Option<String>,
    empty: Option<Empty>,
    /// What is found without one of the facets, where nothing is with all.
    instead: Vec<Way>,
    building: bool,
}

/// The page; a script takes its results alone.
pub async fn page(asker: Asker, asked: Query<Asked>) -> Answer {
    let (asked, app) = (asked.into_inner(), asker.app.clone());
    let piece = asker.piece;
    if asked.is_form() && !piece {
        let ask = Ask::read(&asked.written(), &asker.agent().time_zone);
        return Ok(see_other(&address(&ask.written(), asked.kind())));
    }
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
    let kind = asked.kind();
    let mut ask = Ask::read(&asked.written(), &asker.agent().time_zone);
    ask.skip = asked.skip;
    ask.group = asked.group();
    let found = asker.app.search.find(look, asker.viewer(), &ask)?;
    let hits = hits(&ask, &found);
    let desk = Desk {
        words,
        viewer: asker.viewer(),
        directory: &directory,
    };
    let tokens = desk.tokens(&ask, &found.meant, kind);
    let href = address(&ask.written(), kind);
    let more = found.next_skip.map(|skip| format!("{href}&skip={skip}"));
    let keep = condition(&ask, &found.meant).map(|_| {
        let coded: String = byte_serialize(ask.written().as_bytes()).collect();
        format!("/views/new?search={coded}")
    });
    Ok(FindPage {
        page,
        said: if ask.is_empty() {
            String::new()
        } else {
            words.t_n("search-count", hits)
        },
        more,
        empty: empty(words, &ask, hits),
        instead: match hits {
            0 => instead(asker, look, &ask, (&tokens, kind))?,
            _ => Vec::new(),
        },
        kinds: if ask.is_empty() {
            Vec::new()
        } else {
            kinds(words, &ask, kind)
        },
        names: names(words),
        picks: desk.picks(),
        conversations: conversations(asker, &found),
        contacts: contacts(asker, &found),
        messages: messages(asker, look, &directory, &found),
        q: ask.text().to_owned(),
        facets: ask.facets_without(usize::MAX),
        keep: keep.unwrap_or_default(),
        building: found.building,
        tokens,
        href,
        kind,
    })
}

/// How much was found.
fn hits(ask: &Ask, found: &Found) -> usize {
    match ask.group {
        Some(_) => found.total.n,
        None => found.total.n + found.contacts.len() + found.conversations.len(),
    }
}

fn empty(words: &Words, ask: &Ask, hits: usize) -> Option<Empty> {
    let (title, text) = match hits {
        _ if ask.is_empty() => ("search-start", "search-start-text"),
        0 => ("search-none", "search-none-text"),
        _ => return None,
    };
    Some(Empty {
        icon: "search",
        title: words.t(title),
        text: words.t(text),
        action: None,
    })
}

fn kinds(words: &Words, ask: &Ask, now: &str) -> Vec<Way> {
    let all = KINDS.into_iter();
    all.map(|(name, _, key)| Way {
        href: address(&ask.written(), name),
        text: words.t(key),
        count: String::new(),
        current: name == now,
    })
    .collect()
}

/// The same search without one of its facets, and how much that finds.
fn instead(
    asker: &Asker,
    look: &Look<'_>,
    ask: &Ask,
    (tokens, kind): (&[TokenView], &str),
) -> Result<Vec<Way>> {
    let words = &asker.words;
    let mut out = Vec::new();
    for (at, token) in tokens.iter().enumerate().take(ALTERNATIVES) {
        let wider = ask.written_without(at);
        let mut wider = Ask::read(&wider, &asker.agent().time_zone);
        (wider.group, wider.limit) = (ask.group, 1);
        let found = asker.app.search.find(look, asker.viewer(), &wider)?;
        let n = hits(&wider, &found);
        if n > 0 {
            out.push(Way {
                href: address(&wider.written(), kind),
                text: words.t_of("search-without", "what", &token.text),
                count: words.t_n("search-count", n),
                current: false,
            });
        }
    }
    Ok(out)
}

/// Every word a facet is typed by, and the ones of the reader's language first.
fn names(words: &Words) -> String {
    let own = Facet::ALL.into_iter().map(|it| typed(words, it));
    let all = Facet::ALL.into_iter().flat_map(Facet::typed);
    let all = own.chain(all.map(|it| (*it).to_owned()));
    all.collect::<Vec<_>>().join(" ")
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
