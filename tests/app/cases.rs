//! Moving, splitting, merging, undoing, withdrawing.

use lobby::conversations::subject::changed_subject;
use lobby::conversations::{draft, moving, promise, redact, status, undo};
use lobby::domain::conversation::{Conversation, Status, WaitingOn};
use lobby::domain::error::{Error, Result};
use lobby::domain::event::EventKind;
use lobby::domain::id::{ChangeId, MessageId};
use lobby::domain::job::TimerKind;
use lobby::domain::message::Message;
use lobby::domain::raw::{Raw, RawBody, RawSource};
use lobby::domain::reason::Reason;
use lobby::domain::team::Team;
use lobby::domain::time::Span;

use crate::support::desk::{Desk, id};
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";
const BERTA: &str = "berta@example.org";

/// A case of two mails and an answer that left, and another of one.
fn two(desk: &Desk) -> (Conversation, Conversation) {
    let a = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    desk.later(Span::minutes(1));
    let out = desk.answers_and_sends(&a, "It is.");
    desk.later(Span::minutes(1));
    desk.joins(&Mail::answering(&out, CARLA, "And the table?"));
    desk.later(Span::minutes(1));
    let b = desk.begins(&Mail::from(CARLA, "Delivery", "When do you deliver?"));
    (desk.again(&a), b)
}

fn merge(
    desk: &Desk,
    from: &Conversation,
    into: &Conversation,
) -> Result<(Conversation, ChangeId)> {
    let (ana, from, into) = (desk.ana.clone(), from.number, into.number);
    desk.try_act(move |w| moving::merge(w, &ana, from, into))
}

fn split(desk: &Desk, c: &Conversation, ids: Vec<MessageId>) -> Result<(Conversation, ChangeId)> {
    let (ana, number) = (desk.ana.clone(), c.number);
    desk.try_act(move |w| moving::split(w, &ana, number, &ids))
}

fn undone(desk: &Desk, change: ChangeId) -> Result<Conversation> {
    let ana = desk.ana.clone();
    desk.try_act(move |w| undo::undo(w, &ana, change))
}

/// A case with its messages and deliveries; what changes with every event left out.
fn whole(desk: &Desk, c: &Conversation) -> (Conversation, Vec<Message>) {
    let c = Conversation {
        seq: lobby::domain::id::Seq(0),
        ..desk.again(c)
    };
    let messages = desk.messages(&c);
    (c, messages)
}

#[test]
fn a_merge_undone_is_as_if_it_never_was() {
    let desk = Desk::new();
    let (a, b) = two(&desk);
    let before = (whole(&desk, &a), whole(&desk, &b));
    let (into, change) = merge(&desk, &a, &b).unwrap();
    assert_eq!(into.n_messages, 4);
    assert_eq!(into.status, Status::Open);
    assert_eq!(
        into.waiting_since, before.0.0.waiting_since,
        "the older clock runs on"
    );
    let shell = desk.again(&a);
    assert!(shell.merged && shell.successor == Some(b.id));
    assert!(
        desk.messages(&shell)
            .iter()
            .all(|it| it.text.is_empty() && it.moved_to.is_some())
    );
    assert!(
        desk.messages(&into)
            .iter()
            .skip(1)
            .all(|it| it.born_in == Some(a.id))
    );
    desk.holds();
    undone(&desk, change).unwrap();
    assert_eq!((whole(&desk, &a), whole(&desk, &b)), before);
    assert_eq!(
        undone(&desk, change).unwrap_err(),
        Error::conflict("undone")
    );
    desk.holds();
}

#[test]
fn a_split_undone_is_as_if_it_never_was() {
    let desk = Desk::new();
    let (a, _) = two(&desk);
    let before = whole(&desk, &a);
    let table = desk.last(&a).id;
    let (c, change) = split(&desk, &a, vec![table]).unwrap();
    assert_eq!(
        (c.why, c.contact),
        (Reason::Split { from: a.id }, a.contact)
    );
    assert_eq!((c.n_messages, c.waiting_since), (1, before.0.waiting_since));
    let left = desk.again(&a);
    assert_eq!(
        (left.n_messages, left.waiting_since),
        (3, None),
        "what is left was answered"
    );
    assert_eq!(left.excerpt, "It is.");
    // An answer to the message that was moved follows it.
    let sent = desk.answers_and_sends(&c, "The table too.");
    assert_eq!(
        desk.joins(&Mail::answering(&sent, CARLA, "How much?")).0.id,
        c.id
    );
    desk.holds();
    let arrived = desk.look(|look| undo::preview(look, &desk.ana, change));
    assert_eq!(arrived.len(), 2, "what arrived since stays there");
    undone(&desk, change).unwrap();
    let after = whole(&desk, &a);
    assert_eq!(after.1, before.1, "byte for byte");
    assert_eq!(after.0.waiting_since, before.0.waiting_since);
    assert!(desk.again(&c).status.is_unresolved());
    desk.holds();
    // Nothing arrived: nothing is left of it.
    let (c, change) = split(&desk, &a, vec![table]).unwrap();
    undone(&desk, change).unwrap();
    assert!(desk.again(&c).merged && desk.messages(&c).is_empty());
    assert_eq!(whole(&desk, &a), after);
    desk.holds();
}

#[test]
fn what_pointed_there_lands_where_it_went_on() {
    let desk = Desk::new();
    let (a, b) = two(&desk);
    let out = desk.answers_and_sends(&a, "The table too.");
    merge(&desk, &a, &b).unwrap();
    assert_eq!(
        desk.joins(&Mail::answering(&out, CARLA, "How much?")).0.id,
        b.id
    );
    // A message that was split off takes its thread along, whatever the token says.
    let table = desk
        .messages(&b)
        .iter()
        .find(|it| it.text == "And the table?")
        .unwrap()
        .id;
    let (c, _) = split(&desk, &desk.again(&b), vec![table]).unwrap();
    let by_id = desk.message(table).mail.unwrap().message_id;
    let more = Mail::from(CARLA, "Re", "In oak?").referring(&by_id);
    assert_eq!(desk.joins(&more).0.id, c.id);
    desk.holds();
}

#[test]
fn moved_messages_take_their_deliveries_along() {
    let desk = Desk::new();
    let (a, b) = two(&desk);
    let replied = desk.answer(&a, "The table too.");
    let (ana, from, to, ids) = (
        desk.ana.clone(),
        a.number,
        b.number,
        vec![replied.message.id],
    );
    let (to_now, change) = desk.act(move |w| moving::move_messages(w, &ana, from, &ids, to));
    assert_eq!(to_now.n_messages, 2);
    assert_eq!(desk.delivery(&replied.delivery).conversation, b.id);
    desk.holds();
    undone(&desk, change).unwrap();
    assert_eq!(desk.delivery(&replied.delivery).conversation, a.id);
    desk.holds();
}

#[test]
fn what_cannot_be_put_together() {
    let desk = Desk::new();
    let (a, b) = two(&desk);
    assert!(matches!(
        merge(&desk, &a, &a).unwrap_err(),
        Error::Invalid(_)
    ));
    assert!(matches!(
        split(&desk, &a, vec![id(1)]).unwrap_err(),
        Error::Invalid(_)
    ));
    let only = vec![desk.last(&b).id];
    assert!(matches!(
        split(&desk, &b, only).unwrap_err(),
        Error::Invalid(_)
    ));
    let team = id(50);
    desk.act(move |w| {
        w.put_team(&Team {
            id: team,
            private: true,
            ..Team::default()
        })
    });
    let (insider, number) = (crate::support::desk::member(10, team), b.number);
    let by = insider.clone();
    desk.act(move |w| lobby::conversations::assign::set_team(w, &by, number, Some(team)));
    let (from, into) = (a.number, b.number);
    let crossing = desk.try_act(move |w| moving::merge(w, &insider, from, into));
    assert_eq!(crossing.unwrap_err(), Error::conflict("private_team"));
    desk.holds();
}

#[test]
fn two_customers_put_together_see_only_what_comes_after() {
    let desk = Desk::new();
    let a = desk.begins(&Mail::from(CARLA, "Lamp", "The secret is 4711, right?"));
    let b = desk.begins(&Mail::from(BERTA, "Lamp", "Is it mine?"));
    let (into, _) = merge(&desk, &a, &b).unwrap();
    assert_eq!(into.contact, b.contact);
    assert!(into.participants[0].accepted);
    let out = desk.answers_and_sends(&into, "Here you go.");
    assert!(!out.text.contains("4711"), "{}", out.text);
    desk.holds();
}

#[test]
fn a_strangers_messages_become_his_own_case() {
    let desk = Desk::new();
    let a = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    let out = desk.answers_and_sends(&a, "It is.");
    let (_, message) = desk.joins(&Mail::answering(
        &out,
        "sam@example.net",
        "I want it too, may I?",
    ));
    let (c, _) = split(&desk, &desk.again(&a), vec![message.id]).unwrap();
    assert_ne!(c.contact, a.contact);
    let sent = desk.answers_and_sends(&c, "You may.");
    assert_eq!(sent.mail.unwrap().to[0].address, "sam@example.net");
    desk.holds();
}

#[test]
fn a_withdrawn_message_leaves_a_line() {
    let desk = Desk::new();
    let raw = id(70);
    let mailbox = desk.mailbox;
    desk.act(move |w| {
        let it = Raw {
            id: raw,
            connection: mailbox,
            at: w.now(),
            size: 3,
            body: RawBody::Row,
            source: RawSource::Mail {
                place: lobby::domain::mail::MailPlace::default(),
                history: false,
                sent: false,
                thread: 0,
            },
        };
        w.put_raw_input(&it, Some(&lobby::store::mail::pack(b"raw")))
    });
    let mut mail = Mail::from(CARLA, "Card", "My card is 4111 1111, ok?");
    mail.input.raw = Some(raw);
    let c = desk.begins(&mail);
    let first = desk.last(&c).id;
    let by = desk.ana.clone();
    assert!(matches!(
        desk.try_act(move |w| redact::redact(w, &by, first, "A card number")),
        Err(Error::Forbidden { .. })
    ));
    let by = desk.luis.clone();
    let after = desk.act(move |w| redact::redact(w, &by, first, "A card number"));
    let it = desk.message(first);
    assert!(it.redacted && it.text.is_empty() && it.subject.is_empty() && it.raw.is_none());
    assert!(after.excerpt.is_empty());
    assert_eq!(it.withdrawn_because, "A card number");
    assert!(desk.look(|look| look.raw_input(raw)).is_none());
    assert!(desk.look(|look| look.raw_row(raw)).is_none());
    desk.holds();
}

#[test]
fn spam_is_left_alone_until_it_is_none() {
    let desk = Desk::new();
    let first = Mail::from(CARLA, "Lamp", "Is it in stock?");
    let c = desk.begins(&first);
    let (ana, number) = (desk.ana.clone(), c.number);
    desk.act(move |w| status::spam(w, &ana, number));
    let (after, _) = desk.joins(&Mail::from(CARLA, "Re", "Hello?").referring(&first.id()));
    assert_eq!((after.status, after.waiting_since), (Status::Spam, None));
    let ana = desk.ana.clone();
    let back = desk.act(move |w| status::unspam(w, &ana, number));
    assert_eq!(
        (back.status, back.waiting_since),
        (Status::Open, Some(desk.now()))
    );
    desk.holds();
}

fn merged_with(
    desk: &Desk,
    from: &Conversation,
    into: &Conversation,
) -> (Conversation, Conversation) {
    merge(desk, from, into).unwrap();
    (desk.again(from), desk.again(into))
}

#[test]
fn an_unanswered_mail_opens_the_case_it_is_moved_to() {
    for resolved in [true, false] {
        let desk = Desk::new();
        let (a, b) = two(&desk);
        desk.answers_and_sends(&b, "On Monday.");
        let (ana, number) = (desk.ana.clone(), b.number);
        if resolved {
            desk.act(move |w| status::resolve(w, &ana, number));
        }
        let answered = desk.messages(&a)[1].id;
        let table = desk.last(&a);
        for (message, opens) in [(answered, false), (table.id, true)] {
            let (ana, from, to) = (desk.ana.clone(), a.number, b.number);
            desk.act(move |w| moving::move_messages(w, &ana, from, &[message], to));
            let after = desk.again(&b);
            assert_eq!(after.status == Status::Open, opens, "{resolved}");
            let since = opens.then_some(table.said_at);
            assert_eq!(after.waiting_since, since, "{resolved}");
        }
        desk.holds();
    }
}

#[test]
fn a_merge_carries_over_what_is_owed() {
    let desk = Desk::new();
    let (a, b) = two(&desk);
    let resolved = |c: &Conversation| {
        let (ana, number) = (desk.ana.clone(), c.number);
        desk.act(move |w| status::resolve(w, &ana, number))
    };
    // Open with a running clock, into one that had ended.
    desk.answers_and_sends(&b, "On Monday.");
    resolved(&b);
    let since = desk.again(&a).waiting_since;
    assert!(since.is_some());
    let (_, into) = merged_with(&desk, &a, &b);
    assert_eq!((into.status, into.waiting_since), (Status::Open, since));
    // Asleep, into one that waits for the customer.
    let asleep = desk.begins(&Mail::from(CARLA, "Chair", "Is there a chair?"));
    let until = desk.now() + Span::days(3);
    let (ana, number) = (desk.ana.clone(), asleep.number);
    desk.act(move |w| status::snooze(w, &ana, number, until));
    desk.answers_and_sends(&into, "The table too.");
    let (_, into) = merged_with(&desk, &asleep, &into);
    assert_eq!(into.status, Status::Snoozed { until });
    assert_eq!(into.waiting_since, asleep.waiting_since);
    let case = into.id;
    let timer = |kind| desk.look(|look| look.timer_of(case, kind));
    assert_eq!(timer(TimerKind::SnoozeOver), Some(until));
    // Waiting for a third party, into one that ended; and not the other way.
    let third = desk.begins(&Mail::from(CARLA, "Desk", "Is there a desk?"));
    let at = desk.now() + Span::days(1);
    let (ana, number) = (desk.ana.clone(), third.number);
    desk.act(move |w| status::wait_for_third_party(w, &ana, number, Some(at)));
    let (_, into) = merged_with(&desk, &third, &resolved(&into));
    let waits = Status::Waiting {
        on: WaitingOn::ThirdParty,
        follow_up_at: Some(at),
    };
    assert_eq!(into.status, waits);
    assert_eq!(timer(TimerKind::FollowUp), Some(at));
    let other = desk.begins(&Mail::from(CARLA, "Bed", "Is there a bed?"));
    let (_, into) = merged_with(&desk, &resolved(&other), &into);
    assert_eq!(into.status, waits, "what ended ends nothing");
    desk.holds();
}

#[test]
fn of_two_promises_the_earlier_is_kept_and_the_other_told() {
    for earlier_goes in [true, false] {
        let desk = Desk::new();
        let (a, b) = two(&desk);
        let (soon, late) = (desk.now() + Span::days(1), desk.now() + Span::days(2));
        let dues = if earlier_goes {
            [soon, late]
        } else {
            [late, soon]
        };
        for (c, due) in [&a, &b].into_iter().zip(dues) {
            let (ana, number) = (desk.ana.clone(), c.number);
            desk.act(move |w| promise::promise(w, &ana, number, due));
        }
        let (from, into) = merged_with(&desk, &a, &b);
        assert_eq!(into.promise.map(|it| it.due), Some(soon));
        assert!(from.promise.is_none());
        let case = into.id;
        let timer = desk.look(|look| look.timer_of(case, TimerKind::PromiseDue));
        assert_eq!(timer, Some(soon));
        let told = [&from, &into].map(|it| desk.events(it)).concat();
        assert!(told.contains(&EventKind::PromiseDropped { due: late }));
        desk.holds();
    }
}

#[test]
fn a_merge_brings_what_is_being_written() {
    let desk = Desk::new();
    let (a, b) = two(&desk);
    for (c, text) in [(&a, "The table is oak."), (&b, "On Monday.")] {
        let (ana, number, text) = (desk.ana.clone(), c.number, text.to_owned());
        desk.act(move |w| {
            let writing = draft::Writing {
                conversation: number,
                text: text.clone(),
                ..draft::Writing::default()
            };
            draft::save(w, &ana, &writing)
        });
    }
    let (_, change) = merge(&desk, &a, &b).unwrap();
    let (from, into) = (desk.again(&a), desk.again(&b));
    assert!(into.has_draft && !from.has_draft);
    let case = into.id;
    let drafts = desk.look(|look| look.drafts_in(case));
    assert_eq!(drafts.len(), 1);
    assert_eq!(drafts[0].text, "On Monday.\n\nThe table is oak.");
    undone(&desk, change).unwrap();
    assert!(!desk.again(&a).has_draft && desk.again(&b).has_draft);
    desk.holds();
}

#[test]
fn opened_again_its_clock_runs_from_what_nobody_answered() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    desk.later(Span::hours(2));
    let (ana, number) = (desk.ana.clone(), c.number);
    for (how, asked) in [("resolved", true), ("spam", true), ("answered", false)] {
        if how == "answered" {
            desk.answers_and_sends(&c, "It is.");
        }
        let by = ana.clone();
        desk.act(move |w| match how {
            "spam" => status::spam(w, &by, number),
            _ => status::resolve(w, &by, number),
        });
        let by = ana.clone();
        let back = desk.act(move |w| status::reopen(w, &by, number));
        let since = c.waiting_since.filter(|_| asked);
        assert_eq!(
            (back.status, back.waiting_since),
            (Status::Open, since),
            "{how}"
        );
    }
    desk.holds();
}

#[test]
fn another_subject_offers_a_case_of_its_own_until_it_is_answered() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    let out = desk.answers_and_sends(&c, "It is.");
    let offered = |desk: &Desk| {
        let c = desk.again(&c);
        let found = desk.look(|look| changed_subject(look, &c));
        found.map(|it| it.position)
    };
    let mut same = Mail::answering(&out, CARLA, "Good.");
    "RE: Re: LAMP".clone_into(&mut same.input.subject);
    desk.joins(&same);
    assert_eq!(offered(&desk), None);
    let mut other = Mail::answering(&out, CARLA, "And my invoice?");
    "Invoice of May".clone_into(&mut other.input.subject);
    desk.joins(&other);
    let mut more = Mail::answering(&out, CARLA, "It is late.");
    "Re: Invoice of May".clone_into(&mut more.input.subject);
    desk.joins(&more);
    assert_eq!(offered(&desk), Some(3), "where the other subject begins");
    desk.answers_and_sends(&c, "It comes today.");
    assert_eq!(offered(&desk), None);
    desk.holds();
}
