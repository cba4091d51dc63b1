//! One of each kind of event, for tests of what is kept and of what is shown.

#![allow(clippy::too_many_lines)]

use crate::domain::actor::Role;
use crate::domain::agent::Availability;
use crate::domain::channel::HealthState;
use crate::domain::conversation::{Priority, Status};
use crate::domain::delivery::DeliveryState;
use crate::domain::event::EventKind as K;
use crate::domain::id::Id;
use crate::domain::reason::Reason;
use crate::domain::time::Millis;

fn id<T: Id>(n: u128) -> T {
    T::from_uuid(uuid::Uuid::from_u128(n))
}

/// Every kind there is, with fields that are not their defaults. A new kind is added here and to [`name`].
pub fn one_of_each() -> Vec<K> {
    let at = Millis(1_700_000_000_123);
    let why = Reason::StillOurs { since: at };
    vec![
        K::ConversationStarted { number: 7, why },
        K::MessageReceived { position: 7, why },
        K::AutomaticFiled { position: 7 },
        K::AlsoReceived { position: 7 },
        K::FoundTooLively,
        K::CourtesyFiled { position: 7 },
        K::NeedsAnswer { position: 7 },
        K::ReplyWritten {
            position: 7,
            delivery: id(9),
        },
        K::ReplySeen { position: 7, why },
        K::NoteWritten { position: 7 },
        K::ReplyUndone { position: 7 },
        K::Forwarded {
            position: 7,
            delivery: id(9),
        },
        K::ForwardSeen { position: 7 },
        K::ForwardUndone { position: 7 },
        K::ThirdPartyAnswered { position: 7 },
        K::DeliveryMoved {
            delivery: id(9),
            from: DeliveryState::Queued,
            to: DeliveryState::Sent,
        },
        K::StatusMoved {
            from: Status::Open,
            to: Status::Resolved { at, quiet: true },
            why,
        },
        K::Assigned {
            from: Some(id(1)),
            to: Some(id(1)),
            why,
        },
        K::TeamSet {
            from: Some(id(2)),
            to: Some(id(2)),
            why,
        },
        K::AudienceSet {
            from: Some(id(2)),
            to: None,
        },
        K::PrioritySet {
            from: Priority::High,
            to: Priority::High,
        },
        K::Tagged { tag: id(9) },
        K::Untagged { tag: id(9) },
        K::SubjectSet,
        K::Mentioned { agent: id(9) },
        K::PromiseMade { due: at },
        K::PromiseDropped { due: at },
        K::PromiseKept { due: at },
        K::PromiseBroken { due: at, at },
        K::TimerFired { timer: 3, due: at },
        K::ParticipantSuggested { contact: id(9) },
        K::ParticipantAccepted { contact: id(9) },
        K::ParticipantRemoved { contact: id(9) },
        K::SuggestionMade {
            conversation: id(9),
            why,
        },
        K::SuggestionDismissed {
            conversation: id(9),
        },
        K::MessagesMoved {
            change: id(9),
            to: id(9),
            n: 7,
        },
        K::ConversationsMerged {
            change: id(9),
            from: id(9),
        },
        K::ConversationSplit {
            change: id(9),
            into: id(9),
        },
        K::ChangeUndone { change: id(9) },
        K::CustomerChanged {
            from: id(9),
            to: id(9),
        },
        K::MessageRedacted { position: 7 },
        K::MessageEdited { position: 7 },
        K::MessageWithdrawn { position: 7 },
        K::Reacted {
            position: 7,
            on: true,
        },
        K::MediaFetched { position: 7 },
        K::ContactMade,
        K::ContactChanged,
        K::IdentifierAdded,
        K::IdentifierRemoved,
        K::ContactsJoined {
            change: id(9),
            other: id(9),
        },
        K::ContactsUnjoined {
            change: id(9),
            other: id(9),
        },
        K::ContactsToldApart {
            other: id(9),
            apart: true,
        },
        K::ContactBlocked { until: Some(at) },
        K::ContactUnblocked,
        K::Erased,
        K::SetUpClaimed,
        K::AgentMade { role: Role::Admin },
        K::AgentChanged,
        K::RoleSet {
            from: Role::Admin,
            to: Role::Owner,
        },
        K::AvailabilitySet {
            to: Availability::Away { until: Some(at) },
        },
        K::MemberAdded { team: id(9) },
        K::MemberRemoved { team: id(9) },
        K::AgentDeactivated,
        K::AgentReactivated,
        K::Invited { link: id(9) },
        K::PasswordSet,
        K::SecondFactorSet { on: true },
        K::SessionsEnded,
        K::TokenMade {
            token: id(9),
            role: Role::Admin,
        },
        K::TokenRevoked { token: id(9) },
        K::TeamMade { team: id(9) },
        K::TeamChanged { team: id(9) },
        K::TeamRetired { team: id(9) },
        K::TeamPrivacySet {
            team: id(9),
            private: true,
        },
        K::TagMade { tag: id(9) },
        K::TagChanged { tag: id(9) },
        K::TagRetired { tag: id(9) },
        K::BusinessChanged,
        K::ChannelMade { connection: id(9) },
        K::ChannelChanged,
        K::ChannelRetired,
        K::HealthMoved {
            connection: id(9),
            from: HealthState::Working,
            to: HealthState::NeedsYou,
        },
        K::Parked { parked: id(9) },
        K::ParkedSettled { parked: id(9) },
    ]
}

/// The permanent name of a kind; exhaustive, so that a new one does not compile before it has a sample.
pub fn name(kind: &K) -> &'static str {
    match kind {
        K::ConversationStarted { .. } => "ConversationStarted",
        K::MessageReceived { .. } => "MessageReceived",
        K::AutomaticFiled { .. } => "AutomaticFiled",
        K::AlsoReceived { .. } => "AlsoReceived",
        K::FoundTooLively => "FoundTooLively",
        K::CourtesyFiled { .. } => "CourtesyFiled",
        K::NeedsAnswer { .. } => "NeedsAnswer",
        K::ReplyWritten { .. } => "ReplyWritten",
        K::ReplySeen { .. } => "ReplySeen",
        K::NoteWritten { .. } => "NoteWritten",
        K::ReplyUndone { .. } => "ReplyUndone",
        K::Forwarded { .. } => "Forwarded",
        K::ForwardSeen { .. } => "ForwardSeen",
        K::ForwardUndone { .. } => "ForwardUndone",
        K::ThirdPartyAnswered { .. } => "ThirdPartyAnswered",
        K::DeliveryMoved { .. } => "DeliveryMoved",
        K::StatusMoved { .. } => "StatusMoved",
        K::Assigned { .. } => "Assigned",
        K::TeamSet { .. } => "TeamSet",
        K::AudienceSet { .. } => "AudienceSet",
        K::PrioritySet { .. } => "PrioritySet",
        K::Tagged { .. } => "Tagged",
        K::Untagged { .. } => "Untagged",
        K::SubjectSet => "SubjectSet",
        K::Mentioned { .. } => "Mentioned",
        K::PromiseMade { .. } => "PromiseMade",
        K::PromiseDropped { .. } => "PromiseDropped",
        K::PromiseKept { .. } => "PromiseKept",
        K::PromiseBroken { .. } => "PromiseBroken",
        K::TimerFired { .. } => "TimerFired",
        K::ParticipantSuggested { .. } => "ParticipantSuggested",
        K::ParticipantAccepted { .. } => "ParticipantAccepted",
        K::ParticipantRemoved { .. } => "ParticipantRemoved",
        K::SuggestionMade { .. } => "SuggestionMade",
        K::SuggestionDismissed { .. } => "SuggestionDismissed",
        K::MessagesMoved { .. } => "MessagesMoved",
        K::ConversationsMerged { .. } => "ConversationsMerged",
        K::ConversationSplit { .. } => "ConversationSplit",
        K::ChangeUndone { .. } => "ChangeUndone",
        K::CustomerChanged { .. } => "CustomerChanged",
        K::MessageRedacted { .. } => "MessageRedacted",
        K::MessageEdited { .. } => "MessageEdited",
        K::MessageWithdrawn { .. } => "MessageWithdrawn",
        K::Reacted { .. } => "Reacted",
        K::MediaFetched { .. } => "MediaFetched",
        K::ContactMade => "ContactMade",
        K::ContactChanged => "ContactChanged",
        K::IdentifierAdded => "IdentifierAdded",
        K::IdentifierRemoved => "IdentifierRemoved",
        K::ContactsJoined { .. } => "ContactsJoined",
        K::ContactsUnjoined { .. } => "ContactsUnjoined",
        K::ContactsToldApart { .. } => "ContactsToldApart",
        K::ContactBlocked { .. } => "ContactBlocked",
        K::ContactUnblocked => "ContactUnblocked",
        K::Erased => "Erased",
        K::SetUpClaimed => "SetUpClaimed",
        K::AgentMade { .. } => "AgentMade",
        K::AgentChanged => "AgentChanged",
        K::RoleSet { .. } => "RoleSet",
        K::AvailabilitySet { .. } => "AvailabilitySet",
        K::MemberAdded { .. } => "MemberAdded",
        K::MemberRemoved { .. } => "MemberRemoved",
        K::AgentDeactivated => "AgentDeactivated",
        K::AgentReactivated => "AgentReactivated",
        K::Invited { .. } => "Invited",
        K::PasswordSet => "PasswordSet",
        K::SecondFactorSet { .. } => "SecondFactorSet",
        K::SessionsEnded => "SessionsEnded",
        K::TokenMade { .. } => "TokenMade",
        K::TokenRevoked { .. } => "TokenRevoked",
        K::TeamMade { .. } => "TeamMade",
        K::TeamChanged { .. } => "TeamChanged",
        K::TeamRetired { .. } => "TeamRetired",
        K::TeamPrivacySet { .. } => "TeamPrivacySet",
        K::TagMade { .. } => "TagMade",
        K::TagChanged { .. } => "TagChanged",
        K::TagRetired { .. } => "TagRetired",
        K::BusinessChanged => "BusinessChanged",
        K::ChannelMade { .. } => "ChannelMade",
        K::ChannelChanged => "ChannelChanged",
        K::ChannelRetired => "ChannelRetired",
        K::HealthMoved { .. } => "HealthMoved",
        K::Parked { .. } => "Parked",
        K::ParkedSettled { .. } => "ParkedSettled",
    }
}
