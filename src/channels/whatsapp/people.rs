//! Who a message is from: the id WhatsApp gives somebody within the business, their number, or both.

use serde_json::Value;

use crate::channels::kit::hook::Facing;
use crate::channels::whatsapp::wire::{list, text};
use crate::domain::contact::{Evidence, Handle, IdentifierKind};
use crate::domain::inbound::Inbound;
use crate::text::{name, phone};

/// A person as WhatsApp names them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Person {
    /// Digits of the number, as written; may be empty.
    pub number: String,
    /// The id within the business (BSUID), such as `US.1349…`; may be empty.
    pub user: String,
    pub name: String,
}

impl Person {
    /// Who is meant by a number and an id, with what the call's list of contacts adds.
    #[must_use]
    pub fn of(value: &Value, number: &str, user: &str) -> Self {
        let contacts = list(value, "contacts");
        let is = |it: &&Value| {
            let (theirs, id) = (text(it, "wa_id"), text(it, "user_id"));
            (!user.is_empty() && id == user) || (!number.is_empty() && theirs == number)
        };
        let sole = || match contacts {
            [it] if number.is_empty() && user.is_empty() => Some(it),
            _ => None,
        };
        let Some(found) = contacts.iter().find(is).or_else(sole) else {
            return Person {
                number: number.to_owned(),
                user: user.to_owned(),
                name: String::new(),
            };
        };
        let or = |given: &str, name: &str| match given {
            "" => text(found, name),
            given => given.to_owned(),
        };
        let shown = text(found, "profile.name");
        let shown = if shown.is_empty() {
            text(found, "profile.username")
        } else {
            shown
        };
        Person {
            number: or(number, "wa_id"),
            user: or(user, "user_id"),
            name: name::person(&shown),
        }
    }

    #[must_use]
    pub fn is_nobody(&self) -> bool {
        self.number.is_empty() && self.user.is_empty()
    }

    /// By what they are known: the id within the business first, since a number can change hands.
    #[must_use]
    pub fn handle(&self, facing: &Facing<'_>) -> Handle {
        if !self.user.is_empty() {
            return by_user(facing, &self.user);
        }
        // What is no number is an id of a kind not known yet: kept apart, as it is.
        by_number(&self.number).unwrap_or_else(|| by_user(facing, &self.number))
    }

    /// A message of theirs, nothing said yet.
    #[must_use]
    pub fn inbound(&self, facing: &Facing<'_>) -> Inbound {
        let mut also = Vec::new();
        if let Some(here) = by_number(&self.number) {
            also.push((Handle::phone(here.value.clone()), Evidence::Provider));
            if !self.user.is_empty() {
                also.push((here, Evidence::Provider));
            }
        }
        Inbound {
            from: self.handle(facing),
            from_name: self.name.clone(),
            as_sent: if self.user.is_empty() {
                self.number.clone()
            } else {
                self.user.clone()
            },
            evidence: Evidence::Provider,
            also_known_as: also,
            ..Inbound::default()
        }
    }
}

/// A number on WhatsApp.
#[must_use]
pub fn by_number(digits: &str) -> Option<Handle> {
    let digits = digits.trim().trim_start_matches('+');
    let value = phone::canon(&format!("+{digits}"), "")?;
    Some(Handle {
        kind: IdentifierKind::WhatsApp,
        scope: String::new(),
        value,
    })
}

/// An id within the business.
#[must_use]
pub fn by_user(facing: &Facing<'_>, user: &str) -> Handle {
    Handle {
        kind: IdentifierKind::WhatsApp,
        scope: facing.settings.portfolio().to_owned(),
        value: user.to_owned(),
    }
}
