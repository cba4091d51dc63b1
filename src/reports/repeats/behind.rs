//! The evidence behind sightings, read anew from the messages for who looks: nobody sees a word of a conversation that is
//! not theirs to read.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::domain::actor::Viewer;
use crate::domain::error::Result;
use crate::domain::time::Millis;
use crate::reports::fact::By;
use crate::reports::gather::gather;
use crate::reports::repeats::{Confidence, Evidence, Saying, Signal, Spoken, all};
use crate::store::Look;
use crate::text::plain::excerpt;

/// Characters of a message that are shown.
const QUOTED: usize = 300;

/// A message in short.
#[derive(Debug, Clone, PartialEq)]
pub struct Quote {
    pub number: u64,
    pub position: u32,
    pub at: Millis,
    pub by: By,
    pub text: String,
}

/// One piece of evidence, to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub signal: Signal,
    pub confidence: Confidence,
    pub said: Quote,
    /// What it repeats; none where it is on file, or not to be seen.
    pub before: Option<Quote>,
}

/// The evidence of the conversations one looks at, each read once.
#[derive(Debug, Default)]
pub struct Behind {
    known: HashMap<u64, Vec<(Millis, Vec<Shown>)>>,
}

impl Behind {
    /// What followed on the transition of a conversation at an instant; nothing for who may not read it.
    ///
    /// # Errors
    /// The store's.
    pub fn of(
        &mut self,
        look: &Look<'_>,
        by: &Viewer,
        (number, at): (u64, Millis),
    ) -> Result<Vec<Shown>> {
        if let Entry::Vacant(free) = self.known.entry(number) {
            free.insert(read(look, by, number)?);
        }
        let known = self
            .known
            .get(&number)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let found = known.iter().find(|it| it.0 == at);
        Ok(found.map(|it| it.1.clone()).unwrap_or_default())
    }
}

fn read(look: &Look<'_>, by: &Viewer, number: u64) -> Result<Vec<(Millis, Vec<Shown>)>> {
    let found = look.conversation_numbered(number)?;
    let Some(c) = found.filter(|it| by.sees(it)) else {
        return Ok(Vec::new());
    };
    let case = gather(look, c)?;
    let mut out = Vec::new();
    for (transition, evidence) in all(&case) {
        let shown = evidence.iter().map(|it| shown(look, by, (number, it)));
        out.push((transition.at, shown.collect::<Result<Vec<_>>>()?));
    }
    Ok(out)
}

fn shown(look: &Look<'_>, by: &Viewer, (number, it): (u64, &Evidence<'_>)) -> Result<Shown> {
    let before = match it.before {
        Some(before) if before.number == number => Some(quote(before)),
        Some(before) => {
            let other = look.conversation_numbered(before.number)?;
            other.filter(|it| by.sees(it)).map(|_| quote(before))
        }
        None => None,
    };
    Ok(Shown {
        signal: it.signal,
        confidence: it.confidence,
        said: match it.said {
            Saying::Message(it) => quote(it),
            Saying::Comment(it) => Quote {
                number,
                position: it.position,
                at: it.at,
                by: By::Customer,
                text: excerpt(&it.text, QUOTED),
            },
        },
        before,
    })
}

fn quote(it: &Spoken) -> Quote {
    Quote {
        number: it.number,
        position: it.position,
        at: it.at,
        by: it.by,
        text: excerpt(&it.text, QUOTED),
    }
}
