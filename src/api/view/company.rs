//! Companies, the business' own fields, and consents as programs see them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::view::choices::{self, maybe, one};
use crate::api::view::contact::AttributeView;
use crate::api::view::message::AuthorView;
use crate::api::view::{With, time};
use crate::domain::attribute::Attribute;
use crate::domain::channel::ChannelKind;
use crate::domain::company::Company;
use crate::domain::consent::Consent;
use crate::domain::error::Result;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Company)]
pub struct CompanyView {
    pub id: String,
    pub name: String,
    /// Mail domains of its own.
    pub domains: Vec<String>,
    pub notes: String,
    pub attributes: Vec<AttributeView>,
    #[schema(schema_with = one::<choices::Tier>)]
    pub tier: &'static str,
    pub created_at: String,
}

impl CompanyView {
    #[must_use]
    pub fn of(it: &Company) -> Self {
        let value = |(name, value): &(String, String)| AttributeView {
            name: name.clone(),
            value: value.clone(),
        };
        CompanyView {
            id: it.id.to_string(),
            name: it.name.clone(),
            domains: it.domains.clone(),
            notes: it.notes.clone(),
            attributes: it.attributes.iter().map(value).collect(),
            tier: it.tier.name(),
            created_at: time(it.created_at),
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Field)]
pub struct FieldView {
    pub id: String,
    /// The name of its values, in `attributes` of contacts and companies; permanent.
    pub key: String,
    pub name: String,
    #[schema(schema_with = one::<choices::AttributeOf>)]
    pub of: &'static str,
    #[schema(schema_with = one::<choices::AttributeKind>)]
    pub kind: &'static str,
    pub choices: Vec<String>,
    pub beside: bool,
    pub required: bool,
    pub created_at: String,
}

impl FieldView {
    #[must_use]
    pub fn of(it: &Attribute) -> Self {
        FieldView {
            id: it.id.to_string(),
            key: it.key.clone(),
            name: it.name.clone(),
            of: it.of.name(),
            kind: it.kind.name(),
            choices: it.choices.clone(),
            beside: it.beside,
            required: it.required,
            created_at: time(it.created_at),
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Consent)]
pub struct ConsentView {
    pub id: String,
    #[schema(schema_with = one::<choices::Purpose>)]
    pub purpose: &'static str,
    /// Null where it is said of every channel.
    #[schema(schema_with = maybe::<choices::ChannelKind>)]
    pub channel: Option<&'static str>,
    pub granted: bool,
    #[schema(schema_with = one::<choices::ConsentSource>)]
    pub source: &'static str,
    pub at: String,
    pub by: AuthorView,
    /// The message they said it in.
    pub message: Option<String>,
    pub note: String,
    /// Nothing newer was said of it.
    pub standing: bool,
}

impl With<'_, '_> {
    pub fn consent(&self, it: &Consent, standing: bool) -> Result<ConsentView> {
        Ok(ConsentView {
            id: it.id.to_string(),
            purpose: it.purpose.name(),
            channel: it.channel.map(ChannelKind::name),
            granted: it.granted,
            source: it.source.name(),
            at: time(it.at),
            by: self.actor(it.by)?,
            message: it.message.map(|id| id.to_string()),
            note: it.note.clone(),
            standing,
        })
    }
}
