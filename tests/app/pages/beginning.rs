//! Beginning a conversation with what is ready: quick replies filled in for whom it is for, their files, and a quick
//! action that is done once it has begun. All of it by the form, without a script.

use lobby::desk::canned_replies::{About, attach, make};
use lobby::domain::canned_reply::Audience;
use lobby::domain::conversation::{Priority, Status};
use lobby::domain::message::Attachment;
use lobby::domain::time::Millis;
use lobby::store::Write;

use crate::pages::{Pages, between};
use crate::support::mail::Mail;

#[test]
fn a_quick_reply_is_filled_in_for_whom_it_is_for_and_brings_its_files() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Hello?"));
    let (by, contact) = (pages.owner(), c.contact);
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
        person.name = "Carla Ruiz".to_owned();
        w.put_contact(&person)?;
        let about = About {
            name: "Where".to_owned(),
            text: "Hi {{contact.first_name|there}} ({{contact.email}}), 10th Street.".to_owned(),
            audience: Audience::Everybody,
            ..About::default()
        };
        let it = make(w, &by, &about)?;
        attach(w, &by, it.id, &file)?;
        Ok(it.id)
    });
    drop(staged);
    let channel = c.channel.to_string();
    let page = pages.sees(&pages.ana, &format!("/new?contact={contact}"));
    assert!(
        page.contains("Hi Carla (carla@example.com), 10th Street."),
        "{page}"
    );
    // Whom nobody knows yet is known by what was typed.
    let canned = format!("canned:{id}");
    let form = [
        ("channel", channel.as_str()),
        ("to", "diego@example.com"),
        ("name", "Diego Paz"),
        ("subject", "Our address"),
        ("text", "Good morning."),
        ("do", canned.as_str()),
    ];
    let shown = pages.multipart_any("/new", &form);
    assert_eq!(shown.status, 200);
    let said = "Good morning.\n\nHi Diego (diego@example.com), 10th Street.";
    assert!(shown.body.contains(said), "{}", shown.body);
    let along = between(&shown.body, "id=\"along\"", "</div>");
    assert!(
        along.contains("Where") && along.contains("1 file"),
        "{along}"
    );
    let chosen = id.to_string();
    let mut form = form.to_vec();
    form.retain(|it| it.0 != "do" && it.0 != "text");
    let key = between(&shown.body, "name=\"key\" value=\"", "\"").to_owned();
    form.extend([
        ("text", said),
        ("canned", &chosen),
        ("key", &key),
        ("do", "send"),
    ]);
    let begun = pages.multipart("/new", &form);
    let place = begun.header("location").unwrap().to_owned();
    let place = place.split(['?', '#']).next().unwrap();
    let thread = pages.sees(&pages.ana, place);
    assert!(
        thread.contains("map.pdf") && thread.contains("Hi Diego"),
        "{thread}"
    );
}

#[test]
fn a_quick_action_is_done_once_it_has_begun() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Hello?"));
    let form = [
        ("name", "Offer"),
        ("audience", "everybody"),
        ("reply", "Dear {{contact.first_name|customer}}, our offer:"),
        ("note", "Case {{conversation.number}} offered"),
        ("priority", "high"),
        ("move", "resolve"),
    ];
    let shown = pages.posts(&pages.ana, "/settings/macros", &form);
    let id = between(&shown, "href=\"/settings/macros/", "\"").to_owned();
    let (channel, what) = (c.channel.to_string(), format!("macro:{id}"));
    let mut form = vec![
        ("channel", channel.as_str()),
        ("to", "diego@example.com"),
        ("subject", "Offer"),
        ("text", ""),
        ("do", what.as_str()),
    ];
    let shown = pages.multipart_any("/new", &form).body;
    assert!(shown.contains("Dear customer, our offer:"), "{shown}");
    let along = between(&shown, "id=\"along\"", "</div>");
    // Its answer stands in the text; what is left to do is ticked.
    assert!(
        along.contains("When it is sent: Offer") && !along.contains("Dear"),
        "{along}"
    );
    let places: Vec<String> = along
        .split("name=\"act\" value=\"")
        .skip(1)
        .map(|it| it.split('"').next().unwrap().to_owned())
        .collect();
    assert_eq!(along.matches(" checked").count(), 3, "{along}");
    let key = between(&shown, "name=\"key\" value=\"", "\"").to_owned();
    form.retain(|it| it.0 != "do" && it.0 != "text");
    form.extend([
        ("text", "Dear Diego, our offer:"),
        ("key", &key),
        ("macro", &id),
        ("do", "send"),
    ]);
    form.extend(places.iter().map(|it| ("act", it.as_str())));
    let begun = pages.multipart("/new", &form);
    let number = begun.header("location").unwrap().to_owned();
    let number = number.trim_start_matches("/c/").split('?').next().unwrap();
    let number: u64 = number.parse().unwrap();
    let store = &pages.server.app.store;
    let made = store
        .look(|look| look.conversation_numbered(number))
        .unwrap()
        .unwrap();
    assert_eq!(made.priority, Priority::High);
    assert!(
        matches!(made.status, Status::Resolved { .. }),
        "{:?}",
        made.status
    );
    let thread = pages.sees(&pages.ana, &format!("/c/{number}"));
    assert!(thread.contains("Dear Diego") && thread.contains(&format!("Case {number} offered")));
    pages.holds();
}

#[test]
fn files_that_were_chosen_stay_while_the_form_is_shown_again() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from("carla@example.com", "Lamp", "Hello?"));
    let channel = c.channel.to_string();
    let typed = [("channel", channel.as_str()), ("subject", "Offer")];
    let file = ("files\"; filename=\"offer.txt", "ten lamps");
    let carried = |page: &str| between(page, "name=\"carried\" value=\"", "\"").to_owned();

    // Something ready is chosen, then what was typed is refused: the file is carried both times.
    let form = [&typed[..], &[file, ("to", ""), ("do", "write")]].concat();
    let shown = pages.multipart_any("/new", &form).body;
    assert!(shown.contains("offer.txt"), "{shown}");
    let first = carried(&shown);
    let form = [
        &typed[..],
        &[
            ("carried", first.as_str()),
            ("to", "diego@"),
            ("text", "Here."),
            ("do", "send"),
        ],
    ];
    let refused = pages.multipart_any("/new", &form.concat());
    assert_eq!(refused.status, 422);
    let kept = carried(&refused.body);

    let key = between(&refused.body, "name=\"key\" value=\"", "\"").to_owned();
    let good = [
        ("to", "diego@example.com"),
        ("text", "Here."),
        ("key", key.as_str()),
        ("do", "send"),
    ];
    let begun = pages.multipart(
        "/new",
        &[&typed[..], &good, &[("carried", kept.as_str())]].concat(),
    );
    let place = begun.header("location").unwrap().to_owned();
    let thread = pages.sees(&pages.ana, place.split('?').next().unwrap());
    assert!(thread.contains("offer.txt"), "{thread}");

    // What another sealed, or nobody, is no file; what is gone is asked for again.
    let forged = [
        &typed[..],
        &[
            ("to", "x@example.com"),
            ("carried", "AAAA"),
            ("do", "write"),
        ],
    ];
    let shown = pages.multipart_any("/new", &forged.concat()).body;
    assert!(!shown.contains("name=\"carried\""), "{shown}");
    let form = [
        &typed[..],
        &[("files\"; filename=\"b.txt", "gone"), ("do", "write")],
    ];
    let lost = carried(&pages.multipart_any("/new", &form.concat()).body);
    let blobs = &pages.server.app.blobs;
    let is_named = |hash| pages.server.app.store.look(|look| look.is_blob_named(hash));
    assert_eq!(blobs.sweep(Millis(i64::MAX), is_named).unwrap(), 1);
    let form = [&typed[..], &good, &[("carried", lost.as_str())]].concat();
    let refused = pages.multipart_any("/new", &form);
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("no longer here"), "{}", refused.body);
}
