//! Closed days among the settings, and what they do to spans of working days.

use lobby::conversations::status;
use lobby::domain::conversation::Status;
use lobby::domain::time::Millis;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

const PLACE: &str = "/settings/business/holidays";

fn works(pages: &Pages, country: &'static str) {
    pages.act(move |w| {
        let mut business = w.business()?.unwrap_or_default();
        business.time_zone = "UTC".to_owned();
        business.hours.holidays_of = country.to_owned();
        for day in business.hours.week.iter_mut().take(5) {
            *day = vec![(540, 1_020)];
        }
        w.put_business(&business)
    });
}

fn follow_up(pages: &Pages) -> Option<Millis> {
    let n = pages
        .server
        .app
        .store
        .look(|look| look.conversations_before(None, 100));
    let text = format!("Is it in stock? {}", n.unwrap().len());
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", &text));
    let (by, number) = (pages.owner(), c.number);
    pages.act(move |w| status::wait_for_third_party(w, &by, number, None));
    match pages.again(&c).status {
        Status::Waiting { follow_up_at, .. } => follow_up_at,
        _ => None,
    }
}

fn at(text: &str) -> Option<Millis> {
    Millis::parse_rfc3339(text)
}

#[test]
fn days_are_listed_added_and_taken_away_and_spans_skip_them() {
    let pages = Pages::new();
    works(&pages, "XX");
    let none = pages.sees(&pages.ana, "/settings/business");
    assert!(none.contains("No closed days ahead.") && none.contains("does not know"));
    // Wednesday 4 November, two working days.
    assert_eq!(follow_up(&pages), at("2026-11-06T17:00:00Z"));
    let own = [("day", "2026-11-05"), ("what", "Inventory"), ("do", "")];
    let one = pages.posts(&pages.ana, PLACE, &own);
    let section = between(&one, "id=\"holidays\"", "</section>");
    assert!(section.contains("Thu, 5 Nov 2026") && section.contains("Inventory"));
    assert_eq!(follow_up(&pages), at("2026-11-09T17:00:00Z"));
    for (field, value) in [("day", "soon"), ("day", ""), ("what", " ")] {
        let mut wrong = own;
        wrong.iter_mut().find(|it| it.0 == field).unwrap().1 = value;
        assert_eq!(
            pages.sends(&pages.ana, PLACE, &wrong).status,
            422,
            "{field}"
        );
    }
    let gone = pages.posts(&pages.ana, PLACE, &[("day", "2026-11-05"), ("do", "open")]);
    assert!(gone.contains("No closed days ahead."));
    assert_eq!(follow_up(&pages), at("2026-11-06T17:00:00Z"));
    pages.holds();
}

#[test]
fn public_holidays_come_with_the_country_and_may_be_worked() {
    let mut pages = Pages::new();
    works(&pages, "US");
    let page = pages.sees(&pages.ana, "/settings/business");
    assert!(page.contains("Wed, 11 Nov 2026") && page.contains("Veterans Day"));
    assert!(
        page.contains("Thanksgiving") && !page.contains("3 Jul 2026"),
        "only days ahead"
    );
    pages.later(lobby::domain::time::Span::days(5));
    // Monday 9 November: Tuesday, then Thursday.
    assert_eq!(follow_up(&pages), at("2026-11-12T17:00:00Z"));
    let worked = pages.posts(&pages.ana, PLACE, &[("day", "2026-11-11"), ("do", "open")]);
    assert!(between(&worked, "Wed, 11 Nov 2026", "</li>").contains("you work"));
    assert_eq!(follow_up(&pages), at("2026-11-11T17:00:00Z"));
    pages.posts(&pages.ana, PLACE, &[("day", "2026-11-11"), ("do", "close")]);
    assert_eq!(follow_up(&pages), at("2026-11-12T17:00:00Z"));
    // Saving the business leaves its own days alone.
    let own = [("day", "2026-12-24"), ("what", "Christmas Eve")];
    pages.posts(&pages.ana, PLACE, &own);
    let mut form = vec![
        ("name", "Shop"),
        ("country", "US"),
        ("time_zone", "UTC"),
        ("language", "en"),
    ];
    form.extend([("day0", "9-17"), ("day1", "9-17"), ("shown", "US")]);
    let saved = pages.posts(&pages.ana, "/settings/business", &form);
    assert!(saved.contains("Christmas Eve"));
    pages.holds();
}

#[test]
fn a_thousand_days_are_paged() {
    let pages = Pages::new();
    pages.act(|w| {
        let mut business = w.business()?.unwrap_or_default();
        business.hours.holidays_of = String::new();
        let first: jiff::civil::Date = "2027-01-01".parse().unwrap();
        business.hours.closed = first
            .series(jiff::ToSpan::day(1))
            .take(1_000)
            .map(|day| lobby::domain::team::Holiday {
                day,
                name: "Closed".to_owned(),
            })
            .collect();
        w.put_business(&business)
    });
    let first = pages.sees(&pages.ana, "/settings/business");
    assert_eq!(first.matches(">Closed<").count(), 100);
    let last = pages.sees(&pages.ana, "/settings/business?page=10");
    assert!(last.contains("26 Sep 2029") && !last.contains("page=11"));
    let more = [("day", "2031-01-01"), ("what", "One more")];
    assert_eq!(pages.sends(&pages.ana, PLACE, &more).status, 422);
}
