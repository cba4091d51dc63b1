//! Saved views, by the forms there are without scripts: made, looked at, changed, put in order, and never showing or
//! counting what a viewer may not see.

use lobby::desk::teams::{self, NewTeam};
use lobby::desk::views::{self, About};
use lobby::domain::actor::Role;
use lobby::domain::canned_reply::Audience;
use lobby::domain::conversation::Conversation;
use lobby::domain::id::{TeamId, ViewId};
use lobby::domain::view::{Condition, State, Test, View};

use crate::pages::{Pages, between, viewer};
use crate::support::mail::Mail;

fn made(place: &str) -> ViewId {
    let place = place.split('?').next().unwrap();
    place.rsplit('/').next().unwrap().parse().unwrap()
}

fn make(pages: &Pages, about: About) -> View {
    let owner = pages.owner();
    pages.act(move |w| views::make(w, &owner, &about))
}

fn open() -> Condition {
    Condition::Is(Test::State(vec![State::Open]))
}

fn cases(pages: &Pages, n: usize) -> Vec<Conversation> {
    (0..n)
        .map(|at| {
            let from = format!("p{at}@example.com");
            pages.receives(&Mail::from(&from, "Lamp", "How much?"))
        })
        .collect()
}

#[test]
fn a_view_is_put_together_kept_and_looked_at() {
    let pages = Pages::new();
    let [a, b, _] = cases(&pages, 3).try_into().unwrap();
    let number = b.number.to_string();
    pages.sends(
        &pages.ana,
        "/bulk",
        &[("list", "all"), ("n", &number), ("do", "priority:high")],
    );
    pages.act({
        let owner = pages.owner();
        move |w| {
            lobby::conversations::fields::set_priority(
                w,
                &owner,
                b.number,
                lobby::domain::conversation::Priority::High,
            )
            .map(|_| ())
        }
    });
    let page = pages.sees(&pages.ana, "/views/new?list=all");
    assert!(page.contains("3 match now"), "{page}");
    // Another condition is added by its button; before it has a value the others count.
    let mut form = vec![
        ("name", "Hurry"),
        ("icon", "🔥"),
        ("audience", "everybody"),
        ("sort", "oldest"),
        ("g0.match", "all"),
        ("g0.r0.field", "state"),
        ("g0.r0.is", "is"),
        ("g0.r0.value", "open"),
        ("do", "row:0"),
    ];
    let shown = pages.sends(&pages.ana, "/views/new", &form);
    assert_eq!(shown.status, 200);
    assert!(shown.body.contains("name=\"g0.r1.field\"") && shown.body.contains("3 match now"));
    form.pop();
    form.extend([
        ("g0.r1.field", "priority"),
        ("g0.r1.is", "is"),
        ("do", "save"),
    ]);
    let refused = pages.sends(&pages.ana, "/views/new", &form);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("has no value") && refused.body.contains("value=\"Hurry\""));
    form.push(("g0.r1.value", "high"));
    let answer = pages.sends(&pages.ana, "/views/new", &form);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let place = answer.header("location").unwrap().to_owned();
    let list = pages.sees(&pages.ana, &place);
    assert!(list.contains("🔥 Hurry") && list.contains(&format!("row-{}\"", b.number)));
    assert!(!list.contains(&format!("row-{}\"", a.number)));
    let count = format!("data-count=\"view-{}\">1<", made(&place));
    assert!(list.contains(&count), "the count stands beside it");
    assert!(pages.sees(&pages.ana, "/list/all").contains(&count));
    // The same name again is refused; the page of all of them says what it asks.
    assert_eq!(pages.sends(&pages.ana, "/views/new", &form).status, 422);
    let all = pages.sees(&pages.ana, "/views");
    assert!(
        all.contains("State is To answer and Priority is High"),
        "{all}"
    );
    // Changed, it shows the rest; taken out of use it is gone.
    let edit = format!("/views/{}", made(&place));
    let page = pages.sees(&pages.ana, &edit);
    assert!(page.contains("value=\"high\" checked"));
    let at = form.iter().position(|it| it.0 == "g0.r1.is").unwrap();
    form[at].1 = "not";
    assert_eq!(pages.sends(&pages.ana, &edit, &form).status, 303);
    let list = pages.sees(&pages.ana, &place);
    assert!(!list.contains(&format!("row-{}\"", b.number)));
    pages.posts(&pages.ana, &format!("{edit}/retire"), &[]);
    assert_eq!(pages.server.get(&place, &pages.ana.cookie).status, 404);
    assert_eq!(pages.server.get(&edit, &pages.ana.cookie).status, 404);
    pages.holds();
}

#[test]
fn what_is_private_is_neither_shown_nor_counted() {
    let pages = Pages::new();
    let owner = pages.owner();
    let team: TeamId = pages.act(move |w| {
        let new = NewTeam {
            name: "Health".into(),
            private: true,
            ..NewTeam::default()
        };
        teams::make(w, &owner, &new).map(|it| it.id)
    });
    let (doctor, inside) = pages.person("eva", Role::Agent, vec![team]);
    let (_, outside) = pages.person("luis", Role::Supervisor, Vec::new());
    let [hidden, plain] = cases(&pages, 2).try_into().unwrap();
    let by = viewer(&doctor);
    pages.act(move |w| {
        lobby::conversations::assign::set_team(w, &by, hidden.number, Some(team)).map(|_| ())
    });
    let everyone = make(
        &pages,
        About {
            name: "All open".into(),
            condition: open(),
            ..About::default()
        },
    );
    let place = format!("/list/view/{}", everyone.id);
    let key = format!("data-count=\"view-{}\">", everyone.id);
    let (seen, unseen) = (pages.sees(&inside, &place), pages.sees(&outside, &place));
    let count = |page: &str| between(page, &key, "<").to_owned();
    // The control: who is of the team sees and counts it.
    assert_eq!((count(&seen), count(&unseen)), ("2".into(), "1".into()));
    assert!(seen.contains(&format!("row-{}\"", hidden.number)));
    assert!(!unseen.contains(&format!("row-{}\"", hidden.number)));
    assert!(unseen.contains(&format!("row-{}\"", plain.number)));
    // A view that asks for the team: others find nothing, read no name of it, and cannot ask for it anew.
    let by = viewer(&doctor);
    let own = pages.act(move |w| {
        let about = About {
            name: "Of the team".into(),
            condition: Condition::Is(Test::Team(vec![Some(team)])),
            audience: Audience::Agent(by.agent_id().unwrap()),
            ..About::default()
        };
        views::make(w, &by, &about)
    });
    let place = format!("/list/view/{}", own.id);
    assert!(pages.sees(&inside, &place).contains("Of the team"));
    assert_eq!(pages.server.get(&place, &outside.cookie).status, 404);
    assert!(!pages.sees(&outside, "/views").contains("Of the team"));
    let id = team.to_string();
    let form = [
        ("name", "x"),
        ("g0.match", "all"),
        ("g0.r0.field", "team"),
        ("g0.r0.is", "is"),
        ("g0.r0.value", id.as_str()),
        ("do", "save"),
    ];
    let refused = pages.sends(&outside, "/views/new", &form);
    assert_eq!(refused.status, 422);
    assert!(!refused.body.contains("Health") && !refused.body.contains("match now"));
    assert_eq!(pages.sends(&inside, "/views/new", &form).status, 303);
    pages.holds();
}

#[test]
fn who_writes_for_others_is_who_supervises() {
    let pages = Pages::new();
    let (_, luis) = pages.person("luis", Role::Agent, Vec::new());
    let form = |audience| {
        [
            ("name", "Mine"),
            ("audience", audience),
            ("g0.match", "all"),
            ("g0.r0.field", "unread"),
            ("g0.r0.is", "yes"),
            ("do", "save"),
        ]
    };
    assert_eq!(
        pages.sends(&luis, "/views/new", &form("everybody")).status,
        403
    );
    let answer = pages.sends(&luis, "/views/new", &form("me"));
    assert_eq!(answer.status, 303);
    let own = made(answer.header("location").unwrap());
    let shared = make(
        &pages,
        About {
            name: "Open".into(),
            condition: open(),
            ..About::default()
        },
    );
    // Nobody else knows of one's own; everybody's is not theirs to change.
    for path in [format!("/views/{own}"), format!("/list/view/{own}")] {
        assert_eq!(pages.server.get(&path, &pages.ana.cookie).status, 404);
    }
    let edit = format!("/views/{}", shared.id);
    assert_eq!(pages.server.get(&edit, &luis.cookie).status, 303);
    for path in [
        edit.clone(),
        format!("{edit}/retire"),
        format!("{edit}/move"),
    ] {
        assert_eq!(pages.sends(&luis, &path, &form("me")).status, 403, "{path}");
    }
    let list = pages.sees(&luis, &format!("/list/view/{}", shared.id));
    assert!(!list.contains("Change this list"));
}

#[test]
fn views_are_put_in_order_and_all_of_one_is_changed_at_once() {
    let pages = Pages::new();
    let cases = cases(&pages, 3);
    let about = |name: &str| About {
        name: name.into(),
        condition: open(),
        ..About::default()
    };
    let (first, second) = (make(&pages, about("Zebra")), make(&pages, about("Ant")));
    let order = |page: &str| {
        let at = |id: ViewId| page.find(&format!("data-nav=\"view-{id}\"")).unwrap();
        at(first.id) < at(second.id)
    };
    assert!(order(&pages.sees(&pages.ana, "/")), "as they were made");
    let up = format!("/views/{}/move", second.id);
    pages.posts(&pages.ana, &up, &[("way", "up")]);
    assert!(!order(&pages.sees(&pages.ana, "/")));
    pages.posts(&pages.ana, &up, &[("way", "up")]);
    pages.posts(&pages.ana, &up, &[("way", "down")]);
    assert!(order(&pages.sees(&pages.ana, "/")));
    let list = format!("view/{}", first.id);
    let page = pages.sees(&pages.ana, &format!("/list/{list}"));
    assert!(page.contains("data-total=\"3\""), "{page}");
    let answer = pages.sends(
        &pages.ana,
        "/bulk",
        &[("list", &list), ("all", "1"), ("do", "priority:high")],
    );
    let bulk = answer.header("location").unwrap().to_owned();
    assert!(bulk.contains(&format!("list={list}")), "{bulk}");
    let id = between(&bulk, "/bulk/", "?").parse().unwrap();
    let found = pages.server.app.store.look(|look| look.bulk(id)).unwrap();
    assert_eq!(found.unwrap().total, u32::try_from(cases.len()).unwrap());
    pages.holds();
}

#[test]
fn a_case_opened_from_a_view_has_the_view_beside_it() {
    let pages = Pages::new();
    let [a, b] = cases(&pages, 2).try_into().unwrap();
    let view = make(
        &pages,
        About {
            name: "Mentioned".into(),
            condition: Condition::All(vec![open()]),
            ..About::default()
        },
    );
    let place = format!("/c/{}?list=view/{}", a.number, view.id);
    let page = pages.sees(&pages.ana, &place);
    assert!(page.contains(&format!("row-{}\"", b.number)) && page.contains("Mentioned"));
}
