//! Whether a condition holds: from the facts alone where they say enough, else with what must be read.

use crate::conditions::facts::Facts;
use crate::domain::contact::Contact;
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::time::Millis;
use crate::domain::view::{Condition, ContactField, Part, Tally, Test, TextTest, When, Who};
use crate::text::fold::{fold, words};
use crate::text::phrases;

/// Who looks, and when.
#[derive(Debug, Clone, Copy)]
pub struct Eye {
    pub me: Option<AgentId>,
    pub now: Millis,
}

/// What must be read to be known.
pub trait Known {
    /// The customer, over all their records.
    ///
    /// # Errors
    /// The store's.
    fn person(&mut self) -> Result<Contact>;

    /// The value of a field of their company; empty when there is none.
    ///
    /// # Errors
    /// The store's.
    fn of_company(&mut self, key: &str) -> Result<String>;

    /// Whether who looks has not read what the customer said.
    ///
    /// # Errors
    /// The store's.
    fn unread(&mut self) -> Result<bool>;

    /// Whether what is agreed was not met.
    ///
    /// # Errors
    /// The store's.
    fn late(&mut self) -> Result<bool>;

    /// What the customer said; nothing where threads are not read.
    ///
    /// # Errors
    /// The store's.
    fn said(&mut self, _: Part) -> Result<String> {
        Ok(String::new())
    }

    /// Whether the business is open.
    ///
    /// # Errors
    /// The store's.
    fn open_hours(&mut self) -> Result<bool> {
        Ok(false)
    }

    /// Whether the newest message sounds upset.
    ///
    /// # Errors
    /// The store's.
    fn upset(&mut self) -> Result<bool> {
        Ok(false)
    }

    /// How many there are.
    ///
    /// # Errors
    /// The store's.
    fn tally(&mut self, _: Tally) -> Result<u32> {
        Ok(0)
    }
}

/// Whether it holds as far as facts say; `None` where something must be read for it.
#[must_use]
pub fn guess(condition: &Condition, facts: &Facts, eye: Eye) -> Option<bool> {
    decide(condition, &mut |test| Ok(by_facts(test, facts, eye))).unwrap_or_default()
}

/// Whether it holds.
///
/// # Errors
/// Those of [`Known`].
pub fn fits(
    condition: &Condition,
    facts: &Facts,
    eye: Eye,
    known: &mut impl Known,
) -> Result<bool> {
    if let Some(answer) = guess(condition, facts, eye) {
        return Ok(answer);
    }
    let found = decide(condition, &mut |test| match by_facts(test, facts, eye) {
        Some(answer) => Ok(Some(answer)),
        None => by_reading(test, known).map(Some),
    })?;
    Ok(found.unwrap_or(false))
}

/// Three-valued: what is not known of a part is not known of the whole where it matters.
pub(super) fn decide(
    condition: &Condition,
    test: &mut impl FnMut(&Test) -> Result<Option<bool>>,
) -> Result<Option<bool>> {
    match condition {
        Condition::Is(it) => test(it),
        Condition::Not(part) => Ok(decide(part, test)?.map(|it| !it)),
        Condition::All(parts) => until(parts, false, test),
        Condition::Any(parts) => until(parts, true, test),
    }
}

/// Parts in order until one is `enough`; without such a one the opposite, unless something stayed open.
fn until(
    parts: &[Condition],
    enough: bool,
    test: &mut impl FnMut(&Test) -> Result<Option<bool>>,
) -> Result<Option<bool>> {
    let mut out = Some(!enough);
    for part in parts {
        match decide(part, test)? {
            Some(it) if it == enough => return Ok(Some(enough)),
            Some(_) => {}
            None => out = None,
        }
    }
    Ok(out)
}

fn by_facts(test: &Test, it: &Facts, eye: Eye) -> Option<bool> {
    Some(match test {
        Test::State(states) => states.contains(&it.state),
        Test::Assignee(who) => who.iter().any(|who| match who {
            Who::Me => eye.me.is_some() && it.assignee == eye.me,
            Who::Nobody => it.assignee.is_none(),
            Who::Agent(id) => it.assignee == Some(*id),
        }),
        Test::Team(teams) => teams.iter().any(|team| match team {
            None => it.team.is_none() && it.also_teams.is_empty(),
            Some(id) => it.team == Some(*id) || it.also_teams.contains(id),
        }),
        Test::Channel(all) => all.iter().any(|id| it.channels.contains(id)),
        Test::Tag(all) => all.iter().any(|id| it.tags.contains(id)),
        Test::Priority(all) => all.contains(&it.priority),
        Test::Waiting(when) => it.waiting_since.is_some_and(|at| is_at(at, *when, eye.now)),
        Test::Created(when) => is_at(it.created_at, *when, eye.now),
        Test::Active(when) => is_at(it.active_at, *when, eye.now),
        Test::HasFailed => it.has_failed,
        Test::MentionsMe => eye.me.is_some_and(|me| it.mentioned.contains(&me)),
        Test::Unread if eye.me.is_none() => false,
        Test::Contact { .. }
        | Test::Language(_)
        | Test::Unread
        | Test::Late
        | Test::Said { .. }
        | Test::OpenHours
        | Test::Upset
        | Test::AtLeast { .. } => return None,
    })
}

fn is_at(at: Millis, when: When, now: Millis) -> bool {
    match when {
        When::Before(time) => at < time,
        When::Since(time) => at >= time,
        When::Longer(span) => now.since(at) > span,
        When::Within(span) => now.since(at) <= span,
    }
}

fn by_reading(test: &Test, known: &mut impl Known) -> Result<bool> {
    match test {
        Test::Unread => known.unread(),
        Test::Late => known.late(),
        Test::Said { part, is } => Ok(text_is(&known.said(*part)?, is)),
        Test::OpenHours => known.open_hours(),
        Test::Upset => known.upset(),
        Test::AtLeast { of, n } => Ok(known.tally(*of)? >= *n),
        Test::Language(all) => {
            let language = known.person()?.language;
            let first = first_subtag(&language);
            Ok(all.iter().any(|it| first_subtag(it) == first))
        }
        Test::Contact { field, is } => {
            let value = match field {
                ContactField::OfCompany(key) => known.of_company(key)?,
                other => of_person(&known.person()?, other),
            };
            Ok(text_is(&value, is))
        }
        // Everything else is among the facts.
        _ => Ok(false),
    }
}

fn first_subtag(language: &str) -> String {
    let first = language.split(['-', '_']).next().unwrap_or_default();
    first.to_ascii_lowercase()
}

fn of_person(it: &Contact, field: &ContactField) -> String {
    match field {
        ContactField::Name => it.name.clone(),
        ContactField::Tier => it.tier.name().to_owned(),
        ContactField::Company => it.company.clone(),
        ContactField::Own(key) | ContactField::OfCompany(key) => {
            let found = it.attributes.iter().find(|(name, _)| name == key);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        }
    }
}

fn text_is(value: &str, is: &TextTest) -> bool {
    match is {
        TextTest::Is(text) => fold(value.trim()) == fold(text.trim()),
        TextTest::Has(text) => fold(value).contains(&fold(text.trim())),
        TextTest::Words(all) => {
            let said = words(value);
            all.iter()
                .any(|it| phrases::contains(&said, &words(it).join(" ")))
        }
        TextTest::Empty => value.trim().is_empty(),
    }
}
