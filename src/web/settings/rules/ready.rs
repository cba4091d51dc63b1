//! Ready rules: put into a form to be looked at and kept, never kept by themselves.

use crate::desk::rules::About;
use crate::domain::conversation::Priority;
use crate::domain::macros::MacroAct;
use crate::domain::rule::{RuleAct, Told, Trigger, Wait};
use crate::domain::time::Span;
use crate::domain::view::{Condition, ContactField, Part, State, Tally, Test, TextTest};
use crate::words::Words;

/// What they are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ready {
    Vip,
    Upset,
    Unanswered,
    ThirdContact,
    ReopenedTwice,
    AsksPerson,
    SlaMissed,
    OpenLong,
    QuietCustomer,
    Clinic,
    Shop,
    Internet,
    Collections,
}

impl Ready {
    pub const ALL: [Ready; 13] = [
        Ready::Vip,
        Ready::Upset,
        Ready::Unanswered,
        Ready::ThirdContact,
        Ready::ReopenedTwice,
        Ready::AsksPerson,
        Ready::SlaMissed,
        Ready::OpenLong,
        Ready::QuietCustomer,
        Ready::Clinic,
        Ready::Shop,
        Ready::Internet,
        Ready::Collections,
    ];

    /// The name in addresses and `words` (`rule-ready-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Ready::Vip => "vip",
            Ready::Upset => "upset",
            Ready::Unanswered => "unanswered",
            Ready::ThirdContact => "third",
            Ready::ReopenedTwice => "reopened",
            Ready::AsksPerson => "person",
            Ready::SlaMissed => "missed",
            Ready::OpenLong => "long",
            Ready::QuietCustomer => "quiet",
            Ready::Clinic => "clinic",
            Ready::Shop => "shop",
            Ready::Internet => "internet",
            Ready::Collections => "collections",
        }
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Ready::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The rule, in the words of the business's language: what customers write is matched by them.
    #[must_use]
    pub fn about(self, words: &Words) -> About {
        let (trigger, condition) = self.asked(words);
        About {
            name: words.t(&format!("rule-ready-{}", self.name())),
            trigger,
            condition,
            acts: self.acts(words),
            stops: false,
            off: false,
        }
    }

    fn asked(self, words: &Words) -> (Trigger, Condition) {
        let is = |test| Condition::All(vec![Condition::Is(test)]);
        let least = |of, n| is(Test::AtLeast { of, n });
        let days = |on, n, open_hours| Trigger::Waited {
            on,
            span: Span::days(n),
            open_hours,
        };
        let says = |key: &str| {
            let all = words.t(key);
            let all = all.split(',').map(|it| it.trim().to_owned()).collect();
            is(Test::Said {
                part: Part::All,
                is: TextTest::Words(all),
            })
        };
        let any = Condition::default;
        match self {
            Ready::Vip => {
                let field = ContactField::Tier;
                let vip = TextTest::Is("vip".to_owned());
                (Trigger::Arrival, is(Test::Contact { field, is: vip }))
            }
            Ready::Upset => (Trigger::CustomerWrote, is(Test::Upset)),
            Ready::Unanswered => (Trigger::CustomerWrote, least(Tally::Unanswered, 3)),
            Ready::ThirdContact => (Trigger::Arrival, least(Tally::Contacts, 3)),
            Ready::ReopenedTwice => {
                let (from, to) = (Some(State::Resolved), Some(State::Open));
                (Trigger::StateMoved { from, to }, least(Tally::Reopened, 2))
            }
            Ready::AsksPerson => (Trigger::CustomerWrote, least(Tally::AskedForPerson, 2)),
            Ready::SlaMissed => (Trigger::SlaMissed, any()),
            Ready::OpenLong => (days(Wait::Unresolved, 7, false), any()),
            Ready::QuietCustomer => (days(Wait::Customer, 3, false), any()),
            Ready::Clinic | Ready::Shop | Ready::Internet | Ready::Collections => {
                let key = format!("rule-ready-{}-words", self.name());
                (Trigger::Arrival, says(&key))
            }
        }
    }

    fn acts(self, words: &Words) -> Vec<RuleAct> {
        let priority = |to| RuleAct::Do(MacroAct::SetPriority { to });
        let tell = |assignee, lead| {
            RuleAct::Tell(Told {
                assignee,
                lead,
                ..Told::default()
            })
        };
        match self {
            Ready::Vip | Ready::Collections => vec![priority(Priority::High)],
            Ready::Upset | Ready::ThirdContact | Ready::AsksPerson | Ready::Unanswered => {
                vec![priority(Priority::High), tell(true, true)]
            }
            Ready::ReopenedTwice | Ready::SlaMissed | Ready::OpenLong => vec![tell(true, true)],
            Ready::QuietCustomer => {
                let text = words.t("rule-ready-quiet-reply");
                vec![RuleAct::Do(MacroAct::Reply { text })]
            }
            Ready::Clinic | Ready::Internet => {
                vec![priority(Priority::Urgent), tell(true, true)]
            }
            Ready::Shop => vec![priority(Priority::High), tell(true, false)],
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::web::settings::rules::typed::Typed;

    #[test]
    fn every_one_fits_into_a_form_in_every_language() {
        for language in ["en", "es", "pt-BR", "id"] {
            let words = Words::for_reader(language, "UTC");
            for it in Ready::ALL {
                let about = it.about(&words);
                assert!(!about.acts.is_empty() && !about.name.starts_with("rule-ready"));
                let typed = Typed::of(&words, None, about.clone());
                assert!(typed.shape.is_some() && !typed.acts_kept, "{}", it.name());
                assert_eq!(typed.about(&words, true).unwrap(), about, "{}", it.name());
                assert_eq!(Ready::parse(it.name()), Some(it));
            }
        }
    }
}
