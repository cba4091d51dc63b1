//! Whether a condition holds of a conversation at a moment, its thread read as far as it went then.

use std::cell::OnceCell;

use crate::conditions::{Eye, Facts, Known, fits};
use crate::contacts::people::records;
use crate::conversations::sla::hours;
use crate::conversations::steps::pending::is_answer;
use crate::domain::contact::Contact;
use crate::domain::conversation::{Conversation, Status};
use crate::domain::error::Result;
use crate::domain::event::EventKind;
use crate::domain::message::{Message, MessageKind};
use crate::domain::rule::Rule;
use crate::domain::time::{Millis, Span};
use crate::domain::view::{Condition, Part, Tally};
use crate::store::Look;
use crate::text::language::Language;
use crate::text::mood;

/// Newest messages of a thread that are read.
const READ: usize = 200;
/// Newest events of a conversation that are read.
const EVENTS: usize = 500;
/// Over so many days a customer's conversations are counted, and so many at most.
const CONTACTS_WITHIN: Span = Span::days(7);
const CONTACTS: usize = 50;

/// Rules that are asked, in their order.
///
/// # Errors
/// The store's.
pub fn in_use(look: &Look<'_>) -> Result<Vec<Rule>> {
    let all = look.arranged::<Rule>()?;
    let mut all: Vec<Rule> = all.iter().filter(|it| it.is_on()).cloned().collect();
    all.sort_by_cached_key(Rule::rank);
    Ok(all)
}

/// Whether a condition holds of a conversation as it stands, at a moment.
///
/// # Errors
/// The store's.
pub fn holds(look: &Look<'_>, c: &Conversation, condition: &Condition, at: Millis) -> Result<bool> {
    let eye = Eye { me: None, now: at };
    let mut known = Asked {
        look,
        c,
        at,
        thread: OnceCell::new(),
    };
    fits(condition, &Facts::of(c), eye, &mut known)
}

/// Reads what is asked of one conversation.
struct Asked<'a, 't> {
    look: &'a Look<'t>,
    c: &'a Conversation,
    at: Millis,
    thread: OnceCell<Vec<Message>>,
}

impl Asked<'_, '_> {
    fn thread(&self) -> Result<&[Message]> {
        if self.thread.get().is_none() {
            let mut all = self.look.messages_before(self.c.id, None, READ)?;
            all.retain(|it| it.at <= self.at && it.moved_to.is_none() && !it.undone);
            // Set a moment ago, when it was: equal either way.
            let _ = self.thread.set(all);
        }
        Ok(self.thread.get().map_or(&[], Vec::as_slice))
    }

    /// What the customer wrote, in order.
    fn theirs(&self) -> Result<impl DoubleEndedIterator<Item = &Message>> {
        let all = self.thread()?.iter();
        Ok(all.filter(|it| it.kind == MessageKind::Inbound && !it.automatic && !it.courtesy))
    }

    fn unanswered(&self) -> Result<usize> {
        let mut n = 0;
        for it in self.thread()?.iter().rev() {
            if is_answer(self.look, it)? {
                break;
            }
            n += usize::from(it.kind == MessageKind::Inbound && !it.automatic && !it.courtesy);
        }
        Ok(n)
    }

    fn contacts(&self) -> Result<usize> {
        let mut n = 0;
        for record in records(self.look, self.c.contact)? {
            let all = self.look.conversations_of(record)?;
            for id in all.into_iter().rev().take(CONTACTS) {
                let it = self.look.conversation(id)?.unwrap_or_default();
                let counts = it.is_case() && !it.history && it.created_at <= self.at;
                n += usize::from(counts && self.at.since(it.created_at) <= CONTACTS_WITHIN);
            }
        }
        Ok(n)
    }

    fn reopened(&self) -> Result<usize> {
        let events = self.look.events_of_before(self.c.id, None, EVENTS)?;
        let again = |kind: EventKind| {
            matches!(
                kind,
                EventKind::StatusMoved {
                    from: Status::Resolved { .. },
                    to: Status::Open,
                    ..
                }
            )
        };
        let all = events.iter().filter(|it| it.at <= self.at);
        Ok(all.filter(|it| again(it.kind)).count())
    }
}

fn language(it: &Message) -> Option<Language> {
    Language::from_code(&it.language)
}

impl Known for Asked<'_, '_> {
    fn person(&mut self) -> Result<Contact> {
        Ok(self.look.person(self.c.contact)?.unwrap_or_default())
    }

    fn of_company(&mut self, key: &str) -> Result<String> {
        let company = self.person()?.company_of;
        self.look.company_value(company, key)
    }

    /// Nobody looks.
    fn unread(&mut self) -> Result<bool> {
        Ok(false)
    }

    fn late(&mut self) -> Result<bool> {
        Ok(self.c.sla.as_ref().is_some_and(|it| it.is_late(self.at)))
    }

    fn said(&mut self, part: Part) -> Result<String> {
        Ok(match part {
            Part::Subject => Some(self.c.subject.clone()),
            Part::Message => self.theirs()?.next_back().map(|it| it.text.clone()),
            Part::All => {
                let all: Vec<&str> = self.theirs()?.map(|it| it.text.as_str()).collect();
                Some(all.join("\n"))
            }
        }
        .unwrap_or_default())
    }

    fn open_hours(&mut self) -> Result<bool> {
        Ok(hours::of(self.look, self.c)?.is_open_at(self.at))
    }

    fn upset(&mut self) -> Result<bool> {
        let newest = self.theirs()?.next_back();
        Ok(newest.is_some_and(|it| mood::is_upset(&it.text, language(it))))
    }

    fn tally(&mut self, of: Tally) -> Result<u32> {
        let n = match of {
            Tally::Unanswered => self.unanswered()?,
            Tally::Contacts => self.contacts()?,
            Tally::Reopened => self.reopened()?,
            Tally::AskedForPerson => {
                let asks = |it: &&Message| mood::asks_for_person(&it.text, language(it));
                self.theirs()?.filter(asks).count()
            }
        };
        Ok(u32::try_from(n).unwrap_or(u32::MAX))
    }
}
