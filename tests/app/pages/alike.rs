//! Beside a conversation: who may be the same person. Joined and taken apart there; "different people" stays said.

use lobby::contacts::edit::{Edit, update};
use lobby::domain::conversation::Conversation;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

/// Two contacts of one name and company.
fn two(pages: &Pages) -> (Conversation, Conversation) {
    let a = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let b = pages.receives(&Mail::from("c.ruiz@example.org", "Order", "Where is it?"));
    for c in [&a, &b] {
        let (by, contact) = (pages.owner(), c.contact);
        let edit = Edit {
            name: Some("Carla Ruiz".to_owned()),
            company: Some("Light House".to_owned()),
            ..Edit::default()
        };
        pages.act(move |w| update(w, &by, contact, &edit).map(|_| ()));
    }
    (a, b)
}

#[test]
fn the_same_person_is_joined_and_separated_beside_the_conversation() {
    let pages = Pages::new();
    let (a, b) = two(&pages);
    let place = format!("/c/{}", a.number);
    let page = pages.sees(&pages.ana, &place);
    let card = between(&page, "id=\"alike\"", "</div></div>");
    assert!(
        card.contains("same name and company") && card.contains("Different people"),
        "{card}"
    );
    let join = format!("/contacts/{}/join", a.contact);
    let number = a.number.to_string();
    let other = b.contact.to_string();
    let fields = [("other", other.as_str()), ("back", number.as_str())];
    // Both have open conversations and confirmed addresses of their own: that is asked first.
    let asked = pages.posts(&pages.ana, &join, &fields);
    assert!(asked.contains("Put them together") && asked.contains("different confirmed e-mail"));
    assert!(asked.contains("name=\"sure\" value=\"1\" required"));
    let sure = [&fields[..], &[("sure", "1"), ("cases", "apart")]].concat();
    let joined = pages.posts(&pages.ana, &join, &sure);
    assert!(joined.contains("Joined: one person now.") && !joined.contains("id=\"alike\""));
    assert!(
        joined.contains("c.ruiz@example.org"),
        "one person's ways to reach"
    );
    let undo = between(&joined, "action=\"/joins/", "\"");
    let apart = pages.posts(&pages.ana, &format!("/joins/{undo}"), &[]);
    assert!(
        apart.contains("id=\"alike\"")
            && apart.contains(&format!("data-conversation=\"{}\"", a.number))
    );
    pages.holds();
}

#[test]
fn what_was_said_in_a_case_of_both_is_shown_before_they_are_two() {
    let pages = Pages::new();
    let (a, b) = two(&pages);
    let join = format!("/contacts/{}/join", a.contact);
    let other = b.contact.to_string();
    let fields = [
        ("other", other.as_str()),
        ("sure", "1"),
        ("cases", "together"),
    ];
    let contact = pages.posts(&pages.ana, &join, &fields);
    let undo = between(&contact, "action=\"/joins/", "\"").to_owned();
    pages.replies(&pages.owner(), &a, "Both are on their way.");
    // The case is put together, so it holds nothing of both once that is taken back.
    let (place, sure) = (format!("/joins/{undo}"), [("sure", "1")]);
    let asked = pages.posts(&pages.ana, &place, &[]);
    assert!(
        asked.contains("Conversations that become two") && asked.contains("Both are on their way.")
    );
    let apart = pages.posts(&pages.ana, &place, &sure);
    assert!(!apart.contains("action=\"/joins/"));
    assert!(!pages.again(&b).merged);
    pages.holds();
}

#[test]
fn different_people_are_not_suggested_again_on_either_side() {
    let pages = Pages::new();
    let (a, b) = two(&pages);
    let apart = format!("/contacts/{}/apart", a.contact);
    let number = a.number.to_string();
    let other = b.contact.to_string();
    let fields = [("other", other.as_str()), ("back", number.as_str())];
    let said = pages.posts(&pages.ana, &apart, &fields);
    assert!(!said.contains("id=\"alike\"") && said.contains("Different people."));
    assert!(
        !pages
            .sees(&pages.ana, &format!("/c/{}", b.number))
            .contains("id=\"alike\"")
    );
    let contact = pages.sees(&pages.ana, &format!("/contacts/{}", b.contact));
    assert!(!contact.contains("card--suggest"));
    let undo = between(&said, &format!("action=\"{apart}"), "\"").replace("&amp;", "&");
    let undo = undo.replace("&#38;", "&");
    let again = pages.posts(&pages.ana, &format!("{apart}{undo}"), &[]);
    assert!(again.contains("id=\"alike\""), "{undo}");
    pages.holds();
}

#[test]
fn a_person_of_many_cases_is_read_by_pages() {
    let program = crate::api::program::Program::new();
    let contact = program.contact("Carla");
    program.cases(contact, 120, |_, _| {});
    let server = &program.server;
    let owner = server.browser_of(&server.owner());
    let (mut place, mut seen, mut pages) = (format!("/contacts/{contact}"), Vec::new(), 0);
    loop {
        let page = server.get(&place, &owner.cookie).body;
        let heads = page.split("class=\"case__head\" href=\"/c/").skip(1);
        let numbers: Vec<&str> = heads.map(|it| it.split('"').next().unwrap()).collect();
        assert!(numbers.len() <= 50, "{}", numbers.len());
        seen.extend(numbers.into_iter().map(str::to_owned));
        pages += 1;
        let Some(next) = page.split("rel=\"next\" href=\"").nth(1) else {
            break;
        };
        place = next.split('"').next().unwrap().to_owned();
    }
    assert_eq!((pages, seen.len()), (3, 120));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120, "each once");
}
