//! What the log adds up to: the worked examples, one by one, and a long stretch of a desk's life counted twice.

mod calendars;
mod chats;
mod effort;
mod oracle;
mod quarter;
mod repeats;

use std::collections::HashMap;
use std::time::Duration;

use lobby::conversations::{assign, note, status};
use lobby::domain::actor::Viewer;
use lobby::domain::conversation::Conversation;
use lobby::domain::id::AgentId;
use lobby::domain::outbound::SendError;
use lobby::domain::time::Span;
use lobby::reports::{
    Ask, By, Calendars, Filter, Hours, Metric, Order, Part, Period, Report, Reports, Row, Split,
    State, Summary,
};

use crate::support::desk::{Desk, id};
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

/// A desk whose figures are asked for.
pub struct Counted {
    pub desk: Desk,
    pub reports: Reports,
}

impl Counted {
    pub fn new() -> Self {
        let desk = Desk::new();
        let reports = Reports::in_memory(&desk.store).unwrap();
        Counted { desk, reports }
    }

    /// All days there are, with what a test changes.
    pub fn filter(&self, change: impl Fn(&mut Filter)) -> Filter {
        let mut filter = Filter::of(Period::last_days(400, self.desk.now(), "UTC"));
        change(&mut filter);
        filter
    }

    pub fn asked<T>(
        &self,
        reports: &Reports,
        (metric, filter): (Metric, &Filter),
        answer: impl Fn(&Ask<'_>) -> T,
    ) -> T {
        let store = &self.desk.store;
        assert!(reports.wait_for(store.last_seq(), Duration::from_secs(60)));
        let calendars = self.desk.look(Calendars::read);
        let channels = self
            .desk
            .look(|look| look.arranged::<lobby::domain::channel::Channel>());
        let kinds: HashMap<_, _> = channels.iter().map(|it| (it.id, it.kind)).collect();
        answer(&Ask {
            metric,
            filter,
            viewer: &self.desk.luis,
            calendars: &calendars,
            kinds: &kinds,
            now: self.desk.now(),
        })
    }

    pub fn report(&self, metric: Metric, filter: &Filter, split: Option<Split>) -> Report {
        self.asked(&self.reports, (metric, filter), |ask| {
            self.reports.report(ask, split).unwrap()
        })
    }

    fn total(&self, metric: Metric) -> Summary {
        let filter = self.filter(|_| {});
        self.report(metric, &filter, None).total
    }

    fn rows(&self, metric: Metric, state: Option<State>) -> Vec<Row> {
        let filter = self.filter(|_| {});
        let found = self.asked(&self.reports, (metric, &filter), |ask| {
            self.reports
                .rows(ask, (state, Order::Newest), (0, 1_000))
                .unwrap()
        });
        assert_eq!(found.all, found.rows.len());
        found.rows
    }

    fn resolves(&self, c: &Conversation) {
        let (by, number) = (self.desk.luis.clone(), c.number);
        self.desk.act(move |w| status::resolve(w, &by, number));
    }

    fn answered(&self, c: &Conversation) {
        self.desk.answers_and_sends(c, "Here it is");
    }
}

fn minutes(n: i64) -> Span {
    Span::minutes(n)
}

fn by(viewer: &Viewer) -> By {
    By::Agent(viewer.agent_id().unwrap())
}

#[test]
fn who_waits_is_shown_and_never_dropped() {
    let it = Counted::new();
    let asks = Mail::from(CARLA, "Where is it", "Where is my parcel?");
    let c = it.desk.begins(&asks);
    it.desk.later(minutes(10));
    let again = Mail::from(CARLA, "Re: Where is it", "Hello? I am waiting.");
    it.desk.joins(&again.referring(&asks.id()));
    let total = it.total(Metric::FirstResponse);
    assert_eq!((total.n, total.waiting), (0, 1));
    // A note answers nobody.
    let (ana, number) = (it.desk.ana.clone(), c.number);
    it.desk.act(move |w| {
        let input = note::Note {
            conversation: number,
            said: lobby::conversations::said::Said::of("ask Bob"),
            ..note::Note::default()
        };
        note::note(w, &ana, &input).map(|_| ())
    });
    it.desk.later(minutes(20));
    it.answered(&c);
    let total = it.total(Metric::FirstResponse);
    assert_eq!(
        (total.n, total.waiting, total.median),
        (1, 0, minutes(30)),
        "from the first message"
    );
    assert_eq!(it.rows(Metric::FirstResponse, None)[0].by, by(&it.desk.ana));
    assert_eq!(it.total(Metric::Response).n, 1);
    it.desk.holds();
}

#[test]
fn what_did_not_arrive_was_no_answer() {
    let it = Counted::new();
    let c = it
        .desk
        .begins(&Mail::from(CARLA, "Where is it", "Where is my parcel?"));
    it.desk.later(minutes(5));
    it.desk.answer(&c, "It is on its way");
    it.desk.later(Span::seconds(11));
    it.desk.fails(SendError::MessageRefused {
        code: "550".into(),
        detail: "no such user".into(),
    });
    let total = it.total(Metric::FirstResponse);
    assert_eq!((total.n, total.waiting), (0, 1));
    it.desk.later(minutes(55));
    it.answered(&c);
    let total = it.total(Metric::FirstResponse);
    assert_eq!((total.n, total.median), (1, Span(minutes(60).0 + 11_000)));
    it.desk.holds();
}

#[test]
fn closed_without_an_answer_is_said_and_is_no_short_wait() {
    let it = Counted::new();
    let c = it
        .desk
        .begins(&Mail::from(CARLA, "Where is it", "Where is my parcel?"));
    it.desk.later(minutes(5));
    it.resolves(&c);
    let total = it.total(Metric::FirstResponse);
    assert_eq!((total.n, total.waiting, total.aside), (0, 0, 1));
    assert_eq!(it.total(Metric::Unanswered).yes, 1);
    assert_eq!(it.rows(Metric::FirstResponse, Some(State::Aside)).len(), 1);
    // Opened again by hand, they wait as long as they do.
    let (luis, number) = (it.desk.luis.clone(), c.number);
    it.desk.act(move |w| status::reopen(w, &luis, number));
    assert_eq!(it.total(Metric::FirstResponse).waiting, 1);
    it.desk.holds();
}

#[test]
fn our_time_and_theirs_add_up() {
    let it = Counted::new();
    let c = it
        .desk
        .begins(&Mail::from(CARLA, "Where is it", "Where is my parcel?"));
    it.desk.later(minutes(10));
    let out = it.desk.answers_and_sends(&c, "Which parcel?");
    it.desk.later(minutes(60));
    it.desk.joins(&Mail::answering(&out, CARLA, "The red one"));
    it.desk.later(minutes(20));
    it.resolves(&c);
    let span = |metric| it.total(metric).median;
    let (ours, theirs) = (span(Metric::OurTime), span(Metric::TheirTime));
    assert_eq!(ours, minutes(30));
    assert_eq!(Span(ours.0 + theirs.0), span(Metric::Resolution));
    assert_eq!(span(Metric::FirstResolution), span(Metric::Resolution));
    it.desk.holds();
}

#[test]
fn a_resolution_that_did_not_last_is_told_from_one_not_known_yet() {
    let it = Counted::new();
    let c = it
        .desk
        .begins(&Mail::from(CARLA, "Where is it", "Where is my parcel?"));
    it.answered(&c);
    it.resolves(&c);
    let other = it
        .desk
        .begins(&Mail::from("bob@example.com", "Bill", "What does it cost?"));
    it.answered(&other);
    it.resolves(&other);
    let total = it.total(Metric::FirstContact);
    assert_eq!((total.n, total.not_yet), (0, 2));
    // Carla comes back with something else, after three days.
    it.desk.later(Span::days(3));
    it.desk
        .begins(&Mail::from(CARLA, "Another thing", "Do you sell shoes?"));
    let total = it.total(Metric::FirstContact);
    assert_eq!((total.n, total.yes, total.not_yet), (1, 0, 1));
    it.desk.later(Span::days(5));
    let total = it.total(Metric::FirstContact);
    assert_eq!((total.n, total.yes, total.not_yet), (2, 1, 0));
    // Within two days she had not come back.
    let filter = it.filter(|it| it.window_days = 2);
    assert_eq!(it.report(Metric::FirstContact, &filter, None).total.yes, 2);
    // The resolution itself stayed.
    assert_eq!(it.total(Metric::ResolutionRate).yes, 2);
    it.desk.holds();
}

#[test]
fn business_hours_count_what_was_open() {
    let it = Counted::new();
    it.desk.act(|w| {
        let mut business = w.business()?.unwrap_or_default();
        business.time_zone = "UTC".to_owned();
        for day in business.hours.week.iter_mut().take(5) {
            *day = vec![(9 * 60, 17 * 60)];
        }
        w.put_business(&business)
    });
    // Wednesday 15:00, answered on Thursday at 9:30: two hours and a half; plus the seconds until it left.
    let c = it
        .desk
        .begins(&Mail::from(CARLA, "Where is it", "Where is my parcel?"));
    it.desk.later(minutes(18 * 60 + 30));
    it.desk.answer(&c, "Here");
    it.desk.later(Span::seconds(11));
    it.desk.sends();
    let filter = it.filter(|it| it.hours = Hours::Business);
    let found = it.report(Metric::FirstResponse, &filter, None).total;
    assert_eq!(found.median, minutes(150));
    assert_eq!(
        it.total(Metric::FirstResponse).median,
        minutes(18 * 60 + 30)
    );
    it.desk.holds();
}

#[test]
fn parts_add_up_and_lead_to_what_they_are_made_of() {
    let it = Counted::new();
    for n in 0..6 {
        let from = format!("c{n}@example.com");
        let c = it
            .desk
            .begins(&Mail::from(&from, "Question", "How much is it?"));
        let whose = if n % 2 == 0 {
            it.desk.ana.clone()
        } else {
            it.desk.luis.clone()
        };
        it.desk.later(minutes(3));
        it.desk.reply(&whose, &c, "Ten", |_| {});
        it.desk.later(Span::seconds(11));
        it.desk.sends();
    }
    let filter = it.filter(|_| {});
    let report = it.report(Metric::FirstResponse, &filter, Some(Split::By));
    assert_eq!(report.parts.len(), 2);
    assert_eq!(
        report.parts.iter().map(|it| it.1.n).sum::<u64>(),
        report.total.n
    );
    let course: u64 = report.course.iter().map(|it| it.1.n).sum();
    assert_eq!(course, 6);
    let mine = it.filter(|filter| filter.by = vec![by(&it.desk.ana)]);
    let narrowed = it.report(Metric::FirstResponse, &mine, None).total;
    let part = report
        .parts
        .iter()
        .find(|part| part.0 == Part::By(by(&it.desk.ana)));
    assert_eq!(part.unwrap().1, narrowed);
    let nobody = it.filter(|it| it.by = vec![By::Agent(id::<AgentId>(77))]);
    assert_eq!(
        it.report(Metric::FirstResponse, &nobody, None).total.n,
        0,
        "never seen"
    );
    it.desk.holds();
}

#[test]
fn what_is_private_is_counted_for_its_own_only() {
    let it = Counted::new();
    let luis = it.desk.luis.clone();
    let new = lobby::desk::teams::NewTeam {
        name: "Health".to_owned(),
        private: true,
        ..lobby::desk::teams::NewTeam::default()
    };
    let team = it
        .desk
        .act(move |w| lobby::desk::teams::make(w, &luis, &new))
        .id;
    let c = it.desk.begins(&Mail::from(CARLA, "Ill", "It hurts"));
    assert_eq!(it.total(Metric::Conversations).n, 1);
    let number = c.number;
    let system = Viewer::system(lobby::domain::actor::SystemPart::CommandLine);
    it.desk
        .act(move |w| assign::set_team(w, &system, number, Some(team)));
    assert_eq!(it.total(Metric::Conversations).n, 0);
    assert_eq!(it.rows(Metric::Conversations, None), []);
    it.desk.holds();
}

#[test]
fn the_backlog_is_what_was_open_then() {
    let it = Counted::new();
    let first = it.desk.begins(&Mail::from(CARLA, "One", "Where is it?"));
    it.desk.later(Span::days(1));
    it.desk
        .begins(&Mail::from("bob@example.com", "Two", "And mine?"));
    it.desk.later(Span::days(1));
    it.resolves(&first);
    let filter = Filter::of(Period::last_days(3, it.desk.now(), "UTC"));
    let report = it.report(Metric::Backlog, &filter, None);
    let course: Vec<u64> = report.course.iter().map(|it| it.1.n).collect();
    assert_eq!(course, [1, 2, 1]);
    assert_eq!(report.total.n, 1);
    assert!(report.total.median >= Span::days(1));
    it.desk.holds();
}
