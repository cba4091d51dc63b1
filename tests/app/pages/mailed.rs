//! Figures by mail: chosen on the page, the same as the pages show, each person their own, and each once.

use lobby::app::figures::told;
use lobby::domain::actor::Role;
use lobby::domain::agent::Agent;
use lobby::domain::notice::Rhythm;
use lobby::domain::time::Millis;
use lobby::notices::figures::{next, sent, take};

use crate::pages::Pages;
use crate::support::mail::Mail;

const PLACE: &str = "/settings/me/notifications";

fn of(pages: &Pages, agent: &Agent) -> Agent {
    let id = agent.id;
    let found = pages.server.app.store.look(|look| look.agent(id));
    found.unwrap().unwrap()
}

fn text(pages: &Pages, agent: &Agent, due: Millis) -> String {
    let (app, agent) = (&pages.server.app, of(pages, agent));
    let told = app.store.look(|look| told(app, look, &agent, due));
    let told = told.unwrap();
    assert!(told.subject.contains(": figures, "), "{}", told.subject);
    told.text
}

#[test]
fn they_are_chosen_on_the_page_and_say_what_the_pages_say() {
    let pages = Pages::new();
    let (bea, as_bea) = pages.person("bea", Role::Agent, Vec::new());
    let owner = pages.server.owner();
    for (subject, whose) in [("Lamp", &owner), ("Chair", &owner), ("Sofa", &bea)] {
        let from = format!("{subject}@example.com");
        let c = pages.receives(&Mail::from(&from, subject, "Is it in stock?"));
        let at = format!("/c/{}/assignee", c.number);
        pages.posts(&pages.ana, &at, &[("agent", &whose.id.to_string())]);
    }
    let form = [
        ("quiet", "nights"),
        ("mail_after", "15"),
        ("figures", "daily"),
    ];
    for who in [&pages.ana, &as_bea] {
        assert!(!pages.sees(who, PLACE).contains("value=\"daily\" selected"));
        pages.posts(who, PLACE, &form);
        assert!(pages.sees(who, PLACE).contains("value=\"daily\" selected"));
    }
    let owner = of(&pages, &owner);
    let due = owner.figures.due.unwrap();
    let now = pages.server.app.clock.now();
    assert_eq!(Some(due), next(Rhythm::Daily, now, &owner.time_zone));
    // It is noon: those of tomorrow morning are of today.
    let all = text(&pages, &owner, due);
    assert!(all.contains("New conversations: 3"), "{all}");
    assert!(
        all.contains("/reports?from=") && all.contains(PLACE),
        "{all}"
    );
    let own = text(&pages, &bea, due);
    assert!(own.contains("your own figures"), "{own}");
    assert!(own.contains("New conversations: 1"), "{own}");
    assert!(
        !own.contains("Lamp") && !all.contains("Lamp"),
        "a letter of figures names a customer's words"
    );
}

#[test]
fn each_is_mailed_once_and_none_to_who_wants_none() {
    let mut pages = Pages::new();
    let owner = pages.server.owner();
    let set = |pages: &Pages, rhythm: &str| {
        let form = [
            ("quiet", "nights"),
            ("mail_after", "15"),
            ("figures", rhythm),
        ];
        pages.posts(&pages.ana, PLACE, &form);
        of(pages, &owner).figures.due
    };
    let id = owner.id;
    let takes = |pages: &Pages, due| {
        let store = &pages.server.app.store;
        store.by_hand(move |w| take(w, id, due)).unwrap()
    };
    let due = set(&pages, "weekly").unwrap();
    let now = pages.server.app.clock.now();
    pages.later(due.since(now));
    assert!(takes(&pages, due), "it is not mailed");
    assert!(takes(&pages, due), "what did not leave is not tried again");
    let store = &pages.server.app.store;
    store.by_hand(move |w| sent(w, id, due)).unwrap();
    assert!(!takes(&pages, due), "it is mailed twice");
    let following = of(&pages, &owner).figures.due.unwrap();
    assert!(following > due, "the next ones are not planned");
    // Another rhythm: what was planned before is nobody's any more.
    let daily = set(&pages, "daily").unwrap();
    assert!(daily < following);
    assert_eq!(set(&pages, "never"), None);
    assert!(!takes(&pages, daily) && !takes(&pages, following));
    pages.holds();
}
