//! Rules, by the forms there are without scripts: a ready one looked at and kept, one put together and tried on what was,
//! and a message nobody sent.

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

const PLACE: &str = "/settings/rules";

#[test]
fn a_ready_rule_is_looked_at_kept_switched_and_named_where_it_acted() {
    let pages = Pages::new();
    let none = pages.sees(&pages.ana, PLACE);
    assert!(none.contains("No rules yet") && none.contains("Somebody sounds upset"));
    let form = pages.sees(&pages.ana, &format!("{PLACE}/new?ready=shop"));
    assert!(
        form.contains("where is my order, where is my package"),
        "{form}"
    );
    let words = between(&form, "name=\"g0.r0.text\" value=\"", "\"");
    let given = [
        ("name", "Parcels"),
        ("trigger", "arrival"),
        ("g0.match", "all"),
        ("g0.r0.field", "text"),
        ("g0.r0.is", "any"),
        ("g0.r0.text", words),
        ("priority", "high"),
        ("do", "save"),
    ];
    let list = pages.posts(&pages.ana, &format!("{PLACE}/new"), &given);
    assert!(
        list.contains("If What the customer wrote has one of these words where is my order"),
        "{list}"
    );
    let c = pages.receives(&Mail::from(
        "carla@example.com",
        "Hello",
        "Where is my order?",
    ));
    let thread = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(thread.contains("Rule “Parcels”"), "{thread}");
    let one = format!(
        "{PLACE}/{}",
        between(&list, "href=\"/settings/rules/", "\"")
    );
    let off = pages.posts(&pages.ana, &format!("{one}/switch"), &[("on", "")]);
    assert!(off.contains("Off") && off.contains("Switch on"));
    let gone = pages.posts(&pages.ana, &format!("{one}/retire"), &[]);
    assert!(gone.contains("No rules yet"));
    pages.holds();
}

#[test]
fn a_rule_is_put_together_and_tried_on_what_was() {
    let pages = Pages::new();
    pages.receives(&Mail::from("carla@example.com", "Lamp", "I want a refund."));
    pages.receives(&Mail::from("luz@example.com", "Lamp", "Is it in stock?"));
    let new = format!("{PLACE}/new");
    let mut given = vec![
        ("name", "Refunds"),
        ("trigger", "arrival"),
        ("g0.match", "all"),
        ("g0.r0.field", "text"),
        ("g0.r0.is", "any"),
        ("g0.r0.text", "refund, money back"),
        ("do", "try"),
    ];
    let tried = pages.sends(&pages.ana, &new, &given);
    assert!(
        tried.status == 200
            && tried
                .body
                .contains("Would have applied in 1 of 2 conversations."),
        "{}",
        tried.body
    );
    given.last_mut().unwrap().1 = "save";
    let refused = pages.sends(&pages.ana, &new, &given);
    assert!(refused.status == 422 && refused.body.contains("Choose at least one thing it does."));
    let waits = pages.sends(&pages.ana, &new, &[("trigger", "waited"), ("do", "show")]);
    assert!(waits.body.contains("name=\"wait_n\"") && waits.body.contains("name=\"wait_hours\""));
    given.push(("priority", "urgent"));
    given.push(("tell_lead", "1"));
    let list = pages.posts(&pages.ana, &new, &given);
    assert!(
        list.contains("Priority: Urgent") && list.contains("Tell the lead"),
        "{list}"
    );
    let one = format!(
        "{PLACE}/{}",
        between(&list, "href=\"/settings/rules/", "\"")
    );
    let again = pages.sees(&pages.ana, &one);
    assert!(again.contains("value=\"refund, money back\""));
    pages.holds();
}

#[test]
fn a_message_nobody_sent_shows_which_rules_would_act() {
    let pages = Pages::new();
    let given = [
        ("name", "Refunds"),
        ("trigger", "arrival"),
        ("g0.match", "all"),
        ("g0.r0.field", "text"),
        ("g0.r0.is", "any"),
        ("g0.r0.text", "refund"),
        ("priority", "high"),
        ("do", "save"),
    ];
    pages.posts(&pages.ana, &format!("{PLACE}/new"), &given);
    let empty = pages.sees(&pages.ana, &format!("{PLACE}/try"));
    assert!(empty.contains("Nothing is sent and nobody is told"));
    let channel = between(&empty, "<option value=\"", "\"");
    let shown = pages.sees(
        &pages.ana,
        &format!("{PLACE}/try?channel={channel}&text=a+refund"),
    );
    assert!(
        shown.contains(">applies<") && shown.contains("Priority") && shown.contains("High"),
        "{shown}"
    );
    let other = pages.sees(
        &pages.ana,
        &format!("{PLACE}/try?channel={channel}&text=hello"),
    );
    assert!(
        other.contains("does not apply") && other.contains("Missing: What the customer wrote"),
        "{other}"
    );
    pages.holds();
}
