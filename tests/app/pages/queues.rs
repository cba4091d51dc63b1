//! Teams whose conversations Lobby gives out: arranged on the page of a team, breaks from every page, the next one by
//! one button, and all of it with the jobs running.

use std::time::{Duration, Instant};

use lobby::conversations::assign;
use lobby::desk::teams;
use lobby::domain::actor::Role;
use lobby::domain::agent::Availability;
use lobby::domain::id::{BrandId, ConnectionId, TeamId};
use lobby::domain::queue::serving::{Break, Serving};
use lobby::domain::queue::{Mode, Queue};

use crate::pages::{Pages, viewer};
use crate::security::server::Server;
use crate::support::desk::{ADDRESS, id, mailbox};
use crate::support::mail::Mail;

fn team(pages: &Pages, name: &'static str) -> TeamId {
    let by = pages.owner();
    pages.act(move |w| {
        let new = teams::NewTeam {
            name: name.to_owned(),
            private: false,
            lead: None,
        };
        teams::make(w, &by, &new).map(|it| it.id)
    })
}

#[test]
fn a_team_is_told_how_its_conversations_find_somebody() {
    let pages = Pages::new();
    let (sales, general) = (team(&pages, "Sales"), team(&pages, "General"));
    let (bea, _) = pages.person("bea", Role::Agent, vec![sales]);
    let place = format!("/settings/teams/{sales}");
    let page = pages.sees(&pages.ana, &place);
    assert!(page.contains("Whoever answers first") && page.contains("Nothing waits for somebody."));
    let to = general.to_string();
    let form = [
        ("mode", "push"),
        ("fit_minutes", "5"),
        ("chat", "2"),
        ("messaging", "10"),
        ("mail", ""),
        ("overflow", to.as_str()),
        ("minutes", "15"),
    ];
    pages.posts(&pages.ana, &format!("{place}/queue"), &form);
    let look = &pages.server.app.store;
    let kept = look.look(|look| look.team(sales)).unwrap().unwrap().queue;
    assert_eq!((kept.mode, kept.fit_minutes), (Mode::Push, 5));
    assert_eq!((kept.take_back.chat, kept.take_back.mail), (2, 0));
    assert_eq!(kept.overflow.map(|it| it.minutes), Some(15));
    // What makes no sense is said at its field.
    let wrong = pages.sends(
        &pages.ana,
        &format!("{place}/queue"),
        &[("mode", "push"), ("mail", "x")],
    );
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Whole minutes"), "{}", wrong.body);
    // What Bea can be given.
    let of_bea = format!("/settings/people/{}/serving", bea.id);
    let form = [
        ("cap", "4"),
        ("speaks", "es"),
        ("speaks", "pt"),
        ("shift0", "8:00–12:00, 13-17"),
    ];
    pages.posts(&pages.ana, &of_bea, &form);
    let kept = look
        .look(|look| look.agent(bea.id))
        .unwrap()
        .unwrap()
        .serving;
    assert_eq!(
        (kept.cap, kept.speaks),
        (Some(4), vec!["es".to_owned(), "pt".to_owned()])
    );
    assert_eq!(kept.shifts[0], [(480, 720), (780, 1_020)]);
    let wrong = pages.sends(&pages.ana, &of_bea, &[("shift0", "17-8")]);
    assert_eq!(wrong.status, 422);
    // Who waits, and why nobody has it yet.
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let (by, number) = (pages.owner(), c.number);
    pages.act(move |w| assign::set_team(w, &by, number, Some(sales)));
    let page = pages.sees(&pages.ana, &place);
    assert!(
        page.contains("1 conversation waits for somebody."),
        "{page}"
    );
    assert!(page.contains("Nobody of Sales is here."), "{page}");
    assert!(
        page.contains("load 0 of 4 · Spanish · Portuguese"),
        "{page}"
    );
    let list = pages.sees(&pages.ana, &format!("/list/team/{sales}"));
    assert!(list.contains("Nobody of Sales is here."), "{list}");
    pages.holds();
}

#[test]
fn what_a_conversation_counts_is_asked_where_somebody_is_given_any() {
    let pages = Pages::new();
    let sales = team(&pages, "Sales");
    let (bea, _) = pages.person("bea", Role::Agent, vec![sales]);
    let teams = "/settings/teams";
    assert!(
        !pages
            .sees(&pages.ana, teams)
            .contains("What a conversation counts")
    );
    let queue = format!("/settings/teams/{sales}/queue");
    pages.posts(&pages.ana, &queue, &[("mode", "push")]);
    assert!(
        pages
            .sees(&pages.ana, teams)
            .contains("What a conversation counts")
    );
    let all = [("chat", "6"), ("messaging", "3"), ("mail", "2")];
    pages.posts(&pages.ana, "/settings/weights", &all);
    let hint = "A web chat counts 6, messaging 3, an e-mail 2. Empty: 12.";
    let person = pages.sees(&pages.ana, &format!("/settings/people/{}", bea.id));
    assert!(person.contains(hint), "{person}");
    let changes = pages.sees(&pages.ana, "/settings/changes");
    assert!(changes.contains("changed what a conversation counts"));
    for wrong in ["", "0", "13", "x"] {
        let form = [("chat", wrong), ("messaging", "3"), ("mail", "2")];
        let refused = pages.sends(&pages.ana, "/settings/weights", &form);
        assert_eq!(refused.status, 422, "{wrong}");
        assert!(refused.body.contains("Give each from 1 to 12 points."));
    }
    pages.holds();
}

#[test]
fn a_break_begins_in_two_clicks_where_there_are_teams() {
    let pages = Pages::new();
    let (bea, browser) = pages.person("bea", Role::Agent, vec![]);
    // Nothing of it before there is a team.
    assert!(!pages.sees(&browser, "/").contains("/settings/me/pause"));
    team(&pages, "Sales");
    assert!(pages.sees(&browser, "/").contains("/settings/me/pause"));
    let state = || {
        let found = pages.server.app.store.look(|look| look.agent(bea.id));
        found.unwrap().unwrap().availability
    };
    let page = pages.posts(&browser, "/settings/me/pause", &[("why", "lunch")]);
    assert!(page.contains("You are on a break: Lunch."), "{page}");
    let lunch = Availability::Away {
        until: None,
        why: Some(Break::Lunch),
    };
    assert_eq!(state(), lunch);
    pages.posts(&browser, "/settings/me/absence", &[("do", "back")]);
    assert_eq!(state(), Availability::Online);
    let page = pages.posts(&browser, "/settings/me/pause", &[("why", "off")]);
    assert!(page.contains("Your day is over."), "{page}");
    assert_eq!(state(), Availability::Off);
    assert_eq!(
        pages
            .sends(&browser, "/settings/me/pause", &[("why", "nap")])
            .status,
        422
    );
}

#[test]
fn the_next_one_is_taken_and_opened() {
    let pages = Pages::new();
    let first = pages.receives(&Mail::from("a@example.com", "First", "Is it open?"));
    pages
        .server
        .app
        .clock
        .advance(lobby::domain::time::Span::seconds(5));
    pages.receives(&Mail::from("b@example.com", "Second", "Is it open?"));
    let offered = || {
        pages
            .sees(&pages.ana, "/list/unassigned")
            .contains("action=\"/next\"")
    };
    assert!(!offered(), "few people need none");
    team(&pages, "Sales");
    assert!(offered());
    let form = [("list", "unassigned")];
    let page = pages.posts(&pages.ana, "/next", &form);
    assert!(page.contains("First"));
    let me = pages.server.owner().id;
    assert_eq!(pages.again(&first).assignee, Some(me));
    pages.posts(&pages.ana, "/next", &form);
    let page = pages.posts(&pages.ana, "/next", &form);
    assert!(
        page.contains("Nothing is waiting that you could take."),
        "{page}"
    );
    // A list of what somebody has offers none.
    assert!(
        !pages
            .sees(&pages.ana, "/list/mine")
            .contains("action=\"/next\"")
    );
}

/// Waits until something is so, with the jobs running.
fn until(what: &str, is: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is() {
        assert!(begun.elapsed() < Duration::from_secs(30), "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn lobby_gives_it_to_who_comes_and_when_somebody_is_done() {
    let server = Server::on_disk().claim();
    let store = &server.app.store;
    let sales: TeamId = id(50);
    store
        .by_hand(move |w| {
            let brand: BrandId = w.business()?.unwrap_or_default().brand;
            mailbox(w, id(1), id(2), ADDRESS, brand)?;
            let mut channel = w.channel(id(2))?.unwrap();
            channel.team = Some(sales);
            w.put_channel(&channel)?;
            w.put_team(&lobby::domain::team::Team {
                id: sales,
                name: "Sales".to_owned(),
                queue: Queue {
                    mode: Mode::Push,
                    ..Queue::default()
                },
                ..Default::default()
            })
        })
        .unwrap();
    let bea = server.person("bea@shop.example", Role::Agent, vec![sales]);
    let who = bea.id;
    store
        .by_hand(move |w| {
            let mut agent = w.agent(who)?.unwrap();
            agent.serving = Serving {
                cap: Some(1),
                ..Serving::default()
            };
            w.put_agent(&agent)
        })
        .unwrap();
    let receive = |n: u32| {
        let mailbox: ConnectionId = id(1);
        let mail = Mail::from(&format!("c{n}@example.com"), "Lamp", "Is it in stock?");
        let input = mail.inbound(mailbox, n, server.app.clock.now());
        let keys = server.app.keys.clone();
        let deed = move |w: &mut lobby::store::Write<'_>| {
            lobby::conversations::receive::receive(w, &keys, mailbox, &input)
        };
        store.by_hand(deed).unwrap();
        server
            .app
            .clock
            .advance(lobby::domain::time::Span::seconds(1));
    };
    receive(1);
    receive(2);
    let has = |number: u64| {
        let found = store.look(move |look| look.conversation_numbered(number));
        found.unwrap().unwrap().assignee
    };
    // Nobody has shown a sign of life.
    std::thread::sleep(Duration::from_millis(200));
    assert_eq!((has(1), has(2)), (None, None));
    // Bea opens a page: the older one is hers, and the other waits.
    let browser = server.browser_of(&bea);
    let page = server.get("/", &browser.cookie);
    assert_eq!(page.status, 200);
    until("the first is hers", || has(1) == Some(bea.id));
    assert_eq!(has(2), None);
    // She is done with it: the next comes at once.
    let by = viewer(&bea);
    store
        .by_hand(move |w| lobby::conversations::status::resolve(w, &by, 1).map(|_| ()))
        .unwrap();
    until("the second is hers", || has(2) == Some(bea.id));
    let page = server.get("/c/2", &browser.cookie).body;
    assert!(page.contains("load 1 of 1"), "{page}");
    assert!(store.check().unwrap().is_empty());
}
