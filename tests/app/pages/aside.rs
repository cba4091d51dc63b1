//! Mail set aside is no dead end: shown, downloaded, tried again, opened as it is. And an answer that came too late
//! keeps its files and its recipients.

use lobby::conversations::park::park;
use lobby::domain::conversation::Status;
use lobby::domain::id::ConnectionId;
use lobby::domain::mail::{MailOutcome, MailPlace};
use lobby::domain::raw::{Raw, RawBody, RawSource};
use lobby::domain::time::Span;

use crate::pages::{Pages, between};
use crate::support::desk::id;
use crate::support::mail::Mail;

const RAW: &[u8] = b"From: Carla <carla@example.com>\r\nSubject: My order\r\n\r\nWhere is it?\r\n";

#[test]
fn mail_set_aside_is_shown_tried_again_and_opened() {
    let pages = Pages::new();
    let mailbox: ConnectionId = id(1);
    let place = MailPlace {
        connection: mailbox,
        folder: "INBOX".to_owned(),
        uid_validity: 1,
        uid: 77,
    };
    let (raw, there) = (id(90), place.clone());
    let parked = pages.act(move |w| {
        let source = RawSource::Mail {
            place: there.clone(),
            history: false,
            sent: false,
            thread: Default::default(),
        };
        let it = Raw {
            id: raw,
            connection: mailbox,
            at: w.now(),
            size: RAW.len() as u64,
            body: RawBody::Row,
            source,
        };
        w.put_raw_input(&it, Some(&lobby::store::mail::pack(RAW)))?;
        park(w, raw, mailbox, Some(&there), ("parked-crashed", ""))
    });
    let channel: lobby::domain::id::ChannelId = id(2);
    let home = format!("/settings/channels/{channel}");
    let aside = format!("{home}/aside");
    assert!(pages.sees(&pages.ana, &home).contains("Set aside (1)"));
    // It stands with all else that waits for a person, and leads there.
    let failed = pages.sees(&pages.ana, "/list/failed");
    assert!(failed.contains("could not be read and is set aside.") && failed.contains(&aside));
    let link = "href=\"/list/failed\"";
    assert!(pages.sees(&pages.ana, "/").contains(link));
    let (_, bea) = pages.person("bea", lobby::domain::actor::Role::Agent, vec![]);
    let hers = pages.sees(&bea, "/list/failed");
    assert!(hers.contains("is set aside.") && !hers.contains(&aside));
    let list = pages.sees(&pages.ana, &aside);
    assert!(list.contains("Carla: My order") && list.contains("Reading it broke down"));
    let one = format!("{aside}/{parked}");
    let original = pages
        .server
        .get(&format!("{one}/original"), &pages.ana.cookie);
    assert_eq!(original.status, 200);
    assert!(original.body.contains("Where is it?"));
    let jobs = |pages: &Pages| {
        let now = pages.server.app.clock.now();
        let found = pages.server.app.store.look(|look| look.jobs_due(now, 9));
        found.unwrap().len()
    };
    assert_eq!(jobs(&pages), 0, "the next try by itself is later");
    let again = pages.sends(&pages.ana, &one, &[("do", "again")]);
    assert_eq!((again.status, jobs(&pages)), (200, 1));
    let opened = pages.posts(&pages.ana, &one, &[("do", "open")]);
    assert!(opened.contains("Where is it?") && opened.contains("My order"));
    let store = &pages.server.app.store;
    let row = store.look(|look| look.ledger_row(&place)).unwrap().unwrap();
    let MailOutcome::NewConversation { conversation, .. } = row.outcome else {
        panic!("{:?}", row.outcome);
    };
    let c = store
        .look(|look| look.conversation(conversation))
        .unwrap()
        .unwrap();
    assert!(c.unverified && c.status == Status::Open);
    assert!(
        pages
            .sees(&pages.ana, &aside)
            .contains("Nothing is set aside")
    );
    assert!(!pages.sees(&pages.ana, "/").contains(link));
    let twice = pages.sends(&pages.ana, &one, &[("do", "open")]);
    assert_ne!(twice.status, 303);
    pages.holds();
}

#[test]
fn an_answer_that_came_too_late_keeps_its_files_and_whom_it_is_for() {
    let mut pages = Pages::new();
    let first = Mail::from("carla@example.com", "Lamp", "Is it in stock?");
    let c = pages.receives(&first);
    pages.receives(&Mail::from("carla@example.com", "Re", "In red?").referring(&first.id()));
    let field = |name: &str, value: &str| {
        format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let place = format!("/c/{}/reply", c.number);
    let sent = |pages: &Pages, fields: String| {
        let origin = format!("http://{}", pages.server.address);
        let headers = [
            ("Accept", "text/html"),
            ("Origin", origin.as_str()),
            ("Cookie", pages.ana.cookie.as_str()),
            ("Content-Type", "multipart/form-data; boundary=cut"),
        ];
        let csrf = field("csrf", &pages.ana.csrf);
        let body = format!("{fields}{csrf}--cut--\r\n");
        pages.server.send("POST", &place, &headers, &body)
    };
    let file = "--cut\r\nContent-Disposition: form-data; name=\"files\"; filename=\"offer.txt\"\r\n\
                Content-Type: text/plain\r\n\r\nTen each.\r\n";
    let fields = [
        field("key", "first"),
        field("seen", "0"),
        field("to", "carla@example.com"),
        field("cc", "dario@example.net"),
        field("text", "Here is the offer."),
        file.to_owned(),
    ];
    let late = sent(&pages, fields.concat());
    assert_eq!(late.status, 409, "{}", late.body);
    assert!(late.body.contains("offer.txt"));
    let kept = between(&late.body, "name=\"file\" value=\"", "\"").to_owned();
    let case = c.id;
    let drafts = pages
        .server
        .app
        .store
        .look(|look| look.drafts_in(case))
        .unwrap();
    assert_eq!(drafts[0].cc[0].address, "dario@example.net");
    assert_eq!(drafts[0].attachments.len(), 1);
    let fields = [
        field("key", "second"),
        field("seen", "1"),
        field("to", "carla@example.com"),
        field("cc", "dario@example.net"),
        field("text", "Here is the offer."),
        field("file", &kept),
    ];
    assert_eq!(sent(&pages, fields.concat()).status, 303);
    let last = pages
        .server
        .app
        .store
        .look(|look| look.messages_before(case, None, 1));
    let last = last.unwrap().pop().unwrap();
    assert_eq!(last.attachments[0].name, "offer.txt");
    assert_eq!(last.mail.unwrap().cc[0].address, "dario@example.net");
    assert!(!pages.again(&c).has_draft);
    pages.later(Span::seconds(1));
    pages.holds();
}

#[test]
fn no_slip_withdraws_a_message() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Card", "It is 4111 1111"));
    let place = format!("/c/{}/m/0/redact", c.number);
    assert_eq!(pages.sends(&pages.ana, &place, &[]).status, 422);
    let here = format!("/c/{}", c.number);
    assert!(pages.sees(&pages.ana, &here).contains("4111"));
    let form = [("sure", "1"), ("because", "A card number")];
    let after = pages.posts(&pages.ana, &place, &form);
    assert!(!after.contains("4111 1111") && after.contains("withdrawn: A card number"));
    pages.holds();
}
