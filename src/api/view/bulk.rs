//! One thing done to many conversations, as programs see it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::api::view::choices::{self, one};
use crate::api::view::{With, time};
use crate::domain::bulk::{Bulk, BulkAction, BulkOutcome};
use crate::domain::error::Result;

/// Failures shown of one.
const SHOWN: usize = 100;

#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Bulk)]
pub struct BulkView {
    pub id: String,
    #[schema(schema_with = one::<choices::BulkState>)]
    pub state: &'static str,
    #[schema(schema_with = one::<choices::BulkActionName>)]
    pub action: &'static str,
    /// Conversations of it, and how many were dealt with.
    pub total: u32,
    pub done: u32,
    /// Of those done: changed, as they were already, failed.
    pub changed: u32,
    pub unchanged: u32,
    pub failed: u32,
    /// The first 100 that failed, or that an approved text was not sent to.
    pub failures: Vec<BulkFailure>,
    /// With `undo`: what it takes back.
    pub undoes: Option<String>,
    /// What took it back.
    pub undone_by: Option<String>,
    pub at: String,
    pub finished_at: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BulkFailure {
    /// Number of the conversation; null when it may not be seen.
    pub conversation: Option<u64>,
    /// As in a problem.
    pub code: String,
}

impl With<'_, '_> {
    pub fn bulk(&self, it: &Bulk) -> Result<BulkView> {
        let failed =
            |row: &crate::domain::bulk::BulkRow| matches!(row.outcome, BulkOutcome::Failed(_));
        let rows = match it.failed {
            0 => Vec::new(),
            _ => self.look.bulk_rows(it.id, None, SHOWN, failed)?,
        };
        let mut failures = Vec::new();
        for (_, row) in rows {
            if let BulkOutcome::Failed(code) = row.outcome {
                failures.push(BulkFailure {
                    conversation: self.numbered(row.conversation)?,
                    code: code.replace('-', "_"),
                });
            }
        }
        Ok(BulkView {
            id: it.id.to_string(),
            state: match it.finished_at {
                Some(_) => "finished",
                None => "running",
            },
            action: it.action.name(),
            total: it.total,
            done: it.done,
            changed: it.changed,
            unchanged: it.done.saturating_sub(it.changed + it.failed),
            failed: it.failed,
            failures,
            undoes: match it.action {
                BulkAction::TakeBack { bulk } => Some(bulk.to_string()),
                _ => None,
            },
            undone_by: it.undone_by.map(|id| id.to_string()),
            at: time(it.at),
            finished_at: it.finished_at.map(time),
        })
    }
}
