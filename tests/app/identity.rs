//! Who a contact is: by identifier and evidence, joined and un-joined.

use lobby::contacts::edit::{Edit, add_identifier, make, remove_identifier, update};
use lobby::contacts::joins::{join, unjoin};
use lobby::contacts::suggestions::{Why, suggestions};
use lobby::contacts::{identity, people};
use lobby::conversations::read::{Entry, timeline};
use lobby::domain::contact::{Evidence, Handle};
use lobby::domain::error::Error;
use lobby::domain::id::ContactId;

use crate::support::desk::Desk;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

#[test]
fn claimed_never_gains_what_is_verified() {
    let desk = Desk::new();
    let verified = desk.begins(&Mail::from(CARLA, "One", "First?"));
    let claimed = desk.begins(&Mail::from(CARLA, "Two", "Second?").unproven());
    let again = desk.begins(&Mail::from(CARLA, "Three", "Third?").unproven());
    let back = desk.begins(&Mail::from(CARLA, "Four", "Fourth?"));
    assert_ne!(claimed.contact, verified.contact);
    assert_eq!(
        again.contact, claimed.contact,
        "a stranger's mails still make one contact"
    );
    assert_eq!(back.contact, verified.contact);
    assert_eq!(claimed.previous, None);
    let (ana, contact) = (desk.ana.clone(), claimed.contact);
    let found = desk.look(|look| suggestions(look, &ana, contact));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].0.id, found[0].1),
        (verified.contact, Why::SameAddress)
    );
    desk.holds();
}

#[test]
fn a_phone_is_found_in_its_other_spelling_when_verified() {
    let desk = Desk::new();
    let ana = desk.ana.clone();
    let phone = |it: &str| Handle::phone(it);
    let made = desk.act(move |w| make(w, &ana, &phone("+55 11 98765-4321"), &Edit::default()));
    let find = |it: &str, evidence| {
        let handle = Handle::phone(it);
        desk.look(|look| identity::find(look, &handle, evidence))
    };
    assert_eq!(find("+551187654321", Evidence::Provider), Some(made.id));
    assert_eq!(find("+551187654321", Evidence::Claimed), None);
    assert_eq!(find("+551187654322", Evidence::Provider), None);
    desk.holds();
}

#[test]
fn an_agents_name_wins_and_others_are_kept() {
    let desk = Desk::new();
    let c = desk.begins(&Mail::from(CARLA, "One", "First?"));
    let (ana, contact) = (desk.ana.clone(), c.contact);
    let edit = Edit {
        name: Some("Carla Gómez".to_owned()),
        ..Edit::default()
    };
    desk.act(move |w| update(w, &ana, contact, &edit));
    let mut mail = Mail::from(CARLA, "Two", "Second?");
    mail.input.from_name = "CG".to_owned();
    desk.begins(&mail);
    let it = desk.look(|look| look.contact(contact)).unwrap();
    assert_eq!(it.name, "Carla Gómez");
    assert_eq!(it.other_names, ["carla", "CG"]);
    desk.holds();
}

#[test]
fn a_handle_is_verified_for_one_only() {
    let desk = Desk::new();
    let a = desk.begins(&Mail::from(CARLA, "One", "First?")).contact;
    let b = desk
        .begins(&Mail::from("berta@example.org", "Hi", "Hello?"))
        .contact;
    let add = |contact: ContactId, address: &'static str| {
        let ana = desk.ana.clone();
        desk.try_act(move |w| add_identifier(w, &ana, contact, &Handle::email(address)))
    };
    assert_eq!(
        add(b, "Carla@Example.com").unwrap_err(),
        Error::conflict("identifier_taken")
    );
    assert!(matches!(
        add(b, "no address").unwrap_err(),
        Error::Invalid(_)
    ));
    assert!(add(b, "berta@home.example").unwrap().evidence.is_verified());
    let (ana, handle) = (desk.ana.clone(), Handle::email(CARLA));
    desk.act(move |w| remove_identifier(w, &ana, a, &handle));
    assert!(add(b, CARLA).is_ok());
    assert_eq!(desk.look(|look| people::identifiers(look, b)).len(), 3);
    desk.holds();
}

/// Everything the store says of two contacts and their cases.
fn all_of(desk: &Desk, ids: &[ContactId]) -> String {
    let rows = desk.look(|look| {
        let mut out = Vec::new();
        for id in ids {
            let cases = look.conversations_of(*id)?;
            out.push(format!(
                "{:?} {:?} {:?}",
                look.contact(*id)?,
                look.identifiers_of(*id)?,
                cases
                    .iter()
                    .map(|it| look.conversation(*it))
                    .collect::<Result<Vec<_>, _>>()?,
            ));
        }
        Ok(out)
    });
    rows.join("\n")
}

#[test]
fn a_join_rewrites_nothing_and_is_taken_back_whole() {
    let desk = Desk::new();
    let [a, b, c] = [CARLA, "carla@work.example", "carla@home.example"]
        .map(|it| desk.begins(&Mail::from(it, "Hello", "Hello?")).contact);
    let ids = [a, b, c];
    let before = all_of(&desk, &ids);
    let joined = |root: ContactId, other: ContactId| {
        let ana = desk.ana.clone();
        desk.act(move |w| join(w, &ana, root, other))
    };
    let one = joined(b, c);
    let with_one = all_of(&desk, &ids);
    let two = joined(a, b);
    let seen = desk.look(|look| timeline(look, &desk.ana, c));
    assert_eq!(seen.len(), 3, "one person");
    assert!(seen.iter().all(|it| matches!(it, Entry::Case(_))));
    assert_eq!(desk.look(|look| look.person(c)).unwrap().id, a);
    // Her address at home goes on in her own record.
    let more = desk.begins(&Mail::from("carla@home.example", "More", "More?"));
    assert_eq!(more.contact, c);
    let undone = |change| {
        let ana = desk.ana.clone();
        desk.try_act(move |w| unjoin(w, &ana, change))
    };
    undone(two).unwrap();
    let cut = |all: &str| all.lines().take(2).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(cut(&all_of(&desk, &ids)), cut(&with_one));
    assert_eq!(desk.look(|look| look.person(c)).unwrap().id, b);
    undone(one).unwrap();
    assert_eq!(cut(&all_of(&desk, &ids)), cut(&before));
    assert_eq!(undone(one).unwrap_err(), Error::conflict("undone"));
    desk.holds();
}
