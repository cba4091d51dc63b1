//! What is private stays with its team; what is secret is not read back.

use lobby::desk::channels::{self, ChannelForm, With};
use lobby::desk::teams::{self, NewTeam};
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::contact::Contact;
use lobby::domain::conversation::Conversation;
use lobby::domain::error::Error;
use lobby::domain::id::TeamId;

use crate::security::server::Server;

fn private_team(server: &Server) -> TeamId {
    let system = Viewer::system(SystemPart::CommandLine);
    let new = NewTeam {
        name: "Health".into(),
        private: true,
        lead: None,
    };
    let made = server
        .app
        .store
        .by_hand(move |write| teams::make(write, &system, &new));
    made.unwrap().id
}

/// A conversation of this team; its number.
fn conversation(server: &Server, team: TeamId) -> u64 {
    let made = server.app.store.by_hand(move |write| {
        let channel = write
            .channels()?
            .into_iter()
            .next()
            .ok_or(Error::not_found("channel"))?;
        let contact = Contact {
            id: write.new_id(),
            name: "Carlos".into(),
            ..Contact::default()
        };
        write.put_contact(&contact)?;
        let c = Conversation {
            id: write.new_id(),
            number: write.next_number()?,
            contact: contact.id,
            subject: "Results of the canary".into(),
            team: Some(team),
            audience: Some(team),
            channel: channel.id,
            channel_kind: channel.kind,
            channels: vec![channel.id],
            ..Conversation::default()
        };
        write.put_conversation(&c)?;
        Ok(c.number)
    });
    made.unwrap()
}

#[test]
fn a_private_team_keeps_its_conversations() {
    let server = Server::claimed();
    let team = private_team(&server);
    let number = conversation(&server, team);
    let inside = server.browser_of(&server.person("in@shop.example", Role::Agent, vec![team]));
    let outside = server.browser_of(&server.person("out@shop.example", Role::Agent, vec![]));
    let owner = server.browser_of(&server.owner());
    let place = format!("/c/{number}");
    assert_eq!(server.get(&place, &inside.cookie).status, 200);
    for who in [&outside, &owner] {
        assert_eq!(server.get(&place, &who.cookie).status, 404);
        let missing = server.get("/c/999999", &who.cookie);
        assert_eq!(
            server.get(&place, &who.cookie).body.len(),
            missing.body.len()
        );
        for list in ["/", "/list/all", "/list/unassigned"] {
            assert!(
                !server.get(list, &who.cookie).body.contains("canary"),
                "{list}"
            );
        }
        let team_list = server.get(&format!("/list/team/{team}"), &who.cookie);
        assert!(!team_list.body.contains("canary"));
    }
    assert!(
        server
            .get("/list/unassigned", &inside.cookie)
            .body
            .contains("canary")
    );
}

#[test]
fn a_mailbox_keeps_its_secrets() {
    let server = Server::claimed();
    let system = Viewer::system(SystemPart::CommandLine);
    let form = r#"{"address":"help@shop.example","password":"canary-of-the-mailbox",
        "imap":{"host":"imap.shop.example","port":993},"smtp":{"host":"smtp.shop.example","port":465}}"#;
    let keys = server.app.keys.clone();
    let (form, viewer) = (serde_json::from_str(form).unwrap(), system.clone());
    let made = server
        .app
        .store
        .by_hand(move |write| {
            let with = With {
                keys: &keys,
                allow_loopback: false,
            };
            channels::connect_mailbox(write, &viewer, &with, &form, &ChannelForm::default())
        })
        .unwrap();
    let id = made.id;
    let (_, connection) = server
        .app
        .store
        .look(move |look| channels::find(look, id))
        .unwrap();
    let shown = channels::shown(&connection).to_string();
    assert!(
        shown.contains("\"password\":\"set\"") && !shown.contains("canary"),
        "{shown}"
    );
    assert!(!format!("{connection:?}").contains("canary"));
    let owner = server.browser_of(&server.owner());
    for page in [
        "/settings/channels".to_owned(),
        format!("/settings/channels/{id}"),
        format!("/settings/channels/{id}/ledger"),
        "/settings/changes".to_owned(),
    ] {
        let reply = server.get(&page, &owner.cookie);
        assert_eq!(reply.status, 200, "{page}");
        assert!(!reply.body.contains("canary"), "{page}");
    }
    // Another server, and the password is asked for again.
    let moved = server.post(
        &format!("/settings/channels/{id}/servers"),
        Some(&owner),
        &[("imap.host", "canary.example")],
    );
    assert_eq!(moved.status, 303);
    let (_, connection) = server
        .app
        .store
        .look(move |look| channels::find(look, id))
        .unwrap();
    assert!(connection.email().unwrap().imap.sealed_password.is_empty());
    // Taken out of use, it forgets them all.
    assert_eq!(
        server
            .post(
                &format!("/settings/channels/{id}/retire"),
                Some(&owner),
                &[]
            )
            .status,
        303
    );
    let gone = server
        .app
        .store
        .look(move |look| look.connection(connection.id))
        .unwrap()
        .unwrap();
    assert!(gone.email().unwrap().smtp.sealed_password.is_empty());
}

#[test]
fn lists_are_right_with_none_one_and_a_thousand() {
    let server = Server::claimed();
    let owner = server.browser_of(&server.owner());
    let system = Viewer::system(SystemPart::CommandLine);
    let pages = [
        "/settings/tags",
        "/settings/teams",
        "/settings/people",
        "/settings/tokens",
        "/settings/channels",
        "/settings/changes",
    ];
    for (upto, shown) in [(0, 0), (1, 1), (1_000, 100)] {
        let viewer = system.clone();
        server
            .app
            .store
            .by_hand(move |write| {
                let have = write.tags()?.len();
                for n in have..upto {
                    lobby::desk::tags::find_or_make(write, &viewer, &format!("tag {n:04}"))?;
                }
                Ok(())
            })
            .unwrap();
        for page in pages {
            assert_eq!(
                server.get(page, &owner.cookie).status,
                200,
                "{page} with {upto}"
            );
        }
        let list = server.get("/settings/tags", &owner.cookie).body;
        assert_eq!(list.matches("/retire").count(), shown, "{upto}");
    }
    let last = server.get("/settings/tags?page=10", &owner.cookie).body;
    assert!(last.contains("tag 0999") && !last.contains("?page=11"));
}
