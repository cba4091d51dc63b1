//! Several conversations at once, by the form there is without scripts.

use lobby::conversations::bulk::{fail, step, waiting};
use lobby::domain::actor::Role;
use lobby::domain::conversation::{Conversation, Priority, Status};
use lobby::domain::id::BulkId;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

fn three(pages: &Pages) -> [Conversation; 3] {
    ["Lamp", "Chair", "Table"]
        .map(|it| pages.receives(&Mail::from("carla@example.com", it, "How much?")))
}

/// Posts the form, does the work as the job would, and gives the page of it.
fn done(pages: &Pages, form: &[(&str, &str)]) -> String {
    let answer = pages.sends(&pages.ana, "/bulk", form);
    assert_eq!(answer.status, 303, "{}", answer.body);
    carried_out(pages, answer.header("location").unwrap())
}

fn carried_out(pages: &Pages, place: &str) -> String {
    let id: BulkId = between(place, "/bulk/", "?").parse().unwrap();
    let todo = pages
        .server
        .app
        .store
        .look(|look| waiting(look, id, None, 100));
    for at in todo.unwrap() {
        if pages
            .server
            .app
            .store
            .by_hand({
                let keys = pages.server.app.keys.clone();
                move |w| step(w, &keys, id, at)
            })
            .is_err()
        {
            pages.act(move |w| fail(w, id, at, "merged"));
        }
    }
    pages.sees(&pages.ana, place)
}

#[test]
fn what_is_ticked_is_resolved_and_taken_back() {
    let pages = Pages::new();
    let [a, b, c] = three(&pages);
    let list = pages.sees(&pages.ana, "/list/all");
    assert!(list.contains("form=\"bulk\"") && list.contains("data-total=\"3\""));
    let (one, two) = (a.number.to_string(), b.number.to_string());
    let form = [("list", "all"), ("n", &one), ("n", &two), ("do", "resolve")];
    let page = done(&pages, &form);
    assert!(page.contains("2 conversations resolved."), "{page}");
    assert!(matches!(pages.again(&a).status, Status::Resolved { .. }));
    assert_eq!(pages.again(&c).status, Status::Open);
    let undo = format!("/bulk/{}/undo", between(&page, "action=\"/bulk/", "/undo"));
    let answer = pages.sends(&pages.ana, &undo, &[]);
    let page = carried_out(&pages, answer.header("location").unwrap());
    assert!(page.contains("2 conversations as before again."), "{page}");
    assert_eq!(pages.again(&a).status, Status::Open);
    assert!(!page.contains("/undo"));
    pages.holds();
}

#[test]
fn a_whole_list_gets_a_tag_a_person_and_a_star() {
    let pages = Pages::new();
    let cases = three(&pages);
    // Enter in the field of the tag presses the first button, which has no value.
    let page = done(
        &pages,
        &[("list", "all"), ("all", "1"), ("tag", "vip"), ("do", "")],
    );
    assert!(page.contains("3 conversations tagged."));
    let owner = format!("assign:{}", pages.server.owner().id);
    let page = done(&pages, &[("list", "all"), ("all", "1"), ("do", &owner)]);
    assert!(page.contains("3 conversations given over."));
    done(
        &pages,
        &[("list", "all"), ("all", "1"), ("do", "priority:high")],
    );
    for c in &cases {
        let c = pages.again(c);
        assert_eq!((c.tags.len(), c.priority), (1, Priority::High));
        assert_eq!(c.assignee, Some(pages.server.owner().id));
    }
    let again = pages.sends(&pages.ana, "/bulk", &[("list", "all"), ("do", "resolve")]);
    let place = again.header("location").unwrap();
    assert!(
        pages
            .sees(&pages.ana, place)
            .contains("Nothing was chosen.")
    );
    for wrong in ["erase", "assign:nobody", "tag", "snooze"] {
        let form = [("list", "all"), ("all", "1"), ("do", wrong)];
        assert_eq!(
            pages.sends(&pages.ana, "/bulk", &form).status,
            422,
            "{wrong}"
        );
    }
    pages.holds();
}

#[test]
fn what_could_not_be_done_is_said_to_who_asked_alone() {
    let pages = Pages::new();
    let [a, b, _] = three(&pages);
    let (owner, into, from) = (pages.owner(), a.number, b.number);
    let (one, two) = (a.number.to_string(), b.number.to_string());
    pages.act(move |w| lobby::conversations::moving::merge(w, &owner, from, into).map(|_| ()));
    let form = [("list", "all"), ("n", &one), ("n", &two), ("do", "spam")];
    let page = done(&pages, &form);
    assert!(
        page.contains("One conversation marked as spam.") && page.contains("With one conversation"),
        "{page}"
    );
    assert!(page.contains("joined into another one"));
    let (_, luis) = pages.person("luis", Role::Agent, Vec::new());
    let place = format!("/bulk/{}", between(&page, "action=\"/bulk/", "/undo"));
    assert_eq!(pages.server.get(&place, &luis.cookie).status, 404);
    pages.holds();
}

#[test]
fn a_quick_action_and_a_quick_reply_are_done_to_each_with_its_own_name_and_taken_back() {
    use lobby::desk::{canned_replies, macros};
    use lobby::domain::macros::MacroAct;
    let pages = Pages::new();
    let owner = pages.owner();
    let cases = ["eva@example.com", "luis@example.com"]
        .map(|from| pages.receives(&Mail::from(from, "Lamp", "How much?")));
    let (quick, canned) = pages.act(move |w| {
        let quick = macros::About {
            name: "Told".into(),
            acts: vec![
                MacroAct::Reply {
                    text: "It is 10, {{contact.first_name|you}}.".into(),
                },
                MacroAct::SetPriority { to: Priority::High },
                MacroAct::Resolve,
            ],
            ..macros::About::default()
        };
        let canned = canned_replies::About {
            name: "Thanks".into(),
            text: "Thank you.".into(),
            ..canned_replies::About::default()
        };
        Ok((
            macros::make(w, &owner, &quick)?.id,
            canned_replies::make(w, &owner, &canned)?.id,
        ))
    });
    let all = [("list", "all"), ("all", "1")];
    let page = pages.sends(&pages.ana, "/bulk", &[all[0], all[1], ("do", "acts")]);
    assert!(page.body.contains("To 2 conversations") && page.body.contains("Thanks"));
    let what = format!("macro:{quick}");
    let page = pages.sends(&pages.ana, "/bulk/acts", &[all[0], all[1], ("what", &what)]);
    assert!(
        page.body.contains("Do it to 2 conversations"),
        "{}",
        page.body
    );
    // The priority is left out, the text is changed.
    let run = [
        all[0],
        all[1],
        ("what", what.as_str()),
        ("act", "0"),
        ("act", "2"),
        ("text-0", "It is 12, {{contact.first_name|you}}."),
        ("do", "run"),
    ];
    let none = [all[0], all[1], ("what", what.as_str()), ("do", "run")];
    assert_eq!(pages.sends(&pages.ana, "/bulk/acts", &none).status, 422);
    let answer = pages.sends(&pages.ana, "/bulk/acts", &run);
    assert_eq!(answer.status, 303, "{}", answer.body);
    let page = carried_out(&pages, answer.header("location").unwrap());
    let last = |c: &Conversation| {
        let store = &pages.server.app.store;
        let found = store
            .look(|look| look.messages_after(c.id, None, 9))
            .unwrap();
        found.last().unwrap().clone()
    };
    for (c, name) in cases.iter().zip(["eva", "luis"]) {
        let now = pages.again(c);
        assert!(matches!(now.status, Status::Resolved { .. }), "{page}");
        assert_eq!(now.priority, Priority::Normal);
        assert_eq!(last(c).text, format!("It is 12, {name}."));
    }
    // One undo takes back the answers too, for they have not left.
    let undo = format!("/bulk/{}/undo", between(&page, "action=\"/bulk/", "/undo"));
    let answer = pages.sends(&pages.ana, &undo, &[]);
    carried_out(&pages, answer.header("location").unwrap());
    for c in &cases {
        assert_eq!(pages.again(c).status, Status::Open);
        assert!(last(c).undone);
    }
    let what = format!("reply:{canned}");
    let (number, run) = (cases[0].number.to_string(), ("do", "run"));
    let form = [
        ("list", "all"),
        ("n", number.as_str()),
        ("what", what.as_str()),
        ("act", "0"),
        ("text-0", "Thank you."),
        run,
    ];
    let answer = pages.sends(&pages.ana, "/bulk/acts", &form);
    let page = carried_out(&pages, answer.header("location").unwrap());
    assert!(page.contains("One conversation answered."), "{page}");
    assert_eq!(last(&cases[0]).text, "Thank you.");
    assert!(last(&cases[1]).undone);
    assert_eq!(pages.sees(&pages.ana, "/bulk/count?list=all"), "1");
    assert_eq!(pages.sees(&pages.ana, "/bulk/count?list=resolved"), "0");
    pages.holds();
}
