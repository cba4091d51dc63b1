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
    let joined = pages.posts(&pages.ana, &join, &fields);
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
