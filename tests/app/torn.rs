//! Threads whose mails are read in another order than they were written: one put aside for a while, one found late in
//! the Sent folder, history found newest first.

use lobby::conversations::park::park;
use lobby::conversations::read::mark_read;
use lobby::conversations::status;
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::inbound::AutomaticKind;
use lobby::domain::mail::{MailOutcome, MailPlace};
use lobby::domain::raw::{Raw, RawBody, RawSource};
use lobby::domain::reason::Reason;
use lobby::domain::time::Span;
use lobby::store::mail::pack;

use crate::support::desk::Desk;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";
const BRUNO: &str = "bruno@example.org";

fn texts(desk: &Desk, c: &Conversation) -> Vec<String> {
    desk.messages(c).into_iter().map(|it| it.text).collect()
}

#[test]
fn a_mail_put_aside_joins_the_answer_that_was_read_before_it() {
    let desk = Desk::new();
    let root = Mail::from(CARLA, "Lamp", "Is it in stock?");
    let place = MailPlace {
        connection: desk.mailbox,
        folder: "INBOX".to_owned(),
        uid_validity: 1,
        uid: 900,
    };
    let (mailbox, at) = (desk.mailbox, place.clone());
    let parked = desk.act(move |w| {
        let raw = Raw {
            id: w.new_id(),
            connection: mailbox,
            at: w.now(),
            size: 4,
            body: RawBody::Row,
            source: RawSource::Mail {
                place: at.clone(),
                history: false,
                sent: false,
                thread: 0,
            },
        };
        w.put_raw_input(&raw, Some(&pack(b"mail")))?;
        park(w, raw.id, mailbox, Some(&at), ("parked-slow", ""))
    });
    let more = Mail::from(CARLA, "Re: Lamp", "And in red?").referring(&root.id());
    let c = desk.begins(&more);
    let out = desk.answers_and_sends(&c, "In red we have it.");
    assert_eq!(desk.again(&c).waiting_since, None);

    desk.later(Span::minutes(10));
    let mut late = root.inbound(mailbox, 900, desk.now() - Span::minutes(30));
    late.said_at = desk.now() - Span::minutes(30);
    let (keys, input) = (desk.keys.clone(), late);
    let outcome =
        desk.act(move |w| lobby::conversations::receive::receive(w, &keys, mailbox, &input));
    let answers = desk.messages(&c)[0].id;
    let MailOutcome::Joined {
        conversation, why, ..
    } = outcome
    else {
        panic!("torn: {outcome:?}");
    };
    assert_eq!(conversation, c.id);
    assert_eq!(why, Reason::AnsweredBy { message: answers });
    assert!(
        desk.look(|look| look.parked(parked))
            .unwrap()
            .settled_at
            .is_some()
    );
    assert_eq!(
        desk.again(&c).status,
        Status::Open,
        "what was asked in it was not seen yet"
    );
    // What answers either of them lands there too, and nobody waits for the mail any more.
    let (joined, _) = desk.joins(&Mail::from(CARLA, "Re: Lamp", "Hello?").referring(&root.id()));
    assert_eq!(joined.id, c.id);
    let (joined, _) = desk.joins(&Mail::answering(&out, CARLA, "Fine, and when?"));
    assert_eq!(joined.id, c.id);
    let id = root.id();
    assert_eq!(desk.look(|look| look.naming(&id, 10)), []);
    desk.holds();
}

#[test]
fn somebody_elses_mail_is_only_suggested_where_its_answer_is() {
    let desk = Desk::new();
    let root = Mail::from(CARLA, "Lamp", "Is it in stock?").cc(&[BRUNO]);
    let answer =
        Mail::from(BRUNO, "Re: Lamp", "I would like to know too, is it?").referring(&root.id());
    let c = desk.begins(&answer);
    let new = desk.begins(&root);
    assert_ne!(new.id, c.id, "her mail is not his case's");
    assert_ne!(new.contact, c.contact);
    let suggested = new.suggestion.unwrap();
    assert_eq!(suggested.conversation, c.id);
    assert!(matches!(suggested.reason, Reason::AnsweredBy { .. }));
    // A From that is not believed gains nothing by taking the id somebody answered.
    let desk = Desk::new();
    let c = desk.begins(&answer.clone());
    let mut forged = Mail::from(BRUNO, "Lamp", "Pay here?").failing();
    (forged.mail.message_id, forged.input.dedupe) = (root.id(), root.id());
    let MailOutcome::NewConversation { conversation, .. } = desk.receive(&forged) else {
        panic!("not apart");
    };
    assert_ne!(conversation, c.id);
    desk.holds();
}

#[test]
fn a_mail_found_late_in_the_sent_folder_joins_its_answer() {
    let desk = Desk::new();
    let sent = |text: &str| {
        let mail = Mail::from("ana@shop.example", "Your order", text).to(&[CARLA]);
        let mut mail = mail.sent_folder();
        mail.input.said_at = desk.now() - Span::hours(1);
        mail
    };
    let ours = sent("It is ready. Shall we send it?");
    let c = desk.begins(&Mail::from(CARLA, "Re: Your order", "Yes, when?").referring(&ours.id()));
    let MailOutcome::OurMessage {
        conversation,
        message,
    } = desk.receive(&ours)
    else {
        panic!("not ours");
    };
    assert_eq!(conversation, c.id);
    assert!(matches!(
        desk.message(message).why,
        Reason::SentFolder { .. }
    ));
    let after = desk.again(&c);
    assert_eq!(
        (after.status, after.waiting_since),
        (Status::Open, c.waiting_since),
        "what was written before a question does not answer it"
    );
    // One that went to somebody else is not theirs.
    let other = sent("To somebody else").to(&[BRUNO]);
    let d = desk.begins(&Mail::from(CARLA, "Re: Other", "What is this?").referring(&other.id()));
    let MailOutcome::OurMessage { conversation, .. } = desk.receive(&other) else {
        panic!("not ours");
    };
    assert_ne!(conversation, d.id);
    desk.holds();
}

#[test]
fn history_goes_before_what_came_live() {
    let desk = Desk::new();
    let ago = |days: i64| desk.now() - Span::days(days);
    let root = Mail::from(CARLA, "Roof", "Can you mend it?").history(ago(20));
    let mut ours = Mail::from("ana@shop.example", "Re: Roof", "Next week.").to(&[CARLA]);
    ours = ours.sent_folder().referring(&root.id()).history(ago(15));
    let more = Mail::from(CARLA, "Re: Roof", "Fine, which day?");
    let more = more
        .referring(&root.id())
        .referring(&ours.id())
        .history(ago(10));
    // The newest comes live, before the history is read.
    let live = Mail::from(CARLA, "Re: Roof", "Nobody came, why?");
    let live = live
        .referring(&root.id())
        .referring(&ours.id())
        .referring(&more.id());
    let c = desk.begins(&live);
    assert_eq!(c.status, Status::Open);
    let (ana, id) = (desk.ana.agent_id().unwrap(), c.id);
    desk.act(move |w| mark_read(w, ana, id, 1));
    let (joined, _) = desk.joins(&more);
    assert_eq!(joined.id, c.id);
    desk.receive(&ours);
    desk.joins(&root);
    assert_eq!(
        texts(&desk, &c),
        [
            "Can you mend it?",
            "Next week.",
            "Fine, which day?",
            "Nobody came, why?"
        ]
    );
    let after = desk.again(&c);
    assert_eq!(
        (after.status, after.waiting_since, after.last_inbound_at),
        (c.status, c.waiting_since, c.last_inbound_at),
        "history moves nothing"
    );
    assert_eq!(after.excerpt, c.excerpt);
    assert_eq!(
        desk.look(|look| look.read_mark(ana, id)),
        4,
        "what was read stays read"
    );
    // And the next live one comes last.
    let (_, last) = desk.joins(&Mail::from(CARLA, "Re: Roof", "Hello?").referring(&live.id()));
    assert_eq!(last.position, 4);
    desk.holds();
}

#[test]
fn branches_of_one_thread_are_one_case_and_answers_to_one_mailing_are_not() {
    let desk = Desk::new();
    let ago = |days: i64| desk.now() - Span::days(days);
    let root = Mail::from(CARLA, "Roof", "Can you mend it?").history(ago(20));
    let branch = |who: &str, text: &str, days| {
        Mail::from(who, "Re: Roof", text)
            .referring(&root.id())
            .history(ago(days))
    };
    let c = desk.begins(&branch(CARLA, "One more thing?", 5));
    let (joined, _) = desk.joins(&branch(CARLA, "Another thing?", 8));
    assert_eq!(joined.id, c.id, "the stem is found later");
    desk.joins(&root);
    assert_eq!(
        texts(&desk, &c),
        ["Can you mend it?", "Another thing?", "One more thing?"]
    );
    // A mailing nobody has: its answers are their senders' own.
    let answer = |who: &str| {
        Mail::from(who, "Re: Offers", "Is it still on?")
            .referring("mailing@elsewhere.example")
            .history(ago(3))
    };
    let (a, b) = (desk.begins(&answer(CARLA)), desk.begins(&answer(BRUNO)));
    assert_ne!(a.id, b.id);
    assert_eq!(b.participants, []);
    desk.holds();
}

#[test]
fn old_mail_stays_with_the_old_case_when_the_thread_has_gone_on() {
    let desk = Desk::new();
    let ago = |days: i64| desk.now() - Span::days(days);
    let root = Mail::from(CARLA, "Roof", "Can you mend it?").history(ago(200));
    let more = Mail::from(CARLA, "Re: Roof", "Please?").referring(&root.id());
    let more = more.history(ago(190));
    let old = desk.begins(&more);
    assert!(!old.status.is_unresolved());
    let new = desk.begins(&Mail::from(CARLA, "Re: Roof", "Again?").referring(&more.id()));
    assert_eq!(
        desk.again(&old).successor,
        Some(new.id),
        "its window had passed"
    );
    let (joined, _) = desk.joins(&root);
    assert_eq!(joined.id, old.id);
    assert_eq!(texts(&desk, &old), ["Can you mend it?", "Please?"]);
    desk.holds();
}

#[test]
fn merged_threads_stay_one_for_what_is_found_later() {
    let desk = Desk::new();
    let ago = |days: i64| desk.now() - Span::days(days);
    let root = Mail::from(CARLA, "Roof", "Can you mend it?").history(ago(20));
    let live = Mail::from(CARLA, "Re: Roof", "Nobody came, why?").referring(&root.id());
    let (a, b) = (
        desk.begins(&live),
        desk.begins(&Mail::from(CARLA, "Also", "And the door?")),
    );
    let (ana, from, into) = (desk.ana.clone(), a.number, b.number);
    desk.act(move |w| lobby::conversations::moving::merge(w, &ana, from, into));
    let (joined, found) = desk.joins(&root);
    assert_eq!(joined.id, b.id);
    assert_eq!(found.position, 0, "what is oldest stands first");
    let (ana, number) = (desk.ana.clone(), b.number);
    desk.act(move |w| status::resolve(w, &ana, number));
    let (joined, _) = desk.joins(&Mail::from(CARLA, "Re: Roof", "So?").referring(&root.id()));
    assert_eq!(joined.id, b.id);
    desk.holds();
}

/// Two threads of one person, whose mails name each other's in the end: the answer to a mail was read before it, and
/// the mail itself answers another conversation.
struct Stray {
    desk: Desk,
    home: Conversation,
    stray: Conversation,
    named: Mail,
}

impl Stray {
    fn of(who: &str) -> Self {
        let desk = Desk::new();
        let home = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
        let out = desk.answers_and_sends(&home, "We have it in red and in blue.");
        let named = Mail::answering(&out, CARLA, "In red then?");
        let early = Mail::from(who, "Blue", "Or is blue cheaper?").referring(&named.id());
        let stray = desk.begins(&early);
        assert_ne!(stray.id, home.id, "nobody knows yet what it answers");
        Stray {
            desk,
            home,
            stray,
            named,
        }
    }

    /// The mail it names comes, and lands where its own reference says.
    fn named_comes(&self) -> (Conversation, Conversation) {
        let (joined, _) = self.desk.joins(&self.named);
        assert_eq!(joined.id, self.home.id);
        self.desk.holds();
        (self.desk.again(&self.home), self.desk.again(&self.stray))
    }
}

#[test]
fn an_answer_read_too_early_follows_what_it_answers() {
    let it = Stray::of(CARLA);
    let (home, stray) = it.named_comes();
    assert!(stray.merged);
    assert_eq!(stray.successor, Some(home.id));
    assert_eq!((home.status, stray.waiting_since), (Status::Open, None));
    let said = texts(&it.desk, &home);
    assert!(said.contains(&"In red then?".to_owned()), "{said:?}");
    assert!(said.contains(&"Or is blue cheaper?".to_owned()), "{said:?}");
    // Lobby's own doing is taken back like anybody's.
    let id = home.id;
    let change = it.desk.look(|look| look.changes_of(id, 1)).remove(0);
    let ana = it.desk.ana.clone();
    it.desk
        .act(move |w| lobby::conversations::undo::undo(w, &ana, change.id));
    assert!(!it.desk.again(&it.stray).merged);
    assert_eq!(texts(&it.desk, &it.stray), ["Or is blue cheaper?"]);
    it.desk.holds();
}

#[test]
fn an_automatic_answer_read_too_early_opens_nothing_and_follows_too() {
    let desk = Desk::new();
    let root = Mail::from(CARLA, "Lamp", "Is it in stock?");
    let away = Mail::from(CARLA, "Away: Lamp", "I am away until Monday.").referring(&root.id());
    let MailOutcome::Automatic { conversation, .. } =
        desk.receive(&away.automatic(AutomaticKind::Reply))
    else {
        panic!("not automatic");
    };
    let home = desk.begins(&root);
    assert_ne!(
        home.id, conversation,
        "a question is not filed with machines"
    );
    assert!(home.status.is_unresolved() && !home.automatic);
    let home = desk.again(&home);
    assert_eq!(home.status, Status::Open);
    assert_eq!(texts(&desk, &home).len(), 2);
    assert!(desk.conversation(conversation).merged);
    desk.holds();
}

#[test]
fn what_somebody_works_in_is_only_suggested() {
    let it = Stray::of(CARLA);
    it.desk.answer(&it.stray, "Blue costs the same.");
    let (home, stray) = it.named_comes();
    assert!(!stray.merged);
    let suggested = stray.suggestion.unwrap();
    assert_eq!(suggested.conversation, home.id);
    assert!(matches!(suggested.reason, Reason::References { .. }));
}

#[test]
fn a_strangers_answer_stays_a_case_of_its_own() {
    let it = Stray::of(BRUNO);
    let (_, stray) = it.named_comes();
    assert!(!stray.merged, "naming her mail makes nobody part of it");
    assert_eq!(stray.suggestion, None);
}

#[test]
fn two_answers_to_a_mail_that_comes_later_are_one_thread() {
    let desk = Desk::new();
    let root = Mail::from(CARLA, "Lamp", "Is it in stock?");
    let early = |text: &str| Mail::from(CARLA, "Re: Lamp", text).referring(&root.id());
    let (a, b) = (
        desk.begins(&early("And in red?")),
        desk.begins(&early("And how much?")),
    );
    assert_ne!(a.id, b.id);
    let (joined, _) = desk.joins(&root);
    let other = if joined.id == a.id { b } else { a };
    assert!(desk.again(&other).merged);
    assert_eq!(texts(&desk, &joined).len(), 3);
    desk.holds();
}
