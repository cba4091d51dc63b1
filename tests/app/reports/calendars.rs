//! What was measured by the hours of its time stays as it was; and an owner who wants otherwise has it counted anew.

use std::time::Duration;

use lobby::desk::calendars::{self, About};
use lobby::desk::holidays::{self, DaysOf};
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::conversation::Conversation;
use lobby::domain::error::Error;
use lobby::domain::event::EventKind;
use lobby::domain::id::{AgentId, CalendarId, ChannelId};
use lobby::domain::team::Business;
use lobby::domain::time::{Millis, Span};
use lobby::reports::{Calendars, Hours, Metric, Reports};
use serde_json::json;

use crate::api::program::Program;
use crate::reports::Counted;
use crate::support::desk::{Desk, id, person};
use crate::support::mail::Mail;

type Week = [Vec<(u16, u16)>; 7];

fn weekdays(from: u16, to: u16) -> Week {
    let mut week = Week::default();
    for day in week.iter_mut().take(5) {
        *day = vec![(from * 60, to * 60)];
    }
    week
}

/// What the business is from here on, as the settings write it.
fn is_now(desk: &Desk, change: impl Fn(&mut Business) + Send + 'static) {
    let luis = desk.luis.clone();
    desk.act(move |w| {
        let mut business = w.business()?.unwrap_or_default();
        change(&mut business);
        w.put_business(&business)?;
        w.event(
            luis.actor,
            lobby::domain::event::Subject::default(),
            EventKind::BusinessChanged,
        )
    });
}

/// A desk that was set up, open on weekdays from nine to five (UTC). It is Wednesday, 15:00.
fn open() -> Counted {
    let it = Counted::new();
    set_up(&it.desk);
    it
}

fn set_up(desk: &Desk) {
    is_now(desk, |it| {
        it.time_zone = "UTC".to_owned();
        it.hours.week = weekdays(9, 17);
        it.set_up_at = Some(Millis(1));
    });
}

/// Asked now, answered on Thursday at 9:30: two hours and a half of a week from nine to five.
fn asked_and_answered(desk: &Desk, who: &str) -> Conversation {
    let c = desk.begins(&Mail::from(who, "Where is it", "Where is my parcel?"));
    desk.later(Span::minutes(18 * 60 + 30));
    desk.answer(&c, "Here");
    desk.later(Span::seconds(11));
    desk.sends();
    c
}

fn within(it: &Counted, metric: Metric) -> Span {
    let filter = it.filter(|it| it.hours = Hours::Business);
    it.report(metric, &filter, None).total.median
}

/// As it follows, and as it is made anew from nothing.
fn both(it: &Counted, metric: Metric) -> Span {
    let filter = it.filter(|it| it.hours = Hours::Business);
    let anew = Reports::in_memory(&it.desk.store).unwrap();
    let anew = it.asked(&anew, (metric, &filter), |ask| anew.total(ask).unwrap());
    let followed = within(it, metric);
    assert_eq!(anew.median, followed, "made anew");
    followed
}

#[test]
fn a_later_change_of_hours_moves_no_figure_of_the_past() {
    let it = open();
    let c = asked_and_answered(&it.desk, "carla@example.com");
    assert_eq!(both(&it, Metric::FirstResponse), Span::minutes(150));
    // Longer hours, then another zone, then a day that is closed after all.
    is_now(&it.desk, |it| it.hours.week = weekdays(0, 24));
    it.desk.later(Span::minutes(1));
    is_now(&it.desk, |it| it.time_zone = "Asia/Tokyo".to_owned());
    it.desk.later(Span::minutes(1));
    let (luis, thursday) = (it.desk.luis.clone(), "2026-11-05".parse().unwrap());
    it.desk
        .act(move |w| holidays::close(w, &luis, DaysOf::Desk, (thursday, "Stocktaking")));
    it.resolves(&c);
    assert_eq!(both(&it, Metric::FirstResponse), Span::minutes(150));
    // It began before the change: all of it goes by the hours of then, also what came after.
    let (all, ours, theirs) = (
        both(&it, Metric::Resolution),
        both(&it, Metric::OurTime),
        both(&it, Metric::TheirTime),
    );
    assert_eq!(all, Span(ours.0 + theirs.0));
    assert_eq!(all, Span(Span::minutes(152).0 + 11_000));
    it.desk.holds();
}

#[test]
fn what_begins_after_a_change_goes_by_it() {
    let it = open();
    asked_and_answered(&it.desk, "carla@example.com");
    // From now on from eight: Thursday 15:00 to Friday 9:30 is three hours and a half.
    is_now(&it.desk, |it| it.hours.week = weekdays(8, 17));
    it.desk.later(Span(Span::minutes(5 * 60 + 30).0 - 11_000));
    let filter = it.filter(|it| it.hours = Hours::Business);
    asked_and_answered(&it.desk, "bob@example.com");
    let total = it.report(Metric::FirstResponse, &filter, None).total;
    assert_eq!((total.n, total.sum), (2, Span::minutes(150 + 210)));
    // Who waits is late by the hours of when they asked, before and after they are answered.
    is_now(&it.desk, |it| it.hours.week = weekdays(9, 17));
    it.desk
        .begins(&Mail::from("eve@example.com", "Bill", "How much?"));
    it.desk.later(Span::minutes(60));
    is_now(&it.desk, |it| it.hours.week = weekdays(0, 1));
    it.desk.later(Span::minutes(60));
    let late = it.filter(|it| {
        it.hours = Hours::Business;
        it.target = Span::minutes(100);
    });
    let total = it.report(Metric::ServiceLevel, &late, None).total;
    assert_eq!((total.n, total.yes, total.not_yet), (3, 0, 0));
    it.desk.holds();
}

/// A calendar of nights, chosen by the only channel.
fn nights(desk: &Desk) -> CalendarId {
    let (luis, channel) = (desk.luis.clone(), desk.channel);
    desk.act(move |w| {
        let about = About {
            name: "Nights".to_owned(),
            week: weekdays(0, 6),
            ..About::default()
        };
        let made = calendars::make(w, &luis, &about)?.id;
        goes_by(w, channel, Some(made))?;
        Ok(made)
    })
}

fn goes_by(
    w: &mut lobby::store::Write<'_>,
    channel: ChannelId,
    calendar: Option<CalendarId>,
) -> lobby::domain::error::Result<()> {
    let mut it = w.channel(channel)?.unwrap();
    it.calendar = calendar;
    w.put_channel(&it)
}

#[test]
fn a_calendar_that_is_changed_left_or_taken_out_of_use_still_counts_for_its_time() {
    let it = open();
    let (luis, calendar) = (it.desk.luis.clone(), nights(&it.desk));
    it.desk.later(Span::minutes(1));
    let c = asked_and_answered(&it.desk, "carla@example.com");
    let nightly = Span::hours(6);
    assert_eq!(both(&it, Metric::FirstResponse), nightly);
    let by = luis.clone();
    it.desk.act(move |w| {
        let was = About::of(&calendars::find(w, calendar)?);
        let about = About {
            week: weekdays(0, 1),
            time_zone: "America/Bogota".to_owned(),
            ..was
        };
        calendars::change(w, &by, calendar, &about)
    });
    it.desk.later(Span::minutes(1));
    let channel = it.desk.channel;
    it.desk.act(move |w| goes_by(w, channel, None));
    it.desk.later(Span::minutes(1));
    it.desk.act(move |w| goes_by(w, channel, Some(calendar)));
    it.desk.later(Span::minutes(1));
    it.desk.act(move |w| calendars::retire(w, &luis, calendar));
    it.resolves(&c);
    assert_eq!(both(&it, Metric::FirstResponse), nightly);
    // Out of use it counts for nothing that begins.
    let of_now = it.desk.look(Calendars::read);
    let now = of_now.of(Some(channel), None, it.desk.now());
    let noon = Millis::parse_rfc3339("2026-11-10T12:00:00Z").unwrap();
    assert!(now.is_open_at(noon), "the desk's own");
    let then = of_now.of(Some(channel), None, c.created_at);
    assert!(!then.is_open_at(noon), "the nights of then");
    it.desk.holds();
}

#[test]
fn what_is_counted_anew_by_todays_hours_is_the_owners_wish_and_stands_in_the_trail() {
    let it = open();
    asked_and_answered(&it.desk, "carla@example.com");
    is_now(&it.desk, |it| it.hours.week = weekdays(0, 24));
    it.desk.later(Span::minutes(1));
    for role in [Role::Agent, Role::Admin] {
        let by = person(12, role);
        let refused = it.desk.try_act(move |w| calendars::recount(w, &by));
        assert!(matches!(refused, Err(Error::Forbidden { .. })));
    }
    assert_eq!(both(&it, Metric::FirstResponse), Span::minutes(150));
    let owner: Viewer = person(12, Role::Owner);
    it.desk.act(move |w| calendars::recount(w, &owner));
    let counted = it.desk.now();
    assert_eq!(
        both(&it, Metric::FirstResponse),
        Span::minutes(18 * 60 + 30),
        "by the hours of today"
    );
    let of_now = it.desk.look(Calendars::read);
    assert_eq!(of_now.recounted(), Some(counted), "and figures say so");
    let luis = it.desk.luis.clone();
    let trail = it
        .desk
        .look(|look| lobby::desk::audit::trail(look, &luis, None, 10));
    let recorded = trail
        .events
        .iter()
        .find(|it| it.kind == EventKind::FiguresRecounted);
    assert_eq!(recorded.unwrap().actor.agent(), Some(id::<AgentId>(12)));
    // What changes after it moves nothing again.
    it.desk.later(Span::minutes(1));
    is_now(&it.desk, |it| it.hours.week = weekdays(9, 10));
    assert_eq!(
        both(&it, Metric::FirstResponse),
        Span::minutes(18 * 60 + 30)
    );
    it.desk.holds();
}

#[test]
fn counting_anew_goes_on_where_it_was_stopped() {
    let folder = std::env::temp_dir().join(format!("lobby-recount-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let desk = Desk::in_folder(&folder);
    set_up(&desk);
    for n in 0..300 {
        let from = format!("c{n}@example.com");
        desk.begins(&Mail::from(&from, "Where is it", "Where is my parcel?"));
    }
    desk.later(Span::minutes(18 * 60 + 30));
    let (luis, owner) = (desk.luis.clone(), person(12, Role::Owner));
    desk.act(move |w| {
        for number in 1..=300 {
            lobby::conversations::status::resolve(w, &luis, number)?;
        }
        Ok(())
    });
    let patience = Duration::from_secs(60);
    let reports = Reports::open(&folder, &desk.store).unwrap();
    assert!(reports.wait_for(desk.store.last_seq(), patience));
    is_now(&desk, |it| it.hours.week = weekdays(0, 24));
    desk.later(Span::minutes(1));
    desk.act(move |w| calendars::recount(w, &owner));
    drop(reports);
    // Whatever of it was done, afterwards it is as if it had never been stopped; twice.
    for _ in 0..2 {
        let stopped = Reports::open(&folder, &desk.store).unwrap();
        drop(stopped);
    }
    let reports = Reports::open(&folder, &desk.store).unwrap();
    let it = Counted { desk, reports };
    let filter = it.filter(|it| it.hours = Hours::Business);
    let total = it.report(Metric::FirstResolution, &filter, None).total;
    assert_eq!(
        (total.n, total.sum),
        (300, Span::minutes(300 * (18 * 60 + 30)))
    );
    assert_eq!(it.reports.building(), None);
    it.desk.holds();
    drop(it);
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn programs_and_pages_say_by_which_hours_and_count_anew() {
    let program = Program::new();
    let before = program.get(200, "/hours/recount");
    assert_eq!(before["recounted_at"], json!(null));
    let report = program.get(200, "/reports/first_response");
    assert_eq!(report["hours_recounted_at"], json!(null));
    let owner = program.server.browser_of(&program.server.owner());
    let page = |path: &str| program.server.get(path, &owner.cookie).body;
    assert!(page("/settings/hours").contains("action=\"/settings/hours/recount\""));
    assert!(page("/reports/first_response").contains("as they were when each began"));
    let seen = program.post(202, "/hours/recount", "{}");
    let at = seen["recounted_at"].as_str().unwrap().to_owned();
    let report = program.get(200, "/reports/first_response");
    assert_eq!(report["hours_recounted_at"], json!(at));
    assert!(page("/reports/first_response").contains("of what began before"));
    assert!(page("/settings/hours").contains("the hours that held then"));
    let table = page("/reports/first_response/table.csv?hours=business");
    assert!(table.contains("of what began before"), "{table}");
    let trail = program.get(200, "/audit");
    assert!(trail.to_string().contains("figures.recounted"), "{trail}");
    // The page's button is the owner's.
    let admin = program
        .server
        .person("ad@shop.example", Role::Admin, vec![]);
    let admin = program.server.browser_of(&admin);
    let shown = program.server.get("/settings/hours", &admin.cookie).body;
    assert!(!shown.contains("/settings/hours/recount"));
    let post = |who| {
        let reply = program
            .server
            .post("/settings/hours/recount", Some(who), &[]);
        reply.status
    };
    assert_eq!((post(&admin), post(&owner)), (403, 303));
}
