//! Somebody is away in two clicks: what is theirs is covered or passed on, and theirs again; whoever takes over is told
//! what to know, and that they read it is noted; who returns is told what changed.

use lobby::conversations::{absence, assign};
use lobby::domain::absence::Cover;
use lobby::domain::actor::Role;
use lobby::domain::agent::{Agent, Availability};
use lobby::domain::conversation::Conversation;
use lobby::domain::event::EventKind;
use lobby::domain::id::AgentId;
use lobby::domain::job::JobKind;
use lobby::domain::notice::{Notice, NoticeKind};
use lobby::domain::time::Span;
use lobby::notices::covered::{self, Meanwhile};
use lobby::store::Look;

use crate::pages::{Pages, between, viewer};
use crate::support::mail::Mail;

const AWAY: &str = "/settings/me/absence";

fn asked(pages: &Pages, n: usize) -> Conversation {
    let from = format!("c{n}@example.com");
    pages.receives(&Mail::from(&from, &format!("Lamp {n}"), "Is it in stock?"))
}

fn give(pages: &Pages, c: &Conversation, to: AgentId) {
    let (by, number) = (pages.owner(), c.number);
    pages.act(move |w| assign::assign(w, &by, number, Some(to)).map(|_| ()));
}

fn agent(pages: &Pages, id: AgentId) -> Agent {
    let found = pages.server.app.store.look(|look| look.agent(id));
    found.unwrap().unwrap()
}

#[test]
fn away_in_two_clicks_is_covered_by_everybody_and_over_in_one() {
    let pages = Pages::new();
    let me = pages.server.owner().id;
    assert!(
        !pages.sees(&pages.ana, "/").contains(AWAY),
        "who is alone is covered by nobody"
    );
    let (bea, beas) = pages.person("bea", Role::Agent, vec![]);
    let c = asked(&pages, 1);
    give(&pages, &c, me);
    let before = pages.sees(&beas, "/list/unassigned");
    assert!(!before.contains("id=\"row-1\""));
    // The menu of every page: open it, choose.
    let menu = pages.sees(&pages.ana, "/");
    let until = between(&menu, "name=\"until\" value=\"", "\"").to_owned();
    let away = pages.posts(&pages.ana, AWAY, &[("until", &until)]);
    assert!(away.contains("You are away until") && away.contains("I am back"));
    assert!(matches!(
        agent(&pages, me).availability,
        Availability::Away { until: Some(_), .. }
    ));
    let covered = pages.again(&c);
    assert!(covered.covered && covered.assignee == Some(me));
    let offered = pages.sees(&beas, "/list/unassigned");
    let row = between(&offered, "id=\"row-1\"", "</li>");
    assert!(row.contains("is away"), "{row}");
    let thread = pages.sees(&beas, &format!("/c/{}", c.number));
    assert!(between(&thread, "composer__owner", "</div>").contains("covers for them"));
    assert!(
        thread.contains("(away)"),
        "who is away is named so where work is given"
    );
    pages.replies(&viewer(&bea), &c, "It is.");
    assert_eq!(pages.again(&c).assignee, Some(me), "it stays theirs");
    // What is given to them meanwhile is covered too; what is somebody else's is not.
    let other = asked(&pages, 2);
    give(&pages, &other, me);
    assert!(pages.again(&other).covered);
    give(&pages, &other, bea.id);
    assert!(!pages.again(&other).covered);
    pages.posts(&pages.ana, AWAY, &[("do", "back")]);
    assert!(!pages.again(&c).covered && agent(&pages, me).absence.is_none());
    assert_eq!(agent(&pages, me).availability, Availability::Online);
    pages.holds();
}

#[test]
fn what_is_passed_on_comes_back_when_the_time_is_over() {
    let pages = Pages::new();
    let me = pages.server.owner().id;
    let (bea, _) = pages.person("bea", Role::Agent, vec![]);
    let (cleo, _) = pages.person("cleo", Role::Agent, vec![]);
    let cases: Vec<_> = (0..3).map(|n| asked(&pages, n)).collect();
    for c in &cases {
        give(&pages, c, me);
    }
    let heir = bea.id.to_string();
    let page = pages.sees(&pages.ana, AWAY);
    assert!(page.contains("You have 3 open conversations.") && page.contains(&heir));
    pages.posts(
        &pages.ana,
        AWAY,
        &[("until", "2026-11-05T09:00"), ("cover", &heir)],
    );
    assert!(
        cases
            .iter()
            .all(|c| pages.again(c).assignee == Some(bea.id))
    );
    // One goes on to somebody else meanwhile: that stays there.
    give(&pages, &cases[0], cleo.id);
    let due = agent(&pages, me).absence.unwrap().until.unwrap() + Span::seconds(1);
    pages.act(move |w| absence::end_due(w, me));
    assert!(agent(&pages, me).absence.is_some(), "not before its time");
    pages
        .server
        .app
        .clock
        .advance(due.since(pages.server.app.clock.now()));
    pages.act(move |w| absence::end_due(w, me));
    assert_eq!(pages.again(&cases[0]).assignee, Some(cleo.id));
    assert!(
        cases[1..]
            .iter()
            .all(|c| pages.again(c).assignee == Some(me))
    );
    // Shared out evenly, and one absence gives way to another.
    let (by, going) = (pages.owner(), |cover| absence::Going {
        agent: me,
        until: None,
        cover,
    });
    let shared = going(Cover::Shared);
    pages.act(move |w| absence::go(w, &by, &shared).map(|_| ()));
    let mut heirs: Vec<_> = cases[1..].iter().map(|c| pages.again(c).assignee).collect();
    heirs.sort();
    let mut both = vec![Some(bea.id), Some(cleo.id)];
    both.sort();
    assert_eq!(heirs, both);
    let (by, stays) = (pages.owner(), going(Cover::Everybody));
    pages.act(move |w| absence::go(w, &by, &stays).map(|_| ()));
    assert!(
        cases[1..]
            .iter()
            .all(|c| pages.again(c).assignee == Some(me))
    );
    pages.holds();
}

#[test]
fn an_absence_is_ones_own_or_said_by_who_supervises() {
    let pages = Pages::new();
    let (bea, beas) = pages.person("bea", Role::Agent, vec![]);
    let me = pages.server.owner().id.to_string();
    assert_eq!(pages.sends(&beas, AWAY, &[("who", &me)]).status, 403);
    for wrong in [
        [("until", "2020-01-01T09:00")],
        [("until", "soon")],
        [("cover", "nobody")],
    ] {
        assert_eq!(pages.sends(&beas, AWAY, &wrong).status, 422, "{wrong:?}");
    }
    let hers = bea.id.to_string();
    pages.posts(&pages.ana, AWAY, &[("who", &hers)]);
    assert!(agent(&pages, bea.id).absence.is_some());
    assert_eq!(
        pages.sends(&beas, AWAY, &[("cover", &hers)]).status,
        422,
        "nobody covers for oneself"
    );
}

#[test]
fn whoever_takes_over_is_told_what_to_know_and_says_so_once() {
    let pages = Pages::new();
    let (bea, beas) = pages.person("bea", Role::Agent, vec![]);
    let c = asked(&pages, 1);
    let place = format!("/c/{}", c.number);
    give(&pages, &c, pages.server.owner().id);
    assert!(
        !pages.sees(&pages.ana, &place).contains("id=\"handover\""),
        "nobody had it before"
    );
    pages.replies(&pages.owner(), &c, "We look into it and write tomorrow.");
    pages.posts(
        &pages.ana,
        &format!("{place}/promise"),
        &[("due", "2026-11-05T09:00")],
    );
    give(&pages, &c, bea.id);
    assert!(
        !pages.sees(&pages.ana, &place).contains("id=\"handover\""),
        "it is not for others"
    );
    let page = pages.sees(&beas, &place);
    let card = between(&page, "id=\"handover\"", "</section>");
    for said in [
        "Is it in stock?",
        "We look into it",
        "tomorrow, 09:00",
        "Taken over from",
        "href=\"/c/1?at=0#m-0\"",
    ] {
        assert!(card.contains(said), "{said}: {card}");
    }
    let read = format!("{place}/handover");
    let after = pages.posts(&beas, &read, &[]);
    assert!(!after.contains("id=\"handover\"") && after.contains("read the summary"));
    assert_eq!(pages.sends(&beas, &read, &[]).status, 409);
    let events = pages
        .server
        .app
        .store
        .look(|look| look.events_of(c.id, lobby::domain::id::Seq(0), 100));
    let logged = events
        .unwrap()
        .iter()
        .filter(|it| matches!(it.kind, EventKind::HandoverRead { .. }))
        .count();
    assert_eq!(logged, 1);
    assert!(
        pages.sees(&pages.ana, &read).contains("Is it in stock?"),
        "anybody may look at it"
    );
    pages.holds();
}

#[test]
fn who_returns_is_told_what_changed_and_nothing_of_what_they_may_not_see() {
    let pages = Pages::new();
    let (bea, beas) = pages.person("bea", Role::Agent, vec![]);
    let from = pages.server.app.clock.now();
    pages.server.app.clock.advance(Span::minutes(1));
    let nothing = pages.sees(&pages.ana, &format!("/since?from={}", from.0));
    assert!(nothing.contains("Nothing changed."));
    let first = asked(&pages, 1);
    asked(&pages, 2);
    give(&pages, &first, bea.id);
    let (by, number) = (viewer(&bea), first.number);
    pages.act(move |w| lobby::conversations::status::resolve(w, &by, number).map(|_| ()));
    let card = pages.sees(&pages.ana, &format!("/since?from={}", from.0));
    assert!(
        card.contains("1 new conversation") && card.contains(&format!("{} resolved 1", bea.name))
    );
    let own = pages.sees(&beas, &format!("/since?from={}", from.0));
    assert!(
        !own.contains("resolved 1"),
        "what one did oneself is no news"
    );
    let later = pages.server.app.clock.now() + Span::minutes(1);
    assert!(
        pages
            .sees(&pages.ana, &format!("/since?from={}", later.0))
            .contains("Nothing changed.")
    );
}

/// Runs what waits to tell somebody who is back, as the job does; how often they stand told of it.
fn told_of_cover(pages: &Pages, who: AgentId) -> Vec<Notice> {
    let app = &pages.server.app;
    let due = app.clock.now();
    let jobs = app.store.look(|look| look.jobs_due(due, 100)).unwrap();
    for job in jobs {
        let JobKind::TellCovered { agent, since } = job.kind else {
            continue;
        };
        let count = |look: &Look<'_>| {
            let (mut known, mut before) = (Meanwhile::default(), None);
            loop {
                before = covered::read(look, (agent, since), before, &mut known)?;
                if before.is_none() {
                    return covered::count(look, agent, &known);
                }
            }
        };
        let n = app.store.look(count).unwrap();
        // Twice: a job that was cut short runs again.
        for _ in 0..2 {
            pages.act(move |w| covered::covered(w, agent, since, n));
        }
    }
    let all = app.store.look(|look| look.notices(who, None, 100)).unwrap();
    let all = all.into_iter();
    all.filter(|it| it.kind == NoticeKind::Covered).collect()
}

#[test]
fn who_is_back_is_told_once_what_others_did_for_them() {
    let pages = Pages::new();
    let me = pages.server.owner().id;
    let (bea, beas) = pages.person("bea", Role::Agent, vec![]);
    let cases: Vec<_> = (0..5).map(|n| asked(&pages, n)).collect();
    for c in &cases[..4] {
        give(&pages, c, me);
    }
    give(&pages, &cases[4], bea.id);
    // What was answered before does not count, nor what nobody touched, nor what is somebody else's.
    pages.replies(&viewer(&bea), &cases[3], "Before.");
    pages.server.app.clock.advance(Span::minutes(5));
    pages.posts(&pages.ana, AWAY, &[("cover", &bea.id.to_string())]);
    pages.server.app.clock.advance(Span::hours(1));
    for c in [&cases[0], &cases[0], &cases[1], &cases[4]] {
        pages.replies(&viewer(&bea), c, "It is.");
    }
    pages.posts(&beas, "/c/2/status", &[("to", "resolved")]);
    assert!(told_of_cover(&pages, me).is_empty(), "still away");
    pages.posts(&pages.ana, AWAY, &[("do", "back")]);
    let told = told_of_cover(&pages, me);
    assert_eq!((told.len(), told[0].n), (1, 2), "{told:?}");
    let list = pages.sees(&pages.ana, "/notifications");
    assert!(list.contains("colleagues saw to 2 conversations of yours"));
    let since = between(&list, "href=\"/since?from=", "\"").to_owned();
    let since = pages.sees(&pages.ana, &format!("/since?from={since}"));
    assert!(since.contains("bea@shop.example resolved 1"), "{since}");
    assert!(
        since.contains("1 of yours was answered by others"),
        "{since}"
    );
    // Away again, and nobody did anything: nothing is said.
    pages.server.app.clock.advance(Span::hours(1));
    pages.posts(&pages.ana, AWAY, &[]);
    pages.server.app.clock.advance(Span::hours(1));
    pages.posts(&pages.ana, AWAY, &[("do", "back")]);
    assert_eq!(told_of_cover(&pages, me).len(), 1);
    pages.holds();
}
