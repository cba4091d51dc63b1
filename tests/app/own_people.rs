//! Mail of our own people: the Sent folder, forwards, answers from a personal address.

use lobby::domain::contact::{Evidence, Handle};
use lobby::domain::conversation::{LastBy, Status, WaitingOn};
use lobby::domain::delivery::DeliveryState;
use lobby::domain::inbound::AutomaticKind;
use lobby::domain::mail::MailOutcome;
use lobby::domain::message::{Author, MessageKind};
use lobby::domain::reason::Reason;
use lobby::domain::time::Span;

use crate::support::desk::{ADDRESS, Desk, id};
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";
const ANA: &str = "ana@shop.example";
const WAITING: Status = Status::Waiting {
    on: WaitingOn::Customer,
    follow_up_at: None,
};

#[test]
fn what_is_sent_outside_answers_the_clock() {
    for (from, author) in [(ANA, Author::Agent(id(10))), (ADDRESS, Author::Colleague)] {
        let desk = Desk::new();
        let asked = Mail::from(CARLA, "Lamp", "Is it in stock?");
        let c = desk.begins(&asked);
        let sent = Mail::from(from, "Re: Lamp", "It is.")
            .to(&[CARLA])
            .referring(&asked.id())
            .sent_folder();
        let MailOutcome::OurMessage {
            conversation,
            message,
        } = desk.receive(&sent)
        else {
            panic!("not ours");
        };
        assert_eq!(conversation, c.id);
        let message = desk.message(message);
        assert_eq!((message.kind, message.author), (MessageKind::Reply, author));
        let after = desk.again(&c);
        assert_eq!((after.status, after.waiting_since), (WAITING, None));
        assert_eq!(
            after.assignee,
            matches!(author, Author::Agent(_)).then(|| id(10))
        );
        // Her answer to what was sent outside finds its thread.
        let back = Mail::from(CARLA, "Re: Lamp", "How much?").referring(&sent.id());
        assert_eq!(desk.joins(&back).0.id, c.id);
        desk.holds();
    }
}

#[test]
fn a_thread_begun_outside_belongs_to_its_recipient() {
    let desk = Desk::new();
    let sent = Mail::from(ANA, "Your order", "It is ready.")
        .to(&[CARLA])
        .sent_folder();
    let MailOutcome::OurMessage { conversation, .. } = desk.receive(&sent) else {
        panic!("not ours");
    };
    let c = desk.conversation(conversation);
    assert_eq!((c.status, c.last_by), (WAITING, LastBy::Us(id(10))));
    let back = Mail::from(CARLA, "Re: Your order", "When do you open?").referring(&sent.id());
    let (joined, message) = desk.joins(&back);
    assert_eq!(joined.id, c.id);
    assert_eq!(message.author, Author::Contact(c.contact));
    let to_us = Mail::from(ANA, "Note to all", "Hello?")
        .to(&[ADDRESS])
        .sent_folder();
    assert_eq!(desk.receive(&to_us), MailOutcome::Skipped);
    desk.holds();
}

#[test]
fn our_own_copy_in_the_sent_folder_is_known() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    let out = desk.answers_and_sends(&c, "It is.");
    let mut copy = Mail::from(ADDRESS, "Re: Lamp", "It is.")
        .to(&[CARLA])
        .sent_folder();
    copy.mail.message_id = out.mail.unwrap().message_id;
    copy.input.dedupe = copy.mail.message_id.clone();
    let message = out.message;
    assert_eq!(desk.receive(&copy), MailOutcome::DuplicateOf { message });
    assert_eq!(desk.messages(&c).len(), 2);
    desk.holds();
}

#[test]
fn a_copy_in_the_sent_folder_settles_what_was_uncertain() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    desk.answer(&c, "It is.");
    desk.later(Span::seconds(11));
    let lost = lobby::domain::outbound::SendError::Uncertain {
        detail: "no answer".to_owned(),
    };
    let mut it = desk.fails(lost.clone());
    while it.state == DeliveryState::Queued {
        desk.later(Span::hours(2));
        it = desk.fails(lost.clone());
    }
    assert_eq!(it.state, DeliveryState::Uncertain);
    assert!(desk.again(&c).has_failed);
    let out = desk.composed(&it);
    let mut copy = Mail::from(ADDRESS, "Re: Lamp", "It is.")
        .to(&[CARLA])
        .sent_folder();
    copy.mail.message_id = out.mail.unwrap().message_id;
    desk.receive(&copy);
    assert_eq!(desk.delivery(&it).state, DeliveryState::Sent);
    assert!(!desk.again(&c).has_failed);
    desk.holds();
}

#[test]
fn a_forward_is_the_original_senders_case_with_a_note() {
    let desk = Desk::new();
    let known = desk.begins(&Mail::from(CARLA, "Hello", "Do you deliver?"));
    let mail =
        Mail::from(ANA, "Fwd: Where is my order", "…").forwarding(CARLA, "Please look after her.");
    let c = desk.begins(&mail);
    assert_eq!(c.why, Reason::ForwardedBy { agent: id(10) });
    assert_ne!(
        c.contact, known.contact,
        "a forward only claims who wrote it"
    );
    let messages = desk.messages(&c);
    assert_eq!(messages[0].text, "It should have come on Monday.");
    assert_eq!(messages[0].author, Author::Contact(c.contact));
    assert_eq!(
        (messages[1].kind, messages[1].author),
        (MessageKind::Note, Author::Agent(id(10)))
    );
    let out = desk.answers_and_sends(&c, "It is on its way.");
    assert_eq!(out.mail.unwrap().to[0].address, CARLA);
    // Somebody who only says to be Ana forwards nothing as her.
    let forged = Mail::from(ANA, "Fwd: Order", "x")
        .forwarding(CARLA, "Refund her.")
        .unproven();
    let c = desk.begins(&forged);
    assert_eq!(c.why, Reason::NewCase);
    assert_eq!(desk.messages(&c).len(), 1);
    desk.holds();
}

#[test]
fn an_answer_from_a_personal_address_is_ours_when_proven() {
    let desk = Desk::new();
    desk.act(|w| {
        let mut ana = w.agent(id(10))?.unwrap();
        ana.own_addresses = vec!["ana.private@mail.example".to_owned()];
        w.put_agent(&ana)
    });
    let c = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    let out = desk.answers_and_sends(&c, "One moment please");
    let private = "ana.private@mail.example";
    let answer = Mail::answering(&out, private, "It is in stock.").cc(&[CARLA]);
    let MailOutcome::OurMessage { message, .. } = desk.receive(&answer) else {
        panic!("not ours");
    };
    assert_eq!(
        desk.message(message).why,
        Reason::AnsweredOutside {
            agent: Some(id(10))
        }
    );
    assert_eq!(desk.again(&c).status, WAITING);
    let forged = Mail::answering(&out, private, "Send the money elsewhere, will you?").unproven();
    let (after, message) = desk.joins(&forged);
    assert!(matches!(message.author, Author::Contact(_)));
    assert!(after.participants.iter().all(|it| !it.accepted));
    desk.holds();
}

#[test]
fn whom_we_wrote_to_is_known_by_it() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?").unproven());
    let sent = Mail::from(ANA, "A new thing", "Hello.")
        .to(&[CARLA])
        .sent_folder();
    let MailOutcome::OurMessage { conversation, .. } = desk.receive(&sent) else {
        panic!("not ours");
    };
    assert_eq!(desk.conversation(conversation).contact, c.contact);
    let holders = desk.look(|look| look.holders(&Handle::email(CARLA)));
    assert_eq!(holders.len(), 1);
    assert_eq!(holders[0].evidence, Evidence::Claimed);
    desk.holds();
}

/// A reset or an invitation as Lobby sends it: a Message-ID of ours that names no message.
fn letter(desk: &Desk, to: &str) -> Mail {
    let mut mail = Mail::from(
        ADDRESS,
        "Set a new password",
        "https://desk.example/reset/4711",
    )
    .to(&[to])
    .automatic(AutomaticKind::Generated);
    mail.mail.message_id = desk.keys.mail_id(id(4711), "shop.example");
    mail.input.dedupe = mail.mail.message_id.clone();
    mail
}

#[test]
fn lobbys_own_letters_become_no_conversation() {
    let desk = Desk::new();
    for copy in [letter(&desk, ANA).sent_folder(), letter(&desk, ANA)] {
        assert_eq!(desk.receive(&copy), MailOutcome::Skipped);
    }
    // A server gave it another Message-ID.
    let mut renamed = letter(&desk, ANA).sent_folder();
    renamed.mail.message_id = "other@provider.example".to_owned();
    assert_eq!(desk.receive(&renamed), MailOutcome::Skipped);
    assert!(
        desk.look(|look| look.conversations_before(None, 10))
            .is_empty()
    );
    // What the shop's program sends to a customer is no letter.
    let order = letter(&desk, CARLA).sent_folder();
    let mut order = order;
    order.mail.message_id = "order@shop.example".to_owned();
    assert!(matches!(
        desk.receive(&order),
        MailOutcome::OurMessage { .. }
    ));
    // An answer this store does not know of any more (it came from a backup) is taken in.
    let mut lost = Mail::from(ADDRESS, "Re: Lamp", "It is in stock.")
        .to(&[CARLA])
        .sent_folder();
    lost.mail.message_id = desk.keys.mail_id(id(4712), "shop.example");
    assert!(matches!(
        desk.receive(&lost),
        MailOutcome::OurMessage { .. }
    ));
    desk.holds();
}

#[test]
fn what_did_not_go_to_the_customer_answers_nobody() {
    for to in ["accountant@books.example", ADDRESS] {
        for in_sent_folder in [true, false] {
            let desk = Desk::new();
            let asked = Mail::from(CARLA, "Bill", "Is this right?");
            let c = desk.begins(&asked);
            let mut aside = Mail::from(ANA, "Fwd: Bill", "She may have a point: 4711.")
                .to(&[to])
                .referring(&asked.id());
            aside.mail.sent_folder = in_sent_folder;
            let MailOutcome::OurMessage { message, .. } = desk.receive(&aside) else {
                panic!("not ours");
            };
            let message = desk.message(message);
            assert_eq!(
                (message.kind, message.conversation),
                (MessageKind::Note, c.id)
            );
            let after = desk.again(&c);
            assert_eq!(
                (
                    after.status,
                    after.waiting_since,
                    after.assignee,
                    after.participants.len()
                ),
                (c.status, c.waiting_since, None, 0),
                "{to}, {in_sent_folder}"
            );
            let out = desk.answers_and_sends(&c, "It is.");
            assert!(!out.text.contains("4711"), "{}", out.text);
            desk.holds();
        }
    }
}

#[test]
fn whom_a_sent_mail_copies_is_only_suggested() {
    let desk = Desk::new();
    let asked = Mail::from(CARLA, "Bill", "Is this right?");
    let c = desk.begins(&asked);
    let sent = Mail::from(ANA, "Re: Bill", "It is.")
        .to(&[CARLA])
        .cc(&["accountant@books.example", "luis@shop.example"])
        .referring(&asked.id())
        .sent_folder();
    desk.receive(&sent);
    let after = desk.again(&c);
    assert_eq!(after.status, WAITING);
    let [suggested] = after.participants.as_slice() else {
        panic!("{:?}", after.participants);
    };
    assert!(!suggested.accepted);
    desk.holds();
}

#[test]
fn one_of_us_who_is_the_customer_writes_as_the_customer() {
    let desk = Desk::new();
    let first = Mail::from(ANA, "A test", "Does it work?");
    let c = desk.begins(&first);
    let more = Mail::from(ANA, "Re: A test", "Hello, is anybody there?").referring(&first.id());
    let (joined, message) = desk.joins(&more);
    assert_eq!(joined.id, c.id);
    assert_eq!(message.author, Author::Contact(c.contact));
    assert_eq!(joined.status, Status::Open);
    desk.holds();
}

#[test]
fn a_copy_answers_though_an_out_of_office_came_between() {
    let desk = Desk::new();
    let asked = Mail::from(CARLA, "Lamp", "Is it in stock?");
    let c = desk.begins(&asked);
    let mut sent = Mail::from(ANA, "Re: Lamp", "It is.")
        .to(&[CARLA])
        .referring(&asked.id())
        .sent_folder();
    desk.later(Span::minutes(5));
    sent.input.said_at = desk.now();
    desk.later(Span::minutes(1));
    let away = Mail::from(CARLA, "Out of office", "Back on Monday.")
        .automatic(AutomaticKind::Reply)
        .referring(&asked.id());
    desk.receive(&away);
    desk.later(Span::minutes(1));
    desk.receive(&sent);
    let after = desk.again(&c);
    assert_eq!((after.status, after.waiting_since), (WAITING, None));
    // What she asked after it is not answered by it.
    desk.later(Span::minutes(1));
    let mut late = Mail::from(ANA, "Re: Lamp", "In red too.")
        .to(&[CARLA])
        .referring(&asked.id())
        .sent_folder();
    late.input.said_at = desk.now();
    desk.later(Span::minutes(1));
    desk.joins(&Mail::from(CARLA, "Re: Lamp", "How much?").referring(&asked.id()));
    desk.receive(&late);
    assert_eq!(desk.again(&c).status, Status::Open);
    desk.holds();
}

#[test]
fn a_further_address_is_ours_once_a_mail_to_it_came_in() {
    use lobby::domain::channel::{Channel, ChannelKind, Unproven};
    use lobby::domain::id::{ChannelId, MessageId};

    const ALIAS: &str = "info@shop.example";
    let desk = Desk::new();
    let (alias, asked): (ChannelId, MessageId) = (id(40), id(41));
    let mailbox = desk.mailbox;
    desk.act(move |w| {
        w.put_channel(&Channel {
            id: alias,
            connection: mailbox,
            kind: ChannelKind::Email,
            name: ALIAS.to_owned(),
            address: ALIAS.to_owned(),
            brand: id(9),
            unproven: Some(Unproven {
                asked: Some(asked),
                trouble: None,
            }),
            ..Channel::default()
        })
    });
    let is_proven = |desk: &Desk| {
        let found = desk.look(|look| look.channel(alias)).unwrap();
        found.unproven.is_none()
    };
    // On somebody's word it is nobody's: who writes from it is a customer, and says nothing in our name.
    let customer = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    let first = Mail::from(ALIAS, "Question", "Who are you?");
    let c = desk.begins(&first);
    assert_eq!((c.status, c.last_by), (Status::Open, LastBy::Customer));
    let said = desk.last(&customer);
    let id_of = said.mail.unwrap().message_id;
    let theirs = Mail::from(ALIAS, "Re: Lamp", "It is free of charge.").referring(&id_of);
    desk.receive(&theirs);
    let replies = desk.messages(&customer);
    assert!(replies.iter().all(|it| it.kind != MessageKind::Reply));
    // To it one may write all the same.
    let to = desk.begins(&Mail::from("dario@example.net", "Door", "It creaks.").to(&[ALIAS]));
    assert_eq!(to.channel, alias);

    let mail_id = |n: u128| desk.keys.mail_id(id(n), "shop.example");
    let letter = |message_id: String| {
        let mut it = Mail::from(ADDRESS, "A test", &message_id)
            .to(&[ALIAS])
            .automatic(AutomaticKind::Generated);
        it.mail.message_id.clone_from(&message_id);
        it.input.dedupe = message_id;
        it
    };
    desk.receive(&letter(mail_id(42)));
    desk.receive(&letter("abc@shop.example".to_owned()));
    assert!(!is_proven(&desk), "another mail of ours proves nothing");
    desk.receive(&letter(mail_id(41)).sent_folder());
    assert!(
        !is_proven(&desk),
        "that it was sent does not show where it came in"
    );
    let mut came = letter(mail_id(41));
    came.mail.content_hash.push('2');
    assert_eq!(desk.receive(&came), MailOutcome::Skipped);
    assert!(is_proven(&desk));
    let ours = Mail::from(ALIAS, "Note", "From our own address.");
    assert!(matches!(desk.receive(&ours), MailOutcome::Automatic { .. }));
    desk.holds();
}
