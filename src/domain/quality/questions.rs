//! Questions that must be asked again by law or for safety: who asks them makes nobody repeat themselves.

use serde::{Deserialize, Serialize};

/// How many there may be, and how long one may be.
pub const MOST: usize = 1_000;
pub const LONGEST: usize = 200;

/// One row; empty until somebody says one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RequiredQuestions {
    /// As they are asked, or the words of them that are always the same.
    pub questions: Vec<String>,
}
