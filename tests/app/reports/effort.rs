//! Handle time: what was seen and what is estimated are two figures, whatever becomes of the conversation.

use lobby::conversations::effort::{is_measured, note, set_measuring, spent};
use lobby::conversations::moving::merge;
use lobby::conversations::undo::undo;
use lobby::domain::effort::Visit;
use lobby::domain::error::Error;
use lobby::domain::id::ConversationId;
use lobby::privacy::{emptied, erase};
use lobby::reports::Part;

use super::*;

impl Counted {
    /// Somebody works in it for so many seconds, until now.
    fn works(&self, who: &Viewer, of: ConversationId, seconds: i64) {
        self.desk.later(Span::seconds(seconds));
        let until = self.desk.now();
        let visit = Visit {
            from: until - Span::seconds(seconds),
            until,
        };
        self.saw(who, of, visit);
    }

    fn saw(&self, who: &Viewer, of: ConversationId, visit: Visit) {
        let agent = who.agent_id().unwrap();
        self.desk.act(move |w| note(w, agent, of, visit));
    }

    fn begins(&self, n: usize) -> Conversation {
        let from = format!("customer{n}@example.com");
        self.desk
            .begins(&Mail::from(&from, "Lamp", "Is it in stock?"))
    }

    /// How many are measured and how long each took; the same of the estimated.
    fn times(&self) -> [(u64, Span); 2] {
        [Metric::HandleTime, Metric::HandleTimeEstimated].map(|metric| {
            let total = self.total(metric);
            (total.n, total.mean())
        })
    }
}

const NONE: (u64, Span) = (0, Span(0));

fn seconds(n: i64) -> Span {
    Span::seconds(n)
}

#[test]
fn four_visits_and_what_is_done_after_resolving_are_measured() {
    let it = Counted::new();
    let (ana, c) = (it.desk.ana.clone(), it.begins(1));
    it.works(&ana, c.id, 60);
    it.desk.later(Span::hours(10));
    it.works(&ana, c.id, 120);
    it.answered(&c);
    it.desk.later(Span::hours(9));
    it.works(&ana, c.id, 90);
    it.desk.later(Span::hours(7));
    it.works(&ana, c.id, 90);
    assert_eq!(it.times(), [NONE, NONE], "it is not resolved");
    it.resolves(&c);
    assert_eq!(it.times(), [(1, minutes(6)), NONE]);
    // No event tells of it, and the figures know.
    it.works(&ana, c.id, 30);
    assert_eq!(it.times(), [(1, seconds(390)), NONE]);
    it.desk.later(Span::days(2));
    it.works(&ana, c.id, 600);
    assert_eq!(
        it.times(),
        [(1, seconds(390)), NONE],
        "looked up, not worked on"
    );
    let rows = it.rows(Metric::HandleTime, None);
    assert_eq!(
        rows.iter()
            .map(|it| (it.number, it.took))
            .collect::<Vec<_>>(),
        [(c.number, Some(seconds(390)))]
    );
    it.desk.holds();
}

#[test]
fn measured_and_estimated_are_never_one_figure() {
    let it = Counted::new();
    let (ana, luis) = (it.desk.ana.clone(), it.desk.luis.clone());
    // Seen, unseen, and half of it seen: Luis looked in while Ana wrote from somewhere else.
    let (seen, unseen, half) = (it.begins(1), it.begins(2), it.begins(3));
    it.works(&ana, seen.id, 100);
    it.answered(&seen);
    it.desk.later(Span::hours(1));
    it.answered(&unseen);
    it.works(&luis, half.id, 40);
    it.answered(&half);
    for c in [&seen, &unseen, &half] {
        it.resolves(c);
    }
    assert_eq!(it.total(Metric::HandleTime).sum, seconds(100));
    let estimated = it.total(Metric::HandleTimeEstimated);
    assert_eq!((estimated.n, estimated.sum), (2, seconds(600 + 640)));
    // By person each has what was theirs.
    let all = it.filter(|_| {});
    let parts = it.report(Metric::HandleTimeEstimated, &all, Some(Split::By));
    let sums: Vec<_> = parts
        .parts
        .iter()
        .map(|it| (it.0, it.1.n, it.1.sum))
        .collect();
    assert!(
        sums.contains(&(Part::By(by(&ana)), 2, seconds(1_200))),
        "{sums:?}"
    );
    assert!(
        sums.contains(&(Part::By(by(&luis)), 1, seconds(40))),
        "{sums:?}"
    );
    // Narrowed to one of us as every figure is.
    let own = it.filter(|filter| filter.by = vec![by(&luis)]);
    assert!(it.report(Metric::HandleTime, &own, None).total.is_empty());
    assert_eq!(
        it.report(Metric::HandleTimeEstimated, &own, None).total.sum,
        seconds(40)
    );
    it.desk.holds();
}

#[test]
fn what_is_put_together_has_the_time_of_both_until_it_is_taken_apart() {
    let it = Counted::new();
    let ana = it.desk.ana.clone();
    let (from, into) = (it.begins(1), it.begins(2));
    it.works(&ana, from.id, 60);
    it.desk.later(Span::hours(1));
    it.works(&ana, into.id, 30);
    it.answered(&into);
    let (by, a, b) = (ana.clone(), from.number, into.number);
    let change = it.desk.act(move |w| merge(w, &by, a, b)).1;
    // A page that still showed the shell tells of it late.
    it.works(&ana, from.id, 15);
    it.resolves(&into);
    assert_eq!(it.times(), [(1, seconds(105)), NONE]);
    let all = it.desk.look(|look| spent(look, &it.desk.again(&into)));
    // What followed at once is one visit with what was before it.
    assert_eq!((all.len(), all[0].times()), (1, 2));
    let by = ana.clone();
    it.desk.act(move |w| undo(w, &by, change).map(|_| ()));
    assert_eq!(it.times(), [(1, seconds(30)), NONE]);
    it.resolves(&from);
    assert_eq!(it.total(Metric::HandleTime).sum, seconds(105));
    it.desk.holds();
}

#[test]
fn erasing_a_person_takes_away_when_somebody_worked_for_them() {
    let it = Counted::new();
    let (ana, c) = (it.desk.ana.clone(), it.begins(1));
    it.works(&ana, c.id, 60);
    let (by, contact) = (it.desk.luis.clone(), c.contact);
    let root = it.desk.act(move |w| erase::begin(w, &by, contact));
    let of = c.id;
    it.desk
        .act(move |w| emptied::lot(w, root, of, None).map(|_| ()));
    // What a page told before is written after it: too late.
    it.works(&ana, c.id, 30);
    assert!(it.desk.look(|look| look.focus_in(c.id)).is_empty());
    assert!(!it.desk.look(|look| is_measured(look, &it.desk.again(&c))));
    it.desk.holds();
}

#[test]
fn only_an_owner_switches_measuring_off_and_what_was_measured_stays() {
    let it = Counted::new();
    let (luis, c) = (it.desk.luis.clone(), it.begins(1));
    it.works(&luis, c.id, 60);
    let refused = it.desk.try_act(move |w| set_measuring(w, &luis, false));
    assert!(
        matches!(refused, Err(Error::Forbidden { .. })),
        "{refused:?}"
    );
    let owner = crate::support::desk::person(77, lobby::domain::actor::Role::Owner);
    it.desk.act(move |w| set_measuring(w, &owner, false));
    assert!(!it.desk.look(|look| is_measured(look, &c)));
    it.resolves(&c);
    assert_eq!(it.times(), [(1, minutes(1)), NONE]);
    it.desk.holds();
}

#[test]
fn figures_that_were_closed_read_what_was_written_behind_them() {
    let it = Counted::new();
    let (ana, c) = (it.desk.ana.clone(), it.begins(1));
    it.works(&ana, c.id, 60);
    it.resolves(&c);
    let folder = std::env::temp_dir().join(format!("lobby-effort-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let sum = |reports: &Reports| {
        let all = it.filter(|_| {});
        it.asked(reports, (Metric::HandleTime, &all), |ask| {
            reports.total(ask).unwrap().sum
        })
    };
    let first = Reports::open(&folder, &it.desk.store).unwrap();
    assert_eq!(sum(&first), minutes(1));
    drop(first);
    // Nothing of this is in the log.
    let last = it.desk.store.last_seq();
    it.works(&ana, c.id, 30);
    assert_eq!(it.desk.store.last_seq(), last);
    let again = Reports::open(&folder, &it.desk.store).unwrap();
    let until = std::time::Instant::now() + Duration::from_secs(20);
    while sum(&again) != seconds(90) && std::time::Instant::now() < until {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(sum(&again), seconds(90));
    drop(again);
    let _ = std::fs::remove_dir_all(&folder);
    it.desk.holds();
}
