//! Files on the pages: one at a time, all of a person, and by name in a document that is printed.

use lobby::domain::actor::Role;
use lobby::domain::conversation::Conversation;
use lobby::domain::id::{AttachmentId, Id, TeamId};
use lobby::domain::message::{Attachment, Author, Message, MessageKind};
use lobby::domain::time::{Millis, Span};

use crate::pages::{Pages, between};
use crate::support::desk::id;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

fn file(name: &str, kind: &str) -> Attachment {
    Attachment {
        id: AttachmentId::from_uuid(uuid::Uuid::new_v4()),
        name: name.to_owned(),
        content_type: kind.to_owned(),
        size: 9,
        ..Attachment::default()
    }
}

/// Something more is said in a conversation, by a customer or inside.
fn says(pages: &Pages, c: &Conversation, kind: MessageKind, text: &str, files: Vec<Attachment>) {
    let (id, text) = (c.id, text.to_owned());
    pages.act(move |w| {
        let mut c = w.conversation(id)?.unwrap();
        let message = Message {
            id: w.new_id(),
            conversation: c.id,
            position: c.n_messages,
            kind,
            author: Author::Contact(c.contact),
            channel: c.channel,
            at: w.now(),
            said_at: w.now() + Span::seconds(i64::from(c.n_messages)),
            text: text.clone(),
            attachments: files.clone(),
            ..Message::default()
        };
        c.n_messages += 1;
        w.put_message(&message)?;
        w.put_conversation(&c)
    });
}

/// The conversation becomes a closed team's.
fn hides(pages: &Pages, c: &Conversation) {
    let (id, team): (_, TeamId) = (c.id, id(50));
    pages.act(move |w| {
        let mut c = w.conversation(id)?.unwrap();
        c.audience = Some(team);
        w.put_conversation(&c)
    });
}

fn with_bytes(pages: &Pages, name: &str, kind: &str, bytes: &[u8]) -> Attachment {
    let blobs = &pages.server.app.blobs;
    let staged = blobs.stage(&mut &*bytes, 10_000).unwrap();
    Attachment {
        size: staged.size,
        blob: staged.hash,
        ..file(name, kind)
    }
}

#[test]
fn a_document_is_shown_where_it_is_asked_for_and_is_one() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from(CARLA, "Lamp", "See the papers."));
    let real = with_bytes(&pages, "a.pdf", "application/pdf", b"%PDF-1.7 real");
    let false_one = with_bytes(
        &pages,
        "b.pdf",
        "application/pdf",
        b"<script>hit()</script>",
    );
    let page = with_bytes(
        &pages,
        "c.html",
        "text/html",
        b"%PDF-1.7 <script>hit()</script>",
    );
    let all = [real, false_one, page];
    says(&pages, &c, MessageKind::Inbound, "", all.to_vec());
    let place = |it: &Attachment| format!("/c/{}/m/1/files/{}/{}", c.number, it.id, it.name);
    let get = |path: &str| pages.server.get(path, &pages.ana.cookie);
    let shown = get(&format!("{}?show=1", place(&all[0])));
    assert_eq!(shown.header("content-type"), Some("application/pdf"));
    assert!(
        shown
            .header("content-disposition")
            .unwrap()
            .starts_with("inline")
    );
    assert_eq!(shown.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(shown.header("x-frame-options"), Some("SAMEORIGIN"));
    let policy = shown.header("content-security-policy").unwrap();
    assert!(policy.contains("sandbox") && policy.contains("default-src 'none'"));
    assert!(policy.contains("frame-ancestors 'self'") && !policy.contains("same-origin"));
    let kept = all.iter().map(&place);
    let others = all[1..].iter().map(|it| format!("{}?show=1", place(it)));
    for path in kept.chain(others) {
        let answer = get(&path);
        assert_eq!(
            answer.header("content-type"),
            Some("application/octet-stream"),
            "{path}"
        );
        assert!(
            answer
                .header("content-disposition")
                .unwrap()
                .starts_with("attachment")
        );
        assert!(
            answer
                .header("content-security-policy")
                .unwrap()
                .contains("sandbox")
        );
    }
    let thread = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(thread.contains("data-file=\"pdf\" data-name=\"a.pdf\""));
    assert!(thread.contains("data-file=\"other\" data-name=\"c.html\""));
    assert!(thread.contains("<template id=\"viewer\""));
    hides(&pages, &c);
    let (_, bea) = pages.person("bea", Role::Agent, vec![]);
    let hidden = pages
        .server
        .get(&format!("{}?show=1", place(&all[0])), &bea.cookie);
    assert_eq!(hidden.status, 404);
}

/// Names of the files of a page, in order, and where the next one is.
fn listed(pages: &Pages, cookie: &str, path: &str) -> (Vec<String>, Option<String>) {
    let page = pages.server.get(path, cookie);
    assert_eq!(page.status, 200, "{path}");
    let names = page.body.split("data-name=\"").skip(1);
    let names = names.map(|it| it.split('"').next().unwrap().to_owned());
    let next = page.body.split_once("rel=\"next\" href=\"");
    let next = next.map(|it| {
        it.1.split('"')
            .next()
            .unwrap()
            .replace("&#38;", "&")
            .replace("&amp;", "&")
    });
    (names.collect(), next)
}

#[test]
fn the_files_of_a_person_are_those_one_may_see_newest_first() {
    let pages = Pages::new();
    let first = pages.receives(&Mail::from(CARLA, "Lamp", "One."));
    let path = format!("/contacts/{}/files", first.contact);
    let empty = pages.sees(&pages.ana, &path);
    assert!(empty.contains("No files yet."));
    let second = pages.receives(&Mail::from(CARLA, "Chair", "Two."));
    let closed = pages.receives(&Mail::from(CARLA, "Salary", "Three."));
    assert_ne!(first.id, second.id);
    for n in 0..60 {
        let picture = file(&format!("a{n}.png"), "image/png");
        says(&pages, &first, MessageKind::Inbound, "", vec![picture]);
        let papers = vec![
            file(&format!("b{n}.csv"), "text/csv"),
            Attachment {
                inline: true,
                ..file("logo.png", "image/png")
            },
        ];
        says(&pages, &second, MessageKind::Note, "", papers);
        says(&pages, &second, MessageKind::Inbound, "no file", vec![]);
    }
    says(
        &pages,
        &closed,
        MessageKind::Inbound,
        "",
        vec![file("secret.csv", "text/csv")],
    );
    hides(&pages, &closed);
    let (_, bea) = pages.person("bea", Role::Agent, vec![]);
    let (_, eva) = pages.person("eva", Role::Agent, vec![id(50)]);
    let (mut all, mut at) = (Vec::new(), Some(path.clone()));
    while let Some(path) = at {
        let (names, next) = listed(&pages, &bea.cookie, &path);
        assert!(!names.is_empty() && names.len() <= 48);
        all.extend(names);
        at = next;
    }
    // Said later by its place, and of one time the later conversation first.
    let mut wanted: Vec<(i64, u64, String)> = Vec::new();
    for n in 0..60_i64 {
        wanted.push((1 + n, first.number, format!("a{n}.png")));
        wanted.push((1 + 2 * n, second.number, format!("b{n}.csv")));
    }
    wanted.sort_by_key(|it| std::cmp::Reverse((it.0, it.1)));
    let wanted: Vec<_> = wanted.into_iter().map(|it| it.2).collect();
    assert_eq!(all, wanted);
    let papers = listed(&pages, &bea.cookie, &format!("{path}?kind=documents")).0;
    assert!(papers.len() == 48 && papers.iter().all(|it| it.starts_with('b')));
    let (mut seen, mut at) = (Vec::new(), Some(format!("{path}?kind=documents")));
    while let Some(path) = at {
        let (names, next) = listed(&pages, &eva.cookie, &path);
        seen.extend(names);
        at = next;
    }
    assert!(seen.len() == 61 && seen.contains(&"secret.csv".to_owned()));
    let none = pages.sees(&bea, &format!("{path}?kind=videos"));
    assert!(none.contains("No files of this kind."));
    let link = format!("/c/{}?at=1#m-1", first.number);
    assert!(
        pages
            .sees(&bea, &format!("{path}?after=999.1.0"))
            .contains("No files yet.")
    );
    let last = listed(
        &pages,
        &bea.cookie,
        &format!("{path}?kind=pictures&after={}.0.0", i64::MAX),
    );
    assert_eq!(last.0[0], "a59.png");
    assert!(
        pages
            .sees(
                &bea,
                &format!(
                    "{path}?kind=pictures&after={}",
                    place_before_last(&pages, &first)
                )
            )
            .contains(&link)
    );
    pages.holds();
}

/// Just before the first picture that was sent.
fn place_before_last(pages: &Pages, c: &Conversation) -> String {
    let it = pages.server.app.store.look(|look| look.message_at(c.id, 2));
    format!("{}.{}.2", it.unwrap().unwrap().said_at.0, c.number)
}

#[test]
fn a_conversation_is_printed_whole_and_without_what_stays_inside() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from(CARLA, "Lamp <b>", "It is broken."));
    for n in 0..70 {
        let text = format!("line {n} <i>");
        says(
            &pages,
            &c,
            MessageKind::Inbound,
            &text,
            vec![file(&format!("f{n}.png"), "image/png")],
        );
    }
    says(&pages, &c, MessageKind::Note, "She is right.", vec![]);
    let path = format!("/c/{}/print", c.number);
    let plain = pages.sees(&pages.ana, &path);
    for n in 0..70 {
        assert!(plain.contains(&format!("line {n} &#60;i&#62;")), "{n}");
        assert!(plain.contains(&format!("f{n}.png (9 B)")), "{n}");
    }
    assert!(plain.contains(&format!("Conversation #{}", c.number)) && plain.contains(CARLA));
    assert!(plain.contains("UTC+00:00") && !plain.contains("She is right."));
    assert!(plain.contains("One internal message is left out."));
    let facts = between(&plain, "<dl", "</dl>");
    assert!(facts.contains("Lamp &#60;b&#62;"), "{facts}");
    let whole = pages.sees(&pages.ana, &format!("{path}?notes=1"));
    assert!(whole.contains("She is right.") && !whole.contains("left out"));
    hides(&pages, &c);
    let (_, bea) = pages.person("bea", Role::Agent, vec![]);
    assert_eq!(pages.server.get(&path, &bea.cookie).status, 404);
}

#[test]
fn what_is_longer_than_a_document_says_so() {
    let pages = Pages::new();
    let c = pages.receives(&Mail::from(CARLA, "Lamp", "The very first."));
    let id = c.id;
    pages.act(move |w| {
        let mut c = w.conversation(id)?.unwrap();
        for position in 1..2_100_u32 {
            let id = w.new_id();
            w.put_message(&Message {
                id,
                conversation: c.id,
                position,
                author: Author::Contact(c.contact),
                channel: c.channel,
                said_at: Millis(1_793_804_400_000 + i64::from(position)),
                text: format!("word {position}."),
                ..Message::default()
            })?;
        }
        c.n_messages = 2_100;
        w.put_conversation(&c)
    });
    let page = pages.sees(&pages.ana, &format!("/c/{}/print", c.number));
    assert!(page.contains("100 older messages are not in this document"));
    assert!(page.contains("word 100.") && page.contains("word 2099."));
    assert!(!page.contains("word 99.") && !page.contains("The very first."));
}
