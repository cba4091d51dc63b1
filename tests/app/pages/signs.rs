//! What a page says of a mail beside its text: that it came late, that it speaks of something else, that it was filed.

use lobby::domain::time::Span;

use crate::pages::Pages;
use crate::support::mail::Mail;

#[test]
fn a_mail_that_lay_in_the_mailbox_says_so() {
    let pages = Pages::new();
    let mut mail = Mail::from("eva@example.com", "Roof", "It leaks.");
    let now = pages.server.app.clock.now();
    mail.mail.received_at = now - Span::minutes(160);
    let late = pages.receives(&mail);
    let mut mail = Mail::from("otto@example.com", "Door", "It creaks.");
    mail.mail.received_at = now - Span::minutes(4);
    let fine = pages.receives(&mail);
    let page = pages.sees(&pages.ana, &format!("/c/{}", late.number));
    assert!(
        page.contains("late: Lobby could not see it before"),
        "{page}"
    );
    let page = pages.sees(&pages.ana, &format!("/c/{}", fine.number));
    assert!(!page.contains("Lobby could not see it before"));
    pages.holds();
}

#[test]
fn another_subject_is_split_off_at_one_click() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("eva@example.com", "Roof", "It leaks."));
    let first = Mail::from("eva@example.com", "Roof", "It leaks.")
        .mail
        .message_id;
    let other = Mail::from("eva@example.com", "Invoice", "And my invoice?").referring(&first);
    assert_eq!(pages.receives(&other).id, c.id);
    let page = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(
        page.contains("They write under another subject now"),
        "{page}"
    );
    let split = format!("/c/{}/m/1/move", c.number);
    let page = pages.posts(&pages.ana, &split, &[("do", "split")]);
    assert!(page.contains("And my invoice?"));
    let page = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(!page.contains("They write under another subject now"));
    pages.holds();
}

#[test]
fn thanks_are_counted_and_listed_at_their_mailbox() {
    let pages = Pages::new();
    let first = Mail::from("eva@example.com", "Roof", "It leaks.");
    let c = pages.receives(&first);
    pages.replies(&pages.owner(), &c, "We come today.");
    let thanks = Mail::from("eva@example.com", "Re: Roof", "Muchas gracias");
    pages.receives(&thanks.referring(&first.mail.message_id));
    let channel: lobby::domain::id::ChannelId = crate::support::desk::id(2);
    let place = format!("/settings/channels/{channel}");
    assert!(
        pages
            .sees(&pages.ana, &place)
            .contains("One in the last week")
    );
    let page = pages.sees(&pages.ana, &format!("{place}/courtesies"));
    assert!(page.contains("Muchas gracias") && page.contains(&format!("/c/{}?at=2", c.number)));
    pages.holds();
}

#[test]
fn lifting_a_block_lists_what_came() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("eva@example.com", "Roof", "It leaks."));
    let block = format!("/contacts/{}/block", c.contact);
    pages.posts(&pages.ana, &block, &[("block", "1")]);
    let came = pages.outcome(&Mail::from("eva@example.com", "Roof again", "Please come!"));
    assert!(matches!(
        came,
        lobby::domain::mail::MailOutcome::Blocked { .. }
    ));
    let page = pages.posts(&pages.ana, &block, &[("block", "")]);
    assert!(
        page.contains("Came while they were blocked") && page.contains("Please come!"),
        "{page}"
    );
    let page = pages.sees(&pages.ana, &format!("/contacts/{}", c.contact));
    assert!(!page.contains("Came while they were blocked"));
    pages.holds();
}

#[test]
fn what_was_changed_in_a_row_is_one_line_to_unfold() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("eva@example.com", "Roof", "It leaks."));
    let place = format!("/c/{}", c.number);
    let tag = |name: &str| pages.posts(&pages.ana, &format!("{place}/tags"), &[("add", name)]);
    tag("roof");
    let page = tag("urgent");
    assert!(!page.contains("class=\"lines\""), "two are said each");
    tag("garden");
    let page = pages.sees(&pages.ana, &place);
    assert!(
        page.contains("<details class=\"lines\"><summary>"),
        "{page}"
    );
    for name in ["roof", "urgent", "garden"] {
        assert!(page.contains(name), "{name}");
    }
}
