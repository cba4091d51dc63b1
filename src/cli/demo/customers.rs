//! The pretend customers while the demo runs: they write, answer what they are answered, and ask again when nobody
//! does. A colleague takes some of it, so that the desk is alive.

use std::collections::BTreeMap;
use std::time::Duration;

use tokio::sync::mpsc;

use crate::app::App;
use crate::cli::demo::letter::Enclosed;
use crate::cli::demo::pace::Pace;
use crate::cli::demo::past::CUSTOMERS;
use crate::cli::demo::phones::Words;
use crate::cli::demo::places::{Places, Thread};
use crate::cli::demo::story::{Cast, Player};
use crate::cli::demo::town::Sent;
use crate::cli::demo::you::You;
use crate::conversations::reply::{Reply, reply};
use crate::conversations::said::Said;
use crate::domain::conversation::{Conversation, Status};
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
    thread: Thread,
    is_answered: bool,
    said: usize,
    /// How often they wrote again because nobody answered.
    asked_again: usize,
    /// When the next thing is said, and whether it is for want of an answer.
    next: Option<(Duration, bool)>,
}

/// All of them.
struct Customers<'a> {
    app: &'a App,
    cast: &'a Cast,
    places: &'a Places,
    you: &'a You,
    pace: &'a Pace,
    talks: BTreeMap<String, Talk>,
    played: usize,
}

/// What is played, and how fast.
pub struct Play {
    pub cast: Cast,
    pub places: Places,
    pub you: You,
    pub pace: Pace,
}

/// Plays until Lobby stops.
pub async fn play(app: App, play: Play, mut sent: mpsc::UnboundedReceiver<Sent>) {
    let pace = &play.pace;
    let mut customers = Customers {
        app: &app,
        cast: &play.cast,
        places: &play.places,
        you: &play.you,
        pace,
        talks: BTreeMap::new(),
        played: 0,
    };
    // The first comes soon, however slow the others are.
    let mut new = pace.now() + FIRST.mul_f64(pace.speed().min(1.0));
    let mut colleague = pace.now() + COLLEAGUE;
    loop {
        let due = customers.talks.values().filter_map(|it| Some(it.next?.0));
        let next = due.chain([new, colleague]).min().unwrap_or(new);
        tokio::select! {
            it = sent.recv() => match it {
                Some(it) => customers.answered(&it),
                None => return,
            },
            () = pace.until(next) => {}
        }
        let now = pace.now();
        customers.speak(now).await;
        if now >= new {
            customers.somebody_new().await;
            new = pace.now() + NEW;
        }
        if now >= colleague {
            if let Err(err) = customers.colleague().await {
                tracing::debug!(error = %err, "the colleague did not answer");
            }
            colleague = pace.now() + COLLEAGUE;
        }
    }
}

impl Customers<'_> {
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
            thread: Thread::on(&player.story.subject),
            is_answered: false,
            said: 0,
            asked_again: 0,
            next: Some((self.pace.now() + PATIENCE, true)),
            player,
        };
        let (text, with) = (talk.player.story.opens.clone(), talk.player.story.with());
        self.say(&mut talk, &text, with).await;
        self.talks.insert(talk.player.address.clone(), talk);
    }

    /// Says the next thing of a talk, in its way.
    async fn say(&self, talk: &mut Talk, text: &str, with: Enclosed) {
        let words = Words {
            name: &talk.player.name,
            from: &talk.player.address,
            text,
            with,
            at: self.app.clock.now(),
        };
        let via = talk.player.via;
        self.places.say(via, &words, &mut talk.thread).await;
    }

    /// A message of the company reached its customers.
    fn answered(&mut self, sent: &Sent) {
        let answer = self.pace.now() + ANSWER;
        for address in &sent.to {
            if self.you.hears(address, sent) {
                continue;
            }
            let Some(talk) = self.talks.get_mut(address) else {
                continue;
            };
            talk.is_answered = true;
            talk.thread.answered(&sent.raw);
            let more = talk.said <= talk.player.story.then.len();
            talk.next = more.then_some((answer, false));
        }
    }

    /// Those whose time has come say what they have to say.
    async fn speak(&mut self, now: Duration) {
        let due = |it: &Talk| it.next.is_some_and(|(at, _)| at <= now);
        let ready = self.talks.iter().filter(|it| due(it.1));
        let ready: Vec<String> = ready.map(|it| it.0.clone()).collect();
        for address in ready {
            let Some(mut talk) = self.talks.remove(&address) else {
                continue;
            };
            let ignored = talk.next.take().is_some_and(|it| it.1);
            let text = if ignored {
                self.asks_again(&mut talk, now)
            } else {
                let next = talk.player.story.then.get(talk.said);
                talk.said += 1;
                next.unwrap_or(&self.cast.thanks).clone()
            };
            self.say(&mut talk, &text, Enclosed::Nothing).await;
            self.talks.insert(address, talk);
        }
    }

    /// Nobody answered: asks once more, then once in anger.
    fn asks_again(&self, talk: &mut Talk, now: Duration) -> String {
        talk.asked_again += 1;
        if talk.asked_again > 1 {
            return self.cast.angry.clone();
        }
        talk.next = Some((now + PATIENCE, true));
        talk.player.story.ignored.clone()
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

    /// A colleague answers the oldest that nobody has taken. To you nobody but you yourself answers.
    async fn colleague(&self) -> Result<()> {
        let Some(by) = self.places.company.people.get(1).cloned() else {
            return Ok(());
        };
        let recent = self.app.look(|look| {
            let recent = look.conversations_before(None, 100)?;
            let named = recent.into_iter().map(|it| {
                let name = look.contact(it.contact)?.map(|it| it.name);
                Ok((it, name.unwrap_or_default()))
            });
            named.collect::<Result<Vec<(Conversation, String)>>>()
        });
        let waits = recent.await?.into_iter().rev();
        let mut waits = waits.filter(|(it, _)| {
            it.status == Status::Open && it.assignee.is_none() && !it.automatic && !it.blocked
        });
        let known = waits.find_map(|(it, name)| Some((it, self.answer_to(&name)?)));
        let Some((waits, text)) = known else {
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
