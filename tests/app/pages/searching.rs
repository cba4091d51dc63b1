//! Searching by the page, without scripts: facets as tokens that are links, what was picked as one address, what is
//! found when one of them is left out, and nothing of what one may not see.

use std::time::Duration;

use lobby::conversations::assign;
use lobby::domain::actor::Role;
use lobby::domain::conversation::Conversation;
use lobby::domain::id::TeamId;

use crate::pages::teams::{of_team, team};
use crate::pages::{Pages, between};
use crate::security::server::Browser;
use crate::support::mail::Mail;

/// What somebody finds, once everything is.
fn finds(pages: &Pages, who: &Browser, path: &str) -> String {
    let app = &pages.server.app;
    let seq = app.store.look(|look| look.last_seq()).unwrap();
    assert!(app.search.wait_for(seq, Duration::from_secs(20)));
    pages.sees(who, path)
}

fn tagged(pages: &Pages, c: &Conversation, tag: &str) {
    let path = format!("/c/{}/tags", c.number);
    pages.posts(&pages.ana, &path, &[("add", tag)]);
}

fn given(pages: &Pages, c: &Conversation) {
    let (by, number) = (pages.owner(), c.number);
    let me = by.agent_id();
    pages.act(move |w| assign::assign(w, &by, number, me));
}

/// The open team with a case, and one without a team that has a tag and is Ana's.
fn desk() -> (Pages, Conversation, Conversation, TeamId) {
    let pages = Pages::new();
    let open = team(&pages, false);
    let first = of_team(&pages, open, "carla@example.com");
    let second = pages.receives(&Mail::from("joao@example.com", "Roses", "zanahoria y João"));
    tagged(&pages, &second, "muy urgente");
    given(&pages, &second);
    (pages, first, second, open)
}

#[test]
fn facets_are_tokens_one_can_take_away() {
    let (pages, first, second, _) = desk();
    let ana = &pages.ana;
    let hit = |c: &Conversation| format!("href=\"/c/{}?at=0#m-0\"", c.number);
    let both = finds(&pages, ana, "/search?q=zanahoria");
    assert!(both.contains(&hit(&first)) && both.contains(&hit(&second)));
    for (narrowed, found, lost) in [
        ("team:health+zanahoria", &first, &second),
        ("tag:%22MUY+urgente%22+zanahoria", &second, &first),
        ("assigned:me", &second, &first),
        ("asignada:nobody+zanahoria", &first, &second),
        ("from:joao", &second, &first),
        ("channel:email+joao", &second, &first),
    ] {
        let page = finds(&pages, ana, &format!("/search?q={narrowed}"));
        assert!(page.contains(&hit(found)), "{narrowed}: {page}");
        assert!(!page.contains(&hit(lost)), "{narrowed}");
    }
    let page = pages.sees(ana, "/search?q=tag:%22muy+urgente%22+is:open+zanahoria");
    // The words stand in the field, the facets beside it, each with the search without it.
    assert!(page.contains("name=\"q\" value=\"zanahoria\""), "{page}");
    let tokens = between(&page, "id=\"tokens\"", "</ul>");
    assert!(tokens.contains("Tag: muy urgente") && tokens.contains("State: To answer"));
    assert!(
        tokens.contains("href=\"/search?q=is%3Aopen+zanahoria\""),
        "{tokens}"
    );
    // Words are no list; facets are.
    assert!(!page.contains("/views/new?search="));
    let page = pages.sees(ana, "/search?q=tag:%22muy+urgente%22+is:open");
    let keep = between(&page, "href=\"/views/new?", "\"").replace("&amp;", "&");
    let view = pages.sees(ana, &format!("/views/new?{keep}"));
    assert!(view.contains("1 match"), "{view}");
}

#[test]
fn what_was_picked_becomes_one_address() {
    let (pages, ..) = desk();
    let picked = "/search?q=zanahoria&in=is%3Aopen&from=&channel=email&tag=muy+urgente&team=&assigned=&is=\
                  &since=2020-01-01&until=";
    let answer = pages.server.get(picked, &pages.ana.cookie);
    assert_eq!(answer.status, 303);
    assert_eq!(
        answer.header("location").unwrap(),
        "/search?q=is%3Aopen+channel%3Aemail+tag%3A%22muy+urgente%22+since%3A2020-01-01+zanahoria"
    );
    let suggested = pages.sees(&pages.ana, "/search/suggest?typed=tag%3Amu");
    assert!(
        suggested.contains("muy urgente") && suggested.contains("data-put=\"tag:&#34;"),
        "{suggested}"
    );
    let people = pages.sees(&pages.ana, "/search/suggest?typed=from%3Ame");
    assert!(people.contains("data-put=\"from:me\""), "{people}");
    let facets = pages.sees(&pages.ana, "/search/suggest?typed=ta");
    assert!(facets.contains("data-put=\"tag:\"") && !facets.contains("data-put=\"team:\""));
}

#[test]
fn where_nothing_is_found_it_says_what_is_without_a_facet() {
    let (pages, ..) = desk();
    let page = finds(
        &pages,
        &pages.ana,
        "/search?q=tag:%22muy+urgente%22+team:health+zanahoria",
    );
    let instead = between(&page, "class=\"stack instead\"", "</ul>");
    assert!(instead.contains("Without “Tag: muy urgente”"), "{instead}");
    assert!(
        instead.contains("href=\"/search?q=team%3AHealth+zanahoria\"")
            || instead.contains("href=\"/search?q=team%3Ahealth+zanahoria\""),
        "{instead}"
    );
    let page = pages.sees(&pages.ana, "/search?q=tag:gone+zanahoria");
    assert!(page.contains("nothing has this name"), "{page}");
}

#[test]
fn a_private_team_is_neither_offered_nor_found_nor_counted() {
    let pages = Pages::new();
    let private = team(&pages, true);
    let hidden = of_team(&pages, private, "carla@example.com");
    let (_, bea) = pages.person("bea", Role::Agent, vec![]);
    let (_, cam) = pages.person("cam", Role::Agent, vec![private]);
    for (path, what) in [
        ("/search?q=team:health+zanahoria", "Blood test"),
        ("/search?q=zanahoria+is:open", "Blood test"),
        ("/search?q=assigned:nobody", "Blood test"),
        (
            "/search?q=team:health+tag:gone+zanahoria",
            "class=\"stack instead\"",
        ),
        ("/search?q=team:health", "Team: Health"),
        ("/search/suggest?typed=team%3A", "Health"),
        ("/search/suggest?typed=te", "team:"),
    ] {
        let seen = finds(&pages, &bea, path);
        assert!(!seen.contains(what), "{path}: {seen}");
        assert!(!seen.contains(&format!("/c/{}?", hidden.number)), "{path}");
    }
    for (path, what) in [
        ("/search?q=team:health+zanahoria", "Blood test"),
        ("/search?q=team:health", "Team: Health"),
        ("/search/suggest?typed=team%3A", "Health"),
    ] {
        let seen = finds(&pages, &cam, path);
        assert!(seen.contains(what), "{path}: {seen}");
    }
}

#[test]
fn further_pages_bring_further_messages() {
    let pages = Pages::new();
    for n in 0..25 {
        let from = format!("p{n}@example.com");
        pages.receives(&Mail::from(&from, "Carrots", "zanahoria"));
    }
    let hits = |page: &str| page.matches("class=\"hit\" href=\"/c/").count();
    let first = finds(&pages, &pages.ana, "/search?q=zanahoria&type=messages");
    assert_eq!(hits(&first), 20);
    let more = between(&first, "class=\"more\"><a class=\"button\" href=\"", "\"");
    let second = pages.sees(
        &pages.ana,
        &more.replace("&amp;", "&").replace("&#38;", "&"),
    );
    assert_eq!(hits(&second), 5);
    assert!(!second.contains("class=\"more\""));
}
