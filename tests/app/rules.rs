//! What happens by itself: when it is asked, what it does and leaves alone, that it never goes round in circles, and that
//! what is foretold of it is what happens.

use lobby::conversations::fields;
use lobby::conversations::rules::apart::{self, Doing, in_vain, trouble};
use lobby::conversations::rules::follow::follow;
use lobby::conversations::rules::past::past;
use lobby::conversations::rules::pretend::{Message as Pretended, pretend};
use lobby::conversations::rules::time::plan_lot;
use lobby::conversations::{assign, status, timers};
use lobby::desk::rules::{self as desk, About};
use lobby::desk::setting;
use lobby::desk::tags;
use lobby::desk::teams::{self, NewTeam};
use lobby::domain::actor::Actor;
use lobby::domain::contact::Tier;
use lobby::domain::conversation::{Conversation, Priority, Status};
use lobby::domain::event::EventKind;
use lobby::domain::id::{AgentId, TagId, TeamId};
use lobby::domain::job::JobKind;
use lobby::domain::macros::MacroAct;
use lobby::domain::message::{Author, MessageKind};
use lobby::domain::notice::NoticeKind;
use lobby::domain::reason::Reason;
use lobby::domain::rule::{Rule, RuleAct, Told, Trigger, Trouble, Wait};
use lobby::domain::time::{Millis, Span};
use lobby::domain::view::{Condition, ContactField, Part, State, Tally, Test, TextTest, Who};
use lobby::notices::react::{Eyes, place, react};

use crate::support::desk::Desk;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

fn is(test: Test) -> Condition {
    Condition::Is(test)
}

fn says(words: &[&str]) -> Condition {
    is(Test::Said {
        part: Part::All,
        is: TextTest::Words(words.iter().map(|it| (*it).to_owned()).collect()),
    })
}

fn priority(to: Priority) -> RuleAct {
    RuleAct::Do(MacroAct::SetPriority { to })
}

fn answer(text: &str) -> RuleAct {
    RuleAct::Do(MacroAct::Reply { text: text.into() })
}

fn waited(on: Wait, span: Span) -> Trigger {
    Trigger::Waited {
        on,
        span,
        open_hours: false,
    }
}

/// A desk whose rules are asked.
pub struct Ruled {
    pub desk: Desk,
}

impl Ruled {
    pub fn new() -> Self {
        let desk = Desk::new();
        desk.act(|w| w.place("rules").map(|_| ()));
        desk.act(|w| place(w).map(|_| ()));
        Ruled { desk }
    }

    pub fn rule(
        &self,
        name: &str,
        trigger: Trigger,
        condition: Condition,
        acts: &[RuleAct],
    ) -> Rule {
        self.about(About {
            name: name.to_owned(),
            trigger,
            condition,
            acts: acts.to_vec(),
            ..About::default()
        })
    }

    fn about(&self, about: About) -> Rule {
        let luis = self.desk.luis.clone();
        self.desk.act(move |w| desk::make(w, &luis, &about))
    }

    fn tag(&self, name: &'static str) -> TagId {
        let luis = self.desk.luis.clone();
        self.desk
            .act(move |w| tags::find_or_make(w, &luis, name).map(|it| it.id))
    }

    fn team(&self, name: &'static str) -> TeamId {
        let luis = self.desk.luis.clone();
        let made = self.desk.act(move |w| {
            let new = NewTeam {
                name: name.to_owned(),
                ..NewTeam::default()
            };
            teams::make(w, &luis, &new)
        });
        made.id
    }

    /// Follows the log and does what is due, as the jobs do, until nothing is left.
    fn follows(&self) {
        for _ in 0..20 {
            let before = self.desk.look(|look| look.last_seq());
            self.desk.act(|w| {
                let from = w.place("rules")?;
                let last = follow(w, from, 10_000)?;
                w.put_cursor("rules", last)
            });
            self.speaks();
            if self.desk.look(|look| look.last_seq()) == before {
                return;
            }
        }
        panic!("rules go on and on");
    }

    /// Does the jobs of rules, each as its own deed.
    fn speaks(&self) {
        let now = self.desk.now();
        for job in self.desk.look(|look| look.jobs_due(now, 1_000)) {
            if let JobKind::RuleAct {
                rule,
                conversation,
                act,
                depth,
            } = job.kind
            {
                let doing = Doing {
                    rule,
                    conversation,
                    act,
                    depth,
                };
                let keys = self.desk.keys.clone();
                let done = self.desk.try_act(move |w| apart::say(w, &keys, doing));
                if let Err(err) = done {
                    let why = trouble(&err);
                    self.desk.act(move |w| in_vain(w, doing, why));
                }
            }
            if matches!(job.kind, JobKind::PlanRules { .. }) {
                self.desk.act(|w| plan_lot(w, None).map(|_| ()));
            }
            self.desk.act(move |w| w.finish_job(&job).map(|_| ()));
        }
    }

    pub fn case(&self, subject: &str, text: &str) -> Conversation {
        let c = self.desk.begins(&Mail::from(CARLA, subject, text));
        self.follows();
        self.desk.again(&c)
    }

    /// What the customer writes next in the thread.
    fn writes(&self, c: &Conversation, text: &str) -> Conversation {
        let mut mail = Mail::from(CARLA, "Re: it", text);
        let first = self.desk.messages(c).remove(0);
        mail.mail.points_to = vec![first.mail.unwrap().message_id];
        self.desk.joins(&mail);
        self.follows();
        self.desk.again(c)
    }

    /// Lets time go on to the second, with all that falls due.
    pub fn passes(&self, by: Span) {
        self.desk.later(by);
        while self.desk.act(timers::fire) > 0 {}
        self.follows();
    }

    fn applied(&self, c: &Conversation, rule: &Rule) -> usize {
        let of = |it: &EventKind| *it == EventKind::RuleApplied { rule: rule.id };
        self.desk.events(c).iter().filter(|it| of(it)).count()
    }
}

#[test]
fn rules_of_arrival_place_a_conversation_in_the_deed_that_takes_it_in() {
    let it = Ruled::new();
    let (team, tag) = (it.team("Returns"), it.tag("refund"));
    let to_team = RuleAct::Do(MacroAct::SetTeam { to: team });
    let refunds = it.rule(
        "Refunds",
        Trigger::Arrival,
        says(&["refund", "money back"]),
        &[to_team, RuleAct::Do(MacroAct::Tag { tag })],
    );
    // Asked behind the other, with what that one left.
    let in_team = is(Test::Team(vec![Some(team)]));
    it.rule(
        "Hurry",
        Trigger::Arrival,
        in_team,
        &[priority(Priority::High)],
    );
    let c = it.desk.begins(&Mail::from(
        CARLA,
        "Lamp",
        "I want my MONEY  back, it broke.",
    ));
    assert_eq!(
        (c.team, c.priority, &c.tags),
        (Some(team), Priority::High, &vec![tag])
    );
    let why = Reason::ByRule { rule: refunds.id };
    let moved = it.desk.look(|look| look.events_of_before(c.id, None, 50));
    let moved = moved
        .iter()
        .find(|it| matches!(it.kind, EventKind::TeamSet { .. }))
        .unwrap();
    assert_eq!(moved.actor, Actor::Rule(refunds.id));
    assert!(matches!(moved.kind, EventKind::TeamSet { why: it, .. } if it == why));
    let other = it.case("Lamp", "Is it refundable? And in stock?");
    assert_eq!(
        (other.team, other.priority),
        (None, Priority::Normal),
        "a word, not a part of one"
    );
    it.desk.holds();
}

#[test]
fn rules_of_arrival_are_asked_again_until_somebody_has_answered() {
    let it = Ruled::new();
    let rule = it.rule(
        "Refunds",
        Trigger::Arrival,
        says(&["refund"]),
        &[priority(Priority::Urgent)],
    );
    let c = it.case("Lamp", "Hello");
    assert_eq!(c.priority, Priority::Normal);
    let c = it.writes(&c, "I want a refund.");
    assert_eq!((c.priority, it.applied(&c, &rule)), (Priority::Urgent, 1));
    let c = it.writes(&c, "Refund, please.");
    assert_eq!(it.applied(&c, &rule), 1, "once in a conversation");
    let answered = it.case("Chair", "Hello");
    it.desk.answers_and_sends(&answered, "What is it?");
    let answered = it.writes(&answered, "A refund.");
    assert_eq!(it.applied(&answered, &rule), 0, "somebody has it in hand");
    it.desk.holds();
}

#[test]
fn what_nobody_is_to_answer_asks_no_rule() {
    let it = Ruled::new();
    let rule = it.rule(
        "All",
        Trigger::Arrival,
        Condition::default(),
        &[priority(Priority::High)],
    );
    let old = Mail::from(CARLA, "Old", "From before.").history(it.desk.now() - Span::days(40));
    let old = it.desk.begins(&old);
    let robot = Mail::from("noreply@example.com", "Ticket", "Thank you for writing.")
        .automatic(lobby::domain::inbound::AutomaticKind::Generated);
    it.desk.receive(&robot);
    it.follows();
    assert_eq!(it.applied(&old, &rule), 0);
    let all = it.desk.look(|look| look.conversations_before(None, 10));
    assert!(all.len() == 2 && all.iter().all(|c| it.applied(c, &rule) == 0));
    it.desk.holds();
}

#[test]
fn events_ask_their_rules_once_with_what_was_before() {
    let it = Ruled::new();
    let tag = it.tag("again");
    let (from, to) = (Some(State::Resolved), Some(State::Open));
    let again = it.rule(
        "Again",
        Trigger::StateMoved { from, to },
        Condition::default(),
        &[RuleAct::Do(MacroAct::Tag { tag })],
    );
    let told = it.rule(
        "Told",
        Trigger::Tagged { tag: Some(tag) },
        is(Test::AtLeast {
            of: Tally::Reopened,
            n: 1,
        }),
        &[RuleAct::Tell(Told {
            people: vec![it.desk.luis.agent_id().unwrap()],
            ..Told::default()
        })],
    );
    let c = it.case("Lamp", "Is it in stock?");
    let (ana, number) = (it.desk.ana.clone(), c.number);
    it.desk
        .act(move |w| status::resolve(w, &ana, number).map(|_| ()));
    it.follows();
    assert_eq!(it.applied(&c, &again), 0);
    let c = it.writes(&c, "It is broken again.");
    assert_eq!((it.applied(&c, &again), &c.tags), (1, &vec![tag]));
    assert_eq!(it.applied(&c, &told), 1, "what a rule did asks others");
    it.desk
        .act(|w| react(w, lobby::domain::id::Seq(0), 10_000, &Eyes::default()).map(|_| ()));
    let luis = it.desk.luis.agent_id().unwrap();
    let notices = it
        .desk
        .look(|look| look.notices(luis, None, 50))
        .into_iter()
        .filter(|it| it.kind == NoticeKind::Rule);
    assert_eq!(notices.count(), 1);
    it.desk.holds();
}

#[test]
fn a_rule_that_stops_ends_the_asking_and_their_order_can_be_changed() {
    let it = Ruled::new();
    let first = it.about(About {
        name: "First".into(),
        acts: vec![priority(Priority::Low)],
        stops: true,
        ..About::default()
    });
    let second = it.rule(
        "Second",
        Trigger::Arrival,
        Condition::default(),
        &[priority(Priority::High)],
    );
    let c = it.case("One", "Is it in stock?");
    assert_eq!((c.priority, it.applied(&c, &second)), (Priority::Low, 0));
    let (luis, id) = (it.desk.luis.clone(), second.id);
    it.desk.act(move |w| desk::shift(w, &luis, id, true));
    let c = it.case("Two", "Is it in stock?");
    assert_eq!((c.priority, it.applied(&c, &first)), (Priority::Low, 1));
    assert_eq!(it.applied(&c, &second), 1);
    let (luis, id) = (it.desk.luis.clone(), first.id);
    it.desk
        .act(move |w| desk::switch(w, &luis, id, false).map(|_| ()));
    let c = it.case("Three", "Is it in stock?");
    assert_eq!((c.priority, it.applied(&c, &first)), (Priority::High, 0));
    it.desk.holds();
}

#[test]
fn a_wait_is_over_at_its_second_and_once() {
    let it = Ruled::new();
    let before = it.case("Before", "Is it in stock?");
    it.desk.later(Span::hours(3));
    let late = it.rule(
        "Late",
        waited(Wait::Us, Span::hours(2)),
        Condition::default(),
        &[priority(Priority::High)],
    );
    it.follows();
    it.passes(Span::minutes(1));
    assert_eq!(
        it.applied(&before, &late),
        0,
        "it was late before there was a rule"
    );
    let c = it.case("Lamp", "Is it in stock?");
    it.passes(Span(Span::hours(2).0 - 1_000));
    assert_eq!(it.applied(&c, &late), 0);
    it.passes(Span::seconds(1));
    assert_eq!(it.applied(&c, &late), 1);
    it.passes(Span::days(3));
    assert_eq!(it.applied(&c, &late), 1, "once each time it goes on");
    it.desk.answers_and_sends(&c, "It is.");
    it.follows();
    let c = it.writes(&c, "And in red?");
    it.passes(Span::hours(2));
    assert_eq!(it.applied(&c, &late), 2);
    it.desk.holds();
}

#[test]
fn a_wait_whose_condition_does_not_hold_is_asked_once_and_no_more() {
    let it = Ruled::new();
    let urgent = is(Test::Priority(vec![Priority::Urgent]));
    let rule = it.rule(
        "Urgent",
        waited(Wait::Unassigned, Span::minutes(30)),
        urgent,
        &[RuleAct::Do(MacroAct::Assign {
            to: it.desk.luis.agent_id(),
        })],
    );
    let c = it.case("Lamp", "Is it in stock?");
    it.passes(Span::minutes(31));
    let (ana, number) = (it.desk.ana.clone(), c.number);
    it.desk
        .act(move |w| fields::set_priority(w, &ana, number, Priority::Urgent).map(|_| ()));
    it.passes(Span::hours(5));
    assert_eq!(it.applied(&c, &rule), 0);
    it.desk.holds();
}

#[test]
fn what_a_person_set_stays_until_the_customer_writes_again() {
    let it = Ruled::new();
    let rule = it.rule(
        "Upset",
        Trigger::Tagged { tag: None },
        Condition::default(),
        &[priority(Priority::Urgent)],
    );
    let tag = it.tag("angry");
    let c = it.case("Lamp", "Is it in stock?");
    let (ana, number) = (it.desk.ana.clone(), c.number);
    it.desk.act(move |w| {
        fields::set_priority(w, &ana, number, Priority::Low)?;
        fields::tag(w, &ana, number, tag).map(|_| ())
    });
    it.follows();
    assert_eq!(it.applied(&c, &rule), 1);
    assert_eq!(it.desk.again(&c).priority, Priority::Low);
    let c = it.writes(&c, "Hello?");
    let other = it.tag("again");
    let (ana, number) = (it.desk.ana.clone(), c.number);
    it.desk
        .act(move |w| fields::tag(w, &ana, number, other).map(|_| ()));
    it.follows();
    assert_eq!(it.desk.again(&c).priority, Priority::Urgent);
    it.desk.holds();
}

#[test]
fn what_a_rule_says_answers_nothing_and_is_said_thrice_a_day_at_most() {
    let it = Ruled::new();
    it.rule(
        "Heard",
        Trigger::CustomerWrote,
        Condition::default(),
        &[answer("We have it, {{contact.first_name|friend}}.")],
    );
    let c = it.case("Lamp", "Is it in stock?");
    let asked = c.waiting_since;
    let said = it.desk.last(&c);
    assert_eq!((said.kind, said.automatic), (MessageKind::Reply, true));
    assert!(matches!(said.author, Author::Rule(_)));
    assert!(said.text.starts_with("We have it, "), "{}", said.text);
    assert!(
        asked.is_some() && c.status == Status::Open,
        "it still waits for us"
    );
    assert_eq!(c.assignee, None);
    for n in 0..4 {
        it.desk.later(Span::minutes(10));
        it.writes(&c, &format!("And number {n}?"));
    }
    let replies = it.desk.messages(&c).into_iter();
    assert_eq!(
        replies.filter(|it| it.kind == MessageKind::Reply).count(),
        3
    );
    let enough = |it: &EventKind| {
        matches!(
            it,
            EventKind::RuleFailed {
                why: Trouble::Enough,
                ..
            }
        )
    };
    assert_eq!(it.desk.events(&c).iter().filter(|it| enough(it)).count(), 2);
    it.desk.holds();
}

#[test]
fn a_rule_does_not_talk_into_a_talk() {
    let it = Ruled::new();
    let c = it.case("Lamp", "Is it in stock?");
    it.desk.answers_and_sends(&c, "Which one?");
    it.rule(
        "Heard",
        Trigger::CustomerWrote,
        Condition::default(),
        &[answer("We have it.")],
    );
    it.desk.later(Span::minutes(20));
    let c = it.writes(&c, "The red one?");
    assert_eq!(it.desk.last(&c).kind, MessageKind::Inbound);
    it.desk.later(Span::minutes(20));
    let c = it.writes(&c, "Hello?");
    assert_eq!(
        it.desk.last(&c).kind,
        MessageKind::Reply,
        "control: later it does"
    );
    it.desk.holds();
}

#[test]
fn a_rule_does_not_answer_what_lay_for_long() {
    let it = Ruled::new();
    it.rule(
        "Heard",
        Trigger::CustomerWrote,
        Condition::default(),
        &[answer("We have it.")],
    );
    let mut late = Mail::from(CARLA, "Lamp", "Is it in stock?");
    late.input.said_at = it.desk.now() - Span::hours(3);
    let c = it.desk.begins(&late);
    it.follows();
    assert_eq!(it.desk.last(&c).kind, MessageKind::Inbound);
    let c = it.case("Chair", "Is it in stock?");
    assert_eq!(it.desk.last(&c).kind, MessageKind::Reply, "control");
    it.desk.holds();
}

#[test]
fn what_is_gone_switches_a_rule_off_and_stops_nothing_else() {
    let it = Ruled::new();
    let (team, tag) = (it.team("Returns"), it.tag("seen"));
    let rule = it.rule(
        "To returns",
        Trigger::Arrival,
        Condition::default(),
        &[
            RuleAct::Do(MacroAct::SetTeam { to: team }),
            RuleAct::Do(MacroAct::Tag { tag }),
        ],
    );
    let luis = it.desk.luis.clone();
    it.desk
        .act(move |w| setting::retire::<lobby::domain::team::Team>(w, &luis, team));
    let c = it.case("Lamp", "Is it in stock?");
    assert_eq!((c.team, &c.tags), (None, &vec![tag]));
    let kept = it.desk.look(|look| look.rule(rule.id)).unwrap();
    assert_eq!(kept.broken.map(|it| it.why), Some(Trouble::Gone));
    let next = it.case("Chair", "Is it in stock?");
    assert_eq!(it.applied(&next, &rule), 0);
    it.desk
        .act(|w| react(w, lobby::domain::id::Seq(0), 10_000, &Eyes::default()).map(|_| ()));
    let luis = it.desk.luis.agent_id().unwrap();
    let told = it.desk.look(|look| look.notices(luis, None, 50));
    assert!(told.iter().any(|it| it.kind == NoticeKind::Rule));
    it.desk.holds();
}

type Planted = Vec<(Trigger, Condition, Vec<RuleAct>)>;

/// What circles of rules go over.
struct Circles {
    ana: Option<AgentId>,
    luis: Option<AgentId>,
    tags: (TagId, TagId),
    teams: (TeamId, TeamId),
}

/// How many there are.
const CIRCLES: usize = 10;

impl Circles {
    fn plant(&self, n: usize) -> Planted {
        match n {
            0..=3 => self.of_places(n),
            4..=6 => self.of_people_and_tags(n),
            _ => self.of_time_and_talk(n),
        }
    }

    /// One that hears itself, and those of two that take turns.
    fn of_places(&self, n: usize) -> Planted {
        let (high, low) = (|| priority(Priority::High), || priority(Priority::Low));
        let is_priority = |it| is(Test::Priority(vec![it]));
        let is_state = |it| is(Test::State(vec![it]));
        let (open, close) = (MacroAct::Open, MacroAct::Resolve);
        let team = |to| vec![RuleAct::Do(MacroAct::SetTeam { to })];
        let of_team = |it| is(Test::Team(vec![Some(it)]));
        let (one, two) = self.teams;
        match n {
            0 => vec![(
                prioritised(),
                is_priority(Priority::Low),
                vec![low(), high(), low()],
            )],
            1 => vec![
                (prioritised(), is_priority(Priority::High), vec![low()]),
                (prioritised(), is_priority(Priority::Low), vec![high()]),
            ],
            2 => vec![
                (moved(), is_state(State::Open), vec![RuleAct::Do(close)]),
                (moved(), is_state(State::Resolved), vec![RuleAct::Do(open)]),
            ],
            _ => vec![
                (Trigger::TeamSet, of_team(one), team(two)),
                (Trigger::TeamSet, of_team(two), team(one)),
            ],
        }
    }

    /// The last of them is a ring of three, over different fields.
    fn of_people_and_tags(&self, n: usize) -> Planted {
        let (a, b) = self.tags;
        let tag = |tag| RuleAct::Do(MacroAct::Tag { tag });
        let untag = |tag| RuleAct::Untag { tag };
        let team = |to| RuleAct::Do(MacroAct::SetTeam { to });
        let tagged = |tag| Trigger::Tagged { tag: Some(tag) };
        let any = Condition::default;
        match n {
            4 => vec![
                (Trigger::Assigned, whose(self.ana), given(self.luis)),
                (Trigger::Assigned, whose(self.luis), given(self.ana)),
            ],
            5 => vec![
                (tagged(a), any(), vec![untag(a), tag(b)]),
                (tagged(b), any(), vec![untag(b), tag(a)]),
            ],
            _ => vec![
                (prioritised(), any(), vec![untag(a), tag(a)]),
                (
                    tagged(a),
                    any(),
                    vec![team(self.teams.0), team(self.teams.1)],
                ),
                (
                    Trigger::TeamSet,
                    any(),
                    vec![priority(Priority::High), priority(Priority::Low)],
                ),
            ],
        }
    }

    /// By time, one gives back what the other took; and what rules say is heard by none.
    fn of_time_and_talk(&self, n: usize) -> Planted {
        let any = Condition::default;
        let hour = Span::hours(1);
        let does = |it| vec![RuleAct::Do(it)];
        match n {
            7 => vec![
                (
                    waited(Wait::Us, hour),
                    any(),
                    does(MacroAct::WaitForCustomer),
                ),
                (waited(Wait::Customer, hour), any(), does(MacroAct::Open)),
            ],
            8 => vec![
                (waited(Wait::Unassigned, hour), any(), given(self.ana)),
                (Trigger::Assigned, whose(self.ana), given(None)),
            ],
            _ => vec![
                (Trigger::Answered, any(), vec![answer("Anything else?")]),
                (
                    moved(),
                    any(),
                    vec![answer("It moved."), RuleAct::Do(MacroAct::Open)],
                ),
                (moved(), any(), does(MacroAct::Resolve)),
            ],
        }
    }
}

fn prioritised() -> Trigger {
    Trigger::PrioritySet {
        from: None,
        to: None,
    }
}

fn moved() -> Trigger {
    Trigger::StateMoved {
        from: None,
        to: None,
    }
}

fn whose(it: Option<AgentId>) -> Condition {
    is(Test::Assignee(vec![Who::Agent(it.unwrap())]))
}

fn given(to: Option<AgentId>) -> Vec<RuleAct> {
    vec![RuleAct::Do(MacroAct::Assign { to })]
}

/// Circles of rules, each of which would go on for ever.
#[test]
fn rules_that_wake_each_other_come_to_rest() {
    for planted in 0..CIRCLES {
        let it = Ruled::new();
        let circles = Circles {
            ana: it.desk.ana.agent_id(),
            luis: it.desk.luis.agent_id(),
            tags: (it.tag("a"), it.tag("b")),
            teams: (it.team("One"), it.team("Two")),
        };
        let (rules, a, team) = (circles.plant(planted), circles.tags.0, circles.teams.0);
        for (n, (trigger, condition, acts)) in rules.into_iter().enumerate() {
            it.rule(&format!("Rule {n}"), trigger, condition, &acts);
        }
        let c = it.case("Lamp", "Is it in stock?");
        let (ana, number) = (it.desk.ana.clone(), c.number);
        it.desk.act(move |w| {
            fields::set_priority(w, &ana, number, Priority::High)?;
            fields::set_priority(w, &ana, number, Priority::Low)?;
            fields::tag(w, &ana, number, a)?;
            assign::set_team(w, &ana, number, Some(team))?;
            assign::take(w, &ana, number)?;
            assign::assign(w, &ana, number, None)?;
            status::resolve(w, &ana, number)?;
            status::reopen(w, &ana, number)?;
            assign::take(w, &ana, number).map(|_| ())
        });
        it.follows();
        for _ in 0..60 {
            it.passes(Span::hours(1));
        }
        let applied = it.desk.events(&c);
        let applied = applied
            .iter()
            .filter(|it| matches!(it, EventKind::RuleApplied { .. }));
        let n = applied.count();
        assert!(
            (1..=60).contains(&n),
            "circle {planted} went round {n} times"
        );
        let before = it.desk.look(|look| look.last_seq());
        it.passes(Span::hours(4));
        assert_eq!(
            it.desk.look(|look| look.last_seq()),
            before,
            "circle {planted} goes on"
        );
        it.desk.holds();
    }
}

/// A day with a rule that is not there yet, and the same day with it.
#[test]
fn what_a_rule_would_have_done_is_what_it_does() {
    let day = |rule: Option<About>| {
        let it = Ruled::new();
        let rule = rule.map(|about| it.about(about));
        let mut n = Vec::new();
        for (at, text) in [
            "I want a refund",
            "Is it in stock?",
            "Hello",
            "This is unacceptable, a refund!",
        ]
        .into_iter()
        .enumerate()
        {
            let mail = Mail::from(&format!("{at}@example.com"), "Lamp", text);
            let c = it.desk.begins(&mail);
            it.follows();
            it.desk.later(Span::minutes(7));
            if at == 2 {
                let mut more = Mail::from("2@example.com", "Re: Lamp", "a refund, please");
                more.mail.points_to =
                    vec![it.desk.messages(&c)[0].mail.clone().unwrap().message_id];
                it.desk.joins(&more);
            }
            if at % 2 == 0 {
                it.desk.later(Span::minutes(90));
                it.desk.answers_and_sends(&c, "We will look.");
            }
            it.passes(Span::minutes(5));
            n.push(c);
        }
        it.passes(Span::hours(5));
        (it, rule, n)
    };
    let triggers = [
        (Trigger::Arrival, says(&["refund"])),
        (Trigger::CustomerWrote, is(Test::Upset)),
        (Trigger::Answered, says(&["refund"])),
        (waited(Wait::Us, Span::hours(1)), Condition::default()),
        (
            Trigger::StateMoved {
                from: Some(State::Open),
                to: Some(State::WaitingCustomer),
            },
            Condition::default(),
        ),
    ];
    for (trigger, condition) in triggers {
        let about = About {
            name: "Tried".into(),
            trigger,
            condition,
            acts: vec![RuleAct::Tell(Told {
                lead: true,
                ..Told::default()
            })],
            ..About::default()
        };
        let (without, _, _) = day(None);
        let tried = about.over(Rule::default());
        let now = without.desk.now();
        let foretold = without
            .desk
            .look(|look| past(look, &tried, (now - Span::days(1), now)));
        let (with, rule, cases) = day(Some(about));
        let rule = rule.unwrap();
        let mut fitted: Vec<u64> = cases
            .iter()
            .filter(|c| with.applied(c, &rule) > 0)
            .map(|c| c.number)
            .collect();
        fitted.reverse();
        let numbers: Vec<u64> = foretold.examples.iter().map(|it| it.0).collect();
        assert_eq!(numbers, fitted, "{trigger:?}");
        assert_eq!(foretold.fitted, fitted.len());
        assert!(!fitted.is_empty(), "{trigger:?} would show nothing");
    }
}

#[test]
fn a_message_nobody_sent_goes_through_the_rules_and_changes_nothing() {
    let it = Ruled::new();
    let team = it.team("Returns");
    it.rule(
        "Refunds",
        Trigger::Arrival,
        says(&["refund"]),
        &[RuleAct::Do(MacroAct::SetTeam { to: team })],
    );
    let vip = Test::Contact {
        field: ContactField::Tier,
        is: TextTest::Is("vip".into()),
    };
    it.rule(
        "Vip",
        Trigger::Arrival,
        is(vip),
        &[priority(Priority::High)],
    );
    it.follows();
    let before = it.desk.look(|look| look.last_seq());
    let (channel, at) = (it.desk.channel, it.desk.now());
    let message = Pretended {
        channel,
        text: "A refund".into(),
        at,
        ..Pretended::default()
    };
    let found = it.desk.look(|look| pretend(look, &message));
    let fits: Vec<bool> = found.steps.iter().map(|it| it.fits).collect();
    assert_eq!(
        (fits, found.conversation.team),
        (vec![true, false], Some(team))
    );
    assert_eq!(found.steps[1].wanting.len(), 1);
    let vip = Pretended {
        tier: Tier::Vip,
        ..message
    };
    let found = it.desk.look(|look| pretend(look, &vip));
    assert_eq!(found.conversation.priority, Priority::High);
    assert_eq!(it.desk.look(|look| look.last_seq()), before);
    it.desk.holds();
}

#[test]
fn a_rule_must_be_whole_and_somebodys_to_make() {
    let it = Ruled::new();
    let tries = |about: About| {
        let luis = it.desk.luis.clone();
        it.desk.try_act(move |w| desk::make(w, &luis, &about))
    };
    let about = |acts: Vec<RuleAct>| About {
        name: "New".into(),
        acts,
        ..About::default()
    };
    assert!(tries(about(vec![])).is_err(), "it does nothing");
    assert!(tries(about(vec![RuleAct::Do(MacroAct::AssignMe)])).is_err());
    assert!(tries(about(vec![RuleAct::Tell(Told::default())])).is_err());
    let gone = MacroAct::SetTeam {
        to: TeamId::default(),
    };
    assert!(tries(about(vec![RuleAct::Do(gone)])).is_err());
    let mut long = about(vec![priority(Priority::High)]);
    long.trigger = waited(Wait::Us, Span(Millis(0).0));
    assert!(tries(long).is_err());
    let ana = it.desk.ana.clone();
    let fine = about(vec![priority(Priority::High)]);
    let kept = fine.clone();
    assert!(
        it.desk
            .try_act(move |w| desk::make(w, &ana, &kept))
            .is_err()
    );
    assert!(tries(fine).is_ok());
    it.desk.holds();
}
