//! What was read: only a form says so, never a page that was looked at; lists show what was not.

use lobby::conversations::note::{Note, note};
use lobby::conversations::said::Said;
use lobby::domain::actor::Role;
use lobby::domain::conversation::Conversation;

use crate::pages::{Pages, between, viewer};
use crate::security::server::Browser;
use crate::support::mail::Mail;

fn unread(pages: &Pages, who: &Browser, c: &Conversation) -> bool {
    let page = pages.sees(who, "/");
    let row = between(&page, &format!("id=\"row-{}\"", c.number), "</a>");
    row.contains("data-unread")
}

#[test]
fn looking_reads_nothing_and_a_form_does() {
    let pages = Pages::new();
    let first = Mail::from("carla@example.com", "Lamp", "Is it in stock?");
    let c = pages.receives(&first);
    let (bea, bea_browser) = pages.person("bea", Role::Agent, vec![]);
    let place = format!("/c/{}", c.number);
    assert!(unread(&pages, &pages.ana, &c));
    let page = pages.sees(&pages.ana, &place);
    assert!(page.contains("Mark as read"), "without scripts one says so");
    assert!(unread(&pages, &pages.ana, &c), "a GET wrote something");
    let read = pages.posts(&pages.ana, &format!("{place}/read"), &[("position", "0")]);
    assert!(!read.contains("Mark as read"));
    assert!(!unread(&pages, &pages.ana, &c));
    assert!(
        unread(&pages, &bea_browser, &c),
        "each reads for themselves"
    );
    // Any form of the conversation says how far it was shown.
    let page = pages.sees(&bea_browser, &place);
    let shown = between(&page, "name=\"read\" value=\"", "\"");
    assert_eq!(shown, "0");
    pages.posts(
        &bea_browser,
        &format!("{place}/priority"),
        &[("priority", "high"), ("read", shown)],
    );
    assert!(!unread(&pages, &bea_browser, &c));
    // What came since is new, also behind a colleague's note.
    pages.receives(&Mail::from("carla@example.com", "Re: Lamp", "Hello?").referring(&first.id()));
    let (by, number) = (viewer(&bea), c.number);
    pages.act(move |w| {
        let input = Note {
            conversation: number,
            said: Said::of("I call her."),
            mentions: Vec::new(),
            attachments: Vec::new(),
        };
        note(w, &by, &input).map(|_| ())
    });
    assert!(unread(&pages, &pages.ana, &c));
    pages.multipart(
        &format!("{place}/note"),
        &[("text", "Good."), ("read", "2")],
    );
    assert!(!unread(&pages, &pages.ana, &c));
    pages.holds();
}

#[test]
fn a_form_that_says_too_much_reads_no_more_than_there_is() {
    let pages = Pages::new();
    let first = Mail::from("carla@example.com", "Lamp", "Is it in stock?");
    let c = pages.receives(&first);
    let read = format!("/c/{}/read", c.number);
    pages.posts(&pages.ana, &read, &[("position", "4294967295")]);
    assert!(!unread(&pages, &pages.ana, &c));
    pages.receives(&Mail::from("carla@example.com", "Re: Lamp", "Hello?").referring(&first.id()));
    assert!(
        unread(&pages, &pages.ana, &c),
        "what is to come was not read"
    );
    assert_eq!(
        pages
            .sends(&pages.ana, "/c/99/read", &[("position", "0")])
            .status,
        404
    );
    pages.holds();
}
