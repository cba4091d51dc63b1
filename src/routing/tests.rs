#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap
)]

use super::*;
use crate::domain::id::Id;

fn agent(n: u128) -> AgentId {
    AgentId::from_uuid(uuid::Uuid::from_u128(n))
}

fn tag(n: u128) -> TagId {
    TagId::from_uuid(uuid::Uuid::from_u128(n))
}

fn person(n: u128, load: u16) -> Person {
    Person {
        id: agent(n),
        load,
        cap: 6,
        skills: Vec::new(),
        speaks: Vec::new(),
        given_at: Millis(0),
    }
}

fn case() -> Case {
    Case {
        weight: 2,
        ..Case::default()
    }
}

fn got(case: &Case, there: &[Person]) -> Result<u128, Nobody> {
    choose(case, there).map(|(id, _)| id.uuid().as_u128())
}

#[test]
fn nobody_is_given_more_than_they_may_carry() {
    assert_eq!(got(&case(), &[]), Err(Nobody::There));
    assert_eq!(got(&case(), &[person(1, 5)]), Err(Nobody::HasRoom));
    assert_eq!(got(&case(), &[person(1, 4)]), Ok(1));
    let none = Person {
        cap: 0,
        ..person(1, 0)
    };
    assert_eq!(got(&case(), &[none]), Err(Nobody::HasRoom));
}

#[test]
fn who_knows_them_comes_before_who_has_least() {
    let there = [person(1, 0), person(2, 4), person(3, 2)];
    let both = Case {
        owner: Some(agent(2)),
        earlier: Some(agent(3)),
        ..case()
    };
    assert_eq!(got(&both, &there), Ok(2));
    // The owner has no room: who solved it before.
    let full = [person(1, 0), person(2, 5), person(3, 2)];
    assert_eq!(got(&both, &full), Ok(3));
    // Neither is there: who has least, and it says who was missed.
    let (id, why) = choose(&both, &full[..1]).unwrap();
    assert_eq!(id, agent(1));
    let Reason::Routed { by, without, .. } = why else {
        unreachable!()
    };
    assert_eq!((by, without), (Basis::Fit, Some(agent(2))));
}

#[test]
fn skills_come_before_language_before_load_before_rest() {
    let knows = Person {
        skills: vec![tag(1)],
        ..person(1, 4)
    };
    let speaks = Person {
        speaks: vec!["es".into()],
        ..person(2, 2)
    };
    let other = Person {
        speaks: vec!["en".into()],
        ..person(3, 0)
    };
    let there = [knows, speaks, other, person(4, 0)];
    let mut wanted = Case {
        needs: vec![tag(1)],
        language: Spoken::of("es"),
        ..case()
    };
    assert_eq!(got(&wanted, &there), Ok(1));
    wanted.needs.clear();
    assert_eq!(got(&wanted, &there), Ok(2));
    // Who says nothing of languages comes before who says another.
    assert_eq!(got(&wanted, &there[2..]), Ok(4));
    wanted.language = None;
    assert_eq!(got(&wanted, &there), Ok(3));
    let rested = Person {
        given_at: Millis(-1),
        ..person(5, 0)
    };
    let there = [person(4, 0), rested];
    assert_eq!(got(&case(), &there), Ok(5));
}

#[test]
fn load_is_a_part_of_what_one_may() {
    let half = Person {
        cap: 20,
        ..person(1, 8)
    };
    assert_eq!(got(&case(), &[person(2, 3), half]), Ok(1));
}

#[test]
fn who_fits_is_waited_for_only_when_asked() {
    let knows = Person {
        skills: vec![tag(1)],
        ..person(1, 6)
    };
    let there = [knows, person(2, 0)];
    let mut wanted = Case {
        needs: vec![tag(1)],
        only_fitting: true,
        ..case()
    };
    assert_eq!(got(&wanted, &there), Err(Nobody::Fits));
    wanted.only_fitting = false;
    assert_eq!(got(&wanted, &there), Ok(2));
}

#[test]
fn who_did_not_take_it_is_asked_last() {
    let refused = Case {
        owner: Some(agent(1)),
        refused: vec![agent(1)],
        ..case()
    };
    assert_eq!(got(&refused, &[person(1, 0), person(2, 4)]), Ok(2));
    assert_eq!(got(&refused, &[person(1, 0)]), Ok(1));
}

/// Over many teams and cases that chance makes: whoever is chosen has room, fits where they must, and nobody who was
/// passed over stood before them by any rule; the order in which people are listed changes nothing.
#[test]
fn the_choice_holds_whatever_there_is() {
    let mut state = 7_u64;
    let mut dice = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for _ in 0..3_000 {
        let mut there: Vec<Person> = (0..dice(6))
            .map(|n| Person {
                id: agent(u128::from(n) + 1),
                load: dice(8) as u16,
                cap: dice(8) as u16,
                skills: (0..dice(3)).map(|n| tag(u128::from(n))).collect(),
                speaks: ["es", "en"][..dice(3) as usize]
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
                given_at: Millis(dice(3) as i64),
            })
            .collect();
        let wanted = Case {
            weight: dice(3) as u16 + 1,
            needs: (0..dice(3)).map(|n| tag(u128::from(n))).collect(),
            language: [None, Spoken::of("es"), Spoken::of("id")][dice(3) as usize],
            owner: (dice(3) == 0).then(|| agent(u128::from(dice(6)) + 1)),
            earlier: (dice(3) == 0).then(|| agent(u128::from(dice(6)) + 1)),
            refused: (dice(4) == 0)
                .then(|| agent(u128::from(dice(6)) + 1))
                .into_iter()
                .collect(),
            only_fitting: dice(2) == 0,
        };
        let free: Vec<Person> = there
            .iter()
            .filter(|it| it.load + wanted.weight <= it.cap)
            .cloned()
            .collect();
        let chosen = choose(&wanted, &there);
        there.reverse();
        assert_eq!(chosen, choose(&wanted, &there), "{wanted:?}");
        let fits = |it: &Person| it.fits(&wanted.needs, wanted.language);
        match chosen {
            Err(Nobody::There) => assert!(there.is_empty()),
            Err(Nobody::HasRoom) => assert!(free.is_empty() && !there.is_empty()),
            Err(Nobody::Fits) => assert!(wanted.only_fitting && !free.iter().any(fits)),
            Ok((id, why)) => {
                let it = free.iter().find(|it| it.id == id).unwrap();
                let Reason::Routed { by, load, cap, .. } = why else {
                    unreachable!()
                };
                assert_eq!((load, cap), (it.load + wanted.weight, it.cap));
                if by == Basis::Fit {
                    assert!(!wanted.only_fitting || fits(it));
                    let usual = wanted.owner.filter(|it| !wanted.refused.contains(it));
                    assert!(!free.iter().any(|it| Some(it.id) == usual));
                }
            }
        }
    }
}
