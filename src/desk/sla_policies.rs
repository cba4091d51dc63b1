//! SLA policies: how soon we mean to answer whom. None exists until an administrator makes one.

use crate::desk::alerts::outlets;
use crate::desk::setting::{self, noun};
use crate::desk::views;
use crate::domain::actor::{Right, Viewer};
use crate::domain::channel::{Channel, ChannelKind};
use crate::domain::conversation::Priority;
use crate::domain::error::{Error, Result};
use crate::domain::id::SlaPolicyId;
use crate::domain::job::JobKind;
use crate::domain::sla::{ClockKind, Pauses, SlaPolicy, Step, Target};
use crate::domain::time::{Span, Term};
use crate::domain::view::{Condition, Test};
use crate::store::{Look, Write};

/// Longest target: a year, or so many working days.
const LONGEST: Span = Span::days(366);
const WORKING_DAYS: u16 = 250;
/// Steps of one at most, and the farthest from what is due, minutes: thirty days.
const STEPS: usize = 8;
const FARTHEST: i32 = 43_200;
const PEOPLE: usize = 20;

/// What may be said of one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    pub name: String,
    pub condition: Condition,
    pub targets: Vec<Target>,
    pub business_hours: bool,
    pub pauses: Pauses,
    pub steps: Vec<Step>,
}

impl About {
    /// What is said of one now.
    #[must_use]
    pub fn of(it: &SlaPolicy) -> Self {
        About {
            name: it.name.clone(),
            condition: it.condition.clone(),
            targets: it.targets.clone(),
            business_hours: it.business_hours,
            pauses: it.pauses,
            steps: it.steps.clone(),
        }
    }

    /// As a policy that is not kept.
    #[must_use]
    pub fn over(&self, it: SlaPolicy) -> SlaPolicy {
        let mut steps = self.steps.clone();
        steps.sort_by_key(|it| it.minutes);
        let mut targets = self.targets.clone();
        targets.sort_by_key(|it| (it.clock, it.priority));
        SlaPolicy {
            name: self.name.clone(),
            condition: self.condition.clone(),
            targets,
            business_hours: self.business_hours,
            pauses: self.pauses,
            steps,
            ..it
        }
    }
}

noun! { SlaPolicy, SlaPolicyId, "sla policy", sla_policy, sla_policies, put_sla_policy, policy: SlaPolicyMade SlaPolicyChanged SlaPolicyRetired }

/// Those in use, in the order in which they are asked.
///
/// # Errors
/// The store's.
pub fn list(look: &Look<'_>) -> Result<Vec<SlaPolicy>> {
    let mut all = setting::list::<SlaPolicy>(look)?;
    all.sort_by_cached_key(SlaPolicy::rank);
    Ok(all)
}

/// One in use.
///
/// # Errors
/// [`Error::NotFound`].
pub fn find(look: &Look<'_>, id: SlaPolicyId) -> Result<SlaPolicy> {
    setting::find(look, id)
}

/// Makes one, asked behind the others. With `now` the conversations that are open are measured by it too.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] on `name`, `condition`, `targets`, `steps`.
pub fn make(w: &mut Write<'_>, by: &Viewer, about: &About, now: bool) -> Result<SlaPolicy> {
    by.need(Right::Administer)?;
    let last = list(w)?.last().map(|it| it.position);
    let it = SlaPolicy {
        id: w.new_id(),
        position: last.map_or(0, |it| it.saturating_add(1)),
        created_at: w.now(),
        ..SlaPolicy::default()
    };
    put(w, by, it, about, now)
}

/// Changes one. What was agreed for clocks that run stays agreed, but with `now`.
///
/// # Errors
/// As [`make`]; [`Error::NotFound`].
pub fn change(
    w: &mut Write<'_>,
    by: &Viewer,
    id: SlaPolicyId,
    about: &About,
    now: bool,
) -> Result<SlaPolicy> {
    by.need(Right::Administer)?;
    let it = find(w, id)?;
    put(w, by, it, about, now)
}

fn put(
    w: &mut Write<'_>,
    by: &Viewer,
    it: SlaPolicy,
    about: &About,
    now: bool,
) -> Result<SlaPolicy> {
    let before = w.sla_policy(it.id)?;
    check(w, about)?;
    let before = before.as_ref().map(|it| &it.condition);
    views::check(w, by, &about.condition, before)?;
    let kept = setting::put(w, by, about.over(it))?;
    if now {
        measure(w)?;
    }
    Ok(kept)
}

/// Takes one out of use; conversations are measured by the others.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`].
pub fn retire(w: &mut Write<'_>, by: &Viewer, id: SlaPolicyId) -> Result<()> {
    setting::retire::<SlaPolicy>(w, by, id)?;
    measure(w)
}

/// Has one asked before the one above it, or behind the one below it.
///
/// # Errors
/// As [`retire`].
pub fn shift(w: &mut Write<'_>, by: &Viewer, id: SlaPolicyId, up: bool) -> Result<()> {
    by.need(Right::Administer)?;
    find(w, id)?;
    let Some(all) = setting::shifted(list(w)?, |it| it.id == id, up) else {
        return Ok(());
    };
    for (position, it) in (0..).zip(all) {
        if it.position != position {
            setting::put(w, by, SlaPolicy { position, ..it })?;
        }
    }
    measure(w)
}

fn measure(w: &mut Write<'_>) -> Result<()> {
    let now = w.now();
    let (before, anew) = (None, true);
    w.job(now, JobKind::Measure { before, anew }).map(|_| ())
}

/// Whether one can be kept.
///
/// # Errors
/// [`Error::Invalid`] on `targets` or `steps`.
pub fn check(look: &Look<'_>, about: &About) -> Result<()> {
    let mut seen = Vec::new();
    for it in &about.targets {
        let place = (it.clock, it.priority);
        if seen.contains(&place) || !is_sound(it.term) {
            return Err(Error::invalid("targets", "error-sla-target"));
        }
        seen.push(place);
    }
    if seen.is_empty() {
        return Err(Error::invalid("targets", "error-sla-no-target"));
    }
    if about.steps.len() > STEPS {
        return Err(Error::invalid("steps", "error-sla-steps"));
    }
    for it in &about.steps {
        if !is_sound_step(look, it)? {
            return Err(Error::invalid("steps", "error-sla-step"));
        }
    }
    Ok(())
}

fn is_sound(term: Term) -> bool {
    match term {
        Term::Span(span) => (Span::minutes(1)..=LONGEST).contains(&span),
        Term::WorkingDays(n) => (1..=WORKING_DAYS).contains(&n),
    }
}

fn is_sound_step(look: &Look<'_>, it: &Step) -> Result<bool> {
    for id in &it.people {
        if look.agent(*id)?.is_none() {
            return Ok(false);
        }
    }
    if let Some(team) = it.team
        && look.team(team)?.is_none()
    {
        return Ok(false);
    }
    if !outlets::are_known(look, &it.outlets)? {
        return Ok(false);
    }
    let does = it.assignee || it.lead || !it.people.is_empty() || !it.outlets.is_empty();
    let does = does || it.priority.is_some() || it.team.is_some();
    let near = (-FARTHEST..=FARTHEST).contains(&it.minutes);
    Ok(does && near && it.people.len().max(it.outlets.len()) <= PEOPLE)
}

/// Minutes to an answer: on the web site, by messages, by mail.
pub type Minutes = [u16; 3];

/// The place of a kind of channel among them.
#[must_use]
pub fn place_of(kind: ChannelKind) -> usize {
    match kind {
        ChannelKind::WebChat => 0,
        ChannelKind::Email => 2,
        _ => 1,
    }
}

/// How soon, as a desk without figures of its own may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    Relaxed,
    Normal,
    Fast,
}

impl Preset {
    pub const ALL: [Preset; 3] = [Preset::Relaxed, Preset::Normal, Preset::Fast];

    /// The name in forms and `words` (`sla-preset-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Preset::Relaxed => "relaxed",
            Preset::Normal => "normal",
            Preset::Fast => "fast",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Preset::ALL.into_iter().find(|it| it.name() == name)
    }

    #[must_use]
    pub fn minutes(self) -> Minutes {
        match self {
            Preset::Relaxed => [10, 60, 480],
            Preset::Normal => [3, 15, 240],
            Preset::Fast => [1, 5, 60],
        }
    }
}

/// Makes a policy for each kind of channel there is, under the names given for the chat, for messages and for mail; none
/// where the minutes are nought.
///
/// # Errors
/// As [`make`].
pub fn begin(w: &mut Write<'_>, by: &Viewer, all: Minutes, names: &[String; 3]) -> Result<()> {
    let channels = w.arranged::<Channel>()?;
    for (at, (minutes, name)) in all.into_iter().zip(names).enumerate() {
        let of = channels
            .iter()
            .filter(|it| it.retired_at.is_none() && place_of(it.kind) == at);
        let of: Vec<_> = of.map(|it| it.id).collect();
        if minutes > 0 && !of.is_empty() {
            let condition = Condition::Is(Test::Channel(of));
            make(w, by, &usual(name, condition, minutes), true)?;
        }
    }
    Ok(())
}

/// An answer in so many minutes while it is open, a warning when two thirds of them are over, and the lead told when they
/// all are.
fn usual(name: &str, condition: Condition, minutes: u16) -> About {
    let clocks = [ClockKind::FirstResponse, ClockKind::NextResponse];
    let targets = clocks.into_iter().flat_map(|clock| {
        Priority::ALL.map(|priority| Target {
            clock,
            priority,
            term: Term::Span(Span::minutes(i64::from(minutes))),
        })
    });
    let warning = Step {
        minutes: -i32::from(minutes.div_ceil(3)),
        assignee: true,
        ..Step::default()
    };
    let missed = Step {
        assignee: true,
        lead: true,
        ..Step::default()
    };
    About {
        name: name.to_owned(),
        condition,
        targets: targets.collect(),
        business_hours: true,
        pauses: Pauses::default(),
        steps: vec![warning, missed],
    }
}
