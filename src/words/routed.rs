//! Who got what, and why: the sentences of routing.

use crate::domain::event::EventKind;
use crate::domain::id::AgentId;
use crate::domain::job::TimerKind;
use crate::domain::queue::serving::Spoken;
use crate::domain::reason::{Basis, Reason};
use crate::words::sentences::Names;
use crate::words::{Arg, Words};

impl Words {
    /// Why Lobby gave it to somebody, in a few words; `None` for other reasons.
    #[must_use]
    pub fn routed(&self, why: &Reason, names: &dyn Names) -> Option<String> {
        let named = |id: AgentId| names.agent(id).unwrap_or_else(|| self.t("somebody"));
        Some(match *why {
            Reason::Routed {
                by,
                skills,
                language,
                load,
                cap,
                without,
            } => {
                let mut parts = Vec::new();
                if by != Basis::Fit {
                    parts.push(self.t(&format!("basis-{}", by.name())));
                }
                if skills > 0 {
                    parts.push(self.t("routed-skills"));
                }
                parts.extend(language.map(|it| self.tongue(it)));
                let load = [
                    ("load", Arg::Number(i64::from(load))),
                    ("cap", Arg::Number(i64::from(cap))),
                ];
                parts.push(self.t_with("routed-load", &load));
                parts.extend(without.map(|it| self.t_of("routed-without", "name", named(it))));
                parts.join(", ")
            }
            Reason::MenuChoice { choice } => {
                self.t_n("reason-menu-choice", choice.saturating_add(1))
            }
            Reason::NotTaken { agent, minutes } => {
                self.named_minutes("routed-not-taken", &named(agent), minutes)
            }
            Reason::Overflow { team, minutes } => {
                let team = names.team(team).unwrap_or_else(|| self.t("somebody"));
                self.named_minutes("routed-overflow", &team, minutes)
            }
            _ => return None,
        })
    }

    /// What Lobby did with it, as a line between messages; `None` for what it did not.
    pub(super) fn routing_event(&self, kind: &EventKind, names: &dyn Names) -> Option<String> {
        if let EventKind::MenuChosen { choice } = kind {
            return Some(self.t_n("event-menu-chosen", choice.saturating_add(1)));
        }
        if let EventKind::Rated { rating, .. } = kind {
            return Some(self.t_n("event-rated", *rating));
        }
        if let EventKind::DatedEventChanged { state, .. } = kind {
            let state = self.t(&format!("dated-state-{}", state.name()));
            return Some(self.t_of("event-dated-changed", "state", state));
        }
        if let EventKind::DatedStageSaid { .. } = kind {
            return Some(self.t("event-dated-said"));
        }
        let (key, why, to) = match kind {
            EventKind::Assigned {
                to: Some(to), why, ..
            } => ("event-routed", why, names.agent(*to)),
            EventKind::Assigned { to: None, why, .. } => ("event-queued-again", why, None),
            EventKind::TeamSet {
                to: Some(to), why, ..
            } => ("event-overflow", why, names.team(*to)),
            EventKind::TimerFired { timer, .. } if *timer == TimerKind::TakeBack.code() => {
                return Some(self.t("event-stays"));
            }
            _ => return None,
        };
        let why = self.routed(why, names)?;
        let to = to.unwrap_or_else(|| self.t("somebody"));
        Some(self.t_with(key, &[("to", Arg::Text(&to)), ("why", Arg::Text(&why))]))
    }

    fn named_minutes(&self, key: &str, name: &str, minutes: u16) -> String {
        let args = [
            ("name", Arg::Text(name)),
            ("n", Arg::Number(i64::from(minutes))),
        ];
        self.t_with(key, &args)
    }

    /// A language by its name; by its code, where Lobby has no name for it.
    #[must_use]
    pub fn tongue(&self, it: Spoken) -> String {
        let said = self.maybe(&format!("tongue-{}", it.code()));
        if said.is_empty() {
            it.code().to_uppercase()
        } else {
            said
        }
    }
}
