//! Which conversation a mail without proof joins, what is known again, and what is kept apart.

use lobby::contacts::blocks;
use lobby::conversations::receive::receive;
use lobby::conversations::said::Said;
use lobby::conversations::start::To;
use lobby::conversations::write_down::{Place, WrittenDown, write_down};
use lobby::conversations::{needs_answer, status};
use lobby::domain::channel::{Channel, SenderRule};
use lobby::domain::contact::{Evidence, Handle};
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::event::EventKind;
use lobby::domain::id::RawId;
use lobby::domain::inbound::{AutomaticKind, Inbound};
use lobby::domain::mail::MailOutcome;
use lobby::domain::raw::{Raw, RawBody, RawSource};
use lobby::domain::reason::Reason;
use lobby::domain::team::Team;
use lobby::domain::time::Span;

use lobby::store::mail::pack;

use crate::support::desk::{Desk, SALES, id, mailbox};
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

#[test]
fn two_mails_without_proof_are_two_cases_and_an_equal_subject_suggests() {
    let desk = Desk::new();
    let a = desk.begins(&Mail::from(CARLA, "Invoice 12", "Where is it?"));
    let b = desk.begins(&Mail::from(
        CARLA,
        "RE: Fwd: Invoice 12",
        "Still nothing, why?",
    ));
    assert_eq!(a.contact, b.contact);
    assert_eq!(b.previous, Some(a.id));
    let it = b.suggestion.expect("a suggestion");
    assert_eq!(it.conversation, a.id);
    assert!(matches!(it.reason, Reason::SameSubject { .. }));
    desk.later(Span::days(8));
    let c = desk.begins(&Mail::from(CARLA, "Invoice 12", "And now?"));
    assert_eq!(c.suggestion, None, "not after a week");
    desk.holds();
}

fn call(desk: &Desk, text: &'static str) -> Conversation {
    let ana = desk.ana.clone();
    desk.act(move |w| {
        let input = WrittenDown {
            place: Place::New {
                with: To::Handle {
                    handle: Handle::email(CARLA),
                    name: "Carla".to_owned(),
                },
                subject: "Call".to_owned(),
            },
            by_customer: true,
            said: Said::of(text),
            attachments: Vec::new(),
            said_at: None,
        };
        Ok(write_down(w, &ana, &input)?.0)
    })
}

#[test]
fn a_mail_goes_on_with_the_only_young_case_that_holds_no_mail() {
    let desk = Desk::new();
    let c = call(&desk, "Wants the price list.");
    assert_eq!(c.status, Status::Open);
    let (joined, message) = desk.joins(&Mail::from(
        CARLA,
        "The list",
        "As said on the phone, can you send it?",
    ));
    assert_eq!(joined.id, c.id);
    assert!(matches!(message.why, Reason::StillOurs { .. }));
    let other = desk.begins(&Mail::from(CARLA, "Another thing", "Do you ship to Cali?"));
    assert_ne!(other.id, c.id, "it holds mail now");
    desk.holds();
}

#[test]
fn what_speaks_against_going_on() {
    let unproven = Mail::from(CARLA, "The list", "Can you send it?").unproven();
    let form = Mail::from("no-reply@forms.example", "The list", "Can you send it?").form_for(CARLA);
    let late = Mail::from(CARLA, "The list", "Can you send it?");
    for (what, mail, wait) in [
        ("an unproven address", unproven, Span(0)),
        ("a form", form, Span(0)),
        ("three days", late, Span::hours(73)),
    ] {
        let desk = Desk::new();
        let c = call(&desk, "Wants the price list.");
        desk.later(wait);
        let new = desk.begins(&mail);
        assert_ne!(new.id, c.id, "{what}");
        let suggested = new.suggestion.map(|it| it.conversation);
        assert_eq!(suggested, Some(c.id), "{what}: it may belong there");
        desk.holds();
    }
}

#[test]
fn reopened_within_thirty_days_by_its_thread() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    let out = desk.answers_and_sends(&c, "It is.");
    let (ana, number) = (desk.ana.clone(), c.number);
    desk.act(move |w| status::resolve(w, &ana, number));
    desk.later(Span::days(29));
    let (joined, _) = desk.joins(&Mail::answering(
        &out,
        CARLA,
        "It arrived broken, what now?",
    ));
    assert_eq!(joined.id, c.id);
    assert_eq!(joined.status, Status::Open);
    assert_eq!(joined.waiting_since, Some(desk.now()));
    desk.holds();
}

#[test]
fn the_same_mail_again_is_one_message() {
    let desk = Desk::new();
    let mail = Mail::from(CARLA, "Lamp", "Is it in stock?");
    let c = desk.begins(&mail);
    let first = desk.last(&c).id;
    assert_eq!(
        desk.receive(&mail),
        MailOutcome::DuplicateOf { message: first }
    );
    // Another mail under the same Message-ID is not lost.
    let mut borrowed = Mail::from("sam@evil.example", "Lamp", "Something else, no?");
    borrowed.input.dedupe = mail.input.dedupe.clone();
    borrowed.mail.message_id = mail.id();
    assert!(matches!(
        desk.receive(&borrowed),
        MailOutcome::NewConversation { .. }
    ));
    // What was deleted stays deleted.
    let gone = Mail::from(CARLA, "Private", "Please delete this");
    let key = lobby::conversations::intake::filed::key(&gone.inbound(desk.mailbox, 1, desk.now()));
    desk.act(move |w| w.put_seen(id(0), &key, id(0)));
    assert_eq!(desk.receive(&gone), MailOutcome::Forgotten);
    desk.holds();
}

#[test]
fn one_mail_to_two_mailboxes_is_labelled_with_both() {
    let desk = Desk::new();
    desk.act(|w| mailbox(w, id(3), id(4), SALES, id(9)));
    let mail =
        Mail::from(CARLA, "Both", "Who can help me?").to(&[SALES, crate::support::desk::ADDRESS]);
    let MailOutcome::NewConversation {
        conversation,
        message,
    } = desk.receive_in(id(3), &mail)
    else {
        panic!("no conversation");
    };
    assert_eq!(desk.receive(&mail), MailOutcome::DuplicateOf { message });
    assert_eq!(desk.message(message).also_to, vec![desk.channel]);
    let c = desk.conversation(conversation);
    assert_eq!(c.channels, vec![id(4), desk.channel]);
    desk.holds();
}

#[test]
fn every_form_is_a_case_of_its_reply_to() {
    let desk = Desk::new();
    let known = desk.begins(&Mail::from(CARLA, "Hello", "Do you deliver?"));
    let form = |text: &str| {
        let mut mail = Mail::from("no-reply@shop.example", "Contact form", text).form_for(CARLA);
        mail.mail.form_fields = vec![("Teléfono".to_owned(), "+57 300 123 4567".to_owned())];
        mail.automatic(AutomaticKind::Generated)
    };
    let (a, b) = (desk.begins(&form("First?")), desk.begins(&form("Second?")));
    assert_ne!(a.id, b.id);
    assert_eq!(a.contact, b.contact);
    assert_eq!(a.why, Reason::Form);
    assert_ne!(
        a.contact, known.contact,
        "a typed address is not its holder"
    );
    assert_eq!(a.suggestion.map(|it| it.conversation), Some(known.id));
    let contact = a.contact;
    let held = desk.look(|look| look.identifiers_of(contact));
    assert!(held.iter().all(|it| it.evidence == Evidence::Claimed));
    assert!(
        held.iter()
            .any(|it| it.handle == Handle::phone("+573001234567"))
    );
    // Learnt, and switched off for the sender.
    desk.edit_mailbox(|it| {
        assert_eq!(it.form_senders, ["no-reply@shop.example"]);
        it.sender_rules
            .push(("no-reply@shop.example".to_owned(), SenderRule::Automatic));
    });
    assert!(matches!(
        desk.receive(&form("Third?")),
        MailOutcome::Automatic { .. }
    ));
    desk.holds();
}

#[test]
fn automatic_mail_moves_nothing() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    let out = desk.answers_and_sends(&c, "It is. Shall we send it?");
    let before = desk.again(&c);
    let away = Mail::answering(&out, CARLA, "I am away until Monday, who else can help?")
        .automatic(AutomaticKind::Reply);
    let MailOutcome::Automatic {
        conversation,
        message,
    } = desk.receive(&away)
    else {
        panic!("not automatic");
    };
    let after = desk.again(&c);
    assert_eq!(conversation, c.id);
    assert_eq!((after.status, after.waiting_since), (before.status, None));
    let ana = desk.ana.clone();
    let opened = desk.act(move |w| needs_answer::needs_answer(w, &ana, message));
    assert_eq!(opened.status, Status::Open);
    // Of its own: a case under Automatic.
    let news = Mail::from("news@list.example", "Offers", "Buy now?").automatic(AutomaticKind::List);
    let MailOutcome::Automatic { conversation, .. } = desk.receive(&news) else {
        panic!("not automatic");
    };
    let c = desk.conversation(conversation);
    assert!(c.automatic && !c.status.is_unresolved() && c.waiting_since.is_none());
    // Always treat mails from this sender as a conversation.
    desk.edit_mailbox(|it| {
        it.sender_rules
            .push(("@list.example".to_owned(), SenderRule::Conversation));
    });
    desk.begins(
        &Mail::from("news@list.example", "Offers 2", "Again?").automatic(AutomaticKind::List),
    );
    desk.holds();
}

#[test]
fn mail_of_our_own_mailboxes_is_a_machine() {
    let desk = Desk::new();
    let own = Mail::from(crate::support::desk::ADDRESS, "Report", "All fine?");
    assert!(matches!(desk.receive(&own), MailOutcome::Automatic { .. }));
    desk.holds();
}

#[test]
fn the_blocked_are_kept_and_shown_apart() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Hello", "You fools?"));
    let (ana, contact, until) = (desk.ana.clone(), c.contact, desk.now() + Span::days(1));
    desk.act(move |w| blocks::block(w, &ana, contact, Some(until), "rude"));
    let blocked = |subject: &str| match desk.receive(&Mail::from(CARLA, subject, "Hear me?")) {
        MailOutcome::Blocked { conversation, .. } => desk.conversation(conversation),
        other => panic!("{other:?}"),
    };
    let (a, b) = (blocked("One"), blocked("Two"));
    assert_eq!(a.id, b.id, "one case holds them");
    assert!(b.blocked && !b.status.is_unresolved() && b.n_messages == 2);
    desk.later(Span::days(2));
    // Neither a change of evidence nor a form passes a block; who is proven is not blocked for who only claims.
    for mail in [
        Mail::from(CARLA, "Unproven", "Hear me?").unproven(),
        Mail::from(CARLA, "Failing", "Hear me?").failing(),
        Mail::from("noreply@shop.example", "Form", "Hear me?").form_for(CARLA),
    ] {
        desk.later(Span::days(-2));
        let outcome = desk.receive(&mail);
        assert!(
            matches!(outcome, MailOutcome::Blocked { .. }),
            "{outcome:?}"
        );
        desk.later(Span::days(2));
    }
    desk.begins(&Mail::from(CARLA, "Three", "And now?"));
    let claimed = desk.begins(&Mail::from("eve@example.com", "Four", "Hello?").unproven());
    let (ana, contact) = (desk.ana.clone(), claimed.contact);
    desk.act(move |w| blocks::block(w, &ana, contact, None, "rude"));
    desk.begins(&Mail::from(
        "eve@example.com",
        "Five",
        "It was not me, was it?",
    ));
    // A whole domain.
    let luis = desk.luis.clone();
    desk.act(move |w| blocks::block_domain(w, &luis, "@Spam.Example", Some((None, "spam"))));
    let mail = Mail::from("x@spam.example", "Win", "Click?");
    assert!(matches!(desk.receive(&mail), MailOutcome::Blocked { .. }));
    desk.holds();
}

#[test]
fn six_reopenings_in_an_hour_are_flagged() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "Loop", "Is this a loop?"));
    for n in 0..6 {
        let out = desk.answers_and_sends(&c, "Hello.");
        desk.later(Span::minutes(5));
        desk.joins(&Mail::answering(&out, CARLA, &format!("Really? {n}")));
        assert_eq!(desk.again(&c).too_lively, n >= 5, "after {n}");
    }
    let flagged = |it: &&EventKind| matches!(it, EventKind::FoundTooLively);
    assert_eq!(desk.events(&c).iter().filter(flagged).count(), 1);
    assert_eq!(desk.again(&c).status, Status::Open);
    desk.holds();
}

#[test]
fn history_comes_in_resolved_in_its_own_order_and_recent_questions_open() {
    let desk = Desk::new();
    let ago = |days: i64| desk.now() - Span::days(days);
    // Newest first, as a backfill finds them.
    let second = Mail::from(CARLA, "Re: Old", "Thank you very much, and when?").history(ago(90));
    let second = second.referring("Old-Question?@carla@example.com".to_lowercase().as_str());
    let first = Mail::from(CARLA, "Old", "Question?").history(ago(100));
    let c = desk.begins(&second);
    assert_eq!(
        c.status,
        Status::Resolved {
            at: ago(90),
            quiet: false
        }
    );
    let (joined, _) = desk.joins(&first);
    assert_eq!(joined.id, c.id);
    let texts: Vec<_> = desk.messages(&c).into_iter().map(|it| it.text).collect();
    assert_eq!(texts, ["Question?", "Thank you very much, and when?"]);
    assert_eq!(desk.again(&c).active_at, ago(90));
    // Unanswered and young.
    let young = Mail::from("berta@example.org", "New", "Can you help?").history(ago(1));
    let open = desk.begins(&young);
    assert_eq!(
        (open.status, open.waiting_since),
        (Status::Open, Some(desk.now()))
    );
    // The Sent folder shows that it was answered.
    let mut answer = Mail::from("ana@shop.example", "Re: New", "Of course.")
        .to(&["berta@example.org"])
        .referring(&young.id())
        .sent_folder()
        .history(desk.now() - Span::hours(20));
    answer.input.said_at = desk.now() - Span::hours(20);
    desk.receive(&answer);
    assert!(matches!(desk.again(&open).status, Status::Resolved { .. }));
    let events = desk.look(|look| look.events_after(lobby::domain::id::Seq(0), 10_000));
    let of_case = events
        .iter()
        .filter(|it| it.subject.conversation == Some(c.id));
    assert!(of_case.clone().count() > 0);
    assert!(of_case.clone().all(|it| it.history), "reactors pass them");
    desk.holds();
}

#[test]
fn the_providers_thread_joins_those_who_are_in_it_and_nobody_else() {
    let desk = Desk::new();
    let thread = "x-gm-thrid 1 77";
    let c = desk.begins(&Mail::from(CARLA, "Lamp", "Is it there?").in_thread(thread));
    let (joined, message) =
        desk.joins(&Mail::from(CARLA, "Re: Lamp", "Hello? Anybody?").in_thread(thread));
    assert_eq!(joined.id, c.id);
    assert!(
        matches!(message.why, Reason::ProviderThread { .. }),
        "{:?}",
        message.why
    );
    let other =
        desk.begins(&Mail::from("sam@evil.example", "Re: Lamp", "Pay here?").in_thread(thread));
    assert_ne!(
        other.id, c.id,
        "a provider's thread is no proof of a stranger"
    );
    let forged = Mail::from(CARLA, "Re: Lamp", "Pay there?")
        .in_thread(thread)
        .failing();
    let MailOutcome::NewConversation { conversation, .. } = desk.receive(&forged) else {
        panic!("not apart");
    };
    assert_ne!(conversation, c.id);
    // Our own copy in the Sent folder tells which thread an answer is in, whatever the customer's program names.
    let d = desk.begins(&Mail::from(CARLA, "Chair", "And the chair?"));
    let out = desk.answers_and_sends(&d, "It is there.");
    let sent = out.mail.as_ref().unwrap();
    let mut copy = Mail::from(crate::support::desk::ADDRESS, "Re: Chair", "It is there.")
        .to(&[CARLA])
        .sent_folder()
        .in_thread("x-gm-thrid 1 78");
    copy.mail.message_id.clone_from(&sent.message_id);
    assert!(matches!(
        desk.receive(&copy),
        MailOutcome::DuplicateOf { .. }
    ));
    let (joined, _) =
        desk.joins(&Mail::from(CARLA, "Re: Chair", "Which colour?").in_thread("x-gm-thrid 1 78"));
    assert_eq!(joined.id, d.id);
    desk.holds();
}

#[test]
fn mails_of_a_marketplace_are_put_together_by_their_subject_when_so_said() {
    const MARKET: &str = "no-reply@market.example";
    let order = |n: u32, text: &str| {
        Mail::from(MARKET, &format!("Order {n}"), text).automatic(AutomaticKind::Generated)
    };
    let desk = Desk::new();
    desk.edit_mailbox(|it| {
        it.sender_rules
            .push((MARKET.to_owned(), SenderRule::Grouped))
    });
    let c = desk.begins(&order(1, "Is it there?"));
    assert_eq!(c.status, Status::Open, "it is no machine's");
    let (joined, message) = desk.joins(&order(1, "And when?"));
    assert_eq!((joined.id, message.why), (c.id, Reason::Grouped));
    let other = desk.begins(&order(2, "Is it there?"));
    assert_ne!(other.id, c.id);
    // One that ended long ago is not gone on with.
    let (ana, number) = (desk.ana.clone(), c.number);
    desk.act(move |w| status::resolve(w, &ana, number));
    desk.later(Span::days(31));
    assert_ne!(desk.begins(&order(1, "Once more?")).id, c.id);
    // And of anybody else an equal subject joins nothing.
    let a = desk.begins(&Mail::from(CARLA, "Order 9", "Is it there?"));
    assert_ne!(
        desk.begins(&Mail::from(CARLA, "Order 9", "And when?")).id,
        a.id
    );
    desk.holds();
}

#[test]
fn a_mail_is_for_whom_it_names_first_and_a_private_team_alone_reads_it() {
    let team = |n: u128, private: bool| Team {
        id: id(n),
        private,
        ..Team::default()
    };
    for private in [false, true] {
        let desk = Desk::new();
        desk.act(move |w| {
            w.put_team(&team(50, private))?;
            w.put_team(&team(51, false))?;
            mailbox(w, id(3), id(4), SALES, id(9))?;
            for (channel, team) in [(id(4), id(50)), (id(2), id(51))] {
                let mut it: Channel = w.channel(channel)?.unwrap();
                it.team = Some(team);
                w.put_channel(&it)?;
            }
            Ok(())
        });
        // Named last when private, first when not; found by the other mailbox first.
        let ours = if private {
            [crate::support::desk::ADDRESS, SALES]
        } else {
            [SALES, crate::support::desk::ADDRESS]
        };
        let mail = Mail::from(CARLA, "My salary", "Is it right?").to(&ours);
        let MailOutcome::NewConversation {
            conversation,
            message,
        } = desk.receive(&mail)
        else {
            panic!("no conversation");
        };
        let c = desk.conversation(conversation);
        assert_eq!((c.channel, c.team), (id(4), Some(id(50))));
        assert_eq!(c.audience, private.then(|| id(50)));
        assert_eq!(
            (c.channels, c.also_teams),
            (vec![id(4), desk.channel], vec![id(51)])
        );
        assert_eq!(
            desk.receive_in(id(3), &mail),
            MailOutcome::DuplicateOf { message }
        );
        assert_eq!(desk.message(message).also_to, vec![desk.channel]);
        desk.holds();
    }
}

#[test]
fn in_history_a_case_follows_the_one_before_it() {
    let desk = Desk::new();
    let ago = |days: i64| desk.now() - Span::days(days);
    // Newest first, as a backfill finds them.
    let [c, b, a] = [30, 60, 90].map(|days| {
        let text = format!("A question of {days} days ago?");
        desk.begins(&Mail::from(CARLA, "Hello", &text).history(ago(days)))
    });
    let previous = |it: &Conversation| desk.again(it).previous;
    assert_eq!(
        (previous(&c), previous(&b), previous(&a)),
        (Some(b.id), Some(a.id), None)
    );
    let live = desk.begins(&Mail::from(CARLA, "Today", "And now?"));
    assert_eq!(live.previous, Some(c.id));
    desk.holds();
}

#[test]
fn only_mail_of_people_suggests_participants() {
    let desk = Desk::new();
    let luis = desk.luis.clone();
    desk.act(move |w| blocks::block_domain(w, &luis, "spam.example", Some((None, "spam"))));
    let copied = ["one@example.net", "two@example.net"];
    for mail in [
        Mail::from("news@list.example", "Offers", "Buy?").automatic(AutomaticKind::List),
        Mail::from("x@spam.example", "Win", "Click?"),
        Mail::from(CARLA, "Forged", "Is it me?").failing(),
    ] {
        desk.receive(&mail.cc(&copied));
    }
    for it in copied {
        assert!(
            desk.look(|look| look.holders(&Handle::email(it)))
                .is_empty(),
            "{it}"
        );
    }
    let c = desk.begins(&Mail::from(CARLA, "Hello", "We three ask?").cc(&copied));
    assert_eq!(c.participants.len(), 2);
    desk.holds();
}

#[test]
fn a_case_of_who_only_claims_the_address_is_suggested_to_who_is_proven() {
    let desk = Desk::new();
    let claimed = desk.begins(&Mail::from(CARLA, "One", "First?").unproven());
    let proven = desk.begins(&Mail::from(CARLA, "Two", "Second?"));
    assert_ne!(claimed.contact, proven.contact);
    assert_eq!(
        proven.suggestion.map(|it| it.conversation),
        Some(claimed.id)
    );
    desk.holds();
}

#[test]
fn what_was_made_nothing_of_leaves_no_raw_copy() {
    let desk = Desk::new();
    let keep = |n: u128, mail: &Mail, uid: u32| {
        let raw: RawId = id(n);
        let mut input = mail.inbound(desk.mailbox, uid, desk.now());
        input.raw = Some(raw);
        let row = Raw {
            id: raw,
            connection: desk.mailbox,
            at: desk.now(),
            size: 6,
            body: RawBody::Row,
            source: RawSource::Mail {
                place: input.mail.as_ref().unwrap().place.clone(),
                history: false,
                sent: false,
                thread: 0,
            },
        };
        desk.act(move |w| w.put_raw_input(&row, Some(&pack(b"secret"))));
        input
    };
    let take = |input: Inbound| {
        let (keys, mailbox) = (desk.keys.clone(), desk.mailbox);
        desk.act(move |w| receive(w, &keys, mailbox, &input));
    };
    let kept = |n: u128| desk.look(|look| look.raw_input(id(n))).is_some();
    let mail = Mail::from(CARLA, "Hello", "A question?");
    take(keep(701, &mail, 801));
    take(keep(702, &mail, 802));
    assert!(kept(701), "the message names it");
    assert!(!kept(702), "a duplicate is made nothing of");
    // Fetched again before its outcome was written: nothing names the first copy.
    keep(700, &mail, 801);
    let before = desk.now() + Span::hours(1);
    let end = desk.act(move |w| lobby::conversations::raws::sweep(w, None, before));
    assert_eq!(end, (1, None));
    assert!(kept(701) && !kept(700));
    desk.holds();
}
