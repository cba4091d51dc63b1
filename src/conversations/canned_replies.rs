//! Answering with a text that was written once: its places filled in for a case, put into a draft with its files.

use crate::conversations::draft::{Writing, attach, save};
use crate::conversations::find::find;
use crate::domain::actor::Viewer;
use crate::domain::canned_reply::{CannedReply, OF_CONTACT, filled, filled_or_empty, first_name};
use crate::domain::contact::{Contact, IdentifierKind};
use crate::domain::conversation::Conversation;
use crate::domain::draft::Draft;
use crate::domain::error::Result;
use crate::domain::id::AgentId;
use crate::domain::message::Attachment;
use crate::store::{Look, Write};
use crate::text::fold::fold;

/// What is known of a case for the places of its answers.
pub struct Known {
    person: Contact,
    email: String,
    /// None yet of a case that is being begun.
    number: Option<u64>,
    subject: String,
    agent: String,
    business: String,
}

impl Known {
    /// Of a case, for who answers it.
    ///
    /// # Errors
    /// The store's.
    pub fn of(look: &Look<'_>, by: &Viewer, c: &Conversation) -> Result<Self> {
        Self::of_agent(look, by.agent_id(), c)
    }

    /// Of a case, for one of us, or for nobody in person.
    ///
    /// # Errors
    /// The store's.
    pub fn of_agent(look: &Look<'_>, by: Option<AgentId>, c: &Conversation) -> Result<Self> {
        let person = look.person(c.contact)?.unwrap_or_default();
        let held = look.identifiers_of(person.id)?;
        let email = held
            .into_iter()
            .find(|it| it.handle.kind == IdentifierKind::Email);
        let agent = match by {
            Some(id) => look.agent(id)?.unwrap_or_default().name,
            None => String::new(),
        };
        Ok(Known {
            person,
            email: email.map(|it| it.handle.value).unwrap_or_default(),
            number: Some(c.number),
            subject: c.subject.clone(),
            agent,
            business: look.business()?.unwrap_or_default().name,
        })
    }

    /// Of somebody a case is being begun with: a contact, or a name and address that were typed.
    ///
    /// # Errors
    /// The store's.
    pub fn before(
        look: &Look<'_>,
        by: &Viewer,
        person: Contact,
        (email, subject): (&str, &str),
    ) -> Result<Self> {
        let case = Conversation {
            contact: person.id,
            subject: subject.to_owned(),
            ..Conversation::default()
        };
        let known = Self::of_agent(look, by.agent_id(), &case)?;
        let email = match known.email {
            held if !held.is_empty() => held,
            _ => email.to_owned(),
        };
        Ok(Known {
            person,
            email,
            number: None,
            ..known
        })
    }

    /// The text for this case's customer, in their language where there is one.
    #[must_use]
    pub fn said_by(&self, it: &CannedReply) -> String {
        self.fill(it.text_for(&self.person.language))
    }

    /// A text with its places filled in.
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        filled(text, &|name| self.value(name))
    }

    /// As [`Known::fill`]; what is not known is left out.
    #[must_use]
    pub fn sign(&self, text: &str) -> String {
        filled_or_empty(text, &|name| self.value(name))
    }

    /// What stands in a place of this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        let whole = self.person.name.as_str();
        // A number or address stands where no name is known.
        let is_name = whole.starts_with(char::is_alphabetic) && !whole.contains('@');
        let named = Some(whole).filter(|_| is_name);
        let value = match name {
            "contact.name" => named?,
            "contact.first_name" => first_name(named?),
            "contact.company" => &self.person.company,
            "contact.email" => &self.email,
            "conversation.number" => return self.number.map(|it| it.to_string()),
            "conversation.subject" => &self.subject,
            "agent.name" => &self.agent,
            "agent.first_name" => first_name(&self.agent),
            "business.name" => &self.business,
            other => {
                let key = fold(other.strip_prefix(OF_CONTACT)?);
                let mut all = self.person.attributes.iter();
                return all.find(|it| fold(&it.0) == key).map(|it| it.1.clone());
            }
        };
        Some(value.to_owned())
    }
}

/// Puts a canned reply behind what is being written, with its files.
///
/// # Errors
/// As [`save`] and [`attach`].
pub fn insert(
    w: &mut Write<'_>,
    by: &Viewer,
    it: &CannedReply,
    (number, note): (u64, bool),
) -> Result<Draft> {
    let c = find(w, by, number)?;
    let said = Known::of(w, by, &c)?.said_by(it);
    let old = match by.agent_id() {
        Some(agent) => w.draft(c.id, agent, note)?.unwrap_or_default(),
        None => Draft::default(),
    };
    let before = old.text.trim_end();
    let text = if old.gone || before.is_empty() {
        said
    } else {
        format!("{before}\n\n{said}")
    };
    let writing = Writing {
        conversation: number,
        note,
        revision: old.revision,
        text,
        to: old.to,
        cc: old.cc,
        bcc: old.bcc,
        files: old.attachments.iter().map(|it| it.id).collect(),
    };
    save(w, by, &writing)?;
    add_files(w, by, it, (number, note))
}

/// Hangs the files of a canned reply on a draft.
///
/// # Errors
/// As [`attach`].
pub fn add_files(
    w: &mut Write<'_>,
    by: &Viewer,
    it: &CannedReply,
    (number, note): (u64, bool),
) -> Result<Draft> {
    for file in &it.files {
        let copy = Attachment {
            id: w.new_id(),
            ..file.clone()
        };
        attach(w, by, number, note, &copy)?;
    }
    let c = find(w, by, number)?;
    let agent = by.agent_id().unwrap_or_default();
    Ok(w.draft(c.id, agent, note)?.unwrap_or_default())
}
