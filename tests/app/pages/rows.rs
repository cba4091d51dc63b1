//! Rows of lists: kept as they were drawn, and never shown when anything in them is another.

use lobby::conversations::assign::take;
use lobby::domain::actor::Role;
use lobby::domain::agent::Agent;
use lobby::domain::conversation::Conversation;
use lobby::domain::id::AgentId;
use lobby::domain::team::Tag;
use lobby::domain::time::Span;

use crate::pages::teams::{of_team, team};
use crate::pages::{Pages, between, viewer};
use crate::security::server::Browser;
use crate::support::desk::id;
use crate::support::mail::Mail;

fn row(pages: &Pages, who: &Browser, c: &Conversation) -> String {
    let page = pages.sees(who, "/");
    between(&page, &format!("id=\"row-{}\"", c.number), "</a>").to_owned()
}

fn change(pages: &Pages, id: AgentId, change: impl Fn(&mut Agent) + Send + 'static) {
    pages.act(move |w| {
        let mut agent = w.agent(id)?.unwrap();
        change(&mut agent);
        w.put_agent(&agent)
    });
}

#[test]
fn a_row_follows_what_it_names() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "In stock?"));
    let (bea, bea_browser) = pages.person("bea", Role::Agent, vec![]);
    let (by, number) = (viewer(&bea), c.number);
    pages.act(move |w| take(w, &by, number).map(|_| ()));
    let (tag, number): (_, u64) = (id(77), c.number);
    let named = |name: &'static str| {
        pages.act(move |w| {
            w.put_tag(&Tag {
                id: tag,
                name: name.into(),
                ..Tag::default()
            })?;
            let mut c = w.conversation_numbered(number)?.unwrap();
            c.tags = vec![tag];
            w.put_conversation(&c)
        });
    };
    named("lamps");
    for _ in 0..2 {
        let seen = row(&pages, &pages.ana, &c);
        assert!(seen.contains(&bea.name) && seen.contains("lamps"), "{seen}");
    }
    named("lights");
    let seen = row(&pages, &pages.ana, &c);
    assert!(seen.contains("lights") && !seen.contains("lamps"), "{seen}");
    change(&pages, bea.id, |it| it.name = "Beatriz".into());
    assert!(row(&pages, &pages.ana, &c).contains("Beatriz"));
    // Each in their own language.
    change(&pages, bea.id, |it| it.language = "es".into());
    let english = row(&pages, &pages.ana, &c);
    let spanish = row(&pages, &bea_browser, &c);
    assert!(english.contains("without an answer"), "{english}");
    assert!(spanish.contains("sin respuesta"), "{spanish}");
    assert_eq!(row(&pages, &pages.ana, &c), english);
    pages.holds();
}

#[test]
fn a_row_says_you_to_one_only_and_how_long_somebody_waits() {
    let mut pages = Pages::new();
    let first = Mail::from("carla@example.com", "Lamp", "In stock?");
    let c = pages.receives(&first);
    let (_, bea) = pages.person("bea", Role::Agent, vec![]);
    assert!(row(&pages, &pages.ana, &c).contains("0 min"));
    pages.later(Span::minutes(7));
    let seen = row(&pages, &pages.ana, &c);
    assert!(seen.contains("7 min") && !seen.contains("0 min"), "{seen}");
    let (by, number) = (pages.owner(), c.number);
    let said = lobby::conversations::note::Note {
        conversation: number,
        said: lobby::conversations::said::Said::of("I look."),
        mentions: Vec::new(),
        attachments: Vec::new(),
    };
    pages.act(move |w| lobby::conversations::note::note(w, &by, &said).map(|_| ()));
    let by = pages.owner();
    pages.replies(&by, &c, "It is.");
    pages.act(move |w| {
        let mut c = w.conversation_numbered(number)?.unwrap();
        c.status = lobby::domain::conversation::Status::Open;
        w.put_conversation(&c)
    });
    let (own, other) = (row(&pages, &pages.ana, &c), row(&pages, &bea, &c));
    assert!(own.contains("<i>You:</i>"), "{own}");
    assert!(!other.contains("<i>You:</i>"), "{other}");
    assert_eq!(row(&pages, &pages.ana, &c), own);
}

#[test]
fn what_was_compressed_for_one_is_sent_to_another_only_when_it_is_their_own() {
    let pages = Pages::new();
    let private = team(&pages, true);
    let (bea, bea_browser) = pages.person("bea", Role::Agent, vec![]);
    let (cora, cora_browser) = pages.person("cora", Role::Agent, vec![private]);
    change(&pages, cora.id, |it| it.language = "es".into());
    let hidden = of_team(&pages, private, "carla@example.com");
    let c = pages.receives(&Mail::from("diego@example.com", "Lamp", "In stock?"));
    let all = [&pages.ana, &bea_browser, &cora_browser];
    for round in 0..3 {
        for path in ["/".to_owned(), format!("/c/{}", c.number)] {
            // Now, and again while what it is made of is known.
            for who in all.iter().chain(&all) {
                let plain = pages.sees(who, &path);
                // A conversation's form has a new key in each.
                let list = |page: &str| between(page, "<body", "pane--thread").to_owned();
                let squeezed = pages.server.squeezed(&path, &who.cookie);
                assert_eq!(list(&squeezed), list(&plain), "{round} {path}");
                assert_eq!(squeezed.len(), plain.len(), "{round} {path}");
                let is_seen = plain.contains(&format!("id=\"row-{}\"", hidden.number));
                assert_eq!(is_seen, who.cookie == cora_browser.cookie);
            }
        }
        let (by, number) = (viewer(&bea), c.number);
        match round {
            0 => pages.act(move |w| take(w, &by, number).map(|_| ())),
            _ => change(&pages, bea.id, |it| it.name = "Beatriz".into()),
        }
    }
}
