//! Forwarding from the pages, without scripts: choosing, sending, what comes back, and taking it back.

use lobby::conversations::{delivery, outbound};
use lobby::domain::conversation::{Conversation, Status, WaitingOn};
use lobby::domain::id::{BlobHash, ConnectionId};
use lobby::domain::message::{Attachment, Message, MessageKind};
use lobby::domain::outbound::{Outbound, Sent};
use lobby::domain::time::Span;

use crate::pages::{Pages, between};
use crate::support::desk::id;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";
const WORKSHOP: &str = "taller@workshop.example";

fn with_file() -> Mail {
    let mut mail = Mail::from(CARLA, "Lamp", "The lamp is broken, see the picture.");
    mail.input.attachments = vec![Attachment {
        id: id(500),
        name: "lamp.png".to_owned(),
        content_type: "image/png".to_owned(),
        size: 9,
        blob: BlobHash([7; 32]),
        ..Attachment::default()
    }];
    mail
}

fn messages(pages: &Pages, c: &Conversation) -> Vec<Message> {
    let store = &pages.server.app.store;
    store
        .look(|look| look.messages_after(c.id, None, 100))
        .unwrap()
}

/// What leaves now.
fn leaves(pages: &Pages) -> Vec<Outbound> {
    let mailbox: ConnectionId = id(1);
    let claimed = pages.act(move |w| delivery::claim_due(w, mailbox));
    let keys = pages.server.app.keys.clone();
    let store = &pages.server.app.store;
    let out = claimed.iter().map(|it| {
        let out = store.look(|look| outbound::outbound(look, &keys, it));
        let (id, attempt) = (it.id, it.attempts);
        pages.act(move |w| delivery::succeeded(w, id, attempt, &Sent::default()));
        out.unwrap()
    });
    out.collect()
}

fn waits(c: &Conversation) -> bool {
    matches!(
        c.status,
        Status::Waiting {
            on: WaitingOn::ThirdParty,
            ..
        }
    )
}

#[test]
fn a_message_is_forwarded_from_its_menu_and_goes_on() {
    let mut pages = Pages::new();
    let c = pages.receives(&with_file());
    let place = format!("/c/{}/forward", c.number);
    let thread = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(thread.contains(&format!("{place}?m=0")) && thread.contains(&format!("{place}?list")));
    let form = pages.sees(&pages.ana, &format!("{place}?m=0"));
    let asked = messages(&pages, &c)[0].id.to_string();
    assert!(form.contains("value=\"Fwd: Lamp\""));
    assert!(form.contains(&format!("name=\"m\" value=\"{asked}\" checked")));
    assert!(form.contains("lamp.png"));
    let file = id::<lobby::domain::id::AttachmentId>(500).to_string();
    pages.multipart(
        &place,
        &[
            ("key", "one"),
            (
                "to",
                &format!("Taller <{WORKSHOP}>; second@workshop.example"),
            ),
            ("subject", "A lamp"),
            ("text", "Can you mend it?"),
            ("m", &asked),
            ("f", &file),
            ("waits", "1"),
        ],
    );
    assert!(waits(&pages.again(&c)));
    // The same form sent twice is one forward.
    pages.multipart(&place, &[("key", "one"), ("to", WORKSHOP), ("text", "x")]);
    let all = messages(&pages, &c);
    assert_eq!(all.len(), 2);
    assert_eq!(all[1].kind, MessageKind::Forward);
    pages.later(Span::seconds(11));
    let out = leaves(&pages).pop().unwrap();
    assert_eq!(out.mail.as_ref().unwrap().to.len(), 2);
    assert_eq!(out.mail.as_ref().unwrap().subject, "A lamp");
    assert_eq!(out.attachments.len(), 1);

    pages.receives(&Mail::answering(&out, WORKSHOP, "Which colour is it?"));
    assert_eq!(pages.again(&c).status, Status::Open);
    let thread = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(thread.contains("data-kind=\"third\"") && thread.contains("Which colour"));
    // The form to go on stands once, below what was said last.
    assert_eq!(thread.matches("class=\"strand\"").count(), 1);
    let after = thread.split_once("Which colour").unwrap().1;
    let small = between(after, "class=\"strand\"", "</li>");
    let strand = between(small, "name=\"strand\" value=\"", "\"").to_owned();
    pages.multipart(
        &place,
        &[("key", "two"), ("strand", &strand), ("text", "Red.")],
    );
    pages.later(Span::seconds(11));
    let second = leaves(&pages).pop().unwrap();
    assert_eq!(second.mail.unwrap().to.len(), 2, "all it went to");
    assert!(second.text.contains("Red.") && !second.text.contains("lamp is broken"));
    let whole = pages.sees(&pages.ana, &format!("{place}?strand=3"));
    assert!(whole.contains(WORKSHOP) && !whole.contains("\" checked"));
    pages.holds();
}

#[test]
fn what_is_wrong_is_said_with_all_that_was_typed() {
    let pages = Pages::new();
    let c = pages.receives(&with_file());
    let place = format!("/c/{}/forward", c.number);
    for to in ["", "no address", CARLA, "help@shop.example"] {
        let answer = pages.multipart_any(
            &place,
            &[("to", to), ("text", "Typed-with-care"), ("waits", "1")],
        );
        assert_eq!(answer.status, 422, "{to}");
        assert!(answer.body.contains("Typed-with-care"));
        assert!(answer.body.contains("role=\"alert\""));
        assert!(answer.body.contains("name=\"waits\" value=\"1\" checked"));
    }
    assert_eq!(messages(&pages, &c).len(), 1);
    let nobody = pages.server.get(&place, "");
    assert_ne!(nobody.status, 200);
    pages.holds();
}

#[test]
fn what_was_taken_back_is_in_the_form_again() {
    let pages = Pages::new();
    let c = pages.receives(&with_file());
    let place = format!("/c/{}/forward", c.number);
    let asked = messages(&pages, &c)[0].id.to_string();
    let file = id::<lobby::domain::id::AttachmentId>(500).to_string();
    pages.multipart(
        &place,
        &[
            ("to", WORKSHOP),
            ("text", "Can you mend it?"),
            ("m", &asked),
            ("f", &file),
        ],
    );
    let thread = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    let undo = format!("/c/{}/m/1/undo", c.number);
    assert!(thread.contains(&undo));
    let form = pages.posts(&pages.ana, &undo, &[]);
    assert!(form.contains("Can you mend it?") && form.contains(WORKSHOP));
    assert!(form.contains(&format!("name=\"m\" value=\"{asked}\" checked")));
    assert!(form.contains(&format!("name=\"f\" value=\"{file}\" checked")));
    assert!(!form.contains("name=\"kept\""));
    assert!(!pages.again(&c).has_draft);
    let thread = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(!thread.contains("class=\"strand\""), "nobody to go on with");
    pages.holds();
}
