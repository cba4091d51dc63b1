//! By when law wants an answer: counted in working days, reminded of at its second, put off once, and ended with its
//! conversation.

use lobby::board::Board;
use lobby::conversations::legal::{self, Wanted};
use lobby::conversations::{moving, status, undo};
use lobby::desk::legal_kinds::{self, About};
use lobby::desk::rules;
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::error::Error;
use lobby::domain::event::EventKind;
use lobby::domain::job::TimerKind;
use lobby::domain::legal::{LegalDue, LegalEnd, LegalKind};
use lobby::domain::list::{List, Sort};
use lobby::domain::notice::NoticeKind;
use lobby::domain::rule::{RuleAct, Trigger};
use lobby::domain::team::Business;
use lobby::domain::time::{Millis, Span};
use lobby::notices::react::{Eyes, place, react};

use crate::support::desk::Desk;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

fn at(text: &str) -> Millis {
    let found: jiff::Timestamp = text.parse().unwrap();
    Millis(found.as_millisecond())
}

/// A desk in Bogotá, open Monday to Friday 9 to 17, on the morning of Wednesday 24 March 2027.
fn bogota() -> Desk {
    let desk = Desk::new();
    desk.act(|w| {
        let mut hours = lobby::domain::team::OpeningHours {
            holidays_of: "CO".to_owned(),
            ..Default::default()
        };
        for it in hours.week.iter_mut().take(5) {
            *it = vec![(540, 1020)];
        }
        let business = w.business()?.unwrap_or_default();
        w.put_business(&Business {
            time_zone: "America/Bogota".to_owned(),
            hours,
            ..business
        })
    });
    go_to(&desk, "2027-03-24T10:00:00-05:00");
    desk
}

/// Moves the clock there, and fires what fell due.
fn go_to(desk: &Desk, when: &str) {
    desk.wait(Span(at(when).since(desk.now()).0));
}

fn case(desk: &Desk, from: &str) -> Conversation {
    desk.begins(&Mail::from(from, "My data", "Please correct my name."))
}

fn claim(desk: &Desk) -> LegalKind {
    let luis = desk.luis.clone();
    let about = About {
        name: "Claim".to_owned(),
        law: "Ley 1581".to_owned(),
        days: 15,
        extension: 8,
    };
    desk.act(move |w| legal_kinds::make(w, &luis, &about))
}

fn set(desk: &Desk, c: &Conversation, wanted: Wanted) -> Result<Conversation, Error> {
    let (ana, number) = (desk.ana.clone(), c.number);
    desk.try_act(move |w| legal::set(w, &ana, number, (&wanted, None)))
}

fn extend(
    desk: &Desk,
    c: &Conversation,
    days: Option<u16>,
    why: &'static str,
) -> Result<(), Error> {
    let (ana, number) = (desk.ana.clone(), c.number);
    desk.try_act(move |w| legal::extend(w, &ana, number, (days, None), why).map(|_| ()))
}

fn due(desk: &Desk, c: &Conversation) -> LegalDue {
    *desk.again(c).legal.unwrap()
}

fn ended(desk: &Desk, c: &Conversation) -> Option<LegalEnd> {
    due(desk, c).ended.map(|it| it.how)
}

/// How many working days were left each time it was told of; none left to count when it was missed.
fn told(desk: &Desk, c: &Conversation) -> Vec<Option<u16>> {
    let events = desk.events(c).into_iter();
    events
        .filter_map(|it| match it {
            EventKind::LegalDueNear { left, .. } => Some(Some(left)),
            EventKind::LegalDueMissed { .. } => Some(None),
            _ => None,
        })
        .collect()
}

#[test]
fn it_is_told_of_at_its_seconds_and_to_whom_it_concerns() {
    let desk = bogota();
    desk.act(|w| place(w).map(|_| ()));
    let kind = claim(&desk);
    let c = case(&desk, CARLA);
    set(&desk, &c, Wanted::Kind(kind.id)).unwrap();
    let it = due(&desk, &c);
    assert_eq!(it.due, at("2027-04-16T17:00:00-05:00"));
    assert_eq!((it.reason.as_str(), it.days), ("Claim, Ley 1581", Some(15)));
    let (ana, number) = (desk.ana.clone(), c.number);
    let mine = desk.ana.agent_id();
    desk.act(move |w| lobby::conversations::assign::assign(w, &ana, number, mine));
    let seconds = [
        ("2027-04-09T09:00:00-05:00", Some(5)),
        ("2027-04-14T09:00:00-05:00", Some(2)),
        ("2027-04-16T09:00:00-05:00", Some(0)),
        ("2027-04-16T17:00:00-05:00", None),
    ];
    for (n, (when, left)) in seconds.into_iter().enumerate() {
        let before = Span(at(when).since(desk.now()).0 - 1);
        desk.wait(before);
        assert_eq!(told(&desk, &c).len(), n, "a moment before {when}");
        go_to(&desk, when);
        assert_eq!(told(&desk, &c).last(), Some(&left), "{when}");
    }
    desk.wait(Span::days(30));
    assert_eq!(told(&desk, &c).len(), 4, "and never again");
    let from = desk.act(place);
    desk.act(move |w| react(w, from, 10_000, &Eyes::new()).map(|_| ()));
    let agent = mine.unwrap();
    let notices = desk.look(move |look| look.notices(agent, None, 100));
    let legal: Vec<_> = notices
        .iter()
        .filter(|it| it.kind == NoticeKind::Legal)
        .collect();
    assert!(legal.iter().all(|one| one.when == Some(it.due)));
    assert_eq!(legal.iter().map(|it| it.n).sum::<u32>(), 4);
    desk.holds();
}

#[test]
fn what_was_slept_through_is_told_once_and_what_is_near_is_not_told_late() {
    let desk = bogota();
    let c = case(&desk, CARLA);
    set(&desk, &c, Wanted::Days(3, "Tutela".to_owned())).unwrap();
    // Five working days before lie behind; the holidays of Holy Week do not count.
    assert_eq!(due(&desk, &c).due, at("2027-03-31T17:00:00-05:00"));
    go_to(&desk, "2027-04-30T12:00:00-05:00");
    assert_eq!(
        told(&desk, &c),
        [None],
        "the last of what came while nobody looked"
    );
    desk.holds();
}

#[test]
fn silence_does_not_close_what_law_wants_answered() {
    let desk = bogota();
    let c = case(&desk, CARLA);
    set(&desk, &c, Wanted::Days(15, "Claim".to_owned())).unwrap();
    desk.answers_and_sends(&c, "We look into it.");
    assert!(matches!(desk.again(&c).status, Status::Waiting { .. }));
    desk.wait(Span::days(40));
    assert!(desk.again(&c).status.is_unresolved());
    let (ana, number) = (desk.ana.clone(), c.number);
    desk.act(move |w| legal::finish(w, &ana, number, (true, "Answered by letter")));
    desk.wait(Span::days(8));
    let closed = desk.again(&c).status;
    assert!(matches!(closed, Status::Resolved { quiet: true, .. }));
    assert_eq!(ended(&desk, &c), Some(LegalEnd::Fulfilled));
    desk.holds();
}

#[test]
fn it_is_put_off_once_with_a_reason_and_removed_with_one() {
    let desk = bogota();
    let kind = claim(&desk);
    let c = case(&desk, CARLA);
    set(&desk, &c, Wanted::Kind(kind.id)).unwrap();
    let no_reason = || Error::invalid("reason", "error-legal-reason");
    assert_eq!(extend(&desk, &c, None, " "), Err(no_reason()));
    extend(&desk, &c, None, "The archive is moving").unwrap();
    let it = due(&desk, &c);
    // Eight working days after Friday 16 April.
    assert_eq!(it.due, at("2027-04-28T17:00:00-05:00"));
    let extended = it.extended.unwrap();
    assert_eq!(extended.was, at("2027-04-16T17:00:00-05:00"));
    assert_eq!(extended.reason, "The archive is moving");
    let again = extend(&desk, &c, Some(1), "Once more");
    assert_eq!(again, Err(Error::conflict("legal_due_extended")));
    go_to(&desk, "2027-04-16T17:00:00-05:00");
    assert!(told(&desk, &c).is_empty(), "the reminders moved with it");
    let (ana, number) = (desk.ana.clone(), c.number);
    let end = move |reason: &'static str| {
        let ana = ana.clone();
        desk.try_act(move |w| legal::finish(w, &ana, number, (false, reason)))
            .map(|it| it.legal.unwrap().ended.unwrap().how)
    };
    assert_eq!(end("").unwrap_err(), no_reason());
    assert_eq!(end("No claim after all").unwrap(), LegalEnd::Removed);
    assert_eq!(end("Twice").unwrap_err(), Error::conflict("no_legal_due"));
}

#[test]
fn resolved_is_done_and_opened_again_before_the_date_it_stands_again() {
    let desk = bogota();
    let c = case(&desk, CARLA);
    set(&desk, &c, Wanted::Days(15, "Claim".to_owned())).unwrap();
    let (ana, number, id) = (desk.ana.clone(), c.number, c.id);
    let resolve = |desk: &Desk| {
        let ana = ana.clone();
        desk.act(move |w| status::resolve(w, &ana, number));
    };
    let reopen = |desk: &Desk| {
        let ana = ana.clone();
        desk.act(move |w| status::reopen(w, &ana, number));
    };
    let timer = |desk: &Desk| desk.look(move |look| look.timer_of(id, TimerKind::LegalDue));
    resolve(&desk);
    assert_eq!(ended(&desk, &c), Some(LegalEnd::Resolved));
    assert_eq!(timer(&desk), None);
    go_to(&desk, "2027-04-12T10:00:00-05:00");
    reopen(&desk);
    assert_eq!(ended(&desk, &c), None);
    let next = at("2027-04-14T09:00:00-05:00");
    assert_eq!(timer(&desk), Some(next), "what is told next");
    resolve(&desk);
    go_to(&desk, "2027-05-20T10:00:00-05:00");
    reopen(&desk);
    let how = ended(&desk, &c);
    assert_eq!(how, Some(LegalEnd::Resolved), "it was answered in time");
    desk.holds();
}

#[test]
fn of_two_put_together_the_earlier_stands_and_apart_again_each_has_its_own() {
    let desk = bogota();
    let other = Mail::from(
        CARLA,
        "Another claim",
        "I claim once more, for the other lamp.",
    );
    let (a, b) = (case(&desk, CARLA), desk.begins(&other));
    set(&desk, &a, Wanted::Days(5, "Earlier".to_owned())).unwrap();
    set(&desk, &b, Wanted::Days(15, "Later".to_owned())).unwrap();
    let (first, second) = (due(&desk, &a), due(&desk, &b));
    let (ana, from, into) = (desk.ana.clone(), a.number, b.number);
    let (_, change) = desk.act(move |w| moving::merge(w, &ana, from, into));
    assert_eq!(due(&desk, &b), first);
    assert_eq!(ended(&desk, &a), Some(LegalEnd::Merged));
    let ana = desk.ana.clone();
    desk.act(move |w| undo::undo(w, &ana, change).map(|_| ()));
    assert_eq!((due(&desk, &a), due(&desk, &b)), (first, second));
    desk.holds();
}

#[test]
fn a_rule_starts_one_where_none_stands() {
    let desk = bogota();
    desk.act(|w| w.place("rules").map(|_| ()));
    let (kind, luis) = (claim(&desk), desk.luis.clone());
    let about = rules::About {
        name: "Claims".to_owned(),
        trigger: Trigger::Arrival,
        acts: vec![RuleAct::LegalDue { kind: kind.id }],
        ..rules::About::default()
    };
    desk.act(move |w| rules::make(w, &luis, &about).map(|_| ()));
    let c = case(&desk, CARLA);
    let it = due(&desk, &c);
    assert_eq!(it.due, at("2027-04-16T17:00:00-05:00"));
    assert_eq!((it.kind, it.since), (Some(kind.id), c.created_at));
    desk.holds();
}

#[test]
fn the_list_has_the_soonest_first_whatever_else_is_due() {
    let desk = bogota();
    let mut expected = Vec::new();
    for n in 0..120_u16 {
        let c = case(&desk, &format!("p{n}@example.com"));
        // Later ones are due sooner, and of some something else is due before.
        let wanted = Wanted::Days(200 - n, "Claim".to_owned());
        set(&desk, &c, wanted).unwrap();
        if n % 3 == 0 {
            let (ana, number, due) = (desk.ana.clone(), c.number, desk.now() + Span::hours(1));
            desk.act(move |w| {
                lobby::conversations::promise::promise(w, &ana, number, due).map(|_| ())
            });
        }
        expected.insert(0, c.id);
    }
    let board = Board::attach(&desk.store).unwrap();
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page =
            desk.look(|look| board.page(look, &desk.ana, List::LegalDue, Sort::Due, after, 50));
        found.extend(page.rows.iter().map(|it| it.conversation.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found, expected);
}
