//! Had to repeat: the mark in a message's menu, and the page of the questions that must be asked.

use lobby::domain::actor::Role;

use crate::pages::Pages;
use crate::support::mail::Mail;

#[test]
fn it_is_marked_and_taken_back_and_questions_are_said_to_be_required() {
    let pages = Pages::new();
    let (_, browser) = pages.person("bea", Role::Agent, Vec::new());
    let first = "My parcel AB-10234 came broken and I want another one";
    let c = pages.receives(&Mail::from("carla@example.com", "Broken", first));
    // Marked with a button, which says so until it is taken back.
    let at = format!("/c/{}/m/0/repeated", c.number);
    let shown = pages.posts(&browser, &at, &[("do", "on")]);
    assert!(shown.contains("Had to repeat</span>") && shown.contains("value=\"off\""));
    let shown = pages.posts(&browser, &at, &[("do", "off")]);
    assert!(!shown.contains("Had to repeat</span>"));

    // Said to be required, it counts no more; what is wrong keeps what was typed.
    let place = "/settings/quality/questions";
    assert!(pages.sees(&pages.ana, place).contains("No questions yet"));
    let wrong = pages.sends(
        &pages.ana,
        place,
        &[("questions", "your order number\nword")],
    );
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("your order number") && wrong.body.contains("at least two words"));
    let saved = pages.posts(&pages.ana, place, &[("questions", "your order number")]);
    assert!(saved.contains("1 question"), "{saved}");
    assert_eq!(
        pages.sends(&browser, place, &[("questions", "")]).status,
        403
    );
    pages.holds();
}
