//! A quarter of a desk's life by chance, the same at every run: counted as it happens, counted again from nothing, and
//! counted by hand. All three are one.

use lobby::conversations::{assign, fields, moving, status, undo};
use lobby::desk::tags;
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::id::{AgentId, ChangeId};
use lobby::domain::outbound::Outbound;
use lobby::domain::time::{Millis, Span};
use lobby::reports::{By, Filter, Hours, Metric, Order, Period, Reports, Split, Summary, splits};

use crate::reports::{Counted, oracle};
use crate::support::desk::id;
use crate::support::dice::Dice;
use crate::support::mail::Mail;

const STEPS: usize = 600;
const FILTERS: usize = 60;

struct Quarter {
    it: Counted,
    dice: Dice,
    /// What was sent last in a conversation.
    sent: Vec<(u64, Outbound)>,
    /// Merges that may be taken back.
    merged: Vec<ChangeId>,
}

impl Quarter {
    fn new(seed: u64) -> Self {
        let it = Counted::new();
        it.desk.act(|w| {
            let mut business = w.business()?.unwrap_or_default();
            business.time_zone = "America/New_York".to_owned();
            for day in business.hours.week.iter_mut().take(5) {
                *day = vec![(8 * 60, 12 * 60), (13 * 60 + 30, 18 * 60)];
            }
            w.put_business(&business)
        });
        let dice = Dice(seed);
        let (sent, merged) = (Vec::new(), Vec::new());
        Quarter {
            it,
            dice,
            sent,
            merged,
        }
    }

    fn any(&mut self) -> Option<Conversation> {
        let all = self
            .it
            .desk
            .look(|look| look.conversations_before(None, 200));
        let live: Vec<_> = all.into_iter().filter(|it| !it.merged).collect();
        let at = self.dice.below(live.len());
        live.into_iter().nth(at)
    }

    fn customer(&mut self) -> String {
        format!("c{}@example.com", self.dice.below(25))
    }

    fn step(&mut self) {
        let minutes = [1, 7, 45, 180, 900][self.dice.below(5)];
        self.it.desk.wait(Span::minutes(minutes));
        let (luis, ana) = (self.it.desk.luis.clone(), self.it.desk.ana.clone());
        let who = if self.dice.below(2) == 0 {
            ana
        } else {
            luis.clone()
        };
        match self.dice.below(14) {
            0..=2 => {
                let from = self.customer();
                let subject = format!("Question {}", self.dice.below(1_000));
                self.it
                    .desk
                    .receive(&Mail::from(&from, &subject, "Where is what I ordered?"));
            }
            3..=5 => self.answers(&who),
            6 => self.customer_answers(),
            7..=8 => self.tries(move |w, number| status::resolve(w, &who, number).map(drop)),
            9 => self.tries(move |w, number| status::wait_for_customer(w, &who, number).map(drop)),
            10 => self.tries(move |w, number| status::reopen(w, &who, number).map(drop)),
            11 => {
                let to: AgentId = id(10 + self.dice.below(2) as u128);
                self.tries(move |w, number| assign::assign(w, &luis, number, Some(to)).map(drop));
            }
            12 => self.marks(),
            _ => self.moves(),
        }
    }

    fn tries(
        &mut self,
        deed: impl Fn(&mut lobby::store::Write<'_>, u64) -> lobby::domain::error::Result<()>
        + Send
        + 'static,
    ) {
        if let Some(number) = self.any().map(|it| it.number) {
            // Not every state allows it: then nothing happens.
            let _ = self.it.desk.try_act(move |w| deed(w, number));
        }
    }

    fn answers(&mut self, who: &lobby::domain::actor::Viewer) {
        let Some(c) = self.any() else { return };
        if self
            .it
            .desk
            .try_reply(who, &c, "It is on its way to you", |_| {})
            .is_err()
        {
            return;
        }
        if self.dice.below(8) == 0 {
            // It is still in the undo window when the next thing happens.
            return;
        }
        self.it.desk.later(Span::seconds(11));
        let sent = self.it.desk.sends();
        self.sent.extend(sent.into_iter().map(|it| (c.number, it)));
    }

    fn customer_answers(&mut self) {
        let at = self.dice.below(self.sent.len());
        if let Some((_, out)) = self.sent.get(at).cloned() {
            let from = self.customer();
            let text = [
                "And when will it be here?",
                "Thanks!",
                "That is the wrong one",
            ];
            let text = text[self.dice.below(3)];
            self.it
                .desk
                .receive(&Mail::answering(&out, &from, text).with_token_of(&out));
        }
    }

    fn marks(&mut self) {
        let luis = self.it.desk.luis.clone();
        match self.dice.below(3) {
            0 => {
                let name = ["refund", "bill", "lost"][self.dice.below(3)];
                self.tries(move |w, number| {
                    let tag = tags::find_or_make(w, &luis, name)?.id;
                    fields::tag(w, &luis, number, tag).map(drop)
                });
            }
            1 => self.tries(move |w, number| status::spam(w, &luis, number).map(drop)),
            _ => self.tries(move |w, number| status::unspam(w, &luis, number).map(drop)),
        }
    }

    fn moves(&mut self) {
        let luis = self.it.desk.luis.clone();
        if self.dice.below(2) == 0
            && let Some(change) = self.merged.pop()
        {
            let _ = self
                .it
                .desk
                .try_act(move |w| undo::undo(w, &luis, change).map(drop));
            return;
        }
        let (Some(from), Some(into)) = (self.any(), self.any()) else {
            return;
        };
        let merged = self
            .it
            .desk
            .try_act(move |w| moving::merge(w, &luis, from.number, into.number).map(|it| it.1));
        self.merged.extend(merged);
    }

    /// A filter by chance.
    fn filter(&mut self) -> Filter {
        let now = self.it.desk.now();
        let days = [1, 7, 30, 90][self.dice.below(4)];
        let zone = ["UTC", "America/New_York", "Asia/Jakarta"][self.dice.below(3)];
        let end = Millis(now.0 - Span::days(i64::try_from(self.dice.below(40)).unwrap()).0);
        let mut filter = Filter::of(Period::last_days(days, end, zone));
        if self.dice.below(3) == 0 {
            let agent: AgentId = id(10 + self.dice.below(2) as u128);
            filter.by = vec![By::Agent(agent)];
        }
        if self.dice.below(3) == 0 {
            let tags = self
                .it
                .desk
                .look(|look| look.arranged::<lobby::domain::team::Tag>());
            let at = self.dice.below(tags.len() + 1);
            filter.tags = vec![tags.get(at).map(|it| it.id)];
        }
        if self.dice.below(2) == 0 {
            filter.hours = Hours::Business;
        }
        if self.dice.below(4) == 0 {
            filter.hour = Some(self.dice.below(168));
        }
        filter.target = Span::minutes([5, 60, 600][self.dice.below(3)]);
        filter.window_days = [1, 7, 30][self.dice.below(3)];
        filter
    }
}

#[test]
fn a_quarter_counted_as_it_happens_from_nothing_and_by_hand_is_the_same() {
    let mut quarter = Quarter::new(20_261_123);
    for _ in 0..STEPS {
        quarter.step();
    }
    let anew = Reports::in_memory(&quarter.it.desk.store).unwrap();
    let all = oracle::read(&quarter.it);
    let statuses: Vec<_> = all.cases.iter().map(|it| it.conversation.status).collect();
    let resolved = statuses
        .iter()
        .filter(|it| matches!(it, Status::Resolved { .. }))
        .count();
    assert!(
        all.cases.len() > 60 && resolved > 15,
        "{} {resolved}",
        all.cases.len()
    );
    let mut seen = 0;
    for n in 0..FILTERS {
        let filter = quarter.filter();
        for metric in Metric::ALL {
            let what = format!("{} with filter {n}: {filter:?}", metric.name());
            let it = &quarter.it;
            let split = splits(metric)[n % splits(metric).len()];
            let (found, rows) = it.asked(&it.reports, (metric, &filter), |ask| {
                let rows = it
                    .reports
                    .rows(ask, (None, Order::Newest), (0, 100_000))
                    .unwrap();
                (it.reports.report(ask, Some(split)).unwrap(), rows)
            });
            let again = it.asked(&anew, (metric, &filter), |ask| {
                (
                    anew.report(ask, Some(split)).unwrap(),
                    anew.rows(ask, (None, Order::Newest), (0, 100_000)).unwrap(),
                )
            });
            assert_eq!((&found, &rows), (&again.0, &again.1), "made anew: {what}");
            let total = found.total;
            let shown = total.n + total.waiting + total.aside + total.not_yet;
            assert_eq!(shown, rows.all as u64, "drill-down: {what}");
            if let Some(expected) = all.summary(metric, &filter) {
                assert_eq!(total, expected, "by hand: {what}");
                seen += shown;
            }
            exclusive(metric, split, &found.parts, &total, &what);
        }
    }
    assert!(seen > 2_000, "hardly anything was compared: {seen}");
    quarter.it.desk.holds();
}

/// Parts of a split in which nothing is twice add up.
fn exclusive(
    metric: Metric,
    split: Split,
    parts: &[(lobby::reports::Part, Summary)],
    total: &Summary,
    what: &str,
) {
    if split == Split::Tag || (split == Split::By && metric == Metric::HandleTime) {
        return;
    }
    let n: u64 = parts.iter().map(|it| it.1.n).sum();
    let yes: u64 = parts.iter().map(|it| it.1.yes).sum();
    assert_eq!((n, yes), (total.n, total.yes), "parts: {what}");
}
