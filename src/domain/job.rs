//! Work to do later. Jobs hold ids; texts are read when they run, and every job may run twice.

use serde::{Deserialize, Serialize};

use crate::domain::id::{
    AgentId, AlertCallId, BulkId, ChannelId, ConnectionId, ContactId, ConversationId, DatedEventId,
    DatedKindId, JobId, LinkId, MessageId, NoticeId, OutletId, ParkedId, PushDeviceId, RawId,
    RuleId, TeamId,
};
use crate::domain::time::Millis;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    pub id: JobId,
    pub due: Millis,
    pub attempts: u32,
    pub kind: JobKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum JobKind {
    /// Read a parked input again.
    RetryParked { parked: ParkedId },
    /// Bring mail since a time in as history.
    Backfill {
        connection: ConnectionId,
        since: Option<Millis>,
    },
    /// The conversations of a team, those below a number, follow whether it is private.
    FollowTeam { team: TeamId, before: u64 },
    /// Send the mail for a password reset.
    MailReset { link: LinkId },
    /// Send the mail for an invitation.
    MailInvite { link: LinkId },
    /// Send the mail that proves an address.
    MailAddress { link: LinkId },
    /// Tell the address somebody logged in with that it is another now.
    MailAddressSet { link: LinkId },
    /// Go on with one thing done to many conversations.
    Bulk { bulk: BulkId },
    /// Fetch the files of a message that lie at a provider.
    FetchMedia {
        message: MessageId,
        connection: ConnectionId,
    },
    /// Tell a provider of our reaction on a message.
    React {
        message: MessageId,
        connection: ConnectionId,
    },
    /// Tell a provider that a message of the customer's was read.
    TellRead {
        message: MessageId,
        connection: ConnectionId,
    },
    /// Read a provider's call again.
    ReadCall { raw: RawId },
    /// Send a mailbox a mail at its own address with a tag.
    AskPlus { connection: ConnectionId },
    /// Send a further address of a mailbox a mail that must come in there.
    AskAddress { channel: ChannelId },
    /// See whether a connection is silent that usually hears something.
    Silence { connection: ConnectionId },
    /// Mail an answer of the chat that was not read.
    MailUnread { message: MessageId },
    /// Somebody's absence is over.
    EndAbsence { agent: AgentId },
    /// Go on erasing a person.
    Erase { contact: ContactId },
    /// Write the files anew, so that nothing of whom was erased is left in them.
    Forget,
    /// Tell somebody of a failed, late or uncertain answer by mail.
    MailFailedSend {
        conversation: ConversationId,
        agent: AgentId,
    },
    /// Remind somebody by mail that only "one moment" was said.
    MailReminder {
        conversation: ConversationId,
        agent: AgentId,
    },
    /// Tell whom it concerns that what was promised for `due` is due soon.
    TellDue {
        conversation: ConversationId,
        due: Millis,
    },
    /// Tell somebody who was away since then, and is back, what others did meanwhile of what is theirs.
    TellCovered { agent: AgentId, since: Millis },
    /// Remind the owner of a channel that is not there yet, as they asked.
    RemindSetUp { at: Millis },
    /// Remind somebody of a conversation, as they asked.
    Remind {
        agent: AgentId,
        conversation: ConversationId,
        at: Millis,
    },
    /// Push something unread to somebody's devices.
    Push { agent: AgentId, notice: NoticeId },
    /// Push it to one of them.
    PushTo {
        agent: AgentId,
        notice: NoticeId,
        device: PushDeviceId,
    },
    /// Push something to a device, to see that it is reached.
    PushTest {
        agent: AgentId,
        device: PushDeviceId,
    },
    /// Mail somebody what stayed unread.
    MailNotices { agent: AgentId },
    /// What was given and not taken goes back, unless something speaks against it.
    TakeBack { conversation: ConversationId },
    /// How a team's queue is emptied is another: what stands in it follows.
    Relined { team: TeamId },
    /// Clocks are measured anew: of the conversations below a number, or of all there are. Whether what was agreed for
    /// them is agreed anew too.
    Measure { before: Option<u64>, anew: bool },
    /// What a rule says or writes in a conversation, by the act of this place.
    RuleAct {
        rule: RuleId,
        conversation: ConversationId,
        act: u8,
        depth: u8,
    },
    /// What a channel says by itself to a message.
    SayItself {
        conversation: ConversationId,
        message: MessageId,
    },
    /// Ask for a rating, or thank for one.
    Survey { conversation: ConversationId },
    /// What is due of a dated event, if that is still when it is due.
    Dated { event: DatedEventId, due: Millis },
    /// What is said of a kind of dated events is another: those behind one that was looked at are planned anew.
    PlanDated {
        kind: DatedKindId,
        after: Option<(Millis, DatedEventId)>,
    },
    /// What was gathered for a place outside Lobby leaves.
    GatherAlerts { outlet: OutletId },
    /// Send a message to a place outside Lobby.
    SendAlert {
        outlet: OutletId,
        call: AlertCallId,
        at: Millis,
    },
    /// Mail somebody the figures that are due then.
    MailFigures { agent: AgentId, due: Millis },
    /// Draw what is to be reviewed of the week that ended before.
    DrawSample { due: Millis },
    /// When rules are asked by time is planned anew: of the conversations below a number, or of all there are.
    PlanRules { before: Option<u64> },
}

/// Timers of a conversation; at most one of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TimerKind {
    SnoozeOver,
    FollowUp,
    QuietClose,
    PromiseDue,
    /// A holding message was sent and no time was promised: remind the agent.
    HoldingReminder,
    /// A failed answer nobody has looked at: tell the lead.
    FailedUnseen,
    /// Nobody answered what asked for a waiting answer: it is a draft again.
    Unanswered,
    /// A customer waits, and soon only approved texts may be sent: tell whoever has it.
    WindowCloses,
    /// The next step of an SLA policy.
    Sla,
    /// It stands in line for long: others may have it, the lead is told, another team gets it.
    Line,
    /// It was given, and not taken.
    TakeBack,
    /// The next rule that is asked because something went on for long.
    Rule,
    /// A rating is asked for.
    Survey,
    /// A legal due date comes near, or is over.
    LegalDue,
}

impl TimerKind {
    pub const ALL: [TimerKind; 14] = [
        TimerKind::SnoozeOver,
        TimerKind::FollowUp,
        TimerKind::QuietClose,
        TimerKind::PromiseDue,
        TimerKind::HoldingReminder,
        TimerKind::FailedUnseen,
        TimerKind::Unanswered,
        TimerKind::WindowCloses,
        TimerKind::Sla,
        TimerKind::Line,
        TimerKind::TakeBack,
        TimerKind::Rule,
        TimerKind::Survey,
        TimerKind::LegalDue,
    ];

    /// Permanent number used in keys.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            TimerKind::SnoozeOver => 1,
            TimerKind::FollowUp => 2,
            TimerKind::QuietClose => 3,
            TimerKind::PromiseDue => 4,
            TimerKind::HoldingReminder => 5,
            TimerKind::FailedUnseen => 6,
            TimerKind::Unanswered => 7,
            TimerKind::WindowCloses => 8,
            TimerKind::Sla => 9,
            TimerKind::Line => 10,
            TimerKind::TakeBack => 11,
            TimerKind::Rule => 20,
            TimerKind::Survey => 21,
            TimerKind::LegalDue => 22,
        }
    }

    #[must_use]
    pub fn from_code(code: u8) -> Option<Self> {
        TimerKind::ALL.into_iter().find(|it| it.code() == code)
    }
}
