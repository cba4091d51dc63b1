//! Contact hours and caps: everything that speaks of its own accord, or to many, asks them; what somebody arranged counts
//! at once; answers never wait.

use lobby::contacts::joins::{Taken, join};
use lobby::conversations::dated::put::Given;
use lobby::desk::contact_hours as desk;
use lobby::domain::actor::{SystemPart, Viewer};
use lobby::domain::consent::Purpose;
use lobby::domain::dated::LeftOut;
use lobby::domain::dated::plan::{Stage, Unit};
use lobby::domain::hours::outreach::Limits;
use lobby::domain::macros::MacroAct;
use lobby::domain::message::Author;
use lobby::domain::rule::{RuleAct, Trigger, Wait};
use lobby::domain::time::{Millis, Span};
use lobby::domain::view::Condition;
use lobby::store::Write;
use serde_json::{Value, json};

use crate::channels::texts::Desk as Texts;
use crate::dated::Dates;
use crate::pages::Pages;
use crate::pages::chats::multipart_to;
use crate::rules::Ruled;
use crate::surveys::{Asks, answered, on};

fn at(text: &str) -> Millis {
    Millis::parse_rfc3339(text).unwrap()
}

fn chief() -> Viewer {
    Viewer::system(SystemPart::CommandLine)
}

/// Monday to Friday from nine to five.
fn office() -> Limits {
    let mut limits = Limits {
        on: true,
        ..Limits::default()
    };
    for day in limits.week.iter_mut().take(5) {
        *day = vec![(540, 1_020)];
    }
    limits
}

fn says(
    purpose: Purpose,
    limits: Limits,
) -> impl Fn(&mut Write<'_>) -> lobby::domain::error::Result<()> + Send {
    move |w| desk::put(w, &chief(), purpose, Some(&limits)).map(|_| ())
}

/// Dates of which something is said when they come.
fn dates(usual: &str) -> Dates {
    Dates::of(usual, |it| {
        it.needs_consent = false;
        it.stages = vec![Stage {
            offset: 0,
            unit: Unit::Hours,
            ..Stage::default()
        }];
    })
}

#[test]
fn sunday_waits_for_monday_and_other_hours_count_at_once() {
    let dates = dates("invoice");
    let talk = &dates.talk;
    let sunday = dates.on("F-1", at("2026-11-22T10:00:00-05:00"));
    talk.until("2026-11-22T10:00:00-05:00");
    assert_eq!(dates.runs(), 0);
    let until = dates.it(sunday.id).waits.map(|it| it.until);
    assert_eq!(until, Some(at("2026-11-23T07:00:00-05:00")));
    // Somebody says that Sunday mornings are fine.
    let mut limits = Limits::preset(Purpose::Collection, "CO");
    limits.week[6] = vec![(540, 720)];
    limits.a_day = Some(2);
    talk.act(says(Purpose::Collection, limits));
    let n = dates.runs() + dates.runs();
    assert_eq!((n, dates.it(sunday.id).waits), (1, None));
    assert_eq!(dates.said()[0].purpose, Some(Purpose::Collection));
    // Back to the preset, with its one a day.
    talk.act(|w| desk::put(w, &chief(), Purpose::Collection, None).map(|_| ()));
    dates.runs();
    let first = dates.on("F-2", at("2026-11-24T18:59:00-05:00"));
    let second = dates.on("F-3", at("2026-11-24T19:00:00-05:00"));
    talk.until("2026-11-24T18:59:00-05:00");
    assert_eq!(dates.runs(), 1, "{:?}", dates.it(first.id));
    talk.until("2026-11-24T19:00:00-05:00");
    assert_eq!(dates.runs(), 0);
    let until = dates.it(second.id).waits.map(|it| it.until);
    assert_eq!(until, Some(at("2026-11-25T07:00:00-05:00")));
    talk.until("2026-11-25T07:00:00-05:00");
    assert_eq!(dates.runs(), 1, "another day");
}

#[test]
fn their_own_affairs_are_spoken_of_at_any_time_until_somebody_says_otherwise() {
    let dates = dates("appointment");
    let talk = &dates.talk;
    for name in ["A-1", "A-2"] {
        dates.on(name, at("2026-11-22T03:00:00-05:00"));
    }
    talk.until("2026-11-22T03:00:00-05:00");
    assert_eq!(dates.runs(), 2);
    talk.act(says(Purpose::Service, office()));
    let it = dates.on("A-3", at("2026-11-22T04:00:00-05:00"));
    talk.until("2026-11-22T04:00:00-05:00");
    assert_eq!(dates.runs(), 0);
    let until = dates.it(it.id).waits.map(|it| it.until);
    assert_eq!(until, Some(at("2026-11-23T09:00:00-05:00")));
}

#[test]
fn a_survey_waits_for_the_hour() {
    let (talk, c) = answered(on());
    talk.act(says(Purpose::Service, office()));
    talk.until("2026-11-20T18:00:00-05:00");
    talk.hears("m2", "u1", "¿Y el viernes en la tarde, a qué hora?");
    talk.answers("A las cuatro.");
    assert_ne!(talk.case().number, c.number);
    talk.resolves(talk.case().number);
    let due = talk.case().survey.and_then(|it| it.due);
    assert_eq!(due, Some(at("2026-11-23T09:00:00-05:00")));
    talk.until("2026-11-23T09:00:00-05:00");
    assert_eq!(talk.asks(), 1);
}

#[test]
fn what_a_rule_says_by_the_clock_waits_and_is_dropped_when_people_talked() {
    let ruled = Ruled::new();
    ruled.desk.act(|w| {
        let mut business = w.business()?.unwrap_or_default();
        business.time_zone = "UTC".into();
        w.put_business(&business)
    });
    ruled.desk.act(says(Purpose::Service, office()));
    let trigger = Trigger::Waited {
        on: Wait::Us,
        span: Span::hours(1),
        open_hours: false,
    };
    let text = "We are on it.".to_owned();
    let act = RuleAct::Do(MacroAct::Reply { text });
    ruled.rule("Late", trigger, Condition::default(), &[act]);
    let friday = at("2026-11-27T17:00:00Z").since(ruled.desk.now());
    ruled.desk.later(friday);
    let c = ruled.case("Lens", "Where is my order?");
    let said = || {
        let all = ruled.desk.messages(&c);
        all.iter()
            .filter(|it| matches!(it.author, Author::Rule(_)))
            .count()
    };
    ruled.passes(Span::hours(1));
    assert_eq!(said(), 0, "it is after five");
    ruled.passes(at("2026-11-30T08:59:59Z").since(ruled.desk.now()));
    assert_eq!(said(), 0);
    ruled.passes(Span::seconds(1));
    assert_eq!(said(), 1, "Monday at nine");
    let all = ruled.desk.messages(&c);
    assert_eq!(all.last().unwrap().purpose, Some(Purpose::Service));
}

fn offer(desk: &Texts, number: u64, more: Value, expected: u16) -> Value {
    let mut body = json!({ "kind": "reply", "text": "x",
        "template": { "name": "offer", "language": "es", "body": ["Ana"] } });
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    let place = format!("/conversations/{number}/messages");
    desk.line.program.post(expected, &place, &body.to_string())
}

#[test]
fn offers_by_hand_and_to_many_are_counted_together_over_all_records_of_a_person() {
    let mut texts = Texts::new();
    let one = texts.hears("573001112233", "María Ruiz", "¿Tienen la 38?");
    let two = texts.hears("573001112244", "María R.", "¿Y la 39?");
    let any = json!({ "on": true, "week": vec![["0:00-24:00"]; 7], "a_day": 1, "by_hand": true });
    let program = &texts.line.program;
    program.patch(200, "/contact_hours/commercial", &any.to_string());
    // Who wrote a moment ago is answered, with whatever.
    offer(&texts, one, json!({}), 201);
    texts.later(Span::hours(49));
    offer(&texts, one, json!({}), 201);
    let refused = offer(&texts, one, json!({}), 422);
    assert_eq!(refused["errors"][0]["field"], "template", "{refused}");
    // The other number is the same person.
    offer(&texts, two, json!({}), 201);
    texts.later(Span::hours(24));
    let server = &texts.line.program.server;
    let found = |number: u64| {
        let c = server
            .app
            .store
            .look(|look| look.conversation_numbered(number));
        c.unwrap().unwrap().contact
    };
    let (keeps, goes) = (found(one), found(two));
    let by = chief();
    server
        .app
        .store
        .by_hand(move |w| join(w, &by, keeps, goes, &Taken::default()).map(|_| ()))
        .unwrap();
    offer(&texts, two, json!({}), 201);
    offer(&texts, one, json!({}), 422);
    let text = json!({ "channel_id": texts.channel(), "template": { "name": "offer", "language": "es", "body": ["{{name}}"] } });
    let body = json!({ "numbers": [one], "action": { "template": text } });
    let program = &texts.line.program;
    let begun = program.post(202, "/conversations/bulk", &body.to_string());
    let id = begun["id"].as_str().unwrap();
    texts.carries_out(id);
    let end = program.get(200, &format!("/conversations/bulk/{id}"));
    assert_eq!(end["failures"][0]["code"], "text_held_day", "{end}");
}

#[test]
fn an_offer_at_night_is_offered_for_the_morning_and_to_many_waits_for_it() {
    let mut texts = Texts::new();
    let one = texts.hears("573001112233", "María Ruiz", "¿Tienen la 38?");
    let app = texts.line.program.server.app.clone();
    app.store
        .by_hand(|w| {
            let mut business = w.business()?.unwrap_or_default();
            business.time_zone = "America/Bogota".into();
            business.country = "CO".into();
            w.put_business(&business)
        })
        .unwrap();
    let sunday = at("2026-11-29T21:00:00-05:00");
    texts.later(sunday.since(app.clock.now()));
    let monday = at("2026-11-30T07:00:00-05:00");
    offer(&texts, one, json!({}), 422);
    let server = &texts.line.program.server;
    let page = server
        .get(&format!("/c/{one}?t=offer&l=es"), &texts.ana.cookie)
        .body;
    let later = format!("value=\"later:{}\"", monday.0);
    assert!(page.contains(&later), "{page}");
    assert!(!page.contains("value=\"send\""), "not now");
    // To many it waits by itself.
    let (numbers, channel) = (one.to_string(), texts.channel());
    let form = [
        ("list", "unresolved"),
        ("numbers", numbers.as_str()),
        ("channel", channel.as_str()),
        ("pick", "es offer"),
    ];
    let page = multipart_to(server, &texts.ana, "/bulk/text", &form).body;
    assert!(page.contains("outside of contact hours"), "{page}");
    let chosen = json!({ "send_at": monday.rfc3339() });
    let sent = offer(&texts, one, chosen.clone(), 201);
    assert_eq!(sent["delivery"]["state"], "scheduled", "{sent}");
    // It counts on the day it leaves.
    offer(&texts, one, chosen, 422);
    let tuesday = at("2026-12-01T07:00:00-05:00").rfc3339();
    offer(&texts, one, json!({ "send_at": tuesday }), 201);
}

#[test]
fn one_channel_a_week_is_the_one_they_heard_of_it_by() {
    let dates = dates("invoice");
    let talk = &dates.talk;
    talk.act(|w| desk::put(w, &chief(), Purpose::Collection, None).map(|_| ()));
    let first = dates.on("F-1", at("2026-11-24T10:00:00-05:00"));
    talk.until("2026-11-24T10:00:00-05:00");
    assert_eq!(dates.runs(), 1);
    // What they heard is told as said by another kind of channel.
    let message = dates.it(first.id).said_last().unwrap().message.unwrap();
    talk.act(move |w| {
        let log = w
            .channels()?
            .into_iter()
            .find(|it| it.kind == lobby::domain::channel::ChannelKind::Log);
        let mut said = w.message(message)?.unwrap();
        said.channel = log.unwrap().id;
        w.put_message(&said)
    });
    let second = dates.put(
        "F-2",
        Given {
            when: Some(lobby::conversations::dated::put::When {
                at: at("2026-11-25T10:00:00-05:00"),
                ..Default::default()
            }),
            ..Given::default()
        },
    );
    talk.until("2026-11-25T10:00:00-05:00");
    assert_eq!(dates.runs(), 0);
    assert_eq!(dates.left(second.id), [(1, LeftOut::OtherChannel)]);
}

#[test]
fn the_page_shows_what_counts_takes_another_and_goes_back() {
    let pages = Pages::new();
    pages.act(|w| {
        let mut business = w.business()?.unwrap_or_default();
        (business.country, business.time_zone) = ("CO".into(), "America/Bogota".into());
        w.put_business(&business)
    });
    let place = "/settings/contact_hours/collection";
    pages.act(|w| desk::put(w, &chief(), Purpose::Collection, None).map(|_| ()));
    let all = pages.sees(&pages.ana, "/settings/hours");
    assert!(all.contains(place) && all.contains("Mon–Fri 7:00–19:00, Sat 8:00–15:00"));
    let page = pages.sees(&pages.ana, place);
    assert!(page.contains("What is due now") && page.contains("That is what counts now."));
    let form = |monday: &'static str, a_day: &'static str| {
        [
            ("on", "1"),
            ("day0", monday),
            ("day1", "9-17"),
            ("a_day", a_day),
        ]
    };
    let wrong = pages.sends(&pages.ana, place, &form("morning", "2"));
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("value=\"morning\"") && wrong.body.contains("value=\"2\""));
    assert_eq!(
        pages.sends(&pages.ana, place, &form("9-17", "51")).status,
        422
    );
    let none = pages.sends(&pages.ana, place, &[("on", "1")]);
    assert!(none.body.contains("at least one day"), "{}", none.body);
    assert_eq!(
        pages.sends(&pages.ana, place, &form("9-17", "2")).status,
        303
    );
    let page = pages.sees(&pages.ana, place);
    assert!(page.contains("9:00-17:00") && page.contains("Go back to the preset"));
    let trail = pages.sees(&pages.ana, "/settings/changes");
    assert!(
        trail.contains("contact hours for payment reminders"),
        "{trail}"
    );
    pages.posts(&pages.ana, &format!("{place}/reset"), &[]);
    assert!(
        pages
            .sees(&pages.ana, place)
            .contains("That is what counts now.")
    );
}
