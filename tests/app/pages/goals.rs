//! Response goals, by the forms there are without scripts: ready ones, one put together step by step, and what a
//! conversation and its row say of them.

use lobby::conversations::delivery;
use lobby::conversations::sla::follow::follow;
use lobby::conversations::sla::measure::{Anew, measure_lot};
use lobby::domain::outbound::Sent;
use lobby::domain::time::Span;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

const PLACE: &str = "/settings/goals";

fn measured(pages: &Pages) {
    pages.act(|w| measure_lot(w, None, Anew::Agreement).map(|_| ()));
}

#[test]
fn ready_goals_are_taken_and_shown_where_they_count() {
    let mut pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let none = pages.sees(&pages.ana, PLACE);
    assert!(
        none.contains("No goals yet")
            && none.contains("Web chat 3 min · messages 15 min · e-mail 4 h of opening hours")
    );
    let list = pages.posts(
        &pages.ana,
        &format!("{PLACE}/begin"),
        &[("preset", "normal")],
    );
    assert!(
        list.contains("First answer: 4 h · Next answer: 4 h") && list.contains("1 open"),
        "{list}"
    );
    measured(&pages);
    let thread = format!("/c/{}", c.number);
    let shown = pages.sees(&pages.ana, &thread);
    assert!(
        shown.contains("Answer in 4 h") && shown.contains("Goal: E-mail"),
        "{shown}"
    );
    let row = pages.sees(&pages.ana, "/list/all");
    assert!(
        row.contains("Answer in 4 h") && !row.contains("without an answer"),
        "{row}"
    );
    pages.later(Span::minutes(245));
    let row = pages.sees(&pages.ana, "/list/all");
    assert!(row.contains("5 min late"), "{row}");
    let owner = pages.owner();
    pages.replies(&owner, &c, "It is.");
    pages.act(|w| follow(w, lobby::domain::id::Seq(0), 10_000).map(|_| ()));
    let shown = pages.sees(&pages.ana, &thread);
    assert!(
        shown.contains("Was late") && shown.contains("4 h 5 min counted"),
        "{shown}"
    );
    pages.holds();
}

#[test]
fn a_goal_is_put_together_changed_and_taken_away() {
    let pages = Pages::new();
    pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let new = format!("{PLACE}/new");
    let page = pages.sees(&pages.ana, &new);
    assert!(page.contains("name=\"first_response.urgent.n\"") && page.contains("name=\"s1.when\""));
    let mut form = vec![
        ("name", "Everybody"),
        ("first_response.normal.n", "20"),
        ("first_response.normal.unit", "minutes"),
        ("hours", "always"),
        ("apply", "now"),
        ("s0.when", "at"),
        ("s0.lead", "1"),
        ("do", "step"),
    ];
    let shown = pages.sends(&pages.ana, &new, &form);
    assert_eq!(shown.status, 200);
    let matching = between(&shown.body, "id=\"matching\"", "</p>");
    // The new step says nothing yet to do, so nothing can be said of all of it.
    assert!(
        shown.body.contains("name=\"s1.when\"") && matching.ends_with('>'),
        "{matching}"
    );
    form.retain(|it| it.0 != "do");
    let shown = pages.sends(&pages.ana, &new, &form);
    assert!(
        shown
            .body
            .contains("For 1 open conversation: 0 late now, 1 due within the hour")
    );
    form.push(("do", "save"));
    let mut wrong = form.clone();
    wrong[1].1 = "0";
    let refused = pages.sends(&pages.ana, &new, &wrong);
    assert!(refused.status == 422 && refused.body.contains("A goal needs a whole number"));
    let list = pages.posts(&pages.ana, &new, &form);
    assert!(list.contains("Everybody") && list.contains("First answer: 20 min"));
    let one = format!(
        "{PLACE}/{}",
        between(&list, "href=\"/settings/goals/", "\"")
    );
    assert!(pages.sees(&pages.ana, &one).contains("value=\"20\""));
    form[1].1 = "25";
    assert!(
        pages
            .posts(&pages.ana, &one, &form)
            .contains("First answer: 25 min")
    );
    let list = pages.posts(&pages.ana, &format!("{one}/retire"), &[]);
    assert!(list.contains("No goals yet"));
    pages.holds();
}

#[test]
fn after_two_weeks_a_desk_may_begin_with_its_own_pace() {
    let mut pages = Pages::new();
    pages.act(|w| {
        let mut business = w.business()?.unwrap_or_default();
        business.claimed_at = Some(w.now());
        w.put_business(&business)
    });
    let owner = pages.owner();
    // Three of four are answered after twelve minutes, the others after two hours.
    for n in 0..20 {
        let from = format!("customer{n}@example.com");
        let c = pages.receives(&Mail::from(&from, "Lamp", "Is it in stock?"));
        pages.later(Span::minutes(if n % 4 == 0 { 120 } else { 12 }));
        let connection = pages.replies(&owner, &c, "It is.").delivery.connection;
        pages.later(Span::seconds(11));
        pages.act(move |w| {
            for it in delivery::claim_due(w, connection)? {
                delivery::succeeded(w, it.id, it.attempts, &Sent::default())?;
            }
            Ok(())
        });
    }
    assert!(
        !pages.sees(&pages.ana, PLACE).contains("Your own pace"),
        "too early"
    );
    let refused = pages.server.post(
        &format!("{PLACE}/begin"),
        Some(&pages.ana),
        &[("preset", "own")],
    );
    assert_eq!(refused.status, 422);
    pages.later(Span::days(14));
    let offered = pages.sees(&pages.ana, PLACE);
    assert!(offered.contains("came within: e-mail 15 min"), "{offered}");
    let list = pages.posts(&pages.ana, &format!("{PLACE}/begin"), &[("preset", "own")]);
    assert!(
        list.contains("First answer: 15 min · Next answer: 15 min"),
        "{list}"
    );
    pages.holds();
}
