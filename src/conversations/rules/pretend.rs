//! What rules and goals would make of a message that nobody sent.

use crate::conditions::{Eye, Facts, Known, fits};
use crate::conversations::rules::ask::in_use;
use crate::conversations::sla::choose::Yardstick;
use crate::conversations::sla::hours;
use crate::domain::channel::Channel;
use crate::domain::contact::{Contact, Tier};
use crate::domain::conversation::Conversation;
use crate::domain::error::{Error, Result};
use crate::domain::id::ChannelId;
use crate::domain::macros::MacroAct;
use crate::domain::rule::{Rule, RuleAct, Trigger};
use crate::domain::sla::ClockKind;
use crate::domain::time::Millis;
use crate::domain::view::{Condition, Part, Tally, Test};
use crate::sla::clock::Pace;
use crate::store::Look;
use crate::text::{language, mood};

/// A message nobody sent, the first of a new customer.
#[derive(Debug, Clone, Default)]
pub struct Message {
    pub channel: ChannelId,
    pub subject: String,
    pub text: String,
    pub tier: Tier,
    /// BCP 47; found in the text when empty.
    pub language: String,
    pub at: Millis,
}

/// What a rule would have done.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub rule: Rule,
    pub fits: bool,
    /// What did not hold, where it did not fit.
    pub wanting: Vec<Condition>,
}

/// The policy it would be measured by, and when what is agreed would be due.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Goal {
    pub policy: String,
    pub clocks: Vec<(ClockKind, Option<Millis>)>,
}

/// What would have become of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outcome {
    /// The rules asked, in their order.
    pub steps: Vec<Step>,
    /// The conversation as it would stand.
    pub conversation: Conversation,
    pub goal: Option<Goal>,
    /// Whether the business is open then.
    pub open: bool,
}

/// Asks the rules of arrival, and those of customers who write, about it, and chooses its goal.
///
/// # Errors
/// [`Error::Invalid`] on `channel`.
pub fn pretend(look: &Look<'_>, it: &Message) -> Result<Outcome> {
    let channel = look.channel(it.channel)?;
    let channel = channel.ok_or_else(|| Error::invalid("channel", "error-missing"))?;
    let calendar = hours::at(look, channel.id, channel.team)?;
    let mut known = Imagined {
        it,
        open: calendar.is_open_at(it.at),
    };
    let mut out = Outcome {
        conversation: begun(&channel, it),
        open: known.open,
        ..Outcome::default()
    };
    let rules = in_use(look)?;
    for trigger in [Trigger::Arrival, Trigger::CustomerWrote] {
        for rule in rules.iter().filter(|rule| rule.trigger == trigger) {
            let step = step(rule, &out.conversation, &mut known)?;
            let ends = step.fits && rule.stops;
            if step.fits {
                change(&mut out.conversation, &rule.acts);
            }
            out.steps.push(step);
            if ends {
                break;
            }
        }
    }
    let eye = Eye {
        me: None,
        now: it.at,
    };
    let c = &out.conversation;
    // A rule may have given it to a team with hours of its own.
    let calendar = hours::of(look, c)?;
    let mut policies = Yardstick::read(look)?.policies;
    // The one a rule chose is asked first, and fits.
    policies.sort_by_key(|it| Some(it.id) != c.agreed);
    for policy in policies {
        let chosen = Some(policy.id) == c.agreed;
        if !chosen && !fits(&policy.condition, &Facts::of(c), eye, &mut known)? {
            continue;
        }
        let pace = Pace::steady(&calendar, policy.business_hours);
        let due = |kind: ClockKind| {
            let target = policy.target(kind, c.priority)?;
            Some((kind, pace.due(it.at, target, &calendar)))
        };
        let all = [ClockKind::FirstResponse, ClockKind::Resolution];
        out.goal = Some(Goal {
            clocks: all.into_iter().filter_map(due).collect(),
            policy: policy.name.clone(),
        });
        break;
    }
    Ok(out)
}

fn begun(channel: &Channel, it: &Message) -> Conversation {
    Conversation {
        subject: it.subject.clone(),
        team: channel.team,
        channel: channel.id,
        channel_kind: channel.kind,
        channels: vec![channel.id],
        created_at: it.at,
        active_at: it.at,
        waiting_since: Some(it.at),
        ..Conversation::default()
    }
}

fn step(rule: &Rule, c: &Conversation, known: &mut Imagined<'_>) -> Result<Step> {
    let (facts, now) = (Facts::of(c), known.it.at);
    let eye = Eye { me: None, now };
    let found = fits(&rule.condition, &facts, eye, known)?;
    let mut wanting = Vec::new();
    if !found {
        let mut tests: Vec<(Test, bool)> = Vec::new();
        rule.condition
            .each_test(&mut |test, turned| tests.push((test.clone(), turned)));
        for (test, turned) in tests {
            let one = Condition::Is(test);
            if fits(&one, &facts, eye, known)? == turned {
                wanting.push(if turned {
                    Condition::Not(Box::new(one))
                } else {
                    one
                });
            }
        }
    }
    Ok(Step {
        rule: rule.clone(),
        fits: found,
        wanting,
    })
}

/// What acts change of it.
fn change(c: &mut Conversation, acts: &[RuleAct]) {
    for act in acts {
        match act {
            RuleAct::Do(MacroAct::SetTeam { to }) => c.team = Some(*to),
            RuleAct::Do(MacroAct::Assign { to }) => c.assignee = *to,
            RuleAct::Do(MacroAct::SetPriority { to }) => c.priority = *to,
            RuleAct::Do(MacroAct::Tag { tag }) if !c.tags.contains(tag) => c.tags.push(*tag),
            RuleAct::Agree { policy } => c.agreed = Some(*policy),
            RuleAct::Untag { tag } => c.tags.retain(|it| it != tag),
            _ => {}
        }
    }
}

/// A thread of one message, by somebody new.
struct Imagined<'a> {
    it: &'a Message,
    open: bool,
}

impl Imagined<'_> {
    fn language(&self) -> Option<language::Language> {
        if self.it.language.is_empty() {
            return language::detect(&self.it.text);
        }
        language::Language::from_code(&self.it.language)
    }
}

impl Known for Imagined<'_> {
    fn person(&mut self) -> Result<Contact> {
        let language = self.language().map(language::Language::code);
        Ok(Contact {
            tier: self.it.tier,
            language: language.unwrap_or(&self.it.language).to_owned(),
            ..Contact::default()
        })
    }

    fn of_company(&mut self, _: &str) -> Result<String> {
        Ok(String::new())
    }

    fn unread(&mut self) -> Result<bool> {
        Ok(false)
    }

    fn late(&mut self) -> Result<bool> {
        Ok(false)
    }

    fn said(&mut self, part: Part) -> Result<String> {
        Ok(match part {
            Part::Subject => self.it.subject.clone(),
            Part::Message | Part::All => self.it.text.clone(),
        })
    }

    fn open_hours(&mut self) -> Result<bool> {
        Ok(self.open)
    }

    fn upset(&mut self) -> Result<bool> {
        Ok(mood::is_upset(&self.it.text, self.language()))
    }

    fn tally(&mut self, of: Tally) -> Result<u32> {
        Ok(match of {
            Tally::Unanswered | Tally::Contacts => 1,
            Tally::Reopened => 0,
            Tally::AskedForPerson => {
                u32::from(mood::asks_for_person(&self.it.text, self.language()))
            }
        })
    }
}
