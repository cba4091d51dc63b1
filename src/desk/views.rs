//! Saved views: who may use which, what is checked before one is kept, and their order.

use crate::desk::audience::{self, Shared, may_write};
use crate::desk::setting::{checked_name, shifted};
use crate::domain::actor::{Right, Viewer};
use crate::domain::canned_reply::Audience;
use crate::domain::error::{Error, Result};
use crate::domain::event::{EventKind, Subject};
use crate::domain::id::{TeamId, ViewId};
use crate::domain::list::Sort;
use crate::domain::time::Span;
use crate::domain::view::{Condition, ContactField, Test, TextTest, View, When, Who};
use crate::store::{Look, Write};
use crate::text::fold::fold;

/// Groups within each other at most.
const DEPTH: usize = 6;
/// Tests of one at most, and values of a test.
const TESTS: usize = 50;
const VALUES: usize = 100;
/// Longest text compared with, characters.
const LONGEST: usize = 200;
/// Longest sign, characters: an emoji may be made of several.
const ICON: usize = 8;
/// Counted to at most.
const MOST: u32 = 1_000;
/// Longest ago, days: ten years.
const DAYS: i64 = 3_653;

/// What may be said of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub icon: String,
    pub condition: Condition,
    pub sort: Sort,
    pub audience: Audience,
}

impl About {
    /// What is said of one now.
    #[must_use]
    pub fn of(it: &View) -> Self {
        About {
            name: it.name.clone(),
            icon: it.icon.clone(),
            condition: it.condition.clone(),
            sort: it.sort,
            audience: it.audience,
        }
    }
}

impl Shared for View {
    const WHAT: &'static str = "view";

    fn name(&self) -> &str {
        &self.name
    }

    fn audience(&self) -> Audience {
        self.audience
    }

    fn is_retired(&self) -> bool {
        self.retired_at.is_some()
    }
}

/// Everybody's first, then those of teams, then one's own; each by place and name.
fn rank(it: &View) -> (u8, Option<TeamId>, u32, String) {
    let (first, team) = match it.audience {
        Audience::Everybody => (0, None),
        Audience::Team(team) => (1, Some(team)),
        Audience::Agent(_) => (2, None),
    };
    (first, team, it.position, fold(&it.name))
}

/// Those somebody works with, in their order.
///
/// # Errors
/// The store's.
pub fn usable(look: &Look<'_>, by: &Viewer) -> Result<Vec<View>> {
    let mut all = audience::usable(by, look.arranged::<View>()?.to_vec());
    all.sort_by_cached_key(rank);
    Ok(all)
}

/// Those somebody may know of, in their order, and whether each is theirs to change.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>, by: &Viewer) -> Result<Vec<(View, bool)>> {
    let mut all = audience::list(look, by, look.views()?)?;
    all.sort_by_cached_key(|it| rank(&it.0));
    Ok(all)
}

/// One somebody may know of, and whether it is theirs to change.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, by: &Viewer, id: ViewId) -> Result<(View, bool)> {
    audience::known(look, by, look.view(id)?)
}

fn to_change(look: &Look<'_>, by: &Viewer, id: ViewId) -> Result<View> {
    audience::to_change(look, by, look.view(id)?)
}

/// Makes one, behind the others of its audience.
///
/// # Errors
/// [`Error::Forbidden`] for who may not write for these; [`Error::Invalid`] on `name`, `icon` or `condition`.
pub fn make(w: &mut Write<'_>, by: &Viewer, about: &About) -> Result<View> {
    by.need(Right::Work)?;
    let others = beside(w, about.audience)?;
    let last = others.iter().map(|it| it.position).max();
    let it = View {
        id: w.new_id(),
        position: last.map_or(0, |it| it.saturating_add(1)),
        created_at: w.now(),
        ..View::default()
    };
    put(w, by, it, about)
}

/// Changes one. A change of nothing leaves no trace.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(w: &mut Write<'_>, by: &Viewer, id: ViewId, about: &About) -> Result<View> {
    let it = to_change(w, by, id)?;
    put(w, by, it, about)
}

/// Takes one out of use.
///
/// # Errors
/// As [`change`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: ViewId) -> Result<()> {
    let mut it = to_change(w, by, id)?;
    it.retired_at = Some(w.now());
    w.put_view(&it)?;
    w.event(
        by.actor,
        Subject::default(),
        EventKind::ViewRetired { view: id },
    )?;
    Ok(())
}

/// Puts one a place before the one above it of the same audience, or behind the one below it.
///
/// # Errors
/// As [`change`].
pub fn shift(w: &mut Write<'_>, by: &Viewer, id: ViewId, up: bool) -> Result<()> {
    let it = to_change(w, by, id)?;
    let all = beside(w, it.audience)?;
    let Some(all) = shifted(all, |one| one.id == id, up) else {
        return Ok(());
    };
    for (position, mut one) in (0..).zip(all) {
        if one.position != position {
            one.position = position;
            w.put_view(&one)?;
            let view = one.id;
            w.event(
                by.actor,
                Subject::default(),
                EventKind::ViewChanged { view },
            )?;
        }
    }
    Ok(())
}

/// All in use of an audience, in order.
fn beside(look: &Look<'_>, audience: Audience) -> Result<Vec<View>> {
    let mut all = look.views()?;
    all.retain(|it| it.retired_at.is_none() && it.audience == audience);
    all.sort_by_cached_key(rank);
    Ok(all)
}

fn put(w: &mut Write<'_>, by: &Viewer, it: View, about: &About) -> Result<View> {
    let new = View {
        name: checked_name(&about.name)?,
        icon: checked_icon(&about.icon)?,
        condition: about.condition.clone(),
        sort: about.sort,
        audience: about.audience,
        ..it
    };
    if !may_write(w, by, new.audience)? {
        return Err(Error::Forbidden { need: "supervise" });
    }
    let old = w.view(new.id)?;
    check(w, by, &new.condition, old.as_ref().map(|it| &it.condition))?;
    let taken = beside(w, new.audience)?;
    let alike = |it: &View| it.id != new.id && fold(&it.name) == fold(&new.name);
    if taken.iter().any(alike) {
        return Err(Error::invalid("name", "error-name-taken"));
    }
    let view = new.id;
    let kind = match old {
        Some(old) if old == new => return Ok(new),
        Some(_) => EventKind::ViewChanged { view },
        None => EventKind::ViewMade { view },
    };
    w.put_view(&new)?;
    w.event(by.actor, Subject::default(), kind)?;
    Ok(new)
}

fn checked_icon(icon: &str) -> Result<String> {
    let icon = icon.trim();
    let wrong = |it: char| it.is_control() || it.is_whitespace();
    if icon.chars().count() > ICON || icon.chars().any(wrong) {
        return Err(Error::invalid("icon", "error-view-icon"));
    }
    Ok(icon.to_owned())
}

/// Whether a condition can be asked: no larger than fits, everything it names is there, and no private team that who
/// asks may not know of, unless it was named before.
///
/// # Errors
/// [`Error::Invalid`] on `condition`.
pub fn check(
    look: &Look<'_>,
    by: &Viewer,
    condition: &Condition,
    before: Option<&Condition>,
) -> Result<()> {
    let mut for_rules = false;
    condition.each_test(&mut |test, _| for_rules |= test.is_for_rules());
    if for_rules {
        return Err(Error::invalid("condition", "error-view-value"));
    }
    check_for_rule(look, by, condition, before)
}

/// The same for a rule, which may ask more: its condition is read of one conversation at a time.
///
/// # Errors
/// As [`check`].
pub fn check_for_rule(
    look: &Look<'_>,
    by: &Viewer,
    condition: &Condition,
    before: Option<&Condition>,
) -> Result<()> {
    let wrong = |code| Err(Error::invalid("condition", code));
    if condition.depth() > DEPTH {
        return wrong("error-view-deep");
    }
    let mut known_before = Vec::new();
    if let Some(before) = before {
        before.each_test(&mut |test, _| {
            if let Test::Team(teams) = test {
                known_before.extend(teams.iter().flatten().copied());
            }
        });
    }
    let mut tests = Vec::new();
    condition.each_test(&mut |test, _| tests.push(test.clone()));
    if tests.len() > TESTS {
        return wrong("error-view-many");
    }
    for test in &tests {
        if !is_sound(look, by, test, &known_before)? {
            return wrong("error-view-value");
        }
    }
    Ok(())
}

fn is_sound(look: &Look<'_>, by: &Viewer, test: &Test, before: &[TeamId]) -> Result<bool> {
    let some = |n: usize| (1..=VALUES).contains(&n);
    Ok(match test {
        Test::State(all) => some(all.len()),
        Test::Priority(all) => some(all.len()),
        Test::Assignee(all) => {
            for who in all {
                if let Who::Agent(id) = who
                    && look.agent(*id)?.is_none()
                {
                    return Ok(false);
                }
            }
            some(all.len())
        }
        Test::Team(all) => {
            for id in all.iter().flatten() {
                let team = look.team(*id)?;
                let seen = team.is_some_and(|it| !it.private || by.sees_team(*id));
                if !seen && !before.contains(id) {
                    return Ok(false);
                }
            }
            some(all.len())
        }
        Test::Channel(all) => {
            for id in all {
                if look.channel(*id)?.is_none() {
                    return Ok(false);
                }
            }
            some(all.len())
        }
        Test::Tag(all) => {
            for id in all {
                if look.tag(*id)?.is_none() {
                    return Ok(false);
                }
            }
            some(all.len())
        }
        Test::Language(all) => {
            let fits = |it: &String| (2..=35).contains(&it.len()) && it.is_ascii();
            some(all.len()) && all.iter().all(fits)
        }
        Test::Contact { field, is } => is_named(field) && is_sound_text(is),
        Test::Said { is, .. } => is_sound_text(is),
        Test::AtLeast { n, .. } => (1..=MOST).contains(n),
        Test::Waiting(when) | Test::Created(when) | Test::Active(when) => match when {
            When::Before(_) | When::Since(_) => true,
            When::Longer(span) | When::Within(span) => {
                (Span::minutes(1)..=Span::days(DAYS)).contains(span)
            }
        },
        Test::HasFailed | Test::MentionsMe | Test::Unread => true,
        Test::Late | Test::OpenHours | Test::Upset => true,
    })
}

fn fits(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST
}

fn is_named(field: &ContactField) -> bool {
    match field {
        ContactField::Own(key) | ContactField::OfCompany(key) => fits(key),
        _ => true,
    }
}

fn is_sound_text(is: &TextTest) -> bool {
    match is {
        TextTest::Is(text) | TextTest::Has(text) => fits(text),
        TextTest::Words(all) => (1..=VALUES).contains(&all.len()) && all.iter().all(|it| fits(it)),
        TextTest::Empty => true,
    }
}
