//! One conversation as a row of a list.

use crate::board::Row as Found;
use crate::domain::contact::Tier;
use crate::domain::conversation::{Conversation, LastBy, Priority, Status};
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::message::{Message, MessageKind};
use crate::domain::time::Millis;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::inbox::list::Row;
use crate::web::names::{Directory, glyph};
use crate::web::view::{Avatar, Chip, TimeView};

/// Tags a row has room for.
const TAGS: usize = 2;
/// Messages looked through for one that was not read.
const UNREAD: usize = 50;

/// A row, ready to show. `list` is the list it stands in, `open` the conversation open beside it.
///
/// # Errors
/// The store's.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    found: &Found,
    list: &str,
    open: Option<u64>,
) -> Result<Row> {
    let it = &found.conversation;
    let me = asker.agent().id;
    let words = &asker.words;
    let who = if found.name.is_empty() {
        words.t("unknown-person")
    } else {
        found.name.clone()
    };
    let draft = if it.has_draft {
        look.draft(it.id, me, false)?.filter(|it| !it.gone)
    } else {
        None
    };
    let (icon, channel) = glyph(it.channel_kind);
    Ok(Row {
        number: it.number,
        href: format!("/c/{}?list={list}", it.number),
        key: it.active_at.0.to_string(),
        avatar: Avatar::of(&who),
        who,
        vip: found.tier == Tier::Vip,
        unread: is_unread(asker, look, it)?,
        current: open == Some(it.number),
        when: TimeView::ago(words, it.active_at, asker.now),
        prefix: match &draft {
            Some(_) => words.t("row-draft"),
            None => prefix(asker, directory, it.last_by, me),
        },
        subject: it.subject.clone(),
        excerpt: draft.map_or_else(
            || it.excerpt.clone(),
            |it| it.text.chars().take(120).collect(),
        ),
        glyph: icon,
        channel: words.t(channel),
        chips: chips(asker, directory, it),
        assignee: it
            .assignee
            .and_then(|id| directory.agent(id))
            .map(|it| Avatar::of(&it.name)),
        troubles: Vec::new(),
    })
}

/// Whether the customer said something this viewer has not read: what waits for an answer, or a courtesy to them.
///
/// # Errors
/// The store's.
pub fn is_unread(asker: &Asker, look: &Look<'_>, it: &Conversation) -> Result<bool> {
    let me = asker.agent().id;
    if it.unseen_courtesies > 0 && it.assignee == Some(me) {
        return Ok(true);
    }
    let read = look.read_mark(me, it.id)?;
    if read >= it.n_messages {
        return Ok(false);
    }
    if it.last_by == LastBy::ThirdParty && it.status == Status::Open {
        return Ok(true);
    }
    if it.waiting_since.is_none() {
        return Ok(false);
    }
    if it.last_by == LastBy::Customer {
        return Ok(true);
    }
    // A note or an answer stands last: what came before it may still be new.
    let since = look.messages_after(it.id, read.checked_sub(1), UNREAD)?;
    let theirs = |it: &Message| it.kind == MessageKind::Inbound && !it.courtesy;
    Ok(since.iter().any(theirs))
}

fn prefix(asker: &Asker, directory: &Directory, last: LastBy, me: AgentId) -> String {
    let words = &asker.words;
    match last {
        LastBy::Customer => String::new(),
        LastBy::Us(id) if id == me => words.t("row-you"),
        LastBy::Us(id) => directory
            .agent(id)
            .map(|it| words.t_of("row-us", "name", &it.name))
            .unwrap_or_default(),
        LastBy::Colleague => words.t_of("row-us", "name", words.t("colleague")),
        LastBy::Lobby => words.t("row-lobby"),
        LastBy::Note(_) => words.t("row-note"),
        LastBy::Forwarded => words.t("row-forwarded"),
        LastBy::ThirdParty => words.t("row-third-party"),
    }
}

fn promise_chip(asker: &Asker, due: Millis) -> Chip {
    let words = &asker.words;
    if due < asker.now {
        let late = words.span(asker.now.since(due));
        return Chip::new(words.t_of("row-promise-late", "span", late), "bad");
    }
    let time = words.until(due, asker.now);
    Chip::new(words.t_of("row-promise", "time", time), "accent")
}

/// What the row says beside its text: who waits and how long, what is wrong, what it is about.
fn chips(asker: &Asker, directory: &Directory, it: &Conversation) -> Vec<Chip> {
    let words = &asker.words;
    let mut chips = Vec::new();
    if it.has_failed {
        chips.push(Chip::new(words.t("row-failed"), "bad"));
    }
    if it.status == Status::Open
        && let Some(since) = it.waiting_since
    {
        let waits = asker.now.since(since);
        let tone = if waits.0 >= 4 * 3_600_000 { "warn" } else { "" };
        chips.push(Chip::new(
            words.t_of("row-waits", "span", words.span(waits)),
            tone,
        ));
    }
    if let Status::Snoozed { until } = it.status {
        chips.push(Chip::new(
            words.t_of("row-snoozed", "time", words.until(until, asker.now)),
            "accent",
        ));
    }
    if let Some(promise) = &it.promise {
        chips.push(promise_chip(asker, promise.due));
    } else if it.remind_at.is_some_and(|at| at <= asker.now) {
        chips.push(Chip::new(words.t("row-reminded"), "warn"));
    }
    if it.priority >= Priority::High {
        let tone = if it.priority == Priority::Urgent {
            "bad"
        } else {
            "warn"
        };
        chips.push(Chip::new(
            words.t(&format!("priority-{}", it.priority.name())),
            tone,
        ));
    }
    let marks = [
        (it.unseen_courtesies > 0, "row-courtesy", "ok"),
        (it.too_lively, "row-lively", "warn"),
        (it.unverified, "row-unverified", "warn"),
        (it.audience.is_some(), "row-private", "line"),
    ];
    chips.extend(
        marks
            .into_iter()
            .filter(|(is, _, _)| *is)
            .map(|(_, key, tone)| Chip::new(words.t(key), tone)),
    );
    let tags = it.tags.iter().filter_map(|id| directory.tag(*id));
    chips.extend(tags.clone().take(TAGS).map(|it| Chip::tag(&it.name)));
    let rest = tags.count().saturating_sub(TAGS);
    if rest > 0 {
        chips.push(Chip::new(format!("+{rest}"), ""));
    }
    chips
}
