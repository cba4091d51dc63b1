//! Appointments, invoices, carts: what is said of each at its second and once, what a press writes back, what ends it, and
//! whom nothing is said to.

use lobby::app::dated::said;
use lobby::contacts::consents;
use lobby::contacts::people;
use lobby::conversations::automatic::say::{Outcome, is_in_vain};
use lobby::conversations::dated::coming::coming;
use lobby::conversations::dated::put::{Given, When, put, say_no_more};
use lobby::conversations::dated::say::{give_up, say, settle};
use lobby::conversations::dated::{of_person, plan_anew};
use lobby::conversations::start::To;
use lobby::desk::dated::{self as desk, About};
use lobby::desk::webhooks::calls::hears;
use lobby::domain::actor::{SystemPart, Viewer};
use lobby::domain::automatic::Saying;
use lobby::domain::channel::ChannelKind;
use lobby::domain::consent::Purpose;
use lobby::domain::conversation::Status;
use lobby::domain::dated::plan::{DatedKind, Stage, Unit, Verb};
use lobby::domain::dated::{DatedEvent, DatedState, LeftOut, Stopped};
use lobby::domain::event::EventKind;
use lobby::domain::id::{ContactId, DatedEventId, DatedKindId, Seq};
use lobby::domain::job::JobKind;
use lobby::domain::message::Message;
use lobby::domain::reason::Reason;
use lobby::domain::time::{Millis, Span};
use lobby::domain::webhook::Webhook;
use lobby::privacy::erase;
use lobby::store::Write;

use crate::automatic::Talk;
use crate::pages::Pages;

fn chief() -> Viewer {
    Viewer::system(SystemPart::CommandLine)
}

fn at(text: &str) -> Millis {
    Millis::parse_rfc3339(text).unwrap()
}

/// A customer who wrote once, long ago, and something of theirs with a date.
pub struct Dates {
    pub talk: Talk,
    pub contact: ContactId,
    kind: DatedKindId,
}

impl Dates {
    pub fn of(usual: &str, arranged: impl Fn(&mut About)) -> Self {
        let talk = Talk::new();
        talk.hears("m1", "u1", "Buenos días, ¿tienen citas para diciembre?");
        let c = talk.case();
        let mut about = About {
            name: "Citas".to_owned(),
            ..About::of(&DatedKind::usual(usual).unwrap())
        };
        arranged(&mut about);
        let kind = talk.act(move |w| desk::make(w, &chief(), &about).map(|it| it.id));
        let by = chief();
        talk.act(move |w| lobby::conversations::status::resolve(w, &by, c.number).map(|_| ()));
        // Nobody of ours talks with them any more.
        talk.later(Span::hours(1));
        let dates = Dates {
            talk,
            contact: c.contact,
            kind,
        };
        dates.runs();
        dates
    }

    pub fn put(&self, name: &str, given: Given) -> DatedEvent {
        let (kind, contact, name) = (self.kind, self.contact, name.to_owned());
        self.talk.act(move |w| {
            let given = Given {
                to: Some(To::Contact(contact)),
                ..given.clone()
            };
            put(w, &chief(), (kind, &name), &given)
        })
    }

    pub fn on(&self, name: &str, when: Millis) -> DatedEvent {
        self.put(
            name,
            Given {
                when: Some(When {
                    at: when,
                    ..When::default()
                }),
                title: Some("Limpieza dental".to_owned()),
                place: Some("Calle 93".to_owned()),
                ..Given::default()
            },
        )
    }

    pub fn it(&self, id: DatedEventId) -> DatedEvent {
        self.talk.look(|look| look.dated_event(id)).unwrap()
    }

    /// Does the jobs that are due, each twice; how often something was said.
    pub fn runs(&self) -> usize {
        let mut n = 0;
        for job in self.talk.look(|look| look.jobs_due(self.talk.now(), 1_000)) {
            match job.kind {
                JobKind::Dated { event, due } => {
                    n += (0..2).map(|_| self.run(event, due)).sum::<usize>();
                }
                JobKind::PlanDated { kind, after } => {
                    for _ in 0..2 {
                        self.talk.act(move |w| plan_anew(w, kind, after));
                    }
                }
                _ => continue,
            }
            self.talk.act(move |w| w.finish_job(&job).map(|_| ()));
        }
        n
    }

    fn run(&self, event: DatedEventId, due: Millis) -> usize {
        let mut n = 0;
        while let Some(plan) = self.talk.act(move |w| settle(w, event, due)) {
            let app = &self.talk.door.program.server.app;
            let (words, keys, planned) = (said(&plan), app.keys.clone(), plan.clone());
            let deed = move |w: &mut Write<'_>| say(w, &keys, &planned, &words);
            match app.store.by_hand(deed) {
                Ok(it) => {
                    assert_eq!(it, Outcome::Said);
                    n += 1;
                }
                Err(err) => {
                    assert!(is_in_vain(&err), "{err}");
                    self.talk.act(move |w| give_up(w, &plan));
                }
            }
        }
        n
    }

    /// What was said of dates, oldest first.
    pub fn said(&self) -> Vec<Message> {
        let mut all = self.talk.ours();
        all.retain(|it| it.says == [Saying::Dated]);
        all
    }

    pub fn left(&self, id: DatedEventId) -> Vec<(u32, LeftOut)> {
        let told = self.it(id).told;
        told.iter()
            .filter_map(|it| it.left.map(|why| (it.stage, why)))
            .collect()
    }

    fn told(&self) -> Vec<(&'static str, EventKind)> {
        let all = self
            .talk
            .look(|look| look.events_after(Seq::default(), 10_000));
        let all = all.into_iter().map(|it| (it.kind.name(), it.kind));
        all.filter(|it| it.0.starts_with("dated_event.")).collect()
    }

    fn names(&self) -> Vec<&'static str> {
        self.told().into_iter().map(|it| it.0).collect()
    }

    fn presses(&self, id: &str, verb: &str, event: &DatedEvent, label: &str) {
        let button = format!("dated-{verb}-{}", event.id.0.simple());
        self.talk.presses(id, "u1", &button, label);
    }
}

#[test]
fn stages_are_said_at_their_second_once_and_a_press_writes_back() {
    let dates = Dates::of("appointment", |_| {});
    let talk = &dates.talk;
    let before = talk.case();
    let event = dates.on("A-7", talk.now() + Span::days(5));
    assert_eq!(event.due, Some(event.at - Span::days(2)));
    talk.later(Span::seconds(259_199));
    assert_eq!(dates.runs(), 0, "not before its time");
    talk.later(Span::seconds(1));
    assert_eq!(dates.runs(), 1);
    assert_eq!(dates.runs(), 0, "and once");
    let asked = dates.said().remove(0);
    assert!(asked.text.contains("Limpieza dental"), "{}", asked.text);
    assert!(asked.text.contains("Calle 93"), "{}", asked.text);
    let buttons = asked.chat.as_ref().unwrap().buttons.clone();
    assert_eq!(buttons.len(), 3, "{buttons:?}");
    assert_eq!(buttons[0].text, "Confirmo");
    assert!(asked.automatic);
    let c = talk
        .look(|look| look.conversation(asked.conversation))
        .unwrap();
    assert!(
        matches!(c.status, Status::Resolved { .. }),
        "nobody is bothered"
    );
    assert_eq!((c.waiting_since, c.assignee), (None, before.assignee));
    // They press.
    talk.presses("m2", "u1", &buttons[0].id, &buttons[0].text);
    let after = dates.it(event.id);
    assert_eq!((after.state, after.stopped), (DatedState::Confirmed, None));
    let c = talk.look(|look| look.conversation(c.id)).unwrap();
    assert!(
        matches!(c.status, Status::Resolved { .. }),
        "a press moves nothing"
    );
    let theirs = talk
        .look(|look| look.messages_before(c.id, None, 1))
        .remove(0);
    assert_eq!((theirs.why, theirs.courtesy), (Reason::DatedAnswer, true));
    let told = dates.told();
    let changed = told.iter().find_map(|it| match it.1 {
        EventKind::DatedEventChanged { was, answer, .. } => Some((was, answer)),
        _ => None,
    });
    assert_eq!(
        changed,
        Some((Some(DatedState::Planned), Some(Verb::Confirm)))
    );
    // A program that hears of these events is told.
    let webhook = Webhook {
        events: vec!["dated_event.changed".to_owned()],
        ..Webhook::default()
    };
    let heard = talk.look(|look| {
        let all = look.events_after(Seq::default(), 10_000)?;
        let mut n = 0;
        for it in &all {
            n += usize::from(hears(look, &webhook, it)?);
        }
        Ok(n)
    });
    assert_eq!(heard, 1);
    assert_eq!(dates.runs(), 1, "they are thanked");
    assert_eq!(dates.runs(), 0, "once");
    assert_eq!(talk.ours().last().unwrap().says, [Saying::DatedThanks]);
    // Who confirmed is reminded all the same, three hours before.
    talk.later(Span::seconds(161_999));
    assert_eq!(dates.runs(), 0);
    talk.later(Span::seconds(1));
    assert_eq!(dates.runs(), 1);
    assert_eq!(dates.said().len(), 2);
    talk.later(Span::days(9));
    assert_eq!((dates.runs(), dates.it(event.id).due), (0, None));
}

#[test]
fn an_answer_ends_it_and_a_wish_to_change_opens_the_conversation() {
    let dates = Dates::of("appointment", |_| {});
    let talk = &dates.talk;
    let event = dates.on("A-1", talk.now() + Span::days(5));
    talk.later(Span::days(3));
    assert_eq!(dates.runs(), 1);
    talk.hears("m2", "u1", "Disculpe, ¿puedo llevar a mi hijo también?");
    let it = dates.it(event.id);
    assert_eq!((it.stopped, it.due), (Some(Stopped::Answered), None));
    assert_eq!(it.state, DatedState::Planned);
    talk.later(Span::days(3));
    assert_eq!(dates.runs(), 0);
    // Another: they press that it does not suit them.
    let next = dates.on("A-2", talk.now() + Span::days(5));
    talk.later(Span::days(3));
    assert_eq!(dates.runs(), 1);
    dates.presses("m3", "change", &next, "Reprogramar");
    assert_eq!(dates.it(next.id).state, DatedState::ChangeAsked);
    assert_eq!(talk.case().status, Status::Open, "a person sees to it");
    assert_eq!(dates.runs(), 0);
    // It gets another date: what was said is not said again, the rest is.
    let moved = talk.now() + Span::days(10);
    dates.on("A-2", moved);
    let it = dates.it(next.id);
    assert_eq!(it.state, DatedState::Planned);
    assert_eq!(it.due, Some(moved - Span::hours(3)));
    assert!(
        dates
            .told()
            .iter()
            .any(|it| matches!(it.1, EventKind::DatedEventChanged { moved: true, .. }))
    );
    // Said the same again, nothing happens.
    let n = dates.names().len();
    dates.on("A-2", moved);
    assert_eq!(dates.names().len(), n);
    // Where the plan says so it is all said again.
    let id = dates.kind;
    talk.act(move |w| {
        let about = About {
            again_when_moved: true,
            ..About::of(&desk::find(w, id)?)
        };
        desk::change(w, &chief(), id, &about).map(|_| ())
    });
    dates.on("A-2", moved + Span::days(1));
    assert_eq!(dates.it(next.id).due, Some(moved - Span::days(1)));
}

#[test]
fn what_is_typed_stands_for_a_press_and_stop_is_kept_as_their_word() {
    let dates = Dates::of("appointment", |_| {});
    let talk = &dates.talk;
    let event = dates.on("A-1", talk.now() + Span::days(3));
    talk.later(Span::days(1));
    assert_eq!(dates.runs(), 1);
    talk.hears("m2", "u1", "sí");
    assert_eq!(dates.it(event.id).state, DatedState::Confirmed);
    dates.runs();
    // Cancelled by a word: nothing more is said, and a press after that is a message as any other.
    let other = dates.on("A-2", talk.now() + Span::days(3));
    talk.later(Span::days(1));
    assert!(dates.runs() > 0);
    talk.hears("m3", "u1", "cancelar");
    assert_eq!(dates.it(other.id).state, DatedState::Cancelled);
    dates.presses("m4", "confirm", &other, "Confirmo");
    assert_eq!(dates.it(other.id).state, DatedState::Cancelled);
    assert_eq!(talk.case().status, Status::Open);
    // Nobody else's press counts.
    let mine = dates.on("A-3", talk.now() + Span::days(3));
    talk.later(Span::days(1));
    dates.runs();
    let button = format!("dated-cancel-{}", mine.id.0.simple());
    talk.presses("m5", "u2", &button, "Cancelar");
    assert_eq!(dates.it(mine.id).state, DatedState::Planned);
    // No more of it.
    talk.hears("m6", "u1", "STOP");
    let it = dates.it(mine.id);
    assert_eq!(it.stopped, Some(Stopped::OptedOut));
    let contact = dates.contact;
    let refused =
        talk.look(|look| consents::stands(look, contact, ChannelKind::Api, Purpose::Service));
    assert!(!refused.unwrap().granted);
    let later = dates.on("A-4", talk.now() + Span::days(3));
    talk.later(Span::days(1));
    assert_eq!(dates.runs(), 0);
    assert_eq!(dates.left(later.id), [(1, LeftOut::NoConsent)]);
}

#[test]
fn nothing_is_said_to_whom_it_should_not_be() {
    let dates = Dates::of("appointment", |_| {});
    let talk = &dates.talk;
    // Cancelled, and said by hand that no more be said; entered too late for its first.
    let cancelled = dates.on("A-1", talk.now() + Span::days(5));
    dates.put(
        "A-1",
        Given {
            state: Some(DatedState::Cancelled),
            ..Given::default()
        },
    );
    let stopped = dates.on("A-2", talk.now() + Span::days(5));
    let id = stopped.id;
    talk.act(move |w| say_no_more(w, &chief(), id, true).map(|_| ()));
    let late = dates.on("A-3", talk.now() + Span::hours(30));
    assert_eq!(late.due, Some(late.at - Span::hours(3)));
    for id in [cancelled.id, stopped.id] {
        assert_eq!(dates.it(id).due, None);
    }
    // Lobby did not run until all was over.
    talk.later(Span::days(4));
    assert_eq!(dates.runs(), 0);
    assert_eq!(dates.left(late.id), [(2, LeftOut::TooLate)]);
    // Of two that are due only the last is said.
    let both = dates.on("A-4", talk.now() + Span::days(2) + Span::hours(1));
    talk.later(Span::days(2));
    assert_eq!(dates.runs(), 1);
    assert_eq!(dates.left(both.id), [(1, LeftOut::Overtaken)]);
    // One of us talks with them: it waits, and is said then.
    let waits = dates.on("A-5", talk.now() + Span::days(5));
    talk.later(Span::minutes(4_310));
    talk.answers("Claro que sí, ¿le queda bien?");
    talk.later(Span::minutes(10));
    assert_eq!(dates.runs(), 0);
    let why = dates.it(waits.id).waits.map(|it| it.why);
    assert_eq!(why, Some(LeftOut::Talking));
    talk.later(Span::minutes(20));
    assert_eq!(dates.runs(), 1);
    // Blocked.
    let blocked = dates.on("A-6", talk.now() + Span::days(5));
    let contact = dates.contact;
    talk.act(move |w| {
        let mut it = w.contact(contact)?.unwrap();
        it.blocked = Some(lobby::domain::contact::Block {
            at: w.now(),
            ..lobby::domain::contact::Block::default()
        });
        w.put_contact(&it)
    });
    talk.later(Span::days(3));
    dates.runs();
    assert_eq!(dates.left(blocked.id), [(1, LeftOut::Blocked)]);
    // Gone with the person.
    talk.act(move |w| erase::begin(w, &chief(), contact).map(|_| ()));
    assert!(talk.look(|look| of_person(look, contact)).is_empty());
    talk.later(Span::days(30));
    assert_eq!(dates.runs(), 0);
}

#[test]
fn what_is_owed_is_spoken_of_in_lawful_hours_and_once_a_day() {
    let dates = Dates::of("invoice", |it| {
        it.stages = vec![Stage {
            offset: 0,
            unit: Unit::Hours,
            buttons: vec![Verb::Paid],
            ..Stage::default()
        }];
    });
    let talk = &dates.talk;
    // Saturday afternoon in Bogotá; Monday 16 November 2026 is a holiday.
    let first = dates.on("F-1", at("2026-11-14T15:30:00-05:00"));
    let second = dates.on("F-2", at("2026-11-17T11:00:00-05:00"));
    talk.until("2026-11-14T15:30:00-05:00");
    assert_eq!(dates.runs(), 0);
    let waits = dates.it(first.id).waits.unwrap();
    assert_eq!(waits.why, LeftOut::Hours);
    assert_eq!(waits.until, at("2026-11-17T07:00:00-05:00"));
    let ahead = talk.look(|look| coming(look, talk.now()));
    let ahead: Vec<Millis> = ahead.into_iter().map(|it| it.at).collect();
    assert_eq!(ahead, [waits.until, at("2026-11-17T11:00:00-05:00")]);
    // However long it had to wait.
    talk.until("2026-11-17T07:00:00-05:00");
    let n = dates.runs();
    let left = dates.left(first.id);
    assert_eq!((n, left.len()), (1, 0), "{left:?}");
    talk.until("2026-11-17T11:00:00-05:00");
    assert_eq!(dates.runs(), 0, "one a day");
    assert_eq!(dates.left(second.id), [(1, LeftOut::Cap)]);
    // It is paid with a press.
    dates.presses("m2", "paid", &first, "Ya pagué");
    assert_eq!(dates.it(first.id).state, DatedState::Paid);
    // Carts are only for who said yes.
    let carts = Dates::of("cart", |_| {});
    let cart = carts.on("C-1", carts.talk.now());
    carts.talk.later(Span::hours(1));
    assert_eq!(carts.runs(), 0);
    assert_eq!(carts.left(cart.id), [(1, LeftOut::NoConsent)]);
}

#[test]
fn pages_show_none_one_and_many() {
    let pages = Pages::new();
    let empty = pages.sees(&pages.ana, "/settings/dated");
    assert!(empty.contains("Nothing yet"), "{empty}");
    assert!(pages.sees(&pages.ana, "/dated").contains("Nothing yet"));
    let mail = crate::support::mail::Mail::from("leo@example.com", "Visit", "Is Friday free?");
    let c = pages.receives(&mail);
    let person = format!("/contacts/{}", c.contact);
    assert!(!pages.sees(&pages.ana, &person).contains("id=\"dated\""));
    let made = pages.posts(&pages.ana, "/settings/dated", &[("usual", "appointment")]);
    assert!(
        made.contains("2 days before") && made.contains("3 hours before"),
        "{made}"
    );
    let kinds = pages.server.app.store.look(desk::list).unwrap();
    let kind = kinds[0].id;
    let place = format!("/settings/dated/{kind}/stages");
    let stage = [
        ("n", "1"),
        ("unit", "days"),
        ("side", "after"),
        ("clock", "10:30"),
        ("text", "How was it, {{contact.first_name|friend}}?"),
        ("button", "stop"),
    ];
    let with = pages.posts(&pages.ana, &place, &stage);
    assert!(with.contains("1 day after"), "{with}");
    let shown = pages.sees(&pages.ana, &format!("{place}/3"));
    assert!(shown.contains("How was it"), "{shown}");
    let new = [
        ("contact", c.contact.to_string()),
        ("kind", kind.to_string()),
        ("title", "Check-up".to_owned()),
        ("at", "2031-05-06T10:00".to_owned()),
    ];
    let new: Vec<(&str, &str)> = new.iter().map(|it| (it.0, it.1.as_str())).collect();
    let added = pages.posts(&pages.ana, "/dated/new", &new);
    assert!(added.contains("Check-up"), "{added}");
    let beside = pages.sees(&pages.ana, &format!("/c/{}", c.number));
    assert!(beside.contains("Check-up"));
    let all = pages.sees(&pages.ana, "/dated");
    let one = all.split("href=\"/dated/").nth(1).unwrap();
    let id = one.split('"').next().unwrap();
    let page = pages.sees(&pages.ana, &format!("/dated/{id}"));
    assert!(page.contains("by ") && page.contains("planned"), "{page}");
    pages.posts(&pages.ana, &format!("/dated/{id}/stop"), &[("stop", "1")]);
    assert!(
        pages
            .sees(&pages.ana, "/settings/dated/coming")
            .contains("Nothing in the next")
    );
    // A thousand are shown page by page.
    let contact = c.contact;
    pages.act(move |w| {
        people::find(w, &chief(), contact)?;
        for n in 0..1_000_i64 {
            let given = Given {
                to: Some(To::Contact(contact)),
                when: Some(When {
                    at: w.now() + Span::days(1) + Span::minutes(n),
                    ..When::default()
                }),
                ..Given::default()
            };
            put(w, &chief(), (kind, &format!("N-{n:04}")), &given)?;
        }
        Ok(())
    });
    let many = pages.sees(&pages.ana, "/dated");
    assert!(many.contains("N-0049") && !many.contains("N-0050"));
    let next = many.split("href=\"/dated?").nth(1).unwrap();
    let next = next
        .split('"')
        .next()
        .unwrap()
        .replace("&amp;", "&")
        .replace("&#38;", "&");
    let second = pages.sees(&pages.ana, &format!("/dated?{next}"));
    assert!(
        second.contains("N-0050") && !second.contains("N-0049"),
        "{next}"
    );
}
