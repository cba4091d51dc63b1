//! One conversation as a row of a list.

use std::ops::Range;
use std::sync::Arc;

use askama::Template;
use jiff::tz::TimeZone;

use crate::board::{Row as Found, is_unread};
use crate::domain::agent::Agent;
use crate::domain::contact::Tier;
use crate::domain::conversation::{Conversation, LastBy, Priority, Status};
use crate::domain::draft::Draft;
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::team::Tag;
use crate::domain::time::{Millis, Span};
use crate::store::Look;
use crate::web::asker::{Asker, rendered};
use crate::web::conversations::sla;
use crate::web::inbox::list::Row;
use crate::web::legal::due;
use crate::web::names::{Directory, glyph};
use crate::web::page::Page;
use crate::web::view::{Avatar, Chip, TimeView};
use crate::words::{Language, Words};

/// Tags a row has room for.
const TAGS: usize = 2;

/// What a row's looks hang on beside the row itself, who looks, and the time.
#[derive(Debug)]
pub struct Frame {
    language: Language,
    zone: TimeZone,
    /// The list it stands in.
    list: String,
    agents: Arc<Vec<Agent>>,
    tags: Arc<Vec<Tag>>,
}

impl Frame {
    #[must_use]
    pub fn new(words: &Words, directory: &Directory, list: &str) -> Self {
        Frame {
            language: words.language(),
            zone: words.zone().clone(),
            list: list.to_owned(),
            agents: directory.agents.clone(),
            tags: directory.tags.clone(),
        }
    }

    fn is_as(&self, other: &Frame) -> bool {
        self.language == other.language
            && self.list == other.list
            && self.zone == other.zone
            && Arc::ptr_eq(&self.agents, &other.agents)
            && Arc::ptr_eq(&self.tags, &other.tags)
    }
}

/// A row as HTML, kept with the row it was made of.
struct Drawing {
    frame: Arc<Frame>,
    unread: bool,
    /// Who looks said the last thing in it.
    mine: bool,
    /// From when until when its times are said like this.
    times: Range<Millis>,
    html: Arc<str>,
}

#[derive(Template)]
#[template(path = "inbox/row.html")]
struct RowPiece<'a> {
    page: &'a Page,
    row: &'a Row,
}

/// A row as HTML.
///
/// # Errors
/// [`crate::domain::error::Error::Internal`] when the template fails.
pub fn draw(page: &Page, row: &Row) -> Result<Arc<str>> {
    rendered(&RowPiece { page, row }).map(Arc::from)
}

/// As [`view`], as HTML: drawn anew only when something it shows is not as it was.
///
/// # Errors
/// The store's, and as [`draw`].
pub fn drawn(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    page: &Page,
    (found, frame): (&Found, &Arc<Frame>),
    open: Option<u64>,
) -> Result<Arc<str>> {
    let it = &found.conversation;
    let me = asker.agent().id;
    let draft = draft_of(look, it, me)?;
    let (unread, mine) = (is_unread(look, me, it)?, it.last_by == LastBy::Us(me));
    // What only this viewer sees, now, is drawn for this viewer.
    let shared = draft.is_none() && open != Some(it.number);
    let fits = |known: &Drawing| {
        (known.unread, known.mine) == (unread, mine)
            && known.times.contains(&asker.now)
            && known.frame.is_as(frame)
    };
    if let Some(known) = found.drawn.find(fits).filter(|_| shared) {
        return Ok(known.html.clone());
    }
    let row = view(asker, look, directory, found, &frame.list, open)?;
    let html = draw(page, &row)?;
    if shared {
        found.drawn.keep(Arc::new(Drawing {
            frame: frame.clone(),
            unread,
            mine,
            times: asker.now..same_until(it, asker.now),
            html: html.clone(),
        }));
    }
    Ok(html)
}

/// Until when the times of a row are said as they are now: ages by the minute, then by the hour, then by the day;
/// and days end at midnight, which everywhere is a full quarter of an hour.
fn same_until(it: &Conversation, now: Millis) -> Millis {
    const QUARTER: i64 = 900_000;
    let promised = it.promise.map(|it| it.due);
    let times = [Some(it.active_at), it.waiting_since, promised, it.remind_at];
    let quarter = (now.0.div_euclid(QUARTER) + 1) * QUARTER;
    let due = it.sla.as_ref().and_then(|it| it.next()?.due);
    let legal = it.legal.as_ref().map(|it| it.due).filter(|it| *it > now);
    // The time that is left is said by the minute, too.
    let left = due.map(|at| now.0 + 1 + at.since(now).0.rem_euclid(60_000));
    let next = times.into_iter().flatten().map(|at| next_age(at, now).0);
    let next = next.chain(left).chain(legal.map(|it| it.0));
    Millis(next.fold(quarter, i64::min))
}

/// When the age of `at` is next said otherwise.
fn next_age(at: Millis, now: Millis) -> Millis {
    let age = now.since(at);
    let unit = match age {
        _ if age.0 < 0 => return Millis(at.0 + 1),
        _ if age < Span::hours(1) => Span::minutes(1),
        _ if age < Span::days(2) => Span::hours(1),
        _ => Span::days(1),
    };
    Millis(at.0 + (age.0 / unit.0 + 1) * unit.0)
}

/// What this viewer has begun to answer there.
fn draft_of(look: &Look<'_>, it: &Conversation, me: AgentId) -> Result<Option<Draft>> {
    if !it.has_draft {
        return Ok(None);
    }
    Ok(look.draft(it.id, me, false)?.filter(|it| !it.gone))
}

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
    let draft = draft_of(look, it, me)?;
    let (icon, channel) = glyph(it.channel_kind);
    Ok(Row {
        number: it.number,
        href: format!("/c/{}?list={list}", it.number),
        key: it.active_at.0.to_string(),
        avatar: Avatar::of(&who),
        who,
        vip: found.tier == Tier::Vip,
        unread: is_unread(look, me, it)?,
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

/// What the row says beside its text, the gravest first since a narrow row drops the last: what is wrong, who waits and
/// how long, what it is about.
fn chips(asker: &Asker, directory: &Directory, it: &Conversation) -> Vec<Chip> {
    let words = &asker.words;
    let mut chips = Vec::new();
    if it.has_failed {
        chips.push(Chip::new(words.t("row-failed"), "bad"));
    }
    chips.extend(due::of_row(words, it, asker.now));
    if it.has_waiting {
        chips.push(Chip::new(words.t("row-ready"), "accent"));
    }
    let away = it.assignee.filter(|_| it.covered);
    if let Some(agent) = away.and_then(|id| directory.agent(id)) {
        let text = words.t_of("away-covering", "name", &agent.name);
        chips.push(Chip::new(text, "warn"));
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
    let agreed = it.sla.as_ref();
    if let Some(agreed) = agreed.and_then(|it| sla::chip(words, it, asker.now)) {
        chips.push(agreed);
    } else if it.status == Status::Open
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

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    #[test]
    fn a_time_is_said_anew_when_its_age_is_another() {
        let at = Millis(1_000);
        let after = |ms: i64| next_age(at, Millis(at.0 + ms)).0 - at.0;
        assert_eq!(after(0), MINUTE);
        assert_eq!(after(MINUTE - 1), MINUTE);
        assert_eq!(after(59 * MINUTE + 5), 60 * MINUTE);
        assert_eq!(after(60 * MINUTE), 120 * MINUTE);
        assert_eq!(after(47 * 60 * MINUTE + 1), 48 * 60 * MINUTE);
        assert_eq!(after(49 * 60 * MINUTE), 72 * 60 * MINUTE);
        assert_eq!(after(-5), 1);
    }

    #[test]
    fn a_row_is_drawn_anew_by_the_first_of_its_times_and_by_midnight() {
        let quarter = 15 * MINUTE;
        let now = Millis(1_000 * quarter + 3 * MINUTE);
        let ago = |minutes: i64| Millis(now.0 - minutes * MINUTE - 1);
        let mut it = Conversation {
            active_at: ago(3 * 24 * 60),
            ..Conversation::default()
        };
        assert_eq!(same_until(&it, now), Millis(1_001 * quarter));
        it.waiting_since = Some(ago(5));
        assert_eq!(same_until(&it, now).0, now.0 + MINUTE - 1);
        it.remind_at = Some(Millis(now.0 + 7));
        assert_eq!(same_until(&it, now).0, now.0 + 8);
    }
}
