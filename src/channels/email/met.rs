//! Mails met again under another number, when a folder's numbers count no more: they are not fetched whole again.

use std::collections::BTreeSet;

use crate::channels::email::imap::{Facts, Session};
use crate::channels::email::sight::thread;
use crate::channels::kit::{Memory, Trouble};
use crate::domain::id::MessageId;

/// What was met in this session.
pub struct Met {
    memory: Option<Memory>,
    messages: BTreeSet<MessageId>,
}

impl Met {
    #[must_use]
    pub fn new(memory: Option<Memory>) -> Self {
        Met {
            memory,
            messages: BTreeSet::new(),
        }
    }

    /// Takes out of a lot the mails that were taken in before, by Message-ID and size, and says what became of each.
    /// A message stands for one mail, so that a second one under its Message-ID is not lost.
    ///
    /// # Errors
    /// When the server or the store does not answer.
    pub async fn recognise(
        &mut self,
        session: &mut Session,
        taken: &mut Vec<(u32, Facts)>,
    ) -> Result<Vec<(u32, MessageId)>, Trouble> {
        let Some(memory) = self.memory.clone() else {
            return Ok(Vec::new());
        };
        let uids: Vec<u32> = taken.iter().map(|(uid, _)| *uid).collect();
        let headers = session.headers(&uids, "MESSAGE-ID").await?;
        let asked: Vec<(String, u64)> = taken
            .iter()
            .map(|(uid, facts)| {
                let header = headers.get(uid).map(Vec::as_slice).unwrap_or_default();
                (thread(header).id, facts.size)
            })
            .collect();
        let known = (memory.0)(asked).await;
        let known = known.map_err(|err| Trouble::new("health-protocol", err.to_string()))?;
        let mut met = Vec::new();
        for ((uid, _), message) in taken.iter().zip(known) {
            if let Some(message) = message
                && self.messages.insert(message)
            {
                met.push((*uid, message));
            }
        }
        taken.retain(|(uid, _)| met.iter().all(|(it, _)| it != uid));
        Ok(met)
    }
}
