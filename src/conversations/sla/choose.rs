//! Which policy is for a conversation: the first that fits.

use crate::conditions::{Eye, Facts, Known, fits};
use crate::conversations::sla::minutes::Count;
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::id::SlaPolicyId;
use crate::domain::sla::SlaPolicy;
use crate::domain::time::Millis;
use crate::store::Look;

/// What clocks are measured by.
#[derive(Debug, Clone)]
pub struct Yardstick {
    /// Those in use, in their order.
    pub policies: Vec<SlaPolicy>,
}

impl Yardstick {
    /// What counts now.
    ///
    /// # Errors
    /// The store's.
    pub fn read(look: &Look<'_>) -> Result<Self> {
        let mut policies = look.sla_policies()?;
        policies.retain(|it| it.retired_at.is_none());
        policies.sort_by_cached_key(SlaPolicy::rank);
        Ok(Yardstick { policies })
    }

    /// The policy of a conversation: the one a rule chose; else the one it has already, unless it is to be chosen anew.
    ///
    /// # Errors
    /// The store's.
    pub fn policy(
        &self,
        look: &Look<'_>,
        c: &Conversation,
        (now, anew): (Millis, bool),
    ) -> Result<Option<&SlaPolicy>> {
        let chosen = |it: &&SlaPolicy| Some(it.id) == c.agreed;
        if let Some(by_rule) = self.policies.iter().find(chosen) {
            return Ok(Some(by_rule));
        }
        let has = c.sla.as_ref().filter(|_| !anew).map(|it| it.policy);
        if let Some(known) = self.policies.iter().find(|it| Some(it.id) == has) {
            return Ok(Some(known));
        }
        let eye = Eye { me: None, now };
        let facts = Facts::of(c);
        for it in &self.policies {
            let mut known = Reading { look, c };
            if fits(&it.condition, &facts, eye, &mut known)? {
                return Ok(Some(it));
            }
        }
        Ok(None)
    }
}

impl Yardstick {
    /// What counts in a conversation by a policy; `None` of one that is out of use.
    ///
    /// # Errors
    /// The store's.
    pub fn count(
        &self,
        look: &Look<'_>,
        c: &Conversation,
        policy: SlaPolicyId,
    ) -> Result<Option<Count<'_>>> {
        let policy = self.policies.iter().find(|it| it.id == policy);
        let with = |it| Count::read(look, c, it);
        policy.map(with).transpose()
    }
}

/// Whether anything is agreed about it at all: not of what nobody is to answer.
#[must_use]
pub fn is_measured(c: &Conversation) -> bool {
    let aside = c.is_aside() || c.history;
    !aside && c.status != Status::Spam
}

/// What conditions ask beyond the conversation itself.
struct Reading<'a, 't> {
    look: &'a Look<'t>,
    c: &'a Conversation,
}

impl Known for Reading<'_, '_> {
    fn person(&mut self) -> Result<Contact> {
        Ok(self.look.person(self.c.contact)?.unwrap_or_default())
    }

    fn of_company(&mut self, key: &str) -> Result<String> {
        let company = self.person()?.company_of;
        self.look.company_value(company, key)
    }

    /// Nobody looks.
    fn unread(&mut self) -> Result<bool> {
        Ok(false)
    }

    /// It is what chooses by which time it would be.
    fn late(&mut self) -> Result<bool> {
        Ok(false)
    }
}
