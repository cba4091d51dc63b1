//! A private team is opened and closed again: who reads its conversations changes at once, in lists, pages, search and
//! on open pages, old ones too.

use std::time::Duration;

use lobby::app::hub::{Notice, Subscription};
use lobby::conversations::{assign, status};
use lobby::desk::{agents, teams};
use lobby::domain::actor::Role;
use lobby::domain::conversation::Conversation;
use lobby::domain::id::{Id, TeamId};

use crate::pages::{Pages, viewer};
use crate::security::server::Browser;
use crate::support::mail::Mail;

pub fn team(pages: &Pages, private: bool) -> TeamId {
    let by = pages.owner();
    pages.act(move |w| {
        let new = teams::NewTeam {
            name: "Health".to_owned(),
            private,
            lead: None,
        };
        teams::make(w, &by, &new).map(|it| it.id)
    })
}

pub fn of_team(pages: &Pages, team: TeamId, from: &str) -> Conversation {
    let c = pages.receives(&Mail::from(from, "Blood test", "My zanahoria result?"));
    let (by, number) = (pages.owner(), c.number);
    pages.act(move |w| assign::set_team(w, &by, number, Some(team)));
    pages.again(&c)
}

fn finds(pages: &Pages, who: &Browser) -> bool {
    let seq = pages.server.app.store.look(|look| look.last_seq()).unwrap();
    assert!(
        pages
            .server
            .app
            .search
            .wait_for(seq, Duration::from_secs(20))
    );
    pages
        .sees(who, "/search?q=zanahoria")
        .contains("Blood test")
}

/// Whether an open page was told to fetch everything anew.
fn looks_again(pages: &Pages, live: &mut Subscription) -> bool {
    pages.server.app.hub.flush();
    let told = std::iter::from_fn(|| live.notices.try_recv().ok());
    told.fold(false, |it, notice| {
        it | matches!(notice, Notice::Desk { .. })
    })
}

#[test]
fn opening_and_closing_changes_who_reads_at_once() {
    let pages = Pages::new();
    let team = team(&pages, true);
    let (bea, bea_browser) = pages.person("bea", Role::Agent, vec![]);
    let open = of_team(&pages, team, "carla@example.com");
    let old = of_team(&pages, team, "diego@example.com");
    let (by, number) = (pages.owner(), old.number);
    pages.act(move |w| {
        agents::set_teams(w, &by, by.agent_id().unwrap(), &[team])?;
        Ok(())
    });
    let member = pages.server.browser_of(&pages.server.owner());
    let by = viewer(&pages.server.owner());
    pages.act(move |w| status::resolve(w, &by, number));
    let place = format!("/c/{}", open.number);
    assert_eq!(pages.server.get(&place, &bea_browser.cookie).status, 404);
    assert!(!finds(&pages, &bea_browser) && finds(&pages, &member));
    let session = lobby::domain::id::SessionId::from_uuid(uuid::Uuid::from_u128(7));
    let mut live = pages.server.app.hub.subscribe(viewer(&bea), session, None);

    let privacy = format!("/settings/teams/{team}/privacy");
    let said = pages.posts(&member, &privacy, &[("private", "")]);
    assert!(said.contains("Make it private"));
    assert_eq!(pages.again(&open).audience, None);
    assert_eq!(pages.again(&old).audience, None, "old ones too");
    assert!(pages.sees(&bea_browser, "/").contains("Blood test"));
    assert!(pages.sees(&bea_browser, &place).contains("opened the team"));
    assert!(finds(&pages, &bea_browser));
    assert!(looks_again(&pages, &mut live));
    let (by, number, id) = (viewer(&bea), open.number, bea.id);
    pages.act(move |w| assign::assign(w, &by, number, Some(id)));

    pages.posts(&member, &privacy, &[("private", "1")]);
    let closed = pages.again(&open);
    assert_eq!(
        (closed.audience, closed.assignee),
        (Some(team), None),
        "no member has it"
    );
    assert_eq!(pages.server.get(&place, &bea_browser.cookie).status, 404);
    assert!(!pages.sees(&bea_browser, "/").contains("Blood test"));
    assert!(!finds(&pages, &bea_browser) && finds(&pages, &member));
    assert!(looks_again(&pages, &mut live), "her page looks again");
    let changes = pages.sees(&member, "/settings/changes");
    assert!(changes.contains("made team Health private") && changes.contains("opened team Health"));
    pages.holds();
}

#[test]
fn only_who_arranges_may_and_what_comes_follows() {
    let pages = Pages::new();
    let team = team(&pages, false);
    let (_, bea) = pages.person("bea", Role::Agent, vec![]);
    let privacy = format!("/settings/teams/{team}/privacy");
    assert_eq!(pages.sends(&bea, &privacy, &[("private", "1")]).status, 403);
    pages.posts(&pages.ana, &privacy, &[("private", "1")]);
    let c = of_team(&pages, team, "carla@example.com");
    assert_eq!(c.audience, Some(team));
    pages.posts(&pages.ana, &privacy, &[("private", "1")]);
    assert_eq!(pages.again(&c).audience, Some(team), "said twice");
    pages.holds();
}
