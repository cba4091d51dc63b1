//! Who a contact is: by identifier and evidence, joined and un-joined.

use lobby::contacts::edit::{Edit, add_identifier, make, remove_identifier, update};
use lobby::contacts::joins::{Taken, join, unjoin};
use lobby::contacts::suggestions::{Why, suggestions};
use lobby::contacts::{companies, consents, identity, people};
use lobby::conversations::note::{self, Note};
use lobby::conversations::persons;
use lobby::conversations::read::{Entry, timeline};
use lobby::conversations::said::Said;
use lobby::domain::actor::{Role, Viewer};
use lobby::domain::channel::ChannelKind;
use lobby::domain::clue::ClueKind;
use lobby::domain::consent::{Consent, ConsentSource, Purpose};
use lobby::domain::contact::{Contact, Evidence, Handle, IdentifierKind, Tier};
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::error::Error;
use lobby::domain::id::{ChangeId, ContactId};
use lobby::domain::message::MailAddress;

use crate::support::desk::{Desk, id, person};
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
        (found[0].person.id, found[0].evidence[0].why),
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
        desk.act(move |w| join(w, &ana, root, other, &Taken::default()))
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

const WORK: &str = "carla@work.example";

fn pair(desk: &Desk) -> (Conversation, Conversation) {
    let a = desk.begins(&Mail::from(CARLA, "Lamp", "Is it in stock?"));
    let b = desk.begins(&Mail::from(WORK, "Order", "Where is it?"));
    (a, b)
}

fn joined(desk: &Desk, a: &Conversation, b: &Conversation, together: bool) -> ChangeId {
    let (ana, both) = (desk.ana.clone(), (a.contact, b.contact));
    desk.act(move |w| persons::join(w, &ana, both, &Taken::default(), together))
}

fn parted(desk: &Desk, change: ChangeId) {
    let ana = desk.ana.clone();
    desk.act(move |w| persons::part(w, &ana, change, &Taken::default()).map(|_| ()));
}

/// The texts that stand in a case.
fn texts(desk: &Desk, c: &Conversation) -> Vec<String> {
    let all = desk.messages(c).into_iter();
    let here = all.filter(|it| it.moved_to.is_none());
    here.map(|it| it.text).collect()
}

#[test]
fn a_case_of_both_is_two_again_when_they_are_two() {
    let desk = Desk::new();
    let (a, b) = pair(&desk);
    let change = joined(&desk, &a, &b, false);
    // In the case of the one, the other writes from her address at work and is answered; a note stands below that.
    let out = desk.answers_and_sends(&a, "It is.");
    let (same, _) = desk.joins(&Mail::answering(&out, WORK, "And in red?"));
    assert_eq!(same.id, a.id, "one person");
    desk.reply(&desk.ana, &a, "Red too.", |it| {
        it.recipients.to = Some(vec![MailAddress {
            address: WORK.to_owned(),
            ..MailAddress::default()
        }]);
    });
    let (ana, number) = (desk.ana.clone(), a.number);
    desk.act(move |w| {
        let said = Said::of("She pays late.");
        let it = Note {
            conversation: number,
            said,
            ..Note::default()
        };
        note::note(w, &ana, &it).map(|_| ())
    });
    desk.joins(&Mail::answering(&out, CARLA, "I take it."));
    let (ana, seen) = (
        desk.ana.clone(),
        desk.look(|look| persons::preview(look, &desk.ana, change)),
    );
    assert_eq!(seen.parted.len(), 1);
    assert_eq!((seen.parted[0].stay, seen.parted[0].go), (3, 3));
    assert_eq!(seen.sent.len(), 2);
    assert!(!seen.is_plain());
    parted(&desk, change);
    assert_eq!(
        texts(&desk, &a),
        ["Is it in stock?", "It is.", "I take it."]
    );
    let theirs = desk.look(|look| look.conversations_of(b.contact));
    let new = theirs
        .into_iter()
        .map(|id| desk.conversation(id))
        .find(|it| it.id != b.id)
        .unwrap();
    assert_eq!(new.contact, b.contact);
    assert_eq!(
        texts(&desk, &new),
        ["And in red?", "Red too.", "She pays late."]
    );
    let refused = desk.try_act(move |w| persons::part(w, &ana, change, &Taken::default()));
    assert_eq!(refused.unwrap_err(), Error::conflict("undone"));
    desk.holds();
}

#[test]
fn cases_put_together_with_a_join_are_apart_again_with_what_came_since() {
    let desk = Desk::new();
    let (a, b) = pair(&desk);
    let out_b = desk.answers_and_sends(&b, "On its way.");
    let q = desk.look(|look| persons::questions(look, &desk.ana, a.contact, b.contact, desk.now()));
    assert!(q.lively && !q.is_none() && q.differ == [IdentifierKind::Email]);
    let change = joined(&desk, &a, &b, true);
    assert!(desk.again(&b).merged);
    let (went, _) = desk.joins(&Mail::answering(&out_b, WORK, "Thank you! When?"));
    assert_eq!(went.id, a.id);
    parted(&desk, change);
    assert_eq!(texts(&desk, &a), ["Is it in stock?"]);
    let b = desk.again(&b);
    assert!(!b.merged);
    assert_eq!(
        texts(&desk, &b),
        ["Where is it?", "On its way.", "Thank you! When?"]
    );
    assert_eq!(b.status, Status::Open);
    desk.holds();
}

#[test]
fn what_was_chosen_at_a_join_goes_with_it_and_what_was_written_since_stays() {
    let desk = Desk::new();
    let (a, b) = pair(&desk);
    let edit = |contact: ContactId, company: &str, notes: &str| {
        let (ana, edit) = (
            desk.ana.clone(),
            Edit {
                company: Some(company.to_owned()),
                notes: Some(notes.to_owned()),
                ..Edit::default()
            },
        );
        desk.act(move |w| update(w, &ana, contact, &edit).map(|_| ()));
    };
    edit(a.contact, "", "Likes lamps.");
    edit(b.contact, "Work Ltd", "Pays late.");
    let before = desk.look(|look| look.contact(a.contact)).unwrap();
    let (ana, both) = (desk.ana.clone(), (a.contact, b.contact));
    let taken = Taken {
        company: true,
        notes: true,
        ..Taken::default()
    };
    let change = desk.act(move |w| persons::join(w, &ana, both, &taken, false));
    let root = desk.look(|look| look.contact(a.contact)).unwrap();
    assert_eq!(root.company, "Work Ltd");
    assert_eq!(root.notes, "Likes lamps.\n\nPays late.");
    let plain = desk.look(|look| persons::preview(look, &desk.ana, change));
    assert!(plain.is_plain());
    edit(a.contact, "Work Ltd", "Moved to Lima.");
    let written = desk
        .look(|look| persons::preview(look, &desk.ana, change))
        .written;
    assert_eq!(written.unwrap().now.notes, "Moved to Lima.");
    let ana = desk.ana.clone();
    let copied = Taken {
        notes: true,
        ..Taken::default()
    };
    desk.act(move |w| persons::part(w, &ana, change, &copied).map(|_| ()));
    let root = desk.look(|look| look.contact(a.contact)).unwrap();
    assert_eq!(
        (root.company, root.notes.as_str()),
        (before.company, "Moved to Lima.")
    );
    let other = desk.look(|look| look.contact(b.contact)).unwrap();
    assert_eq!(other.notes, "Pays late.\n\nMoved to Lima.");
    assert_eq!(other.company, "Work Ltd");
    desk.holds();
}

fn refuses(desk: &Desk, contact: ContactId, purpose: Purpose, granted: bool) {
    let ana = desk.ana.clone();
    let said = consents::Said {
        channel: None,
        purpose,
        granted,
        source: ConsentSource::Agent,
        note: "by phone".to_owned(),
    };
    desk.act(move |w| consents::say(w, &ana, contact, &said).map(|_| ()));
}

fn edited(desk: &Desk, contact: ContactId, edit: Edit) {
    let ana = desk.ana.clone();
    desk.act(move |w| update(w, &ana, contact, &edit).map(|_| ()));
}

fn kept(values: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |it: &(&str, &str)| (it.0.to_owned(), it.1.to_owned());
    values.iter().map(owned).collect()
}

/// Two people of whom something is known, joined: the second one's plan and kind of customer are taken.
fn two_known(desk: &Desk) -> (Conversation, Conversation, [Contact; 2], ChangeId) {
    let (a, b) = pair(desk);
    let own = Edit {
        attributes: Some(kept(&[("plan", "oro")])),
        ..Edit::default()
    };
    edited(desk, a.contact, own);
    let its = Edit {
        company: Some("Work Ltd".to_owned()),
        language: Some("es".to_owned()),
        attributes: Some(kept(&[("city", "Cali"), ("plan", "plata")])),
        tier: Some(Tier::Vip),
        owner: Some(Some(id(10))),
        ..Edit::default()
    };
    edited(desk, b.contact, its);
    refuses(desk, b.contact, Purpose::Commercial, false);
    let before = [a.contact, b.contact].map(|it| desk.look(|look| look.contact(it)).unwrap());
    let (ana, both) = (desk.ana.clone(), (a.contact, b.contact));
    let taken = Taken {
        tier: true,
        attributes: vec!["plan".to_owned()],
        ..Taken::default()
    };
    let change = desk.act(move |w| persons::join(w, &ana, both, &taken, false));
    (a, b, before, change)
}

fn said_of(desk: &Desk, contact: ContactId) -> Vec<(Purpose, bool)> {
    let all = desk.look(|look| look.consents_of(contact));
    all.iter()
        .map(|it: &Consent| (it.purpose, it.granted))
        .collect()
}

#[test]
fn a_join_carries_every_field_and_what_they_allow() {
    let desk = Desk::new();
    let (a, b, before, change) = two_known(&desk);
    let asked = desk.look(|look| {
        persons::questions(look, &desk.ana, b.contact, a.contact, desk.now())
            .map(|_| ())
            .err()
            .map_or(Ok(None), |err| Ok(Some(err)))
    });
    assert_eq!(asked, Some(Error::conflict("same_person")));
    let root = desk.look(|look| look.contact(a.contact)).unwrap();
    assert_eq!(
        root.attributes,
        kept(&[("city", "Cali"), ("plan", "plata")])
    );
    assert_eq!((root.company.as_str(), root.tier), ("Work Ltd", Tier::Vip));
    assert_eq!((root.language.as_str(), root.owner), ("es", Some(id(10))));
    let refused =
        desk.look(|look| consents::refuses_offers(look, a.contact, ChannelKind::WhatsApp));
    assert!(refused, "what one of them said counts for the person");
    let company = root.company_of.unwrap();
    let people = desk.look(|look| companies::people(look, company, None, 10));
    assert_eq!(
        people.iter().map(|it| it.id).collect::<Vec<_>>(),
        [a.contact]
    );
    // Both write on; then they are two again, as they were.
    desk.joins(&Mail::answering(
        &desk.answers_and_sends(&b, "Tomorrow."),
        WORK,
        "Thanks. When exactly?",
    ));
    parted(&desk, change);
    let after = [a.contact, b.contact].map(|it| desk.look(|look| look.contact(it)).unwrap());
    assert_eq!(after, before);
    assert_eq!(said_of(&desk, a.contact), []);
    assert_eq!(said_of(&desk, b.contact), [(Purpose::Commercial, false)]);
    desk.holds();
}

#[test]
fn what_was_written_of_a_person_since_is_shown_and_given_to_the_other_when_asked() {
    let desk = Desk::new();
    let (a, b, before, change) = two_known(&desk);
    desk.later(lobby::domain::time::Span::minutes(1));
    refuses(&desk, a.contact, Purpose::Service, true);
    let since = Edit {
        attributes: Some(kept(&[
            ("city", "Cali"),
            ("plan", "platino"),
            ("size", "38"),
        ])),
        ..Edit::default()
    };
    edited(&desk, a.contact, since);
    let seen = desk.look(|look| persons::preview(look, &desk.ana, change));
    assert!(!seen.is_plain());
    assert_eq!(seen.consents.len(), 1);
    let written = seen.written.unwrap();
    assert_eq!(written.was.attribute("plan"), Some("plata"));
    assert_eq!(written.now.attribute("plan"), Some("platino"));
    let ana = desk.ana.clone();
    let given = Taken {
        attributes: vec!["plan".to_owned()],
        consents: true,
        ..Taken::default()
    };
    desk.act(move |w| persons::part(w, &ana, change, &given).map(|_| ()));
    let [root, other] =
        [a.contact, b.contact].map(|it| desk.look(|look| look.contact(it)).unwrap());
    assert_eq!(
        root.attributes,
        kept(&[("plan", "platino"), ("size", "38")])
    );
    assert_eq!((root.company.as_str(), root.tier), ("", Tier::Normal));
    assert_eq!(
        other.attributes,
        kept(&[("city", "Cali"), ("plan", "platino")])
    );
    assert_eq!(other.company, before[1].company);
    assert_eq!(said_of(&desk, a.contact), [(Purpose::Service, true)]);
    let theirs = said_of(&desk, b.contact);
    assert_eq!(
        theirs,
        [(Purpose::Commercial, false), (Purpose::Service, true)]
    );
    desk.holds();
}

#[test]
fn what_a_private_team_was_told_is_no_reason_to_others() {
    let desk = Desk::new();
    let mail = |address: &str, subject: &str| {
        let mut it = Mail::from(address, subject, "My order 4821?");
        it.input.clues = vec![(ClueKind::Order, "4821".to_owned())];
        it
    };
    let a = desk.begins(&mail(CARLA, "One"));
    let b = desk.begins(&mail(WORK, "Two"));
    let other = person(11, Role::Agent);
    let seen = |who: &Viewer| {
        let found = desk.look(|look| suggestions(look, who, b.contact));
        let whys = found
            .iter()
            .flat_map(|it| it.evidence.iter().map(|it| it.why));
        whys.collect::<Vec<_>>()
    };
    assert_eq!(seen(&other), [Why::SameOrder]);
    desk.act(move |w| {
        let mut c = w.conversation(a.id)?.unwrap();
        c.audience = Some(id(77));
        w.put_conversation(&c)
    });
    assert_eq!(seen(&other), []);
    let inside = Viewer {
        teams: [id(77)].into_iter().collect(),
        ..other
    };
    assert_eq!(seen(&inside), [Why::SameOrder]);
}

#[test]
fn an_inner_join_is_taken_back_under_one_that_stands() {
    let desk = Desk::new();
    let [a, b, c] = [CARLA, "carla@work.example", "carla@home.example"]
        .map(|it| desk.begins(&Mail::from(it, "Hello", "Hello?")).contact);
    let fill = |id: ContactId, notes: &'static str, language: &'static str, size: &'static str| {
        desk.act(move |w| {
            let mut it = w.contact(id)?.unwrap();
            notes.clone_into(&mut it.notes);
            language.clone_into(&mut it.language);
            if !size.is_empty() {
                it.attributes = vec![("size".to_owned(), size.to_owned())];
            }
            w.put_contact(&it)
        });
    };
    fill(a, "A.", "", "");
    fill(b, "B.", "", "");
    fill(c, "C.", "es", "42");
    let joined = |root: ContactId, other: ContactId| {
        let ana = desk.ana.clone();
        let notes = Taken {
            notes: true,
            ..Taken::default()
        };
        desk.act(move |w| join(w, &ana, root, other, &notes))
    };
    let of = |id: ContactId| {
        let it = desk.look(|look| look.contact(id)).unwrap();
        (it.notes.replace("\n\n", " "), it.language, it.attributes)
    };
    let size = vec![("size".to_owned(), "42".to_owned())];
    let (inner, outer) = (joined(b, c), joined(a, b));
    assert_eq!(
        of(a),
        ("A. B. C.".to_owned(), "es".to_owned(), size.clone())
    );
    // What came of the third through the second goes with the third; what was written since stays.
    desk.act(move |w| {
        let mut it = w.contact(a)?.unwrap();
        it.tier = Tier::Vip;
        w.put_contact(&it)
    });
    let undone = |change| {
        let ana = desk.ana.clone();
        desk.act(move |w| unjoin(w, &ana, change).map(|_| ()));
    };
    undone(inner);
    let person = |id: ContactId| desk.look(|look| look.person(id)).unwrap().id;
    assert_eq!((person(a), person(b), person(c)), (a, a, c));
    assert_eq!(of(a), ("A. B.".to_owned(), String::new(), vec![]));
    assert_eq!(of(c), ("C.".to_owned(), "es".to_owned(), size));
    undone(outer);
    assert_eq!(of(a).0, "A.");
    assert_eq!(of(b).0, "B.");
    assert_eq!(desk.look(|look| look.contact(a)).unwrap().tier, Tier::Vip);
    desk.holds();
}
