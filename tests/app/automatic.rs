//! What customers are told while nobody presses send: when we open, greetings and menus; to whom nothing is said; and
//! whose hours count.

use std::collections::BTreeSet;

use lobby::app::automatic::text;
use lobby::conversations::automatic::plan::plan;
use lobby::conversations::automatic::say::{Outcome, is_in_vain, say};
use lobby::conversations::delivery::claim_due;
use lobby::conversations::handover::packet;
use lobby::conversations::outbound::outbound;
use lobby::conversations::reply::{Reply, reply};
use lobby::conversations::said::Said;
use lobby::desk::automatic as desk;
use lobby::desk::calendars::{self, About};
use lobby::desk::tags;
use lobby::desk::teams::{self, NewTeam};
use lobby::domain::actor::{Role, SystemPart, Viewer};
use lobby::domain::automatic::{Automatic, Choice, Menu, Saying};
use lobby::domain::canned_reply::Variant;
use lobby::domain::conversation::{Conversation, LastBy, Status};
use lobby::domain::delivery::DeliveryState;
use lobby::domain::error::Result;
use lobby::domain::event::EventKind;
use lobby::domain::id::ChannelId;
use lobby::domain::job::JobKind;
use lobby::domain::message::{Author, Message, MessageKind};
use lobby::domain::team::OpeningHours;
use lobby::domain::time::{Millis, Span};
use lobby::store::{Look, Write};
use serde_json::json;

use crate::channels::calls::{Door, said};
use crate::support::desk::Desk;
use crate::support::mail::Mail;

const CARLA: &str = "carla@example.com";

fn at(text: &str) -> Millis {
    Millis::parse_rfc3339(text).unwrap()
}

fn chief() -> Viewer {
    Viewer::system(SystemPart::CommandLine)
}

fn weekdays(from: u16, to: u16) -> OpeningHours {
    let mut hours = OpeningHours {
        holidays_of: "CO".to_owned(),
        ..OpeningHours::default()
    };
    for day in hours.week.iter_mut().take(5) {
        *day = vec![(from, to)];
    }
    hours
}

/// Eight to six on weekdays in Bogotá.
fn opens(w: &mut Write<'_>) -> Result<()> {
    let mut business = w.business()?.unwrap_or_default();
    business.name = "Óptica Norte".to_owned();
    business.time_zone = "America/Bogota".to_owned();
    business.country = "CO".to_owned();
    business.language = "es".to_owned();
    business.hours = weekdays(480, 1_080);
    w.put_business(&business)
}

/// A program's channel, whose customers are answered by itself.
pub struct Talk {
    pub door: Door,
    pub channel: ChannelId,
}

impl Talk {
    pub fn new() -> Self {
        let door = Door::new();
        let channel = door.channel.parse().unwrap();
        let talk = Talk { door, channel };
        talk.act(opens);
        talk
    }

    pub fn act<T: Send + 'static>(
        &self,
        deed: impl Fn(&mut Write<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        let app = &self.door.program.server.app;
        app.store.by_hand(deed).unwrap()
    }

    pub fn look<T>(&self, look: impl Fn(&Look<'_>) -> Result<T>) -> T {
        self.door.program.server.app.store.look(look).unwrap()
    }

    pub fn now(&self) -> Millis {
        self.door.program.server.app.clock.now()
    }

    pub fn until(&self, text: &str) {
        let by = at(text).since(self.now());
        assert!(by.0 >= 0, "{text} is over");
        self.door.program.server.app.clock.advance(by);
    }

    pub fn later(&self, by: Span) {
        self.door.program.server.app.clock.advance(by);
    }

    fn says(&self, arranged: Automatic) {
        let id = self.channel;
        self.act(move |w| desk::put(w, &chief(), id, &arranged));
    }

    /// A customer writes, and what is due is done.
    pub fn hears(&self, id: &str, who: &str, text: &str) {
        assert_eq!(self.door.call(&said(id, who, text)).status, 200);
        self.speaks();
    }

    /// A customer presses a button of the newest message.
    pub fn presses(&self, id: &str, who: &str, button: &str, label: &str) {
        let mut call = said(id, who, label);
        call["button"] = json!(button);
        assert_eq!(self.door.call(&call).status, 200);
        self.speaks();
    }

    /// Does the jobs, as they are done, each twice.
    fn speaks(&self) {
        let (now, keys) = (self.now(), self.door.program.server.app.keys.clone());
        for job in self.look(|look| look.jobs_due(now, 1_000)) {
            if let JobKind::SayItself {
                conversation,
                message,
            } = job.kind
            {
                for _ in 0..2 {
                    let planned = self.look(|look| plan(look, (conversation, message), now));
                    let Some(planned) = planned else { continue };
                    let (words, keys) = (text(&planned, now), keys.clone());
                    let app = &self.door.program.server.app;
                    let deed = move |w: &mut Write<'_>| say(w, &keys, &planned, &words);
                    match app.store.by_hand(deed) {
                        Ok(it) => assert_eq!(it, Outcome::Said),
                        Err(err) => assert!(is_in_vain(&err), "{err}"),
                    }
                }
                self.act(move |w| w.finish_job(&job).map(|_| ()));
            }
        }
    }

    pub fn case(&self) -> Conversation {
        let all = self.look(|look| look.conversations_before(None, 10));
        all.into_iter().next().unwrap()
    }

    pub fn ours(&self) -> Vec<Message> {
        let all = self.look(|look| {
            let mut out = Vec::new();
            for c in look.conversations_before(None, 50)? {
                out.extend(look.messages_after(c.id, None, 100)?);
            }
            Ok(out)
        });
        let mut ours: Vec<Message> = all
            .into_iter()
            .filter(|it| it.kind == MessageKind::Reply && it.author == Author::System)
            .collect();
        ours.sort_by_key(|it| (it.at, it.position));
        ours
    }

    fn texts(&self) -> Vec<String> {
        self.ours().into_iter().map(|it| it.text).collect()
    }

    /// A person of ours answers.
    pub fn answers(&self, text: &str) {
        let agent = self.look(|look| look.agents()).remove(0).id;
        let by = Viewer::agent(agent, Role::Owner, BTreeSet::new());
        let (keys, text) = (self.door.program.server.app.keys.clone(), text.to_owned());
        let conversation = self.case().number;
        self.act(move |w| {
            let input = Reply {
                conversation,
                said: Said::of(&text),
                ..Reply::default()
            };
            reply(w, &keys, &by, &input).map(|_| ())
        });
    }
}

fn menu() -> Menu {
    let choice = |label: &str| Choice {
        label: label.to_owned(),
        ..Choice::default()
    };
    Menu {
        on: true,
        text: String::new(),
        choices: [
            "Pedir una cita",
            "Resultados",
            "Facturas y pagos",
            "Otra cosa",
        ]
        .map(choice)
        .to_vec(),
    }
}

fn only_menu() -> Automatic {
    Automatic {
        away: Some(false),
        menu: menu(),
        ..Automatic::default()
    }
}

#[test]
fn who_writes_while_we_are_closed_is_told_once_when_we_open() {
    let talk = Talk::new();
    talk.hears("m1", "u1", "Buenos días, ¿tienen citas?");
    assert!(talk.ours().is_empty(), "we are open");
    // Friday evening; Monday 16 November is a holiday.
    talk.until("2026-11-13T20:00:00-05:00");
    talk.hears(
        "m2",
        "u2",
        "Buenas noches, quisiera saber si tienen citas para mañana",
    );
    let said = "Gracias por escribir a Óptica Norte. Le respondemos el martes a las 8:00 \
                (el lunes es festivo: Independencia de Cartagena).";
    assert_eq!(talk.texts(), [said.replace("a las 8:00", "a las 08:00")]);
    let away = talk.ours().remove(0);
    assert_eq!((away.automatic, away.says), (true, vec![Saying::Away]));
    let c = talk.case();
    assert_eq!(
        (c.status, c.assignee),
        (Status::Open, None),
        "it moves nothing"
    );
    assert!(c.waiting_since.is_some(), "and meets no clock");
    assert!(
        c.excerpt.starts_with("Buenas noches") && c.last_by == LastBy::Customer,
        "a list shows what they want"
    );
    talk.hears("m3", "u2", "¿Hola? ¿Hay alguien ahí que me pueda ayudar?");
    talk.until("2026-11-15T11:00:00-05:00");
    talk.hears(
        "m4",
        "u2",
        "¿Nadie me va a responder en todo el fin de semana?",
    );
    assert_eq!(talk.ours().len(), 1, "once until we open");
    talk.hears(
        "m5",
        "u3",
        "Hello, I would like to know when you are open, please",
    );
    assert!(
        talk.texts()[1].contains("We answer again on Tuesday at 08:00 (tomorrow")
            || talk.texts()[1].contains("We answer again on Tuesday at 08:00 (Monday is a holiday"),
        "{}",
        talk.texts()[1]
    );
    talk.until("2026-11-17T21:00:00-05:00");
    talk.hears(
        "m6",
        "u2",
        "Buenas noches otra vez, sigo esperando la respuesta",
    );
    assert_eq!(talk.ours().len(), 3, "closed anew");
    assert!(talk.texts()[2].contains("mañana a las 08:00"));
}

#[test]
fn own_words_are_said_with_their_places_and_it_can_be_switched_off() {
    let talk = Talk::new();
    let own = Variant {
        language: "es".to_owned(),
        text: "{{business.name}} abre {{opening}}. Urgencias: 123. {{contact.email}}".to_owned(),
    };
    talk.says(Automatic {
        away_texts: vec![own],
        ..Automatic::default()
    });
    talk.until("2026-11-04T22:00:00-05:00");
    talk.hears("m1", "u1", "Necesito ayuda con mi factura por favor");
    assert_eq!(
        talk.texts(),
        ["Óptica Norte abre mañana a las 08:00. Urgencias: 123."]
    );
    talk.says(Automatic {
        away: Some(false),
        ..Automatic::default()
    });
    talk.hears("m2", "u2", "Necesito ayuda con mi factura por favor");
    assert_eq!(talk.ours().len(), 1);
}

#[test]
fn nothing_is_said_to_who_should_hear_nothing() {
    let talk = Talk::new();
    talk.until("2026-11-04T22:00:00-05:00");
    // What lay for long before we saw it.
    let mut old = said("m1", "u1", "Necesito ayuda con mi factura por favor");
    old["sent_at"] = json!((talk.now() - Span::minutes(20)).rfc3339());
    assert_eq!(talk.door.call(&old).status, 200);
    talk.speaks();
    assert!(talk.ours().is_empty(), "a person answers that");
    // A person of ours talks with them.
    talk.hears("m2", "u2", "Necesito ayuda con mi factura por favor");
    assert_eq!(talk.ours().len(), 1);
    talk.later(Span::days(1));
    talk.answers("Ya la reviso y le cuento.");
    talk.later(Span::minutes(10));
    talk.hears("m3", "u2", "Quedo pendiente entonces de lo que me digan");
    assert_eq!(talk.ours().len(), 1);
    // Thanks.
    talk.later(Span::hours(1));
    talk.answers("Su factura está lista.");
    talk.later(Span::hours(1));
    talk.hears("m4", "u2", "Muchas gracias");
    assert_eq!(talk.ours().len(), 1);
    // Somebody blocked.
    talk.hears(
        "m5",
        "u4",
        "Compre seguidores baratos ahora mismo por favor",
    );
    let spam = talk.case();
    let said = talk.ours().len();
    let path = format!("/contacts/{}/block", spam.contact);
    talk.door.program.post(200, &path, "{\"reason\":\"spam\"}");
    talk.later(Span::days(1));
    talk.hears(
        "m6",
        "u4",
        "Compre seguidores baratos ahora mismo por favor",
    );
    assert_eq!(talk.ours().len(), said);
}

#[test]
fn nobody_hears_more_than_three_a_day() {
    let talk = Talk::new();
    talk.says(Automatic {
        away: Some(true),
        greets: true,
        menu: menu(),
        ..Automatic::default()
    });
    talk.hears("m1", "u1", "Hola");
    assert_eq!(talk.ours().len(), 1, "greeting and menu are one");
    assert_eq!(talk.ours()[0].says, [Saying::Greeting, Saying::Menu]);
    talk.hears("m2", "u1", "¿Cómo?");
    talk.hears("m3", "u1", "No sé");
    assert_eq!(talk.ours().len(), 2, "once more, then a person");
    talk.until("2026-11-04T19:00:00-05:00");
    talk.hears("m4", "u1", "¿Ya cerraron?");
    assert_eq!(talk.ours().len(), 3);
    let resolve = json!({ "status": "resolved" }).to_string();
    let number = talk.case().number;
    talk.door
        .program
        .patch(200, &format!("/conversations/{number}"), &resolve);
    talk.until("2026-11-05T07:00:00-05:00");
    talk.hears("m5", "u1", "¿Ya abrieron?");
    assert_eq!(talk.ours().len(), 3);
}

#[test]
fn a_menu_gives_the_conversation_to_who_it_is_for() {
    let talk = Talk::new();
    let (team, tag) = talk.act(|w| {
        let new = NewTeam {
            name: "Pagos".to_owned(),
            ..NewTeam::default()
        };
        let team = teams::make(w, &chief(), &new)?;
        Ok((team.id, tags::find_or_make(w, &chief(), "factura")?.id))
    });
    let mut arranged = only_menu();
    arranged.menu.choices[2] = Choice {
        team: Some(team),
        tag: Some(tag),
        question: "¿Cuál es el número de la factura?".to_owned(),
        ..arranged.menu.choices[2].clone()
    };
    talk.says(arranged);
    talk.hears("m1", "u1", "Hola");
    let asked = talk.ours().remove(0);
    assert_eq!(asked.text, "¿En qué le ayudamos?");
    let buttons = asked.chat.unwrap().buttons;
    assert_eq!(
        (buttons.len(), buttons[2].text.as_str()),
        (4, "Facturas y pagos")
    );
    talk.presses("m2", "u1", &buttons[2].id, "Facturas y pagos");
    let c = talk.case();
    assert_eq!((c.team, &c.tags), (Some(team), &vec![tag]));
    assert_eq!(talk.texts()[1], "¿Cuál es el número de la factura?");
    let events = talk.look(|look| look.events_of_before(c.id, None, 50));
    assert!(
        events
            .iter()
            .any(|it| it.kind == EventKind::MenuChosen { choice: 2 })
    );
    talk.hears("m3", "u1", "La 4821");
    let (_, known) = talk.look(|look| packet(look, &chief(), c.number));
    let chosen = known.menu.unwrap();
    assert_eq!(chosen.label, "Facturas y pagos");
    assert_eq!(chosen.answer.unwrap().text, "La 4821");
    let told = talk
        .door
        .program
        .get(200, &format!("/conversations/{}/handover", c.number));
    assert_eq!(told["menu"]["choice"], "Facturas y pagos");
    talk.hears("m4", "u1", "1");
    assert_eq!(talk.case().team, Some(team), "the menu is over");
    assert_eq!(talk.ours().len(), 2);
}

#[test]
fn a_choice_is_known_by_its_number_and_its_words() {
    let talk = Talk::new();
    talk.says(only_menu());
    for (at, text, chosen) in [
        ("a", "2", 1),
        ("b", "necesito una FACTURA", 2),
        ("c", "la primera por favor", 0),
    ] {
        talk.hears(&format!("{at}1"), at, "Buenas tardes");
        talk.hears(&format!("{at}2"), at, text);
        let found = talk.case().menu.unwrap().chosen;
        assert_eq!(found.map(|it| it.0), Some(chosen), "{text}");
    }
    // Who says what they want is not asked again.
    talk.hears("d1", "d", "Buenas tardes");
    let before = talk.ours().len();
    talk.hears(
        "d2",
        "d",
        "Ayer fui a la sede del norte y nadie supo decirme nada de mi pedido de hace un mes",
    );
    assert_eq!(talk.ours().len(), before);
    assert!(talk.case().menu.unwrap().over);
}

#[test]
fn a_menu_ends_when_a_person_writes() {
    let talk = Talk::new();
    talk.says(only_menu());
    talk.hears("m1", "u1", "Hola");
    talk.answers("Hola, soy Ana. ¿En qué le ayudo?");
    talk.hears("m2", "u1", "2");
    let menu = talk.case().menu.unwrap();
    assert_eq!((menu.chosen, menu.over), (None, true));
    talk.later(Span::hours(2));
    talk.hears("m3", "u1", "¿Me escucha?");
    assert_eq!(talk.ours().len(), 1, "nothing is said again");
}

#[test]
fn the_hours_of_the_channel_count_then_the_teams_then_the_desks() {
    let talk = Talk::new();
    let night = |name: &'static str, from: u16| {
        talk.act(move |w| {
            let about = About {
                name: name.to_owned(),
                week: weekdays(from, from + 60).week,
                ..About::default()
            };
            calendars::make(w, &chief(), &about).map(|it| it.id)
        })
    };
    let (of_team, of_channel) = (night("Turno", 22 * 60), night("Guardia", 23 * 60 - 30));
    let team = talk.act(move |w| {
        let new = NewTeam {
            name: "Noche".to_owned(),
            ..NewTeam::default()
        };
        let team = teams::make(w, &chief(), &new)?;
        calendars::choose_for_team(w, &chief(), team.id, Some(of_team))?;
        Ok(team.id)
    });
    talk.until("2026-11-04T20:00:00-05:00");
    let opens = |id: &str| {
        talk.later(Span::minutes(1));
        talk.hears(id, id, "Necesito ayuda con mi factura por favor");
        talk.texts().pop().unwrap()
    };
    assert!(opens("a").contains("mañana a las 08:00"), "the desk");
    let path = format!("/channels/{}", talk.channel);
    let patch = |it: serde_json::Value| talk.door.program.patch(200, &path, &it.to_string());
    patch(json!({ "team": team.to_string() }));
    assert!(opens("b").contains("hoy a las 22:00"), "the team");
    let shown = patch(json!({ "calendar_id": of_channel.to_string() }));
    assert_eq!(shown["calendar_id"], of_channel.to_string());
    assert!(opens("c").contains("hoy a las 22:30"), "the channel");
    talk.act(move |w| calendars::retire(w, &chief(), of_channel));
    assert!(opens("d").contains("hoy a las 22:00"), "out of use");
}

#[test]
fn what_could_not_leave_is_dropped() {
    let talk = Talk::new();
    talk.until("2026-11-04T20:00:00-05:00");
    talk.hears("m1", "u1", "Necesito ayuda con mi factura por favor");
    let delivery = talk.ours()[0].delivery.unwrap();
    let connection = talk
        .look(|look| look.delivery(delivery))
        .unwrap()
        .connection;
    talk.later(Span::minutes(11));
    assert!(talk.act(move |w| claim_due(w, connection)).is_empty());
    let dropped = talk.look(|look| look.delivery(delivery)).unwrap();
    assert_eq!(dropped.state, DeliveryState::Cancelled);
    assert_eq!(dropped.error.unwrap().code, "send-late");
    assert!(!talk.case().has_failed, "nobody is to see to it");
}

/// Mails, of which what is to be said is said.
struct Mails {
    desk: Desk,
}

impl Mails {
    fn new() -> Self {
        let desk = Desk::new();
        desk.act(opens);
        let channel = desk.channel;
        desk.act(move |w| {
            let arranged = Automatic {
                away: Some(true),
                ..Automatic::default()
            };
            desk::put(w, &chief(), channel, &arranged)
        });
        desk.later(Span::hours(12));
        Mails { desk }
    }

    fn speaks(&self) -> usize {
        let now = self.desk.now();
        let mut n = 0;
        for job in self.desk.look(|look| look.jobs_due(now, 1_000)) {
            if let JobKind::SayItself {
                conversation,
                message,
            } = job.kind
            {
                let planned = self
                    .desk
                    .look(|look| plan(look, (conversation, message), now));
                if let Some(planned) = planned {
                    let (words, keys) = (text(&planned, now), self.desk.keys.clone());
                    let done = self.desk.act(move |w| say(w, &keys, &planned, &words));
                    n += usize::from(done == Outcome::Said);
                }
            }
            self.desk.act(move |w| w.finish_job(&job).map(|_| ()));
        }
        n
    }
}

#[test]
fn by_mail_only_who_wrote_is_answered_once_a_day_and_says_that_it_is_automatic() {
    let mails = Mails::new();
    let c = mails.desk.begins(&Mail::from(
        CARLA,
        "Lentes",
        "Buenas noches, quisiera saber si mis lentes están listos",
    ));
    assert_eq!(mails.speaks(), 1);
    let away = mails.desk.last(&c);
    assert!(
        away.text.contains("Le respondemos mañana a las 08:00"),
        "{}",
        away.text
    );
    let (id, keys) = (away.delivery.unwrap(), mails.desk.keys.clone());
    let leaves = mails.desk.look(|look| {
        let delivery = look.delivery(id)?.unwrap();
        outbound(look, &keys, &delivery)
    });
    let mail = leaves.mail.unwrap();
    assert!(mail.automatic && mail.cc.is_empty());
    assert_eq!(
        mail.to
            .iter()
            .map(|it| it.address.as_str())
            .collect::<Vec<_>>(),
        [CARLA]
    );
    let before = mails.desk.again(&c);
    assert_eq!(before.status, Status::Open);
    mails.desk.begins(&Mail::from(
        CARLA,
        "Otra cosa",
        "Y también quisiera saber cuánto cuesta el estuche",
    ));
    assert_eq!(mails.speaks(), 0);
    mails.desk.holds();
}

#[test]
fn machines_and_forms_are_never_answered_by_mail() {
    let mails = Mails::new();
    let robot = Mail::from(
        "noreply@example.com",
        "Ticket",
        "Thank you for writing to us today.",
    )
    .automatic(lobby::domain::inbound::AutomaticKind::Reply);
    mails.desk.receive(&robot);
    assert_eq!(mails.speaks(), 0);
    let old = Mail::from(
        CARLA,
        "Antes",
        "Buenas tardes, quisiera saber si mis lentes están listos",
    )
    .history(mails.desk.now() - Span::days(40));
    mails.desk.receive(&old);
    assert_eq!(mails.speaks(), 0);
    let form = Mail::from(
        "web@lobby.test",
        "Contacto",
        "Nombre: Carla. Quisiera una cita para mañana",
    )
    .form_for(CARLA);
    mails.desk.receive(&form);
    assert_eq!(mails.speaks(), 0, "anybody types an address into a form");
    mails.desk.holds();
}
