//! The log of what happened. Events hold ids, numbers, times and codes, never text: erasing a record leaves the
//! log readable. A kind has a permanent name; it is only extended by defaulted fields, or succeeded.

mod about;
pub mod name;
mod subject;

pub use self::subject::Subject;

use serde::{Deserialize, Serialize};

use crate::domain::actor::{Actor, Role};
use crate::domain::agent::Availability;
use crate::domain::card::action::RunState;
use crate::domain::channel::{ChannelKind, HealthState};
use crate::domain::consent::Purpose;
use crate::domain::conversation::{Priority, Status};
use crate::domain::dated::plan::Verb;
use crate::domain::dated::{DatedState, LeftOut, Stopped};
use crate::domain::delivery::DeliveryState;
use crate::domain::id::{
    AgentId, AttributeId, CalendarId, CalibrationId, CannedReplyId, CardId, CardRunId, ChangeId,
    ChannelId, CompanyId, ConnectionId, ConsentId, ContactId, ConversationId, DatedEventId,
    DatedKindId, DeliveryId, LegalKindId, LinkId, MacroId, OutletId, ParkedId, ReviewId, RuleId,
    ScorecardId, Seq, SlaPolicyId, TagId, TeamId, ThresholdId, TokenId, ViewId, WebhookId,
};
use crate::domain::legal::LegalEnd;
use crate::domain::reason::Reason;
use crate::domain::record::unset;
use crate::domain::rule::Trouble;
use crate::domain::sla::ClockKind;
use crate::domain::time::Millis;

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub seq: Seq,
    pub at: Millis,
    pub actor: Actor,
    #[serde(default, skip_serializing_if = "unset")]
    pub subject: Subject,
    /// Came in as history: reactors pass it unread.
    #[serde(default, skip_serializing_if = "unset")]
    pub history: bool,
    /// How many rules stand behind it, each asked because of what the one before did: none of what people do.
    #[serde(default, skip_serializing_if = "unset")]
    pub depth: u8,
    pub kind: EventKind,
}

/// What happened. Names are permanent (`tests/data` keeps one of each ever released).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum EventKind {
    // --- conversations and messages
    ConversationStarted {
        number: u64,
        why: Reason,
    },
    MessageReceived {
        position: u32,
        why: Reason,
    },
    /// Automatic mail (out of office and the like), filed without moving anything.
    AutomaticFiled {
        position: u32,
    },
    /// The same mail came to another of our mailboxes.
    AlsoReceived {
        position: u32,
    },
    /// Reopened too often within an hour: stays open and is flagged.
    FoundTooLively,
    /// A courtesy, filed without moving anything.
    CourtesyFiled {
        position: u32,
    },
    NeedsAnswer {
        position: u32,
    },
    ReplyWritten {
        position: u32,
        delivery: DeliveryId,
    },
    /// Said by one of us outside Lobby.
    ReplySeen {
        position: u32,
        why: Reason,
    },
    NoteWritten {
        position: u32,
    },
    ReplyUndone {
        position: u32,
    },
    /// Sent on to third parties.
    Forwarded {
        position: u32,
        delivery: DeliveryId,
    },
    /// Said to third parties by one of us outside Lobby.
    ForwardSeen {
        position: u32,
    },
    ForwardUndone {
        position: u32,
    },
    ThirdPartyAnswered {
        position: u32,
    },
    DeliveryMoved {
        delivery: DeliveryId,
        from: DeliveryState,
        to: DeliveryState,
    },
    StatusMoved {
        from: Status,
        to: Status,
        why: Reason,
    },
    Assigned {
        from: Option<AgentId>,
        to: Option<AgentId>,
        why: Reason,
    },
    /// Who took it over from somebody has read what must be known of it.
    HandoverRead {
        from: AgentId,
    },
    TeamSet {
        from: Option<TeamId>,
        to: Option<TeamId>,
        why: Reason,
    },
    /// Its team became private, or open to all: who may read it is another.
    AudienceSet {
        from: Option<TeamId>,
        to: Option<TeamId>,
    },
    PrioritySet {
        from: Priority,
        to: Priority,
    },
    Tagged {
        tag: TagId,
    },
    Untagged {
        tag: TagId,
    },
    SubjectSet,
    Mentioned {
        agent: AgentId,
    },
    PromiseMade {
        due: Millis,
    },
    /// Taken back by an agent before it was due.
    PromiseDropped {
        due: Millis,
    },
    PromiseKept {
        due: Millis,
    },
    PromiseBroken {
        due: Millis,
        at: Millis,
    },
    TimerFired {
        timer: u8,
        due: Millis,
    },
    /// Law wants an answer by then.
    LegalDueSet {
        kind: Option<LegalKindId>,
        due: Millis,
    },
    /// It was put off.
    LegalDueExtended {
        due: Millis,
        was: Millis,
    },
    /// So many working days are left.
    LegalDueNear {
        due: Millis,
        left: u16,
    },
    LegalDueMissed {
        due: Millis,
    },
    /// It does not stand any more.
    LegalDueEnded {
        due: Millis,
        how: LegalEnd,
    },
    /// It stands again: its conversation was opened again before it.
    LegalDueStands {
        due: Millis,
    },
    /// Something agreed is due soon.
    SlaWarned {
        clock: ClockKind,
        due: Millis,
        /// The step of its policy.
        step: u8,
    },
    /// It was not met.
    SlaMissed {
        clock: ClockKind,
        due: Millis,
        step: u8,
    },
    /// It is still not met.
    SlaEscalated {
        clock: ClockKind,
        due: Millis,
        step: u8,
    },
    /// The customer chose this of the menu, from 0.
    MenuChosen {
        choice: u8,
    },
    /// The customer gave this, 1 to 5, to the message that asked for it; `was` is what they had given before.
    Rated {
        rating: u8,
        #[serde(default, skip_serializing_if = "unset")]
        was: Option<u8>,
    },
    /// A rule fitted; what it did follows.
    RuleApplied {
        rule: RuleId,
    },
    /// A rule tells somebody, by the act of this place.
    RuleTold {
        rule: RuleId,
        act: u8,
    },
    /// A rule chose the policy it is measured by.
    RuleAgreed {
        rule: RuleId,
        policy: SlaPolicyId,
    },
    /// A rule has it posted to a program.
    RuleCalled {
        rule: RuleId,
        webhook: WebhookId,
    },
    /// A rule could not do something.
    RuleFailed {
        rule: RuleId,
        why: Trouble,
    },
    ParticipantSuggested {
        contact: ContactId,
    },
    ParticipantAccepted {
        contact: ContactId,
    },
    ParticipantRemoved {
        contact: ContactId,
    },
    SuggestionMade {
        conversation: ConversationId,
        why: Reason,
    },
    SuggestionDismissed {
        conversation: ConversationId,
    },
    MessagesMoved {
        change: ChangeId,
        to: ConversationId,
        n: u32,
    },
    ConversationsMerged {
        change: ChangeId,
        from: ConversationId,
    },
    ConversationSplit {
        change: ChangeId,
        into: ConversationId,
    },
    ChangeUndone {
        change: ChangeId,
    },
    CustomerChanged {
        from: ContactId,
        to: ContactId,
    },
    MessageRedacted {
        position: u32,
    },
    /// The customer changed what they had said.
    MessageEdited {
        position: u32,
    },
    /// The customer took it back.
    MessageWithdrawn {
        position: u32,
    },
    /// One of us said that the customer had to repeat themselves with this message.
    RepeatMarked {
        position: u32,
        /// False when that was taken back.
        on: bool,
    },
    Reacted {
        position: u32,
        /// False when the reaction was taken away.
        on: bool,
    },
    /// An approved text asked, and this answer waits for what they say to it.
    AnswerWaits {
        position: u32,
        delivery: DeliveryId,
    },
    /// They said yes: it leaves.
    AnswerReleased {
        position: u32,
    },
    /// It is its writer's draft again.
    AnswerReturned {
        position: u32,
        why: Reason,
    },
    /// Whom it is about besides, or no more.
    AboutSet,
    /// A code with which the customer can go on by a channel.
    MoveOffered {
        channel: ChannelId,
    },
    /// They went on there.
    MoveTaken {
        channel: ChannelId,
    },
    /// A file that lay at the provider is here.
    MediaFetched {
        position: u32,
    },
    // --- contacts
    ContactMade,
    ContactChanged,
    IdentifierAdded,
    IdentifierRemoved,
    ContactsJoined {
        change: ChangeId,
        other: ContactId,
    },
    ContactsUnjoined {
        change: ChangeId,
        other: ContactId,
    },
    /// A person said that two contacts are not the same person, or took that back.
    ContactsToldApart {
        other: ContactId,
        apart: bool,
    },
    ContactBlocked {
        until: Option<Millis>,
    },
    ContactUnblocked,
    /// They belong to another company, or to none.
    CompanySet {
        from: Option<CompanyId>,
        to: Option<CompanyId>,
    },
    /// A person said yes or no to being written to.
    ConsentSet {
        consent: ConsentId,
        purpose: Purpose,
        /// Everywhere when there is none.
        channel: Option<ChannelKind>,
        granted: bool,
    },
    /// Something of theirs with a date: an appointment, an invoice, a cart.
    DatedEventMade {
        event: DatedEventId,
    },
    /// How it stands (`was` where that is new), or when it is (`moved`); `answer` is what the customer pressed.
    DatedEventChanged {
        event: DatedEventId,
        state: DatedState,
        #[serde(default, skip_serializing_if = "unset")]
        was: Option<DatedState>,
        #[serde(default, skip_serializing_if = "unset")]
        moved: bool,
        #[serde(default, skip_serializing_if = "unset")]
        answer: Option<Verb>,
    },
    /// A stage was said of it.
    DatedStageSaid {
        event: DatedEventId,
        stage: u32,
    },
    /// A stage was left out.
    DatedStageLeft {
        event: DatedEventId,
        stage: u32,
        why: LeftOut,
    },
    /// Nothing is said of it any more.
    DatedEventStopped {
        event: DatedEventId,
        why: Stopped,
    },
    /// A number may have another owner than before.
    OwnerDoubted {
        before: ContactId,
    },
    /// It has the same one.
    OwnerConfirmed {
        before: ContactId,
    },
    /// It has another one: from then on it names that one.
    OwnerChanged {
        change: ChangeId,
        to: ContactId,
    },
    // --- companies
    CompanyMade {
        company: CompanyId,
    },
    CompanyChanged {
        company: CompanyId,
    },
    CompanyRemoved {
        company: CompanyId,
    },
    CompaniesJoined {
        change: ChangeId,
        root: CompanyId,
        other: CompanyId,
    },
    CompaniesParted {
        change: ChangeId,
        other: CompanyId,
    },
    Erased,
    // --- people and access
    SetUpClaimed,
    AgentMade {
        role: Role,
    },
    AgentChanged,
    RoleSet {
        from: Role,
        to: Role,
    },
    AvailabilitySet {
        to: Availability,
    },
    MemberAdded {
        team: TeamId,
    },
    MemberRemoved {
        team: TeamId,
    },
    AgentDeactivated,
    AgentReactivated,
    Invited {
        link: LinkId,
    },
    /// An invitation was taken back.
    InvitationWithdrawn {
        link: LinkId,
    },
    PasswordSet,
    /// They log in with another address.
    LogInAddressSet,
    SecondFactorSet {
        on: bool,
    },
    SessionsEnded,
    TokenMade {
        token: TokenId,
        role: Role,
    },
    TokenRevoked {
        token: TokenId,
    },
    // --- what an administrator arranges
    TeamMade {
        team: TeamId,
    },
    TeamChanged {
        team: TeamId,
    },
    TeamRetired {
        team: TeamId,
    },
    TeamPrivacySet {
        team: TeamId,
        private: bool,
    },
    TagMade {
        tag: TagId,
    },
    TagChanged {
        tag: TagId,
    },
    TagRetired {
        tag: TagId,
    },
    AttributeMade {
        attribute: AttributeId,
    },
    AttributeChanged {
        attribute: AttributeId,
    },
    AttributeRetired {
        attribute: AttributeId,
    },
    CannedReplyMade {
        canned_reply: CannedReplyId,
    },
    CannedReplyChanged {
        canned_reply: CannedReplyId,
    },
    CannedReplyRetired {
        canned_reply: CannedReplyId,
    },
    MacroMade {
        r#macro: MacroId,
    },
    MacroChanged {
        r#macro: MacroId,
    },
    MacroRetired {
        r#macro: MacroId,
    },
    ViewMade {
        view: ViewId,
    },
    ViewChanged {
        view: ViewId,
    },
    ViewRetired {
        view: ViewId,
    },
    RuleMade {
        rule: RuleId,
    },
    RuleChanged {
        rule: RuleId,
    },
    RuleRetired {
        rule: RuleId,
    },
    /// Lobby switched it off.
    RuleBroken {
        rule: RuleId,
        why: Trouble,
    },
    SlaPolicyMade {
        policy: SlaPolicyId,
    },
    SlaPolicyChanged {
        policy: SlaPolicyId,
    },
    SlaPolicyRetired {
        policy: SlaPolicyId,
    },
    DatedKindMade {
        kind: DatedKindId,
    },
    DatedKindChanged {
        kind: DatedKindId,
    },
    DatedKindRetired {
        kind: DatedKindId,
    },
    OutletMade {
        outlet: OutletId,
    },
    OutletChanged {
        outlet: OutletId,
    },
    OutletRetired {
        outlet: OutletId,
    },
    ThresholdMade {
        threshold: ThresholdId,
    },
    ThresholdRetired {
        threshold: ThresholdId,
    },
    /// A figure of the monitor is above what somebody wants to hear of, or is no more.
    ThresholdCrossed {
        threshold: ThresholdId,
        n: u32,
        over: bool,
    },
    WebhookMade {
        webhook: WebhookId,
    },
    WebhookChanged {
        webhook: WebhookId,
    },
    WebhookRetired {
        webhook: WebhookId,
    },
    /// Somebody wants to see that it is reached.
    WebhookTested {
        webhook: WebhookId,
    },
    /// Lobby sends nothing there any more: nothing was taken for days.
    WebhookStopped {
        webhook: WebhookId,
    },
    CardMade {
        card: CardId,
    },
    CardChanged {
        card: CardId,
    },
    CardRetired {
        card: CardId,
    },
    /// What somebody pressed on a card ended so.
    CardActed {
        card: CardId,
        run: CardRunId,
        state: RunState,
    },
    /// When people may hear of such things, or how often, is another.
    ContactHoursChanged {
        purpose: Purpose,
    },
    /// What a conversation counts on the shoulders of who has it is another.
    WeightsChanged,
    /// How conversations are reviewed is another, or whether they are.
    QualityPlanned,
    /// Whether the time people spend on conversations is measured.
    MeasuringSet {
        on: bool,
    },
    /// Which questions must be asked, whatever is on file.
    RequiredQuestionsSet,
    LegalKindMade {
        kind: LegalKindId,
    },
    LegalKindChanged {
        kind: LegalKindId,
    },
    LegalKindRetired {
        kind: LegalKindId,
    },
    ScorecardMade {
        scorecard: ScorecardId,
    },
    ScorecardChanged {
        scorecard: ScorecardId,
    },
    ScorecardRetired {
        scorecard: ScorecardId,
    },
    /// So many conversations of a week are to be reviewed.
    SampleDrawn {
        n: u32,
        of: u32,
    },
    /// Somebody is to review a conversation; the subject is who reviews.
    ReviewGiven {
        review: ReviewId,
    },
    /// It was handed in. The subject is whose work it is about, here and below.
    ReviewDone {
        review: ReviewId,
    },
    ReviewAccepted {
        review: ReviewId,
    },
    ReviewDisputed {
        review: ReviewId,
    },
    ReviewSettled {
        review: ReviewId,
    },
    /// Several review the same; told when it was begun.
    CalibrationBegun {
        calibration: CalibrationId,
    },
    BusinessChanged,
    /// A channel, or a team, goes by other hours.
    HoursChosen,
    /// Figures of the past are counted anew by the hours of this day.
    FiguresRecounted,
    CalendarMade {
        calendar: CalendarId,
    },
    CalendarChanged {
        calendar: CalendarId,
    },
    CalendarRetired {
        calendar: CalendarId,
    },
    ChannelMade {
        connection: ConnectionId,
    },
    ChannelChanged,
    ChannelRetired,
    HealthMoved {
        connection: ConnectionId,
        from: HealthState,
        to: HealthState,
    },
    /// Nothing comes any more where usually something comes sooner; or it comes again.
    SilenceMoved {
        connection: ConnectionId,
        silent: bool,
    },
    // --- input that could not be read
    Parked {
        parked: ParkedId,
    },
    ParkedSettled {
        parked: ParkedId,
    },
}
