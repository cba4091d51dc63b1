//! The live monitor: people are counted once however they write, what is private stays so, and every minute of the last
//! day is shown as it was, over a restart too.

use std::collections::BTreeSet;
use std::sync::Arc;

use lobby::board::{Board, Figures, Sight};
use lobby::contacts::joins::{Taken, join};
use lobby::conversations::sla::follow::follow;
use lobby::conversations::{assign, status};
use lobby::desk::sla_policies::{self, About};
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::conversation::{Conversation, Priority};
use lobby::domain::id::TeamId;
use lobby::domain::monitor::Scope;
use lobby::domain::sla::{ClockKind, Target};
use lobby::domain::team::Team;
use lobby::domain::time::{Millis, Span, Term};

use crate::support::desk::{Desk, id, person};
use crate::support::dice::Dice;
use crate::support::mail::Mail;

const SALES: u128 = 50;
/// Its conversations are read by its members only.
const HEALTH: u128 = 51;

struct Watched {
    desk: Desk,
    board: Arc<Board>,
}

/// An administrator; one of the private team; a lead.
fn eyes() -> Vec<(Viewer, Scope)> {
    let health: BTreeSet<TeamId> = [id(HEALTH)].into();
    let member = Viewer::agent(id(12), Role::Admin, health);
    let sales = Scope::Teams([id(SALES)].into());
    vec![
        (person(11, Role::Admin), Scope::All),
        (member, Scope::All),
        (person(10, Role::Agent), sales),
    ]
}

impl Watched {
    fn new() -> Self {
        let desk = Desk::new();
        desk.act(|w| {
            for (n, name, private) in [(SALES, "Sales", false), (HEALTH, "Health", true)] {
                w.put_team(&Team {
                    id: id(n),
                    name: name.to_owned(),
                    lead: Some(id(10)),
                    private,
                    ..Team::default()
                })?;
            }
            w.place("sla").map(|_| ())
        });
        let board = Board::attach(&desk.store).unwrap();
        Watched { desk, board }
    }

    /// Answers are to be given within an hour.
    fn agrees(&self) {
        let luis = self.desk.luis.clone();
        let target = |clock| {
            Priority::ALL.map(|priority| Target {
                clock,
                priority,
                term: Term::Span(Span::hours(1)),
            })
        };
        let clocks = [ClockKind::FirstResponse, ClockKind::NextResponse];
        let about = About {
            name: "All".to_owned(),
            targets: clocks.into_iter().flat_map(target).collect(),
            ..About::default()
        };
        self.desk
            .act(move |w| sla_policies::make(w, &luis, &about, false).map(|_| ()));
    }

    fn follows(&self) {
        self.desk.act(|w| {
            let from = w.place("sla")?;
            let last = follow(w, from, 10_000)?;
            w.put_cursor("sla", last)
        });
    }

    fn seen(
        &self,
        board: &Board,
        (viewer, scope): &(Viewer, Scope),
        at: Option<Millis>,
    ) -> Figures {
        let (sight, now) = (Sight { viewer, scope }, self.desk.now());
        self.desk
            .look(|look| board.monitor().figures(look, sight, (at, now)))
    }

    fn now(&self, who: usize) -> Figures {
        self.seen(&self.board, &eyes()[who], None)
    }

    fn brings(&self, c: &Conversation, team: u128) {
        let (luis, number) = (self.desk.luis.clone(), c.number);
        let done = self
            .desk
            .try_act(move |w| assign::set_team(w, &luis, number, Some(id(team))).map(|_| ()));
        // Of what is private he sees nothing.
        drop(done);
    }

    fn gives(&self, c: &Conversation, to: Option<u128>) {
        let (luis, number) = (self.desk.luis.clone(), c.number);
        let done = self
            .desk
            .try_act(move |w| assign::assign(w, &luis, number, to.map(id)).map(|_| ()));
        // Of what is private he sees nothing.
        drop(done);
    }
}

#[test]
fn people_are_counted_and_not_their_threads() {
    let it = Watched::new();
    assert_eq!(it.now(0).whole.people, 0);
    assert_eq!(it.now(0).whole.longest, None);
    let first = it
        .desk
        .begins(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    it.desk.later(Span::minutes(7));
    it.desk
        .begins(&Mail::from("carla@example.com", "Roof", "It leaks."));
    let other = it
        .desk
        .begins(&Mail::from("dora@example.com", "Door", "It is stuck."));
    it.desk.later(Span::minutes(20));
    let seen = it.now(0);
    assert_eq!((seen.whole.people, seen.whole.waiting), (2, 3));
    assert_eq!(seen.whole.longest.map(|it| it.1), Some(first.id));
    assert_eq!(seen.whole.ages, [0, 0, 3, 0, 0]);
    assert_eq!(seen.waiting.first().map(|it| it.1), Some(first.id));
    assert_eq!((seen.whole.open, seen.whole.unassigned), (3, 3));
    // They are found to be one person.
    let (luis, root, second) = (it.desk.luis.clone(), first.contact, other.contact);
    it.desk
        .act(move |w| join(w, &luis, root, second, &Taken::default()).map(|_| ()));
    assert_eq!(it.now(0).whole.people, 1);
    // Who has an answer does not wait.
    it.gives(&other, Some(10));
    assert_eq!(it.now(0).agents[&id(10)].waiting, 1);
    it.desk.answer(&other, "Push harder.");
    let seen = it.now(0);
    assert_eq!((seen.whole.people, seen.whole.waiting), (1, 2));
    assert_eq!(seen.agents.get(&id(10)), None);
    it.desk.holds();
}

#[test]
fn what_is_private_or_anothers_is_not_counted() {
    let it = Watched::new();
    let sales = it
        .desk
        .begins(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let health = it.desk.begins(&Mail::from(
        "dora@example.com",
        "Results",
        "Are they there?",
    ));
    it.desk
        .begins(&Mail::from("eva@example.com", "Door", "It is stuck."));
    it.brings(&sales, SALES);
    it.brings(&health, HEALTH);
    let [admin, member, lead] = [0, 1, 2].map(|who| it.now(who).whole.waiting);
    assert_eq!((admin, member, lead), (2, 3, 1));
    let queues: Vec<_> = it.now(0).queues.into_iter().map(|it| it.0).collect();
    assert!(!queues.contains(&Some(id(HEALTH))), "{queues:?}");
}

#[test]
fn what_is_agreed_falls_due_and_is_late() {
    let it = Watched::new();
    it.agrees();
    it.desk
        .begins(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    it.follows();
    let (soon, late) = (it.now(0).whole.soon, it.now(0).whole.late);
    assert_eq!((soon, late), (0, 0));
    it.desk.later(Span::minutes(46));
    assert_eq!((it.now(0).whole.soon, it.now(0).whole.late), (1, 0));
    it.desk.later(Span::minutes(15));
    assert_eq!((it.now(0).whole.soon, it.now(0).whole.late), (0, 1));
    assert_eq!(it.now(0).late.len(), 1);
}

fn some(dice: &mut Dice, n: usize) -> i64 {
    i64::try_from(dice.below(n)).unwrap()
}

/// Something happens to one of the conversations there are, or to a new one.
fn happens(it: &Watched, dice: &mut Dice, all: &mut Vec<Conversation>, n: usize) {
    let (luis, roll) = (it.desk.luis.clone(), dice.below(10));
    if all.is_empty() || roll < 3 {
        let from = format!("c{}@example.com", dice.below(40));
        let mail = Mail::from(&from, &format!("Case {n}"), "Is it in stock?");
        all.push(it.desk.begins(&mail));
        return;
    }
    let c = all[dice.below(all.len())].clone();
    let number = c.number;
    match roll {
        3 => it.gives(&c, Some([10, 11][dice.below(2)])),
        4 => it.gives(&c, None),
        5 => it.brings(&c, SALES),
        6 if dice.below(3) == 0 => it.brings(&c, HEALTH),
        7 => drop(it.desk.try_reply(&it.desk.ana, &c, "Yes, it is.", |_| {})),
        8 => drop(
            it.desk
                .try_act(move |w| status::resolve(w, &luis, number).map(|_| ())),
        ),
        9 => drop(
            it.desk
                .try_act(move |w| status::reopen(w, &luis, number).map(|_| ())),
        ),
        _ => {}
    }
}

#[test]
fn every_minute_of_a_day_is_shown_as_it_was() {
    for seed in [3, 77, 20_261_104] {
        let it = Watched::new();
        it.agrees();
        let (mut dice, mut all, mut truth) = (Dice(seed), Vec::new(), Vec::new());
        let began = it.desk.now();
        for n in 0..240 {
            for at in 0..dice.below(4) {
                // Never in the very moment that was just looked at.
                it.desk.later(Span::seconds(1 + some(&mut dice, 40)));
                happens(&it, &mut dice, &mut all, n * 10 + at);
                it.follows();
            }
            it.desk.later(Span::minutes(1 + some(&mut dice, 8)));
            truth.push((it.desk.now(), [0, 1, 2].map(|who| it.now(who))));
        }
        let horizon = it.desk.now() - Span::hours(24);
        let compare = |board: &Board| {
            let mut different = 0;
            for (at, then) in truth.iter().filter(|it| it.0 > horizon && it.0 > began) {
                for (who, was) in then.iter().enumerate() {
                    let shown = it.seen(board, &eyes()[who], Some(*at));
                    assert_eq!(shown, *was, "seed {seed}, {}, {who}", at.rfc3339());
                    different += usize::from(shown.whole != it.now(who).whole);
                }
            }
            different
        };
        // It tells then from now: most minutes were otherwise.
        assert!(compare(&it.board) > 100);
        // What was noted is kept, and a Lobby started anew shows the same.
        let lot = it.board.monitor().keep().unwrap();
        it.desk.act(move |w| w.put_moves(&lot));
        assert_eq!(it.board.monitor().keep(), None);
        let anew = Board::attach(&it.desk.store).unwrap();
        assert!(compare(&anew) > 100);
        it.desk.holds();
    }
}

#[test]
fn a_lobby_cut_off_knows_at_least_what_was_not_there_yet() {
    let it = Watched::new();
    it.desk
        .begins(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let lot = it.board.monitor().keep().unwrap();
    it.desk.act(move |w| w.put_moves(&lot));
    it.desk.later(Span::minutes(10));
    let before = it.desk.now();
    it.desk.later(Span::minutes(10));
    // This is kept by nobody.
    it.desk
        .begins(&Mail::from("dora@example.com", "Door", "It is stuck."));
    it.desk.later(Span::minutes(10));
    let anew = Board::attach(&it.desk.store).unwrap();
    let then = it.seen(&anew, &eyes()[0], Some(before));
    assert_eq!(then.whole.people, 1);
    assert_eq!(it.seen(&anew, &eyes()[0], None).whole.people, 2);
}

#[test]
fn what_is_older_than_a_day_is_kept_no_longer() {
    let it = Watched::new();
    for n in 0..4 {
        let from = format!("c{n}@example.com");
        it.desk
            .begins(&Mail::from(&from, "Lamp", "Is it in stock?"));
        let lot = it.board.monitor().keep().unwrap();
        it.desk.act(move |w| w.put_moves(&lot));
        it.desk.later(Span::hours(20));
    }
    let kept = it.desk.look(|look| look.moves_since(Millis(0)));
    assert_eq!(kept.len(), 2, "{kept:?}");
    let now = it.desk.now();
    let since = it.desk.look(|look| it.board.monitor().since(look, now));
    assert_eq!(since, now - Span::hours(24));
}
