//! The board against the plain rule: what a scan with [`Viewer::sees`] would list.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;
use std::sync::Arc;

use uuid::Uuid;

use crate::board::{Board, Counted, Wanted};
use crate::conditions::{Eye, Facts, guess, states};
use crate::domain::actor::{Role, SystemPart, Viewer};
use crate::domain::channel::ChannelKind;
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, Promise, Status, WaitingOn};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, ContactId, ConversationId, Id, TagId, TeamId};
use crate::domain::list::{List, Sort};
use crate::domain::time::{Millis, Span};
use crate::domain::view::{Condition, ContactField, State, Test, TextTest, When, Who};
use crate::store::{Options, Store};

fn id<T: Id>(n: u64) -> T {
    T::from_uuid(Uuid::from_u128(u128::from(n)))
}

fn store() -> Store {
    Store::in_memory(Options {
        now: Arc::new(|| Millis(1_700_000_000_000)),
        seed: Some(7),
        twice: true,
    })
    .unwrap()
}

/// SplitMix64, so that a failing case is the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }
    fn maybe<T: Id>(&mut self, sides: u64) -> Option<T> {
        (self.roll(2) == 0).then(|| id(1 + self.roll(sides)))
    }
    fn time(&mut self) -> Millis {
        Millis(i64::try_from(self.roll(40)).unwrap())
    }
}

fn any_conversation(n: u64, dice: &mut Dice) -> Conversation {
    let at = dice.time();
    let status = match dice.roll(6) {
        0 | 1 => Status::Open,
        2 => Status::Waiting {
            on: WaitingOn::Customer,
            follow_up_at: None,
        },
        3 => Status::Waiting {
            on: WaitingOn::ThirdParty,
            follow_up_at: Some(at),
        },
        4 => Status::Snoozed { until: at },
        _ => Status::Resolved { at, quiet: false },
    };
    Conversation {
        id: id(n),
        number: n,
        contact: id(1),
        status,
        assignee: dice.maybe(3),
        team: dice.maybe(2),
        audience: dice.maybe(2),
        tags: dice.maybe::<TagId>(2).into_iter().collect(),
        mentioned: dice.maybe::<AgentId>(3).into_iter().collect(),
        active_at: dice.time(),
        waiting_since: (dice.roll(2) == 0).then(|| dice.time()),
        channel_kind: if dice.roll(2) == 0 {
            ChannelKind::WhatsApp
        } else {
            ChannelKind::Email
        },
        has_failed: dice.roll(5) == 0,
        merged: dice.roll(9) == 0,
        blocked: dice.roll(9) == 0,
        automatic: dice.roll(9) == 0,
        ..Conversation::default()
    }
}

fn put(store: &Store, all: Vec<Conversation>) {
    store
        .by_hand(move |write| {
            for it in &all {
                write.put_conversation(it)?;
            }
            Ok(())
        })
        .unwrap();
}

/// What a list holds, said again plainly.
fn belongs(it: &Conversation, list: List) -> bool {
    let open = it.status == Status::Open;
    let live = it.status.is_unresolved() && !it.merged && !it.blocked && !it.automatic;
    match list {
        List::Failed => it.has_failed && !it.merged,
        _ if !live => false,
        List::Mine(agent) => open && it.assignee == Some(agent),
        List::Unassigned => open && it.assignee.is_none(),
        List::ToAnswer => open,
        List::WaitingCustomer => {
            matches!(it.status, Status::Waiting { on, .. } if on == WaitingOn::Customer)
        }
        List::WaitingThirdParty => {
            matches!(it.status, Status::Waiting { on, .. } if on == WaitingOn::ThirdParty)
        }
        List::Snoozed => matches!(it.status, Status::Snoozed { .. }),
        List::Closing => {
            open && it.waiting_since.is_some() && it.channel_kind == ChannelKind::WhatsApp
        }
        List::Team(team) => it.team == Some(team),
        List::Tag(tag) => it.tags.contains(&tag),
        List::Mentioned(agent) => it.mentioned.contains(&agent),
        List::Followed(agent) => it.followers.contains(&agent),
        List::Unresolved => true,
        _ => false,
    }
}

fn lists() -> Vec<List> {
    vec![
        List::Mine(id(1)),
        List::Mine(id(2)),
        List::Unassigned,
        List::ToAnswer,
        List::WaitingCustomer,
        List::WaitingThirdParty,
        List::Snoozed,
        List::Closing,
        List::Failed,
        List::Team(id(1)),
        List::Tag(id(2)),
        List::Mentioned(id(2)),
        List::Followed(id(3)),
        List::Unresolved,
    ]
}

fn viewers() -> Vec<Viewer> {
    let mut out = vec![Viewer::system(SystemPart::Timers)];
    for agent in 1..=3 {
        for teams in [vec![], vec![1], vec![1, 2]] {
            let teams: BTreeSet<TeamId> = teams.into_iter().map(id).collect();
            out.push(Viewer::agent(id(agent), Role::Agent, teams));
        }
    }
    out
}

/// Every id of a list, gathered page by page.
fn paged(
    board: &Board,
    store: &Store,
    viewer: &Viewer,
    list: List,
    sort: Sort,
) -> Vec<ConversationId> {
    let (mut out, mut after) = (Vec::new(), None);
    loop {
        let page = store
            .look(|look| board.page(look, viewer, list, sort, after, 7))
            .unwrap();
        assert!(page.rows.len() <= 7);
        out.extend(page.rows.iter().map(|it| it.conversation.id));
        after = page.next;
        if after.is_none() {
            assert_eq!(page.total, Some(out.len()), "{list:?} for {viewer:?}");
            return out;
        }
    }
}

fn compare(board: &Board, store: &Store, truth: &[Conversation]) {
    for viewer in viewers() {
        let counts = store.look(|look| board.counts(look, &viewer)).unwrap();
        for list in lists() {
            let seen: Vec<_> = truth
                .iter()
                .filter(|it| belongs(it, list) && viewer.sees(it))
                .collect();
            if list != List::Unresolved {
                assert_eq!(counts.get(&list).copied().unwrap_or(0), seen.len());
            }
            let mut expected: Vec<_> = seen.iter().map(|it| (it.active_at, it.id)).collect();
            expected.sort_unstable();
            expected.reverse();
            let newest: Vec<_> = expected.into_iter().map(|it| it.1).collect();
            assert_eq!(paged(board, store, &viewer, list, Sort::Newest), newest);
            let waiting = paged(board, store, &viewer, list, Sort::Waiting);
            assert_eq!(
                BTreeSet::from_iter(waiting),
                BTreeSet::from_iter(newest),
                "{list:?}"
            );
        }
    }
}

#[test]
fn lists_are_what_a_scan_would_give_whatever_happened() {
    let (store, mut dice) = (store(), Dice(11));
    let mut truth: Vec<_> = (1..=60).map(|n| any_conversation(n, &mut dice)).collect();
    put(&store, truth.clone());
    let board = Board::attach(&store).unwrap();
    compare(&board, &store, &truth);
    for _ in 0..4 {
        let mut changed = Vec::new();
        for _ in 0..25 {
            let n = 1 + dice.roll(80);
            let it = any_conversation(n, &mut dice);
            truth.retain(|old| old.id != it.id);
            truth.push(it.clone());
            changed.push(it);
        }
        put(&store, changed);
        compare(&board, &store, &truth);
        let differing = store.look(|look| board.differences(look)).unwrap();
        assert_eq!(differing, []);
    }
}

#[test]
fn a_board_that_fell_behind_is_found_out() {
    let store = store();
    let open = Conversation {
        id: id(1),
        number: 1,
        ..Conversation::default()
    };
    put(&store, vec![open.clone()]);
    let board = Board::attach(&store).unwrap();
    let stale = Conversation {
        assignee: Some(id(3)),
        ..open
    };
    board.index.write().unwrap().put(&stale);
    let differing = store.look(|look| board.differences(look)).unwrap();
    assert_eq!(differing, [id(1)]);
}

#[test]
fn longest_without_an_answer_comes_first() {
    let store = store();
    let open = |n: u64, since: i64| Conversation {
        id: id(n),
        number: n,
        waiting_since: Some(Millis(since)),
        active_at: Millis(500),
        ..Conversation::default()
    };
    put(&store, vec![open(1, 30), open(2, 10), open(3, 20)]);
    let board = Board::attach(&store).unwrap();
    let viewer = &viewers()[1];
    let order = paged(&board, &store, viewer, List::ToAnswer, Sort::Waiting);
    assert_eq!(order, [id(2), id(3), id(1)]);
}

#[test]
fn a_kept_row_follows_its_conversation_and_its_contact() {
    let store = store();
    let contact: ContactId = id(5);
    let conversation = Conversation {
        id: id(1),
        number: 1,
        contact,
        subject: "before".into(),
        ..Conversation::default()
    };
    let first = conversation.clone();
    let name = |name: &str| Contact {
        id: contact,
        name: name.into(),
        ..Contact::default()
    };
    let ana = name("Ana");
    store
        .by_hand(move |write| {
            write.put_contact(&ana)?;
            write.put_conversation(&first)
        })
        .unwrap();
    let board = Board::attach(&store).unwrap();
    let shown = || {
        let row = store.look(|look| board.row(look, id(1))).unwrap().unwrap();
        (row.conversation.subject.clone(), row.name.clone())
    };
    assert_eq!(shown(), ("before".into(), "Ana".into()));
    let second = Conversation {
        subject: "after".into(),
        ..conversation
    };
    put(&store, vec![second]);
    assert_eq!(shown(), ("after".into(), "Ana".into()));
    let bea = name("Bea");
    store
        .by_hand(move |write| {
            let actor = viewers()[0].actor;
            write.event(actor, Subject::contact(contact), EventKind::ContactChanged)?;
            write.put_contact(&bea)
        })
        .unwrap();
    assert_eq!(shown(), ("after".into(), "Bea".into()));
}

#[test]
fn a_look_from_before_a_commit_keeps_nothing() {
    let store = store();
    let old = Conversation {
        id: id(1),
        number: 1,
        subject: "old".into(),
        ..Conversation::default()
    };
    put(&store, vec![old.clone()]);
    let board = Board::attach(&store).unwrap();
    let new = Conversation {
        subject: "new".into(),
        ..old
    };
    let seen = store
        .look(|look| {
            put(&store, vec![new.clone()]);
            board.row(look, id(1))
        })
        .unwrap()
        .unwrap();
    assert_eq!(seen.conversation.subject, "old");
    let seen = store.look(|look| board.row(look, id(1))).unwrap().unwrap();
    assert_eq!(seen.conversation.subject, "new");
}

/// Everything that fits, page by page.
fn fitting(
    board: &Board,
    store: &Store,
    viewer: &Viewer,
    (condition, sort): (&Condition, Sort),
    limit: usize,
) -> Vec<ConversationId> {
    let (mut out, mut after) = (Vec::new(), None);
    let wanted = Wanted {
        condition,
        sort,
        now: Millis(50),
    };
    for _ in 0..10_000 {
        let page = store
            .look(|look| board.fitting(look, viewer, wanted, after, limit))
            .unwrap();
        assert!(page.rows.len() <= limit);
        out.extend(page.rows.iter().map(|it| it.conversation.id));
        after = page.next;
        if after.is_none() {
            return out;
        }
    }
    panic!("it does not end");
}

fn test(it: Test) -> Condition {
    Condition::Is(it)
}

#[test]
fn what_fits_is_what_a_scan_would_give_in_order_and_without_what_is_hidden() {
    let (store, mut dice) = (store(), Dice(23));
    let truth: Vec<_> = (1..=120).map(|n| any_conversation(n, &mut dice)).collect();
    put(&store, truth.clone());
    let board = Board::attach(&store).unwrap();
    let state = |all: &[State]| test(Test::State(all.to_vec()));
    let conditions = [
        Condition::default(),
        state(&[State::Open]),
        state(&[State::Resolved]),
        state(&[State::Open, State::Resolved]),
        test(Test::Tag(vec![id(1)])),
        test(Test::HasFailed),
        Condition::All(vec![
            state(&[State::Open]),
            test(Test::Assignee(vec![Who::Me])),
        ]),
        Condition::Any(vec![
            test(Test::Team(vec![Some(id(1))])),
            Condition::Not(Box::new(test(Test::Assignee(vec![Who::Nobody])))),
        ]),
        test(Test::Active(When::Longer(Span(30)))),
    ];
    for viewer in viewers() {
        for condition in &conditions {
            let eye = Eye {
                me: viewer.agent_id(),
                now: Millis(50),
            };
            let covered = states(condition);
            let mut seen: Vec<&Conversation> = truth
                .iter()
                .filter(|it| !it.merged && !it.blocked && !it.automatic && viewer.sees(it))
                .filter(|it| covered.contains(&State::of(it.status)))
                .filter(|it| guess(condition, &Facts::of(it), eye) == Some(true))
                .collect();
            for sort in Sort::ALL {
                // What is unresolved stands first, whatever the order.
                seen.sort_by_key(|it| {
                    let spot = super::spot(it, sort);
                    let is_done = !it.status.is_unresolved();
                    (is_done, spot)
                });
                let got = fitting(&board, &store, &viewer, (condition, sort), 7);
                let mut wanted: Vec<_> = seen.iter().map(|it| it.id).collect();
                let done = seen
                    .iter()
                    .position(|it| !it.status.is_unresolved())
                    .unwrap_or(wanted.len());
                if sort == Sort::Newest {
                    wanted[..done].reverse();
                }
                assert_eq!(got[..done.min(got.len())], wanted[..done], "{condition:?}");
                assert_eq!(
                    BTreeSet::from_iter(&got),
                    BTreeSet::from_iter(&wanted),
                    "{condition:?} for {viewer:?}"
                );
                assert_eq!(got.len(), wanted.len(), "none twice");
            }
            let counted = store
                .look(|look| board.count_fitting(look, &viewer, condition, Millis(50)))
                .unwrap();
            assert_eq!((counted.n, counted.or_more), (seen.len(), false));
        }
    }
}

#[test]
fn of_a_thousand_every_one_is_found_and_a_count_says_when_there_are_more() {
    let store = store();
    let open = |n: u64| Conversation {
        id: id(n),
        number: n,
        contact: id(1 + n % 3),
        active_at: Millis(i64::try_from(n).unwrap()),
        ..Conversation::default()
    };
    put(&store, (1..=1_700).map(open).collect());
    let eva = Contact {
        id: id(9),
        name: "Eva Ruiz".into(),
        ..Contact::default()
    };
    store
        .by_hand(move |write| {
            write.put_contact(&eva)?;
            write.put_conversation(&Conversation {
                contact: id(9),
                ..open(1)
            })
        })
        .unwrap();
    let board = Board::attach(&store).unwrap();
    let viewer = &viewers()[1];
    let all = Condition::default();
    assert_eq!(
        fitting(&board, &store, viewer, (&all, Sort::Newest), 50).len(),
        1_700
    );
    let glance = |condition: &Condition| {
        store
            .look(|look| board.glance(look, viewer, condition, Millis(50)))
            .unwrap()
    };
    assert_eq!(glance(&all).n, 1_000);
    assert!(glance(&all).or_more);
    // Only the last of them fits, and each must be read to know: more than one page looks at.
    let named = test(Test::Contact {
        field: ContactField::Name,
        is: TextTest::Has("eva".into()),
    });
    let wanted = Wanted {
        condition: &named,
        sort: Sort::Newest,
        now: Millis(50),
    };
    let first = store
        .look(|look| board.fitting(look, viewer, wanted, None, 50))
        .unwrap();
    assert!(first.rows.is_empty() && first.next.is_some());
    assert_eq!(
        fitting(&board, &store, viewer, (&named, Sort::Newest), 50),
        [id(1)]
    );
    assert_eq!(
        fitting(&board, &store, viewer, (&named, Sort::Oldest), 50),
        [id(1)]
    );
    assert!(glance(&named).or_more, "not all were looked at");
    let none = test(Test::Tag(vec![id(3)]));
    assert_eq!(glance(&none), Counted::default());
}

#[test]
fn what_falls_due_first_comes_first_then_what_waits_longest() {
    let store = store();
    let open = |n: u64, since: i64, due: Option<i64>| Conversation {
        id: id(n),
        number: n,
        waiting_since: Some(Millis(since)),
        active_at: Millis(i64::try_from(n).unwrap()),
        promise: due.map(|at| Promise {
            due: Millis(at),
            owner: None,
        }),
        ..Conversation::default()
    };
    put(
        &store,
        vec![
            open(1, 30, None),
            open(2, 10, None),
            open(3, 20, Some(90)),
            open(4, 40, Some(80)),
        ],
    );
    let board = Board::attach(&store).unwrap();
    let viewer = &viewers()[1];
    let order = |sort| paged(&board, &store, viewer, List::ToAnswer, sort);
    assert_eq!(order(Sort::Due), [id(4), id(3), id(2), id(1)]);
    assert_eq!(order(Sort::Oldest), [id(1), id(2), id(3), id(4)]);
}
