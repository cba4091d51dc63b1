//! How it was: who is asked, when, and who never is; what a rating moves (nothing) and whom a bad one reaches; the page
//! that only counts what is pressed.

use std::collections::BTreeSet;
use std::sync::Arc;

use lobby::app::automatic::asked;
use lobby::conversations::automatic::say::{Outcome, is_in_vain};
use lobby::conversations::surveys::plan::plan;
use lobby::conversations::surveys::say::{give_up, say};
use lobby::conversations::{status, surveys, timers};
use lobby::desk::surveys as desk;
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::automatic::Saying;
use lobby::domain::automatic::survey::{Rating, Surveys};
use lobby::domain::conversation::{Conversation, Status};
use lobby::domain::error::{Error, Result};
use lobby::domain::event::EventKind;
use lobby::domain::id::ConversationId;
use lobby::domain::job::JobKind;
use lobby::domain::message::Message;
use lobby::domain::reason::Reason;
use lobby::domain::time::{Millis, Span};
use lobby::keys::KeyRing;
use lobby::reports::{Metric, Split};
use lobby::store::{Look, Write};
use lobby::words::Words;

use crate::automatic::Talk;
use crate::reports::Counted;
use crate::support::desk::Desk;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

fn chief() -> Viewer {
    Viewer::system(SystemPart::CommandLine)
}

pub fn on() -> Surveys {
    Surveys {
        on: true,
        ..Surveys::default()
    }
}

/// A desk of either kind, whose timers and surveys run.
pub trait Asks {
    fn acting<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T>;
    fn looking<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> T;
    fn instant(&self) -> Millis;
    fn ring(&self) -> Arc<KeyRing>;

    /// Does what is due, each job twice; how often something was said.
    fn asks(&self) -> usize {
        while self.acting(timers::fire).unwrap() > 0 {}
        let mut n = 0;
        for job in self.looking(|look| look.jobs_due(self.instant(), 1_000)) {
            if let JobKind::Survey { conversation } = job.kind {
                n += (0..2).map(|_| self.survey(conversation)).sum::<usize>();
                self.acting(move |w| w.finish_job(&job).map(|_| ()))
                    .unwrap();
            }
        }
        n
    }

    fn survey(&self, id: ConversationId) -> usize {
        let now = self.instant();
        if let Some(planned) = self.looking(|look| plan(look, id, now)) {
            let page = (!planned.kind.is_chat()).then(|| "https://l/survey/x".to_owned());
            let words = Words::for_reader(&planned.language, "UTC");
            let (said, keys) = (asked(&words, &planned, page), self.ring());
            match self.acting(move |w| say(w, &keys, &planned, &said)) {
                Ok(it) => assert_eq!(it, Outcome::Said),
                Err(err) => assert!(is_in_vain(&err), "{err}"),
            }
            return 1;
        }
        self.acting(move |w| give_up(w, id)).unwrap();
        0
    }

    fn resolves(&self, number: u64) {
        let agent = self.looking(|look| look.agents()).remove(0).id;
        let by = Viewer::agent(agent, Role::Owner, BTreeSet::new());
        self.acting(move |w| status::resolve(w, &by, number).map(|_| ()))
            .unwrap();
    }
}

impl Asks for Talk {
    fn acting<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.door.program.server.app.store.by_hand(deed)
    }
    fn looking<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> T {
        self.look(look)
    }
    fn instant(&self) -> Millis {
        self.now()
    }
    fn ring(&self) -> Arc<KeyRing> {
        self.door.program.server.app.keys.clone()
    }
}

impl Asks for Desk {
    fn acting<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.try_act(deed)
    }
    fn looking<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> T {
        self.look(look)
    }
    fn instant(&self) -> Millis {
        self.now()
    }
    fn ring(&self) -> Arc<KeyRing> {
        self.keys.clone()
    }
}

/// A customer whose question was answered and resolved, on a channel that asks.
pub fn answered(surveys: Surveys) -> (Talk, Conversation) {
    let talk = Talk::new();
    let id = talk.channel;
    talk.act(move |w| desk::put(w, &chief(), id, &surveys));
    talk.hears("m1", "u1", "¿Tienen citas para el jueves en la mañana?");
    talk.answers("Sí, a las diez.");
    let c = talk.case();
    talk.resolves(c.number);
    (talk, c)
}

fn surveys_in(talk: &Talk) -> Vec<Message> {
    let mut all = talk.ours();
    all.retain(|it| it.says == [Saying::Survey]);
    all
}

#[test]
fn who_was_helped_is_asked_once_and_a_rating_moves_nothing() {
    let (talk, _) = answered(on());
    talk.later(Span::minutes(9));
    assert_eq!(talk.asks(), 0, "not before its time");
    talk.later(Span::minutes(1));
    assert_eq!(talk.asks(), 1);
    assert_eq!(talk.asks(), 0, "and once");
    let asked = surveys_in(&talk).remove(0);
    assert!(asked.text.contains("satisfecho"), "{}", asked.text);
    let before = talk.case();
    assert!(before.excerpt.contains("a las diez"), "{}", before.excerpt);
    talk.hears("m2", "u1", "4/5 gracias");
    let c = talk.case();
    assert!(
        matches!(c.status, Status::Resolved { .. }),
        "it stays resolved"
    );
    assert_eq!((c.id, c.waiting_since), (before.id, None));
    assert_eq!(c.survey.as_ref().unwrap().rating, 4);
    let rating = talk.look(|look| look.message(asked.id)).unwrap().rating;
    assert_eq!(
        rating.map(|it| (it.stars, it.comment)),
        Some((4, String::new()))
    );
    let theirs = talk
        .look(|look| look.messages_before(c.id, None, 1))
        .remove(0);
    assert_eq!((theirs.why, theirs.courtesy), (Reason::Rated, true));
    assert_eq!(talk.asks(), 1, "they are thanked");
    assert_eq!(talk.asks(), 0, "once");
    assert_eq!(talk.ours().last().unwrap().says, [Saying::Thanks]);
    // Thought better of it.
    talk.hears("m3", "u1", "5");
    assert_eq!(talk.case().survey.unwrap().rating, 5);
    let rated = talk.look(|look| look.events_of(c.id, lobby::domain::id::Seq::default(), 100));
    let rated: Vec<_> = rated
        .into_iter()
        .filter_map(|it| match it.kind {
            EventKind::Rated { rating, was } => Some((rating, was)),
            _ => None,
        })
        .collect();
    assert_eq!(rated, [(4, None), (5, Some(4))]);
    // What is none goes on as ever.
    talk.hears(
        "m4",
        "u1",
        "2 preguntas más: ¿aceptan tarjeta y hay parqueadero?",
    );
    assert_eq!(talk.case().status, Status::Open);
    assert_eq!(talk.case().survey.unwrap().rating, 5);
}

#[test]
fn a_bad_rating_with_words_comes_back_and_a_press_counts_for_weeks() {
    let (talk, c) = answered(on());
    talk.later(Span::minutes(10));
    assert_eq!(talk.asks(), 1);
    talk.hears("m2", "u1", "1, nunca me devolvieron la llamada");
    let after = talk.case();
    assert_eq!(
        (after.id, after.status),
        (c.id, Status::Open),
        "somebody reads it"
    );
    let asked = surveys_in(&talk).remove(0);
    let rating = talk.look(|look| look.message(asked.id)).unwrap().rating;
    let Some(Rating { stars, comment, .. }) = rating.map(|it| *it) else {
        panic!("no rating");
    };
    assert_eq!(
        (stars, comment.as_str()),
        (1, "nunca me devolvieron la llamada")
    );
    talk.resolves(c.number);
    talk.later(Span::days(20));
    talk.hears("m3", "u1", "3");
    assert_ne!(talk.case().id, c.id, "long after a number is no rating");
    let (talk, c) = answered(on());
    talk.later(Span::minutes(10));
    talk.asks();
    talk.later(Span::days(20));
    talk.presses("m2", "u1", "rate-2", "2 · Mal");
    let after = talk.look(|look| look.conversation(c.id)).unwrap();
    assert_eq!(after.survey.unwrap().rating, 2);
    assert!(matches!(after.status, Status::Resolved { .. }));
}

#[test]
fn nobody_is_asked_who_should_not_be() {
    // Switched off.
    let (talk, _) = answered(Surveys::default());
    talk.later(Span::days(1));
    assert_eq!(talk.asks(), 0);
    // One of us says so.
    let (talk, c) = answered(on());
    talk.act(move |w| surveys::skip(w, &chief(), c.number).map(|_| ()));
    let again = talk.acting(move |w| surveys::skip(w, &chief(), c.number).map(|_| ()));
    assert!(matches!(again, Err(Error::Conflict { code: "no_survey" })));
    talk.later(Span::hours(1));
    assert_eq!(talk.asks(), 0);
    // It went on.
    let (talk, _) = answered(on());
    talk.hears("m2", "u1", "¿Y para el viernes a qué hora sería posible?");
    talk.later(Span::hours(1));
    assert_eq!(talk.asks(), 0);
    // Asked lately: of all their conversations, also in another.
    let (talk, c) = answered(on());
    talk.later(Span::hours(1));
    assert_eq!(talk.asks(), 1);
    talk.later(Span::days(29));
    talk.hears(
        "m2",
        "u1",
        "Buenas, necesito una copia de la factura de octubre",
    );
    let next = talk.case();
    assert_ne!(next.id, c.id);
    talk.answers("Aquí va.");
    talk.resolves(next.number);
    talk.later(Span::hours(1));
    assert_eq!(talk.asks(), 0);
    talk.later(Span::days(2));
    talk.hears(
        "m3",
        "u1",
        "¿Me la pueden mandar también en papel, por favor?",
    );
    talk.answers("Claro que sí.");
    talk.resolves(talk.case().number);
    talk.later(Span::hours(1));
    assert_eq!(talk.asks(), 1, "after thirty days again");
    // Tidied up long after.
    let talk = Talk::new();
    let id = talk.channel;
    talk.act(move |w| desk::put(w, &chief(), id, &on()));
    talk.hears("m1", "u1", "¿Tienen citas para el jueves en la mañana?");
    talk.answers("Sí, a las diez.");
    talk.later(Span::days(8));
    talk.resolves(talk.case().number);
    assert!(talk.case().survey.is_none());
    // Nobody of ours wrote.
    let talk = Talk::new();
    let id = talk.channel;
    talk.act(move |w| desk::put(w, &chief(), id, &on()));
    talk.hears("m1", "u1", "¿Tienen citas para el jueves en la mañana?");
    talk.resolves(talk.case().number);
    talk.later(Span::hours(1));
    assert_eq!(talk.asks(), 0);
}

#[test]
fn nobody_is_asked_at_night_while_we_are_closed() {
    let talk = Talk::new();
    let id = talk.channel;
    talk.act(move |w| desk::put(w, &chief(), id, &on()));
    // Friday evening in Bogotá.
    talk.until("2026-11-13T19:50:00-05:00");
    talk.hears("m1", "u1", "¿Tienen citas para el jueves en la mañana?");
    talk.answers("Sí, a las diez.");
    talk.later(Span::minutes(5));
    talk.resolves(talk.case().number);
    let due = talk.case().survey.unwrap().due.unwrap();
    assert_eq!(
        due,
        Millis::parse_rfc3339("2026-11-14T08:00:00-05:00").unwrap()
    );
    talk.until("2026-11-14T07:59:00-05:00");
    assert_eq!(talk.asks(), 0);
    talk.until("2026-11-14T08:00:00-05:00");
    assert_eq!(talk.asks(), 1);
    // Due in the evening, and Lobby comes back in the middle of the night.
    let (talk, _) = answered(on());
    talk.until("2026-11-05T03:00:00-05:00");
    assert_eq!(talk.asks(), 0);
    talk.until("2026-11-05T08:00:00-05:00");
    assert_eq!(talk.asks(), 1);
    let (talk, _) = answered(on());
    talk.until("2026-11-07T03:00:00-05:00");
    assert_eq!(talk.asks(), 0);
    talk.later(Span::days(1));
    assert_eq!(talk.asks(), 0, "nor days late");
}

#[test]
fn by_mail_it_is_a_page_or_a_number_and_one_reminder() {
    let desk = Desk::new();
    let channel = desk.channel;
    let reminds = Surveys {
        reminds: true,
        ..on()
    };
    desk.act(move |w| desk::put(w, &chief(), channel, &reminds));
    let c = desk.begins(&Mail::from(
        CARLA,
        "Lentes",
        "Buenos días, quisiera saber si mis lentes están listos",
    ));
    desk.answers_and_sends(&c, "Sí, ya puede pasar por ellos.");
    desk.resolves(c.number);
    desk.later(Span::minutes(10));
    assert_eq!(desk.asks(), 1);
    let asked = desk.last(&c);
    assert!(asked.text.contains("https://l/survey/x"), "{}", asked.text);
    assert!(asked.automatic && !asked.asks);
    let out = desk.sends().remove(0);
    assert!(out.mail.as_ref().unwrap().automatic);
    desk.later(Span::days(2));
    assert_eq!(desk.asks(), 0);
    desk.later(Span::days(1));
    assert_eq!(desk.asks(), 1, "three days later once more");
    let out = desk.sends().remove(0);
    desk.later(Span::days(10));
    assert_eq!(desk.asks(), 0, "and never again");
    let (after, message) = desk.joins(&Mail::answering(&out, CARLA, "5\nMuy amables todos"));
    assert_eq!(after.id, c.id);
    assert!(matches!(after.status, Status::Resolved { .. }));
    assert_eq!(message.why, Reason::Rated);
    let survey = after.survey.unwrap();
    assert_eq!(survey.rating, 5);
    let rated = desk.message(survey.message.unwrap()).rating.unwrap();
    assert_eq!(rated.comment, "Muy amables todos");
    // What comes back with a wish is read by somebody, and the rating stands.
    let wish = desk.joins(&Mail::answering(&out, CARLA, "2, nunca me llamaron"));
    assert_eq!(wish.0.status, Status::Open);
    assert_eq!(wish.0.survey.unwrap().rating, 2);
    desk.resolves(c.number);
    let wish = desk.joins(&Mail::answering(&out, CARLA, "5, pero falta un estuche"));
    assert_eq!(
        (wish.0.status, wish.0.survey.unwrap().rating),
        (Status::Open, 5)
    );
    // Somebody else cannot rate for her.
    let mallory = Mail::answering(&out, "mallory@evil.example", "1");
    desk.receive(&mallory);
    assert_eq!(desk.again(&c).survey.unwrap().rating, 5);
    desk.holds();
}

#[test]
fn nobody_but_the_customer_is_asked() {
    let desk = Desk::new();
    let channel = desk.channel;
    desk.act(move |w| desk::put(w, &chief(), channel, &on()));
    let c = desk.begins(&Mail::from(CARLA, "Lentes", "¿Ya están listos mis lentes?"));
    let out = desk.answers_and_sends(&c, "Reviso y le digo.");
    desk.joins(&Mail::answering(
        &out,
        "otro@example.com",
        "¿Y los míos también están?",
    ));
    desk.answers_and_sends(&c, "Ya están, Carla.");
    desk.resolves(c.number);
    desk.later(Span::minutes(10));
    assert_eq!(desk.asks(), 1);
    let mail = desk.sends().remove(0).mail.unwrap();
    let to: Vec<_> = mail.to.iter().map(|it| it.address.as_str()).collect();
    assert_eq!(to, [CARLA]);
}

#[test]
fn a_number_that_answers_something_else_is_none() {
    let desk = Desk::new();
    let channel = desk.channel;
    desk.act(move |w| desk::put(w, &chief(), channel, &on()));
    let c = desk.begins(&Mail::from(CARLA, "Lentes", "Quisiera unos lentes más."));
    let out = desk.answers_and_sends(&c, "Con gusto. ¿Cuántas unidades serían?");
    desk.resolves(c.number);
    desk.later(Span::minutes(10));
    assert_eq!(desk.asks(), 1);
    desk.sends();
    let (after, _) = desk.joins(&Mail::answering(&out, CARLA, "2"));
    assert_eq!(
        (after.status, after.survey.unwrap().rating),
        (Status::Open, 0)
    );
}

#[test]
fn a_press_no_button_of_ours_has_is_none_and_fails_nothing() {
    let (talk, c) = answered(on());
    talk.later(Span::minutes(10));
    assert_eq!(talk.asks(), 1);
    for (n, button) in ["rate-0", "rate-9", "rate-x", "rate-"].iter().enumerate() {
        talk.presses(&format!("p{n}"), "u1", button, "algo más");
        let c = talk.look(|look| look.conversation(c.id)).unwrap();
        assert_eq!(c.survey.unwrap().rating, 0, "{button}");
    }
    talk.presses("p9", "u1", "rate-1", "1 · Muy mal");
    let c = talk.look(|look| look.conversation(c.id)).unwrap();
    assert_eq!(c.survey.unwrap().rating, 1);
}

#[test]
fn a_reminder_is_no_second_question() {
    let counted = Counted::new();
    let desk = &counted.desk;
    let channel = desk.channel;
    let reminds = Surveys {
        reminds: true,
        ..on()
    };
    desk.act(move |w| desk::put(w, &chief(), channel, &reminds));
    let c = desk.begins(&Mail::from(CARLA, "Lentes", "¿Ya están listos mis lentes?"));
    desk.answers_and_sends(&c, "Sí, ya están.");
    desk.resolves(c.number);
    desk.later(Span::minutes(10));
    assert_eq!(desk.asks(), 1);
    desk.sends();
    desk.later(Span::days(3));
    assert_eq!(desk.asks(), 1);
    let out = desk.sends().remove(0);
    desk.joins(&Mail::answering(&out, CARLA, "4"));
    desk.later(Span::days(8));
    let filter = counted.filter(|_| {});
    let given = counted.report(Metric::SurveysAnswered, &filter, None).total;
    assert_eq!((given.n, given.yes, given.not_yet), (1, 1, 0));
}

#[test]
fn a_rating_counts_once_and_for_all_who_wrote() {
    let counted = Counted::new();
    let desk = &counted.desk;
    let channel = desk.channel;
    desk.act(move |w| desk::put(w, &chief(), channel, &on()));
    for (n, given) in [(1, Some(5)), (2, Some(2)), (3, None)] {
        let from = format!("c{n}@example.com");
        let c = desk.begins(&Mail::from(&from, "Lentes", "¿Ya están listos mis lentes?"));
        desk.answers_and_sends(&c, "Reviso y le digo hoy mismo.");
        let (luis, number) = (desk.luis.clone(), c.number);
        desk.reply(&luis, &c, "Ya están, puede pasar.", |_| {});
        desk.sends();
        desk.act(move |w| status::resolve(w, &luis, number).map(|_| ()));
        desk.later(Span::minutes(10));
        assert_eq!(desk.asks(), 1);
        // What was written before leaves before.
        let mut sent = desk.sends();
        sent.extend(desk.sends());
        let out = sent.pop().unwrap();
        if let Some(stars) = given {
            desk.joins(&Mail::answering(&out, &from, &stars.to_string()));
        }
    }
    let filter = counted.filter(|_| {});
    let whole = counted.report(Metric::Satisfaction, &filter, Some(Split::By));
    assert_eq!((whole.total.n, whole.total.yes), (2, 1));
    let parts: Vec<_> = whole.parts.iter().map(|it| (it.1.n, it.1.yes)).collect();
    assert_eq!(parts, [(2, 1), (2, 1)], "each who wrote, in full");
    let given = counted.report(Metric::SurveysAnswered, &filter, None).total;
    assert_eq!((given.n, given.yes, given.not_yet), (2, 2, 1));
    desk.later(Span::days(8));
    let filter = counted.filter(|_| {});
    let given = counted.report(Metric::SurveysAnswered, &filter, None).total;
    assert_eq!((given.n, given.yes, given.not_yet), (3, 2, 0));
}

#[test]
fn the_page_counts_only_what_is_pressed() {
    let (talk, c) = answered(on());
    talk.later(Span::minutes(10));
    talk.asks();
    let server = &talk.door.program.server;
    let page = format!("/survey/{}", server.app.keys.survey_token(c.id));
    let rating = || {
        talk.look(|look| look.conversation(c.id))
            .unwrap()
            .survey
            .unwrap()
            .rating
    };
    for address in [page.clone(), format!("{page}?rating=5")] {
        let shown = server.get(&address, "");
        assert_eq!(shown.status, 200);
        assert!(shown.body.contains("5 · Muy bien"), "{}", shown.body);
    }
    assert_eq!(rating(), 0, "looking gives none");
    assert_eq!(server.post(&page, None, &[("rating", "2")]).status, 303);
    assert_eq!(rating(), 2);
    let said = [("rating", "4"), ("comment", "Ahora sí <b>bien</b>")];
    assert_eq!(server.post(&page, None, &said).status, 303);
    let shown = server.get(&page, "").body;
    assert!(shown.contains("Ahora sí &#60;b&#62;bien") || shown.contains("Ahora sí &lt;b&gt;bien"));
    for wrong in ["0", "6", "x", ""] {
        let status = server.post(&page, None, &[("rating", wrong)]).status;
        assert!((400..500).contains(&status), "{wrong}: {status}");
    }
    let long = "a".repeat(2_001);
    let status = server
        .post(&page, None, &[("rating", "4"), ("comment", &long)])
        .status;
    assert_eq!(status, 422);
    assert_eq!(rating(), 4);
    // A token is of its conversation, and of this kind.
    let keys = &server.app.keys;
    let strange = keys.survey_token(ConversationId::default());
    let mut forged = page.clone();
    forged.replace_range(
        forged.len() - 1..,
        if page.ends_with('a') { "b" } else { "a" },
    );
    for other in [
        format!("/survey/{strange}"),
        forged,
        "/survey/x".to_owned(),
        "/survey/%00".to_owned(),
    ] {
        assert_eq!(server.get(&other, "").status, 404, "{other}");
        assert_eq!(
            server.post(&other, None, &[("rating", "1")]).status,
            404,
            "{other}"
        );
    }
    talk.later(Span::days(31));
    assert_eq!(server.get(&page, "").status, 404, "it is over");
    assert_eq!(rating(), 4);
}
