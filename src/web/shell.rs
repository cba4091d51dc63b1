//! The lists and places beside every page, with their counts.

use std::collections::HashMap;

use crate::app::aside;
use crate::board::Counted;
use crate::desk;
use crate::domain::actor::Right;
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::list::List;
use crate::domain::monitor::Scope;
use crate::notices::list as told;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::names::Directory;
use crate::web::notices::count;
use crate::web::page::{Me, NavGroup, NavLink, Page};
use crate::web::profile::{absence, pause};
use crate::web::view::{Avatar, hue};
use crate::words::Words;

type Counts = HashMap<List, usize>;

/// The page around what a logged-in person looks at. `at` names the place, `list` the list one is in.
///
/// # Errors
/// The store's.
pub fn page(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    at: &'static str,
    list: Option<List>,
) -> Result<Page> {
    let counts = asker.app.board.counts(look, asker.viewer())?;
    let agent = asker.agent();
    let me = Me {
        name: agent.name.clone(),
        email: agent.email.clone(),
        role: agent.role,
        avatar: Avatar::of(&agent.name),
        away: pause::line(asker, agent),
        leaves: absence::leaves(asker, directory),
        breaks: pause::breaks(asker, directory),
    };
    let business = if directory.business.name.is_empty() {
        "Lobby".to_owned()
    } else {
        directory.business.name.clone()
    };
    let page = Page::plain(
        asker.words.clone(),
        asker.look.clone(),
        asker.signed.session.csrf.clone(),
        business,
    );
    Ok(page
        .for_agent(asker.viewer().clone(), me)
        .with_nav(
            at,
            groups(asker, look, directory, &counts, list)?,
            foot(asker, directory, at),
        )
        .with_bell(count(told::unread(look, asker.viewer())?))
        .in_demo(asker.app.config.demo)
        .as_of(look.last_seq()?.0))
}

/// The address of a list.
#[must_use]
pub fn address(list: List) -> String {
    match list {
        List::Team(id) => format!("/list/team/{id}"),
        List::Tag(id) => format!("/list/tag/{id}"),
        List::View(id) => format!("/list/view/{id}"),
        other => format!("/list/{}", other.name()),
    }
}

/// Names a list for the live counts.
#[must_use]
pub fn key(list: List) -> String {
    match list {
        List::Team(id) => format!("team-{id}"),
        List::Tag(id) => format!("tag-{id}"),
        List::View(id) => format!("view-{id}"),
        other => other.name().to_owned(),
    }
}

fn icon(list: List) -> &'static str {
    match list {
        List::Mine(_) => "user",
        List::Unassigned => "nobody",
        List::ToAnswer | List::Unresolved => "inbox",
        List::WaitingCustomer => "wait",
        List::WaitingThirdParty => "users",
        List::Snoozed => "moon",
        List::Drafts(_) => "draft",
        List::Mentioned(_) => "note",
        List::Followed(_) => "bell",
        List::AnswerWaits => "reply",
        List::Closing => "wait",
        List::Failed => "alert",
        List::Resolved | List::ClosedQuietly => "done",
        List::Automatic => "robot",
        List::Spam => "shield",
        List::Blocked => "block",
        List::Team(_) => "users",
        List::Tag(_) => "tag",
        List::View(_) => "eye",
    }
}

/// A count as text: nothing for none, "999+" for many.
#[must_use]
pub fn short(count: usize) -> String {
    match count {
        0 => String::new(),
        1..=999 => count.to_string(),
        _ => "999+".to_owned(),
    }
}

struct Shown<'a> {
    words: &'a Words,
    counts: &'a Counts,
    current: Option<List>,
}

impl Shown<'_> {
    fn link(&self, list: List) -> NavLink {
        let count = self.counts.get(&list).copied().unwrap_or_default();
        NavLink {
            key: key(list),
            href: address(list),
            label: self.words.t(&format!("list-{}", list.name())),
            icon: icon(list),
            count: short(count),
            hot: list == List::Failed && count > 0,
            current: self.current == Some(list),
            hue: None,
            sign: String::new(),
            sub: false,
        }
    }

    fn named(&self, list: List, name: &str) -> NavLink {
        NavLink {
            label: name.to_owned(),
            hue: Some(hue(name)),
            ..self.link(list)
        }
    }
}

/// Nothing is shown before it has a second thing to tell apart: one person alone has no *Mine* and *Unassigned*.
fn groups(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    counts: &Counts,
    current: Option<List>,
) -> Result<Vec<NavGroup>> {
    let words = &asker.words;
    let shown = Shown {
        words,
        counts,
        current,
    };
    let me = asker.agent().id;
    let alone = directory.active_agents().nth(1).is_none();
    let mut first = NavGroup {
        links: to_answer(&shown, alone, me),
        ..NavGroup::default()
    };
    if !alone {
        first.head = words.t("nav-to-answer");
    }
    let has = |list: List| counts.get(&list).is_some_and(|it| *it > 0) || current == Some(list);
    let mut second = vec![List::WaitingCustomer];
    second.extend(Some(List::WaitingThirdParty).filter(|it| has(*it)));
    second.push(List::Snoozed);
    second.extend(Some(List::Mentioned(me)).filter(|it| has(*it)));
    second.extend(Some(List::Followed(me)).filter(|it| has(*it)));
    second.extend(Some(List::AnswerWaits).filter(|it| has(*it)));
    // Mail that could not be read waits there too.
    let troubled = has(List::Failed) || !aside::mailboxes(look)?.is_empty();
    second.extend(Some(List::Failed).filter(|_| troubled));
    second.extend(Some(List::Drafts(me)).filter(|it| has(*it)));
    let rest = [
        List::Resolved,
        List::ClosedQuietly,
        List::Automatic,
        List::Spam,
        List::Blocked,
    ];
    let mut groups = vec![
        first,
        NavGroup {
            links: second.into_iter().map(|it| shown.link(it)).collect(),
            ..NavGroup::default()
        },
        NavGroup {
            links: rest.iter().map(|it| shown.link(*it)).collect(),
            folded: true,
            open: current.is_some_and(|it| rest.contains(&it)),
            ..NavGroup::default()
        },
    ];
    groups.extend(views(asker, look, &shown)?);
    groups.extend(teams_and_tags(asker, directory, &shown));
    Ok(groups)
}

fn to_answer(shown: &Shown<'_>, alone: bool, me: AgentId) -> Vec<NavLink> {
    let all = shown.link(List::ToAnswer);
    if alone {
        return vec![NavLink {
            label: shown.words.t("list-all-title"),
            ..all
        }];
    }
    vec![
        shown.link(List::Mine(me)),
        shown.link(List::Unassigned),
        all,
    ]
}

/// Saved views, each with how many fit.
fn views(asker: &Asker, look: &Look<'_>, shown: &Shown<'_>) -> Result<Option<NavGroup>> {
    let mut links = Vec::new();
    for it in desk::views::usable(look, asker.viewer())? {
        let board = &asker.app.board;
        let found = board.glance(look, asker.viewer(), &it.condition, asker.now)?;
        links.push(NavLink {
            label: it.name.clone(),
            count: counted(found),
            sign: it.icon.clone(),
            ..shown.link(List::View(it.id))
        });
    }
    Ok((!links.is_empty()).then(|| NavGroup {
        head: shown.words.t("nav-views"),
        links,
        ..NavGroup::default()
    }))
}

/// A count as text, with a plus where there may be more.
#[must_use]
pub fn counted(it: Counted) -> String {
    match short(it.n) {
        _ if it.or_more && it.n < 1_000 => format!("{}+", it.n),
        said => said,
    }
}

fn teams_and_tags(asker: &Asker, directory: &Directory, shown: &Shown<'_>) -> Vec<NavGroup> {
    let teams: Vec<_> = directory
        .teams_for(asker.viewer())
        .map(|it| shown.named(List::Team(it.id), &it.name))
        .collect();
    let tags: Vec<_> = directory
        .live_tags()
        .map(|it| shown.named(List::Tag(it.id), &it.name))
        .filter(|it| !it.count.is_empty() || it.current)
        .collect();
    [("nav-teams", teams), ("nav-tags", tags)]
        .into_iter()
        .filter(|(_, links)| !links.is_empty())
        .map(|(head, links)| NavGroup {
            head: shown.words.t(head),
            links,
            ..NavGroup::default()
        })
        .collect()
}

fn foot(asker: &Asker, directory: &Directory, at: &str) -> Vec<NavLink> {
    let place = |key: &str, href: &str, icon: &'static str| NavLink {
        key: format!("place-{key}"),
        href: href.to_owned(),
        label: asker.words.t(&format!("nav-{key}")),
        icon,
        count: String::new(),
        hot: false,
        current: at == key,
        hue: None,
        sign: String::new(),
        sub: false,
    };
    let mut places = Vec::new();
    // Until the set-up is over its owner finds the way back to it from everywhere.
    if asker.viewer().may(Right::Own) && directory.business.set_up_at.is_none() {
        places.push(place("setup", "/setup", "done"));
    }
    // Whoever answers alone, or beside one other, sees it all in the list.
    let oversees = Scope::of(asker.viewer(), &directory.teams).is_some();
    if oversees && directory.has_queues() {
        places.push(place("live", "/live", "eye"));
    }
    places.push(place("contacts", "/contacts", "book"));
    if asker.viewer().may(Right::Administer) {
        places.push(place("settings", "/settings", "settings"));
    }
    places
}
