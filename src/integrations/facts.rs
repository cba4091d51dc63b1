//! What a card is asked with: who the contact of a conversation is, and how sure that is.

use crate::contacts::people::identifiers;
use crate::conversations::find::find;
use crate::conversations::persons::in_doubt;
use crate::desk::cards::list;
use crate::domain::actor::{Right, Viewer};
use crate::domain::canned_reply::{OF_CONTACT, first_name, places};
use crate::domain::card::DataCard;
use crate::domain::contact::{Contact, Identifier, IdentifierKind};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::{CardId, ContactId};
use crate::store::Look;
use crate::text::fold::fold;

/// Who may see a card: those of its teams, and those who arrange it.
#[must_use]
pub fn may_see(by: &Viewer, it: &DataCard) -> bool {
    let of_team = it.teams.is_empty() || it.teams.iter().any(|id| by.teams.contains(id));
    of_team || by.may(Right::Administer)
}

/// The cards beside a conversation, for somebody who sees it.
///
/// # Errors
/// The store's.
pub fn beside(look: &Look<'_>, by: &Viewer, c: &Conversation) -> Result<Vec<DataCard>> {
    let mut all = list(look)?;
    all.retain(|it| it.is_beside(c) && may_see(by, it));
    Ok(all)
}

/// A card beside a conversation, with it.
///
/// # Errors
/// [`Error::NotFound`] for what may not be seen too.
pub fn one_beside(
    look: &Look<'_>,
    by: &Viewer,
    (number, id): (u64, CardId),
) -> Result<(Conversation, DataCard)> {
    let c = find(look, by, number)?;
    let all = beside(look, by, &c)?;
    let found = all.into_iter().find(|it| it.id == id);
    found
        .map(|it| (c, it))
        .ok_or_else(|| Error::not_found("card"))
}

/// What is known of the contact of a conversation.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub person: Contact,
    pub(in crate::integrations) held: Vec<Identifier>,
    pub(in crate::integrations) number: u64,
    pub(in crate::integrations) agent_email: String,
    /// Who writes may not be who it seems: nothing is asked then.
    pub doubtful: bool,
}

impl Facts {
    /// Of a conversation, for who looks at it.
    ///
    /// # Errors
    /// The store's.
    pub fn of(look: &Look<'_>, by: &Viewer, c: &Conversation) -> Result<Self> {
        let person = look.person(c.contact)?.unwrap_or_default();
        let mut held = identifiers(look, person.id)?;
        held.retain(|it| !it.former);
        let agent = by.agent_id().map(|id| look.agent(id)).transpose()?;
        Ok(Facts {
            doubtful: c.unverified || in_doubt(look, c.contact)?.is_some(),
            person,
            held,
            number: c.number,
            agent_email: agent.flatten().map(|it| it.email).unwrap_or_default(),
        })
    }

    #[must_use]
    pub fn contact(&self) -> ContactId {
        self.person.id
    }

    /// What stands in a place.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let person = &self.person;
        let value = match name {
            "contact.id" => person.id.to_string(),
            "contact.name" => person.name.clone(),
            "contact.first_name" => first_name(&person.name).to_owned(),
            "contact.company" => person.company.clone(),
            "contact.language" => person.language.clone(),
            "conversation.number" => self.number.to_string(),
            "agent.email" => self.agent_email.clone(),
            _ => match self.way(name) {
                Some(way) => way.map(|it| it.handle.value.clone())?,
                None => self.field(name)?,
            },
        };
        Some(value).filter(|it| !it.trim().is_empty())
    }

    fn field(&self, name: &str) -> Option<String> {
        let key = fold(name.strip_prefix(OF_CONTACT)?);
        let mut all = self.person.attributes.iter();
        all.find(|it| fold(&it.0) == key).map(|it| it.1.clone())
    }

    /// The way to reach somebody that a place names, the surest of its kind; `None` for a place that names none.
    fn way(&self, name: &str) -> Option<Option<&Identifier>> {
        let of = |it: &&Identifier| match name {
            "contact.email" => it.handle.kind == IdentifierKind::Email,
            "contact.phone" => {
                let phone = matches!(
                    it.handle.kind,
                    IdentifierKind::Phone | IdentifierKind::WhatsApp
                );
                phone && it.handle.value.starts_with('+')
            }
            _ => it.handle.kind == IdentifierKind::External,
        };
        let named = ["contact.email", "contact.phone", "contact.external_id"].contains(&name);
        named.then(|| self.held.iter().find(of))
    }

    /// The first place of these texts that is filled with what nobody has confirmed.
    #[must_use]
    pub fn claimed(&self, texts: &[&str]) -> Option<String> {
        let mut names = texts.iter().flat_map(|it| places(it));
        names.find(|name| {
            let way = self.way(name).flatten();
            way.is_some_and(|it| !it.evidence.is_verified())
        })
    }
}
