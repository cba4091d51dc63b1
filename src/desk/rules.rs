//! Rules: what an administrator arranges to happen by itself. None exists until somebody makes one.

use crate::desk::alerts::outlets;
use crate::desk::macros;
use crate::desk::setting::{self, noun};
use crate::desk::views;
use crate::domain::actor::{Right, Viewer};
use crate::domain::error::{Error, Result};
use crate::domain::id::RuleId;
use crate::domain::job::JobKind;
use crate::domain::macros::MacroAct;
use crate::domain::rule::{Rule, RuleAct, Trigger};
use crate::domain::time::Span;
use crate::domain::view::Condition;
use crate::store::{Look, Write};

/// Acts of one at most, and people it tells.
const ACTS: usize = 30;
const PEOPLE: usize = 20;
/// Longest wait: a year.
const LONGEST: Span = Span::days(366);

/// What may be said of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub trigger: Trigger,
    pub condition: Condition,
    pub acts: Vec<RuleAct>,
    pub stops: bool,
    pub off: bool,
}

impl About {
    /// What is said of one now.
    #[must_use]
    pub fn of(it: &Rule) -> Self {
        About {
            name: it.name.clone(),
            trigger: it.trigger,
            condition: it.condition.clone(),
            acts: it.acts.clone(),
            stops: it.stops,
            off: it.off,
        }
    }

    /// As a rule that is not kept.
    #[must_use]
    pub fn over(&self, it: Rule) -> Rule {
        Rule {
            name: self.name.clone(),
            trigger: self.trigger,
            condition: self.condition.clone(),
            acts: self.acts.clone(),
            stops: self.stops,
            off: self.off,
            ..it
        }
    }
}

noun! { Rule, RuleId, "rule", rule, rules, put_rule, rule: RuleMade RuleChanged RuleRetired }

/// Those there are, in the order in which they are asked.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>) -> Result<Vec<Rule>> {
    let mut all = setting::list::<Rule>(look)?;
    all.sort_by_cached_key(Rule::rank);
    Ok(all)
}

/// One of them.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: RuleId) -> Result<Rule> {
    setting::find(look, id)
}

/// Makes one, asked behind the others of its trigger.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `name`, `trigger`, `condition`, `acts`.
pub fn make(w: &mut Write<'_>, by: &Viewer, about: &About) -> Result<Rule> {
    by.need(Right::Administer)?;
    let last = list(w)?.iter().map(|it| it.position).max();
    let it = Rule {
        id: w.new_id(),
        position: last.map_or(0, |it| it.saturating_add(1)),
        created_at: w.now(),
        ..Rule::default()
    };
    put(w, by, it, about)
}

/// Changes one: it counts from now on, and is asked again if Lobby had switched it off.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(w: &mut Write<'_>, by: &Viewer, id: RuleId, about: &About) -> Result<Rule> {
    by.need(Right::Administer)?;
    let it = find(w, id)?;
    if it.broken.is_none() && About::of(&it) == *about {
        return Ok(it);
    }
    put(w, by, it, about)
}

fn put(w: &mut Write<'_>, by: &Viewer, it: Rule, about: &About) -> Result<Rule> {
    let before = w.rule(it.id)?;
    check(w, about)?;
    let before = before.as_ref().map(|it| &it.condition);
    views::check_for_rule(w, by, &about.condition, before)?;
    let new = Rule {
        broken: None,
        since: w.now(),
        ..about.over(it)
    };
    let kept = setting::put(w, by, new)?;
    plan(w)?;
    Ok(kept)
}

/// Switches one off, or on again.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] on `acts` where what it names is gone.
pub fn switch(w: &mut Write<'_>, by: &Viewer, id: RuleId, on: bool) -> Result<Rule> {
    let about = About::of(&find(w, id)?);
    change(w, by, id, &About { off: !on, ..about })
}

/// Takes one out of use. What it did stays.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: RuleId) -> Result<()> {
    setting::retire::<Rule>(w, by, id)?;
    plan(w)
}

/// Has one asked before the one above it, or behind the one below it, of the same trigger.
///
/// # Errors
/// As [`retire`].
pub fn shift(w: &mut Write<'_>, by: &Viewer, id: RuleId, up: bool) -> Result<()> {
    by.need(Right::Administer)?;
    let place = find(w, id)?.trigger.place();
    let mut all = list(w)?;
    all.retain(|it| it.trigger.place() == place);
    let Some(all) = setting::shifted(all, |it| it.id == id, up) else {
        return Ok(());
    };
    for (position, it) in (0..).zip(all) {
        if it.position != position {
            setting::put(w, by, Rule { position, ..it })?;
        }
    }
    Ok(())
}

fn plan(w: &mut Write<'_>) -> Result<()> {
    let now = w.now();
    w.job(now, JobKind::PlanRules { before: None }).map(|_| ())
}

/// Whether one can be kept.
///
/// # Errors
/// [`Error::Invalid`] on `trigger` or `acts`.
pub fn check(look: &Look<'_>, about: &About) -> Result<()> {
    if let Trigger::Waited { span, .. } = about.trigger
        && !(Span::minutes(1)..=LONGEST).contains(&span)
    {
        return Err(Error::invalid("trigger", "error-rule-wait"));
    }
    if let Trigger::Tagged { tag: Some(tag) } = about.trigger
        && look.tag(tag)?.is_none()
    {
        return Err(Error::invalid("trigger", "error-no-such-tag"));
    }
    if about.acts.is_empty() {
        return Err(Error::invalid("acts", "error-rule-empty"));
    }
    if about.acts.len() > ACTS || missing(look, &about.acts)? {
        return Err(Error::invalid("acts", "error-rule-act"));
    }
    let mut done = Vec::new();
    for act in &about.acts {
        match act {
            RuleAct::Do(MacroAct::AssignMe) => {
                return Err(Error::invalid("acts", "error-rule-act"));
            }
            RuleAct::Do(it) => done.push(it.clone()),
            RuleAct::Tell(told) => {
                let many = told.people.len() > PEOPLE || told.outlets.len() > PEOPLE;
                if told.is_nobody() || many || !outlets::are_known(look, &told.outlets)? {
                    return Err(Error::invalid("acts", "error-rule-tells-nobody"));
                }
            }
            RuleAct::Untag { .. }
            | RuleAct::Say { .. }
            | RuleAct::Agree { .. }
            | RuleAct::LegalDue { .. }
            | RuleAct::Call { .. } => {}
        }
    }
    if done.is_empty() {
        return Ok(());
    }
    macros::check(look, &done)
}

/// Whether anything that its acts name is gone.
fn missing(look: &Look<'_>, acts: &[RuleAct]) -> Result<bool> {
    for act in acts {
        let there = match act {
            RuleAct::Untag { tag } => look.tag(*tag)?.is_some_and(|it| it.retired_at.is_none()),
            RuleAct::Say { reply } => look
                .canned_reply(*reply)?
                .is_some_and(|it| it.retired_at.is_none()),
            RuleAct::Tell(told) => {
                let mut all = true;
                for id in &told.people {
                    all = all && look.agent(*id)?.is_some_and(|it| it.is_active());
                }
                all
            }
            RuleAct::Agree { policy } => look
                .sla_policy(*policy)?
                .is_some_and(|it| it.retired_at.is_none()),
            RuleAct::LegalDue { kind } => look
                .legal_kind(*kind)?
                .is_some_and(|it| it.retired_at.is_none()),
            RuleAct::Call { webhook } => look
                .webhook(*webhook)?
                .is_some_and(|it| it.retired_at.is_none()),
            RuleAct::Do(_) => true,
        };
        if !there {
            return Ok(true);
        }
    }
    Ok(false)
}
