//! Side conversations: what is forwarded to third parties, what comes back of it, and what neither they nor the
//! customer ever see.

use lobby::conversations::forward::{Forward, forward};
use lobby::conversations::note::{Note, note};
use lobby::conversations::reply::Replied;
use lobby::conversations::report::report;
use lobby::conversations::said::Said;
use lobby::conversations::{delivery, moving, redact, status, undo};
use lobby::domain::actor::Viewer;
use lobby::domain::conversation::{Conversation, LastBy, Status, WaitingOn};
use lobby::domain::delivery::DeliveryState;
use lobby::domain::error::{Error, Result};
use lobby::domain::event::EventKind;
use lobby::domain::id::{BlobHash, MessageId};
use lobby::domain::inbound::{AutomaticKind, Report, ReportKind, ReportedRecipient};
use lobby::domain::job::JobKind;
use lobby::domain::mail::{MailOutcome, MailPlace};
use lobby::domain::message::{Attachment, Author, Message, MessageKind};
use lobby::domain::outbound::{Outbound, SendError};
use lobby::domain::reason::Reason;
use lobby::domain::time::{Millis, Span};
use lobby::keys::token::without_tokens;

use crate::support::desk::{ADDRESS, Desk, id, member};
use crate::support::mail::{Mail, at};

const CARLA: &str = "carla@example.com";
const WORKSHOP: &str = "taller@workshop.example";

fn case(desk: &Desk) -> Conversation {
    desk.begins(&Mail::from(CARLA, "Lamp", "The lamp is broken."))
}

fn try_forward(
    desk: &Desk,
    by: &Viewer,
    c: &Conversation,
    change: impl Fn(&mut Forward),
) -> Result<Replied> {
    let mut input = Forward {
        conversation: c.number,
        said: Said::of("Can you mend it?"),
        to: vec![at(WORKSHOP)],
        ..Forward::default()
    };
    change(&mut input);
    let (keys, by) = (desk.keys.clone(), by.clone());
    desk.try_act(move |w| forward(w, &keys, &by, &input))
}

fn forwards(desk: &Desk, c: &Conversation, change: impl Fn(&mut Forward)) -> Replied {
    try_forward(desk, &desk.ana, c, change).unwrap()
}

/// Forwards, waiting for them, and sends it.
fn sent(desk: &Desk, c: &Conversation) -> Outbound {
    forwards(desk, c, |it| it.waits = true);
    desk.later(Span::seconds(11));
    desk.sends().pop().unwrap()
}

fn waits(c: &Conversation) -> bool {
    matches!(
        c.status,
        Status::Waiting {
            on: WaitingOn::ThirdParty,
            follow_up_at: Some(_)
        }
    )
}

/// Receives a mail that must land in the side conversation.
fn answers(desk: &Desk, mail: &Mail) -> (Conversation, Message) {
    let (c, m) = desk.joins(mail);
    assert_eq!(m.kind, MessageKind::ThirdParty);
    assert_eq!(m.why, Reason::AnswersForward);
    (c, m)
}

#[test]
fn a_forward_is_a_thread_of_its_own() {
    let desk = Desk::new();
    let c = case(&desk);
    let first = desk.answers_and_sends(&c, "We will look at it.");
    // She quotes our reply address, as mail programs do.
    let reply_to = first.mail.clone().unwrap().reply_to.unwrap().address;
    let text = format!("On Monday <{reply_to}> wrote: look at it");
    let (c, asked) = desk.joins(&Mail::answering(&first, CARLA, &text));
    let number = c.number;
    let ana = desk.ana.clone();
    desk.act(move |w| {
        let said = Said::of("She is difficult, secret-of-the-house");
        let input = Note {
            conversation: number,
            said,
            ..Note::default()
        };
        note(w, &ana, &input)
    });
    let made = forwards(&desk, &c, |it| {
        it.to = vec![at(WORKSHOP), at("second@workshop.example")];
        it.messages = vec![asked.id];
    });
    assert_eq!(made.message.kind, MessageKind::Forward);
    assert_eq!(made.message.strand, Some(made.message.id));
    assert_eq!(
        made.conversation.status,
        Status::Open,
        "nobody said to wait"
    );
    assert_eq!(
        made.conversation.waiting_since,
        desk.again(&c).waiting_since
    );
    assert_eq!(made.conversation.last_by, LastBy::Forwarded);
    assert!(made.conversation.participants.is_empty());
    desk.later(Span::seconds(11));
    let out = desk.sends().pop().unwrap();
    let mail = out.mail.clone().unwrap();
    assert_eq!(mail.to, [at(WORKSHOP), at("second@workshop.example")]);
    assert_eq!(mail.subject, "Fwd: Lamp");
    assert!(mail.in_reply_to.is_empty() && mail.references.is_empty());
    assert!(!mail.automatic);
    let back = mail.reply_to.unwrap().address;
    assert_ne!(back, reply_to);
    assert!(back.starts_with("help+s1") && back.len() < 64, "{back}");
    for text in [&out.text, out.html.as_ref().unwrap()] {
        assert!(text.contains("Can you mend it?") && text.contains(CARLA));
        assert!(text.contains("On Monday"));
        assert_eq!(
            *text,
            without_tokens(text),
            "the customer's address is bare"
        );
        assert!(!text.contains("secret-of-the-house"));
        assert!(!text.contains("We will look"), "only what was chosen");
    }
    desk.holds();
}

#[test]
fn the_customer_learns_nothing_of_it() {
    let desk = Desk::new();
    let c = case(&desk);
    let out = sent(&desk, &c);
    answers(&desk, &Mail::answering(&out, WORKSHOP, "It costs us 20"));
    let public = desk.answers_and_sends(&c, "It will be mended.");
    let mail = public.mail.clone().unwrap();
    assert_eq!(mail.to, [at(CARLA)]);
    assert!(mail.cc.is_empty() && mail.bcc.is_empty());
    assert_eq!(mail.subject, "Re: Lamp");
    let asked = Mail::from(CARLA, "Lamp", "The lamp is broken.").id();
    let asked = [asked];
    assert_eq!(mail.in_reply_to, asked);
    assert_eq!(mail.references, asked);
    for text in [&public.text, public.html.as_ref().unwrap()] {
        assert!(text.contains("The lamp is broken."));
        for secret in ["costs us", "mend it?", "taller", "workshop"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    desk.holds();
}

#[test]
fn whatever_answers_it_stays_inside() {
    let contacts = |desk: &Desk| desk.look(|look| look.contacts_after(None, 100));
    type Row = (&'static str, fn(&Desk, &Outbound) -> Mail);
    let rows: [Row; 8] = [
        ("as programs do", |_, out| {
            Mail::answering(out, WORKSHOP, "Yes")
        }),
        ("token alone", |_, out| {
            Mail::from(WORKSHOP, "Other", "Yes").with_token_of(out)
        }),
        ("reference alone", |_, out| {
            let id = out.mail.as_ref().unwrap().message_id.clone();
            Mail::from(WORKSHOP, "Other", "Yes").referring(&id)
        }),
        ("a colleague of theirs", |_, out| {
            Mail::answering(out, "juan@workshop.example", "Yes")
        }),
        ("failing DMARC", |_, out| {
            Mail::answering(out, WORKSHOP, "Yes").failing()
        }),
        ("with the customer's token", |desk, out| {
            let id = out.mail.as_ref().unwrap().message_id.clone();
            let token = desk.keys.reply_token(1);
            Mail::from(WORKSHOP, "Other", "Yes")
                .referring(&id)
                .with_token(&token)
        }),
        ("through a machine with another Reply-To", |_, out| {
            Mail::answering(out, "no-reply@workshop.example", "Yes").form_for(WORKSHOP)
        }),
        ("forged as the customer", |_, out| {
            Mail::answering(out, CARLA, "Yes").unproven()
        }),
    ];
    for (what, mail) in rows {
        let desk = Desk::new();
        let c = case(&desk);
        let out = sent(&desk, &c);
        assert!(waits(&desk.again(&c)), "{what}");
        let (clock, before) = (desk.again(&c).waiting_since, contacts(&desk));
        desk.later(Span::hours(30));
        let (now, m) = answers(&desk, &mail(&desk, &out));
        assert_eq!(now.id, c.id, "{what}");
        assert_eq!(m.author, Author::ThirdParty, "{what}");
        assert_eq!(now.status, Status::Open, "{what}");
        assert_eq!(now.waiting_since, clock, "{what}: the customer's clock");
        assert_eq!(now.last_inbound_at, c.last_inbound_at, "{what}");
        assert_eq!((now.contact, now.last_by), (c.contact, LastBy::ThirdParty));
        assert!(now.participants.is_empty(), "{what}");
        assert_eq!(contacts(&desk), before, "{what}: no contact is touched");
        let told = desk.events(&c).into_iter().find_map(|it| match it {
            EventKind::StatusMoved {
                to: Status::Open,
                why,
                ..
            } => Some(why),
            _ => None,
        });
        assert_eq!(told, Some(Reason::ThirdPartyAnswered), "{what}");
        desk.holds();
    }
}

#[test]
fn who_is_not_of_it_does_not_come_in() {
    let desk = Desk::new();
    let c = case(&desk);
    let out = sent(&desk, &c);
    let (_, answer) = answers(&desk, &Mail::answering(&out, WORKSHOP, "Yes"));
    // A stranger who names the workshop's own mail, which is no secret.
    let theirs = answer.mail.unwrap().message_id;
    desk.begins(&Mail::from("else@example.org", "Hello", "Me too").referring(&theirs));
    // The workshop, who does it again, is known by it.
    answers(
        &desk,
        &Mail::from(WORKSHOP, "More", "And this").referring(&theirs),
    );
    // Without any proof it is a case of their own, as of anybody.
    let own = desk.begins(&Mail::from(WORKSHOP, "Invoice", "Please pay"));
    assert_ne!(own.contact, c.contact);
    // The customer answers us: her mail names a side conversation somewhere, and is hers all the same.
    let public = desk.answers_and_sends(&c, "Soon.");
    let strand = out.mail.unwrap().message_id;
    let (_, m) = desk.joins(&Mail::answering(&public, CARLA, "When?").referring(&strand));
    assert_eq!(m.kind, MessageKind::Inbound);
    desk.holds();
}

#[test]
fn a_third_party_who_is_a_customer_too() {
    let desk = Desk::new();
    let own = desk.begins(&Mail::from(WORKSHOP, "Invoice", "Please pay"));
    let c = case(&desk);
    let before = desk.look(|look| look.contact(own.contact));
    let out = sent(&desk, &c);
    desk.later(Span::hours(5));
    let (now, _) = answers(&desk, &Mail::answering(&out, WORKSHOP, "Yes"));
    assert_eq!(now.id, c.id);
    assert_eq!(desk.look(|look| look.contact(own.contact)), before);
    assert_eq!(desk.again(&own), own);
    desk.holds();
}

#[test]
fn one_of_us_may_be_the_third_party() {
    let desk = Desk::new();
    let c = case(&desk);
    forwards(&desk, &c, |it| it.to = vec![at("luis@shop.example")]);
    desk.later(Span::seconds(11));
    let out = desk.sends().pop().unwrap();
    let (now, m) = answers(
        &desk,
        &Mail::answering(&out, "luis@shop.example", "Mend it"),
    );
    assert_eq!(m.author, Author::Agent(desk.luis.agent_id().unwrap()));
    assert_eq!(now.waiting_since, desk.again(&c).waiting_since, "no answer");
    let (_, m) = answers(
        &desk,
        &Mail::answering(&out, "luis@shop.example", "Or not").unproven(),
    );
    assert_eq!(m.author, Author::ThirdParty, "not proven to be him");
    desk.holds();
}

#[test]
fn what_moves_nothing() {
    let desk = Desk::new();
    let c = case(&desk);
    let out = sent(&desk, &c);
    let absent = Mail::answering(&out, WORKSHOP, "I am away until Monday");
    let outcome = desk.receive(&absent.automatic(AutomaticKind::Reply));
    assert!(matches!(outcome, MailOutcome::Automatic { conversation, .. } if conversation == c.id));
    let last = desk.last(&c);
    assert!(last.automatic && last.kind == MessageKind::ThirdParty);
    assert!(waits(&desk.again(&c)));
    // Nobody waits for them any more: a thank you is no news.
    answers(&desk, &Mail::answering(&out, WORKSHOP, "Yes, tomorrow"));
    forwards(&desk, &c, |it| {
        it.strand = Some(last.id);
        it.said = Said::of("Agreed.");
        it.to = Vec::new();
    });
    let number = c.number;
    let ana = desk.ana.clone();
    desk.act(move |w| status::resolve(w, &ana, number));
    let (now, _) = answers(&desk, &Mail::answering(&out, WORKSHOP, "Thank you"));
    assert!(matches!(now.status, Status::Resolved { .. }));
    // What is news opens it, and as history nothing does.
    let (now, _) = answers(
        &desk,
        &Mail::answering(&out, WORKSHOP, "Old").history(desk.now()),
    );
    assert!(matches!(now.status, Status::Resolved { .. }));
    let (now, _) = answers(&desk, &Mail::answering(&out, WORKSHOP, "It broke again"));
    assert_eq!((now.status, now.waiting_since), (Status::Open, None));
    desk.holds();
}

#[test]
fn it_goes_on_with_them() {
    let desk = Desk::new();
    let c = case(&desk);
    let out = sent(&desk, &c);
    let answer = Mail::answering(&out, WORKSHOP, "Which colour?");
    let (_, m) = answers(&desk, &answer);
    let made = forwards(&desk, &c, |it| {
        (it.strand, it.to) = (Some(m.id), Vec::new());
        (it.said, it.waits) = (Said::of("Red."), true);
    });
    assert!(waits(&made.conversation));
    let mail = made.message.mail.clone().unwrap();
    assert_eq!(mail.to, [at(WORKSHOP)]);
    assert_eq!(mail.in_reply_to, [answer.id()]);
    assert_eq!(made.message.subject, "Re: Fwd: Lamp");
    assert_eq!(made.message.strand, m.strand);
    desk.later(Span::seconds(11));
    let second = desk.sends().pop().unwrap();
    assert!(
        !second.text.contains("lamp is broken"),
        "nothing was chosen"
    );
    // Another one beside it is its own.
    let other = forwards(&desk, &c, |it| it.to = vec![at("insurer@example.net")]);
    assert_ne!(other.message.strand, m.strand);
    desk.later(Span::seconds(11));
    let third = desk.sends().pop().unwrap();
    let (_, theirs) = answers(
        &desk,
        &Mail::answering(&third, "insurer@example.net", "Yes"),
    );
    assert_eq!(theirs.strand, other.message.strand);
    desk.holds();
}

#[test]
fn the_follow_up_date_opens_it() {
    let desk = Desk::new();
    let c = case(&desk);
    sent(&desk, &c);
    desk.wait(Span::days(1));
    assert!(waits(&desk.again(&c)));
    desk.wait(Span::days(1));
    assert_eq!(desk.again(&c).status, Status::Open);
    desk.holds();
}

#[test]
fn it_can_be_taken_back_in_time() {
    let desk = Desk::new();
    let c = case(&desk);
    desk.answer(&c, "We will see.");
    let made = forwards(&desk, &c, |it| it.waits = true);
    assert!(waits(&made.conversation));
    let (ana, message) = (desk.ana.clone(), made.message.id);
    let now = desk.act(move |w| delivery::undo_reply(w, &ana, message));
    assert!(
        matches!(
            now.status,
            Status::Waiting {
                on: WaitingOn::Customer,
                ..
            }
        ),
        "as it was: {:?}",
        now.status
    );
    assert!(!now.has_draft, "it never becomes a draft to the customer");
    assert!(desk.message(message).undone);
    desk.later(Span::seconds(11));
    assert_eq!(desk.sends().len(), 1, "the answer alone");
    let late = forwards(&desk, &c, |_| {});
    desk.later(Span::seconds(11));
    desk.sends();
    let (ana, message) = (desk.ana.clone(), late.message.id);
    let no = desk.try_act(move |w| delivery::undo_reply(w, &ana, message));
    assert_eq!(no.err(), Some(Error::conflict("too_late")));
    desk.holds();
}

fn bounce(desk: &Desk, out: &Outbound, by_token: bool) -> MailOutcome {
    let mail = out.mail.as_ref().unwrap();
    let tag = Mail::from("a@b.example", "", "").with_token_of(out);
    let input = Report {
        dedupe: "bounce".to_owned(),
        kind: ReportKind::Bounce,
        about: if by_token {
            Vec::new()
        } else {
            vec![mail.message_id.clone()]
        },
        tokens: tag.mail.reply_tokens,
        recipients: vec![ReportedRecipient {
            address: WORKSHOP.to_owned(),
            state: DeliveryState::Bounced,
            status: "5.1.1".to_owned(),
            address_gone: true,
            ..ReportedRecipient::default()
        }],
        place: MailPlace {
            connection: desk.mailbox,
            folder: "INBOX".to_owned(),
            uid_validity: 1,
            uid: 9_000,
        },
        ..Report::default()
    };
    let (keys, mailbox) = (desk.keys.clone(), desk.mailbox);
    desk.act(move |w| report(w, &keys, mailbox, &input))
}

fn told(desk: &Desk) -> bool {
    let soon = Millis(i64::MAX - 1);
    let jobs = desk.look(|look| look.jobs_due(soon, 100));
    let ana = desk.ana.agent_id().unwrap();
    jobs.iter()
        .any(|it| matches!(it.kind, JobKind::MailFailedSend { agent, .. } if agent == ana))
}

#[test]
fn one_that_does_not_arrive_is_told_to_its_sender() {
    for by_token in [false, true] {
        let desk = Desk::new();
        let c = case(&desk);
        let clock = c.waiting_since;
        let out = sent(&desk, &c);
        bounce(&desk, &out, by_token);
        let now = desk.again(&c);
        assert_eq!((now.status, now.waiting_since), (Status::Open, clock));
        assert!(now.has_failed && told(&desk));
        let delivery = desk.last(&c).delivery.unwrap();
        let delivery = desk.look(|look| look.delivery(delivery)).unwrap();
        assert_eq!(delivery.state, DeliveryState::Bounced);
        desk.holds();
    }
    // Refused at once: a resolved case stays as it is, but shows it; sending again waits again.
    let desk = Desk::new();
    let c = case(&desk);
    let number = c.number;
    forwards(&desk, &c, |it| it.waits = true);
    desk.later(Span::seconds(11));
    let failed = desk.fails(SendError::MessageRefused {
        code: "554".to_owned(),
        detail: "no".to_owned(),
    });
    assert_eq!(failed.state, DeliveryState::Failed);
    assert_eq!(desk.again(&c).status, Status::Open);
    assert!(told(&desk));
    let ana = desk.ana.clone();
    desk.act(move |w| status::resolve(w, &ana, number));
    let (ana, delivery) = (desk.ana.clone(), failed.id);
    desk.act(move |w| delivery::retry(w, &ana, delivery));
    assert!(waits(&desk.again(&c)) && !desk.again(&c).has_failed);
    assert_eq!(desk.sends().len(), 1);
    desk.holds();
}

#[test]
fn what_may_not_be_forwarded() {
    let desk = Desk::new();
    let (c, other) = (case(&desk), case_of(&desk, "else@example.org"));
    let (ana, number) = (desk.ana.clone(), c.number);
    let secret = desk.act(move |w| {
        let input = Note {
            conversation: number,
            said: Said::of("Between us"),
            ..Note::default()
        };
        note(w, &ana, &input)
    });
    let foreign = desk.last(&other);
    let field = |change: &dyn Fn(&mut Forward)| match try_forward(&desk, &desk.ana, &c, change) {
        Err(Error::Invalid(fields)) => fields[0].field,
        other => panic!("{other:?}"),
    };
    assert_eq!(field(&|it| it.messages = vec![secret.id]), "messages");
    assert_eq!(field(&|it| it.messages = vec![foreign.id]), "messages");
    assert_eq!(field(&|it| it.files = vec![id(77)]), "files");
    assert_eq!(field(&|it| it.strand = Some(foreign.id)), "strand");
    assert_eq!(field(&|it| it.said = Said::of(" ")), "text");
    assert_eq!(
        field(&|it| it.follow_up_at = Some(Millis(1))),
        "follow_up_at"
    );
    for to in [
        vec![],
        vec![at("no address")],
        vec![at(WORKSHOP), at(CARLA)],
        vec![at(ADDRESS)],
        vec![at("help+x@shop.example")],
        (0..21).map(|n| at(&format!("a{n}@example.net"))).collect(),
    ] {
        assert_eq!(field(&|it| it.to = to.clone()), "to", "{to:?}");
    }
    // A case of a private team is not found by who is not in it.
    let team = id(70);
    let mut hidden = desk.again(&c);
    hidden.audience = Some(team);
    desk.act(move |w| w.put_conversation(&hidden));
    let no = try_forward(&desk, &desk.ana, &c, |_| {});
    assert!(matches!(no, Err(Error::NotFound { .. })), "{no:?}");
    assert!(try_forward(&desk, &member(10, team), &c, |_| {}).is_ok());
    desk.holds();
}

fn case_of(desk: &Desk, address: &str) -> Conversation {
    desk.begins(&Mail::from(address, "Another", "Hello"))
}

#[test]
fn files_go_along_and_are_withdrawn_with_their_message() {
    let desk = Desk::new();
    let mut mail = Mail::from(CARLA, "Lamp", "See the picture");
    mail.input.attachments = vec![Attachment {
        id: id(500),
        name: "lamp.png".to_owned(),
        content_type: "image/png".to_owned(),
        size: 9,
        blob: BlobHash([7; 32]),
        cid: "lamp".to_owned(),
        inline: true,
        ..Attachment::default()
    }];
    let c = desk.begins(&mail);
    let asked = desk.last(&c).id;
    let made = forwards(&desk, &c, |it| {
        (it.messages, it.files) = (vec![asked], vec![id(500)]);
    });
    let file = &made.message.attachments[0];
    assert_ne!(file.id, id(500));
    assert_eq!((file.cid.as_str(), file.inline), ("", false));
    desk.later(Span::seconds(11));
    let out = desk.sends().pop().unwrap();
    assert_eq!(out.attachments.len(), 1);
    assert!(out.text.contains("See the picture"));
    let luis = desk.luis.clone();
    desk.act(move |w| redact::redact(w, &luis, asked, ""));
    let after = desk.message(made.message.id);
    assert!(after.attachments.is_empty());
    let delivery = desk.look(|look| look.delivery(made.delivery.id)).unwrap();
    assert!(!desk.composed(&delivery).text.contains("See the picture"));
    desk.holds();
}

#[test]
fn a_moved_case_keeps_its_side_conversations() {
    let desk = Desk::new();
    let (c, into) = (
        case(&desk),
        desk.begins(&Mail::from(CARLA, "Chair", "And a chair")),
    );
    let out = sent(&desk, &c);
    let (ana, from, to) = (desk.ana.clone(), c.number, into.number);
    let (_, change) = desk.act(move |w| moving::merge(w, &ana, from, to));
    let token_alone = |text: &str| Mail::from(WORKSHOP, "Other", text).with_token_of(&out);
    let (now, m) = answers(&desk, &token_alone("One"));
    assert_eq!(now.id, into.id);
    assert_eq!(now.channels, into.channels);
    // What is written on from here comes back too.
    forwards(&desk, &into, |it| {
        (it.strand, it.to) = (Some(m.id), Vec::new())
    });
    desk.later(Span::seconds(11));
    let second = desk.sends().pop().unwrap();
    let back = |out: &Outbound| out.mail.as_ref().unwrap().reply_to.clone();
    assert_eq!(back(&second), back(&out), "the same address as before");
    let ana = desk.ana.clone();
    desk.act(move |w| undo::undo(w, &ana, change));
    let (now, _) = answers(&desk, &token_alone("Two"));
    assert_eq!(now.id, c.id, "where it began");
    desk.holds();
}

#[test]
fn what_we_wrote_them_outside_is_inside_too() {
    let desk = Desk::new();
    let c = case(&desk);
    let out = sent(&desk, &c);
    let answer = Mail::answering(&out, WORKSHOP, "Which colour?");
    answers(&desk, &answer);
    let by_hand = Mail::from(ADDRESS, "Re: Fwd: Lamp", "Blue, from my own program")
        .to(&[WORKSHOP])
        .referring(&answer.id())
        .sent_folder();
    let outcome = desk.receive(&by_hand);
    assert!(
        matches!(outcome, MailOutcome::OurMessage { conversation, .. } if conversation == c.id)
    );
    let last = desk.last(&c);
    assert_eq!(last.kind, MessageKind::Forward);
    assert!(desk.again(&c).participants.is_empty());
    assert!(desk.again(&c).waiting_since.is_some(), "no answer to her");
    answers(
        &desk,
        &Mail::from(WORKSHOP, "Re: Lamp", "Done").referring(&by_hand.id()),
    );
    // Our own copy of a forward is known.
    let copy = out.mail.as_ref().unwrap();
    let mut copy = Mail::from(ADDRESS, &copy.subject, "x").referring(&copy.message_id);
    copy.mail.message_id = out.mail.as_ref().unwrap().message_id.clone();
    let known: MessageId = out.message;
    let outcome = desk.receive(&copy.sent_folder());
    assert_eq!(outcome, MailOutcome::DuplicateOf { message: known });
    desk.holds();
}

#[test]
fn a_blocked_third_party_stays_blocked() {
    let desk = Desk::new();
    let own = desk.begins(&Mail::from(WORKSHOP, "Invoice", "Please pay"));
    let c = case(&desk);
    let out = sent(&desk, &c);
    let (ana, contact) = (desk.ana.clone(), own.contact);
    desk.act(move |w| lobby::contacts::blocks::block(w, &ana, contact, None, ""));
    let outcome = desk.receive(&Mail::answering(&out, WORKSHOP, "Yes"));
    assert!(matches!(outcome, MailOutcome::Blocked { .. }));
    assert!(waits(&desk.again(&c)));
    desk.holds();
}
