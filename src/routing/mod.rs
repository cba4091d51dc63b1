//! Who gets a conversation, and why: calculation over what is known of the people who are there. Knows no store, no
//! clock and no page, and changes nothing.
//!
//! In order: the one who always has this customer; the one who solved the case before; else whoever of those with room
//! knows most of what it is about, speaks the language, carries least of what they may, and has been without something
//! new for longest. Nobody ever carries more than they may.

use std::cmp::Ordering;

use crate::domain::id::{AgentId, TagId};
use crate::domain::queue::serving::Spoken;
use crate::domain::reason::{Basis, Reason};
use crate::domain::time::Millis;

/// Somebody of the team who is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: AgentId,
    /// Points they carry, and may carry.
    pub load: u16,
    pub cap: u16,
    pub skills: Vec<TagId>,
    /// Two letters each; none said: any.
    pub speaks: Vec<String>,
    /// When they were given something last.
    pub given_at: Millis,
}

impl Person {
    /// Whether so many points more are not too many.
    #[must_use]
    pub fn has_room(&self, weight: u16) -> bool {
        self.load.saturating_add(weight) <= self.cap
    }

    fn says_they_speak(&self, language: Spoken) -> bool {
        self.speaks.iter().any(|it| it == language.code())
    }

    /// Whether they may speak it: who says nothing of languages may.
    fn may_speak(&self, language: Option<Spoken>) -> bool {
        self.speaks.is_empty() || language.is_none_or(|it| self.says_they_speak(it))
    }

    fn knows(&self, needs: &[TagId]) -> usize {
        needs.iter().filter(|it| self.skills.contains(it)).count()
    }

    /// Whether they know all that a conversation is about, and may speak its language.
    #[must_use]
    pub fn fits(&self, needs: &[TagId], language: Option<Spoken>) -> bool {
        self.knows(needs) == needs.len() && self.may_speak(language)
    }

    /// Who carries a smaller part of what they may comes first.
    fn less_loaded(&self, other: &Self) -> Ordering {
        let part = |of: &Self, by: &Self| u32::from(of.load) * u32::from(by.cap.max(1));
        part(self, other).cmp(&part(other, self))
    }
}

/// A conversation somebody is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Case {
    pub weight: u16,
    /// What it is about, as far as somebody of the team knows such things.
    pub needs: Vec<TagId>,
    pub language: Option<Spoken>,
    /// Who always has this customer.
    pub owner: Option<AgentId>,
    /// Who solved the case before.
    pub earlier: Option<AgentId>,
    /// Who had it and did not take it: asked last.
    pub refused: Vec<AgentId>,
    /// Somebody who fits is waited for.
    pub only_fitting: bool,
}

/// Why nobody gets it now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nobody {
    /// Nobody of the team is there.
    There,
    /// Nobody who is there has room.
    HasRoom,
    /// Nobody with room fits, and somebody who does is waited for.
    Fits,
}

impl Nobody {
    /// The name in `words` (`nobody-…`) and the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Nobody::There => "there",
            Nobody::HasRoom => "has-room",
            Nobody::Fits => "fits",
        }
    }
}

/// Who gets it, and why.
///
/// # Errors
/// Why nobody does.
pub fn choose<'p>(
    case: &Case,
    there: impl IntoIterator<Item = &'p Person>,
) -> Result<(AgentId, Reason), Nobody> {
    let mut there = there.into_iter().peekable();
    if there.peek().is_none() {
        return Err(Nobody::There);
    }
    let free: Vec<&Person> = there.filter(|it| it.has_room(case.weight)).collect();
    if free.is_empty() {
        return Err(Nobody::HasRoom);
    }
    let refused = |id: AgentId| case.refused.contains(&id);
    let usual = [(Basis::Owner, case.owner), (Basis::Earlier, case.earlier)];
    for (by, who) in usual {
        let who = who.filter(|id| !refused(*id));
        if let Some(found) = free.iter().find(|it| Some(it.id) == who) {
            return Ok((found.id, reason(case, found, by)));
        }
    }
    let best = free
        .into_iter()
        .filter(|it| !case.only_fitting || it.fits(&case.needs, case.language))
        .min_by(|a, b| {
            let says = |it: &Person| case.language.is_some_and(|l| it.says_they_speak(l));
            let unfit = |it: &Person| (!it.may_speak(case.language), !says(it));
            refused(a.id)
                .cmp(&refused(b.id))
                .then_with(|| b.knows(&case.needs).cmp(&a.knows(&case.needs)))
                .then_with(|| unfit(a).cmp(&unfit(b)))
                .then_with(|| a.less_loaded(b))
                .then_with(|| a.given_at.cmp(&b.given_at))
                .then_with(|| a.id.cmp(&b.id))
        });
    best.map(|it| (it.id, reason(case, it, Basis::Fit)))
        .ok_or(Nobody::Fits)
}

fn reason(case: &Case, who: &Person, by: Basis) -> Reason {
    let usual = case.owner.or(case.earlier);
    let language = case.language.filter(|it| who.says_they_speak(*it));
    Reason::Routed {
        by,
        skills: u8::try_from(who.knows(&case.needs)).unwrap_or(u8::MAX),
        language,
        load: who.load.saturating_add(case.weight),
        cap: who.cap,
        without: usual.filter(|it| *it != who.id),
    }
}

#[cfg(test)]
mod tests;
