//! Alerts: a figure that is too high is told of once until it fell, over a restart too; a storm is one message a minute;
//! what is not wanted at night waits for the morning.

use std::cell::Cell;
use std::sync::Arc;

use lobby::board::{Board, Sight};
use lobby::desk::alerts::outlets;
use lobby::desk::alerts::thresholds::{self, About, Reading};
use lobby::desk::sla_policies::{self, About as Goal};
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::conversation::Priority;
use lobby::domain::error::Error;
use lobby::domain::event::{EventKind, Subject};
use lobby::domain::id::{OutletId, ThresholdId};
use lobby::domain::job::JobKind;
use lobby::domain::monitor::Scope;
use lobby::domain::monitor::alert::{AlertCall, Hours, Measure};
use lobby::domain::notice::NoticeKind;
use lobby::domain::sla::{ClockKind, SlaPolicy, Step, Target};
use lobby::domain::team::Team;
use lobby::domain::time::{Millis, Span, Term};
use lobby::keys::KeyRing;
use lobby::notices::outlets::leave;
use lobby::notices::react::{Eyes, place, react};

use crate::support::desk::{Desk, id, person};
use crate::support::mail::Mail;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SALES: u128 = 50;

struct Alerting {
    desk: Desk,
    board: Arc<Board>,
    written: Cell<usize>,
}

impl Alerting {
    fn new() -> Self {
        let desk = Desk::new();
        desk.act(|w| {
            w.put_team(&Team {
                id: id(SALES),
                name: "Sales".to_owned(),
                lead: Some(id(10)),
                ..Team::default()
            })?;
            place(w).map(|_| ())
        });
        let board = Board::attach(&desk.store).unwrap();
        Alerting {
            desk,
            board,
            written: Cell::default(),
        }
    }

    fn outlet(&self) -> OutletId {
        let (luis, keys): (Viewer, Arc<KeyRing>) = (self.desk.luis.clone(), self.desk.keys.clone());
        self.desk.act(move |w| {
            let made = ("Pager", "https://pager.example/alerts");
            outlets::make_webhook(w, &luis, &keys, made, SECRET).map(|it| it.id)
        })
    }

    fn threshold(&self, above: u32, outlet: Option<OutletId>) -> ThresholdId {
        let luis = self.desk.luis.clone();
        let about = About {
            measure: Measure::People,
            above,
            people: vec![id(10)],
            outlets: outlet.into_iter().collect(),
            ..About::default()
        };
        self.desk
            .act(move |w| thresholds::make(w, &luis, &about).map(|it| it.id))
    }

    /// Looks at the figures, as the job does.
    fn looks(&self, threshold: ThresholdId) {
        let viewer = Viewer::system(SystemPart::Timers);
        let sight = Sight {
            viewer: &viewer,
            scope: &Scope::All,
        };
        let now = self.desk.now();
        let seen = self
            .desk
            .look(|look| self.board.monitor().figures(look, sight, (None, now)));
        let n = u32::try_from(seen.whole.people).unwrap();
        let readings = [Reading { id: threshold, n }];
        self.desk.act(move |w| thresholds::crossed(w, &readings));
        self.follows();
    }

    fn follows(&self) {
        self.desk.act(|w| {
            let from = place(w)?;
            react(w, from, 10_000, &Eyes::default()).map(|_| ())
        });
    }

    /// What was told to an agent of a kind, and how often.
    fn told(&self, agent: u128, kind: NoticeKind) -> Vec<u32> {
        let all = self.desk.look(|look| look.notices(id(agent), None, 1_000));
        all.into_iter()
            .filter(|it| it.kind == kind)
            .map(|it| it.n)
            .collect()
    }

    /// Somebody writes, each time about something else.
    fn writes(&self, n: usize) {
        let from = format!("c{n}@example.com");
        self.written.set(self.written.get() + 1);
        let text = format!("Is lamp {} in stock?", self.written.get());
        self.desk.begins(&Mail::from(&from, "Lamp", &text));
    }

    /// Lets what is due leave, as the job does; all messages so far, oldest first.
    fn leaves(&self, outlet: OutletId) -> Vec<AlertCall> {
        let now = self.desk.now();
        for job in self.desk.look(|look| look.jobs_due(now, 1_000)) {
            if let JobKind::GatherAlerts { outlet: of } = job.kind {
                self.desk.act(move |w| {
                    leave(w, of)?;
                    w.finish_job(&job).map(|_| ())
                });
            }
        }
        let mut all = self.desk.look(|look| look.alert_calls(outlet, 100));
        all.reverse();
        all
    }

    /// A policy whose first step tells the outlet, in these hours.
    fn policy(&self, outlet: OutletId, hours: Hours) -> SlaPolicy {
        let luis = self.desk.luis.clone();
        let about = Goal {
            name: "All".to_owned(),
            targets: vec![Target {
                clock: ClockKind::FirstResponse,
                priority: Priority::Normal,
                term: Term::Span(Span::minutes(20)),
            }],
            steps: vec![Step {
                people: vec![id(10)],
                outlets: vec![outlet],
                hours,
                ..Step::default()
            }],
            ..Goal::default()
        };
        self.desk
            .act(move |w| sla_policies::make(w, &luis, &about, true))
    }

    /// So many goals are missed at once.
    fn misses(&self, n: usize) {
        for at in 0..n {
            self.writes(10_000 + at);
        }
        self.desk.act(|w| {
            let from = w.place("sla")?;
            let last = lobby::conversations::sla::follow::follow(w, from, 100_000)?;
            w.put_cursor("sla", last)
        });
        self.desk.wait(Span::minutes(21));
        self.follows();
    }
}

#[test]
fn a_figure_too_high_is_told_of_once_until_it_fell() {
    let it = Alerting::new();
    let outlet = it.outlet();
    let threshold = it.threshold(1, Some(outlet));
    it.writes(1);
    it.looks(threshold);
    assert!(it.told(10, NoticeKind::Threshold).is_empty());
    it.writes(2);
    for _ in 0..3 {
        it.looks(threshold);
        it.writes(3);
    }
    assert_eq!(it.told(10, NoticeKind::Threshold), [2]);
    // A Lobby started anew knows that it told.
    let anew = Alerting {
        board: Board::attach(&it.desk.store).unwrap(),
        ..it
    };
    anew.looks(threshold);
    assert_eq!(anew.told(10, NoticeKind::Threshold), [2]);
    anew.desk.later(Span::seconds(3));
    assert_eq!(anew.leaves(outlet).len(), 1);
    // It falls, and is too high again.
    let luis = anew.desk.luis.clone();
    let fallen = Reading {
        id: threshold,
        n: 1,
    };
    anew.desk.act(move |w| thresholds::crossed(w, &[fallen]));
    let crossed = |over| move |it: &EventKind| matches!(it, EventKind::ThresholdCrossed { over: now, .. } if *now == over);
    let log = anew.desk.look(|look| look.events_before(None, 1_000));
    let log: Vec<EventKind> = log.into_iter().map(|it| it.kind).collect();
    assert_eq!(log.iter().filter(|it| crossed(true)(it)).count(), 1);
    assert_eq!(log.iter().filter(|it| crossed(false)(it)).count(), 1);
    anew.looks(threshold);
    anew.desk.later(Span::minutes(1));
    let all = anew.leaves(outlet);
    assert_eq!(all.len(), 2, "{all:?}");
    assert_eq!(all[1].told.threshold.map(|it| it.0), Some(threshold));
    // Taken out of use it is looked at no more.
    anew.desk
        .act(move |w| thresholds::retire(w, &luis, threshold));
    let gone = Reading {
        id: threshold,
        n: 9,
    };
    anew.desk.act(move |w| thresholds::crossed(w, &[gone]));
    anew.desk.holds();
}

#[test]
fn a_storm_is_one_message_with_its_number() {
    let it = Alerting::new();
    it.desk.act(|w| w.place("sla").map(|_| ()));
    let outlet = it.outlet();
    it.policy(outlet, Hours::Always);
    it.misses(500);
    // Who is told is told of all of them as one.
    assert_eq!(it.told(10, NoticeKind::GoalMissed), [500]);
    assert_eq!(it.leaves(outlet).len(), 0, "it is gathered first");
    it.desk.later(Span::seconds(2));
    let all = it.leaves(outlet);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].told.kinds, [(NoticeKind::GoalMissed, 500)]);
    assert_eq!(all[0].told.conversation, None);
    // What comes within the minute waits for its end, and is one again.
    it.misses(3);
    it.misses(2);
    let later = it.leaves(outlet);
    let told: Vec<u32> = later.iter().map(|it| it.told.total()).collect();
    assert_eq!(told, [500, 5]);
}

#[test]
fn two_that_are_apart_are_two_messages() {
    let it = Alerting::new();
    it.desk.act(|w| w.place("sla").map(|_| ()));
    let outlet = it.outlet();
    it.policy(outlet, Hours::Always);
    for n in 1..=2 {
        it.misses(1);
        it.desk.later(Span::minutes(2));
        let all = it.leaves(outlet);
        assert_eq!(all.len(), n);
        assert!(all[n - 1].told.conversation.is_some());
    }
}

#[test]
fn what_is_not_wanted_while_closed_waits_for_the_opening() {
    let it = Alerting::new();
    // Open from nine to five, in UTC; it is three in the afternoon.
    it.desk.act(|w| {
        let mut business = w.business()?.unwrap_or_default();
        business.time_zone = "UTC".to_owned();
        for day in &mut business.hours.week {
            day.push((540, 1_020));
        }
        w.put_business(&business)?;
        w.place("sla").map(|_| ())
    });
    let outlet = it.outlet();
    it.policy(outlet, Hours::Open);
    it.desk.later(Span::hours(3));
    it.misses(2);
    it.desk.later(Span::minutes(5));
    assert_eq!(it.leaves(outlet).len(), 0);
    // It stands in her list, and nothing sounds or is pushed.
    let silent = it.desk.look(|look| look.notices(id(10), None, 10));
    assert!(
        silent
            .iter()
            .all(|it| it.push_due.is_none() && it.mail_due.is_none())
    );
    it.desk.later(Span::hours(15));
    let all = it.leaves(outlet);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].told.total(), 2);
}

#[test]
fn who_may_arrange_what() {
    let it = Alerting::new();
    let (lead, other) = (person(10, Role::Agent), person(12, Role::Agent));
    let about = |team: Option<u128>| About {
        team: team.map(id),
        above: 5,
        lead: true,
        ..About::default()
    };
    let make = |by: &Viewer, about: About| {
        let by = by.clone();
        it.desk
            .try_act(move |w| thresholds::make(w, &by, &about).map(|_| ()))
    };
    assert!(make(&lead, about(Some(SALES))).is_ok());
    assert!(matches!(make(&lead, about(None)), Err(Error::Invalid(_))));
    assert!(matches!(
        make(&other, about(Some(SALES))),
        Err(Error::Forbidden { .. })
    ));
    let nobody = About {
        lead: false,
        ..about(None)
    };
    assert!(matches!(
        make(&it.desk.luis, nobody),
        Err(Error::Invalid(_))
    ));
    let bad = it.desk.try_act({
        let (luis, keys) = (it.desk.luis.clone(), it.desk.keys.clone());
        move |w| {
            outlets::make_webhook(w, &luis, &keys, ("X", "ftp://x.example"), SECRET).map(|_| ())
        }
    });
    assert!(matches!(bad, Err(Error::Invalid(_))));
    // A channel that breaks is told where that is wanted, and only there.
    let (quiet, loud) = (it.outlet(), {
        let (luis, keys) = (it.desk.luis.clone(), it.desk.keys.clone());
        it.desk.act(move |w| {
            let made = ("Loud", "https://loud.example");
            let made = outlets::make_webhook(w, &luis, &keys, made, SECRET)?;
            outlets::tell_of_channels(w, &luis, made.id, true)?;
            Ok(made.id)
        })
    });
    let mailbox = it.desk.mailbox;
    it.desk.act(move |w| {
        use lobby::domain::channel::HealthState;
        let kind = EventKind::HealthMoved {
            connection: mailbox,
            from: HealthState::Working,
            to: HealthState::NeedsYou,
        };
        let actor = lobby::domain::actor::Actor::System(SystemPart::Intake);
        w.event(actor, Subject::default(), kind).map(|_| ())
    });
    it.follows();
    it.desk.later(Span::seconds(3));
    it.leaves(loud);
    assert_eq!(it.leaves(quiet).len(), 0);
    let told = it.desk.look(|look| look.alert_calls(loud, 10));
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].told.kinds, [(NoticeKind::ChannelDown, 1)]);
    assert!(told[0].at > Millis(0));
}
