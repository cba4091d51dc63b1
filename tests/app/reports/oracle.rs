//! The same figures by hand: each read from the records and the log in the plainest way there is, with none of the
//! code that is tested.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use lobby::domain::actor::Actor;
use lobby::domain::automatic::Saying;
use lobby::domain::channel::{Channel, ChannelKind};
use lobby::domain::contact::Tier;
use lobby::domain::conversation::{Conversation, Status, WaitingOn};
use lobby::domain::delivery::DeliveryState;
use lobby::domain::event::{Event, EventKind};
use lobby::domain::id::{ChannelId, ContactId, Seq};
use lobby::domain::message::{Author, Message, MessageKind};
use lobby::domain::reason::Reason;
use lobby::domain::team::OpeningHours;
use lobby::domain::time::{Millis, Span};
use lobby::reports::{By, Filter, Hours, Metric, Summary};

use crate::reports::Counted;

/// Metrics there are that nothing here counts by hand yet, by name. One that is neither counted nor named fails.
pub const NOT_YET: [&str; 2] = ["handle_time", "had_to_repeat"];

const DAY: i64 = 86_400_000;

/// The hours of the desk and of each channel that has its own, from an instant on.
#[derive(Clone)]
pub struct Opening {
    pub since: Millis,
    pub desk: (OpeningHours, String),
    pub own: Vec<(ChannelId, OpeningHours, String)>,
}

#[derive(Clone)]
pub struct Case {
    pub conversation: Conversation,
    pub person: ContactId,
    tier: Tier,
    /// What stands between the customer and us, by when it was said.
    pub messages: Vec<(Millis, Message)>,
    first_row: Option<Message>,
    pub events: Vec<Event>,
}

#[derive(Clone)]
pub struct All {
    pub cases: Vec<Case>,
    kinds: HashMap<ChannelId, ChannelKind>,
    openings: Vec<Opening>,
    now: Millis,
}

/// One thing counted.
#[derive(Clone, Copy)]
struct Thing {
    at: i64,
    ends: Option<i64>,
    by: By,
    channel: ChannelId,
    aside: bool,
    /// Its length, where that is not from its beginning to its end.
    took: (i64, i64),
    /// Of journeys.
    from: ChannelKind,
    /// Of surveys; or whether it was so.
    rating: u8,
}

pub fn read(it: &Counted, openings: &[Opening]) -> All {
    let cases = it.desk.look(|look| {
        let (mut out, mut before) = (Vec::new(), None);
        loop {
            let page = look.conversations_before(before, 200)?;
            before = page.last().map(|it| it.number);
            for c in page {
                out.push(case(look, c)?);
            }
            if before.is_none() {
                return Ok(out);
            }
        }
    });
    let channels = it.desk.look(|look| look.arranged::<Channel>());
    All {
        cases,
        kinds: channels.iter().map(|it| (it.id, it.kind)).collect(),
        openings: openings.to_vec(),
        now: it.desk.now(),
    }
}

fn case(look: &lobby::store::Look<'_>, c: Conversation) -> lobby::domain::error::Result<Case> {
    let rows = look.messages_after(c.id, None, 100_000)?;
    let first_row = rows.first().cloned();
    let mut messages = Vec::new();
    for m in rows {
        let gone = m.moved_to.is_some() || m.undone || !m.kind.is_public();
        let delivery = m.delivery.map_or(Ok(None), |id| look.delivery(id))?;
        let left = delivery.as_ref().is_none_or(|it| {
            matches!(
                it.state,
                DeliveryState::Queued
                    | DeliveryState::Sending
                    | DeliveryState::Sent
                    | DeliveryState::Delivered
                    | DeliveryState::Read
            )
        });
        if !gone && (left || m.kind == MessageKind::Inbound) {
            messages.push((m.said_at, m));
        }
    }
    messages.sort_by_key(|it| (it.0, it.1.position));
    let contact = look.root_of(c.contact)?;
    Ok(Case {
        person: contact,
        tier: look.contact(contact)?.map(|it| it.tier).unwrap_or_default(),
        events: look.events_of(c.id, Seq::default(), 100_000)?,
        conversation: c,
        messages,
        first_row,
    })
}

fn author(m: &Message) -> By {
    match m.author {
        Author::Contact(_) => By::Customer,
        Author::Agent(id) => By::Agent(id),
        Author::Colleague | Author::ThirdParty => By::Colleague,
        Author::Assistant => By::Assistant,
        Author::Rule(_) => By::Rule,
        Author::Integration(_) => By::Integration,
        Author::System => By::System,
    }
}

fn actor(event: &Event) -> By {
    match event.actor {
        Actor::Contact(_) => By::Customer,
        Actor::Agent(id) => By::Agent(id),
        Actor::Assistant => By::Assistant,
        Actor::Rule(_) => By::Rule,
        Actor::Integration(_) => By::Integration,
        Actor::System(_) => By::System,
    }
}

impl Case {
    pub fn counts(&self) -> bool {
        let c = &self.conversation;
        !c.merged && !c.blocked && !c.automatic && c.status != Status::Spam
    }

    /// Prints what happened to it.
    pub fn tell(&self) {
        let c = &self.conversation;
        println!(
            "#{}, {:?}, created at {}",
            c.number, c.status, c.created_at.0
        );
        for (at, m) in &self.messages {
            println!(
                "  {} {:?} {:?} asks {} answers {}",
                at.0,
                m.kind,
                m.author,
                Self::asks(m),
                Self::answers(m)
            );
        }
        for it in &self.events {
            println!("  {} {:?} {:?}", it.at.0, it.actor, it.kind);
        }
    }

    fn asks(m: &Message) -> bool {
        m.kind == MessageKind::Inbound && !m.courtesy && (!m.automatic || m.needs_answer)
    }

    fn answers(m: &Message) -> bool {
        m.kind == MessageKind::Reply && !m.automatic
    }

    fn thing(&self, at: i64, by: By) -> Thing {
        Thing {
            at,
            ends: None,
            by,
            channel: self.channel_at(at),
            aside: false,
            took: (0, 0),
            from: ChannelKind::Email,
            rating: 0,
        }
    }

    /// By which channel was last spoken by then.
    fn channel_at(&self, at: i64) -> ChannelId {
        let before = self.messages.iter().rev().find(|it| it.0.0 <= at);
        before.map_or(self.conversation.channel, |it| it.1.channel)
    }

    fn first_channel(&self) -> ChannelId {
        let first = self.messages.first();
        first.map_or(self.conversation.channel, |it| it.1.channel)
    }

    fn moves(&self) -> Vec<(i64, Status, Status, Reason)> {
        let all = self.events.iter().filter_map(|it| match it.kind {
            EventKind::StatusMoved { from, to, why } => Some((it.at.0, from, to, why)),
            _ => None,
        });
        all.collect()
    }

    /// Every stretch in which somebody waited.
    fn waits(&self) -> Vec<Thing> {
        let mut line: Vec<(i64, u8, Option<&Message>, bool)> = Vec::new();
        for (at, m) in &self.messages {
            line.push((at.0, 0, Some(m), false));
        }
        for (at, _, to, why) in self.moves() {
            let aside = matches!(to, Status::Resolved { .. }) || waits_for_them(to);
            let taken_back = to == Status::Open
                && !matches!(
                    why,
                    Reason::CustomerWrote
                        | Reason::SnoozeOver
                        | Reason::FollowUpDue
                        | Reason::PromiseDue
                        | Reason::Unmarked
                        | Reason::Merged { .. }
                        | Reason::Moved { .. }
                        | Reason::KeptOpen
                        | Reason::HoldingMessage
                );
            if aside || taken_back {
                line.push((at, 1, None, aside));
            }
        }
        line.sort_by_key(|it| (it.0, it.1));
        let (mut out, mut open, mut put): (Vec<Thing>, Option<Thing>, Option<Thing>) =
            (Vec::new(), None, None);
        let set_aside = |it: Thing| Thing { aside: true, ..it };
        for (at, _, message, aside) in line {
            match message {
                Some(m) if Self::asks(m) => {
                    out.extend(put.take().map(set_aside));
                    let channel = m.channel;
                    open = open.or(Some(Thing {
                        channel,
                        ..self.thing(at, By::Nobody)
                    }));
                }
                Some(m) if Self::answers(m) => {
                    if let Some(it) = open.take().or(put.take()) {
                        let (ends, by) = (Some(at), author(m));
                        out.push(Thing { ends, by, ..it });
                    }
                }
                None if aside && open.is_some() => put = open.take(),
                None if !aside && open.is_none() => open = put.take(),
                _ => {}
            }
        }
        out.extend(put.map(set_aside));
        let over = !self.conversation.status.is_unresolved();
        out.extend(open.map(|it| Thing { aside: over, ..it }));
        out
    }

    fn first_wait(&self) -> Option<Thing> {
        let waits = self.waits();
        let (first, last) = (*waits.first()?, *waits.last()?);
        let human = self.messages.iter().find(|(at, m)| {
            let person = matches!(m.author, Author::Agent(_) | Author::Colleague);
            Self::answers(m) && person && at.0 >= first.at
        });
        let still = last.ends.is_none() && !last.aside;
        Some(match human {
            Some((at, m)) => Thing {
                ends: Some(at.0),
                by: author(m),
                aside: false,
                ..first
            },
            None => Thing {
                ends: None,
                by: By::Nobody,
                aside: !still,
                ..first
            },
        })
    }

    /// When it was resolved, by whom, and when it went on.
    fn resolutions(&self) -> Vec<Thing> {
        let mut out: Vec<Thing> = Vec::new();
        for event in &self.events {
            let EventKind::StatusMoved { from, to, why } = event.kind else {
                continue;
            };
            let was = matches!(from, Status::Resolved { .. });
            let is = matches!(to, Status::Resolved { .. });
            let done = out.last().is_some_and(|it| it.ends.is_none());
            if is && (from.is_unresolved() || (from == Status::Spam && !done)) {
                out.push(self.thing(event.at.0, actor(event)));
            } else if was && !is && matches!(why, Reason::Undone | Reason::AnswerUndone) {
                out.pop();
            } else if was && to.is_unresolved() {
                out.last_mut().unwrap().ends = Some(event.at.0);
            }
        }
        // It is resolved, and nothing says since when but itself.
        if let Status::Resolved { at, .. } = self.conversation.status
            && out.last().is_none_or(|it| it.ends.is_some())
        {
            out.push(self.thing(at.0, By::System));
        }
        out
    }

    /// Quietly closed ones end with our last answer.
    fn done_at(&self, at: i64) -> i64 {
        let quiet = |it: &(i64, Status, Status, Reason)| {
            it.0 == at && matches!(it.2, Status::Resolved { quiet: true, .. })
        };
        let done = if self.moves().iter().any(quiet) {
            let answers = self.messages.iter().filter(|(_, m)| Self::answers(m));
            let answers = answers.map(|it| it.0.0).filter(|said| *said <= at);
            answers.max().unwrap_or(at)
        } else {
            at
        };
        done.max(self.conversation.created_at.0)
    }

    /// From one of us to another, or from team to team.
    fn transfers(&self) -> Vec<Thing> {
        let given = self.events.iter().filter_map(|it| match it.kind {
            EventKind::Assigned {
                from: Some(_),
                to: Some(to),
                ..
            } => Some(self.thing(it.at.0, By::Agent(to))),
            EventKind::TeamSet {
                from: Some(_),
                to: Some(_),
                ..
            } => Some(self.thing(it.at.0, By::Nobody)),
            _ => None,
        });
        given.collect()
    }

    /// Of each hand-over between two of us, whether what must be known was read before the first answer.
    fn packets(&self) -> Vec<Thing> {
        let mut out = Vec::new();
        for (n, event) in self.events.iter().enumerate() {
            let EventKind::Assigned {
                from: Some(giver),
                to: Some(taker),
                ..
            } = event.kind
            else {
                continue;
            };
            let mut read = None;
            for later in &self.events[n + 1..] {
                match later.kind {
                    EventKind::Assigned { .. } => break,
                    EventKind::HandoverRead { from }
                        if from == giver && actor(later) == By::Agent(taker) && read.is_none() =>
                    {
                        read = Some(later.at.0);
                    }
                    _ => {}
                }
            }
            let own = |it: &&(Millis, Message)| {
                it.0 >= event.at && Self::answers(&it.1) && author(&it.1) == By::Agent(taker)
            };
            let answered = self.messages.iter().find(own).map(|it| it.0.0);
            let first = read.is_some_and(|read| answered.is_none_or(|at| read <= at));
            out.push(Thing {
                rating: u8::from(first),
                ..self.thing(event.at.0, By::Agent(taker))
            });
        }
        out
    }

    fn promises(&self) -> Vec<Thing> {
        let all = self.events.iter().filter_map(|it| match it.kind {
            EventKind::PromiseKept { due } => Some(Thing {
                rating: 1,
                ..self.thing(due.0, actor(it))
            }),
            EventKind::PromiseBroken { due, .. } => {
                let of = self.conversation.assignee;
                Some(self.thing(due.0, of.map_or(By::Nobody, By::Agent)))
            }
            _ => None,
        });
        all.collect()
    }

    /// What each of us spent, message by message: ten minutes at most since the customer's last word or their own.
    fn efforts(&self) -> Vec<Thing> {
        let Status::Resolved { at, .. } = self.conversation.status else {
            return Vec::new();
        };
        let mut spent: BTreeMap<By, i64> = BTreeMap::new();
        for (n, (said, m)) in self.messages.iter().enumerate() {
            let by = author(m);
            if !matches!(by, By::Agent(_)) {
                continue;
            }
            let before = &self.messages[..n];
            let heard = before
                .iter()
                .rev()
                .find(|it| it.1.kind == MessageKind::Inbound);
            let own = before.iter().rev().find(|it| author(&it.1) == by);
            let heard = heard.map_or(self.conversation.created_at.0, |it| it.0.0);
            let since = own.map_or(heard, |it| it.0.0.max(heard));
            *spent.entry(by).or_default() += (said.0 - since).clamp(0, 600_000);
        }
        let each = spent.into_iter().map(|(by, spent)| Thing {
            took: (spent, spent),
            channel: self.conversation.channel,
            ..self.thing(at.0, by)
        });
        each.collect()
    }

    /// What was asked and given, once for each of us who had written by then.
    fn surveys(&self) -> Vec<Thing> {
        let mut asked: Vec<&(Millis, Message)> = self
            .messages
            .iter()
            .filter(|it| it.1.says.contains(&Saying::Survey))
            .collect();
        asked.sort_by_key(|it| it.1.position);
        let mut questions: Vec<(i64, u8)> = Vec::new();
        for (at, m) in asked {
            let mut given = 0;
            for event in &self.events {
                if let EventKind::Rated { rating, .. } = event.kind
                    && event.subject.message == Some(m.id)
                {
                    given = rating;
                }
            }
            match questions.last_mut() {
                Some((first, rating)) if *rating == 0 && at.0 - *first < 5 * DAY => *rating = given,
                _ => questions.push((at.0, given)),
            }
        }
        let mut out = Vec::new();
        for (at, rating) in questions {
            let wrote = self.messages.iter().filter(|it| it.0.0 <= at);
            let wrote = wrote.filter(|it| Self::answers(&it.1));
            let mut who: Vec<By> = wrote.map(|it| author(&it.1)).collect();
            who.sort_unstable();
            who.dedup();
            if who.is_empty() {
                who.push(By::Nobody);
            }
            let each = who.into_iter().map(|by| self.thing(at, by));
            out.extend(each.map(|it| Thing { rating, ..it }));
        }
        out
    }
}

fn waits_for_them(status: Status) -> bool {
    let Status::Waiting { on, .. } = status else {
        return false;
    };
    on == WaitingOn::Customer
}

impl All {
    /// What a metric comes to; nothing for those that are not counted by hand.
    pub fn summary(&self, metric: Metric, filter: &Filter) -> Option<Summary> {
        self.reckoning(metric).map(|it| it.summary(filter))
    }

    /// All there is of a metric, counted once for many questions.
    pub fn reckoning(&self, metric: Metric) -> Option<Reckoning<'_>> {
        let mut things = Vec::new();
        let mut people: HashMap<ContactId, Vec<&Case>> = HashMap::new();
        for case in self.cases.iter().filter(|it| it.counts()) {
            people.entry(case.person).or_default().push(case);
        }
        for case in self.cases.iter().filter(|it| it.counts()) {
            let own = people.get(&case.person).map_or(&[][..], Vec::as_slice);
            let all = self.things(metric, case, own)?;
            things.extend(all.into_iter().map(|it| (case, it)));
        }
        Some(Reckoning {
            all: self,
            metric,
            things,
        })
    }

    /// `None` for a metric that nobody knows here.
    fn things(&self, metric: Metric, case: &Case, own: &[&Case]) -> Option<Vec<Thing>> {
        let c = &case.conversation;
        let resolved = case.resolutions();
        let stays = || resolved.last().copied().filter(|it| it.ends.is_none());
        let of_kind = |kind: MessageKind| {
            let all = case.messages.iter().filter(move |it| it.1.kind == kind);
            all.map(|(at, m)| Thing {
                channel: m.channel,
                ..case.thing(at.0, author(m))
            })
            .collect()
        };
        Some(match metric {
            Metric::Conversations | Metric::Backlog => vec![Thing {
                channel: case.first_channel(),
                ..case.thing(c.created_at.0, c.assignee.map_or(By::Nobody, By::Agent))
            }],
            Metric::Received => of_kind(MessageKind::Inbound),
            Metric::Sent => of_kind(MessageKind::Reply),
            Metric::FirstResponse | Metric::Unanswered => case.first_wait().into_iter().collect(),
            Metric::Response | Metric::ServiceLevel => case.waits(),
            Metric::ResolutionRate => resolved,
            Metric::FirstResolution => {
                let first = resolved.first().into_iter();
                first.map(|it| self.until_done(case, *it)).collect()
            }
            Metric::Resolution => {
                let last = stays().into_iter();
                last.map(|it| self.until_done(case, it)).collect()
            }
            Metric::OurTime | Metric::TheirTime => {
                let ours = metric == Metric::OurTime;
                let last = stays().into_iter();
                last.map(|it| self.shared(case, it, ours)).collect()
            }
            Metric::FirstContact => {
                let first = resolved.first().copied().into_iter();
                first
                    .map(|it| Thing {
                        ends: Self::back(case, own, it),
                        ..it
                    })
                    .collect()
            }
            Metric::Transfers => case.transfers(),
            Metric::PacketRead => case.packets(),
            Metric::PromisesKept => case.promises(),
            Metric::HandleTimeEstimated => case.efforts(),
            Metric::Satisfaction | Metric::SurveysAnswered => case.surveys(),
            Metric::Journeys => self.journeys(case, own),
            #[allow(
                unreachable_patterns,
                reason = "metrics that are added stand in NOT_YET"
            )]
            _ => return None,
        })
    }

    fn until_done(&self, case: &Case, it: Thing) -> Thing {
        let (began, end) = (case.conversation.created_at.0, case.done_at(it.at));
        let took = self.span((case.first_channel(), began), (began, end));
        Thing { took, ..it }
    }

    /// Our part of the time until it was done, or theirs.
    fn shared(&self, case: &Case, it: Thing, ours: bool) -> Thing {
        let (began, end) = (case.conversation.created_at.0, case.done_at(it.at));
        let (mut at, mut is_ours, mut sum) = (began, true, (0, 0));
        let mut add = |from: i64, to: i64| {
            let part = self.span((case.first_channel(), began), (from, to));
            sum = (sum.0 + part.0, sum.1 + part.1);
        };
        for (when, _, to, _) in case.moves() {
            let when = when.clamp(at, end.max(at));
            if is_ours == ours {
                add(at, when);
            }
            at = when;
            let theirs = waits_for_them(to) || matches!(to, Status::Resolved { .. } | Status::Spam);
            is_ours = !theirs;
        }
        if is_ours == ours {
            add(at, end.max(at));
        }
        Thing { took: sum, ..it }
    }

    /// When the person of a case first came back after a resolution.
    fn back(case: &Case, own: &[&Case], it: Thing) -> Option<i64> {
        let others = own.iter().filter(|other| {
            let c = &other.conversation;
            let begun = !matches!(
                c.why,
                Reason::Split { .. } | Reason::StartedByAgent | Reason::DatedEvent
            );
            c.id != case.conversation.id
                && begun
                && !c.history
                && other.first_row.as_ref().is_some_and(Case::asks)
                && c.created_at.0 > it.at
        });
        let others = others.map(|it| it.conversation.created_at.0);
        others.chain(it.ends).min()
    }

    /// Each time the same person wrote by another channel than before, here or elsewhere.
    fn journeys(&self, case: &Case, own: &[&Case]) -> Vec<Thing> {
        let kind = |m: &Message, of: &Case| {
            let known = self.kinds.get(&m.channel).copied();
            known.unwrap_or(of.conversation.channel_kind)
        };
        let began = case.conversation.created_at;
        let mut before: Option<(ChannelKind, Millis)> = None;
        for other in own {
            let earlier = other.conversation.created_at <= began;
            if other.conversation.id == case.conversation.id || !earlier {
                continue;
            }
            for (at, m) in &other.messages {
                let heard = m.kind == MessageKind::Inbound && *at < began;
                if heard && before.is_none_or(|it| *at > it.1) {
                    before = Some((kind(m, other), *at));
                }
            }
        }
        let mut out = Vec::new();
        for (at, m) in case
            .messages
            .iter()
            .filter(|it| it.1.kind == MessageKind::Inbound)
        {
            let now = kind(m, case);
            if let Some((from, _)) = before.filter(|it| it.0 != now) {
                out.push(Thing {
                    from,
                    channel: m.channel,
                    ..case.thing(at.0, By::Customer)
                });
            }
            before = Some((now, *at));
        }
        out
    }

    /// A stretch of what began on a channel at an instant: by the wall, and within the hours that held there then.
    fn span(&self, (channel, began): (ChannelId, i64), (from, to): (i64, i64)) -> (i64, i64) {
        let to = to.max(from);
        let held = self.openings.iter().rfind(|it| it.since.0 <= began);
        let Some(held) = held.or(self.openings.first()) else {
            return (to - from, to - from);
        };
        let own = held.own.iter().find(|it| it.0 == channel);
        let (hours, zone) = own.map_or((&held.desk.0, &held.desk.1), |it| (&it.1, &it.2));
        (to - from, open_between(hours, zone, from, to))
    }
}

/// Milliseconds of a stretch within hours, day by day.
fn open_between(hours: &OpeningHours, zone: &str, from: i64, to: i64) -> i64 {
    let zone = TimeZone::get(zone).unwrap();
    let local = |at: i64| {
        let at = Timestamp::from_millisecond(at).unwrap();
        at.to_zoned(zone.clone()).date()
    };
    let instant = |day: Date, minute: u16| {
        let at = day.at(0, 0, 0, 0) + i64::from(minute).minutes();
        at.to_zoned(zone.clone())
            .unwrap()
            .timestamp()
            .as_millisecond()
    };
    let (mut day, last) = (local(from), local(to));
    let mut sum = 0;
    while day <= last {
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap();
        if !hours.closed.iter().any(|it| it.day == day) {
            for (opens, closes) in &hours.week[weekday] {
                let (opens, closes) = (instant(day, *opens), instant(day, *closes));
                sum += (closes.min(to) - opens.max(from)).max(0);
            }
        }
        day = day.tomorrow().unwrap();
    }
    sum
}

/// All there is of a metric.
pub struct Reckoning<'a> {
    all: &'a All,
    metric: Metric,
    things: Vec<(&'a Case, Thing)>,
}

impl<'a> Reckoning<'a> {
    /// A conversation without which the metric comes to something else.
    pub fn one_that_counts(&self, filter: &Filter) -> Option<u64> {
        let found = self.things.iter().find(|(case, it)| {
            let mut found = Found::default();
            self.take(case, *it, filter, &mut found);
            self.passes(case, it, filter) && found.summary() != Summary::default()
        });
        found.map(|it| it.0.conversation.number)
    }

    /// What is counted of each conversation, by its number.
    pub fn of_each(&self, filter: &Filter) -> BTreeMap<u64, Summary> {
        let mut out: BTreeMap<u64, Found> = BTreeMap::new();
        for (case, it) in &self.things {
            if self.passes(case, it, filter) {
                let found = out.entry(case.conversation.number).or_default();
                self.take(case, *it, filter, found);
            }
        }
        out.into_iter().map(|(n, it)| (n, it.summary())).collect()
    }

    pub fn summary(&self, filter: &Filter) -> Summary {
        let mut found = Found::default();
        let mut together: BTreeMap<(u64, i64), (&Case, Thing)> = BTreeMap::new();
        // What several did in one conversation happened once.
        let once = matches!(
            self.metric,
            Metric::HandleTimeEstimated | Metric::Satisfaction | Metric::SurveysAnswered
        );
        for (case, it) in &self.things {
            if !self.passes(case, it, filter) {
                continue;
            }
            if !once {
                self.take(case, *it, filter, &mut found);
                continue;
            }
            let sum = together
                .entry((case.conversation.number, it.at))
                .or_insert((
                    case,
                    Thing {
                        took: (0, 0),
                        ..*it
                    },
                ));
            sum.1.took.0 += it.took.0;
            sum.1.took.1 += it.took.1;
        }
        for (case, it) in together.into_values() {
            self.take(case, it, filter, &mut found);
        }
        found.summary()
    }

    fn passes(&self, case: &'a Case, it: &Thing, filter: &Filter) -> bool {
        let (from, to) = filter.period.range();
        let c = &case.conversation;
        let kind = self.all.kinds.get(&it.channel).copied();
        let journey = self.metric == Metric::Journeys;
        let within = self.metric == Metric::Backlog || (from.0..to.0).contains(&it.at);
        let any = |empty: bool, holds: bool| empty || holds;
        within
            // Nobody here is of a private team.
            && c.audience.is_none()
            && (filter.history || !c.history)
            && any(filter.kinds.is_empty(), kind.is_some_and(|it| filter.kinds.contains(&it)))
            && any(filter.channels.is_empty(), filter.channels.contains(&it.channel))
            && any(filter.teams.is_empty(), filter.teams.contains(&c.team))
            && any(filter.by.is_empty(), filter.by.contains(&it.by))
            && any(
                filter.tags.is_empty(),
                filter.tags.iter().any(|it| it.map_or(c.tags.is_empty(), |it| c.tags.contains(&it))),
            )
            && filter.tier.is_none_or(|tier| tier == case.tier)
            && filter
                .hour
                .is_none_or(|hour| hour == hour_of(it.at, filter.period.zone()))
            && filter
                .way
                .is_none_or(|way| !journey || (way.0 == it.from && Some(way.1) == kind))
    }

    fn take(&self, case: &Case, it: Thing, filter: &Filter, found: &mut Found) {
        let now = self.all.now.0;
        let pick = |both: (i64, i64)| match filter.hours {
            Hours::All => both.0,
            Hours::Business => both.1,
        };
        let span = |from: i64, to: i64| pick(self.all.span((it.channel, from), (from, to)));
        let window = i64::from(filter.window_days) * DAY;
        match self.metric {
            Metric::Conversations
            | Metric::Received
            | Metric::Sent
            | Metric::Transfers
            | Metric::Journeys => found.took.push(0),
            Metric::Backlog => {
                let until = filter.period.range().1.0.min(now + 1);
                let done = case.resolutions();
                let over = |r: &Thing| r.at < until && r.ends.is_none_or(|at| at >= until);
                if it.at < until && !done.iter().any(over) {
                    found.took.push(until - it.at);
                }
            }
            Metric::FirstResponse | Metric::Response => match it.ends {
                Some(end) => found.took.push(span(it.at, end)),
                None if it.aside => found.aside += 1,
                None => found.waiting += 1,
            },
            Metric::ServiceLevel => match it.ends {
                Some(end) => found.share(span(it.at, end) <= filter.target.0),
                None if it.aside => found.aside += 1,
                None if span(it.at, now) > filter.target.0 => found.share(false),
                None => found.not_yet += 1,
            },
            Metric::Unanswered => match it.ends {
                Some(_) => found.share(false),
                None if it.aside || now - it.at > DAY => found.share(true),
                None => found.not_yet += 1,
            },
            Metric::ResolutionRate | Metric::FirstContact => match it.ends.map(|at| at - it.at) {
                Some(gap) if gap < window => found.share(false),
                _ if now - it.at >= window => found.share(true),
                _ => found.not_yet += 1,
            },
            Metric::FirstResolution | Metric::Resolution | Metric::OurTime | Metric::TheirTime => {
                found.took.push(pick(it.took))
            }
            Metric::HandleTimeEstimated => found.took.push(it.took.0),
            Metric::PacketRead | Metric::PromisesKept => found.share(it.rating == 1),
            Metric::Satisfaction if it.rating == 0 => {}
            Metric::Satisfaction => found.share(it.rating >= 4),
            Metric::SurveysAnswered if it.rating == 0 && now - it.at < 7 * DAY => {
                found.not_yet += 1;
            }
            Metric::SurveysAnswered => found.share(it.rating > 0),
            #[allow(
                unreachable_patterns,
                reason = "metrics that are added stand in NOT_YET"
            )]
            _ => {}
        }
    }
}

fn hour_of(at: i64, zone: &str) -> usize {
    let at = Timestamp::from_millisecond(at).unwrap();
    let local = at.in_tz(zone).unwrap();
    let day = local.weekday().to_monday_zero_offset();
    let hour = i32::from(day) * 24 + i32::from(local.hour());
    usize::try_from(hour).unwrap()
}

#[derive(Default)]
struct Found {
    took: Vec<i64>,
    yes: u64,
    no: u64,
    waiting: u64,
    aside: u64,
    not_yet: u64,
}

impl Found {
    fn share(&mut self, yes: bool) {
        *(if yes { &mut self.yes } else { &mut self.no }) += 1;
    }

    fn summary(mut self) -> Summary {
        self.took.sort_unstable();
        // The smallest that so many of a hundred do not exceed.
        let rank = |hundredths: usize| {
            let enough = |at: &usize| (at + 1) * 100 >= self.took.len() * hundredths;
            let at = (0..self.took.len()).find(enough);
            Span(at.map_or(0, |at| self.took[at]))
        };
        Summary {
            n: self.took.len() as u64 + self.yes + self.no,
            yes: self.yes,
            sum: Span(self.took.iter().sum()),
            median: rank(50),
            p75: rank(75),
            p90: rank(90),
            waiting: self.waiting,
            aside: self.aside,
            not_yet: self.not_yet,
        }
    }
}
