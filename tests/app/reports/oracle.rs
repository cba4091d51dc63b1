//! The same figures by hand: each read from the records and the log in the plainest way there is, with none of the
//! code that is tested.

use lobby::domain::conversation::{Conversation, Status, WaitingOn};
use lobby::domain::delivery::DeliveryState;
use lobby::domain::event::{Event, EventKind};
use lobby::domain::id::{AgentId, Seq};
use lobby::domain::message::{Author, Message, MessageKind};
use lobby::domain::reason::Reason;
use lobby::domain::team::Business;
use lobby::domain::time::{Millis, Span};
use lobby::reports::{By, Filter, Hours, Metric, Summary};
use lobby::sla::calendar::Calendar;

use crate::reports::Counted;

pub struct Case {
    pub conversation: Conversation,
    messages: Vec<(Millis, Message)>,
    events: Vec<Event>,
}

pub struct All {
    pub cases: Vec<Case>,
    business: Business,
    now: Millis,
}

/// One thing counted: when, how long, by whom; and what of it is to be said apart.
#[derive(Clone, Copy, Default)]
struct Thing {
    at: i64,
    ends: Option<i64>,
    by: Option<AgentId>,
    aside: bool,
}

pub fn read(it: &Counted) -> All {
    let cases = it.desk.look(|look| {
        let mut out = Vec::new();
        for c in look.conversations_before(None, 10_000)? {
            let mut messages = Vec::new();
            for m in look.messages_after(c.id, None, 10_000)? {
                let gone = m.moved_to.is_some() || m.undone || !m.kind.is_public();
                let delivery = m.delivery.map_or(Ok(None), |id| look.delivery(id))?;
                let left = delivery.is_none_or(|it| {
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
            let events = look.events_of(c.id, Seq::default(), 10_000)?;
            out.push(Case {
                conversation: c,
                messages,
                events,
            });
        }
        Ok(out)
    });
    All {
        cases,
        business: it.desk.look(|look| look.business()).unwrap(),
        now: it.desk.now(),
    }
}

impl Case {
    fn counts(&self) -> bool {
        let c = &self.conversation;
        !c.merged && !c.blocked && !c.automatic && c.status != Status::Spam
    }

    fn asks(m: &Message) -> bool {
        m.kind == MessageKind::Inbound && !m.courtesy && !m.automatic
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
        let mut line: Vec<(i64, u8, Option<&Message>, Option<bool>)> = Vec::new();
        for (at, m) in &self.messages {
            line.push((at.0, 0, Some(m), None));
        }
        for (at, _, to, why) in self.moves() {
            let aside = matches!(
                to,
                Status::Resolved { .. }
                    | Status::Waiting {
                        on: WaitingOn::Customer,
                        ..
                    }
            );
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
                line.push((at, 1, None, Some(aside)));
            }
        }
        line.sort_by_key(|it| (it.0, it.1));
        let (mut out, mut open, mut aside): (Vec<Thing>, Option<i64>, Option<i64>) =
            (Vec::new(), None, None);
        for (at, _, message, put) in line {
            match (message, put) {
                (Some(m), _) if Self::asks(m) => {
                    if let Some(since) = aside.take() {
                        out.push(Thing {
                            at: since,
                            aside: true,
                            ..Thing::default()
                        });
                    }
                    open = open.or(Some(at));
                }
                (Some(m), _) if m.kind == MessageKind::Reply && !m.automatic => {
                    if let Some(since) = open.take().or(aside.take()) {
                        out.push(Thing {
                            at: since,
                            ends: Some(at),
                            by: m.author.agent(),
                            aside: false,
                        });
                    }
                }
                (None, Some(true)) if open.is_some() => aside = open.take(),
                (None, Some(false)) if open.is_none() => open = aside.take(),
                _ => {}
            }
        }
        if let Some(since) = aside {
            out.push(Thing {
                at: since,
                aside: true,
                ..Thing::default()
            });
        }
        if let Some(since) = open {
            let aside = !self.conversation.status.is_unresolved();
            out.push(Thing {
                at: since,
                aside,
                ..Thing::default()
            });
        }
        out
    }

    fn first_wait(&self) -> Option<Thing> {
        let waits = self.waits();
        let first = *waits.first()?;
        let human = self.messages.iter().find(|(at, m)| {
            let person = matches!(m.author, Author::Agent(_) | Author::Colleague);
            m.kind == MessageKind::Reply && !m.automatic && person && at.0 >= first.at
        });
        let last = waits.last().unwrap();
        let still = last.ends.is_none() && !last.aside;
        Some(match human {
            Some((at, m)) => Thing {
                at: first.at,
                ends: Some(at.0),
                by: m.author.agent(),
                aside: false,
            },
            None => Thing {
                at: first.at,
                aside: !still,
                ..Thing::default()
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
            let (was, is) = (
                matches!(from, Status::Resolved { .. }),
                matches!(to, Status::Resolved { .. }),
            );
            if is && from.is_unresolved() {
                out.push(Thing {
                    at: event.at.0,
                    by: event.actor.agent(),
                    ..Thing::default()
                });
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
            out.push(Thing {
                at: at.0,
                ..Thing::default()
            });
        }
        out
    }

    /// Quietly closed ones end with our last answer.
    fn done_at(&self, at: i64) -> i64 {
        let quiet = self
            .moves()
            .into_iter()
            .any(|it| it.0 == at && matches!(it.2, Status::Resolved { quiet: true, .. }));
        let answers = self
            .messages
            .iter()
            .filter(|(said, m)| m.kind == MessageKind::Reply && !m.automatic && said.0 <= at);
        let last = answers.map(|it| it.0.0).max().unwrap_or(at);
        if quiet {
            last.max(self.conversation.created_at.0)
        } else {
            at
        }
    }
}

impl All {
    /// What a metric comes to; nothing for those that are not counted by hand.
    pub fn summary(&self, metric: Metric, filter: &Filter) -> Option<Summary> {
        let mut found = Found::default();
        let (from, to) = filter.period.range();
        for case in self
            .cases
            .iter()
            .filter(|it| it.counts() && Self::is_of(it, filter))
        {
            let window = i64::from(filter.window_days) * 86_400_000;
            for thing in self.things(metric, case)? {
                let passes = (from.0..to.0).contains(&thing.at)
                    && Self::is_by(metric, thing, filter)
                    && filter
                        .hour
                        .is_none_or(|hour| hour == hour_of(thing.at, filter.period.zone()));
                if passes {
                    self.take(metric, (case, thing), (filter, window), &mut found);
                }
            }
        }
        Some(found.summary())
    }

    fn is_of(case: &Case, filter: &Filter) -> bool {
        let tags = &case.conversation.tags;
        filter.tags.is_empty()
            || filter
                .tags
                .iter()
                .any(|it| it.map_or(tags.is_empty(), |it| tags.contains(&it)))
    }

    fn is_by(_: Metric, thing: Thing, filter: &Filter) -> bool {
        filter.by.is_empty()
            || filter
                .by
                .iter()
                .any(|it| thing.by.is_some_and(|by| *it == By::Agent(by)))
    }

    fn things(&self, metric: Metric, case: &Case) -> Option<Vec<Thing>> {
        let c = &case.conversation;
        let resolved = case.resolutions();
        let stays = || resolved.last().copied().filter(|it| it.ends.is_none());
        Some(match metric {
            Metric::Conversations => {
                vec![Thing {
                    at: c.created_at.0,
                    by: c.assignee,
                    ..Thing::default()
                }]
            }
            Metric::Received | Metric::Sent => {
                let wanted = if metric == Metric::Received {
                    MessageKind::Inbound
                } else {
                    MessageKind::Reply
                };
                let all = case.messages.iter().filter(|it| it.1.kind == wanted);
                all.map(|(at, m)| Thing {
                    at: at.0,
                    by: m.author.agent(),
                    ..Thing::default()
                })
                .collect()
            }
            Metric::FirstResponse | Metric::Unanswered => case.first_wait().into_iter().collect(),
            Metric::Response | Metric::ServiceLevel => case.waits(),
            Metric::ResolutionRate => resolved,
            Metric::FirstResolution => resolved.first().copied().into_iter().collect(),
            Metric::Resolution | Metric::OurTime | Metric::TheirTime => {
                stays().into_iter().collect()
            }
            Metric::FirstContact => {
                let first = resolved.first().copied();
                let back = first.map(|it| Thing {
                    ends: self.back(case, it),
                    ..it
                });
                back.into_iter().collect()
            }
            Metric::Transfers => {
                let given = case.events.iter().filter_map(|it| match it.kind {
                    EventKind::Assigned {
                        from: Some(_),
                        to: Some(to),
                        ..
                    } => Some(Thing {
                        at: it.at.0,
                        by: Some(to),
                        ..Thing::default()
                    }),
                    _ => None,
                });
                given.collect()
            }
            _ => return None,
        })
    }

    /// When the person of a case first came back after a resolution.
    fn back(&self, case: &Case, it: Thing) -> Option<i64> {
        let others = self.cases.iter().filter(|other| {
            let c = &other.conversation;
            let begun = !matches!(c.why, Reason::Split { .. } | Reason::StartedByAgent);
            let asked = other.first_row().is_some_and(Case::asks);
            c.id != case.conversation.id
                && c.contact == case.conversation.contact
                && other.counts()
                && begun
                && asked
                && c.created_at.0 > it.at
        });
        let others = others.map(|it| it.conversation.created_at.0);
        others.chain(it.ends).min()
    }

    fn take(
        &self,
        metric: Metric,
        (case, thing): (&Case, Thing),
        (filter, window): (&Filter, i64),
        found: &mut Found,
    ) {
        let span = |from: i64, to: i64| self.span(from, to, filter.hours);
        let waited = || span(thing.at, self.now.0);
        let began = case.conversation.created_at.0;
        match metric {
            Metric::Conversations | Metric::Received | Metric::Sent | Metric::Transfers => {
                found.took.push(0);
            }
            Metric::FirstResponse | Metric::Response => match thing.ends {
                Some(end) => found.took.push(span(thing.at, end)),
                None if thing.aside => found.aside += 1,
                None => found.waiting += 1,
            },
            Metric::ServiceLevel => match thing.ends {
                Some(end) => found.share(span(thing.at, end) <= filter.target.0),
                None if thing.aside => found.aside += 1,
                None if waited() > filter.target.0 => found.share(false),
                None => found.not_yet += 1,
            },
            Metric::Unanswered => match thing.ends {
                Some(_) => found.share(false),
                None if thing.aside || self.now.0 - thing.at > 86_400_000 => found.share(true),
                None => found.not_yet += 1,
            },
            Metric::ResolutionRate | Metric::FirstContact => {
                let gap = thing.ends.map(|it| it - thing.at);
                match gap {
                    Some(gap) if gap < window => found.share(false),
                    _ if self.now.0 - thing.at >= window => found.share(true),
                    _ => found.not_yet += 1,
                }
            }
            Metric::FirstResolution | Metric::Resolution => {
                found.took.push(span(began, case.done_at(thing.at)));
            }
            Metric::OurTime | Metric::TheirTime => {
                let end = case.done_at(thing.at);
                let ours = metric == Metric::OurTime;
                let (mut at, mut is_ours, mut sum) = (began, true, 0);
                for (when, _, to, _) in case.moves() {
                    let when = when.clamp(at, end.max(at));
                    sum += if is_ours == ours { span(at, when) } else { 0 };
                    at = when;
                    let asleep = matches!(to, Status::Open | Status::Snoozed { .. });
                    is_ours = asleep
                        || matches!(
                            to,
                            Status::Waiting {
                                on: WaitingOn::ThirdParty,
                                ..
                            }
                        );
                }
                sum += if is_ours == ours {
                    span(at, end.max(at))
                } else {
                    0
                };
                found.took.push(sum);
            }
            _ => {}
        }
    }

    /// A stretch minute by minute would take too long; parts that are open are asked of the calendar, which has tests
    /// of its own.
    fn span(&self, from: i64, to: i64, hours: Hours) -> i64 {
        let to = to.max(from);
        if hours == Hours::All {
            return to - from;
        }
        let calendar = Calendar::of(&self.business);
        let open = calendar.open_between(Millis(from), Millis(to));
        open.iter().map(|(a, b)| b.0 - a.0).sum()
    }
}

impl Case {
    /// The first message that lies in it, moved away or not.
    fn first_row(&self) -> Option<&Message> {
        let first = self.messages.iter().min_by_key(|it| it.1.position);
        first.map(|it| &it.1)
    }
}

fn hour_of(at: i64, zone: &str) -> usize {
    let at = jiff::Timestamp::from_millisecond(at).unwrap();
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
