//! Nothing of an erased person is found any more: not by the API, not by search, not by reading the files.

use std::path::Path;
use std::time::{Duration, Instant};

use lobby::conversations::receive::receive;
use lobby::domain::actor::Role;
use lobby::domain::draft::Draft;
use lobby::domain::id::{AttachmentId, BrandId, ChannelId, ConnectionId, Id, RawId};
use lobby::domain::job::JobKind;
use lobby::domain::mail::MailOutcome;
use lobby::domain::message::{Attachment, Body};
use lobby::domain::raw::{Raw, RawBody, RawSource};
use lobby::domain::time::{Millis, Span};
use lobby::store::blobs::Staged;
use lobby::store::mail::pack;

use crate::api::program::Program;
use crate::security::server::Server;
use crate::support::desk::{ADDRESS, id, mailbox};
use crate::support::mail::Mail;

/// A word nobody else has.
const CANARY: &str = "zqxcanary";

struct Scene {
    program: Program,
    connection: ConnectionId,
}

fn until_his_words_are_gone(scene: &Scene, number: u64) {
    scene.until("its words are gone", || {
        let found = scene
            .program
            .ask("GET", &format!("/conversations/{number}/messages"), &[], "");
        !found.body.contains("The tap drips")
    });
}

/// Files of the folder in which the word stands.
fn files_with(word: &str, folder: &Path, out: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files_with(word, &path, out);
            continue;
        }
        let bytes = std::fs::read(&path)
            .unwrap_or_default()
            .to_ascii_lowercase();
        if bytes.windows(word.len()).any(|it| it == word.as_bytes()) {
            out.push(path.display().to_string());
        }
    }
}

/// The segments of the search index: their files hold words packed, so that they are not found by reading.
fn segments(scene: &Scene) -> Vec<String> {
    let files = std::fs::read_dir(scene.program.server.folder.join("search"));
    let names = files
        .unwrap()
        .flatten()
        .map(|it| it.file_name().into_string().unwrap());
    names
        .filter(|it| it.len() > 32 && !it.contains("json"))
        .collect()
}

fn found(scene: &Scene) -> Vec<String> {
    let mut out = Vec::new();
    files_with(CANARY, &scene.program.server.folder, &mut out);
    out
}

impl Scene {
    fn new() -> Self {
        let server = Server::on_disk().claim();
        let token = server.token(Role::Owner);
        let (connection, channel): (ConnectionId, ChannelId) = (id(1), id(2));
        let made = server.app.store.by_hand(move |w| {
            let brand: BrandId = w.business()?.unwrap_or_default().brand;
            mailbox(w, connection, channel, ADDRESS, brand)
        });
        made.unwrap();
        Scene {
            program: Program { server, token },
            connection,
        }
    }

    fn stage(&self, bytes: &str) -> Staged {
        let mut bytes = bytes.as_bytes();
        self.program
            .server
            .app
            .blobs
            .stage(&mut bytes, 1 << 20)
            .unwrap()
    }

    /// A mail that comes in with all it may hold; its conversation's number.
    fn comes(&self, mail: &Mail, uid: u32, large: bool) -> u64 {
        let files = [
            self.stage(&format!("a file {CANARY} {uid}")),
            self.stage(&format!("html {CANARY} {uid}")),
            self.stage(&format!("a long text {CANARY} {uid}")),
            self.stage(&format!("a raw mail {CANARY} {uid}")),
        ];
        let now = self.program.server.app.clock.now();
        let mut input = mail.inbound(self.connection, uid, now);
        input.quoted = format!("> {CANARY} wrote");
        input.attachments = vec![Attachment {
            id: AttachmentId::from_uuid(uuid::Uuid::from_u128(uid.into())),
            name: format!("{CANARY}.txt"),
            content_type: "text/plain".into(),
            size: files[0].size,
            blob: files[0].hash,
            ..Attachment::default()
        }];
        input.html = Some(if large {
            Body::Blob {
                hash: files[1].hash,
                cleaner: 1,
            }
        } else {
            Body::Inline {
                html: format!("<p>{CANARY}</p>"),
                cleaner: 1,
            }
        });
        input.long_text = large.then_some(files[2].hash);
        let raw: RawId = id(1_000 + u128::from(uid));
        input.raw = Some(raw);
        let kept = Raw {
            id: raw,
            connection: self.connection,
            at: now,
            size: 100,
            body: if large {
                RawBody::Blob(files[3].hash)
            } else {
                RawBody::Row
            },
            source: RawSource::Mail {
                place: input.mail.as_ref().unwrap().place.clone(),
                history: false,
                sent: false,
                thread: 0,
            },
        };
        let (keys, connection) = (self.program.server.app.keys.clone(), self.connection);
        let outcome = self.program.server.app.store.by_hand(move |w| {
            let packed = pack(format!("Subject: {CANARY}\r\n\r\n{CANARY}").as_bytes());
            w.put_raw_input(&kept, (!large).then_some(&packed))?;
            receive(w, &keys, connection, &input)
        });
        drop(files);
        let conversation = match outcome.unwrap() {
            MailOutcome::NewConversation { conversation, .. }
            | MailOutcome::Joined { conversation, .. } => conversation,
            other => panic!("{other:?}"),
        };
        let c = self
            .program
            .server
            .app
            .store
            .look(|look| look.conversation(conversation));
        c.unwrap().unwrap().number
    }

    /// Waits until this holds.
    fn until(&self, what: &str, holds: impl Fn() -> bool) {
        let begun = Instant::now();
        while !holds() {
            assert!(begun.elapsed() < Duration::from_secs(60), "{what}");
            self.program.server.app.bell.send_modify(|n| *n += 1);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn jobs(&self) -> Vec<JobKind> {
        let far = Millis(i64::MAX - 1);
        let jobs = self
            .program
            .server
            .app
            .store
            .look(|look| look.jobs_due(far, 100));
        jobs.unwrap().into_iter().map(|it| it.kind).collect()
    }

    /// What search says of the word.
    fn searched(&self) -> serde_json::Value {
        let app = &self.program.server.app;
        app.search
            .wait_for(app.store.last_seq(), Duration::from_secs(20));
        self.program.get(200, &format!("/search?q={CANARY}"))
    }

    fn hits(&self) -> u64 {
        let found = self.searched();
        let n = |key: &str| found[key].as_array().unwrap().len() as u64;
        found["total"].as_u64().unwrap() + n("conversations") + n("contacts") + n("messages")
    }
}

/// Everything personal there can be of somebody; the contact, and numbers of conversations: theirs, and another's.
fn a_life(scene: &Scene) -> (String, Vec<u64>, u64) {
    let program = &scene.program;
    let address = format!("{CANARY}@customer.example");
    let mut first = Mail::from(
        &address,
        &format!("About {CANARY}"),
        &format!("I am {CANARY}"),
    );
    first.input.from_name = format!("Señora {CANARY}");
    let one = scene.comes(&first, 1, false);
    let mut second = Mail::from(
        &address,
        &format!("More {CANARY}"),
        &format!("Again {CANARY}"),
    );
    second.input.from_name = format!("Doña {CANARY}");
    let two = scene.comes(&second, 2, true);
    let contact = program.get(200, &format!("/conversations/{one}"))["contact"]["id"].clone();
    let contact = contact.as_str().unwrap().to_owned();
    let place = format!("/contacts/{contact}");
    let edit = format!(
        r#"{{"name":"{CANARY}","company":"{CANARY} Ltd","notes":"{CANARY}","attributes":{{"{CANARY}":"{CANARY}"}},
            "add_identifiers":[{{"kind":"external","value":"{CANARY}"}},{{"kind":"email","value":"{CANARY}@second.example"}}]}}"#
    );
    program.patch(200, &place, &edit);
    program.post(
        200,
        &format!("{place}/block"),
        &format!(r#"{{"reason":"{CANARY}"}}"#),
    );
    let twin = format!(
        r#"{{"identifier":{{"kind":"email","value":"{CANARY}@twin.example"}},"name":"{CANARY}"}}"#
    );
    let twin = program.post(201, "/contacts", &twin);
    program.post(
        201,
        &format!("{place}/merge"),
        &format!(r#"{{"other_id":{}}}"#, twin["id"]),
    );
    let messages = format!("/conversations/{one}/messages");
    program.post(
        201,
        &messages,
        &format!(r#"{{"kind":"note","text":"note {CANARY}"}}"#),
    );
    let reply = format!(
        r#"{{"kind":"reply","text":"Dear {CANARY}","cc":["carbon@copy.example"],"send_at":"2026-11-09T15:00:00Z"}}"#
    );
    program.post(201, &messages, &reply);
    let owner = program.server.owner().id;
    let drafted = program.server.app.store.by_hand(move |w| {
        let c = w.conversation_numbered(one)?.unwrap_or_default();
        w.put_draft(&Draft {
            conversation: c.id,
            agent: owner,
            text: format!("draft {CANARY}"),
            revision: 1,
            ..Draft::default()
        })
    });
    drafted.unwrap();
    program.post(
        200,
        &format!("/conversations/{two}/merge"),
        &format!(r#"{{"into":{one}}}"#),
    );
    let other = Mail::from("bea@other.example", "Bea's own", "Hello").cc(&[&address]);
    let mut other = other;
    other.input.quoted = String::new();
    let now = program.server.app.clock.now();
    let input = other.inbound(scene.connection, 3, now);
    let (keys, connection) = (program.server.app.keys.clone(), scene.connection);
    let outcome = program
        .server
        .app
        .store
        .by_hand(move |w| receive(w, &keys, connection, &input));
    let MailOutcome::NewConversation { conversation, .. } = outcome.unwrap() else {
        panic!("no conversation of Bea's");
    };
    let bea = program
        .server
        .app
        .store
        .look(|look| look.conversation(conversation));
    (contact, vec![one, two], bea.unwrap().unwrap().number)
}

#[test]
fn an_erased_person_is_nowhere() {
    let scene = Scene::new();
    let program = &scene.program;
    let (contact, theirs, beas) = a_life(&scene);
    assert!(scene.hits() > 3);
    let before = found(&scene).join(" ");
    for place in ["lobby.redb", "blobs"] {
        assert!(
            before.contains(place),
            "the test would see nothing: {before}"
        );
    }
    let old_segments = segments(&scene);
    assert!(!old_segments.is_empty());
    let export = program.ask("GET", &format!("/contacts/{contact}/export"), &[], "");
    assert_eq!(export.status, 200);
    assert!(export.body.contains("PK\u{3}\u{4}") && export.body.contains(CANARY));
    for name in [
        "contact.json",
        "/messages-1.json",
        "/conversation.json",
        "/files/",
    ] {
        assert!(export.body.contains(name), "the export lacks {name}");
    }

    program.post(422, &format!("/contacts/{contact}/erase"), "{}");
    let place = format!("/contacts/{contact}/erase");
    program.post(204, &place, r#"{"confirm":true}"#);
    program.post(404, &place, r#"{"confirm":true}"#);
    program.get(404, &format!("/contacts/{contact}"));
    scene.until("it is erased to the end", || {
        let left = scene.jobs();
        !left.is_empty() && left.iter().all(|it| *it == JobKind::Forget)
    });
    assert_eq!(scene.hits(), 0, "{:#}", scene.searched());
    let answers = |path: String| program.ask("GET", &path, &[], "").body;
    for number in &theirs {
        assert!(!answers(format!("/conversations/{number}")).contains(CANARY));
        assert!(!answers(format!("/conversations/{number}/messages")).contains(CANARY));
    }
    for path in [
        "/contacts",
        "/conversations",
        "/deliveries",
        "/events?limit=100",
        "/audit?limit=100",
    ] {
        let body = answers(path.to_owned());
        assert!(!body.contains(CANARY), "{path}: {body}");
    }
    // What another said stays; only the name beside it is gone.
    let bea = answers(format!("/conversations/{beas}/messages"));
    assert!(bea.contains("Hello") && !bea.contains(CANARY), "{bea}");
    let audit = program.get(200, "/audit?limit=100");
    let erased = |it: &serde_json::Value| it["type"].as_str().unwrap().contains("erased");
    let all = audit["data"].as_array().unwrap();
    let by = |who: &str| {
        all.iter()
            .any(|it| erased(it) && it["actor"]["type"] == who)
    };
    assert!(by("integration") && by("system"), "{audit:#}");
    // Who was copied in by us is somebody else, and stays.
    assert!(answers("/contacts".into()).contains("carbon@copy.example"));
    let noted = std::fs::read_to_string(program.server.folder.join("erased")).unwrap();
    assert!(noted.contains(&contact));

    program.server.app.clock.advance(Span::minutes(11));
    scene.until("the files are written anew", || scene.jobs().is_empty());
    assert_eq!(found(&scene), Vec::<String>::new());
    let kept: Vec<_> = segments(&scene)
        .into_iter()
        .filter(|it| old_segments.contains(it))
        .collect();
    assert_eq!(kept, Vec::<String>::new(), "written before the erasing");
    let problems = program.server.app.store.check().unwrap();
    assert!(problems.is_empty(), "{problems:#?}");
    // The mailbox is read again: what was erased does not come back.
    let again = Mail::from(
        &format!("{CANARY}@customer.example"),
        &format!("About {CANARY}"),
        &format!("I am {CANARY}"),
    );
    let input = again.inbound(scene.connection, 4, program.server.app.clock.now());
    let (keys, connection) = (program.server.app.keys.clone(), scene.connection);
    let outcome = program
        .server
        .app
        .store
        .by_hand(move |w| receive(w, &keys, connection, &input));
    assert!(
        matches!(outcome, Ok(MailOutcome::DuplicateOf { .. })),
        "{outcome:?}"
    );
}

#[test]
fn only_who_administers_erases_or_takes_all_out() {
    let program = Program::new();
    let carlos = program.contact("Carlos");
    let agent = Program {
        token: program.server.token(Role::Supervisor),
        server: program.server,
    };
    agent.get(403, &format!("/contacts/{carlos}/export"));
    agent.post(
        403,
        &format!("/contacts/{carlos}/erase"),
        r#"{"confirm":true}"#,
    );
    assert_eq!(
        agent
            .ask("DELETE", &format!("/contacts/{carlos}"), &[], "")
            .status,
        403
    );
    agent.get(200, &format!("/contacts/{carlos}"));
}

/// Somebody who wrote once, at a Lobby with its files on disk.
fn carlos(scene: &Scene) -> (String, u64) {
    let mail = Mail::from("carlos@customer.example", "A leak", "The tap drips");
    let number = scene.comes(&mail, 1, false);
    let found = scene.program.get(200, &format!("/conversations/{number}"));
    let id = found["contact"]["id"].as_str().unwrap().to_owned();
    scene
        .program
        .patch(200, &format!("/contacts/{id}"), r#"{"name":"Carlos Peña"}"#);
    (id, number)
}

#[test]
fn the_page_says_what_goes_and_wants_it_typed() {
    let scene = Scene::new();
    let (id, number) = carlos(&scene);
    let server = &scene.program.server;
    let owner = server.browser_of(&server.owner());
    let place = format!("/contacts/{id}/erase");
    assert!(
        server
            .get(&format!("/contacts/{id}"), &owner.cookie)
            .body
            .contains(&place)
    );
    let page = server.get(&place, &owner.cookie);
    assert_eq!(page.status, 200);
    for said in [
        "One conversation with one message",
        "Carlos Peña",
        "/export\"",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    let archive = server.get(&format!("/contacts/{id}/export"), &owner.cookie);
    assert_eq!(archive.header("content-type"), Some("application/zip"));
    assert!(archive.body.contains("The tap drips"));
    for wrong in ["", "Carlos", "erase"] {
        let answer = server.post(&place, Some(&owner), &[("confirm", wrong)]);
        assert_eq!(answer.status, 422, "{wrong}");
    }
    scene.program.get(200, &format!("/contacts/{id}"));
    let bea = server.person("bea@shop.example", Role::Supervisor, vec![]);
    let bea = server.browser_of(&bea);
    let answer = server.post(&place, Some(&bea), &[("confirm", "Carlos Peña")]);
    assert_eq!(answer.status, 403);
    // As a person types it: case and accents do not matter.
    let answer = server.post(&place, Some(&owner), &[("confirm", " carlos pena ")]);
    assert_eq!(answer.status, 303);
    scene.program.get(404, &format!("/contacts/{id}"));
    until_his_words_are_gone(&scene, number);
}

#[test]
fn whom_a_restored_store_brings_back_is_erased_again() {
    let scene = Scene::new();
    let (id, number) = carlos(&scene);
    let server = &scene.program.server;
    // As after a restore: the file beside the store names whom the store still knows.
    std::fs::write(
        server.folder.join("erased"),
        format!("{id}\nnonsense\n01900000-0000-7000-8000-000000000000\n"),
    )
    .unwrap();
    let app = server.app.clone();
    actix_web::rt::System::new().block_on(async move {
        // What the start does before anything is served.
        let jobs = lobby::jobs::start(app, lobby::api::webhooks::told)
            .await
            .unwrap();
        jobs.stop().await;
    });
    scene.program.get(404, &format!("/contacts/{id}"));
    until_his_words_are_gone(&scene, number);
}

#[test]
fn an_address_somebody_else_proved_to_be_theirs_erases_nobody_else() {
    let scene = Scene::new();
    let (proven, _) = carlos(&scene);
    let mut spoofed = Mail::from("carlos@customer.example", "It is me", "Really");
    spoofed.input.evidence = lobby::domain::contact::Evidence::Claimed;
    spoofed.input.unverified = true;
    spoofed.input.from_name = "Mallory".into();
    let number = scene.comes(&spoofed, 2, false);
    let other = scene.program.get(200, &format!("/conversations/{number}"));
    let other = other["contact"]["id"].as_str().unwrap().to_owned();
    assert_ne!(proven, other);
    scene.program.post(
        204,
        &format!("/contacts/{other}/erase"),
        r#"{"confirm":true}"#,
    );
    scene.program.get(404, &format!("/contacts/{other}"));
    scene.program.get(200, &format!("/contacts/{proven}"));
}
