//! How kinds of events are called outside: in the public feed and by webhooks. A name is permanent.

use crate::domain::event::EventKind;

/// What programs may hear of by webhooks: what concerns customers, and channels. Ordered by noun.
pub const TOLD: &[&str] = &[
    "conversation.about_set",
    "conversation.assigned",
    "conversation.audience_set",
    "conversation.card_acted",
    "conversation.change_undone",
    "conversation.customer_changed",
    "conversation.handover_read",
    "conversation.mentioned",
    "conversation.menu_chosen",
    "conversation.merged",
    "conversation.messages_moved",
    "conversation.move_offered",
    "conversation.move_taken",
    "conversation.priority_set",
    "conversation.rated",
    "conversation.rule_applied",
    "conversation.rule_called",
    "conversation.rule_failed",
    "conversation.rule_told",
    "conversation.sla_policy_set",
    "conversation.split",
    "conversation.started",
    "conversation.status_moved",
    "conversation.subject_set",
    "conversation.suggestion_dismissed",
    "conversation.suggestion_made",
    "conversation.tagged",
    "conversation.team_set",
    "conversation.timer_fired",
    "conversation.too_lively",
    "conversation.untagged",
    "message.also_received",
    "message.answer_released",
    "message.answer_returned",
    "message.answer_waits",
    "message.automatic_filed",
    "message.courtesy_filed",
    "message.edited",
    "message.forward_seen",
    "message.forward_undone",
    "message.forwarded",
    "message.media_fetched",
    "message.needs_answer",
    "message.noted",
    "message.reacted",
    "message.received",
    "message.redacted",
    "message.replied",
    "message.reply_seen",
    "message.third_party_answered",
    "message.undone",
    "message.withdrawn",
    "delivery.moved",
    "promise.broken",
    "promise.dropped",
    "promise.kept",
    "promise.made",
    "participant.accepted",
    "participant.removed",
    "participant.suggested",
    "sla.escalated",
    "sla.missed",
    "sla.warned",
    "contact.blocked",
    "contact.changed",
    "contact.company_set",
    "contact.consent_set",
    "contact.erased",
    "contact.identifier_added",
    "contact.identifier_removed",
    "contact.joined",
    "contact.made",
    "contact.owner_changed",
    "contact.owner_confirmed",
    "contact.owner_doubted",
    "contact.told_apart",
    "contact.unblocked",
    "contact.unjoined",
    "company.changed",
    "company.joined",
    "company.made",
    "company.parted",
    "company.removed",
    "channel.changed",
    "channel.health_moved",
    "channel.made",
    "channel.retired",
    "channel.silence_moved",
];

impl EventKind {
    /// Its permanent name, such as `message.received`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        name_of(self)
    }
}

fn name_of(kind: &EventKind) -> &'static str {
    use EventKind as K;
    match kind {
        K::ConversationStarted { .. } => "conversation.started",
        K::MessageReceived { .. } => "message.received",
        K::AutomaticFiled { .. } => "message.automatic_filed",
        K::AlsoReceived { .. } => "message.also_received",
        K::FoundTooLively => "conversation.too_lively",
        K::CourtesyFiled { .. } => "message.courtesy_filed",
        K::NeedsAnswer { .. } => "message.needs_answer",
        K::ReplyWritten { .. } => "message.replied",
        K::ReplySeen { .. } => "message.reply_seen",
        K::NoteWritten { .. } => "message.noted",
        K::ReplyUndone { .. } => "message.undone",
        K::Forwarded { .. } => "message.forwarded",
        K::ForwardSeen { .. } => "message.forward_seen",
        K::ForwardUndone { .. } => "message.forward_undone",
        K::ThirdPartyAnswered { .. } => "message.third_party_answered",
        K::DeliveryMoved { .. } => "delivery.moved",
        K::StatusMoved { .. } => "conversation.status_moved",
        K::Assigned { .. } => "conversation.assigned",
        K::HandoverRead { .. } => "conversation.handover_read",
        K::TeamSet { .. } => "conversation.team_set",
        K::AudienceSet { .. } => "conversation.audience_set",
        K::PrioritySet { .. } => "conversation.priority_set",
        K::Tagged { .. } => "conversation.tagged",
        K::Untagged { .. } => "conversation.untagged",
        K::SubjectSet => "conversation.subject_set",
        K::Mentioned { .. } => "conversation.mentioned",
        K::PromiseMade { .. } => "promise.made",
        K::PromiseDropped { .. } => "promise.dropped",
        K::PromiseKept { .. } => "promise.kept",
        K::PromiseBroken { .. } => "promise.broken",
        K::TimerFired { .. } => "conversation.timer_fired",
        K::SlaWarned { .. } => "sla.warned",
        K::SlaMissed { .. } => "sla.missed",
        K::SlaEscalated { .. } => "sla.escalated",
        K::ParticipantSuggested { .. } => "participant.suggested",
        K::ParticipantAccepted { .. } => "participant.accepted",
        K::ParticipantRemoved { .. } => "participant.removed",
        K::SuggestionMade { .. } => "conversation.suggestion_made",
        K::SuggestionDismissed { .. } => "conversation.suggestion_dismissed",
        K::MessagesMoved { .. } => "conversation.messages_moved",
        K::ConversationsMerged { .. } => "conversation.merged",
        K::ConversationSplit { .. } => "conversation.split",
        K::ChangeUndone { .. } => "conversation.change_undone",
        K::CustomerChanged { .. } => "conversation.customer_changed",
        K::MessageRedacted { .. } => "message.redacted",
        K::MessageEdited { .. } => "message.edited",
        K::MessageWithdrawn { .. } => "message.withdrawn",
        K::Reacted { .. } => "message.reacted",
        K::AnswerWaits { .. } => "message.answer_waits",
        K::AnswerReleased { .. } => "message.answer_released",
        K::AnswerReturned { .. } => "message.answer_returned",
        K::MediaFetched { .. } => "message.media_fetched",
        K::AboutSet => "conversation.about_set",
        K::MoveOffered { .. } => "conversation.move_offered",
        K::MoveTaken { .. } => "conversation.move_taken",
        other => name_of_people(other),
    }
}

/// Of contacts and companies.
fn name_of_people(kind: &EventKind) -> &'static str {
    use EventKind as K;
    match kind {
        K::ContactMade => "contact.made",
        K::ContactChanged => "contact.changed",
        K::IdentifierAdded => "contact.identifier_added",
        K::IdentifierRemoved => "contact.identifier_removed",
        K::ContactsJoined { .. } => "contact.joined",
        K::ContactsUnjoined { .. } => "contact.unjoined",
        K::ContactsToldApart { .. } => "contact.told_apart",
        K::ContactBlocked { .. } => "contact.blocked",
        K::ContactUnblocked => "contact.unblocked",
        K::CompanySet { .. } => "contact.company_set",
        K::ConsentSet { .. } => "contact.consent_set",
        K::OwnerDoubted { .. } => "contact.owner_doubted",
        K::OwnerConfirmed { .. } => "contact.owner_confirmed",
        K::OwnerChanged { .. } => "contact.owner_changed",
        K::CompanyMade { .. } => "company.made",
        K::CompanyChanged { .. } => "company.changed",
        K::CompanyRemoved { .. } => "company.removed",
        K::CompaniesJoined { .. } => "company.joined",
        K::CompaniesParted { .. } => "company.parted",
        K::Erased => "contact.erased",
        other => name_of_arranging(other),
    }
}

fn name_of_arranging(kind: &EventKind) -> &'static str {
    use EventKind as K;
    match kind {
        K::SetUpClaimed => "business.claimed",
        K::AgentMade { .. } => "agent.made",
        K::AgentChanged => "agent.changed",
        K::RoleSet { .. } => "agent.role_set",
        K::AvailabilitySet { .. } => "agent.availability_set",
        K::MemberAdded { .. } => "team.member_added",
        K::MemberRemoved { .. } => "team.member_removed",
        K::AgentDeactivated => "agent.deactivated",
        K::AgentReactivated => "agent.reactivated",
        K::Invited { .. } => "agent.invited",
        K::InvitationWithdrawn { .. } => "agent.invitation_withdrawn",
        K::PasswordSet => "agent.password_set",
        K::LogInAddressSet => "agent.address_set",
        K::SecondFactorSet { .. } => "agent.second_factor_set",
        K::SessionsEnded => "agent.sessions_ended",
        K::TokenMade { .. } => "token.made",
        K::TokenRevoked { .. } => "token.revoked",
        K::TeamMade { .. } => "team.made",
        K::TeamChanged { .. } => "team.changed",
        K::TeamRetired { .. } => "team.retired",
        K::TeamPrivacySet { .. } => "team.privacy_set",
        K::TagMade { .. } => "tag.made",
        K::TagChanged { .. } => "tag.changed",
        K::TagRetired { .. } => "tag.retired",
        K::AttributeMade { .. } => "attribute.made",
        K::AttributeChanged { .. } => "attribute.changed",
        K::AttributeRetired { .. } => "attribute.retired",
        K::CannedReplyMade { .. } => "canned_reply.made",
        K::CannedReplyChanged { .. } => "canned_reply.changed",
        K::CannedReplyRetired { .. } => "canned_reply.retired",
        K::MacroMade { .. } => "macro.made",
        K::MacroChanged { .. } => "macro.changed",
        K::MacroRetired { .. } => "macro.retired",
        K::ViewMade { .. } => "view.made",
        K::ViewChanged { .. } => "view.changed",
        K::ViewRetired { .. } => "view.retired",
        K::RuleMade { .. } => "rule.made",
        K::RuleChanged { .. } => "rule.changed",
        K::RuleRetired { .. } => "rule.retired",
        K::RuleBroken { .. } => "rule.broken",
        K::MenuChosen { .. } => "conversation.menu_chosen",
        K::Rated { .. } => "conversation.rated",
        K::RuleApplied { .. } => "conversation.rule_applied",
        K::RuleTold { .. } => "conversation.rule_told",
        K::RuleAgreed { .. } => "conversation.sla_policy_set",
        K::RuleCalled { .. } => "conversation.rule_called",
        K::RuleFailed { .. } => "conversation.rule_failed",
        K::SlaPolicyMade { .. } => "sla_policy.made",
        K::SlaPolicyChanged { .. } => "sla_policy.changed",
        K::SlaPolicyRetired { .. } => "sla_policy.retired",
        K::BusinessChanged => "business.changed",
        K::HoursChosen => "hours.chosen",
        K::CalendarMade { .. } => "calendar.made",
        K::CalendarChanged { .. } => "calendar.changed",
        K::CalendarRetired { .. } => "calendar.retired",
        K::ChannelMade { .. } => "channel.made",
        K::ChannelChanged => "channel.changed",
        K::ChannelRetired => "channel.retired",
        K::HealthMoved { .. } => "channel.health_moved",
        K::SilenceMoved { .. } => "channel.silence_moved",
        K::Parked { .. } => "input.parked",
        K::ParkedSettled { .. } => "input.settled",
        other => name_of_outside(other),
    }
}

fn name_of_outside(kind: &EventKind) -> &'static str {
    use EventKind as K;
    match kind {
        K::OutletMade { .. } => "outlet.made",
        K::OutletChanged { .. } => "outlet.changed",
        K::OutletRetired { .. } => "outlet.retired",
        K::ThresholdMade { .. } => "threshold.made",
        K::ThresholdRetired { .. } => "threshold.retired",
        K::ThresholdCrossed { .. } => "threshold.crossed",
        K::WebhookMade { .. } => "webhook.made",
        K::WebhookChanged { .. } => "webhook.changed",
        K::WebhookRetired { .. } => "webhook.retired",
        K::WebhookTested { .. } => "webhook.tested",
        K::WebhookStopped { .. } => "webhook.stopped",
        K::CardMade { .. } => "card.made",
        K::CardChanged { .. } => "card.changed",
        K::CardRetired { .. } => "card.retired",
        K::CardActed { .. } => "conversation.card_acted",
        // The others have their names above.
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::tests::one_of_each;

    #[test]
    fn all_of_a_noun_is_told_or_nothing() {
        let noun = |it: &'static str| it.split('.').next().unwrap_or(it);
        let nouns: BTreeSet<&str> = TOLD.iter().map(|it| noun(it)).collect();
        let wanted: BTreeSet<&str> = one_of_each()
            .iter()
            .map(EventKind::name)
            .filter(|it| nouns.contains(noun(it)))
            .collect();
        assert_eq!(wanted, TOLD.iter().copied().collect());
        assert_eq!(nouns.len(), 9);
        assert_eq!(wanted.len(), TOLD.len(), "one stands there twice");
    }
}
