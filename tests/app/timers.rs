//! What falls due: the same whether the job comes first or somebody touches the conversation.

use lobby::contacts::edit::{Edit, update};
use lobby::conversations::{promise, status};
use lobby::domain::actor::Role;
use lobby::domain::agent::Agent;
use lobby::domain::contact::Tier;
use lobby::domain::conversation::{Conversation, Status, WaitingOn};
use lobby::domain::event::EventKind;
use lobby::domain::job::{JobKind, TimerKind};
use lobby::domain::outbound::SendError;
use lobby::domain::reason::Reason;
use lobby::domain::team::Team;
use lobby::domain::time::Span;

use crate::support::desk::{Desk, id};
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

fn case(desk: &Desk) -> Conversation {
    desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"))
}

fn moved(desk: &Desk, c: &Conversation) -> Option<Reason> {
    let events = desk.events(c);
    events.into_iter().rev().find_map(|it| match it {
        EventKind::StatusMoved { why, .. } => Some(why),
        _ => None,
    })
}

#[test]
fn a_snooze_and_a_follow_up_end() {
    let desk = Desk::new();
    let c = case(&desk);
    let (ana, number, until) = (desk.ana.clone(), c.number, desk.now() + Span::hours(3));
    desk.act(move |w| status::snooze(w, &ana, number, until));
    desk.wait(Span::hours(2));
    assert!(matches!(desk.again(&c).status, Status::Snoozed { .. }));
    desk.wait(Span::hours(1));
    assert_eq!(desk.again(&c).status, Status::Open);
    assert_eq!(moved(&desk, &c), Some(Reason::SnoozeOver));
    assert_eq!(
        desk.again(&c).waiting_since,
        c.waiting_since,
        "its clock ran on"
    );
    let ana = desk.ana.clone();
    let waits = desk.act(move |w| status::wait_for_third_party(w, &ana, number, None));
    assert_eq!(
        waits.waiting_since, c.waiting_since,
        "the customer waits for us"
    );
    desk.wait(Span::days(2));
    assert_eq!(moved(&desk, &c), Some(Reason::FollowUpDue));
    desk.holds();
}

#[test]
fn a_deed_settles_what_is_due_first() {
    let desk = Desk::new();
    let first = Mail::from(CARLA, "Lamp", "Is it in stock?");
    let c = desk.begins(&first);
    let (ana, number, until) = (desk.ana.clone(), c.number, desk.now() + Span::hours(3));
    desk.act(move |w| status::snooze(w, &ana, number, until));
    desk.later(Span::hours(4));
    desk.joins(&Mail::from(CARLA, "Re", "Hello?").referring(&first.id()));
    let whys: Vec<Reason> = desk
        .events(&c)
        .into_iter()
        .filter_map(|it| match it {
            EventKind::StatusMoved { why, .. } => Some(why),
            _ => None,
        })
        .collect();
    assert_eq!(whys, [Reason::ByAgent, Reason::SnoozeOver]);
    desk.holds();
}

#[test]
fn silence_closes_quietly_and_what_speaks_against_it() {
    for against in ["", "promise", "vip", "held", "they wrote"] {
        let desk = Desk::new();
        let c = case(&desk);
        let out = desk.answers_and_sends(&c, "It is.");
        let answered = desk.message(out.message).said_at;
        let (ana, number, contact) = (desk.ana.clone(), c.number, c.contact);
        match against {
            "promise" => {
                let due = desk.now() + Span::days(20);
                desk.act(move |w| promise::promise(w, &ana, number, due));
            }
            "vip" => {
                let edit = Edit {
                    tier: Some(Tier::Vip),
                    ..Edit::default()
                };
                desk.act(move |w| update(w, &ana, contact, &edit));
            }
            "held" => {
                desk.reply(&desk.ana, &c, "Still there?", |_| {});
                desk.later(Span::hours(25));
                desk.claim();
                desk.act(move |w| status::wait_for_customer(w, &ana, number));
            }
            "they wrote" => {
                desk.joins(&Mail::answering(&out, CARLA, "In red?"));
            }
            _ => {}
        }
        desk.wait(Span::days(8));
        let after = desk.again(&c);
        if against.is_empty() {
            let at = answered;
            assert_eq!(after.status, Status::Resolved { at, quiet: true });
            assert_eq!(
                moved(&desk, &c),
                Some(Reason::QuietClose { silent_since: at })
            );
        } else {
            assert!(after.status.is_unresolved(), "{against}");
        }
        desk.holds();
    }
}

#[test]
fn answering_again_begins_the_silence_anew() {
    let desk = Desk::new();
    let c = case(&desk);
    desk.answers_and_sends(&c, "It is.");
    desk.wait(Span::days(5));
    desk.answers_and_sends(&c, "Still is.");
    desk.wait(Span::days(5));
    assert!(desk.again(&c).status.is_unresolved());
    desk.wait(Span::days(3));
    assert!(!desk.again(&c).status.is_unresolved());
    desk.holds();
}

#[test]
fn a_promise_that_is_due_opens() {
    let desk = Desk::new();
    let c = case(&desk);
    desk.answers_and_sends(&c, "It is.");
    let (ana, number, due) = (desk.ana.clone(), c.number, desk.now() + Span::days(1));
    desk.act(move |w| promise::promise(w, &ana, number, due));
    let waiting = Status::Waiting {
        on: WaitingOn::Customer,
        follow_up_at: None,
    };
    assert_eq!(desk.again(&c).status, waiting);
    desk.wait(Span::days(2));
    assert_eq!(desk.again(&c).status, Status::Open);
    let at = desk.now();
    let broken = EventKind::PromiseBroken { due, at };
    assert!(
        desk.events(&c).contains(&broken),
        "says when it was due and when it was seen"
    );
    desk.holds();
}

#[test]
fn one_moment_reminds_unless_answered() {
    for answered in [false, true] {
        let desk = Desk::new();
        let c = case(&desk);
        desk.answer(&c, "One moment please");
        assert_eq!(desk.again(&c).status, Status::Open);
        if answered {
            desk.answer(&c, "It is.");
        }
        desk.wait(Span::hours(25));
        let timer = TimerKind::HoldingReminder.code();
        let reminded = desk
            .events(&c)
            .iter()
            .any(|it| matches!(it, EventKind::TimerFired { timer: it, .. } if *it == timer));
        assert_eq!(reminded, !answered);
        desk.holds();
    }
}

#[test]
fn a_snooze_ends_whatever_is_to_leave_later() {
    let desk = Desk::new();
    let c = case(&desk);
    let at = desk.now() + Span::days(5);
    desk.reply(&desk.ana, &c, "A reminder.", |it| it.send_at = Some(at));
    let (ana, number, until) = (desk.ana.clone(), c.number, desk.now() + Span::hours(3));
    desk.act(move |w| status::snooze(w, &ana, number, until));
    desk.wait(Span::hours(4));
    assert_eq!(desk.again(&c).status, Status::Open);
    // What leaves now ends the sleep itself.
    let ana = desk.ana.clone();
    desk.act(move |w| status::snooze(w, &ana, number, at));
    desk.wait(Span::days(5));
    assert!(matches!(desk.again(&c).status, Status::Snoozed { .. }));
    desk.claim();
    assert!(matches!(desk.again(&c).status, Status::Waiting { .. }));
    desk.holds();
}

#[test]
fn a_quiet_close_is_dated_by_our_answer() {
    let desk = Desk::new();
    let c = case(&desk);
    let out = desk.answers_and_sends(&c, "It is.");
    let answered = desk.message(out.message).said_at;
    desk.wait(Span::days(1));
    assert!(
        desk.joins(&Mail::answering(&out, CARLA, "Thanks!"))
            .1
            .courtesy
    );
    desk.wait(Span::days(8));
    let at = answered;
    assert_eq!(desk.again(&c).status, Status::Resolved { at, quiet: true });
    desk.holds();
}

#[test]
fn what_nobody_sees_is_told_by_mail() {
    for lead in [None, Some(id(11))] {
        let desk = Desk::new();
        let team = id(50);
        desk.act(move |w| {
            w.put_team(&Team {
                id: team,
                lead,
                ..Team::default()
            })?;
            w.put_agent(&Agent {
                id: id(12),
                role: Role::Supervisor,
                ..Agent::default()
            })
        });
        let c = case(&desk);
        let (ana, number) = (desk.ana.clone(), c.number);
        desk.act(move |w| lobby::conversations::assign::set_team(w, &ana, number, Some(team)));
        let jobs = |desk: &Desk| -> Vec<JobKind> {
            let far = desk.now() + Span::days(30);
            let jobs = desk.look(|look| look.jobs_due(far, 50));
            jobs.into_iter().map(|it| it.kind).collect()
        };
        let conversation = c.id;
        desk.answer(&c, "One moment please");
        desk.later(Span::seconds(11));
        desk.sends();
        desk.wait(Span::days(3));
        let agent = id(10);
        let reminder = JobKind::MailReminder {
            conversation,
            agent,
        };
        assert_eq!(jobs(&desk), [reminder], "who said it is reminded");
        // An answer fails: first its sender is told, after ten minutes the lead.
        desk.answer(&c, "It is.");
        desk.later(Span::seconds(11));
        desk.fails(SendError::MessageRefused {
            code: "554".to_owned(),
            detail: String::new(),
        });
        desk.wait(Span::minutes(11));
        let agent = lead.unwrap_or(id(12));
        let told = JobKind::MailFailedSend {
            conversation,
            agent,
        };
        assert!(jobs(&desk).contains(&told), "{lead:?}: {:?}", jobs(&desk));
        desk.holds();
    }
}
