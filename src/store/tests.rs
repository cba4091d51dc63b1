//! The writer's promises: groups, lanes, lazy writes, panics, purity, and coming back.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::cast_possible_truncation
)]

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use crate::domain::access::Session;
use crate::domain::actor::{Actor, SystemPart};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{AgentId, BlobHash, ContactId, ConversationId, Id, MessageId};
use crate::domain::message::{Attachment, Message};
use crate::domain::team::Tag;
use crate::domain::time::Millis;
use crate::store::{Lane, Options, Store, Table, Write};

fn options() -> Options {
    Options {
        now: Arc::new(|| Millis(1_700_000_000_000)),
        seed: Some(7),
        twice: true,
    }
}

fn store() -> Store {
    Store::in_memory(options()).unwrap()
}

fn tag(write: &mut Write<'_>, name: &str) -> Result<Tag> {
    let tag = Tag {
        id: write.new_id(),
        name: name.to_owned(),
        ..Tag::default()
    };
    write.put_tag(&tag)?;
    write.event(
        Actor::System(SystemPart::Upkeep),
        Subject::default(),
        EventKind::TagMade { tag: tag.id },
    )?;
    Ok(tag)
}

fn names(store: &Store) -> Vec<String> {
    let tags = store.look(|look| look.tags()).unwrap();
    let mut names: Vec<_> = tags.into_iter().map(|it| it.name).collect();
    names.sort();
    names
}

/// Holds the writer while deeds gather into one group, then lets go.
fn in_one_group(store: &Store, queue: impl FnOnce()) {
    let (let_go, held) = mpsc::channel::<()>();
    let (running, runs) = mpsc::channel();
    let held = Mutex::new(held);
    store.act_with(
        Lane::Hand,
        move |_| {
            let _ = running.send(());
            let _ = held.lock().unwrap().recv();
            Ok(())
        },
        |_| {},
    );
    runs.recv().unwrap();
    queue();
    drop(let_go);
}

#[test]
fn one_failing_deed_takes_nothing_from_the_others() {
    let store = store();
    let (told, answers) = mpsc::channel();
    in_one_group(&store, || {
        for n in 0..10 {
            let told = told.clone();
            let deed = move |write: &mut Write<'_>| {
                tag(write, &n.to_string())?;
                match n {
                    3 => Err(Error::conflict("after-writing")),
                    5 => panic!("a deed may panic"),
                    _ => Ok(n),
                }
            };
            store.act_with(Lane::Hand, deed, move |it| {
                let _ = told.send((n, it.map(|it| it.0)));
            });
        }
    });
    drop(told);
    let answers: Vec<_> = answers.iter().collect();
    assert_eq!(answers.len(), 10);
    for (n, answer) in answers {
        match n {
            3 => assert_eq!(answer, Err(Error::conflict("after-writing"))),
            5 => assert!(matches!(answer, Err(Error::Internal(_)))),
            _ => assert_eq!(answer, Ok(n)),
        }
    }
    assert_eq!(names(&store), ["0", "1", "2", "4", "6", "7", "8", "9"]);
    let events = store
        .look(|look| look.events_after(crate::domain::id::Seq(0), 99))
        .unwrap();
    let seqs: Vec<_> = events.iter().map(|it| it.seq.0).collect();
    assert_eq!(seqs, (1..=8).collect::<Vec<_>>(), "the log has no gap");
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_deed_with_state_of_its_own_is_found_out() {
    let store = store();
    let runs = Arc::new(AtomicU64::new(0));
    let count = runs.clone();
    let answer = store.by_hand(move |write| {
        let n = count.fetch_add(1, Ordering::SeqCst);
        let kind = if n == 0 {
            EventKind::SetUpClaimed
        } else {
            EventKind::BusinessChanged
        };
        write.event(Actor::System(SystemPart::Setup), Subject::default(), kind)
    });
    assert!(matches!(answer, Err(Error::Internal(_))), "{answer:?}");
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(store.look(|look| look.last_seq()).unwrap().0, 0);
    assert!(store.by_hand(|write| tag(write, "pure")).is_ok());
}

/// What a look keeps of its reading must never hide what the same group wrote since.
#[test]
fn a_deed_reads_what_it_and_those_before_it_wrote() {
    let store = store();
    let id = ConversationId::from_uuid(uuid::Uuid::from_u128(3));
    let with = move |number| Conversation {
        id,
        number,
        ..Conversation::default()
    };
    let (told, heard) = mpsc::channel();
    let (first, second, third) = (told.clone(), told.clone(), told);
    in_one_group(&store, || {
        store.act_with(
            Lane::Hand,
            move |write| {
                assert_eq!(write.conversation(id)?, None);
                assert_eq!(write.tags()?, []);
                write.put_conversation(&with(1))?;
                assert_eq!(write.conversation(id)?.map(|it| it.number), Some(1));
                write.put_conversation(&with(2))?;
                tag(write, "first")
            },
            move |done| first.send(done.is_ok()).unwrap(),
        );
        // One that fails after it wrote: the others run again, and nothing it read or wrote is seen.
        store.act_with(
            Lane::Hand,
            move |write| {
                write.put_conversation(&with(9))?;
                tag(write, "never")?;
                assert_eq!(write.tags()?.len(), 2);
                Err::<(), _>(Error::conflict("thought_better"))
            },
            move |done| {
                let refused = matches!(done, Err(Error::Conflict { .. }));
                second.send(refused).unwrap();
            },
        );
        store.act_with(
            Lane::Hand,
            move |write| {
                assert_eq!(write.conversation(id)?.map(|it| it.number), Some(2));
                assert_eq!(write.tags()?.len(), 1);
                write.put_conversation(&with(3))
            },
            move |done| third.send(done.is_ok()).unwrap(),
        );
    });
    assert_eq!(heard.iter().collect::<Vec<_>>(), [true; 3]);
    let found = store.look(|look| look.conversation(id)).unwrap();
    assert_eq!(found.map(|it| it.number), Some(3));
    assert_eq!(names(&store), ["first"]);
}

#[test]
fn small_tables_are_shared_between_looks_until_they_change() {
    let store = store();
    let all = || store.look(|look| look.arranged::<Tag>()).unwrap();
    store.by_hand(|write| tag(write, "one")).unwrap();
    assert!(Arc::ptr_eq(&all(), &all()));
    // A look that began before the change neither sees it nor keeps what it sees.
    let of_before = store.look(|look| {
        store.by_hand(|write| tag(write, "two"))?;
        look.arranged::<Tag>()
    });
    assert_eq!(of_before.unwrap().len(), 1);
    assert_eq!(all().len(), 2);
    assert_eq!(names(&store), ["one", "two"]);
}

#[test]
fn a_session_is_glanced_at_only_while_it_stands() {
    let store = store();
    let (hash, agent) = (
        BlobHash([7; 32]),
        AgentId::from_uuid(uuid::Uuid::from_u128(3)),
    );
    let session = Session {
        agent,
        device: "first".into(),
        ..Session::default()
    };
    store
        .by_hand(move |write| write.put_session(hash, &session))
        .unwrap();
    assert_eq!(store.glance().session(hash), None, "nobody has looked yet");
    let found = store.look(|look| look.session(hash)).unwrap();
    assert_eq!(store.glance().session(hash), found);
    store
        .by_hand(move |write| {
            let mut session = write.session(hash)?.unwrap();
            session.device = "second".into();
            write.put_session(hash, &session)
        })
        .unwrap();
    assert_eq!(store.glance().session(hash), None);
    store.look(|look| look.session(hash)).unwrap();
    assert_eq!(store.glance().session(hash).unwrap().device, "second");
    store
        .by_hand(move |write| write.remove_session(hash))
        .unwrap();
    assert_eq!(store.glance().session(hash), None);
}

#[test]
fn a_lazy_write_that_fails_half_way_leaves_nothing_and_the_others_ride() {
    let store = store();
    let agent = AgentId::from_uuid(uuid::Uuid::from_u128(1));
    let conversation = ConversationId::from_uuid(uuid::Uuid::from_u128(2));
    store.later(*b"good", move |write| {
        write.put_read_mark(agent, conversation, 3)
    });
    store.later(*b"bad", |write| {
        tag(write, "half")?;
        Err(Error::conflict("changed-its-mind"))
    });
    // Nothing was written: a lazy write never makes a commit of its own before its time.
    store.by_hand(|_| Ok(())).unwrap();
    let mark = || {
        store
            .look(|look| look.read_mark(agent, conversation))
            .unwrap()
    };
    assert_eq!(mark(), 0);
    store.by_hand(|write| tag(write, "whole")).unwrap();
    assert_eq!(mark(), 3);
    assert_eq!(names(&store), ["whole"]);
}

#[test]
fn lazy_writes_are_kept_when_closing() {
    let agent = AgentId::from_uuid(uuid::Uuid::from_u128(1));
    let conversation = ConversationId::from_uuid(uuid::Uuid::from_u128(2));
    let folder = std::env::temp_dir().join(format!("lobby-lazy-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let store = Store::open_with(&folder, options(), 0).unwrap();
    store.later(*b"mark", move |write| {
        write.put_read_mark(agent, conversation, 9)
    });
    store.close();
    let store = Store::open_with(&folder, options(), 0).unwrap();
    let mark = store.look(|look| look.read_mark(agent, conversation));
    assert_eq!(mark, Ok(9));
}

#[test]
fn a_panicking_observer_or_caller_does_not_end_the_writer() {
    let store = store();
    let heard = Arc::new(AtomicUsize::new(0));
    let count = heard.clone();
    store.on_commit(|_| panic!("an observer may panic"));
    store.on_commit(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
    });
    store.by_hand(|write| tag(write, "a")).unwrap();
    store.act_with(
        Lane::Hand,
        |write| tag(write, "b"),
        |_| panic!("a caller may panic"),
    );
    store.by_hand(|write| tag(write, "c")).unwrap();
    assert_eq!(names(&store), ["a", "b", "c"]);
    assert!(heard.load(Ordering::SeqCst) >= 2);
}

#[test]
fn bulk_deeds_keep_their_order_beside_the_hand_lane() {
    let store = Store::in_memory(Options {
        twice: false,
        ..options()
    })
    .unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let (told, all) = mpsc::channel();
    in_one_group(&store, || {
        for n in 0..200_u32 {
            let (order, told) = (order.clone(), told.clone());
            let deed = move |write: &mut Write<'_>| {
                // Some take longer than a group's share of bulk work, so that groups are cut.
                if n % 7 == 0 {
                    std::thread::sleep(std::time::Duration::from_millis(9));
                }
                tag(write, &format!("{n:03}"))
            };
            store.act_with(Lane::Bulk, deed, move |_| {
                order.lock().unwrap().push(n);
                let _ = told.send(());
            });
        }
        drop(told);
    });
    assert_eq!(all.iter().count(), 200);
    assert_eq!(*order.lock().unwrap(), (0..200).collect::<Vec<_>>());
}

#[test]
fn deeds_after_closing_are_refused_at_once() {
    let store = store();
    store.close();
    let answer = store.by_hand(|write| tag(write, "late"));
    assert!(matches!(answer, Err(Error::Unavailable { .. })));
}

fn message(id: MessageId, conversation: ConversationId, position: u32) -> Message {
    Message {
        id,
        conversation,
        position,
        attachments: vec![Attachment {
            blob: BlobHash([9; 32]),
            ..Attachment::default()
        }],
        ..Message::default()
    }
}

fn conversation(id: ConversationId, number: u64, n_messages: u32) -> Conversation {
    Conversation {
        id,
        number,
        contact: ContactId::from_uuid(uuid::Uuid::from_u128(5)),
        n_messages,
        ..Conversation::default()
    }
}

/// Whichever of the two rows is written first, the message is found where it lives and its files stay named.
#[test]
fn a_message_moves_with_its_place_and_its_files() {
    for line_first in [true, false] {
        let store = store();
        let moved = store.by_hand(move |write| {
            let (a, b, id) = (write.new_id(), write.new_id(), write.new_id());
            let number = (write.next_number()?, write.next_number()?);
            write.put_conversation(&conversation(a, number.0, 1))?;
            write.put_conversation(&conversation(b, number.1, 1))?;
            write.put_message(&message(id, a, 0))?;
            let line = Message {
                moved_to: Some((b, 0)),
                attachments: Vec::new(),
                ..message(id, a, 0)
            };
            if line_first {
                write.put_message(&line)?;
            }
            write.put_message(&message(id, b, 0))?;
            if !line_first {
                write.put_message(&line)?;
            }
            Ok((id, b))
        });
        let (id, b) = moved.unwrap();
        let place = store.look(|look| look.message_place(id)).unwrap();
        assert_eq!(place, Some((b, 0)), "line first: {line_first}");
        let named = store.look(|look| look.is_blob_named(BlobHash([9; 32])));
        assert_eq!(named, Ok(true), "line first: {line_first}");
        assert_eq!(store.check().unwrap(), []);
    }
}

/// Each kind of damage is one the check must see.
#[test]
fn the_check_sees_what_is_out_of_step() {
    type Damage = fn(&mut Write<'_>, ConversationId) -> Result<()>;
    use crate::store::key::Key;
    let damages: [(&str, Damage); 7] = [
        ("index row gone", |write, it| {
            write
                .remove(Table::ConversationsUnresolved, &Key::of(it))
                .map(|_| ())
        }),
        ("index row too many", |write, _| {
            write.put_raw(Table::ConversationsByNumber, &Key::new().u64(99), &[1; 16])
        }),
        ("count of messages", |write, it| {
            let found = write.conversation(it)?.unwrap();
            write.put(
                Table::Conversations,
                &Key::of(it),
                &Conversation {
                    n_messages: 7,
                    ..found
                },
            )
        }),
        ("gap in the log", |write, _| {
            write.remove(Table::Events, &Key::new().u64(1)).map(|_| ())
        }),
        ("timer without its row", |write, it| {
            let row = crate::store::work::timer_of_key(it, crate::domain::job::TimerKind::FollowUp);
            write.put_raw(Table::TimerOf, &row, Key::new().time(Millis(5)).bytes())
        }),
        ("dedupe row of nobody", |write, _| {
            write.put_seen(
                Id::from_uuid(uuid::Uuid::from_u128(1)),
                "x",
                Id::from_uuid(uuid::Uuid::from_u128(77)),
            )
        }),
        ("unreadable record", |write, it| {
            write.put_raw(Table::Drafts, &Key::of(it), &[1, 2, 3])
        }),
    ];
    for (what, damage) in damages {
        let store = store();
        let id = store.by_hand(|write| {
            let id = write.new_id();
            let number = write.next_number()?;
            write.put_conversation(&conversation(id, number, 0))?;
            for _ in 0..2 {
                write.event(
                    Actor::System(SystemPart::Upkeep),
                    Subject::conversation(id),
                    EventKind::SubjectSet,
                )?;
            }
            Ok(id)
        });
        let id = id.unwrap();
        assert_eq!(store.check().unwrap(), [], "{what}");
        store.by_hand(move |write| damage(write, id)).unwrap();
        assert_ne!(store.check().unwrap(), [], "{what}");
    }
}

/// `tests/data/store`: what releases wrote, which every later one must read. `LOBBY_WRITE_DATA=1` adds what is new.
mod released {
    use std::collections::BTreeMap;
    use std::path::PathBuf;

    use super::*;
    use crate::domain::event::Event;
    use crate::domain::id::Seq;
    use crate::domain::tests::{name, one_of_each};
    use crate::store::codec;

    fn path(file: &str) -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/data/store")
            .join(file)
    }

    fn writing() -> bool {
        std::env::var_os("LOBBY_WRITE_DATA").is_some()
    }

    fn event(kind: EventKind) -> Event {
        Event {
            seq: Seq(5),
            at: Millis(1_700_000_000_000),
            actor: Actor::System(SystemPart::Upkeep),
            subject: Subject::agent(AgentId::from_uuid(uuid::Uuid::from_u128(4))),
            history: true,
            depth: 0,
            kind,
        }
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|it| format!("{it:02x}")).collect()
    }

    fn unhex(text: &str) -> Vec<u8> {
        (0..text.len() / 2)
            .map(|at| u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).unwrap())
            .collect()
    }

    /// A line a kind: its name and the bytes of an event. Lines are added, never changed.
    #[test]
    fn every_event_ever_released_is_read() {
        let text = std::fs::read_to_string(path("events.txt")).unwrap_or_default();
        let mut kept: BTreeMap<&str, &str> =
            text.lines().filter_map(|it| it.split_once(' ')).collect();
        let now: Vec<_> = one_of_each().into_iter().map(event).collect();
        let fresh: Vec<(&str, String)> = now
            .iter()
            .map(|it| (name(&it.kind), hex(&codec::encoded(it))))
            .collect();
        if writing() {
            for (name, bytes) in &fresh {
                kept.entry(name).or_insert(bytes);
            }
            let lines: Vec<_> = kept.iter().map(|(a, b)| format!("{a} {b}\n")).collect();
            std::fs::create_dir_all(path("")).unwrap();
            std::fs::write(path("events.txt"), lines.concat()).unwrap();
        }
        for event in &now {
            let name = name(&event.kind);
            let bytes = kept.get(name);
            let bytes = bytes.unwrap_or_else(|| panic!("{name} is in no data: LOBBY_WRITE_DATA=1"));
            let read: Event = codec::decode("events", name.as_bytes(), &unhex(bytes)).unwrap();
            assert_eq!(read, *event, "{name}");
        }
        assert_eq!(kept.len(), now.len(), "a kind that was released is gone");
    }

    /// A whole store as the first schema wrote it.
    #[test]
    fn a_store_of_the_first_schema_opens() {
        let folder = std::env::temp_dir().join(format!("lobby-schema-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let (kept, file) = (path("schema-1.redb.lz4"), folder.join("lobby.redb"));
        if writing() && !kept.exists() {
            let store = Store::open_with(&folder, options(), 0).unwrap();
            store.by_hand(|write| tag(write, "kept")).unwrap();
            store.by_hand(a_conversation).unwrap();
            store.close();
            let packed = lz4_flex::compress_prepend_size(&std::fs::read(&file).unwrap());
            std::fs::create_dir_all(path("")).unwrap();
            std::fs::write(&kept, packed).unwrap();
        }
        let packed = std::fs::read(&kept).unwrap();
        let whole = lz4_flex::decompress_size_prepended(&packed).unwrap();
        std::fs::write(&file, whole).unwrap();
        let store = Store::open_with(&folder, options(), 0).unwrap();
        assert_eq!(store.check().unwrap(), []);
        assert_eq!(names(&store), ["kept"]);
        let found = store.look(|look| look.conversation_numbered(1)).unwrap();
        assert_eq!(found.unwrap().subject, "As it was");
        store.by_hand(|write| tag(write, "new")).unwrap();
    }

    fn a_conversation(write: &mut Write<'_>) -> Result<()> {
        let (id, at) = (write.new_id(), write.new_id());
        let number = write.next_number()?;
        let it = Conversation {
            subject: "As it was".to_owned(),
            ..conversation(id, number, 1)
        };
        write.put_conversation(&it)?;
        write.put_message(&message(at, id, 0))?;
        write.event(
            Actor::System(SystemPart::Intake),
            Subject::conversation(id),
            EventKind::SubjectSet,
        )?;
        Ok(())
    }
}
