//! Being named in a note: by the whole name or the first one, and the list of what names oneself.

use lobby::domain::actor::Role;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

#[test]
fn who_is_named_finds_it_in_a_list_of_their_own() {
    let pages = Pages::new();
    let (bea, browser) = pages.person("bea", Role::Agent, Vec::new());
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let list = pages.sees(&browser, "/list/mentions");
    assert!(list.contains("Nobody mentioned you"));
    assert!(
        !pages.sees(&browser, "/").contains("/list/mentions\""),
        "an empty list is not shown"
    );
    let note = format!("/c/{}/note", c.number);
    pages.multipart(
        &note,
        &[("text", "Please look, @bea@shop.example"), ("note", "1")],
    );
    assert_eq!(pages.again(&c).mentioned, [bea.id]);
    let list = pages.sees(&browser, "/list/mentions");
    assert!(between(&list, "id=\"rows\"", "</ul>").contains("Lamp"));
    assert!(pages.sees(&browser, "/").contains("/list/mentions\""));
    assert!(
        pages
            .sees(&pages.ana, "/list/mentions")
            .contains("Nobody mentioned you")
    );
    pages.posts(
        &pages.ana,
        &format!("/c/{}/status", c.number),
        &[("to", "resolved")],
    );
    assert!(
        pages
            .sees(&browser, "/list/mentions")
            .contains("Nobody mentioned you")
    );
    pages.holds();
}
