//! Codes into sentences: why something happened, what happened, what went wrong. Every match is exhaustive, so a new
//! code does not compile before it has its words.

use crate::domain::actor::Actor;
use crate::domain::channel::ChannelKind;
use crate::domain::consent::Purpose;
use crate::domain::conversation::{Status, WaitingOn};
use crate::domain::delivery::{DeliveryError, DeliveryState};
use crate::domain::error::Error;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::{
    AgentId, CardRunId, ContactId, ConversationId, RuleId, TagId, TeamId, TokenId,
};
use crate::domain::job::TimerKind;
use crate::domain::reason::Reason;
use crate::domain::time::{Millis, Span};
use crate::words::{Arg, Words};

/// Names for the ids in events and reasons, as the reader may know them. What is not to be known has no name.
pub trait Names {
    fn agent(&self, id: AgentId) -> Option<String>;
    fn contact(&self, id: ContactId) -> Option<String>;
    fn team(&self, id: TeamId) -> Option<String>;
    fn tag(&self, id: TagId) -> Option<String>;
    /// What a program is called: its token's name.
    fn program(&self, id: TokenId) -> Option<String>;
    fn rule(&self, id: RuleId) -> Option<String>;
    /// The number of a conversation.
    fn number(&self, id: ConversationId) -> Option<u64>;
    /// What was pressed on a card in a conversation.
    fn action(&self, of: ConversationId, id: CardRunId) -> Option<String>;
}

impl Words {
    /// Why it was decided so, beginning with a small letter.
    #[must_use]
    pub fn reason(&self, reason: &Reason, names: &dyn Names) -> String {
        match *reason {
            Reason::NewCase => self.t("reason-new-case"),
            Reason::StartedByAgent => self.t("reason-started"),
            Reason::WrittenDown => self.t("reason-written-down"),
            Reason::ReplyToken => self.t("reason-token"),
            Reason::References { .. } => self.t("reason-references"),
            Reason::AnsweredBy { .. } => self.t("reason-answered-by"),
            Reason::ProviderThread { .. } => self.t("reason-provider-thread"),
            Reason::PointsAt { .. } => self.t("reason-points-at"),
            Reason::MoveCode => self.t("reason-move-code"),
            Reason::SentInApp => self.t("reason-sent-in-app"),
            Reason::Grouped => self.t("reason-grouped"),
            Reason::SuccessorOf { conversation } => {
                self.numbered("reason-successor", conversation, names)
            }
            Reason::StillOurs { since } => self.dated("reason-still-ours", since),
            Reason::StillTheirs { since } => self.dated("reason-still-theirs", since),
            Reason::JustClosed { at } => self.dated("reason-just-closed", at),
            Reason::Form => self.t("reason-form"),
            Reason::ForwardedBy { agent } => self.by("reason-forwarded", Some(agent), names),
            Reason::AnsweredOutside { agent } => self.by("reason-outside", agent, names),
            Reason::SentFolder { agent } => self.by("reason-sent-folder", agent, names),
            Reason::SuggestedParticipant => self.t("reason-participant"),
            Reason::UnverifiedSender => self.t("reason-unverified"),
            Reason::AutomaticMail => self.t("reason-automatic"),
            Reason::BlockedSender => self.t("reason-blocked"),
            Reason::AnswersForward => self.t("reason-answers-forward"),
            Reason::Courtesy => self.t("reason-courtesy"),
            Reason::Rated => self.t("reason-rated"),
            Reason::DatedEvent => self.t("reason-dated-event"),
            Reason::DatedAnswer => self.t("reason-dated-answer"),
            Reason::SamePersonElsewhere { last } => self.dated("reason-same-person", last),
            Reason::SameSubject { last } => self.dated("reason-same-subject", last),
            _ => self.reason_of_move(reason, names),
        }
    }

    /// Why a status or an assignee changed.
    fn reason_of_move(&self, reason: &Reason, names: &dyn Names) -> String {
        let key = match *reason {
            Reason::BulkReply { conversation } => {
                return self.numbered("reason-bulk", conversation, names);
            }
            Reason::Moved { from } => return self.numbered("reason-moved", from, names),
            Reason::Scheduled => "reason-scheduled",
            Reason::WroteSomethingNew => "reason-wrote-something-new",
            Reason::NobodyAnswered => "reason-nobody-answered",
            Reason::AskedInVain => "reason-asked-in-vain",
            Reason::PromiseOpen => "reason-promise-open",
            Reason::PromiseDue => "reason-promise-due",
            Reason::NeedsAnswer => "reason-needs-answer",
            Reason::Forwarded => "reason-forwarded-on",
            Reason::ThirdPartyAnswered => "reason-third-party-answered",
            Reason::ForwardUndone => "reason-forward-undone",
            Reason::ForwardFailed => "reason-forward-failed",
            Reason::ByAgent => "reason-by-agent",
            Reason::Answered => "reason-answered",
            Reason::HoldingMessage => "reason-holding",
            Reason::KeptOpen => "reason-kept-open",
            Reason::CustomerWrote => "reason-customer-wrote",
            Reason::SnoozeOver => "reason-snooze-over",
            Reason::FollowUpDue => "reason-follow-up",
            Reason::QuietClose { silent_since } => return self.dated("reason-quiet", silent_since),
            Reason::AnswerUndone => "reason-answer-undone",
            Reason::AnswerFailed => "reason-answer-failed",
            Reason::AnswerBounced => "reason-answer-bounced",
            Reason::AnswerUncertain => "reason-answer-uncertain",
            Reason::AnswerLate => "reason-answer-late",
            Reason::Unmarked => "reason-unmarked",
            Reason::Merged { into } => return self.numbered("reason-merged", into, names),
            Reason::Split { from } => return self.numbered("reason-split", from, names),
            Reason::Undone => "reason-undone",
            Reason::TooLively => "reason-lively",
            Reason::History => "reason-history",
            Reason::RepliedFirst => "reason-replied-first",
            Reason::Took => "reason-took",
            Reason::GivenBy { agent } => return self.by("reason-given", agent, names),
            Reason::PersonLeft { agent } => {
                return self.by("reason-person-left", Some(agent), names);
            }
            Reason::PersonAway { agent } => {
                return self.by("reason-person-away", Some(agent), names);
            }
            Reason::PersonBack { agent } => {
                return self.by("reason-person-back", Some(agent), names);
            }
            Reason::Routed { .. } | Reason::NotTaken { .. } | Reason::Overflow { .. } => {
                return self.routed(reason, names).unwrap_or_default();
            }
            Reason::ByRule { rule } => {
                return self.t_of("reason-rule", "rule", self.rule(rule, names));
            }
            Reason::SlaMissed { .. } => "reason-sla-missed",
            // The others are of where a message landed, and are said above.
            _ => "reason-new-case",
        };
        self.t(key)
    }

    /// What happened, as a line between messages; `None` when the messages themselves show it or it is no concern of
    /// the conversation's readers.
    #[must_use]
    pub fn event(&self, event: &Event, names: &dyn Names) -> Option<String> {
        let routed = self.routing_event(&event.kind, names);
        routed.or_else(|| self.other_event(event, names))
    }

    fn other_event(&self, event: &Event, names: &dyn Names) -> Option<String> {
        let who = self.actor(&event.actor, names);
        let by = |key: &str| self.t_of(key, "who", &who);
        Some(match event.kind {
            EventKind::Assigned { to: Some(to), .. } if event.actor == Actor::Agent(to) => {
                by("event-assigned-self")
            }
            EventKind::Assigned { to: Some(to), .. } => {
                self.two("event-assigned", &who, "to", &self.agent(Some(to), names))
            }
            EventKind::Assigned { to: None, .. } => by("event-unassigned"),
            EventKind::TeamSet { .. } | EventKind::AudienceSet { .. } => {
                return self.place_event(&event.kind, &who, names);
            }
            EventKind::StatusMoved { to, .. } => self.status_event(to, &who, event.at),
            EventKind::PrioritySet { to, .. } => self.two(
                "event-priority",
                &who,
                "priority",
                &self.t(&format!("priority-{}", to.name())),
            ),
            EventKind::Tagged { tag } => self.two("event-tagged", &who, "tag", &names.tag(tag)?),
            EventKind::Untagged { tag } => {
                self.two("event-untagged", &who, "tag", &names.tag(tag)?)
            }
            EventKind::FoundTooLively => self.t("reason-lively"),
            EventKind::SubjectSet => by("event-subject"),
            EventKind::Mentioned { agent } => self.two(
                "event-mentioned",
                &who,
                "to",
                &self.agent(Some(agent), names),
            ),
            EventKind::PromiseMade { due } => {
                self.two("event-promise", &who, "time", &self.until(due, event.at))
            }
            EventKind::PromiseDropped { .. } => by("event-promise-dropped"),
            EventKind::PromiseKept { .. } => self.t("event-promise-kept"),
            EventKind::TimerFired { timer, .. } if timer == TimerKind::HoldingReminder.code() => {
                self.t("event-reminded")
            }
            EventKind::ParticipantSuggested { .. }
            | EventKind::ParticipantAccepted { .. }
            | EventKind::ParticipantRemoved { .. }
            | EventKind::CustomerChanged { .. } => {
                return self.people_event(&event.kind, &who, names);
            }
            EventKind::MessagesMoved { .. }
            | EventKind::ConversationsMerged { .. }
            | EventKind::ConversationSplit { .. } => return self.moving(&event.kind, &who, names),
            EventKind::AnswerReturned { why, .. } => {
                self.t_of("event-answer-returned", "why", self.reason(&why, names))
            }
            EventKind::DeliveryMoved { to, .. } if to.is_trouble() => self.t("event-failed"),
            EventKind::Erased => self.t("event-erased"),
            EventKind::ConsentSet {
                purpose, granted, ..
            } => self.consent(&who, purpose, granted),
            ref other => match self
                .due_event(other)
                .or_else(|| self.legal_event(other, &who))
                .or_else(|| self.rule_event(other, &who))
                .or_else(|| self.card_event(event, &who, names))
            {
                Some(said) => said,
                None => by(message_event(other)?),
            },
        })
    }

    /// Where it went, and who may read it there.
    fn place_event(&self, kind: &EventKind, who: &str, names: &dyn Names) -> Option<String> {
        let key = match *kind {
            EventKind::TeamSet { to: Some(team), .. } => {
                let name = names.team(team).unwrap_or_else(|| self.t("somebody"));
                return Some(self.two("event-team", who, "team", &name));
            }
            EventKind::TeamSet { to: None, .. } => "event-team-none",
            EventKind::AudienceSet { to: Some(_), .. } => "event-private",
            EventKind::AudienceSet { to: None, .. } => "event-not-private",
            _ => return None,
        };
        Some(self.t_of(key, "who", who))
    }

    /// What a rule could not do, or did beside the conversation.
    fn rule_event(&self, kind: &EventKind, who: &str) -> Option<String> {
        Some(match kind {
            EventKind::RuleFailed { why, .. } => {
                let why = self.t(&format!("rule-trouble-{}", why.name()));
                self.two("event-rule-failed", who, "why", &why)
            }
            EventKind::RuleBroken { .. } => self.t_of("event-rule-broken", "who", who),
            EventKind::RuleAgreed { .. } => self.t_of("event-rule-agreed", "who", who),
            EventKind::RuleCalled { .. } => self.t_of("event-rule-called", "who", who),
            EventKind::RuleTold { .. } => self.t_of("event-rule-told", "who", who),
            _ => return None,
        })
    }

    /// What somebody pressed on a card ended so.
    fn card_event(&self, event: &Event, who: &str, names: &dyn Names) -> Option<String> {
        let EventKind::CardActed { run, state, .. } = event.kind else {
            return None;
        };
        let of = event.subject.conversation.unwrap_or_default();
        let name = names
            .action(of, run)
            .unwrap_or_else(|| self.t("card-action"));
        let key = format!("event-card-{}", state.name().replace('_', "-"));
        Some(self.two(&key, who, "action", &name))
    }

    /// By when law wants an answer, and what became of that.
    fn legal_event(&self, kind: &EventKind, who: &str) -> Option<String> {
        let (key, due, left) = match *kind {
            EventKind::LegalDueSet { due, .. } => ("event-legal-set", due, 0),
            EventKind::LegalDueExtended { due, .. } => ("event-legal-extended", due, 0),
            EventKind::LegalDueNear { due, left } => ("event-legal-near", due, left),
            EventKind::LegalDueMissed { due } => ("event-legal-missed", due, 0),
            EventKind::LegalDueStands { due } => ("event-legal-stands", due, 0),
            EventKind::LegalDueEnded { how, .. } => {
                return Some(self.t_of(&format!("event-legal-{}", how.name()), "who", who));
            }
            _ => return None,
        };
        let time = self.date_time(due);
        let args = [
            ("who", Arg::Text(who)),
            ("time", Arg::Text(&time)),
            ("n", Arg::Number(i64::from(left))),
        ];
        Some(self.t_with(key, &args))
    }

    /// What was promised or agreed is due, or was.
    fn due_event(&self, kind: &EventKind) -> Option<String> {
        let (key, clock, due) = match *kind {
            EventKind::PromiseBroken { due, .. } => {
                return Some(self.t_of("event-promise-broken", "time", self.date_time(due)));
            }
            EventKind::SlaWarned { clock, due, .. } => ("event-sla-warned", clock, due),
            EventKind::SlaMissed { clock, due, .. } => ("event-sla-missed", clock, due),
            EventKind::SlaEscalated { clock, due, .. } => ("event-sla-escalated", clock, due),
            _ => return None,
        };
        let (time, name) = (
            self.date_time(due),
            self.t(&format!("clock-{}", clock.name())),
        );
        let args = [("time", Arg::Text(&time)), ("clock", Arg::Text(&name))];
        Some(self.t_with(key, &args))
    }

    fn consent(&self, who: &str, purpose: Purpose, granted: bool) -> String {
        let key = if granted {
            "event-consent"
        } else {
            "event-no-consent"
        };
        let purpose = self.t(&format!("purpose-{}", purpose.name()));
        self.two(key, who, "purpose", &purpose)
    }

    /// Who belongs to a conversation.
    fn people_event(&self, kind: &EventKind, who: &str, names: &dyn Names) -> Option<String> {
        Some(match *kind {
            EventKind::ParticipantSuggested { contact } => self.t_of(
                "event-participant-suggested",
                "name",
                self.contact(contact, names),
            ),
            EventKind::ParticipantAccepted { contact } => self.two(
                "event-participant-accepted",
                who,
                "name",
                &self.contact(contact, names),
            ),
            EventKind::ParticipantRemoved { contact } => self.two(
                "event-participant-removed",
                who,
                "name",
                &self.contact(contact, names),
            ),
            EventKind::CustomerChanged { to, .. } => {
                self.two("event-customer", who, "name", &self.contact(to, names))
            }
            _ => return None,
        })
    }

    /// What went from one conversation to another.
    fn moving(&self, kind: &EventKind, who: &str, names: &dyn Names) -> Option<String> {
        Some(match *kind {
            EventKind::MessagesMoved { to, n, .. } => self.t_with(
                "event-moved",
                &[
                    ("who", Arg::Text(who)),
                    ("n", Arg::Number(i64::from(n))),
                    ("number", Arg::Text(&number_of(to, names))),
                ],
            ),
            EventKind::ConversationsMerged { from, .. } => {
                self.two("event-merged", who, "number", &number_of(from, names))
            }
            EventKind::ConversationSplit { into, .. } => {
                self.two("event-split", who, "number", &number_of(into, names))
            }
            _ => return None,
        })
    }

    fn status_event(&self, to: Status, who: &str, at: Millis) -> String {
        let key = match to {
            Status::Open => "event-open",
            Status::Waiting {
                on: WaitingOn::Customer,
                ..
            } => "event-waiting",
            Status::Waiting {
                on: WaitingOn::ThirdParty,
                ..
            } => "event-third-party",
            Status::Snoozed { until } => {
                return self.two("event-snoozed", who, "time", &self.until(until, at));
            }
            Status::Resolved { quiet: true, .. } => "event-quiet",
            Status::Resolved { quiet: false, .. } => "event-resolved",
            Status::Spam => "event-spam",
        };
        self.t_of(key, "who", who)
    }

    /// Who did it, by name.
    #[must_use]
    pub fn actor(&self, actor: &Actor, names: &dyn Names) -> String {
        match actor {
            Actor::Agent(id) => self.agent(Some(*id), names),
            Actor::Contact(id) => self.contact(*id, names),
            Actor::Assistant => self.t("assistant"),
            Actor::Rule(id) => self.rule(*id, names),
            Actor::Integration(id) => names.program(*id).unwrap_or_else(|| self.t("integration")),
            Actor::System(_) => self.t("lobby"),
        }
    }

    /// A rule by its name.
    #[must_use]
    pub fn rule(&self, id: RuleId, names: &dyn Names) -> String {
        match names.rule(id) {
            Some(name) => self.t_of("rule-named", "name", name),
            None => self.t("rule"),
        }
    }

    /// The state of a conversation, never a bare "waiting".
    #[must_use]
    pub fn status(&self, status: Status, now: Millis) -> String {
        match status {
            Status::Open => self.t("status-open"),
            Status::Waiting {
                on: WaitingOn::Customer,
                ..
            } => self.t("status-waiting"),
            Status::Waiting {
                on: WaitingOn::ThirdParty,
                ..
            } => self.t("status-third-party"),
            Status::Snoozed { until } => {
                self.t_of("status-snoozed", "time", self.until(until, now))
            }
            Status::Resolved { quiet: true, .. } => self.t("status-quiet"),
            Status::Resolved { quiet: false, .. } => self.t("status-resolved"),
            Status::Spam => self.t("status-spam"),
        }
    }

    /// The state of a delivery.
    #[must_use]
    pub fn delivery(&self, state: DeliveryState) -> String {
        self.t(&format!("delivery-{}", state.name()))
    }

    /// Why a send failed, and what to do: the codes of `SendError::word`; an unknown code says so.
    #[must_use]
    pub fn send_error(&self, code: &str) -> (String, String) {
        let (said, remedy) = (self.t(code), self.t(&format!("{code}-remedy")));
        if said == code {
            return (self.t("send-unknown"), self.t("send-unknown-remedy"));
        }
        (said, remedy)
    }

    /// As [`Words::send_error`], in the words of the channel's kind, and for the provider's own code where there are some.
    #[must_use]
    pub fn send_error_by(&self, kind: ChannelKind, error: &DeliveryError) -> (String, String) {
        let code = match error.provider_code.parse::<u32>() {
            Ok(200..=299) => "200",
            _ => error.provider_code.as_str(),
        };
        let own = format!("send-{}-{code}", kind.name());
        let talk = format!("{}-chat", error.code);
        let keys = [Some(own), kind.is_chat().then_some(talk)];
        let found = keys
            .into_iter()
            .flatten()
            .find(|key| !self.maybe(key).is_empty());
        self.send_error(&found.unwrap_or_else(|| error.code.clone()))
    }

    /// Title and text of an error. Never says what the asker sent, nor what went on inside.
    #[must_use]
    pub fn error(&self, error: &Error) -> (String, String) {
        let both = |name: &str| {
            (
                self.t(&format!("error-{name}-title")),
                self.t(&format!("error-{name}-text")),
            )
        };
        match error {
            Error::NotFound { noun: "link" } => both("link"),
            Error::NotFound { .. } => both("not-found"),
            Error::Forbidden { need: "origin" } => both("origin"),
            Error::Forbidden { .. } => both("forbidden"),
            Error::Unauthenticated => both("login"),
            Error::Invalid(_) => both("invalid"),
            Error::Conflict { code } => self.conflict(code).map_or_else(
                || both("conflict"),
                |text| (self.t("error-conflict-title"), text),
            ),
            Error::KeyReused => both("conflict"),
            Error::Stale { .. } => both("stale"),
            Error::TooMany { retry_after_s } => (
                self.t("error-many-title"),
                self.t_n("error-many-text", *retry_after_s),
            ),
            Error::TooLarge { limit } => (
                self.t("error-large-title"),
                self.t_of("error-large-text", "size", self.bytes(*limit)),
            ),
            Error::Unavailable { .. } => both("unavailable"),
            Error::Internal(_) => both("internal"),
        }
    }

    /// As [`Words::error`]; what must wait longer than a minute is said by the clock.
    #[must_use]
    pub fn error_at(&self, error: &Error, now: Millis) -> (String, String) {
        /// Seconds, up to which they are counted.
        const COUNTED: u64 = 60;
        match error {
            Error::TooMany { retry_after_s } if *retry_after_s > COUNTED => {
                let wait = i64::try_from(*retry_after_s).unwrap_or(i64::MAX / 1_000);
                let opens = self.until(now + Span::seconds(wait), now);
                (
                    self.t("error-many-title"),
                    self.t_of("error-many-at", "time", opens),
                )
            }
            _ => self.error(error),
        }
    }

    /// Why it cannot be done now: the codes of `Error::Conflict`; `None` for one without a sentence of its own.
    #[must_use]
    pub fn conflict(&self, code: &str) -> Option<String> {
        let key = format!("conflict-{}", code.replace('_', "-"));
        Some(self.t(&key)).filter(|said| *said != key)
    }

    /// What is wrong with a field: the codes of `FieldError`; one without a sentence asks to check the field.
    #[must_use]
    pub fn field_error(&self, code: &str) -> String {
        let said = self.t(code);
        if said == code {
            self.t("error-field")
        } else {
            said
        }
    }

    fn dated(&self, key: &str, at: Millis) -> String {
        self.t_of(key, "date", self.date(at))
    }

    fn numbered(&self, key: &str, id: ConversationId, names: &dyn Names) -> String {
        self.t_of(key, "number", number_of(id, names))
    }

    fn by(&self, key: &str, agent: Option<AgentId>, names: &dyn Names) -> String {
        self.t_of(key, "name", self.agent(agent, names))
    }

    fn two(&self, key: &str, who: &str, name: &str, value: &str) -> String {
        self.t_with(key, &[("who", Arg::Text(who)), (name, Arg::Text(value))])
    }

    fn agent(&self, id: Option<AgentId>, names: &dyn Names) -> String {
        match id {
            Some(id) => names.agent(id).unwrap_or_else(|| self.t("somebody")),
            None => self.t("colleague"),
        }
    }

    fn contact(&self, id: ContactId, names: &dyn Names) -> String {
        names
            .contact(id)
            .unwrap_or_else(|| self.t("unknown-person"))
    }
}

fn number_of(id: ConversationId, names: &dyn Names) -> String {
    names
        .number(id)
        .map_or_else(|| "?".to_owned(), |it| it.to_string())
}

/// What was done to a message or taken back: a key of `words`.
fn message_event(kind: &EventKind) -> Option<&'static str> {
    Some(match kind {
        EventKind::ChangeUndone { .. } => "event-undone",
        EventKind::MessageRedacted { .. } => "event-redacted",
        EventKind::MessageEdited { .. } => "event-edited",
        EventKind::MessageWithdrawn { .. } => "event-withdrawn",
        EventKind::ReplyUndone { .. } => "event-reply-undone",
        EventKind::ForwardUndone { .. } => "event-forward-undone",
        EventKind::AnswerWaits { .. } => "event-answer-waits",
        EventKind::HandoverRead { .. } => "event-handover-read",
        EventKind::AnswerReleased { .. } => "event-answer-released",
        EventKind::NeedsAnswer { .. } => "event-needs-answer",
        EventKind::RepeatMarked { on: true, .. } => "event-repeat-marked",
        EventKind::RepeatMarked { on: false, .. } => "event-repeat-unmarked",
        EventKind::AboutSet => "event-about",
        EventKind::MoveOffered { .. } => "event-move-offered",
        EventKind::MoveTaken { .. } => "event-move-taken",
        EventKind::OwnerDoubted { .. } => "event-owner-doubted",
        EventKind::OwnerConfirmed { .. } => "event-owner-confirmed",
        EventKind::OwnerChanged { .. } => "event-owner-changed",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::Subject;
    use crate::domain::id::Seq;

    struct Nobody;
    impl Names for Nobody {
        fn agent(&self, _: AgentId) -> Option<String> {
            Some("Ana".to_owned())
        }
        fn contact(&self, _: ContactId) -> Option<String> {
            None
        }
        fn team(&self, _: TeamId) -> Option<String> {
            Some("Ventas".to_owned())
        }
        fn tag(&self, _: TagId) -> Option<String> {
            None
        }
        fn program(&self, _: TokenId) -> Option<String> {
            None
        }
        fn rule(&self, _: RuleId) -> Option<String> {
            None
        }
        fn number(&self, _: ConversationId) -> Option<u64> {
            Some(482)
        }
        fn action(&self, _: ConversationId, _: CardRunId) -> Option<String> {
            None
        }
    }

    fn event(kind: EventKind) -> Event {
        Event {
            seq: Seq(1),
            at: Millis(0),
            actor: Actor::Agent(AgentId::default()),
            subject: Subject::default(),
            history: false,
            depth: 0,
            kind,
        }
    }

    #[test]
    fn events_and_reasons_are_sentences() {
        let es = Words::for_reader("es", "UTC");
        let taken = event(EventKind::Assigned {
            from: None,
            to: Some(AgentId::default()),
            why: Reason::Took,
        });
        assert_eq!(es.event(&taken, &Nobody).as_deref(), Some("Ana la tomó"));
        let moved = event(EventKind::MessagesMoved {
            change: crate::domain::id::ChangeId::default(),
            to: ConversationId::default(),
            n: 1,
        });
        assert_eq!(
            es.event(&moved, &Nobody).as_deref(),
            Some("Ana movió un mensaje a #482")
        );
        assert_eq!(es.event(&event(EventKind::ContactMade), &Nobody), None);
        let why = Reason::Merged {
            into: ConversationId::default(),
        };
        assert_eq!(es.reason(&why, &Nobody), "unida con #482");
    }

    #[test]
    fn an_error_never_shows_what_is_inside() {
        let en = Words::for_reader("en", "UTC");
        let (title, text) = en.error(&Error::Internal("panicked at src/x.rs".to_owned()));
        assert!(!title.contains("src") && !text.contains("panicked"));
        assert_eq!(en.send_error("send-later").0, en.t("send-later"));
        assert_eq!(en.send_error("x").0, en.t("send-unknown"));
        assert_eq!(en.field_error("nope"), en.t("error-field"));
    }
}
