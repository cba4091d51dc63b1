//! Companies: what several people belong to. A person belongs to at most one.

use serde::{Deserialize, Serialize};

use crate::domain::contact::Tier;
use crate::domain::id::{ChangeId, CompanyId};
use crate::domain::record::unset;
use crate::domain::time::Millis;

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Company {
    pub id: CompanyId,
    pub name: String,
    /// Mail domains of its own, canonical: who writes from one is suggested as one of its people.
    #[serde(skip_serializing_if = "unset")]
    pub domains: Vec<String>,
    #[serde(skip_serializing_if = "unset")]
    pub notes: String,
    /// Values of the business' own fields, by their key.
    #[serde(skip_serializing_if = "unset")]
    pub attributes: Vec<(String, String)>,
    #[serde(skip_serializing_if = "unset")]
    pub tier: Tier,
    /// It is the same as another, and the change that said so.
    #[serde(skip_serializing_if = "unset")]
    pub joined_to: Option<(CompanyId, ChangeId)>,
    pub created_at: Millis,
}
