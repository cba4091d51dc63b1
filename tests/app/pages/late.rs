//! After an outage: what waits as late is sent, or given back, one by one or all at once, with one undo.

use lobby::conversations::delivery;
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::delivery::DeliveryState;
use lobby::domain::id::ConnectionId;
use lobby::domain::time::Span;

use crate::pages::{Pages, between};
use crate::support::desk::id;
use crate::support::mail::Mail;

fn claimed(pages: &Pages) -> usize {
    let mailbox: ConnectionId = id(1);
    pages.act(move |w| delivery::claim_due(w, mailbox)).len()
}

/// So many answers that could not leave for a day.
fn outage(n: usize) -> (Pages, Vec<Conversation>) {
    let mut pages = Pages::new();
    let cases: Vec<_> = (0..n)
        .map(|at| {
            let from = format!("c{at}@example.com");
            let c = pages.receives(&Mail::from(&from, "Lamp", "Is it in stock?"));
            pages.replies(&pages.owner(), &c, "It is.");
            c
        })
        .collect();
    pages.later(Span::hours(25));
    assert_eq!(claimed(&pages), 0, "nothing leaves a day late by itself");
    (pages, cases)
}

fn state(pages: &Pages, c: &Conversation) -> DeliveryState {
    let store = &pages.server.app.store;
    let found = store.look(|look| {
        let last = look.messages_before(c.id, None, 1)?.pop();
        look.delivery(last.and_then(|it| it.delivery).unwrap())
    });
    found.unwrap().unwrap().state
}

fn form(page: &str) -> Vec<(&str, &str)> {
    vec![("until", between(page, "name=\"until\" value=\"", "\""))]
}

#[test]
fn all_that_is_late_is_sent_and_taken_back_at_once() {
    let (pages, cases) = outage(3);
    let list = pages.sees(&pages.ana, "/list/failed");
    assert!(list.contains("3 answers wait") && list.contains("Send all 3"));
    assert_eq!(list.matches("class=\"row__trouble\"").count(), 3);
    let sent = pages.posts(&pages.ana, "/late/send", &form(&list));
    assert!(sent.contains("3 answers leave in a moment.") && !sent.contains("id=\"late\""));
    assert!(matches!(
        pages.again(&cases[0]).status,
        Status::Waiting { .. }
    ));
    let undo = between(&sent, "action=\"/changes/", "\"");
    let place = format!("/changes/{undo}");
    let back = pages.posts(&pages.ana, &place, &[]);
    assert!(back.contains("Send all 3"));
    for c in &cases {
        let after = pages.again(c);
        assert_eq!(state(&pages, c), DeliveryState::Held);
        assert!(after.status == Status::Open && after.has_failed && after.waiting_since.is_some());
    }
    assert_eq!(pages.sends(&pages.ana, &place, &[]).status, 409, "once");
    pages.holds();
}

#[test]
fn what_has_left_cannot_be_taken_back() {
    let (mut pages, cases) = outage(1);
    let list = pages.sees(&pages.ana, "/list/failed");
    assert!(list.contains("One answer waits") && list.contains("Send it"));
    let sent = pages.posts(&pages.ana, "/late/send", &form(&list));
    let undo = between(&sent, "action=\"/changes/", "\"").to_owned();
    pages.later(Span::seconds(11));
    assert_eq!(claimed(&pages), 1);
    let place = format!("/changes/{undo}");
    assert_eq!(pages.sends(&pages.ana, &place, &[]).status, 409);
    assert!(!pages.again(&cases[0]).has_failed);
    pages.holds();
}

#[test]
fn all_are_drafts_again_and_the_drafts_late_again() {
    let (pages, cases) = outage(2);
    let list = pages.sees(&pages.ana, "/list/failed");
    let page = pages.posts(&pages.ana, "/late/drafts", &form(&list));
    assert!(page.contains("2 answers are drafts again.") && page.contains("Everything arrived."));
    assert!(
        cases
            .iter()
            .all(|c| pages.again(c).has_draft && !pages.again(c).has_failed)
    );
    assert!(pages.sees(&pages.ana, "/list/drafts").contains("It is."));
    let undo = format!("/changes/{}", between(&page, "action=\"/changes/", "\""));
    pages.posts(&pages.ana, &undo, &[]);
    for c in &cases {
        assert!(!pages.again(c).has_draft && pages.again(c).has_failed);
        assert_eq!(state(&pages, c), DeliveryState::Held);
    }
    pages.holds();
}

#[test]
fn each_is_seen_to_in_its_row_and_later_ones_are_left_alone() {
    let (pages, cases) = outage(2);
    let list = pages.sees(&pages.ana, "/list/failed");
    let row = between(&list, &format!("id=\"row-{}\"", cases[0].number), "</li>");
    let place = between(row, "<form method=\"post\" action=\"", "\"");
    assert_eq!(place, format!("/c/{}/m/1/delivery", cases[0].number));
    let after = pages.posts(&pages.ana, place, &[("do", "retry"), ("back", "failed")]);
    assert!(after.contains("One answer waits") && after.contains("id=\"list\""));
    assert_eq!(state(&pages, &cases[0]), DeliveryState::Queued);
    // A page that was loaded before anything was late sends nothing.
    let old = pages.posts(&pages.ana, "/late/send", &[("until", "1")]);
    assert!(old.contains("Nothing was late any more."));
    assert_eq!(state(&pages, &cases[1]), DeliveryState::Held);
    pages.holds();
}
