//! What is to be known of a channel before one answers by it: written by administrators, read at the composer.

use lobby::domain::actor::Role;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

#[test]
fn guidelines_are_short_and_stand_folded_at_the_composer() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let (_, bea) = pages.person("bea", Role::Agent, vec![]);
    let thread = format!("/c/{}", c.number);
    assert!(!pages.sees(&bea, &thread).contains("data-guide"));
    let place = format!("/settings/channels/{}", c.channel);
    let save = |text: &str| {
        pages.sends(
            &pages.ana,
            &place,
            &[("name", "Help"), ("guidelines", text)],
        )
    };
    let long = save(&"ñ".repeat(1_001));
    assert_eq!(long.status, 422);
    assert!(long.body.contains("At most 1,000 characters."));
    assert_eq!(
        save(&format!("<b>Be brief.</b>\r\n{}", "ñ".repeat(980))).status,
        303
    );
    let page = pages.sees(&bea, &thread);
    let guide = between(&page, "<details class=\"guide", "</details>");
    assert!(
        guide.contains("&#60;b&#62;Be brief.&#60;/b&#62;\nñ"),
        "{guide}"
    );
    assert!(!between(guide, "", ">").contains(" open"));
    assert!(pages.sees(&pages.ana, &place).contains("Be brief."));
    // Another form of the page leaves them as they are.
    let elsewhere = pages.sends(&pages.ana, &place, &[("name", "Helpdesk")]);
    assert_eq!(elsewhere.status, 303);
    assert!(pages.sees(&bea, &thread).contains("Be brief."));
    let refused = pages.sends(&bea, &place, &[("guidelines", "Mine")]);
    assert_eq!(refused.status, 403);
    assert_eq!(save("  ").status, 303);
    assert!(!pages.sees(&bea, &thread).contains("data-guide"));
}
