//! Spam with or without a block, and mail of a sender that is always treated in one way: set, listed, taken back.

use lobby::conversations::sender::treat;
use lobby::domain::actor::Role;
use lobby::domain::channel::SenderRule;
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::id::{ChannelId, ConnectionId};
use lobby::domain::inbound::AutomaticKind;
use lobby::domain::mail::MailOutcome;

use crate::pages::{Pages, between};
use crate::support::desk::id;
use crate::support::mail::Mail;

const NEWS: &str = "news@list.example";

fn is_blocked(pages: &Pages, c: &Conversation) -> bool {
    let store = &pages.server.app.store;
    let found = store.look(|look| look.contact(c.contact)).unwrap().unwrap();
    found.is_blocked(pages.server.app.clock.now())
}

fn rules(pages: &Pages) -> Vec<(String, SenderRule)> {
    let mailbox: ConnectionId = id(1);
    let store = &pages.server.app.store;
    let found = store
        .look(|look| look.connection(mailbox))
        .unwrap()
        .unwrap();
    found.email().unwrap().sender_rules.clone()
}

#[test]
fn spam_asks_whether_its_sender_is_blocked_too() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("x@bad.example", "Win", "Win now"));
    let place = format!("/c/{}", c.number);
    let status = format!("{place}/status");
    let page = pages.sees(&pages.ana, &place);
    let menu = between(&page, "name=\"to\" value=\"spam\"", "</details>");
    assert!(
        menu.contains("name=\"block\" value=\"1\"") && menu.contains("name=\"block\" value=\"\"")
    );
    // No: this conversation alone; the page asks once more, and has the way back.
    let page = pages.posts(&pages.ana, &status, &[("to", "spam"), ("block", "")]);
    assert_eq!(pages.again(&c).status, Status::Spam);
    assert!(!is_blocked(&pages, &c));
    let block = between(&page, "action=\"/contacts/", "\"").to_owned();
    let block = format!("/contacts/{block}");
    let number = c.number.to_string();
    pages.posts(&pages.ana, &block, &[("block", "1"), ("from", &number)]);
    assert!(is_blocked(&pages, &c));
    let page = pages.posts(&pages.ana, &block, &[("block", ""), ("from", &number)]);
    assert!(!is_blocked(&pages, &c));
    assert!(page.contains("name=\"block\" value=\"1\""), "asks again");
    pages.posts(&pages.ana, &status, &[("to", "open")]);
    let now = pages.again(&c);
    assert_eq!(
        (now.status, now.waiting_since),
        (Status::Open, c.waiting_since)
    );
    // Yes: both, and one undo takes both back.
    let page = pages.posts(&pages.ana, &status, &[("to", "spam"), ("block", "1")]);
    assert!(is_blocked(&pages, &c) && pages.again(&c).status == Status::Spam);
    assert!(page.contains("to=open&#38;unblock=1") || page.contains("to=open&amp;unblock=1"));
    pages.posts(&pages.ana, &format!("{status}?to=open&unblock=1"), &[]);
    assert!(!is_blocked(&pages, &c) && pages.again(&c).status == Status::Open);
    pages.holds();
}

#[test]
fn how_a_sender_is_treated_is_said_where_their_mail_is_read() {
    let pages = Pages::new();
    let mail = |n: u32| Mail::from(NEWS, "News", &format!("Number {n}"));
    let c = pages.receives(&mail(1));
    let place = format!("/c/{}", c.number);
    let page = pages.sees(&pages.ana, &place);
    let set = format!("{place}/m/0/sender");
    assert!(page.contains(&set) && page.contains(NEWS));
    let (_, bea) = pages.person("bea", Role::Agent, vec![]);
    let page = pages.posts(&bea, &set, &[("rule", "automatic")]);
    assert_eq!(rules(&pages), [(NEWS.to_owned(), SenderRule::Automatic)]);
    assert!(page.contains(&format!("{set}?rule=")), "the way back");
    assert!(page.contains("value=\"automatic\" aria-pressed=\"true\""));
    let outcome = pages.outcome(&mail(2));
    assert!(matches!(outcome, MailOutcome::Automatic { .. }));
    pages.posts(&bea, &set, &[("rule", "blocked")]);
    assert!(matches!(
        pages.outcome(&mail(3)),
        MailOutcome::Blocked { .. }
    ));
    // Undone: what stood before it.
    pages.posts(&bea, &format!("{set}?rule=automatic"), &[]);
    assert_eq!(rules(&pages), [(NEWS.to_owned(), SenderRule::Automatic)]);
    pages.posts(&bea, &set, &[("rule", "conversation")]);
    let newsletter = mail(4).automatic(AutomaticKind::List);
    assert!(matches!(
        pages.outcome(&newsletter),
        MailOutcome::NewConversation { .. }
    ));
    pages.posts(&bea, &set, &[("rule", "")]);
    assert_eq!(rules(&pages), []);
    let list = mail(5).automatic(AutomaticKind::List);
    let MailOutcome::Automatic { conversation, .. } = pages.outcome(&list) else {
        panic!()
    };
    assert_eq!(pages.sends(&bea, &set, &[("rule", "odd")]).status, 422);
    // What was filed can be made an ordinary one from its own menu.
    let store = &pages.server.app.store;
    let filed = store
        .look(|look| look.conversation(conversation))
        .unwrap()
        .unwrap();
    let wants = format!("/c/{}/m/0/needs-answer", filed.number);
    assert!(
        pages
            .sees(&bea, &format!("/c/{}", filed.number))
            .contains(&wants)
    );
    pages.posts(&bea, &wants, &[]);
    assert_eq!(pages.again(&filed).status, Status::Open);
    pages.holds();
}

#[test]
fn the_list_of_senders_is_right_with_none_one_and_a_thousand() {
    let pages = Pages::new();
    let channel: ChannelId = id(2);
    let place = format!("/settings/channels/{channel}/senders");
    for (upto, shown) in [(0, 0), (1, 1), (1_000, 100)] {
        let viewer = pages.owner();
        pages.act(move |w| {
            let have = w
                .connection(id(1))?
                .and_then(|it| Some(it.email()?.sender_rules.len()));
            for n in have.unwrap_or(0)..upto {
                let sender = format!("n{n:04}@list.example");
                treat(w, &viewer, id(1), &sender, Some(SenderRule::Automatic))?;
            }
            Ok(())
        });
        let page = pages.sees(&pages.ana, &place);
        assert_eq!(
            page.matches("name=\"email\" value=\"n").count(),
            shown,
            "{upto}"
        );
        let above = pages.sees(&pages.ana, &format!("/settings/channels/{channel}"));
        assert!(above.contains(&place));
    }
    let last = pages.sees(&pages.ana, &format!("{place}?page=10"));
    assert!(last.contains("n0999@") && !last.contains("?page=11"));
    // A domain at a time, and taken away again.
    pages.posts(
        &pages.ana,
        &place,
        &[("email", "@Bad.example"), ("rule", "blocked")],
    );
    let blocked = pages.outcome(&Mail::from("a@bad.example", "Win", "Win"));
    assert!(matches!(blocked, MailOutcome::Blocked { .. }));
    pages.posts(
        &pages.ana,
        &place,
        &[("email", "@bad.example"), ("rule", "")],
    );
    assert_eq!(rules(&pages).len(), 1_000);
    assert_eq!(
        pages.sends(&pages.ana, &place, &[("email", "no")]).status,
        422
    );
    let (_, bea) = pages.person("bea", Role::Agent, vec![]);
    assert_eq!(pages.server.get(&place, &bea.cookie).status, 403);
    pages.holds();
}
