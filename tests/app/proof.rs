//! What proves where a mail belongs, and that it never proves who sent it.

use lobby::contacts::joins::Taken;
use lobby::conversations::participants;
use lobby::domain::channel::Plus;
use lobby::domain::contact::{Evidence, Handle, Identifier};
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::delivery::DeliveryState;
use lobby::domain::inbound::{AutomaticKind, Report, ReportedRecipient};
use lobby::domain::mail::MailOutcome;
use lobby::domain::message::{Author, MessageKind};
use lobby::domain::outbound::Outbound;
use lobby::domain::reason::Reason;

use lobby::text::address::Address;

use crate::support::desk::{ADDRESS, Desk};
use crate::support::mail::{Mail, at};

const CARLA: &str = "carla@example.com";
const BERTA: &str = "berta@example.org";
const SECRET: &str = "The code of the safe is 4711.";

struct Two {
    desk: Desk,
    /// Carla's case and Berta's, with what we answered them.
    cases: [(Conversation, Outbound); 2],
}

fn two_cases() -> Two {
    let desk = Desk::new();
    let zoe = lobby::domain::agent::Agent {
        id: crate::support::desk::id(12),
        name: "Zoe".to_owned(),
        email: "zoe@shop.example".to_owned(),
        deactivated_at: Some(desk.now()),
        ..lobby::domain::agent::Agent::default()
    };
    desk.act(move |w| w.put_agent(&zoe));
    let cases = [CARLA, BERTA].map(|who| {
        let c = desk.begins(&Mail::from(who, "A question", "How much is it?"));
        let out = desk.answers_and_sends(&c, SECRET);
        (desk.again(&c), out)
    });
    Two { desk, cases }
}

/// Where a mail ended up, in a word.
fn landed(two: &Two, outcome: &MailOutcome) -> String {
    let (id, message, how) = match outcome {
        MailOutcome::Joined {
            conversation,
            message,
            ..
        } => (conversation, message, "joined"),
        MailOutcome::OurMessage {
            conversation,
            message,
        } => (conversation, message, "ours"),
        MailOutcome::NewConversation {
            conversation,
            message,
        } => (conversation, message, "new"),
        other => return format!("{other:?}"),
    };
    let c = two.desk.conversation(*id);
    let message = two.desk.message(*message);
    if how == "new" {
        let known = two.cases.iter().any(|(it, _)| it.contact == c.contact);
        return match (c.unverified, known) {
            (true, false) => "apart",
            (true, true) => "APART BUT AS A KNOWN CONTACT",
            (false, true) => "new, same contact",
            (false, false) => "new, other contact",
        }
        .to_owned();
    }
    let n = 1 + two.cases.iter().position(|(it, _)| it.id == c.id).unwrap();
    let who = match message.author {
        Author::Contact(it) if it == c.contact => "customer",
        Author::Contact(it) => {
            let known = c.participants.iter().find(|p| p.contact == it);
            if known.is_some_and(|p| p.accepted) {
                "accepted"
            } else {
                "suggested"
            }
        }
        _ => "agent",
    };
    let marked = if message.unverified { ", marked" } else { "" };
    format!("{how} {n} as {who}{marked}")
}

/// Five senders, four tokens, three verdicts (a forged Authentication-Results is no verdict by the time it gets here).
#[test]
#[allow(clippy::too_many_lines, reason = "a table")]
fn senders_tokens_and_verdicts() {
    const SENDERS: [(&str, &str); 5] = [
        ("customer", CARLA),
        ("other contact", BERTA),
        ("agent", "ana@shop.example"),
        ("ex-agent", "zoe@shop.example"),
        ("stranger", "sam@evil.example"),
    ];
    // Rows: sender, token. Columns: DMARC passes, says nothing, fails.
    const EXPECTED: [(&str, &str, [&str; 3]); 20] = [
        (
            "customer",
            "valid",
            ["joined 1 as customer", "joined 1 as customer", "apart"],
        ),
        (
            "customer",
            "other",
            ["joined 2 as suggested", "joined 2 as suggested", "apart"],
        ),
        (
            "customer",
            "truncated",
            ["new, same contact", "new, other contact", "apart"],
        ),
        (
            "customer",
            "none",
            ["new, same contact", "new, other contact", "apart"],
        ),
        (
            "other contact",
            "valid",
            ["joined 1 as suggested", "joined 1 as suggested", "apart"],
        ),
        (
            "other contact",
            "other",
            ["joined 2 as customer", "joined 2 as customer", "apart"],
        ),
        (
            "other contact",
            "truncated",
            ["new, same contact", "new, other contact", "apart"],
        ),
        (
            "other contact",
            "none",
            ["new, same contact", "new, other contact", "apart"],
        ),
        (
            "agent",
            "valid",
            ["ours 1 as agent", "joined 1 as suggested", "apart"],
        ),
        (
            "agent",
            "other",
            ["ours 2 as agent", "joined 2 as suggested", "apart"],
        ),
        (
            "agent",
            "truncated",
            ["new, other contact", "new, other contact", "apart"],
        ),
        (
            "agent",
            "none",
            ["new, other contact", "new, other contact", "apart"],
        ),
        (
            "ex-agent",
            "valid",
            ["joined 1 as suggested", "joined 1 as suggested", "apart"],
        ),
        (
            "ex-agent",
            "other",
            ["joined 2 as suggested", "joined 2 as suggested", "apart"],
        ),
        (
            "ex-agent",
            "truncated",
            ["new, other contact", "new, other contact", "apart"],
        ),
        (
            "ex-agent",
            "none",
            ["new, other contact", "new, other contact", "apart"],
        ),
        (
            "stranger",
            "valid",
            ["joined 1 as suggested", "joined 1 as suggested", "apart"],
        ),
        (
            "stranger",
            "other",
            ["joined 2 as suggested", "joined 2 as suggested", "apart"],
        ),
        (
            "stranger",
            "truncated",
            ["new, other contact", "new, other contact", "apart"],
        ),
        (
            "stranger",
            "none",
            ["new, other contact", "new, other contact", "apart"],
        ),
    ];
    let mut wrong = Vec::new();
    for (sender, token, expected) in EXPECTED {
        let address = SENDERS.iter().find(|(it, _)| *it == sender).unwrap().1;
        for (verdict, expected) in ["passes", "says nothing", "fails"].iter().zip(expected) {
            let two = two_cases();
            let mut mail = Mail::from(address, "Re: A question", "And another thing, when?");
            mail = match token {
                "valid" => mail.with_token(&two.desk.keys.reply_token(two.cases[0].0.number)),
                "other" => mail.with_token(&two.desk.keys.reply_token(two.cases[1].0.number)),
                "truncated" => {
                    let whole = two.desk.keys.reply_token(two.cases[0].0.number);
                    mail.with_token(&whole[..whole.len() - 2])
                }
                _ => mail,
            };
            mail = match *verdict {
                "passes" => mail,
                "says nothing" => mail.unproven(),
                _ => mail.failing(),
            };
            let got = landed(&two, &two.desk.receive(&mail));
            if got != expected {
                wrong.push(format!(
                    "{sender}, {token} token, DMARC {verdict}: {got}, not {expected}"
                ));
            }
            nothing_leaks(&two, address);
            two.desk.holds();
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

/// Whoever wrote last: our next answers in both cases go to their customers, and what we answer a stranger in a case
/// of their own quotes nothing of the two.
fn nothing_leaks(two: &Two, sender: &str) {
    for ((c, _), customer) in two.cases.iter().zip([CARLA, BERTA]) {
        let out = two
            .desk
            .answers_and_sends(&two.desk.again(c), "Thanks for writing.");
        let mail = out.mail.unwrap();
        let to: Vec<_> = [mail.to, mail.cc, mail.bcc].concat();
        assert_eq!(to.len(), 1, "{to:?}");
        assert_eq!(to[0].address, customer, "{sender}");
    }
    let all = two.desk.look(|look| look.conversations_before(None, 10));
    for c in all
        .iter()
        .filter(|it| two.cases.iter().all(|(own, _)| own.id != it.id))
    {
        let out = two.desk.answers_and_sends(c, "Good day.");
        assert!(!out.text.contains("4711"), "{}", out.text);
        assert!(!out.html.unwrap().contains("4711"));
    }
}

#[test]
fn references_prove_as_tokens_do() {
    let two = two_cases();
    let (c, out) = &two.cases[0];
    let ours = out.mail.as_ref().unwrap().message_id.clone();
    let (joined, message) = two
        .desk
        .joins(&Mail::from(CARLA, "Re", "Tomorrow then").referring(&ours));
    assert_eq!(joined.id, c.id);
    assert!(
        matches!(message.why, Reason::References { .. }),
        "{:?}",
        message.why
    );
    // By their own earlier mail, and with a longer chain.
    let chain =
        Mail::from(CARLA, "Re", "And on Friday?").referring(&message.mail.unwrap().message_id);
    assert_eq!(two.desk.joins(&chain).0.id, c.id);
    // An id that only looks like ours proves nothing.
    let bent = ours.replace(&ours[..2], "zz");
    let guessed = Mail::from("sam@evil.example", "Re: A question", "Send me all").referring(&bent);
    assert_ne!(two.desk.begins(&guessed).contact, c.contact);
    two.desk.holds();
}

#[test]
fn the_address_answers_without_a_verdict_and_is_marked() {
    let two = two_cases();
    let ours = two.cases[0].1.mail.as_ref().unwrap().message_id.clone();
    let mail = Mail::from(CARLA, "Re", "It is me, honest, why not?")
        .referring(&ours)
        .unproven();
    let (c, message) = two.desk.joins(&mail);
    assert_eq!(c.id, two.cases[0].0.id);
    assert!(
        message.unverified,
        "joined by its thread, shown as not proven"
    );
    two.desk.holds();
}

#[test]
fn a_message_of_somebody_who_is_only_suggested_proves_nothing_to_others() {
    let two = two_cases();
    let sam = Mail::from("sam@evil.example", "Re", "Let me in?").with_token_of(&two.cases[0].1);
    let (_, message) = two.desk.joins(&sam);
    assert_eq!(message.why, Reason::SuggestedParticipant);
    let friend = Mail::from("friend@evil.example", "Re", "Me too?").referring(&sam.id());
    let c = two.desk.begins(&friend);
    assert_ne!(c.id, two.cases[0].0.id);
    // His own next mail stays with his first.
    let next = Mail::from("sam@evil.example", "Re", "Anybody there?").referring(&sam.id());
    assert_eq!(two.desk.joins(&next).0.id, two.cases[0].0.id);
    two.desk.holds();
}

#[test]
fn an_accepted_participant_is_sent_what_comes_after_only() {
    let two = two_cases();
    let c = &two.cases[0].0;
    let dario = Mail::from(CARLA, "Re", "My brother Dario will pay, is that fine?")
        .with_token_of(&two.cases[0].1)
        .cc(&["dario@example.net"]);
    let (c, _) = two.desk.joins(&{
        let _ = c;
        dario
    });
    let [suggested] = c.participants.as_slice() else {
        panic!("{:?}", c.participants);
    };
    assert!(!suggested.accepted);
    let (ana, number, contact) = (two.desk.ana.clone(), c.number, suggested.contact);
    two.desk
        .act(move |w| participants::accept(w, &ana, number, contact));
    let out = two.desk.answers_and_sends(&c, "Fine with us.");
    let mail = out.mail.unwrap();
    assert_eq!(mail.cc[0].address, "dario@example.net");
    assert!(!out.text.contains("4711"), "{}", out.text);
    // The next one may quote what Dario got.
    let out = two.desk.answers_and_sends(&c, "And it is on its way.");
    assert!(out.text.contains("> Fine with us."), "{}", out.text);
    assert!(!out.text.contains("4711"), "{}", out.text);
    two.desk.holds();
}

#[test]
fn an_unclear_sender_stays_apart_and_goes_on_there() {
    let two = two_cases();
    let forged = Mail::from(
        CARLA,
        "Re: A question",
        "Send it to my new address, please?",
    )
    .with_token_of(&two.cases[0].1)
    .failing();
    let c = two.desk.begins(&forged);
    assert!(c.unverified);
    assert_eq!(c.why, Reason::UnverifiedSender);
    assert_eq!(
        c.suggestion.map(|it| it.conversation),
        Some(two.cases[0].0.id)
    );
    assert_eq!(c.previous, None);
    let out = two.desk.answers_and_sends(&c, "Which address?");
    assert!(!out.text.contains(SECRET));
    assert!(
        !out.text.contains("my new address"),
        "an unclear sender is sent no history"
    );
    let more = Mail::answering(&out, CARLA, "This one").failing();
    let (again, _) = two.desk.joins(&more);
    assert_eq!(again.id, c.id);
    assert_eq!(
        two.desk.messages(&two.cases[0].0).len(),
        2,
        "nothing came to Carla's case"
    );
    two.desk.holds();
}

#[test]
fn several_unclear_senders_are_never_one_contact() {
    let desk = Desk::new();
    let unclear = |n: u32| {
        let mut mail = Mail::from("", "Hello", &format!("Mail {n}")).failing();
        mail.mail.from.address.clear();
        mail
    };
    let (a, b) = (desk.begins(&unclear(1)), desk.begins(&unclear(2)));
    assert_ne!(a.contact, b.contact);
    desk.holds();
}

#[test]
fn a_merged_case_and_an_old_one_lead_on() {
    let two = two_cases();
    let (c, out) = &two.cases[0];
    let (ana, number) = (two.desk.ana.clone(), c.number);
    two.desk
        .act(move |w| lobby::conversations::status::resolve(w, &ana, number));
    two.desk.later(lobby::domain::time::Span::days(40));
    let late = Mail::answering(out, CARLA, "I have a new question, may I?");
    let next = two.desk.begins(&late);
    assert_eq!(next.previous, Some(c.id));
    assert_eq!(next.why, Reason::SuccessorOf { conversation: c.id });
    assert_eq!(next.contact, c.contact);
    let second = Mail::from(CARLA, "Re", "And one more thing, is it new?").with_token_of(out);
    assert_eq!(
        two.desk.joins(&second).0.id,
        next.id,
        "a second mail in the old thread lands with the first"
    );
    assert!(matches!(two.desk.again(c).status, Status::Resolved { .. }));
    two.desk.holds();
}

#[test]
fn our_token_proves_an_address_that_was_only_claimed() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Hello", "Do you open today?").unproven());
    let out = desk.answers_and_sends(&c, "Yes, until six.");
    desk.joins(&Mail::answering(&out, CARLA, "And tomorrow?").unproven());
    let contact = c.contact;
    let held = desk.look(|look| look.identifiers_of(contact));
    assert_eq!(held[0].evidence, Evidence::Code);
    desk.holds();
}

#[test]
fn answers_to_a_mailing_are_split_by_sender() {
    let desk = Desk::new();
    let many: Vec<String> = (0..8).map(|n| format!("person{n}@example.com")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let mailing = Mail::from(
        "ana@shop.example",
        "We move",
        "From Monday we are at the port.",
    )
    .to(&many)
    .sent_folder();
    let MailOutcome::OurMessage { conversation, .. } = desk.receive(&mailing) else {
        panic!("not ours");
    };
    assert!(desk.conversation(conversation).participants.is_empty());
    let a =
        desk.begins(&Mail::from(many[3], "Re: We move", "Where is it?").referring(&mailing.id()));
    let b =
        desk.begins(&Mail::from(many[4], "Re: We move", "Since when?").referring(&mailing.id()));
    assert_ne!(a.id, b.id);
    assert_eq!(a.why, Reason::BulkReply { conversation });
    let again = Mail::from(many[3], "Re: We move", "Is there parking?").referring(&mailing.id());
    assert_eq!(desk.joins(&again).0.id, a.id);
    assert!(
        desk.messages(&a)
            .iter()
            .all(|it| it.kind == MessageKind::Inbound)
    );
    desk.holds();
}

#[test]
fn what_went_to_others_only_is_not_quoted() {
    let two = two_cases();
    let desk = &two.desk;
    let c = &two.cases[0].0;
    // To the supplier alone, in Carla's case.
    desk.reply(&desk.ana, c, "Our margin is 40 %.", |it| {
        it.recipients.to = Some(vec![at("supplier@parts.example")]);
        it.recipients.cc = Some(Vec::new());
    });
    desk.later(lobby::domain::time::Span::seconds(11));
    desk.sends();
    let out = desk.reply(&desk.ana, c, "It comes on Monday.", |it| {
        it.recipients.to = Some(vec![at(CARLA)]);
        it.recipients.cc = Some(Vec::new());
    });
    let out = desk.composed(&out.delivery);
    assert!(!out.text.contains("margin"), "{}", out.text);
    assert!(out.text.contains("4711"), "what she got is quoted");
    desk.holds();
}

#[test]
fn a_merge_shows_neither_customer_what_the_other_got() {
    let two = two_cases();
    let desk = &two.desk;
    let [(carlas, _), (bertas, _)] = &two.cases;
    desk.answers_and_sends(bertas, "Berta, your rebate is 4712.");
    let (luis, from, into) = (desk.luis.clone(), bertas.number, carlas.number);
    desk.act(move |w| lobby::conversations::moving::merge(w, &luis, from, into));
    let out = desk.reply(&desk.ana, carlas, "And it is blue.", |it| {
        it.recipients.to = Some(vec![at(CARLA)]);
        it.recipients.cc = Some(Vec::new());
    });
    let out = desk.composed(&out.delivery);
    assert!(!out.text.contains("4712"), "{}", out.text);
    desk.holds();
}

#[test]
fn a_token_proves_only_whom_it_was_sent_to() {
    let desk = Desk::new();
    // Who filled in the form gave a second address, of somebody else.
    let mut form = Mail::from("noreply@shop.example", "Contact form", "Call me")
        .form_for("mallory@evil.example");
    form.mail.form_fields = vec![("E-mail".to_owned(), BERTA.to_owned())];
    form.mail.reply_to = vec![at("mallory@evil.example")];
    let c = desk.begins(&form);
    let out = desk.answers_and_sends(&c, "How can we help?");
    assert_eq!(
        out.mail.as_ref().unwrap().to[0].address,
        "mallory@evil.example"
    );
    desk.receive(&Mail::answering(&out, BERTA, "It is me, what do you know of me?").unproven());
    let contact = c.contact;
    let held = desk.look(|look| look.identifiers_of(contact));
    assert!(held.iter().all(|it| !it.evidence.is_verified()), "{held:?}");
    // One who is copied too has the token as well.
    let copied = desk.begins(&Mail::from(CARLA, "Hello", "Do you open?").unproven());
    desk.reply(&desk.ana, &copied, "Yes.", |it| {
        it.recipients.cc = Some(vec![at("dario@example.net")]);
    });
    desk.later(lobby::domain::time::Span::seconds(11));
    let out = desk.sends().pop().unwrap();
    desk.joins(&Mail::answering(&out, CARLA, "And tomorrow?").unproven());
    let contact = copied.contact;
    let held = desk.look(|look| look.identifiers_of(contact));
    assert!(held.iter().all(|it| !it.evidence.is_verified()), "{held:?}");
    desk.holds();
}

#[test]
fn nobody_unproven_says_where_our_answer_goes() {
    let two = two_cases();
    let desk = &two.desk;
    let (c, out) = &two.cases[0];
    let ours = out.mail.as_ref().unwrap().message_id.clone();
    let mut mail = Mail::from(CARLA, "Re", "Please answer to my new address, will you?")
        .referring(&ours)
        .unproven();
    mail.mail.reply_to = vec![at("mallory@evil.example")];
    let (_, message) = desk.joins(&mail);
    assert!(message.unverified);
    let out = desk.answers_and_sends(c, "Which one?");
    assert_eq!(out.mail.unwrap().to[0].address, CARLA);
    // Who is proven says it, and the new address is no more than claimed by it.
    let mut mail = Mail::from(CARLA, "Re", "Now it is me: to this one please?").referring(&ours);
    mail.mail.reply_to = vec![at("carla@new.example")];
    desk.joins(&mail);
    let out = desk.answers_and_sends(c, "Fine.");
    assert_eq!(out.mail.unwrap().to[0].address, "carla@new.example");
    let held = desk.look(|look| look.holders(&Handle::email("carla@new.example")));
    assert!(held.iter().all(|it| !it.evidence.is_verified()), "{held:?}");
    desk.holds();
}

#[test]
fn the_tagged_address_is_used_once_it_is_known_to_arrive() {
    let desk = Desk::new();
    desk.edit_mailbox(|it| it.plus = Plus::Unknown);
    let plus = || {
        let mailbox = desk.mailbox;
        let connection = desk.look(|look| look.connection(mailbox)).unwrap();
        connection.email().unwrap().plus
    };
    let c = desk.begins(&Mail::from(CARLA, "Hello", "Do you open today?"));
    let out = desk.answers_and_sends(&c, "Yes, until six.").mail.unwrap();
    assert_eq!(
        out.reply_to, None,
        "nobody knows whether it would come back"
    );
    let back = Mail::from(CARLA, "Re: Hello", "And tomorrow?").referring(&out.message_id);
    assert_eq!(desk.joins(&back).0.id, c.id);
    // The mail to itself comes; it becomes no conversation.
    let address = Address::parse(ADDRESS).unwrap();
    let asked = lobby::conversations::plus::question(&desk.keys, &address);
    let mut test = Mail::from(ADDRESS, "A test", "…")
        .to(&[asked.as_str()])
        .automatic(AutomaticKind::Generated);
    test.mail.message_id = desk
        .keys
        .mail_id(crate::support::desk::id(4711), "shop.example");
    assert_eq!(desk.receive(&test), MailOutcome::Skipped);
    assert_eq!(plus(), Plus::Yes);
    let out = desk.answers_and_sends(&c, "Tomorrow too.").mail.unwrap();
    let reply_to = out.reply_to.unwrap();
    assert!(
        reply_to.address.starts_with("help+r1"),
        "{}",
        reply_to.address
    );
    // Returned, it is not used any more. A stranger's bounce without our token says nothing.
    for (address, expected) in [
        ("help+r1abc@shop.example", Plus::Yes),
        (asked.as_str(), Plus::No),
    ] {
        let report = Report {
            dedupe: address.to_owned(),
            recipients: vec![ReportedRecipient {
                address: address.to_owned(),
                state: DeliveryState::Bounced,
                ..ReportedRecipient::default()
            }],
            place: lobby::domain::mail::MailPlace {
                connection: desk.mailbox,
                uid: 900 + u32::try_from(address.len()).unwrap(),
                ..lobby::domain::mail::MailPlace::default()
            },
            ..Report::default()
        };
        let (keys, mailbox) = (desk.keys.clone(), desk.mailbox);
        desk.act(move |w| lobby::conversations::report::report(w, &keys, mailbox, &report));
        assert_eq!(plus(), expected, "{address}");
    }
    desk.holds();
}

#[test]
fn answers_go_where_the_person_wrote_from_last() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Hello", "Do you open today?"));
    let other = desk.begins(&Mail::from("carla@work.example", "Hi", "Hello?"));
    let (ana, root, joined) = (desk.ana.clone(), c.contact, other.contact);
    desk.act(move |w| lobby::contacts::joins::join(w, &ana, root, joined, &Taken::default()));
    let out = desk.answers_and_sends(&c, "Yes, until six.");
    assert_eq!(out.mail.as_ref().unwrap().to[0].address, CARLA);
    desk.joins(&Mail::answering(
        &out,
        "carla@work.example",
        "I am at work now: and tomorrow?",
    ));
    let out = desk.answers_and_sends(&c, "Tomorrow too.");
    assert_eq!(out.mail.unwrap().to[0].address, "carla@work.example");
    desk.holds();
}

#[test]
fn an_address_that_writes_again_is_good_again() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Hello", "Do you open today?"));
    let out = desk.answers_and_sends(&c, "Yes, until six.");
    let gone = || {
        let held = desk.look(|look| look.holders(&Handle::email(CARLA)));
        held[0].invalid
    };
    let give_up = || {
        desk.act(|w| {
            let held = w.holders(&Handle::email(CARLA))?.remove(0);
            w.put_identifier(&Identifier {
                invalid: true,
                ..held
            })
        });
    };
    for mail in [
        Mail::answering(&out, CARLA, "And tomorrow?"),
        Mail::from(CARLA, "Another", "Do you deliver?"),
    ] {
        give_up();
        assert!(gone());
        desk.receive(&mail);
        assert!(!gone(), "{}", mail.mail.message_id);
    }
    desk.holds();
}
