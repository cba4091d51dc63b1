//! Quick replies: who sees and changes which, what is filled in for a case, and putting one into a draft without a script.

use lobby::conversations::steps::files::files as files_of;
use lobby::desk::canned_replies::{About, attach, list, make};
use lobby::domain::actor::Role;
use lobby::domain::canned_reply::{Audience, Variant};
use lobby::domain::channel::ChannelKind;
use lobby::domain::message::Attachment;
use lobby::store::Write;

use crate::pages::{Pages, between, viewer};
use crate::support::mail::Mail;

const PLACE: &str = "/settings/canned_replies";

fn saying(name: &str, text: &str) -> About {
    About {
        name: name.to_owned(),
        text: text.to_owned(),
        ..About::default()
    }
}

/// The address of the page about one.
fn place_of(page: &str, name: &str) -> String {
    let before = page.split_once(&format!(">{name}</a>")).unwrap().0;
    let at = before.rsplit_once("href=\"").unwrap().1;
    at.trim_end_matches('"').to_owned()
}

#[test]
fn each_sees_theirs_and_supervisors_write_for_others() {
    let pages = Pages::new();
    let (_, agent) = pages.person("bea", Role::Agent, Vec::new());
    let (_, other) = pages.person("carl", Role::Agent, Vec::new());
    let form = [
        ("name", "Hours"),
        ("text", "We are here from 9."),
        ("audience", "everybody"),
    ];
    pages.posts(&pages.ana, PLACE, &form);
    assert_eq!(pages.sends(&agent, PLACE, &form).status, 403);
    let mine = [
        ("name", "Mine"),
        ("text", "Only mine, {{agent.first_name}}"),
        ("audience", "me"),
    ];
    let shown = pages.posts(&agent, PLACE, &mine);
    assert!(shown.contains(">Mine</a>") && shown.contains(">Hours</a>"));
    let hours = place_of(&shown, "Hours");
    assert!(
        !shown.contains(&format!("{hours}/retire")),
        "not theirs to take away"
    );
    for who in [&other, &pages.ana] {
        assert!(!pages.sees(who, PLACE).contains(">Mine</a>"));
    }
    let mine = place_of(&shown, "Mine");
    assert_eq!(pages.server.get(&mine, &other.cookie).status, 404);
    let retire = format!("{mine}/retire");
    assert_eq!(pages.sends(&pages.ana, &retire, &[]).status, 404);
    assert_eq!(pages.sends(&agent, &hours, &form).status, 403);
    assert!(
        pages
            .sees(&agent, &hours)
            .contains("changed by supervisors")
    );
    // What is wrong is said where it was written, and nothing written is lost.
    let wrong = [
        ("name", "x"),
        ("text", "Hi {{contact.shoe}}"),
        ("audience", "everybody"),
    ];
    let refused = pages.sends(&pages.ana, PLACE, &wrong);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("is not known") && refused.body.contains("Hi {{contact.shoe}}"));
    assert_eq!(
        pages.sends(&pages.ana, PLACE, &form).status,
        422,
        "the name is taken"
    );
    let found = pages.sees(&pages.ana, &format!("{PLACE}?q=from+9"));
    assert!(found.contains(">Hours</a>"));
    assert!(
        pages
            .sees(&pages.ana, &format!("{PLACE}?q=zzz"))
            .contains("Nothing here fits")
    );
    pages.posts(&agent, &retire, &[]);
    assert!(!pages.sees(&agent, PLACE).contains(">Mine</a>"));
    pages.holds();
}

#[test]
fn languages_are_kept_changed_and_taken_away() {
    let pages = Pages::new();
    let form = [
        ("name", "Thanks"),
        ("text", "Thank you"),
        ("audience", "everybody"),
        ("language-0", "es"),
        ("text-0", "Gracias"),
    ];
    let shown = pages.posts(&pages.ana, PLACE, &form);
    assert!(shown.contains("Thank you · es"));
    let place = place_of(&shown, "Thanks");
    let edit = pages.sees(&pages.ana, &place);
    assert!(edit.contains("Gracias") && edit.contains("name=\"text-1\""));
    let twice = [
        form.as_slice(),
        &[("language-1", "ES"), ("text-1", "¡Gracias!")],
    ]
    .concat();
    assert_eq!(pages.sends(&pages.ana, &place, &twice).status, 422);
    pages.posts(&pages.ana, &place, &form[..3]);
    assert!(!pages.sees(&pages.ana, &place).contains("Gracias"));
}

#[test]
fn one_is_filled_in_for_a_case_and_put_behind_what_is_written() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from(
        "carla@example.com",
        "Lámpara",
        "¿Hay en bodega?",
    ));
    let contact = c.contact;
    let by = pages.owner();
    let mut about = saying(
        "Saludo",
        "Hi {{contact.first_name|there}}, #{{conversation.number}} {{agent.name}}{{contact.company}}",
    );
    about.variants.push(Variant {
        language: "es".to_owned(),
        text: "Hola {{contact.first_name|}}, #{{conversation.number}} {{business.name}}".to_owned(),
    });
    let staged = pages
        .server
        .app
        .blobs
        .stage(&mut b"map".as_slice(), 10)
        .unwrap();
    let file = Attachment {
        name: "map.pdf".to_owned(),
        size: 3,
        blob: staged.hash,
        ..Attachment::default()
    };
    let id = pages.act(move |w: &mut Write<'_>| {
        let mut person = w.contact(contact)?.unwrap_or_default();
        person.name = "María {{agent.name}}".to_owned();
        person.language = "es".to_owned();
        w.put_contact(&person)?;
        let id = make(w, &by, &about)?.id;
        attach(w, &by, id, &file)?;
        Ok(id.to_string())
    });
    drop(staged);
    let place = format!("/c/{}/canned_replies", c.number);
    // The composer's button keeps what is written and leads to the choice.
    let form = [
        ("canned_reply", ""),
        ("text", "Buenos días."),
        ("revision", "0"),
        ("to", "carla@example.com"),
    ];
    let choice = pages.posts(&pages.ana, &place, &form);
    let said = between(&choice, "canned__text", "</span>");
    assert!(said.contains("Hola María, #1 "), "{said}");
    assert!(choice.contains("1 file"));
    let filtered = pages.sees(&pages.ana, &format!("{place}?q=nothing"));
    assert!(!filtered.contains("data-canned"));
    let back = pages.posts(&pages.ana, &place, &[("canned_reply", &id), ("note", "")]);
    let draft = between(&back, "id=\"reply-text\"", "</textarea>");
    assert!(draft.contains("Buenos días.\n\nHola María, #1 "), "{draft}");
    assert!(back.contains("map.pdf"));
    // It is stackable, and its file goes along as one of the message's own.
    let back = pages.posts(&pages.ana, &place, &[("canned_reply", &id), ("note", "")]);
    assert_eq!(
        between(&back, "id=\"reply-text\"", "</textarea>")
            .matches("Hola María")
            .count(),
        2
    );
    let note = pages.posts(&pages.ana, &place, &[("canned_reply", &id), ("note", "1")]);
    assert!(between(&note, "id=\"note-text\"", "</textarea>").contains("Hola María"));
    let me = pages.owner();
    let all = pages.server.app.store.look(|look| list(look, &me)).unwrap();
    assert_eq!((all.len(), all[0].0.audience), (1, Audience::Everybody));
    assert_eq!(
        pages
            .sends(&pages.ana, &place, &[("canned_reply", "x")])
            .status,
        404
    );
    pages.holds();
}

#[test]
fn the_composers_script_gets_the_texts_and_the_files_alone() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Is it in stock?"));
    let by = pages.owner();
    let (me, _) = pages.person("bea", Role::Agent, Vec::new());
    let bea = viewer(&me);
    pages.act(move |w: &mut Write<'_>| {
        make(w, &by, &saying("Hours", "<b>From 9</b>\nto 5"))?;
        let own = About {
            audience: Audience::Agent(me.id),
            ..saying("Hers", "x")
        };
        make(w, &bea, &own).map(|_| ())
    });
    let place = format!("/c/{}/canned_replies", c.number);
    let headers = [("Cookie", pages.ana.cookie.as_str()), ("X-Fragment", "1")];
    let piece = pages.server.send("GET", &place, &headers, "").body;
    assert!(
        piece.contains("&#60;b&#62;From 9&#60;/b&#62;\nto 5"),
        "{piece}"
    );
    assert!(!piece.contains("<nav") && !piece.contains("Hers"));
}

#[test]
fn a_table_is_brought_in_and_says_what_it_could_not() {
    let pages = Pages::new();
    let (_, agent) = pages.person("bea", Role::Agent, Vec::new());
    let table = "Nombre;Texto;Idioma\nhola;Hello {{contact.name}};\nhola;Hola {{contact.name}};es\nmal;{{nada}};\n;sin nombre;\n";
    let send = |who: &crate::security::server::Browser, whom: &str| {
        let origin = format!("http://{}", pages.server.address);
        let headers = [
            ("Accept", "text/html"),
            ("Origin", origin.as_str()),
            ("Cookie", who.cookie.as_str()),
            ("Content-Type", "multipart/form-data; boundary=cut"),
        ];
        let body = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{}\r\n--cut\r\nContent-Disposition: form-data; name=\"for\"\r\n\r\n{whom}\r\n\
             --cut\r\nContent-Disposition: form-data; name=\"files\"; filename=\"a.csv\"\r\n\r\n{table}\r\n--cut--\r\n",
            who.csrf
        );
        pages
            .server
            .send("POST", &format!("{PLACE}/import"), &headers, &body)
    };
    let done = send(&pages.ana, "everybody");
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(
        done.body.contains("Line 4") && done.body.contains("Line 5"),
        "{}",
        done.body
    );
    let page = pages.sees(&pages.ana, PLACE);
    assert!(page.contains("Hello {{contact.name}} · es"));
    assert_eq!(send(&agent, "everybody").status, 403);
    assert_eq!(send(&agent, "me").status, 200);
    assert!(pages.sees(&agent, PLACE).matches(">hola</a>").count() == 2);
    pages.holds();
}

#[test]
fn a_place_and_a_person_go_along_as_what_the_channel_shows() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Visita", "¿Dónde están?"));
    let by = pages.owner();
    let id = pages.act(move |w: &mut Write<'_>| {
        make(w, &by, &saying("dirección", "Estamos aquí.")).map(|it| it.id.to_string())
    });
    let at = format!("/settings/canned_replies/{id}");
    let post =
        |what: &str, form: &[(&str, &str)]| pages.sends(&pages.ana, &format!("{at}/{what}"), form);
    let wrong = post(
        "place",
        &[("place_name", "Tienda"), ("place_point", "Calle 10")],
    );
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("This shows no place on the map."));
    assert_eq!(post("card", &[("card_name", "Ana")]).status, 422);
    let map = "https://www.openstreetmap.org/#map=17/4.711/-74.0721";
    let place = [
        ("place_name", "Tienda"),
        ("place_address", "Calle 10"),
        ("place_point", map),
    ];
    let card = [
        ("card_name", "Ana Ruiz"),
        ("card_phone", "+57300"),
        ("card_email", ""),
    ];
    for (what, form) in [("place", &place), ("card", &card)] {
        let page = pages.posts(&pages.ana, &format!("{at}/{what}"), form);
        let said = if what == "place" {
            "Location: Tienda"
        } else {
            "Contact: Ana Ruiz"
        };
        assert!(page.contains(said), "{what}");
    }
    let (_, bea) = pages.person("bea", Role::Agent, Vec::new());
    let refused = pages.sends(&bea, &format!("{at}/card"), &card);
    assert_eq!(refused.status, 403);
    let chosen = format!("/c/{}/canned_replies", c.number);
    let back = pages.posts(&pages.ana, &chosen, &[("canned_reply", &id), ("note", "")]);
    assert!(back.contains("Location: Tienda") && back.contains("Contact: Ana Ruiz"));
    let files = back.split("name=\"file\" value=\"").skip(1);
    let files: Vec<_> = files.map(|it| it.split('"').next().unwrap()).collect();
    let mut form = vec![("text", "Estamos aquí."), ("to", "carla@example.com")];
    form.extend(files.iter().map(|it| ("file", *it)));
    pages.multipart(&format!("/c/{}/reply", c.number), &form);
    let thread = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(thread.contains("mlat=4.71100&#38;mlon=-74.07210") && thread.contains("Calle 10"));
    let sent = pages.server.app.store.look(|look| look.message_at(c.id, 1));
    let sent = sent.unwrap().unwrap();
    let leaves = |kind: ChannelKind| files_of(&sent, kind.abilities());
    let (mailed, text) = leaves(ChannelKind::Email);
    let names: Vec<_> = mailed.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["Ana Ruiz.vcf"]);
    assert!(mailed[0].holds.is_none());
    assert!(text.starts_with("Estamos aquí.\n\nTienda\nCalle 10\nhttps://www.openstreetmap.org/"));
    let (chatted, text) = leaves(ChannelKind::Telegram);
    assert!(chatted.len() == 2 && chatted.iter().all(|it| it.holds.is_some()));
    assert_eq!(text, "Estamos aquí.");
    pages.holds();
}
