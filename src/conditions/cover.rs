//! Where what fits can be: in which states, and in which of the board's lists all of it stands.

use crate::conditions::fits::decide;
use crate::domain::id::AgentId;
use crate::domain::list::List;
use crate::domain::view::{Condition, State, Test, Who};

/// The states in which a conversation may fit. Unless a state is asked for by its name it is one of the unresolved:
/// what is done with or is spam stands nowhere by chance.
#[must_use]
pub fn states(condition: &Condition) -> Vec<State> {
    let mut named = Vec::new();
    condition.each_test(&mut |test, turned| {
        if let (Test::State(states), false) = (test, turned) {
            named.extend(states.iter().copied());
        }
    });
    let may = |state: State| {
        let found = decide(condition, &mut |test| {
            Ok(match test {
                Test::State(states) => Some(states.contains(&state)),
                _ => None,
            })
        });
        found.unwrap_or_default() != Some(false)
    };
    let all = State::ALL.into_iter();
    all.filter(|state| (state.is_unresolved() || named.contains(state)) && may(*state))
        .collect()
}

/// Lists of the board each of which holds all unresolved that fit: the shortest is the one to look through. Empty when
/// only the list of everything unresolved does.
#[must_use]
pub fn lists(condition: &Condition, me: Option<AgentId>) -> Vec<List> {
    let states = states(condition);
    let mut out: Vec<List> = match states.as_slice() {
        [only] => of_state(*only).into_iter().collect(),
        _ => Vec::new(),
    };
    let is_open = states == [State::Open];
    for test in needed(condition) {
        match test {
            Test::Tag(tags) => {
                if let [tag] = tags.as_slice() {
                    out.push(List::Tag(*tag));
                }
            }
            Test::Team(teams) => {
                if let [Some(team)] = teams.as_slice() {
                    out.push(List::Team(*team));
                }
            }
            Test::Assignee(who) if is_open => {
                if let [who] = who.as_slice() {
                    out.extend(of_assignee(*who, me));
                }
            }
            Test::MentionsMe => out.extend(me.map(List::Mentioned)),
            Test::HasFailed => out.push(List::Failed),
            _ => {}
        }
    }
    out
}

fn of_state(state: State) -> Option<List> {
    match state {
        State::Open => Some(List::ToAnswer),
        State::WaitingCustomer => Some(List::WaitingCustomer),
        State::WaitingThirdParty => Some(List::WaitingThirdParty),
        State::Snoozed => Some(List::Snoozed),
        State::Resolved | State::Spam => None,
    }
}

fn of_assignee(who: Who, me: Option<AgentId>) -> Option<List> {
    match who {
        Who::Me => me.map(List::Mine),
        Who::Nobody => Some(List::Unassigned),
        Who::Agent(id) => Some(List::Mine(id)),
    }
}

/// Tests without which nothing fits.
fn needed(condition: &Condition) -> Vec<&Test> {
    match condition {
        Condition::Is(test) => vec![test],
        Condition::All(parts) => parts.iter().flat_map(needed).collect(),
        Condition::Any(parts) => match parts.as_slice() {
            [only] => needed(only),
            _ => Vec::new(),
        },
        Condition::Not(_) => Vec::new(),
    }
}
