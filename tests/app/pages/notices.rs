//! A mailbox that does not work is said in the inbox: why, and to whom it may mend it, where.

use lobby::domain::actor::Role;
use lobby::domain::channel::{Health, HealthState};
use lobby::domain::id::ConnectionId;
use lobby::domain::time::Span;

use crate::pages::{Pages, between};
use crate::support::desk::id;

fn health(pages: &Pages, state: HealthState, code: &'static str) {
    let since = pages.server.app.clock.now();
    pages.act(move |w| {
        let mut it = w.connection(id::<ConnectionId>(1))?.unwrap();
        it.health = Health {
            state,
            since,
            code: code.to_owned(),
            ..Health::default()
        };
        w.put_connection(&it)
    });
}

#[test]
fn who_can_mend_a_mailbox_is_led_there_and_others_are_told_who() {
    let mut pages = Pages::new();
    let quiet = pages.sees(&pages.ana, "/");
    assert!(!quiet.contains("has not worked"));
    health(&pages, HealthState::NeedsYou, "health-login-refused");
    pages.later(Span::hours(3));
    let (_, bea) = pages.person("bea", Role::Agent, vec![]);
    for place in ["/", "/list/snoozed", "/list/spam"] {
        let page = pages.sees(&pages.ana, place);
        let said = between(&page, "id=\"notices\"", "</div></div>");
        assert!(
            said.contains("Shop has not worked for 3 h.") && said.contains("the password is not")
        );
        assert!(said.contains("href=\"/settings/channels/"), "{said}");
    }
    let page = pages.sees(&bea, "/");
    let said = between(&page, "id=\"notices\"", "</div></div>");
    assert!(
        said.contains("Ana can mend it.") && !said.contains("/settings/"),
        "{said}"
    );
    health(&pages, HealthState::Troubled, "health-unreachable");
    assert!(
        !pages.sees(&pages.ana, "/").contains("has not worked"),
        "a moment is nothing"
    );
    pages.later(Span::minutes(20));
    assert!(
        pages
            .sees(&pages.ana, "/")
            .contains("Lobby tries again by itself")
    );
    health(&pages, HealthState::Working, "");
    assert!(!pages.sees(&pages.ana, "/").contains("has not worked"));
    pages.holds();
}
