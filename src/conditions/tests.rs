//! Conditions against plain cases, one a test, and what they say of where to look.

#![allow(clippy::unwrap_used, clippy::panic)]

use uuid::Uuid;

use crate::conditions::{Eye, Facts, Known, fits, guess, lists, states};
use crate::domain::contact::{Contact, Tier};
use crate::domain::conversation::{Conversation, Priority, Status, WaitingOn};
use crate::domain::error::Result;
use crate::domain::id::{AgentId, Id};
use crate::domain::list::List;
use crate::domain::time::{Millis, Span};
use crate::domain::view::{Condition, ContactField, State, Test, TextTest, When, Who};

const NOW: Millis = Millis(1_700_000_000_000);

fn id<T: Id>(n: u64) -> T {
    T::from_uuid(Uuid::from_u128(u128::from(n)))
}

fn is(test: Test) -> Condition {
    Condition::Is(test)
}

fn not(test: Test) -> Condition {
    Condition::Not(Box::new(Condition::Is(test)))
}

struct Case {
    person: Contact,
    unread: bool,
    /// What was read of it.
    read: usize,
}

impl Known for Case {
    fn person(&mut self) -> Result<Contact> {
        self.read += 1;
        Ok(self.person.clone())
    }

    fn of_company(&mut self, key: &str) -> Result<String> {
        self.read += 1;
        Ok(if key == "plan" { "Oro" } else { "" }.to_owned())
    }

    fn unread(&mut self) -> Result<bool> {
        self.read += 1;
        Ok(self.unread)
    }

    fn late(&mut self) -> Result<bool> {
        self.read += 1;
        Ok(false)
    }
}

fn case() -> Case {
    Case {
        person: Contact {
            name: "María Muñoz".into(),
            company: "Flores Ltda".into(),
            language: "pt-BR".into(),
            tier: Tier::Vip,
            attributes: vec![("ciudad".into(), "Bogotá".into())],
            ..Contact::default()
        },
        unread: true,
        read: 0,
    }
}

fn conversation() -> Conversation {
    Conversation {
        id: id(1),
        status: Status::Open,
        assignee: Some(id(7)),
        team: Some(id(3)),
        also_teams: vec![id(4)],
        channels: vec![id(11), id(12)],
        tags: vec![id(21)],
        mentioned: vec![id(7)],
        priority: Priority::High,
        created_at: NOW - Span::days(10),
        active_at: NOW - Span::hours(1),
        waiting_since: Some(NOW - Span::hours(3)),
        has_failed: true,
        ..Conversation::default()
    }
}

fn holds(condition: &Condition) -> bool {
    let eye = Eye {
        me: Some(id(7)),
        now: NOW,
    };
    fits(condition, &Facts::of(&conversation()), eye, &mut case()).unwrap()
}

fn text(field: ContactField, is: TextTest) -> Test {
    Test::Contact { field, is }
}

#[test]
fn every_test_is_true_of_what_it_says_and_false_of_the_rest() {
    let has = |it: &str| TextTest::Has(it.to_owned());
    let same = |it: &str| TextTest::Is(it.to_owned());
    let own = |key: &str| ContactField::Own(key.to_owned());
    for (yes, no) in [
        (
            Test::State(vec![State::Spam, State::Open]),
            Test::State(vec![State::Snoozed]),
        ),
        (
            Test::Assignee(vec![Who::Me]),
            Test::Assignee(vec![Who::Nobody]),
        ),
        (
            Test::Assignee(vec![Who::Nobody, Who::Agent(id(7))]),
            Test::Assignee(vec![Who::Agent(id(8))]),
        ),
        (Test::Team(vec![Some(id(3))]), Test::Team(vec![None])),
        (
            Test::Team(vec![None, Some(id(4))]),
            Test::Team(vec![Some(id(5))]),
        ),
        (Test::Channel(vec![id(12)]), Test::Channel(vec![id(13)])),
        (Test::Tag(vec![id(20), id(21)]), Test::Tag(vec![id(22)])),
        (
            Test::Priority(vec![Priority::High]),
            Test::Priority(vec![Priority::Low, Priority::Urgent]),
        ),
        (
            Test::Language(vec!["es".into(), "pt".into()]),
            Test::Language(vec!["p".into()]),
        ),
        (
            Test::Waiting(When::Longer(Span::hours(2))),
            Test::Waiting(When::Within(Span::hours(2))),
        ),
        (
            Test::Created(When::Before(NOW - Span::days(9))),
            Test::Created(When::Since(NOW - Span::days(9))),
        ),
        (
            Test::Active(When::Since(NOW - Span::hours(1))),
            Test::Active(When::Before(NOW - Span::hours(1))),
        ),
        (
            text(ContactField::Name, has("MUNOZ")),
            text(ContactField::Name, same("maria")),
        ),
        (
            text(ContactField::Company, same("flores ltda")),
            text(ContactField::Company, TextTest::Empty),
        ),
        (
            text(ContactField::Tier, same("vip")),
            text(ContactField::Tier, same("normal")),
        ),
        (text(own("ciudad"), has("bogota")), text(own("x"), has("b"))),
        (
            text(own("x"), TextTest::Empty),
            text(own("ciudad"), same("")),
        ),
        (
            text(ContactField::OfCompany("plan".into()), same("oro")),
            text(ContactField::OfCompany("x".into()), same("oro")),
        ),
    ] {
        assert!(holds(&is(yes.clone())), "{yes:?}");
        assert!(!holds(&not(yes.clone())), "not {yes:?}");
        assert!(!holds(&is(no.clone())), "{no:?}");
        assert!(holds(&not(no.clone())), "not {no:?}");
    }
    for flag in [Test::HasFailed, Test::MentionsMe, Test::Unread] {
        assert!(holds(&is(flag.clone())) && !holds(&not(flag)));
    }
}

#[test]
fn what_hangs_on_who_looks_is_nothing_to_a_program() {
    let nobody = Eye { me: None, now: NOW };
    let mut it = conversation();
    it.assignee = None;
    for test in [
        Test::Assignee(vec![Who::Me]),
        Test::MentionsMe,
        Test::Unread,
    ] {
        assert_eq!(guess(&is(test), &Facts::of(&it), nobody), Some(false));
    }
}

#[test]
fn what_waits_for_nothing_waits_neither_long_nor_short() {
    let eye = Eye { me: None, now: NOW };
    let mut it = conversation();
    it.waiting_since = None;
    for when in [When::Longer(Span::hours(1)), When::Within(Span::days(9))] {
        let asked = is(Test::Waiting(when));
        assert_eq!(guess(&asked, &Facts::of(&it), eye), Some(false));
    }
}

#[test]
fn groups_are_joined_and_nothing_is_read_without_need() {
    let (yes, no) = (is(Test::HasFailed), not(Test::HasFailed));
    let read = is(Test::Unread);
    assert!(holds(&Condition::All(Vec::new())));
    assert!(!holds(&Condition::Any(Vec::new())));
    assert!(holds(&Condition::All(vec![
        yes.clone(),
        Condition::Any(vec![no.clone(), yes.clone()])
    ])));
    assert!(!holds(&Condition::All(vec![
        yes.clone(),
        Condition::Any(vec![no.clone(), no.clone()])
    ])));
    let facts = Facts::of(&conversation());
    let eye = Eye {
        me: Some(id(7)),
        now: NOW,
    };
    for (condition, answer, reads) in [
        (Condition::All(vec![read.clone(), no.clone()]), false, 0),
        (Condition::Any(vec![read.clone(), yes.clone()]), true, 0),
        (Condition::All(vec![read.clone(), yes]), true, 1),
        (
            Condition::Not(Box::new(Condition::Any(vec![read, no]))),
            false,
            1,
        ),
    ] {
        let mut known = case();
        assert_eq!(fits(&condition, &facts, eye, &mut known), Ok(answer));
        assert_eq!(known.read, reads, "{condition:?}");
    }
}

#[test]
fn what_is_done_with_is_there_only_where_it_is_asked_for() {
    let unresolved = vec![
        State::Open,
        State::WaitingCustomer,
        State::WaitingThirdParty,
        State::Snoozed,
    ];
    let tag = is(Test::Tag(vec![id(1)]));
    let state = |all: &[State]| Test::State(all.to_vec());
    assert_eq!(states(&Condition::default()), unresolved);
    assert_eq!(states(&tag), unresolved);
    assert_eq!(states(&not(state(&[State::Resolved]))), unresolved);
    assert_eq!(
        states(&not(state(&[State::Open, State::Snoozed]))),
        [State::WaitingCustomer, State::WaitingThirdParty]
    );
    let open = is(state(&[State::Open]));
    assert_eq!(
        states(&Condition::All(vec![tag.clone(), open.clone()])),
        [State::Open]
    );
    let resolved = is(state(&[State::Resolved]));
    let either = Condition::Any(vec![
        open,
        Condition::All(vec![tag.clone(), resolved.clone()]),
    ]);
    assert_eq!(states(&either), [State::Open, State::Resolved]);
    // Beside one that asks for no state, every unresolved one may fit.
    let any = Condition::Any(vec![tag, resolved]);
    assert_eq!(states(&any).len(), 5);
}

#[test]
fn the_lists_to_look_through_hold_all_that_fits() {
    let me: AgentId = id(7);
    let open = is(Test::State(vec![State::Open]));
    let of = |parts: Vec<Condition>| lists(&Condition::All(parts), Some(me));
    assert_eq!(of(vec![]), []);
    assert_eq!(of(vec![open.clone()]), [List::ToAnswer]);
    let mine = is(Test::Assignee(vec![Who::Me]));
    assert_eq!(of(vec![mine.clone()]), [], "waiting ones are mine too");
    assert_eq!(
        of(vec![open.clone(), mine]),
        [List::ToAnswer, List::Mine(me)]
    );
    let tag = is(Test::Tag(vec![id(1)]));
    let team = is(Test::Team(vec![Some(id(2))]));
    assert_eq!(
        of(vec![tag.clone(), Condition::All(vec![team.clone()])]),
        [List::Tag(id(1)), List::Team(id(2))]
    );
    assert_eq!(of(vec![Condition::Any(vec![tag.clone(), team])]), []);
    assert_eq!(of(vec![Condition::Not(Box::new(tag))]), []);
    assert_eq!(of(vec![is(Test::Tag(vec![id(1), id(2)]))]), []);
    assert_eq!(of(vec![is(Test::MentionsMe)]), [List::Mentioned(me)]);
    let waiting = Conversation {
        status: Status::Waiting {
            on: WaitingOn::ThirdParty,
            follow_up_at: None,
        },
        ..conversation()
    };
    assert_eq!(Facts::of(&waiting).state, State::WaitingThirdParty);
}
