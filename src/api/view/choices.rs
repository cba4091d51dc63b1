//! Words of which one is given or answered, said once for the description, for reading and for refusing.

use serde_json::Value;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

use crate::domain::error::{Error, Result};

/// A closed list of words.
pub trait Choice {
    const SAID: &'static str;
    const NAMES: &'static [&'static str];
}

macro_rules! choices {
    ($($(#[doc = $said:literal])+ $name:ident: $($word:literal)+;)+) => {$(
        $(#[doc = $said])+
        pub struct $name;

        impl Choice for $name {
            const SAID: &'static str = concat!($($said),+).trim_ascii_start();
            const NAMES: &'static [&'static str] = &[$($word),+];
        }
    )+};
}

choices! {
    /// What is measured.
    Metric: "conversations" "received" "sent" "backlog" "first_response" "response" "service_level" "unanswered" "first_resolution" "resolution" "our_time" "their_time" "resolution_rate" "first_contact" "handle_time" "handle_time_estimated" "transfers" "packet_read" "had_to_repeat" "promises_kept" "satisfaction" "surveys_answered" "journeys";
    /// What a figure is: how many, how long, which part of all, how many there are at a moment.
    MetricKind: "count" "time" "share" "stock";
    /// By what a figure is split: kind of channel, mailbox or number, team, person, tag, tier, hour of the week (Monday
    /// 0:00 is 0), from channel to channel.
    Split: "channel" "address" "team" "agent" "tag" "tier" "hour" "way";
    /// What a sighting says: counted, yes or no of a share, not known yet, they wait, closed without an answer.
    Seen: "counted" "yes" "no" "not_yet" "waiting" "aside";
    /// What says that a customer had to repeat themselves: they were asked for what was on file, they wrote the same once
    /// more, they say that they said it before, they say so beside a rating, one of us marked it.
    RepeatSignal: "asked" "restated" "says_so" "survey" "marked";
    /// How far that is to be believed.
    Confidence: "medium" "high" "certain";
    /// A period that moves with the day.
    Period: "today" "yesterday" "7d" "28d" "90d" "month" "last_month" "year";
    /// What a rule waits for.
    Trigger: "arrival" "customer_wrote" "answered" "state" "assigned" "team" "priority" "tagged" "sla_warned" "sla_missed" "send_failed" "waited";
    /// What goes on: the customer waits for us, we for them, it is not resolved, nobody has it.
    Wait: "us" "customer" "unresolved" "unassigned";
    /// Where a conversation stands, whom it waits for among it.
    RuleState: "open" "waiting" "third_party" "snoozed" "resolved" "spam";
    /// Why a rule could not do something.
    Trouble: "gone" "loop" "unreachable" "enough" "failed";
    /// A part of what a customer said.
    Part: "message" "text" "subject";
    /// How often something comes by itself.
    Rhythm: "never" "daily" "weekly" "monthly";
    /// What is counted: messages since our last answer, conversations of the customer in seven days, how often it was
    /// opened again, how often they asked for a person.
    Tally: "unanswered" "contacts" "reopened" "asked_for_person";
    /// How a legal due date ended: it was fulfilled, never counted, ended with its conversation, or went to another.
    LegalEnd: "fulfilled" "removed" "resolved" "spam" "merged";
    /// Where a conversation stands.
    Status: "open" "waiting" "snoozed" "resolved" "spam";
    /// Whom a waiting conversation waits for.
    WaitingOn: "customer" "third_party";
    /// What an SLA policy measures: to our first answer, to each later one, until it is resolved.
    Clock: "first_response" "next_response" "resolution";
    /// `missed` goes on until it is `met_late`; what is `paused` stands still.
    ClockState: "running" "paused" "missed" "met" "met_late";
    /// How much it hurries.
    Priority: "low" "normal" "high" "urgent";
    /// `newest` or `oldest` by number; `waiting`: longest without an answer first; `due`: what falls due first
    /// (promise, legal due date, follow-up, end of snoozing). What waits for nothing or is not due comes after, newest
    /// first.
    Sort: "newest" "oldest" "waiting" "due";
    /// `due`: what falls due first, then longest without an answer; `waiting`: longest without an answer first; `newest`
    /// or `oldest` activity first.
    ViewSort: "due" "waiting" "newest" "oldest";
    /// What an entry is: said by a customer, by us, or internal.
    MessageKind: "inbound" "reply" "note" "forward" "third_party";
    /// What is written: a reply, a note, a `forward` to third parties, or, by hand, a visit or letter (`inbound`) or a `call`.
    NewMessageKind: "reply" "note" "forward" "inbound" "call";
    /// Which way it went.
    Direction: "inbound" "outbound" "internal";
    /// Of a call written down.
    CallDirection: "inbound" "outbound";
    /// What becomes of the conversation after the reply.
    Then: "wait" "keep_open" "resolve" "third_party";
    /// Do not send when the customer writes first.
    IfCustomerWrites: "cancel";
    /// Who said it.
    AuthorType: "contact" "agent" "colleague" "third_party" "assistant" "rule" "integration" "system";
    /// The fate of what was sent; `waiting` until the customer says yes to what asked.
    DeliveryState: "scheduled" "queued" "sending" "sent" "delivered" "read" "held" "failed" "uncertain" "cancelled" "bounced" "waiting";
    /// How much a contact counts.
    Tier: "normal" "vip";
    /// What somebody is told of.
    NoticeKind: "new" "given" "mentioned" "answered" "failed" "due" "closing" "reminder" "covered" "channel_down" "goal_near" "goal_missed" "untaken" "rated" "rule" "threshold" "webhook_off" "reviewed" "to_review" "legal";
    /// How a question of a scorecard is answered: yes, no or does not apply; 1 to 5 or does not apply.
    AnswerKind: "yes_no" "scale";
    /// Where a review stands: its agent may accept it or ask to look again, once; then it is settled.
    ReviewState: "to_do" "done" "accepted" "disputed" "settled";
    /// Why a conversation is reviewed.
    ReviewWhy: "drawn" "rated" "reopened" "late" "long" "asked";
    /// Which reviews are listed.
    ReviewList: "open" "done";
    /// What an agent says to a review.
    ReviewReply: "accept" "dispute";
    /// By what results of reviews are told apart.
    QualityBy: "agent" "team" "channel" "scorecard" "question";
    /// What of the monitor is counted: persons without an answer, minutes the longest of them has waited, conversations
    /// nobody has, conversations that are late.
    Measure: "people" "longest" "unassigned" "late";
    /// When alerts are told: at any time, while the business is open, or while somebody works.
    AlertHours: "always" "open" "staffed";
    /// How a field of a data card is read and shown.
    CardFieldKind: "text" "number" "date" "money" "link" "list";
    /// What a data card says.
    CardState: "shown" "old" "nothing" "not_asked" "failed";
    /// Where something done from a data card stands.
    CardRunState: "sending" "done" "refused" "not_sent" "uncertain";
    /// Where an event on its way to a webhook stands.
    WebhookDelivery: "waiting" "taken" "given_up";
    /// By what they are told.
    Medium: "in_app" "sound" "push" "mail";
    /// When they hear nothing: from 20:00 to 7:00, while the business is closed, between two times, or never.
    Quiet: "nights" "closed" "between" "never";
    /// Of what a field is.
    AttributeOf: "contacts" "companies";
    /// What a field holds.
    AttributeKind: "text" "number" "date" "choice" "yes_no";
    /// What is written about: their own affairs, what they owe, what could be sold to them.
    Purpose: "service" "collection" "commercial";
    /// How something with a date stands.
    DatedState: "planned" "confirmed" "change_asked" "cancelled" "done" "paid" "missed";
    /// Why nothing is said of it by itself any more.
    DatedStopped: "answered" "opted_out" "by_hand";
    /// Why a stage was left out, or waits.
    LeftOut: "no_channel" "window_closed" "no_template" "no_consent" "blocked" "too_late" "overtaken" "confirmed" "talking" "hours" "cap" "failed";
    /// What a customer may press; `change` asks for a person.
    DatedVerb: "confirm" "change" "cancel" "paid" "stop";
    /// What a stage is counted in.
    DatedUnit: "minutes" "hours" "days";
    /// Whether a number still names the same person.
    Owner: "same" "new";
    /// How a consent is known.
    ConsentSource: "message" "agent" "form" "import" "provider";
    /// What names a contact on a channel.
    IdentifierKind: "email" "phone" "external" "whatsapp" "telegram" "visitor";
    /// Why it is believed that an identifier belongs to a contact; all but `claimed` are verified.
    Evidence: "claimed" "agent" "code" "dmarc" "signed" "provider";
    /// The part of somebody beside the customer.
    ParticipantRole: "copy" "third_party";
    /// What somebody may do.
    Role: "agent" "supervisor" "admin" "owner";
    /// Who is there.
    Availability: "online" "away" "off";
    /// Why somebody is not there for a while, though their day goes on.
    Break: "lunch" "meeting" "training" "other";
    /// Who gets a new conversation of a team.
    QueueMode: "shared" "push";
    /// What a message of a messaging channel holds.
    Content: "text" "image" "video" "audio" "voice" "file" "sticker" "place" "card" "choice" "order" "unsupported" "notice";
    /// A way customers write.
    ChannelKind: "email" "log" "whatsapp" "telegram" "webchat" "api";
    /// A way that can be connected.
    NewChannelKind: "email" "whatsapp" "telegram" "webchat" "api";
    /// What a file is.
    FileKind: "pictures" "documents" "voice" "videos";
    /// How a channel fares.
    Health: "new" "working" "troubled" "needs_you" "paused";
    /// What became of a mail.
    LedgerOutcome: "new_conversation" "joined" "our_message" "duplicate" "report" "automatic" "blocked" "quarantined" "forgotten" "skipped";
    /// What became of a call: kept and not read yet, taken in, set aside, or refused.
    Verdict: "kept" "done" "parked" "refused";
    /// How far it is.
    BulkState: "running" "finished";
    /// What is done to each conversation.
    BulkActionName: "resolve" "open" "spam" "waiting" "third_party" "snooze" "assign" "team" "tag" "untag" "priority" "macro" "reply" "template" "undo";
    /// What is found; some of each when absent.
    SearchType: "messages" "conversations" "contacts";
    /// Where the conversation stands; `waiting` is for the customer.
    SearchState: "open" "waiting" "third_party" "snoozed" "resolved" "unresolved" "unassigned" "mine" "followed" "automatic" "blocked" "spam";
}

/// The schema of one of these words.
#[must_use]
pub fn one<C: Choice>() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .description(Some(C::SAID))
        .enum_values(Some(C::NAMES.iter().copied()))
        .build()
}

/// As [`one`], or null.
#[must_use]
pub fn maybe<C: Choice>() -> Object {
    let names = C::NAMES.iter().map(|it| Value::from(*it));
    ObjectBuilder::new()
        .schema_type(SchemaType::Array(vec![Type::String, Type::Null]))
        .description(Some(C::SAID))
        .enum_values(Some(names.chain([Value::Null])))
        .build()
}

/// The word as it is on the list.
///
/// # Errors
/// [`Error::Invalid`] on the field.
pub fn chosen<C: Choice>(field: &'static str, written: &str) -> Result<&'static str> {
    let found = C::NAMES.iter().find(|it| **it == written);
    found
        .copied()
        .ok_or_else(|| Error::invalid(field, "error-field"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::domain::delivery::DeliveryState as Domain;
    use crate::domain::notice::NoticeKind as Notice;

    #[test]
    fn a_word_is_on_the_list_or_refused() {
        assert_eq!(chosen::<Status>("status", "open"), Ok("open"));
        assert!(chosen::<Status>("status", "Open").is_err());
        assert!(one::<Sort>().description.unwrap().starts_with('`'));
        assert_eq!(
            maybe::<Tier>().enum_values.unwrap().last(),
            Some(&Value::Null)
        );
        assert!(DeliveryState::NAMES.contains(&Domain::Held.name()));
    }

    #[test]
    fn what_somebody_is_told_of_is_listed_whole() {
        let mut listed = NoticeKind::NAMES.to_vec();
        let mut known = Notice::ALL.map(Notice::name).to_vec();
        listed.sort_unstable();
        known.sort_unstable();
        assert_eq!(listed, known);
    }
}
