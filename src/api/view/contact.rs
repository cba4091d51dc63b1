//! A person as programs see them: the root record with what the joined ones add.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::view::choices::{self, one};
use crate::api::view::{Named, With, time};
use crate::domain::contact::{Contact, Identifier};
use crate::domain::error::Result;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactView {
    pub id: String,
    pub name: String,
    pub other_names: Vec<String>,
    pub company: String,
    pub company_id: Option<String>,
    pub language: String,
    pub notes: String,
    pub attributes: Vec<AttributeView>,
    #[schema(schema_with = one::<choices::Tier>)]
    pub tier: &'static str,
    pub owner: Option<Named>,
    pub identifiers: Vec<IdentifierView>,
    /// Records joined to this one.
    pub joined: Vec<String>,
    /// The number they write from may have another owner than before: whose it was.
    pub doubt: Option<DoubtView>,
    pub blocked: Option<BlockView>,
    pub created_at: String,
    /// Absent until they were heard of first.
    pub last_seen_at: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Attribute)]
pub struct AttributeView {
    pub name: String,
    pub value: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Identifier)]
pub struct IdentifierView {
    #[schema(schema_with = one::<choices::IdentifierKind>)]
    pub kind: &'static str,
    pub value: String,
    #[schema(schema_with = one::<choices::Evidence>)]
    pub evidence: &'static str,
    pub verified: bool,
    pub former: bool,
    pub invalid: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Doubt)]
pub struct DoubtView {
    /// The contact before; this one where another name alone speaks for it.
    pub before: Named,
    pub value: String,
    /// The name it has now.
    pub name_now: String,
    pub since: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Block)]
pub struct BlockView {
    pub at: String,
    pub until: Option<String>,
    pub reason: String,
}

impl With<'_, '_> {
    pub fn contact(&self, it: &Contact) -> Result<ContactView> {
        let records = self.look.records_of_person(it.id)?;
        let mut identifiers = Vec::new();
        for record in &records {
            identifiers.extend(self.look.identifiers_of(*record)?.iter().map(identifier));
        }
        Ok(ContactView {
            id: it.id.to_string(),
            name: it.name.clone(),
            other_names: it.other_names.clone(),
            company: it.company.clone(),
            company_id: it.company_of.map(|id| id.to_string()),
            language: it.language.clone(),
            notes: it.notes.clone(),
            attributes: it
                .attributes
                .iter()
                .map(|(name, value)| AttributeView {
                    name: name.clone(),
                    value: value.clone(),
                })
                .collect(),
            tier: it.tier.name(),
            owner: it.owner.map(|id| self.named_agent(id)).transpose()?,
            identifiers,
            joined: records.iter().skip(1).map(ToString::to_string).collect(),
            doubt: match &it.doubt {
                Some(doubt) => Some(DoubtView {
                    before: self.named_contact(doubt.before)?,
                    value: doubt.handle.value.clone(),
                    name_now: doubt.name_now.clone(),
                    since: time(doubt.since),
                }),
                None => None,
            },
            blocked: it.blocked.as_ref().map(|block| BlockView {
                at: time(block.at),
                until: block.until.map(time),
                reason: block.reason.clone(),
            }),
            created_at: time(it.created_at),
            last_seen_at: (it.last_seen_at.0 > 0).then(|| time(it.last_seen_at)),
        })
    }
}

fn identifier(it: &Identifier) -> IdentifierView {
    IdentifierView {
        kind: it.handle.kind.name(),
        value: it.handle.value.clone(),
        evidence: it.evidence.name(),
        verified: it.evidence.is_verified(),
        former: it.former,
        invalid: it.invalid,
    }
}
