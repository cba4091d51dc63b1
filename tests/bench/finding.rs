//! Search: built, asked as somebody types, and how soon a new message is found.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lobby::domain::actor::{Actor, SystemPart};
use lobby::domain::event::{EventKind, Subject};
use lobby::domain::message::Message;
use lobby::domain::reason::Reason;
use lobby::search::{Ask, Search};
use lobby::store::Store;

use crate::data;
use crate::dice::{self, COMMON, Dice};
use crate::measure::{Times, line, rate};

const PATIENCE: Duration = Duration::from_secs(1_200);

/// What people type: beginnings of words from two letters on, words, two words, facets.
fn queries(kind: &str, dice: &mut Dice) -> String {
    let word = |dice: &mut Dice| match dice.roll(2) {
        0 => COMMON[dice.roll(COMMON.len())].to_owned(),
        _ => dice::word(dice),
    };
    let cut = |word: &str, n: usize| word.chars().take(n).collect::<String>();
    match kind {
        "2 letters" => cut(&word(dice), 2),
        "3 letters" => cut(&word(dice), 3),
        "4 letters" => cut(&word(dice), 4),
        "a common word" => format!("{} ", COMMON[dice.roll(COMMON.len())]),
        "any word" => word(dice),
        "two words" => format!("{} {}", word(dice), word(dice)),
        _ => format!("{} tag:tag{} after:2020", word(dice), 1 + dice.roll(20)),
    }
}

pub fn measure(store: &Arc<Store>, folder: &Path, conversations: usize) {
    let began = Instant::now();
    let search = Search::open(folder, store).unwrap();
    assert!(search.wait_for(store.last_seq(), PATIENCE));
    let took = began.elapsed();
    line(
        "search: index built",
        &format!(
            "{} documents in {:.1} s ({:.0}/s), {:.0} MB",
            search.len(),
            took.as_secs_f64(),
            rate(search.len() as usize, took),
            folder_size(folder) / 1e6
        ),
        "",
    );
    let viewer = data::viewer();
    let mut all = Times::default();
    for kind in [
        "2 letters",
        "3 letters",
        "4 letters",
        "a common word",
        "any word",
        "two words",
        "a word and facets",
    ] {
        let (mut dice, mut times, mut shown) = (Dice(42), Times::default(), 0);
        for _ in 0..200 {
            let ask = Ask::read(&queries(kind, &mut dice), "America/Bogota");
            let began = Instant::now();
            let found = store.look(|look| search.find(look, &viewer, &ask)).unwrap();
            let took = began.elapsed();
            times.add(took);
            all.add(took);
            shown += found.messages.len();
        }
        let mean = shown as f64 / 200.0;
        line(
            &format!("search: {kind}"),
            &format!("{}, {mean:.1} snippets", times.summary()),
            "",
        );
    }
    line("search: all of these", &all.summary(), "p95 8 ms or less");
    let fresh = freshness(store, &search, conversations);
    line(
        "search: visible after the commit",
        &format!("{fresh:.0} ms"),
        "1500 ms or less",
    );
}

/// Writes a message with a word of its own and asks until it is found, without hurrying the index.
fn freshness(store: &Arc<Store>, search: &Search, conversations: usize) -> f64 {
    let number = conversations as u64;
    let ((), _) = store
        .act(lobby::store::Lane::Hand, move |write| {
            let it = write.conversation_numbered(number)?.unwrap();
            let message = Message {
                id: write.new_id(),
                conversation: it.id,
                position: it.n_messages + 1_000,
                text: "unheardofword".into(),
                said_at: write.now(),
                ..Message::default()
            };
            write.put_message(&message)?;
            let (position, why) = (message.position, Reason::NewCase);
            let actor = Actor::System(SystemPart::Intake);
            let subject = Subject::message(it.id, message.id);
            write.event(actor, subject, EventKind::MessageReceived { position, why })?;
            Ok(())
        })
        .unwrap();
    let began = Instant::now();
    let viewer = lobby::domain::actor::Viewer::system(SystemPart::Intake);
    let ask = Ask::read("unheardofword", "UTC");
    loop {
        let found = store.look(|look| search.find(look, &viewer, &ask)).unwrap();
        if !found.messages.is_empty() {
            return began.elapsed().as_secs_f64() * 1_000.0;
        }
        assert!(began.elapsed() < PATIENCE, "never found");
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub fn folder_size(folder: &Path) -> f64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter_map(|it| it.metadata().ok())
        .map(|it| it.len() as f64)
        .sum()
}
