//! What people may do for and to each other: help who cannot get in, invite, let into teams; and what is told of it.

use lobby::auth::invite::{self, Accepted, Invitation};
use lobby::auth::secret::Secret;
use lobby::auth::session;
use lobby::desk::agents;
use lobby::desk::teams::{self, NewTeam};
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::agent::{Agent, Totp};
use lobby::domain::error::{Error, Result};
use lobby::domain::id::TeamId;
use lobby::domain::job::JobKind;

use crate::security::addresses::with_mailbox;
use crate::security::server::Server;

fn again(server: &Server, it: &Agent) -> Agent {
    let id = it.id;
    server
        .app
        .store
        .look(|look| look.agent(id))
        .unwrap()
        .unwrap()
}

#[test]
fn who_cannot_get_in_is_helped_by_an_administrator() {
    let server = with_mailbox();
    let bea = server.person("bea@shop.example", Role::Agent, vec![]);
    let mut with_factor = bea.clone();
    with_factor.totp = Some(Totp::default());
    server
        .app
        .store
        .by_hand(move |w| w.put_agent(&with_factor))
        .unwrap();
    let ana = server.browser_of(&server.owner());
    let eva = server.browser_of(&server.person("eva@shop.example", Role::Admin, vec![]));
    let hers = server.browser_of(&bea);
    let place = format!("/settings/people/{}", bea.id);
    let page = server.get(&place, &ana.cookie).body;
    for what in ["factor", "out", "reset"] {
        assert!(
            page.contains(&format!("action=\"{place}/{what}\"")),
            "{what}"
        );
        let own = format!("/settings/people/{}/{what}", bea.id);
        assert_eq!(server.post(&own, Some(&hers), &[]).status, 403, "{what}");
    }
    assert!(again(&server, &bea).totp.is_some());
    let deed = |what: &str| {
        server
            .post(&format!("{place}/{what}"), Some(&ana), &[])
            .status
    };
    assert_eq!(deed("factor"), 303);
    assert!(again(&server, &bea).totp.is_none());
    let hers = server.browser_of(&bea);
    assert_eq!(server.get("/", &hers.cookie).status, 200);
    assert_eq!(deed("out"), 303);
    assert_eq!(server.get("/", &hers.cookie).status, 303);
    assert_eq!(deed("reset"), 303);
    let now = server.app.clock.now();
    let jobs = server.app.store.look(|look| look.jobs_due(now, 100));
    let is_reset = |it: &lobby::domain::job::Job| matches!(it.kind, JobKind::MailReset { .. });
    assert!(jobs.unwrap().iter().any(is_reset));
    // Nobody does it to an owner but an owner.
    let owner = format!("/settings/people/{}", server.owner().id);
    for what in ["factor", "out", "reset"] {
        let status = server
            .post(&format!("{owner}/{what}"), Some(&eva), &[])
            .status;
        assert_eq!(status, 403, "{what}");
    }
    let trail = server.get("/settings/changes", &ana.cookie).body;
    assert!(trail.contains("second factor"), "{trail}");
}

#[test]
fn the_feed_tells_programs_no_more_than_the_trail_does() {
    let server = Server::claimed();
    server.person("bea@shop.example", Role::Agent, vec![]);
    let owner = session::viewer(&server.owner());
    let secret = Secret::new().unwrap();
    let keys = server.app.keys.clone();
    let new = Invitation {
        name: String::new(),
        email: "eva@shop.example".to_owned(),
        role: Role::Agent,
        teams: Vec::new(),
        by_mail: false,
    };
    server
        .app
        .store
        .by_hand(move |w| invite::make(w, &owner, &new, &secret, &keys).map(|_| ()))
        .unwrap();
    let feed = |role: Role| {
        let bearer = format!("Bearer {}", server.token(role));
        let headers = [("Authorization", bearer.as_str())];
        let all = server.send("GET", "/api/v1/events?limit=100", &headers, "");
        assert_eq!(all.status, 200);
        all.body
    };
    for arranged in ["agent.invited", "token.made", "business.claimed"] {
        assert!(feed(Role::Admin).contains(arranged), "{arranged}");
        assert!(!feed(Role::Agent).contains(arranged), "{arranged}");
        assert!(!feed(Role::Supervisor).contains(arranged), "{arranged}");
    }
}

fn invites(server: &Server, by: &Agent, role: Role, teams: Vec<TeamId>) -> Result<Secret> {
    let (viewer, secret) = (session::viewer(by), Secret::new().unwrap());
    let (for_deed, keys) = (secret.clone(), server.app.keys.clone());
    let new = Invitation {
        name: String::new(),
        email: format!("new-{}@shop.example", &secret.expose()[..6].to_lowercase()),
        role,
        teams,
        by_mail: false,
    };
    let made = server
        .app
        .store
        .by_hand(move |w| invite::make(w, &viewer, &new, &for_deed, &keys).map(|_| ()));
    made.map(|()| secret)
}

fn accepts(server: &Server, secret: &Secret) -> Result<Agent> {
    let (secret, by) = (
        secret.clone(),
        Accepted {
            name: "New".into(),
            password: "$argon2id$none".into(),
            language: "en".into(),
            time_zone: "UTC".into(),
        },
    );
    server
        .app
        .store
        .by_hand(move |w| invite::accept(w, &secret, &by))
}

#[test]
fn an_invitation_is_worth_what_its_maker_still_may() {
    let server = Server::claimed();
    let owner = session::viewer(&server.owner());
    let eva = server.person("eva@shop.example", Role::Admin, vec![]);
    let ivo = server.person("ivo@shop.example", Role::Admin, vec![]);
    let of_eva = invites(&server, &eva, Role::Admin, vec![]).unwrap();
    let of_ivo = invites(&server, &ivo, Role::Admin, vec![]).unwrap();
    let of_ana = invites(&server, &server.owner(), Role::Agent, vec![]).unwrap();
    assert!(invites(&server, &eva, Role::Owner, vec![]).is_err());
    let (by, id) = (owner.clone(), eva.id);
    let demote = move |w: &mut lobby::store::Write<'_>| agents::set_role(w, &by, id, Role::Agent);
    server.app.store.by_hand(demote).unwrap();
    let id = ivo.id;
    let leave = move |w: &mut lobby::store::Write<'_>| agents::deactivate(w, &owner, id);
    server.app.store.by_hand(leave).unwrap();
    for void in [&of_eva, &of_ivo] {
        assert!(matches!(
            accepts(&server, void),
            Err(Error::NotFound { .. })
        ));
    }
    assert_eq!(accepts(&server, &of_ana).unwrap().role, Role::Agent);
}

#[test]
fn nobody_lets_into_a_private_team_they_do_not_see() {
    let server = Server::claimed();
    let system = Viewer::system(SystemPart::Setup);
    let new = NewTeam {
        name: "Health".to_owned(),
        private: true,
        lead: None,
    };
    let team = server
        .app
        .store
        .by_hand(move |w| teams::make(w, &system, &new))
        .unwrap()
        .id;
    let eva = server.person("eva@shop.example", Role::Admin, vec![]);
    let bea = server.person("bea@shop.example", Role::Agent, vec![]);
    // As long as it is empty, somebody must be the first.
    assert!(invites(&server, &eva, Role::Agent, vec![team]).is_ok());
    server.person("doc@shop.example", Role::Agent, vec![team]);
    let lets_in = |by: &Agent| {
        let (viewer, id) = (session::viewer(by), bea.id);
        server
            .app
            .store
            .by_hand(move |w| agents::set_teams(w, &viewer, id, &[team]))
    };
    assert!(matches!(lets_in(&eva), Err(Error::Forbidden { .. })));
    assert!(invites(&server, &eva, Role::Agent, vec![team]).is_err());
    assert!(again(&server, &bea).teams.is_empty());
    assert!(lets_in(&server.owner()).is_ok());
    assert_eq!(again(&server, &bea).teams, [team]);
}
