//! Where a customer met somebody else of ours, went on by another channel, or came back to another than before.

use crate::domain::event::EventKind;
use crate::domain::time::Millis;
use crate::reports::fact::By;
use crate::reports::fold::Case;
use crate::reports::repeats::{Spoken, Transition};

/// Where we are in a talk.
struct Place<'a> {
    case: &'a Case,
    /// Who answered last, and when.
    handler: Option<(By, Millis)>,
    /// What they wrote last.
    heard: Option<&'a Spoken>,
    /// What they wrote first that nobody here has answered.
    since: Option<Millis>,
    is_answered: bool,
    found: Vec<Transition>,
    /// The last one is nobody's yet.
    is_open: bool,
}

pub(super) fn find(case: &Case) -> Vec<Transition> {
    let before = &case.talk.before;
    let answer = before.iter().rfind(|it| it.answers);
    let mut place = Place {
        case,
        handler: answer.map(|it| (it.by, it.at)),
        heard: before.iter().rfind(|it| it.asks),
        since: None,
        is_answered: false,
        found: Vec::new(),
        is_open: false,
    };
    for it in &case.talk.spoken {
        if it.asks {
            place.hear(it);
        } else if it.answers {
            place.answer(it);
        }
    }
    place.found
}

impl<'a> Place<'a> {
    fn hear(&mut self, it: &'a Spoken) {
        self.since = self.since.or(Some(it.at));
        if let Some(last) = self.heard.filter(|last| last.kind != it.kind) {
            self.found.push(Transition {
                at: it.at,
                by: By::Nobody,
                channel: it.channel,
                from: last.kind,
            });
            self.is_open = true;
        }
        self.heard = Some(it);
    }

    fn answer(&mut self, it: &Spoken) {
        let is_other = self.handler.is_some_and(|(last, _)| last != it.by);
        match self.found.last_mut() {
            // They came by another channel to this one: that is one transition.
            Some(last) if self.is_open => last.by = it.by,
            _ if is_other => {
                let at = self.began(it);
                self.found.push(Transition {
                    at,
                    by: it.by,
                    channel: it.channel,
                    from: self.heard.map_or(it.kind, |it| it.kind),
                });
            }
            _ => {}
        }
        (self.is_open, self.is_answered) = (false, true);
        (self.handler, self.since) = (Some((it.by, it.at)), None);
    }

    /// From when on they dealt with who answers now: from their return, else from when it was given to them, else from
    /// the answer itself.
    fn began(&self, it: &Spoken) -> Millis {
        if !self.is_answered {
            return self.since.unwrap_or(it.at).min(it.at);
        }
        let last = self.handler.map_or(Millis(0), |it| it.1);
        let given = self.case.events.iter().rfind(|event| {
            let to = match event.kind {
                EventKind::Assigned { to, .. } => to,
                _ => None,
            };
            to.is_some_and(|to| By::Agent(to) == it.by) && event.at > last && event.at <= it.at
        });
        given.map_or(it.at, |event| event.at)
    }
}
