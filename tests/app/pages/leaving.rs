//! Somebody leaves: all of it is listed, it is given to one, shared out, or unassigned, and nothing points to them.

use lobby::conversations::draft::{self, Writing};
use lobby::conversations::leaving::left_behind;
use lobby::conversations::reply::{Reply, reply};
use lobby::conversations::said::Said;
use lobby::conversations::{assign, promise, status};
use lobby::domain::actor::Role;
use lobby::domain::agent::Agent;
use lobby::domain::conversation::Conversation;
use lobby::domain::message::MessageKind;
use lobby::domain::time::Span;

use crate::pages::{Pages, between, viewer};
use crate::support::mail::Mail;

fn given(pages: &Pages, to: &Agent, n: usize) -> Vec<Conversation> {
    (0..n)
        .map(|at| {
            let from = format!("c{at}@example.com");
            let c = pages.receives(&Mail::from(&from, "Lamp", "Is it in stock?"));
            let (by, number, to) = (pages.owner(), c.number, to.id);
            pages.act(move |w| assign::assign(w, &by, number, Some(to)));
            pages.again(&c)
        })
        .collect()
}

fn writes(pages: &Pages, by: &Agent, c: &Conversation, text: &'static str) {
    let (by, number) = (viewer(by), c.number);
    pages.act(move |w| {
        let writing = Writing {
            conversation: number,
            text: text.to_owned(),
            ..Writing::default()
        };
        draft::save(w, &by, &writing).map(|_| ())
    });
}

fn leaves(pages: &Pages, who: &Agent, form: &[(&str, &str)]) {
    let place = format!("/settings/people/{}/leave", who.id);
    pages.posts(&pages.ana, &place, form);
    let left = pages
        .server
        .app
        .store
        .look(|look| left_behind(look, who.id));
    let left = left.unwrap();
    assert!(left.conversations.is_empty() && left.promises.is_empty() && left.drafts.is_empty());
    pages.holds();
}

#[test]
fn all_they_leave_is_listed() {
    let pages = Pages::new();
    let (bea, _) = pages.person("bea", Role::Agent, vec![]);
    let cases = given(&pages, &bea, 4);
    let by = viewer(&bea);
    let (snoozed, promised) = (cases[1].number, cases[2].number);
    let now = pages.server.app.clock.now();
    let person = by.clone();
    pages.act(move |w| status::snooze(w, &person, snoozed, now + Span::hours(20)));
    let person = by.clone();
    pages.act(move |w| promise::promise(w, &person, promised, now + Span::hours(2)));
    writes(&pages, &bea, &cases[0], "We have");
    let (keys, number) = (pages.server.app.keys.clone(), cases[3].number);
    pages.act(move |w| {
        let input = Reply {
            conversation: number,
            said: Said::of("It is, come by."),
            send_at: Some(now + Span::hours(3)),
            ..Reply::default()
        };
        reply(w, &keys, &by, &input).map(|_| ())
    });
    let page = pages.sees(&pages.ana, &format!("/settings/people/{}", bea.id));
    let table = between(&page, "<tbody>", "</tbody>");
    for said in [
        "To answer · draft",
        "Snoozed until tomorrow, 11:00",
        "To answer · promised by 17:00",
        "scheduled for 18:00",
    ] {
        assert!(table.contains(said), "{said}: {table}");
    }
    assert!(page.contains("They leave 4 conversations.") && page.contains("One draft"));
    let nobody = pages.person("lea", Role::Agent, vec![]).0;
    let empty = pages.sees(&pages.ana, &format!("/settings/people/{}", nobody.id));
    assert!(empty.contains("They leave no open conversations.") && !empty.contains("<tbody>"));
}

#[test]
fn shared_out_evenly_with_promises_and_drafts() {
    let pages = Pages::new();
    let (bea, _) = pages.person("bea", Role::Agent, vec![]);
    let (cleo, _) = pages.person("cleo", Role::Agent, vec![]);
    let (dan, _) = pages.person("dan", Role::Agent, vec![]);
    let cases = given(&pages, &bea, 5);
    let due = pages.server.app.clock.now() + Span::hours(2);
    let (by, number) = (viewer(&bea), cases[0].number);
    pages.act(move |w| promise::promise(w, &by, number, due));
    writes(&pages, &bea, &cases[0], "We have");
    let none = [("how", "share")];
    let place = format!("/settings/people/{}/leave", bea.id);
    assert_eq!(pages.sends(&pages.ana, &place, &none).status, 422);
    let (first, second) = (cleo.id.to_string(), dan.id.to_string());
    leaves(
        &pages,
        &bea,
        &[("how", "share"), ("mates", &first), ("mates", &second)],
    );
    let mut shares = [0, 0];
    for c in &cases {
        let to = pages.again(c).assignee.unwrap();
        shares[usize::from(to == dan.id)] += 1;
    }
    assert_eq!(shares, [3, 2]);
    let first = pages.again(&cases[0]);
    assert_eq!(first.promise.unwrap().owner, first.assignee);
    let heir = first.assignee.unwrap();
    let draft = pages
        .server
        .app
        .store
        .look(|look| look.draft(first.id, heir, false));
    assert_eq!(draft.unwrap().unwrap().text, "We have");
    assert!(
        pages
            .sees(&pages.ana, "/settings/people")
            .contains("No longer here")
    );
}

#[test]
fn a_draft_nobody_takes_is_a_note_and_what_comes_back_is_unassigned() {
    let pages = Pages::new();
    let (bea, browser) = pages.person("bea", Role::Agent, vec![]);
    let cases = given(&pages, &bea, 2);
    writes(&pages, &bea, &cases[0], "We have two left");
    let (by, number) = (viewer(&bea), cases[1].number);
    pages.act(move |w| status::resolve(w, &by, number));
    leaves(&pages, &bea, &[("how", "none")]);
    assert_eq!(
        pages.server.get("/", &browser.cookie).status,
        303,
        "logged out"
    );
    let c = pages.again(&cases[0]);
    assert!(c.assignee.is_none() && !c.has_draft);
    let last = pages
        .server
        .app
        .store
        .look(|look| look.messages_before(c.id, None, 1));
    let last = last.unwrap().pop().unwrap();
    assert_eq!(last.kind, MessageKind::Note);
    assert!(
        last.text
            .starts_with("Draft of bea@shop.example, not sent:")
    );
    assert!(last.text.ends_with("We have two left"));
    let (by, number) = (pages.owner(), cases[1].number);
    pages.act(move |w| status::reopen(w, &by, number));
    assert_eq!(pages.again(&cases[1]).assignee, None, "she is gone");
    pages.holds();
}
