//! What is private, asked for by who is not of its team: every route that names a conversation, a message, a file, a
//! delivery, a change or a bulk gets the real ids, and must answer, byte for byte, as it does for ids of nothing. A
//! route without such ids needs none; one that answers its own people the same as everybody proves nothing, and fails.

use lobby::conversations::bulk;
use lobby::desk::teams::{self, NewTeam};
use lobby::domain::actor::{Actor, Role, SystemPart, Viewer};
use lobby::domain::agent::Agent;
use lobby::domain::bulk::BulkAction;
use lobby::domain::card::DataCard;
use lobby::domain::card::action::{CardAction, CardRun, RunState};
use lobby::domain::change::{Change, ChangeKind};
use lobby::domain::contact::{Contact, Evidence, Handle, Identifier};
use lobby::domain::conversation::{Conversation, Participant, Priority, Status};
use lobby::domain::delivery::{Delivery, DeliveryState};
use lobby::domain::error::Result;
use lobby::domain::id::{AttachmentId, CardId, ConversationId, Id, RawId, Seq, TeamId};
use lobby::domain::macros::{Macro, MacroAct};
use lobby::domain::message::{
    Attachment, Author, Body, MailAddress, MailFacts, Message, MessageKind,
};
use lobby::domain::raw::{Raw, RawBody, RawSource};
use lobby::keys::KeyRing;
use lobby::store::Write;
use lobby::store::mail::pack;

use crate::api::program::Program;
use crate::security::routes::{self, Route};
use crate::security::server::{Browser, Reply, Server};

/// Stands in every text that only the team may read.
const CANARY: &str = "zqxhidden";
const NOTHING: &str = "01900000-0000-7000-8000-000000000000";

/// A conversation of a private team with everything that hangs on one.
#[derive(Debug, Clone)]
pub struct Hidden {
    pub number: u64,
    other: u64,
    message: String,
    pub file: String,
    delivery: String,
    change: String,
    bulk: String,
    pub contact: String,
    beside: String,
    channel: String,
    /// A macro anybody may do.
    known_macro: String,
    /// A card that stands beside everything, what can be done from it, and what was.
    card: String,
    action: String,
    run: String,
}

impl Hidden {
    fn nothing() -> Self {
        let nothing = || NOTHING.to_owned();
        Hidden {
            number: 999_999,
            other: 999_998,
            message: nothing(),
            file: nothing(),
            delivery: nothing(),
            change: nothing(),
            bulk: nothing(),
            contact: nothing(),
            beside: nothing(),
            channel: nothing(),
            known_macro: nothing(),
            card: nothing(),
            action: nothing(),
            run: nothing(),
        }
    }

    /// A text with what names this taken out.
    fn without(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for id in [
            &self.message,
            &self.file,
            &self.delivery,
            &self.change,
            &self.bulk,
        ] {
            out = out.replace(id.as_str(), "ID");
        }
        for number in [self.number, self.other] {
            out = out.replace(&number.to_string(), "N");
        }
        out
    }

    /// A path with its parts filled in; nothing when no part of it names what is private.
    pub fn fill(&self, path: &str) -> Option<String> {
        let asks_of_ours = path.ends_with("/undo") || path.ends_with("/delivery");
        let id = if path.starts_with("/changes/") {
            &self.change
        } else if path.starts_with("/messages/") {
            &self.message
        } else if path.starts_with("/deliveries/") {
            &self.delivery
        } else if path.contains("/bulk/{id}") {
            &self.bulk
        } else if path.contains("/files/{") {
            &self.file
        } else if path.starts_with("/c/{number}/macros/{id}") {
            &self.known_macro
        } else if path.starts_with("/c/{number}/cards/{id}") {
            &self.card
        } else if path.contains("{number}") {
            ""
        } else {
            return None;
        };
        Some(
            path.replace("{number}", &self.number.to_string())
                .replace("{position}", if asks_of_ours { "1" } else { "0" })
                .replace("{id}", id)
                .replace("{attachment}", &self.file)
                .replace("{card}", &self.card)
                .replace("{action}", &self.action)
                .replace("{run}", &self.run)
                .replace("{name}", "x.txt"),
        )
    }
}

pub struct Scene {
    pub program: Program,
    pub team: TeamId,
    /// Of the team, and its owner's equal.
    pub inside: Agent,
}

impl Scene {
    pub fn new() -> Self {
        let program = Program::new();
        let system = Viewer::system(SystemPart::CommandLine);
        let new = NewTeam {
            name: "Health".into(),
            private: true,
            lead: None,
        };
        let store = &program.server.app.store;
        let team = store.by_hand(move |w| teams::make(w, &system, &new));
        let team = team.unwrap().id;
        let inside = program
            .server
            .person("in@shop.example", Role::Owner, vec![team]);
        Scene {
            program,
            team,
            inside,
        }
    }

    pub fn server(&self) -> &Server {
        &self.program.server
    }

    /// A further one.
    fn hide(&self) -> Hidden {
        self.hide_saying(CANARY)
    }

    /// As [`Scene::hide`], with this wherever people write something.
    #[allow(clippy::too_many_lines, reason = "one row after the other")]
    pub fn hide_saying(&self, said: &'static str) -> Hidden {
        let app = &self.server().app;
        let staged = app.blobs.stage(&mut said.as_bytes(), 1_000).unwrap();
        let (file, blob) = (AttachmentId::from_uuid(uuid::Uuid::new_v4()), staged.hash);
        let (channel, team) = (self.program.channel(), self.team);
        let (inside, keys) = (self.inside.clone(), app.keys.clone());
        let template = Conversation {
            subject: said.into(),
            excerpt: said.into(),
            team: Some(self.team),
            audience: Some(self.team),
            n_messages: 2,
            ..Conversation::default()
        };
        let made = app.store.by_hand(move |w| {
            let contact = Contact {
                id: w.new_id(),
                name: said.into(),
                company: said.into(),
                notes: said.into(),
                attributes: vec![(said.into(), said.into())],
                ..Contact::default()
            };
            w.put_contact(&contact)?;
            w.put_identifier(&Identifier {
                contact: contact.id,
                handle: Handle::email(format!("{}@customer.example", contact.id)),
                evidence: Evidence::Dmarc,
                ..Identifier::default()
            })?;
            let beside = Contact {
                id: w.new_id(),
                name: said.into(),
                ..Contact::default()
            };
            w.put_contact(&beside)?;
            let known = w.channel(channel)?.unwrap_or_default();
            let mut numbers = Vec::new();
            let mut cases = Vec::new();
            for _ in 0..2 {
                let c = Conversation {
                    id: w.new_id(),
                    // Long, so that it is found in a page only where it is meant.
                    number: 770_000 + w.next_number()?,
                    contact: contact.id,
                    channel,
                    channel_kind: known.kind,
                    brand: known.brand,
                    channels: vec![channel],
                    participants: vec![Participant {
                        contact: beside.id,
                        ..Participant::default()
                    }],
                    ..template.clone()
                };
                w.put_conversation(&c)?;
                numbers.push(c.number);
                cases.push(c.id);
            }
            let raw = Raw {
                id: RawId::from_uuid(uuid::Uuid::from_u128(u128::from(numbers[0]))),
                connection: known.connection,
                at: w.now(),
                size: 9,
                body: RawBody::Row,
                source: RawSource::Mail {
                    place: Default::default(),
                    history: false,
                    sent: false,
                    thread: 0,
                },
            };
            w.put_raw_input(&raw, Some(&pack(said.as_bytes())))?;
            let message = Message {
                id: w.new_id(),
                conversation: cases[0],
                kind: MessageKind::Inbound,
                author: Author::Contact(contact.id),
                channel,
                text: said.into(),
                html: Some(Body::Inline {
                    html: "<p>x</p>".into(),
                    cleaner: 1,
                }),
                attachments: vec![Attachment {
                    id: file,
                    name: format!("{said}.txt"),
                    content_type: "text/plain".into(),
                    size: 9,
                    blob,
                    ..Attachment::default()
                }],
                raw: Some(raw.id),
                mail: Some(Box::new(MailFacts {
                    from: MailAddress {
                        name: String::new(),
                        address: "carlos@customer.example".into(),
                    },
                    ..MailFacts::default()
                })),
                automatic: true,
                ..Message::default()
            };
            w.put_message(&message)?;
            let mut delivery = Delivery {
                id: w.new_id(),
                conversation: cases[0],
                channel,
                connection: known.connection,
                state: DeliveryState::Failed,
                ..Delivery::default()
            };
            let reply = Message {
                id: w.new_id(),
                conversation: cases[0],
                position: 1,
                kind: MessageKind::Reply,
                author: Author::Agent(inside.id),
                channel,
                text: said.into(),
                delivery: Some(delivery.id),
                ..Message::default()
            };
            delivery.message = reply.id;
            w.put_message(&reply)?;
            w.put_delivery(&delivery)?;
            let change = Change {
                id: w.new_id(),
                at: w.now(),
                by: Some(inside.id),
                kind: ChangeKind::Messages {
                    from: cases[1],
                    to: cases[0],
                    moved: vec![message.id],
                    whole: false,
                    from_status: Status::Open,
                    to_status: Status::Open,
                    before: None,
                    left_at: (Seq(0), Seq(0)),
                },
                undone_at: None,
            };
            w.put_change(&change)?;
            let viewer = Viewer {
                actor: Actor::Agent(inside.id),
                role: Role::Owner,
                teams: [team].into(),
                sees_all: false,
            };
            let known_macro = Macro {
                id: w.new_id(),
                name: "x".into(),
                acts: vec![MacroAct::SetPriority { to: Priority::High }],
                ..Macro::default()
            };
            w.put_macro(&known_macro)?;
            let (card, run) = card(w, &keys, cases[0], said)?;
            let bulk = bulk::begin(w, &viewer, &numbers, BulkAction::Resolve)?;
            Ok(Hidden {
                number: numbers[0],
                other: numbers[1],
                message: message.id.to_string(),
                file: file.to_string(),
                delivery: delivery.id.to_string(),
                change: change.id.to_string(),
                bulk: bulk.id.to_string(),
                contact: contact.id.to_string(),
                beside: beside.id.to_string(),
                channel: channel.to_string(),
                known_macro: known_macro.id.to_string(),
                card: card.id.to_string(),
                action: run.action.to_string(),
                run: run.id.to_string(),
            })
        });
        drop(staged);
        made.unwrap()
    }

    /// Everything that is kept of it, as text: to see whether it was touched.
    fn rows(&self, it: &Hidden) -> String {
        let number = it.number;
        let rows = self.server().app.store.look(|look| {
            let c = look.conversation_numbered(number)?.unwrap_or_default();
            let messages = look.messages_after(c.id, None, 100)?;
            let delivery = messages[1].delivery.map(|id| look.delivery(id));
            let drafts = look.drafts_in(c.id)?;
            Ok(format!(
                "{c:?} {messages:?} {:?} {drafts:?}",
                delivery.transpose()?
            ))
        });
        rows.unwrap()
    }
}

/// A card beside everything, and what was done from it in a conversation.
fn card(
    w: &mut Write<'_>,
    keys: &KeyRing,
    of: ConversationId,
    said: &str,
) -> Result<(DataCard, CardRun)> {
    let id: CardId = w.new_id();
    let action = CardAction {
        id: w.new_id(),
        name: "x".into(),
        // Nobody is there.
        url: "http://127.0.0.1:9/".into(),
        ..CardAction::default()
    };
    let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    let card = DataCard {
        id,
        name: "x".into(),
        link: "https://crm.example/".into(),
        actions: vec![action.clone()],
        sealed_secret: keys.seal(&id.bytes(), secret.as_bytes())?,
        ..DataCard::default()
    };
    w.put_card(&card)?;
    let run = CardRun {
        id: w.new_id(),
        conversation: of,
        card: id,
        action: action.id,
        name: said.into(),
        state: RunState::Uncertain,
        body: "{}".into(),
        text: said.into(),
        link: "https://pay.example/".into(),
        ..CardRun::default()
    };
    w.put_card_run(&run)?;
    Ok((card, run))
}

/// What a form of this route says, so that its deed is reached.
fn form<'a>(path: &str, other: &'a str, what: &'a Hidden) -> Vec<(&'a str, &'a str)> {
    let last = path.rsplit('/').next().unwrap_or_default();
    match last {
        "status" => vec![("to", "resolved")],
        "legal" => vec![("days", "5"), ("reason", "x")],
        "promise" => vec![("do", "kept")],
        "reply" | "note" => vec![("text", "x")],
        "participants" => vec![("contact", &what.beside), ("answer", "accept")],
        "go-on" => vec![("text", "x"), ("onward", &what.channel)],
        "forward" => vec![("to", "third@other.example"), ("text", "x"), ("m", "0")],
        _ => vec![
            ("text", "x"),
            ("to", other),
            ("into", other),
            ("priority", "high"),
            ("add", "x"),
            ("state", "reading"),
            ("do", "again"),
            ("answer", "no"),
            ("sure", "1"),
            ("because", "x"),
            ("rule", "automatic"),
            ("act", "0"),
        ],
    }
}

/// Routes whose forms may carry files.
fn carries_files(path: &str) -> bool {
    ["/reply", "/template", "/note", "/files", "/forward"]
        .iter()
        .any(|it| path.ends_with(it))
}

fn page(server: &Server, route: &Route, what: &Hidden, who: &Browser) -> Option<Reply> {
    let path = what.fill(&route.path)?;
    let other = what.other.to_string();
    let fields = form(&route.path, &other, what);
    Some(match route.method.as_str() {
        "GET" => server.get(&path, &who.cookie),
        _ if carries_files(&route.path) => server.upload(&path, who, &fields),
        _ => server.post(&path, Some(who), &fields),
    })
}

fn body_of(path: &str, it: &Hidden) -> String {
    match path {
        "/conversations/{number}" => r#"{"priority":"high"}"#.to_owned(),
        "/conversations/{number}/merge" => format!(r#"{{"into":{}}}"#, it.other),
        "/conversations/{number}/split" => format!(r#"{{"messages":["{}"]}}"#, it.message),
        "/conversations/{number}/undo" => format!(r#"{{"change_id":"{}"}}"#, it.change),
        "/conversations/{number}/messages" => r#"{"kind":"note","text":"x"}"#.to_owned(),
        "/deliveries/{id}/switch" | "/conversations/{number}/ways" => {
            format!(r#"{{"channel_id":"{}"}}"#, it.channel)
        }
        "/conversations/{number}/macro" => format!(r#"{{"macro_id":"{}"}}"#, it.known_macro),
        "/conversations/{number}/legal_due" => r#"{"days":5,"reason":"x"}"#.to_owned(),
        "/messages/{id}/redact" => r#"{"reason":"x"}"#.to_owned(),
        _ => "{}".to_owned(),
    }
}

fn call(
    server: &Server,
    route: &lobby::api::routes::Route,
    what: &Hidden,
    token: &str,
) -> Option<Reply> {
    let path = format!("/api/v1{}", what.fill(route.path)?);
    let bearer = format!("Bearer {token}");
    let method = route.method.to_uppercase();
    let body = match (route.method, route.path) {
        ("get", _) => String::new(),
        ("delete", "/conversations/{number}/legal_due") => r#"{"reason":"x"}"#.to_owned(),
        _ => body_of(route.path, what),
    };
    let headers = [
        ("Authorization", bearer.as_str()),
        ("Content-Type", "application/json"),
    ];
    Some(server.send(&method, &path, &headers, &body))
}

/// Who arranges things is told of every bulk how many it changed; nothing of what.
fn tells_counts_only(path: &str, role: Role) -> bool {
    path.contains("/bulk/") && role == Role::Owner
}

#[test]
fn whoever_is_not_of_the_team_gets_what_there_is_not() {
    let scene = Scene::new();
    let server = scene.server();
    let hidden = scene.hide();
    let before = scene.rows(&hidden);
    let mut wrong = Vec::new();
    let mut asked = 0;
    for role in [Role::Agent, Role::Supervisor, Role::Owner] {
        let out = server.person(&format!("{role:?}@shop.example"), role, vec![]);
        let (browser, token) = (server.browser_of(&out), server.token(role));
        let mut compare = |what: String, there: Reply, missing: Reply| {
            asked += 1;
            if tells_counts_only(&what, role) && !there.body.contains(CANARY) {
                return;
            }
            let (a, b) = (
                hidden.without(&there.body),
                Hidden::nothing().without(&missing.body),
            );
            let tells = there.status != missing.status || a != b || there.body.contains(CANARY);
            if tells || there.status == 200 || there.status == 303 {
                wrong.push(format!(
                    "{role:?}: {what} → {} for what is hidden, {} for nothing",
                    there.status, missing.status
                ));
            }
        };
        for route in routes::all() {
            let there = page(server, &route, &hidden, &browser);
            let missing = page(server, &route, &Hidden::nothing(), &browser);
            if let Some((there, missing)) = there.zip(missing) {
                compare(format!("{} {}", route.method, route.path), there, missing);
            }
        }
        for route in lobby::api::routes::ROUTES {
            let there = call(server, route, &hidden, &token);
            let missing = call(server, route, &Hidden::nothing(), &token);
            if let Some((there, missing)) = there.zip(missing) {
                compare(format!("{} {}", route.method, route.path), there, missing);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(asked > 100, "{asked}");
    assert_eq!(scene.rows(&hidden), before, "somebody touched it");
}

#[test]
fn its_own_people_are_answered() {
    let scene = Scene::new();
    let server = scene.server();
    let browser = server.browser_of(&scene.inside);
    let token = server.token_in(Role::Owner, vec![scene.team]);
    let mut wrong = Vec::new();
    let mut check = |what: String, there: Option<Reply>| {
        let Some(there) = there else { return };
        // Read and known, if not always to be done: 409.
        // Only a talk has approved texts and reactions; this is mail: 422.
        let of_talks = ["/template", "/react", "/reaction"];
        let refused = of_talks.iter().any(|it| what.ends_with(it)) && there.status == 422;
        if !refused && !matches!(there.status, 200..=399 | 409) {
            wrong.push(format!("{what} → {}: {:.300}", there.status, there.body));
        }
    };
    for route in routes::all() {
        let what = format!("{} {}", route.method, route.path);
        check(what, page(server, &route, &scene.hide(), &browser));
    }
    for route in lobby::api::routes::ROUTES {
        let what = format!("{} {}", route.method, route.path);
        check(what, call(server, route, &scene.hide(), &token));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Ids in bodies and questions are as good as ids in paths.
#[test]
fn what_is_hidden_is_not_named_beside_the_path_either() {
    let scene = Scene::new();
    let server = scene.server();
    let hidden = scene.hide();
    let before = scene.rows(&hidden);
    let bea = scene.program.contact("Bea");
    let numbers = scene.program.cases(bea, 2, |_, _| ());
    let open = numbers[0];
    let out = server.person("out@shop.example", Role::Owner, vec![]);
    let (browser, token) = (server.browser_of(&out), server.token(Role::Owner));
    let agent = Program {
        token,
        server: scene.program.server,
    };
    let nothing = Hidden::nothing();
    let same = |path: &str, body: fn(&Hidden) -> String| {
        let post = |it: &Hidden| agent.ask("POST", path, &[], &body(it));
        let (there, missing) = (post(&hidden), post(&nothing));
        assert_eq!(there.status, missing.status, "{path}: {}", there.body);
        assert!(there.status >= 400, "{path}: {}", there.status);
        assert_eq!(
            hidden.without(&there.body),
            nothing.without(&missing.body),
            "{path}"
        );
    };
    same(&format!("/conversations/{open}/merge"), |it| {
        format!(r#"{{"into":{}}}"#, it.number)
    });
    same(&format!("/conversations/{open}/undo"), |it| {
        format!(r#"{{"change_id":"{}"}}"#, it.change)
    });
    same(&format!("/conversations/{open}/split"), |it| {
        format!(r#"{{"messages":["{}"]}}"#, it.message)
    });
    same("/conversations/bulk", |it| {
        format!(r#"{{"numbers":[{}],"action":"resolve"}}"#, it.number)
    });
    for path in [
        "/conversations?limit=100".to_owned(),
        "/deliveries".to_owned(),
        "/events?limit=100".to_owned(),
        "/audit?limit=100".to_owned(),
        format!("/search?q={CANARY}"),
        format!("/search?q=%23{}", hidden.number),
    ] {
        let found = agent.ask("GET", &path, &[], "");
        assert_eq!(found.status, 200, "{path}");
        assert!(!found.body.contains(CANARY), "{path}: {}", found.body);
        assert!(!found.body.contains(&hidden.message), "{path}");
    }
    for path in [
        "/".to_owned(),
        "/late".to_owned(),
        "/list/all".to_owned(),
        "/list/drafts".to_owned(),
        // A beginning finds the word, and is not the word.
        format!("/search?q={}", &CANARY[..6]),
        format!("/search?q=%23{}", hidden.number),
        format!("/c/{open}"),
        format!("/c/{open}/merge?into={}", hidden.number),
        format!("/new?conversation={}", hidden.number),
    ] {
        let found = agent.server.get(&path, &browser.cookie);
        assert!(!found.body.contains(CANARY), "{path}");
    }
    let scene = Scene {
        program: agent,
        ..scene
    };
    assert_eq!(scene.rows(&hidden), before, "somebody touched it");
}
