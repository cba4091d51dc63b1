//! Who changed what: the events of arranging, newest first, out of the one log.

use crate::domain::actor::{Right, Viewer};
use crate::domain::error::Result;
use crate::domain::event::{Event, EventKind};
use crate::domain::id::Seq;
use crate::store::Look;

/// Events looked through for one page, so that a long quiet stretch does not hold a reader.
const SCAN: usize = 20_000;
const LOT: usize = 1_000;

/// A page of the trail.
#[derive(Debug, Clone)]
pub struct Trail {
    pub events: Vec<Event>,
    /// Where the next page goes on; `None` at the beginning of the log.
    pub older_than: Option<Seq>,
}

/// Whether an event tells of people, access or settings.
#[must_use]
pub fn is_arranging(kind: &EventKind) -> bool {
    use crate::domain::event::EventKind as K;
    matches!(
        kind,
        K::SetUpClaimed
            | K::AgentMade { .. }
            | K::AgentChanged
            | K::RoleSet { .. }
            | K::MemberAdded { .. }
            | K::MemberRemoved { .. }
            | K::AgentDeactivated
            | K::AgentReactivated
            | K::Invited { .. }
            | K::InvitationWithdrawn { .. }
            | K::PasswordSet
            | K::LogInAddressSet
            | K::SecondFactorSet { .. }
            | K::SessionsEnded
            | K::TokenMade { .. }
            | K::TokenRevoked { .. }
            | K::ContactBlocked { .. }
            | K::ContactUnblocked
            | K::MessageRedacted { .. }
            | K::Erased
    ) || is_of_a_setting(kind)
}

fn is_of_a_setting(kind: &EventKind) -> bool {
    use crate::domain::event::EventKind as K;
    matches!(
        kind,
        K::TeamMade { .. }
            | K::TeamChanged { .. }
            | K::TeamRetired { .. }
            | K::TeamPrivacySet { .. }
            | K::TagMade { .. }
            | K::TagChanged { .. }
            | K::TagRetired { .. }
            | K::AttributeMade { .. }
            | K::AttributeChanged { .. }
            | K::AttributeRetired { .. }
            | K::CannedReplyMade { .. }
            | K::CannedReplyChanged { .. }
            | K::CannedReplyRetired { .. }
            | K::MacroMade { .. }
            | K::MacroChanged { .. }
            | K::MacroRetired { .. }
            | K::ViewMade { .. }
            | K::ViewChanged { .. }
            | K::ViewRetired { .. }
            | K::RuleMade { .. }
            | K::RuleChanged { .. }
            | K::RuleRetired { .. }
            | K::RuleBroken { .. }
            | K::SlaPolicyMade { .. }
            | K::SlaPolicyChanged { .. }
            | K::SlaPolicyRetired { .. }
            | K::OutletMade { .. }
            | K::OutletChanged { .. }
            | K::OutletRetired { .. }
            | K::ThresholdMade { .. }
            | K::ThresholdRetired { .. }
            | K::DatedKindMade { .. }
            | K::DatedKindChanged { .. }
            | K::DatedKindRetired { .. }
            | K::WebhookMade { .. }
            | K::WebhookChanged { .. }
            | K::WebhookRetired { .. }
            | K::WebhookTested { .. }
            | K::WebhookStopped { .. }
            | K::CardMade { .. }
            | K::CardChanged { .. }
            | K::CardRetired { .. }
            | K::BusinessChanged
            | K::HoursChosen
            | K::FiguresRecounted
            | K::CalendarMade { .. }
            | K::CalendarChanged { .. }
            | K::CalendarRetired { .. }
            | K::ChannelMade { .. }
            | K::ChannelChanged
            | K::ChannelRetired
            | K::HealthMoved { .. }
            | K::SilenceMoved { .. }
    ) || is_of_oversight(kind)
}

/// How work is measured and looked at, and what law and people may expect.
fn is_of_oversight(kind: &EventKind) -> bool {
    use crate::domain::event::EventKind as K;
    matches!(
        kind,
        K::ContactHoursChanged { .. }
            | K::WeightsChanged
            | K::QualityPlanned
            | K::MeasuringSet { .. }
            | K::RequiredQuestionsSet
            | K::LegalKindMade { .. }
            | K::LegalKindChanged { .. }
            | K::LegalKindRetired { .. }
            | K::ScorecardMade { .. }
            | K::ScorecardChanged { .. }
            | K::ScorecardRetired { .. }
            | K::SampleDrawn { .. }
            | K::ReviewDisputed { .. }
            | K::ReviewSettled { .. }
            | K::CalibrationBegun { .. }
    )
}

/// The trail before a place, newest first.
///
/// # Errors
/// [`crate::domain::error::Error::Forbidden`] without the right to administer.
pub fn trail(
    look: &Look<'_>,
    viewer: &Viewer,
    older_than: Option<Seq>,
    limit: usize,
) -> Result<Trail> {
    viewer.need(Right::Administer)?;
    let mut before = older_than;
    let mut events = Vec::new();
    for _ in 0..SCAN / LOT {
        let lot = look.events_before(before, LOT)?;
        let Some(last) = lot.last().map(|it| it.seq) else {
            return Ok(Trail {
                events,
                older_than: None,
            });
        };
        for event in lot {
            before = Some(event.seq);
            if is_arranging(&event.kind) {
                events.push(event);
            }
            if events.len() >= limit {
                return Ok(Trail {
                    events,
                    older_than: before,
                });
            }
        }
        before = Some(last);
    }
    Ok(Trail {
        events,
        older_than: before,
    })
}
