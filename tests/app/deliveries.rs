//! Deliveries: order, retries, lateness, failures, bounces, and what a failed answer does to its conversation.

use lobby::conversations::delivery::late;
use lobby::conversations::note::{self, Note};
use lobby::conversations::report::report;
use lobby::conversations::said::Said;
use lobby::conversations::steps::pending::pending;
use lobby::conversations::{delivery, promise, status};
use lobby::domain::channel::SentCopies;
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::delivery::{Delivery, DeliveryState, Then};
use lobby::domain::error::Error;
use lobby::domain::event::EventKind;
use lobby::domain::inbound::{AutomaticKind, Report, ReportKind, ReportedRecipient};
use lobby::domain::job::TimerKind;
use lobby::domain::mail::{MailOutcome, MailPlace};
use lobby::domain::outbound::{SendError, Sent};
use lobby::domain::reason::Reason;
use lobby::domain::time::Span;

use crate::support::desk::Desk;
use crate::support::mail::{Mail, at};

const CARLA: &str = "carla@example.com";

fn case(desk: &Desk) -> Conversation {
    desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"))
}

fn refused() -> SendError {
    SendError::RecipientRefused {
        code: "550 5.1.1".to_owned(),
        detail: "no such user".to_owned(),
        gone: true,
    }
}

fn not_now() -> SendError {
    SendError::Later {
        code: "451".to_owned(),
        detail: "busy".to_owned(),
        retry_after_s: None,
    }
}

fn bounce(desk: &Desk, message_id: &str, address: &str) -> Report {
    Report {
        dedupe: format!("bounce of {message_id} {address}"),
        kind: ReportKind::Bounce,
        about: vec![message_id.to_owned()],
        recipients: vec![ReportedRecipient {
            address: address.to_owned(),
            state: DeliveryState::Bounced,
            status: "5.1.1".to_owned(),
            diagnostic: "unknown user".to_owned(),
            address_gone: true,
        }],
        said_at: desk.now(),
        place: MailPlace {
            connection: desk.mailbox,
            folder: "INBOX".to_owned(),
            uid_validity: 1,
            uid: 9_000 + u32::try_from(message_id.len() + address.len()).unwrap(),
        },
        ..Report::default()
    }
}

fn reported(desk: &Desk, input: Report) -> MailOutcome {
    let (keys, mailbox) = (desk.keys.clone(), desk.mailbox);
    desk.act(move |w| report(w, &keys, mailbox, &input))
}

#[test]
fn an_answer_that_did_not_arrive_never_was_one() {
    for how in ["failed", "bounced", "held", "uncertain"] {
        let desk = Desk::new();
        let c = case(&desk);
        let asked = c.waiting_since;
        let replied = desk.reply(&desk.ana, &c, "It is.", |it| {
            it.then = Then::Resolve;
        });
        desk.later(Span::seconds(11));
        let why = match how {
            "failed" => {
                desk.fails(refused());
                Reason::AnswerFailed
            }
            "bounced" => {
                let out = desk.sends().pop().unwrap().mail.unwrap();
                desk.later(Span::minutes(3));
                reported(&desk, bounce(&desk, &out.message_id, CARLA));
                Reason::AnswerBounced
            }
            "held" => {
                while desk.fails(not_now()).state == DeliveryState::Queued {
                    desk.later(Span::minutes(81));
                }
                Reason::AnswerLate
            }
            _ => {
                let lost = || SendError::Uncertain {
                    detail: "no answer".to_owned(),
                };
                while desk.fails(lost()).state == DeliveryState::Queued {
                    desk.later(Span::minutes(81));
                }
                Reason::AnswerUncertain
            }
        };
        let after = desk.again(&c);
        assert_eq!(
            (after.status, after.waiting_since),
            (Status::Open, asked),
            "{how}"
        );
        assert!(after.has_failed, "{how}");
        let events = desk.events(&c);
        let moved = events.iter().rev().find_map(|it| match it {
            EventKind::StatusMoved { why, .. } => Some(*why),
            _ => None,
        });
        assert_eq!(moved, Some(why), "{how}");
        assert!(desk.delivery(&replied.delivery).state.is_trouble(), "{how}");
        let case = c.id;
        let timer = desk.look(|look| look.timer_of(case, TimerKind::FailedUnseen));
        assert_eq!(
            timer,
            Some(desk.now() + Span::minutes(10)),
            "{how}: the lead is told"
        );
        assert!(
            !desk
                .look(|look| look.jobs_due(desk.now() + Span::days(9), 9))
                .is_empty()
        );
        // Sent again: answered, and nothing failed any more.
        let (ana, id) = (desk.ana.clone(), replied.delivery.id);
        desk.act(move |w| delivery::retry(w, &ana, id));
        assert_eq!(desk.again(&c).waiting_since, None, "{how}");
        assert!(!desk.again(&c).has_failed, "{how}");
        assert_eq!(desk.sends().len(), 1, "{how}");
        desk.holds();
    }
}

#[test]
fn retries_follow_the_table_and_keep_the_message_id() {
    let desk = Desk::new();
    let c = case(&desk);
    desk.answer(&c, "It is.");
    desk.later(Span::seconds(11));
    let (mut waits, mut ids) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let claimed = desk.claim().pop().unwrap();
        ids.push(desk.composed(&claimed).mail.unwrap().message_id);
        let (id, attempt) = (claimed.id, claimed.attempts);
        desk.act(move |w| delivery::failed(w, id, attempt, &not_now()));
        let it = desk.delivery(&claimed);
        assert_eq!((it.state, it.attempts), (DeliveryState::Queued, attempt));
        waits.push(it.due.since(desk.now()).0 / 1_000);
        assert!(desk.claim().is_empty(), "not before its time");
        desk.later(it.due.since(desk.now()));
    }
    for (wait, about) in waits.iter().zip([300, 600, 1_200, 2_400, 4_000]) {
        assert!(
            (about * 8 / 10..=about * 12 / 10).contains(wait),
            "{waits:?}"
        );
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_ne!(desk.again(&c).status, Status::Open, "still on its way");
    desk.holds();
}

#[test]
fn an_outcome_of_another_try_changes_nothing() {
    let desk = Desk::new();
    let c = case(&desk);
    desk.answer(&c, "It is.");
    desk.later(Span::seconds(11));
    let it = desk.claim().pop().unwrap();
    let (id, attempt) = (it.id, it.attempts);
    desk.act(delivery::void_claims_at_start);
    let again = desk.claim().pop().unwrap();
    assert_eq!(again.id, id);
    desk.act(move |w| delivery::failed(w, id, attempt, &refused()));
    assert_eq!(desk.delivery(&it).state, DeliveryState::Sending);
    let attempt = again.attempts;
    desk.act(move |w| delivery::succeeded(w, id, attempt, &Sent::default()));
    desk.act(move |w| delivery::failed(w, id, attempt, &refused()));
    assert_eq!(desk.delivery(&it).state, DeliveryState::Sent);
    desk.holds();
}

#[test]
fn one_in_flight_in_order_and_nobody_waits_long() {
    let desk = Desk::new();
    let c = case(&desk);
    let other = desk.begins(&Mail::from("berta@example.org", "Hi", "Hello?"));
    let first = desk.answer(&c, "One.").delivery;
    let second = desk.answer(&c, "Two.").delivery;
    let elsewhere = desk.answer(&other, "Three.").delivery;
    desk.later(Span::seconds(11));
    let ids = |it: Vec<Delivery>| it.into_iter().map(|it| it.id).collect::<Vec<_>>();
    let mut claimed = ids(desk.claim());
    claimed.sort();
    let mut expected = vec![first.id, elsewhere.id];
    expected.sort();
    assert_eq!(claimed, expected);
    assert!(desk.claim().is_empty(), "one in flight");
    let id = first.id;
    desk.act(move |w| {
        delivery::failed(
            w,
            id,
            1,
            &SendError::Later {
                code: "451".to_owned(),
                detail: String::new(),
                retry_after_s: Some(3_600),
            },
        )
    });
    desk.later(Span::minutes(5));
    assert!(desk.claim().is_empty(), "held behind the first");
    desk.later(Span::minutes(6));
    let overtaking = desk.claim();
    assert_eq!(overtaking.len(), 1);
    assert_eq!(overtaking[0].id, second.id);
    assert!(overtaking[0].overtook);
    desk.holds();
}

#[test]
fn some_got_it_and_the_next_try_is_for_the_others() {
    let desk = Desk::new();
    let c = case(&desk);
    desk.reply(&desk.ana, &c, "It is.", |it| {
        it.recipients.cc = Some(vec![at("dario@example.net")]);
    });
    desk.later(Span::seconds(11));
    let it = desk.claim().pop().unwrap();
    let (id, attempt) = (it.id, it.attempts);
    let sent = Sent {
        parts: Vec::new(),
        provider_id: String::new(),
        refused: vec![("dario@example.net".to_owned(), not_now())],
    };
    desk.act(move |w| delivery::succeeded(w, id, attempt, &sent));
    let it = desk.delivery(&it);
    assert_eq!(it.state, DeliveryState::Queued);
    assert_eq!(it.recipients[0].state, DeliveryState::Sent);
    let only = desk.composed(&it).mail.unwrap().only;
    assert_eq!(only, Some(vec!["dario@example.net".to_owned()]));
    desk.later(Span::hours(1));
    let it = desk.claim().pop().unwrap();
    let (id, attempt) = (it.id, it.attempts);
    let sent = Sent {
        parts: Vec::new(),
        provider_id: String::new(),
        refused: vec![("dario@example.net".to_owned(), refused())],
    };
    desk.act(move |w| delivery::succeeded(w, id, attempt, &sent));
    let it = desk.delivery(&it);
    assert_eq!(it.state, DeliveryState::Failed);
    assert!(desk.again(&c).has_failed);
    // Asked for again, it goes to them alone.
    let ana = desk.ana.clone();
    let it = desk.act(move |w| delivery::retry(w, &ana, id));
    assert_eq!(
        desk.composed(&it).mail.unwrap().only,
        Some(vec!["dario@example.net".to_owned()])
    );
    let it = desk.claim().pop().unwrap();
    let attempt = it.attempts;
    let sent = Sent {
        parts: Vec::new(),
        provider_id: String::new(),
        refused: vec![("dario@example.net".to_owned(), refused())],
    };
    desk.act(move |w| delivery::succeeded(w, id, attempt, &sent));
    // Seen to.
    let ana = desk.ana.clone();
    desk.act(move |w| delivery::cancel(w, &ana, id));
    assert!(!desk.again(&c).has_failed);
    desk.holds();
}

#[test]
fn bounces_are_believed_about_our_own_messages_only() {
    let desk = Desk::new();
    let c = case(&desk);
    let out = desk.answers_and_sends(&c, "It is.").mail.unwrap();
    let before = desk.again(&c);
    for id in ["guessed@shop.example", "x"] {
        assert_eq!(
            reported(&desk, bounce(&desk, id, CARLA)),
            MailOutcome::Report { message: None }
        );
    }
    assert_eq!(desk.again(&c), before);
    // About somebody the message never went to: it bounced, but nobody else's address is marked.
    let other = desk.begins(&Mail::from("berta@example.org", "Hi", "Hello?"));
    reported(&desk, bounce(&desk, &out.message_id, "berta@example.org"));
    let held = desk.look(|look| look.identifiers_of(other.contact));
    assert!(!held[0].invalid);
    desk.holds();
}

#[test]
fn a_bounced_address_is_not_proposed_again() {
    let desk = Desk::new();
    let c = case(&desk);
    let out = desk.answers_and_sends(&c, "It is.").mail.unwrap();
    reported(&desk, bounce(&desk, &out.message_id, CARLA));
    let held = desk.look(|look| look.identifiers_of(c.contact));
    assert!(held[0].invalid);
    let again = reported(&desk, bounce(&desk, &out.message_id, CARLA));
    assert!(matches!(again, MailOutcome::Report { message: Some(_) }));
    let bounces = |it: &&EventKind| {
        matches!(
            it,
            EventKind::DeliveryMoved {
                to: DeliveryState::Bounced,
                ..
            }
        )
    };
    assert_eq!(desk.events(&c).iter().filter(bounces).count(), 1);
    desk.holds();
}

#[test]
fn a_later_answer_that_left_keeps_the_clock_met() {
    let desk = Desk::new();
    let c = case(&desk);
    let out = desk.answers_and_sends(&c, "It is.").mail.unwrap();
    desk.answers_and_sends(&c, "In red.");
    reported(&desk, bounce(&desk, &out.message_id, CARLA));
    let after = desk.again(&c);
    assert_eq!((after.status, after.waiting_since), (Status::Open, None));
    desk.holds();
}

#[test]
fn read_is_not_overwritten_by_delivered() {
    let desk = Desk::new();
    let c = case(&desk);
    let replied = desk.answer(&c, "It is.");
    desk.later(Span::seconds(11));
    let out = desk.sends().pop().unwrap().mail.unwrap();
    for (kind, n) in [
        (ReportKind::Read, 1),
        (ReportKind::Delivered, 2),
        (ReportKind::Delayed, 3),
    ] {
        let mut it = bounce(&desk, &out.message_id, CARLA);
        (it.kind, it.dedupe, it.place.uid) = (kind, format!("{n}"), 100 + n);
        it.recipients.clear();
        reported(&desk, it);
    }
    assert_eq!(desk.delivery(&replied.delivery).state, DeliveryState::Read);
    desk.holds();
}

#[test]
fn what_is_late_waits_for_a_person() {
    let desk = Desk::new();
    let c = case(&desk);
    let replied = desk.answer(&c, "It is.");
    desk.later(Span::hours(25));
    assert!(
        desk.claim().is_empty(),
        "nothing leaves a day later by itself"
    );
    assert_eq!(desk.delivery(&replied.delivery).state, DeliveryState::Held);
    let (ana, now) = (desk.ana.clone(), desk.now());
    let done = desk.act(move |w| late::send_all(w, &ana, now));
    assert_eq!(done.n, 1);
    assert!(desk.claim().is_empty(), "it can be taken back first");
    desk.later(Span::seconds(11));
    assert_eq!(desk.sends().len(), 1);
    // Or back to a draft.
    let replied = desk.answer(&c, "Are you there?");
    desk.later(Span::hours(25));
    desk.claim();
    let (ana, id) = (desk.ana.clone(), replied.delivery.id);
    desk.act(move |w| delivery::to_draft(w, &ana, id));
    assert!(desk.again(&c).has_draft && !desk.again(&c).has_failed);
    assert!(desk.claim().is_empty());
    desk.holds();
}

#[test]
fn nothing_leaves_at_night_because_a_line_came_back() {
    // Open Monday to Friday, 9 to 18 in Bogotá (UTC-5); it is Wednesday 10:00 there.
    for (asked_after, waits, leaves) in [(0, 12, false), (0, 5, true), (11, 2, true)] {
        let desk = Desk::new();
        desk.act(|w| {
            let mut business = w.business()?.unwrap();
            business.time_zone = "America/Bogota".to_owned();
            business.hours.week = std::array::from_fn(|day| {
                if day < 5 {
                    vec![(540, 1_080)]
                } else {
                    Vec::new()
                }
            });
            w.put_business(&business)
        });
        let c = case(&desk);
        desk.later(Span::hours(asked_after));
        let it = desk.answer(&c, "It is.").delivery;
        desk.later(Span::hours(waits));
        assert_eq!(
            desk.claim().len(),
            usize::from(leaves),
            "{asked_after} {waits}"
        );
        let held = desk.delivery(&it).state == DeliveryState::Held;
        assert_eq!(held, !leaves);
        desk.holds();
    }
}

#[test]
fn a_failure_in_spam_opens_nothing() {
    let desk = Desk::new();
    let c = case(&desk);
    desk.answer(&c, "It is.");
    let (ana, number) = (desk.ana.clone(), c.number);
    desk.act(move |w| status::spam(w, &ana, number));
    desk.later(Span::seconds(11));
    desk.fails(refused());
    assert_eq!(desk.again(&c).status, Status::Spam);
    desk.holds();
}

#[test]
fn what_only_looks_like_a_report_is_taken_in_as_mail() {
    let desk = Desk::new();
    let mail = Mail::from(
        CARLA,
        "Undelivered mail",
        "berta@example.org never got my parcel.",
    )
    .automatic(AutomaticKind::Generated);
    let input = mail.inbound(desk.mailbox, 900, desk.now());
    let report = Report {
        mail: Some(Box::new(input.clone())),
        place: input.mail.as_ref().unwrap().place.clone(),
        ..bounce(&desk, "nobody@knows.example", "berta@example.org")
    };
    let outcome = reported(&desk, report);
    let MailOutcome::Automatic { message, .. } = outcome else {
        panic!("{outcome:?}");
    };
    assert!(desk.message(message).text.contains("my parcel"));
    desk.holds();
}

fn lost() -> SendError {
    SendError::Uncertain {
        detail: "no answer".to_owned(),
    }
}

#[test]
fn whoever_was_refused_for_now_is_tried_again_whatever_became_of_others() {
    let desk = Desk::new();
    let c = case(&desk);
    let (berta, dario) = ("berta@example.org", "dario@example.net");
    desk.reply(&desk.ana, &c, "It is.", |it| {
        it.recipients.cc = Some(vec![at(berta), at(dario)]);
    });
    desk.later(Span::seconds(11));
    let it = desk.claim().pop().unwrap();
    let (id, attempt) = (it.id, it.attempts);
    let sent = Sent {
        parts: Vec::new(),
        provider_id: String::new(),
        refused: vec![(berta.to_owned(), refused()), (dario.to_owned(), not_now())],
    };
    desk.act(move |w| delivery::succeeded(w, id, attempt, &sent));
    let it = desk.delivery(&it);
    assert_eq!(it.state, DeliveryState::Queued);
    let only = desk.composed(&it).mail.unwrap().only;
    assert_eq!(
        only,
        Some(vec![dario.to_owned()]),
        "and not who was refused for good"
    );
    let now = desk.again(&c);
    assert!(now.has_failed, "the refusal is told at once");
    assert_ne!(now.status, Status::Open, "the customer has it");
    desk.later(Span::hours(1));
    let again = desk.claim().pop().unwrap();
    let attempt = again.attempts;
    desk.act(move |w| delivery::succeeded(w, id, attempt, &Sent::default()));
    let it = desk.delivery(&it);
    let states: Vec<_> = it.recipients.iter().map(|it| it.state).collect();
    let (sent, failed) = (DeliveryState::Sent, DeliveryState::Failed);
    assert_eq!((it.state, states), (failed, vec![sent, failed, sent]));
    assert_eq!(desk.again(&c).status, Status::Open);
    desk.holds();
}

#[test]
fn what_may_have_left_is_never_undone() {
    for how in ["an answer never came", "some have it"] {
        let desk = Desk::new();
        let c = case(&desk);
        let replied = desk.reply(&desk.ana, &c, "It is.", |it| {
            it.recipients.cc = Some(vec![at("dario@example.net")]);
        });
        desk.later(Span::seconds(11));
        let (id, message) = (replied.delivery.id, replied.message.id);
        let it = desk.claim().pop().unwrap();
        let attempt = it.attempts;
        let partly = how == "some have it";
        desk.act(move |w| {
            if !partly {
                return delivery::uncertain(w, id, attempt, &lost());
            }
            let sent = Sent {
                parts: Vec::new(),
                provider_id: String::new(),
                refused: vec![("dario@example.net".to_owned(), not_now())],
            };
            delivery::succeeded(w, id, attempt, &sent)
        });
        // A day later it is somebody's to decide.
        desk.later(Span::hours(25));
        assert!(desk.claim().is_empty());
        let late = if partly {
            DeliveryState::Held
        } else {
            DeliveryState::Uncertain
        };
        assert_eq!(desk.delivery(&it).state, late, "{how}");
        // Asked for again, it is not as if never tried.
        let ana = desk.ana.clone();
        desk.act(move |w| delivery::retry(w, &ana, id));
        let ana = desk.ana.clone();
        let undone = desk.try_act(move |w| delivery::undo_reply(w, &ana, message));
        assert_eq!(undone.unwrap_err(), Error::conflict("too_late"), "{how}");
        desk.later(Span::hours(25));
        desk.claim();
        let ana = desk.ana.clone();
        desk.act(move |w| delivery::to_draft(w, &ana, id));
        assert!(!desk.message(message).undone, "{how}");
        assert!(desk.again(&c).has_draft, "{how}");
        desk.holds();
    }
}

#[test]
fn a_mail_that_was_being_sent_when_lobby_stopped_may_have_left() {
    let desk = Desk::new();
    let c = case(&desk);
    let message = desk.answer(&c, "It is.").message.id;
    desk.later(Span::seconds(11));
    desk.claim();
    desk.act(delivery::void_claims_at_start);
    let it = desk.claim().pop().unwrap();
    let ids = vec![it.id];
    desk.act(move |w| delivery::release(w, &ids));
    let id = it.id;
    desk.act(move |w| {
        let it = w.delivery(id)?.unwrap();
        w.put_delivery(&Delivery { attempts: 0, ..it })
    });
    let ana = desk.ana.clone();
    let undone = desk.try_act(move |w| delivery::undo_reply(w, &ana, message));
    assert_eq!(undone.unwrap_err(), Error::conflict("too_late"));
    desk.holds();
}

#[test]
fn a_third_party_is_asked_after_in_two_working_days_unless_a_day_is_said() {
    let desk = Desk::new();
    let c = case(&desk);
    let then = |follow_up_at| Then::ThirdParty { follow_up_at };
    desk.reply(&desk.ana, &c, "I ask the maker.", |it| it.then = then(None));
    // Wednesday; without opening hours every day is open.
    let Status::Waiting {
        follow_up_at: Some(at),
        ..
    } = desk.again(&c).status
    else {
        panic!("waits for ever");
    };
    assert!(at > desk.now() + Span::days(1) && at < desk.now() + Span::days(3));
    let past = desk.now() - Span::hours(1);
    let refused = desk.try_reply(&desk.ana, &c, "And again.", |it| it.then = then(Some(past)));
    assert!(matches!(refused.unwrap_err(), Error::Invalid(_)));
    desk.wait(Span::days(3));
    assert_eq!(desk.again(&c).status, Status::Open);
    desk.holds();
}

#[test]
fn a_mailbox_taken_out_of_use_fails_what_waits_and_a_paused_one_holds_it() {
    for retired in [true, false] {
        let desk = Desk::new();
        let c = case(&desk);
        let asked = c.waiting_since;
        let soon = desk.answer(&c, "It is.").delivery;
        let other = desk.begins(&Mail::from("berta@example.org", "Hi", "Hello?"));
        let at = desk.now() + Span::days(9);
        let scheduled = desk.reply(&desk.ana, &other, "Hello.", |it| it.send_at = Some(at));
        let mailbox = desk.mailbox;
        if retired {
            assert_eq!(desk.act(move |w| delivery::channel_gone(w, mailbox)), 2);
            let it = desk.delivery(&scheduled.delivery);
            assert_eq!(it.state, DeliveryState::Failed);
            assert_eq!(it.error.unwrap().code, "send-channel-gone");
            assert_eq!(desk.again(&other).status, Status::Open);
        } else {
            desk.later(Span::hours(2));
            assert_eq!(desk.act(move |w| delivery::hold_late(w, mailbox)), 0);
            desk.later(Span::hours(24));
            assert_eq!(desk.act(move |w| delivery::hold_late(w, mailbox)), 1);
            assert_eq!(desk.delivery(&soon).state, DeliveryState::Held);
        }
        let after = desk.again(&c);
        assert_eq!((after.status, after.waiting_since), (Status::Open, asked));
        assert!(after.has_failed);
        desk.holds();
    }
}

#[test]
fn an_answer_keeps_a_promise_and_one_that_fails_gives_it_back() {
    let desk = Desk::new();
    let c = case(&desk);
    let (ana, number, due) = (desk.ana.clone(), c.number, desk.now() + Span::days(3));
    desk.act(move |w| promise::promise(w, &ana, number, due));
    let replied = desk.reply(&desk.ana, &c, "It is.", |it| it.keeps_promise = true);
    let after = desk.again(&c);
    assert!(after.promise.is_none());
    assert_ne!(after.status, Status::Open, "nothing is promised any more");
    desk.later(Span::seconds(11));
    desk.fails(refused());
    let after = desk.again(&c);
    assert_eq!(after.promise.map(|it| it.due), Some(due));
    let case = c.id;
    let timer = desk.look(|look| look.timer_of(case, TimerKind::PromiseDue));
    assert_eq!(timer, Some(due));
    // Sent again, it is kept again.
    let (ana, id) = (desk.ana.clone(), replied.delivery.id);
    desk.act(move |w| delivery::retry(w, &ana, id));
    assert!(desk.again(&c).promise.is_none());
    // At a chosen time it is kept then, not before.
    let due = desk.now() + Span::days(3);
    let ana = desk.ana.clone();
    desk.act(move |w| promise::promise(w, &ana, number, due));
    let at = desk.now() + Span::hours(2);
    desk.reply(&desk.ana, &c, "In red.", |it| {
        (it.keeps_promise, it.send_at) = (true, Some(at));
    });
    assert!(desk.again(&c).promise.is_some());
    desk.later(Span::hours(3));
    assert_eq!(desk.sends().len() + desk.sends().len(), 2);
    assert!(desk.again(&c).promise.is_none());
    desk.holds();
}

#[test]
fn an_uncertain_answer_that_arrived_was_one() {
    for (how, wrote) in [("report", false), ("report", true), ("copy", false)] {
        let desk = Desk::new();
        let c = case(&desk);
        let asked = c.waiting_since;
        let replied = desk.answer(&c, "It is.");
        desk.later(Span::seconds(11));
        while desk.fails(lost()).state == DeliveryState::Queued {
            desk.later(Span::minutes(81));
        }
        let lost = desk.again(&c);
        assert_eq!((lost.status, lost.waiting_since), (Status::Open, asked));
        let message = desk.message(replied.message.id).mail.unwrap().message_id;
        if wrote {
            let more = Mail::from(CARLA, "Re: Lamp", "Are you there?").referring(&message);
            desk.joins(&more);
        }
        let since = wrote.then(|| desk.now());
        if how == "copy" {
            let mut copy = Mail::from("ana@shop.example", "Re: Lamp", "It is.").sent_folder();
            copy.mail.message_id = message;
            desk.receive(&copy);
        } else {
            let mut it = bounce(&desk, &message, CARLA);
            it.kind = ReportKind::Delivered;
            it.recipients[0].state = DeliveryState::Delivered;
            reported(&desk, it);
        }
        let after = desk.again(&c);
        assert!(!after.has_failed, "{how}");
        assert_eq!(after.waiting_since, since, "{how}");
        assert_eq!(after.status == Status::Open, wrote, "{how}");
        let case = c.id;
        let timer = desk.look(|look| look.timer_of(case, TimerKind::FailedUnseen));
        assert_eq!(timer, None, "{how}: nobody is to be told");
        desk.holds();
    }
}

#[test]
fn an_answer_sent_outside_that_comes_back_opens_its_case() {
    for (mailbox, address, opens) in [
        (1, CARLA, true),
        (1, "somebody@example.net", false),
        (7, CARLA, false),
    ] {
        let desk = Desk::new();
        let asked = Mail::from(CARLA, "Lamp", "Is it in stock?");
        let c = desk.begins(&asked);
        let since = c.waiting_since;
        desk.later(Span::minutes(5));
        let sent = Mail::from("ana@shop.example", "Re: Lamp", "It is.")
            .to(&[CARLA])
            .referring(&asked.id())
            .sent_folder();
        desk.receive(&sent);
        assert_eq!(desk.again(&c).waiting_since, None);
        desk.later(Span::minutes(5));
        let input = bounce(&desk, &sent.id(), address);
        let keys = desk.keys.clone();
        desk.act(move |w| report(w, &keys, crate::support::desk::id(mailbox), &input));
        let after = desk.again(&c);
        assert_eq!(after.has_failed, opens, "{mailbox} {address}");
        assert_eq!(after.status == Status::Open, opens, "{mailbox} {address}");
        assert_eq!(after.waiting_since, since.filter(|_| opens));
        desk.holds();
    }
}

#[test]
fn what_waits_is_found_behind_any_number_of_messages() {
    let desk = Desk::new();
    let first = Mail::from(CARLA, "Lamp", "Is it in stock?");
    let c = desk.begins(&first);
    let at = desk.now() + Span::days(9);
    desk.reply(&desk.ana, &c, "Here is your reminder.", |it| {
        (it.send_at, it.cancel_if_customer_writes) = (Some(at), true);
    });
    let (ana, number) = (desk.ana.clone(), c.number);
    desk.act(move |w| {
        for n in 0..60 {
            let note = Note {
                conversation: number,
                said: Said::of(&format!("Note {n}")),
                ..Note::default()
            };
            note::note(w, &ana, &note)?;
        }
        Ok(())
    });
    let case = c.id;
    assert_eq!(desk.look(|look| pending(look, case)).len(), 1);
    desk.joins(&Mail::from(CARLA, "Re", "Never mind?").referring(&first.id()));
    assert!(
        desk.look(|look| pending(look, case)).is_empty(),
        "they wrote first"
    );
    desk.holds();
}

#[test]
fn what_left_is_copied_to_the_sent_folder_where_lobby_must() {
    let desk = Desk::new();
    let mailbox = desk.mailbox;
    let due = |desk: &Desk| {
        let now = desk.now() + Span::hours(1);
        desk.look(|look| look.copies_due(mailbox, now, 10))
    };
    let c = desk.begins(&Mail::from(CARLA, "Lamp", "How much?"));
    desk.answers_and_sends(&c, "Twenty.");
    let wanted = due(&desk);
    assert_eq!(wanted.len(), 1);
    assert_eq!(
        desk.look(|look| look.next_copy_due(mailbox)),
        wanted[0].copy_due
    );
    desk.holds();
    let ids = vec![wanted[0].id];
    desk.act(move |w| delivery::copies::done(w, &ids));
    assert_eq!(due(&desk), []);
    // Gmail's server puts it there by itself, unless somebody says otherwise.
    desk.edit_mailbox(|it| "smtp.gmail.com".clone_into(&mut it.smtp.host));
    desk.answers_and_sends(&c, "Or nineteen.");
    assert_eq!(due(&desk), []);
    desk.edit_mailbox(|it| it.sent_copies = SentCopies::Lobby);
    desk.answers_and_sends(&c, "Or eighteen.");
    assert_eq!(due(&desk).len(), 1);
    desk.edit_mailbox(|it| it.sent_copies = SentCopies::Nobody);
    desk.answers_and_sends(&c, "Or seventeen.");
    assert_eq!(due(&desk).len(), 1);
    desk.holds();
}

#[test]
fn what_did_not_arrive_goes_another_way_with_its_text() {
    let desk = Desk::new();
    let c = case(&desk);
    let replied = desk.reply(&desk.ana, &c, "It is.", |it| {
        it.then = Then::Resolve;
    });
    let switch = |desk: &Desk| {
        let (keys, ana) = (desk.keys.clone(), desk.ana.clone());
        let (id, by) = (replied.delivery.id, replied.delivery.channel);
        desk.try_act(move |w| delivery::switch(w, &keys, &ana, id, by))
    };
    assert_eq!(switch(&desk), Err(Error::conflict("not_in_trouble")));
    desk.later(Span::seconds(11));
    desk.fails(refused());
    assert!(desk.again(&c).has_failed);
    let again = switch(&desk).unwrap();
    assert_eq!(again.message.text, "It is.");
    assert_ne!(again.message.id, replied.message.id);
    let old = desk.delivery(&replied.delivery);
    assert_eq!(old.state, DeliveryState::Cancelled);
    let now = desk.again(&c);
    assert!(!now.has_failed && !now.status.is_unresolved());
    assert_eq!(switch(&desk), Err(Error::conflict("not_in_trouble")));
    let keys = desk.keys.clone();
    let (stranger, id) = (
        crate::support::desk::person(0xBAD, lobby::domain::actor::Role::Agent),
        again.delivery.id,
    );
    let by = again.delivery.channel;
    let tried = desk.try_act(move |w| delivery::switch(w, &keys, &stranger, id, by));
    assert_eq!(
        tried,
        Err(Error::conflict("not_in_trouble")),
        "it is on its way"
    );
}
