//! The lists and places beside every page, with their counts.

use std::cmp::Reverse;
use std::collections::HashMap;

use crate::app::aside;
use crate::board::Counted;
use crate::desk;
use crate::domain::actor::Right;
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::list::List;
use crate::domain::monitor::Scope;
use crate::domain::view::View;
use crate::notices::list as told;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::inbox::places;
use crate::web::names::Directory;
use crate::web::notices::count;
use crate::web::page::{Me, NavGroup, NavLink, Page};
use crate::web::profile::{absence, pause};
use crate::web::view::{Avatar, hue, initials};
use crate::words::Words;

type Counts = HashMap<List, usize>;

/// Entries under one heading; beyond them there is a page with all.
const MOST: usize = 12;
/// Tags offered where one is typed.
const OFFERED: usize = 200;

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
        List::LegalDue => "shield",
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
            initials: String::new(),
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

    /// The way to the page with all of them.
    fn all(&self, n: usize, key: &str, href: String) -> NavLink {
        NavLink {
            key: key.to_owned(),
            label: self.words.t_n("nav-all", n),
            icon: "more",
            ..place(href)
        }
    }

    /// Of teams or tags those with most to do, in their order, and the way to the others.
    fn fullest(&self, kind: &str, all: Vec<(List, &str)>) -> Vec<NavLink> {
        let has = |list: &List| self.counts.get(list).copied().unwrap_or_default();
        let mut order: Vec<List> = all.iter().map(|it| it.0).collect();
        order.sort_by_key(|it| (self.current != Some(*it), Reverse(has(it))));
        order.truncate(MOST);
        let kept = all.iter().filter(|it| order.contains(&it.0));
        let mut links: Vec<_> = kept.map(|(list, name)| self.named(*list, name)).collect();
        if all.len() > MOST {
            links.push(self.all(all.len(), &format!("all-{kind}"), places::address(kind)));
        }
        links
    }
}

/// A place beside the lists.
fn place(href: String) -> NavLink {
    NavLink {
        key: String::new(),
        href,
        label: String::new(),
        icon: "",
        count: String::new(),
        hot: false,
        current: false,
        hue: None,
        sign: String::new(),
        initials: String::new(),
        sub: false,
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
    second.extend(Some(List::LegalDue).filter(|it| has(*it)));
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
    let all = desk::views::usable(look, asker.viewer())?;
    let is_open = |it: &View| shown.current == Some(List::View(it.id));
    // Each is counted: of many those stand here that were put first.
    for (at, it) in all.iter().enumerate() {
        if at >= MOST && !is_open(it) {
            continue;
        }
        let board = &asker.app.board;
        let found = board.glance(look, asker.viewer(), &it.condition, asker.now)?;
        links.push(NavLink {
            label: it.name.clone(),
            count: counted(found),
            sign: it.icon.clone(),
            initials: initials(&it.name),
            ..shown.link(List::View(it.id))
        });
    }
    if all.len() > MOST {
        links.push(shown.all(all.len(), "all-views", "/views".to_owned()));
    }
    Ok((!links.is_empty()).then(|| NavGroup {
        head: shown.words.t("nav-views"),
        links,
        ..NavGroup::default()
    }))
}

/// Tags offered where one is typed: of very many those with most to do. Any other can be typed all the same.
#[must_use]
pub fn offered_tags(asker: &Asker, directory: &Directory) -> Vec<String> {
    let mut all: Vec<_> = directory.live_tags().collect();
    if all.len() > OFFERED {
        let (board, viewer) = (&asker.app.board, asker.viewer());
        all.sort_by_cached_key(|it| Reverse(board.count(viewer, List::Tag(it.id))));
        all.truncate(OFFERED);
    }
    all.into_iter().map(|it| it.name.clone()).collect()
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
    let teams = directory.teams_for(asker.viewer());
    let teams = teams.map(|it| (List::Team(it.id), it.name.as_str()));
    let teams = shown.fullest("teams", teams.collect());
    let used = |list: &List| shown.counts.get(list).is_some_and(|it| *it > 0);
    let tags = directory.live_tags();
    let tags = tags.map(|it| (List::Tag(it.id), it.name.as_str()));
    let tags = tags.filter(|it| used(&it.0) || shown.current == Some(it.0));
    let tags = shown.fullest("tags", tags.collect());
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
        label: asker.words.t(&format!("nav-{key}")),
        icon,
        current: at == key,
        ..place(href.to_owned())
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
    places.push(place("reports", "/reports", "chart"));
    if asker.viewer().may(Right::Administer) {
        places.push(place("settings", "/settings", "settings"));
    }
    places
}
