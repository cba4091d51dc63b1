//! Replies, notes, drafts: what they write, what they move, what takes them back.

use lobby::conversations::note::{Note, note};
use lobby::conversations::said::Said;
use lobby::conversations::start::{Start, To, start};
use lobby::conversations::steps::mail::Recipients;
use lobby::conversations::{assign, delivery, draft, leaving, promise, status};
use lobby::domain::contact::Handle;
use lobby::domain::conversation::{Conversation, Status, WaitingOn};
use lobby::domain::delivery::{DeliveryState, Then};
use lobby::domain::error::Error;
use lobby::domain::event::EventKind;
use lobby::domain::message::MailAddress;
use lobby::domain::reason::Reason;
use lobby::domain::team::Team;
use lobby::domain::time::Span;

use crate::support::desk::{ADDRESS, Desk, id, member};
use crate::support::mail::{Mail, at};

const CARLA: &str = "carla@example.com";
const WAITING: Status = Status::Waiting {
    on: WaitingOn::Customer,
    follow_up_at: None,
};

fn case(desk: &Desk) -> Conversation {
    desk.begins(&Mail::from(CARLA, "RE: Lamp", "Is it in stock?"))
}

#[test]
fn where_a_reply_leaves_its_conversation() {
    let desk = Desk::new();
    let due = desk.now() + Span::days(3);
    let rows: [(&str, Then, Status, Reason); 6] = [
        ("It is.", Then::Wait, WAITING, Reason::Answered),
        (
            "Un momento por favor",
            Then::Wait,
            Status::Open,
            Reason::HoldingMessage,
        ),
        ("It is.", Then::KeepOpen, Status::Open, Reason::KeptOpen),
        (
            "It is.",
            Then::Resolve,
            Status::Resolved {
                at: desk.now(),
                quiet: false,
            },
            Reason::ByAgent,
        ),
        (
            "It is.",
            Then::ThirdParty {
                follow_up_at: Some(due),
            },
            Status::Waiting {
                on: WaitingOn::ThirdParty,
                follow_up_at: Some(due),
            },
            Reason::ByAgent,
        ),
        (
            "It is.",
            Then::Snooze { until: due },
            Status::Snoozed { until: due },
            Reason::ByAgent,
        ),
    ];
    for (text, then, expected, why) in rows {
        let desk = Desk::new();
        let c = case(&desk);
        let replied = desk.reply(&desk.ana, &c, text, |it| it.then = then);
        assert_eq!(replied.conversation.status, expected, "{then:?}");
        assert_eq!(replied.conversation.waiting_since, None, "the clock is met");
        assert_eq!(replied.conversation.assignee, desk.ana.agent_id());
        let moved = desk.events(&c).into_iter().find_map(|it| match it {
            EventKind::StatusMoved { why, .. } => Some(why),
            _ => None,
        });
        assert!(moved.is_none_or(|it| it == why), "{moved:?}");
        desk.holds();
    }
}

#[test]
fn an_open_promise_keeps_it_open() {
    let desk = Desk::new();
    let c = case(&desk);
    let (ana, number, due) = (desk.ana.clone(), c.number, desk.now() + Span::days(1));
    desk.act(move |w| promise::promise(w, &ana, number, due));
    assert_eq!(
        desk.answer(&c, "First this.").conversation.status,
        Status::Open
    );
    let kept = desk.reply(&desk.ana, &c, "And now that.", |it| it.keeps_promise = true);
    assert_eq!(kept.conversation.status, WAITING);
    assert_eq!(kept.conversation.promise, None);
    desk.wait(Span::days(2));
    let broken = |it: &EventKind| matches!(it, EventKind::PromiseBroken { .. });
    assert!(!desk.events(&c).iter().any(broken));
    desk.holds();
}

#[test]
fn the_mail_says_where_it_belongs() {
    let desk = Desk::new();
    let asked = Mail::from(CARLA, "Re: Lamp", "Is it in stock?").referring("earlier@example.com");
    let c = desk.begins(&asked);
    let out = desk.answers_and_sends(&c, "It **is**.\n\nShall we send it?");
    let mail = out.mail.clone().unwrap();
    assert_eq!(mail.subject, "Re: Lamp", "once");
    assert_eq!(mail.in_reply_to, [asked.id()]);
    assert_eq!(
        mail.references,
        ["earlier@example.com".to_owned(), asked.id()]
    );
    assert_eq!(mail.from.address, ADDRESS);
    assert_eq!(mail.from.name, "Shop");
    assert_eq!(mail.to[0].address, CARLA);
    assert_eq!(desk.keys.read_mail_id(&mail.message_id), Some(out.message));
    let token = desk.keys.reply_token(c.number);
    assert_eq!(
        mail.reply_to.unwrap().address,
        format!("help+{token}@shop.example")
    );
    assert!(!mail.automatic && mail.only.is_none());
    assert!(out.html.unwrap().contains("<strong>is</strong>"));
    assert!(out.text.contains("> Is it in stock?"), "{}", out.text);
    // A changed subject under the same thread is followed.
    let next = Mail::from(CARLA, "Table", "And the table?").referring(&mail.message_id);
    desk.joins(&next);
    assert_eq!(
        desk.answers_and_sends(&c, "Sold.").mail.unwrap().subject,
        "Re: Table"
    );
    desk.holds();
}

#[test]
fn many_references_keep_the_first_and_the_last() {
    let desk = Desk::new();
    let mut mail = Mail::from(CARLA, "Long", "Still there?");
    for n in 0..40 {
        mail = mail.referring(&format!("{n}@example.com"));
    }
    let c = desk.begins(&mail);
    let sent = desk.answers_and_sends(&c, "Yes.").mail.unwrap().references;
    assert_eq!(sent.len(), 20);
    assert_eq!((sent[0].as_str(), &sent[19]), ("0@example.com", &mail.id()));
    assert_eq!(sent[18], "39@example.com");
    desk.holds();
}

#[test]
fn a_signature_closes_it() {
    let desk = Desk::new();
    desk.act(|w| {
        let mut ana = w.agent(id(10))?.unwrap();
        ana.signature = "Ana\nShop <3".to_owned();
        w.put_agent(&ana)
    });
    let c = case(&desk);
    let out = desk.answers_and_sends(&c, "It is.");
    assert!(out.text.contains("\n-- \nAna\nShop <3\n"), "{}", out.text);
    assert!(out.html.unwrap().contains("Ana<br>Shop &lt;3"));
    desk.holds();
}

#[test]
fn recipients_are_read_strictly_and_belong_from_then_on() {
    let desk = Desk::new();
    let c = case(&desk);
    for wrong in [
        "x",
        "a@b\r\nBcc: x@y.example",
        "a b@c.example",
        "<a@b.example>, c@d.example",
    ] {
        let done = desk.try_reply(&desk.ana, &c, "Hi.", |it| {
            it.recipients.cc = Some(vec![at(wrong)]);
        });
        assert_eq!(
            done.unwrap_err(),
            Error::invalid("cc", "error-bad-address"),
            "{wrong}"
        );
    }
    let nobody = desk.try_reply(&desk.ana, &c, "Hi.", |it| it.recipients.to = Some(vec![]));
    assert_eq!(
        nobody.unwrap_err(),
        Error::invalid("to", "error-no-recipient")
    );
    let replied = desk.reply(&desk.ana, &c, "Hi.", |it| {
        it.recipients = Recipients {
            to: None,
            cc: Some(vec![MailAddress {
                name: "Dario".to_owned(),
                address: "Dario@Example.Net".to_owned(),
            }]),
            bcc: vec![at("boss@shop.example")],
        };
    });
    assert_eq!(
        replied.conversation.participants.len(),
        1,
        "a blind copy takes no part"
    );
    desk.later(Span::seconds(11));
    let first = desk.sends().pop().unwrap();
    assert!(
        !first.text.contains("> Is it"),
        "new ones are sent no history"
    );
    let mail = desk.answers_and_sends(&c, "Again.").mail.unwrap();
    assert_eq!(mail.cc[0].address, "dario@example.net");
    assert!(mail.bcc.is_empty());
    let back = Mail::answering(&first, "dario@example.net", "It is I, yes?");
    assert!(matches!(desk.joins(&back).1.why, Reason::ReplyToken));
    desk.holds();
}

#[test]
fn nothing_is_sent_over_what_was_not_seen() {
    let desk = Desk::new();
    let c = case(&desk);
    let seen = |it: &mut lobby::conversations::reply::Reply| it.seen_up_to = Some(0);
    let (luis, number) = (desk.luis.clone(), c.number);
    desk.act(move |w| {
        let said = Said::of("She called.");
        note(
            w,
            &luis,
            &Note {
                conversation: number,
                said,
                ..Note::default()
            },
        )
    });
    let stale = desk.try_reply(&desk.ana, &c, "It is.", seen);
    assert_eq!(stale.unwrap_err(), Error::Stale { seen_up_to: 0 });
    // What she wrote herself does not stop her.
    desk.reply(&desk.luis, &c, "It is.", seen);
    let fine = desk.try_reply(&desk.ana, &c, "It is.", |it| it.seen_up_to = Some(2));
    assert!(fine.is_ok());
    let more = Mail::from(CARLA, "Re", "Hello?")
        .referring(&Mail::from(CARLA, "RE: Lamp", "Is it in stock?").id());
    desk.joins(&more);
    let stale = desk.try_reply(&desk.ana, &c, "As I said.", |it| it.seen_up_to = Some(3));
    assert_eq!(
        stale.unwrap_err(),
        Error::Stale { seen_up_to: 3 },
        "mail stops it"
    );
    desk.holds();
}

#[test]
fn taken_back_in_time_it_never_was() {
    let desk = Desk::new();
    let c = case(&desk);
    let asked = c.waiting_since;
    let replied = desk.reply(&desk.ana, &c, "It is gone, sorry.", |it| {
        it.then = Then::Resolve
    });
    let (ana, id) = (desk.ana.clone(), replied.message.id);
    desk.later(Span::seconds(5));
    let after = desk.act(move |w| delivery::undo_reply(w, &ana, id));
    assert_eq!(
        (after.status, after.waiting_since, after.assignee),
        (Status::Open, asked, None)
    );
    assert!(desk.message(id).undone);
    assert_eq!(
        desk.delivery(&replied.delivery).state,
        DeliveryState::Cancelled
    );
    let (case, me) = (c.id, desk.ana.agent_id().unwrap());
    let kept = desk.look(|look| look.draft(case, me, false)).unwrap();
    assert_eq!(
        (kept.text.as_str(), kept.gone),
        ("It is gone, sorry.", false)
    );
    desk.later(Span::minutes(1));
    assert!(desk.claim().is_empty());
    // Another's, and too late.
    let replied = desk.answer(&c, "It is here.");
    let (other, id) = (
        member(77, lobby::domain::id::TeamId::default()),
        replied.message.id,
    );
    assert!(matches!(
        desk.try_act(move |w| delivery::undo_reply(w, &other, id)),
        Err(Error::Forbidden { .. })
    ));
    desk.later(Span::seconds(11));
    desk.sends();
    let ana = desk.ana.clone();
    let late = desk.try_act(move |w| delivery::undo_reply(w, &ana, id));
    assert_eq!(late.unwrap_err(), Error::conflict("too_late"));
    desk.holds();
}

#[test]
fn a_chosen_time_sleeps_and_its_leaving_answers() {
    let desk = Desk::new();
    let c = case(&desk);
    let (asked, at) = (c.waiting_since, desk.now() + Span::hours(5));
    let replied = desk.reply(&desk.ana, &c, "Good morning.", |it| it.send_at = Some(at));
    assert_eq!(replied.conversation.status, Status::Snoozed { until: at });
    assert_eq!(replied.conversation.waiting_since, asked, "clocks run");
    desk.wait(Span::hours(5));
    assert!(
        matches!(desk.again(&c).status, Status::Snoozed { .. }),
        "until it goes"
    );
    assert_eq!(desk.sends().len(), 1);
    let after = desk.again(&c);
    assert_eq!((after.status, after.waiting_since), (WAITING, None));
    desk.holds();
}

#[test]
fn cancelled_when_the_customer_writes_first() {
    for (asked, left) in [(true, 0), (false, 1)] {
        let desk = Desk::new();
        let first = Mail::from(CARLA, "Lamp", "Is it in stock?");
        let c = desk.begins(&first);
        let at = desk.now() + Span::hours(5);
        desk.reply(&desk.ana, &c, "A reminder.", |it| {
            it.send_at = Some(at);
            it.cancel_if_customer_writes = asked;
        });
        desk.joins(&Mail::from(CARLA, "Re: Lamp", "Any news?").referring(&first.id()));
        assert_eq!(desk.again(&c).status, Status::Open);
        assert_eq!(desk.again(&c).has_draft, asked, "the text is kept");
        desk.wait(Span::hours(6));
        assert_eq!(desk.sends().len(), left);
        desk.holds();
    }
}

#[test]
fn an_old_draft_does_not_come_back() {
    let desk = Desk::new();
    let c = case(&desk);
    let number = c.number;
    let save = |text: &'static str, revision: u64| {
        let ana = desk.ana.clone();
        desk.act(move |w| {
            let input = draft::Writing {
                conversation: number,
                revision,
                text: text.to_owned(),
                ..draft::Writing::default()
            };
            draft::save(w, &ana, &input)
        })
    };
    let it = save("It i", 0);
    assert!(desk.again(&c).has_draft);
    desk.answer(&c, "It is.");
    assert!(!desk.again(&c).has_draft);
    assert!(
        save("It i", it.revision).gone,
        "the late save of what was sent"
    );
    assert!(!desk.again(&c).has_draft);
    desk.holds();
}

#[test]
fn started_by_us() {
    let desk = Desk::new();
    let begin = |text: &'static str, new: bool| {
        let (keys, ana, channel) = (desk.keys.clone(), desk.ana.clone(), desk.channel);
        desk.act(move |w| {
            let input = Start {
                to: To::Handle {
                    handle: Handle::email(CARLA),
                    name: "Carla".to_owned(),
                },
                channel,
                subject: "Your order".to_owned(),
                reply: lobby::conversations::reply::Reply {
                    said: Said::of(text),
                    ..Default::default()
                },
                assignee: None,
                team: None,
                tags: Vec::new(),
                new,
            };
            start(w, &keys, &ana, &input)
        })
    };
    let first = begin("It is ready.", false);
    assert_eq!(first.conversation.status, WAITING);
    assert_eq!(first.message.subject, "Your order");
    let second = begin("Until six.", false);
    assert_eq!(second.conversation.id, first.conversation.id, "goes on");
    let third = begin("Another thing.", true);
    assert_ne!(third.conversation.id, first.conversation.id);
    assert_eq!(third.conversation.contact, first.conversation.contact);
    desk.later(Span::seconds(11));
    let out = desk.sends();
    assert_eq!(out.len(), 2, "one in flight of a conversation");
    let back = Mail::answering(&out[0], CARLA, "Where are you?");
    assert_eq!(desk.joins(&back).0.id, first.conversation.id);
    desk.holds();
}

#[test]
fn a_private_team_alone_reads_and_works() {
    let desk = Desk::new();
    let team = id(50);
    desk.act(move |w| {
        w.put_team(&Team {
            id: team,
            private: true,
            ..Team::default()
        })
    });
    let c = case(&desk);
    let (insider, number) = (member(10, team), c.number);
    let luis = desk.luis.clone();
    desk.act(move |w| assign::take(w, &luis, number));
    let by = insider.clone();
    let moved = desk.act(move |w| assign::set_team(w, &by, number, Some(team)));
    assert_eq!((moved.audience, moved.assignee), (Some(team), None));
    let luis = desk.luis.clone();
    let not_found = Error::not_found("conversation");
    assert_eq!(
        desk.try_act(move |w| status::resolve(w, &luis, number))
            .unwrap_err(),
        not_found
    );
    let done = desk.try_reply(&desk.luis, &c, "Hi.", |_| {});
    assert_eq!(done.unwrap_err(), not_found);
    desk.reply(&insider, &c, "Hi.", |_| {});
    desk.holds();
}

#[test]
fn taken_by_the_faster_one() {
    let desk = Desk::new();
    let c = case(&desk);
    let number = c.number;
    let (ana, luis) = (desk.ana.clone(), desk.luis.clone());
    desk.act(move |w| assign::take(w, &ana, number));
    let slow = desk.try_act(move |w| assign::take(w, &luis, number));
    assert_eq!(slow.unwrap_err(), Error::conflict("taken"));
    let luis = desk.luis.clone();
    let left = desk.act(move |w| leaving::place(w, &luis, id(10), &[id(11)], "Draft"));
    assert_eq!(left, [c.id]);
    assert_eq!(desk.again(&c).assignee, Some(id(11)));
    desk.holds();
}
