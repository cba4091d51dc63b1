//! Reports by their pages: who looks after others sees all of them, anybody what they did themselves.

use lobby::domain::actor::Role;

use crate::pages::Pages;
use crate::support::mail::Mail;

#[test]
fn who_looks_after_nobody_sees_their_own_figures() {
    let pages = Pages::new();
    let (agent, bea) = pages.person("bea", Role::Agent, Vec::new());
    let owner = pages.server.owner().id.to_string();
    for (who, subject) in [(&owner, "Lamp"), (&agent.id.to_string(), "Chair")] {
        let from = format!("{subject}@example.com");
        let c = pages.receives(&Mail::from(&from, subject, "Is it in stock?"));
        let at = format!("/c/{}/assignee", c.number);
        pages.posts(&pages.ana, &at, &[("agent", who)]);
    }
    let rows = "/reports/conversations/conversations";
    let all = pages.sees(&pages.ana, rows);
    assert!(all.contains("Lamp") && all.contains("Chair"));
    // Asking for another's does not help.
    for place in [rows.to_owned(), format!("{rows}?agent={owner}")] {
        let own = pages.sees(&bea, &place);
        assert!(!own.contains("Lamp") && own.contains("Chair"));
    }
    let overview = pages.sees(&bea, "/reports");
    assert!(overview.contains("Your figures") && !overview.contains("/reports/month"));
    assert!(!overview.contains("name=\"agent\"") && !overview.contains("/reports/journeys"));
    assert!(
        pages
            .sees(&pages.ana, "/reports")
            .contains("/reports/month")
    );
    assert_eq!(pages.server.get("/reports/month", &bea.cookie).status, 403);
    pages.holds();
}
