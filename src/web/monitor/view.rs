//! The monitor as it is drawn: figures, queues, people, channels and what went wrong, ready to show.

use crate::app::alerts::said;
use crate::app::monitor::{Happened, Monitored, Present};
use crate::board::{Count, Named, What};
use crate::desk::alerts::thresholds::scope;
use crate::domain::agent::Agent;
use crate::domain::error::Result;
use crate::domain::monitor::Scope;
use crate::domain::time::{Millis, Span};
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::conversations::sla;
use crate::web::names::{Directory, glyph};
use crate::web::settings::channels;
use crate::web::view::{Avatar, Chip, Choice, TimeView};
use crate::words::{Arg, Words};

/// Where it is.
pub const PLACE: &str = "/live";
/// Conversations drawn of a list; the others are counted.
const ROWS: usize = 50;
/// Who has waited so long is shown in red, and half of it in yellow.
const LONG: Span = Span::minutes(60);
const MINUTE: i64 = 60_000;

/// The monitor.
pub struct MonitorView {
    /// The time it is of.
    pub as_of: TimeView,
    pub past: bool,
    /// They arrange what they hear of.
    pub alerts: bool,
    pub lead: String,
    pub tiles: Vec<Tile>,
    pub nobody_waits: bool,
    pub queues: Vec<QueueRow>,
    pub channels: Vec<ChannelRow>,
    pub people: Vec<PersonRow>,
    pub nobody_here: bool,
    pub show: &'static str,
    pub shows: Vec<Choice>,
    pub rows: Vec<WaitRow>,
    /// "and 950 more", or empty.
    pub more: String,
    pub give: Vec<Choice>,
    pub feed: Vec<FeedRow>,
    pub scrub: Scrub,
}

/// One figure.
pub struct Tile {
    pub key: &'static str,
    pub n: String,
    pub label: String,
    pub about: String,
    pub href: String,
    pub tone: &'static str,
}

pub struct QueueRow {
    pub name: String,
    pub href: String,
    pub people: usize,
    pub unassigned: usize,
    pub soon: usize,
    pub late: usize,
    pub longest: Option<TimeView>,
    pub tone: &'static str,
    pub ages: Vec<Age>,
}

/// How many have waited about as long; where its piece of the bar lies, in hundredths.
pub struct Age {
    pub n: usize,
    pub label: String,
    pub at: usize,
    pub width: usize,
    pub place: usize,
}

pub struct ChannelRow {
    pub icon: &'static str,
    pub kind: String,
    pub name: String,
    pub href: String,
    pub people: usize,
    pub longest: Option<TimeView>,
    pub health: (&'static str, String),
    pub why: String,
    pub since: Option<TimeView>,
}

pub struct PersonRow {
    pub avatar: Avatar,
    pub name: String,
    pub state: &'static str,
    pub said: String,
    pub since: Option<TimeView>,
    pub load: String,
    /// More than they may carry.
    pub over: bool,
    pub points: u16,
    pub cap: u16,
    pub open: usize,
    pub waiting: usize,
    pub longest: Option<TimeView>,
    pub at: Option<u64>,
}

pub struct WaitRow {
    pub number: u64,
    pub who: String,
    pub about: String,
    pub icon: &'static str,
    pub channel: String,
    pub team: String,
    pub assignee: String,
    pub since: Option<TimeView>,
    pub tone: &'static str,
    pub chip: Option<Chip>,
}

pub struct FeedRow {
    pub when: TimeView,
    pub text: String,
    pub about: String,
    pub href: String,
    pub tone: &'static str,
}

/// How one goes back.
pub struct Scrub {
    pub from: i64,
    pub to: i64,
    pub at: i64,
    pub said: String,
    /// Smaller and larger steps back and on, and where each leads.
    pub steps: Vec<Choice>,
}

/// Draws it.
///
/// # Errors
/// The store's.
pub fn view(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    found: &Monitored,
    show: &str,
) -> Result<MonitorView> {
    let words = &asker.words;
    let (show, list) = match show {
        "late" => ("late", &found.figures.late),
        "soon" => ("soon", &found.figures.soon),
        _ => ("waiting", &found.figures.waiting),
    };
    let total = match show {
        "late" => found.figures.whole.late,
        "soon" => found.figures.whole.soon,
        _ => found.figures.whole.waiting,
    };
    let rows = rows(asker, look, directory, found, list)?;
    let rest = total.saturating_sub(rows.len());
    Ok(MonitorView {
        as_of: TimeView::clock(words, found.figures.at),
        past: found.past,
        alerts: scope(look, asker.viewer()).is_ok(),
        lead: lead(asker, directory, found),
        tiles: tiles(words, found),
        nobody_waits: found.figures.whole.waiting == 0,
        queues: queues(asker, directory, found),
        channels: doors(asker, found),
        nobody_here: !found.past && !found.people.iter().any(is_here),
        people: people(asker, found),
        shows: shows(words, found, show),
        show,
        more: if rest == 0 {
            String::new()
        } else {
            words.t_n("monitor-more", rest)
        },
        rows,
        give: directory.people().into_iter().map(choice).collect(),
        feed: feed(asker, look, directory, found)?,
        scrub: scrub(words, found, asker.now),
    })
}

fn is_here(it: &Present) -> bool {
    it.there == crate::app::monitor::There::Here
}

fn choice(it: &Agent) -> Choice {
    Choice::new(it.id.to_string(), it.name.clone(), false)
}

/// Whose work it is, where it is not all.
fn lead(asker: &Asker, directory: &Directory, found: &Monitored) -> String {
    let Scope::Teams(own) = &found.scope else {
        return String::new();
    };
    let names: Vec<&str> = directory
        .teams_for(asker.viewer())
        .filter(|it| own.contains(&it.id))
        .map(|it| it.name.as_str())
        .collect();
    asker.words.t_of("monitor-teams", "teams", names.join(", "))
}

fn tone_of(wait: Span) -> &'static str {
    match wait {
        _ if wait >= LONG => "bad",
        _ if wait.0 >= LONG.0 / 2 => "warn",
        _ => "",
    }
}

fn since(words: &Words, longest: Option<Named>, at: Millis) -> Option<TimeView> {
    longest.map(|it| TimeView {
        text: words.span(at.since(it.0)),
        relative: false,
        ..TimeView::ago(words, it.0, at)
    })
}

fn tone(is: bool, tone: &'static str) -> &'static str {
    if is { tone } else { "" }
}

fn tiles(words: &Words, found: &Monitored) -> Vec<Tile> {
    let (all, at) = (&found.figures.whole, found.figures.at);
    let tile = |key: &'static str, n: usize, href: &str, tone: &'static str| Tile {
        key,
        n: n.to_string(),
        label: words.t(&format!("monitor-{key}")),
        about: String::new(),
        href: href.to_owned(),
        tone,
    };
    let here = found.people.iter().filter(|it| is_here(it)).count();
    let down = found.doors.iter().filter(|it| is_down(&it.1)).count();
    let mut first = tile("people", all.people, "/live#who", "");
    first.about = words.t_n("monitor-in", all.waiting);
    let wait = all.longest.map(|it| at.since(it.0));
    let mut longest = tile("longest", 0, "/live#who", wait.map_or("", tone_of));
    longest.n = wait.map_or_else(|| "–".to_owned(), |it| words.span(it));
    let mut people = tile("here", here, "/live#people", "");
    people.about = words.t_n("monitor-of", found.people.len());
    people.tone = tone(!found.past && here == 0 && all.waiting > 0, "bad");
    let mut out = vec![
        first,
        longest,
        tile(
            "soon",
            all.soon,
            "/live?show=soon#who",
            tone(all.soon > 0, "warn"),
        ),
        tile(
            "late",
            all.late,
            "/live?show=late#who",
            tone(all.late > 0, "bad"),
        ),
        tile("open", all.open, "/list/all", ""),
        tile("unassigned", all.unassigned, "/list/unassigned", ""),
    ];
    if !found.past {
        out.push(people);
        out.push(tile("down", down, "/live#channels", tone(down > 0, "bad")));
    }
    out
}

fn is_down(it: &crate::domain::channel::Connection) -> bool {
    use crate::domain::channel::HealthState;
    matches!(
        it.health.state,
        HealthState::NeedsYou | HealthState::Troubled
    ) || it.health.silent_since.is_some()
}

fn queues(asker: &Asker, directory: &Directory, found: &Monitored) -> Vec<QueueRow> {
    let (words, at) = (&asker.words, found.figures.at);
    let row = |(team, it): &(Option<crate::domain::id::TeamId>, Count)| {
        let (name, href) = match team {
            Some(id) => {
                let known = directory.team(*id);
                let known = known.filter(|it| !it.private || asker.viewer().sees_team(it.id));
                let name = known.map_or_else(|| words.t("monitor-a-team"), |it| it.name.clone());
                (name, format!("/list/team/{id}"))
            }
            None => (words.t("monitor-no-team"), "/list/all".to_owned()),
        };
        let wait = it.longest.map(|it| at.since(it.0));
        QueueRow {
            name,
            href,
            people: it.people,
            unassigned: it.unassigned,
            soon: it.soon,
            late: it.late,
            longest: since(words, it.longest, at),
            tone: wait.map_or("", tone_of),
            ages: ages(words, it),
        }
    };
    found.figures.queues.iter().map(row).collect()
}

/// The pieces of a bar whose whole is all who wait there.
fn ages(words: &Words, it: &Count) -> Vec<Age> {
    let whole = it.waiting.max(1);
    let mut before = 0;
    let pieces = it.ages.iter().enumerate().map(|(place, n)| {
        let (at, end) = (before * 100 / whole, (before + n) * 100 / whole);
        before += n;
        Age {
            n: *n,
            label: words.t(&format!("monitor-age-{place}")),
            at,
            width: end - at,
            place,
        }
    });
    pieces.collect()
}

fn doors(asker: &Asker, found: &Monitored) -> Vec<ChannelRow> {
    let (words, at) = (&asker.words, found.figures.at);
    let administers = asker.viewer().may(crate::domain::actor::Right::Administer);
    let rows = found.doors.iter().map(|(channel, connection)| {
        let (icon, kind) = glyph(channel.kind);
        let count = found.figures.channels.iter().find(|it| it.0 == channel.id);
        let count = count.map(|it| &it.1);
        ChannelRow {
            icon,
            kind: words.t(kind),
            name: channel.name.clone(),
            href: if administers {
                format!("/settings/channels/{}", channel.id)
            } else {
                String::new()
            },
            people: count.map_or(0, |it| it.people),
            longest: count.and_then(|it| since(words, it.longest, at)),
            health: channels::health(words, connection),
            why: channels::reason(words, connection),
            since: Some(connection.health.since)
                .filter(|it| is_down(connection) && it.0 > 0)
                .map(|it| TimeView::ago(words, it, asker.now)),
        }
    });
    let mut rows: Vec<ChannelRow> = rows.collect();
    rows.sort_by_key(|it| it.health.0 == "ok");
    rows
}

fn people(asker: &Asker, found: &Monitored) -> Vec<PersonRow> {
    let (words, at) = (&asker.words, found.figures.at);
    let row = |it: &Present| {
        let cap = it.agent.serving.cap();
        let carries = [
            ("load", Arg::Number(i64::from(it.load.points))),
            ("cap", Arg::Number(i64::from(cap))),
        ];
        PersonRow {
            avatar: Avatar::of(&it.agent.name),
            name: it.agent.name.clone(),
            state: it.there.shown().0,
            said: state(words, it, asker.now),
            since: it.since.map(|since| TimeView::ago(words, since, at)),
            load: words.t_with("queue-carries", &carries),
            over: it.load.points > cap,
            points: it.load.points,
            cap: cap.max(1),
            open: it.load.open,
            waiting: it.load.waiting,
            longest: since(words, it.load.longest, at),
            at: it.at,
        }
    };
    let mut all: Vec<&Present> = found.people.iter().collect();
    // Who is there comes first, and of them who has most.
    all.sort_by_cached_key(|it| {
        let dot = it.there.shown().0;
        let place = ["ok", "warn", "off"].iter().position(|at| *at == dot);
        let less = u16::MAX - it.load.points;
        (place, less, crate::text::fold::fold(&it.agent.name))
    });
    all.into_iter().map(row).collect()
}

fn state(words: &Words, it: &Present, now: Millis) -> String {
    use crate::app::monitor::There;
    let said = match it.there {
        There::OnBreak(Some(why)) => words.t(&format!("break-{}", why.name())),
        other => words.t(other.shown().1),
    };
    match it.until {
        Some(at) => words.t_with(
            "monitor-until",
            &[
                ("state", Arg::Text(&said)),
                ("time", Arg::Text(&words.until(at, now))),
            ],
        ),
        None => said,
    }
}

fn shows(words: &Words, found: &Monitored, current: &str) -> Vec<Choice> {
    let all = &found.figures.whole;
    let one = |name: &'static str, n: usize| {
        let mut it = Choice::new(
            name,
            words.t(&format!("monitor-show-{name}")),
            name == current,
        );
        it.hint = n.to_string();
        it
    };
    vec![
        one("waiting", all.waiting),
        one("soon", all.soon),
        one("late", all.late),
    ]
}

fn rows(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    found: &Monitored,
    list: &[Named],
) -> Result<Vec<WaitRow>> {
    let (words, at) = (&asker.words, found.figures.at);
    let mut out = Vec::new();
    for (_, id) in list.iter().take(ROWS) {
        let Some(row) = asker.app.board.row(look, *id)? else {
            continue;
        };
        let it = &row.conversation;
        if !asker.viewer().sees(it) {
            continue;
        }
        let (icon, channel) = glyph(it.channel_kind);
        let waits = found.figures.waiting.iter().find(|(_, own)| own == id);
        let team = it.team.and_then(|id| directory.team(id));
        let assignee = it.assignee.and_then(|id| directory.agent(id));
        let agreed = it.sla.as_ref().filter(|_| !found.past);
        out.push(WaitRow {
            number: it.number,
            who: if row.name.is_empty() {
                words.t("unknown-person")
            } else {
                row.name.clone()
            },
            about: if it.subject.is_empty() {
                it.excerpt.clone()
            } else {
                it.subject.clone()
            },
            icon,
            channel: words.t(channel),
            team: team.map(|it| it.name.clone()).unwrap_or_default(),
            assignee: assignee.map(|it| it.name.clone()).unwrap_or_default(),
            since: since(words, waits.copied(), at),
            tone: waits.map_or("", |it| tone_of(at.since(it.0))),
            chip: agreed.and_then(|it| sla::chip(words, it, asker.now)),
        });
    }
    Ok(out)
}

fn feed(
    asker: &Asker,
    look: &Look<'_>,
    directory: &Directory,
    found: &Monitored,
) -> Result<Vec<FeedRow>> {
    let (words, at) = (&asker.words, found.figures.at);
    let mut out = Vec::new();
    for Happened {
        mishap,
        conversation,
        channel,
    } in &found.happened
    {
        let key = format!("monitor-what-{}", mishap.what.name().replace('_', "-"));
        let named = match mishap.what {
            What::Told(rule) | What::RuleOff(rule) => {
                let rule = look.rule(rule)?.map(|it| it.name);
                rule.unwrap_or_default()
            }
            What::Above(id, n) => match look.threshold(id)? {
                Some(it) => said(look, words, &it, Some(n))?,
                None => String::new(),
            },
            _ => channel
                .as_ref()
                .map(|it| it.name.clone())
                .unwrap_or_default(),
        };
        let href = match (mishap.what, conversation, channel) {
            (_, Some(c), _) => format!("/c/{}", c.number),
            (What::RuleOff(rule), ..) => format!("/settings/rules/{rule}"),
            (_, _, Some(channel)) => format!("/settings/channels/{}", channel.id),
            _ => String::new(),
        };
        out.push(FeedRow {
            when: TimeView::ago(words, mishap.at, at),
            text: words.t_of(&key, "name", named),
            about: about(look, directory, conversation.as_ref())?,
            href,
            tone: match mishap.what {
                What::Late | What::Down(_) | What::Failed => "bad",
                _ => "warn",
            },
        });
    }
    Ok(out)
}

/// Whose conversation it is, and who has it.
fn about(
    look: &Look<'_>,
    directory: &Directory,
    c: Option<&crate::domain::conversation::Conversation>,
) -> Result<String> {
    let Some(c) = c else {
        return Ok(String::new());
    };
    let person = look.person(c.contact)?.map(|it| it.name);
    let assignee = c.assignee.and_then(|id| directory.agent(id));
    let parts = [
        Some(format!("#{}", c.number)),
        person.filter(|it| !it.is_empty()),
        assignee.map(|it| it.name.clone()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    Ok(parts.join(" · "))
}

fn scrub(words: &Words, found: &Monitored, now: Millis) -> Scrub {
    let minute = |at: Millis| at.0.div_euclid(MINUTE);
    // The first whole minute of which everything is known.
    let from = minute(Millis(found.since.0 + MINUTE - 1));
    let (to, at) = (minute(now), minute(found.figures.at));
    let step = |by: i64, key: &str| {
        let goal = at.saturating_add(by);
        let inside = (from..=to).contains(&goal) && from < to;
        let value = if goal >= to {
            String::new()
        } else {
            goal.to_string()
        };
        inside.then(|| Choice::new(value, words.t(key), false))
    };
    let steps = [
        step(-60, "monitor-back-60"),
        step(-10, "monitor-back-10"),
        step(-1, "monitor-back-1"),
        step(1, "monitor-on-1"),
        step(10, "monitor-on-10"),
        step(60, "monitor-on-60"),
    ];
    Scrub {
        from: from.min(to),
        to,
        at,
        said: words.date_time(found.figures.at),
        steps: steps.into_iter().flatten().collect(),
    }
}
