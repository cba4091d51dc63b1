//! Keys of one's own, and taking back what was done to one conversation.

use lobby::domain::conversation::Status;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

const KEYS: &str = "/settings/me/keys";

/// The form as the page holds it, with one key written otherwise.
fn form<'f>(page: &'f str, act: &'f str, key: &'f str) -> Vec<(&'f str, &'f str)> {
    let fields = page.split("<input class=\"input\" id=\"f-").skip(1);
    fields
        .map(|it| {
            let name = it.split('"').next().unwrap();
            let value = between(it, "value=\"", "\"");
            (name, if name == act { key } else { value })
        })
        .collect()
}

#[test]
fn everybody_has_keys_of_their_own_or_none() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let place = format!("/c/{}", c.number);
    let usual = pages.sees(&pages.ana, &place);
    assert!(usual.contains("Resolve (E)") && !usual.contains("data-keys="));
    let page = pages.sees(&pages.ana, KEYS);
    assert!(page.contains("Ctrl+K"));
    for wrong in ["g", "ñ", "j", "ee"] {
        let refused = pages.sends(&pages.ana, KEYS, &form(&page, "resolve", wrong));
        assert_eq!(refused.status, 422, "{wrong}");
        assert!(
            refused.body.contains("f-resolve\"")
                && refused
                    .body
                    .contains(&format!("value=\"{}\"", wrong.to_uppercase()))
        );
    }
    let own = form(&page, "resolve", "w");
    pages.posts(&pages.ana, KEYS, &own);
    let shown = pages.sees(&pages.ana, &place);
    assert!(shown.contains("Resolve (W)"));
    let keys = between(&shown, "data-keys=\"", "\"").replace("&#34;", "\"");
    assert_eq!(keys, "{\"resolve\":\"w\"}");
    // The profile's own form leaves them alone.
    let profile = [("name", "Ana"), ("language", "en"), ("time_zone", "UTC")];
    pages.posts(&pages.ana, "/settings/me", &profile);
    assert!(pages.sees(&pages.ana, &place).contains("Resolve (W)"));
    let off = [own.as_slice(), &[("keys_off", "1")]].concat();
    pages.posts(&pages.ana, KEYS, &off);
    let silent = pages.sees(&pages.ana, &place);
    assert!(silent.contains("data-keys-off") && !silent.contains("Resolve (W)"));
    pages.posts(&pages.ana, &format!("{KEYS}/usual"), &[]);
    assert!(!pages.sees(&pages.ana, &place).contains("data-keys="));
}

#[test]
fn what_is_done_to_one_is_taken_back_where_nobody_changed_it() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let place = format!("/c/{}", c.number);
    let me = pages.server.owner().id.to_string();
    let done = pages.posts(&pages.ana, &format!("{place}/assignee"), &[("agent", &me)]);
    let undo = |page: &str| {
        between(page, "class=\"toast\"", "</form>")
            .split("action=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap()
            .to_owned()
    };
    let assigned = undo(&done);
    let done = pages.posts(&pages.ana, &format!("{place}/tags"), &[("add", "urgent")]);
    let tagged = undo(&done);
    let done = pages.posts(
        &pages.ana,
        &format!("{place}/status"),
        &[("to", "third-party")],
    );
    let waits = undo(&done);
    assert!(matches!(pages.again(&c).status, Status::Waiting { .. }));
    assert!(pages.posts(&pages.ana, &waits, &[]).contains("Taken back."));
    assert_eq!(pages.again(&c).status, Status::Open);
    assert_eq!(pages.again(&c).waiting_since, c.waiting_since);
    pages.posts(&pages.ana, &tagged, &[]);
    pages.posts(&pages.ana, &assigned, &[]);
    let now = pages.again(&c);
    assert_eq!((now.assignee, now.tags.len()), (None, 0));
    let twice = pages.posts(&pages.ana, &assigned, &[]);
    assert!(twice.contains("it stays as it is"));
    let done = pages.posts(
        &pages.ana,
        &format!("{place}/status"),
        &[("to", "resolved")],
    );
    let resolved = undo(&done);
    pages.posts(&pages.ana, &format!("{place}/status"), &[("to", "waiting")]);
    assert!(
        pages
            .posts(&pages.ana, &resolved, &[])
            .contains("it stays as it is")
    );
    // Nothing changed: nothing to take back.
    let same = pages.posts(&pages.ana, &format!("{place}/status"), &[("to", "waiting")]);
    assert!(!between(&same, "class=\"toast\"", "</div>").contains("<form"));
    pages.holds();
}

#[test]
fn what_was_read_is_new_again_for_oneself() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let place = format!("/c/{}", c.number);
    let unread = |page: &str| between(page, "id=\"row-1\"", "row__who").contains("data-unread");
    pages.posts(&pages.ana, &format!("{place}/read"), &[("position", "0")]);
    assert!(!unread(&pages.sees(&pages.ana, "/")));
    let list = pages.posts(&pages.ana, &format!("{place}/unread"), &[("list", "all")]);
    assert!(unread(&list));
    pages.holds();
}
