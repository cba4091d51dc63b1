//! A search kept as a list: its facets as conditions, where conditions can say the same.

use crate::domain::view::{Condition, State, Test, Who};
use crate::search::{Ask, Meant};

/// Places of what is not over.
const UNRESOLVED: [State; 4] = [
    State::Open,
    State::WaitingCustomer,
    State::WaitingThirdParty,
    State::Snoozed,
];

/// The conditions that say what a search asks for; `None` when there are none: words, people and days are asked of
/// messages, conditions of conversations.
#[must_use]
pub fn condition(ask: &Ask, meant: &[Meant]) -> Option<Condition> {
    if ask.has_words() || meant.is_empty() {
        return None;
    }
    let (mut channels, mut teams, mut whose) = (Vec::new(), Vec::new(), Vec::new());
    let (mut states, mut tests) = (Vec::new(), Vec::new());
    for (token, meant) in ask.tokens().iter().zip(meant) {
        match meant {
            Meant::Channels(ids) => channels.extend(ids),
            Meant::Teams(ids) => teams.extend(ids),
            Meant::Tags(ids) => tests.push(Condition::Is(Test::Tag(ids.clone()))),
            Meant::Assignees(_) if token.value == "me" => whose.push(Who::Me),
            Meant::Assignees(ids) => {
                whose.extend(ids.iter().map(|it| it.map_or(Who::Nobody, Who::Agent)));
            }
            Meant::State(name) => states.push(in_state(name)?),
            Meant::Nothing | Meant::People(_) | Meant::Day(_) => return None,
        }
    }
    let mut more = Vec::new();
    if !channels.is_empty() {
        more.push(Test::Channel(channels));
    }
    if !teams.is_empty() {
        more.push(Test::Team(teams));
    }
    if !whose.is_empty() {
        more.push(Test::Assignee(whose));
    }
    tests.extend(more.into_iter().map(Condition::Is));
    match states.len() {
        0 => {}
        1 => tests.append(states.first_mut()?),
        _ => tests.push(Condition::Any(states.into_iter().map(all).collect())),
    }
    Some(Condition::All(tests))
}

fn all(mut of: Vec<Condition>) -> Condition {
    match of.pop() {
        Some(only) if of.is_empty() => only,
        Some(last) => {
            of.push(last);
            Condition::All(of)
        }
        None => Condition::default(),
    }
}

/// A state a search can ask for, as conditions that must all hold.
fn in_state(name: &str) -> Option<Vec<Condition>> {
    let unresolved = || Test::State(UNRESOLVED.to_vec());
    let tests = match name {
        "unresolved" => vec![unresolved()],
        "unassigned" => vec![unresolved(), Test::Assignee(vec![Who::Nobody])],
        "mine" => vec![Test::Assignee(vec![Who::Me])],
        _ => vec![Test::State(vec![State::parse(name)?])],
    };
    Some(tests.into_iter().map(Condition::Is).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::{Id, TagId};

    fn tag(n: u128) -> TagId {
        TagId::from_uuid(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn facets_become_conditions_where_they_can() {
        let ask = Ask::read("tag:vip is:open assigned:me ", "UTC");
        let meant = [
            Meant::Tags(vec![tag(1)]),
            Meant::State("open"),
            Meant::Assignees(vec![None]),
        ];
        let expected = [
            Test::Tag(vec![tag(1)]),
            Test::Assignee(vec![Who::Me]),
            Test::State(vec![State::Open]),
        ];
        let expected = Condition::All(expected.map(Condition::Is).into());
        assert_eq!(condition(&ask, &meant), Some(expected));

        let either = Ask::read("is:open is:unassigned ", "UTC");
        let meant = [Meant::State("open"), Meant::State("unassigned")];
        let found = condition(&either, &meant);
        assert_eq!(found.map(|it| it.depth()), Some(3));
    }

    #[test]
    fn what_conditions_cannot_say_is_no_list() {
        for (text, meant) in [
            ("rosas tag:vip", Meant::Tags(vec![tag(1)])),
            ("from:ana ", Meant::People(Vec::new())),
            ("is:followed ", Meant::State("followed")),
            ("tag:nothing ", Meant::Nothing),
        ] {
            assert_eq!(condition(&Ask::read(text, "UTC"), &[meant]), None, "{text}");
        }
        assert_eq!(condition(&Ask::read("rosas", "UTC"), &[]), None);
    }
}
