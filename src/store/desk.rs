//! What an administrator arranges, and the people: agents, teams, tags, attributes, connections, channels, the business.

use std::sync::Arc;

use crate::domain::agent::Agent;
use crate::domain::attribute::Attribute;
use crate::domain::canned_reply::CannedReply;
use crate::domain::card::DataCard;
use crate::domain::channel::{Channel, Connection};
use crate::domain::dated::plan::DatedKind;
use crate::domain::error::Result;
use crate::domain::hours::NamedCalendar;
use crate::domain::hours::outreach::ContactHours;
use crate::domain::id::{
    AgentId, AttributeId, CalendarId, CannedReplyId, CardId, ChannelId, ConnectionId, DatedKindId,
    Id, LegalKindId, MacroId, OutletId, RuleId, ScorecardId, SlaPolicyId, TagId, TeamId,
    ThresholdId, ViewId, WebhookId,
};
use crate::domain::legal::LegalKind;
use crate::domain::macros::Macro;
use crate::domain::monitor::alert::{Outlet, Threshold};
use crate::domain::quality::scorecard::Scorecard;
use crate::domain::queue::serving::Weights;
use crate::domain::rule::Rule;
use crate::domain::sla::SlaPolicy;
use crate::domain::team::{Business, Tag, Team};
use crate::domain::view::View;
use crate::domain::webhook::Webhook;
use crate::store::index::{Holder, Indexed, Row, holds};
use crate::store::key::{Key, Parts};
use crate::store::look::Look;
use crate::store::memo::Record;
use crate::store::tables::Table;
use crate::store::write::Write;

/// A noun of a small table.
pub(super) trait Arranged: Record {
    const TABLE: Table;
}

macro_rules! nouns {
    ($($noun:ident: $type:ty, $id:ty, $all:ident, $table:ident);+ $(;)?) => {
        impl Look<'_> {$(
            pub fn $noun(&self, id: $id) -> Result<Option<$type>> {
                self.record(Table::$table, &Key::of(id))
            }

            /// All of them, oldest first, retired ones too.
            pub fn $all(&self) -> Result<Vec<$type>> {
                Ok(self.arranged::<$type>()?.to_vec())
            }
        )+}

        $(impl Arranged for $type {
            const TABLE: Table = Table::$table;
        })+
    };
}

nouns! {
    agent: Agent, AgentId, agents, Agents;
    team: Team, TeamId, teams, Teams;
    tag: Tag, TagId, tags, Tags;
    attribute: Attribute, AttributeId, attributes, Attributes;
    canned_reply: CannedReply, CannedReplyId, canned_replies, CannedReplies;
    macro_of: Macro, MacroId, macros, Macros;
    view: View, ViewId, views, Views;
    rule: Rule, RuleId, rules, Rules;
    sla_policy: SlaPolicy, SlaPolicyId, sla_policies, SlaPolicies;
    calendar: NamedCalendar, CalendarId, calendars, Calendars;
    outlet: Outlet, OutletId, outlets, Outlets;
    threshold: Threshold, ThresholdId, thresholds, Thresholds;
    webhook: Webhook, WebhookId, webhooks, Webhooks;
    dated_kind: DatedKind, DatedKindId, dated_kinds, DatedKinds;
    card: DataCard, CardId, cards, Cards;
    legal_kind: LegalKind, LegalKindId, legal_kinds, LegalKinds;
    scorecard: Scorecard, ScorecardId, scorecards, Scorecards;
    connection: Connection, ConnectionId, connections, Connections;
    channel: Channel, ChannelId, channels, Channels;
}

impl Indexed for Agent {
    const TABLE: Table = Table::Agents;

    fn key(&self) -> Key {
        Key::of(self.id)
    }

    fn rows(&self) -> Vec<Row> {
        let avatar = self.avatar.into_iter().collect();
        let mut rows = holds(Holder::Agent, &self.key(), avatar);
        rows.push((
            Table::AgentsByEmail,
            Key::named(&self.email),
            self.id.bytes().to_vec(),
        ));
        rows
    }
}

impl Indexed for CannedReply {
    const TABLE: Table = Table::CannedReplies;

    fn key(&self) -> Key {
        Key::of(self.id)
    }

    fn rows(&self) -> Vec<Row> {
        let blobs = self.files.iter().map(|it| it.blob).collect();
        holds(Holder::CannedReply, &self.key(), blobs)
    }
}

impl Look<'_> {
    /// All records of a noun that an administrator arranges, oldest first, shared with other looks until one changes.
    #[expect(private_bounds, reason = "which nouns there are is said here")]
    pub fn arranged<T: Arranged>(&self) -> Result<Arc<Vec<T>>> {
        self.all_of::<T>(T::TABLE)
    }

    /// The agent with this canonical address, deactivated ones too.
    pub fn agent_by_email(&self, email: &str) -> Result<Option<Agent>> {
        let id = self.raw(Table::AgentsByEmail, email.as_bytes(), |it| Parts(it).id())?;
        id.flatten().map_or(Ok(None), |id| self.agent(id))
    }

    /// The active agent who gave this address as one of their own.
    pub fn agent_by_own_address(&self, address: &str) -> Result<Option<AgentId>> {
        let all = self.arranged::<Agent>()?;
        let own = |it: &&Agent| it.is_active() && it.own_addresses.iter().any(|a| a == address);
        Ok(all.iter().find(own).map(|it| it.id))
    }

    /// The business; `None` before it was ever written.
    pub fn business(&self) -> Result<Option<Business>> {
        self.record(Table::Meta, &Key::named("business"))
    }

    /// When people may hear from us, as somebody said it; `None` where nobody did on a desk that is older than that.
    pub fn contact_hours(&self) -> Result<Option<ContactHours>> {
        self.record(Table::Meta, &Key::named("contact hours"))
    }

    /// What a conversation counts on the shoulders of who has it.
    pub fn weights(&self) -> Result<Weights> {
        let found = self.record(Table::Meta, &Key::named("weights"))?;
        Ok(found.unwrap_or_default())
    }

    /// The channels of a connection, retired ones too.
    pub fn channels_of(&self, connection: ConnectionId) -> Result<Vec<Channel>> {
        let all = self.arranged::<Channel>()?;
        let own = all.iter().filter(|it| it.connection == connection);
        Ok(own.cloned().collect())
    }
}

impl Write<'_> {
    pub fn put_agent(&mut self, new: &Agent) -> Result<()> {
        self.put_record(new)
    }

    pub fn put_team(&mut self, new: &Team) -> Result<()> {
        self.keep_team_hours(new)?;
        self.put(Table::Teams, &Key::of(new.id), new)
    }

    pub fn put_tag(&mut self, new: &Tag) -> Result<()> {
        self.put(Table::Tags, &Key::of(new.id), new)
    }

    pub fn put_attribute(&mut self, new: &Attribute) -> Result<()> {
        self.put(Table::Attributes, &Key::of(new.id), new)
    }

    pub fn put_canned_reply(&mut self, new: &CannedReply) -> Result<()> {
        self.put_record(new)
    }

    pub fn put_macro(&mut self, new: &Macro) -> Result<()> {
        self.put(Table::Macros, &Key::of(new.id), new)
    }

    pub fn put_view(&mut self, new: &View) -> Result<()> {
        self.put(Table::Views, &Key::of(new.id), new)
    }

    pub fn put_sla_policy(&mut self, new: &SlaPolicy) -> Result<()> {
        self.put(Table::SlaPolicies, &Key::of(new.id), new)
    }

    pub fn put_calendar(&mut self, new: &NamedCalendar) -> Result<()> {
        self.keep_calendar_hours(new)?;
        self.put(Table::Calendars, &Key::of(new.id), new)
    }

    pub fn put_rule(&mut self, new: &Rule) -> Result<()> {
        self.put(Table::Rules, &Key::of(new.id), new)
    }

    pub fn put_outlet(&mut self, new: &Outlet) -> Result<()> {
        self.put(Table::Outlets, &Key::of(new.id), new)
    }

    pub fn put_threshold(&mut self, new: &Threshold) -> Result<()> {
        self.put(Table::Thresholds, &Key::of(new.id), new)
    }

    pub fn put_webhook(&mut self, new: &Webhook) -> Result<()> {
        self.put(Table::Webhooks, &Key::of(new.id), new)
    }

    pub fn put_card(&mut self, new: &DataCard) -> Result<()> {
        self.put(Table::Cards, &Key::of(new.id), new)
    }

    pub fn put_legal_kind(&mut self, new: &LegalKind) -> Result<()> {
        self.put(Table::LegalKinds, &Key::of(new.id), new)
    }

    pub fn put_scorecard(&mut self, new: &Scorecard) -> Result<()> {
        self.put(Table::Scorecards, &Key::of(new.id), new)
    }

    pub fn put_connection(&mut self, new: &Connection) -> Result<()> {
        self.ring();
        self.put(Table::Connections, &Key::of(new.id), new)
    }

    pub fn put_channel(&mut self, new: &Channel) -> Result<()> {
        self.keep_channel_hours(new)?;
        self.put(Table::Channels, &Key::of(new.id), new)
    }

    pub fn put_business(&mut self, new: &Business) -> Result<()> {
        self.keep_desk_hours(new)?;
        self.put(Table::Meta, &Key::named("business"), new)
    }

    pub fn put_contact_hours(&mut self, new: &ContactHours) -> Result<()> {
        self.put(Table::Meta, &Key::named("contact hours"), new)
    }

    pub fn put_weights(&mut self, new: &Weights) -> Result<()> {
        self.put(Table::Meta, &Key::named("weights"), new)
    }
}
