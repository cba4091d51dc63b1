//! Who gets a conversation: at once, the oldest first, never more than somebody may carry, the one who knows them
//! before the one with least to do; and what happens to what nobody takes.

use std::collections::BTreeMap;

use lobby::conversations::routing::back::{Outcome, goes_back, keep, take_back};
use lobby::conversations::routing::drain::{drain, look_ahead};
use lobby::conversations::routing::floor::There;
use lobby::conversations::routing::next::take_next;
use lobby::conversations::routing::relined::reline;
use lobby::conversations::{absence, assign, draft, fields, status};
use lobby::desk::{agents, teams, weights};
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::agent::{Agent, Availability};
use lobby::domain::conversation::{Conversation, Priority, Status};
use lobby::domain::error::Error;
use lobby::domain::event::EventKind;
use lobby::domain::id::{AgentId, TagId, TeamId};
use lobby::domain::job::JobKind;
use lobby::domain::notice::NoticeKind;
use lobby::domain::queue::serving::{Break, Serving, Weights};
use lobby::domain::queue::{Mode, Overflow, Queue, TakeBack};
use lobby::domain::reason::{Basis, Reason};
use lobby::domain::team::{Tag, Team};
use lobby::domain::time::{Millis, Span};
use lobby::notices::react::{Eyes, place, react};

use crate::support::desk::{Desk, id};
use crate::support::dice::Dice;
use crate::support::mail::Mail;

const SALES: u128 = 50;
const GENERAL: u128 = 51;

/// A desk with two teams; Ana and Bea are of Sales, Bea and Carl of the other.
struct Floor {
    desk: Desk,
    n: std::cell::Cell<usize>,
}

fn push() -> Queue {
    Queue {
        mode: Mode::Push,
        ..Queue::default()
    }
}

impl Floor {
    fn new(queue: Queue) -> Self {
        let desk = Desk::new();
        desk.act(move |w| {
            for (n, name, queue) in [
                (SALES, "Sales", queue),
                (GENERAL, "General", Queue::default()),
            ] {
                w.put_team(&Team {
                    id: id(n),
                    name: name.to_owned(),
                    lead: Some(id(11)),
                    queue,
                    ..Team::default()
                })?;
            }
            for (n, name, of) in [
                (10, "Ana", vec![SALES]),
                (12, "Bea", vec![SALES, GENERAL]),
                (13, "Carl", vec![GENERAL]),
            ] {
                let before = w.agent(id(n))?.unwrap_or_default();
                w.put_agent(&Agent {
                    id: id(n),
                    name: name.to_owned(),
                    email: format!("{name}@shop.example").to_lowercase(),
                    teams: of.into_iter().map(id).collect(),
                    serving: Serving {
                        cap: Some(2),
                        ..Serving::default()
                    },
                    ..before
                })?;
            }
            Ok(())
        });
        desk.act(|w| place(w).map(|_| ()));
        Floor {
            desk,
            n: std::cell::Cell::new(0),
        }
    }

    /// A new mail, that stands in the line of Sales.
    fn case(&self) -> Conversation {
        self.case_of(SALES)
    }

    fn case_of(&self, team: u128) -> Conversation {
        self.n.set(self.n.get() + 1);
        let from = format!("c{}@example.com", self.n.get());
        let mail = Mail::from(&from, "Lamp", "Is it in stock?");
        let c = self.desk.begins(&mail);
        let (by, number) = (self.desk.luis.clone(), c.number);
        self.desk
            .act(move |w| assign::set_team(w, &by, number, Some(id(team))));
        self.desk.later(Span::seconds(1));
        self.desk.again(&c)
    }

    /// Gives out as long as there is something to give, with these in front of Lobby, as the job does.
    fn drains(&self, there: &[u128]) -> Vec<(u64, u128)> {
        let there: Vec<There> = there.iter().map(|n| at(*n)).collect();
        let mut out = Vec::new();
        loop {
            let (for_look, now) = (there.clone(), self.desk.now());
            let ahead = self.desk.look(|look| look_ahead(look, &for_look, now));
            let Some(ahead) = ahead else {
                return out;
            };
            let there = there.clone();
            let done = self.desk.act(move |w| drain(w, &there, &ahead));
            assert!(!done.given.is_empty(), "wanted, and nothing given");
            for it in done.given {
                let number = self.desk.conversation(it.conversation).number;
                out.push((number, number_of(&it.to.to_string())));
            }
        }
    }

    fn has(&self, c: &Conversation) -> Option<u128> {
        let it = self.desk.again(c).assignee?;
        Some(number_of(&it.to_string()))
    }

    fn agent(&self, n: u128, change: impl Fn(&mut Agent) + Send + 'static) {
        self.desk.act(move |w| {
            let mut agent = w.agent(id(n))?.unwrap();
            change(&mut agent);
            w.put_agent(&agent)
        });
    }

    fn resolves(&self, c: &Conversation) {
        let (by, number) = (self.desk.luis.clone(), c.number);
        self.desk.act(move |w| status::resolve(w, &by, number));
    }

    fn takes_back(&self, c: &Conversation, at_it: &[u128], there: &[u128]) -> Outcome {
        let case = c.id;
        let at_it: Vec<AgentId> = at_it.iter().map(|n| id(*n)).collect();
        let there: Vec<There> = there.iter().map(|n| at(*n)).collect();
        self.desk.act(move |w| take_back(w, case, &at_it, &there))
    }

    /// The jobs to take something back that are due, done with.
    fn due_back(&self) -> usize {
        let now = self.desk.now();
        let due = self.desk.look(move |look| look.jobs_due(now, 100));
        let mut n = 0;
        for job in due {
            if matches!(job.kind, JobKind::TakeBack { .. }) {
                self.desk.act(move |w| w.finish_job(&job));
                n += 1;
            }
        }
        n
    }

    fn told(&self, agent: u128) -> Vec<NoticeKind> {
        let eyes = Eyes::default();
        self.desk.act(move |w| {
            let from = place(w)?;
            react(w, from, 10_000, &eyes).map(|_| ())
        });
        let all = self.desk.look(|look| look.notices_unread(id(agent), 100));
        all.into_iter().map(|it| it.kind).collect()
    }

    fn why(&self, c: &Conversation) -> Reason {
        let given = self.desk.events(c).into_iter().rev();
        given
            .filter_map(|it| match it {
                EventKind::Assigned { why, .. } => Some(why),
                _ => None,
            })
            .next()
            .unwrap()
    }
}

fn number_of(agent: &str) -> u128 {
    agent.parse::<uuid::Uuid>().unwrap().as_u128()
}

fn at(n: u128) -> There {
    There {
        agent: id(n),
        given_at: Millis(0),
    }
}

#[test]
fn the_oldest_goes_first_and_nobody_carries_too_much() {
    let floor = Floor::new(push());
    let cases: Vec<Conversation> = (0..6).map(|_| floor.case()).collect();
    // Nobody is there: nothing is given, and nothing is written.
    assert_eq!(floor.drains(&[]), []);
    // Carl is not of the team.
    assert_eq!(floor.drains(&[13]), []);
    let given = floor.drains(&[10, 12]);
    let numbers: Vec<u64> = given.iter().map(|it| it.0).collect();
    let oldest: Vec<u64> = cases[..4].iter().map(|it| it.number).collect();
    assert_eq!(numbers, oldest);
    for who in [10, 12] {
        assert_eq!(given.iter().filter(|it| it.1 == who).count(), 2);
    }
    // One is done with: the oldest of those that are left takes its place, and no other.
    floor.resolves(&cases[0]);
    let next = floor.drains(&[10, 12]);
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].0, cases[4].number);
    assert_eq!(floor.drains(&[10, 12]), []);
    // Who answers has room again: a waiting conversation is no load.
    let second = floor.desk.again(&cases[1]);
    let who = floor.has(&second).unwrap();
    let by = Viewer::agent(id(who), Role::Agent, [id::<TeamId>(SALES)].into());
    floor.desk.reply(&by, &second, "It is", |_| {});
    assert_eq!(floor.drains(&[10, 12]), [(cases[5].number, who)]);
    floor.desk.holds();
}

#[test]
fn what_a_conversation_counts_is_the_desks_to_say() {
    let floor = Floor::new(push());
    let (a, b, c) = (floor.case(), floor.case(), floor.case());
    let luis = floor.desk.luis.clone();
    let heavy = Weights {
        mail: 2,
        ..Weights::default()
    };
    floor.desk.act(move |w| weights::put(w, &luis, &heavy));
    // Of two points one fills Ana.
    assert_eq!(floor.drains(&[10]), [(a.number, 10)]);
    let luis = floor.desk.luis.clone();
    let usual = Weights::default();
    floor.desk.act(move |w| weights::put(w, &luis, &usual));
    assert_eq!(floor.drains(&[10]), [(b.number, 10)]);
    assert_eq!(floor.has(&c), None);
    let ana = floor.desk.ana.clone();
    let refused = floor.desk.try_act(move |w| weights::put(w, &ana, &heavy));
    assert!(
        matches!(refused, Err(Error::Forbidden { .. })),
        "{refused:?}"
    );
    floor.desk.holds();
}

#[test]
fn a_team_that_shares_gives_to_nobody() {
    let floor = Floor::new(Queue::default());
    let c = floor.case();
    assert_eq!(floor.drains(&[10, 12, 13]), []);
    assert_eq!((floor.has(&c), floor.desk.again(&c).line), (None, None));
    // Turned to giving out, what stands there is given; turned back, nothing remains of the line.
    let luis = floor.desk.luis.clone();
    floor
        .desk
        .act(move |w| teams::set_queue(w, &luis, id(SALES), push()));
    floor.desk.act(|w| reline(w, id(SALES), None).map(|_| ()));
    assert!(floor.desk.again(&c).line.is_some());
    let luis = floor.desk.luis.clone();
    floor
        .desk
        .act(move |w| teams::set_queue(w, &luis, id(SALES), Queue::default()));
    floor.desk.act(|w| reline(w, id(SALES), None).map(|_| ()));
    assert_eq!(floor.desk.again(&c).line, None);
    assert_eq!(floor.drains(&[10]), []);
    floor.desk.holds();
}

#[test]
fn what_is_more_urgent_goes_before_what_is_older() {
    let floor = Floor::new(push());
    let (old, urgent) = (floor.case(), floor.case());
    let (by, number) = (floor.desk.luis.clone(), urgent.number);
    floor
        .desk
        .act(move |w| fields::set_priority(w, &by, number, Priority::Urgent));
    let given = floor.drains(&[10]);
    let numbers: Vec<u64> = given.iter().map(|it| it.0).collect();
    assert_eq!(numbers, [urgent.number, old.number]);
}

#[test]
fn only_who_is_there_and_on_gets_something() {
    let floor = Floor::new(push());
    let c = floor.case();
    let day_of = |from, to| {
        let day = vec![(from, to)];
        move |it: &mut Agent| it.serving.shifts = std::array::from_fn(|_| day.clone())
    };
    type Change = Box<dyn Fn(&mut Agent) + Send>;
    let off: [(&str, Change); 4] = [
        (
            "on a break",
            Box::new(|it| {
                it.availability = Availability::Away {
                    until: None,
                    why: Some(Break::Lunch),
                }
            }),
        ),
        ("off", Box::new(|it| it.availability = Availability::Off)),
        // It is 15:00.
        ("before the shift", Box::new(day_of(16 * 60, 17 * 60))),
        ("no room at all", Box::new(|it| it.serving.cap = Some(0))),
    ];
    for (what, change) in off {
        floor.agent(10, change);
        assert_eq!(floor.drains(&[10]), [], "{what}");
        floor.agent(10, |it| {
            it.availability = Availability::Online;
            it.serving = Serving::default();
        });
    }
    floor.agent(10, day_of(14 * 60, 16 * 60));
    assert_eq!(floor.drains(&[10]), [(c.number, 10)]);
    // Their shift is over: they keep what they have, and get nothing new.
    floor.desk.later(Span::hours(2));
    let next = floor.case();
    assert_eq!(floor.drains(&[10]), []);
    assert_eq!((floor.has(&c), floor.has(&next)), (Some(10), None));
}

#[test]
fn a_break_ends_by_itself_and_an_absence_is_none() {
    let floor = Floor::new(push());
    let ana = floor.desk.ana.clone();
    let until = floor.desk.now() + Span::minutes(30);
    let lunch = (Break::Lunch, Some(until));
    floor
        .desk
        .act(move |w| absence::pause(w, &ana, id(10), lunch).map(|_| ()));
    let agent = || floor.desk.look(|look| look.agent(id(10))).unwrap();
    assert!(agent().absence.is_none());
    floor.desk.later(Span::minutes(29));
    floor.desk.act(|w| absence::end_due(w, id(10)));
    assert_ne!(agent().availability, Availability::Online);
    floor.desk.later(Span::minutes(1));
    floor.desk.act(|w| absence::end_due(w, id(10)));
    assert_eq!(agent().availability, Availability::Online);
    // Their day is over, and they come back; another may not say so for them.
    let ana = floor.desk.ana.clone();
    floor
        .desk
        .act(move |w| absence::leave_for_today(w, &ana, id(10)).map(|_| ()));
    assert_eq!(agent().availability, Availability::Off);
    let ana = floor.desk.ana.clone();
    let refused = floor
        .desk
        .try_act(move |w| absence::leave_for_today(w, &ana, id(12)).map(|_| ()));
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
    let ana = floor.desk.ana.clone();
    floor
        .desk
        .act(move |w| absence::come_back(w, &ana, id(10)).map(|_| ()));
    assert_eq!(agent().availability, Availability::Online);
}

#[test]
fn who_knows_them_gets_them_and_it_says_why() {
    let floor = Floor::new(push());
    let first = floor.case();
    assert_eq!(floor.drains(&[12]), [(first.number, 12)]);
    floor.resolves(&first);
    // They write anew after the window: Bea, who solved it, though Ana has as little to do.
    let mut mail = Mail::from("c1@example.com", "Other", "And the shade?");
    mail.mail.points_to = Vec::new();
    let next = floor.desk.begins(&mail);
    assert_eq!(next.previous, Some(first.id));
    let (by, number) = (floor.desk.luis.clone(), next.number);
    floor
        .desk
        .act(move |w| assign::set_team(w, &by, number, Some(id(SALES))));
    assert_eq!(floor.drains(&[10, 12]), [(next.number, 12)]);
    let wanted = Reason::Routed {
        by: Basis::Earlier,
        skills: 0,
        language: None,
        load: 1,
        cap: 2,
        without: None,
    };
    assert_eq!(floor.why(&next), wanted);
    // An owner comes before; one who is not there is named.
    floor.resolves(&next);
    let contact = next.contact;
    floor.desk.act(move |w| {
        let mut it = w.contact(contact)?.unwrap();
        it.owner = Some(id(10));
        w.put_contact(&it)
    });
    floor.desk.later(Span::days(8));
    let third = floor
        .desk
        .begins(&Mail::from("c1@example.com", "Third", "Hello there?"));
    let (by, number) = (floor.desk.luis.clone(), third.number);
    floor
        .desk
        .act(move |w| assign::set_team(w, &by, number, Some(id(SALES))));
    assert_eq!(floor.drains(&[12]), [(third.number, 12)]);
    let Reason::Routed { by, without, .. } = floor.why(&third) else {
        panic!("not routed")
    };
    assert_eq!((by, without), (Basis::Fit, Some(id(10))));
    floor.desk.holds();
}

#[test]
fn who_fits_is_waited_for_and_then_anybody_gets_it() {
    let floor = Floor::new(Queue {
        fit_minutes: 5,
        ..push()
    });
    let tag: TagId = id(70);
    floor.desk.act(move |w| {
        w.put_tag(&Tag {
            id: tag,
            name: "returns".to_owned(),
            ..Tag::default()
        })
    });
    floor.agent(12, move |it| it.serving.skills = vec![tag]);
    let c = floor.case();
    let (by, number) = (floor.desk.luis.clone(), c.number);
    floor
        .desk
        .act(move |w| fields::tag(w, &by, number, tag).map(|_| ()));
    let plain = floor.case();
    // The younger one needs nothing, and does not wait.
    assert_eq!(floor.drains(&[10]), [(plain.number, 10)]);
    floor.desk.wait(Span::minutes(4));
    assert_eq!(floor.drains(&[10]), []);
    floor.desk.wait(Span::minutes(1));
    assert_eq!(floor.drains(&[10]), [(c.number, 10)]);
    // Had she been there, she had got it at once.
    let again = floor.case();
    let (by, number) = (floor.desk.luis.clone(), again.number);
    floor
        .desk
        .act(move |w| fields::tag(w, &by, number, tag).map(|_| ()));
    assert_eq!(floor.drains(&[12]), [(again.number, 12)]);
    floor.desk.holds();
}

#[test]
fn nobody_has_it_for_long_and_the_lead_is_told_once() {
    let floor = Floor::new(push());
    let c = floor.case();
    floor.desk.wait(Span::minutes(29));
    assert!(!floor.told(11).contains(&NoticeKind::Untaken));
    floor.desk.wait(Span::minutes(2));
    let told = floor.told(11);
    assert_eq!(
        told.iter().filter(|it| **it == NoticeKind::Untaken).count(),
        1
    );
    floor.desk.wait(Span::hours(3));
    let told = floor.told(11);
    assert_eq!(
        told.iter().filter(|it| **it == NoticeKind::Untaken).count(),
        1
    );
    // The control: what is given is told of to nobody.
    let given = floor.case();
    floor.drains(&[10]);
    floor.desk.wait(Span::hours(1));
    let fired = |c: &Conversation| {
        let all = floor.desk.events(c).into_iter();
        all.filter(|it| matches!(it, EventKind::TimerFired { .. }))
            .count()
    };
    assert_eq!((fired(&c), fired(&given)), (1, 0));
    floor.desk.holds();
}

#[test]
fn another_team_gets_what_waits_and_never_back() {
    let over = |to, minutes| Queue {
        overflow: Some(Overflow {
            to: id(to),
            minutes,
        }),
        ..push()
    };
    let floor = Floor::new(over(GENERAL, 10));
    let luis = floor.desk.luis.clone();
    floor
        .desk
        .act(move |w| teams::set_queue(w, &luis, id(GENERAL), over(SALES, 10)));
    let c = floor.case();
    floor.desk.wait(Span::minutes(9));
    assert_eq!(floor.desk.again(&c).team, Some(id(SALES)));
    floor.desk.wait(Span::minutes(1));
    let there = floor.desk.again(&c);
    assert_eq!(there.team, Some(id(GENERAL)));
    let why = floor.desk.events(&c).into_iter().rev();
    let why = why.filter_map(|it| match it {
        EventKind::TeamSet { why, .. } => Some(why),
        _ => None,
    });
    let overflow = Reason::Overflow {
        team: id(SALES),
        minutes: 10,
    };
    assert_eq!(why.take(1).collect::<Vec<_>>(), [overflow]);
    // It has been in both lines: it stays.
    floor.desk.wait(Span::hours(2));
    assert_eq!(floor.desk.again(&c).team, Some(id(GENERAL)));
    assert_eq!(floor.drains(&[13]), [(c.number, 13)]);
    floor.desk.holds();
}

fn with_take_back() -> Queue {
    Queue {
        take_back: TakeBack {
            mail: 10,
            ..TakeBack::default()
        },
        ..push()
    }
}

#[test]
fn what_is_not_taken_goes_to_the_next_and_stays_after_two_times() {
    let floor = Floor::new(with_take_back());
    let c = floor.case();
    assert_eq!(floor.drains(&[10]), [(c.number, 10)]);
    floor.desk.wait(Span::minutes(9));
    assert_eq!(floor.due_back(), 0);
    floor.desk.wait(Span::minutes(1));
    assert_eq!(floor.due_back(), 1);
    // Each thing that speaks against it, and then none.
    assert_eq!(floor.takes_back(&c, &[10], &[10, 12]), Outcome::Later);
    assert_eq!(floor.takes_back(&c, &[], &[10]), Outcome::Later);
    assert_eq!(floor.has(&c), Some(10));
    assert_eq!(floor.takes_back(&c, &[12], &[10, 12]), Outcome::Back);
    assert_eq!(floor.has(&c), None);
    let not_taken = Reason::NotTaken {
        agent: id(10),
        minutes: 10,
    };
    assert_eq!(floor.why(&c), not_taken);
    // Both are there: not to Ana again.
    assert_eq!(floor.drains(&[10, 12]), [(c.number, 12)]);
    floor.desk.wait(Span::minutes(10));
    assert_eq!(floor.due_back(), 1);
    floor.agent(10, |it| it.serving.skills.clear());
    // Ana refused it too, so nobody else is left.
    assert_eq!(floor.takes_back(&c, &[], &[10, 12]), Outcome::Later);
    floor.agent(13, |it| it.teams.push(id(SALES)));
    assert_eq!(floor.takes_back(&c, &[], &[10, 12, 13]), Outcome::Back);
    assert_eq!(floor.drains(&[10, 12, 13]), [(c.number, 13)]);
    floor.agent(11, |it| it.teams.push(id(SALES)));
    assert_eq!(floor.takes_back(&c, &[], &[10, 11, 12, 13]), Outcome::Stays);
    assert_eq!(floor.has(&c), Some(13));
    assert!(floor.told(11).contains(&NoticeKind::Untaken));
    assert_eq!(floor.takes_back(&c, &[], &[10, 11, 12, 13]), Outcome::Over);
    floor.desk.holds();
}

#[test]
fn what_is_written_in_or_answered_is_not_taken_back() {
    let floor = Floor::new(with_take_back());
    let (drafted, answered, given) = (floor.case(), floor.case(), floor.case());
    floor.agent(10, |it| it.serving.cap = Some(9));
    floor.drains(&[10]);
    // Given by a person: never taken back.
    let (by, number) = (floor.desk.luis.clone(), given.number);
    floor
        .desk
        .act(move |w| assign::assign(w, &by, number, None).map(|_| ()));
    let (by, number) = (floor.desk.luis.clone(), given.number);
    floor
        .desk
        .act(move |w| assign::assign(w, &by, number, Some(id(10))).map(|_| ()));
    floor
        .desk
        .reply(&floor.desk.ana, &answered, "One moment", |it| {
            it.then = lobby::domain::delivery::Then::KeepOpen;
        });
    floor.desk.wait(Span::minutes(9));
    let (ana, number) = (floor.desk.ana.clone(), drafted.number);
    floor.desk.act(move |w| {
        let input = draft::Writing {
            conversation: number,
            text: "Dear".to_owned(),
            ..draft::Writing::default()
        };
        draft::save(w, &ana, &input).map(|_| ())
    });
    floor.desk.wait(Span::minutes(1));
    // Of the one a person gave nothing was ever due.
    assert_eq!(floor.due_back(), 2);
    assert_eq!(floor.takes_back(&answered, &[], &[10, 12]), Outcome::Over);
    assert_eq!(floor.takes_back(&given, &[], &[10, 12]), Outcome::Over);
    assert_eq!(floor.takes_back(&drafted, &[], &[10, 12]), Outcome::Later);
    floor.desk.wait(Span::minutes(3));
    assert_eq!(floor.takes_back(&drafted, &[], &[10, 12]), Outcome::Back);
    floor.desk.holds();
}

#[test]
fn who_was_given_it_may_keep_it() {
    let floor = Floor::new(with_take_back());
    let (kept, other) = (floor.case(), floor.case());
    floor.agent(10, |it| it.serving.cap = Some(9));
    floor.drains(&[10]);
    let ten = Some(floor.desk.now() + Span::minutes(10));
    let when = |c: &Conversation| {
        let c = floor.desk.again(c);
        floor.desk.look(|look| goes_back(look, &c))
    };
    assert_eq!((when(&kept), when(&other)), (ten, ten));
    let (ana, number) = (floor.desk.ana.clone(), kept.number);
    floor.desk.act(move |w| keep(w, &ana, number).map(|_| ()));
    assert_eq!((when(&kept), when(&other)), (None, ten));
    floor.desk.wait(Span::minutes(10));
    assert_eq!(floor.due_back(), 1, "the other alone");
    assert_eq!(floor.takes_back(&other, &[], &[10, 12]), Outcome::Back);
    assert_eq!(floor.takes_back(&kept, &[], &[10, 12]), Outcome::Over);
    assert_eq!(floor.has(&kept), Some(10));
    floor.desk.holds();
}

#[test]
fn the_next_one_is_the_oldest_of_ones_own_lines() {
    let floor = Floor::new(push());
    let other = floor.case_of(GENERAL);
    let (first, second) = (floor.case(), floor.case());
    let ana = Viewer::agent(id(10), Role::Agent, [id::<TeamId>(SALES)].into());
    let next = |by: &Viewer, team: Option<TeamId>| {
        let by = by.clone();
        floor.desk.try_act(move |w| take_next(w, &by, team))
    };
    let took = next(&ana, None).unwrap();
    assert_eq!((took.id, took.assignee), (first.id, Some(id(10))));
    assert_eq!(next(&ana, Some(id(GENERAL))).unwrap().id, other.id);
    assert_eq!(next(&ana, None).unwrap().id, second.id);
    let none = next(&ana, None);
    assert!(matches!(
        none,
        Err(Error::Conflict {
            code: "nothing-waits"
        })
    ));
    // What is no team's is anybody's.
    let loose = floor
        .desk
        .begins(&Mail::from("z@example.com", "Z", "Is it open?"));
    assert_eq!(next(&ana, None).unwrap().id, loose.id);
    floor.desk.holds();
}

/// A day of twenty people and five teams, who come and go, answer and resolve, while customers write: after every
/// step nobody carries too much, and no first in line waits while somebody who fits has room.
#[test]
fn a_day_of_chance_leaves_nobody_waiting_for_nothing() {
    let floor = Floor::new(push());
    let mut dice = Dice(20_261_104);
    let teams: Vec<u128> = (60..65).collect();
    let (for_deed, mut all) = (teams.clone(), Dice(5));
    let people: Vec<(u128, Vec<u128>, u16)> = (100..120)
        .map(|n| {
            let of = (0..1 + all.below(2)).map(|_| teams[all.below(5)]);
            (n, of.collect(), 1 + all.below(4) as u16)
        })
        .collect();
    let staff = people.clone();
    floor.desk.act(move |w| {
        for n in &for_deed {
            w.put_team(&Team {
                id: id(*n),
                name: n.to_string(),
                queue: push(),
                ..Team::default()
            })?;
        }
        for (n, of, cap) in &staff {
            w.put_agent(&Agent {
                id: id(*n),
                name: n.to_string(),
                email: format!("{n}@shop.example"),
                teams: of.iter().map(|n| id(*n)).collect(),
                serving: Serving {
                    cap: Some(*cap),
                    ..Serving::default()
                },
                ..Agent::default()
            })?;
        }
        Ok(())
    });
    let mut there: Vec<u128> = Vec::new();
    let mut open: Vec<Conversation> = Vec::new();
    let mut given: BTreeMap<u64, u128> = BTreeMap::new();
    for step in 0..1_500 {
        match dice.below(10) {
            0..4 => open.push(floor.case_of(teams[dice.below(5)])),
            4..8 if !open.is_empty() => {
                let c = open.swap_remove(dice.below(open.len()));
                floor.resolves(&c);
            }
            _ => {
                let who = 100 + dice.below(20) as u128;
                let was = there.len();
                there.retain(|it| *it != who);
                if there.len() == was {
                    there.push(who);
                }
            }
        }
        let before: BTreeMap<u128, Vec<u64>> = teams
            .iter()
            .map(|team| (*team, line_of(&floor, *team)))
            .collect();
        let now = floor.drains(&there);
        given.extend(now.iter().copied());
        for (team, line) in &before {
            // All weigh the same: those given are the first of the line.
            let gone = now.iter().filter(|it| line.contains(&it.0)).count();
            let taken: Vec<u64> = now.iter().map(|it| it.0).collect();
            assert!(line[..gone].iter().all(|it| taken.contains(it)), "{step}");
            let waits = line.len() > gone;
            for (n, of, cap) in people.iter().filter(|it| it.1.contains(team)) {
                let carried = floor.desk.look(|look| look.carried(id(*n))).len();
                assert!(
                    carried <= usize::from(*cap),
                    "{n} carries {carried}, {step}"
                );
                let idle = there.contains(n) && carried < usize::from(*cap);
                assert!(!(waits && idle), "{of:?} waits for {n}, step {step}");
            }
        }
    }
    assert!(given.len() > 300, "{}", given.len());
    let resolved = |c: &Conversation| !matches!(floor.desk.again(c).status, Status::Open);
    assert!(!open.iter().any(resolved));
    floor.desk.holds();
}

fn line_of(floor: &Floor, team: u128) -> Vec<u64> {
    let line = floor
        .desk
        .look(|look| look.line(Some(id(team)), None, 10_000));
    line.iter()
        .map(|it| floor.desk.conversation(it.conversation).number)
        .collect()
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let floor = Floor::new(push());
    let luis = floor.desk.luis.clone();
    let set = |queue: Queue| {
        let luis = luis.clone();
        floor
            .desk
            .try_act(move |w| teams::set_queue(w, &luis, id(SALES), queue))
    };
    let over = |to, minutes| Queue {
        overflow: Some(Overflow {
            to: id(to),
            minutes,
        }),
        ..push()
    };
    for (queue, fits) in [
        (over(SALES, 10), false),
        (over(99, 10), false),
        (over(GENERAL, 0), false),
        (over(GENERAL, 10), true),
        (
            Queue {
                fit_minutes: 10_081,
                ..push()
            },
            false,
        ),
    ] {
        assert_eq!(set(queue).is_ok(), fits, "{queue:?}");
    }
    let serving = |change: fn(&mut Serving)| {
        let luis = floor.desk.luis.clone();
        let mut new = Serving::default();
        change(&mut new);
        floor
            .desk
            .try_act(move |w| agents::set_serving(w, &luis, id(10), &new).map(|_| ()))
    };
    assert!(serving(|it| it.cap = Some(501)).is_err());
    assert!(serving(|it| it.speaks = vec!["spa".into()]).is_err());
    assert!(serving(|it| it.skills = vec![id(1)]).is_err());
    assert!(serving(|it| it.shifts[0] = vec![(60, 120), (100, 200)]).is_err());
    assert!(serving(|it| it.shifts[0] = vec![(60, 120), (120, 200)]).is_ok());
    let ana = floor.desk.ana.clone();
    let refused = floor
        .desk
        .try_act(move |w| agents::set_serving(w, &ana, id(10), &Serving::default()).map(|_| ()));
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
}
