//! An answer at a chosen time, by its form; how it will look; what stands below it; whose conversation it is.

use lobby::conversations::assign;
use lobby::conversations::outbound::outbound;
use lobby::desk::agents::{Profile, put_profile};
use lobby::domain::actor::Role;
use lobby::domain::conversation::{Conversation, Status, WaitingOn};
use lobby::domain::delivery::{Delivery, DeliveryState};
use lobby::domain::message::MessageKind;
use lobby::domain::time::Span;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

fn asked(pages: &Pages) -> Conversation {
    pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"))
}

/// The delivery of the newest answer.
fn sent(pages: &Pages, c: &Conversation) -> Delivery {
    let id = c.id;
    let found = pages.server.app.store.look(|look| {
        let all = look.messages_before(id, None, 50)?;
        let last = all
            .iter()
            .rfind(|it| it.kind == MessageKind::Reply)
            .unwrap();
        look.delivery(last.delivery.unwrap())
    });
    found.unwrap().unwrap()
}

fn answers(pages: &Pages, c: &Conversation, more: &[(&str, &str)]) {
    let form: Vec<_> = [("text", "It is, Carla.")]
        .into_iter()
        .chain(more.iter().copied())
        .collect();
    pages.multipart(&format!("/c/{}/reply", c.number), &form);
}

#[test]
fn an_answer_at_a_chosen_time_is_shown_changed_sent_now_and_taken_back() {
    let pages = Pages::new();
    let c = asked(&pages);
    let place = format!("/c/{}", c.number);
    let page = pages.sees(&pages.ana, &place);
    let times = between(&page, "Send later", "</form>");
    assert!(
        times.contains("value=\"2026-11-05T08:00\""),
        "tomorrow morning: {times}"
    );
    answers(
        &pages,
        &c,
        &[("send_at", "2026-11-05T08:00"), ("unless", "1")],
    );
    let first = sent(&pages, &c);
    assert!(first.chosen_time && first.cancel_if_customer_writes);
    assert_eq!(pages.again(&c).status, Status::Snoozed { until: first.due });
    let page = pages.sees(&pages.ana, &place);
    assert!(page.contains("tomorrow, 08:00") && page.contains("Change the time"));
    let delivery = format!("{place}/m/1/delivery");
    let moved = pages.posts(
        &pages.ana,
        &delivery,
        &[("do", "at"), ("at", "2026-11-06T09:30")],
    );
    assert!(moved.contains("09:30"));
    let second = sent(&pages, &c);
    assert_eq!(second.due, first.due + Span::minutes(25 * 60 + 30));
    assert_eq!(second.wanted_at, second.due, "it is late from then on");
    assert_eq!(
        pages.again(&c).status,
        Status::Snoozed { until: second.due }
    );
    for wrong in ["2026-11-01T09:00", "soon"] {
        let form = [("do", "at"), ("at", wrong)];
        assert_eq!(
            pages.sends(&pages.ana, &delivery, &form).status,
            422,
            "{wrong}"
        );
    }
    pages.posts(&pages.ana, &format!("{place}/m/1/undo"), &[]);
    assert_eq!(sent(&pages, &c).state, DeliveryState::Cancelled);
    let draft = pages.sees(&pages.ana, &place);
    assert!(between(&draft, "id=\"reply-text\"", "</textarea>").contains("It is, Carla."));
    let late = pages.sends(&pages.ana, &delivery, &[("do", "now")]);
    assert_eq!(late.status, 409, "what was taken back waits for nothing");
    answers(
        &pages,
        &c,
        &[("send_at", "typed"), ("later", "2026-11-05T10:00")],
    );
    let now = pages.server.app.clock.now();
    pages.posts(
        &pages.ana,
        &format!("{place}/m/2/delivery"),
        &[("do", "now")],
    );
    assert_eq!(sent(&pages, &c).due, now);
    pages.holds();
}

#[test]
fn an_answer_may_leave_a_conversation_in_any_state() {
    let pages = Pages::new();
    let c = asked(&pages);
    answers(&pages, &c, &[("then", "third_party")]);
    let waits = pages.again(&c).status;
    assert!(
        matches!(
            waits,
            Status::Waiting {
                on: WaitingOn::ThirdParty,
                ..
            }
        ),
        "{waits:?}"
    );
    answers(&pages, &c, &[("then", "snooze:2026-11-05T08:00")]);
    let sleeps = pages.again(&c).status;
    assert!(matches!(sleeps, Status::Snoozed { .. }), "{sleeps:?}");
    pages.holds();
}

#[test]
fn a_signature_is_filled_in_for_each_mail_and_seen_before() {
    let pages = Pages::new();
    let c = asked(&pages);
    let owner = pages.server.owner();
    let by = pages.owner();
    let profile = Profile {
        name: owner.name.clone(),
        language: owner.language.clone(),
        time_zone: owner.time_zone.clone(),
        signature: "{{agent.first_name}}, for {{contact.first_name|you}} · {{contact.company}}#{{conversation.number}}".to_owned(),
        preferences: owner.preferences.clone(),
    };
    pages.act(move |w| put_profile(w, &by, &profile).map(|_| ()));
    let signed = format!(
        "{}, for carla · #{}",
        owner.name.split(' ').next().unwrap(),
        c.number
    );
    let page = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(between(&page, "composer__sign", "</details>").contains(&signed));
    let form = [(
        "text",
        "**Yes**, see [here](https://shop.example).\n\n- one",
    )];
    let shown = pages
        .server
        .post(&format!("/c/{}/preview", c.number), Some(&pages.ana), &form);
    assert_eq!(shown.status, 200);
    assert!(shown.body.contains("<strong>Yes</strong>") && shown.body.contains("<li>one</li>"));
    assert!(shown.body.contains(&signed) && shown.body.contains("https://shop.example"));
    let kept = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(
        between(&kept, "id=\"reply-text\"", "</textarea>").contains("**Yes**"),
        "it is a draft meanwhile"
    );
    answers(&pages, &c, &[]);
    let delivery = sent(&pages, &c);
    let keys = pages.server.app.keys.clone();
    let out = pages
        .server
        .app
        .store
        .look(|look| outbound(look, &keys, &delivery))
        .unwrap();
    assert!(out.text.contains(&format!("-- \n{signed}")), "{}", out.text);
    let hostile = pages.server.post(
        &format!("/c/{}/preview", c.number),
        Some(&pages.ana),
        &[(
            "text",
            "<script>alert(1)</script> <img src=x onerror=alert(1)>",
        )],
    );
    assert!(!hostile.body.contains("<script>alert") && !hostile.body.contains("<img src=x"));
}

#[test]
fn whose_conversation_it_is_stands_above_the_composer() {
    let pages = Pages::new();
    let c = asked(&pages);
    let place = format!("/c/{}", c.number);
    let (bea, _) = pages.person("bea", Role::Agent, vec![]);
    let (by, number, to) = (pages.owner(), c.number, bea.id);
    pages.act(move |w| assign::assign(w, &by, number, Some(to)));
    let page = pages.sees(&pages.ana, &place);
    let line = between(&page, "composer__owner", "</div>").to_owned();
    assert!(
        line.contains(&format!("{} has this conversation.", bea.name)),
        "{line}"
    );
    let me = between(&line, "name=\"agent\" value=\"", "\"").to_owned();
    let taken = pages.posts(&pages.ana, &format!("{place}/assignee"), &[("agent", &me)]);
    assert!(!taken.contains("composer__owner"));
    assert_eq!(pages.again(&c).assignee, Some(pages.server.owner().id));
}
