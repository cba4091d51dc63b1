//! A rule as a sentence: if, then.

use crate::desk::setting;
use crate::domain::attribute::Attribute;
use crate::domain::canned_reply::CannedReply;
use crate::domain::conversation::Priority;
use crate::domain::error::Result;
use crate::domain::legal::LegalKind;
use crate::domain::rule::{Rule, RuleAct, Told, Trigger};
use crate::domain::sla::SlaPolicy;
use crate::domain::time::Span;
use crate::domain::view::{Condition, State};
use crate::store::Look;
use crate::web::asker::Asker;
use crate::web::names::Directory;
use crate::web::settings::macros;
use crate::web::views::fields::{Desk, state};
use crate::words::Arg;

/// What sentences are made from.
pub struct Saying<'a> {
    pub asker: &'a Asker,
    pub directory: Directory,
    attributes: Vec<Attribute>,
    pub replies: Vec<CannedReply>,
    pub goals: Vec<SlaPolicy>,
}

impl<'a> Saying<'a> {
    /// Reads it.
    ///
    /// # Errors
    /// The store's.
    pub fn read(asker: &'a Asker, look: &Look<'_>) -> Result<Self> {
        Ok(Saying {
            asker,
            directory: Directory::read(look)?,
            attributes: setting::list(look)?,
            replies: look.canned_replies()?,
            goals: look.sla_policies()?,
        })
    }

    /// What of a rule does not stand in the head of its list: what its trigger asks more closely, its condition, what it
    /// does.
    #[must_use]
    pub fn rule(&self, it: &Rule) -> String {
        let words = &self.asker.words;
        let acts: Vec<String> = it.acts.iter().map(|it| self.act(it)).collect();
        let acts = acts.join(" · ");
        let said = if it.condition == Condition::default() {
            words.t_of("rule-said", "then", acts)
        } else {
            let condition = self.desk().said(&it.condition);
            let args = [("if", Arg::Text(&condition)), ("then", Arg::Text(&acts))];
            words.t_with("rule-said-if", &args)
        };
        match self.closer(it.trigger) {
            Some(closer) => format!("{closer}. {said}"),
            None => said,
        }
    }

    /// What conditions are said by.
    #[must_use]
    pub fn desk(&self) -> Desk<'_> {
        Desk {
            words: &self.asker.words,
            viewer: self.asker.viewer(),
            directory: &self.directory,
            attributes: &self.attributes,
            rules: true,
        }
    }

    /// What a trigger asks more closely.
    fn closer(&self, it: Trigger) -> Option<String> {
        let words = &self.asker.words;
        let any = || words.t("rule-any");
        let from_to = |from: Option<String>, to: Option<String>| {
            let (from, to) = (from.unwrap_or_else(any), to.unwrap_or_else(any));
            format!("{from} → {to}")
        };
        Some(match it {
            Trigger::StateMoved { from, to } if from.is_some() || to.is_some() => {
                let said = |it: State| state(words, it);
                from_to(from.map(said), to.map(said))
            }
            Trigger::PrioritySet { from, to } if from.is_some() || to.is_some() => {
                let said = |it: Priority| words.t(&format!("priority-{}", it.name()));
                from_to(from.map(said), to.map(said))
            }
            Trigger::Tagged { tag: Some(tag) } => self.directory.tag(tag)?.name.clone(),
            Trigger::Waited { on, span, .. } => {
                let what = words.t(&format!("rule-wait-{}", on.name()));
                format!("{what}, {}", self.length(span))
            }
            _ => return None,
        })
    }

    fn length(&self, span: Span) -> String {
        let minutes = span.0 / Span::minutes(1).0;
        let (key, n) = match minutes {
            n if n % 1_440 == 0 => ("view-length-days", n / 1_440),
            n if n % 60 == 0 => ("view-length-hours", n / 60),
            n => ("view-length-minutes", n),
        };
        self.asker.words.t_with(key, &[("n", Arg::Number(n))])
    }

    /// One thing it does.
    #[must_use]
    pub fn act(&self, it: &RuleAct) -> String {
        let words = &self.asker.words;
        match it {
            RuleAct::Do(act) => macros::said(words, &self.directory, act),
            RuleAct::Untag { tag } => {
                let name = self.directory.tag(*tag).map(|it| it.name.clone());
                words.t_of("rule-does-untag", "name", name.unwrap_or_default())
            }
            RuleAct::Say { reply } => {
                let name = self.replies.iter().find(|it| it.id == *reply);
                let name = name.map(|it| it.name.clone()).unwrap_or_default();
                words.t_of("rule-does-say", "name", name)
            }
            RuleAct::Agree { policy } => {
                let name = self.goals.iter().find(|it| it.id == *policy);
                let name = name.map(|it| it.name.clone()).unwrap_or_default();
                words.t_of("rule-does-goal", "name", name)
            }
            RuleAct::LegalDue { kind } => {
                let all = &self.directory.legal_kinds;
                let name = all.iter().find(|it| it.id == *kind).map(LegalKind::reason);
                words.t_of("rule-does-legal", "name", name.unwrap_or_default())
            }
            RuleAct::Call { webhook } => {
                let all = &self.directory.webhooks;
                let name = all.iter().find(|it| it.id == *webhook);
                let name = name.map(|it| it.name.clone()).unwrap_or_default();
                words.t_of("rule-does-call", "name", name)
            }
            RuleAct::Tell(told) => words.t_of("rule-does-tell", "whom", self.whom(told)),
        }
    }

    fn whom(&self, told: &Told) -> String {
        let words = &self.asker.words;
        let mut all = Vec::new();
        all.extend(told.assignee.then(|| words.t("goal-tell-assignee")));
        all.extend(told.lead.then(|| words.t("goal-tell-lead")));
        let people = told
            .people
            .iter()
            .filter_map(|it| self.directory.agent(*it));
        all.extend(people.map(|it| it.name.clone()));
        let outlets = self.directory.live_outlets();
        let outlets = outlets.filter(|it| told.outlets.contains(&it.id));
        all.extend(outlets.map(|it| it.name.clone()));
        all.join(", ")
    }
}
