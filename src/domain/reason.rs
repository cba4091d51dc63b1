//! Why something was decided: codes with ids, numbers and times, never text. `words` makes sentences of them.

use serde::{Deserialize, Serialize};

use crate::domain::id::{AgentId, ConversationId, MessageId, RuleId, SlaPolicyId, TeamId};
use crate::domain::queue::serving::Spoken;
use crate::domain::time::Millis;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Reason {
    /// Nothing earlier fits.
    #[default]
    NewCase,
    /// An agent started it.
    StartedByAgent,
    /// A call or visit written down.
    WrittenDown,
    // --- which conversation a message joined
    /// Our reply token in a recipient address or the quoted text.
    ReplyToken,
    /// In-Reply-To or References names this message.
    References {
        message: MessageId,
    },
    /// This message, which was read earlier, answers or follows it.
    AnsweredBy {
        message: MessageId,
    },
    /// The provider counts it to the thread of this message (X-GM-THRID, Thread-Index).
    ProviderThread {
        message: MessageId,
    },
    /// It quotes, or reacts to, this message, or presses a button of it.
    PointsAt {
        message: MessageId,
    },
    /// It carries the code we gave them to go on here.
    MoveCode,
    /// Sent from the provider's own app.
    SentInApp,
    /// Same sender and subject, and an administrator said that this sender's mails are put together so.
    Grouped,
    /// The thread pointed to a resolved case whose window had passed; this is its successor.
    SuccessorOf {
        conversation: ConversationId,
    },
    StillOurs {
        since: Millis,
    },
    StillTheirs {
        since: Millis,
    },
    JustClosed {
        at: Millis,
    },
    /// A form: every one is its own case.
    Form,
    /// Forwarded by one of us.
    ForwardedBy {
        agent: AgentId,
    },
    /// From one of our own people in a thread to the customer.
    AnsweredOutside {
        agent: Option<AgentId>,
    },
    SentFolder {
        agent: Option<AgentId>,
    },
    /// An unknown sender under a valid reference.
    SuggestedParticipant,
    /// Sender unclear or unauthenticated: kept apart.
    UnverifiedSender,
    AutomaticMail,
    BlockedSender,
    /// Answers what was forwarded: a side conversation, never the customer's.
    AnswersForward,
    /// Filed with the newest case, changing nothing.
    Courtesy,
    /// A rating of a conversation that is over, and nothing else: filed there, changing nothing.
    Rated,
    /// Lobby spoke of something with a date.
    DatedEvent,
    /// A press that says how such a thing stands, and nothing else: filed there, changing nothing.
    DatedAnswer,
    /// Answers a mail of ours to many people: each of them has a case of their own.
    BulkReply {
        conversation: ConversationId,
    },
    /// The move was made by hand.
    Moved {
        from: ConversationId,
    },
    // --- suggestions
    SamePersonElsewhere {
        last: Millis,
    },
    SameSubject {
        last: Millis,
    },
    // --- why a status moved
    ByAgent,
    Answered,
    HoldingMessage,
    KeptOpen,
    CustomerWrote,
    SnoozeOver,
    FollowUpDue,
    QuietClose {
        silent_since: Millis,
    },
    AnswerUndone,
    AnswerFailed,
    AnswerBounced,
    AnswerUncertain,
    AnswerLate,
    Unmarked,
    Merged {
        into: ConversationId,
    },
    Split {
        from: ConversationId,
    },
    Undone,
    TooLively,
    History,
    /// Sleeps until the reply leaves at its chosen time.
    Scheduled,
    /// The answer waited for a yes, and they wrote something new.
    WroteSomethingNew,
    /// Nobody answered what asked for the answer that waits.
    NobodyAnswered,
    /// What asked for the answer that waits did not arrive.
    AskedInVain,
    /// An earlier promise is still open.
    PromiseOpen,
    PromiseDue,
    NeedsAnswer,
    /// It was forwarded, and waits for them.
    Forwarded,
    ThirdPartyAnswered,
    ForwardUndone,
    ForwardFailed,
    // --- why somebody got it
    RepliedFirst,
    Took,
    GivenBy {
        agent: Option<AgentId>,
    },
    PersonLeft {
        agent: AgentId,
    },
    /// They are away, and get it back.
    PersonAway {
        agent: AgentId,
    },
    /// They are back.
    PersonBack {
        agent: AgentId,
    },
    /// Lobby gave it to them.
    Routed {
        by: Basis,
        /// What the case is about, and they know: how many tags.
        skills: u8,
        /// The customer's language, which they speak.
        language: Option<Spoken>,
        /// Points they carry with it, and may carry.
        load: u16,
        cap: u16,
        /// Who would have got it, and was not free.
        without: Option<AgentId>,
    },
    /// They did not take it within so many minutes.
    NotTaken {
        agent: AgentId,
        minutes: u16,
    },
    /// Nobody of that team had time within so many minutes.
    Overflow {
        team: TeamId,
        minutes: u16,
    },
    /// The customer chose this of the menu, from 0.
    MenuChoice {
        choice: u8,
    },
    ByRule {
        rule: RuleId,
    },
    /// What is agreed was not met in time.
    SlaMissed {
        policy: SlaPolicyId,
    },
}

impl Reason {
    /// What answers us and asks nothing: filed with what it answers, changing nothing there.
    #[must_use]
    pub fn is_filed(self) -> bool {
        matches!(self, Reason::Rated | Reason::DatedAnswer)
    }
}

/// What spoke for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// They always have this customer.
    Owner,
    /// They solved the case before.
    Earlier,
    /// Of those who could, the one with least to do.
    Fit,
}

impl Basis {
    /// The name in `words` (`basis-…`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Basis::Owner => "owner",
            Basis::Earlier => "earlier",
            Basis::Fit => "fit",
        }
    }
}
