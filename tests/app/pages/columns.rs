//! The list of contacts: its columns as each agent chose them, its orders by pages, and the same columns in a file.

use lobby::domain::actor::Role;
use lobby::domain::contact::Contact;
use lobby::domain::time::Span;
use lobby::store::Write;

use crate::pages::teams::team;
use crate::pages::{Pages, between};
use crate::security::server::Browser;
use crate::support::mail::Mail;

fn people(pages: &Pages, names: &'static [&'static str]) {
    pages.act(move |w: &mut Write<'_>| {
        for name in names {
            let it = Contact {
                id: w.new_id(),
                name: (*name).into(),
                language: "pt-BR".into(),
                attributes: vec![("plan".into(), "Gold".into())],
                created_at: w.now(),
                ..Contact::default()
            };
            w.put_contact(&it)?;
        }
        Ok(())
    });
}

fn names(page: &str) -> Vec<String> {
    let table = between(page, "<tbody", "</tbody>");
    let rows = table.split("<span class=\"strong\">").skip(1);
    rows.map(|it| it.split('<').next().unwrap().to_owned())
        .collect()
}

fn head(pages: &Pages, who: &Browser) -> String {
    let page = pages.sees(who, "/contacts");
    between(&page, "<thead", "</thead>").to_owned()
}

#[test]
fn each_agent_has_columns_of_their_own() {
    let pages = Pages::new();
    people(&pages, &["Bea", "Ana", "Carla"]);
    let (_, other) = pages.person("bea", Role::Agent, Vec::new());
    let field = [("name", "Plan"), ("of", "contacts"), ("kind", "text")];
    pages.sends(&pages.ana, "/settings/attributes", &field);
    let usual = head(&pages, &pages.ana);
    assert!(
        usual.contains("Ways to reach") && !usual.contains("Language"),
        "{usual}"
    );
    let form = [
        ("column", "language"),
        ("column", "own:plan"),
        ("column", "made"),
        ("column", "<script>"),
        ("do", "save"),
    ];
    pages.posts(&pages.ana, "/contacts/columns", &form);
    let own = head(&pages, &pages.ana);
    assert!(
        own.contains("Language") && !own.contains("Ways to reach"),
        "{own}"
    );
    assert_eq!(head(&pages, &other), usual);
    let page = pages.sees(&pages.ana, "/contacts");
    assert!(page.contains("Português"), "{page}");
    // What is said in the profile leaves them as they are.
    let profile = [
        ("name", "Ana"),
        ("language", "en"),
        ("time_zone", "UTC"),
        ("theme", "dark"),
    ];
    pages.posts(&pages.ana, "/settings/me", &profile);
    assert!(head(&pages, &pages.ana).contains("Language"));
    let file = pages.sees(&pages.ana, "/contacts/export.csv?columns=shown");
    for said in ["Name", "Language", "Ana", "Bea", "Carla", "Português"] {
        assert!(file.contains(said), "{said}: {file}");
    }
    assert!(!file.contains("Ways to reach"));
    assert_eq!(
        pages
            .server
            .get("/contacts/export.csv?columns=shown", &other.cookie)
            .status,
        403
    );
    pages.posts(&pages.ana, "/contacts/columns", &[("do", "usual")]);
    assert_eq!(head(&pages, &pages.ana), usual);
}

#[test]
fn orders_go_on_page_by_page() {
    let pages = Pages::new();
    people(&pages, &["Bea", "ana", "Carla"]);
    let many: Vec<&'static str> = vec!["Zoe"; 60];
    people(&pages, many.leak());
    let sorted = |sort: &str| names(&pages.sees(&pages.ana, &format!("/contacts?sort={sort}")));
    assert_eq!(sorted("name")[..3], ["ana", "Bea", "Carla"]);
    assert_eq!(sorted("name-backward")[0], "Zoe");
    assert_eq!(sorted("newest")[0], "Zoe");
    for sort in ["name", "name-backward", "heard", "newest"] {
        let first = pages.sees(&pages.ana, &format!("/contacts?sort={sort}"));
        assert_eq!(names(&first).len(), 50);
        let more = between(&first, "class=\"more\"><a class=\"button\" href=\"", "\"");
        let more = more.replace("&#38;", "&");
        let second = names(&pages.sees(&pages.ana, &more));
        assert_eq!(second.len(), 13, "{sort}");
    }
    let last = sorted("name-backward");
    assert!(last.iter().all(|it| it == "Zoe"));
}

#[test]
fn whoever_was_heard_last_stands_first() {
    let mut pages = Pages::new();
    people(&pages, &["Never"]);
    for (at, who) in ["bea", "ana", "carla"].iter().enumerate() {
        let address = format!("{who}@example.com");
        pages.receives(&Mail::from(
            &address,
            &format!("Lamp {at}"),
            "Is it in stock?",
        ));
        pages.later(Span::hours(2));
    }
    pages.receives(&Mail::from("bea@example.com", "Again", "Hello?"));
    let page = pages.sees(&pages.ana, "/contacts?sort=heard");
    let order = names(&page);
    let at = |who: &str| order.iter().position(|it| it.contains(who)).unwrap();
    assert!(
        at("bea") < at("carla") && at("carla") < at("ana") && at("ana") < at("Never"),
        "{order:?}"
    );
    pages.holds();
}

#[test]
fn of_a_private_team_no_conversation_is_counted() {
    let pages = Pages::new();
    let private = team(&pages, true);
    let (_, bea) = pages.person("bea", Role::Agent, Vec::new());
    let (_, cam) = pages.person("cam", Role::Agent, vec![private]);
    crate::pages::teams::of_team(&pages, private, "carla@example.com");
    pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    for (who, n) in [(&bea, "1"), (&cam, "2")] {
        pages.posts(who, "/contacts/columns", &[("column", "open")]);
        let page = pages.sees(who, "/contacts");
        let cell = between(&page, "data-label=\"Not resolved yet\"", "</td>");
        assert!(cell.contains(&format!(">{n}<")), "{cell}");
    }
}
