//! Reads what repetitions are told by.

use std::cmp::Reverse;

use crate::domain::contact::IdentifierKind;
use crate::domain::conversation::Conversation;
use crate::domain::error::Result;
use crate::domain::message::Message;
use crate::domain::time::Millis;
use crate::reports::fold::Said;
use crate::reports::repeats::signals::folded;
use crate::reports::repeats::{Comment, RETURNS_WITHIN, Spoken, Talk};
use crate::store::Look;
use crate::text::fold::words;
use crate::text::name::cut;
use crate::text::repeat::{Datum, LOOKED_AT};

/// Fields of a person that are looked at.
const FIELDS: usize = 50;

/// What was said in one conversation, with its words.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    pub spoken: Vec<Spoken>,
    pub comments: Vec<Comment>,
}

impl Heard {
    /// Takes in a message that stands.
    pub fn take(&mut self, c: &Conversation, said: &Said, m: &Message) {
        let rated = m.rating.as_ref().filter(|it| !it.comment.is_empty());
        self.comments.extend(rated.map(|it| Comment {
            position: m.position,
            at: it.at,
            text: cut(&it.comment, LOOKED_AT).to_owned(),
        }));
        if !said.asks && !said.answers {
            return;
        }
        self.spoken.push(Spoken {
            number: c.number,
            position: m.position,
            at: said.at,
            by: said.by,
            channel: said.channel,
            kind: said.kind,
            asks: said.asks,
            answers: said.answers,
            marked: m.had_to_repeat,
            text: cut(&m.text, LOOKED_AT).to_owned(),
        });
    }

    /// In the order in which it counts.
    pub fn sort(&mut self) {
        self.spoken.sort_by_key(|it| (it.at, it.position));
        self.comments.sort_by_key(|it| (it.at, it.position));
    }
}

/// All that is known beside what was said here. `hear` reads another conversation.
pub fn talk(
    look: &Look<'_>,
    c: &Conversation,
    (heard, others): (Heard, &[Conversation]),
    hear: impl Fn(&Conversation) -> Result<Heard>,
) -> Result<Talk> {
    let mut talk = Talk {
        spoken: heard.spoken,
        comments: heard.comments,
        ..Talk::default()
    };
    talk.before = before(c, others, hear)?;
    let is_alone = talk.before.is_empty() && !changes(&talk.spoken);
    if is_alone {
        return Ok(talk);
    }
    let required = look.required_questions()?.questions;
    talk.required = required.iter().map(|it| folded(it)).collect();
    file(look, c, &mut talk)?;
    Ok(talk)
}

/// Whether anything was said here after which somebody might repeat themselves.
fn changes(spoken: &[Spoken]) -> bool {
    let mut ours = spoken.iter().filter(|it| it.answers).map(|it| it.by);
    let mut theirs = spoken.iter().filter(|it| it.asks).map(|it| it.kind);
    let (first, kind) = (ours.next(), theirs.next());
    ours.any(|it| Some(it) != first) || theirs.any(|it| Some(it) != kind)
}

/// What was said until this one began in the conversation they came from: the one they wrote in last before, not long
/// ago. Nothing is joined across a private team but what its own readers see.
fn before(
    c: &Conversation,
    others: &[Conversation],
    hear: impl Fn(&Conversation) -> Result<Heard>,
) -> Result<Vec<Spoken>> {
    // As late as they can have written there before.
    let heard = |it: &Conversation| it.last_inbound_at.map(|at| at.min(c.created_at));
    let is_recent =
        |at: Option<Millis>| at.is_some_and(|at| c.created_at.since(at) <= RETURNS_WITHIN);
    let mut near: Vec<_> = others
        .iter()
        .filter(|it| {
            let is_earlier = (it.created_at, it.number) < (c.created_at, c.number);
            let shared = it.audience.is_none() || it.audience == c.audience;
            is_earlier && shared && is_recent(heard(it))
        })
        .collect();
    near.sort_by_key(|it| Reverse((heard(it), it.number)));
    let mut best: (Option<Millis>, Vec<Spoken>) = (None, Vec::new());
    for other in near {
        // None of the rest can have heard anything later.
        if heard(other) < best.0 {
            break;
        }
        let mut spoken = hear(other)?.spoken;
        spoken.retain(|it| it.at < c.created_at);
        let last = spoken.iter().rfind(|it| it.asks).map(|it| it.at);
        if is_recent(last) && last > best.0 {
            best = (last, spoken);
        }
    }
    Ok(best.1)
}

/// What is on file of the person, and what the file holds.
fn file(look: &Look<'_>, c: &Conversation, talk: &mut Talk) -> Result<()> {
    let root = look.root_of(c.contact)?;
    let mut records = look.records_of_person(root)?;
    if !records.contains(&root) {
        records.push(root);
    }
    for record in records {
        let own = look.identifiers_of(record)?;
        let own = own.iter().filter(|it| !it.former && !it.invalid);
        talk.on_file.extend(own.filter_map(|it| {
            let datum = match it.handle.kind {
                IdentifierKind::Email => Datum::Email,
                IdentifierKind::Phone => Datum::Phone,
                _ => return None,
            };
            Some((datum, it.since))
        }));
    }
    talk.on_file.retain(|it| it.1 > Millis(0));
    let Some(person) = look.person(c.contact)? else {
        return Ok(());
    };
    for (datum, value) in [(Datum::Name, person.name), (Datum::Company, person.company)] {
        if !value.is_empty() {
            talk.values.push((datum, value));
        }
    }
    let fields = person.attributes.into_iter().take(FIELDS);
    talk.fields = fields
        .map(|(label, value)| (words(&label), value))
        .collect();
    Ok(())
}
