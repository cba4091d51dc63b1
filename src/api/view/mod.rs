//! What the API shows: structs of its own, made from records as one caller may see them.

pub mod access;
pub mod bulk;
pub mod call;
pub mod channel;
pub mod chat;
pub mod choices;
pub mod company;
pub mod contact;
pub mod conversation;
pub mod delivery;
pub mod desk;
pub mod event;
pub mod message;
pub mod reason;
pub mod sla;

use std::borrow::Cow;

use serde::Serialize;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::api::cursor;
use crate::domain::actor::Viewer;
use crate::domain::error::Result;
use crate::domain::id::{
    AgentId, CardRunId, ContactId, ConversationId, RuleId, TagId, TeamId, TokenId,
};
use crate::domain::time::Millis;
use crate::keys::KeyRing;
use crate::store::Look;
use crate::store::blobs::Blobs;
use crate::words::{Names, Words};

/// With what records are rendered: one look, one caller.
pub struct With<'a, 't> {
    pub look: &'a Look<'t>,
    pub viewer: &'a Viewer,
    pub words: &'a Words,
    pub blobs: &'a Blobs,
    /// Where this Lobby is reached.
    pub public_url: &'a str,
    pub now: Millis,
}

/// An id with the name that goes with it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Named {
    pub id: String,
    pub name: String,
}

/// A page of a list.
#[derive(Debug, Clone, Serialize)]
pub struct List<T> {
    pub data: Vec<T>,
    /// Where to go on; null on the last page.
    pub next_cursor: Option<String>,
}

impl<T> List<T> {
    /// A page of the list of this name: `next` is the place behind its last row, none on the last page. Only this list
    /// opens the cursor again.
    #[must_use]
    pub fn page<P: Serialize>(
        keys: &KeyRing,
        list: &str,
        (data, next): (Vec<T>, Option<P>),
    ) -> Self {
        let next_cursor = next.and_then(|it| cursor::seal(keys, list, &it));
        List { data, next_cursor }
    }

    /// All there are, on one page.
    #[must_use]
    pub fn whole(data: Vec<T>) -> Self {
        let next_cursor = None;
        List { data, next_cursor }
    }
}

impl<T: ToSchema> PartialSchema for List<T> {
    fn schema() -> RefOr<Schema> {
        let row = Ref::from_schema_name(T::name());
        ObjectBuilder::new()
            .property("data", ArrayBuilder::new().items(row))
            .required("data")
            .property("next_cursor", <Option<String>>::schema())
            .required("next_cursor")
            .into()
    }
}

impl<T: ToSchema> ToSchema for List<T> {
    fn name() -> Cow<'static, str> {
        format!("{}List", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

/// An instant as programs read it.
#[must_use]
pub fn time(at: Millis) -> String {
    at.rfc3339()
}

impl With<'_, '_> {
    pub fn named_agent(&self, id: AgentId) -> Result<Named> {
        let found = self.look.agent(id)?;
        Ok(Named {
            id: id.to_string(),
            name: found.map(|it| it.name).unwrap_or_default(),
        })
    }

    /// A team by name, as far as the caller may know it.
    pub fn named_team(&self, id: TeamId) -> Result<Named> {
        let found = self.look.team(id)?;
        let known = found.filter(|it| !it.private || self.viewer.sees_team(id));
        Ok(Named {
            id: id.to_string(),
            name: known.map(|it| it.name).unwrap_or_default(),
        })
    }

    /// The person a record belongs to.
    pub fn named_contact(&self, id: ContactId) -> Result<Named> {
        let found = self.look.person(id)?;
        Ok(Named {
            id: found.as_ref().map_or(id, |it| it.id).to_string(),
            name: found.map(|it| it.name).unwrap_or_default(),
        })
    }

    pub fn named_tag(&self, id: TagId) -> Result<Named> {
        let found = self.look.tag(id)?;
        Ok(Named {
            id: id.to_string(),
            name: found.map(|it| it.name).unwrap_or_default(),
        })
    }

    /// The number of a conversation the caller may see.
    pub fn numbered(&self, id: ConversationId) -> Result<Option<u64>> {
        let found = self.look.conversation(id)?;
        Ok(found.filter(|it| self.viewer.sees(it)).map(|it| it.number))
    }
}

/// Sentences name what the caller may know.
impl Names for With<'_, '_> {
    fn agent(&self, id: AgentId) -> Option<String> {
        self.look.agent(id).ok().flatten().map(|it| it.name)
    }

    fn contact(&self, id: ContactId) -> Option<String> {
        let found = self.look.person(id).ok().flatten()?;
        (!found.name.is_empty()).then_some(found.name)
    }

    fn team(&self, id: TeamId) -> Option<String> {
        let found = self.named_team(id).ok()?;
        (!found.name.is_empty()).then_some(found.name)
    }

    fn tag(&self, id: TagId) -> Option<String> {
        self.look.tag(id).ok().flatten().map(|it| it.name)
    }

    fn program(&self, id: TokenId) -> Option<String> {
        let found = self.look.token_by_id(id).ok().flatten()?;
        Some(found.1.name)
    }

    fn rule(&self, id: RuleId) -> Option<String> {
        self.look.rule(id).ok().flatten().map(|it| it.name)
    }

    fn number(&self, id: ConversationId) -> Option<u64> {
        self.numbered(id).ok().flatten()
    }

    fn action(&self, of: ConversationId, id: CardRunId) -> Option<String> {
        let run = self.look.card_run(of, id).ok().flatten()?;
        Some(run.name)
    }
}
