//! Quick actions: made by who may, seen before they are done, done together, and taken back as one.

use lobby::domain::actor::Role;
use lobby::domain::conversation::{Priority, Status};

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

const PLACE: &str = "/settings/macros";

/// The id of the only one a page lists.
fn id_of(page: &str) -> String {
    between(page, &format!("href=\"{PLACE}/"), "\"").to_owned()
}

#[test]
fn one_is_seen_done_and_taken_back_as_one() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let tagged = pages.posts(&pages.ana, "/settings/tags", &[("name", "paid")]);
    let tag = between(&tagged, "/settings/tags/", "\"").to_owned();
    let form = [
        ("name", "Paid"),
        ("audience", "everybody"),
        (
            "reply",
            "Thank you, {{contact.first_name|friend}}, #{{conversation.number}}.",
        ),
        ("note", "Paid by card"),
        ("assign", "me"),
        ("priority", "high"),
        ("move", "resolved"),
        ("tag", tag.as_str()),
    ];
    let shown = pages.posts(&pages.ana, PLACE, &form);
    let row = between(&shown, "class=\"box\"", "</ul>");
    for said in [
        "Answer: Thank you",
        "Note: Paid",
        "Take it",
        "Priority: High",
        "Tag paid",
    ] {
        assert!(row.contains(said), "{said}: {row}");
    }
    assert!(
        !row.contains("Resolve"),
        "`resolved` is no state a form offers"
    );
    let id = id_of(&shown);
    let form: Vec<_> = form
        .into_iter()
        .map(|(name, value)| (name, if name == "move" { "resolve" } else { value }))
        .collect();
    pages.posts(&pages.ana, &format!("{PLACE}/{id}"), &form);
    let place = format!("/c/{}/macros", c.number);
    assert!(pages.sees(&pages.ana, &place).contains("Paid"));
    let preview = pages.sees(&pages.ana, &format!("{place}/{id}"));
    assert!(preview.contains(&format!("#{}.", c.number)) && !preview.contains("{{"));
    let key = between(&preview, "name=\"key\" value=\"", "\"").to_owned();
    let text = between(&preview, "name=\"text-0\"", "</textarea>");
    let text = text.split_once('>').unwrap().1.to_owned();
    // All but the tag, which stands at its place.
    let at = |label: &str| {
        let before = preview.split(label).next().unwrap();
        before
            .rsplit("name=\"act\" value=\"")
            .next()
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    let left_out = at("Tag paid");
    let all: Vec<String> = (0..6)
        .map(|it| it.to_string())
        .filter(|it| *it != left_out)
        .collect();
    let mut run = vec![
        ("key", key.as_str()),
        ("seen", "0"),
        ("text-0", text.as_str()),
        ("text-1", "Paid by card"),
    ];
    run.extend(all.iter().map(|it| ("act", it.as_str())));
    let done = pages.posts(&pages.ana, &format!("{place}/{id}"), &run);
    pages.posts(&pages.ana, &format!("{place}/{id}"), &run);
    let now = pages.again(&c);
    assert_eq!(now.n_messages, 3, "twice sent is once done");
    assert!(matches!(now.status, Status::Resolved { .. }));
    assert_eq!(
        (now.assignee, now.priority, now.tags.len()),
        (Some(pages.server.owner().id), Priority::High, 0)
    );
    assert!(done.contains("Thank you") && done.contains("Paid by card"));
    let undo = between(&done, "class=\"toast\"", "</form>");
    let undo = between(undo, "action=\"", "\"").to_owned();
    let back = pages.posts(&pages.ana, &undo, &[]);
    let now = pages.again(&c);
    assert_eq!(
        (now.status, now.assignee, now.priority),
        (Status::Open, None, Priority::Normal)
    );
    assert_eq!(now.waiting_since, c.waiting_since);
    let draft = between(&back, "id=\"reply-text\"", "</textarea>");
    assert!(
        draft.contains("Thank you"),
        "the answer is a draft again: {draft}"
    );
    pages.holds();
}

#[test]
fn what_is_wrong_is_said_and_nothing_of_it_is_done() {
    let pages = Pages::new();
    let (_, agent) = pages.person("bea", Role::Agent, Vec::new());
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let everybody = [
        ("name", "x"),
        ("audience", "everybody"),
        ("move", "resolve"),
    ];
    assert_eq!(pages.sends(&agent, PLACE, &everybody).status, 403);
    let empty = [("name", "x"), ("audience", "me")];
    assert_eq!(pages.sends(&agent, PLACE, &empty).status, 422);
    let odd = [
        ("name", "x"),
        ("audience", "me"),
        ("reply", "{{contact.shoe}}"),
    ];
    assert_eq!(pages.sends(&agent, PLACE, &odd).status, 422);
    let mine = [
        ("name", "Mine"),
        ("audience", "me"),
        ("priority", "urgent"),
        ("reply", "Hi"),
    ];
    let id = id_of(&pages.posts(&agent, PLACE, &mine));
    let place = format!("/c/{}/macros/{id}", c.number);
    assert_eq!(pages.server.get(&place, &pages.ana.cookie).status, 404);
    let none = pages.sends(&agent, &place, &[("key", "a")]);
    assert_eq!(none.status, 422);
    let blank = [("key", "b"), ("act", "0"), ("act", "1"), ("text-0", " ")];
    let refused = pages.sends(&agent, &place, &blank);
    assert_eq!(refused.status, 422, "{}", refused.body);
    assert_eq!(pages.again(&c).priority, Priority::Normal);
    // Somebody spoke meanwhile: nothing is done before it was seen.
    pages.replies(&pages.owner(), &c, "We look.");
    let late = [("key", "c"), ("seen", "0"), ("act", "0"), ("text-0", "Hi")];
    assert_eq!(pages.sends(&agent, &place, &late).status, 422);
    pages.posts(&agent, &format!("{PLACE}/{id}/retire"), &[]);
    assert_eq!(pages.server.get(&place, &agent.cookie).status, 404);
    pages.holds();
}
