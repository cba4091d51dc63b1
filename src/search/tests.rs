//! Search over a store that forgets: what is found, by whom, and after which changes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use crate::domain::actor::{Actor, Role, SystemPart, Viewer};
use crate::domain::agent::Agent;
use crate::domain::contact::{Contact, Handle, Identifier};
use crate::domain::conversation::{Conversation, Status};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, ContactId, ConversationId, Id, TeamId};
use crate::domain::message::{Author, Message};
use crate::domain::reason::Reason;
use crate::domain::team::{Tag, Team};
use crate::domain::time::Millis;
use crate::search::{Ask, Found, Group, Meant, Search};
use crate::store::{Options, Store, Write};

const PATIENCE: Duration = Duration::from_secs(30);

fn id<T: Id>(n: u64) -> T {
    T::from_uuid(Uuid::from_u128(u128::from(n)))
}

struct Desk {
    store: Arc<Store>,
    search: Search,
}

fn options() -> Options {
    Options {
        now: Arc::new(|| Millis(1_700_000_000_000)),
        seed: Some(7),
        twice: true,
    }
}

fn desk() -> Desk {
    let store = Arc::new(Store::in_memory(options()).unwrap());
    let search = Search::in_memory(&store).unwrap();
    Desk { store, search }
}

fn actor() -> Actor {
    Actor::System(SystemPart::Intake)
}

fn anybody() -> Viewer {
    Viewer::agent(id(1), Role::Agent, BTreeSet::new())
}

fn conversation(n: u64, subject: &str) -> Conversation {
    Conversation {
        id: id(n),
        number: n,
        contact: id(1_000 + n),
        subject: subject.into(),
        ..Conversation::default()
    }
}

fn put_message(
    write: &mut Write<'_>,
    conversation: &Conversation,
    position: u32,
    text: &str,
) -> crate::domain::error::Result<()> {
    let message = Message {
        id: id(conversation.number * 1_000 + u64::from(position)),
        conversation: conversation.id,
        position,
        author: Author::Contact(conversation.contact),
        said_at: Millis(i64::try_from(conversation.number).unwrap() * 1_000 + i64::from(position)),
        text: text.into(),
        language: "es".into(),
        ..Message::default()
    };
    write.put_message(&message)?;
    let subject = Subject::message(conversation.id, message.id);
    let why = Reason::NewCase;
    write.event(
        actor(),
        subject,
        EventKind::MessageReceived { position, why },
    )?;
    Ok(())
}

impl Desk {
    fn act(
        &self,
        deed: impl Fn(&mut Write<'_>) -> crate::domain::error::Result<()> + Send + 'static,
    ) {
        self.store.by_hand(deed).unwrap();
    }

    fn start(&self, conversation: &Conversation, texts: &[&str]) {
        let conversation = conversation.clone();
        let texts: Vec<String> = texts.iter().map(|it| (*it).to_owned()).collect();
        self.act(move |write| {
            write.put_conversation(&conversation)?;
            for (at, text) in texts.iter().enumerate() {
                put_message(write, &conversation, u32::try_from(at).unwrap(), text)?;
            }
            Ok(())
        });
    }

    fn change(&self, conversation: &Conversation, kind: EventKind) {
        let conversation = conversation.clone();
        self.act(move |write| {
            write.put_conversation(&conversation)?;
            write.event(actor(), Subject::conversation(conversation.id), kind)?;
            Ok(())
        });
    }

    fn ask(&self, viewer: &Viewer, ask: &Ask) -> Found {
        assert!(self.search.wait_for(self.store.last_seq(), PATIENCE));
        self.store
            .look(|look| self.search.find(look, viewer, ask))
            .unwrap()
    }

    fn find(&self, viewer: &Viewer, text: &str) -> Found {
        self.ask(viewer, &Ask::read(text, "UTC"))
    }

    /// (conversation, position) of the messages found.
    fn places(&self, viewer: &Viewer, text: &str) -> Vec<(u64, u32)> {
        let found = self.find(viewer, text);
        let places = found.messages.iter();
        places
            .map(|it| (it.conversation.number, it.message.position))
            .collect()
    }
}

#[test]
fn messages_are_found_as_one_types_newest_first() {
    let desk = desk();
    desk.start(
        &conversation(1, "Pedido roto"),
        &["Quiero un reembolso", "¿Y mi reembolso?"],
    );
    desk.start(
        &conversation(2, "Hola"),
        &["Gracias por el REEMBOLSO de ayer, João"],
    );
    desk.start(&conversation(3, "Otra cosa"), &["Nada que ver"]);
    let all = vec![(2, 0), (1, 1), (1, 0)];
    for text in ["re", "reem", "reembolso", "reembolso ", "Reembolsos"] {
        assert_eq!(desk.places(&anybody(), text), all, "{text}");
    }
    assert_eq!(desk.places(&anybody(), "joao ree"), [(2, 0)]);
    assert_eq!(desk.places(&anybody(), "r"), []);
    assert_eq!(desk.places(&anybody(), "reembolso nunca"), []);

    let found = desk.find(&anybody(), "roto");
    assert_eq!(found.conversations[0].conversation.number, 1);
    let by_number = desk.find(&anybody(), "#3");
    assert_eq!(by_number.conversations[0].conversation.number, 3);
    let marked = desk.find(&anybody(), "ayer");
    let snippet = &marked.messages[0].snippet;
    assert!(snippet.iter().any(|it| it.marked && it.text == "ayer"));
}

#[test]
fn what_one_may_not_see_is_neither_found_nor_counted() {
    let desk = desk();
    let team: TeamId = id(9);
    let private = Conversation {
        audience: Some(team),
        ..conversation(1, "secreto")
    };
    desk.start(&private, &["diagnostico reservado"]);
    desk.start(&conversation(2, "abierto"), &["diagnostico del auto"]);
    let member = Viewer::agent(id(2), Role::Agent, BTreeSet::from([team]));
    let mentioned = Viewer::agent(id(3), Role::Agent, BTreeSet::new());
    assert_eq!(desk.places(&anybody(), "diagnostico"), [(2, 0)]);
    assert_eq!(desk.find(&anybody(), "diagnostico").total.n, 1);
    assert_eq!(desk.places(&member, "diagnostico"), [(2, 0), (1, 0)]);
    assert_eq!(desk.find(&anybody(), "secreto").conversations, []);
    assert_eq!(desk.find(&anybody(), "#1").conversations, []);

    let agent: AgentId = id(3);
    let named = Conversation {
        mentioned: vec![agent],
        ..private.clone()
    };
    desk.change(&named, EventKind::Mentioned { agent });
    assert_eq!(desk.places(&mentioned, "diagnostico"), [(2, 0), (1, 0)]);
    assert_eq!(desk.places(&anybody(), "diagnostico"), [(2, 0)]);

    // The store has the last word, even before the index follows.
    let hidden = Conversation {
        audience: Some(team),
        ..conversation(2, "abierto")
    };
    desk.act(move |write| write.put_conversation(&hidden));
    assert_eq!(desk.places(&anybody(), "diagnostico"), []);
}

#[test]
fn facets_narrow() {
    let desk = desk();
    let tagged = Conversation {
        tags: vec![id(5)],
        status: Status::Open,
        ..conversation(1, "uno")
    };
    let resolved = Conversation {
        status: Status::Resolved {
            at: Millis(5),
            quiet: false,
        },
        ..conversation(2, "dos")
    };
    desk.act(|write| {
        write.put_tag(&Tag {
            id: id(5),
            name: "Muy Urgente".into(),
            ..Tag::default()
        })?;
        for (n, name) in [(1_001, "Ana Muñoz"), (1_002, "Benito")] {
            let contact = Contact {
                id: id(n),
                name: name.into(),
                ..Contact::default()
            };
            write.put_contact(&contact)?;
            write.event(
                actor(),
                Subject::contact(contact.id),
                EventKind::ContactMade,
            )?;
        }
        Ok(())
    });
    desk.start(&tagged, &["paquete", "paquete otra vez"]);
    desk.start(&resolved, &["paquete"]);
    for (text, places) in [
        ("paquete from:munoz", vec![(1, 1), (1, 0)]),
        ("from:ben", vec![(2, 0)]),
        ("from:nadie paquete", vec![]),
        ("paquete tag:urgente", vec![(1, 1), (1, 0)]),
        ("paquete is:resolved", vec![(2, 0)]),
        ("paquete is:open", vec![(1, 1), (1, 0)]),
        ("paquete is:unheard", vec![]),
        ("paquete before:1970-01-02", vec![(2, 0), (1, 1), (1, 0)]),
        ("paquete after:1970", vec![]),
        ("paquete before:soon", vec![]),
    ] {
        assert_eq!(desk.places(&anybody(), text), places, "{text}");
    }
}

#[test]
fn facets_narrow_by_team_and_by_whose_it_is() {
    let desk = desk();
    let (sales, ana): (TeamId, AgentId) = (id(70), id(80));
    desk.act(move |write| {
        for (n, name, private) in [(70, "Ventas Norte", false), (71, "Secretos", true)] {
            write.put_team(&Team {
                id: id(n),
                name: name.into(),
                private,
                ..Team::default()
            })?;
        }
        write.put_agent(&Agent {
            id: ana,
            name: "Ana Muñoz".into(),
            email: "am@shop.example".into(),
            ..Agent::default()
        })
    });
    let of_sales = Conversation {
        team: Some(sales),
        ..conversation(1, "uno")
    };
    let of_ana = Conversation {
        assignee: Some(ana),
        also_teams: vec![sales],
        ..conversation(2, "dos")
    };
    let private = Conversation {
        team: Some(id(71)),
        audience: Some(id(71)),
        mentioned: vec![id(1)],
        ..conversation(3, "tres")
    };
    desk.start(&of_sales, &["paquete"]);
    desk.start(&of_ana, &["paquete"]);
    desk.start(&private, &["paquete"]);
    let member = Viewer::agent(id(2), Role::Agent, BTreeSet::from([id(71)]));
    let me = Viewer::agent(ana, Role::Agent, BTreeSet::new());
    for (viewer, text, numbers) in [
        (&anybody(), "paquete team:ventas", vec![2, 1]),
        (&anybody(), "equipo:\"ventas norte\"", vec![2, 1]),
        (&anybody(), "team:none", vec![]),
        (&anybody(), "assigned:munoz", vec![2]),
        (&anybody(), "assigned:am@shop.example", vec![2]),
        (&anybody(), "assigned:nobody", vec![3, 1]),
        (&anybody(), "assigned:nobody assigned:ana", vec![3, 2, 1]),
        (&me, "assigned:me team:ventas", vec![2]),
        (&anybody(), "assigned:me", vec![]),
        // The team itself is not known of, though one may read what one is named in.
        (&anybody(), "team:secretos", vec![]),
        (&member, "team:secretos", vec![3]),
    ] {
        let found = desk.places(viewer, text);
        let found: Vec<u64> = found.iter().map(|it| it.0).collect();
        assert_eq!(found, numbers, "{text}");
    }
    let meant = |viewer: &Viewer, text| desk.find(viewer, text).meant;
    assert_eq!(meant(&anybody(), "team:secretos"), [Meant::Nothing]);
    assert_eq!(
        meant(&member, "team:secretos"),
        [Meant::Teams(vec![Some(id(71))])]
    );

    // Given to another: found as theirs at once, and no more as hers.
    let given = Conversation {
        assignee: Some(id(1)),
        ..of_ana.clone()
    };
    let why = Reason::ByAgent;
    let kind = EventKind::Assigned {
        from: Some(ana),
        to: Some(id(1)),
        why,
    };
    desk.change(&given, kind);
    assert_eq!(desk.places(&anybody(), "assigned:munoz"), []);
    assert_eq!(desk.places(&anybody(), "assigned:me"), [(2, 0)]);
}

#[test]
fn the_whole_name_wins_and_several_tags_must_all_be_there() {
    let desk = desk();
    desk.act(|write| {
        for (n, name) in [(5, "VIP"), (6, "VIP Oro")] {
            write.put_tag(&Tag {
                id: id(n),
                name: name.into(),
                ..Tag::default()
            })?;
        }
        Ok(())
    });
    for (n, tags) in [(1, vec![id(5)]), (2, vec![id(6)]), (3, vec![id(5), id(6)])] {
        let it = Conversation {
            tags,
            ..conversation(n, "caso")
        };
        desk.start(&it, &["paquete"]);
    }
    for (text, numbers) in [
        ("tag:vip", vec![3, 1]),
        ("tag:vi", vec![3, 2, 1]),
        ("tag:oro", vec![3, 2]),
        ("tag:vip etiqueta:oro", vec![3]),
        ("tag:vip since:1970-01-02", vec![]),
        ("tag:vip until:1970-01-01", vec![3, 1]),
    ] {
        let found = desk.places(&anybody(), text);
        let found: Vec<u64> = found.iter().map(|it| it.0).collect();
        assert_eq!(found, numbers, "{text}");
    }
}

#[test]
fn contacts_are_found_by_name_address_and_phone() {
    let desk = desk();
    let ana: ContactId = id(1);
    desk.act(move |write| {
        let contact = Contact {
            id: ana,
            name: "Ana Muñoz".into(),
            company: "Flores SA".into(),
            ..Contact::default()
        };
        write.put_contact(&contact)?;
        for handle in [
            Handle::email("ana.m@example.com"),
            Handle::phone("+573001234567"),
        ] {
            write.put_identifier(&Identifier {
                contact: ana,
                handle,
                ..Identifier::default()
            })?;
        }
        write.event(actor(), Subject::contact(ana), EventKind::ContactMade)?;
        Ok(())
    });
    for text in [
        "munoz",
        "flores an",
        "ana.m@example.com",
        "3001234567",
        "1234567",
    ] {
        assert_eq!(desk.find(&anybody(), text).contacts.len(), 1, "{text}");
    }
    desk.act(move |write| {
        write.put_contact(&Contact {
            id: ana,
            name: "Bea".into(),
            ..Contact::default()
        })?;
        write.event(actor(), Subject::contact(ana), EventKind::ContactChanged)?;
        Ok(())
    });
    assert_eq!(desk.find(&anybody(), "munoz").contacts, []);
    assert_eq!(desk.find(&anybody(), "bea").contacts[0].id, ana);
}

#[test]
fn what_was_withdrawn_is_not_found() {
    let desk = desk();
    let case = conversation(1, "uno");
    desk.start(&case, &["tarjeta 4111", "tarjeta nueva"]);
    assert_eq!(desk.places(&anybody(), "tarjeta"), [(1, 1), (1, 0)]);
    let conversation: ConversationId = case.id;
    desk.act(move |write| {
        let mut message = write.message_at(conversation, 0)?.unwrap();
        message.redacted = true;
        message.text = String::new();
        write.put_message(&message)?;
        let subject = Subject::message(conversation, message.id);
        write.event(actor(), subject, EventKind::MessageRedacted { position: 0 })?;
        Ok(())
    });
    assert_eq!(desk.places(&anybody(), "tarjeta"), [(1, 1)]);
    assert_eq!(desk.find(&anybody(), "tarjeta").total.n, 1);
}

#[test]
fn pages_go_on_where_the_last_one_ended() {
    let desk = desk();
    for n in 1..=30 {
        desk.start(&conversation(n, "caso"), &["mensaje igual"]);
    }
    let mut ask = Ask {
        group: Some(Group::Messages),
        limit: 8,
        ..Ask::read("igual", "UTC")
    };
    let (mut numbers, mut pages) = (Vec::new(), 0);
    loop {
        let found = desk.ask(&anybody(), &ask);
        assert_eq!((found.total.n, found.total.or_more), (30, false));
        numbers.extend(found.messages.iter().map(|it| it.conversation.number));
        pages += 1;
        match found.next_skip {
            Some(skip) => ask.skip = skip,
            None => break,
        }
    }
    assert_eq!(pages, 4);
    assert_eq!(numbers, (1..=30).rev().collect::<Vec<_>>());
}

/// More happens in one moment than is read in one look, and one of the conversations is read whole in the first.
#[test]
fn while_it_lags_behind_nothing_comes_twice_and_nothing_is_left_out() {
    let desk = desk();
    let (whole, other) = (conversation(1, "uno"), conversation(2, "dos"));
    desk.act(move |write| {
        write.put_conversation(&whole)?;
        write.put_conversation(&other)?;
        for at in 0..700 {
            let text = if at == 699 { "ultimo" } else { "otro" };
            put_message(write, &whole, at, text)?;
            put_message(write, &other, at, text)?;
            if at == 100 {
                let of = Subject::conversation(whole.id);
                write.event(actor(), of, EventKind::SubjectSet)?;
            }
        }
        Ok(())
    });
    assert_eq!(desk.places(&anybody(), "ultimo"), [(2, 699), (1, 699)]);
    assert_eq!(desk.search.len(), 1_400);
}

#[test]
fn an_index_goes_on_where_it_stopped_and_is_built_anew_when_it_does_not_fit() {
    let folder = std::env::temp_dir().join(format!("lobby-search-{}", std::process::id()));
    let store = Arc::new(Store::in_memory(options()).unwrap());
    let open = |store: &Arc<Store>| Desk {
        search: Search::open(&folder, store).unwrap(),
        store: store.clone(),
    };
    let desk = open(&store);
    desk.start(&conversation(1, "uno"), &["primero"]);
    assert_eq!(desk.places(&anybody(), "primero"), [(1, 0)]);
    drop(desk);

    // While closed: what happens meanwhile is caught up, nothing twice.
    let closed = Desk {
        search: Search::in_memory(&store).unwrap(),
        store: store.clone(),
    };
    closed.start(
        &conversation(2, "dos"),
        &["primero de otro", "primero de nuevo"],
    );
    drop(closed);
    let desk = open(&store);
    assert_eq!(desk.places(&anybody(), "primero"), [(2, 1), (2, 0), (1, 0)]);
    assert_eq!(desk.search.len(), 3);
    drop(desk);

    // Another store: its own messages, none of the first one's.
    let other = Arc::new(Store::in_memory(options()).unwrap());
    let desk = open(&other);
    desk.act(|write| write.name_incarnation().map(|_| ()));
    desk.start(&conversation(7, "siete"), &["primero aqui"]);
    assert_eq!(desk.places(&anybody(), "primero"), [(7, 0)]);
    assert_eq!(desk.search.len(), 1);
    drop(desk);
    std::fs::remove_dir_all(&folder).unwrap();
}
