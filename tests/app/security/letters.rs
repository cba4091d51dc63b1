//! A letter of Lobby's own that does not arrive is told whoever caused it, and those who administer: with its reason, and
//! with what to do.

use lobby::auth::letters::{About, given_up, returned, told};
use lobby::auth::secret::Secret;
use lobby::auth::{invite, reset};
use lobby::domain::access::LetterTrouble;
use lobby::domain::actor::Role;
use lobby::domain::delivery::DeliveryState;
use lobby::domain::id::{Id, LinkId, MessageId};
use lobby::domain::inbound::{Report, ReportKind, ReportedRecipient};
use lobby::domain::job::JobKind;
use lobby::store::Write;

use crate::security::addresses::with_mailbox;
use crate::security::server::{Browser, Server};

fn acts(
    server: &Server,
    deed: impl Fn(&mut Write<'_>) -> lobby::domain::error::Result<()> + Send + 'static,
) {
    server.app.store.by_hand(deed).unwrap();
}

fn trouble(server: &Server, code: &str, again: bool) -> LetterTrouble {
    LetterTrouble {
        at: server.app.clock.now(),
        to: "bea@shop.example".to_owned(),
        code: code.to_owned(),
        detail: "550 5.1.1 no such mailbox <here>".to_owned(),
        again,
    }
}

fn sees(server: &Server, who: &Browser, path: &str) -> String {
    server.get(path, &who.cookie).body
}

fn invitation(server: &Server) -> LinkId {
    let (owner, now) = (server.owner(), server.app.clock.now());
    let viewer = lobby::auth::session::viewer(&owner);
    let open = server
        .app
        .store
        .look(|look| invite::open(look, &viewer, now));
    open.unwrap()[0].id
}

#[test]
fn an_invitation_that_did_not_arrive_says_why_and_gives_another_link() {
    let server = with_mailbox();
    let ana = server.browser_of(&server.owner());
    let eva = server.browser_of(&server.person("eva@shop.example", Role::Agent, vec![]));
    let form = [("email", "bea@shop.example"), ("mail", "1")];
    server.post("/settings/people", Some(&ana), &form);
    let id = invitation(&server);
    assert!(!sees(&server, &ana, "/").contains("The invitation to"));
    let secret_left = |server: &Server| {
        let found = server.app.store.look(|look| look.link_by_id(id));
        !found.unwrap().unwrap().1.sealed.is_empty()
    };

    let later = trouble(&server, "send-unreachable", true);
    acts(&server, move |w| told(w, About::Link(id), Some(&later)));
    let people = sees(&server, &ana, "/settings/people");
    assert!(people.contains("The letter has not left yet: the mail server"));
    assert!(people.contains("the mail server could not be reached") && secret_left(&server));
    acts(&server, move |w| given_up(w, About::Link(id)));
    let people = sees(&server, &ana, "/settings/people");
    assert!(people.contains("The letter did not arrive: the mail server"));
    assert!(
        !secret_left(&server),
        "what is not sent any more is forgotten"
    );

    let refused = trouble(&server, "send-recipient-gone", false);
    acts(&server, move |w| told(w, About::Link(id), Some(&refused)));
    let people = sees(&server, &ana, "/settings/people");
    assert!(people.contains("this address does not exist.") && people.contains("Did not arrive"));
    assert!(people.contains("They said: 550 5.1.1 no such mailbox &#60;here&#62;"));
    let banner = sees(&server, &ana, "/");
    assert!(banner.contains("The invitation to bea@shop.example did not arrive"));
    assert!(banner.contains("/settings/people#invitations") && !banner.contains("5.1.1"));
    assert!(!sees(&server, &eva, "/").contains("did not arrive"));
    let token = server.token(Role::Admin);
    let bearer = format!("Bearer {token}");
    let listed = server.send(
        "GET",
        "/api/v1/invitations",
        &[("Authorization", &bearer)],
        "",
    );
    assert!(listed.body.contains(r#""code":"send-recipient-gone""#));

    // Another link is mailed, shown to be copied, and begins anew.
    let again = format!("/settings/invitations/{id}/again");
    let shown = server.post(&again, Some(&ana), &[]);
    assert!(shown.body.contains("/invite/") && shown.body.contains("class=\"qr\""));
    assert!(!sees(&server, &ana, "/").contains("did not arrive"));
    assert!(secret_left(&server));
}

#[test]
fn notices_that_come_back_are_told_the_administrators_and_their_reader() {
    let server = with_mailbox();
    let ana = server.browser_of(&server.owner());
    let bea = server.person("bea@shop.example", Role::Agent, vec![]);
    let eva = server.browser_of(&server.person("eva@shop.example", Role::Agent, vec![]));
    let hers = server.browser_of(&bea);
    let keys = server.app.keys.clone();
    let letter = MessageId::from_uuid(uuid::Uuid::from_u128(77));
    let report = move |id: String, keys: std::sync::Arc<lobby::keys::KeyRing>| {
        move |w: &mut Write<'_>| {
            let report = Report {
                kind: ReportKind::Bounce,
                about: vec![id.clone()],
                recipients: vec![ReportedRecipient {
                    address: "bea@shop.example".to_owned(),
                    state: DeliveryState::Bounced,
                    address_gone: true,
                    diagnostic: "550 gone".to_owned(),
                    ..ReportedRecipient::default()
                }],
                ..Report::default()
            };
            returned(w, &keys, &report)
        }
    };
    // What names no letter of ours is a forgery and changes nothing.
    acts(&server, report("x@shop.example".to_owned(), keys.clone()));
    assert!(!sees(&server, &ana, "/").contains("did not arrive"));
    let ours = keys.mail_id(letter, "shop.example");
    acts(&server, report(ours.clone(), keys.clone()));
    let said = "letter to bea@shop.example did not arrive";
    let place = format!("/settings/people/{}", bea.id);
    assert!(sees(&server, &ana, "/").contains(&place));
    let page = sees(&server, &ana, &place);
    assert!(page.contains(said) && page.contains("They said: 550 gone"));
    assert!(sees(&server, &ana, "/settings/people").contains("Did not arrive"));
    let own = sees(&server, &hers, "/settings/me");
    assert!(own.contains(said) && !own.contains("550 gone"));
    assert!(sees(&server, &hers, "/").contains("/settings/me"));
    assert!(!sees(&server, &eva, "/").contains("did not arrive"));
    // Seen is seen, until it happens again.
    let status = |who: &Browser, path: &str| server.post(path, Some(who), &[]).status;
    assert_eq!(status(&eva, &format!("{place}/letters")), 403);
    assert_eq!(status(&hers, "/settings/me/letters"), 303);
    assert!(!sees(&server, &hers, "/").contains(said) && !sees(&server, &ana, "/").contains(said));
    acts(&server, report(ours, keys));
    assert_eq!(status(&ana, &format!("{place}/letters")), 303);
    assert!(!sees(&server, &ana, &place).contains(said));
}

#[test]
fn a_reset_that_is_refused_is_told_the_administrators_and_a_later_one_mends_it() {
    let server = with_mailbox();
    let ana = server.browser_of(&server.owner());
    let bea = server.person("bea@shop.example", Role::Agent, vec![]);
    let (keys, secret) = (server.app.keys.clone(), Secret::new().unwrap());
    acts(&server, move |w| {
        reset::ask(w, "bea@shop.example", &secret, &keys)
    });
    let now = server.app.clock.now();
    let jobs = server.app.store.look(|look| look.jobs_due(now, 100));
    let about = jobs.unwrap().iter().find_map(|it| match it.kind {
        JobKind::MailReset { .. } => About::of(&it.kind),
        _ => None,
    });
    let about = about.unwrap();
    let refused = trouble(&server, "send-recipient-refused", false);
    acts(&server, move |w| told(w, about, Some(&refused)));
    let place = format!("/settings/people/{}", bea.id);
    let page = sees(&server, &ana, &place);
    assert!(page.contains("letter to bea@shop.example did not arrive"));
    assert!(page.contains("does not accept mail for this address"));
    acts(&server, move |w| told(w, about, None));
    assert!(!sees(&server, &ana, &place).contains("did not arrive"));
}
