//! A quarter of a desk's life by chance, the same at every run, by every kind of channel: counted as it happens, counted
//! again from nothing, and counted by hand. All three are one, for whatever is asked.

use lobby::contacts::edit::{Edit, update};
use lobby::conversations::start::{Start, To, start};
use lobby::conversations::{assign, fields, handover, moving, promise, status, undo};
use lobby::desk::calendars::{self, About};
use lobby::desk::{tags, teams};
use lobby::domain::actor::Viewer;
use lobby::domain::channel::ChannelKind;
use lobby::domain::contact::{Handle, Tier};
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::error::Result;
use lobby::domain::event::{EventKind, Subject};
use lobby::domain::id::{AgentId, CalendarId, ChangeId, ChannelId, TeamId};
use lobby::domain::outbound::{Outbound, SendError};
use lobby::domain::team::OpeningHours;
use lobby::domain::time::{Millis, Span};
use lobby::privacy::{emptied, erase};
use lobby::reports::{
    By, Filter, Hours, Metric, Order, Period, Reports, Row, Split, State, Summary, splits,
};

use crate::reports::Counted;
use crate::reports::chats::{self, CHATS};
use crate::reports::oracle::{self, NOT_YET, Opening};
use crate::support::desk::id;
use crate::support::dice::Dice;
use crate::support::mail::Mail;
use crate::surveys::Asks;

/// What happens to the desk; `LOBBY_ORACLE_STEPS` asks for more, as `tests/torture/run` does.
const STEPS: usize = 700;
const FILTERS: usize = 500;

fn steps() -> usize {
    let asked = std::env::var("LOBBY_ORACLE_STEPS").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(STEPS)
}

pub struct Quarter {
    pub it: Counted,
    dice: Dice,
    /// What was sent last in a conversation.
    sent: Vec<(u64, Outbound)>,
    /// Merges that may be taken back.
    merged: Vec<ChangeId>,
    teams: Vec<TeamId>,
    calendar: CalendarId,
    pub openings: Vec<Opening>,
    customers: usize,
    said: u64,
}

/// In the zone of the desk the clock changes on 14 March.
const ZONE: &str = "America/New_York";

fn hours(days: usize, all: &[(u16, u16)]) -> OpeningHours {
    let mut out = OpeningHours::default();
    for day in out.week.iter_mut().take(days) {
        *day = all.to_vec();
    }
    out
}

impl Quarter {
    pub fn new(seed: u64, customers: usize) -> Self {
        let it = Counted::new();
        // From late February on.
        it.desk.later(Span::days(110));
        chats::connect(&it.desk);
        let luis = it.desk.luis.clone();
        let desk = hours(5, &[(480, 720), (810, 1_080)]);
        let first = desk.clone();
        let (teams, calendar) = it.desk.act(move |w| {
            let mut business = w.business()?.unwrap_or_default();
            business.time_zone = ZONE.to_owned();
            business.hours = first.clone();
            business.set_up_at = Some(Millis(1));
            w.put_business(&business)?;
            let mut made = Vec::new();
            for (name, private) in [("Sales", false), ("Repairs", false), ("Health", true)] {
                let new = teams::NewTeam {
                    name: name.to_owned(),
                    private,
                    ..teams::NewTeam::default()
                };
                made.push(teams::make(w, &luis, &new)?.id);
            }
            let about = About {
                name: "Messages".to_owned(),
                time_zone: "America/Bogota".to_owned(),
                week: hours(7, &[(420, 1_320)]).week,
                ..About::default()
            };
            let calendar = calendars::make(w, &luis, &about)?.id;
            let mut channel = w.channel(id(CHATS[0].1))?.unwrap();
            channel.calendar = Some(calendar);
            w.put_channel(&channel)?;
            Ok((made, calendar))
        });
        let own = hours(7, &[(420, 1_320)]);
        let openings = vec![Opening {
            since: Millis(0),
            desk: (desk, ZONE.to_owned()),
            own: vec![(id(CHATS[0].1), own, "America/Bogota".to_owned())],
        }];
        Quarter {
            it,
            dice: Dice(seed),
            sent: Vec::new(),
            merged: Vec::new(),
            teams,
            calendar,
            openings,
            customers,
            said: 0,
        }
    }

    /// Hours change, of the desk or of the calendar.
    fn changes_hours(&mut self) {
        let mut next = self.openings.last().unwrap().clone();
        let opens = [360, 480, 540, 600][self.dice.below(4)];
        let days = 5 + self.dice.below(3);
        let luis = self.it.desk.luis.clone();
        if self.dice.below(2) == 0 {
            next.desk.0 = hours(days, &[(opens, 1_080)]);
            let new = next.desk.0.clone();
            self.it.desk.act(move |w| {
                let mut business = w.business()?.unwrap_or_default();
                business.hours = new.clone();
                w.put_business(&business)?;
                w.event(luis.actor, Subject::default(), EventKind::BusinessChanged)
            });
        } else {
            next.own[0].1 = hours(days, &[(opens, 1_200)]);
            let (id, week) = (self.calendar, next.own[0].1.week.clone());
            self.it.desk.act(move |w| {
                let was = About::of(&calendars::find(w, id)?);
                let about = About {
                    week: week.clone(),
                    ..was
                };
                calendars::change(w, &luis, id, &about)
            });
        }
        next.since = self.it.desk.now();
        self.openings.push(next);
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
        format!("c{}@example.com", self.dice.below(self.customers))
    }

    pub fn step(&mut self) {
        let minutes = [1, 7, 45, 180, 900][self.dice.below(5)];
        self.it.desk.wait(Span::minutes(minutes));
        self.it.desk.asks();
        self.sends();
        let (luis, ana) = (self.it.desk.luis.clone(), self.it.desk.ana.clone());
        let who = if self.dice.below(2) == 0 {
            ana
        } else {
            luis.clone()
        };
        match self.dice.below(24) {
            0..=1 => {
                let from = self.customer();
                let subject = format!("Question {}", self.dice.below(1_000));
                self.it
                    .desk
                    .receive(&Mail::from(&from, &subject, "Where is what I ordered?"));
            }
            2..=5 => self.chats(),
            6..=9 => self.answers(&who),
            10 => self.customer_answers(),
            11..=13 => self.tries(move |w, number| status::resolve(w, &who, number).map(drop)),
            14 => self.tries(move |w, number| status::wait_for_customer(w, &who, number).map(drop)),
            15 => self.tries(move |w, number| status::reopen(w, &who, number).map(drop)),
            16..=17 => {
                let to: AgentId = id(10 + self.dice.below(2) as u128);
                self.tries(move |w, number| assign::assign(w, &luis, number, Some(to)).map(drop));
            }
            18 => self.tries(move |w, number| handover::read(w, &who, number).map(drop)),
            19 => {
                let due = self.it.desk.now() + Span::minutes([30, 400][self.dice.below(2)]);
                self.tries(move |w, number| promise::promise(w, &who, number, due).map(drop));
            }
            20 => self.marks(),
            21 => self.writes_first(&who),
            22 => self.aside(&who),
            _ => self.moves(),
        }
        if self.dice.below(60) == 0 {
            self.changes_hours();
        }
    }

    fn tries(
        &mut self,
        deed: impl Fn(&mut lobby::store::Write<'_>, u64) -> Result<()> + Send + 'static,
    ) {
        if let Some(number) = self.any().map(|it| it.number) {
            // Not every state allows it: then nothing happens.
            let _ = self.it.desk.try_act(move |w| deed(w, number));
        }
    }

    fn chats(&mut self) {
        let chat = CHATS[self.dice.below(CHATS.len())];
        let customer = self.dice.below(self.customers);
        let texts = [
            "Where is what I ordered?",
            "I still wait for it",
            "Thanks!",
            "4",
            "1",
            "5",
        ];
        self.said += 1;
        let (key, text) = (format!("k{}", self.said), texts[self.dice.below(6)]);
        chats::hears(&self.it.desk, chat, customer, (&key, text));
    }

    fn sends(&mut self) {
        let sent = self.it.desk.sends();
        let sent: Vec<_> = sent.into_iter().map(|it| (0, it)).collect();
        self.sent.extend(sent);
        chats::sends(&self.it.desk, self.dice.below(9) == 0);
    }

    fn answers(&mut self, who: &Viewer) {
        let Some(c) = self.any() else { return };
        let keeps = self.dice.below(3) == 0;
        let said = self
            .it
            .desk
            .try_reply(who, &c, "It is on its way to you", |it| {
                it.keeps_promise = keeps;
            });
        if said.is_err() || self.dice.below(8) == 0 {
            // Perhaps it is still in the undo window when the next thing happens.
            return;
        }
        self.it.desk.later(Span::seconds(11));
        if self.dice.below(9) == 0 && c.channel_kind == ChannelKind::Email {
            let refused = SendError::MessageRefused {
                code: "550".into(),
                detail: "no such user".into(),
            };
            self.it.desk.fails(refused);
        }
        self.sends();
    }

    fn customer_answers(&mut self) {
        let at = self.dice.below(self.sent.len());
        if let Some((_, out)) = self.sent.get(at).cloned() {
            let from = self.customer();
            let text = [
                "And when will it be here?",
                "Thanks!",
                "That is the wrong one",
                "5",
                "2",
            ];
            let text = text[self.dice.below(5)];
            self.it
                .desk
                .receive(&Mail::answering(&out, &from, text).with_token_of(&out));
        }
    }

    fn writes_first(&mut self, who: &Viewer) {
        let (keys, who, channel) = (self.it.desk.keys.clone(), who.clone(), self.it.desk.channel);
        let handle = Handle::email(self.customer());
        let input = Start {
            to: To::Handle {
                handle,
                name: "Somebody".to_owned(),
            },
            channel,
            subject: "Your order".to_owned(),
            reply: lobby::conversations::reply::Reply {
                said: lobby::conversations::said::Said::of("Your order has left us."),
                ..lobby::conversations::reply::Reply::default()
            },
            assignee: None,
            team: None,
            tags: Vec::new(),
            new: true,
        };
        let _ = self
            .it
            .desk
            .try_act(move |w| start(w, &keys, &who, &input).map(drop));
    }

    /// It waits for something else, or a person is gone for good.
    fn aside(&mut self, who: &Viewer) {
        let (who, until) = (who.clone(), self.it.desk.now() + Span::hours(20));
        match self.dice.below(4) {
            0..=1 => self.tries(move |w, number| status::snooze(w, &who, number, until).map(drop)),
            2 => self.tries(move |w, number| {
                status::wait_for_third_party(w, &who, number, Some(until)).map(drop)
            }),
            _ => self.erases(),
        }
    }

    fn erases(&mut self) {
        let Some(c) = self.any() else { return };
        let luis = self.it.desk.luis.clone();
        let desk = &self.it.desk;
        let Ok(root) = desk.try_act(move |w| erase::begin(w, &luis, c.contact)) else {
            return;
        };
        for case in desk.look(|look| emptied::conversations(look, root)) {
            let mut after = None;
            loop {
                after = desk.act(move |w| emptied::lot(w, root, case, after));
                if after.is_none() {
                    break;
                }
            }
        }
        desk.act(move |w| erase::finish(w, root));
    }

    fn marks(&mut self) {
        let luis = self.it.desk.luis.clone();
        let team = self.teams.get(self.dice.below(5)).copied();
        match self.dice.below(6) {
            0 => {
                let name = ["refund", "bill", "lost"][self.dice.below(3)];
                self.tries(move |w, number| {
                    let tag = tags::find_or_make(w, &luis, name)?.id;
                    fields::tag(w, &luis, number, tag).map(drop)
                });
            }
            1 => self.tries(move |w, number| status::spam(w, &luis, number).map(drop)),
            2 => self.tries(move |w, number| status::unspam(w, &luis, number).map(drop)),
            3 => {
                let Some(c) = self.any() else { return };
                let tier = [Tier::Vip, Tier::Normal][self.dice.below(2)];
                let edit = Edit {
                    tier: Some(tier),
                    ..Edit::default()
                };
                let _ = self
                    .it
                    .desk
                    .try_act(move |w| update(w, &luis, c.contact, &edit).map(drop));
            }
            _ => self.tries(move |w, number| assign::set_team(w, &luis, number, team).map(drop)),
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

    /// A filter by chance: each thing one can narrow to by itself, and together.
    pub fn filter(&mut self) -> Filter {
        let now = self.it.desk.now();
        let days = [1, 7, 30, 90, 120][self.dice.below(5)];
        let zone = ["UTC", ZONE, "Asia/Jakarta"][self.dice.below(3)];
        let end = Millis(now.0 - Span::days(i64::try_from(self.dice.below(40)).unwrap()).0);
        let mut filter = Filter::of(Period::last_days(days, end, zone));
        let one_of = |dice: &mut Dice, of: usize| dice.below(of) == 0;
        if one_of(&mut self.dice, 4) {
            let who: [By; 6] = [
                By::Agent(id::<AgentId>(10)),
                By::Agent(id::<AgentId>(11)),
                By::Customer,
                By::Nobody,
                By::System,
                By::Colleague,
            ];
            filter.by = (0..=self.dice.below(2))
                .map(|_| who[self.dice.below(6)])
                .collect();
        }
        if one_of(&mut self.dice, 4) {
            let all = [
                ChannelKind::Email,
                ChannelKind::WhatsApp,
                ChannelKind::Telegram,
                ChannelKind::WebChat,
                ChannelKind::Api,
            ];
            filter.kinds = (0..=self.dice.below(3))
                .map(|_| all[self.dice.below(5)])
                .collect();
        }
        if one_of(&mut self.dice, 6) {
            filter.channels = vec![id::<ChannelId>(2 + self.dice.below(5) as u128)];
        }
        if one_of(&mut self.dice, 5) {
            filter.teams = vec![self.teams.get(self.dice.below(4)).copied()];
        }
        if one_of(&mut self.dice, 6) {
            filter.tier = Some([Tier::Vip, Tier::Normal][self.dice.below(2)]);
        }
        if one_of(&mut self.dice, 4) {
            let tags = self
                .it
                .desk
                .look(|look| look.arranged::<lobby::domain::team::Tag>());
            let at = self.dice.below(tags.len() + 1);
            filter.tags = vec![tags.get(at).map(|it| it.id)];
        }
        if one_of(&mut self.dice, 2) {
            filter.hours = Hours::Business;
        }
        if one_of(&mut self.dice, 6) {
            filter.hour = Some(self.dice.below(168));
        }
        if one_of(&mut self.dice, 8) {
            filter.way = Some((ChannelKind::Email, CHATS[self.dice.below(4)].0));
        }
        filter.history = one_of(&mut self.dice, 2);
        filter.target = Span::minutes([5, 60, 600][self.dice.below(3)]);
        filter.window_days = [1, 7, 30][self.dice.below(3)];
        filter
    }
}

#[test]
fn a_quarter_counted_as_it_happens_from_nothing_and_by_hand_is_the_same() {
    let steps = steps();
    let mut quarter = Quarter::new(20_261_123, 25 + steps / 20);
    for _ in 0..steps {
        quarter.step();
    }
    let all = oracle::read(&quarter.it, &quarter.openings);
    lived(&all);
    let mut reckonings = Vec::new();
    for metric in Metric::ALL {
        let known = all.reckoning(metric);
        let named = NOT_YET.contains(&metric.name());
        assert_ne!(
            known.is_some(),
            named,
            "{} is counted by nobody",
            metric.name()
        );
        reckonings.push((metric, known));
    }
    let anew = Reports::in_memory(&quarter.it.desk.store).unwrap();
    let mut seen = 0;
    for n in 0..FILTERS {
        let filter = quarter.filter();
        for (metric, by_hand) in &reckonings {
            let metric = *metric;
            let what = format!("{} with filter {n}: {filter:?}", metric.name());
            let it = &quarter.it;
            let split = splits(metric)[n % splits(metric).len()];
            let answered = |reports: &Reports| {
                it.asked(reports, (metric, &filter), |ask| {
                    let order = (None, Order::Newest);
                    let rows = reports.rows(ask, order, (0, 10_000_000)).unwrap();
                    (reports.report(ask, Some(split)).unwrap(), rows)
                })
            };
            let (found, rows) = answered(&it.reports);
            if n % 20 == 0 {
                let again = answered(&anew);
                assert_eq!((&found, &rows), (&again.0, &again.1), "made anew: {what}");
            }
            let total = found.total;
            let shown = total.n + total.waiting + total.aside + total.not_yet;
            assert_eq!(shown, rows.all as u64, "drill-down: {what}");
            if let Some(by_hand) = by_hand {
                let counted = by_hand.summary(&filter);
                if total != counted {
                    differs(&all, by_hand, &filter, &rows.rows);
                }
                assert_eq!(total, counted, "by hand: {what}");
                seen += shown;
            }
            exclusive(metric, split, &found.parts, &total, &what);
        }
    }
    assert!(seen > 20_000, "hardly anything was compared: {seen}");
    notices(&quarter, &all);
    quarter.it.desk.holds();
}

/// Shows the conversations of which more or other things were counted by hand than are shown, with their logs.
fn differs(all: &oracle::All, by_hand: &oracle::Reckoning<'_>, filter: &Filter, rows: &[Row]) {
    let mut shown: Vec<_> = rows
        .iter()
        .map(|it| (it.number, it.at, it.took, it.state))
        .collect();
    shown.sort_by_key(|it| (it.0, it.1));
    let known = by_hand.of_each(filter);
    for case in &all.cases {
        let number = case.conversation.number;
        let here: Vec<_> = shown.iter().filter(|it| it.0 == number).collect();
        let counted = known.get(&number);
        if here.len() as u64 != counted.map_or(0, |it| it.n + it.waiting + it.aside + it.not_yet)
            || here.iter().filter(|it| it.3 == State::Waiting).count() as u64
                != counted.map_or(0, |it| it.waiting)
        {
            println!("{number}: shown {here:?}, by hand {counted:?}");
            case.tell();
        }
    }
}

/// The quarter held what it is to hold.
fn lived(all: &oracle::All) {
    let cases = || all.cases.iter().filter(|it| it.counts());
    let resolved = cases().filter(|it| matches!(it.conversation.status, Status::Resolved { .. }));
    let (n, resolved) = (cases().count(), resolved.count());
    assert!(n > 60 && resolved > 15, "{n} {resolved}");
    for kind in CHATS.iter().map(|it| it.0).chain([ChannelKind::Email]) {
        let found = cases().any(|it| it.conversation.channel_kind == kind);
        assert!(found, "nobody came by {}", kind.name());
    }
}

/// A control: for every metric, what is counted by hand without one conversation is something else.
fn notices(quarter: &Quarter, all: &oracle::All) {
    let filter = quarter.it.filter(|_| {});
    let mut nothing = Vec::new();
    for metric in Metric::ALL
        .into_iter()
        .filter(|it| !NOT_YET.contains(&it.name()))
    {
        let whole = all.reckoning(metric).unwrap();
        let found = quarter.it.report(metric, &filter, None).total;
        assert_eq!(found, whole.summary(&filter), "{}", metric.name());
        let Some(number) = whole.one_that_counts(&filter) else {
            nothing.push(metric.name());
            continue;
        };
        let mut fewer = all.clone();
        fewer.cases.retain(|it| it.conversation.number != number);
        assert_ne!(
            Some(found),
            fewer.summary(metric, &filter),
            "{}",
            metric.name()
        );
    }
    // A short quarter may have no rating.
    assert!(nothing.len() < 2, "there is nothing of {nothing:?}");
}

/// Parts of a split in which nothing is twice add up.
fn exclusive(
    metric: Metric,
    split: Split,
    parts: &[(lobby::reports::Part, Summary)],
    total: &Summary,
    what: &str,
) {
    let several = metric.is_of_effort() || metric.is_of_surveys();
    if split == Split::Tag || (split == Split::By && several) {
        return;
    }
    let n: u64 = parts.iter().map(|it| it.1.n).sum();
    let yes: u64 = parts.iter().map(|it| it.1.yes).sum();
    assert_eq!((n, yes), (total.n, total.yes), "parts: {what}");
}
