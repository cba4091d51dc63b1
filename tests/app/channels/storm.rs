//! Everything at once: news sent several times, in any order, over many lines, ends as if it had been told once and in
//! order.

use std::collections::BTreeMap;

use lobby::app::hooks;
use lobby::domain::chat::ChatFacts;
use lobby::domain::job::JobKind;
use lobby::domain::message::MessageKind;
use lobby::domain::time::Millis;
use serde_json::{Value, json};

use crate::channels::calls::Door;
use crate::support::dice::Dice;

const PEOPLE: usize = 12;
const EACH: usize = 6;
const LINES: usize = 8;

/// What people say, change, take back and react to, each at its second.
fn told(now: i64) -> Vec<Value> {
    let (mut all, mut second) = (Vec::new(), now - 3_000);
    let mut push = |mut it: Value| {
        second += 1;
        it["sent_at"] = json!(second.to_string());
        all.push(it);
    };
    for n in 0..EACH {
        for who in 0..PEOPLE {
            let (id, from) = (
                format!("m{who}-{n}"),
                json!({ "external_id": format!("u{who}") }),
            );
            push(
                json!({ "id": id, "from": from, "text": format!("¿Qué hay del pedido {who}-{n}?") }),
            );
            for change in 0..n % 3 {
                push(
                    json!({ "type": "edit", "id": format!("e{who}-{n}-{change}"), "about": id, "from": from,
                    "text": format!("¿Qué hay del pedido {who}-{n}, versión {change}?") }),
                );
            }
            for (at, emoji) in ["👍", "", "❤️"].iter().enumerate().take(n % 4) {
                push(
                    json!({ "type": "reaction", "id": format!("r{who}-{n}-{at}"), "about": id, "from": from,
                    "emoji": emoji }),
                );
            }
            if n % 5 == 4 {
                push(json!({ "type": "delete", "id": format!("d{who}-{n}"), "about": id }));
            }
        }
    }
    all
}

/// What stands of each message at the end, by the provider's id.
fn state(door: &Door) -> BTreeMap<String, (String, ChatFacts)> {
    let app = &door.program.server.app;
    let look = |look: &lobby::store::Look<'_>| {
        let (mut out, mut open) = (BTreeMap::new(), Vec::new());
        look.each_unresolved(|c| {
            open.push(c);
            Ok(())
        })?;
        for c in open {
            for m in look.messages_after(c.id, None, 1_000)? {
                assert_eq!(m.kind, MessageKind::Inbound);
                let mut chat = *m.chat.unwrap();
                for it in &mut chat.reactions {
                    it.by = Default::default();
                }
                // When it was taken back is told by the call, not by the one who did.
                chat.withdrawn_at = chat.withdrawn_at.map(|_| Millis(0));
                let known = out.insert(chat.ids[0].clone(), (m.text, chat));
                assert!(known.is_none(), "twice");
            }
        }
        Ok(out)
    };
    app.store.look(look).unwrap()
}

/// Reads again what came too early, as the job does.
fn read_early(door: &Door) {
    let app = &door.program.server.app;
    let due = app
        .store
        .look(|look| look.jobs_due(Millis(i64::MAX - 1), 10_000))
        .unwrap();
    let running = tokio::runtime::Runtime::new().unwrap();
    for it in due {
        if let JobKind::ReadCall { raw } = it.kind {
            running.block_on(hooks::again(app, raw)).unwrap();
        }
    }
}

#[test]
fn a_storm_ends_as_the_calm_does() {
    let calm = Door::new();
    let all = told(calm.now());
    for it in &all {
        assert_eq!(calm.call(it).status, 200);
    }
    let calm = state(&calm);
    assert_eq!(calm.len(), PEOPLE * EACH);
    assert!(
        calm.values().any(|it| it.1.versions.len() == 2),
        "changes were told"
    );

    let storm = Door::new();
    let mut dice = Dice(0x5EED);
    let mut posts = Vec::new();
    for it in &all {
        posts.extend(std::iter::repeat_n(it.clone(), 1 + dice.below(3)));
    }
    for at in (1..posts.len()).rev() {
        posts.swap(at, dice.below(at + 1));
    }
    std::thread::scope(|scope| {
        for line in 0..LINES {
            let (posts, storm) = (&posts, &storm);
            scope.spawn(move || {
                for it in posts.iter().skip(line).step_by(LINES) {
                    assert_eq!(storm.call(it).status, 200);
                }
            });
        }
    });
    for _ in 0..3 {
        read_early(&storm);
    }
    let stormy = state(&storm);
    assert_eq!(
        stormy.keys().collect::<Vec<_>>(),
        calm.keys().collect::<Vec<_>>()
    );
    for (id, calm) in &calm {
        assert_eq!(&stormy[id], calm, "{id}");
    }
}
