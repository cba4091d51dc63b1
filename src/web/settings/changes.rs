//! `/settings/changes`: who changed what.

use actix_web::web::Query;
use serde::Deserialize;

use crate::desk::audit::{self, Trail};
use crate::domain::consent::Purpose;
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::Seq;
use crate::store::Look;
use crate::web::asker::{Answer, Asker};
use crate::web::names::{Directory, Known};
use crate::web::settings::{admin, show};
use crate::web::sheet::{Cell, Pager, Part, Section, Sheet, Table};
use crate::web::view::{Link, TimeView};
use crate::words::{Arg, Names};

const ROWS: usize = 50;

/// Where a page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Before {
    before: Option<u64>,
}

/// `GET /settings/changes`
pub async fn page(asker: Asker, at: Query<Before>) -> Answer {
    admin(&asker)?;
    let (for_look, before) = (asker.clone(), at.before.map(Seq));
    let sheet = asker
        .app
        .look(move |look| {
            let trail = audit::trail(look, for_look.viewer(), before, ROWS)?;
            sheet(&for_look, look, &trail)
        })
        .await?;
    show(&asker, sheet).await
}

fn sheet(asker: &Asker, look: &Look<'_>, trail: &Trail) -> Result<Sheet> {
    let words = &asker.words;
    let directory = Directory::read(look)?;
    let names = Known {
        look,
        directory: &directory,
        viewer: asker.viewer(),
    };
    let rows: Vec<Vec<Cell>> = trail
        .events
        .iter()
        .map(|it| {
            vec![
                TimeView::full(words, it.at).into(),
                words.actor(&it.actor, &names).into(),
                sentence(asker, it, &names, &directory).into(),
            ]
        })
        .collect();
    let list = if rows.is_empty() {
        Part::Text(words.t("changes-none"))
    } else {
        Part::Table(Table {
            label: words.t("set-changes"),
            heads: vec![
                words.t("changes-when"),
                words.t("changes-who"),
                words.t("changes-what"),
            ],
            rows,
        })
    };
    let older = trail.older_than.map(|seq| Link {
        href: format!("/settings/changes?before={seq}"),
        text: words.t("page-after"),
    });
    let pager = Part::Pager(Pager { newer: None, older });
    Ok(
        Sheet::new(words.t("set-changes"), words.t("set-changes-about"))
            .back("/settings", words.t("nav-settings"))
            .with(Section::of(String::new(), vec![list, pager])),
    )
}

/// The name of an event's key in `words`, and whether it turned something on.
fn key(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::SetUpClaimed => "change-claimed",
        EventKind::AgentMade { .. } => "change-agent-made",
        EventKind::AgentChanged => "change-agent",
        EventKind::RoleSet { .. } => "change-role",
        EventKind::MemberAdded { .. } => "change-member-added",
        EventKind::MemberRemoved { .. } => "change-member-removed",
        EventKind::AgentDeactivated => "change-agent-left",
        EventKind::AgentReactivated => "change-agent-back",
        EventKind::Invited { .. } => "change-invited",
        EventKind::InvitationWithdrawn { .. } => "change-uninvited",
        EventKind::PasswordSet => "change-password",
        EventKind::LogInAddressSet => "change-address",
        EventKind::SecondFactorSet { on: true } => "change-factor-on",
        EventKind::SecondFactorSet { on: false } => "change-factor-off",
        EventKind::SessionsEnded => "change-sessions",
        EventKind::TokenMade { .. } => "change-token-made",
        EventKind::TokenRevoked { .. } => "change-token-revoked",
        EventKind::TeamMade { .. } => "change-team-made",
        EventKind::TeamChanged { .. } => "change-team",
        EventKind::TeamRetired { .. } => "change-team-retired",
        EventKind::TeamPrivacySet { private: true, .. } => "change-team-private",
        EventKind::TeamPrivacySet { private: false, .. } => "change-team-open",
        EventKind::TagMade { .. } => "change-tag-made",
        EventKind::TagChanged { .. } => "change-tag",
        EventKind::TagRetired { .. } => "change-tag-retired",
        EventKind::AttributeMade { .. } => "change-attribute-made",
        EventKind::AttributeChanged { .. } => "change-attribute",
        EventKind::AttributeRetired { .. } => "change-attribute-retired",
        EventKind::CannedReplyMade { .. } => "change-canned-reply-made",
        EventKind::CannedReplyChanged { .. } => "change-canned-reply",
        EventKind::CannedReplyRetired { .. } => "change-canned-reply-retired",
        EventKind::MacroMade { .. } => "change-macro-made",
        EventKind::MacroChanged { .. } => "change-macro",
        EventKind::MacroRetired { .. } => "change-macro-retired",
        EventKind::ViewMade { .. } => "change-view-made",
        EventKind::ViewChanged { .. } => "change-view",
        EventKind::ViewRetired { .. } => "change-view-retired",
        EventKind::RuleMade { .. } => "change-rule-made",
        EventKind::RuleChanged { .. } => "change-rule",
        EventKind::RuleRetired { .. } => "change-rule-retired",
        EventKind::RuleBroken { .. } => "change-rule-broken",
        EventKind::SlaPolicyMade { .. } => "change-goal-made",
        EventKind::SlaPolicyChanged { .. } => "change-goal",
        EventKind::SlaPolicyRetired { .. } => "change-goal-retired",
        EventKind::BusinessChanged => "change-business",
        EventKind::HoursChosen => "change-hours-chosen",
        EventKind::FiguresRecounted => "change-figures-recounted",
        EventKind::CalendarMade { .. } => "change-calendar-made",
        EventKind::CalendarChanged { .. } => "change-calendar",
        EventKind::CalendarRetired { .. } => "change-calendar-retired",
        EventKind::ChannelMade { .. } => "change-channel-made",
        EventKind::ChannelChanged => "change-channel",
        EventKind::ChannelRetired => "change-channel-retired",
        EventKind::HealthMoved { .. } => "change-health",
        EventKind::SilenceMoved { silent: true, .. } => "change-silent",
        EventKind::SilenceMoved { silent: false, .. } => "change-heard-again",
        EventKind::ContactBlocked { .. } => "change-blocked",
        EventKind::ContactUnblocked => "change-unblocked",
        EventKind::MessageRedacted { .. } => "change-redacted",
        EventKind::Erased => "change-erased",
        other => key_of_alerts(other),
    }
}

fn key_of_alerts(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::DatedKindMade { .. } => "change-dated-made",
        EventKind::DatedKindChanged { .. } => "change-dated",
        EventKind::DatedKindRetired { .. } => "change-dated-retired",
        EventKind::WebhookMade { .. } => "change-webhook-made",
        EventKind::WebhookChanged { .. } => "change-webhook",
        EventKind::WebhookRetired { .. } => "change-webhook-retired",
        EventKind::WebhookTested { .. } => "change-webhook-tested",
        EventKind::WebhookStopped { .. } => "change-webhook-stopped",
        EventKind::CardMade { .. } => "change-card-made",
        EventKind::CardChanged { .. } => "change-card",
        EventKind::CardRetired { .. } => "change-card-retired",
        EventKind::OutletMade { .. } => "change-outlet-made",
        EventKind::OutletChanged { .. } => "change-outlet",
        EventKind::OutletRetired { .. } => "change-outlet-retired",
        EventKind::ThresholdMade { .. } => "change-threshold-made",
        EventKind::ThresholdRetired { .. } => "change-threshold-retired",
        EventKind::ThresholdCrossed { over: true, .. } => "change-threshold-over",
        EventKind::ThresholdCrossed { over: false, .. } => "change-threshold-under",
        EventKind::ContactHoursChanged { purpose } => match purpose {
            Purpose::Service => "change-contact-hours-service",
            Purpose::Collection => "change-contact-hours-collection",
            Purpose::Commercial => "change-contact-hours-commercial",
        },
        EventKind::WeightsChanged => "change-weights",
        EventKind::QualityPlanned => "change-quality",
        EventKind::MeasuringSet { on: true } => "change-measuring-on",
        EventKind::MeasuringSet { on: false } => "change-measuring-off",
        EventKind::RequiredQuestionsSet => "change-questions",
        EventKind::LegalKindMade { .. } => "change-legal-made",
        EventKind::LegalKindChanged { .. } => "change-legal",
        EventKind::LegalKindRetired { .. } => "change-legal-retired",
        EventKind::ScorecardMade { .. } => "change-scorecard-made",
        EventKind::ScorecardChanged { .. } => "change-scorecard",
        EventKind::ScorecardRetired { .. } => "change-scorecard-retired",
        EventKind::SampleDrawn { .. } => "change-sample-drawn",
        EventKind::ReviewDisputed { .. } => "change-review-disputed",
        EventKind::ReviewSettled { .. } => "change-review-settled",
        EventKind::CalibrationBegun { .. } => "change-calibration",
        _ => "change-other",
    }
}

/// What happened, with the name of what it happened to.
fn sentence(asker: &Asker, event: &Event, names: &dyn Names, directory: &Directory) -> String {
    let words = &asker.words;
    let team = |id| names.team(id).unwrap_or_else(|| words.t("team-hidden"));
    let person = event.subject.agent.and_then(|it| names.agent(it));
    let what = match event.kind {
        EventKind::TeamMade { team: id }
        | EventKind::TeamChanged { team: id }
        | EventKind::TeamRetired { team: id }
        | EventKind::TeamPrivacySet { team: id, .. } => team(id),
        EventKind::TagMade { tag }
        | EventKind::TagChanged { tag }
        | EventKind::TagRetired { tag } => names.tag(tag).unwrap_or_default(),
        EventKind::ChannelMade { .. } | EventKind::ChannelChanged | EventKind::ChannelRetired => {
            let found = event.subject.channel.and_then(|it| directory.channel(it));
            found.map(|it| it.name.clone()).unwrap_or_default()
        }
        EventKind::HealthMoved { connection, .. } | EventKind::SilenceMoved { connection, .. } => {
            let found = directory
                .channels
                .iter()
                .find(|it| it.connection == connection);
            found.map(|it| it.name.clone()).unwrap_or_default()
        }
        _ => person.unwrap_or_default(),
    };
    let more = match event.kind {
        EventKind::RoleSet { to, .. } | EventKind::AgentMade { role: to } => {
            words.t(&format!("role-{}", to.name()))
        }
        EventKind::MemberAdded { team: id } | EventKind::MemberRemoved { team: id } => team(id),
        EventKind::HealthMoved { to, .. } => {
            words.t(&format!("health-state-{}", to.name().replace('_', "-")))
        }
        _ => String::new(),
    };
    words.t_with(
        key(&event.kind),
        &[("what", Arg::Text(&what)), ("more", Arg::Text(&more))],
    )
}
