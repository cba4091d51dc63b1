//! How soon a conversation is to be answered and done: a sign with the time that is left, and behind it every clock with
//! the minutes that counted.

use crate::conversations::sla::minutes::Count;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::sla::{Clock, ClockState, Sla};
use crate::domain::time::{Millis, Span};
use crate::sla::clock::length;
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::settings::goals::term;
use crate::web::view::{Chip, Until};
use crate::words::{Arg, Words};

/// The latest stretches of time that are named one by one.
const NAMED: usize = 6;

/// What stands in the head of a conversation.
#[derive(Debug, Clone)]
pub struct SlaView {
    pub chip: Chip,
    pub policy: String,
    pub clocks: Vec<ClockView>,
}

/// One clock.
#[derive(Debug, Clone)]
pub struct ClockView {
    pub name: String,
    pub goal: String,
    pub state: Chip,
    /// "25 min of it counted".
    pub counted: String,
    /// The stretches of time that did, and how many more there are.
    pub parts: Vec<String>,
    pub more: String,
}

/// What is running: the time that is left, or how late it is. Pages count it on as it is counted here.
#[must_use]
pub fn chip(words: &Words, it: &Sla, now: Millis) -> Option<Chip> {
    let clock = it.next()?;
    let due = clock.due?;
    let left = due.since(now).0;
    // A third of the time.
    let soon = due.since(clock.since).0 / 3;
    let key = |what: &str| format!("sla-{}-{what}", clock.kind.name());
    let said = |what: &str, span: String| words.t_of(&key(what), "span", span);
    let (text, tone) = if left < 0 {
        (said("late", words.span(Span(-left))), "bad")
    } else {
        // Rounded up: a minute that has begun is still there.
        let span = words.span(Span(left + 59_999));
        (said("left", span), if left < soon { "warn" } else { "" })
    };
    Some(Chip {
        until: Some(Until {
            due: words.machine(due),
            left: said("left", "{span}".to_owned()),
            late: said("late", "{span}".to_owned()),
            soon,
        }),
        ..Chip::new(text, tone)
    })
}

/// What a conversation's page says of it; nothing where nothing was agreed.
///
/// # Errors
/// The store's.
pub fn view(asker: &Asker, look: &Look<'_>, it: &Conversation) -> Result<Option<SlaView>> {
    let Some(sla) = it.sla.as_ref().filter(|it| !it.clocks.is_empty()) else {
        return Ok(None);
    };
    let policy = look.sla_policy(sla.policy)?;
    let Some(policy) = policy.filter(|it| it.retired_at.is_none()) else {
        return Ok(None);
    };
    let count = Count::read(look, it, &policy)?;
    let (words, now) = (&asker.words, asker.now);
    let clocks = sla.clocks.iter();
    let clocks = clocks.map(|it| clock_view(words, it, (&count.counted(it, now), now)));
    Ok(Some(SlaView {
        chip: chip(words, sla, now).unwrap_or_else(|| over(words, sla, now)),
        clocks: clocks.collect(),
        policy: policy.name,
    }))
}

/// Nothing runs: whether all was in time.
fn over(words: &Words, it: &Sla, now: Millis) -> Chip {
    if it.clocks.iter().any(|it| it.is_missed(now)) {
        return Chip::new(words.t("sla-was-late"), "warn");
    }
    if it.clocks.iter().any(|it| it.met_at.is_none()) {
        return Chip::new(words.t("sla-paused"), "line");
    }
    Chip::new(words.t("sla-in-time"), "line")
}

fn clock_view(
    words: &Words,
    clock: &Clock,
    (parts, now): (&[(Millis, Millis)], Millis),
) -> ClockView {
    let all = parts.len();
    let newest = parts.iter().skip(all.saturating_sub(NAMED));
    let more = i64::try_from(all.saturating_sub(NAMED)).unwrap_or(i64::MAX);
    ClockView {
        name: words.t(&format!("clock-{}", clock.kind.name())),
        goal: words.t_of("sla-goal", "time", term(words, clock.target)),
        state: state(words, clock, now),
        counted: words.t_of("sla-counted", "span", exact(words, length(parts))),
        parts: newest.map(|it| stretch(words, *it)).collect(),
        more: if more > 0 {
            words.t_with("sla-more", &[("n", Arg::Number(more))])
        } else {
            String::new()
        },
    }
}

fn state(words: &Words, it: &Clock, now: Millis) -> Chip {
    let at = |key: &str, time: Option<String>, tone| {
        Chip::new(words.t_of(key, "time", time.unwrap_or_default()), tone)
    };
    let met = || it.met_at.map(|at| words.date_time(at));
    let due = || it.due.map(|due| words.until(due, now));
    match it.state(now) {
        ClockState::Met => at("sla-met", met(), "ok"),
        ClockState::MetLate => at("sla-met-late", met(), "bad"),
        ClockState::Paused => Chip::new(words.t("sla-paused"), "line"),
        ClockState::Missed => at("sla-was-due", due(), "bad"),
        ClockState::Running => at("sla-due", due(), ""),
    }
}

/// "3 h 40 min".
fn exact(words: &Words, span: Span) -> String {
    let minutes = span.0 / 60_000;
    let said = |key: &str, n: i64| words.t_with(key, &[("n", Arg::Number(n))]);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => said("time-minutes", minutes),
        (hours, 0) => said("time-hours", hours),
        (hours, minutes) => format!(
            "{} {}",
            said("time-hours", hours),
            said("time-minutes", minutes)
        ),
    }
}

/// "20 Nov 2026, 16:30–17:00".
fn stretch(words: &Words, (from, to): (Millis, Millis)) -> String {
    let (day, end) = (words.date(from), words.date(to));
    let end = if day == end {
        words.clock(to)
    } else {
        words.date_time(to)
    };
    format!("{}–{end}", words.date_time(from))
}
