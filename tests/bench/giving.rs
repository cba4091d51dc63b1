//! Giving out. Somebody comes online while ten thousand wait, of many skills and languages: how long until they have the
//! first. And from a customer's message over its assignment to the paint in the browser of who got it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use lobby::api::webhooks;
use lobby::app::App;
use lobby::cli::serve;
use lobby::desk::channels::ChannelForm;
use lobby::domain::actor::Role;
use lobby::domain::agent::Agent;
use lobby::domain::conversation::Status;
use lobby::domain::error::Result;
use lobby::domain::id::{AgentId, TagId, TeamId};
use lobby::domain::queue::serving::{MOST_CAP, Serving};
use lobby::domain::queue::{Line as InLine, Mode, Queue};
use lobby::domain::team::{Tag, Team};
use lobby::domain::time::Millis;
use lobby::jobs;
use lobby::store::{Store, Write};

use crate::data;
use crate::hooks::{self, Door, Line};
use crate::live::{Beside, Browser, epoch_ms};
use crate::measure::{Times, line, rate};
use crate::pages::{self, Running, config, log_in};
use crate::raw;

/// Those who come, one after another, each with two of the skills and one of the languages.
const NEWCOMERS: usize = 40;
/// Those whom nothing fits but one of the last in line.
const SPECIALISTS: usize = 5;
/// The first of those numbers; the data has its own people before.
const FIRST: u64 = 11;
const SUPERVISOR: u64 = 99;
const SKILLS: usize = 20;
const LANGUAGES: [&str; 3] = ["es", "en", "pt"];
/// Longer than any of them waits: whoever fits is waited for.
const FIT_MINUTES: u16 = 600;
/// Nothing is given any more when nothing was given for so long.
const QUIET: Duration = Duration::from_millis(700);
const PATIENCE: Duration = Duration::from_secs(60);

/// Messages a second, how many of those are somebody's first, and over how many lines they come.
const CALLS: u32 = 100;
const NEW_EVERY: usize = 10;
const LINES: u32 = 10;
/// Who writes again and again.
const KNOWN: usize = 50;
/// Pages connected beside the one that is looked at.
const AGENTS: u64 = 50;

fn team() -> TeamId {
    data::id(0xB, 1)
}

fn skill(n: usize) -> TagId {
    data::id(0xE, n)
}

fn put_agent(w: &mut Write<'_>, n: u64, role: Role, serving: Serving) -> Result<()> {
    w.put_agent(&Agent {
        id: data::agent(n),
        name: format!("Agent {n}"),
        email: format!("agent{n}@bench.test"),
        language: "en".into(),
        time_zone: "America/Bogota".into(),
        teams: vec![team()],
        role,
        serving,
        ..Agent::default()
    })
}

fn give_out(w: &mut Write<'_>, fit_minutes: u16) -> Result<()> {
    let it = w.team(team())?.unwrap();
    w.put_team(&Team {
        queue: Queue {
            mode: Mode::Push,
            fit_minutes,
            ..Queue::default()
        },
        ..it
    })
}

/// The team gives out, and has its people.
fn hire(w: &mut Write<'_>) -> Result<()> {
    give_out(w, FIT_MINUTES)?;
    put_agent(w, SUPERVISOR, Role::Supervisor, Serving::default())?;
    for n in 0..NEWCOMERS {
        let serving = Serving {
            skills: vec![skill(1 + 2 * n % SKILLS), skill(1 + (2 * n + 1) % SKILLS)],
            speaks: vec![LANGUAGES[n % 3].into()],
            ..Serving::default()
        };
        put_agent(w, FIRST + n as u64, Role::Agent, serving)?;
    }
    for n in 0..SPECIALISTS {
        let knows = skill(SKILLS + 1 + n);
        w.put_tag(&Tag {
            id: knows,
            name: format!("rare{n}"),
            ..Tag::default()
        })?;
        let serving = Serving {
            skills: vec![knows],
            cap: Some(1),
            ..Serving::default()
        };
        put_agent(w, FIRST + (NEWCOMERS + n) as u64, Role::Agent, serving)?;
    }
    Ok(())
}

/// All of the desk's conversations wait in the line of the team, each about something, the last ones about what hardly
/// anybody knows.
fn line_up(store: &Store, waiting: usize) {
    let now = data::now();
    for from in (0..waiting).step_by(500) {
        let some = from..(from + 500).min(waiting);
        let deed = move |w: &mut Write<'_>| {
            for n in some.clone() {
                let mut c = w.conversation_numbered(n as u64 + 1)?.unwrap();
                let since = Millis(now.0 - 50 * (waiting - n) as i64);
                let rare = (n + SPECIALISTS).checked_sub(waiting);
                c.status = Status::Open;
                (c.assignee, c.audience, c.team) = (None, None, Some(team()));
                c.tags = vec![rare.map_or(skill(1 + n % SKILLS), |it| skill(SKILLS + 1 + it))];
                c.waiting_since = Some(since);
                c.line = Some(Box::new(InLine {
                    since,
                    team: team(),
                    ..InLine::default()
                }));
                w.put_conversation(&c)?;
            }
            Ok(())
        };
        store.by_hand(deed).unwrap();
    }
}

/// A server with all that runs beside it.
fn run(app: &App) -> Running {
    let app = app.clone();
    Running::start(move |listener| {
        let (hub, works) = (app.hub.clone(), app.clone());
        actix_web::rt::spawn(async move { hub.run().await });
        actix_web::rt::spawn(async move {
            let _jobs = jobs::start(works, webhooks::told).await.unwrap();
            std::future::pending::<()>().await;
        });
        serve::server(&app, listener)
    })
}

/// Whom each commit gave something, and when it was durable.
fn note_given(app: &App) -> Receiver<(AgentId, Instant)> {
    let (told, given) = mpsc::channel();
    let told = Mutex::new(told);
    app.store.on_commit(move |commit| {
        let at = Instant::now();
        let told = told.lock().unwrap();
        for to in commit.conversations.iter().filter_map(|it| it.assignee) {
            let _ = told.send((to, at));
        }
    });
    given
}

/// How long after they came somebody was given the first. Returns when nothing more comes.
fn first(app: &App, given: &Receiver<(AgentId, Instant)>, who: AgentId) -> Duration {
    let began = Instant::now();
    app.presences.seen(who, data::now());
    let mut first = None;
    while let Ok((to, at)) = given.recv_timeout(if first.is_some() { QUIET } else { PATIENCE }) {
        assert_eq!(to, who, "nobody else has room");
        first.get_or_insert(at - began);
    }
    first.expect("something is given")
}

/// Somebody comes while so many wait; and the monitor over as many.
pub fn comes(folder: &Path, scratch: &Path, waiting: usize) {
    let app = serve::open(config(folder, 0)).unwrap();
    app.store.by_hand(hire).unwrap();
    line_up(&app.store, waiting);
    assert!(app.search.wait_for(app.store.last_seq(), pages::INDEXED));
    let given = note_given(&app);
    let server = run(&app);
    std::thread::sleep(QUIET);
    let (mut usual, mut rare, mut raw) = (Times::default(), Times::default(), Times::default());
    let who = |n: usize| data::agent(FIRST + n as u64);
    for n in 0..NEWCOMERS {
        usual.add(first(&app, &given, who(n)));
    }
    for n in NEWCOMERS..NEWCOMERS + SPECIALISTS {
        rare.add(first(&app, &given, who(n)));
    }
    raw::commits(&scratch.join("commits.redb"), 200, &mut raw);
    line(
        &format!("comes online, {waiting} waiting: first given"),
        &usual.summary(),
        "5 ms",
    );
    line("  only one of the last in line fits", &rare.summary(), "");
    line(
        "  raw redb, one row durable",
        &format!("{}; {:.1}", raw.summary(), usual.ms(0.5) / raw.ms(0.5)),
        "",
    );
    let cookie = log_in(&app, SUPERVISOR);
    let asked = if waiting > 1_000 { 600 } else { 50 };
    let name = format!("live monitor, {waiting} open");
    let live = ["/live".to_owned()];
    pages::beside_bare((&name, "10 ms"), (server.port, &cookie), &live, asked);
    server.stop();
    app.store.close();
}

/// When the first message of each new customer was sent, by its first word, milliseconds since 1970.
type Sent = Mutex<HashMap<String, f64>>;

/// One of the provider's lines: mostly those write who are known, now and then somebody new.
fn provide(door: &Door, beside: &Beside, sent: &Sent, (at, n): (usize, usize)) {
    let mut line = Line::to(door);
    let pause = Duration::from_secs(1) * LINES / CALLS;
    let began = Instant::now();
    for round in 0_u32.. {
        let call = KNOWN + at + round as usize * LINES as usize;
        let newest = call / NEW_EVERY;
        if newest > n || beside.is_over() {
            break;
        }
        if call.is_multiple_of(NEW_EVERY) {
            let word = format!("probe{newest}x");
            sent.lock().unwrap().insert(word.clone(), epoch_ms());
            line.say(door, call, &format!("new{newest}"), &format!("{word} hola"));
        } else {
            line.call(door, call);
        }
        std::thread::sleep((pause * (round + 1)).saturating_sub(began.elapsed()));
    }
}

/// From the call to the paint, in the list of who it was given to.
pub fn painted(folder: &Path, n: usize) {
    let app = serve::open(config(folder, 0)).unwrap();
    let serving = || Serving {
        cap: Some(MOST_CAP),
        ..Serving::default()
    };
    let hire = move |w: &mut Write<'_>| {
        give_out(w, 0)?;
        put_agent(w, FIRST, Role::Agent, serving())?;
        put_agent(w, FIRST + 1, Role::Agent, serving())
    };
    app.store.by_hand(hire).unwrap();
    let assigned: Arc<Sent> = Arc::default();
    let noted = assigned.clone();
    app.store.on_commit(move |told| {
        let given = told.conversations.iter().filter(|it| it.assignee.is_some());
        for it in given {
            let word = it.excerpt.split(' ').next().unwrap_or_default();
            let mut noted = noted.lock().unwrap();
            noted.entry(word.to_owned()).or_insert_with(epoch_ms);
        }
    });
    let form = ChannelForm {
        team: Some(Some(team())),
        ..ChannelForm::default()
    };
    let path = hooks::connect(&app, form);
    let server = run(&app);
    for n in [FIRST, FIRST + 1] {
        app.presences.seen(data::agent(n), data::now());
    }
    let looks = log_in(&app, FIRST);
    let cookies: Vec<_> = (0..AGENTS).map(|it| log_in(&app, 1 + it % 10)).collect();
    let door = Door {
        port: server.port,
        path,
        people: KNOWN,
    };
    let mut known = Line::to(&door);
    (0..KNOWN).for_each(|n| known.call(&door, n));
    let (beside, sent) = (Beside::default(), Sent::default());
    let began = Instant::now();
    let painted = std::thread::scope(|scope| {
        for cookie in &cookies {
            scope.spawn(|| beside.agent(door.port, cookie));
        }
        let painted = Browser::open(door.port, &looks, "/list/mine?sort=newest").map(|browser| {
            std::thread::scope(|calls| {
                for at in 0..LINES as usize {
                    let (door, beside, sent) = (&door, &beside, &sent);
                    calls.spawn(move || provide(door, beside, sent, (at, n)));
                }
            });
            browser.painted()
        });
        beside.stop.store(true, Ordering::Relaxed);
        painted
    });
    let took = began.elapsed();
    server.stop();
    app.store.close();
    let painted = match painted {
        Ok(painted) => painted,
        Err(why) => return line("sent to painted", &format!("not run: {why}"), ""),
    };
    report(
        &sent.into_inner().unwrap(),
        &assigned.lock().unwrap(),
        &painted,
        took,
    );
}

fn report(
    sent: &HashMap<String, f64>,
    assigned: &HashMap<String, f64>,
    painted: &serde_json::Value,
    took: Duration,
) {
    let after = |word: &str, at: f64| Duration::from_secs_f64((at - sent[word]).max(0.0) / 1e3);
    let (mut given, mut shown) = (Times::default(), Times::default());
    for (word, at) in assigned.iter().filter(|(word, _)| sent.contains_key(*word)) {
        given.add(after(word, *at));
    }
    for (word, at) in painted["list"].as_object().unwrap() {
        shown.add(after(word, at.as_f64().unwrap()));
    }
    // Two share them; the page shows those of one of them.
    assert_eq!(given.n(), sent.len(), "all were given");
    assert!(
        shown.n() * 3 > sent.len(),
        "{} of {}",
        shown.n(),
        sent.len()
    );
    line("sent to assigned", &given.summary(), "");
    line(
        "sent to assigned and painted",
        &shown.summary(),
        "p95 150 ms",
    );
    let calls = sent.len() * NEW_EVERY;
    line(
        "  beside it",
        &format!(
            "{AGENTS} agents connected, {:.0} calls a second",
            rate(calls, took)
        ),
        "",
    );
}
