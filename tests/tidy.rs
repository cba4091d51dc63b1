//! Holds the source to the layout `src/lib.rs` describes: which room may use which, which words stay where, how long
//! things may get. It reads files as text, so it says where a wall was crossed before the compiler has begun.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What the shell rooms may use: every room named before them but those listed here.
enum Uses {
    Only(&'static [&'static str]),
    AllAboveBut(&'static [&'static str]),
}
use Uses::{AllAboveBut, Only};

/// Room, and the rooms it may use. A room may use only rooms above it, so no cycle can exist.
const ROOMS: &[(&str, Uses)] = &[
    ("text", Only(&[])),
    ("domain", Only(&["text"])),
    ("config", Only(&[])),
    ("clock", Only(&["domain"])),
    // Sealing and signing: used by what keeps secrets and by what writes addresses that come back.
    ("keys", Only(&["domain"])),
    ("conditions", Only(&["domain", "text"])),
    ("routing", Only(&["domain", "conditions"])),
    ("sla", Only(&["domain"])),
    ("words", Only(&["domain", "text"])),
    ("store", Only(&["domain"])),
    ("board", Only(&["domain", "conditions", "sla", "store"])),
    ("net", Only(&["config"])),
    // Our own certificate: the authority that signs it is called by the one way out.
    ("https", Only(&["domain", "config", "net"])),
    // Keys: a door opens the sealed secrets of its connection itself.
    ("channels", Only(&["domain", "text", "keys", "net"])),
    ("search", Only(&["domain", "text", "store"])),
    ("auth", Only(&["domain", "keys", "store", "net", "text"])),
    ("contacts", Only(&["domain", "text", "store"])),
    (
        "desk",
        Only(&[
            "domain",
            "text",
            "keys",
            "conditions",
            "routing",
            "sla",
            "store",
            "channels",
            // Who leaves is logged out, and what they leave is placed.
            "auth",
        ]),
    ),
    ("knowledge", Only(&["domain", "text", "store", "search"])),
    (
        "conversations",
        Only(&[
            "domain",
            "text",
            "keys",
            "conditions",
            "routing",
            "sla",
            "store",
            "contacts",
        ]),
    ),
    (
        "outreach",
        Only(&["domain", "text", "store", "contacts", "conversations"]),
    ),
    ("quality", Only(&["domain", "store", "conversations"])),
    // Hours in which somebody hears nothing are a calendar.
    ("notices", Only(&["domain", "conditions", "sla", "store"])),
    (
        "rules",
        Only(&[
            "domain",
            "conditions",
            "routing",
            "sla",
            "store",
            "conversations",
            "outreach",
            "quality",
            "notices",
        ]),
    ),
    // A card is the administrator's, speaks of a conversation's contact, and is sealed and signed as channels are.
    (
        "integrations",
        Only(&[
            "domain",
            "text",
            "keys",
            "net",
            "store",
            "channels",
            "contacts",
            "desk",
            "conversations",
        ]),
    ),
    (
        "privacy",
        Only(&[
            "domain",
            "store",
            "search",
            "contacts",
            "conversations",
            "quality",
        ]),
    ),
    (
        "transfer",
        Only(&[
            "domain",
            "text",
            "store",
            "contacts",
            "conversations",
            "desk",
            "knowledge",
        ]),
    ),
    // Conversations: whose hours count is said once, there.
    (
        "reports",
        Only(&[
            "domain",
            "text",
            "conditions",
            "sla",
            "store",
            "conversations",
        ]),
    ),
    (
        "assistant",
        Only(&[
            "domain",
            "text",
            "net",
            "store",
            "search",
            "knowledge",
            "integrations",
        ]),
    ),
    (
        "setup",
        // Tomorrow at nine is nine where the business is.
        Only(&["domain", "sla", "store", "auth", "desk", "channels"]),
    ),
    ("app", AllAboveBut(&[])),
    ("jobs", AllAboveBut(&[])),
    ("web", AllAboveBut(&["jobs"])),
    ("api", AllAboveBut(&["jobs", "web"])),
    ("cli", AllAboveBut(&[])),
];

/// Where waiting for a network or a page is at home.
const SHELL: &[&str] = &[
    "net",
    "https/acme",
    "channels",
    "auth/oidc",
    "integrations",
    "assistant/provider",
    "app",
    "jobs",
    "web",
    "api",
    "cli",
];

/// Words that may stand only in these places: a room, a path below it, or (`*/name.rs`) a file of that name.
const RESERVED: &[(&str, &[&str])] = &[
    ("redb::", &["store"]),
    ("tantivy::", &["search"]),
    ("ammonia::", &["text"]),
    ("reqwest::", &["net"]),
    ("instant_acme::", &["https"]),
    ("lettre::", &["channels"]),
    ("async_imap::", &["channels"]),
    ("argon2::", &["auth"]),
    ("fluent_bundle::", &["words"]),
    ("actix_web", &["app", "web", "api", "cli"]),
    ("clap::", &["cli", "config"]),
    ("async fn", SHELL),
    (".await", SHELL),
    ("spawn_blocking", &["app"]),
    ("SystemTime::now", &["clock"]),
    // A signature carries the time of the world outside, whatever a test's clock says.
    ("Timestamp::now", &["clock", "channels/api/send"]),
    ("Zoned::now", &["clock"]),
    ("env::var", &["config", "cli"]),
    ("println!", &["cli"]),
    ("eprintln!", &["cli"]),
    ("process::Command", &[]),
    ("process::exit", &["cli"]),
    (".route(", &["*/routes.rs"]),
    (".service(", &["*/routes.rs", "cli"]),
    ("super::", &[]), // `crate::` names the room; `super::` would hide it
];

/// Every place where a template prints markup unescaped, as (template, what it prints). Each is a `SafeHtml` or text
/// that no customer can write; a new one is a decision, made here.
const UNESCAPED: &[(&str, &str)] = &[
    // Rows rendered before, by a template that escapes.
    ("inbox/_pane.html", "row|safe"),
    // Templates of their own, which escape.
    ("conversations/_thread.html", "item.part(page)|safe"),
    (
        "conversations/_thread.html",
        "thread.composer_pane(page)|safe",
    ),
    ("conversations/items.html", "item.part(page)|safe"),
    ("conversations/message.html", "item.part(page)|safe"),
    ("conversations/panes.html", "side.pane(page, thread)|safe"),
    ("conversations/panes.html", "thread.pane(page)|safe"),
    ("conversations/show.html", "side.pane(page, thread)|safe"),
    ("conversations/show.html", "thread.pane(page)|safe"),
    ("conversations/stale.html", "item.part(page)|safe"),
    // An agent's own Markdown, rendered to `SafeHtml`.
    ("conversations/preview.html", "formatted.as_str()|safe"),
];

/// Words a template may hold as they are: names, not sentences.
const NAMES_IN_TEMPLATES: &[&str] = &["Lobby"];

/// What may lie at the top of the repository; the last group is local and never committed.
const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
    "README.md",
    "src",
    "templates",
    "static",
    "packaging",
    "tests",
    ".ci",
    ".gitignore",
    ".git",
    "target",
    "lobby-data",
];

/// Names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] = &[
    "utils", "util", "helpers", "helper", "common", "misc", "manager", "managers",
];

const MAX_FILE: usize = 600;
/// One list of many short things: cut in two it would be harder to read, not easier.
const LISTS: &[(&str, usize)] = &[("domain/event/mod.rs", 800)];
const MAX_FUNCTION: usize = 70;
const MAX_DEED: usize = 150;
const MAX_FILES_AT_TOP: usize = 40;

struct Source {
    /// Below `src`.
    path: PathBuf,
    room: String,
    /// With comments blanked and the unit tests at the file's foot left out; one line for each line of the file.
    code: String,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files_below(dir: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut stack = vec![dir.to_owned()];
    while let Some(dir) = stack.pop() {
        let Ok(entries) = fs::read_dir(&dir) else {
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                stack.push(path);
            } else if path.extension().is_some_and(|it| it == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    files_below(&src, "rs")
        .into_iter()
        .map(|path| {
            source(
                path.strip_prefix(&src).unwrap(),
                &fs::read_to_string(&path).unwrap(),
            )
        })
        .filter(|it| it.room != "lib" && it.room != "main" && !it.path.ends_with("tests.rs"))
        .collect()
}

fn source(inside: &Path, text: &str) -> Source {
    let room = inside
        .iter()
        .next()
        .unwrap()
        .to_str()
        .unwrap()
        .trim_end_matches(".rs")
        .to_owned();
    let lines = without_tests(text).lines().map(without_comment);
    Source {
        path: inside.to_owned(),
        room,
        code: lines.collect::<Vec<_>>().join("\n"),
    }
}

/// The text before `#[cfg(test)] mod …`; another `#[cfg(test)]` item belongs to the code.
fn without_tests(text: &str) -> &str {
    let foot = text
        .match_indices("\n#[cfg(test)]")
        .map(|(at, _)| at)
        .find(|at| {
            text[at + 1..]
                .lines()
                .find(|line| !line.starts_with("#["))
                .is_some_and(|line| line.starts_with("mod "))
        });
    &text[..foot.unwrap_or(text.len())]
}

fn without_comment(line: &str) -> &str {
    let start = line
        .match_indices("//")
        .map(|(at, _)| at)
        .find(|at| !line[..*at].ends_with(':'));
    line[..start.unwrap_or(line.len())].trim_end()
}

/// The rooms a piece of code names, in `use crate::{a::…, b::…}` and in `crate::a::…` alike.
fn rooms_named(code: &str) -> Vec<String> {
    let mut named = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let (mut depth, mut item) = (0, String::new());
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    ',' if depth == 0 => named.push(std::mem::take(&mut item)),
                    c if depth == 0 => item.push(c),
                    _ => {}
                }
            }
            named.push(item);
        } else {
            named.push(rest.to_owned());
        }
    }
    named
        .iter()
        .map(|it| first_word(it))
        .filter(|it| !it.is_empty())
        .collect()
}

fn first_word(text: &str) -> String {
    text.trim()
        .chars()
        .take_while(|c| c.is_alphanumeric() || *c == '_')
        .collect()
}

fn room_order() -> BTreeMap<&'static str, usize> {
    ROOMS
        .iter()
        .enumerate()
        .map(|(at, (room, _))| (*room, at))
        .collect()
}

fn may_use(room: &str, used: &str) -> bool {
    let order = room_order();
    let (Some(own), Some(other)) = (order.get(room), order.get(used)) else {
        return false;
    };
    match &ROOMS[*own].1 {
        Only(named) => named.contains(&used),
        AllAboveBut(not) => other < own && !not.contains(&used),
    }
}

fn forbidden_arrows(source: &Source) -> Vec<String> {
    let order = room_order();
    if !order.contains_key(source.room.as_str()) {
        return vec![format!(
            "{}: room `{}` is not in the table",
            source.path.display(),
            source.room
        )];
    }
    let named: BTreeSet<_> = rooms_named(&source.code).into_iter().collect();
    named
        .iter()
        .filter(|it| {
            **it != source.room && order.contains_key(it.as_str()) && !may_use(&source.room, it)
        })
        .map(|it| {
            format!(
                "{}: `{}` may not use `{it}`",
                source.path.display(),
                source.room
            )
        })
        .collect()
}

fn misplaced_words(source: &Source) -> Vec<String> {
    let path = source.path.to_str().unwrap();
    let at_home = |place: &&str| match place.strip_prefix("*/") {
        Some(name) => source.path.file_name().unwrap() == name,
        None => path == format!("{place}.rs") || path.starts_with(&format!("{place}/")),
    };
    RESERVED
        .iter()
        .filter(|(word, places)| !places.iter().any(at_home) && names(&source.code, word))
        .map(|(word, places)| format!("{path}: `{word}` belongs in {places:?}"))
        .collect()
}

/// Whether `code` has `word`, not as the tail of a longer name (`eprintln!` is no `println!`).
fn names(code: &str, word: &str) -> bool {
    let begins_a_name = word.starts_with(|c: char| c.is_alphanumeric());
    code.match_indices(word).any(|(at, _)| {
        !begins_a_name || !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

fn fail_on(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn the_table_has_no_cycle() {
    let order = room_order();
    for (room, uses) in ROOMS {
        let (Only(named) | AllAboveBut(named)) = uses;
        for other in *named {
            assert!(
                order[other] < order[room],
                "{room} names {other}, which is not above it"
            );
        }
    }
}

#[test]
fn every_room_uses_only_the_rooms_it_may() {
    fail_on(
        &sources()
            .iter()
            .flat_map(forbidden_arrows)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn reserved_words_stay_in_their_rooms() {
    fail_on(
        &sources()
            .iter()
            .flat_map(misplaced_words)
            .collect::<Vec<_>>(),
    );
}

#[test]
fn a_crossed_wall_is_seen() {
    let crossing = "use crate::{domain::Error, web::pages};\nfn a() { crate::store::open() }\n";
    let found = forbidden_arrows(&source(Path::new("sla/mod.rs"), crossing));
    assert_eq!(
        found,
        [
            "sla/mod.rs: `sla` may not use `store`",
            "sla/mod.rs: `sla` may not use `web`"
        ]
    );
    let hidden =
        "fn a() {} // crate::store\n#[cfg(test)]\nmod tests {\n use crate::store::Store;\n}\n";
    assert!(forbidden_arrows(&source(Path::new("sla/mod.rs"), hidden)).is_empty());
    let helper = "#[cfg(test)]\nfn a() {}\nuse crate::store::Store;\n";
    assert_eq!(
        forbidden_arrows(&source(Path::new("sla.rs"), helper)).len(),
        1
    );
    let clock = "fn a() { SystemTime::now(); eprintln!(\"https://x\"); }";
    assert_eq!(
        misplaced_words(&source(Path::new("store/writer.rs"), clock)).len(),
        2
    );
    assert_eq!(
        misplaced_words(&source(Path::new("auth/oidc.rs"), "async fn a() {}")).len(),
        0
    );
    assert_eq!(
        misplaced_words(&source(Path::new("auth/oidcs.rs"), "async fn a() {}")).len(),
        1
    );
}

#[test]
fn no_channel_names_another() {
    let mut wrong = Vec::new();
    for source in sources()
        .iter()
        .filter(|it| it.room == "channels" && it.path.iter().count() > 2)
    {
        let own = source.path.iter().nth(1).unwrap().to_str().unwrap();
        for (at, found) in source.code.match_indices("crate::channels::") {
            let next = first_word(&source.code[at + found.len()..]);
            let is_folder = root().join("src/channels").join(&next).is_dir();
            if is_folder && !next.is_empty() && next != own && next != "kit" {
                wrong.push(format!("{}: names channel `{next}`", source.path.display()));
            }
        }
    }
    fail_on(&wrong);
}

fn long_functions(source: &Source) -> Vec<String> {
    let lines: Vec<_> = source.code.lines().collect();
    let mut wrong = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let head = line.trim_start();
        let is_fn = head.split("fn ").next().is_some_and(|before| {
            before.len() < head.len()
                && before.split_whitespace().all(|it| {
                    it.starts_with("pub")
                        || ["async", "const", "in"].contains(&it)
                        || it.ends_with(')')
                })
        });
        let has_body = lines[start..]
            .iter()
            .find(|it| it.ends_with('{') || it.ends_with(';') || it.ends_with('}'));
        if !is_fn || !has_body.is_some_and(|it| it.ends_with('{')) {
            continue;
        }
        let close = format!("{}}}", &line[..line.len() - head.len()]);
        let len = lines[start..]
            .iter()
            .position(|it| **it == close)
            .map_or(1, |n| n + 1);
        if len > MAX_FUNCTION {
            wrong.push(format!(
                "{}:{}: a function of {len} lines",
                source.path.display(),
                start + 1
            ));
        }
    }
    wrong
}

#[test]
fn files_and_functions_fit_in_the_head() {
    let mut wrong = Vec::new();
    for source in sources() {
        let (all, full) = (
            source.code.lines().count(),
            source.code.lines().filter(|it| !it.is_empty()).count(),
        );
        let list = LISTS.iter().find(|it| source.path == Path::new(it.0));
        if all > list.map_or(MAX_FILE, |it| it.1) {
            wrong.push(format!("{}: {all} lines", source.path.display()));
        }
        let is_deed = source.path.parent() == Some(Path::new("conversations"))
            && !source.path.ends_with("mod.rs");
        if is_deed && full > MAX_DEED {
            wrong.push(format!("{}: a deed of {full} lines", source.path.display()));
        }
        wrong.extend(long_functions(&source));
    }
    fail_on(&wrong);
}

#[test]
fn a_long_function_is_seen() {
    let long = format!(
        "impl A {{\n    pub(crate) async fn a() {{\n{}    }}\n}}\n",
        "        b();\n".repeat(69)
    );
    assert_eq!(
        long_functions(&source(Path::new("web/a.rs"), &long)).len(),
        1
    );
    let declared = format!(
        "trait A {{\n    fn a();\n{}    fn b() {{\n    }}\n}}\n",
        "    // c\n".repeat(80)
    );
    assert!(long_functions(&source(Path::new("web/a.rs"), &declared)).is_empty());
}

#[test]
fn every_module_says_what_it_is_for() {
    let src = root().join("src");
    let mute = |it: &PathBuf| !fs::read_to_string(it).unwrap().starts_with("//! ");
    let wrong: Vec<_> = files_below(&src, "rs")
        .into_iter()
        .filter(|it| !it.ends_with("tests.rs") && mute(it))
        .map(|it| format!("{}: no `//! ` line", it.display()))
        .collect();
    fail_on(&wrong);
}

#[test]
fn names_say_what_is_inside() {
    let mut wrong = Vec::new();
    let mut at_top: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources() {
        let empty = source
            .path
            .iter()
            .filter_map(|it| it.to_str())
            .any(|it| EMPTY_NAMES.contains(&it.trim_end_matches(".rs")));
        if empty {
            wrong.push(format!("{}: the name says nothing", source.path.display()));
        }
        if source.path.iter().count() == 2 {
            *at_top.entry(source.room).or_default() += 1;
        }
    }
    for (room, files) in at_top
        .into_iter()
        .filter(|(_, files)| *files > MAX_FILES_AT_TOP)
    {
        wrong.push(format!("{room}: {files} files at its top"));
    }
    fail_on(&wrong);
}

/// The bodies of the structs and enums of some code, without those of its functions.
fn type_bodies(code: &str) -> Vec<&str> {
    let mut bodies = Vec::new();
    for keyword in ["struct ", "enum "] {
        for (at, _) in code.match_indices(keyword) {
            let Some(open) = code[at..].find(['{', '(', ';']).map(|it| it + at) else {
                continue;
            };
            let mut depth = 0i32;
            let end = code[open..].char_indices().find(|(_, c)| {
                depth += i32::from(*c == '{' || *c == '(') - i32::from(*c == '}' || *c == ')');
                depth == 0
            });
            bodies.push(&code[open..open + end.map_or(0, |(it, _)| it)]);
        }
    }
    bodies
}

fn texts_in_types(code: &str) -> Vec<&'static str> {
    let bodies = type_bodies(code);
    ["String", "str>", "str,", "Vec<u8>", "Value"]
        .into_iter()
        .filter(|word| bodies.iter().any(|body| names(body, word)))
        .collect()
}

#[test]
fn events_hold_no_text() {
    let logged = |it: &&Source| {
        let path = it.path.to_str().unwrap();
        ["domain/event/mod.rs", "domain/reason.rs"].contains(&path)
            || ["domain/event/", "domain/reason/"]
                .iter()
                .any(|dir| path.starts_with(dir))
    };
    let all = sources();
    let wrong: Vec<_> = all
        .iter()
        .filter(logged)
        .flat_map(|it| {
            texts_in_types(&it.code)
                .into_iter()
                .map(|word| format!("{}: `{word}`", it.path.display()))
        })
        .collect();
    fail_on(&wrong);
    assert_eq!(
        texts_in_types("pub enum A {\n B { at: i64 },\n C(Option<String>),\n}"),
        ["String"]
    );
    assert_eq!(
        texts_in_types("pub enum A { B }\nfn name() -> String { x }"),
        [""; 0]
    );
}

/// The template paths of `#[template(path = "…")]` in some source.
fn templates_named(text: &str) -> Vec<String> {
    text.split("#[template(")
        .skip(1)
        .filter_map(|it| it.split(")]").next().unwrap().split("path = \"").nth(1))
        .map(|it| it.split('"').next().unwrap().to_owned())
        .collect()
}

/// `src/web/contacts/show.rs` renders `templates/contacts/…`; `src/web/login.rs` also `templates/login/…`; a room
/// other than `web` renders below `templates/<room>/`, and `words` the mails.
fn renders_its_own(source: &Path, template: &str) -> bool {
    let folder = Path::new(template).parent().unwrap();
    let room = source.iter().next().unwrap();
    match source.strip_prefix("web") {
        Ok(page) if page == Path::new("error.rs") => folder == Path::new("errors"),
        Ok(page) => Some(folder) == page.parent() || folder == page.with_extension(""),
        Err(_) if room == "words" => folder.starts_with("mails"),
        Err(_) => folder.iter().next() == Some(room),
    }
}

fn templates() -> Vec<(String, String)> {
    let dir = root().join("templates");
    ["html", "txt", "xml"]
        .iter()
        .flat_map(|it| files_below(&dir, it))
        .map(|it| {
            (
                it.strip_prefix(&dir).unwrap().to_str().unwrap().to_owned(),
                fs::read_to_string(&it).unwrap(),
            )
        })
        .collect()
}

#[test]
fn templates_mirror_the_pages() {
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for source in sources() {
        let text = fs::read_to_string(root().join("src").join(&source.path)).unwrap();
        for named in templates_named(&text) {
            if !renders_its_own(&source.path, &named) {
                wrong.push(format!("{}: renders {named}", source.path.display()));
            }
            used.insert(named);
        }
    }
    for (name, _) in templates() {
        let partial =
            name.starts_with("layouts/") || name.rsplit('/').next().unwrap().starts_with('_');
        if !partial && !used.contains(&name) {
            wrong.push(format!("templates/{name}: no view renders it"));
        }
    }
    fail_on(&wrong);
    assert!(renders_its_own(
        Path::new("web/contacts/show.rs"),
        "contacts/show.html"
    ));
    assert!(!renders_its_own(
        Path::new("web/contacts/show.rs"),
        "search/show.html"
    ));
}

/// What a template prints unescaped, each as written between its braces.
fn unescaped(template: &str) -> Vec<String> {
    let printed = template
        .split("{{")
        .skip(1)
        .map(|it| it.split("}}").next().unwrap());
    printed
        .filter(|it| it.replace(' ', "").contains("|safe") || it.contains("\"none\""))
        .map(|it| it.trim_matches(['-', '~', ' ']).to_owned())
        .collect()
}

#[test]
fn everything_printed_unescaped_is_listed() {
    let known: BTreeSet<_> = UNESCAPED
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect();
    let found: BTreeSet<_> = templates()
        .into_iter()
        .flat_map(|(name, text)| {
            unescaped(&text)
                .into_iter()
                .map(move |it| (name.clone(), it))
        })
        .collect();
    let new: Vec<_> = found
        .difference(&known)
        .map(|it| format!("not listed: {it:?}"))
        .collect();
    fail_on(&new);
    let gone: Vec<_> = known
        .difference(&found)
        .map(|it| format!("listed, but gone: {it:?}"))
        .collect();
    fail_on(&gone);
    assert_eq!(unescaped("{{ a }}{{ body | safe }}"), ["body | safe"]);
    let unescaped_files: Vec<_> = sources()
        .iter()
        .filter(|it| it.code.contains("escape = \"none\""))
        .map(|it| format!("{}: switches escaping off", it.path.display()))
        .collect();
    fail_on(&unescaped_files);
}

fn cut(text: &str, open: &str, close: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(open) {
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = rest[at..]
            .find(close)
            .map_or("", |end| &rest[at + end + close.len()..]);
    }
    out + rest
}

/// Words a reader would see that stand in the template itself and not in the language files.
fn literal_words(template: &str) -> Vec<String> {
    let mut text = template.to_owned();
    for (open, close) in [
        ("{#", "#}"),
        ("{{", "}}"),
        ("{%", "%}"),
        ("<!--", "-->"),
        ("<script", "</script>"),
        ("<style", "</style>"),
    ] {
        text = cut(&text, open, close);
    }
    let shown_attributes = ["placeholder=\"", "title=\"", "aria-label=\"", "alt=\""];
    let mut seen: Vec<_> = shown_attributes
        .iter()
        .flat_map(|it| text.split(it).skip(1))
        .map(|it| it.split('"').next().unwrap().to_owned())
        .collect();
    // A block may hold an attribute of the tag around it.
    let shown = cut(&cut(&text, "<", ">"), "&", ";");
    seen.extend(
        shown
            .split_whitespace()
            .filter(|it| !it.starts_with("data-"))
            .map(str::to_owned),
    );
    seen.iter()
        .flat_map(|it| it.split(|c: char| !c.is_alphabetic()))
        .filter(|it| it.chars().count() > 1 && !NAMES_IN_TEMPLATES.contains(it))
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_words_of_a_page_are_in_the_language_files() {
    let pages = templates()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".html"));
    let wrong: Vec<_> = pages
        .flat_map(|(name, text)| {
            literal_words(&text)
                .into_iter()
                .map(move |it| format!("templates/{name}: `{it}`"))
        })
        .collect();
    fail_on(&wrong);
    assert_eq!(
        literal_words("<p title=\"Hi {{ a }}\">{{ t(\"b\") }} Bye&nbsp;</p>"),
        ["Hi", "Bye"]
    );
}

/// Where left and right are meant as such, whichever way the page is read.
const PHYSICAL: [&str; 1] = [
    // The arrow of what is folded: two borders, turned by the direction of the page.
    "border-width:0 .125em .125em 0",
];

/// Declarations that name left or right, alone or as the second and fourth of four values: they do not turn around
/// with the direction of a page.
fn physical(sheet: &str) -> Vec<String> {
    let parts = sheet.split([';', '{', '}']);
    let told = parts.filter_map(|it| it.split_once(':'));
    told.map(|(name, value)| (name.trim(), value.split('!').next().unwrap().trim()))
        .filter(|(name, value)| {
            let side = |it: &str| it == "left" || it == "right";
            let sided = name.split('-').any(side)
                || ["float", "clear", "text-align"].contains(name) && side(value);
            let four = ["margin", "padding", "inset", "border-width"].contains(name) && {
                let values = values(value);
                values.len() == 4 && values[1] != values[3]
            };
            (sided || four) && !name.starts_with("--")
        })
        .map(|(name, value)| format!("{name}:{value}"))
        .filter(|it| !PHYSICAL.contains(&it.as_str()))
        .collect()
}

/// The values of a declaration, those within brackets uncut.
fn values(text: &str) -> Vec<String> {
    let (mut out, mut depth) = (vec![String::new()], 0);
    for it in text.chars() {
        depth += i32::from(it == '(') - i32::from(it == ')');
        if it == ' ' && depth == 0 {
            out.push(String::new());
        } else {
            out.last_mut().unwrap().push(it);
        }
    }
    out.retain(|it| !it.is_empty());
    out
}

#[test]
fn pages_can_be_read_from_right_to_left() {
    let mut sheets = files_below(&root().join("static/css"), "css");
    sheets.push(root().join("static/widget/chat.css"));
    let wrong: Vec<_> = sheets
        .iter()
        .flat_map(|path| {
            let text = fs::read_to_string(path).unwrap();
            let found = physical(&text);
            found
                .into_iter()
                .map(|it| format!("{}: {it}", path.display()))
        })
        .collect();
    fail_on(&wrong);
    let sheet = "a{margin-left:1px;inset:0 0 0 auto}b{padding:1px calc(1px + 2px) 1px calc(1px + 2px);float:right}";
    assert_eq!(
        physical(sheet),
        ["margin-left:1px", "inset:0 0 0 auto", "float:right"]
    );
}

#[test]
fn what_customers_wrote_finds_its_own_direction() {
    const WRITTEN: [&str; 6] = [
        "m.subject",
        "m.quoted",
        "row.subject",
        "row.excerpt",
        "it.excerpt",
        "thread.subject",
    ];
    let mut seen = 0;
    let mut wrong = Vec::new();
    for (name, text) in templates()
        .iter()
        .filter(|(name, _)| name.ends_with(".html"))
    {
        for (at, said) in WRITTEN.iter().flat_map(|it| {
            let said = format!(">{{{{ {it} }}}}");
            text.match_indices(&said)
                .map(|(at, _)| (at, said.clone()))
                .collect::<Vec<_>>()
        }) {
            seen += 1;
            let tag = &text[text[..at].rfind('<').unwrap()..at];
            if !tag.contains("dir=\"auto\"") && tag != "<bdi" {
                wrong.push(format!("templates/{name}: {said} in {tag}>"));
            }
        }
        for written in WRITTEN {
            let bare = format!("}} {{{{ {written} }}}}");
            if text.contains(&bare) {
                wrong.push(format!(
                    "templates/{name}: {written} in no element of its own"
                ));
            }
        }
    }
    fail_on(&wrong);
    assert!(seen > 6, "only {seen} were seen");
}

#[test]
fn the_top_level_stays_as_it_is() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !TOP_LEVEL.contains(&name.as_str()) {
            wrong.push(format!("{name} does not belong at the top"));
        }
    }
    fail_on(&wrong);
}
