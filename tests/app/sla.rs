//! How soon we mean to answer: measured from what was said and done, warned of and missed once each, the same whoever
//! touches the conversation, and never by what counts for nothing.

use lobby::conversations::note::{Note, note};
use lobby::conversations::said::Said;
use lobby::conversations::sla::follow::follow;
use lobby::conversations::sla::measure::{Anew, measure_lot};
use lobby::conversations::sla::preview::{Preview, preview};
use lobby::conversations::{delivery, fields, status};
use lobby::desk::rules;
use lobby::desk::sla_policies::{self as desk, About, Preset};
use lobby::domain::conversation::{Conversation, Priority};
use lobby::domain::error::Error;
use lobby::domain::event::EventKind;
use lobby::domain::job::JobKind;
use lobby::domain::notice::NoticeKind;
use lobby::domain::outbound::SendError;
use lobby::domain::rule::{RuleAct, Trigger};
use lobby::domain::sla::{Clock, ClockKind, Pauses, SlaPolicy, Step, Target};
use lobby::domain::time::{Millis, Span, Term};
use lobby::domain::view::{Condition, Test};
use lobby::notices::react::{Eyes, place, react};

use crate::support::desk::Desk;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

/// A desk whose clocks are kept.
struct Agreed {
    desk: Desk,
    policy: SlaPolicy,
}

fn targets(minutes: [i64; 3]) -> Vec<Target> {
    let each = ClockKind::ALL.into_iter().zip(minutes);
    let all = each.filter(|it| it.1 > 0).flat_map(|(clock, minutes)| {
        Priority::ALL.map(|priority| Target {
            clock,
            priority,
            term: Term::Span(Span::minutes(minutes)),
        })
    });
    all.collect()
}

fn usual() -> About {
    let warning = Step {
        minutes: -5,
        assignee: true,
        ..Step::default()
    };
    let missed = Step {
        lead: true,
        priority: Some(Priority::High),
        ..Step::default()
    };
    About {
        name: "Everything".to_owned(),
        targets: targets([20, 40, 0]),
        steps: vec![warning, missed],
        ..About::default()
    }
}

impl Agreed {
    fn new(about: About) -> Self {
        let desk = Desk::new();
        desk.act(|w| w.place("sla").map(|_| ()));
        desk.act(|w| place(w).map(|_| ()));
        let luis = desk.luis.clone();
        let policy = desk.act(move |w| desk::make(w, &luis, &about, true));
        Agreed { desk, policy }
    }

    /// Follows the log, as the job does.
    fn follows(&self) {
        self.desk.act(|w| {
            let from = w.place("sla")?;
            let last = follow(w, from, 10_000)?;
            w.put_cursor("sla", last)
        });
    }

    fn case(&self) -> Conversation {
        let c = self
            .desk
            .begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
        self.follows();
        self.desk.again(&c)
    }

    /// What Carla writes next in the thread.
    fn writes(&self, c: &Conversation, text: &str) {
        let mut mail = Mail::from(CARLA, "Re: Lamp", text);
        let first = self.desk.messages(c).remove(0);
        mail.mail.points_to = vec![first.mail.unwrap().message_id];
        self.desk.joins(&mail);
        self.follows();
    }

    fn clock(&self, c: &Conversation, kind: ClockKind) -> Option<Clock> {
        let sla = self.desk.again(c).sla;
        sla.and_then(|it| it.clock(kind).copied())
    }

    fn first(&self, c: &Conversation) -> Clock {
        self.clock(c, ClockKind::FirstResponse).unwrap()
    }

    /// What was done about it, in order.
    fn steps(&self, c: &Conversation) -> Vec<&'static str> {
        let all = self.desk.events(c).into_iter();
        all.filter_map(|it| match it {
            EventKind::SlaWarned { .. } => Some("warned"),
            EventKind::SlaMissed { .. } => Some("missed"),
            EventKind::SlaEscalated { .. } => Some("escalated"),
            _ => None,
        })
        .collect()
    }

    fn change(&self, about: About, now: bool) {
        let (luis, id) = (self.desk.luis.clone(), self.policy.id);
        self.desk
            .act(move |w| desk::change(w, &luis, id, &about, now));
        let asked = self
            .desk
            .look(|look| look.jobs_due(Millis(i64::MAX - 1), 1_000));
        let asked = asked
            .iter()
            .filter(|it| matches!(it.kind, JobKind::Measure { .. }));
        // Making it asked for one already.
        assert_eq!(asked.count(), 1 + usize::from(now));
        if now {
            self.desk
                .act(|w| measure_lot(w, None, Anew::Agreement).map(|_| ()));
        }
        self.follows();
    }
}

#[test]
fn the_first_answer_and_each_next_one_have_their_own_clocks() {
    let it = Agreed::new(usual());
    let c = it.case();
    let asked = c.waiting_since.unwrap();
    let first = it.first(&c);
    assert_eq!((first.since, first.met_at), (asked, None));
    assert_eq!(first.due, Some(asked + Span::minutes(20)));
    it.desk.later(Span::minutes(3));
    it.writes(&c, "Or in red?");
    assert_eq!(
        it.first(&c).since,
        asked,
        "it counts from the first of them"
    );
    let answered = it.desk.now();
    it.desk.answers_and_sends(&c, "It is, in both.");
    it.follows();
    assert_eq!(it.first(&c).met_at, Some(answered));
    it.desk.later(Span::hours(2));
    it.writes(&c, "And how much is it?");
    let next = it.clock(&c, ClockKind::NextResponse).unwrap();
    assert_eq!(next.due, Some(it.desk.now() + Span::minutes(40)));
    assert_eq!(it.first(&c).met_at, Some(answered), "the first one stays");
    let gone = it
        .desk
        .look(|look| look.timers_due(Millis(i64::MAX - 1), 10));
    assert!(
        gone.iter()
            .any(|t| t.due == next.due.unwrap() - Span::minutes(5))
    );
    it.desk.holds();
}

#[test]
fn what_counts_for_nothing_moves_no_clock() {
    let it = Agreed::new(usual());
    let c = it.case();
    let before = it.first(&c);
    it.desk.later(Span::minutes(2));
    let (ana, number) = (it.desk.ana.clone(), c.number);
    it.desk.act(move |w| {
        let input = Note {
            conversation: number,
            said: Said::of("I ask the warehouse."),
            ..Note::default()
        };
        note(w, &ana, &input).map(|_| ())
    });
    it.follows();
    assert_eq!(it.first(&c), before, "a note is no answer");
    it.desk.answers_and_sends(&c, "It is.");
    it.writes(&c, "Thank you!");
    assert_eq!(
        it.clock(&c, ClockKind::NextResponse),
        None,
        "a courtesy asks nothing"
    );
    it.desk.holds();
}

#[test]
fn an_answer_taken_back_or_lost_never_was_one() {
    let it = Agreed::new(usual());
    let c = it.case();
    let before = it.first(&c);
    let replied = it.desk.answer(&c, "It is.");
    it.follows();
    assert!(it.first(&c).met_at.is_some());
    let ana = it.desk.ana.clone();
    let message = replied.message.id;
    it.desk
        .act(move |w| delivery::undo_reply(w, &ana, message).map(|_| ()));
    it.follows();
    assert_eq!(it.first(&c), before);
    it.desk.answer(&c, "It is.");
    it.desk.later(Span::minutes(30));
    it.follows();
    assert!(it.first(&c).met_at.is_some() && it.steps(&c).is_empty());
    it.desk.fails(SendError::RecipientRefused {
        code: "550".to_owned(),
        detail: "no such user".to_owned(),
        gone: true,
    });
    it.follows();
    it.desk.wait(Span::seconds(1));
    assert_eq!(it.first(&c).met_at, None);
    assert_eq!(it.steps(&c), ["warned", "missed"], "it is late by now");
    it.desk.holds();
}

#[test]
fn each_step_is_taken_once_and_tells_whom_it_names() {
    let it = Agreed::new(usual());
    let c = it.case();
    let (luis, ana) = (it.desk.luis.clone(), it.desk.ana.agent_id().unwrap());
    let number = c.number;
    it.desk.act(move |w| {
        lobby::conversations::assign::assign(w, &luis, number, Some(ana)).map(|_| ())
    });
    it.follows();
    it.desk.wait(Span::minutes(14));
    assert!(it.steps(&c).is_empty());
    it.desk.wait(Span::minutes(1));
    assert_eq!(it.steps(&c), ["warned"]);
    it.desk.wait(Span::minutes(5));
    assert_eq!(it.steps(&c), ["warned", "missed"]);
    assert_eq!(it.desk.again(&c).priority, Priority::High);
    it.follows();
    it.desk.wait(Span::days(3));
    it.follows();
    it.desk.wait(Span::days(3));
    assert_eq!(it.steps(&c), ["warned", "missed"], "and never again");
    let from = it.desk.act(place);
    it.desk
        .act(move |w| react(w, from, 10_000, &Eyes::new()).map(|_| ()));
    let kinds = |who| {
        let all = it.desk.look(move |look| look.notices(who, None, 100));
        let all = all.into_iter().map(|it| it.kind);
        all.filter(|it| matches!(it, NoticeKind::GoalNear | NoticeKind::GoalMissed))
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds(ana), [NoticeKind::GoalNear]);
    // Nobody leads, and there is neither supervisor nor owner here.
    assert!(kinds(it.desk.luis.agent_id().unwrap()).is_empty());
    it.desk.holds();
}

#[test]
fn what_was_agreed_stays_unless_it_is_agreed_anew() {
    let it = Agreed::new(usual());
    let c = it.case();
    let before = it.first(&c);
    let quicker = About {
        targets: targets([10, 10, 0]),
        ..usual()
    };
    it.change(quicker.clone(), false);
    it.desk.later(Span::minutes(1));
    it.writes(&c, "Hello?");
    assert_eq!(it.first(&c), before, "this one keeps what was meant for it");
    let other = it
        .desk
        .begins(&Mail::from("eva@example.com", "Chair", "How long?"));
    it.follows();
    let due = it.first(&other).due.unwrap();
    assert_eq!(due.since(other.waiting_since.unwrap()), Span::minutes(10));
    it.change(
        About {
            targets: targets([12, 10, 0]),
            ..usual()
        },
        true,
    );
    let due = it.first(&c).due.unwrap();
    assert_eq!(due.since(before.since), Span::minutes(12));
    it.desk.holds();
}

#[test]
fn another_priority_or_tag_is_agreed_anew() {
    let mut about = usual();
    for target in about
        .targets
        .iter_mut()
        .filter(|it| it.priority == Priority::Urgent)
    {
        target.term = Term::Span(Span::minutes(2));
    }
    let it = Agreed::new(about);
    let c = it.case();
    let (ana, number) = (it.desk.ana.clone(), c.number);
    it.desk
        .act(move |w| fields::set_priority(w, &ana, number, Priority::Urgent).map(|_| ()));
    it.follows();
    let clock = it.first(&c);
    assert_eq!(clock.due, Some(clock.since + Span::minutes(2)));
    it.desk.holds();
}

#[test]
fn until_it_is_resolved_what_waits_for_the_customer_does_not_count() {
    let it = Agreed::new(About {
        targets: targets([0, 0, 60]),
        ..usual()
    });
    let c = it.case();
    let clock = || it.clock(&c, ClockKind::Resolution).unwrap();
    let began = clock().since;
    assert_eq!(clock().due, Some(began + Span::minutes(60)));
    it.desk.later(Span::minutes(10));
    it.desk.answer(&c, "It is. Shall I send it?");
    it.follows();
    assert_eq!(clock().due, None, "it stands still");
    it.desk.later(Span::hours(5));
    it.writes(&c, "Yes, to my office, please. When will it be here?");
    assert_eq!(clock().due, Some(began + Span::hours(6)));
    it.desk.later(Span::minutes(20));
    let (ana, number) = (it.desk.ana.clone(), c.number);
    it.desk
        .act(move |w| status::resolve(w, &ana, number).map(|_| ()));
    it.follows();
    let met = clock();
    assert!(met.met_at == Some(it.desk.now()) && !met.is_missed(it.desk.now()));
    it.desk.holds();
}

#[test]
fn of_several_the_first_that_fits_counts() {
    let it = Agreed::new(About {
        condition: Condition::Is(Test::Priority(vec![Priority::Urgent])),
        ..usual()
    });
    let c = it.case();
    assert_eq!(c.sla, None, "it is for the urgent only");
    let luis = it.desk.luis.clone();
    let about = About {
        name: "The rest".to_owned(),
        targets: targets([7, 0, 0]),
        ..About::default()
    };
    let rest = it.desk.act(move |w| desk::make(w, &luis, &about, true));
    it.desk
        .act(|w| measure_lot(w, None, Anew::Agreement).map(|_| ()));
    assert_eq!(it.desk.again(&c).sla.unwrap().policy, rest.id);
    let (now, seen) = (it.desk.now(), rest.clone());
    let found = it.desk.look(move |look| preview(look, &seen, now));
    let expected = Preview {
        n: 1,
        soon: 1,
        ..Preview::default()
    };
    assert_eq!(found, expected);
    let (luis, id) = (it.desk.luis.clone(), rest.id);
    it.desk.act(move |w| desk::retire(w, &luis, id));
    it.desk
        .act(|w| measure_lot(w, None, Anew::Agreement).map(|_| ()));
    assert_eq!(it.desk.again(&c).sla, None);
    it.desk.holds();
}

#[test]
fn only_who_administers_agrees_and_only_what_can_be_measured() {
    let it = Agreed::new(usual());
    let ana = it.desk.ana.clone();
    let refused = it
        .desk
        .try_act(move |w| desk::make(w, &ana, &usual(), true).map(|_| ()));
    assert!(matches!(refused, Err(Error::Forbidden { .. })));
    let nothing = About {
        name: "Nothing".to_owned(),
        ..About::default()
    };
    let never = About {
        name: "Never".to_owned(),
        targets: targets([600_000, 0, 0]),
        ..About::default()
    };
    let idle = About {
        name: "Idle".to_owned(),
        steps: vec![Step::default()],
        pauses: Pauses::default(),
        ..usual()
    };
    for about in [nothing, never, idle] {
        let luis = it.desk.luis.clone();
        let refused = it
            .desk
            .try_act(move |w| desk::make(w, &luis, &about, true).map(|_| ()));
        assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    }
    let names = ["Chat", "Messages", "Mail"].map(str::to_owned);
    let luis = it.desk.luis.clone();
    it.desk
        .act(move |w| desk::begin(w, &luis, Preset::Normal.minutes(), &names));
    let all = it.desk.look(desk::list);
    let names: Vec<&str> = all.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Everything", "Mail"], "there is only mail here");
    it.desk.holds();
}

#[test]
fn a_rule_chooses_a_policy_whatever_that_is_for() {
    let it = Agreed::new(usual());
    it.desk.act(|w| w.place("rules").map(|_| ()));
    let (luis, hers) = (it.desk.luis.clone(), it.desk.luis.clone());
    // For nothing by itself: no conversation is urgent.
    let strict = About {
        name: "Key customers".to_owned(),
        condition: Condition::Is(Test::Priority(vec![Priority::Urgent])),
        targets: targets([5, 5, 0]),
        ..About::default()
    };
    let strict = it.desk.act(move |w| desk::make(w, &luis, &strict, true)).id;
    let about = rules::About {
        name: "Lamps".to_owned(),
        trigger: Trigger::Arrival,
        acts: vec![RuleAct::Agree { policy: strict }],
        ..rules::About::default()
    };
    let rule = it.desk.act(move |w| rules::make(w, &hers, &about));
    let c = it.case();
    assert_eq!(c.sla.as_ref().unwrap().policy, strict);
    assert_eq!(it.first(&c).target, Term::Span(Span::minutes(5)));
    let chose = EventKind::RuleAgreed {
        rule: rule.id,
        policy: strict,
    };
    assert!(it.desk.events(&c).contains(&chose));
    // It stays when the others are chosen anew, and goes when it is out of use.
    it.desk
        .act(|w| measure_lot(w, None, Anew::Agreement).map(|_| ()));
    assert_eq!(it.desk.again(&c).sla.unwrap().policy, strict);
    let (luis, usual) = (it.desk.luis.clone(), it.policy.id);
    it.desk.act(move |w| desk::retire(w, &luis, strict));
    it.desk
        .act(|w| measure_lot(w, None, Anew::Agreement).map(|_| ()));
    assert_eq!(it.desk.again(&c).sla.unwrap().policy, usual);
    // A rule that names what is gone is switched off, and says so.
    let next = it
        .desk
        .begins(&Mail::from("eva@example.com", "Chair", "How long?"));
    let failed = |kind: &EventKind| matches!(kind, EventKind::RuleFailed { .. });
    assert!(it.desk.events(&next).iter().any(failed));
    it.desk.holds();
}
