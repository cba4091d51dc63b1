//! Every table there is, in one place: its key, its value, and who keeps it in step.
//!
//! Keys and values are bytes. Keys are built by [`crate::store::key::Key`]: fixed-width big-endian parts, so that
//! byte order is the order meant; text is length-prefixed. Values are records in the codec's form, or empty.

use redb::TableDefinition;

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// A table, named in the file by [`Table::name`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Table { $($(#[$doc])* $name),+ }

        impl Table {
            /// All tables, in the order of the enum.
            pub const ALL: &[Table] = &[$(Table::$name),+];

            /// Its name in the file; permanent.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Table::$name => $text),+ }
            }
        }
    };
}

tables! {
    /// Key: a fact's name. Value: a number or record (schema, incarnation, counters, business).
    Meta = "meta",

    /// Key: seq. Value: Event. Appended, never changed.
    Events = "events",
    /// Index of Events: (conversation, seq) → (). Kept by `Write::event`.
    EventsByConversation = "events_by_conversation",
    /// Key: reactor's name. Value: its cursor (a seq). Kept by `Write::put_cursor`.
    Cursors = "cursors",
    /// Key: (reactor, seq). Value: Fault: an event a reactor failed on three times.
    Faults = "faults",

    /// Key: conversation. Value: Conversation.
    Conversations = "conversations",
    /// Index: number → conversation. Kept by `put_conversation`.
    ConversationsByNumber = "conversations_by_number",
    /// Index: (contact, conversation) → (). Customer and participants' records. Kept by `put_conversation`.
    ConversationsByContact = "conversations_by_contact",
    /// Index: conversation → () of the unresolved: what the board loads. Kept by `put_conversation`.
    ConversationsUnresolved = "conversations_unresolved",
    /// Index: (shelf, newest first, conversation) → () of those that are not: resolved, spam, automatic, blocked,
    /// closed quietly; and the shelf of failed sends. Kept by `put_conversation`.
    ConversationsByShelf = "conversations_by_shelf",

    /// Index: (team or nothing, most urgent first, since when it needs us, conversation) → () of those that need us and
    /// nobody has. Kept by `put_conversation`.
    ConversationsInLine = "conversations_in_line",
    /// Index: (agent, conversation) → kind of effort, of those that need us and somebody has. Kept by
    /// `put_conversation`.
    ConversationsCarried = "conversations_carried",

    /// Key: (conversation, position). Value: Message.
    Messages = "messages",
    /// Index: message → (conversation, position). Kept by `put_message`.
    MessagePlaces = "message_places",
    /// Index: (conversation, newest first by when it was said, position) → which kinds of files, as bits, of the messages
    /// that have files. Kept by `put_message`.
    MessageFiles = "message_files",
    /// Key: (connection or brand-wide zero, SHA-256 of the dedupe text). Value: message id; a tombstone has the nil id.
    /// Kept for ever for mail.
    Seen = "seen",
    /// Key: SHA-256 of a Message-ID, or of the word of a provider, a blank and its id of a thread. Value: message id it
    /// names, ours or theirs; of a thread its first. Kept by `put_mail_id`.
    MailIds = "mail_ids",
    /// Key: (SHA-256 of a Message-ID, message). Value: nothing. The message answers or follows a mail that was not
    /// read yet. Kept by `put_awaited`.
    Awaited = "awaited_mail_ids",
    /// Key: (connection, digest of a provider's id of a message). Value: the message. Kept by `put_chat_id`.
    ChatIds = "chat_ids",
    /// Key: (connection, digest of a provider's id of a message, raw). Value: nothing. The call spoke of a message that is not here
    /// yet. Kept by `put_early`.
    Early = "early_news",
    /// Key: (agent, conversation). Value: position read up to. Written lazily.
    ReadMarks = "read_marks",
    /// Key: (conversation, agent). Value: Focus: when somebody worked in it. Written lazily.
    Focus = "focus",
    /// Index: (seq of the newest event when it was written, conversation, agent) → (). Kept by `put_focus`.
    FocusWritten = "focus_written",
    /// Key: (conversation, agent, kind). Value: Draft.
    Drafts = "drafts",
    /// Index: (agent, conversation, kind) → () of live drafts. Kept by `put_draft`.
    DraftsByAgent = "drafts_by_agent",

    /// Key: delivery. Value: Delivery.
    Deliveries = "deliveries",
    /// Index: (connection, due, delivery) → () of the pending. Kept by `put_delivery`.
    DeliveriesPending = "deliveries_pending",
    /// Index: (newest first, delivery) → () of those that need a person. Kept by `put_delivery`.
    DeliveriesInTrouble = "deliveries_in_trouble",
    /// Index: (conversation, delivery) → () of the pending and of those that need a person. Kept by `put_delivery`.
    DeliveriesByConversation = "deliveries_by_conversation",
    /// Index: (connection, due, delivery) → () of those whose copy is still to be put into the Sent folder. Kept by
    /// `put_delivery`.
    DeliveriesToCopy = "deliveries_to_copy",

    /// Key: contact. Value: Contact.
    Contacts = "contacts",
    /// Index: (root contact, joined contact) → (). Kept by `put_contact`.
    ContactsJoined = "contacts_joined",
    /// Index: (folded name cut to 40 bytes, contact) → (). Kept by `put_contact`.
    ContactsByName = "contacts_by_name",
    /// Index: (last heard first, contact) → () of those by name. Kept by `put_contact`.
    ContactsByHeard = "contacts_by_heard",
    /// Key: (kind, scope, value, contact). Value: Identifier.
    Identifiers = "identifiers",
    /// Index: (contact, kind, scope, value) → (). Kept by `put_identifier`.
    IdentifiersByContact = "identifiers_by_contact",
    /// Index: (company, contact) → (). Kept by `put_contact`.
    ContactsByCompany = "contacts_by_company",
    /// Key: (contact, consent). Value: Consent. Appended; removed only with the person.
    Consents = "consents",
    /// Key: (kind, value, contact). Value: Clue: what somebody wrote or used that may tell who they are.
    Clues = "clues",
    /// Index: (contact, kind, value) → (). Kept by `put_clue`.
    CluesByContact = "clues_by_contact",
    /// Key: dated event. Value: DatedEvent: an appointment, an invoice, a cart.
    DatedEvents = "dated_events",
    /// Index: (contact, date, dated event) → (). Kept by `put_dated_event`.
    DatedEventsByContact = "dated_events_by_contact",
    /// Index: (date, dated event) → (). Kept by `put_dated_event`.
    DatedEventsByTime = "dated_events_by_time",
    /// Index: (due, dated event) → () of those that are looked at again. Kept by `put_dated_event`.
    DatedEventsDue = "dated_events_due",
    /// Index: (kind, id elsewhere) → dated event. Kept by `put_dated_event`.
    DatedEventsByName = "dated_events_by_name",
    /// Key: company. Value: Company.
    Companies = "companies",
    /// Index: (folded name cut to 40 bytes, company) → () of those that are no part of another. Kept by `put_company`.
    CompaniesByName = "companies_by_name",
    /// Index: (mail domain, company) → (). Kept by `put_company`.
    CompaniesByDomain = "companies_by_domain",
    /// Key: SHA-256 of the code. Value: MoveCode.
    MoveCodes = "move_codes",
    /// Key: block by domain: the domain. Value: Block.
    BlockedDomains = "blocked_domains",

    /// Key: raw. Value: Raw.
    Raws = "raws",
    /// Key: raw. Value: the bytes themselves, LZ4 with their size in front. Only for bodies kept as a row.
    RawBodies = "raw_bodies",
    /// Key: (connection, newest first, raw). Value: Call: a provider's call and what became of it.
    Calls = "calls",
    /// Key: parked. Value: Parked.
    Parked = "parked",
    /// Key: (connection, folder name). Value: Folder.
    Folders = "folders",
    /// Key: (connection, folder name, uidvalidity, uid). Value: LedgerRow.
    MailLedger = "mail_ledger",
    /// Index: (hash, kind of holder, holder's key) → (). Kept by every `put_…` of a record that names a blob.
    BlobRefs = "blob_refs",

    /// Key: (due, job). Value: Job.
    Jobs = "jobs",
    /// Key: (due, conversation, timer kind). Value: (). Kept by `set_timer`.
    Timers = "timers",
    /// Key: (conversation, timer kind). Value: due. Kept by `set_timer`.
    TimerOf = "timer_of",

    /// Key: (agent, notice). Value: Notice: what somebody was told.
    Notices = "notices",
    /// Index: (agent, newest first, notice) → (). Kept by `put_notice`.
    NoticesByTime = "notices_by_time",
    /// Index: (agent, conversation or channel or nothing, kind) → notice, of the unread. Kept by `put_notice`.
    NoticesUnread = "notices_unread",
    /// Key: (agent, conversation). Value: Reminder: when one person wants to be reminded of it.
    Reminders = "reminders",
    /// Key: (agent, device). Value: PushDevice.
    PushDevices = "push_devices",

    /// Key: agent. Value: Agent.
    Agents = "agents",
    /// Index: address → agent. Kept by `put_agent`.
    AgentsByEmail = "agents_by_email",
    /// Key: team. Value: Team.
    Teams = "teams",
    /// Key: tag. Value: Tag.
    Tags = "tags",
    /// Key: attribute. Value: Attribute.
    Attributes = "attributes",
    /// Key: canned reply. Value: CannedReply.
    CannedReplies = "canned_replies",
    /// Key: macro. Value: Macro.
    Macros = "macros",
    /// Key: view. Value: View.
    Views = "views",
    /// Key: rule. Value: Rule.
    Rules = "rules",
    /// Key: kind. Value: DatedKind: a kind of dated events, with what is said of them.
    DatedKinds = "dated_kinds",
    /// Key: SLA policy. Value: SlaPolicy.
    SlaPolicies = "sla_policies",
    /// Key: calendar. Value: NamedCalendar.
    Calendars = "calendars",
    /// Key: (whose, id, since). Value: HoursVersion: what hours were from then on. Kept by `put_business`, `put_calendar`,
    /// `put_channel` and `put_team`.
    HoursVersions = "hours_versions",
    /// Key: outlet. Value: Outlet: a place outside Lobby that is told.
    Outlets = "outlets",
    /// Key: outlet. Value: Gathered: what waits to be told to it.
    AlertsGathered = "alerts_gathered",
    /// Key: (outlet, newest first, call). Value: AlertCall.
    AlertCalls = "alert_calls",
    /// Key: threshold. Value: Threshold.
    Thresholds = "thresholds",
    /// Key: webhook. Value: Webhook: a program that hears of events.
    Webhooks = "webhooks",
    /// Key: (webhook, seq). Value: WebhookCall: an event on its way to it, and what became of it.
    WebhookCalls = "webhook_calls",
    /// Index: (webhook, due, seq) → () of those that wait. Kept by `put_webhook_call`.
    WebhookCallsDue = "webhook_calls_due",
    /// Key: card. Value: DataCard: what a system of the business shows beside conversations.
    Cards = "cards",
    /// Key: (conversation, run). Value: CardRun: what somebody pressed on a card there, and what became of it.
    CardRuns = "card_runs",
    /// Index: run → conversation of those being sent. Kept by `put_card_run`.
    CardRunsSending = "card_runs_sending",
    /// Key: kind. Value: LegalKind: what a law gives a term for.
    LegalKinds = "legal_kinds",
    /// Key: scorecard. Value: Scorecard.
    Scorecards = "scorecards",
    /// Key: review. Value: Review.
    Reviews = "reviews",
    /// Index: (reviewer, whether it is done, newest first, review) → (). Kept by `put_review`.
    ReviewsByReviewer = "reviews_by_reviewer",
    /// Index: (agent, newest first, review) → () of those that count for their agent. Kept by `put_review`.
    ReviewsByAgent = "reviews_by_agent",
    /// Index: (0 for those that wait, 1 for those that count, newest first, review) → (). Kept by `put_review`.
    ReviewsByTime = "reviews_by_time",
    /// Index: (conversation, review) → (). Kept by `put_review`.
    ReviewsByConversation = "reviews_by_conversation",
    /// Key: the Monday of a week as text. Value: Sample: what was drawn of it, and from what.
    Samples = "review_samples",
    /// Key: calibration. Value: Calibration.
    Calibrations = "calibrations",
    /// Key: connection. Value: Connection.
    Connections = "connections",
    /// Key: channel. Value: Channel.
    Channels = "channels",

    /// Key: SHA-256 of the session's secret. Value: Session.
    Sessions = "sessions",
    /// Key: SHA-256 of the token's secret. Value: Token.
    Tokens = "tokens",
    /// Key: SHA-256 of the link's secret. Value: Link.
    Links = "links",

    /// Key: change. Value: Change.
    Changes = "changes",
    /// Index: (conversation or contact, change) → (). Kept by `put_change`.
    ChangesBySubject = "changes_by_subject",
    /// Key: (actor, method and path, key). Value: Idempotent: body's hash, ids made, until.
    Idempotency = "idempotency",
    /// Key: bulk. Value: Bulk: one thing done to many conversations.
    Bulks = "bulks",
    /// Key: (bulk, place). Value: BulkRow: one conversation of it and what became of it.
    BulkRows = "bulk_rows",

    /// Key: (time of its newest, seq up to which it holds everything). Value: Moves: how conversations moved within some
    /// seconds of the last day. Written lazily.
    Moves = "monitor_moves",

    /// Key: id erased. Value: time. Replayed after a restore.
    Erased = "erased",
}

impl Table {
    pub(super) const fn definition(self) -> TableDefinition<'static, &'static [u8], &'static [u8]> {
        TableDefinition::new(self.name())
    }

    pub(super) const fn index(self) -> usize {
        self as usize
    }
}
