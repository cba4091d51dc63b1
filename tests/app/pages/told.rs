//! The list of what one was told, its count on every page, how one wants to be told, and the devices one is pushed to.

use lobby::domain::actor::Role;
use lobby::domain::conversation::Conversation;
use lobby::domain::notice::{Medium, NoticeKind, Quiet};
use lobby::notices::react::{BATCH, Eyes, place, react};

use crate::pages::{Pages, between};
use crate::security::server::Browser;
use crate::support::mail::Mail;

const TELLING: &str = "/settings/me/notifications";
/// A point of P-256 (RFC 8291, appendix A) and a secret, as a browser hands them over.
const KEY: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const SECRET: &str = "BTBZMqHH6r4Tts7J_aSIgg";

/// Tells of what happened, as the job does.
fn tell(pages: &Pages) {
    let from = pages.act(place);
    pages.act(move |w| react(w, from, BATCH, &Eyes::new()));
}

fn count(page: &str) -> &str {
    between(page, "data-count=\"notices\">", "<")
}

fn given(pages: &Pages, to: &str) -> Conversation {
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let place = format!("/c/{}/assignee", c.number);
    pages.posts(&pages.ana, &place, &[("agent", to)]);
    tell(pages);
    c
}

fn subscribes(pages: &Pages, who: &Browser, endpoint: &str, key: &str) -> u16 {
    let form = [("endpoint", endpoint), ("p256dh", key), ("auth", SECRET)];
    pages
        .sends(who, &format!("{TELLING}/devices"), &form)
        .status
}

#[test]
fn what_one_was_told_is_counted_listed_and_read() {
    let pages = Pages::new();
    pages.act(place);
    let (bea, browser) = pages.person("bea", Role::Agent, Vec::new());
    let empty = pages.sees(&browser, "/notifications");
    assert!(empty.contains("Nothing here") && count(&empty).is_empty());
    let c = given(&pages, &bea.id.to_string());
    let list = pages.sees(&browser, "/notifications");
    assert_eq!(count(&list), "1");
    assert!(
        list.contains("gave you a conversation") && list.contains("Lamp"),
        "{list}"
    );
    assert!(list.contains(&format!("href=\"/c/{}\"", c.number)));
    let unread = pages.sees(&browser, "/notifications?show=unread");
    assert!(unread.contains("gave you a conversation"));
    // The owner did it: nothing of it concerns them but that it was new, and it is not any more.
    assert!(
        !pages
            .sees(&pages.ana, "/notifications")
            .contains("gave you")
    );
    let id = between(&list, "id=\"n-", "\"").to_owned();
    let place = format!("/notifications/{id}/read");
    let foreign = pages.sends(&pages.ana, &place, &[]);
    assert_eq!(foreign.status, 404, "another's");
    let list = pages.posts(&browser, &place, &[]);
    assert_eq!(count(&list), "");
    let list = pages.posts(&browser, &place, &[("to", "unread")]);
    assert_eq!(count(&list), "1");
    // Who reads the conversation has read what they were told of it.
    let read = [("position", "0")];
    pages.posts(&browser, &format!("/c/{}/read", c.number), &read);
    assert_eq!(count(&pages.sees(&browser, "/")), "");
    assert!(
        pages
            .sees(&browser, "/notifications?show=unread")
            .contains("You have read everything")
    );
    pages.holds();
}

#[test]
fn all_are_read_at_once() {
    let pages = Pages::new();
    pages.act(place);
    pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    tell(&pages);
    assert_eq!(count(&pages.sees(&pages.ana, "/contacts")), "1");
    let list = pages.posts(&pages.ana, "/notifications/read", &[]);
    assert!(count(&list).is_empty() && list.contains("New, and nobody has it"));
    pages.holds();
}

#[test]
fn how_one_is_told_is_chosen_a_box_each() {
    let pages = Pages::new();
    let alone = pages.sees(&pages.ana, TELLING);
    assert!(
        !alone.contains("mentioned:sound"),
        "who works alone is named by nobody"
    );
    let (bea, browser) = pages.person("bea", Role::Agent, Vec::new());
    let page = pages.sees(&browser, TELLING);
    assert!(page.contains("value=\"given:mail\" checked"));
    assert!(page.contains("value=\"answered:mail\">") && !page.contains("channel_down"));
    let form = [
        ("on", "given:in_app"),
        ("on", "answered:mail"),
        ("quiet", "between"),
        ("from", "19:30"),
        ("to", "08:00"),
        ("mail_after", "5"),
        ("no_texts", "1"),
    ];
    let page = pages.posts(&browser, TELLING, &form);
    assert!(page.contains("value=\"answered:mail\" checked"));
    assert!(page.contains("value=\"given:mail\">"));
    let look = |look: &lobby::store::Look<'_>| look.agent(bea.id);
    let now = pages.server.app.store.look(look).unwrap().unwrap().telling;
    assert!(now.wants(NoticeKind::Answered, Medium::Mail));
    assert!(!now.wants(NoticeKind::New, Medium::Push));
    assert!(
        now.wants(NoticeKind::ChannelDown, Medium::Push),
        "not shown, so as it was"
    );
    let hours = Quiet::Between {
        from: 19 * 60 + 30,
        to: 8 * 60,
    };
    assert_eq!((now.quiet, now.mail_after, now.no_texts), (hours, 5, true));
    for wrong in [
        [
            ("quiet", "between"),
            ("from", "19:00"),
            ("to", "19:00"),
            ("mail_after", "5"),
        ],
        [
            ("quiet", "between"),
            ("from", "25:00"),
            ("to", "19:00"),
            ("mail_after", "5"),
        ],
        [
            ("quiet", "nights"),
            ("from", ""),
            ("to", ""),
            ("mail_after", "x"),
        ],
    ] {
        assert_eq!(
            pages.sends(&browser, TELLING, &wrong).status,
            422,
            "{wrong:?}"
        );
    }
    // A row is tried with what is ticked in it now.
    let tried = [
        ("on", "mentioned:in_app"),
        ("quiet", "never"),
        ("mail_after", "15"),
    ];
    pages.posts(&browser, &format!("{TELLING}/test/mentioned"), &tried);
    let list = pages.sees(&browser, "/notifications");
    assert!(list.contains("Test: Somebody mentions me"), "{list}");
    assert_eq!(
        pages
            .sends(&browser, &format!("{TELLING}/test/nothing"), &tried)
            .status,
        404
    );
    pages.holds();
}

#[test]
fn a_device_is_known_until_it_is_forgotten_or_logged_out() {
    let pages = Pages::new();
    let (bea, browser) = pages.person("bea", Role::Agent, Vec::new());
    for (endpoint, key) in [
        ("ftp://push.example/1", KEY),
        ("https://", KEY),
        ("https://push.example/1", "AAAA"),
        ("https://push.example/1", "not base64!"),
    ] {
        assert_eq!(
            subscribes(&pages, &browser, endpoint, key),
            422,
            "{endpoint}"
        );
    }
    assert_eq!(
        subscribes(&pages, &browser, "https://push.example/1", KEY),
        303
    );
    assert_eq!(
        subscribes(&pages, &browser, "https://push.example/1", KEY),
        303,
        "again"
    );
    let devices = || {
        let look = |look: &lobby::store::Look<'_>| look.push_devices(bea.id);
        pages.server.app.store.look(look).unwrap()
    };
    assert_eq!(devices().len(), 1, "it is the same");
    let page = pages.sees(&browser, TELLING);
    assert!(
        page.contains("/forget\"")
            && page.contains(&pages.server.app.keys.vapid().unwrap().public())
    );
    let forget = format!("{TELLING}/devices/{}/forget", devices()[0].id);
    assert_eq!(
        pages.sends(&pages.ana, &forget, &[]).status,
        404,
        "another's"
    );
    // The same browser, used by another: it is theirs now.
    assert_eq!(
        subscribes(&pages, &pages.ana, "https://push.example/1", KEY),
        303
    );
    assert!(devices().is_empty());
    assert_eq!(
        subscribes(&pages, &browser, "https://push.example/1", KEY),
        303
    );
    let forget = format!("{TELLING}/devices/{}/forget", devices()[0].id);
    pages.posts(&browser, &forget, &[]);
    assert!(devices().is_empty());
    assert_eq!(
        subscribes(&pages, &browser, "https://push.example/2", KEY),
        303
    );
    assert_eq!(pages.sends(&browser, "/logout", &[]).status, 303);
    assert!(devices().is_empty(), "who logs out is pushed to no more");
    pages.holds();
}

#[test]
fn following_and_being_reminded_are_ones_own() {
    let pages = Pages::new();
    let (bea, browser) = pages.person("bea", Role::Agent, Vec::new());
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let place = format!("/c/{}", c.number);
    let page = pages.posts(&browser, &format!("{place}/follow"), &[("to", "follow")]);
    assert!(page.contains("Followed"));
    assert_eq!(pages.again(&c).followers, [bea.id]);
    assert!(!pages.sees(&pages.ana, &place).contains("Followed"));
    let at = pages.server.app.clock.now() + lobby::domain::time::Span::days(2);
    let words = lobby::words::Words::for_reader(&bea.language, &bea.time_zone);
    let at = words.input_time(at);
    let page = pages.posts(&browser, &format!("{place}/remind"), &[("at", &at)]);
    assert!(page.contains("You alone will be reminded"));
    assert!(
        !pages
            .sees(&pages.ana, &place)
            .contains("You alone will be reminded")
    );
    let past = pages.sends(
        &browser,
        &format!("{place}/remind"),
        &[("at", "2001-01-01T10:00")],
    );
    assert_eq!(past.status, 422);
    let page = pages.posts(&browser, &format!("{place}/remind"), &[("at", "")]);
    assert!(!page.contains("You alone will be reminded"));
    let page = pages.posts(&browser, &format!("{place}/follow"), &[("to", "stop")]);
    assert!(!page.contains("Followed"));
    pages.holds();
}
