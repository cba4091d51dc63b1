//! Reviews, what was drawn each week, and who reviews the same as others.

use std::ops::ControlFlow;

use jiff::civil::Date;

use crate::domain::error::Result;
use crate::domain::id::{AgentId, CalibrationId, ConversationId, ReviewId};
use crate::domain::quality::guide::Guide;
use crate::domain::quality::questions::RequiredQuestions;
use crate::domain::quality::review::{Calibration, Review};
use crate::domain::quality::{Plan, Sample};
use crate::domain::time::Millis;
use crate::store::index::{Indexed, Row};
use crate::store::key::{Key, Parts};
use crate::store::look::{Look, Order};
use crate::store::tables::Table;
use crate::store::write::Write;

/// Where a list of reviews goes on: the last one of the page before.
pub type AfterReview = (Millis, ReviewId);

/// Which reviews a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reviews {
    /// Those that wait for somebody.
    Open,
    /// Those that were handed in and count for their agents; newest first.
    Counted,
    /// What waits for one reviewer.
    OpenOf(AgentId),
    /// What one reviewer has handed in.
    DoneBy(AgentId),
    /// What counts for one agent.
    Of(AgentId),
}

impl Reviews {
    fn place(self) -> (Table, Key) {
        let (table, key) = (Table::ReviewsByReviewer, Key::new());
        match self {
            Reviews::Open => (Table::ReviewsByTime, key.u8(0)),
            Reviews::Counted => (Table::ReviewsByTime, key.u8(1)),
            Reviews::OpenOf(agent) => (table, key.id(agent).u8(0)),
            Reviews::DoneBy(agent) => (table, key.id(agent).u8(1)),
            Reviews::Of(agent) => (Table::ReviewsByAgent, key.id(agent)),
        }
    }
}

impl Indexed for Review {
    const TABLE: Table = Table::Reviews;

    fn key(&self) -> Key {
        Key::of(self.id)
    }

    fn rows(&self) -> Vec<Row> {
        let mut lists = Vec::new();
        if self.is_open() {
            lists.extend([Reviews::Open, Reviews::OpenOf(self.reviewer)]);
        } else {
            lists.push(Reviews::DoneBy(self.reviewer));
        }
        if self.counts() {
            lists.extend([Reviews::Counted, Reviews::Of(self.agent)]);
        }
        let row = |list: Reviews| {
            let (table, key) = list.place();
            (table, key.newest(self.at()).id(self.id), Vec::new())
        };
        let mut rows: Vec<Row> = lists.into_iter().map(row).collect();
        rows.extend(self.conversation.map(|it| {
            let key = Key::of(it).id(self.id);
            (Table::ReviewsByConversation, key, Vec::new())
        }));
        rows
    }
}

fn week_key(week: Date) -> Key {
    Key::named(&week.to_string())
}

impl Look<'_> {
    /// How conversations are reviewed; as never said where nobody did.
    pub fn quality_plan(&self) -> Result<Plan> {
        let found = self.record(Table::Meta, &Key::named("quality"))?;
        Ok(found.unwrap_or_default())
    }

    /// The weekly look back of the first ninety days.
    pub fn guide(&self) -> Result<Guide> {
        let found = self.record(Table::Meta, &Key::named("weekly guide"))?;
        Ok(found.unwrap_or_default())
    }

    /// Questions that must be asked, whatever is on file.
    pub fn required_questions(&self) -> Result<RequiredQuestions> {
        let found = self.record(Table::Meta, &Key::named("required questions"))?;
        Ok(found.unwrap_or_default())
    }

    pub fn review(&self, id: ReviewId) -> Result<Option<Review>> {
        self.record(Table::Reviews, &Key::of(id))
    }

    /// A page of a list, newest first; at most `limit`.
    pub fn reviews(
        &self,
        list: Reviews,
        after: Option<AfterReview>,
        limit: usize,
    ) -> Result<Vec<Review>> {
        let (table, prefix) = list.place();
        let from = after.map(|(at, id)| prefix.clone().newest(at).id(id));
        let from = from.as_ref().map(Key::bytes);
        let mut ids = Vec::new();
        self.scan(table, &prefix, Order::Forward, from, |key, _| {
            if ids.len() >= limit {
                return Ok(ControlFlow::Break(()));
            }
            ids.extend(Parts(key).last_id::<ReviewId>());
            Ok(ControlFlow::Continue(()))
        })?;
        self.each_of(ids, |look, id| look.review(id))
    }

    /// How many a list has, counted up to `limit`.
    pub fn reviews_count(&self, list: Reviews, limit: usize) -> Result<usize> {
        let (table, prefix) = list.place();
        self.count_under(table, &prefix, limit)
    }

    /// All of a conversation.
    pub fn reviews_in(&self, conversation: ConversationId) -> Result<Vec<Review>> {
        let (table, prefix) = (Table::ReviewsByConversation, Key::of(conversation));
        let ids = self.ids_under(table, &prefix, Order::Forward, None, usize::MAX)?;
        self.each_of(ids, |look, id| look.review(id))
    }

    /// What was drawn of the week that began on this Monday.
    pub fn sample(&self, week: Date) -> Result<Option<Sample>> {
        self.record(Table::Samples, &week_key(week))
    }

    /// The newest of them.
    pub fn last_sample(&self) -> Result<Option<Sample>> {
        let found = self.records(Table::Samples, &Key::new(), Order::Backward, 1)?;
        Ok(found.into_iter().next())
    }

    pub fn calibration(&self, id: CalibrationId) -> Result<Option<Calibration>> {
        self.record(Table::Calibrations, &Key::of(id))
    }

    /// The newest ones.
    pub fn calibrations(&self, limit: usize) -> Result<Vec<Calibration>> {
        self.records(Table::Calibrations, &Key::new(), Order::Backward, limit)
    }
}

impl Write<'_> {
    pub fn put_quality_plan(&mut self, new: &Plan) -> Result<()> {
        self.put(Table::Meta, &Key::named("quality"), new)
    }

    pub fn put_guide(&mut self, new: &Guide) -> Result<()> {
        self.put(Table::Meta, &Key::named("weekly guide"), new)
    }

    pub fn put_required_questions(&mut self, new: &RequiredQuestions) -> Result<()> {
        self.put(Table::Meta, &Key::named("required questions"), new)
    }

    pub fn put_review(&mut self, new: &Review) -> Result<()> {
        self.put_record(new)
    }

    pub fn remove_review(&mut self, id: ReviewId) -> Result<bool> {
        self.remove_record::<Review>(&Key::of(id))
    }

    pub fn put_sample(&mut self, new: &Sample) -> Result<()> {
        self.put(Table::Samples, &week_key(new.week), new)
    }

    pub fn put_calibration(&mut self, new: &Calibration) -> Result<()> {
        self.put(Table::Calibrations, &Key::of(new.id), new)
    }
}
