//! Further addresses of a mailbox: said on its page, asked by a mail, and shown as not confirmed until it comes in.

use lobby::auth::letters::{About, told};
use lobby::domain::access::LetterTrouble;
use lobby::domain::channel::Channel;
use lobby::domain::id::ChannelId;
use lobby::domain::job::JobKind;

use crate::pages::Pages;
use crate::support::desk::id;

const INFO: &str = "info@shop.example";

fn asked(pages: &Pages) -> usize {
    let now = pages.server.app.clock.now();
    let due = pages.server.app.store.look(|look| look.jobs_due(now, 100));
    let is_ask = |it: &&lobby::domain::job::Job| matches!(it.kind, JobKind::AskAddress { .. });
    due.unwrap().iter().filter(is_ask).count()
}

fn channel_of(pages: &Pages, address: &str) -> Option<Channel> {
    let all = pages.server.app.store.look(|look| look.channels()).unwrap();
    all.into_iter()
        .find(|it| it.address == address && it.retired_at.is_none())
}

#[test]
fn a_further_address_is_asked_and_not_believed_before_it_answers() {
    let pages = Pages::new();
    let main: ChannelId = id(2);
    let servers = format!("/settings/channels/{main}/servers");
    let says = |lines: &str| {
        let form = [("addresses", lines)];
        pages.sends(&pages.ana, &servers, &form).status
    };
    assert_eq!(says("info@shop.example\r\nno address"), 422);
    assert!(channel_of(&pages, INFO).is_none());
    assert_eq!(says("Info@Shop.example\r\n\r\n"), 303);
    let info = channel_of(&pages, INFO).unwrap();
    assert!(info.unproven.is_some());
    assert_eq!(asked(&pages), 1);
    let main_page = pages.sees(&pages.ana, &format!("/settings/channels/{main}"));
    assert!(main_page.contains(INFO) && !main_page.contains("Not confirmed yet"));

    let place = format!("/settings/channels/{}", info.id);
    let page = pages.sees(&pages.ana, &place);
    assert!(page.contains("Not confirmed yet"));
    assert!(page.contains("Lobby sent a mail to info@shop.example"));
    let list = pages.sees(&pages.ana, "/settings/channels");
    assert_eq!(list.matches("Not confirmed yet").count(), 1);

    let (channel, at) = (info.id, pages.server.app.clock.now());
    pages.act(move |w| {
        let trouble = LetterTrouble {
            at,
            to: INFO.to_owned(),
            code: "send-recipient-gone".to_owned(),
            detail: "550 5.1.1 nobody".to_owned(),
            again: false,
        };
        told(w, About::Channel(channel), Some(&trouble))
    });
    let page = pages.sees(&pages.ana, &place);
    assert!(page.contains("this address does not exist.") && page.contains("550 5.1.1 nobody"));
    let ask = format!("{place}/ask");
    let (_, bea) = pages.person("bea", lobby::domain::actor::Role::Agent, vec![]);
    assert_eq!(pages.sends(&bea, &ask, &[]).status, 403);
    assert_eq!(pages.sends(&pages.ana, &ask, &[]).status, 303);
    assert_eq!(asked(&pages), 2);
    assert!(!pages.sees(&pages.ana, &place).contains("550 5.1.1"));
    // Taken away, its channel is out of use.
    assert_eq!(says(""), 303);
    assert!(channel_of(&pages, INFO).is_none());
    pages.holds();
}
