//! `/live`: who waits and who has what, as who looks after others sees it, and what they do from there.

use lobby::conversations::assign;
use lobby::desk::teams;
use lobby::domain::actor::Role;
use lobby::domain::id::{AgentId, TeamId};
use lobby::domain::time::Span;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

fn team(pages: &Pages, name: &'static str, lead: Option<AgentId>) -> TeamId {
    let by = pages.owner();
    pages.act(move |w| {
        let new = teams::NewTeam {
            name: name.to_owned(),
            private: false,
            lead,
        };
        teams::make(w, &by, &new).map(|it| it.id)
    })
}

/// The figure of a tile.
fn figure<'p>(page: &'p str, key: &str) -> &'p str {
    let tile = between(page, &format!("data-key=\"{key}\""), "</a>");
    between(tile, "tile__n\">", "<")
}

#[test]
fn how_many_wait_is_the_first_number() {
    let mut pages = Pages::new();
    let empty = pages.sees(&pages.ana, "/live");
    assert_eq!(figure(&empty, "people"), "0");
    assert!(empty.contains("Nobody waits.") && empty.contains("Nothing went wrong"));
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    pages.receives(&Mail::from("carla@example.com", "Roof", "It leaks."));
    pages.receives(&Mail::from("dora@example.com", "Door", "It is stuck."));
    pages.later(Span::minutes(25));
    let page = pages.sees(&pages.ana, "/live");
    assert_eq!(figure(&page, "people"), "2");
    assert!(page.contains("in 3 conversations"));
    assert_eq!(figure(&page, "longest"), "25 min");
    assert_eq!(figure(&page, "unassigned"), "3");
    let rows = between(&page, "id=\"who-rows\"", "</ul>");
    assert!(rows.starts_with('>') && rows.find(&format!("/c/{}", c.number)).is_some());
    assert!(page.contains("15–60 min: <b>3</b>"), "{page}");
    // The wall has the same figures, and nothing to press.
    let wall = pages.sees(&pages.ana, "/live/wall");
    let tile = between(&wall, "data-key=\"people\"", "</div>");
    assert_eq!(between(tile, "tile__n\">", "<"), "2");
    assert!(!wall.contains("<form") && !wall.contains("<button"));
    assert!(wall.contains("http-equiv=\"refresh\""));
    pages.holds();
}

#[test]
fn a_lead_sees_their_team_and_who_leads_nothing_sees_none() {
    let pages = Pages::new();
    let (bea, hers) = pages.person("bea", Role::Agent, vec![]);
    let (_, his) = pages.person("carl", Role::Agent, vec![]);
    let sales = team(&pages, "Sales", Some(bea.id));
    for (n, of) in [Some(sales), None].into_iter().enumerate() {
        let c = pages.receives(&Mail::from(
            &format!("c{n}@example.com"),
            "Lamp",
            "Is it in?",
        ));
        let (by, number) = (pages.owner(), c.number);
        pages.act(move |w| assign::set_team(w, &by, number, of).map(|_| ()));
    }
    assert_eq!(figure(&pages.sees(&pages.ana, "/live"), "people"), "2");
    let page = pages.sees(&hers, "/live");
    assert_eq!(figure(&page, "people"), "1");
    assert!(page.contains("Of Sales."));
    assert!(pages.sees(&hers, "/").contains("href=\"/live\""));
    assert_eq!(pages.server.get("/live", &his.cookie).status, 403);
    assert_eq!(pages.server.get("/live/wall", &his.cookie).status, 403);
    assert!(!pages.sees(&his, "/").contains("href=\"/live\""));
}

#[test]
fn what_waits_is_given_and_taken_from_there() {
    let pages = Pages::new();
    let (bea, hers) = pages.person("bea", Role::Agent, vec![]);
    team(&pages, "Sales", Some(bea.id));
    let all: Vec<_> = (0..3)
        .map(|n| {
            pages.receives(&Mail::from(
                &format!("c{n}@example.com"),
                "Lamp",
                "In stock?",
            ))
        })
        .collect();
    let numbers: Vec<String> = all.iter().map(|it| it.number.to_string()).collect();
    let to = bea.id.to_string();
    let form = [
        ("number", numbers[0].as_str()),
        ("number", numbers[1].as_str()),
        ("agent", to.as_str()),
    ];
    let page = pages.posts(&pages.ana, "/live/give", &form);
    assert!(page.contains("Given: 2 conversations."), "{page}");
    assert_eq!(pages.again(&all[0]).assignee, Some(bea.id));
    assert_eq!(figure(&page, "unassigned"), "1");
    let back = [("number", numbers[0].as_str()), ("agent", "nobody")];
    let page = pages.posts(&pages.ana, "/live/give", &back);
    assert!(page.contains("/undo") && page.contains("Back in the queue: 1 conversation."));
    assert_eq!(pages.again(&all[0]).assignee, None);
    let taken = pages.sends(&pages.ana, "/live/give", &[("take", numbers[2].as_str())]);
    let place = format!("/c/{}", numbers[2]);
    assert_eq!(taken.header("location"), Some(place.as_str()));
    assert_eq!(pages.again(&all[2]).assignee, pages.owner().agent_id());
    // A lead gives away only what is of their team.
    let other = [("number", numbers[1].as_str()), ("agent", "nobody")];
    assert_eq!(pages.sends(&hers, "/live/give", &other).status, 404);
    assert_eq!(pages.again(&all[1]).assignee, Some(bea.id));
    pages.holds();
}

#[test]
fn an_earlier_minute_is_shown_as_it_was() {
    let mut pages = Pages::new();
    pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    pages.later(Span::minutes(30));
    let minute = pages.server.app.clock.now().0 / 60_000;
    let c = pages.receives(&Mail::from("dora@example.com", "Door", "It is stuck."));
    pages.replies(&pages.owner(), &c, "Push harder.");
    pages.receives(&Mail::from("eva@example.com", "Roof", "It leaks."));
    pages.later(Span::minutes(30));
    let place = format!("/live?at={}", minute - 1);
    let then = pages.sees(&pages.ana, &place);
    assert_eq!(figure(&then, "people"), "1");
    assert_eq!(figure(&then, "longest"), "29 min");
    assert!(then.contains("How it was:") && !then.contains("name=\"take\""));
    assert_eq!(figure(&pages.sees(&pages.ana, "/live"), "people"), "2");
    let early = format!("/live?at={}", minute - 3_000);
    assert_eq!(pages.server.get(&early, &pages.ana.cookie).status, 422);
}

#[test]
fn of_a_thousand_the_first_are_named_and_all_are_counted() {
    let pages = Pages::new();
    for n in 0..120 {
        pages.receives(&Mail::from(
            &format!("c{n}@example.com"),
            "Lamp",
            "Is it in stock?",
        ));
    }
    let page = pages.sees(&pages.ana, "/live");
    assert_eq!(figure(&page, "people"), "120");
    assert_eq!(page.matches("class=\"box__row monitor__row\"").count(), 50);
    assert!(page.contains("and 70 more."));
}
