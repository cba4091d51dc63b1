//! "I will get back to you by": asked for after "one moment", made, moved, kept; late ones stand out in the list.

use lobby::domain::conversation::Status;
use lobby::domain::time::Span;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

#[test]
fn one_moment_asks_for_a_promise_which_is_made_moved_and_kept() {
    let mut pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let (place, promise) = (
        format!("/c/{}", c.number),
        format!("/c/{}/promise", c.number),
    );
    assert!(!pages.sees(&pages.ana, &place).contains("id=\"promise\""));
    pages.replies(&pages.owner(), &c, "One moment, please");
    let asked = pages.sees(&pages.ana, &place);
    let pill = between(&asked, "id=\"promise\"", "</div>");
    assert!(pill.contains("Promise an answer within") && pill.contains("No promise"));
    let first = between(pill, "name=\"due\" value=\"", "\"");
    assert_eq!(first, "2026-11-04T15:15", "a quarter of an hour");
    let made = pages.posts(&pages.ana, &promise, &[("due", first)]);
    assert!(between(&made, "id=\"promise\"", "</p>").contains("Promised by 15:15 (Ana)"));
    assert!(made.contains("name=\"keeps\""), "an answer may keep it");
    let row = between(&made, "id=\"row-1\"", "</li>");
    assert!(row.contains("promised by 15:15"), "{row}");
    pages.later(Span::minutes(40));
    let late = pages.sees(&pages.ana, "/");
    let row = between(&late, "id=\"row-1\"", "</li>");
    assert!(
        row.contains("data-tone=\"bad\"") && row.contains("promise late by 25 min"),
        "{row}"
    );
    assert!(
        pages
            .sees(&pages.ana, &place)
            .contains("Promise not kept yet")
    );
    let moved = pages.posts(&pages.ana, &promise, &[("due", "2026-11-05T09:00")]);
    assert!(moved.contains("Promised by tomorrow, 09:00"));
    assert_eq!(
        pages
            .sends(&pages.ana, &promise, &[("due", "2026-11-01T09:00")])
            .status,
        422
    );
    let kept = pages.posts(&pages.ana, &promise, &[("do", "kept")]);
    assert!(!kept.contains("id=\"promise\"") && kept.contains("Promise kept"));
    assert_eq!(pages.again(&c).promise, None);
    pages.holds();
}

#[test]
fn no_promise_is_an_answer_and_being_reminded_shows() {
    let mut pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let promise = format!("/c/{}/promise", c.number);
    pages.replies(&pages.owner(), &c, "Let me check");
    assert!(pages.again(&c).remind_at.is_some());
    let page = pages.posts(&pages.ana, &promise, &[("do", "none")]);
    assert!(!page.contains("id=\"promise\""));
    assert_eq!(pages.again(&c).remind_at, None);
    pages.replies(&pages.owner(), &c, "One moment");
    pages.later(Span::days(3));
    pages.act(lobby::conversations::timers::fire);
    let row = pages.sees(&pages.ana, "/");
    assert!(between(&row, "id=\"row-1\"", "</li>").contains("one moment was said"));
    assert!(
        pages
            .sees(&pages.ana, "/c/1")
            .contains("no answer has left since")
    );
    pages.replies(&pages.owner(), &c, "It is in stock, we keep one for you.");
    assert_eq!(pages.again(&c).remind_at, None, "an answer ends it");
    pages.holds();
}

#[test]
fn an_answer_may_keep_the_promise() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let promise = format!("/c/{}/promise", c.number);
    pages.posts(&pages.ana, &promise, &[("due", "2026-11-05T09:00")]);
    pages.replies(&pages.owner(), &c, "I asked the warehouse.");
    assert_eq!(
        pages.again(&c).status,
        Status::Open,
        "an older promise is still due"
    );
    assert!(pages.again(&c).promise.is_some());
    pages.multipart(
        &format!("/c/{}/reply", c.number),
        &[("text", "It is."), ("keeps", "1")],
    );
    let after = pages.again(&c);
    assert!(after.promise.is_none() && matches!(after.status, Status::Waiting { .. }));
    pages.holds();
}
