//! What is one's own: the list of what one follows, where one goes on, and a time in one's own words.

use lobby::conversations::status;
use lobby::domain::actor::Role;

use crate::pages::Pages;
use crate::pages::teams::{of_team, team};
use crate::support::mail::Mail;

#[test]
fn what_one_follows_stands_in_a_list_of_ones_own_until_it_is_resolved() {
    let pages = Pages::new();
    let (_, bea) = pages.person("bea", Role::Agent, Vec::new());
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let row = format!("id=\"row-{}\"", c.number);
    let sees = |who| pages.sees(who, "/list/followed");
    assert!(sees(&bea).contains("You follow no conversation."));
    let path = format!("/c/{}/follow", c.number);
    pages.posts(&bea, &path, &[("to", "follow")]);
    assert!(sees(&bea).contains(&row) && !sees(&pages.ana).contains(&row));
    assert!(pages.sees(&bea, "/").contains("href=\"/list/followed\""));
    assert!(
        !pages
            .sees(&pages.ana, "/")
            .contains("href=\"/list/followed\"")
    );
    pages.holds();
    let (by, number) = (pages.owner(), c.number);
    pages.act(move |w| status::resolve(w, &by, number));
    assert!(!sees(&bea).contains(&row));
}

#[test]
fn following_shows_nothing_of_a_team_that_became_private() {
    let pages = Pages::new();
    let open = team(&pages, false);
    let (_, bea) = pages.person("bea", Role::Agent, Vec::new());
    let c = of_team(&pages, open, "carla@example.com");
    let path = format!("/c/{}/follow", c.number);
    pages.posts(&bea, &path, &[("to", "follow")]);
    assert!(pages.sees(&bea, "/list/followed").contains("Blood test"));
    let privacy = format!("/settings/teams/{open}/privacy");
    pages.posts(&pages.ana, &privacy, &[("private", "1")]);
    assert!(pages.again(&c).audience.is_some());
    assert!(!pages.sees(&bea, "/list/followed").contains("Blood test"));
}

#[test]
fn where_one_goes_on_is_kept_beside_the_keys_one_chose() {
    let pages = Pages::new();
    pages.posts(&pages.ana, "/settings/me/keys", &[("resolve", "w")]);
    let profile = [("name", "Ana"), ("language", "en"), ("time_zone", "UTC")];
    let with = |after| [profile.as_slice(), &[("after", after)]].concat();
    assert!(!pages.sees(&pages.ana, "/").contains("data-after"));
    for (after, said) in [
        ("stay", "data-after=\"stay\""),
        ("list", "data-after=\"list\""),
    ] {
        pages.posts(&pages.ana, "/settings/me", &with(after));
        assert!(pages.sees(&pages.ana, "/").contains(said));
    }
    pages.posts(&pages.ana, "/settings/me", &with("elsewhere"));
    let page = pages.sees(&pages.ana, "/");
    assert!(!page.contains("data-after") && page.contains("data-keys"));
}

#[test]
fn a_time_is_shown_as_it_was_understood() {
    let pages = Pages::new();
    let understood = pages.sees(&pages.ana, "/search/when?text=in+3+days+at+14:00");
    assert!(
        understood.contains("<time datetime=\"") && understood.contains("T14:00"),
        "{understood}"
    );
    for nothing in ["", "hello", "2001-01-01"] {
        let page = pages.sees(&pages.ana, &format!("/search/when?text={nothing}"));
        assert!(!page.contains("<time"), "{page}");
    }
}
