//! Which events are of hours.

use crate::domain::event::EventKind;

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
