//! Webhooks: what each hears of, and that nothing it should hear of is lost while the program is away, slow or picky for
//! three days of a turned clock.

use std::cell::Cell;
use std::collections::BTreeSet;

use lobby::desk::rules::{self, About as Rules};
use lobby::desk::webhooks::calls::{Tried, gather, hears, told};
use lobby::desk::webhooks::{self, About};
use lobby::domain::actor::{Actor, SystemPart};
use lobby::domain::channel::ChannelKind;
use lobby::domain::event::{EventKind, Subject};
use lobby::domain::id::{ConversationId, Seq, WebhookId};
use lobby::domain::notice::NoticeKind;
use lobby::domain::rule::{RuleAct, Trigger};
use lobby::domain::team::Team;
use lobby::domain::time::{Millis, Span};
use lobby::domain::webhook::{CallState, PATIENCE, Webhook, WebhookCall};
use lobby::notices::react::{Eyes, place, react};

use crate::support::desk::{Desk, id};
use crate::support::mail::Mail;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn about(events: &[&str]) -> About {
    About {
        name: "Shop".to_owned(),
        url: "https://shop.example/lobby".to_owned(),
        events: events.iter().map(ToString::to_string).collect(),
        ..About::default()
    }
}

/// What happens again and again.
const HAPPENS: &str = "conversation.too_lively";

struct Hearing {
    desk: Desk,
    id: WebhookId,
    /// The conversation to which it happens.
    of: ConversationId,
    /// What happened before it was made is not told.
    since: Seq,
    written: Cell<usize>,
}

impl Hearing {
    fn of(about: About) -> Self {
        let desk = Desk::new();
        desk.act(|w| place(w).map(|_| ()));
        let of = desk.begins(&Mail::from("ana@example.com", "Salary", "About my salary"));
        let (luis, keys) = (desk.luis.clone(), desk.keys.clone());
        let id = desk.act(move |w| webhooks::make(w, &luis, &keys, &about, SECRET).map(|it| it.id));
        let of = of.id;
        let since = desk.look(|look| look.last_seq());
        Hearing {
            desk,
            id,
            of,
            since,
            written: Cell::default(),
        }
    }

    fn it(&self) -> Webhook {
        let id = self.id;
        self.desk.look(|look| Ok(look.webhook(id)?.unwrap()))
    }

    fn writes(&self, n: usize) {
        for _ in 0..n {
            self.written.set(self.written.get() + 1);
            let at = self.written.get();
            let from = format!("c{at}@example.com");
            let text = format!("Is lamp {at} in stock?");
            self.desk
                .receive(&Mail::from(&from, &format!("Lamp {at}"), &text));
        }
    }

    /// So many times something happens that is told.
    fn happens(&self, n: usize) {
        let c = self.of;
        self.desk.act(move |w| {
            for _ in 0..n {
                let by = Actor::System(SystemPart::Timers);
                w.event(by, Subject::conversation(c), EventKind::FoundTooLively)?;
            }
            Ok(())
        });
    }

    /// Calls by state.
    fn calls(&self, state: CallState) -> Vec<WebhookCall> {
        let id = self.id;
        let all = self.desk.look(|look| look.webhook_calls(id, None, 100_000));
        all.into_iter().filter(|it| it.state == state).collect()
    }

    /// What is due now leaves, as the job sends it, and `answers` says the status each is answered with. How many left.
    fn sends(&self, answers: impl Fn(Seq) -> u16) -> usize {
        let (id, now) = (self.id, self.desk.now());
        self.desk.act(move |w| gather(w, id));
        let it = self.it();
        if !it.is_on() || it.rests_until.is_some_and(|until| now < until) {
            return 0;
        }
        let n = if it.failing_since.is_some() { 1 } else { 8 };
        let due = self.desk.look(|look| look.webhook_calls_due(id, now, n));
        let tries: Vec<Tried> = due
            .iter()
            .map(|call| {
                let status = answers(call.seq);
                let fine = (200..300).contains(&status);
                Tried {
                    seq: call.seq,
                    status,
                    trouble: if fine {
                        String::new()
                    } else {
                        "webhook-trouble-refused".to_owned()
                    },
                    ..Tried::default()
                }
            })
            .collect();
        let n = tries.len();
        if n > 0 {
            self.desk.act(move |w| told(w, id, &tries, 0.5));
        }
        n
    }

    /// Sends until nothing is due; how many left.
    fn drains(&self, answers: impl Fn(Seq) -> u16) -> usize {
        let mut all = 0;
        loop {
            let n = self.sends(&answers);
            let id = self.id;
            let more = self.desk.look(|look| {
                Ok(look.cursor(&format!("webhook {id}"))?.unwrap_or_default() < look.last_seq()?)
            });
            all += n;
            if n == 0 && !(more && self.calls(CallState::Waiting).is_empty()) {
                return all;
            }
        }
    }

    /// The places of all it should have heard of.
    fn meant(&self) -> BTreeSet<Seq> {
        let it = self.it();
        self.desk.look(|look| {
            let mut out = BTreeSet::new();
            for event in look.events_after(self.since, usize::MAX)? {
                if hears(look, &it, &event)? {
                    out.insert(event.seq);
                }
            }
            Ok(out)
        })
    }

    fn taken(&self) -> BTreeSet<Seq> {
        self.calls(CallState::Taken)
            .iter()
            .map(|it| it.seq)
            .collect()
    }
}

#[test]
fn each_hears_of_what_it_asked_for() {
    let it = Hearing::of(about(&["message.*", "conversation.started"]));
    it.writes(2);
    assert_eq!(it.drains(|_| 200), 4, "a beginning and a message each");
    assert_eq!(it.taken(), it.meant());
    // Only of a team, or by a channel.
    let luis = it.desk.luis.clone();
    let (hook, team) = (it.id, id(50));
    it.desk.act(move |w| {
        w.put_team(&Team {
            id: team,
            name: "Sales".to_owned(),
            ..Team::default()
        })?;
        let narrow = About {
            teams: vec![team],
            ..about(&[])
        };
        webhooks::change(w, &luis, hook, &narrow).map(|_| ())
    });
    it.writes(3);
    assert_eq!(it.drains(|_| 200), 0);
    let luis = it.desk.luis.clone();
    it.desk.act(move |w| {
        let by_mail = About {
            channels: vec![ChannelKind::Email],
            ..about(&["message.received"])
        };
        webhooks::change(w, &luis, hook, &by_mail).map(|_| ())
    });
    it.writes(1);
    assert_eq!(it.drains(|_| 200), 1);
    it.desk.holds();
}

#[test]
fn what_is_asked_for_is_there_and_reachable() {
    let it = Hearing::of(about(&[]));
    let (luis, hook) = (it.desk.luis.clone(), it.id);
    let field = |wrong: About| {
        let luis = luis.clone();
        let tried = it
            .desk
            .try_act(move |w| webhooks::change(w, &luis, hook, &wrong).map(|_| ()));
        format!("{:?}", tried.unwrap_err())
    };
    assert!(field(about(&["message.read"])).contains("events"));
    assert!(field(about(&["token.*"])).contains("events"));
    let at = |url: &str| About {
        url: url.to_owned(),
        ..about(&[])
    };
    for wrong in [
        "",
        "shop",
        "ftp://shop.example",
        "https://ana:geheim@shop.example",
    ] {
        assert!(field(at(wrong)).contains("url"), "{wrong}");
    }
    let unknown = About {
        teams: vec![id(99)],
        ..about(&[])
    };
    assert!(field(unknown).contains("teams"));
}

#[test]
fn a_private_teams_conversations_are_told_to_none_but_its_own() {
    let it = Hearing::of(about(&[]));
    it.happens(1);
    it.drains(|_| 200);
    let before = it.taken().len();
    let (luis, team, hook, of) = (it.desk.luis.clone(), id(51), it.id, it.of);
    it.desk.act(move |w| {
        w.put_team(&Team {
            id: team,
            name: "People".to_owned(),
            private: true,
            ..Team::default()
        })?;
        let mut c = w.conversation(of)?.unwrap();
        (c.team, c.audience) = (Some(team), Some(team));
        w.put_conversation(&c)
    });
    it.happens(3);
    assert_eq!(it.drains(|_| 200), 0);
    assert_eq!(it.taken().len(), before);
    // Who does not see it can give it to no webhook either.
    let given = About {
        teams: vec![team],
        ..about(&[])
    };
    let refused = it
        .desk
        .try_act(move |w| webhooks::change(w, &luis, hook, &given).map(|_| ()));
    assert!(format!("{:?}", refused.unwrap_err()).contains("teams"));
}

#[test]
fn away_for_three_days_it_is_stopped_and_loses_nothing() {
    let it = Hearing::of(about(&[HAPPENS]));
    it.happens(1_200);
    let began = it.desk.now();
    let mut tries = 0;
    while it.it().is_on() {
        assert!(
            it.desk.now().since(began) < Span(2 * PATIENCE.0),
            "it is never stopped"
        );
        tries += it.drains(|_| 503);
        it.desk.later(Span::minutes(10));
    }
    assert!((10..200).contains(&tries), "{tries} tries in three days");
    assert!(it.desk.now().since(began) >= PATIENCE);
    assert!(it.calls(CallState::GivenUp).is_empty());
    assert_eq!(
        it.calls(CallState::Waiting).len(),
        1_000,
        "what is behind waits in the log"
    );
    // Who arranges things is told, once.
    it.desk.act(|w| {
        let from = place(w)?;
        react(w, from, 100_000, &Eyes::default()).map(|_| ())
    });
    let stopped = it.desk.look(|look| look.events_before(None, 10_000));
    let stopped = stopped
        .iter()
        .filter(|it| matches!(it.kind, EventKind::WebhookStopped { .. }));
    assert_eq!(stopped.count(), 1);
    let notices = it.desk.look(|look| look.notices(id(11), None, 10_000));
    assert_eq!(
        notices
            .iter()
            .filter(|it| it.kind == NoticeKind::WebhookOff)
            .count(),
        1
    );
    // While it stands still more happens; let go on it hears of all of it.
    it.happens(5);
    it.desk.later(Span::days(1));
    assert_eq!(it.sends(|_| 200), 0);
    let (luis, hook) = (it.desk.luis.clone(), it.id);
    it.desk.act(move |w| webhooks::pause(w, &luis, hook, false));
    it.drains(|_| 200);
    assert_eq!(it.taken().len(), 1_205);
    assert_eq!(it.taken(), it.meant());
    it.desk.holds();
}

#[test]
fn back_after_a_day_it_hears_of_all_at_once() {
    let it = Hearing::of(about(&[HAPPENS]));
    it.happens(40);
    let began = it.desk.now();
    while it.desk.now().since(began) < Span::days(1) {
        it.drains(|_| 0);
        it.desk.later(Span::minutes(7));
    }
    let rest = it.it().rests_until.unwrap();
    it.desk.wait(Span(rest.since(it.desk.now()).0.max(0)));
    // The first that is taken wakes the others, whose turns were hours away.
    it.drains(|_| 200);
    assert_eq!(it.taken(), it.meant());
    let known = it.it();
    assert!(
        known.failing_since.is_none() && known.rests_until.is_none() && known.trouble.is_empty()
    );
}

#[test]
fn one_it_never_takes_holds_up_no_other_and_is_given_up() {
    let it = Hearing::of(about(&[HAPPENS]));
    it.happens(3);
    let poison = *it.meant().iter().nth(1).unwrap();
    let picky = |seq| if seq == poison { 422 } else { 200 };
    let began = it.desk.now();
    let mut n = 3;
    while it.calls(CallState::GivenUp).is_empty() {
        assert!(
            it.desk.now().since(began) < Span(2 * PATIENCE.0),
            "it is tried for ever"
        );
        it.drains(picky);
        it.desk.later(Span::minutes(30));
        it.happens(1);
        it.drains(picky);
        n += 1;
        assert_eq!(it.taken().len(), n - 1, "the others wait for it");
    }
    assert!(it.it().is_on());
    let given_up = it.calls(CallState::GivenUp);
    assert_eq!(
        given_up.iter().map(|it| it.seq).collect::<Vec<_>>(),
        [poison]
    );
    assert!((10..40).contains(&given_up[0].tries), "{given_up:?}");
    // A person has it sent once more.
    let (luis, hook) = (it.desk.luis.clone(), it.id);
    it.desk
        .act(move |w| webhooks::calls::replay_given_up(w, &luis, hook).map(|_| ()));
    it.drains(|_| 200);
    assert_eq!(it.taken(), it.meant());
    it.desk.holds();
}

#[test]
fn gone_for_good_it_is_stopped_at_once() {
    let it = Hearing::of(about(&[HAPPENS]));
    it.happens(1);
    it.sends(|_| 410);
    assert!(!it.it().is_on());
    assert!(it.calls(CallState::GivenUp).is_empty());
}

#[test]
fn asked_to_wait_it_waits() {
    let it = Hearing::of(about(&[HAPPENS]));
    it.happens(1);
    let (hook, now) = (it.id, it.desk.now());
    it.desk.act(move |w| gather(w, hook));
    let seq = it.calls(CallState::Waiting)[0].seq;
    let busy = Tried {
        seq,
        status: 429,
        trouble: "webhook-trouble-refused".to_owned(),
        asks_s: Some(3_600),
        ..Tried::default()
    };
    it.desk
        .act(move |w| told(w, hook, std::slice::from_ref(&busy), 0.5));
    assert_eq!(it.it().rests_until, Some(now + Span::minutes(60)));
    assert_eq!(it.sends(|_| 200), 0);
    it.desk.later(Span::minutes(61));
    assert_eq!(it.sends(|_| 200), 1);
}

#[test]
fn a_new_secret_signs_and_the_one_before_for_a_day() {
    let it = Hearing::of(about(&[]));
    let (luis, hook, keys) = (it.desk.luis.clone(), it.id, it.desk.keys.clone());
    let newer = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    let for_deed = keys.clone();
    it.desk
        .act(move |w| webhooks::renew_secret(w, &luis, &for_deed, hook, newer));
    let now = it.desk.now();
    let sign = |at: Millis| webhooks::secrets(&keys, &it.it(), at).unwrap();
    assert_eq!(sign(now), [newer, SECRET]);
    assert_eq!(sign(now + Span::days(1)), [newer]);
}

#[test]
fn old_calls_are_forgotten() {
    let it = Hearing::of(about(&[HAPPENS]));
    it.happens(10);
    it.drains(|_| 200);
    it.desk.later(Span::days(8));
    it.happens(1);
    it.drains(|_| 200);
    assert_eq!(it.calls(CallState::Taken).len(), 1);
    it.desk.holds();
}

#[test]
fn a_rule_has_a_conversation_posted_to_one_that_hears_of_nothing_else() {
    let it = Hearing::of(about(&["company.made"]));
    let (luis, hook) = (it.desk.luis.clone(), it.id);
    let rule = Rules {
        name: "Lamps".to_owned(),
        trigger: Trigger::Arrival,
        acts: vec![RuleAct::Call { webhook: hook }],
        ..Rules::default()
    };
    it.desk
        .act(move |w| rules::make(w, &luis, &rule).map(|_| ()));
    it.writes(1);
    assert_eq!(it.drains(|_| 200), 1);
    let luis = it.desk.luis.clone();
    it.desk.act(move |w| webhooks::retire(w, &luis, hook));
    it.writes(2);
    // It is gone: the rule is switched off and says so.
    let known = it.desk.look(|look| look.rules());
    assert!(known[0].broken.is_some());
    let luis = it.desk.luis.clone();
    let again = Rules {
        name: "More lamps".to_owned(),
        acts: vec![RuleAct::Call { webhook: hook }],
        ..Rules::default()
    };
    let refused = it
        .desk
        .try_act(move |w| rules::make(w, &luis, &again).map(|_| ()));
    assert!(refused.is_err());
    it.desk.holds();
}
