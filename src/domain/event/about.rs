//! What a kind of event tells of, for those who act on it.

use crate::domain::event::EventKind;
use crate::domain::id::DatedEventId;

impl EventKind {
    /// Whether hours may be others from here on: what is counted by them is counted anew.
    #[must_use]
    pub fn moves_hours(self) -> bool {
        matches!(
            self,
            EventKind::BusinessChanged
                | EventKind::CalendarChanged { .. }
                | EventKind::CalendarRetired { .. }
                | EventKind::HoursChosen
        )
    }
}

impl EventKind {
    /// The dated event it tells of.
    #[must_use]
    pub fn dated_event(&self) -> Option<DatedEventId> {
        match *self {
            EventKind::DatedEventMade { event }
            | EventKind::DatedEventChanged { event, .. }
            | EventKind::DatedStageSaid { event, .. }
            | EventKind::DatedStageLeft { event, .. }
            | EventKind::DatedEventStopped { event, .. } => Some(event),
            _ => None,
        }
    }
}
