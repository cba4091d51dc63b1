//! A conversation made ready to show: its head, its banners, and what was said and happened in order.

use crate::board::is_unread;
use crate::conversations::effort::is_measured;
use crate::domain::contact::Tier;
use crate::domain::conversation::{Conversation, Priority, Status};
use crate::domain::error::Result;
use crate::domain::event::Event;
use crate::domain::id::ConversationId;
use crate::domain::list::List;
use crate::domain::message::Message;
use crate::domain::time::{Millis, Span};
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::conversations::show::{Asked, Item, Line, MessageView, Previous, Thread};
use crate::web::conversations::{banners, composer, forward, handover, item, mine, promise, sla};
use crate::web::inbox::list;
use crate::web::names::{Directory, Known};
use crate::web::profile::absence::named;
use crate::web::shell;
use crate::web::view::{Avatar, Chip, Choice};
use crate::words::{Arg, Words};

/// Messages on one page.
const MESSAGES: usize = 30;
/// Messages of the case before, folded above a new one.
const BEFORE: usize = 3;
/// Events read at a time.
const EVENTS: usize = 50;

/// A conversation, ready to show.
///
/// # Errors
/// The store's.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    it: &Conversation,
    asked: &Asked,
    from: List,
) -> Result<Thread> {
    let words = &asker.words;
    let person = look.person(it.contact)?.unwrap_or_default();
    let name = if person.name.is_empty() {
        words.t("unknown-person")
    } else {
        person.name
    };
    let end = asked.at.map(|at| at.saturating_add(15)).or(asked.before);
    let messages = look.messages_before(it.id, end, MESSAGES)?;
    let first = messages.first().map_or(0, |it| it.position);
    let last = messages.last().map_or(0, |it| it.position);
    let list_name = list::name_of(from);
    let unread = is_unread(look, asker.agent().id, it)?;
    let fresh = look.read_mark(asker.agent().id, it.id)?;
    let older = (first > 0).then(|| format!("/c/{}?before={first}&list={list_name}", it.number));
    let is_small = directory.business.people.is_small();
    let newer = (last + 1 < it.n_messages).then(|| format!("/c/{}?list={list_name}", it.number));
    Ok(Thread {
        number: it.number,
        sla: sla::view(asker, look, it)?,
        seen: it.n_messages.saturating_sub(1),
        measured: is_measured(look, it)?,
        vip: person.tier == Tier::Vip,
        avatar: Avatar::of(&name),
        contact_id: person.id.to_string(),
        contact_href: format!("/contacts/{}", person.id),
        subject: it.subject.clone(),
        status: status_chip(words, it, asker.now),
        resolved: matches!(it.status, Status::Resolved { .. } | Status::Spam),
        spam: it.status == Status::Spam,
        back: shell::address(from),
        assignee: it
            .assignee
            .and_then(|id| directory.agent(id))
            .map(|it| Avatar::of(&it.name)),
        people: people(asker, directory, it),
        teams: teams(asker, directory, it),
        priorities: priorities(words, is_small, Some(it.priority)),
        unread,
        fresh: unread.then_some(fresh),
        snooze: snooze(words, asker.now),
        snooze_from: words.input_time(asker.now),
        banners: banners::shown(asker, look, directory, it)?,
        handover: handover::due(asker, look, directory, it)?,
        promise: promise::view(asker, look, directory, it)?,
        mine: mine::view(asker, look, it)?,
        previous: previous(asker, look, directory, it, older.is_none())?,
        items: items(asker, look, directory, it, &messages, newer.is_none())?,
        composer: if it.merged {
            None
        } else {
            Some(composer::view(asker, look, it, (&name, asked))?)
        },
        locked: words.t("composer-merged"),
        list: list_name,
        older,
        newer,
        name,
    })
}

/// The state as a chip.
#[must_use]
pub fn status_chip(words: &Words, it: &Conversation, now: Millis) -> Chip {
    let tone = match it.status {
        Status::Open => "accent",
        Status::Resolved { .. } => "ok",
        Status::Spam => "bad",
        Status::Waiting { .. } | Status::Snoozed { .. } => "",
    };
    Chip::new(words.status(it.status, now), tone)
}

fn people(asker: &Asker, directory: &Directory, it: &Conversation) -> Vec<Choice> {
    let nobody = Choice::new("", asker.words.t("unassigned"), it.assignee.is_none());
    let people = directory.people().into_iter().map(|agent| Choice {
        avatar: Some(Avatar::of(&agent.name)),
        hint: if agent.id == asker.agent().id {
            "me".to_owned()
        } else {
            String::new()
        },
        ..Choice::new(
            agent.id.to_string(),
            named(&asker.words, agent),
            it.assignee == Some(agent.id),
        )
    });
    std::iter::once(nobody).chain(people).collect()
}

fn teams(asker: &Asker, directory: &Directory, it: &Conversation) -> Vec<Choice> {
    let mut teams: Vec<_> = directory
        .teams_for(asker.viewer())
        .map(|team| {
            Choice::new(
                team.id.to_string(),
                team.name.clone(),
                it.team == Some(team.id),
            )
        })
        .collect();
    if !teams.is_empty() {
        teams.push(Choice::new(
            "",
            asker.words.t("team-none"),
            it.team.is_none(),
        ));
    }
    teams
}

/// The priorities to choose from: a desk of a few has a star and no scale, unless something is on the scale already.
#[must_use]
pub fn priorities(words: &Words, small: bool, now: Option<Priority>) -> Vec<Choice> {
    let starred = now.is_none_or(|it| matches!(it, Priority::Normal | Priority::High));
    if small && starred {
        let important = Choice::new(
            Priority::High.name(),
            words.t("priority-important"),
            now == Some(Priority::High),
        );
        let usual = Choice::new(Priority::Normal.name(), words.t("priority-unmark"), false);
        return match now {
            None => vec![important, usual],
            Some(Priority::High) => vec![usual],
            Some(_) => vec![important],
        };
    }
    let choice = |p: &Priority| {
        let label = words.t(&format!("priority-{}", p.name()));
        Choice::new(p.name(), label, now == Some(*p))
    };
    Priority::ALL.iter().map(choice).collect()
}

/// Times one may want to look again, as a person would choose them, each with its hour.
#[must_use]
pub fn snooze(words: &Words, now: Millis) -> Vec<Choice> {
    let at = |key: &str, time: Millis| Choice {
        hint: words.until(time, now),
        ..Choice::new(words.input_time(time), words.t(key), false)
    };
    let mut out = vec![at("snooze-hour", now + Span::hours(1))];
    for (key, days, hour) in words.next_mornings(now) {
        if let Some(time) = words.at_hour(now, days, hour) {
            out.push(at(key, time));
        }
    }
    out
}

/// The end of the case before, so that reading never depends on where a case was cut.
fn previous(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    it: &Conversation,
    at_start: bool,
) -> Result<Option<Previous>> {
    let before = it.previous.filter(|_| at_start && !it.unverified);
    let before = before.map_or(Ok(None), |id| look.conversation(id))?;
    let Some(before) = before.filter(|it| asker.viewer().sees(it)) else {
        return Ok(None);
    };
    let messages = look.messages_before(before.id, None, BEFORE)?;
    let words = &asker.words;
    let number = before.number.to_string();
    let status = words.status(before.status, asker.now);
    let args = [
        ("number", Arg::Text(&number)),
        ("status", Arg::Text(&status)),
    ];
    let items = items(asker, look, directory, &before, &messages, false)?;
    let items = items
        .into_iter()
        .filter(|it| matches!(it, Item::Message(_) | Item::Day(_)));
    Ok(Some(Previous {
        title: words.t_with("previous-case", &args),
        items: items.collect(),
    }))
}

/// Messages by their position, with days and what happened in between by time.
fn items(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    it: &Conversation,
    messages: &[Message],
    to_the_end: bool,
) -> Result<Vec<Item>> {
    let names = Known {
        look,
        directory,
        viewer: asker.viewer(),
    };
    let words = &asker.words;
    let events = match (messages.first(), messages.last()) {
        (Some(first), Some(last)) => {
            let until = if to_the_end {
                Millis(i64::MAX)
            } else {
                last.at
            };
            let from = if first.position == 0 {
                Millis(0)
            } else {
                first.at
            };
            happened(look, it.id, from, until)?
        }
        _ => happened(look, it.id, Millis(0), Millis(i64::MAX))?,
    };
    let mut events = events.iter().peekable();
    let mut out = Vec::new();
    let mut day = String::new();
    let mut subject = it.subject.as_str();
    for message in messages {
        while let Some(event) = events.next_if(|event| event.at < message.at) {
            out.extend(item::line(words, event, &names)?);
        }
        let today = words.day_line(message.said_at, asker.now);
        if today != day {
            out.push(Item::Day(today.clone()));
            day = today;
        }
        let shown = item::message(asker, look, directory, it, message, subject)?;
        let own = into_album(&mut out, shown);
        out.extend(own);
        if !message.subject.is_empty() {
            subject = &message.subject;
        }
    }
    for event in events {
        out.extend(item::line(words, event, &names)?);
    }
    let out = folded(words, out);
    if to_the_end {
        return forward::with_forms(look, it, (out, messages));
    }
    Ok(out)
}

/// Puts a file of an album to those before it; answers what stands by itself.
fn into_album(before: &mut [Item], it: Item) -> Option<Item> {
    let Item::Message(one) = it else {
        return Some(it);
    };
    let Some(Item::Message(first)) = before.last_mut() else {
        return Some(Item::Message(one));
    };
    if !is_of_album(first, &one) {
        return Some(Item::Message(one));
    }
    first.also.push(one.position);
    first.files.extend(one.files);
    if first.text.is_empty() {
        first.text = one.text;
    }
    None
}

/// Whether a message is the rest of an album of which another one is the first.
fn is_of_album(first: &MessageView, one: &MessageView) -> bool {
    let (Some(album), Some(own)) = (&first.chat, &one.chat) else {
        return false;
    };
    !own.album.is_empty()
        && own.album == album.album
        && first.kind == one.kind
        && one.delivery.is_none()
        && one.chat_is_bare()
}

/// What happened so many times in a row, without a word said in between, is folded.
const IN_A_ROW: usize = 3;

fn folded(words: &Words, items: Vec<Item>) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    let mut row: Vec<Line> = Vec::new();
    let end = |out: &mut Vec<Item>, row: &mut Vec<Line>| {
        if row.len() < IN_A_ROW {
            out.extend(row.drain(..).map(Item::Line));
        } else {
            let n = words.t_n("changed-count", row.len());
            out.push(Item::Lines(n, std::mem::take(row)));
        }
    };
    for it in items {
        match it {
            Item::Line(line) => row.push(line),
            other => {
                end(&mut out, &mut row);
                out.push(other);
            }
        }
    }
    end(&mut out, &mut row);
    out
}

/// What happened between two times, read from the end: a page shows the end, and what came before it may be long.
fn happened(
    look: &Look<'_>,
    id: ConversationId,
    from: Millis,
    until: Millis,
) -> Result<Vec<Event>> {
    let (mut out, mut before) = (Vec::new(), None);
    loop {
        let lot = look.events_of_before(id, before, EVENTS)?;
        let oldest = lot.last().map(|it| (it.seq, it.at));
        let full = lot.len() == EVENTS;
        out.extend(lot.into_iter().filter(|it| it.at >= from && it.at <= until));
        match oldest {
            Some((seq, at)) if full && at >= from => before = Some(seq),
            _ => break,
        }
    }
    out.reverse();
    Ok(out)
}
