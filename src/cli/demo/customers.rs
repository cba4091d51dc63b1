//! The pretend customers while the demo runs: they write, answer what they are answered, and ask again when nobody
//! does. A colleague takes some of it, so that the desk is alive.

use std::collections::BTreeMap;
use std::time::Duration;

use mail_parser::MessageParser;
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::app::App;
use crate::cli::demo::company::Company;
use crate::cli::demo::letter::Letter;
use crate::cli::demo::past::CUSTOMERS;
use crate::cli::demo::phones::{Phones, Words};
use crate::cli::demo::story::{Cast, Player, Via};
use crate::cli::demo::town::{Sent, Town};
use crate::conversations::reply::{Reply, reply};
use crate::conversations::said::Said;
use crate::domain::conversation::Status;
use crate::domain::error::Result;

/// At speed 1: how often somebody new writes, how long a customer takes to answer, when patience ends, and how often
/// a colleague takes something.
const NEW: Duration = Duration::from_secs(45);
const ANSWER: Duration = Duration::from_secs(20);
const PATIENCE: Duration = Duration::from_secs(240);
const COLLEAGUE: Duration = Duration::from_secs(100);
const FIRST: Duration = Duration::from_secs(3);
/// More than this do not wait at one time: nobody could look around in a flood.
const MOST_WAITING: usize = 25;

/// A customer who has written.
struct Talk {
    player: Player,
    /// Message-IDs of the thread, oldest first.
    thread: Vec<String>,
    /// Where to answer a mail: the address with the thread's token, once an answer came.
    to: String,
    is_answered: bool,
    said: usize,
    /// When the next thing is said, and whether it is for want of an answer.
    next: Option<(Instant, bool)>,
}

/// Where the customers write to.
pub struct Places {
    pub company: Company,
    pub town: Town,
    pub phones: Phones,
}

/// All of them.
struct Customers<'a> {
    app: &'a App,
    cast: &'a Cast,
    company: &'a Company,
    places: &'a Places,
    speed: f64,
    talks: BTreeMap<String, Talk>,
    played: usize,
}

/// Plays until Lobby stops.
pub async fn play(
    app: App,
    cast: Cast,
    places: Places,
    mut sent: mpsc::UnboundedReceiver<Sent>,
    speed: f64,
) {
    let mut customers = Customers {
        app: &app,
        cast: &cast,
        company: &places.company,
        places: &places,
        speed,
        talks: BTreeMap::new(),
        played: 0,
    };
    let mut new = Instant::now() + FIRST;
    let mut colleague = Instant::now() + customers.paced(COLLEAGUE);
    loop {
        let due = customers.talks.values().filter_map(|it| Some(it.next?.0));
        let next = due.chain([new, colleague]).min().unwrap_or(new);
        tokio::select! {
            it = sent.recv() => match it {
                Some(it) => customers.answered(&it),
                None => return,
            },
            () = tokio::time::sleep_until(next) => {}
        }
        let now = Instant::now();
        customers.speak(now).await;
        if now >= new {
            customers.somebody_new().await;
            new = now + customers.paced(NEW);
        }
        if now >= colleague {
            if let Err(err) = customers.colleague().await {
                tracing::debug!(error = %err, "the colleague did not answer");
            }
            colleague = now + customers.paced(COLLEAGUE);
        }
    }
}

impl Customers<'_> {
    fn paced(&self, time: Duration) -> Duration {
        time.div_f64(self.speed)
    }

    async fn somebody_new(&mut self) {
        let unanswered = self.talks.values().filter(|it| !it.is_answered);
        if unanswered.count() >= MOST_WAITING {
            return;
        }
        let Some(player) = self.cast.player(CUSTOMERS + self.played) else {
            return;
        };
        self.played += 1;
        let mut talk = Talk {
            to: self.company.address.clone(),
            thread: Vec::new(),
            is_answered: false,
            said: 0,
            next: Some((Instant::now() + self.paced(PATIENCE), true)),
            player,
        };
        let (text, photo) = (talk.player.story.opens.clone(), talk.player.story.photo);
        self.say(&mut talk, text, photo).await;
        self.talks.insert(talk.player.address.clone(), talk);
    }

    /// Says the next thing of a talk, in its way.
    async fn say(&self, talk: &mut Talk, text: String, photo: bool) {
        let words = Words {
            name: &talk.player.name,
            from: &talk.player.address,
            text: &text,
            photo,
            at: self.app.clock.now(),
        };
        match talk.player.via {
            Via::WhatsApp => self.places.phones.write_to_number(&words).await,
            Via::Telegram => self.places.phones.tell_bot(&words),
            Via::Mail => self.write(talk, text, photo),
        }
    }

    /// Sends a mail of a talk.
    fn write(&self, talk: &mut Talk, text: String, photo: bool) {
        let at = self.app.clock.now();
        let subject = &talk.player.story.subject;
        let letter = Letter {
            from_name: talk.player.name.clone(),
            from: talk.player.address.clone(),
            to: talk.to.clone(),
            subject: if talk.thread.is_empty() {
                subject.clone()
            } else {
                format!("Re: {subject}")
            },
            text,
            message_id: format!("{}-{}", at.0, talk.player.address),
            references: talk.thread.clone(),
            at,
            photo,
            newsletter: false,
        };
        talk.thread.push(letter.message_id.clone());
        self.places.town.deliver(letter.raw(), at);
    }

    /// A message of the company reached its customers.
    fn answered(&mut self, sent: &Sent) {
        let mail = MessageParser::default().parse(&sent.raw);
        let answer = Instant::now() + self.paced(ANSWER);
        for address in &sent.to {
            let Some(talk) = self.talks.get_mut(address) else {
                continue;
            };
            talk.is_answered = true;
            let id = mail.as_ref().and_then(|it| it.message_id());
            talk.thread.extend(id.map(str::to_owned));
            let reply_to = mail.as_ref().and_then(|it| it.reply_to());
            let reply_to = reply_to.and_then(|it| it.first());
            if let Some(to) = reply_to.and_then(|it| it.address()) {
                to.clone_into(&mut talk.to);
            }
            let more = talk.said <= talk.player.story.then.len();
            talk.next = more.then_some((answer, false));
        }
    }

    /// Those whose time has come say what they have to say.
    async fn speak(&mut self, now: Instant) {
        let due = |it: &Talk| it.next.is_some_and(|(at, _)| at <= now);
        let ready = self.talks.iter().filter(|it| due(it.1));
        let ready: Vec<String> = ready.map(|it| it.0.clone()).collect();
        for address in ready {
            let Some(mut talk) = self.talks.remove(&address) else {
                continue;
            };
            let ignored = talk.next.take().is_some_and(|it| it.1);
            let story = &talk.player.story;
            let text = if ignored {
                story.ignored.clone()
            } else {
                let next = story.then.get(talk.said);
                talk.said += 1;
                next.unwrap_or(&self.cast.thanks).clone()
            };
            self.say(&mut talk, text, false).await;
            self.talks.insert(address, talk);
        }
    }

    /// What a colleague answers this customer: what they wrote now, else in the weeks before.
    fn answer_to(&self, name: &str) -> Option<String> {
        let talk = self.talks.values().find(|it| it.player.name == name);
        if let Some(talk) = talk {
            return Some(talk.player.story.answer.clone());
        }
        let nth = self.cast.names.iter().position(|it| it == name)?;
        Some(self.cast.player(nth)?.story.answer)
    }

    /// A colleague answers the oldest that nobody has taken.
    async fn colleague(&self) -> Result<()> {
        let Some(by) = self.company.people.get(1).cloned() else {
            return Ok(());
        };
        let recent = self.app.look(|look| look.conversations_before(None, 100));
        let waits = recent.await?.into_iter().rev().find(|it| {
            it.status == Status::Open && it.assignee.is_none() && !it.automatic && !it.blocked
        });
        let Some(waits) = waits else {
            return Ok(());
        };
        let customer = self.app.look(move |look| look.contact(waits.contact));
        let name = customer.await?.unwrap_or_default().name;
        let Some(text) = self.answer_to(&name) else {
            return Ok(());
        };
        let input = Reply {
            conversation: waits.number,
            said: Said::of(&text),
            ..Reply::default()
        };
        let keys = self.app.keys.clone();
        let deed = move |w: &mut crate::store::Write<'_>| reply(w, &keys, &by, &input).map(|_| ());
        self.app.act(deed).await
    }
}
