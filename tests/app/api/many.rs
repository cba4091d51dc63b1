//! One thing done to many conversations, with the rights of who asked: those they have now, and no more than they had.

use lobby::conversations::bulk;
use lobby::desk::teams::{self, NewTeam};
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::error::Error;
use lobby::domain::id::{BulkId, TeamId};
use lobby::domain::job::JobKind;
use serde_json::Value;

use crate::api::program::Program;

fn private_team(program: &Program) -> TeamId {
    let system = Viewer::system(SystemPart::CommandLine);
    let new = NewTeam {
        name: "Health".into(),
        private: true,
        lead: None,
    };
    let made = program
        .server
        .app
        .store
        .by_hand(move |w| teams::make(w, &system, &new));
    made.unwrap().id
}

/// Carries out what waits, as the job does, at most so many conversations.
fn work(program: &Program, id: &str, at_most: usize) {
    let (store, id) = (&program.server.app.store, id.parse::<BulkId>().unwrap());
    for at in store
        .look(|look| bulk::waiting(look, id, None, at_most))
        .unwrap()
    {
        let keys = program.server.app.keys.clone();
        match store.by_hand(move |w| bulk::step(w, &keys, id, at)) {
            Ok(()) => {}
            Err(Error::NotFound { .. }) => {
                store
                    .by_hand(move |w| bulk::fail(w, id, at, "not_found"))
                    .unwrap();
            }
            Err(Error::Forbidden { .. }) => {
                store
                    .by_hand(move |w| bulk::fail(w, id, at, "forbidden"))
                    .unwrap();
            }
            Err(err) => panic!("{err}"),
        }
    }
}

fn begin(program: &Program, numbers: &[u64]) -> String {
    let body = format!(r#"{{"numbers":{numbers:?},"action":"resolve"}}"#);
    let begun = program.post(202, "/conversations/bulk", &body);
    begun["id"].as_str().unwrap().to_owned()
}

fn shown(program: &Program, id: &str) -> Value {
    program.get(200, &format!("/conversations/bulk/{id}"))
}

fn status(program: &Program, number: u64) -> String {
    let found = program
        .server
        .app
        .store
        .look(|look| look.conversation_numbered(number));
    found.unwrap().unwrap().status.name().to_owned()
}

#[test]
fn what_one_may_not_see_is_passed_over() {
    let program = Program::new();
    let team = private_team(&program);
    let bea = program.contact("Bea");
    let numbers = program.cases(bea, 4, move |at, c| {
        c.audience = (at == 1).then_some(team);
    });
    let id = begin(&program, &numbers);
    assert_eq!(shown(&program, &id)["total"], 3);
    work(&program, &id, 100);
    assert_eq!(shown(&program, &id)["changed"], 3);
    assert_eq!(status(&program, numbers[0]), "resolved");
    assert_eq!(status(&program, numbers[1]), "open");
}

#[test]
fn what_became_private_meanwhile_is_left_alone() {
    let program = Program::new();
    let team = private_team(&program);
    let bea = program.contact("Bea");
    let numbers = program.cases(bea, 3, |_, _| ());
    let id = begin(&program, &numbers);
    let hidden = numbers[2];
    let hide = program.server.app.store.by_hand(move |w| {
        let mut c = w.conversation_numbered(hidden)?.unwrap_or_default();
        c.audience = Some(team);
        w.put_conversation(&c)
    });
    hide.unwrap();
    work(&program, &id, 100);
    let end = shown(&program, &id);
    assert_eq!((&end["changed"], &end["failed"]), (&2.into(), &1.into()));
    assert_eq!(status(&program, hidden), "open");
}

#[test]
fn rights_taken_away_meanwhile_are_gone() {
    let program = Program::new();
    let bea = program.contact("Bea");
    let numbers = program.cases(bea, 4, |_, _| ());
    let owner = program.token.clone();
    let program = Program {
        token: program.server.token(Role::Agent),
        ..program
    };
    let id = begin(&program, &numbers);
    work(&program, &id, 1);
    program.server.revoke(&program.token);
    let program = Program {
        token: owner,
        ..program
    };
    work(&program, &id, 100);
    let end = shown(&program, &id);
    assert_eq!((&end["changed"], &end["failed"]), (&1.into(), &3.into()));
    assert_eq!(status(&program, numbers[3]), "open");
}

#[test]
fn anothers_is_not_found_by_those_who_arrange_nothing() {
    let program = Program::new();
    let bea = program.contact("Bea");
    let numbers = program.cases(bea, 1, |_, _| ());
    let id = begin(&program, &numbers);
    work(&program, &id, 100);
    let other = Program {
        token: program.server.token(Role::Agent),
        ..program
    };
    other.get(404, &format!("/conversations/bulk/{id}"));
    other.post(404, &format!("/conversations/bulk/{id}/undo"), "");
}

/// Cut short anywhere and begun again, each conversation is changed once.
#[test]
fn what_is_carried_out_twice_has_effect_once() {
    let program = Program::new();
    let bea = program.contact("Bea");
    let numbers = program.cases(bea, 10, |_, _| ());
    let id = begin(&program, &numbers);
    let store = program.server.app.store.clone();
    let far = lobby::domain::time::Millis(i64::MAX - 1);
    let jobs = store.look(|look| look.jobs_due(far, 100)).unwrap();
    let bulk_id: BulkId = id.parse().unwrap();
    assert!(
        jobs.iter()
            .any(|it| it.kind == JobKind::Bulk { bulk: bulk_id })
    );
    work(&program, &id, 4);
    let places = store
        .look(|look| bulk::waiting(look, bulk_id, None, 100))
        .unwrap();
    assert_eq!(places.len(), 6);
    let before = store.last_seq();
    for at in 0..4 {
        let keys = program.server.app.keys.clone();
        let deed = move |w: &mut lobby::store::Write<'_>| bulk::step(w, &keys, bulk_id, at);
        store.by_hand(deed).unwrap();
    }
    assert_eq!(store.last_seq(), before, "done once");
    work(&program, &id, 100);
    let end = shown(&program, &id);
    assert_eq!((&end["done"], &end["changed"]), (&10.into(), &10.into()));
    assert_eq!(end["state"], "finished");
}
