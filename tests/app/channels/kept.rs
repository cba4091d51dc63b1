//! Calls of every kind a provider makes, as kept in `tests/data/calls`: each is heard as the file says, or put aside with a
//! reason. Then bent at random, from fixed seeds: never a panic, always a verdict, and the store stays in step.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use lobby::channels;
use lobby::channels::kit::hook::{Facing, Unreadable};
use lobby::domain::channel::{ChannelKind, ProviderSettings};
use lobby::domain::inbound::{Heard, Inbound, News};
use lobby::domain::raw::Verdict;
use lobby::domain::time::Millis;
use lobby::store::Look;
use serde_json::{Map, Value};

use crate::channels::kit::{Called, rows};
use crate::support::dice::Dice;

const NOW: Millis = Millis(1_793_804_400_000);
/// Bent calls of each channel that are only read, and those that are posted.
const READ: usize = 10_000;
const POSTED: usize = 150;

/// Title, what is heard, and the call.
type Kept = (String, String, Value);

fn kept(kind: ChannelKind) -> Vec<Kept> {
    let path = format!(
        "{}/tests/data/calls/{}.json",
        env!("CARGO_MANIFEST_DIR"),
        kind.name()
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn read(kind: ChannelKind, body: &[u8]) -> Result<Vec<Heard>, Unreadable> {
    let values = [("phone_number_id", "1055"), ("waba_id", "2077")];
    let settings = ProviderSettings {
        values: values
            .map(|(name, it)| (name.to_owned(), it.to_owned()))
            .into(),
        ..ProviderSettings::default()
    };
    let facing = Facing {
        settings: &settings,
        country: "57",
        at: NOW,
    };
    channels::of(kind).unwrap().receive(&facing, body)
}

/// What was heard, in a few words.
fn told(read: &Result<Vec<Heard>, Unreadable>) -> String {
    let content = |it: &Inbound| it.chat.as_ref().unwrap().content.name();
    let one = |it: &Heard| match &it.news {
        News::Said(it) => format!("said {}", content(it)),
        News::Echoed(it) => format!("echoed {}", content(it)),
        News::Edited { now, .. } => format!("edited {}", content(now)),
        News::Withdrawn { .. } => "withdrawn".to_owned(),
        News::Reacted { emoji, .. } => format!("reacted {emoji}"),
        News::Moved(it) => format!("moved {}", it.to.name()),
        News::Renamed(_) => "renamed".to_owned(),
        News::Reachable { reachable, .. } => format!("reachable {reachable}"),
        News::Offers { wanted, .. } => format!("offers {wanted}"),
        News::Account { code, .. } => format!("account {code}"),
        News::Passed(code) => (*code).to_owned(),
    };
    match read {
        Ok(all) => all.iter().map(one).collect::<Vec<_>>().join(", "),
        Err(err) => err.code.to_owned(),
    }
}

#[test]
fn every_kept_call_is_heard_as_it_is_meant() {
    let mut wrong = Vec::new();
    for row in rows() {
        for (title, expected, call) in kept(row.kind) {
            let heard = told(&read(row.kind, call.to_string().as_bytes()));
            if heard.trim() != expected {
                wrong.push(format!("{}\t{title}\t{}", row.kind.name(), heard.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Bends one thing somewhere in it.
fn bend(value: &mut Value, dice: &mut Dice) {
    let inner = dice.below(4) > 0;
    match value {
        Value::Object(all) if inner && !all.is_empty() => {
            let at = dice.below(all.len());
            let name = all.keys().nth(at).unwrap().clone();
            match dice.below(5) {
                0 => drop(all.remove(&name)),
                1 => {
                    let it = all.remove(&name).unwrap();
                    all.insert(format!("{name}_2"), it);
                }
                _ => bend(all.get_mut(&name).unwrap(), dice),
            }
        }
        Value::Array(all) if inner && !all.is_empty() => {
            let at = dice.below(all.len());
            match dice.below(5) {
                0 => drop(all.remove(at)),
                1 => all.push(all[at].clone()),
                _ => bend(&mut all[at], dice),
            }
        }
        other => *other = anything(dice, other),
    }
}

/// Something else in its place.
fn anything(dice: &mut Dice, instead_of: &Value) -> Value {
    let long = "ñ😀\u{202e}x".repeat(dice.below(3_000));
    match dice.below(14) {
        0 => Value::Null,
        1 => Value::Bool(true),
        2 => Value::from(i64::MIN),
        3 => Value::from(u64::MAX),
        4 => Value::from(-1),
        5 => Value::from(1e300),
        6 => Value::from(""),
        7 => Value::from(long),
        8 => Value::from("\u{0}\u{7}\r\n"),
        9 => Value::Array(Vec::new()),
        10 => Value::Object(Map::new()),
        11 => Value::Array(vec![instead_of.clone(); 3]),
        12 => Value::from("9223372036854775807"),
        _ => {
            let mut deep = instead_of.clone();
            for n in 0..dice.below(200) {
                deep = if n % 2 == 0 {
                    Value::Array(vec![deep])
                } else {
                    Value::Object([("it".to_owned(), deep)].into_iter().collect())
                };
            }
            deep
        }
    }
}

/// A call bent as JSON, as bytes, or both.
fn bent(call: &Value, dice: &mut Dice) -> Vec<u8> {
    let mut value = call.clone();
    for _ in 0..dice.below(4) {
        bend(&mut value, dice);
    }
    let mut bytes = value.to_string().into_bytes();
    if dice.below(3) == 0 {
        for _ in 0..=dice.below(4) {
            let at = dice.below(bytes.len());
            match dice.below(4) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes.insert(at, b"{}[]\",:\\\0\xff"[dice.below(10)]),
                2 => drop(bytes.remove(at.min(bytes.len() - 1))),
                _ => bytes[at] ^= 1 << dice.below(8),
            }
            if bytes.is_empty() {
                bytes.push(b' ');
            }
        }
    }
    bytes
}

#[test]
fn a_bent_call_is_heard_or_put_aside_and_never_panics() {
    for row in rows() {
        let (kind, all) = (row.kind, kept(row.kind));
        let (mut dice, mut verdicts) = (Dice(0x00C0_FFEE), BTreeMap::<&str, usize>::new());
        for n in 0..READ {
            let call = bent(&all[n % all.len()].2, &mut dice);
            let done = catch_unwind(AssertUnwindSafe(|| {
                let heard = read(kind, &call);
                // What a provider is answered is read from the same bytes.
                let _ = channels::of(kind).unwrap().thanks(&call);
                heard
            }));
            let heard = done.unwrap_or_else(|_| {
                panic!("{kind:?} {n}: {}", String::from_utf8_lossy(&call));
            });
            let verdict = match &heard {
                Ok(_) => "heard",
                Err(err) => err.code,
            };
            assert!(
                verdict == "heard" || verdict.starts_with("parked-"),
                "{verdict}"
            );
            *verdicts.entry(verdict).or_default() += 1;
        }
        assert!(
            verdicts.len() > 1 && verdicts["heard"] > READ / 10,
            "{kind:?}: {verdicts:?}"
        );
    }
}

#[test]
fn bent_calls_leave_a_verdict_each_and_a_store_in_step() {
    for row in rows() {
        let (kind, all) = (row.kind, kept(row.kind));
        let door = Called::new(row);
        let mut dice = Dice(0xBAD_5EED);
        let (mut posted, mut untouched) = (0, 0);
        for n in 0..POSTED {
            let call = bent(&all[n % all.len()].2, &mut dice);
            // The client of these tests posts text.
            let Ok(call) = String::from_utf8(call) else {
                continue;
            };
            let status = door.raw(&call).status;
            assert_eq!(status, 200, "{kind:?} {n}: {call}");
            posted += 1;
        }
        for (title, _, call) in &all {
            assert_eq!(door.raw(&call.to_string()).status, 200, "{kind:?}: {title}");
            untouched += 1;
        }
        let app = &door.program.server.app;
        // What is written lazily rides the next group.
        app.store.by_hand(|_| Ok(())).unwrap();
        let id = door.door().connection.id;
        let calls = app
            .store
            .look(|look: &Look<'_>| look.calls(id, 10_000))
            .unwrap();
        assert_eq!(calls.len(), posted + untouched, "{kind:?}: none is lost");
        for it in &calls {
            let is_told = match it.verdict {
                Verdict::Done => it.code.is_empty(),
                Verdict::Parked => it.code.starts_with("parked-") && it.code != "parked-crashed",
                Verdict::Kept | Verdict::Refused => false,
            };
            assert!(is_told, "{kind:?}: {it:?}");
        }
        assert_eq!(app.store.check().unwrap(), Vec::new(), "{kind:?}");
        assert!(!door.conversations().is_empty());
    }
}
